"""The statements behind an answer as Turtle: what the words that prove it say, and the words themselves."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.store import PREFIXES
from ontology.terms import KHCN
from queries.answer import Answer, Value
from queries.graph import Graph

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_BATCH = 200  # pieces of evidence in one look-up
_TOLD = """SELECT DISTINCT ?s ?p ?text (isIRI(?o) AS ?named) (STR(DATATYPE(?o)) AS ?datatype) (LANG(?o) AS ?language) {{
  {{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}
  UNION {{ VALUES ?e {{ {values} }} GRAPH ?g {{ ?s <{evidence}> ?e ; ?p ?o }} }}
  BIND(STR(?o) AS ?text)
}}"""
_MENTIONED = "SELECT DISTINCT ?x ?e {{ VALUES ?e {{ {values} }} GRAPH ?g {{ ?x <{mentioned}> ?e }} }}"
_KEPT = ("khcn", "oa", "rdf", "rdfs", "prov", "xsd")


def as_turtle(graph: Graph, answer: Answer) -> bytes:
    """The statements whose evidence an answer shows, what they state, their evidence, what is mentioned there."""
    iris = sorted({proof.iri for proofs in answer.evidence for proof in proofs})
    triples = set(_triples(graph, iris))
    stated = {(t.subject, t.predicate.value): t.object for t in triples if t.predicate.value.startswith(_RDF)}
    for (subject, predicate), thing in stated.items():
        if predicate == f"{_RDF}subject":
            triples |= _stated(thing, stated.get((subject, f"{_RDF}predicate")), stated.get((subject, f"{_RDF}object")))
    ordered = sorted(triples, key=str)
    prefixes = {name: PREFIXES[name] for name in _KEPT}
    return ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""


def _stated(subject: object, predicate: object, thing: object) -> set[ox.Triple]:
    """The triple that a statement states."""
    if not isinstance(subject, ox.NamedNode) or not isinstance(predicate, ox.NamedNode):
        return set()
    return {ox.Triple(subject, predicate, thing)} if isinstance(thing, ox.NamedNode | ox.Literal) else set()


def _triples(graph: Graph, iris: list[str]) -> Iterator[ox.Triple]:
    for i in range(0, len(iris), _BATCH):
        values = " ".join(f"<{iri}>" for iri in iris[i : i + _BATCH])
        for subject, predicate, *told in graph.select(_TOLD.format(values=values, evidence=KHCN.evidence))[1]:
            yield ox.Triple(ox.NamedNode(str(subject)), ox.NamedNode(str(predicate)), _term(*told))
        for thing, words in graph.select(_MENTIONED.format(values=values, mentioned=KHCN.mentionedIn))[1]:
            yield ox.Triple(ox.NamedNode(str(thing)), ox.NamedNode(KHCN.mentionedIn), ox.NamedNode(str(words)))


def _term(text: Value, is_named: Value, datatype: Value, language: Value) -> ox.NamedNode | ox.Literal:
    if is_named:
        return ox.NamedNode(str(text))
    if language:
        return ox.Literal(str(text), language=str(language))
    return ox.Literal(str(text), datatype=ox.NamedNode(str(datatype)))
