"""Organisations, people and places."""

from __future__ import annotations

from kg.axioms import axioms
from kg.description.source_graph import SourceGraph
from kg.identity import joint, scoped
from kg.naming import issuer_of, unlisted_organisations
from kg.quads import FOAF, LABEL, ORG, RDFS, SKOS, TYPE, iri, khcn, literal, vi
from ontology.records import Citation, DocumentEntry, Entry, Organisation, Person, Place, Span

_ROLES = ("addressee", "parent", "organisation", "organiser", "assignee")
_LISTS = ("hosts", "partners", "coordinates_with")


def describe_organisation(graph: SourceGraph, entry: Organisation) -> None:
    """A body: its names and type, what it belongs to, where it is."""
    subject = graph.name(entry.id)
    words = graph.words_of(entry)
    _named(graph, subject, entry.id, (entry.name, *entry.aliases))
    graph.fact(subject, TYPE, khcn("Organisation"))
    concept = graph.concept(subject, "organisationType", "organisation-type", entry.type)
    for class_ in axioms().classes.get(concept or "", ()):
        graph.fact(subject, TYPE, class_)
    graph.mention(subject, words)
    parent, place = graph.body(entry.parent), graph.place(entry.place)
    if parent:
        graph.relate(subject, f"<{ORG}subOrganizationOf>", graph.name(parent), words, entry.finder, entry.confidence)
    if place:
        graph.relate(subject, khcn("location"), graph.name(place), words, entry.finder, entry.confidence)


def describe_unlisted(graph: SourceGraph) -> None:
    """Bodies that entries only name in a role: mentioned where they are named, else where those entries stand."""
    telling = _telling(graph)
    for entry in unlisted_organisations(graph.record):
        subject = graph.name(entry.id)
        graph.fact(subject, TYPE, khcn("Organisation"))
        graph.fact(subject, LABEL, vi(graph.alias(entry.id).label))
        words = graph.find(entry.name) or graph.words_of(telling.get(entry.id, graph.record.document))[:1]
        graph.mention(subject, words)


def _telling(graph: SourceGraph) -> dict[str, Entry]:
    """The first entry that names each body in a role."""
    found: dict[str, Entry] = {}
    for entry in graph.entries.values():
        roles = (getattr(entry, role, None) for role in _ROLES)
        lists = [name for role in _LISTS for name in getattr(entry, role, ())]
        if isinstance(entry, Citation | DocumentEntry):
            lists += joint(issuer_of(entry) or "")
        for body in filter(None, (graph.body(name) for name in (*roles, *lists))):
            found.setdefault(body, entry)
    return found


def describe_person(graph: SourceGraph, entry: Person) -> None:
    """A person in office; the office is a membership."""
    subject = graph.name(entry.id)
    words = graph.words_of(entry)
    _named(graph, subject, entry.id, (entry.name,))
    graph.fact(subject, TYPE, khcn("Person"))
    graph.fact(subject, f"<{FOAF}name>", literal(entry.name))
    graph.mention(subject, words)
    body = graph.body(entry.organisation)
    if body and entry.role:
        _membership(graph, entry, subject, graph.name(body), words)


def _membership(graph: SourceGraph, entry: Person, person: str, body: str, words: list[Span]) -> None:
    node = iri(scoped("membership", graph.scope, entry.id, entry.name))
    graph.fact(node, TYPE, khcn("Membership"))
    graph.fact(node, LABEL, vi(f"{entry.name}, {entry.role}"))
    graph.fact(node, f"<{RDFS}comment>", vi(entry.role or ""))
    graph.mention(node, words[:1])
    graph.relate(node, f"<{ORG}member>", person, words[:1], entry.finder, entry.confidence)
    graph.relate(node, f"<{ORG}organization>", body, words[:1], entry.finder, entry.confidence)


def describe_place(graph: SourceGraph, entry: Place) -> None:
    """An administrative unit, whose own facts are in the units graph, or a named area."""
    subject = graph.name(entry.id)
    is_unit = "/unit/" in graph.alias(entry.id).iri
    graph.fact(subject, TYPE, khcn("AdministrativeUnit" if is_unit else "Place"))
    graph.fact(subject, LABEL, vi(graph.alias(entry.id).label))
    if not is_unit:
        graph.concept(subject, "unitLevel", "place-level", entry.level)
    graph.mention(subject, graph.words_of(entry))


def _named(graph: SourceGraph, subject: str, entry_id: str, names: tuple[str, ...]) -> None:
    """One label for everyone; every other name as an alternative."""
    label = graph.alias(entry_id).label
    graph.fact(subject, LABEL, vi(label))
    for name in names:
        if name and name != label:
            graph.fact(subject, f"<{SKOS}altLabel>", vi(name))


def may_be(graph: SourceGraph, entry: Entry) -> None:
    """Links to what a thing may be, each with its reason, proved by the words that name it."""
    for candidate in graph.alias(entry.id).may_be:
        reason = [(khcn("mayBeReason"), vi(candidate.reason))]
        words = graph.words_of(entry)[:1]
        graph.relate(
            graph.name(entry.id), khcn("mayBe"), iri(candidate.iri), words, "reconciliation", entry.confidence, reason
        )
