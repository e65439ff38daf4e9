"""Queries on their way: admitted, unless nothing has changed; evaluated in a worker; answered with what caches need."""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from collections.abc import Callable
from contextlib import suppress
from email.utils import parsedate_to_datetime

from kg.endpoint.editions import Edition
from kg.endpoint.evaluation import Request as Work
from kg.endpoint.guard import is_volatile, template
from kg.endpoint.http import Request, Response
from kg.endpoint.lanes import Answer
from kg.endpoint.limits import Limits
from kg.endpoint.metrics import Metrics
from kg.endpoint.negotiation import GRAPHS
from kg.endpoint.problems import Problem
from kg.endpoint.protocol import Query, parameters, read_query
from kg.endpoint.settings import Settings

_PATIENCE = 0.2  # seconds after which it is watched whether the client is still there
_UNICODE = {"text/csv", "text/tab-separated-values", "text/turtle"}


class Asking:
    """Answers queries."""

    def __init__(self, settings: Settings, limits: Limits, metrics: Metrics) -> None:
        self.settings, self.limits, self.metrics = settings, limits, metrics
        self.spooled = 0
        self.base = f"{settings.public_url}/sparql"

    async def sparql(self, request: Request, edition: Edition) -> Response | None:
        """The answer to a request of the SPARQL Protocol; None if it asks for the service description."""
        query = await read_query(request, self.settings)
        return None if query is None else await self.answer(request, edition, query)

    async def graph(self, request: Request, edition: Edition) -> Response:
        """One graph, by the Graph Store Protocol."""
        if request.method not in ("GET", "HEAD"):
            raise Problem("method", "The graph is changed by building it.", {"Allow": "GET, HEAD, OPTIONS"})
        pattern = _graph_pattern(request)
        asked = Request({**request.scope, "query_string": b"query=-"}, request.receive, request.path)
        query = await read_query(asked, self.settings)
        if query is None or query.graph is None:
            raise Problem("not-acceptable", f"A graph can be given in: {', '.join(GRAPHS)}.")
        if pattern != "?s ?p ?o" and not await self.ask(edition, f"ASK {{ {pattern} }}"):
            raise Problem("not-found", "There is no such graph in this snapshot.")
        return await self.answer(request, edition, _as_query(query, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}"))

    async def answer(self, request: Request, edition: Edition, query: Query) -> Response:
        """Evaluate a query for a client."""
        headers = {"Vary": "Accept, Accept-Encoding", "Last-Modified": edition.modified}
        headers["Cache-Control"] = "max-age=31536000, immutable" if request.snapshot else "no-cache"
        tag = None if is_volatile(query.text) else _etag(edition, query)
        if tag is None:
            headers["Cache-Control"] = "no-store"
        elif request.method != "POST":
            headers["ETag"] = tag
            if unchanged(request, tag, edition):
                return Response(304, headers=headers)
        with self.limits.admitted(request):
            reply, file = await self._found(request, edition, query, tag)
        if reply.coding:
            headers["Content-Encoding"] = reply.coding
        media = f"{reply.media}; charset=utf-8" if reply.media in _UNICODE else reply.media
        response = Response(200, media, reply.body or b"", file, reply.length, headers)
        if file is not None:
            response.sent = self._spooled(file, reply.length)
        return response

    def _spooled(self, file: int, length: int) -> Callable[[], None]:
        """Make room for a long answer while it is sent; what gives the room back."""
        if self.spooled + length > self.settings.spool_size:
            os.close(file)
            raise Problem("busy", "Too many long answers are being sent.", {"Retry-After": "30"})
        self.spooled += length

        def give_back() -> None:
            self.spooled -= length

        return give_back

    async def _found(self, request: Request, edition: Edition, query: Query, tag: str | None) -> Answer:
        """The answer that was given before, or a worker's."""
        if tag is not None and (kept := edition.answers.get(tag)) is not None:
            return kept, None
        with _WhileThere(request):
            reply, file = await self.evaluate(edition, query)
        if tag is not None and file is None:
            edition.answers.keep(tag, reply)
        return reply, file

    async def evaluate(self, edition: Edition, query: Query) -> Answer:
        """A worker's answer; whatever it objects is raised."""
        work = Work(query.text, query.defaults, query.named, query.results, query.graph, query.coding, self.base)
        started = time.perf_counter()
        try:
            reply, file = await edition.pool.ask(work, template(query.text))
        finally:
            self.metrics.observe(time.perf_counter() - started)
        if reply.problem:
            raise Problem(reply.problem, reply.detail, **reply.members)
        return reply, file

    async def ask(self, edition: Edition, text: str) -> bool:
        """Whether something holds."""
        return b"true" in (await self.read(edition, text, "text/csv"))

    async def read(self, edition: Edition, text: str, media: str) -> bytes:
        """The answer to a query of our own, as bytes."""
        reply, file = await self.evaluate(edition, Query(text, None, None, media, media, ""))
        if file is None:
            return reply.body or b""
        with open(file, "rb") as opened:  # noqa: PTH123  # a file without a name
            return opened.read()


def _as_query(query: Query, text: str) -> Query:
    return Query(text, None, None, query.results, query.graph, query.coding)


def _graph_pattern(request: Request) -> str:
    """What a request of the Graph Store Protocol asks for."""
    fields = parameters(request.query)
    graphs = [value for name, value in fields if name == "graph"]
    default = any(name == "default" for name, _ in fields)
    if len(graphs) + default != 1:
        raise Problem("malformed", "Name one graph: ?default, or ?graph= and its IRI.")
    if default:
        return "?s ?p ?o"
    if any(c in '<>"{}|^`\\' or c <= " " for c in graphs[0]) or ":" not in graphs[0]:
        raise Problem("malformed", "That is not an absolute IRI.")
    return f"GRAPH <{graphs[0]}> {{ ?s ?p ?o }}"


def _etag(edition: Edition, query: Query) -> str:
    """A weak tag: the same query on the same snapshot has the same rows, though perhaps in another order."""
    told = f"{edition.hash} {query.results} {query.graph} {query.coding} {query.defaults} {query.named} {query.text}"
    return f'W/"{hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


def unchanged(request: Request, etag: str, edition: Edition) -> bool:
    """Tell whether the client has it already (RFC 9110, 13.2.2)."""
    wanted = request.headers.get("if-none-match")
    if wanted is not None:
        tags = {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
        return "*" in tags or etag.removeprefix("W/") in tags
    since = request.headers.get("if-modified-since")
    with suppress(ValueError, TypeError):
        return since is not None and parsedate_to_datetime(since).timestamp() >= int(edition.since)
    return False


class _WhileThere:
    """Ends what is done for a client who leaves: the block is cancelled and ``ConnectionResetError`` raised."""

    __slots__ = ("_handle", "_left", "_request", "_task", "_watcher")

    def __init__(self, request: Request) -> None:
        self._request = request
        self._task = asyncio.current_task()
        self._watcher: asyncio.Task[None] | None = None
        self._left = False

    def __enter__(self) -> None:
        self._handle = asyncio.get_running_loop().call_later(_PATIENCE, self._begin)

    def _begin(self) -> None:
        self._watcher = asyncio.get_running_loop().create_task(self._watch())

    async def _watch(self) -> None:
        while (await self._request.receive())["type"] != "http.disconnect":
            pass
        self._left = True
        if self._task is not None:
            self._task.cancel()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._handle.cancel()
        if self._watcher is not None:
            self._watcher.cancel()
        if kind is asyncio.CancelledError and self._left and self._task is not None:
            self._task.uncancel()
            raise ConnectionResetError from None
