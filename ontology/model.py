"""The ontology's files as graphs, as Python classes, and the proof that they do not contradict themselves.

The Turtle files beside this module are the source of truth. rdflib reads them; owlready2, which reads no Turtle, gets
them as N-Triples, gives Python classes and runs the reasoner HermiT, which needs Java.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

if TYPE_CHECKING:
    import owlready2

ONTOLOGY = "khcn.ttl"
EXTERNAL = "external.ttl"
SHAPES = "shapes.ttl"
VOCABULARIES = ("vocabulary-documents.ttl", "vocabulary-general.ttl", "vocabulary-tasks.ttl")

KHCN = Namespace("https://w3id.org/khcn/ontology#")
SCHEMA = Namespace("http://schema.org/")
SAMPLE = Namespace("https://w3id.org/khcn/sample/")

_UNKNOWN_TO_HERMIT = frozenset({XSD.date, XSD.gYear, XSD.gYearMonth})
_SAMPLE_VALUES: dict[Node | None, Literal] = {
    XSD.boolean: Literal(True),
    XSD.integer: Literal(1),
    XSD.nonNegativeInteger: Literal(1),
    XSD.decimal: Literal("0.5", datatype=XSD.decimal),
}


class InconsistentError(Exception):
    """The ontology, with what was added to it, contradicts itself."""


def load(*names: str) -> Graph:
    """Return the triples of some of the ontology's Turtle files; of all but the shapes if none is named."""
    graph = Graph()
    for name in names or (ONTOLOGY, EXTERNAL, *VOCABULARIES):
        graph.parse(data=files("ontology").joinpath(name).read_bytes(), format="turtle")
    return graph


def load_classes() -> owlready2.Ontology:
    """Return the ontology with its vocabularies as owlready2's Python classes and individuals, in a world of its own.

    >>> khcn = load_classes().get_namespace("https://w3id.org/khcn/ontology#")
    >>> khcn.Document in khcn.Decision.is_a
    True
    """
    return _owl(load(ONTOLOGY, *VOCABULARIES))


def check_consistency(extra: Graph | None = None) -> list[str]:
    """Prove with HermiT that the ontology, the borrowed axioms and the vocabularies have a model.

    :param extra: further triples that must fit: sample individuals, the data of a document
    :returns: IRIs of classes that can have no members
    :raises InconsistentError: when they contradict each other
    """
    import owlready2

    graph = load()
    for triple in extra or ():
        graph.add(triple)
    ontology = _owl(graph)
    try:
        owlready2.sync_reasoner_hermit(ontology.world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError as error:
        raise InconsistentError("The ontology and what was added to it contradict each other.") from error
    return sorted(c.iri for c in ontology.world.inconsistent_classes() if c is not owlready2.Nothing)


def _owl(graph: Graph) -> owlready2.Ontology:
    """Hand a graph over to owlready2 as N-Triples."""
    import owlready2

    triples = BytesIO()
    _reasonable(graph).serialize(triples, format="ntriples", encoding="utf-8")
    triples.seek(0)
    return owlready2.World().get_ontology("https://w3id.org/khcn/ontology#").load(fileobj=triples)


def _reasonable(graph: Graph) -> Graph:
    """Leave out what HermiT cannot take: dates, lists outside OWL, what properties and classes say of themselves."""
    lists = {node for head in graph.objects(None, SKOS.memberList) for node in graph.transitive_objects(head, RDF.rest)}
    kept = Graph()
    for triple in graph:
        subject, predicate, value = triple
        dated = isinstance(value, Literal) and value.datatype in _UNKNOWN_TO_HERMIT
        if not (dated or predicate == SKOS.memberList or (subject in lists and subject != RDF.nil)):
            kept.add(triple)
    return kept


def samples() -> Graph:
    """Return an individual of every class of the ontology, and every property used as it is meant to be.

    Each property holds once between sample individuals of every class that its domain and range, asserted or
    included, name: so the reasoner tries all axioms and alignments, not only those that some data touches.
    """
    ontology = load(ONTOLOGY)
    graph = Graph()
    for class_ in _own(ontology, OWL.Class):
        graph.add((_sample(class_), RDF.type, class_))
    for property_ in _own(ontology, OWL.ObjectProperty):
        for subject, value in product(_ends(ontology, property_, "domain"), _ends(ontology, property_, "range")):
            graph.add((subject, property_, URIRef(f"{value}-2") if subject == value else value))
    for property_ in _own(ontology, OWL.DatatypeProperty):
        value_ = _SAMPLE_VALUES.get(ontology.value(property_, RDFS.range), Literal("x"))
        for subject in _ends(ontology, property_, "domain"):
            graph.add((subject, property_, value_))
    return graph


def _own(ontology: Graph, kind: URIRef) -> Iterator[URIRef]:
    terms = (term for term in ontology.subjects(RDF.type, kind) if isinstance(term, URIRef))
    return (term for term in sorted(terms) if term in KHCN)


def _sample(class_: Node) -> URIRef:
    """Return the sample individual of a class; access classes are only those that the ontology names."""
    return KHCN.internal if class_ == KHCN.AccessClass else SAMPLE[str(class_).rpartition("/")[2]]


def _ends(ontology: Graph, property_: URIRef, end: str) -> list[URIRef]:
    """Return sample individuals for one end (``domain``, ``range``) of a property.

    Where the property itself does not say, its inverse or the property above may; else it is a thing of no class.
    """
    told = [*ontology.objects(property_, RDFS[end]), *ontology.objects(property_, SCHEMA[f"{end}Includes"])]
    if told:
        return [_sample(class_) for class_ in told]
    other = ontology.value(predicate=OWL.inverseOf, object=property_)
    if isinstance(other, URIRef):
        return _ends(ontology, other, "range" if end == "domain" else "domain")
    above = ontology.value(property_, RDFS.subPropertyOf, any=True)
    if isinstance(above, URIRef) and above in KHCN:
        return _ends(ontology, above, end)
    return [SAMPLE[f"{end}-of-{property_.removeprefix(KHCN)}"]]
