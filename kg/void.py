"""A description of the graph itself (VoID): how many triples, things of each class, uses of each property."""

from __future__ import annotations

import pyoxigraph as ox

_HEAD = """\
@prefix void: <http://rdfs.org/ns/void#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .

<https://w3id.org/khcn/id/dataset> a void:Dataset ;
    dcterms:title "Đồ thị tri thức quản lý khoa học và công nghệ"@vi, "Knowledge graph of S&T governance"@en ;
    void:uriSpace "https://w3id.org/khcn/id/" ;
    void:dataDump <https://w3id.org/khcn/id/dump.nq> ;
"""


def void(store: ox.Store) -> str:
    """VoID of the default graph, in Turtle; the same for the same graph."""
    triples = _rows(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    classes = _rows(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) ?t { ?s a ?t } GROUP BY ?t ORDER BY ?t")
    properties = _rows(store, "SELECT (COUNT(*) AS ?n) ?p { ?s ?p ?o } GROUP BY ?p ORDER BY ?p")
    parts = [f"    void:triples {triples[0][0]}"]
    parts += [f"    void:classPartition [ void:class <{t}> ; void:entities {n} ]" for n, t in classes]
    parts += [f"    void:propertyPartition [ void:property <{p}> ; void:triples {n} ]" for n, p in properties]
    return _HEAD + " ;\n".join(parts) + " .\n"


def _rows(store: ox.Store, sparql: str) -> list[tuple[int, str]]:
    answer = store.query(sparql)
    if not isinstance(answer, ox.QuerySolutions):
        raise TypeError("a SELECT query is needed here")
    names = [v.value for v in answer.variables]
    return [(int(row["n"].value), row[names[1]].value if len(names) > 1 else "") for row in answer]
