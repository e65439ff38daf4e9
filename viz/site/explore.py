"""The network explorer: what surrounds a thing, and how two things are connected; as a picture, a table and data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import msgspec
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.endpoint.problems import Problem
from kg.networks import as_gexf, as_graphml
from queries.graph import Graph
from queries.resolve import Candidate, find
from viz.neighbourhood import (
    HUB,
    KINDS,
    LONGEST,
    MOST,
    WIDEST,
    Neighbourhood,
    Relation,
    as_network,
    closest,
    connections,
    neighbourhood,
    routes,
)
from viz.shown import shown
from viz.site.browsercode import is_built, said
from viz.site.thing_terms import terms
from viz.site.visit import NAMESPACE, Visit, page

_LIMITS = (50, 200, 500, 1000)
_DEEPEST = 3
_MOST_ENDS = 50  # things whose surroundings are asked for at once
_CANDIDATES = 30  # shown when several things may be meant
_WORDS = (
    "expanding", "told", "cut", "picture", "pin", "unpin", "label", "unlabel", "words", "unreachable", "from-year",
    "to-year",
)  # fmt: skip
_FILES = {"graphml": (as_graphml, "application/graphml+xml"), "gexf": (as_gexf, "application/gexf+xml")}


@dataclass
class Asked:
    """What an address asks for: things by what was typed, and how far around them.

    :ivar meant: the things that are meant by ``thing``, and by ``to``
    :ivar open: for a parameter that may mean several things or none: the candidates
    """

    meant: dict[str, list[str]] = field(default_factory=dict)
    open: dict[str, list[Candidate]] = field(default_factory=dict)
    depth: int = 1
    limit: int = 200
    kinds: list[str] = field(default_factory=list)
    longest: int = 6


def explore(visit: Visit) -> Response:
    """The page: a form, the picture, and the same as a table."""
    asked = _asked(visit)
    found = _found(visit, asked)
    start, end = (asked.meant.get(name, [""])[0] for name in ("thing", "to"))
    values: dict[str, Any] = {
        "asked": asked, "found": found, "start": start, "end": end, "kinds": KINDS, "limits": _LIMITS,
        "routes": routes(found, start, end) if found and end else [], "name": _names(visit), "is_built": is_built(),
        "longest": LONGEST, "hub": HUB, "widest": WIDEST, "candidates": _CANDIDATES, "words_of": _words_of,
        "download": _download(visit, asked), "day": lambda when: shown(when, visit.language),
    }  # fmt: skip
    values["rows"] = sorted(found.relations, key=lambda r: _order(found, r)) if found else []
    return visit.render("explore.html", data=_data(visit, found, asked), **values)


def api_graph(visit: Visit) -> Response:
    """The neighbourhood as JSON, GraphML or GEXF."""
    return _sent(visit, connect=False)


def api_paths(visit: Visit) -> Response:
    """The shortest connections between ``from`` and ``to`` as JSON, GraphML or GEXF; ``paths`` lists their steps."""
    return _sent(visit, connect=True)


def _sent(visit: Visit, connect: bool) -> Response:
    asked = _asked(visit)
    if connect and "to" not in asked.meant:
        raise Problem("parameter", "from and to are needed: the addresses of two things, or what they are called.")
    found = _found(visit, asked)
    if found is None:
        given = {name: [{"iri": c.iri, "label": c.label} for c in several] for name, several in asked.open.items()}
        raise Problem("parameter", "thing is needed: its address, or what it is called.", candidates=given)
    form = visit.parameters.get("format", "json")
    if form in _FILES:
        write, media = _FILES[form]
        name = {"Content-Disposition": f'attachment; filename="network.{form}"'}
        return visit.send(write(as_network(found, _predicates(visit, found))), media, headers=name)
    told = found.to_json() | {"snapshot": visit.graph.snapshot, "names": _predicates(visit, found)}
    if connect:
        ends = (asked.meant["thing"][0], asked.meant["to"][0])
        told["paths"] = [[{"by": r.key, "to": iri} for r, iri in path] for path in routes(found, *ends)]
    return visit.send(msgspec.json.encode(told), "application/json")


def _asked(visit: Visit) -> Asked:
    given = visit.request.query_params
    asked = Asked(kinds=[kind for kind in given.getlist("kinds") if kind in KINDS])
    asked.depth = _within(visit, "depth", 1, _DEEPEST, 1)
    asked.limit = _within(visit, "limit", 2, MOST, 200)
    asked.longest = _within(visit, "max_length", 1, LONGEST, 6)
    for name, typed in (("thing", [*given.getlist("thing"), *given.getlist("from")]), ("to", given.getlist("to"))):
        if len(typed) > _MOST_ENDS:
            raise Problem("parameter", f"{name} may be given {_MOST_ENDS} times.", parameter=name)
        for text in dict.fromkeys(t.strip() for t in typed if t.strip()):
            _mean(visit.graph, asked, name, text)
    return asked


def _within(visit: Visit, name: str, least: int, most: int, default: int) -> int:
    """A number of the address."""
    given = visit.parameters.get(name, str(default))
    if not given.isdecimal() or len(given) > len(str(most)) or not least <= int(given) <= most:
        raise Problem("parameter", f"{name} is a number from {least} to {most}.", parameter=name)
    return int(given)


def _mean(graph: Graph, asked: Asked, name: str, text: str) -> None:
    """Take what was typed for the one thing that it means; keep the candidates if there are several, or none."""
    candidates = find(graph, "thing", text)
    if len(candidates) == 1:
        asked.meant.setdefault(name, []).append(candidates[0].iri)
    else:
        asked.open[name] = candidates


def _found(visit: Visit, asked: Asked) -> Neighbourhood | None:
    """What is asked for; nothing if it is not clear what that is."""
    if asked.open or "thing" not in asked.meant:
        return None
    things, graph, language = asked.meant["thing"], visit.graph, visit.language
    if "to" in asked.meant:
        found = connections(graph, things[0], asked.meant["to"][0], asked.longest, language=language)
    else:
        found = neighbourhood(graph, things, asked.depth, asked.kinds, asked.limit, language)
    found.relations = closest(found.relations, terms(graph).upward)
    return found


def _order(found: Neighbourhood, relation: Relation) -> tuple[str, str, str]:
    return found.things[relation.start].label, relation.predicate, found.things[relation.end].label


def _names(visit: Visit) -> Any:
    known = terms(visit.graph)
    return lambda predicate: known.name(predicate, visit.language)


def _predicates(visit: Visit, found: Neighbourhood) -> dict[str, str]:
    name = _names(visit)
    return {predicate: name(predicate) for predicate in sorted({r.predicate for r in found.relations})}


def _words_of(visit: Visit, evidence: str) -> str:
    """Where the words of an evidence IRI stand in the text of their source."""
    source, _, place = evidence.partition("#char=")
    return f"{visit.address(source)}#w{place.replace(',', '-')}"


def _download(visit: Visit, asked: Asked) -> Any:
    """Addresses of the same as data, by format."""
    path = "/api/paths" if "to" in asked.meant else "/api/graph"
    told = [(name, value) for name, value in visit.request.query_params.multi_items() if name not in ("lang", "format")]
    return lambda form: f"{visit.url(path)}{'&' if '?' in visit.url(path) else '?'}{_encoded(told, form)}"


def _encoded(told: list[tuple[str, str]], form: str) -> str:
    return urlencode([*told, ("format", form)])


def _data(visit: Visit, found: Neighbourhood | None, asked: Asked) -> dict[str, Any]:
    """What the script needs."""
    words = said(visit, "explore", _WORDS) | {kind: visit.say(f"explore.kind-{kind}") for kind in KINDS}
    return {
        "words": words, "lang": visit.language, "root": visit.request.scope["root_path"], "namespace": NAMESPACE,
        "things": asked.meant.get("thing", []), "to": asked.meant.get("to", []),
        "network": _drawn(visit, found) if found else None, "kinds": KINDS,
    }  # fmt: skip


def _drawn(visit: Visit, found: Neighbourhood) -> dict[str, Any]:
    """What is drawn; words and sources stand in the table already."""
    edges = [{"start": r.start, "end": r.end, "predicate": r.predicate, "when": r.when} for r in found.relations]
    return {"nodes": found.to_json()["nodes"], "edges": edges, "names": _predicates(visit, found)}


ROUTES: list[BaseRoute] = [
    Route("/explore", page(explore)),
    Route("/api/graph", page(api_graph)),
    Route("/api/paths", page(api_paths)),
]
