"""One record and what its things are called in the graph, as quads."""

from __future__ import annotations

from dataclasses import dataclass

from kg.description.activities import describe_activity
from kg.description.agents import describe_organisation, describe_person, describe_place, describe_unlisted, may_be
from kg.description.documents import describe_citation, describe_document
from kg.description.projects import describe_project
from kg.description.relations import describe_relation
from kg.description.source_graph import SourceGraph
from kg.reconcile import Aliases
from ontology.records import Record

_SHOWN = 160


@dataclass(frozen=True)
class Description:
    """Quads of one source.

    :ivar lines: N-Quads, sorted, each once: default graph and the source's own
    :ivar unsaid: what the record tells and the graph does not, for the quality report
    """

    lines: list[str]
    unsaid: list[str]


def describe(record: Record, text: str, aliases: Aliases, access: str = "internal") -> Description:
    """Say a record in RDF.

    :param text: the stored source text; evidence is sliced from it
    :param aliases: what its entries are called (:func:`kg.reconcile.reconcile`)
    :param access: ``public`` or ``internal``
    """
    graph = SourceGraph(record, text, aliases, access)
    describe_document(graph)
    for citation in record.citations:
        describe_citation(graph, citation)
    for project in record.projects:
        describe_project(graph, project)
    for organisation in record.organisations:
        describe_organisation(graph, organisation)
    describe_unlisted(graph)
    for person in record.people:
        describe_person(graph, person)
    for place in record.places:
        describe_place(graph, place)
    for activity in record.activities:
        describe_activity(graph, activity)
    for relation in record.relations:
        describe_relation(graph, relation)
    for entry in graph.entries.values():
        if entry.id in aliases:
            may_be(graph, entry)
    graph.unsaid += [f"not understood: {n.what}: {n.quote[:_SHOWN]}" for n in record.not_understood]
    return Description(graph.lines(), graph.unsaid + _not_read(record))


def _not_read(record: Record) -> list[str]:
    """What the reading itself could not make out, for the quality report."""
    name = record.source.name
    shapes = [f"not understood in {name} ({piece.what}): {piece.quote}" for piece in record.not_understood]
    return shapes + [f"page {page} of {name} is a picture without text" for page in record.source.unread_pages]
