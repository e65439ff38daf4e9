"""An endpoint in this process, asked through its ASGI application: requests as bytes, answers as they would be sent."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode

from kg.endpoint.app import Endpoint
from kg.endpoint.settings import Settings

SMALL: dict[str, Any] = {"light": 2, "heavy": 1, "timeout": 10.0, "public_url": "http://test.example"}
"""Settings of endpoints in tests, where a test has none of its own."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def media(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


async def _cancel() -> None:
    """End whatever still runs, so that no thread waits for it."""
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)


class Client:
    """Runs an endpoint in a thread with an event loop of its own."""

    def __init__(self, store: Path, settings: Settings, **more: Any) -> None:
        self.endpoint = Endpoint(store, settings, **more)
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        self.run(self.endpoint.editions.start())

    def run(self, work: Any, timeout: float = 60) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout)

    def close(self) -> None:
        self.run(self.endpoint.editions.close())
        self.run(_cancel())  # as asyncio.run does when a server ends
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def request(
        self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None, **more: Any
    ) -> Answer:
        return self.run(self.send(method, target, body, headers, **more))

    def get(self, target: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.request("GET", target, headers=headers)

    def query(self, sparql: str, accept: str = "", method: str = "POST", **fields: str) -> Answer:
        headers = {"Accept": accept} if accept else {}
        if method != "POST":
            return self.request(method, "/sparql?" + urlencode({"query": sparql, **fields}), headers=headers)
        headers["Content-Type"] = "application/sparql-query"
        target = "/sparql" + ("?" + urlencode(fields) if fields else "")
        return self.request(method, target, sparql.encode(), headers)

    def rows(self, sparql: str, **fields: str) -> list[dict[str, str]]:
        answer = self.query(sparql, **fields)
        assert answer.status == 200, answer.text
        return [{n: t["value"] for n, t in row.items()} for row in answer.json()["results"]["bindings"]]

    async def send(
        self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None,
        address: str = "127.0.0.1", leaves: float | None = None,
    ) -> Answer:  # fmt: skip
        """One request; with ``leaves`` the client goes away after so many seconds."""
        path, _, query = target.partition("?")
        told = [(n.lower().encode(), v.encode("latin-1")) for n, v in (headers or {}).items()]
        scope = {
            "type": "http", "method": method, "path": unquote(path), "raw_path": quote(path, safe="/%").encode(),
            "query_string": query.encode(), "headers": told, "client": (address, 1),
        }  # fmt: skip
        sent: list[Any] = []
        incoming = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            if incoming:
                return incoming.pop()
            await asyncio.sleep(leaves if leaves is not None else 3600)
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.endpoint(scope, receive, send)
        if not sent:
            return Answer(0, {}, b"")
        found = {n.decode(): v.decode("latin-1") for n, v in sent[0]["headers"]}
        return Answer(sent[0]["status"], found, b"".join(m.get("body", b"") for m in sent[1:]))
