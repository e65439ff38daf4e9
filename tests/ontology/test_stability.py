"""What was once published keeps its address: other agencies' queries and data name it."""

from __future__ import annotations

from pathlib import Path

from rdflib import OWL, RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS

ROOT = Path(__file__).parents[2]
OURS = "https://w3id.org/khcn/"
PUBLISHED = (Path(__file__).parent / "published-terms.txt").read_text("utf-8").split()


def the_ontology() -> Graph:
    graph = Graph()
    for file in [ROOT / "ontology" / "khcn.ttl", *(ROOT / "ontology").glob("vocabulary-*.ttl")]:
        graph.parse(file)
    return graph


def test_no_published_term_has_gone() -> None:
    """Rather than removed, a term gets ``owl:deprecated true`` and ``dcterms:isReplacedBy``."""
    graph = the_ontology()
    gone = [term for term in PUBLISHED if (URIRef(OURS + term), RDF.type, None) not in graph]
    assert not gone


def test_a_deprecated_term_names_its_successor_or_says_why_there_is_none() -> None:
    graph = the_ontology()
    for term in graph.subjects(OWL.deprecated, Literal(True)):
        successor, note = graph.value(term, DCTERMS.isReplacedBy), graph.value(term, SKOS.changeNote)
        assert successor is not None or note is not None, term
        assert successor is None or (successor, RDF.type, None) in graph, term


def test_the_version_tells_of_its_changes() -> None:
    graph = the_ontology()
    ontology = URIRef(f"{OURS}ontology")
    version = str(graph.value(ontology, OWL.versionInfo))
    assert str(graph.value(ontology, OWL.versionIRI)) == f"{ontology}/{version}"
    assert any(str(note).startswith(version) for note in graph.objects(ontology, SKOS.changeNote))
