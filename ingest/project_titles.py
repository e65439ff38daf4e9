"""Where the name of a task or programme begins and ends.

Names follow a head word ("đề tài", "dự án", "Chương trình"), in quotation marks, after a colon or plainly. A
title is taken whole and no further: up to the closing mark, or to where the clause goes on without it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

import msgspec

from ingest.layout import Layout
from ingest.project_words import Head, alternatives, lexicon
from ontology.records import Span

LONGEST = 500  # characters; titles of tasks are seldom over 300
_OPENING = '"“'
_QUOTES = '"“”'
_QUOTE = re.compile(f"[{_QUOTES}]")


class Mention(msgspec.Struct):
    """A name in the reading text.

    :ivar start: where the name begins, without its head word unless that is part of it
    :ivar head: its head word, None where a list or table tells names alone
    :ivar head_start: where the mention begins, its head word included
    :ivar title: it is a full title, not a short name
    :ivar lead: the words before that say what is told of it (they may stand far off, before a list or footnote)
    :ivar stands_for: the mention just before that the text says it is short for ("sau đây gọi tắt là ...")
    :ivar tail: where the words behind it go on, if not right behind it but behind the list it stands in
    :ivar tentative: it is a name only if it fits one that is told elsewhere
    :ivar inner: it stands inside another name
    :ivar fields: what columns of a table or labelled lines tell of it, by field
    """

    start: int
    end: int
    head: Head | None
    head_start: int
    title: bool = True
    quoted: bool = False
    lead: Span = (0, 0)
    fields: dict[str, Span] = {}
    confidence: float = 0.9
    stands_for: Mention | None = None
    tail: int = 0
    tentative: bool = False
    inner: bool = False


@dataclass(slots=True)
class Text:
    """The reading text, and the same in lower case (offset for offset).

    :ivar listed: up to where lists have been read
    :ivar lists: how many lists have begun before ``listed``
    :ivar emphasised: the source has marks of emphasis
    :ivar told_cells: where cells begin that tell something of the task in their row, and name none
    """

    layout: Layout
    text: str
    low: str
    listed: int = 0
    lists: int = 0
    told_cells: set[int] = field(default_factory=set)
    emphasised: bool = True
    _notes: dict[int, list[Span]] | None = None

    @classmethod
    def of(cls, layout: Layout) -> Text:
        """The text of a layout."""
        low = layout.text.lower()
        if len(low) != len(layout.text):
            low = "".join(c.lower() if len(c.lower()) == 1 else c for c in layout.text)
        return cls(layout, layout.text, low, emphasised="*" in layout.source.text or "_" in layout.source.text)

    @property
    def notes(self) -> dict[int, list[Span]]:
        """The words of the footnotes of each number, in order."""
        if self._notes is None:
            self._notes = defaultdict(list)
            for block in self.layout.blocks:
                if block.kind == "footnote":
                    self._notes[block.note].append((block.start, block.end))
        return self._notes

    def may_list(self, start: int, most: int) -> bool:
        """Whether a list may be read from ``start`` on: only ``most`` inside the stretch of earlier ones.

        Keeps the time linear where every other word seems to begin a list.
        """
        self.lists = self.lists + 1 if start < self.listed else 0
        return self.lists < most

    def limit(self, offset: int) -> Span:
        """The block around ``offset``, or its cell of a table row."""
        block = self.layout.block_at(offset)
        at = bisect_right(block.cells, (offset, len(self.text))) - 1
        cell = block.cells[at] if at >= 0 else (offset, offset)
        return cell if cell[0] <= offset < cell[1] else (block.start, block.end)

    def emphasis_end(self, start: int, limit: int) -> int:
        """Where the emphasis (Markdown ``*``: italics) that begins right at ``start`` ends, else ``limit``."""
        if not self.emphasised:
            return limit
        source, origin = self.layout.source.text, self.layout.mapped.origin
        at = origin(start)
        if at < 1 or source[at - 1] not in "*_":
            return limit
        closing = source.find(source[at - 1], at, origin(limit - 1) + 1) if limit > start else -1
        return start + bisect_left(range(start, limit), closing, key=origin) if closing >= 0 else limit


_CAPITAL = re.compile(r"\s(?:" + "|".join(lexicon()["words"]["capital_enders"]) + r")(?!\w)")


_STOP = re.compile(
    r"[;\"“”(),:.\s](?:"
    rf"(?<=\s)(?:(?:với|cho|gồm|và|có|tại)\s+\d|{alternatives(lexicon()['words']['enders'])})"
    r"|(?<=[;\"“”()])|(?<=[,:])(?!\d)|(?<=\.)(?=\s|$))"
)
"""A mark, or white space with words behind it, that may end a title (begins with one class: so it is found fast)."""
_ENDER = re.compile(rf"\s+{alternatives(w for w in lexicon()['words']['enders'] if w.startswith('và '))}")
_AFTER_COMMA = re.compile(rf"\s*(?:\d|{alternatives(lexicon()['words']['after_comma'])})")
_ENUMERATED = re.compile(
    r"\s*(?:xã|huyện|tỉnh|thành phố|thị xã|thị trấn|phường|thôn|bản|quận|khu|tỷ lệ)(?!\w)"
    r"|\s*(?:định hướng|tầm nhìn|năm \d{4}|giai đoạn|đợt|lần thứ)(?!\w)"
    r"|(?:\s+[^\s,;.:()]+){1,4}(?:,|\s+và\s)"
    r"|(?:\s+[^\s,;.:()]+){1,5}\s+(?:giai đoạn|năm \d|trên địa bàn|tại|cho|của|ở|tỉnh|huyện|lần thứ)\s"
    r"|(?:\s+[^\s,;.:()]+){1,5}\s+(?:theo chuỗi|đối với|thuộc|phục vụ|và)\s"
)
_OF_TASK = re.compile(r"của (?:đề tài|dự án|nhiệm vụ|mô hình)\s+$")
_LONGEST_INNER = 80  # characters of a quotation (a product's or mark's name) inside a title without marks of its own
_NEXT_NAME = re.compile(r"(?:\s+[^\s,;.()]+){1,4}\s+(?:đề tài|dự án|nhiệm vụ)(?!\w)")
_ABOUT = re.compile(rf"\(\s*(?:\d|{alternatives(lexicon()['words']['parenthesis_about'])})")
_ABBREVIATION = re.compile(r"(?<!\w)(?:" + "|".join(lexicon()["words"]["abbreviations"]) + r")$")
_GOES_ON = re.compile(
    r"\s+(?=[^\W\d_])(?!" + alternatives(["đã", "được", "do", "đang", "và trình"]) + r")|\s*,\s+(?=\w)"
)


def title_end(text: Text, start: int, limit: int, plain: bool = False) -> int:
    """Where a title without quotation marks ends.

    Colon, semicolon, the end of the sentence, a verb of the clause ("đã", "được", "theo Quyết định") end it; a comma
    does unless the words behind it can go on with the title (for ``plain`` names in lower case: only an enumeration or
    a place can); a parenthesis is part of it if the title goes on.
    """
    limit = text.emphasis_end(start, min(limit, start + LONGEST))
    at: int | None = start
    while at is not None and (match := _STOP.search(text.low, at, limit)):
        at = _past(text, match, start, limit, plain)
        limit = match.start() if at is None else limit
    capital = _CAPITAL.search(text.text, start + 1, limit)
    return trimmed(text.text, start, capital.start() if capital else limit)


def _past(text: Text, match: re.Match[str], start: int, limit: int, plain: bool) -> int | None:
    """Where to go on behind a possible end of a title; None if it is the end."""
    mark, at = match.group()[0], match.end()
    if mark == ".":
        return at if _ABBREVIATION.search(text.text, start, match.start()) else None
    if mark == ",":
        ends = _AFTER_COMMA.match(text.low, at, limit) or _NEXT_NAME.match(text.low, at, limit) or at >= limit
        return None if ends or (plain and not _enumerated(text, start, at, limit)) else at
    if mark == "(":
        return past_parenthesis(text, match.start(), limit)
    if mark in _OPENING and match.start() > start:
        reach = LONGEST if _OF_TASK.search(text.low, start, match.start()) else _LONGEST_INNER
        close = _closing(text.text, at, min(limit, at + reach))
        return close + 1 if close >= 0 and text.text[match.start() - 1] == " " else None
    return None


def _enumerated(text: Text, start: int, comma: int, limit: int) -> bool:
    """Whether the comma that ends at ``comma`` stands in an enumeration that belongs to the title."""
    before = text.low.rfind(",", start, comma - 1)
    last_of_some = before >= 0 and text.low.count(" ", before + 2, comma) <= 3
    return last_of_some or bool(_ENUMERATED.match(text.low, comma, limit))


def past_parenthesis(text: Text, start: int, limit: int) -> int | None:
    """Where a title goes on behind the parenthesis at ``start``; None if that tells about it and is no part of it."""
    close = text.text.find(")", start, limit)
    if close < 0 or _ABOUT.match(text.low, start) or _ENDER.match(text.low, close + 1):
        return None
    return close + 1 if _GOES_ON.match(text.text, close + 1, limit) else None


def _closing(text: str, start: int, limit: int) -> int:
    """Where a quotation that began before ``start`` ends, -1 if it is not closed; inner quotations are passed."""
    depth = 1
    for match in _QUOTE.finditer(text, start, limit):
        at = match.start()
        opens = match.group() == "“" or (
            match.group() == '"' and text[at - 1] == " " and text[at + 1 : at + 2].isalnum()
        )
        depth += 1 if opens else -1
        if depth == 0:
            return at
    return -1 if depth == 1 else _first_closing(text, start, limit)


def _first_closing(text: str, start: int, limit: int) -> int:
    """The first quotation mark, unless it opens another quotation behind the end of a clause."""
    match = _QUOTE.search(text, start, limit)
    if match is None or re.search(r"[;]|\.\s", text[start : match.start()]):
        return -1
    return match.start()


def trimmed(text: str, start: int, end: int) -> int:
    """The end of ``text[start:end]`` without the marks and spaces, and a linking word, behind it."""
    return start + len(text[start:end].rstrip(" ,.;:-/").removesuffix(" và").rstrip(" ,"))


def quoted(text: Text, at: int, limit: int) -> tuple[Span, int] | None:
    """The name in the quotation marks that open at ``at``, and where it goes on behind them."""
    if at >= limit or text.text[at] not in _QUOTES:
        return None
    start = at + 1 + len(text.text[at + 1 : limit]) - len(text.text[at + 1 : limit].lstrip())
    close = _closing(text.text, at + 1, min(limit, at + LONGEST))
    if close < 0:
        end = title_end(text, start, limit)
        return ((start, end), end) if end > start else None
    end = trimmed(text.text, start, close)
    return ((start, end), close + 1) if end > start else None
