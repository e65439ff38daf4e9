"""The endpoint over a graph that another server keeps: pages, and ``/sparql`` behind our guard and limits.

What another server answers is read whole, and written anew in the format that the client wants. Things other than
queries and pages (dumps, VoID, pinned snapshots, data by the addresses of things) are that server's own matter.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox

from kg.endpoint.guard import check
from kg.endpoint.http import App, Receive, Request, Response, Scope, Send, SlowClientError, problem_response, redirect
from kg.endpoint.limits import Limits
from kg.endpoint.negotiation import GRAPHS, RESULTS
from kg.endpoint.origins import check_host, cors
from kg.endpoint.problems import Problem
from kg.endpoint.protocol import Query, read_query
from kg.endpoint.settings import Settings
from kg.remote.answers import Result
from kg.remote.errors import RemoteError
from kg.remote.graph import RemoteGraph
from kg.store import PREFIXES, Value
from ontology.records import Record

_FRESH = 10.0  # seconds after which it is asked again which snapshot the server holds
_KINDS = {
    "remote-slow": "deadline",
    "remote-unreachable": "busy",
    "remote-cut": "answer-size",
    "remote-no-results": "failed",
}
_STATUS = {400: "syntax", 403: "service", 413: "request-size", 422: "too-complex", 429: "too-many", 503: "busy"}


class RelayedGraph:
    """A graph elsewhere, for pages: it has no texts of sources, and its problems are those of an endpoint."""

    def __init__(self, graph: RemoteGraph) -> None:
        self.graph, self.snapshot = graph, graph.snapshot
        self.manifest: dict[str, Any] = {"dump_sha256": graph.snapshot, "withdrawn": []}
        self.quality: dict[str, Any] = {}

    def evaluate(self, sparql: str) -> Result:
        """See :meth:`kg.remote.graph.RemoteGraph.evaluate`."""
        with _as_problems():
            return self.graph.evaluate(sparql)

    def select(self, sparql: str) -> tuple[list[str], list[list[Value]]]:
        """See :meth:`kg.remote.graph.RemoteGraph.select`."""
        with _as_problems():
            return self.graph.select(sparql)

    def text(self, source: str) -> str:
        """No text is published; ``KeyError``."""
        raise KeyError(source)

    def record(self, source: str) -> Record:
        """No record is published; ``KeyError``."""
        raise KeyError(source)


class Relay:
    """An ASGI application over a graph elsewhere.

    :param open_graph: opens it
    :param pages: as for :class:`kg.endpoint.app.Endpoint`
    """

    def __init__(self, open_graph: Callable[[], RemoteGraph], settings: Settings, pages: App) -> None:
        self.open_graph, self.settings, self.pages = open_graph, settings, pages
        self.limits = Limits(settings)
        self._graph: RelayedGraph | None = None
        self._opened = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or follow the server's life."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "http":
            request = Request(scope, receive, str(scope["path"]))
            with suppress(ConnectionResetError, SlowClientError):
                await self._http(request, send)

    async def _http(self, request: Request, send: Send) -> None:
        if request.path.rstrip("/") == "/sparql":
            response = await self._response(request)
            await response.send(send, request.method == "HEAD", cors(request, self.settings))
            return
        problem, graph = None, None
        try:
            check_host(request, self.settings)
            graph = None if request.path.startswith("/static/") else await self._current()
        except Problem as found:
            problem = found
        if request.path == "/healthz":
            await _health(problem, graph).send(send, request.method == "HEAD")
        elif request.path.startswith(("/id/", "/vocabulary/")) and not request.path.endswith(".html"):
            await redirect(303, f"{self.settings.public_url}{quote(request.path)}.html").send(send)
        else:
            await self._page(request, send, graph, problem)

    async def _response(self, request: Request) -> Response:
        try:
            check_host(request, self.settings)
            return await self._sparql(request)
        except Problem as problem:
            return problem_response(problem)

    async def _page(self, request: Request, send: Send, graph: RelayedGraph | None, problem: Problem | None) -> None:
        scope = {**request.scope, "root_path": "", "graph": graph, "problem": problem}
        try:
            with self.limits.admitted(request):
                await self.pages(scope, request.receive, send)
        except Problem as refused:
            await self.pages({**scope, "graph": None, "problem": refused}, request.receive, send)

    async def _current(self) -> RelayedGraph:
        """The graph as it was not long ago."""
        if self._graph is None or time.monotonic() - self._opened > _FRESH:
            with _as_problems():
                self._graph = RelayedGraph(await asyncio.to_thread(self.open_graph))
            self._opened = time.monotonic()
        return self._graph

    async def _sparql(self, request: Request) -> Response:
        query = await read_query(request, self.settings)
        if query is None:
            raise Problem("malformed", "Give a query.")
        if query.defaults is not None or query.named is not None:
            raise Problem("malformed", "Name graphs in the query (FROM, GRAPH), not beside it.")
        check(query.text, self.settings)
        graph = await self._current()
        with self.limits.admitted(request):
            media, body = await asyncio.to_thread(partial(_answered, graph, query))
        if len(body) > self.settings.answer_size:
            raise Problem("answer-size", f"The limit is {self.settings.answer_size} bytes; use LIMIT and OFFSET.")
        headers = {"KG-Snapshot": graph.snapshot, "Vary": "Accept", "Cache-Control": "no-cache"}
        return Response(200, media, body, headers=headers)


def _answered(graph: RelayedGraph, query: Query) -> tuple[str, bytes]:
    """An answer in the format that was agreed upon."""
    try:
        found = graph.evaluate(query.text)
    except SyntaxError as error:
        raise Problem("syntax", str(error)) from None
    media = query.results if isinstance(found, ox.QuerySolutions | ox.QueryBoolean) else query.graph
    if media is None:
        raise Problem("not-acceptable", f"This can be told in: {', '.join((*RESULTS, *GRAPHS))}.")
    if isinstance(found, ox.QuerySolutions | ox.QueryBoolean):
        return media, found.serialize(format=RESULTS[media]) or b""
    prefixes = PREFIXES if media in ("text/turtle", "application/trig") else None
    return media, ox.serialize(found, format=GRAPHS[media], prefixes=prefixes) or b""


class _as_problems:  # noqa: N801  # reads as a statement
    """Turn what another server objects into a problem of ours."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Raise the problem."""
        if isinstance(error, RemoteError):
            kind = _KINDS.get(error.key) or _STATUS.get(error.status, "failed")
            raise Problem(kind, f"The server behind this endpoint: {error.detail or error.key}") from None


async def _live(receive: Receive, send: Send) -> None:
    while (await receive())["type"] == "lifespan.startup":
        await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})


def _health(problem: Problem | None, graph: RelayedGraph | None) -> Response:
    if problem is not None or graph is None:
        return problem_response(problem or Problem("busy", "The server behind this endpoint does not answer."))
    return Response(media="application/json", body=b'{"status": "ok", "snapshot": "%s"}\n' % graph.snapshot.encode())
