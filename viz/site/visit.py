"""One request for a page: whose language, of which snapshot; and the pages it is answered by."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, cached_property
from importlib.metadata import version
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.endpoint.problems import Problem
from ontology.records import Record
from queries.answer import Coverage, Proof, Value
from queries.ask import coverage
from queries.catalogue import Language
from queries.graph import Graph
from viz.shown import shown
from viz.site.desk import Desk
from viz.site.kept import per_snapshot
from viz.site.words import say

NAMESPACE = "https://w3id.org/khcn"
_MENU = (
    ("/questions", "questions"),
    ("/documents", "documents"),
    ("/tasks", "tasks"),
    ("/activities", "activities"),
    ("/check-bases", "check-bases"),
    ("/findings", "findings"),
    ("/explore", "explore"),
    ("/workbench", "workbench"),
)
_DEFAULT = ("lang", "vi")
_SECURITY = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Served(Graph, Protocol):
    """A graph with what its snapshot keeps beside it (:class:`kg.store.Sources`)."""

    @property
    def manifest(self) -> dict[str, Any]:
        """Inputs, times, withdrawn things."""
        ...

    @property
    def quality(self) -> dict[str, Any]:
        """The quality report."""
        ...

    def text(self, source: str) -> str:
        """The stored text of a source; ``KeyError`` if there is none."""
        ...

    def record(self, source: str) -> Record:
        """The record of a source; ``KeyError`` if there is none."""
        ...


class Visit:
    """One request for a page, and how to answer it."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @cached_property
    def graph(self) -> Served:
        """What is known, in the snapshot that answers this request; its :class:`Problem` if there is none."""
        if self.request.scope["problem"] is not None:
            raise self.request.scope["problem"]
        served: Served = self.request.scope["graph"]
        return served

    @cached_property
    def language(self) -> Language:
        """The language that the address asks for (``lang=en``), Vietnamese if it asks for none."""
        return "en" if self.request.query_params.get("lang") == "en" else "vi"

    @cached_property
    def parameters(self) -> dict[str, str]:
        """Parameters of the address that are filled in, ``lang`` left out; of several of one name the last."""
        given = self.request.query_params.items()
        return {name: value.strip() for name, value in given if value.strip() and name != "lang"}

    @cached_property
    def path(self) -> str:
        """The path, without what pins a snapshot."""
        return str(self.request.scope["path"]).removeprefix(self.request.scope["root_path"])

    @cached_property
    def desk(self) -> Desk:
        """Corrections by people: where this visitor's go, and which the snapshot does not have yet."""
        folder = getattr(self.graph, "desk", None)
        return Desk(folder, self.graph.manifest if folder else {})

    @cached_property
    def coverage(self) -> Coverage:
        """Over what everything here is told."""
        return _coverage(self.graph)

    def say(self, key: str, **fields: Any) -> str:
        """A message of the pages in the language of this visit."""
        return say(key, self.language, **fields)

    def url(self, path: str, **parameters: Any) -> str:
        """The address of a page in this visit's language and snapshot; empty parameters are left out."""
        given = {"lang": self.language} | parameters
        told = {name: value for name, value in given.items() if value not in (None, "") and (name, value) != _DEFAULT}
        return f"{self.request.scope['root_path']}{quote(path)}{'?' if told else ''}{urlencode(told)}"

    def again(self, **changes: Any) -> str:
        """The address of this page with other parameters."""
        return self.url(self.path, **(self.parameters | changes))

    def address(self, iri: str) -> str:
        """The page of a thing of ours; the IRI itself for things of others, nothing if a browser may not follow it."""
        if iri.startswith(f"{NAMESPACE}/"):
            return self.url(f"{iri.removeprefix(NAMESPACE)}.html")
        return iri if iri.startswith(("http://", "https://")) else ""

    def data(self, iri: str, ending: str) -> str:
        """The address of a thing's data, by the ending of a format ("ttl", "jsonld", "nt")."""
        return f"{self.request.scope['root_path']}{quote(iri.removeprefix(NAMESPACE))}.{ending}"

    def shown(self, value: Value, column: str = "") -> str:
        """A plain value as the language of this visit writes it."""
        return shown(value, self.language, column)

    def words(self, proof: Proof) -> str:
        """Where the words of a proof stand in the stored text of their source."""
        page_ = self.url(f"{proof.source.removeprefix(NAMESPACE)}.html", at=proof.start)
        return page_ if proof.start is None else f"{page_}#w{proof.start}-{proof.end}"

    def file(self, name: str) -> str:
        """The address of a static file; it changes when the program does, so that browsers may keep it."""
        return f"/static/{name}?{_version()}"

    @property
    def menu(self) -> tuple[tuple[str, str], ...]:
        """Addresses and message keys of the main menu."""
        return _MENU

    @property
    def pinned(self) -> str:
        """The address of this page in this very snapshot, for ever."""
        query = f"?{self.request.url.query}" if self.request.url.query else ""
        return f"/snapshot/{self.graph.snapshot}{quote(self.path)}{query}"

    @property
    def number(self) -> int:
        """The page of a list that the address asks for (``page=``): the first, unless that is a sensible number."""
        wanted = self.parameters.get("page", "1")
        return max(int(wanted), 1) if wanted.isdecimal() and len(wanted) < 8 else 1

    def render(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page.

        :param values: what the template shows; it also has ``visit``, and ``t`` for messages
        """
        body = _environment().get_template(template).render(visit=self, t=self.say, **values)
        return self.send(body, "text/html; charset=utf-8", status)

    def send(
        self, body: str | bytes, media: str, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> Response:
        """Data or a page, with what caches need."""
        return Response(body, status, {**_SECURITY, **self._kept(status), **(headers or {})}, media)

    def _kept(self, status: int) -> dict[str, str]:
        """What caches need: a page stays as it is while snapshot, program and address do."""
        if status != 200 or self.request.method not in ("GET", "HEAD"):
            return {"Cache-Control": "no-store"}
        return {
            "Cache-Control": "no-cache",
            "ETag": self.tag,
            "Vary": "Accept-Encoding",
            "KG-Snapshot": self.graph.snapshot,
        }

    @cached_property
    def tag(self) -> str:
        """The weak tag of this page; it changes with the day, since pages may tell what is so today."""
        today = date.today()  # noqa: DTZ011 - the day where the server is
        state = f"{self.graph.snapshot} {_version()} {today} {self.desk.stamp}"
        told = f"{state} {self.request.url.path}?{self.request.url.query}"
        return f'W/"{hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


Handler = Callable[[Visit], Response]


def page(handler: Handler) -> Callable[[Request], Any]:
    """A handler as Starlette wants it: run in a thread, since it waits for queries; not if nothing has changed."""

    async def answer(request: Request) -> Response:
        visit = Visit(request)
        if request.scope["problem"] is not None:
            raise request.scope["problem"]
        if request.method in ("GET", "HEAD") and visit.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"ETag": visit.tag, "Cache-Control": "no-cache"})
        return await run_in_threadpool(handler, visit)

    return answer


def problem_page(request: Request, problem: Problem) -> Response:
    """Why there is no answer, and what to do; to programs as problem details (RFC 9457)."""
    visit = Visit(request)
    headers: Mapping[str, str] = problem.headers
    if visit.path.startswith("/api/") or visit.parameters.get("format") == "json":
        response = visit.send(problem.body(), "application/problem+json", problem.status)
    else:
        response = visit.render("problem.html", problem.status, problem=problem)
    response.headers.update(headers)
    return response


@cache
def _environment() -> Environment:
    loader = PackageLoader("viz.site")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@cache
def _version() -> str:
    return version("khcn-kg")


_coverage = per_snapshot(coverage)  # it stands on every page and costs a look at every document
