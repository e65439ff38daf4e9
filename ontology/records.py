"""The record: what one document says, and the seam between reading and graph.

`ingest` makes records, `kg` turns them into triples, tests and other programs exchange them as JSON. A
:class:`Record` holds one document; every entry in it carries the words that prove it. Predicates, kinds and
categories are the closed lists below, so that a misspelt one cannot pass.

Offsets (``spans``) count Unicode code points of the *stored source text*, newlines untouched; a quotation that
runs over a page break has several spans. While a document is being read, ``spans`` are offsets into its
:class:`ingest.layout.Layout` text, one span per mention; ``ingest.assemble`` turns them into source offsets.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

SCHEMA_VERSION = "1.0"

Span = tuple[int, int]

DocumentKind = Literal[
    "law", "resolution", "decree", "decision", "circular", "directive", "plan", "official_letter", "report",
    "notice", "licence", "regulation", "guidance", "conclusion", "standard", "other",
]  # fmt: skip
ProjectCategory = Literal["st_task", "model", "programme", "investment", "linkage", "digital", "initiative", "other"]
OrganisationType = Literal[
    "people_committee", "people_council", "department", "ministry", "government", "party", "agency", "division",
    "centre", "enterprise", "cooperative", "hospital", "university", "institute", "school", "council",
    "association", "media", "court_inspectorate", "other",
]  # fmt: skip
PlaceLevel = Literal["country", "region", "province", "district", "commune", "other"]
ActivityType = Literal[
    "inspection", "check", "acceptance", "selection", "appraisal", "training", "workshop", "meeting", "licensing",
    "verification", "calibration", "testing", "survey", "drafting", "issuing", "establishment", "communication",
    "publication", "support", "production", "demonstration", "contest", "penalty", "finance", "personnel",
    "emulation", "administration", "other",
]  # fmt: skip
ActivityStatus = Literal["done", "ongoing", "planned"]
Predicate = Literal[
    "approves", "approves_list_for", "issues", "establishes", "amends", "replaces", "repeals", "based_on",
    "implements", "reports_on", "hosts", "collaborates_on", "located_in", "part_of", "stops", "extends",
    "changes", "proposes", "signed_by", "heads", "licensed_to", "inspected",
]  # fmt: skip
ApprovalKind = Literal["list", "host", "execution", "result"]
"""Which of the four approvals of a task's life a decision gives: its name on a list (danh mục), who does it
(tuyển chọn, giao trực tiếp), how and for how much (thuyết minh, kinh phí), its result (công nhận kết quả)."""


class Entry(msgspec.Struct, kw_only=True):
    """Something that a document names, with the words that name it.

    ``quotes`` has one verbatim piece of the source per distinct mention form; ``spans`` every mention.
    """

    id: str = ""
    quotes: list[str] = []
    spans: list[Span] = []
    finder: str = ""
    confidence: float = 1.0
    note: str | None = None


class Signer(msgspec.Struct, kw_only=True):
    """Who signed, in what office, and by what authority (TM., KT., TL., TUQ., Q.; None where the head signs)."""

    name: str
    role: str | None = None
    authority: str | None = None


class Period(msgspec.Struct, kw_only=True):
    """A closed interval of days, ISO dates; an end is None where the text leaves it open."""

    start: str | None = None
    end: str | None = None


class DocumentEntry(Entry, kw_only=True):
    """The document itself (số hiệu, ngày, cơ quan ban hành, trích yếu, nơi nhận, chữ ký). Its id is ``doc``."""

    kind: DocumentKind | None = None
    kind_text: str | None = None
    number: str | None = None
    number_raw: str | None = None
    date: str | None = None
    date_text: str | None = None
    issuer: str | None = None
    place: str | None = None
    title: str | None = None
    period_covered: Period | None = None
    addressee: str | None = None
    signer: Signer | None = None
    recipients: list[str] = []
    secrecy: str | None = None
    circulation: str | None = None


class Citation(Entry, kw_only=True):
    """A legal or administrative document that is referred to; ``number`` is canonical, ``number_raw`` as printed."""

    kind: DocumentKind
    kind_text: str | None = None
    number: str | None = None
    number_raw: str | None = None
    date: str | None = None
    date_text: str | None = None
    issuer: str | None = None
    title: str | None = None
    count: int = 1


class TaskEvent(msgspec.Struct, kw_only=True):
    """One step in a task's life (``stage`` is a concept of the stage scheme), with the words that tell it."""

    stage: str
    date: str | None = None
    decided_by: str | None = None
    grade: str | None = None
    quote: str = ""
    spans: list[Span] = []


