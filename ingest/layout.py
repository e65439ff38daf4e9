"""Structure of an administrative document: from lines to blocks.

Administrative documents have a fixed make-up (Nghị định 30/2020/NĐ-CP, Phụ lục I): national header, issuer,
number and symbol, place and date, kind and subject, addressee or bases, numbered sections or articles,
recipients, signature. :func:`lay_out` finds these parts, joins lines and paragraphs that a page break has torn
apart, ties footnotes to their marks, and gives one reading text: one line per block, in reading order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from ingest.source import Source
from ingest.text import Builder, Mapped, normalise
from ontology.records import Span

BlockKind = Literal[
    "header",  # Quốc hiệu, tên cơ quan
    "number",  # Số: .../BC-SKHCN
    "place_date",  # Sơn La, ngày 5 tháng 11 năm 2021
    "kind",  # BÁO CÁO
    "subject",  # trích yếu
    "addressee",  # Kính gửi
    "basis",  # Căn cứ ..., Thực hiện ...
    "heading",
    "article",  # Điều 1.
    "paragraph",
    "item",  # -, +, a)
    "row",  # of a table
    "footnote",
    "recipient",
    "signature",
]
Part = Literal["preamble", "results", "assessment", "plan", "body", "closing", "annex"]


@dataclass(slots=True)
class Block:
    """One paragraph, heading, list item, table row or footnote; ``layout.text[start:end]`` is its text.

    ``label`` is its own mark ("II", "1", "a", "-", "Điều 1"; not part of the text), ``level`` the depth of a
    heading (1 is highest), ``heading`` the index of the heading it stands under (-1: none), ``section`` the path
    of labels ("II.1"), ``part`` what the section is about in time, ``note`` a footnote's own number, ``cells``
    the spans of a row's cells, ``table`` the number of its table (-1: none).
    """

    kind: BlockKind
    start: int
    end: int
    label: str = ""
    level: int = 0
    heading: int = -1
    section: str = ""
    part: Part = "preamble"
    note: int = 0
    cells: list[Span] = field(default_factory=list)
    table: int = -1


@dataclass(slots=True)
class Layout:
    """A document's reading text with its blocks in order.

    :ivar text: one line per block (newline between blocks), marks of lists, footnotes and Markdown taken out
    :ivar marks: (offset in text, number) of every footnote mark, at the place it was taken from
    :ivar notes: index of the footnote block of each number, per page order (later numbers win on a repeat)
    """

    source: Source
    mapped: Mapped
    blocks: list[Block]
    marks: list[tuple[int, int]]
    notes: dict[int, int]
    _starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._starts = [b.start for b in self.blocks]

    @property
    def text(self) -> str:
        """The reading text."""
        return self.mapped.text

    def index_at(self, offset: int) -> int:
        """Index of the block that holds ``offset``."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def block_at(self, offset: int) -> Block:
        """The block that holds ``offset``."""
        return self.blocks[self.index_at(offset)]

    def source_spans(self, start: int, end: int) -> list[Span]:
        """Where ``text[start:end]`` stands in the source text: several spans over a page break."""
        return self.mapped.spans(start, end)

    def quote(self, start: int, end: int) -> str:
        """The verbatim words of the source for ``text[start:end]`` (pieces joined by a space)."""
        return " ".join(self.source.text[a:b] for a, b in self.source_spans(start, end))


_LINE = re.compile(r"[^\n\f]*")
_MARKUP = re.compile(r"\s*(?P<hashes>#{1,6}\s+)?")
_LABEL = re.compile(
    r"(?:(?P<roman>[IVXLC]{1,6}|[A-HĐ])[.)](?=\s)|(?P<article>Điều\s+\d+[a-zđ]?)[.:]|(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?P<close>[.)])(?=\s)"
    r"|(?P<letter>[a-zđ])\)|(?P<dash>[-+*•])(?=\s))\s*"
)
_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_SUPERSCRIPT, "0123456789")
_MARK = re.compile(rf"[{_SUPERSCRIPT}]+")
_NOTE = re.compile(rf"(?P<number>[{_SUPERSCRIPT}]+)\s*|(?P<plain>\d{{1,2}})\s+(?=[A-ZĐÀ-Ỹ])")
_END = re.compile(r"[.;:!?…]['\"”)]*\s*$")


def lay_out(source: Source) -> Layout:
    """Find the structure of a document.

    Never fails: text of which nothing is understood becomes paragraphs.
    """
    return _Reader(source).run()


class _Reader:
    """Goes through the lines once, keeping the open block and the section it stands in."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.normal = normalise(source.text)
        self.builder = Builder(self.normal.text)
        self.blocks: list[Block] = []
        self.marks: list[tuple[int, int]] = []

    def run(self) -> Layout:
        raise NotImplementedError
