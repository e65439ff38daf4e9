"""From lines to paragraphs: what belongs together before it is known what it is.

Header and closing of an administrative document stand in two columns; there every line is a piece of its own, and
wide gaps part left from right. In the body, blank lines and list labels part paragraphs.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from ingest.runs import UPPER
from ontology.records import Span

SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_LINE_MARKUP = re.compile(r"[ \f]*(?:#{1,6} +|> +)?[*_]{0,3} *")
_LABEL = re.compile(
    r"(?:(?P<article>[*_]{0,3}Đi[eêềếểễệ]u\s+\d+[a-zđ]?)\s*[.:]"
    r"|(?P<part>(?:PHẦN|Phần)\s+(?:THỨ\s\w+|thứ\s\w+|[IVX]{1,4}|\d))(?:\s*[.:-])?(?=\s|$)|(?P<roman>[IVXLC]{1,6}|[A-HĐ])[.)](?=\s)"
    r"|(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})[.)](?=[\s*_])|(?P<letter>[a-zđ])\)|(?P<dash>[-+•])(?=\s))[\s*_]*"
)
_GAP = re.compile(  # not the blank left for a number or day
    r"(?<!  )(?<!ố:)(?<!ố: )(?<!ngày)(?<!ngày )(?<!tháng)(?<!tháng ) {3,}(?! |tháng|năm|/)|(?<=\S) *\t[ \t]*(?=\S)"
)
_PLACE_DATE = re.compile(
    r"[^,\d.;:]{2,40},?\s*ngày\s*(?:[^\s,;]{1,3}|[.…_]*)\s*tháng\s*(?:[^\s,;]{1,3}|[.…_]*)\s*năm\s+(?:19|2[0O])[\dO]{2}[\s*_]*$"
)
_NUMBER = re.compile(r"(?:(?:Nghị quyết|Luật|Lệnh|Pháp lệnh)\s+số|S[ốôỐ])\s*:|Số\s+[\d./…-]*\s?[-/]\s?[A-ZĐ]")
_RECIPIENTS = re.compile(r"Noi nhan\s*:?", re.IGNORECASE)
_PLAIN = str.maketrans(
    {
        chr(c): unicodedata.normalize("NFD", chr(c))[0]
        for c in (*range(0xC0, 0x180), 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1EA0, 0x1EFA))
    }
    | {"đ": "d", "Đ": "D"}
)
_HEAD = 40  # characters in which the words stand that a line begins with
_RULE = re.compile(r"[|:\s-]+")
_TOLD = re.compile(r"[.;]\s*$")
_RIGHT_MARGIN = 12  # spaces before a line that stands in the right column
_WRAPPED = 60  # characters; a line this long was broken by the page's width
_FRONT_LINES = 40  # a header never has more
_LONG = 150  # characters; no line of a header or closing is as long


@lru_cache(maxsize=1)
def words() -> dict[str, list[str]]:
    """What tells the parts of a document (``lexicons/layout.toml``)."""
    return tomllib.loads((Path(__file__).parent / "lexicons" / "layout.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def begins_with(key: str, flags: int = 0) -> re.Pattern[str]:
    """Pattern of a line that begins with one of the words of a list of the lexicon."""
    return re.compile(rf"[\s*_(]*(?:{'|'.join(map(re.escape, words()[key]))})(?!\w)", flags)


def plain(text: str) -> str:
    """The text letter by letter without marks, which scanners misread ("QUYÉT ĐỊNH", "Căn cử"); as long as before."""
    return text.translate(_PLAIN)


def begins(key: str, line: str) -> bool:
    """Whether a line begins with one of the words of a list of the lexicon, whatever marks a scanner has read."""
    return begins_with(key).match(line) is not None or begins_plainly(key).match(plain(line[:_HEAD])) is not None


@lru_cache(maxsize=16)
def begins_plainly(key: str) -> re.Pattern[str]:
    """:func:`begins_with` for text without marks."""
    return re.compile(rf"[\s*_(]*(?:{'|'.join(plain(re.escape(word)) for word in words()[key])})(?!\w)")


@lru_cache(maxsize=16)
def holds(key: str) -> re.Pattern[str]:
    """Pattern of a text that holds one of the words of a list of the lexicon."""
    return re.compile("|".join(map(re.escape, words()[key])), re.IGNORECASE)


@lru_cache(maxsize=2)
def role_line(without_marks: bool = False) -> re.Pattern[str]:
    """A line of a signature: authority and office in capitals ("TM. ỦY BAN NHÂN DÂN", "KT. GIÁM ĐỐC", "CHỦ TỊCH")."""
    authorities = "|".join(map(re.escape, words()["authorities"]))
    offices = "|".join(map(re.escape, words()["offices"]))
    pattern = (
        rf"(?:{authorities})(?:(?<=/.)|\s?\.)\s*[{UPPER}][{UPPER} ,&-]{{3,}}"
        rf"|(?:PHÓ |QUYỀN |Q\.\s?)?(?:{offices})(?: [{UPPER}&,-]+)*[\s*_]*$"
    )
    return re.compile(plain(pattern) if without_marks else pattern)


@lru_cache(maxsize=1)
def _office_behind() -> re.Pattern[str]:
    """An office in capitals behind a recipient, where the columns have lost the gap between them."""
    authorities = "|".join(map(re.escape, words()["authorities"]))
    offices = "|".join(map(re.escape, words()["offices"]))
    capitals = f"[{UPPER}&,]+"
    return re.compile(
        rf"(?<=[a-zà-ỹđ)\d][;.:,])\s+"
        rf"((?:{authorities})\.\s*{capitals}(?: {capitals})*|(?:PHÓ )?(?:{offices})(?: {capitals})*)$"
    )


def is_place_date(line: str) -> bool:
    """Whether a line is the place and date of a document ("Sơn La, ngày 5 tháng 11 năm 2021")."""
    return len(line) < _LONG and _PLACE_DATE.match(line) is not None


def is_number(line: str) -> bool:
    """Whether a line begins as the number of a document does ("Số: 12/BC-SKHCN", "Số 24-CT/TU")."""
    return len(line) < _LONG and _NUMBER.match(line) is not None


def is_recipients(line: str) -> bool:
    """Whether a line begins the list of recipients (nơi nhận)."""
    return line[:1] in "Nn*_" and _RECIPIENTS.match(plain(line[:_HEAD])) is not None


def is_motto(line: str) -> bool:
    """Whether a line is of the national or Party header."""
    return len(line) < _LONG and holds("motto").search(line) is not None


def is_role(line: str) -> bool:
    """Whether a line is one of a signature's."""
    if len(line) >= 100:
        return False
    if role_line().match(line) is not None:
        return True
    misread = line.isupper() and begins_with("body_heads").match(line) is None  # "TRƯỜNG" is no "TRƯỞNG"
    return misread and role_line(True).match(plain(line)) is not None


