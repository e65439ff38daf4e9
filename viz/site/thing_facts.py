"""All that is known of one thing, each fact with the words that prove it: in a few queries, however much it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from kg.store import PREFIXES, Value
from ontology.terms import BASE, KHCN
from queries.answer import Proof
from queries.ask import proofs
from queries.catalogue import Language
from queries.graph import Graph
from viz.shown import shown
from viz.site.thing_terms import PROLOGUE, Terms, abbreviated, terms

NAMESPACE = "https://w3id.org/khcn"
TYPE = f"{PREFIXES['rdf']}type"
LABEL = f"{PREFIXES['rdfs']}label"
MOST = 50  # facts of one property on a page; how many more there are is told
_MENTIONS = 20
_PROOFS = 10  # of one fact on a page
_UNSAFE = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_LEFT_OUT = frozenset({KHCN.sortKey, KHCN.mentionedIn})
_YEARS = frozenset({KHCN.year, KHCN.codeEdition})
_NOT_READ = frozenset({TYPE, KHCN.year, KHCN.valueText})  # derived from others, or the very words of a document
_FIRST = (
    f"{PREFIXES['skos']}prefLabel", LABEL, f"{PREFIXES['skos']}altLabel", TYPE, f"{PREFIXES['dcterms']}title",
    KHCN.number, KHCN.kind, KHCN.date, KHCN.issuer, KHCN.signatory, KHCN.legalStatus,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One triple with the thing at one end: the other end, what that is called, and what proves it.

    :ivar proved: how many pieces of evidence there are, those that are not shown too
    """

    value: Value
    label: str | None = None
    is_thing: bool = False
    proofs: tuple[Proof, ...] = ()
    proved: int = 0


@dataclass(slots=True)
class Group:
    """The facts of one property; ``total`` counts those that are not shown too.

    :ivar inward: the thing is the object of these facts
    """

    property: str
    title: str
    inward: bool
    total: int
    facts: list[Fact] = field(default_factory=list)

    def is_read(self) -> bool:
        """Whether these facts were read from documents, so that they can be reported as wrong."""
        own = self.property.startswith(NAMESPACE) or self.property in _FIRST
        return own and self.property not in _NOT_READ


@dataclass(slots=True)
class Facts:
    """What a graph knows of a thing.

    :ivar classes: the closest first
    :ivar mentions: where it is named, the first of ``mentioned``
    """

    iri: str
    label: str
    classes: list[str]
    groups: list[Group]
    mentions: list[Proof]
    mentioned: int

    def group(self, property_: str, inward: bool = False) -> Group | None:
        """The facts of a property, if there are any."""
        return next((g for g in self.groups if g.property == property_ and g.inward == inward), None)

    def facts(self, *properties: str) -> list[Fact]:
        """The facts of some properties, as far as they are shown."""
        return [fact for p in properties if (group := self.group(p)) for fact in group.facts]

    def told(self, properties: Collection[str]) -> list[Group]:
        """The groups of some properties, in the order of these."""
        return [group for p in properties if (group := self.group(p))]


def told(value: Value, language: Language, property_: str) -> str:
    """A literal as people read it; a year has no thousands."""
    return shown(value, language, "year" if property_ in _YEARS else "")


def is_safe(iri: str) -> bool:
    """Whether an IRI can stand in a query."""
    return not _UNSAFE.search(iri)


