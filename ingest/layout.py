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


_SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_SUPERSCRIPT, "0123456789")
_MARK = re.compile(rf"[{_SUPERSCRIPT}]+")
_MARKUP = re.compile(r"[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}|[*_]{2,3}")
_LINE_MARKUP = re.compile(r"\s*(?:#{1,6}\s+|>\s+)?[*_]{0,3}\s*")
_LABEL = re.compile(
    r"(?:(?P<article>Điều\s+\d+[a-zđ]?)\s*[.:]|(?P<roman>[IVXLC]{1,6}|[A-HĐ])[.)](?=\s)"
    r"|(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})[.)](?=[\s*_])|(?P<letter>[a-zđ])\)|(?P<dash>[-+•])(?=\s))\s*"
)
_NOTE = re.compile(rf"(?:(?P<superscript>[{_SUPERSCRIPT}]+)\s*|(?P<plain>\d{{1,2}})\s+(?=[A-ZĐÀ-Ỹ\"“]))")
_FINISHED = re.compile(r"[.;:!?…/][\s'\"”)*_]*$")
_PLACE_DATE = re.compile(r"[^,\d]{2,40},?\s+ngày\s*(?:\d{1,2})?\s*tháng\s*(?:\d{1,2})?\s*năm\s+(?:19|20)\d\d\s*$")
_NUMBER = re.compile(r"Số\s*:\s*")
_HEADER = re.compile(r"CỘNG H[ÒO]À? XÃ HỘI|Độc lập\s*-\s*Tự do|ĐẢNG CỘNG SẢN VIỆT NAM", re.IGNORECASE)
_BASIS = re.compile(r"(?:Căn cứ|Thực hiện|Theo đề nghị|Xét đề nghị|Xét Tờ trình|Trên cơ sở)\b")
_RECIPIENTS = re.compile(r"Nơi nhận\s*:?", re.IGNORECASE)
_ROLE = re.compile(r"(?:TM|KT|TL|TUQ|Q)\.\s*[A-ZĐÀ-Ỹ ]{3,}|[A-ZĐÀ-Ỹ][A-ZĐÀ-Ỹ\s]*(?:GIÁM ĐỐC|CHỦ TỊCH|BÍ THƯ|BỘ TRƯỞNG|TRƯỞNG [A-ZĐÀ-Ỹ]+)\b|(?:GIÁM ĐỐC|CHỦ TỊCH|BÍ THƯ|BỘ TRƯỞNG)\b")
_PLAN = re.compile(r"phương hướng|nhiệm vụ trọng tâm|kế hoạch công tác|nhiệm vụ,? giải pháp|thời gian tới", re.IGNORECASE)
_ASSESSMENT = re.compile(r"đánh giá chung|hạn chế|ưu điểm|tồn tại|khó khăn", re.IGNORECASE)
_RESULTS = re.compile(r"kết quả|tình hình", re.IGNORECASE)
_LEVELS = {"article": 1, "roman": 1, "number": 2, "letter": 4, "dash": 5}


def lay_out(source: Source) -> Layout:
    """Find the structure of a document.

    Never fails: text of which nothing is understood becomes paragraphs.
    """
    return _Reader(source).run()


@dataclass(slots=True)
class _Paragraph:
    """A run of lines that belong together, before it is known what it is."""

    lines: list[Span]
    label: str = ""
    label_kind: str = ""


