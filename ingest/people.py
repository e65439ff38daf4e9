"""People."""

from ingest.context import Context
from ingest.layout import Layout
from ontology.records import Organisation, Person


def find_people(layout: Layout, context: Context, organisations: list[Organisation]) -> list[Person]:
    """x."""
    return []