def find_facts(graph: Graph, iri: str, language: Language) -> Facts | None:
    """All facts of a thing; None if the graph does not know it.

    :param iri: a safe one (:func:`is_safe`)
    """
    known = terms(graph)
    counts = _counts(graph, iri, known)
    if not counts:
        return None
    groups = [
        Group(p, _title(known, p, inward, language), inward, n)
        for (p, inward), n in counts.items()
        if p not in _LEFT_OUT
    ]
    ends = _ends(graph, iri, groups)
    others = {str(value) for found in ends.values() for value, is_thing in found if is_thing}
    names = names_of(graph, others | {iri}, language, known)
    proved, mentions = _proved(graph, iri, others)
    for group in groups:
        group.facts = [
            Fact(value, names.get(str(value)) if is_thing else None, is_thing, *_proofs(known, proved, group, value))
            for value, is_thing in ends[group.property, group.inward]
        ]
        group.facts.sort(key=lambda fact: (str(fact.label or ""), str(fact.value)))
    groups.sort(key=_order)
    classes = [
        str(fact.value) for group in groups if group.property == TYPE and not group.inward for fact in group.facts
    ]
    mentioned = counts.get((KHCN.mentionedIn, False), 0)
    return Facts(iri, names.get(iri, abbreviated(iri)), known.closest(classes), groups, mentions, mentioned)


def find_group(
    graph: Graph, iri: str, property_: str, inward: bool, language: Language, first: int, most: int
) -> Group | None:
    """Facts of one property in the order of their other ends, from the ``first`` on; None if there are none."""
    known = terms(graph)
    total = _counts(graph, iri, known).get((property_, inward), 0)
    one = f"?o <{property_}> <{iri}>" if inward else f"<{iri}> <{property_}> ?o"
    named = f"{_OWN} GRAPH ?own {{ {one} }}" if inward else f"GRAPH ?g {{ {one} }}"
    _, rows = graph.select(
        f"{PROLOGUE}SELECT DISTINCT ?o (isIRI(?o) AS ?thing) {{ {{ {one} }} UNION {{ {named} }} }} "
        f"ORDER BY STR(?o) LIMIT {most} OFFSET {first}"
    )
    if not total or not rows:
        return None
    names = names_of(graph, {str(o) for o, is_thing in rows if is_thing}, language, known)
    facts = [Fact(o, names.get(str(o)), bool(is_thing)) for o, is_thing in rows if not str(o).startswith("_:")]
    return Group(property_, _title(known, property_, inward, language), inward, total, facts)


def _title(known: Terms, property_: str, inward: bool, language: Language) -> str:
    if not inward:
        return known.name(property_, language)
    inverse = sorted(known.inverses.get(property_, ()))
    if inverse:
        return known.name(inverse[0], language)
    name = known.name(property_, language)
    return f"is “{name}” of" if language == "en" else f"là «{name}» của"


def _order(group: Group) -> tuple[bool, bool, int, str]:
    """Our own properties before those of others, facts of the thing before those of other things about it."""
    own = group.property.startswith(NAMESPACE) or group.property in _FIRST
    rank = _FIRST.index(group.property) if group.property in _FIRST else len(_FIRST)
    return group.inward, not own, rank, group.title


_COUNTS = """{prologue}SELECT ?p ?inward (COUNT(DISTINCT ?o) AS ?n) {{
  {{ <{iri}> ?p ?o }} UNION {{ GRAPH ?g {{ <{iri}> ?p ?o }} }}
  UNION {{ {{ ?o ?p <{iri}> }} UNION {{ VALUES ?own {{ graph:units graph:vocabulary graph:ontology graph:aliases }}
    GRAPH ?own {{ ?o ?p <{iri}> }} }} BIND(true AS ?inward) }}
}} GROUP BY ?p ?inward"""


def _counts(graph: Graph, iri: str, known: Terms) -> dict[tuple[str, bool], int]:
    """How many facts of each property, outward and inward; inward ones that are told outward too left out."""
    _, rows = graph.select(_COUNTS.format(prologue=PROLOGUE, iri=iri))
    counts = {(str(p), bool(inward)): int(n or 0) for p, inward, n in rows if p is not None}
    outward = {p for p, inward in counts if not inward}
    return {
        (p, inward): n for (p, inward), n in counts.items() if not (inward and known.inverses.get(p, set()) & outward)
    }


