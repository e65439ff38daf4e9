"""Tasks in annex tables of decisions (phụ lục): one row each, with host, time and money in other columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.layout import Block
from ingest.project_anchors import AFTER_HEAD
from ingest.project_titles import Mention, Text, quoted, trimmed
from ingest.project_words import UPPER, Head, alternatives, head_of, lexicon
from ontology.records import Span

_HEAD = re.compile(rf"((?i:{alternatives(h['word'] for h in lexicon()['heads'])}))")
_NAME = re.compile(rf"\s*:?\s*(?:<br\s*/?>\s*)?(?=[\"“{UPPER}])")
_TELLS = re.compile(r"(?:phê duyệt|công nhận|gia hạn|điều chỉnh|nghiệm thu|giao|dừng)(?!\w)")
_LISTS = re.compile(r"phụ lục|danh mục|danh sách|sau đây|như sau|sau\s*:|cụ thể|kèm theo|\d (?:nhiệm vụ|đề tài|dự án)")
_LEAST = 4  # words of a title in a table
_FAR = 60  # paragraphs before a table in which what is done with it is told: the articles and the signature lie between
_LEAD = 400  # characters of the text before a table that tell what is done with what it lists
_LONGEST_HEADING = 60  # characters of a column's heading


def tabled(text: Text) -> Iterator[Mention]:
    """The tasks that tables list in a column of names; their lead is what the text before the table does."""
    columns: dict[str, int] = {}
    heading: Block | None = None
    field: Span | None = None
    lead = (0, 0)
    for number, block in enumerate(text.layout.blocks):
        if block.kind != "row":
            continue
        found = _columns(text, block)
        if "title" in found and len(found) > 1:
            columns, heading, field = found, block, None
            lead = _before(text, number)
        elif heading and _is_field(text, block):
            field = block.cells[1]
        elif heading and len(block.cells) == len(heading.cells) and block.table - heading.table <= 1:
            yield from _row(text, block, columns, heading, lead, field)


def _before(text: Text, number: int) -> Span:
    """The nearest words before a table that say what is done with what it lists."""
    for block in reversed(text.layout.blocks[max(0, number - _FAR) : number]):
        end = min(block.end, block.start + _LEAD)
        told = block.kind != "row" and _TELLS.search(text.low, block.start, end)
        if told and _LISTS.search(text.low, block.start, end):
            return block.start, end
    return 0, 0


def _is_field(text: Text, block: Block) -> bool:
    """Whether a row only says the field of research of those below it ("Lĩnh vực nông nghiệp")."""
    filled = [text.low[s:e] for s, e in block.cells[1:] if s < e]
    return len(filled) == 1 and len(block.cells) > 1 and text.low.startswith("lĩnh vực", block.cells[1][0])


def _columns(text: Text, block: Block) -> dict[str, int]:
    """Which column tells what, if the row is a heading."""
    found: dict[str, int] = {}
    for number, (start, end) in enumerate(block.cells):
        said = " ".join(text.low[start:end].split()) if end - start <= _LONGEST_HEADING else ""
        field = _field(said)
        if field and field not in found:
            found[field] = number
    return found


def _field(said: str) -> str | None:
    if said in lexicon()["columns"]["title_alone"]:
        return "title"
    for field, words in lexicon()["columns"].items():
        if field != "title_alone" and any(said.startswith(w) for w in words):
            return field
    return None


def _row(
    text: Text, block: Block, columns: dict[str, int], heading: Block, lead: Span, field: Span | None
) -> Iterator[Mention]:
    start, end = block.cells[columns["title"]]
    fields = {f: block.cells[n] for f, n in columns.items() if f != "title" and block.cells[n][0] < block.cells[n][1]}
    if not fields:
        return
    if field:
        fields.setdefault("research_field", field)
    if "budget" in columns:
        fields["budget_unit"] = heading.cells[columns["budget"]]
    head, at = _head(text, start, end)
    head = head or _only_head(text, heading.cells[columns["title"]])
    name = quoted(text, at, end)
    begin, stop = name[0] if name else (at, trimmed(text.text, at, end))
    if text.low.count(" ", begin, stop) + 1 >= _LEAST and text.text[begin].isalnum():
        yield Mention(begin, stop, head, start, True, bool(name), lead, fields, 0.95)


def _only_head(text: Text, cell: Span) -> Head | None:
    """The head word that a column's heading tells for all its names, if it tells only one."""
    told = {m[1] for m in _HEAD.finditer(text.low, *cell)}
    return head_of(told.pop()) if len(told) == 1 else None


def _head(text: Text, start: int, end: int) -> tuple[Head | None, int]:
    """The head word at the beginning of a cell ("Đề tài:", "Dự án SXTN:"), and where the name begins."""
    match = _HEAD.match(text.text, start, end)
    if not match:
        return None, start
    after = AFTER_HEAD.match(text.text, match.end(), end).end()  # type: ignore[union-attr]
    name = _NAME.match(text.text, after, end)
    return (head_of(match[1]), name.end()) if name else (None, start)
