"""Who works together on a task: "phối hợp với A, B và C thực hiện (tổ chức, triển khai, theo dõi) X"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.context import Link
from ingest.layout import Block, Layout
from ingest.relation_doings import doer_of
from ingest.runs import lowered
from ingest.things import Doers, Thing, Things
from ontology.records import Organisation, Project, Span

_TOGETHER = re.compile(
    r"phối hợp(?<!\wphối hợp)(?:\s+chặt chẽ)?(?:\s+cùng)?(?:\s+với)?\s+(?P<bodies>[^.;:]{3,260}?)?\s*"
    r"(?P<verb>thực hiện|triển khai|tổ chức|theo dõi|xây dựng|quản lý)(?!\w)"
)
_CLAUSE_END = re.compile(r"[.;]\s|$")
_READ = frozenset({"paragraph", "item", "row", "footnote"})
_REACH = 260  # characters behind the verb in which its clause is read
_NEAR = 110  # characters between the verb and the task


def partner_relations(layout: Layout, things: Things, doers: Doers) -> Iterator[Link]:
    """Every working together that a line tells."""
    low = lowered(layout.text)
    for block in layout.blocks:
        if block.kind in _READ:
            for match in _TOGETHER.finditer(low, block.start, block.end):
                yield from _together(layout, things, doers, block, match)


def _together(layout: Layout, things: Things, doers: Doers, block: Block, match: re.Match[str]) -> Iterator[Link]:
    tasks = list(_tasks(layout, things, block, match.end()))
    bodies = (
        [t.entry for t in things.within(*match.span("bodies")) if isinstance(t.entry, Organisation)]
        if match["bodies"]
        else []
    )
    doer = doer_of(layout, block, doers)
    for task in tasks:
        start = min(match.start(), task.start)
        end = max(match.end(), task.end) if task.start >= match.start() and task.end <= block.end else match.end()
        project = task.entry
        if doer is not None and (bodies or match.end() + _NEAR > task.start):
            yield Link(doer, "collaborates_on", project, start, end, "relations.partner", 0.75)
        for body in bodies:
            if not (isinstance(project, Project) and body.name in project.hosts):
                yield Link(body, "collaborates_on", project, start, end, "relations.partner", 0.75)


def _tasks(layout: Layout, things: Things, block: Block, at: int) -> Iterator[Thing]:
    """The task behind the verb, or those of the footnote behind a counted group ("04 dự án²")."""
    end = _CLAUSE_END.search(layout.text, at, min(block.end, at + _REACH + 1))
    limit = min(end.start() if end else block.end, at + _REACH)
    for thing in things.within(at, limit):
        if isinstance(thing.entry, Project) and thing.start - at < _NEAR and "(" not in layout.text[at : thing.start]:
            yield thing
            return
    for span in _notes(layout, at, min(limit, at + 90)):
        yield from (t for t in things.within(*span) if isinstance(t.entry, Project))


def _notes(layout: Layout, start: int, end: int) -> Iterator[Span]:
    for offset, number in layout.marks_within(start, end):
        if number in layout.notes and offset <= end:
            note = layout.blocks[layout.notes[number]]
            yield note.start, note.end