def _ends(graph: Graph, iri: str, groups: list[Group]) -> dict[tuple[str, bool], list[tuple[Value, bool]]]:
    """The other ends of facts, and whether each is a thing: all of them, or some of very many (any: order costs)."""
    found: dict[tuple[str, bool], list[tuple[Value, bool]]] = defaultdict(list)
    parts = list(_patterns(iri, groups))
    if not parts:
        return found
    _, rows = graph.select(
        f"{PROLOGUE}SELECT DISTINCT ?p ?o ?inward (isIRI(?o) AS ?thing) {{ {' UNION '.join(parts)} }}"
    )
    for p, value, inward, is_thing in rows:
        known = found[str(p), bool(inward)]
        if not str(value).startswith("_:") and len(known) < MOST:
            known.append((value, bool(is_thing)))
    return found


_OWN = "VALUES ?own { graph:units graph:vocabulary graph:ontology graph:aliases }"


def _patterns(iri: str, groups: list[Group]) -> Iterator[str]:
    for inward in (False, True):
        few = " ".join(f"<{g.property}>" for g in groups if g.inward == inward and g.total <= MOST)
        told = f"?o ?p <{iri}>" if inward else f"<{iri}> ?p ?o"
        named = f"{_OWN} GRAPH ?own {{ {told} }}" if inward else f"GRAPH ?g {{ {told} }}"
        bound = f"BIND({str(inward).lower()} AS ?inward)"
        if few:
            yield f"{{ VALUES ?p {{ {few} }} {{ {told} }} UNION {{ {named} }} {bound} }}"
        for group in groups:
            if group.inward == inward and group.total > MOST:
                one = told.replace("?p", f"<{group.property}>")
                either = f"{{ {one} }} UNION {{ {named.replace(told, one)} }}"
                yield (f"{{ {{ SELECT ?o {{ {either} }} LIMIT {2 * MOST} }} BIND(<{group.property}> AS ?p) {bound} }}")


# What is looked for stands in each branch of a union: before it, the union would be evaluated whole.
_NAMES = """{prologue}SELECT ?x ?name (LANG(?name) AS ?language) {{
  {{ VALUES ?x {{ {values} }} ?x rdfs:label ?name }}
  UNION {{ VALUES ?x {{ {values} }} GRAPH graph:units {{ ?x rdfs:label ?name }} }}
  UNION {{ VALUES ?x {{ {values} }} GRAPH graph:findings {{ ?x rdfs:label ?name }} }} }}"""
_UNNAMED = """{prologue}SELECT ?x ?told ?name {{
  {{ VALUES ?x {{ {values} }} ?x khcn:stage ?told }} UNION {{ VALUES ?x {{ {values} }} ?x khcn:effectType ?told }}
  UNION {{ VALUES ?x {{ {values} }} ?x khcn:valueText ?value
    OPTIONAL {{ ?x schema:unitText ?unit }} OPTIONAL {{ ?x khcn:quantityOf ?of }}
    BIND(CONCAT(STR(?value), " ", COALESCE(STR(?unit), ""), " ", COALESCE(STR(?of), "")) AS ?name) }}
  UNION {{ VALUES ?x {{ {values} }} GRAPH ?g {{ ?x oa:exact ?name }} }}
  UNION {{ VALUES ?x {{ {values} }} GRAPH ?g {{ ?x khcn:sourceOf ?d }} ?d rdfs:label ?name }}
  UNION {{ VALUES ?x {{ {values} }} GRAPH ?g {{ ?x rdf:predicate ?told }} }} }}"""


