"""Who applies a standard: "UBND xã A, B áp dụng ... theo TCVN ISO 9001:2015", "... theo TCVN ... tại Sở A, Sở B"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.context import Link
from ingest.layout import Layout
from ingest.things import Thing, Things
from ontology.records import Citation, Organisation

_APPLIES = re.compile(r"(?:áp dụng|duy trì|cải tiến|công nhận|vận hành|chuyển đổi)(?!\w)[^.;:]{0,160}$", re.IGNORECASE)
_AT = re.compile(r"[^.;:()|]{0,60}?\s(?:tại|của|cho|ở)\s+(?:(?:các|\d+)\s+(?:(?:đơn vị|cơ quan|cơ sở)\s*:\s*)?)?")
_JOINT = re.compile(r"[\s,;()]*(?:và\s+)?(?:[^\W\d_]+\s+){0,2}")
_LEFT = 240  # characters before a standard that tell of its use


def standard_relations(layout: Layout, things: Things) -> Iterator[Link]:
    """Every use of a standard that a line tells, by the bodies named before the verb or behind the standard."""
    for thing in things.all:
        if not isinstance(thing.entry, Citation) or thing.entry.kind != "standard":
            continue
        block = layout.block_at(thing.start)
        floor = max(block.start, thing.start - _LEFT, layout.text.rfind(". ", block.start, thing.start) + 1)
        floor = max(floor, layout.text.rfind(";", floor, thing.start) + 1)
        applies = _APPLIES.search(layout.text, floor, thing.start)
        if applies is None or block.kind in {"basis", "subject"}:
            continue
        users = _before(layout.text, things, floor, applies.start()) or _behind(layout, things, thing, block.end)
        for user in users:
            yield Link(user, "implements", thing.entry, floor, thing.end, "relations.standard", 0.75)


def _before(text: str, things: Things, floor: int, verb: int) -> list[Organisation]:
    """The bodies that stand right before the verb, joined by commas and "và"."""
    users: list[Organisation] = []
    at = verb
    for thing in things.ending_before(verb, floor):
        if not isinstance(thing.entry, Organisation):
            continue
        if not _JOINT.fullmatch(text, thing.end, max(at, thing.end)):
            break
        users.append(thing.entry)
        at = thing.start
    return users


def _behind(layout: Layout, things: Things, standard: Thing, end: int) -> list[Organisation]:
    """The bodies behind a standard at which it is used."""
    at = _AT.match(layout.text, standard.end, end)
    users: list[Organisation] = []
    reached = at.end() if at else -1
    for thing in things.within(reached, min(end, reached + 400)) if at else ():
        if not isinstance(thing.entry, Organisation) or thing.start < reached:
            continue
        if not _JOINT.fullmatch(layout.text, reached, thing.start):
            break
        users.append(thing.entry)
        reached = thing.end
    return users
