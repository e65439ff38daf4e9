"""Structure of an administrative document: from lines to blocks.

Administrative documents have a fixed make-up (Nghị định 30/2020/NĐ-CP, Phụ lục I): national header, issuer,
number and symbol, place and date, kind and subject, addressee or bases, numbered sections or articles,
recipients, signature. :func:`lay_out` finds these parts, joins lines and paragraphs that a page break has torn
apart, ties footnotes to their marks, and gives one reading text: one line per block, in reading order.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

import msgspec

from ingest.lines import SUPERSCRIPT, Paragraph, Paragraphs, cells
from ingest.parts import DIGITS, NOTE, BlockKind, Classifier, Part, part_of_section
from ingest.plain_marks import plain_marks
from ingest.source import Source
from ingest.text import Builder, Mapped, normalise
from ontology.records import Span


class Block(msgspec.Struct):
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
    cells: list[Span] = []
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
    _marked: dict[int, list[int]] = field(init=False)
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.mapped.text
        self._starts = [b.start for b in self.blocks]
        self._marked = {}
        for offset, number in self.marks:
            self._marked.setdefault(number, []).append(offset)

    def index_at(self, offset: int) -> int:
        """Index of the block that holds ``offset``."""
        return (bisect_right(self._starts, offset) or 1) - 1

    def block_at(self, offset: int) -> Block:
        """The block that holds ``offset``."""
        return self.blocks[(bisect_right(self._starts, offset) or 1) - 1]

    def marks_within(self, start: int, end: int) -> list[tuple[int, int]]:
        """The footnote marks from ``start`` to ``end``, with their numbers."""
        return self.marks[bisect_left(self.marks, (start, -1)) : bisect_right(self.marks, (end, 1 << 30))]

    def marked(self, number: int) -> list[int]:
        """Where the marks of a footnote's number were taken from, first one first."""
        return self._marked.get(number, [])

    def source_spans(self, start: int, end: int) -> list[Span]:
        """Where ``text[start:end]`` stands in the source text: several spans over a page break."""
        return self.mapped.spans(start, end)

    def quote(self, start: int, end: int) -> str:
        """The verbatim words of the source for ``text[start:end]`` (pieces joined by a space)."""
        return self.words(self.source_spans(start, end))

    def words(self, spans: list[Span]) -> str:
        """The verbatim words of the source at ``spans`` (pieces joined by a space)."""
        text = self.source.text
        return text[slice(*spans[0])] if len(spans) == 1 else " ".join([text[start:end] for start, end in spans])


_INLINE = re.compile(
    rf"[{SUPERSCRIPT}*_\t](?:(?<=[*_])[*_]{{0,2}}|(?<![*_\t])[{SUPERSCRIPT}]{{0,3}}|(?<=\t))"
)  # begins with a set
_UNIT_BEFORE = re.compile(r"\d\s?[a-zA-Z]{0,2}[mM]$")
_LEVELS = {"article": 1, "part": 1, "roman": 1, "number": 2, "letter": 4, "dash": 5}


def lay_out(source: Source) -> Layout:
    """Find the structure of a document.

    Never fails: text of which nothing is understood becomes paragraphs.
    """
    return _Reader(source).run()


