"""The graph of things as a networkx graph, for people who explore and for the formats that Gephi and others read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

import networkx as nx

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
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_RELATIONS = f"""
SELECT ?s ?p ?o (COUNT(DISTINCT ?g) AS ?sources) (MAX(?c) AS ?confidence) {{
  GRAPH ?g {{
    ?statement <{_RDF}subject> ?s ; <{_RDF}predicate> ?p ; <{_RDF}object> ?o .
    OPTIONAL {{ ?statement <{KHCN.confidence}> ?c }}
  }}
  FILTER(STRSTARTS(STR(?o), "{_THINGS}"))
}} GROUP BY ?s ?p ?o ORDER BY ?s ?p ?o
"""


def things(graph: Graph, *, with_reports: bool = False) -> Network:
    """Things as nodes, asserted relations as edges; evidence is no part of it.

    A report tells of everything, so that through it everything is near everything: reports are left out unless
    asked for. Nodes have ``label`` and ``kind`` (the class's local name), edges ``relation``, ``sources`` (how many
    documents say so) and ``confidence`` (the highest).
    """
    _, relations = graph.select(_RELATIONS)
    left_out = set() if with_reports else _reports(graph)
    view: Network = nx.MultiDiGraph()
    for subject, predicate, thing, sources, confidence in relations:
        if subject in left_out or thing in left_out:
            continue
        relation = str(predicate).rpartition("#")[2].rpartition("/")[2]
        view.add_edge(
            str(subject),
            str(thing),
            key=relation,
            relation=relation,
            sources=int(sources or 0),
            confidence=float(confidence or 0.0),
        )
    _describe(view, graph)
    return view


def _reports(graph: Graph) -> set[str]:
    _, rows = graph.select(
        f"""SELECT DISTINCT ?d {{ GRAPH ?g {{ ?s <{KHCN.sourceOf}> ?d }}
          ?d <{KHCN.kind}> <https://w3id.org/khcn/vocabulary/document-kind/report> }}"""
    )
    return {str(iri) for (iri,) in rows}


def _describe(view: Network, graph: Graph) -> None:
    """Give every node its label and kind; a thing without a label is shown by its path."""
    _, rows = graph.select(f"SELECT ?x ?label {{ ?x <{_LABEL}> ?label }} ORDER BY ?x ?label")
    for iri, label in rows:
        if iri in view:
            view.nodes[str(iri)].setdefault("label", legible(str(label)))
    for iri, data in view.nodes(data=True):
        data.setdefault("label", iri.removeprefix(_THINGS))
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
