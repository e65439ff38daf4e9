"""The graph as networkx graphs, for people who explore and for the formats that Gephi and others read.

:func:`things` is the graph of things itself. A projection tells how things of one kind hang together through things of
another: organisations by the tasks that they do together, provinces by the national documents that both rest on.
Every edge has ``weight`` (how often), ``first`` and ``last`` (ISO days of the documents that say so; empty if not
told) and ``confidence``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Protocol

import networkx as nx

from kg.store import PREFIXES
from ontology.terms import KHCN

if TYPE_CHECKING:
    from kg.store import Value

    Network = nx.MultiDiGraph[str]


class Graph(Protocol):
    """A graph that answers SPARQL SELECT."""

    def select(self, sparql: str) -> tuple[list[str], list[list[Value]]]:
        """Names of the variables, and one list of plain values a solution."""
        ...


_THINGS = "https://w3id.org/khcn/id/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_BATCH = 500  # things in one look-up
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_RELATIONS = f"""
SELECT ?s ?p ?o (COUNT(DISTINCT ?g) AS ?sources) (MAX(?c) AS ?confidence) (MIN(STR(?day)) AS ?first)
       (MAX(STR(?day)) AS ?last) {{
  GRAPH ?g {{
    ?statement <{_RDF}subject> ?s ; <{_RDF}predicate> ?p ; <{_RDF}object> ?o .
    OPTIONAL {{ ?statement <{KHCN.confidence}> ?c }}
  }}
  OPTIONAL {{ GRAPH ?g {{ ?source <{KHCN.sourceOf}> ?document }} ?document <{KHCN.date}> ?day }}
  FILTER(STRSTARTS(STR(?o), "{_THINGS}"))
}} GROUP BY ?s ?p ?o ORDER BY ?s ?p ?o
"""


def things(graph: Graph, *, with_reports: bool = False) -> Network:
    """Things as nodes, asserted relations as edges; evidence is no part of it.

    A report tells of everything, so that through it everything is near everything: reports are left out unless
    asked for. Nodes have ``label`` and ``kind`` (first step of the address), edges ``relation``; their ``weight`` is
    how many documents say so, ``first`` and ``last`` are the days of those documents, ``confidence`` is the highest.
    """
    _, relations = graph.select(_RELATIONS)
    left_out = set() if with_reports else _reports(graph)
    view: Network = nx.MultiDiGraph()
    for subject, predicate, thing, sources, confidence, first, last in relations:
        if subject in left_out or thing in left_out:
            continue
        relation = str(predicate).rpartition("#")[2].rpartition("/")[2]
        view.add_edge(
            str(subject),
            str(thing),
            key=relation,
            relation=relation,
            weight=int(sources or 0),
            confidence=float(confidence or 0.0),
            first=str(first or ""),
            last=str(last or ""),
        )
    _describe(view, graph)
    return view


@dataclass(frozen=True, slots=True)
class Projection:
    """How things are tied to one another.

    :ivar ties: SPARQL that binds ``?actor ?through ?g ?c``: two actors with one ``?through`` are tied, as source graph
        ``?g`` says with confidence ``?c``; if ``directed``, ``?actor`` itself is tied to ``?through``
    :ivar wording: what an edge means, in Vietnamese and English
    """

    ties: str
    wording: dict[str, str]
    directed: bool = False


def _said(subject: str, predicates: str, thing: str) -> str:
    """A pattern: statements with these variables as subject and object, and their confidence ``?c``."""
    return f"""VALUES ?p {{ {predicates} }} GRAPH ?g {{
      ?st rdf:subject {subject} ; rdf:predicate ?p ; rdf:object {thing} . OPTIONAL {{ ?st khcn:confidence ?c }} }}"""


PROJECTIONS = {
    "organisations-by-task": Projection(
        _said("?through", "khcn:host khcn:partner", "?actor"),
        {"vi": "cùng chủ trì hoặc phối hợp một nhiệm vụ", "en": "host or partner of one task"},
    ),
    "people-by-task": Projection(
        _said("?through", "khcn:lead", "?actor"),
        {"vi": "cùng chủ nhiệm một nhiệm vụ", "en": "lead one task"},
    ),
    "documents-by-basis": Projection(
        _said("?actor", "khcn:hasBasis", "?through"),
        {"vi": "căn cứ", "en": "has as its basis"},
        directed=True,
    ),
    "provinces-by-national-document": Projection(
        f"""{_said("?resting", "khcn:hasBasis khcn:implements", "?on")}
  {{ BIND(?on AS ?through) }} UNION {{ ?on khcn:authorisedBy ?through
    FILTER(!STRSTARTS(STR(?on), "{_THINGS}doc/vn/")) }}
  FILTER(STRSTARTS(STR(?through), "{_THINGS}doc/vn/"))
  {{ ?resting khcn:issuer ?office . ?office khcn:location ?seat }} UNION {{ ?resting khcn:location ?seat }}
  GRAPH graph:units {{ ?seat khcn:within* ?actor .
    ?actor khcn:unitLevel <https://w3id.org/khcn/vocabulary/place-level/province> }}""",
        {
            "vi": "văn bản, cơ quan của hai tỉnh cùng căn cứ hoặc thực hiện một văn bản trung ương",
            "en": "documents or bodies of both rest on, or carry out, one national document",
        },
    ),
}
"""The named projections, those of the question ``network``."""
_PROLOGUE = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("khcn", "rdf", "rdfs", "graph"))