def names_of(graph: Graph, iris: Iterable[str], language: Language, known: Terms | None = None) -> dict[str, str]:
    """What things are called: by their label, in the language if there is one; else by what tells most of them."""
    known = known or terms(graph)
    found = {iri: known.name(iri, language) for iri in iris if iri in known.names}
    wanted = sorted(i for i in {*iris} - set(found) if is_safe(i) and ":" in i)
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for iri, name, tongue in _batched(graph, _NAMES, wanted):
        told[str(iri)].setdefault(str(tongue or ""), str(name))
    for iri, names in told.items():
        found[iri] = names.get(language) or names.get("vi") or names.get("") or next(iter(names.values()))
    for iri, term, name in _batched(graph, _UNNAMED, [i for i in wanted if i not in found and i.startswith(BASE)]):
        found[str(iri)] = " ".join(str(name).split()) if name else known.name(str(term), language)
    return found | {iri: abbreviated(iri) for iri in iris if iri not in found}


def _batched(graph: Graph, query: str, iris: list[str], size: int = 500) -> Iterator[list[Value]]:
    for i in range(0, len(iris), size):
        values = " ".join(f"<{iri}>" for iri in iris[i : i + size])
        yield from graph.select(query.format(prologue=PROLOGUE, values=values))[1]


Proved = dict[tuple[str, str, bool], tuple[list[Proof], int]]
_STATED = """{prologue}
SELECT ?p ?o ?inward (COUNT(?e) AS ?n) (SUBSTR(GROUP_CONCAT(STR(?e); SEPARATOR=" "), 1, {room}) AS ?listed) {{
  {{ VALUES ?o {{ {values} }}
    GRAPH ?g {{ ?s rdf:subject <{iri}> ; rdf:object ?o ; rdf:predicate ?p ; khcn:evidence ?e }} }}
  UNION {{ VALUES ?o {{ {values} }}
    GRAPH ?g {{ ?s rdf:object <{iri}> ; rdf:subject ?o ; rdf:predicate ?p ; khcn:evidence ?e }} BIND(true AS ?inward) }}
  UNION {{ {{ SELECT ?e {{ GRAPH ?g {{ <{iri}> khcn:mentionedIn ?e }} }} ORDER BY ?e LIMIT {mentions} }} }}
}} GROUP BY ?p ?o ?inward"""


def _proved(graph: Graph, iri: str, others: set[str]) -> tuple[Proved, list[Proof]]:
    """Proofs of statements by predicate, other end and direction; and where the thing is mentioned."""
    values = " ".join(f"<{other}>" for other in sorted(others) if other.startswith(BASE) and is_safe(other))
    room = 120 * _MENTIONS  # characters: IRIs of evidence have 70 or so
    asked = _STATED.format(prologue=PROLOGUE, iri=iri, values=values, mentions=_MENTIONS, room=room)
    rows = [(row, _whole(row[4], room)) for row in graph.select(asked)[1]]
    words = proofs(graph, {iri for row, iris in rows for iri in (iris if row[0] is None else iris[:_PROOFS])})
    found: Proved = {}
    mentions: list[Proof] = []
    for (p, other, inward, n, _), iris in rows:
        told = [words[e] for e in iris if e in words]
        if p is None:
            mentions = told
        else:
            found[str(p), str(other), bool(inward)] = told, int(n or 0)
    return found, mentions


def _whole(iris: Value, room: int) -> list[str]:
    """The IRIs of a list that may have been cut off after ``room`` characters, in order."""
    listed = str(iris or "")
    return sorted(dict.fromkeys(listed.split(" ")[: -1 if len(listed) == room else None] if listed else ()))


def _proofs(known: Terms, proved: Proved, group: Group, value: Value) -> tuple[tuple[Proof, ...], int]:
    """What proves a fact: statements of its property, of one below it, or of an inverse; and how much there is."""
    found: dict[str, Proof] = {}
    number = 0
    for property_, same in known.sayings.get(group.property) or {(group.property, True)}:
        told, n = proved.get((property_, str(value), group.inward == same), ((), 0))
        found |= {proof.iri: proof for proof in told}
        number += n
    shown = tuple(found[iri] for iri in sorted(found)[:_PROOFS])
    return shown, number if number > len(found) else len(found)
