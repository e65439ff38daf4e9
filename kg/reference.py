"""Graphs that belong to no source: ontology, vocabularies, administrative units, aliases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files

import pyoxigraph as ox

from kg import identity
from kg.axioms import axioms, concept_iri, ontology_files
from kg.label import sort_key
from kg.quads import DCTERMS, KHCN, LABEL, TYPE, Triple, date, integer, iri, khcn, line, literal, vi
from ontology.units import Unit, ascii_slug, unit_table

ONTOLOGY, VOCABULARY = iri(identity.graph("ontology")), iri(identity.graph("vocabulary"))
UNITS, ALIASES, FINDINGS = (iri(identity.graph(name)) for name in ("units", "aliases", "findings"))


def reference_lines() -> list[str]:
    """Ontology, vocabularies and units as N-Quads lines, sorted."""
    unit_lines = (line(t, UNITS) for unit in unit_table() for t in unit_triples(unit))
    return sorted({*_ontology_lines(), *unit_lines})


def _ontology_lines() -> Iterator[str]:
    for name in ontology_files():
        graph = VOCABULARY if name.startswith("vocabulary") else ONTOLOGY
        data = files("ontology").joinpath(name).read_bytes()
        nodes: dict[str, str] = {}
        for quad in ox.parse(data, format=ox.RdfFormat.TURTLE):
            terms = [_skolem(t, name, nodes) for t in (quad.subject, quad.predicate, quad.object)]
            yield line((terms[0], terms[1], terms[2]), graph)


def _skolem(term: object, file: str, nodes: dict[str, str]) -> str:
    """A term as text; blank nodes get IRIs in the order in which the file has them."""
    if isinstance(term, ox.Literal):
        return literal(term.value, term.datatype.value if not term.language else "", term.language or "")
    if isinstance(term, ox.BlankNode):
        known = nodes.setdefault(term.value, f"{identity.BASE}node/{ascii_slug(file)}-{len(nodes)}")
        return iri(known)
    return str(term)


def unit_triples(unit: Unit) -> Iterator[Triple]:
    """What the unit table says of one unit."""
    subject = iri(identity.unit(unit.id))
    yield subject, TYPE, khcn("AdministrativeUnit")
    yield subject, TYPE, khcn("Place")
    yield subject, LABEL, vi(unit.full_name)
    yield subject, f"<{KHCN}sortKey>", literal(sort_key(unit.name))
    yield from ((subject, "<http://www.w3.org/2004/02/skos/core#altLabel>", vi(n)) for n in (unit.name, *unit.also))
    yield subject, khcn("unitCode"), literal(unit.code)
    yield subject, khcn("codeEdition"), integer(int(unit.id.partition("-")[2]))
    yield subject, khcn("unitLevel"), concept_iri("place-level", unit.level)
    yield from _type(subject, unit)
    yield from ((subject, khcn("within"), iri(identity.unit(parent))) for parent in unit.parents)
    if unit.valid_from:
        yield subject, khcn("validFrom"), date(unit.valid_from)
    if unit.valid_until:
        yield subject, khcn("validUntil"), date(unit.valid_until)
    yield from ((subject, f"<{DCTERMS}isReplacedBy>", iri(identity.unit(u))) for u, _ in unit.successors)


def _type(subject: str, unit: Unit) -> Iterator[Triple]:
    concept = axioms().concept("unit-type", unit.type)
    if concept:
        yield subject, khcn("unitType"), concept


def alias_lines(replaced: Iterable[tuple[str, str]]) -> list[str]:
    """IRIs that reconciliation replaced, each with the one that stands for it."""
    return sorted(line((iri(old), f"<{DCTERMS}isReplacedBy>", iri(new)), ALIASES) for old, new in replaced)
