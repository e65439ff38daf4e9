"""Tasks in annex tables of decisions (phụ lục): one row each, with host, time and money in other columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.layout import Block
from ingest.project_titles import Mention, Text, quoted, trimmed
from ingest.project_words import Head, alternatives, heads, lexicon
from ontology.records import Span

_HEAD = re.compile(rf"({alternatives(h['word'] for h in lexicon()['heads'])})\s*(?:cấp \w+\s*)?:?\s*(?=[\"“A-ZĐÀ-Ỹ])", re.IGNORECASE)
_LEAST = 4  # words of a title in a table


def tabled(text: Text) -> Iterator[Mention]:
    """The tasks that tables list in a column of names."""
    columns: dict[str, int] = {}
    width, table = 0, -1
    for block in text.layout.blocks:
        if block.kind != "row":
            continue
        heading = _columns(text, block)
        if "title" in heading and len(heading) > 1:
            columns, width, table = heading, len(block.cells), block.table
        elif columns and len(block.cells) == width and block.table - table <= 1:
            table = block.table
            yield from _row(text, block, columns)


def _columns(text: Text, block: Block) -> dict[str, int]:
    """Which column tells what, if the row is a heading."""
    found: dict[str, int] = {}
    for number, (start, end) in enumerate(block.cells):
        said = " ".join(text.low[start:end].split())
        if not said or len(said) > 60:
            continue
        for field, words in lexicon()["columns"].items():
            if field not in found and any(said.startswith(w) for w in words):
                found[field] = number
                break
    return found


def _row(text: Text, block: Block, columns: dict[str, int]) -> Iterator[Mention]:
    start, end = block.cells[columns["title"]]
    fields = {f: block.cells[n] for f, n in columns.items() if f != "title" and block.cells[n][0] < block.cells[n][1]}
    if not fields:
        return
    head, at = _head(text, start, end)
    name = quoted(text, at, end)
    begin, stop = name[0] if name else (at, trimmed(text.text, at, end))
    if text.low.count(" ", begin, stop) + 1 >= _LEAST and text.text[begin].isalnum():
        yield Mention(begin, stop, head, start, True, bool(name), (start, start), fields, 0.95)


def _head(text: Text, start: int, end: int) -> tuple[Head | None, int]:
    match = _HEAD.match(text.text, start, end)
    if not match:
        return None, start
    known = {h.word: h for h in heads()[0]}
    return known[" ".join(match[1].lower().split())], match.end()


def cell(text: Text, span: Span) -> str:
    """The words of a table cell."""
    return text.text[span[0] : span[1]].strip()