class Project(Entry, kw_only=True):
    """A named task, project, programme, scheme, list or model; hosts, partners and places are canonical names."""

    category: ProjectCategory
    type: str
    name: str
    aliases: list[str] = []
    level: Literal["quốc gia", "bộ", "tỉnh", "cơ sở"] | None = None
    statuses: list[str] = []
    places: list[str] = []
    hosts: list[str] = []
    partners: list[str] = []
    lead: str | None = None
    task_code: str | None = None
    research_field: str | None = None
    budget: float | None = None
    budget_text: str | None = None
    period: Period | None = None
    period_text: str | None = None
    events: list[TaskEvent] = []


class Organisation(Entry, kw_only=True):
    """An organisation under its full canonical name; ``aliases`` stand in the text as written."""

    name: str
    aliases: list[str] = []
    type: OrganisationType
    parent: str | None = None
    place: str | None = None
    count: int = 1


class Place(Entry, kw_only=True):
    """An administrative unit or named area; ``unit`` is the identifier of ``ontology.units`` when resolved."""

    name: str
    level: PlaceLevel
    province: str | None = None
    count: int = 1
    unit: str | None = None
    candidates: list[str] = []


class Person(Entry, kw_only=True):
    """A person in office."""

    name: str
    role: str | None = None
    organisation: str | None = None


class Quantity(msgspec.Struct, kw_only=True):
    """A figure with its unit; ``text`` is verbatim, since 1.50 and 1.5 are not the same words."""

    value: float
    unit: str | None = None
    of: str | None = None
    text: str | None = None
    target: float | None = None


class Activity(Entry, kw_only=True):
    """One thing done, under way or planned; ``quote`` is verbatim, at most 160 characters."""

    type: ActivityType
    status: ActivityStatus
    summary: str
    period: str | None = None
    period_start: str | None = None
    period_end: str | None = None
    organiser: str | None = None
    places: list[str] = []
    quantities: list[Quantity] = []
    about: list[str] = []
    assignee: str | None = None
    coordinates_with: list[str] = []
    deadline: str | None = None
    cumulative: bool = False
    section: str | None = None
    quote: str = ""


class RelationDetail(msgspec.Struct, kw_only=True):
    """The ends of a relation by entry id, and what proves it."""

    subject: str
    object: str
    spans: list[Span] = []
    finder: str = ""
    confidence: float = 1.0
    approval: ApprovalKind | None = None
    provision: str | None = None


class Relation(msgspec.Struct, array_like=True):
    """``[subject, predicate, object, quote, detail]``; ends are told by number or name, and in detail by id."""

    subject: str
    predicate: Predicate
    object: str
    quote: str
    detail: RelationDetail


class SourceInfo(msgspec.Struct, kw_only=True):
    """Where a record comes from: the file's and the stored text's SHA-256 (hex), the reader, length in characters.

    ``dropped`` are running headers and page numbers left out of the text, ``unread_pages`` the pages (from 1) that are
    pictures, whose text is lacking, ``sections`` where each section begins and the path of its labels ("II.1",
    "Điều 2", "Phụ lục"; empty before the first).
    """

    name: str
    file_sha256: str
    text_sha256: str
    reader: str
    length: int
    pages: list[int] = []
    dropped: list[str] = []
    unread_pages: list[int] = []
    sections: list[tuple[int, str]] = []


class NotUnderstood(msgspec.Struct, kw_only=True):
    """A piece of text that looked like something but was not understood; counted and shown, never dropped."""

    what: str
    quote: str
    spans: list[Span] = []


class Record(msgspec.Struct, kw_only=True):
    """What one document says."""

    schema_version: str = SCHEMA_VERSION
    source: SourceInfo
    document: DocumentEntry
    citations: list[Citation] = []
    projects: list[Project] = []
    organisations: list[Organisation] = []
    places: list[Place] = []
    people: list[Person] = []
    activities: list[Activity] = []
    relations: list[Relation] = []
    not_understood: list[NotUnderstood] = []


def to_json(record: Record) -> bytes:
    """A record as indented UTF-8 JSON that ends with a newline."""
    return msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n"


def from_json(data: bytes | str) -> Record:
    """Read a record; raises :class:`msgspec.ValidationError`, which names the path of what is wrong."""
    return msgspec.json.decode(data, type=Record)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a record (draft 2020-12)."""
    schema = msgspec.json.schema(Record)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://w3id.org/khcn/record.schema.json",
        **schema,
    }


if __name__ == "__main__":  # python -m ontology.records > docs/record.schema.json
    import json
    import sys

    sys.stdout.write(json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n")
