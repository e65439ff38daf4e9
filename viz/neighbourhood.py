"""What surrounds a thing, and how two things are connected: asserted relations with the words that say them.

All is asked in batches by subject and object of statements, so that it stays quick in a graph of millions of quads.
Through some things nothing is told: everything lies in a province, and a report tells of everything. Searches do not
walk through places, reports and hubs (:data:`HUB`), unless they begin or end there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.networks import kind_of, legible
from kg.store import PREFIXES
from ontology.terms import KHCN
from queries.answer import Value
from queries.catalogue import Language
from queries.graph import Graph

if TYPE_CHECKING:
    from kg.networks import Network

THINGS = PREFIXES["id"]
KINDS = (
    "doc", "project", "programme", "org", "person", "unit", "place", "activity", "event", "effect", "funding",
    "membership", "standard",
)  # fmt: skip
"""Kinds of things, by the first step of their addresses."""
MOST = 2_000  # things in one picture
LONGEST = 8  # steps of a connection
WIDEST = 20_000  # things that a search reaches before it gives up
HUB = 300  # relations beyond which a search does not walk through a thing
_ROWS = 12  # statements read for each thing that may be shown
_BATCH = 200  # things in one look-up
_PROLOGUE = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("khcn", "rdf", "rdfs", "skos", "graph"))
_SIDE = """{{ VALUES ?x {{ {things} }} GRAPH ?g {{
    ?st rdf:{here} ?x ; rdf:{there} ?y ; rdf:predicate ?p ; khcn:evidence ?e
      OPTIONAL {{ ?st khcn:confidence ?c }} }}
  FILTER(ISIRI(?y) && {kept}) BIND(?{s} AS ?s) BIND(?{o} AS ?o) }}"""
_REPORT = "https://w3id.org/khcn/vocabulary/document-kind/report"


@dataclass(slots=True)
class Thing:
    """A node: what it is called, its kind (first step of its address), its day or year; ``is_report`` of documents."""

    iri: str
    label: str = ""
    kind: str = ""
    when: str = ""
    is_report: bool = False


@dataclass(slots=True)
class Relation:
    """An edge: who says it (evidence IRIs, documents), since when, how sure the reading is (0 to 1)."""

    start: str
    end: str
    predicate: str
    evidence: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    confidence: float = 0.0
    when: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it one relation, whoever says it."""
        return self.start, self.predicate, self.end

    def other(self, iri: str) -> str:
        """The end that is not this one."""
        return self.end if iri == self.start else self.start


