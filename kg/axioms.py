"""The ontology's own axioms, as the describer uses them: what else is true when a fact is.

Everything is read from the Turtle files, so that the graph can never say other than the ontology: superclasses and
superproperties, inverses, the properties that record predicates become, the classes that kinds denote.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

import pyoxigraph as ox

from kg.quads import ELI, KHCN, KHCNV, RDF, RDFS, SKOS, TYPE, Triple, iri

_OWL = "http://www.w3.org/2002/07/owl#"
_NOT_DATA = ("external", "shapes", "sample")


@dataclass(frozen=True)
class Axioms:
    """Axioms by term (terms in N-Quads form, as in :mod:`kg.quads`).

    :ivar superclasses: of a class, all, not itself
    :ivar superproperties: of a property, all, not itself
    :ivar inverses: of a property
    :ivar between_acts: the property that holds too where both ends are acts
    :ivar predicates: property by the name of the relation in the record
    :ivar concepts: concept by scheme and value in the record
    :ivar classes: class that a concept denotes
    :ivar codes: concept that says the same as a property
    :ivar properties: property that says the same as a concept
    :ivar labels: Vietnamese name of a concept
    :ivar notations: letters or code of a concept
    """

    superclasses: dict[str, frozenset[str]]
    superproperties: dict[str, frozenset[str]]
    inverses: dict[str, frozenset[str]]
    between_acts: dict[str, frozenset[str]]
    predicates: dict[str, str]
    concepts: dict[tuple[str, str], str] = field(repr=False)
    classes: dict[str, frozenset[str]] = field(repr=False)
    codes: dict[str, str] = field(repr=False)
    properties: dict[str, str] = field(repr=False)
    labels: dict[str, str] = field(repr=False)
    notations: dict[str, str] = field(repr=False)

    def is_act(self, types: Iterable[str]) -> bool:
        """Whether a thing of these classes is a legal act (``eli:LegalResource``)."""
        act = f"<{ELI}LegalResource>"
        return any(act == t or act in self.superclasses.get(t, ()) for t in types)

    def follow(self, triple: Triple) -> Iterator[Triple]:
        """All that is true when ``triple`` is: itself, superclasses or superproperties, inverses of them all."""
        subject, predicate, object_ = triple
        yield triple
        if predicate == TYPE:
            yield from ((subject, TYPE, above) for above in self.superclasses.get(object_, ()))
            return
        for held in (predicate, *self.superproperties.get(predicate, ())):
            yield (subject, held, object_)
            for back in self.inverses.get(held, ()):
                yield from ((object_, p, subject) for p in (back, *self.superproperties.get(back, ())))

    def concept(self, scheme: str, value: str) -> str | None:
        """The concept of a scheme for a value of the record, if the scheme has it.

        :param scheme: last part of the scheme's IRI (``document-kind``)
        """
        return self.concepts.get((scheme, value))


@lru_cache(maxsize=1)
def axioms() -> Axioms:
    """The axioms of the ontology that comes with the project, read once per process."""
    pairs = _pairs(ontology_triples())
    return Axioms(
        superclasses=_closure(pairs[f"{RDFS}subClassOf"]),
        superproperties=_closure(pairs[f"{RDFS}subPropertyOf"]),
        inverses=_both_ways(pairs[f"{_OWL}inverseOf"]),
        between_acts={k: frozenset(v) for k, v in pairs[f"{KHCN}betweenActs"].items()},
        predicates={v: k for k, values in sorted(pairs[f"{KHCN}recordPredicate"].items()) for v in values},
        concepts=_concepts(pairs),
        classes={k: frozenset(v) for k, v in pairs[f"{KHCN}denotesClass"].items()},
        codes={v: k for k, values in sorted(pairs[f"{KHCN}denotesProperty"].items(), reverse=True) for v in values},
        properties={k: min(v) for k, v in pairs[f"{KHCN}denotesProperty"].items()},
        notations={k: min(v) for k, v in pairs[f"{SKOS}notation"].items()},
        labels=_vietnamese(ontology_triples()),
    )


def ontology_files() -> list[str]:
    """Names of the Turtle files whose triples are ontology and vocabularies (not checks or restated axioms)."""
    names = sorted(p.name for p in files("ontology").iterdir() if p.name.endswith(".ttl"))
    return [name for name in names if not name.startswith(_NOT_DATA)]


def ontology_triples() -> Iterator[ox.Triple]:
    """All triples of the ontology and its vocabularies."""
    for name in ontology_files():
        data = files("ontology").joinpath(name).read_bytes()
        yield from (quad.triple for quad in ox.parse(data, format=ox.RdfFormat.TURTLE))


def _pairs(triples: Iterable[ox.Triple]) -> defaultdict[str, dict[str, set[str]]]:
    """Objects by predicate and subject; literals as plain text."""
    found: defaultdict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode):
            value = triple.object.value if isinstance(triple.object, ox.Literal) else str(triple.object)
            found[triple.predicate.value][str(triple.subject)].add(value)
    return found


def _vietnamese(triples: Iterable[ox.Triple]) -> dict[str, str]:
    names = ((t.subject, t.object) for t in triples if t.predicate.value == f"{SKOS}prefLabel")
    return {str(s): o.value for s, o in names if isinstance(o, ox.Literal) and o.language == "vi"}


def _closure(direct: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    def above(term: str, seen: frozenset[str]) -> frozenset[str]:
        nearer = {t for t in direct.get(term, ()) if t.startswith("<") and t not in seen}
        return frozenset(nearer).union(*(above(t, seen | nearer) for t in nearer))

    return {term: above(term, frozenset({term})) - {term} for term in direct}


def _both_ways(pairs: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for term, others in pairs.items():
        for other in others:
            found[term].add(other)
            found[other].add(term)
    return {term: frozenset(others) for term, others in found.items()}


def _concepts(pairs: dict[str, dict[str, set[str]]]) -> dict[tuple[str, str], str]:
    """Concepts by scheme and record value; a concept's own slug stands for itself unless another claims it."""
    found: dict[tuple[str, str], str] = {}
    for concept in sorted(pairs[f"{RDF}type"]):
        if f"<{SKOS}Concept>" in pairs[f"{RDF}type"][concept] and concept.startswith(f"<{KHCNV}"):
            scheme, _, own = concept[len(KHCNV) + 1 : -1].partition("/")
            found.setdefault((scheme, own), concept)
    for concept, values in sorted(pairs[f"{KHCN}recordValue"].items()):
        scheme = concept[len(KHCNV) + 1 :].partition("/")[0]
        found.update({(scheme, value): concept for value in values})
    return found


def concept_iri(scheme: str, name: str) -> str:
    """The term of a concept by its scheme and slug, whether or not the scheme lists it (finders, for one)."""
    return iri(f"{KHCNV}{scheme}/{name}")
