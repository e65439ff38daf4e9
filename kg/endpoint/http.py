"""Requests and answers over ASGI, with no more than an endpoint needs."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kg.endpoint.problems import Problem
from kg.endpoint.settings import Settings

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_CHUNK = 256 << 10
_SLOWEST = 30.0  # seconds that a client may take for one chunk
_RATE = 64 << 10  # bytes a second that a client must take in the long run


class SlowClientError(Exception):
    """A client does not take its answer."""


@dataclass
class Request:
    """A request.

    :ivar path: percent-decoded once; a prefix that names a snapshot is taken off
    """

    scope: Scope
    receive: Receive
    path: str
    snapshot: str | None = None

    @cached_property
    def headers(self) -> dict[str, str]:
        """Headers by lower-case name; several of one name are one, with commas between."""
        found: dict[str, str] = {}
        for name, value in self.scope["headers"]:
            key, text = name.decode("latin-1"), value.decode("latin-1")
            found[key] = f"{found[key]}, {text}" if key in found else text
        return found

    @property
    def method(self) -> str:
        """GET, POST, ..."""
        return str(self.scope["method"])

    @property
    def query(self) -> bytes:
        """What stands after the question mark, still encoded."""
        return bytes(self.scope.get("query_string", b""))

    @property
    def accept(self) -> str:
        """The ``Accept`` header."""
        return self.headers.get("accept", "")

    async def body(self, settings: Settings) -> bytes:
        """The whole body; a :class:`Problem` if it is too large or too slow."""
        told = self.headers.get("content-length", "0")
        if told.isdigit() and int(told) > settings.body_size:
            raise _too_large(settings)
        try:
            async with asyncio.timeout(settings.body_time):
                return await self._read(settings)
        except TimeoutError:
            raise Problem("slow-request", f"The limit is {settings.body_time:g} s.", {"Connection": "close"}) from None

    async def _read(self, settings: Settings) -> bytes:
        parts, size, more = [], 0, True
        while more:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise ConnectionResetError
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > settings.body_size:
                raise _too_large(settings)
            more = message.get("more_body", False)
        return b"".join(parts)


def _too_large(settings: Settings) -> Problem:
    limit = settings.body_size
    return Problem("request-size", f"The limit is {limit} bytes.", {"Connection": "close"}, limit=limit)


@dataclass
class Response:
    """An answer.

    :ivar file: an open file that holds the body instead; it is closed when it is sent
    :ivar sent: called when it is sent, or cannot be
    :ivar problem: what it tells, if it tells of a problem
    """

    status: int = 200
    media: str = "text/plain; charset=utf-8"
    body: bytes = b""
    file: int | None = None
    length: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    sent: Callable[[], None] = lambda: None
    problem: Problem | None = None

    async def send(self, send: Send, head: bool = False, more: Mapping[str, str] | None = None) -> None:
        """Send it.

        :param head: headers only
        :param more: further headers
        """
        try:
            if self.status != 304:
                self.headers["Content-Type"] = self.media
                self.headers["Content-Length"] = str(len(self.body) if self.length is None else self.length)
            told = _joined(self.headers, more or {})
            headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in told.items()]
            await send({"type": "http.response.start", "status": self.status, "headers": headers})
            if self.file is None or head:
                await send({"type": "http.response.body", "body": b"" if head else self.body})
            else:
                await self._send_file(send, self.file)
        finally:
            if self.file is not None:
                os.close(self.file)
            self.sent()

    async def _send_file(self, send: Send, file: int) -> None:
        try:
            async with asyncio.timeout(_SLOWEST + (self.length or 0) / _RATE):
                while data := os.read(file, _CHUNK):
                    async with asyncio.timeout(_SLOWEST):
                        await send({"type": "http.response.body", "body": data, "more_body": True})
        except TimeoutError:
            raise SlowClientError from None  # the connection is broken off, so that the client sees it
        await send({"type": "http.response.body", "body": b""})


def _joined(headers: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    """Headers of two sides; what both say of ``Vary`` holds."""
    vary = ", ".join(filter(None, (headers.get("Vary"), more.get("Vary"))))
    return {**headers, **more, **({"Vary": vary} if vary else {})}


def adding(send: Send, headers: Mapping[str, str]) -> Send:
    """Send with further headers."""
    told = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *told]}
        await send(message)

    return sending


def problem_response(problem: Problem) -> Response:
    """Problem details as an answer."""
    headers = {"Cache-Control": "no-store", **problem.headers}
    return Response(problem.status, "application/problem+json", problem.body(), headers=headers, problem=problem)


def redirect(status: int, location: str) -> Response:
    """Send a client elsewhere."""
    return Response(status, headers={"Location": location, "Vary": "Accept"})
