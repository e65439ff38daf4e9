"""How things are connected: shortest paths between two, and edges between those that share something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, islice, pairwise

import networkx as nx

from queries.graph import Asking, Graph, Solutions

PATH = ["path", "step", "subject", "subjectLabel", "relationLabel", "object", "objectLabel", "confidence", "evidence"]
EDGES = ["one", "oneLabel", "other", "otherLabel", "weight", "first", "last", "confidence", "evidence"]
_KHCN = "https://w3id.org/khcn/ontology#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_THINGS = "https://w3id.org/khcn/id/"
_NATIONAL = f"{_THINGS}doc/vn/"
_REPORT = "https://w3id.org/khcn/vocabulary/document-kind/report"
_PROVINCE = "https://w3id.org/khcn/vocabulary/place-level/province"
_BATCH = 200  # things in one look-up
_MOST_PATHS = 10
_MOST_WORDS = 3  # pieces of evidence of one step or edge


@dataclass(slots=True)
class _Told:
    """A relation between two things: how surely it is told, when, and in which words."""

    confidence: float = 0.0
    days: set[str] = field(default_factory=set)
    evidence: dict[str, None] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)

    def tell(self, confidence: object, evidence: object, day: object = None) -> None:
        """Note one more place that tells it."""
        self.confidence = max(self.confidence, float(str(confidence or 0)))
        self.evidence[str(evidence)] = None
        self.days |= {str(day)} if day else set()

    @property
    def words(self) -> str:
        """A few pieces of its evidence."""
        return " ".join(islice(sorted(self.evidence), _MOST_WORDS))


Relations = dict[tuple[str, str, str], _Told]  # subject, relation, object


def path(columns: list[str], solutions: Solutions, asking: Asking) -> tuple[list[str], Solutions]:
    """The shortest paths between two things, a row for each step, those most surely told first.

    :param columns: subject, relation, object, confidence and evidence, of the relations around the first thing
    """
    start, goal = asking.iri("from"), asking.iri("to")
    relations = _between(columns, solutions, asking)
    view: nx.Graph[str] = nx.Graph()
    view.add_edges_from((s, o) for s, _, o in relations)
    if start == goal or not (start in view and goal in view and nx.has_path(view, start, goal)):
        return PATH, []
    if nx.shortest_path_length(view, start, goal) > int(asking.value("max_length")):
        return PATH, []
    routes = list(islice(nx.all_shortest_paths(view, start, goal), 100 * _MOST_PATHS))
    steps: dict[frozenset[str], list[tuple[str, str, str]]] = defaultdict(list)
    for relation in sorted(relations):
        steps[frozenset((relation[0], relation[2]))].append(relation)
    surest = sorted(routes, key=lambda route: (-_sureness(route, steps, relations), route))[:_MOST_PATHS]
    labels = _labels(asking, {thing for route in surest for thing in route})
    names = _names(asking, {p for _, p, _ in relations})
    rows: Solutions = []
    for number, route in enumerate(surest, 1):
        for step, ends in enumerate(pairwise(route), 1):
            for s, p, o in steps[frozenset(ends)]:
                told = relations[s, p, o]
                rows.append(
                    [number, step, s, labels.get(s), names.get(p, p), o, labels.get(o), told.confidence, told.words]
                )
    return PATH, rows


def _between(columns: list[str], solutions: Solutions, asking: Asking) -> Relations:
    """All relations met on the way from both ends, the smaller side first, until they meet or the way is too long."""
    ends = [asking.iri("from"), asking.iri("to")]
    avoided = _reports(asking.graph) - set(ends) if asking.value("without") in {"reports", "báo cáo"} else set()
    relations: Relations = {}
    seen = [{end} for end in ends]
    edge = [{end} for end in ends]
    for step in range(int(asking.value("max_length"))):
        side = 0 if not step or len(edge[0]) <= len(edge[1]) else 1
        rows = _told(columns, solutions) if not step else _around(asking, edge[side])
        met: set[str] = set()
        for s, p, o, confidence, evidence in rows:
            if s in avoided or o in avoided or not o.startswith(_THINGS):
                continue
            relations.setdefault((s, p, o), _Told()).tell(confidence, evidence)
            met |= {s, o}
        edge[side] = met - seen[side]
        seen[side] |= met
        if seen[0] & seen[1] or not edge[side]:
            break
    return relations


Row = tuple[str, str, str, object, object]


def _told(columns: list[str], solutions: Solutions) -> Iterator[Row]:
    at = [columns.index(c) for c in ("subject", "relation", "object", "confidence", "evidence")]
    for solution in solutions:
        s, p, o, confidence, evidence = (solution[i] for i in at)
        yield str(s), str(p), str(o), confidence, evidence


def _around(asking: Asking, things: Iterable[str]) -> Iterator[Row]:
    """The relations of some things, asked for as those of the first were."""
    ordered = sorted(things)
    for i in range(0, len(ordered), _BATCH):
        terms = asking.terms | {"from": " ".join(f"<{iri}>" for iri in ordered[i : i + _BATCH])}
        yield from _told(*asking.graph.select(asking.question.bind(terms)))


def _reports(graph: Graph) -> set[str]:
    _, rows = graph.select(
        f"SELECT DISTINCT ?d {{ ?d <{_KHCN}kind> <{_REPORT}> . GRAPH ?g {{ ?s <{_KHCN}sourceOf> ?d }} }}"
    )
    return {str(iri) for (iri,) in rows}


def _sureness(route: list[str], steps: dict[frozenset[str], list[tuple[str, str, str]]], relations: Relations) -> float:
    """How surely a path is told: as its least sure step."""
    pairs = (frozenset(pair) for pair in pairwise(route))
    return min(max(relations[relation].confidence for relation in steps[pair]) for pair in pairs)


def network(columns: list[str], solutions: Solutions, asking: Asking) -> tuple[list[str], Solutions]:
    """Edges of a projection, heaviest first.

    :param columns: subject, object, date, confidence and evidence of each relation that the projection is made of
    """
    told = [dict(zip(columns, solution, strict=True)) for solution in solutions]
    ends = [(str(r["subject"]), str(r["object"]), r["date"], r["confidence"], r["evidence"]) for r in told]
    projection = asking.value("projection")
    edges: dict[tuple[str, str], _Told] = defaultdict(_Told)
    if projection == "documents-by-basis":
        for s, o, day, confidence, evidence in ends:
            edges[s, o].tell(confidence, evidence, day)
            edges[s, o].shared.add(o)
    elif projection == "provinces-by-national-document":
        provinces = _provinces(asking.graph, {s for s, *_ in ends})
        shared = _national(asking.graph, {o for _, o, *_ in ends})
        national = ((s, n, d, c, e) for s, o, d, c, e in ends for n in shared.get(o, ()))
        _pair([(p, n, d, c, e) for s, n, d, c, e in national for p in provinces.get(s, ())], edges)
    else:
        _pair([(o, s, d, c, e) for s, o, d, c, e in ends], edges)
    labels = _labels(asking, {thing for pair in edges for thing in pair})
    rows: Solutions = []
    for (a, b), edge in sorted(edges.items(), key=lambda item: (-len(item[1].shared), item[0])):
        days = (min(edge.days, default=None), max(edge.days, default=None))
        rows.append([a, labels.get(a), b, labels.get(b), len(edge.shared), *days, edge.confidence, edge.words])
    return EDGES, rows


def _pair(belonging: Iterable[tuple[str, str, object, object, object]], edges: dict[tuple[str, str], _Told]) -> None:
    """Edges between all that belong to the same thing."""
    members: dict[str, dict[str, list[tuple[object, object, object]]]] = defaultdict(lambda: defaultdict(list))
    for member, whole, *rest in belonging:
        members[whole][member].append((rest[0], rest[1], rest[2]))
    for whole, told in members.items():
        for a, b in combinations(sorted(told), 2):
            edges[a, b].shared.add(whole)
            for day, confidence, evidence in (*told[a], *told[b]):
                edges[a, b].tell(confidence, evidence, day)


def _national(graph: Graph, things: Iterable[str]) -> dict[str, set[str]]:
    """The national document that each thing is, or that authorised it where it is a programme."""
    found = {thing: {thing} for thing in things if thing.startswith(_NATIONAL)}
    ordered = sorted(set(things) - set(found))
    for i in range(0, len(ordered), _BATCH):
        values = " ".join(f"<{iri}>" for iri in ordered[i : i + _BATCH])
        _, rows = graph.select(f"SELECT ?x ?d {{ VALUES ?x {{ {values} }} ?x <{_KHCN}authorisedBy> ?d }}")
        for thing, document in rows:
            if str(document).startswith(_NATIONAL):
                found.setdefault(str(thing), set()).add(str(document))
    return found


def _provinces(graph: Graph, things: Iterable[str]) -> dict[str, set[str]]:
    """The provinces of those who issued documents; a body that implements one is its own issuer."""
    found: dict[str, set[str]] = defaultdict(set)
    ordered = sorted(things)
    for i in range(0, len(ordered), _BATCH):
        values = " ".join(f"<{iri}>" for iri in ordered[i : i + _BATCH])
        _, rows = graph.select(
            f"""SELECT DISTINCT ?x ?province {{ VALUES ?x {{ {values} }}
              {{ ?x <{_KHCN}issuer> ?office . ?office <{_KHCN}location> ?seat }} UNION {{ ?x <{_KHCN}location> ?seat }}
              GRAPH <{_THINGS}graph/units> {{ ?seat <{_KHCN}within>* ?province .
                ?province <{_KHCN}unitLevel> <{_PROVINCE}> }} }}"""
        )
        for thing, province in rows:
            found[str(thing)].add(str(province))
    return found


def _labels(asking: Asking, things: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    ordered = sorted(things)
    for i in range(0, len(ordered), _BATCH):
        values = " ".join(f"<{iri}>" for iri in ordered[i : i + _BATCH])
        _, rows = asking.graph.select(
            f"""SELECT ?x ?label {{ VALUES ?x {{ {values} }}
              {{ ?x <{_LABEL}> ?label }} UNION {{ GRAPH <{_THINGS}graph/units> {{ ?x <{_LABEL}> ?label }} }}
              FILTER(LANG(?label) != "en") }} ORDER BY ?x ?label"""
        )
        for iri, label in rows:
            found.setdefault(str(iri), str(label))
    return found


def _names(asking: Asking, relations: Iterable[str]) -> dict[str, str]:
    values = " ".join(f"<{iri}>" for iri in sorted(relations))
    _, rows = asking.graph.select(
        f"""SELECT ?p ?label {{ GRAPH <{_THINGS}graph/ontology> {{ VALUES ?p {{ {values} }} ?p <{_LABEL}> ?label }}
          FILTER(LANG(?label) = "{asking.language}") }}"""
    )
    return {str(p): str(label) for p, label in rows}
