"""The ontology's files as graphs, as Python classes, and its proof of consistency.

The Turtle files beside this module are the source of truth. rdflib reads them; owlready2, which reads no Turtle, gets
them as N-Triples, gives classes and runs the reasoner HermiT (which needs Java).
"""

from __future__ import annotations

from importlib.resources import files

from rdflib import Graph

ONTOLOGY = "khcn.ttl"
EXTERNAL = "external.ttl"
SHAPES = "shapes.ttl"
VOCABULARIES = ("vocabulary-documents.ttl", "vocabulary-general.ttl", "vocabulary-tasks.ttl")


def load(*names: str) -> Graph:
    """Return the triples of some of the ontology's Turtle files, all but checks if none is named."""
    graph = Graph()
    for name in names or (ONTOLOGY, EXTERNAL, *VOCABULARIES):
        graph.parse(data=files("ontology").joinpath(name).read_bytes(), format="turtle")
    return graph