class _Reader:
    """Goes through the paragraphs once, keeping the section they stand in."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.normal = normalise(source.text)
        self.text = self.normal.text
        self.builder = Builder(self.text)
        self.blocks: list[Block] = []
        self.marks: list[tuple[int, int]] = []
        self.notes: dict[int, int] = {}
        self.headings: list[int] = []
        self.state = "header"
        self.part: Part = "preamble"
        self.tables = -1

    def run(self) -> Layout:
        for kind, paragraph in self._classified():
            self._emit(kind, paragraph)
        return Layout(self.source, self.builder.build(self.normal), self.blocks, self.marks, self.notes)

    def _classified(self) -> list[tuple[BlockKind, _Paragraph]]:
        found: list[tuple[BlockKind, _Paragraph]] = []
        for paragraph in self._paragraphs():
            kind = self._kind(paragraph)
            target = self._continued(found, kind, paragraph)
            if target is not None:
                target.lines += paragraph.lines
            else:
                found.append((kind, paragraph))
        return found

    def _paragraphs(self) -> list[_Paragraph]:
        paragraphs: list[_Paragraph] = []
        fresh = True
        position = 0
        for line in self.text.splitlines(keepends=True):
            start, position = position, position + len(line)
            start = _LINE_MARKUP.match(self.text, start, position).end()  # type: ignore[union-attr]
            end = start + len(self.text[start:position].rstrip(" \n\f*_"))
            if start >= end:
                fresh = True
                continue
            label = _LABEL.match(self.text, start, end)
            row = self.text[start] == "|"
            if fresh or label or row or _starts_alone(self.text[start:end]):
                paragraphs.append(_Paragraph([(start, end)]))
                if label and not row:
                    kind = label.lastgroup or ""
                    paragraphs[-1] = _Paragraph([(label.end(), end)], label.group(kind), kind)
            else:
                paragraphs[-1].lines.append((start, end))
            fresh = row
        return paragraphs

    def _kind(self, paragraph: _Paragraph) -> BlockKind:
        start, end = paragraph.lines[0][0], paragraph.lines[-1][1]
        text = self.text[start:end]
        if text.startswith("|"):
            return "row"
        if self.state == "signature":
            return "signature"
        if _RECIPIENTS.match(text):
            self.state = "recipients"
            return "recipient"
        if self.state == "recipients":
            if _ROLE.match(text):
                self.state = "signature"
                return "signature"
            return "recipient"
        if note := _NOTE.match(text):
            if note.lastgroup == "superscript" or self.state == "body":
                return "footnote"
        if self.state in {"header", "title"}:
            return self._front(text, paragraph)
        return self._body(text, paragraph)

    def _front(self, text: str, paragraph: _Paragraph) -> BlockKind:
        if _HEADER.search(text):
            return "header"
        if _NUMBER.match(text):
            return "number"
        if _PLACE_DATE.match(text):
            return "place_date"
        if text.startswith("Kính gửi"):
            self.state = "body"
            return "addressee"
        if _BASIS.match(text):
            self.state = "body"
            return "basis"
        if self.state == "header":
            if _kind_line(text):
                self.state = "title"
                return "kind"
            return "header" if len(text) < 80 and text.isupper() else self._body(text, paragraph)
        self.state = "body"
        return "subject"

    def _body(self, text: str, paragraph: _Paragraph) -> BlockKind:
        if paragraph.label_kind == "article":
            return "article"
        if paragraph.label_kind == "dash":
            return "item"
        if self.part == "preamble" and not paragraph.label and _BASIS.match(text) and not self.headings:
            return "basis"
        if paragraph.label and len(text) < 250 and not text.rstrip().endswith(";") and (paragraph.label_kind in {"roman", "number"}) and (text.isupper() or len(text) < 120):
            return "heading"
        return "item" if paragraph.label else "paragraph"

    def _continued(self, found: list[tuple[BlockKind, _Paragraph]], kind: BlockKind, paragraph: _Paragraph) -> _Paragraph | None:
        """The unfinished paragraph before a page break or footnote that this one goes on with."""
        if paragraph.label or kind not in {"paragraph", "recipient", "subject"}:
            return None
        start = paragraph.lines[0][0]
        if not (self.text[start].islower() or self.text[start].isdigit()):
            return None
        for earlier, candidate in reversed(found):
            if earlier == "footnote":
                continue
            end = candidate.lines[-1][1]
            return candidate if earlier in {"paragraph", "item", "subject", "basis"} and not _FINISHED.search(self.text[end - 6 : end]) else None
        return None

    def _emit(self, kind: BlockKind, paragraph: _Paragraph) -> None:
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

    def _note(self, block: Block, paragraph: _Paragraph) -> None:
        start, end = paragraph.lines[0]
        note = _NOTE.match(self.text, start, end)
        if note:
            block.note = int(note.group(note.lastgroup or 0).translate(_DIGITS))
            self.notes[block.note] = len(self.blocks)
            paragraph.lines[0] = (note.end(), end)

    def _row(self, block: Block, paragraph: _Paragraph) -> None:
        if not (self.blocks and self.blocks[-1].kind == "row"):
            self.tables += 1
        block.table = self.tables
        start, end = paragraph.lines[0]
        for cell in re.finditer(r"[^|]+", self.text[start:end]):
            left = start + cell.start() + len(cell.group()) - len(cell.group().lstrip())
            right = start + cell.start() + len(cell.group().rstrip())
            if block.cells:
                self.builder.insert(" | ")
            at = self.builder.length
            self._copy(left, max(left, right))
            block.cells.append((at, self.builder.length))

    def _copy_lines(self, lines: list[Span]) -> None:
        for i, (start, end) in enumerate(lines):
            if i:
                self.builder.insert(" ")
            self._copy(start, end)

    def _copy(self, start: int, end: int) -> None:
        """Copy without Markdown marks; footnote marks are taken out and remembered."""
        at = start
        for match in _INLINE.finditer(self.text, start, end):
            self.builder.copy(at, match.start())
            if match.group()[0] in _SUPERSCRIPT and not _unit_power(self.text, match.start(), match.end()):
                self.marks.append((self.builder.length, int(match.group().translate(_DIGITS))))
            elif match.group()[0] in _SUPERSCRIPT:
                self.builder.copy(match.start(), match.end())
            at = match.end()
        self.builder.copy(at, end)

    def _place(self, block: Block, paragraph: _Paragraph) -> None:
        """Put the block under its heading, and say what its section is about in time."""
        text = self.builder_text(block)
        if block.kind in {"heading", "article"}:
            block.level = _level(paragraph)
            while self.headings and self.blocks[self.headings[-1]].level >= block.level:
                self.headings.pop()
            block.heading = self.headings[-1] if self.headings else -1
            self.headings.append(len(self.blocks))
            self._turn(text, block.level)
        else:
            block.heading = self.headings[-1] if self.headings else -1
        block.section = ".".join(self.blocks[i].label if i < len(self.blocks) else block.label for i in self.headings)
        block.part = "closing" if block.kind in {"recipient", "signature"} else self.part

    def builder_text(self, block: Block) -> str:
        """The block's text so far."""
        return self.builder.since(block.start)

    def _turn(self, text: str, level: int) -> None:
        if level > 1:
            return
        self.part = (
            "plan" if _PLAN.search(text) and not text.upper().startswith("KẾT QUẢ")
            else "results" if _RESULTS.search(text)
            else "assessment" if _ASSESSMENT.search(text)
            else "body"
        )


