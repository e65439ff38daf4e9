"""The endpoint as an ASGI application: which address is answered by what."""

from __future__ import annotations

import base64
import json
import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from urllib.parse import unquote

from kg.endpoint import dereference, description, querying, sitemap
from kg.endpoint.editions import Edition, Editions
from kg.endpoint.http import (
    App,
    Receive,
    Request,
    Response,
    Scope,
    Send,
    SlowClientError,
    adding,
    problem_response,
    redirect,
)
from kg.endpoint.limits import Limits
from kg.endpoint.metrics import Metrics
from kg.endpoint.negotiation import GRAPHS, choose
from kg.endpoint.origins import check_host, cors
from kg.endpoint.pages import EditionGraph, show
from kg.endpoint.problems import Problem
from kg.endpoint.querying import Asking
from kg.endpoint.settings import Settings
from kg.errors import StoreError

log = logging.getLogger(__name__)

Handler = Callable[[Request, Edition], Awaitable[Response]]
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, POST, OPTIONS",
}
_GONE = 499  # in the metrics: the client left before it was answered


class Endpoint:
    """An ASGI application over a store folder.

    :param pages: answers what is at no address of the endpoint, the ``.html`` of things included; its ``scope`` holds
        the ``graph`` of the request's snapshot (:class:`kg.endpoint.pages.EditionGraph`) or the ``problem`` with it
    :param examples: queries that clients are shown
    """

    def __init__(
        self, store: Path | str, settings: Settings, pages: App | None = None,
        examples: Sequence[description.Example] = (),
    ) -> None:  # fmt: skip
        self.settings, self.pages, self.examples = settings, pages, tuple(examples)
        self.editions = Editions(store, settings)
        self.metrics = Metrics()
        self.asking = Asking(settings, Limits(settings), self.metrics)
        self._exact: dict[str, Handler] = {
            "/sparql": self._sparql,
            "/sparql/": self._sparql,
            "/rdf-graph-store": self.asking.graph,
            "/.well-known/void": self._void,
            "/.well-known/sparql-examples": self._examples,
            "/void": self._void,
            "/dcat": self._dcat,
            "/dump.nq": _dump,
            "/dump.nq.sha256": _checksum,
            "/healthz": _health,
            "/metrics": self._metrics,
            "/robots.txt": self._robots,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or follow the server's life."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self._start(send)
            else:
                await self.editions.close()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _start(self, send: Send) -> None:
        try:
            await self.editions.start()
        except (StoreError, OSError, RuntimeError) as error:
            await send({"type": "lifespan.startup.failed", "message": str(error)})
        else:
            await send({"type": "lifespan.startup.complete"})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = _request(scope, receive)
        handler = self._handler(request.path)
        if handler is None and self.pages is not None:
            await self._page(self.pages, request, send)
            return
        try:
            response = await self._response(request, handler)
            if response.problem and self.pages is not None and _is_for_people(request):
                await show(self.pages, request, send, None, response.problem)
            else:
                await response.send(send, request.method == "HEAD", cors(request, self.settings))
        except (ConnectionResetError, SlowClientError):
            self.metrics.count(request.method, _GONE)
        else:
            self.metrics.count(request.method, response.status)

    async def _page(self, pages: App, request: Request, send: Send) -> None:
        """Let the pages answer what is at no address of the endpoint."""
        is_file = request.path.startswith("/static/")  # costs no query time
        if request.path.startswith("/api/"):
            send = adding(send, cors(request, self.settings))
        try:
            check_host(request, self.settings)
            with await self.editions.at(request.snapshot) as edition:  # noqa: SIM117  # it charges what it uses
                with nullcontext() if is_file else self.asking.limits.admitted(request):
                    await show(pages, request, send, EditionGraph(edition, self.asking, self._desk(request)), None)
        except Problem as problem:
            await show(pages, request, send, None, problem)

    def _desk(self, request: Request) -> Path | None:
        """Where corrections of a client go: of one on this machine, or with a key; none of an older snapshot."""
        may = not self.settings.public or self.asking.limits.client(request).startswith("key ")
        return self.editions.folder.root if may and not request.snapshot else None

    async def _response(self, request: Request, handler: Handler | None) -> Response:
        if request.method == "OPTIONS":
            return Response(204, headers=dict(_PREFLIGHT))
        try:
            check_host(request, self.settings)
            if handler is None:
                raise Problem("not-found", "See /sparql, /.well-known/void, /dcat.")
            with await self.editions.at(request.snapshot) as edition:
                return await _answered(request, handler, edition)
        except Problem as problem:
            return problem_response(problem)
        except (ConnectionResetError, SlowClientError):
            raise
        except Exception:
            log.exception("no answer to %s", request.path)
            return problem_response(Problem("failed", "This is a fault of the endpoint; its operator can see it."))

    def _handler(self, path: str) -> Handler | None:
        found = self._exact.get(path)
        if self.pages is not None and path.endswith(".html"):
            return None
        if found is None and path.startswith(("/id/", "/vocabulary/", "/ontology")):
            return self._thing
        if found is None and path.startswith("/sitemap") and path.endswith(".xml"):
            return self._sitemap
        if path == "/" and self.pages is None:
            return _home
        return found

    async def _sparql(self, request: Request, edition: Edition) -> Response:
        return await self.asking.sparql(request, edition) or self._service(request, edition)

    def _service(self, request: Request, edition: Edition) -> Response:
        return description.negotiated(request, edition, "service", description.service(edition))

    async def _void(self, request: Request, edition: Edition) -> Response:
        return description.negotiated(request, edition, "void", description.void(edition))

    async def _dcat(self, request: Request, edition: Edition) -> Response:
        return description.negotiated(request, edition, "dcat", description.dcat(edition))

    async def _examples(self, request: Request, edition: Edition) -> Response:
        return description.negotiated(request, edition, "examples", description.examples(edition, self.examples))

    async def _thing(self, request: Request, edition: Edition) -> Response:
        return await dereference.answer(request, edition, self.asking)

    async def _sitemap(self, request: Request, edition: Edition) -> Response:
        return await sitemap.answer(request, edition, self.asking)

    async def _metrics(self, _request: Request, _edition: Edition) -> Response:
        return Response(media="text/plain; version=0.0.4", body=self.metrics.text(self.editions).encode())

    async def _robots(self, _request: Request, _edition: Edition) -> Response:
        told = f"User-agent: *\nDisallow: /sparql\nSitemap: {self.settings.public_url}/sitemap.xml\n"
        return Response(body=told.encode())


async def _answered(request: Request, handler: Handler, edition: Edition) -> Response:
    """An answer that names its snapshot, whatever it is."""
    try:
        response = await handler(request, edition)
    except Problem as problem:
        response = problem_response(problem)
    response.headers["KG-Snapshot"] = edition.hash
    return response


def _request(scope: Scope, receive: Receive) -> Request:
    """A request; ``/snapshot/{address}/...`` is the same as ``/...`` of that snapshot."""
    path = str(scope["path"])
    raw = scope.get("raw_path")
    if raw and b"%" in raw:
        path = unquote(raw.partition(b"?")[0].decode("ascii", "replace"), errors="replace")
    if path.startswith("/snapshot/"):
        address, slash, rest = path.removeprefix("/snapshot/").partition("/")
        return Request(scope, receive, slash + rest or "/", address)
    return Request(scope, receive, path)


def _is_for_people(request: Request) -> bool:
    """A thing's address, or one that nothing is at, that a browser asks for."""
    return not request.path.startswith("/sparql") and choose(request.accept, [*GRAPHS, "text/html"]) == "text/html"


async def _home(_request: Request, _edition: Edition) -> Response:
    return redirect(303, "sparql")


async def _health(_request: Request, edition: Edition) -> Response:
    """Alive, and able to answer: at least one worker is there."""
    if not (edition.pool.light.workers and edition.pool.heavy.workers):
        raise Problem("busy", "There are no workers.", {"Retry-After": "1"})
    told = {"status": "ok", "snapshot": edition.hash, "memory": edition.pool.held, "memory_wanted": edition.held}
    return Response(media="application/json", body=json.dumps(told).encode() + b"\n")


async def _dump(request: Request, edition: Edition) -> Response:
    """The whole snapshot as N-Quads; its SHA-256 is the snapshot's address."""
    etag = f'"{edition.hash}"'
    digest = base64.b64encode(bytes.fromhex(edition.hash)).decode()
    headers = {"ETag": etag, "Last-Modified": edition.modified, "Repr-Digest": f"sha-256=:{digest}:"}
    if querying.unchanged(request, etag, edition):
        return Response(304, headers=headers)
    file = os.open(edition.path / "dump.nq", os.O_RDONLY)
    return Response(media="application/n-quads", file=file, length=os.fstat(file).st_size, headers=headers)


async def _checksum(_request: Request, edition: Edition) -> Response:
    return Response(body=f"{edition.hash}  dump.nq\n".encode())
