"""Relations of tasks and programmes: who hosts and helps, where they are, what they belong to, what befell them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.context import Found, Link
from ingest.layout import Layout
from ingest.relation_acts import lexicon
from ingest.relation_doings import doer_of
from ingest.text import fold
from ingest.things import Doers, Thing, Things
from ontology.records import Entry, Organisation, Place, Predicate, Project, TaskEvent

_BELONGS = re.compile(r"(?:thuộc|trong khuôn khổ)\s+(?:khuôn khổ\s+)?[“\"]?$")
_OF_PROGRAMME = re.compile(r"(?:nhiệm vụ|đề tài|dự án|mô hình)[^.;:()]{0,60}?thuộc\s+[“\"]?$", re.IGNORECASE)
_CARRIES_OUT = re.compile(r"(?:thực hiện|triển khai)\s+[“\"]?$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"\.\s|$")
_DECIDES = re.compile(r"\s*(?:đã\s+)?(?:quyết định\s+|thông báo\s+|ra quyết định\s+)?")
_BY = re.compile(r"(?:được|do)\s+(?:Chủ tịch\s+)?$")
_LISTS = frozenset({"danh mục", "danh sách"})  # they lie nowhere, what is on them does
_TELLS = frozenset({"report", "official_letter", "notice", None})  # kinds that tell what their issuer did
_LOCATED = 45  # characters behind a title in which its place still stands


def project_relations(layout: Layout, found: Found, things: Things, doers: Doers) -> Iterator[Link]:
    """Every relation of every task."""
    places = {fold(place.name): place for place in found.places}
    no_place: dict[str, Place] = {}
    for project in found.projects:
        if not project.spans:
            continue
        yield from _done_by(project, things)
        a_list = project.type.lower() in _LISTS
        yield from _located(layout, project, things, no_place if a_list else places)
        yield from _events(layout, found, project, things, doers)
        for start, end in project.spans:
            yield from _nested(layout, Thing(start, end, project, "project"), things)
            yield from _members(layout, Thing(start, end, project, "project"), things)


def _done_by(project: Project, things: Things) -> Iterator[Link]:
    roles: tuple[tuple[Predicate, list[str]], ...] = (("hosts", project.hosts), ("collaborates_on", project.partners))
    for predicate, names in roles:
        for name in names:
            if organisation := things.organisation(name):
                yield Link(organisation, predicate, project, *project.spans[0], f"relations.{predicate}", 0.85)


def _located(layout: Layout, project: Project, things: Things, places: dict[str, Place]) -> Iterator[Link]:
    """The narrowest places that are told with the task's own title."""
    told = [place for name in project.places if (place := places.get(fold(name)))]
    by_id = {id(place): place for place in told}
    for start, end in project.spans:
        limit = min(end + _LOCATED, layout.block_at(start).end)
        here = [t for t in things.within(start, limit) if id(t.entry) in by_id]
        if not here:
            continue
        narrowest = min((_width(t.entry) for t in here), default=0)
        for thing in here:
            if _width(thing.entry) == narrowest:
                yield Link(project, "located_in", thing.entry, start, max(end, thing.end), "relations.place", 0.85)
        return


def _width(place: object) -> int:
    order = ("other", "commune", "district", "province", "region", "country")
    return order.index(place.level) if isinstance(place, Place) else len(order)


def _events(layout: Layout, found: Found, project: Project, things: Things, doers: Doers) -> Iterator[Link]:
    """What befell a task: by the document or body that decided it; extensions and changes else by the reporter."""
    for event in project.events:
        if not event.spans:
            continue
        start, end = event.spans[0]
        words = layout.text[start:end].lower()
        predicate: Predicate | None = "extends" if words.startswith("gia hạn") else lexicon()["stages"].get(event.stage)
        if predicate is None:
            continue
        subject = _decider(layout, found, event, things)
        told = predicate in {"extends", "changes"} or (predicate == "stops" and _opens_clause(layout, start))
        if subject is None and told and found.document.kind in _TELLS:
            subject = doer_of(layout, layout.block_at(start), doers)
        if subject is not None and (predicate != "approves" or isinstance(subject, Organisation)):
            yield Link(subject, predicate, project, start, end, "relations.event", 0.75)


def _opens_clause(layout: Layout, start: int) -> bool:
    """Whether a verb begins its clause, so that the reporter did it ("Gia hạn ...; chấm dứt hợp đồng dự án X")."""
    begin = layout.block_at(start).start
    return not layout.text[begin:start].strip() or layout.text[begin:start].rstrip()[-1] in ".;,:"


def _decider(layout: Layout, found: Found, event: TaskEvent, things: Things) -> Entry | None:
    """The decision or body that an event names, or that stands right before it ("được UBND tỉnh phê duyệt")."""
    named = next((c for c in found.citations if c.number and c.number == event.decided_by), None)
    if named is not None:
        return named if named.kind_text != "Tờ trình" and "/TTr" not in (named.number or "") else None
    start = event.spans[0][0]
    for thing in things.ending_before(start, max(layout.block_at(start).start, start - 120)):
        if isinstance(thing.entry, Organisation) and _DECIDES.fullmatch(layout.text, thing.end, start):
            return thing.entry if _BY.search(layout.text, max(0, thing.start - 14), thing.start) else None
    return things.organisation(event.decided_by)


def _nested(layout: Layout, outer: Thing, things: Things) -> Iterator[Link]:
    """A programme named inside a task's title: what the task belongs to, or carries out."""
    reached = outer.start
    for inner in things.within(outer.start, outer.end):
        if inner.entry is outer.entry or not isinstance(inner.entry, Project) or inner.start <= reached:
            continue
        reached = inner.end  # what lies inside this one belongs to it
        before = layout.text[outer.start : inner.start]
        if inner.entry.category == "programme" and _BELONGS.search(before):
            yield Link(outer.entry, "part_of", inner.entry, outer.start, outer.end, "relations.part", 0.85)
        elif _CARRIES_OUT.search(before):
            yield Link(outer.entry, "implements", inner.entry, outer.start, outer.end, "relations.nested", 0.8)


def _members(layout: Layout, programme: Thing, things: Things) -> Iterator[Link]:
    """Tasks listed behind "các nhiệm vụ thuộc Chương trình X": in the sentence, its brackets and its footnotes."""
    block = layout.block_at(programme.start)
    left = layout.text[max(block.start, programme.start - 90) : programme.start]
    if not (
        isinstance(programme.entry, Project) and programme.entry.category == "programme" and _OF_PROGRAMME.search(left)
    ):
        return
    end = _SENTENCE_END.search(layout.text, programme.end, block.end)
    stop = end.start() if end else block.end
    stretches = [(programme.end, stop)] if re.search(r"[:(]", layout.text[programme.end : programme.end + 140]) else []
    for _, number in layout.marks_within(programme.start, stop):
        if number in layout.notes:
            note = layout.blocks[layout.notes[number]]
            stretches.append((note.start, note.end))
    for a, b in stretches:
        for thing in things.within(a, b):
            if isinstance(thing.entry, Project) and thing.entry.category not in {"programme", "other"}:
                yield Link(thing.entry, "part_of", programme.entry, thing.start, thing.end, "relations.member", 0.75)
