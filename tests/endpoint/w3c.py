"""Reads the W3C's test manifests, and compares results as the specifications say."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
BASE = "http://w3c.test/"


@dataclass
class Test:
    __test__ = False
    name: str
    kind: str
    query: Path
    data: list[Path] = field(default_factory=list)
    graphs: dict[str, Path] = field(default_factory=dict)
    result: Path | None = None
    lax: bool = False
    service: bool = False


def manifests(root: Path, start: Path) -> Iterator[Path]:
    """A manifest and those that it includes."""
    graph = parsed(root, start)
    yield start
    for listed in graph.objects(None, MF.include):
        for other in Collection(graph, listed):
            yield from manifests(root, file(root, other))


def parsed(root: Path, path: Path) -> Graph:
    return Graph().parse(path, format="turtle", publicID=address(root, path))


def address(root: Path, path: Path) -> str:
    return BASE + path.relative_to(root).as_posix()


def file(root: Path, iri: Node) -> Path:
    return root / str(iri).removeprefix(BASE)


def tests(root: Path, manifest: Path) -> Iterator[Test]:
    """The query tests of a manifest."""
    graph = parsed(root, manifest)
    for listed in graph.objects(None, MF.entries):
        for entry in Collection(graph, listed):
            kind = str(graph.value(entry, RDF.type)).removeprefix(str(MF))
            if kind.startswith(("QueryEvaluation", "CSV", "PositiveSyntax", "NegativeSyntax")):
                yield _test(root, graph, entry, kind, manifest)


def _test(root: Path, graph: Graph, entry: Node, kind: str, manifest: Path) -> Test:
    name = f"{manifest.parent.parent.name}/{manifest.parent.name}/{str(entry).rpartition('#')[2]}"
    action = graph.value(entry, MF.action)
    if isinstance(action, URIRef):
        query, data, graphs = action, [], {}
    else:
        query = graph.value(action, QT.query)
        data = [file(root, d) for d in graph.objects(action, QT.data)]
        graphs = dict(_named(root, graph, action))
    result = graph.value(entry, MF.result)
    return Test(
        name, kind, file(root, query), data, graphs,
        file(root, result) if isinstance(result, URIRef) else None,
        graph.value(entry, MF.resultCardinality) == MF.LaxCardinality,
        any(graph.objects(action, QT.serviceData)),
    )  # fmt: skip


def _named(root: Path, graph: Graph, action: Node) -> Iterator[tuple[str, Path]]:
    for named in graph.objects(action, QT.graphData):
        if isinstance(named, URIRef):
            yield str(named), file(root, named)
        else:
            yield str(graph.value(named, RDFS.label)), file(root, graph.value(named, QT.graph))


def load(root: Path, tests: Iterable[Test]) -> set[str]:
    """N-Quads of all files that tests speak of: each a named graph, called by its address or its label."""
    wanted: set[tuple[str, Path]] = set()
    for test in tests:
        wanted |= {(address(root, path), path) for path in [*test.data, *test.graphs.values()]}
        wanted |= set(test.graphs.items())
        wanted |= {(address(root, p), p) for p in test.query.parent.glob("data*.ttl")}
    lines: set[str] = set()
    for iri, path in wanted:
        for quad in triples(path, address(root, path)):
            lines.add(f"{ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(iri))} .\n")
    return lines


def triples(path: Path, base: str) -> list[ox.Quad]:
    rdf = {".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}.get(path.suffix, ox.RdfFormat.TURTLE)
    return list(ox.parse(path=str(path), format=rdf, base_iri=base, rename_blank_nodes=True))


_FORMATS = {
    ".srx": ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
    ".srj": ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
    ".tsv": ("text/tab-separated-values", ox.QueryResultsFormat.TSV),
}


def accept(test: Test) -> str:
    """The format in which the expected result stands, so that all our formats are tried."""
    suffix = test.result.suffix if test.result else ""
    if suffix == ".csv":
        return "text/csv"
    return _FORMATS[suffix][0] if suffix in _FORMATS else "application/sparql-results+json, application/n-triples;q=0.9"


def agrees(test: Test, media: str, body: bytes, base: str) -> bool:
    """Is an answer what a test expects?"""
    assert test.result is not None
    ordered = "ORDER BY" in test.query.read_text("utf-8").upper()
    if test.result.suffix == ".csv":
        return _csv(body, ordered) == _csv(test.result.read_bytes(), ordered)
    found: Any
    if media == "application/n-triples":
        found = [t for q in ox.parse(body, format=ox.RdfFormat.N_TRIPLES) for t in [q.triple]]
        return _same(found, [q.triple for q in triples(test.result, base)])
    kind = next(f for m, f in _FORMATS.values() if m == media)
    found, expected = ox.parse_query_results(body, format=kind), _expected(test.result, base)
    if isinstance(found, ox.QueryBoolean) or isinstance(expected, bool):
        return bool(found) == expected
    rows = [_row(s, found.variables) for s in found]
    if test.lax:
        return {frozenset(map(_text, r.items())) for r in rows} <= {
            frozenset(map(_text, r.items())) for r in expected[0]
        }
    ordered = ordered and (expected[1] or test.result.suffix in _FORMATS)
    return _same(_as_triples(rows, ordered), _as_triples(expected[0], ordered))


Rows = list[dict[str, Any]]


def _row(solution: Any, variables: Any) -> dict[str, Any]:
    return {v.value: solution[v] for v in variables if solution[v] is not None}


def _text(item: tuple[str, Any]) -> str:
    term = _by_value(item[1])
    return f"{item[0]} {'_' if isinstance(term, ox.BlankNode) else term}"


def _expected(path: Path, base: str) -> bool | tuple[Rows, bool]:
    if path.suffix in _FORMATS:
        found = ox.parse_query_results(path=str(path), format=_FORMATS[path.suffix][1])
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        return [_row(s, found.variables) for s in found], True
    return _result_set([q.triple for q in triples(path, base)])


def _result_set(listed: list[ox.Triple]) -> bool | tuple[Rows, bool]:
    """Rows of the result-set vocabulary, and whether they are in order."""
    value = {(str(t.subject), t.predicate.value): t.object for t in listed}
    for t in listed:
        if t.predicate.value == f"{_RS}boolean":
            return bool(t.object.value == "true")
    bound = [(t.subject, t.object) for t in listed if t.predicate.value == f"{_RS}binding"]
    solutions = [t.object for t in listed if t.predicate.value == f"{_RS}solution"]
    index = {str(s): int(value[str(s), f"{_RS}index"].value) for s in solutions if (str(s), f"{_RS}index") in value}
    solutions.sort(key=lambda s: index.get(str(s), 0))
    rows = [
        {value[str(b), f"{_RS}variable"].value: value[str(b), f"{_RS}value"] for s, b in bound if s == solution}
        for solution in solutions
    ]
    return rows, bool(index)


def _as_triples(rows: Rows, ordered: bool) -> list[ox.Triple]:
    """Rows as a graph: a blank node each, numbered where order counts."""
    found = []
    for number, row in enumerate(rows):
        node = ox.BlankNode(f"row{number}")
        position = ox.Literal(number if ordered else 0)
        found.append(ox.Triple(node, ox.NamedNode("urn:row"), position))
        found += [ox.Triple(node, ox.NamedNode(f"urn:{name}"), term) for name, term in row.items()]
    return found


def _same(one: Iterable[ox.Triple], other: Iterable[ox.Triple]) -> bool:
    """Are two graphs the same but for the names of blank nodes, literals compared by value?"""
    return _canonical(one) == _canonical(other)


def _canonical(listed: Iterable[ox.Triple]) -> set[str]:
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, _by_value(t.object)) for t in listed)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


def _by_value(term: Any) -> Any:
    """A literal in the one form of its value: ``"1"^^xsd:boolean`` is ``true``."""
    if not isinstance(term, ox.Literal) or term.language:
        return term
    kind, text = term.datatype.value.removeprefix(_XSD), term.value.strip()
    try:
        if kind == "boolean":
            text = {"1": "true", "0": "false"}.get(text, text)
        elif kind in ("double", "float"):
            text = repr(float(text))
        elif kind == "decimal":
            text = f"{Decimal(text).normalize():f}"
        elif kind == "integer":
            text = str(int(text))
        elif kind in ("date", "dateTime", "time"):
            text = re.sub(r"[+-]00:00$", "Z", text)
    except (ValueError, ArithmeticError):
        return term
    return ox.Literal(text, datatype=term.datatype)


def _csv(data: bytes, ordered: bool) -> list[list[str]]:
    """Rows of a CSV file; numbers by value, blank nodes without their names."""
    head, *rows = csv.reader(io.StringIO(data.decode()))
    order = sorted(range(len(head)), key=lambda i: head[i])
    found = [[_cell(row[i]) for i in order] for row in rows]
    return [[head[i] for i in order], *(found if ordered else sorted(found))]


def _cell(text: str) -> str:
    if text.startswith("_:"):
        return "_:"
    try:
        return repr(float(text))
    except ValueError:
        return text