def is_kind(line: str) -> bool:
    """Whether a line names a kind of document in capitals, as its heading does."""
    return line.isupper() and begins("kind_lines", line)


class Paragraph(msgspec.Struct):
    """A run of lines that belong together, ``label`` taken off the first; ``right``: it stood in the right column."""

    lines: list[Span]
    label: str = ""
    label_kind: str = ""
    right: bool = False
    ruled: bool = False  # the first row of a table, with a rule under it


class Paragraphs:
    """Goes through the lines of a text once. ``front`` and ``closing`` say where it is."""

    def __init__(self, text: str, notes: frozenset[int] = frozenset()) -> None:
        self.text = text
        self.notes = notes
        self.front = True
        self.closing = False
        self.preamble = True
        self.titled = False
        self.told = False
        self.seen = 0

    def __iter__(self) -> Iterator[Paragraph]:
        current: Paragraph | None = None
        fresh = True
        for margin, start, end in self._lines():
            if start >= end:
                fresh = True
                continue
            self._turn(self.text[start : min(end, start + _LONG + 10)])
            row = self.text[start] == "|" and not self.front
            if self.text[start] == "|" and _RULE.fullmatch(self.text, start, end):
                if current is not None:
                    current.ruled = True
                continue
            if current is not None and not fresh and self._hyphenated(current, start, end):
                current.lines.append((start, end))
                continue
            pieces = [Paragraph([(start, end)])] if row else self._pieces(start, end)
            pieces[0].right |= self.closing and start - margin >= _RIGHT_MARGIN
            self.preamble = self.preamble and pieces[0].label_kind not in {"article", "part", "roman", "number"}
            alone = fresh or row or self.front or self.closing or bool(pieces[0].label) or self._alone(start, end)
            alone = alone or (
                current is not None and (self._wider(current, start, end) or self._headed(current, start, end))
            )
            if not alone and current is not None:
                current.lines.append((start, end))
                continue
            if current is not None:
                yield current
            yield from pieces[:-1]
            current = pieces[-1]
            fresh = row or self.titled
        if current is not None:
            yield current

    def _lines(self) -> Iterator[tuple[int, int, int]]:
        """Every line: where it begins, and where it does and ends without its markup and the space around it."""
        text, position = self.text, 0
        while position < len(text):
            stop = text.find("\n", position)
            stop = len(text) if stop < 0 else stop
            start = min(_LINE_MARKUP.match(text, position, stop).end(), stop)  # type: ignore[union-attr]  # matches nothing too
            end = stop
            while end > start and text[end - 1] in " \f*_\v\x1c\x1d\x1e\x85\u2028\u2029":
                end -= 1
            yield position, start, end
            position = stop + 1

    def _turn(self, line: str) -> None:
        """Leave the front where the body begins, enter the closing and leave it for an annex."""
        self.seen += 1
        if self.front:
            self.front = not (
                len(line) > _LONG or self.seen > _FRONT_LINES or begins("basis", line)
                or line.startswith(("Kính gửi", "Điều ")) or self.titled or _LABEL.match(line)
                or (line[0] == "|" and not _header_row(line))
            )  # fmt: skip
        self.titled = self.preamble and is_kind(line)
        if self.front:
            return
        if not self.closing:
            self.told = self.told or not self.preamble or _TOLD.search(line) is not None or len(line) > _LONG
            self.closing = is_recipients(line) or (self.told and is_role(line))
        elif len(line) > _LONG or line[0] == "|" or is_annex(line):
            self.closing = False

    def _pieces(self, start: int, end: int) -> list[Paragraph]:
        """A line's pieces: its columns in header and closing, else itself, without its list label."""
        if self.text[start] == "|":
            return [
                Paragraph([span], right=i > 0)
                for i, span in enumerate(cells(self.text, start, end))
                if span[0] < span[1]
            ]
        if self.closing and end - start < _LONG and (office := _office_behind().search(self.text, start, end)):
            return [*self._pieces_of_column(start, office.start()), Paragraph([(office.start(1), end)], right=True)]
        if (self.front or self.closing) and (gap := _GAP.search(self.text, start, end)):
            return [
                *self._pieces_of_column(start, gap.start()),
                *(Paragraph([(a, b)], right=True) for a, b in _split(self.text, gap.end(), end)),
            ]
        return self._pieces_of_column(start, end)

    def _pieces_of_column(self, start: int, end: int) -> list[Paragraph]:
        label = _LABEL.match(self.text, start, end)
        kind = (label.lastgroup or "") if label else ""
        if label and label.end() >= end and kind == "part":  # its title stands in the next line
            return [Paragraph([(start, end)], label["part"], kind)]
        if not label or label.end() >= end:
            return [Paragraph([(start, end)])]
        return [Paragraph([(label.end(), end)], label.group(kind).strip("*_"), kind)]

    def _hyphenated(self, before: Paragraph, start: int, end: int) -> bool:
        """Whether a line begins with the dash of a compound that a line's end has parted ("kinh tế / - xã hội")."""
        if self.front or self.closing or not self.text.startswith("- ", start) or end - start < 3:
            return False
        a, b = before.lines[-1]
        return self.text[start + 2].islower() and b - a >= _WRAPPED and self.text[b - 1] not in ".;:,"

    def _headed(self, heading: Paragraph, start: int, end: int) -> bool:
        """Whether a numbered heading has ended with its line, which was short or, unlike this one, in capitals."""
        a, b = heading.lines[-1]
        if heading.label_kind not in {"part", "roman", "number"} or not self.text[start].isupper():
            return False
        if heading.label_kind == "part" and self.text[start : min(end, start + _LONG)].isupper():
            return False
        if self.text[a:b].isupper():
            return not self.text[start : min(end, start + _LONG)].isupper()
        return b - a < _WRAPPED and self.text[b - 1] not in ",;"

    def _wider(self, title: Paragraph, start: int, end: int) -> bool:
        """Whether a line of the text's full width follows the shorter, centred lines of a subject."""
        last = title.lines[-1][1] - title.lines[-1][0]
        return not self.told and self.preamble and self.text[start].isupper() and end - start > max(60, 1.25 * last)

    def _alone(self, start: int, end: int) -> bool:
        """Whether a line begins a paragraph even without a blank line before it."""
        line = self.text[start : min(end, start + _LONG + 10)]
        if line[0] in SUPERSCRIPT or start in self.notes or (self.preamble and begins("basis", line)):
            return True
        return len(line) <= _LONG and bool(
            is_place_date(line) or is_number(line) or is_recipients(line) or is_motto(line)
            or (line.isupper() and begins("issuer_lines", line)) or (line.isupper() and is_role(line))
            or (self.preamble and is_kind(line))
        )  # fmt: skip


def cells(text: str, start: int, end: int) -> list[Span]:
    """The cells of a table row ``| a | b |``, without the space around them; empty ones too."""
    if text[end - 1] == "|":
        end -= 1
    found = []
    at = start + 1
    while at <= end:
        stop = text.find("|", at, end)
        stop = end if stop < 0 else stop
        right = at + len(text[at:stop].rstrip())
        left = min(at + len(text[at:stop]) - len(text[at:stop].lstrip()), right)
        found.append((left, right))
        at = stop + 1
    return found


def _header_row(line: str) -> bool:
    """Whether a table row is the header of a document laid out as a table."""
    return any(is_motto(c) or is_number(c) or is_place_date(c) for c in map(str.strip, line.strip("|").split("|")))


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    """The columns of ``text[start:end]``."""
    at = start
    for gap in _GAP.finditer(text, start, end):
        yield at, gap.start()
        at = gap.end()
    if at < end:
        yield at, end


def is_annex(line: str) -> bool:
    """Whether a line begins an annex ("PHỤ LỤC I", "(Kèm theo Quyết định số ...)")."""
    return begins_with("annex_notes").match(line) is not None or (
        line[:12].isupper() and (begins_with("annexes").match(line) is not None or is_kind(line))
    )