class _Reader:
    """Copies the classified paragraphs to the reading text, keeping the section they stand in."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.normal = normalise(source.text)
        self.text = self.normal.text
        self.plain = plain_marks(self.text)
        self.builder = Builder(self.text)
        self.blocks: list[Block] = []
        self.marks: list[tuple[int, int]] = []
        self.notes: dict[int, int] = {}
        self.headings: list[int] = []
        self.section = ""  # the path of their labels
        self.part: Part = "preamble"
        self.over: Part = "body"  # what the part (A, PHẦN I) is about that stands above I, II
        self.parted = False
        self.letter = ""
        self.tables = -1
        self.closed = False

    def run(self) -> Layout:
        """Lay out the whole text."""
        paragraphs = Paragraphs(self.text, self.plain.notes)
        for kind, paragraph in Classifier(self.text, self.plain.notes).classify(paragraphs):
            self._emit(kind, paragraph)
        return Layout(self.source, self.builder.build(self.normal), self.blocks, self.marks, self.notes)

    def _emit(self, kind: BlockKind, paragraph: Paragraph) -> None:
        if self.blocks:
            self.builder.insert("\n")
        block = Block(kind, self.builder.length, 0, paragraph.label)
        if kind == "footnote":
            self._note(block, paragraph)
        if kind == "row":
            self._row(block, paragraph)
        else:
            self._copy_lines(paragraph.lines)
        block.end = self.builder.length
        self._place(block, paragraph)
        self.blocks.append(block)

    def _note(self, block: Block, paragraph: Paragraph) -> None:
        start, end = paragraph.lines[0]
        note = NOTE.match(self.text, start, end)
        if note:
            block.note = int(note.group(note.lastgroup or 0).translate(DIGITS))
            self.notes[block.note] = len(self.blocks)
            paragraph.lines[0] = (note.end(), end)

    def _row(self, block: Block, paragraph: Paragraph) -> None:
        if paragraph.ruled or not (self.blocks and self.blocks[-1].kind == "row"):
            self.tables += 1
        block.table = self.tables
        for left, right in cells(self.text, *paragraph.lines[0]):
            if block.cells:
                self.builder.insert(" | ")
            at = self.builder.length
            self._copy(left, right)
            block.cells.append((at, self.builder.length))

    def _copy_lines(self, lines: list[Span]) -> None:
        for i, (start, end) in enumerate(lines):
            if i:
                self.builder.insert(" ")
            first, last = (bisect_left(self.plain.marks, (at, 0)) for at in (start, end))
            for mark, number in self.plain.marks[first:last]:
                self._copy(start, mark)
                self.marks.append((self.builder.length, number))
                start = mark + len(str(number))
            self._copy(start, end)

    def _copy(self, start: int, end: int) -> None:
        """Copy without Markdown marks; footnote marks are taken out and remembered."""
        at = start
        for match in _INLINE.finditer(self.text, start, end):
            self.builder.copy(at, match.start())
            if match.group() == "\t":
                self.builder.insert(" ")
            elif match.group()[0] in SUPERSCRIPT:
                if self._unit_power(match):
                    self.builder.copy(match.start(), match.end())
                else:
                    self.marks.append((self.builder.length, int(match.group().translate(DIGITS))))
            at = match.end()
        self.builder.copy(at, end)

    def _unit_power(self, match: re.Match[str]) -> bool:
        """Whether superscript digits are a power of a unit (100m², 505M³) and not a footnote mark."""
        before = self.text[max(0, match.start() - 12) : match.start()]
        return match.group() in {"²", "³"} and _UNIT_BEFORE.search(before) is not None

    def _place(self, block: Block, paragraph: Paragraph) -> None:
        """Put the block under its heading, and say what its section is about in time."""
        if block.kind in {"heading", "article"}:
            block.level = self._level(paragraph)
            while self.headings and self.blocks[self.headings[-1]].level >= block.level:
                self.headings.pop()
            block.heading = self.headings[-1] if self.headings else -1
            self.section = ".".join([*(self.blocks[i].label for i in self.headings), block.label])
            self.headings.append(len(self.blocks))
            if block.level == 1 and not self.closed:
                self.part = self.over = part_of_section(self.builder.since(block.start))
            elif self.parted and paragraph.label_kind == "roman" and not self.closed:
                own = part_of_section(self.builder.since(block.start))
                self.part = own if own == "assessment" or self.over == "body" else self.over
        else:
            block.heading = self.headings[-1] if self.headings else -1
        if block.kind in {"recipient", "signature"}:
            self.closed, self.headings, self.section = True, [], ""
        elif self.closed and block.kind != "footnote":
            self.part = "annex"
        block.section = self.section
        block.part = "closing" if block.kind in {"recipient", "signature"} else self.part

    def _level(self, paragraph: Paragraph) -> int:
        """Depth of a heading: parts and letters A, B stand above I, II, where they come first, those above 1, 1.1."""
        kind, label = paragraph.label_kind, paragraph.label
        if kind == "part" or (kind == "roman" and label == self._next_letter()):
            self.parted = True
            self.letter = label if kind == "roman" else self.letter
            return 1
        level = _LEVELS[kind] + (label.count(".") if kind == "number" else 0)
        return level + 1 if self.parted and kind != "article" else level

    def _next_letter(self) -> str:
        """The letter that a heading of the highest level can bear here; none once Roman numerals have come first."""
        if not self.letter:
            return "A" if not self.headings or self.parted else ""
        return "ABCDĐEFGH"["ABCDĐEFGH".index(self.letter) + 1 :][:1]
