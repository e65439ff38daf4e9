"""One page of a PDF as words with places, lines of words, and ruled lines. Units: points, y upwards."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers.reading import superscript

_MAX_EDGES = 20_000  # drawings with more are charts or maps, not tables
_SPACE = (
    0.09  # part of the size of the font from which a gap is a space; a space itself has 0.2 and more, less overhang
)
_LABEL_ALONE = re.compile(r"[-–+•*]|\(?\d{1,3}(?:\.\d{1,2})*[.)]?|[a-zđ][.)]|[IVXLC]{1,6}[.)]?|[A-HĐ]\.")
_UNBROKEN = re.compile(r"\w-$|[0-9A-ZĐ]/$")
_HEADER_RIGHT = re.compile(r"^(?:CỘNG HÒA|CỘNG HOÀ|ĐẢNG CỘNG|Độc lập\b)")


@dataclass(slots=True)
class Word:
    """Letters between two spaces; ``y`` is the baseline, ``size`` the font's, ``spaced`` whether a space follows."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    spaced: bool = False


@dataclass(slots=True)
class Line:
    """Words on one baseline, from left to right."""

    words: list[Word]
    y: float
    size: float
    note: str = ""  # superscript digits that the line begins with

    @property
    def x0(self) -> float:
        """Left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return self.words[-1].x1

    @property
    def text(self) -> str:
        """The line's words with single spaces."""
        parts: list[str] = []
        for left, right in zip(self.words, [*self.words[1:], None], strict=True):
            parts.append(left.text)
            if right is not None and (left.spaced or right.x0 - left.x1 > _SPACE * self.size):
                parts.append(" ")
        return unicodedata.normalize("NFC", "".join(parts))


@dataclass(frozen=True, slots=True)
class Edge:
    """A ruled line: at ``at`` (x of a vertical, y of a horizontal one) from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """What stands on a page."""

    width: float
    height: float
    words: list[Word]
    verticals: list[Edge] = field(default_factory=list)
    horizontals: list[Edge] = field(default_factory=list)
    pictured: bool = False  # a picture covers most of it


def load_page(page: pdfium.PdfPage) -> Page:
    """Words and ruled lines of a page; turned pages are turned back."""
    width, height = page.get_size()
    turn = _turner(page)
    textpage = page.get_textpage()
    words = list(_words(textpage, turn))
    textpage.close()
    verticals, horizontals = _edges(page, turn)
    return Page(width, height, words, verticals, horizontals, _pictured(page, width * height))


def _turner(page: pdfium.PdfPage) -> Any:
    """Maps user space to the page as it is shown (its /Rotate and the corner of its box)."""
    left, bottom, right, top = page.get_cropbox()
    rotations = {
        0: lambda x, y: (x - left, y - bottom),
        90: lambda x, y: (y - bottom, right - x),
        180: lambda x, y: (right - x, top - y),
        270: lambda x, y: (top - y, x - left),
    }
    return rotations.get(page.get_rotation(), rotations[0])


def _words(textpage: pdfium.PdfTextPage, turn: Any) -> Iterator[Word]:
    """Words in the order of the content; a space, a gap, a new baseline or another size ends one."""
    word: Word | None = None
    for char, x0, x1, y, size in _chars(textpage, turn):
        if char.isspace():
            if word is not None:
                word.spaced = True
                yield word
            word = None
        elif word is not None and unicodedata.combining(char):
            word.text += char
        elif word is not None and _goes_on(word, x0, y, size):
            word.text += char
            word.x1 = max(x1, word.x1)
        else:
            if word is not None:
                yield word
            word = Word(char, x0, x1, y, size)
    if word is not None:
        yield word


def _goes_on(word: Word, x0: float, y: float, size: float) -> bool:
    level = abs(y - word.y) < 0.08 * word.size and abs(size - word.size) < 0.12 * word.size
    return level and -0.5 * size < x0 - word.x1 < _SPACE * size


def _chars(textpage: pdfium.PdfTextPage, turn: Any) -> Iterator[tuple[str, float, float, float, float]]:
    """(character, left, right, baseline, size); spaces that pdfium made up are left out, gaps tell the same."""
    handle = textpage.raw
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    matrix = raw.FS_MATRIX()
    for i in range(raw.FPDFText_CountChars(handle)):
        if raw.FPDFText_IsGenerated(handle, i) == 1:
            continue
        char = _character(raw.FPDFText_GetUnicode(handle, i))
        if not char:
            continue
        raw.FPDFText_GetLooseCharBox(handle, i, box)
        raw.FPDFText_GetCharOrigin(handle, i, x, y)
        raw.FPDFText_GetMatrix(handle, i, matrix)
        size = raw.FPDFText_GetFontSize(handle, i) * (math.hypot(matrix.b, matrix.d) or 1.0)
        (x0, y0), (x1, y1) = turn(box.left, box.bottom), turn(box.right, box.top)
        height = abs(y1 - y0)
        if size < 0.4 * height:  # fonts drawn in units of their own (Type 3) have no telling size
            size = 0.9 * height
        yield char, min(x0, x1), max(x0, x1), turn(x.value, y.value)[1], size


def _character(code: int) -> str:
    """What a character code stands for: pdfium marks a hyphen at a line's end; private-use ones are bullets."""
    if code in (0x02, 0xFFFE, 0xAD):
        return "-"
    if 0xE000 <= code <= 0xF8FF:
        return "•"
    return "" if code < 0x20 and code not in (9, 10, 13) else chr(code)


