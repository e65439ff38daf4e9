"""What the terms of the ontology and the vocabularies are called, and how properties hang together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from kg.store import PREFIXES
from ontology.terms import BASE
from queries.catalogue import Language
from queries.graph import Graph
from viz.site.kept import per_snapshot
from viz.site.words import say

PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_OWL = "http://www.w3.org/2002/07/owl#"
_RDFS = PREFIXES["rdfs"]
_TERMS = f"""{PROLOGUE}SELECT ?term ?relation ?value (LANG(?value) AS ?language) {{
  {{ GRAPH graph:ontology {{
    VALUES ?relation {{ rdfs:label rdfs:subPropertyOf rdfs:subClassOf <{_OWL}inverseOf> }} ?term ?relation ?value }} }}
  UNION {{ GRAPH graph:vocabulary {{ ?term skos:prefLabel ?value }} BIND(rdfs:label AS ?relation) }} }}"""


@dataclass(frozen=True)
class Terms:
    """Names by language, and relations between properties and between classes.

    :ivar names: IRI -> language -> name
    :ivar above: property or class -> those directly above it
    :ivar inverses: property -> its inverses, in both directions
    """

    names: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    above: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    inverses: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def name(self, iri: str, language: Language) -> str:
        """A term in the language, else in the other, else as the pages or its prefix call it ("eli:cites")."""
        names = self.names.get(iri, {})
        found = names.get(language) or names.get("vi") or names.get("en") or names.get("")
        return found or _borrowed(abbreviated(iri), language)

    def upward(self, iri: str) -> frozenset[str]:
        """A term and all above it."""
        found: set[str] = set()
        waiting = [iri]
        while waiting:
            term = waiting.pop()
            if term not in found:
                found.add(term)
                waiting += self.above.get(term, ())
        return frozenset(found)

    def closest(self, classes: Iterable[str]) -> list[str]:
        """The classes that no other of them is below; our own first."""
        told = set(classes)
        general = {above for class_ in told for above in self.upward(class_) if above != class_}
        return sorted(told - general, key=lambda c: (not c.startswith("https://w3id.org/khcn/"), c))

    @cached_property
    def sayings(self) -> dict[str, frozenset[tuple[str, bool]]]:
        """Property -> statements that say it: of which property, and whether in the same direction."""
        found: dict[str, set[tuple[str, bool]]] = defaultdict(set)
        for said in {*self.names, *self.above, *self.inverses}:
            for meant in self.upward(said):
                found[meant].add((said, True))
                for other in self.inverses.get(meant, ()):
                    found[other].add((said, False))
        return {meant: frozenset(said) for meant, said in found.items()}


def _borrowed(short: str, language: Language) -> str:
    """A term of another vocabulary, in words where the pages have them."""
    try:
        return say(f"terms.{short}", language)
    except KeyError:
        return short


def abbreviated(iri: str) -> str:
    """An IRI with its prefix, where it has one; a thing of ours by its path."""
    if iri.startswith(BASE):
        return iri.removeprefix(BASE)
    fitting = [(beginning, name) for name, beginning in PREFIXES.items() if iri.startswith(beginning)]
    beginning, name = max(fitting, default=("", ""))
    return f"{name}:{iri.removeprefix(beginning)}" if name else iri


@per_snapshot
def terms(graph: Graph) -> Terms:
    """The terms of a graph: they are few and stand on every page."""
    found = Terms()
    for row in graph.select(_TERMS)[1]:
        term, relation, value, language = (str(cell) if cell is not None else "" for cell in row)
        if relation == f"{_RDFS}label":
            found.names[term].setdefault(language, value)
        elif relation == f"{_OWL}inverseOf":
            found.inverses[term].add(value)
            found.inverses[value].add(term)
        else:
            found.above[term].add(value)
    return found
