"""Write ``ontology/terms.py`` from the Turtle files, so that Python has no second list of terms to keep.

Usage: ``python -m ontology.generate_terms``. A test compares what it would write with what lies there.
"""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Iterator
from pathlib import Path

from rdflib import OWL, RDF, SKOS, Graph, Literal, Namespace, URIRef

from ontology.model import EXTERNAL, ONTOLOGY, VOCABULARIES, load

KHCN = Namespace("https://w3id.org/khcn/ontology#")
KHCNV = Namespace("https://w3id.org/khcn/vocabulary/")

NAMESPACES = {
    "KHCN": (str(KHCN), "Terms of this ontology."),
    "ELI": ("http://data.europa.eu/eli/ontology#", "European Legislation Identifier."),
    "ORG": ("http://www.w3.org/ns/org#", "The Organization Ontology."),
    "FOAF": ("http://xmlns.com/foaf/0.1/", "Friend of a Friend."),
    "SCHEMA": ("http://schema.org/", "schema.org."),
    "FRAPO": ("http://purl.org/cerif/frapo/", "Funding, Research Administration and Projects Ontology."),
    "PROV": ("http://www.w3.org/ns/prov#", "PROV-O."),
    "OA": ("http://www.w3.org/ns/oa#", "Web Annotation."),
    "SKOS": (str(SKOS), "Simple Knowledge Organization System."),
    "DCTERMS": ("http://purl.org/dc/terms/", "Dublin Core terms."),
    "DCAT": ("http://www.w3.org/ns/dcat#", "Data Catalog Vocabulary."),
    "VOID": ("http://rdfs.org/ns/void#", "Vocabulary of Interlinked Datasets."),
    "SH": ("http://www.w3.org/ns/shacl#", "SHACL."),
    "RDF": (str(RDF), "RDF."),
}
_TERM_TYPES = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, KHCN.AccessClass)
_HEAD = '''"""Terms of the ontology and kinds of document as constants.

Generated from the Turtle files by ``python -m ontology.generate_terms``: change those, not this.
"""
# fmt: off
# ruff: noqa: E501, N815

from __future__ import annotations

from typing import Final, NamedTuple

BASE: Final = "https://w3id.org/khcn/id/"
KHCNV: Final = "https://w3id.org/khcn/vocabulary/"
'''
_KIND = '''

class Kind(NamedTuple):
    """A kind of document (loại văn bản): concept, its labels, its letters in numbers, the class that it denotes."""

    concept: str
    vi: str
    en: str
    letters: tuple[str, ...]
    denotes: str | None
'''


def source() -> str:
    """Return the text of ``terms.py``."""
    graph = load(ONTOLOGY, EXTERNAL, *VOCABULARIES)
    parts = [_HEAD, *(_namespace(graph, name) for name in NAMESPACES), _KIND, *_kinds(graph), *_schemes(graph)]
    return "".join(parts)


def _namespace(graph: Graph, name: str) -> str:
    """Return one class with a constant per term that the graph declares in the namespace."""
    base, doc = NAMESPACES[name]
    local = sorted(term.removeprefix(base) for term in _declared(graph) if term.startswith(base))
    lines = [f'    {_identifier(term)}: Final = "{base}{term}"' for term in local]
    return "\n".join(["", "", f"class {name}:", f'    """{doc}"""', "", *lines, ""])


def _declared(graph: Graph) -> set[str]:
    return {str(s) for kind in _TERM_TYPES for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef)}


def _identifier(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


def _kinds(graph: Graph) -> Iterator[str]:
    """Yield the table of kinds by slug, and the kinds by their letters."""
    slugs = _slugs(graph, "document-kind")
    yield "\n\nKINDS: Final[dict[str, Kind]] = {\n"
    for slug in slugs:
        yield f'    "{slug}": Kind({_kind(graph, KHCNV[f"document-kind/{slug}"])}),\n'
    yield "}\n\nKINDS_BY_LETTERS: Final[dict[str, str]] = {\n"
    for letters, slug in sorted((n, s) for s in slugs for n in _notations(graph, KHCNV[f"document-kind/{s}"])):
        yield f'    "{letters}": "{slug}",\n'
    yield "}\n"


def _kind(graph: Graph, concept: URIRef) -> str:
    letters = "".join(f'"{n}", ' for n in _notations(graph, concept))
    denotes = graph.value(concept, KHCN.denotesClass)
    name = f"KHCN.{denotes.removeprefix(str(KHCN))}" if isinstance(denotes, URIRef) else None
    return (
        f'"{concept}", "{_label(graph, concept, "vi")}", "{_label(graph, concept, "en")}", ({letters.rstrip()}), {name}'
    )


def _schemes(graph: Graph) -> Iterator[str]:
    """Yield the slugs of every scheme."""
    yield "\nSCHEMES: Final[dict[str, tuple[str, ...]]] = {\n"
    schemes = map(str, graph.subjects(RDF.type, SKOS.ConceptScheme))
    for name in sorted(scheme.removeprefix(str(KHCNV)) for scheme in schemes):
        slugs = "".join(f'"{slug}", ' for slug in _slugs(graph, name))
        yield f'    "{name}": ({slugs.rstrip()}),\n'
    yield "}\n"


def _slugs(graph: Graph, scheme: str) -> list[str]:
    members: Iterable[str] = map(str, graph.subjects(SKOS.inScheme, KHCNV[scheme]))
    return sorted(member.removeprefix(f"{KHCNV}{scheme}/") for member in members)


def _notations(graph: Graph, concept: URIRef) -> list[str]:
    return sorted(map(str, graph.objects(concept, SKOS.notation)))


def _label(graph: Graph, concept: URIRef, language: str) -> str:
    labels = graph.objects(concept, SKOS.prefLabel)
    return next(str(label) for label in labels if isinstance(label, Literal) and label.language == language)


if __name__ == "__main__":
    (Path(__file__).parent / "terms.py").write_text(source(), encoding="utf-8")
