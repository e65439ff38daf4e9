"""``kg check``: is the graph sound? The shapes of the ontology, the findings, and the quotations against the texts."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

import pyoxigraph as ox
from rdflib import Graph
from rdflib.namespace import SH
from rdflib.term import Node

from kg.finding import Finding, rows
from kg.quads import text_of
from kg.shapes import KHCN, Constraint, compiled, shapes
from kg.store import PREFIXES, Snapshot

MOST_FOR_SHACL = 10_000
"""Quads of data up to which pySHACL is used; above, the compiled constraints are, which take a fraction of the time."""
_MOST_SHOWN = 1000
_FINDINGS = "https://w3id.org/khcn/id/graph/findings"


def check(snapshot: Snapshot, shacl: bool | None = None) -> list[Finding]:
    """Everything that should be looked at: what the build found, shapes that are broken, quotations that differ.

    :param shacl: validate with pySHACL (which must be installed), or with the compiled constraints; if not told,
        pySHACL where it is installed and the graph is small
    """
    if shacl is None:
        small = snapshot.manifest["quads"] - _reference_size(snapshot) <= MOST_FOR_SHACL
        shacl = small and importlib.util.find_spec("pyshacl") is not None
    broken = by_shacl(snapshot.store) if shacl else by_constraints(snapshot.store)
    found = {f.iri: f for f in (*broken, *quotations(snapshot), *published(snapshot.store))}
    return [found[key] for key in sorted(found, key=lambda k: (found[k].kind, k))]


def _reference_size(snapshot: Snapshot) -> int:
    names = ("ontology", "vocabulary", "units")
    values = " ".join(f"graph:{name}" for name in names)
    return int(
        next(rows(snapshot.store, f"SELECT (COUNT(*) AS ?n) {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}"))[0]
        or 0
    )


def published(store: ox.Store) -> Iterator[Finding]:
    """The findings that the build wrote into the graph."""
    query = """SELECT ?f ?kind ?vi ?en (GROUP_CONCAT(DISTINCT STR(?a); separator=" ") AS ?about)
      (GROUP_CONCAT(DISTINCT STR(?e); separator=" ") AS ?words) { GRAPH graph:findings {
        ?f khcn:findingKind ?kind ; khcn:about ?a ; khcn:message ?vi, ?en .
        FILTER(LANG(?vi) = "vi" && LANG(?en) = "en") OPTIONAL { ?f khcn:evidence ?e } } } GROUP BY ?f ?kind ?vi ?en"""
    for _, kind, vi, en, about, words in rows(store, query):
        yield Finding(
            kind=str(kind).rpartition("/")[2], about=tuple(sorted(str(about).split())), vi=str(vi), en=str(en),
            evidence=tuple(sorted(str(words).split())),
        )  # fmt: skip


def by_constraints(store: ox.Store) -> Iterator[Finding]:
    """Shapes that are broken, by the constraints compiled to SPARQL."""
    for constraint in compiled(shapes()):
        yield from _violations(store, constraint)


def _violations(store: ox.Store, constraint: Constraint) -> Iterator[Finding]:
    answer = store.query(constraint.sparql, prefixes=PREFIXES, use_default_graph_as_union=True)
    if not isinstance(answer, ox.QuerySolutions):
        raise TypeError("a constraint is a SELECT query")
    named = [v.value for v in answer.variables if v.value != "this"]
    for _, row in zip(range(_MOST_SHOWN), answer, strict=False):
        value = next((text_of(str(row[n])) for n in named if row[n] is not None), None)
        yield _finding(constraint.kind, row["this"].value, constraint.vi, constraint.en, value)


def _finding(kind: str, thing: str, vi: str, en: str, value: str | None) -> Finding:
    told = f" ({value})" if value else ""
    return Finding(kind=kind, about=(thing,), vi=f"{vi}{told}", en=f"{en}{told}")


def by_shacl(store: ox.Store) -> Iterator[Finding]:
    """Shapes that are broken, by pySHACL, the reference implementation; data, vocabularies and sources as one graph."""
    import pyshacl

    left_out = ("/graph/units>", "/graph/findings>", "/graph/aliases>")
    triples = (q.triple for q in store if not str(q.graph_name).endswith(left_out))
    union = Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    shapes_graph = shapes()
    _, report, _ = pyshacl.validate(union, shacl_graph=shapes_graph, advanced=False)
    for result in sorted(report.objects(None, SH.result), key=str):
        yield _reported(report, shapes_graph, result)


def _reported(report: Graph, shapes_graph: Graph, result: Node) -> Finding:
    named = (report.value(result, SH.sourceConstraint), report.value(result, SH.sourceShape))
    kinds = [k for s in named if s is not None and (k := shapes_graph.value(s, KHCN.findingKind))]
    messages = {getattr(m, "language", None): str(m) for m in report.objects(result, SH.resultMessage)}
    told = next(iter(messages.values()), "")
    value = report.value(result, SH.value)
    kind = str(kinds[0]).rpartition("/")[2] if kinds else "shape"
    node = str(report.value(result, SH.focusNode))
    return _finding(kind, node, messages.get("vi", told), messages.get("en", told), str(value) if value else None)


def quotations(snapshot: Snapshot) -> Iterator[Finding]:
    """Evidence whose words are not what stands in the stored text at its offsets."""
    query = """SELECT ?src ?e ?a ?b ?t {
      GRAPH ?g { ?e khcn:source ?src ; oa:start ?a ; oa:end ?b ; oa:exact ?t } } ORDER BY ?src"""
    source, text = "", ""
    for src, evidence, start, end, exact in rows(snapshot.store, query):
        if src != source:
            source, text = str(src), snapshot.text(str(src))
        if text[int(start or 0) : int(end or 0)] != exact:
            yield _finding(
                "missing-evidence", str(evidence), "Đoạn trích khác với văn bản đã lưu.",
                "The quotation differs from the stored text.", None,
            )  # fmt: skip