def network(graph: Graph, projection: str | None = None, *, with_reports: bool = False) -> Network:
    """The graph of things, or one of the :data:`PROJECTIONS`.

    Edges of a projection also have ``through``: the addresses of what ties the two ends, separated by spaces, and
    ``through_labels``. Undirected ties are given once, from the lesser address to the greater.

    :raises KeyError: there is no such projection
    """
    if projection is None:
        return things(graph, with_reports=with_reports)
    chosen = PROJECTIONS[projection]
    _, rows = graph.select(
        f"""{_PROLOGUE}SELECT ?actor ?through (MIN(STR(?day)) AS ?first) (MAX(STR(?day)) AS ?last)
        (MAX(?c) AS ?confidence) {{ {chosen.ties}
          OPTIONAL {{ GRAPH ?g {{ ?source khcn:sourceOf ?document }} ?document khcn:date ?day }} }}
        GROUP BY ?actor ?through ORDER BY ?actor ?through"""
    )
    ties = [
        (str(a), str(t), str(first or ""), str(last or ""), float(c or 0))
        for a, t, first, last, c in rows
        if a and str(a).startswith(_THINGS)
    ]
    view: Network = nx.MultiDiGraph()
    for start, end, tie in _pairs(ties, chosen.directed):
        _tie(view, start, end, tie)
    _describe(view, graph)
    _label_ties(view, graph)
    return view


Tie = tuple[str, str, str, float]  # through what, first, last, confidence


def _pairs(ties: list[tuple[str, str, str, str, float]], directed: bool) -> Iterator[tuple[str, str, Tie]]:
    """Who is tied to whom, once for each thing that ties them."""
    if directed:
        yield from ((actor, thing, (thing, first, last, c)) for actor, thing, first, last, c in ties)
        return
    by_thing: dict[str, list[tuple[str, str, str, float]]] = defaultdict(list)
    for actor, thing, first, last, confidence in ties:
        by_thing[thing].append((actor, first, last, confidence))
    for thing, actors in by_thing.items():
        for one, other in combinations(actors, 2):
            days = sorted(day for day in (*one[1:3], *other[1:3]) if day)
            yield one[0], other[0], (thing, days[0] if days else "", days[-1] if days else "", min(one[3], other[3]))


def _tie(view: Network, start: str, end: str, tie: Tie) -> None:
    """Add to the one edge between two things."""
    through, first, last, confidence = tie
    told = view.get_edge_data(start, end, key="tie")
    if told is None:
        empty = {"weight": 0, "first": first, "last": last, "confidence": 0.0, "through": ""}
        view.add_edge(start, end, key="tie", **empty)
        told = view.get_edge_data(start, end, key="tie")
    told["weight"] += 1
    told["first"] = min(filter(None, (told["first"], first)), default="")
    told["last"] = max(told["last"], last)
    told["confidence"] = max(told["confidence"], confidence)
    told["through"] = f"{told['through']} {through}".strip()


def _label_ties(view: Network, graph: Graph) -> None:
    """What ties two things, by its names."""
    names = _labels(graph, {iri for *_, told in view.edges(data=True) for iri in told["through"].split()})
    for *_, told in view.edges(data=True):
        told["through_labels"] = "; ".join(names.get(iri, iri.removeprefix(_THINGS)) for iri in told["through"].split())


def _labels(graph: Graph, things: Iterable[str]) -> dict[str, str]:
    """Things by their names; of several names the first in order."""
    found: dict[str, str] = {}
    ordered = sorted(things)
    for i in range(0, len(ordered), _BATCH):
        values = " ".join(f"<{iri}>" for iri in ordered[i : i + _BATCH])
        pattern = f'VALUES ?x {{ {values} }} ?x <{_LABEL}> ?label FILTER(LANG(?label) != "en")'
        for iri, label in sorted(graph.select(f"SELECT ?x ?label {{ {pattern} }}")[1], key=str):
            found.setdefault(str(iri), legible(str(label)))
    return found


def _reports(graph: Graph) -> set[str]:
    _, rows = graph.select(
        f"""SELECT DISTINCT ?d {{ GRAPH ?g {{ ?s <{KHCN.sourceOf}> ?d }}
          ?d <{KHCN.kind}> <https://w3id.org/khcn/vocabulary/document-kind/report> }}"""
    )
    return {str(iri) for (iri,) in rows}


def _describe(view: Network, graph: Graph) -> None:
    """Give every node its label and kind; a thing without a label is shown by its path."""
    names = _labels(graph, view)
    for iri, data in view.nodes(data=True):
        data["label"] = names.get(iri, iri.removeprefix(_THINGS))
        data["kind"] = kind_of(iri)


def kind_of(iri: str) -> str:
    """The first step of a thing's path: doc, org, project, unit, ..."""
    return iri.removeprefix(_THINGS).partition("/")[0]


def legible(text: str) -> str:
    """Text without what XML cannot hold, which a hostile or broken source may tell."""
    return "".join(
        c for c in text if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )


def as_graphml(view: Network) -> str:
    """GraphML text."""
    return "\n".join(_lines(nx.generate_graphml(view))) + "\n"


def as_gexf(view: Network) -> str:
    """GEXF 1.2 text, which Gephi reads."""
    return "\n".join(_lines(nx.generate_gexf(view))) + "\n"


def _lines(lines: Iterable[object]) -> list[str]:
    return [str(line) for line in lines]
