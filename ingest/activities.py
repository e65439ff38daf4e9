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
_TOLD_IN = frozenset({"paragraph", "item", "article", "basis", "row"})
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
        elif _tells(layout, block):
            _read_block(reading, index, block)
    return reading.activities


def _tells(layout: Layout, block: Block) -> bool:
    if block.kind not in _TOLD_IN or block.part in {"closing", "assessment"} or block.kind == "row":
        return False
    if block.kind == "basis" and block.heading < 0:
        return False
    if block.part == "preamble":
        return False
    return not _CLOSING.match(layout.text, block.start, block.end)


def _read_block(reading: _Reading, index: int, block: Block) -> None:
    text = reading.layout.text
    kind: ActivityType | None = None
    for clause in cut(text, block.start, block.end, reading.hits):
        if clause.opener in {".", "start"}:
            kind = None
        kind = _read_clause(reading, block, clause, kind) or kind
    if text[block.start : block.end].rstrip().endswith(":"):
        reading.inherited = kind
    elif block.kind == "paragraph" and reading.inherited and not names_document(text, block.start, block.end):
        reading.inherited = None


def _read_clause(reading: _Reading, block: Block, clause: Clause, before: ActivityType | None) -> ActivityType | None:
    """Tell a clause as an activity, if it is one; gives its type. ``before`` is that of the clause it is a list with."""
    text = reading.layout.text
    _trim(text, clause)
    if clause.end - clause.start < 8:
        return None
    kind = _kind(reading, text, clause, before)
    if kind is None:
        return None
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


def _kind(reading: _Reading, text: str, clause: Clause, before: ActivityType | None) -> ActivityType | None:
    if clause.head is not None:
        return type_of(text, clause)
    if names_document(text, clause.start, clause.end):
        return (before if before in {"drafting", "issuing"} else None) or reading.inherited
    if clause.opener == ";" and before and before != "production" and numbered(text, clause.start, clause.end):
        return before
    return None


def _trim(text: str, clause: Clause) -> None:
    while clause.start < clause.end and text[clause.start] in _EDGE:
        clause.start += 1
    while clause.start < clause.end and text[clause.end - 1] in " \n,;:.-+…":
        clause.end -= 1
    if text[clause.start : clause.start + 3] == "và ":
        clause.start += 3


def _quote_end(text: str, clause: Clause) -> int:
    """Where a quotation of the clause ends: at most 160 characters, at a word's end."""
    if clause.end - clause.start <= _LENGTH:
        return clause.end
    end = text.rfind(" ", clause.start, clause.start + _LENGTH + 1)
    return end if end > clause.start + _LENGTH // 2 else clause.start + _LENGTH


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
