"""Which column of an annex table tells what: the names of tasks, who carries them out, for how long and how much."""

from __future__ import annotations

import re
from functools import cache

from ingest.layout import Block
from ingest.project_titles import Text
from ingest.project_words import alternatives, lexicon
from ontology.records import Span

_LONGEST_HEADING = 80  # characters of a column's heading
_LEAST_TITLE = 30  # characters that names fill on average; columns of names are told so where no heading does
_ROWS = 8  # rows below a heading by which its columns are judged


_MAY_BE_TITLE = re.compile(rf"\W*(?:tên\s+)?{alternatives(lexicon()['columns']['may_be_title'])}")


@cache
def _patterns() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    """What may stand before a heading's words, and the words of each field."""
    columns = lexicon()["columns"]
    fields = {f: re.compile(alternatives(words)) for f, words in columns.items() if f not in {"before", "may_be_title"}}
    return re.compile(rf"(?:{alternatives(columns['before'])}\s+)*"), fields


def columns_of(text: Text, number: int, of_tasks: bool) -> dict[str, int]:
    """Which column tells what, if the block of that number is a table's heading; else nothing.

    The column of names is told by its words. "Nội dung" and "Nhiệm vụ" alone also head duties: they tell names only
    where the words before the table speak of tasks (``of_tasks``); there the column with the longest words below it
    is that of names if no heading says so.
    """
    block = text.layout.blocks[number]
    found: dict[str, int] = {}
    maybe = []
    for at, (start, end) in enumerate(block.cells):
        said = text.low[start:end]
        if end - start > _LONGEST_HEADING or said[:1].isdigit():
            return {}
        if field := field_of(said):
            found.setdefault(field, at)
        elif said.strip():
            maybe.append(at)
    if of_tasks and "title" not in found and found and maybe:
        told = [at for at in maybe if _MAY_BE_TITLE.match(text.low, *block.cells[at])]
        longest = max(told or maybe, key=lambda at: _mean_length(text, number, at))
        if _mean_length(text, number, longest) >= _LEAST_TITLE and (told or len(found) > 1):
            found["title"] = longest
    return found if "title" in found and len(found) > 1 else {}


def field_of(said: str) -> str | None:
    """What a heading's words (lower case) tell; None if they are not known for sure."""
    before, fields = _patterns()
    start = before.match(said).end()  # type: ignore[union-attr]
    return next((f for f, words in fields.items() if words.match(said, start) or words.match(said)), None)


def _mean_length(text: Text, number: int, at: int) -> float:
    """How many characters the cells of a column have on average, in the rows right below a heading."""
    heading = text.layout.blocks[number]
    rows = [b for b in text.layout.blocks[number + 1 : number + 1 + _ROWS] if len(b.cells) == len(heading.cells)]
    lengths = [b.cells[at][1] - b.cells[at][0] for b in rows if b.table == heading.table]
    return sum(lengths) / len(lengths) if lengths else 0


def group_words(text: Text, block: Block) -> Span | None:
    """The words of a row that only says what the rows below it have in common ("II | Lĩnh vực nông nghiệp")."""
    filled = {text.text[s:e]: (s, e) for s, e in block.cells if s < e and not _SUM.fullmatch(text.text, s, e)}
    spans = list(filled.values())
    if len(spans) == 2 and _ORDER.fullmatch(text.text, *spans[0]):
        return spans[1]
    return spans[0] if len(spans) == 1 and _GROUP.match(text.low, *spans[0]) else None


_SUM = re.compile(r"\d[\d.,]*|-")
_ORDER = re.compile(r"(?:[IVX]{1,5}|[A-ZĐ])[.)]?")
_GROUP = re.compile(r"(?:[ivx]{1,5}|[a-zđ]|\d{1,2})[.)]\s|lĩnh vực|chương trình|đề tài|dự án|nhiệm vụ")
