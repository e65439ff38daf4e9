"""PDF files with a text layer, by pypdfium2: reading order, paragraphs, tables and footnotes put together."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.encodings import Legacy, convert, repair
from ingest.readers.errors import UnreadableDocument
from ingest.readers.pdf_flow import MARKS, Frame, Paragraph, flow, frame_of
from ingest.readers.pdf_page import Line, join_lines, lines_of, load_page
from ingest.readers.pdf_tables import Table, continue_table, take_tables
from ingest.readers.reading import Reading, table_text

_PAGE_NUMBER = re.compile(r"[-–\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–\s]*", re.IGNORECASE)


@dataclass(slots=True)
class _Sheet:
    """One page, taken apart."""

    width: float
    height: float
    lines: list[Line]
    tables: list[Table]
    rules: list[float] = field(default_factory=list)


@dataclass(slots=True)
class _Piece:
    """A paragraph, footnote or table.

    ``starts`` tells where in it another page begins: (page, offset in ``text``; row of a table).
    """

    page: int
    text: str
    table: Table | None = None
    open: bool = False
    flush: bool = False
    note: str = ""
    starts: list[tuple[int, int]] = field(default_factory=list)


def read_pdf(data: bytes, path: Path) -> Reading:
    """Text layer of a PDF.

    :raises UnreadableDocument: "encrypted", "damaged", or "scan" where no page has a text layer
    """
    sheets = _sheets(data, path)
    dropped = _drop_furniture(sheets)
    if not any(sheet.lines or sheet.tables for sheet in sheets):
        raise UnreadableDocument(path, "scan")
    pieces = _assemble(sheets)
    for piece in pieces:
        if piece.table is not None:
            _write_table(piece, piece.table)
    encoding = _convert_legacy(pieces)
    text, pages = _join(pieces, len(sheets))
    return Reading("pdf", text, pages, tuple(dropped), encoding)


def _write_table(piece: _Piece, table: Table) -> None:
    """The table's text; the places of its page breaks become offsets."""
    piece.text = table_text(table.rows)
    piece.starts = [(page, min(len(table_text(table.rows[:row])) + 1, len(piece.text))) for page, row in piece.starts]


def _sheets(data: bytes, path: Path) -> list[_Sheet]:
    number = 0
    try:
        document = pdfium.PdfDocument(data)
        try:
            sheets = []
            for number in range(len(document)):
                page = document[number]
                sheets.append(_sheet(page))
                page.close()
            return sheets
        finally:
            document.close()
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        reason = "encrypted" if locked or "password" in str(error).lower() else "damaged"
        raise UnreadableDocument(path, reason, ("page", number + 1) if number else None) from error


def _sheet(page: pdfium.PdfPage) -> _Sheet:
    loaded = load_page(page)
    tables, words = take_tables(loaded)
    inside = [(t.bottom, t.top) for t in tables]
    rules = [
        e.at
        for e in loaded.horizontals
        if 30 < e.end - e.start < 0.5 * loaded.width and not any(a - 3 <= e.at <= b + 3 for a, b in inside)
    ]
    return _Sheet(loaded.width, loaded.height, lines_of(words), tables, rules)


def _drop_furniture(sheets: list[_Sheet]) -> list[str]:
    """Take running headers, footers and page numbers off the pages; returns what was taken, in order."""
    seen = Counter(key for sheet in sheets for key in {_place(line, sheet) for line in _outer(sheet)})
    dropped: list[str] = []
    for sheet in sheets:
        for line in _outer(sheet):
            margin = min(line.y, sheet.height - line.y) / sheet.height
            often = seen[_place(line, sheet)]
            edge = line is sheet.lines[0] or line is sheet.lines[-1]
            numbered = edge and margin < 0.12 and _PAGE_NUMBER.fullmatch(line.text)
            if numbered or (often > 1 and margin < 0.07) or (often > 2 and margin < 0.12):
                dropped.append(line.text)
                sheet.lines.remove(line)
    return dropped


def _outer(sheet: _Sheet) -> list[Line]:
    """Up to three lines at the top and at the bottom, the outermost first."""
    top, bottom = sheet.lines[:3], sheet.lines[3:][-3:]
    return [*top, *reversed(bottom)]


def _place(line: Line, sheet: _Sheet) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round((line.y if line.y < sheet.height / 2 else sheet.height - line.y) / 4)


def _frames(sheets: list[_Sheet]) -> dict[int, Frame]:
    """Margins by page width: pages of one width share them."""
    by_width: dict[int, list[Line]] = {}
    for sheet in sheets:
        by_width.setdefault(round(sheet.width), []).extend(sheet.lines)
    return {width: frame_of(lines) for width, lines in by_width.items() if lines}


