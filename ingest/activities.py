"""Activities (hoạt động): each thing done, under way or planned that a line tells, with period and quantities."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.activity_clauses import Clause, cut, names_document, numbered
from ingest.activity_types import status_of, type_of
from ingest.activity_words import Hits, find_actions
from ingest.context import Context, Found
from ingest.layout import Block, Layout
from ingest.periods import Time, find_times
from ingest.quantities import find_quantities
from ontology.records import Activity, ActivityType, Entry, Quantity

_FINDER = "activities"
_LENGTH = 160  # of a quote, in characters
_TOLD_IN = frozenset({"paragraph", "item", "article", "basis"})
_CLOSING = re.compile(r"Trên đây là|Kính gửi|Nơi nhận", re.IGNORECASE)
_EDGE = ' \n,;:.-+…"”'


@dataclass(slots=True)
class _Reading:
    """One document's reading: what is known while its blocks are gone through."""

    layout: Layout
    context: Context
    found: Found
    hits: Hits
    named: _Named
    activities: list[Activity] = field(default_factory=list)
    inherited: ActivityType | None = None
    """Type of a list that an earlier line has opened ("đã tham mưu ban hành một số văn bản:")."""


def find_activities(layout: Layout, context: Context, found: Found) -> list[Activity]:
    """Each thing that the document tells as done, under way or planned, in order of the text."""
    reading = _Reading(layout, context, found, find_actions(layout.text), _Named(found))
    for index, block in enumerate(layout.blocks):
        if block.kind == "heading":
            reading.inherited = None
        elif _tells(layout, index, block):
            after = layout.blocks[index + 1] if index + 1 < len(layout.blocks) else None
            _read_block(reading, block, after)
    return reading.activities


def _tells(layout: Layout, index: int, block: Block) -> bool:
    if block.kind not in _TOLD_IN or block.part in {"closing", "assessment", "preamble"}:
        return False
    if block.kind == "basis" and block.heading < 0:
        return False
    return not _CLOSING.match(layout.text, block.start, block.end) and not _topic(layout, index, block)


def _topic(layout: Layout, index: int, block: Block) -> bool:
    """Whether an item is a heading over the deeper items or paragraphs behind it ("a) Quản lý đo lường")."""
    if not block.label or layout.text[block.end - 1 : block.end] in {".", ";", ","}:
        return False
    after = next((b for b in layout.blocks[index + 1 : index + 12] if b.kind != "footnote"), None)
    if after is None or block.end - block.start > 200:
        return False
    return _depth(after) > _depth(block)


def _depth(block: Block) -> int:
    if block.kind in {"heading", "article"}:
        return 0
    if not block.label:
        return 9 if block.kind in {"paragraph", "basis", "row"} else 0
    if block.label in "-•":
        return 4
    return 5 if block.label == "+" else 2 if block.label.isdigit() else 3


def _read_block(reading: _Reading, block: Block, after: Block | None) -> None:
    text = reading.layout.text
    clauses = cut(text, block.start, block.end, reading.hits)
    opens_list = text[block.start : block.end].rstrip().endswith(":")
    listed = after is not None and names_document(text, after.start, after.end)
    said = _Said()
    for clause in clauses:
        if clause.opener in {".", "start"}:
            said = _Said()
        kind = _read_clause(reading, block, clause, said, silent=opens_list and listed and clause is clauses[-1])
        said.kind = kind or said.kind
        said.listing = said.listing or clause.listing
        if kind in {"drafting", "issuing"}:
            said.documents = kind
    if opens_list and listed:
        reading.inherited = said.documents or said.kind
    elif block.kind == "paragraph" and not names_document(text, block.start, block.end):
        reading.inherited = None


@dataclass(slots=True)
class _Said:
    """What a sentence has told so far: members of its list that have no verb of their own take it over."""

    kind: ActivityType | None = None
    documents: ActivityType | None = None
    listing: bool = False


def _read_clause(reading: _Reading, block: Block, clause: Clause, said: _Said, silent: bool) -> ActivityType | None:
    """Tell a clause as an activity, if it is one; gives its type. ``silent``: it only opens a list of documents."""
    text = reading.layout.text
    _trim(text, clause)
    if clause.end - clause.start < 8 or (clause.label and _label_only(text, clause)):
        return None
    kind = _kind(reading, text, clause, said)
    if kind is None or silent:
        return kind
    if kind == "production" and clause.opener == "," and said.kind == kind and reading.activities:
        reading.activities[-1].quantities += [f.quantity for f in find_quantities(text, clause.start, clause.end)]
        return kind
    document = reading.found.document
    status = status_of(text, clause, kind, block.part, document.kind)
    activity = Activity(
        type=kind,
        status=status,
        summary=_summary(text, clause),
        spans=[(clause.start, _quote_end(text, clause))],
        organiser=reading.context.issuer,
        quantities=[f.quantity for f in find_quantities(text, clause.start, clause.end)],
        section=block.section or None,
        finder=_FINDER,
    )
    reading.activities.append(activity)
    return kind


def _label_only(text: str, clause: Clause) -> bool:
    """Whether what stands before a colon is a topic and tells nothing done."""
    return clause.head is None or clause.subject is not None or not re.search(r"\d", text[clause.start : clause.end])


def _kind(reading: _Reading, text: str, clause: Clause, said: _Said) -> ActivityType | None:
    if clause.opener == ";" and said.listing:
        return said.documents or said.kind
    if names_document(text, clause.start, clause.end) and (clause.head is None or clause.opener in {";", "start"}):
        inherited = said.documents or reading.inherited
        if inherited:
            return "establishment" if clause.hits and clause.hits[0].action.type == "establishment" and said.documents else inherited
    if clause.head is not None:
        return type_of(text, clause)
    if clause.opener == ";" and said.kind and said.kind != "production" and numbered(text, clause.start, clause.end):
        return said.kind
    return None


def _trim(text: str, clause: Clause) -> None:
    while clause.start < clause.end and text[clause.start] in _EDGE:
        clause.start += 1
    while clause.start < clause.end and text[clause.end - 1] in " \n,;:.-+…":
        clause.end -= 1
    if text[clause.start : clause.start + 3] == "và ":
        clause.start += 3


def _quote_end(text: str, clause: Clause) -> int:
    """Where a quotation of the clause ends: before a long bracket, after at most 160 characters, at a word's end."""
    end = min(clause.end, clause.start + _LENGTH)
    bracket = text.find(" (", clause.start + 30, end)
    if bracket > 0 and clause.end - bracket > 60:
        return bracket
    if end == clause.end:
        return end
    space = text.rfind(" ", clause.start + _LENGTH // 2, end + 1)
    return space if space > 0 else end


def _summary(text: str, clause: Clause) -> str:
    words = " ".join(text[clause.start : clause.end].split())
    if len(words) > 200:
        words = words[:200].rsplit(" ", 1)[0] + " ..."
    return words[:1].upper() + words[1:]


class _Named:
    """The entries that earlier finders found, by where they stand."""

    def __init__(self, found: Found) -> None:
        self.places = _by_place(found.places)


def _by_place(entries: Iterable[Entry]) -> list[tuple[int, int, Entry]]:
    return sorted(((a, b, e) for e in entries for a, b in e.spans), key=lambda x: x[:2])