@dataclass(slots=True)
class Neighbourhood:
    """Things and relations; ``cut`` if there are more than the limit let in."""

    things: dict[str, Thing] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    cut: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain values: ``nodes``, ``edges``, ``cut``."""
        edges = [asdict(relation) for relation in self.relations]
        return {"nodes": [asdict(thing) for thing in self.things.values()], "edges": edges, "cut": self.cut}


def neighbourhood(
    graph: Graph,
    things: Collection[str],
    depth: int = 1,
    kinds: Collection[str] = (),
    limit: int = 200,
    language: Language = "vi",
) -> Neighbourhood:
    """What lies within so many steps of some things, relations among what is found included.

    :param kinds: only things of these kinds; of all if empty
    :param limit: how many things at most; nearer ones come first
    :param language: of what has no name of its own, an event for instance, and is called by its concept
    """
    found = dict.fromkeys(things)
    frontier, cut = list(found), False
    for step in range(depth):
        walked = frontier if step == 0 else _walkable(graph, frontier)
        near, all_read = _relations(graph, walked, kinds, limit * _ROWS)
        reached = list(dict.fromkeys(iri for r in near for iri in (r.start, r.end) if iri not in found))
        cut = cut or not all_read or len(found) + len(reached) > limit
        frontier = reached[: limit - len(found)]
        found |= dict.fromkeys(frontier)
        if not frontier:
            break
    among, all_read = _relations(graph, list(found), (), limit * _ROWS * 2, sides=("subject",))
    cut = cut or not all_read
    relations = [r for r in among if r.start in found and r.end in found]
    return _described(graph, Neighbourhood({iri: Thing(iri) for iri in found}, relations, cut), language)


def connections(
    graph: Graph, start: str, end: str, longest: int = 6, most: int = 20, language: Language = "vi"
) -> Neighbourhood:
    """The shortest connections between two things: all that are equally short, but no more than ``most``.

    Searched from both ends at once, always on from the end that has reached fewer things. Empty if there is none of at
    most ``longest`` steps; ``cut`` if there are more than ``most``, or if the search gave up (:data:`WIDEST`).
    """
    seen = {start: {start}, end: {end}}
    frontiers = {start: [start], end: [end]}
    ways: dict[tuple[str, str, str], Relation] = {}
    wide = False
    for _ in range(longest if start != end else 0):
        side, other = sorted(frontiers, key=lambda s: len(frontiers[s]))
        near = [r for r in _relations(graph, frontiers[side], (), None)[0] if r.predicate != KHCN.mayBe]
        ways |= {relation.key: relation for relation in near}
        reached = dict.fromkeys(iri for r in near for iri in (r.start, r.end) if iri not in seen[side])
        frontiers[side] = _walkable(graph, [iri for iri in reached if iri != other])
        seen[side] |= {*frontiers[side], *(reached.keys() & {other})}
        wide = sum(map(len, seen.values())) > WIDEST
        if seen[start] & seen[end] or not frontiers[side] or wide:
            break
    gave_up = wide and not seen[start] & seen[end]
    walked = [way for way in ways.values() if {way.start, way.end} <= seen[start] | seen[end]]
    found = _shortest(graph, walked, start, end, most, language)
    found.cut = found.cut or gave_up
    return found


def _shortest(
    graph: Graph, ways: Iterable[Relation], start: str, end: str, most: int, language: Language
) -> Neighbourhood:
    """The shortest of the ways that were walked, as things and relations."""
    walked: nx.MultiGraph[str] = nx.MultiGraph()
    walked.add_nodes_from((start, end))
    for way in ways:
        walked.add_edge(way.start, way.end, relation=way)
    if start == end or not nx.has_path(walked, start, end):
        return _described(graph, Neighbourhood({iri: Thing(iri) for iri in (start, end)}), language)
    things: dict[str, Thing] = {}
    relations: dict[tuple[str, str, str], Relation] = {}
    cut = False
    for number, path in enumerate(nx.all_shortest_paths(nx.Graph(walked), start, end)):
        if number >= most:
            cut = True
            break
        things |= {iri: Thing(iri) for iri in path if iri not in things}
        for one, other in pairwise(path):
            relations |= {d["relation"].key: d["relation"] for d in walked.get_edge_data(one, other).values()}
    return _described(graph, Neighbourhood(things, list(relations.values()), cut), language)


def routes(found: Neighbourhood, start: str, end: str) -> list[list[tuple[Relation, str]]]:
    """Connections as steps: each a relation and the thing that it leads to."""
    view: nx.Graph[str] = nx.Graph()
    for relation in found.relations:
        view.add_edge(relation.start, relation.end)
    by_ends: dict[frozenset[str], list[Relation]] = {}
    for relation in found.relations:
        by_ends.setdefault(frozenset((relation.start, relation.end)), []).append(relation)
    if start not in view or end not in view or start == end:
        return []
    paths = nx.all_shortest_paths(view, start, end)
    return [[(by_ends[frozenset(s)][0], s[1]) for s in pairwise(path)] for path in paths]


def _relations(
    graph: Graph,
    things: list[str],
    kinds: Collection[str],
    most: int | None,
    sides: tuple[str, ...] = ("subject", "object"),
) -> tuple[list[Relation], bool]:
    """Relations that have one of these things at an end, and whether they are all: ``most`` statements are read."""
    found: dict[tuple[str, str, str], Relation] = {}
    left = most
    for i in range(0, len(things), _BATCH):
        if left is not None and left <= 0:
            break
        rows = _statements(graph, things[i : i + _BATCH], kinds, left, sides)
        left = None if left is None else left - len(rows)
        for start, predicate, end, source, evidence, confidence in rows:
            relation = Relation(str(start), str(end), str(predicate))
            relation = found.setdefault(relation.key, relation)
            relation.confidence = max(relation.confidence, float(confidence or 0))
            for said, into in ((evidence, relation.evidence), (source, relation.sources)):
                if str(said) not in into:
                    into.append(str(said))
    return list(found.values()), left is None or left > 0


def _statements(
    graph: Graph, things: list[str], kinds: Collection[str], most: int | None, sides: tuple[str, ...]
) -> list[list[Value]]:
    kept = " || ".join(f'STRSTARTS(STR(?y), "{THINGS}{kind}/")' for kind in kinds) or f'STRSTARTS(STR(?y), "{THINGS}")'
    values = " ".join(f"<{iri}>" for iri in things)
    ends = {"subject": ("subject", "object", "x", "y"), "object": ("object", "subject", "y", "x")}
    parts = [
        _SIDE.format(things=values, kept=f"({kept})", here=here, there=there, s=s, o=o)
        for here, there, s, o in (ends[side] for side in sides)
    ]
    limit = "" if most is None else f" LIMIT {most}"
    return graph.select(f"{_PROLOGUE}SELECT ?s ?p ?o ?g ?e ?c {{ {' UNION '.join(parts)} }}{limit}")[1]


def _walkable(graph: Graph, things: list[str]) -> list[str]:
    """The things that a search may walk through."""
    near = [iri for iri in things if kind_of(iri) not in ("unit", "place")]
    barred: set[str] = set()
    for i in range(0, len(near), _BATCH):
        values = " ".join(f"<{iri}>" for iri in near[i : i + _BATCH])
        _, rows = graph.select(
            f"""{_PROLOGUE}SELECT ?x {{ VALUES ?x {{ {values} }}
              {{ ?x khcn:kind <{_REPORT}> }} UNION
              {{ SELECT ?x {{ VALUES ?x {{ {values} }} GRAPH ?g {{ ?st rdf:object ?x }} }}
                 GROUP BY ?x HAVING(COUNT(*) > {HUB}) }} }}"""
        )
        barred |= {str(iri) for (iri,) in rows}
    return [iri for iri in near if iri not in barred]


def _described(graph: Graph, found: Neighbourhood, language: Language) -> Neighbourhood:
    """Give things their names and days, relations the day of the act or of the document that tells them."""
    for iri, thing in found.things.items():
        thing.kind, thing.label = kind_of(iri), iri.removeprefix(THINGS)
    ordered = list(found.things)
    for i in range(0, len(ordered), _BATCH):
        _describe(graph, found, ordered[i : i + _BATCH], language)
    days = _days(graph, sorted({source for r in found.relations for source in r.sources}))
    for relation in found.relations:
        ends = [found.things[iri] for iri in (relation.start, relation.end) if iri in found.things]
        acts = [t.when for t in ends if t.kind == "doc" and t.when]
        told = [days[s] for s in relation.sources if s in days]
        relation.when = max(acts, default="") or min(told, default="")
    return found


def _describe(graph: Graph, found: Neighbourhood, things: list[str], language: Language) -> None:
    values = " ".join(f"<{iri}>" for iri in things)
    _, rows = graph.select(
        f"""{_PROLOGUE}SELECT ?x ?label ?when ?report ?called ?words {{ VALUES ?x {{ {values} }}
          OPTIONAL {{ ?x rdfs:label ?label FILTER(LANG(?label) != "en") }}
          OPTIONAL {{ ?x khcn:date|khcn:eventDate|khcn:periodStart|khcn:year ?when }}
          OPTIONAL {{ ?x khcn:kind ?report FILTER(?report = <{_REPORT}>) }}
          OPTIONAL {{ ?x khcn:stage|khcn:effectType ?concept
            GRAPH graph:vocabulary {{ ?concept skos:prefLabel ?called FILTER(LANG(?called) = "{language}") }} }}
          OPTIONAL {{ ?x rdfs:comment|khcn:valueText ?words }} }}"""
    )
    for iri, label, when, report, called, words in rows:
        thing = found.things[str(iri)]
        thing.label = str(label or called or words or thing.label)
        thing.when = max(thing.when, str(when or ""), key=len)
        thing.is_report = thing.is_report or report is not None


def _days(graph: Graph, sources: list[str]) -> dict[str, str]:
    """The day or year of each source graph's document."""
    found: dict[str, str] = {}
    for i in range(0, len(sources), _BATCH):
        values = " ".join(f"<{iri}>" for iri in sources[i : i + _BATCH])
        _, rows = graph.select(
            f"""{_PROLOGUE}SELECT ?g ?when {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?source khcn:sourceOf ?d }}
              ?d khcn:date|khcn:year ?when }}"""
        )
        for source, when in rows:
            found[str(source)] = max(found.get(str(source), ""), str(when), key=len)
    return found


def closest(relations: list[Relation], upward: Callable[[str], Collection[str]]) -> list[Relation]:
    """Relations without those that a closer one between the same things implies: what is a basis is also cited.

    :param upward: a property and all above it
    """
    implied: dict[tuple[str, str], set[str]] = defaultdict(set)
    for r in relations:
        implied[r.start, r.end] |= set(upward(r.predicate)) - {r.predicate}
    return [r for r in relations if r.predicate not in implied[r.start, r.end]]


def as_network(found: Neighbourhood, names: dict[str, str]) -> Network:
    """The same for networkx and its formats; ``names`` of predicates become labels of edges."""
    view: Network = nx.MultiDiGraph()
    for thing in found.things.values():
        view.add_node(thing.iri, label=legible(thing.label), kind=thing.kind, when=thing.when)
    for relation in found.relations:
        name = legible(names.get(relation.predicate, relation.predicate))
        told = {"relation": name, "predicate": relation.predicate, "when": relation.when}
        weights = {"sources": len(relation.sources), "confidence": relation.confidence}
        view.add_edge(relation.start, relation.end, key=relation.predicate, **told, **weights)
    return view