def _assemble(sheets: list[_Sheet]) -> list[_Piece]:
    frames = _frames(sheets)
    pieces: list[_Piece] = []
    noted = False
    for number, sheet in enumerate(sheets):
        frame = frames.get(round(sheet.width), Frame(0, sheet.width, 15, 12))
        body, notes = _page_pieces(number, sheet, frame, noted=noted)
        noted = bool(notes)
        if notes and not notes[0].note:
            _extend_note(pieces, notes)
        if body and _append_torn(pieces, body[0], number):
            body = body[1:]
        pieces += body
        _place_notes(pieces, notes, number)
    return pieces


def _page_pieces(number: int, sheet: _Sheet, frame: Frame, *, noted: bool) -> tuple[list[_Piece], list[_Piece]]:
    """A page's paragraphs and tables from top to bottom, and its footnotes."""
    tops = [table.top for table in sheet.tables]
    marks = frozenset(mark for table in sheet.tables for row in table.rows for mark in MARKS.findall(" ".join(row)))
    found = flow(sheet.lines, frame, sheet.rules, tops, marks=marks, noted=noted)
    body: list[_Piece] = []
    tables = list(sheet.tables)
    for paragraph in found.paragraphs:
        while tables and tables[0].top > paragraph.lines[0].y:
            body.append(_Piece(number, "", tables.pop(0)))
        body.append(_piece(number, paragraph))
    body += [_Piece(number, "", table) for table in tables]
    return body, [_piece(number, note) for note in found.notes]


def _piece(number: int, paragraph: Paragraph) -> _Piece:
    text = paragraph.text
    if paragraph.note:
        text = (
            f"{paragraph.note} {text[len(paragraph.note) :].lstrip()}"  # raised or not, a mark is one character a digit
        )
    return _Piece(number, text, open=paragraph.open, flush=paragraph.flush, note=paragraph.note)


def _append_torn(pieces: list[_Piece], first: _Piece, number: int) -> bool:
    """Put a page's first piece to the one that the page break cut; False if it begins anew."""
    last = next((p for p in reversed(pieces) if not p.note), None)
    if last is None:
        return False
    if last.table is not None and first.table is not None:
        rows = len(last.table.rows)
        if not continue_table(last.table, first.table):
            return False
        last.starts.append((number, rows))
        return True
    if last.table is not None or first.table is not None or not _torn(last, first):
        return False
    joined = join_lines([last.text, first.text])
    last.starts.append((number, len(joined) - len(first.text)))
    last.text, last.open = joined, first.open
    return True


def _torn(last: _Piece, first: _Piece) -> bool:
    finished = last.text.rstrip("\"'”)")[-1:] in tuple(".;:!?…")
    return last.open and first.flush and (not finished or first.text[:1].islower())


def _extend_note(pieces: list[_Piece], notes: list[_Piece]) -> None:
    """The rest of a footnote that goes on from the page before."""
    earlier = next((p for p in reversed(pieces) if p.note), None)
    if earlier is not None:
        earlier.text = join_lines([earlier.text, notes.pop(0).text])


def _place_notes(pieces: list[_Piece], notes: list[_Piece], number: int) -> None:
    """Footnotes follow the paragraph or table that bears their mark; without one they end the page."""
    for note in notes:
        at = len(pieces)
        for i in range(len(pieces) - 1, -1, -1):
            piece = pieces[i]
            if piece.page < number and not any(page == number for page, _ in piece.starts):
                break
            if not piece.note and note.note in _marks(piece):
                at = i + 1
                while at < len(pieces) and pieces[at].note:
                    at += 1
                break
        pieces.insert(at, note)


def _marks(piece: _Piece) -> set[str]:
    texts = [piece.text] if piece.table is None else [cell for row in piece.table.rows for cell in row]
    return {mark for text in texts for mark in MARKS.findall(text)}


def _convert_legacy(pieces: list[_Piece]) -> str:
    """Fonts of TCVN3 and VNI without a Unicode map give Latin letters; the text as a whole tells."""
    found = repair("\n".join(piece.text for piece in pieces)).encoding
    if found not in ("tcvn3", "vni"):
        return ""
    legacy: Legacy = "tcvn3" if found == "tcvn3" else "vni"
    for piece in pieces:
        piece.starts = [(page, len(convert(piece.text[:at], legacy))) for page, at in piece.starts]
        piece.text = convert(piece.text, legacy)
    return legacy


def _join(pieces: list[_Piece], pages: int) -> tuple[str, tuple[int, ...]]:
    """The text, and the offset at which each page begins; a page without text begins where the next does."""
    starts: dict[int, int] = {}
    parts: list[str] = []
    length = 0
    for piece in pieces:
        starts.setdefault(piece.page, length)
        for page, at in piece.starts:
            starts.setdefault(page, length + at)
        parts.append(piece.text + "\n\n")
        length += len(parts[-1])
    text = "".join(parts)[:-1]
    offsets: list[int] = []
    following = len(text)
    for page in range(pages - 1, -1, -1):
        following = min(starts.get(page, following), following)
        offsets.append(following)
    return text, tuple(reversed(offsets))