_INLINE = re.compile(rf"[{_SUPERSCRIPT}]+|[*_]{{1,3}}")


def _unit_power(text: str, start: int, end: int) -> bool:
    """Whether superscript digits are a power of a unit (100m², 505M³) and not a footnote mark."""
    return text[start:end] in {"²", "³"} and re.search(r"\d\s?[a-zA-Z]{0,2}[mM]$", text[max(0, start - 12) : start]) is not None


def _level(paragraph: _Paragraph) -> int:
    if paragraph.label_kind == "roman" and paragraph.label in "ABCDEFGH" and paragraph.label not in "CD":
        return 1
    return _LEVELS[paragraph.label_kind] + (paragraph.label.count(".") if paragraph.label_kind == "number" else 0)


def _kind_line(text: str) -> bool:
    """Whether a line names a kind of document in capitals, as the heading does (Điều 8, Nghị định 30/2020/NĐ-CP)."""
    return text.isupper() and re.match(r"(?:BÁO CÁO|QUYẾT ĐỊNH|NGHỊ QUYẾT|KẾ HOẠCH|THÔNG BÁO|CHỈ THỊ|TỜ TRÌNH|HƯỚNG DẪN|CHƯƠNG TRÌNH|ĐỀ ÁN|KẾT LUẬN|QUY ĐỊNH|QUY CHẾ|BIÊN BẢN|GIẤY PHÉP|CÔNG ĐIỆN|THÔNG TƯ|NGHỊ ĐỊNH|LUẬT)\b", text) is not None


def _starts_alone(line: str) -> bool:
    """Whether a line begins a block of its own even without a blank line before it."""
    return bool(_PLACE_DATE.match(line) or _NUMBER.match(line) or _RECIPIENTS.match(line) or _HEADER.search(line) or (line[0] in _SUPERSCRIPT))
