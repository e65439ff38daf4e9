"""Lines of a PDF page as paragraphs: columns side by side, indents, gaps, footnotes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.readers.pdf_page import Line, join_lines, segments
from ingest.readers.reading import following, superscript

_LABEL = re.compile(
    r"(?:[-–+•*]|\d{1,2}(?:\.\d{1,2}){0,3}[.)]|[a-zđ]\)|[IVXLC]{1,6}\.|[A-HĐ]\.)\s|Điều\s+\d+[a-zđ]?[.:]"
)
_FIXED = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
MARKS = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_FINISHED = re.compile(r"[.;:!?…][\"'”)]*$")
_ENCLOSING = (("“", "”"), ("«", "»"), ("(", ")"), ("[", "]"))


@dataclass(slots=True)
class Frame:
    """Where the text of a kind of page stands: left and right margin, distance of lines, size of the body's font."""

    left: float
    right: float
    leading: float
    size: float


@dataclass(slots=True)
class Paragraph:
    """Lines that make one paragraph; ``open`` if its last line is full, ``flush`` if its first has no indent."""

    lines: list[Line]
    open: bool = False
    flush: bool = False
    note: str = ""

    @property
    def text(self) -> str:
        """Its lines joined."""
        return join_lines([line.text for line in self.lines])


