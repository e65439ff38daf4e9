"""PDF files with a text layer, by pypdfium2: reading order, paragraphs, tables and footnotes put together."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.encodings import convert, legacy_of
from ingest.readers.errors import UnreadableDocument
from ingest.readers.pdf_assemble import Piece, Sheet, assemble
from ingest.readers.pdf_page import Line, lines_of, load_page
from ingest.readers.pdf_tables import take_tables
from ingest.readers.reading import Reading

_FEWEST = 100  # letters that a page needs beside a picture, not to be a scan with a stamp of the signing program
_PAGE_NUMBER = re.compile(r"[-–\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–\s]*", re.IGNORECASE)


def read_pdf(data: bytes, path: Path) -> Reading:
    """Text layer of a PDF.

    :raises UnreadableDocument: "encrypted", "damaged", or "scan" where most pages are pictures or none has text
    """
    sheets = _sheets(data, path)
    dropped = _drop_furniture(sheets)
    unread = tuple(number for number, sheet in enumerate(sheets, 1) if sheet.unread)
    if 2 * len(unread) > len(sheets) or not any(sheet.lines or sheet.tables for sheet in sheets):
        raise UnreadableDocument(path, "scan", ("page", unread[0]) if unread else None)
    pieces = assemble(sheets)
    encoding = _convert_legacy(pieces)
    text, pages = _join(pieces, len(sheets))
    return Reading("pdf", text, pages, tuple(dropped), encoding, unread)


def _sheets(data: bytes, path: Path) -> list[Sheet]:
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


def _sheet(page: pdfium.PdfPage) -> Sheet:
    loaded = load_page(page)
    tables, words = take_tables(loaded)
    inside = [(t.bottom, t.top) for t in tables]
    rules = [
        e.at
        for e in loaded.horizontals
        if 30 < e.end - e.start < 0.5 * loaded.width and not any(a - 3 <= e.at <= b + 3 for a, b in inside)
    ]
    letters = sum(len(word.text) for word in loaded.words)
    unread = loaded.pictured and letters < _FEWEST
    return Sheet(loaded.width, loaded.height, lines_of(words), tables, rules, unread)


def _drop_furniture(sheets: list[Sheet]) -> list[str]:
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


def _outer(sheet: Sheet) -> list[Line]:
    """Up to three lines at the top and at the bottom, the outermost first."""
    top, bottom = sheet.lines[:3], sheet.lines[3:][-3:]
    return [*top, *reversed(bottom)]


def _place(line: Line, sheet: Sheet) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round((line.y if line.y < sheet.height / 2 else sheet.height - line.y) / 4)


def _convert_legacy(pieces: list[Piece]) -> str:
    """Fonts of TCVN3 and VNI without a Unicode map give Latin letters; the text as a whole tells."""
    legacy = legacy_of("\n".join(piece.text for piece in pieces))
    if legacy is None:
        return ""
    for piece in pieces:
        piece.starts = [(page, len(convert(piece.text[:at], legacy))) for page, at in piece.starts]
        piece.text = convert(piece.text, legacy)
    return legacy


def _join(pieces: list[Piece], pages: int) -> tuple[str, tuple[int, ...]]:
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