def _pictured(page: pdfium.PdfPage, area: float) -> bool:
    """Whether pictures cover more than half of the page."""
    covered = 0.0
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        covered += max(right - left, 0) * max(top - bottom, 0)
    return covered > 0.5 * area


def _edges(page: pdfium.PdfPage, turn: Any) -> tuple[list[Edge], list[Edge]]:
    verticals: list[Edge] = []
    horizontals: list[Edge] = []
    for count, (start, end) in enumerate(_strokes(page)):
        if count > _MAX_EDGES:
            return [], []
        (ax, ay), (bx, by) = turn(*start), turn(*end)
        if abs(ax - bx) < 1 <= abs(ay - by) - 2:
            verticals.append(Edge((ax + bx) / 2, min(ay, by), max(ay, by)))
        elif abs(ay - by) < 1 <= abs(ax - bx) - 2:
            horizontals.append(Edge((ay + by) / 2, min(ax, bx), max(ax, bx)))
    return _merged(verticals), _merged(horizontals)


_Point = tuple[float, float]


def _strokes(page: pdfium.PdfPage) -> Iterator[tuple[_Point, _Point]]:
    """Straight pieces of all drawn paths, in user space."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3):
        raw.FPDFPath_GetDrawMode(item.raw, fill, stroke)
        if not (fill.value or stroke.value):
            continue
        points = list(_points(item))
        yield from ((a, b) for (_, a), (kind, b) in pairwise(points) if kind == "line")


def _points(item: pdfium.PdfObject) -> Iterator[tuple[str, _Point]]:
    """("move" | "line", point) of a path; curves count as moves."""
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    start: _Point = (0.0, 0.0)
    for i in range(min(raw.FPDFPath_CountSegments(item.raw), _MAX_EDGES)):
        segment = raw.FPDFPath_GetPathSegment(item.raw, i)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        yield ("line" if kind == raw.FPDF_SEGMENT_LINETO else "move"), point
        if raw.FPDFPathSegment_GetClose(segment):
            yield "line", start


def _merged(edges: list[Edge], near: float = 2.5) -> list[Edge]:
    """Pieces on one line that touch, as one edge: cells are often drawn one by one, lines as thin boxes."""
    rows: list[list[Edge]] = []
    for edge in sorted(edges, key=lambda e: e.at):
        if rows and edge.at - rows[-1][-1].at <= near and edge.at - rows[-1][0].at <= 2 * near:
            rows[-1].append(edge)
        else:
            rows.append([edge])
    merged: list[Edge] = []
    for row in rows:
        at = sum(e.at for e in row) / len(row)
        first = len(merged)
        for edge in sorted(row, key=lambda e: e.start):
            if len(merged) > first and edge.start - merged[-1].end <= near:
                merged[-1] = Edge(at, merged[-1].start, max(merged[-1].end, edge.end))
            else:
                merged.append(Edge(at, edge.start, edge.end))
    return merged


def lines_of(words: list[Word]) -> list[Line]:
    """Lines from top to bottom; small raised digits join the line they are raised over, as superscripts."""
    lines: list[Line] = []
    bands: dict[int, list[Line]] = {}
    for word in sorted(words, key=lambda w: -w.size):
        line = _home(word, bands)
        if line is None:
            line = Line([], word.y, word.size)
            lines.append(line)
            for band in _bands(word.y, word.size):
                bands.setdefault(band, []).append(line)
        elif word.y - line.y > 0.15 * line.size:
            word.text = superscript(word.text)
        line.words.append(word)
    for line in lines:
        line.words = _once(sorted(line.words, key=lambda w: w.x0))
        line.size = _usual_size(line.words)
        first = line.words[0]
        line.note = first.text if first.text.strip("⁰¹²³⁴⁵⁶⁷⁸⁹") == "" else ""
    return sorted(lines, key=lambda a: (-a.y, a.x0))


def _once(words: list[Word]) -> list[Word]:
    """Words without those drawn twice in one place, as some programs make letters bold."""
    kept: list[Word] = []
    for word in words:
        if not kept or word.text != kept[-1].text or word.x0 - kept[-1].x0 > 0.15 * word.size:
            kept.append(word)
        elif word.spaced:
            kept[-1].spaced = True
    return kept


def _usual_size(words: list[Word]) -> float:
    """The size that most letters have."""
    letters: dict[float, int] = {}
    for word in words:
        letters[word.size] = letters.get(word.size, 0) + len(word.text)
    return max(letters, key=lambda size: (letters[size], size))


def _bands(y: float, size: float) -> range:
    return range(int((y - 0.3 * size) // 4), int((y + 0.8 * size) // 4) + 1)


def _home(word: Word, bands: dict[int, list[Line]]) -> Line | None:
    """The line that a word belongs to: the same baseline, or raised over it and smaller."""
    for line in bands.get(int(word.y // 4), []):
        rise = word.y - line.y
        if abs(rise) <= 0.15 * line.size and word.size > 0.5 * line.size:
            return line
        if word.size < 0.8 * line.size and -0.25 * line.size < rise < 0.7 * line.size:
            return line
    return None


def segments(line: Line) -> list[Line]:
    """A line cut where columns stand side by side: at wide gaps, and before the right half of the national header."""
    pieces: list[list[Word]] = [[]]
    for word in line.words:
        last = pieces[-1]
        if last and _cut(last, word, line):
            pieces.append([])
        pieces[-1].append(word)
    return [Line(piece, line.y, line.size, line.note if i == 0 else "") for i, piece in enumerate(pieces)]


def _cut(before: list[Word], word: Word, line: Line) -> bool:
    gap = word.x0 - before[-1].x1
    if gap < 0.6 * line.size:
        return False
    if gap > 1.6 * line.size:
        return len(before) > 1 or not _LABEL_ALONE.fullmatch(before[0].text)
    rest = Line([w for w in line.words if w.x0 >= word.x0], line.y, line.size).text
    return bool(_HEADER_RIGHT.match(rest)) and rest.isupper() == rest[:4].isupper()


def join_lines(texts: list[str]) -> str:
    """Lines of one paragraph as one: words broken at a hyphen or slash ("QĐ-", "12/") close up again."""
    joined = ""
    for text in texts:
        if joined and not _UNBROKEN.search(joined):
            joined += " "
        joined += text
    return joined