@dataclass(slots=True)
class Flow:
    """A page's paragraphs in reading order, its footnotes apart."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: list[Paragraph] = field(default_factory=list)


def frame_of(lines: list[Line]) -> Frame:
    """Margins, leading and body size of lines from pages of one width."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    size = sizes.most_common(1)[0][0]
    body = [line for line in lines if abs(line.size - size) < 1] or lines
    gaps = sorted(a.y - b.y for a, b in pairwise(body) if 0.8 * size < a.y - b.y < 2.2 * size)
    leading = gaps[len(gaps) // 5] if gaps else 1.3 * size
    return Frame(min(line.x0 for line in body), max(line.x1 for line in body), leading, size)


def flow(
    lines: list[Line],
    frame: Frame,
    rules: list[float],
    breaks: list[float],
    *,
    marks: frozenset[str] = frozenset(),
    before: Paragraph | None = None,
) -> Flow:
    """Paragraphs and footnotes of a page.

    :param lines: lines outside tables, top to bottom
    :param rules: heights of short horizontal lines, which set footnotes apart
    :param breaks: heights (of tables) over which no paragraph goes on
    :param marks: footnote marks to look for beside those in ``lines``: those in the page's tables, and the next in
        number, since a footnote may stand on the page after its mark
    :param before: the last footnote of the page before, which may go on here
    """
    start = _notes_start(lines, frame, rules, marks, before)
    result = Flow(notes=_notes(lines[start:], frame, before))
    for zone in _zones(lines[:start]):
        if zone.right:
            for column in (zone.left, zone.right):
                result.paragraphs += _column(column)
        else:
            result.paragraphs += _paragraphs(zone.left, frame, breaks)
    return result


def _notes_start(
    lines: list[Line], frame: Frame, rules: list[float], marks: frozenset[str], before: Paragraph | None
) -> int:
    """Index of the first footnote line; the number of lines if the page has no footnotes."""
    marks = marks | {mark for line in lines for mark in MARKS.findall(line.text)}
    small = len(lines)
    while small and lines[small - 1].size < frame.size - 0.7:
        small -= 1
    for i in range(small, len(lines)):
        goes_on = before is not None and (before.open or _under_rule(lines[i], rules))
        if lines[i].note or _plain_mark(lines[i]) in marks - {""} or goes_on:
            return i
    marked = (i for i, line in enumerate(lines) if line.note and _under_rule(line, rules))
    return next(marked, len(lines))


def _under_rule(line: Line, rules: list[float]) -> bool:
    return any(0 < rule - line.y < 2.5 * line.size for rule in rules)


def _plain_mark(line: Line) -> str:
    """The number that a footnote begins with where it is not raised, as superscript digits."""
    first = line.words[0].text
    return superscript(first) if first.isdecimal() and len(first) < 4 and len(line.words) > 1 else ""


def _notes(lines: list[Line], frame: Frame, before: Paragraph | None) -> list[Paragraph]:
    """Footnotes of a page; the first has no mark if it goes on from the page before."""
    notes: list[Paragraph] = []
    last = before.note if before is not None else ""
    raised = any(line.note for line in lines)
    for line in lines:
        mark = line.note or ("" if raised else _plain_mark(line))
        if mark and (line.note or mark == following(last) or (not notes and before is None)):
            notes.append(Paragraph([line], note=mark))
            last = mark
        elif not notes:
            notes.append(Paragraph([line]))
        else:
            notes[-1].lines.append(line)
    for note in notes:
        note.open = note.lines[-1].x1 > frame.right - 5 * frame.size and not _FINISHED.search(note.lines[-1].text)
    return notes


@dataclass(slots=True)
class _Zone:
    """Lines one below another (``left`` only), or two columns."""

    left: list[Line] = field(default_factory=list)
    right: list[Line] = field(default_factory=list)
    gutter: tuple[float, float] = (0.0, 0.0)

    def takes(self, pieces: list[Line]) -> bool:
        """Add the pieces of a line that stand clear of the gutter; False if the line crosses it or comes after all."""
        low, high = self.gutter
        sides = ["left" if p.x1 <= high else "right" if p.x0 >= low else "" for p in pieces]
        if "" in sides or (sides == ["left"] and (self._over(pieces[0]) or not self._under_left(pieces[0]))):
            return False
        for side, column in (("left", self.left), ("right", self.right)):
            column += _whole([p for p, where in zip(pieces, sides, strict=True) if where == side])
        self.gutter = max(p.x1 for p in self.left), min(p.x0 for p in self.right)
        return self.gutter[0] < self.gutter[1]

    def _under_left(self, piece: Line) -> bool:
        """Whether a piece stands under the left column and not in the middle of the page."""
        return piece.x0 + piece.x1 < 2 * max(p.x1 for p in self.left) + 8

    def _over(self, piece: Line) -> bool:
        """Whether the right column went on alone after the left had ended: what follows on the left is new."""
        after = [r.y for r in self.right if r.y < self.left[-1].y - 0.5 * piece.size]
        return any(y - piece.y > 1.3 * piece.size for y in after) and not any(
            abs(r.y - piece.y) < piece.size for r in self.right
        )


def _whole(pieces: list[Line]) -> list[Line]:
    """Pieces on one side of the gutter put together again ("Số:      /BC-SKHCN")."""
    lines: list[Line] = []
    for piece in pieces:
        if lines and abs(lines[-1].y - piece.y) < 1:
            lines[-1] = Line([*lines[-1].words, *piece.words], piece.y, piece.size, lines[-1].note)
        else:
            lines.append(piece)
    return lines


def _zones(lines: list[Line]) -> list[_Zone]:
    """Runs of whole lines and blocks of two columns (national header, signature), in order."""
    zones: list[_Zone] = []
    i = 0
    while i < len(lines):
        zone, count = _columns_at(lines, i)
        if zone is None:
            if not zones or zones[-1].right:
                zones.append(_Zone())
            zones[-1].left.append(lines[i])
            i += 1
        else:
            zones.append(zone)
            i += count
    return zones


def _columns_at(lines: list[Line], i: int) -> tuple[_Zone | None, int]:
    """A block of two columns that begins at line i, with the number of lines it takes."""
    pieces = segments(lines[i])
    used = 1
    if len(pieces) == 1 and i + 1 < len(lines) and lines[i].y - lines[i + 1].y < 0.7 * lines[i].size:
        pieces = sorted([*pieces, *segments(lines[i + 1])], key=lambda p: p.x0)
        used = 2
    if len(pieces) < 2 or any(a.x1 >= b.x0 for a, b in pairwise(pieces)):
        return None, 0
    widest = max(range(1, len(pieces)), key=lambda k: pieces[k].x0 - pieces[k - 1].x1)
    zone = _Zone(_whole(pieces[:widest]), _whole(pieces[widest:]), (pieces[widest - 1].x1, pieces[widest].x0))
    while i + used < len(lines) and _near(zone, lines[i + used]) and zone.takes(segments(lines[i + used])):
        used += 1
    return (zone, used) if len(zone.left) + len(zone.right) > 2 else (None, 0)


def _near(zone: _Zone, line: Line) -> bool:
    """Columns end at a wide gap, but for that of the signature itself."""
    last = min(zone.left[-1].y, zone.right[-1].y)
    return last - line.y < 8 * line.size


def _column(lines: list[Line]) -> list[Paragraph]:
    """Lines of a narrow column: each a paragraph, but those that plainly go on with the one before."""
    found: list[Paragraph] = []
    for line in lines:
        if found and _wrapped(found[-1].text, line.text):
            found[-1].lines.append(line)
        else:
            found.append(Paragraph([line]))
    return found


def _wrapped(before: str, text: str) -> bool:
    """Whether a line of a column is the rest of one too long for it: it begins small, is a year, or ends the motto."""
    if any(phrase.startswith(f"{before} {text}") for phrase in _FIXED):
        return True
    begins = text[:1].islower() or re.match(r"(?:19|20)\d\d$", text)
    return bool(begins) and not _LABEL.match(text) and not _FINISHED.search(before)


def _paragraphs(lines: list[Line], frame: Frame, breaks: list[float]) -> list[Paragraph]:
    found: list[Paragraph] = []
    for line in lines:
        if found and _goes_on(found[-1], line, frame) and not any(line.y < y < found[-1].lines[-1].y for y in breaks):
            found[-1].lines.append(line)
        else:
            flush = line.x0 < frame.left + 4 and not _LABEL.match(line.text)
            found.append(Paragraph([line], flush=flush))
    for paragraph in found:
        last = paragraph.lines[-1]
        paragraph.open = frame.right - last.x1 < 5 * frame.size and not _centred(last, frame)
    return found


def _goes_on(paragraph: Paragraph, line: Line, frame: Frame) -> bool:
    """Whether a line goes on with a paragraph."""
    last = paragraph.lines[-1]
    if (
        abs(line.size - last.size) > 0.15 * line.size
        or last.y - line.y > 1.18 * frame.leading * line.size / frame.size + 0.5
    ):
        return False
    text, before = line.text, last.text
    finished = bool(_FINISHED.search(before))
    if not finished and not _LABEL.match(text) and (text[:1].islower() or _encloses(paragraph.text)):
        return True
    if _room(last, frame) > _first_width(line) + 0.3 * line.size:
        return False
    if _centred(line, frame) and _centred(last, frame):
        return True
    if _LABEL.match(text) and (finished or line.x0 > frame.left + 6):
        return False
    return _aligned(paragraph, line, finished=finished)


def _encloses(text: str) -> bool:
    """Whether a quotation or a bracket is still open at the end of a text."""
    return text.count('"') % 2 == 1 or any(text.rfind(opens) > text.rfind(closes) for opens, closes in _ENCLOSING)


def _first_width(line: Line) -> float:
    """Width of a line's first word, which a change of font may have cut into pieces ("M" + "ường")."""
    first = line.words[0]
    end = first.x1
    for left, right in pairwise(line.words):
        if left.spaced or right.x0 - left.x1 > 0.1 * line.size:
            break
        end = right.x1
    return end - first.x0


def _room(last: Line, frame: Frame) -> float:
    """Space left on a line: a word that had fitted in would not stand on the next."""
    if _centred(last, frame):
        return (frame.right - frame.left) - (last.x1 - last.x0)
    return frame.right - last.x1


def _centred(line: Line, frame: Frame) -> bool:
    middle = abs((line.x0 + line.x1) - (frame.left + frame.right)) < 12
    return middle and line.x0 > frame.left + 12


def _aligned(paragraph: Paragraph, line: Line, *, finished: bool) -> bool:
    """Whether a line's left end fits: first lines are indented, or hang out before a list's mark."""
    first = paragraph.lines[0]
    if len(paragraph.lines) > 1:
        return abs(line.x0 - paragraph.lines[-1].x0) < 6
    if line.x0 > first.x0 + 4:
        return bool(_LABEL.match(first.text)) and line.x0 - first.x0 < 60
    if line.x0 > first.x0 - 4:
        return not finished or paragraph.flush
    return True
