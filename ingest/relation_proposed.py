"""Who puts tasks forward: a table's column of proposers, "do X đề xuất" behind a title, a submission's own list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.context import Link
from ingest.layout import Block, Layout
from ingest.relation_acts import leading
from ingest.things import Doers, Thing, Things
from ontology.records import DocumentEntry, Organisation, Project

_COLUMN = re.compile(r"(?:đơn vị|cơ quan|tổ chức|nơi|địa phương)[^|]{0,30}đề xuất", re.IGNORECASE)
_BY = re.compile(r"[”\"]?\s*(?:\([^()]*\)\s*)?,?\s*do\s+")
_PROPOSES = re.compile(r"\s+(?:đề xuất|đề nghị)(?!\w)")
_ANOTHER = re.compile(  # what a submission asks of a task that there is already
    r"(?:điều chỉnh|gia hạn|dừng|chấm dứt|đưa ra khỏi|không|rút|thay đổi|nghiệm thu)(?!\w)", re.IGNORECASE
)
_OPENING = 60  # characters of an item in which is said what is asked of its task
_SUBMISSION = "tờ trình"


def proposed_tasks(layout: Layout, document: DocumentEntry, things: Things, doers: Doers) -> Iterator[Link]:
    """Every putting forward of a task that a table, a clause behind its title or a submission tells."""
    heading: Block | None = None
    submits = doers.issuer if (document.kind_text or "").lower() == _SUBMISSION else None
    for block in layout.blocks:
        if block.kind == "row":
            heading = block if heading is None or heading.table != block.table else heading
            yield from _of_row(layout, block, heading, things)
        elif submits and block.label:
            yield from (_link(submits, thing) for thing in leading(things, block) if not _asks_else(layout, block))
    for thing in things.all:
        if isinstance(thing.entry, Project) and (by := _BY.match(layout.text, thing.end)):
            yield from _of_clause(layout.text, thing, by.end(), things)


def _asks_else(layout: Layout, block: Block) -> bool:
    """Whether a submission asks something else of the task that an item begins with."""
    return _ANOTHER.search(layout.text, block.start, min(block.end, block.start + _OPENING)) is not None


def _of_row(layout: Layout, block: Block, heading: Block, things: Things) -> Iterator[Link]:
    """The body in a row's column of proposers, for the task of that row."""
    column = next((i for i, cell in enumerate(heading.cells) if _COLUMN.search(layout.text, *cell)), None)
    if column is None or block is heading or column >= len(block.cells):
        return
    tasks = [t for t in things.within(block.start, block.end) if isinstance(t.entry, Project)]
    for thing in things.within(*block.cells[column]):
        if isinstance(thing.entry, Organisation) and tasks:
            yield _link(thing.entry, tasks[0])


def _of_clause(text: str, task: Thing, at: int, things: Things) -> Iterator[Link]:
    """The body behind a title that proposes it ("... do Sở A đề xuất")."""
    for thing in things.within(at, at + 160):
        if thing.start == at and isinstance(thing.entry, Organisation) and _PROPOSES.match(text, thing.end):
            yield _link(thing.entry, task)
            return


def _link(body: Organisation, task: Thing) -> Link:
    return Link(body, "proposes", task.entry, task.start, task.end, "relations.proposer", 0.8)
