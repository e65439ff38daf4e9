"""The doorway: one document's text in, one record out."""

from __future__ import annotations

from ingest.activities import find_activities
from ingest.assemble import assemble
from ingest.citations import find_citations, numbers_not_understood
from ingest.context import Found
from ingest.header import read_header
from ingest.layout import lay_out
from ingest.organisations import find_organisation_relations, find_organisations
from ingest.people import find_people
from ingest.places import find_places
from ingest.projects import find_projects
from ingest.relations import find_relations
from ingest.source import Source
from ontology.records import Record
from ontology.units import UnitTable


def read(source: Source, units: UnitTable) -> Record:
    """Read a document as a careful officer would.

    The finders run in the order in which they need one another: who wrote it where, which documents, places,
    organisations and people it names, then the projects, activities and relations that tie these together.
    """
    layout = lay_out(source)
    document, context = read_header(layout, units)
    found = Found(document)
    found.citations = find_citations(layout, context)
    found.not_understood = numbers_not_understood(layout, found.citations)
    found.places = find_places(layout, context)
    found.organisations = find_organisations(layout, context, found.places)
    found.people = find_people(layout, context, found.organisations)
    found.projects = find_projects(layout, context, found)
    found.activities = find_activities(layout, context, found)
    found.links = find_relations(layout, context, found)
    found.links += find_organisation_relations(layout, context, found.organisations, found.places, found.people)
    return assemble(layout, found)
