"""A query over a snapshot's stores, answered in the format that was agreed upon. Runs in workers only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

import msgspec
import pyoxigraph as ox

from kg.endpoint.guard import Checked, check, place, token_at
from kg.endpoint.negotiation import GRAPHS, RESULTS
from kg.endpoint.problems import Problem
from kg.endpoint.settings import Settings
from kg.endpoint.spool import Spool, TooLargeError
from kg.store import PREFIXES

_PLACE = re.compile(r"^error at (\d+):(\d+): (.*)", re.DOTALL)
_CHARACTERS = re.compile(r",? ?\[[^\]]*\](?:\s*\|[^\]]*\])?")  # lists of single characters, which help nobody
_LONGEST_MESSAGE = 200
_PREFIXES = [(f"{prefix}:", prefix, namespace) for prefix, namespace in PREFIXES.items()]
_WITH_PREFIXES = frozenset({ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.RDF_XML})

Facts = Literal["all", "facts", "none"]
"""What of a snapshot is held in memory."""


class Request(msgspec.Struct, array_like=True):
    """A query as it goes to a worker.

    :ivar defaults: graphs of the default graph, if the protocol names a dataset
    :ivar named: named graphs of that dataset
    :ivar results: media type for solutions and truth values; None if the client takes none that we write
    :ivar graph: media type for graphs
    :ivar coding: how a long answer may be packed: "br", "gzip", or "" for not at all
    :ivar timeout: seconds after which the worker ends itself, whatever the front does
    :ivar slice: seconds of processor time after which it ends itself; 0 if it may go on
    """

    query: str
    defaults: list[str] | None
    named: list[str] | None
    results: str | None
    graph: str | None
    coding: str
    base: str
    timeout: float = 0.0
    slice: float = 0.0


class Reply(msgspec.Struct, array_like=True):
    """A worker's answer: a result (``media`` is set), or a problem.

    :ivar coding: how it is packed, or ""
    :ivar length: bytes of the result as sent
    :ivar seconds: processor time that it took
    :ivar body: the result itself if it is small; else it comes as an open file
    """

    media: str = ""
    coding: str = ""
    length: int = 0
    seconds: float = 0.0
    body: bytes | None = b""
    problem: str = ""
    detail: str = ""
    members: dict[str, int | str | list[str]] = {}  # msgspec copies it


@dataclass
class Stores:
    """The stores of one snapshot: what is in memory, and all of it on disk.

    :ivar memory: all of the snapshot, or its facts (the default graph)
    :ivar disk: None if all is in memory
    """

    memory: ox.Store | None
    disk: ox.Store | None

    def fit(self, named: bool) -> ox.Store:
        """The quickest store that knows what a query speaks of."""
        if self.memory is not None and (self.disk is None or not named):
            return self.memory
        if self.disk is None:
            raise RuntimeError("the snapshot is not open")
        return self.disk


def answer(request: Request, stores: Stores, settings: Settings) -> tuple[Reply, Spool | None]:
    """Evaluate a query; a problem comes back as a reply too."""
    try:
        checked = check(request.query, settings, request.base)
        return _written(_result(request, checked, stores), request, settings)
    except Problem as problem:
        return Reply(problem=problem.kind, detail=problem.detail, members=problem.members), None
    except TooLargeError:
        limit = settings.answer_size
        detail = f"The answer is larger than {limit} bytes. Ask with LIMIT and OFFSET, or take the dump."
        return Reply(problem="answer-size", detail=detail, members={"limit": limit}), None
    except SyntaxError as error:
        return _syntax_problem(request.query, str(error)), None
    except (ValueError, OSError, RuntimeError) as error:
        return Reply(problem="failed", detail=str(error)[:_LONGEST_MESSAGE]), None


Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
_Named = ox.NamedNode | ox.BlankNode
_Graph = _Named | ox.DefaultGraph


def _result(request: Request, checked: Checked, stores: Stores) -> Result:
    dataset = _dataset(request, checked)
    if dataset is None:
        store = stores.fit(checked.named)
        return store.query(request.query, base_iri=request.base, prefixes=_prefixes(request.query))
    defaults: list[_Graph] = [ox.NamedNode(iri) for iri in dict.fromkeys(dataset[0])]
    named: list[_Named] = [ox.NamedNode(iri) for iri in dict.fromkeys(dataset[1])]
    store, graphs = stores.fit(named=True), defaults
    if len(defaults) > 1:
        store, graphs = merged(store, defaults, named), [ox.DefaultGraph()]
    return store.query(
        request.query,
        base_iri=request.base,
        prefixes=_prefixes(request.query),
        default_graph=graphs,
        named_graphs=named,
    )


def _prefixes(query: str) -> dict[str, str]:
    """The prefixes that a query may use undeclared, those that it cannot use left out."""
    return {prefix: namespace for written, prefix, namespace in _PREFIXES if written in query}


def _dataset(request: Request, checked: Checked) -> tuple[list[str], list[str]] | None:
    """Default and named graphs, if they are told: the protocol's go before the query's own."""
    if request.defaults or request.named:
        return request.defaults or [], request.named or []
    if checked.defaults or checked.from_named:
        return checked.defaults, checked.from_named
    return None


def merged(store: ox.Store, defaults: list[_Graph], named: list[_Named]) -> ox.Store:
    """A store whose default graph is the RDF merge of several graphs: a triple of two of them is one triple there."""
    merge = ox.Store()
    for graph in defaults:
        merge.bulk_extend(ox.Quad(*q.triple) for q in store.quads_for_pattern(None, None, None, graph))
    for graph in named:
        merge.bulk_extend(store.quads_for_pattern(None, None, None, graph))
    return merge


def _written(result: Result, request: Request, settings: Settings) -> tuple[Reply, Spool | None]:
    media = request.graph if isinstance(result, ox.QueryTriples) else request.results
    if media is None:
        offered = GRAPHS if isinstance(result, ox.QueryTriples) else RESULTS
        raise Problem("not-acceptable", f"This query can be answered in: {', '.join(offered)}.")
    spool = Spool(settings.answer_size)
    if isinstance(result, ox.QueryTriples):
        rdf = GRAPHS[media]
        prefixes = PREFIXES if rdf in _WITH_PREFIXES else None
        ox.serialize(result, output=cast(IO[bytes], spool), format=rdf, prefixes=prefixes)
    else:
        result.serialize(output=cast(IO[bytes], spool), format=RESULTS[media])
    sent = spool.packed(request.coding)
    body = sent.inline()
    reply = Reply(media=media, coding=request.coding if sent is not spool else "", length=sent.size, body=body)
    return reply, sent if body is None else None


def _syntax_problem(query: str, message: str) -> Reply:
    """What the engine says of a syntax error, its place apart: the token that it could not go on with."""
    found = _PLACE.match(message)
    if not found:
        return Reply(problem="syntax", detail=message[:_LONGEST_MESSAGE])
    token = token_at(query, int(found[1]), int(found[2]))
    expected = _CHARACTERS.sub("", " ".join(found[3].split()))[:_LONGEST_MESSAGE]
    if token is None:
        told: dict[str, int | str | list[str]] = {"line": int(found[1]), "column": int(found[2])}
        return Reply(problem="syntax", detail=f"The query ends too early: {expected}", members=told)
    detail = f"«{token.text[:_LONGEST_MESSAGE]}» is not understood here: {expected}"
    return Reply(problem="syntax", detail=detail, members=dict(place(query, token.start)))


def open_stores(memory: ox.Store | None, held: Facts, snapshot: Path) -> Stores:
    """Open what of a snapshot is not in memory."""
    return Stores(memory, None if held == "all" else ox.Store.read_only(str(snapshot / "store")))
