"""What a finder may know beside the text: where and when the document was made, and by whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from ontology.records import (
    Activity,
    ApprovalKind,
    Citation,
    DocumentEntry,
    Entry,
    NotUnderstood,
    Organisation,
    Person,
    Place,
    Predicate,
    Project,
)

if TYPE_CHECKING:
    from ontology.units import Unit, UnitTable


@dataclass(slots=True)
class Context:
    """The document's own place and time, for names that need them ("UBND tỉnh", a commune's bare name).

    :ivar units: the table of administrative units
    :ivar province: the document's own province, None for the central government or if unknown
    :ivar district: its own district, if it was issued by or in one
    :ivar commune: its own commune, likewise
    :ivar date: ISO date or month of the document, None if unknown
    :ivar issuer: canonical name of the issuing body
    """

    units: UnitTable
    province: Unit | None = None
    district: Unit | None = None
    commune: Unit | None = None
    date: str | None = None
    issuer: str | None = None


class Link(msgspec.Struct):
    """A relation between two entries, proved by the reading text from ``start`` to ``end``."""

    subject: Entry
    predicate: Predicate
    object: Entry
    start: int
    end: int
    finder: str
    confidence: float = 1.0
    approval: ApprovalKind | None = None
    provision: str | None = None


@dataclass(slots=True)
class Found:
    """All that the finders found in one document, before ids and source offsets are given out.

    Later finders read what earlier ones found; spans are offsets into the reading text, one per mention.
    """

    document: DocumentEntry
    citations: list[Citation] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    not_understood: list[NotUnderstood] = field(default_factory=list)
