"""Tasks in annex tables of decisions (phụ lục): one row each, with host, time and money in other columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.layout import Block
from ingest.project_anchors import AFTER_HEAD
from ingest.project_columns import columns_of, group_words
from ingest.project_titles import Mention, Text, quoted, trimmed
from ingest.project_words import UPPER, Head, alternatives, head_of, lexicon
from ontology.records import Span

_HEAD = re.compile(rf"((?i:{alternatives(h['word'] for h in lexicon()['heads'])}))")
_NAME = re.compile(rf"\s*:?\s*(?:<br\s*/?>\s*)?(?=[\"“{UPPER}])")
_TELL = (
    r"(?:phê duyệt|công nhận|gia hạn|điều chỉnh|nghiệm thu|chấm dứt|dừng|cho phép"
    r"|giao (?:trực tiếp|chủ trì|thực hiện|nhiệm vụ|cho))(?!\w)"
)
_TELLS = re.compile(_TELL)
_BEGINS = re.compile(rf"\W*(?:(?:về việc|v/v|nay)\s+)?{_TELL}")
_POINTS = re.compile(r"phụ lục|danh sách|biểu|bảng|sau đây|như sau|sau\s*:|cụ thể|kèm theo|:\s*$")
_LISTS = re.compile(rf"{_POINTS.pattern}|danh mục|\d (?:nhiệm vụ|đề tài|dự án)")
_OF_TASKS = re.compile(r"đề tài|dự án|nhiệm vụ (?:khoa học|kh&cn|khcn|nghiên cứu)")
_GIVEN = re.compile(r"giao (?:trực tiếp |chủ trì )?cho\s+")
_LEAST = 4  # words of a title in a table
_FAR = 60  # paragraphs before a table in which what is done with it is told: the articles and the signature lie between
_CAPTION = 3  # paragraphs before a table that may be its caption
_LEAD = 400  # characters of the text before a table that tell what is done with what it lists


@dataclass(slots=True)
class _Table:
    """A table of tasks: its heading row, which column tells what, what is done with what it lists.

    :ivar group: what a row of its own says of all rows below it (a field of research, a kind of task)
    """

    heading: Block
    columns: dict[str, int]
    lead: Span
    group: Span | None = None


def tabled(text: Text) -> Iterator[Mention]:
    """The tasks that tables list in a column of names; their lead is what the text before the table does."""
    table: _Table | None = None
    for number, block in enumerate(text.layout.blocks):
        if block.kind != "row":
            continue
        if heading := _table(text, number, table):
            table = heading
        elif table and len(block.cells) == len(table.heading.cells) and block.table - table.heading.table <= 1:
            if group := group_words(text, block):
                table.group = group
                text.told_cells.update(start for start, _ in block.cells)
            else:
                yield from _row(text, block, table)
        else:
            continue
        text.told_cells.update(s for n, (s, _) in enumerate(block.cells) if n != table.columns["title"] or heading)


def _table(text: Text, number: int, last: _Table | None) -> _Table | None:
    """The table of tasks whose heading the block of that number is; a page may repeat the heading of the last one."""
    block = text.layout.blocks[number]
    above = text.layout.blocks[number - 1] if number else None
    if above and above.kind == "row" and above.table == block.table:
        columns = columns_of(text, number, of_tasks=False)
        lead = last.lead if last and last.heading.table == block.table else (0, 0)
    else:
        lead = _before(text, number)
        columns = columns_of(text, number, _of_tasks(text, number, lead))
    return _Table(block, columns, lead) if columns else None


def _of_tasks(text: Text, number: int, lead: Span) -> bool:
    """Whether the words before a table speak of tasks of science and technology."""
    blocks = text.layout.blocks
    caption = [(b.start, b.end) for b in blocks[max(0, number - _CAPTION) : number] if b.kind != "row"]
    subject = [(b.start, b.end) for b in blocks[:_FAR] if b.kind == "subject"] if lead[1] else []
    return any(_OF_TASKS.search(text.low, *span) for span in [lead, *caption, *subject])


def _before(text: Text, number: int) -> Span:
    """The nearest words before a table that do something with what it lists, else those that tell what is done."""
    told: Span = (0, 0)
    for block in reversed(text.layout.blocks[max(0, number - _FAR) : number]):
        end = min(block.end, block.start + _LEAD)
        if block.kind == "row" or not _TELLS.search(text.low, block.start, end):
            continue
        if _LISTS.search(text.low, block.start, end):
            if _BEGINS.match(text.low, block.start, end):
                return block.start, end
            points = _POINTS.search(text.low, block.start, end)
            told = (block.start, end) if points and not told[1] else told
    return told


def _row(text: Text, block: Block, table: _Table) -> Iterator[Mention]:
    """The task that a row names."""
    start, end = block.cells[table.columns["title"]]
    fields = _fields(text, block, table)
    if not fields:
        return
    head, at = _head(text, start, end)
    head = head or _head_told(text, block, table)
    name = quoted(text, at, end)
    begin, stop = name[0] if name else (at, trimmed(text.text, at, end))
    if text.low.count(" ", begin, stop) + 1 >= _LEAST and text.text[begin].isalnum():
        yield Mention(begin, stop, head, start, True, bool(name), table.lead, fields, 0.95)


def _fields(text: Text, block: Block, table: _Table) -> dict[str, Span]:
    """What the other cells of a row tell, by field."""
    fields = {f: block.cells[n] for f, n in table.columns.items() if f != "title" and len(set(block.cells[n])) > 1}
    if table.group and not _HEAD.match(text.low, *table.group):
        fields.setdefault("research_field", table.group)
    if "budget" in table.columns:
        fields["budget_unit"] = table.heading.cells[table.columns["budget"]]
    if "method" in fields and (given := _GIVEN.search(text.low, *fields["method"])):
        fields.setdefault("host", (given.end(), fields["method"][1]))
    return fields


def _head_told(text: Text, block: Block, table: _Table) -> Head | None:
    """The head word that the row's kind, its group or its column's heading tells, if it tells only one."""
    kind = [block.cells[table.columns["kind"]]] if "kind" in table.columns else []
    for cell in [*kind, *filter(None, [table.group]), table.heading.cells[table.columns["title"]]]:
        told = {m[1] for m in _HEAD.finditer(text.low, *cell)}
        if len(told) == 1:
            head = head_of(told.pop())
            return None if head.family == "programme" and "khoa học" in text.low[slice(*cell)] else head
    return None


def _head(text: Text, start: int, end: int) -> tuple[Head | None, int]:
    """The head word at the beginning of a cell ("Đề tài:", "Dự án SXTN:"), and where the name begins."""
    match = _HEAD.match(text.text, start, end)
    if not match:
        return None, start
    after = AFTER_HEAD.match(text.text, match.end(), end).end()  # type: ignore[union-attr]
    name = _NAME.match(text.text, after, end)
    return (head_of(match[1]), name.end()) if name else (None, start)
