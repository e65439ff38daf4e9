"""Pages of a PDF put together: what page breaks cut is joined, footnotes go to their marks."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.readers.pdf_flow import MARKS, Flow, Frame, Paragraph, flow, frame_of
from ingest.readers.pdf_page import Line, join_lines
from ingest.readers.pdf_tables import Table, continue_table
from ingest.readers.reading import following, table_text


@dataclass(slots=True)
class Sheet:
    """One page, taken apart; ``rules`` are the heights of short lines that may part footnotes from the text.

    ``unread`` tells that it is a picture (a scanned page).
    """

    width: float
    height: float
    lines: list[Line]
    tables: list[Table]
    rules: list[float] = field(default_factory=list)
    unread: bool = False


@dataclass(slots=True)
class Piece:
    """A paragraph, footnote or table.

    ``starts`` tells where in it another page begins: (page, offset in ``text``; row of a table until it is written).
    """

    page: int
    text: str
    table: Table | None = None
    open: bool = False
    flush: bool = False
    note: str = ""
    size: float = 0.0
    starts: list[tuple[int, int]] = field(default_factory=list)


def assemble(sheets: list[Sheet]) -> list[Piece]:
    """Paragraphs, tables and footnotes of a document in reading order."""
    flows = _flows(sheets)
    starts = [p.flush for found in flows for p in found.paragraphs if p.open or len(p.lines) > 1]
    indented = sum(starts) * 3 < len(starts)
    pieces: list[Piece] = []
    for number, (sheet, found) in enumerate(zip(sheets, flows, strict=True)):
        body = _body(number, sheet, found)
        notes = [_piece(number, note) for note in found.notes]
        if notes and not notes[0].note:
            _extend_note(pieces, notes)
        if body and _append_torn(pieces, body[0], indented=indented):
            body = body[1:]
        pieces += body
        for note in notes:
            pieces.insert(_home(pieces, note), note)
    for piece in pieces:
        if piece.table is not None:
            _write_table(piece, piece.table)
    return pieces


def _flows(sheets: list[Sheet]) -> list[Flow]:
    """Each page's paragraphs; footnotes are told by the numbers that go before."""
    frames = _frames(sheets)
    flows: list[Flow] = []
    last = ""
    before: Paragraph | None = None
    for sheet in sheets:
        frame = frames.get(round(sheet.width), Frame(0, sheet.width, 15, 12))
        rows = [" ".join(row) for table in sheet.tables for row in table.rows]
        marks = frozenset(mark for row in rows for mark in MARKS.findall(row)) | {following(last)}
        breaks = [table.top for table in sheet.tables]
        flows.append(flow(sheet.lines, frame, sheet.rules, breaks, marks=marks, before=before))
        before = flows[-1].notes[-1] if flows[-1].notes else None
        last = before.note if before is not None and before.note else last
    return flows


def _frames(sheets: list[Sheet]) -> dict[int, Frame]:
    """Margins by page width: pages of one width share them."""
    by_width: dict[int, list[Line]] = {}
    for sheet in sheets:
        by_width.setdefault(round(sheet.width), []).extend(sheet.lines)
    return {width: frame_of(lines) for width, lines in by_width.items() if lines}


def _body(number: int, sheet: Sheet, found: Flow) -> list[Piece]:
    """A page's paragraphs and tables from top to bottom."""
    body: list[Piece] = []
    tables = list(sheet.tables)
    for paragraph in found.paragraphs:
        while tables and tables[0].top > paragraph.lines[0].y:
            body.append(Piece(number, "", tables.pop(0)))
        body.append(_piece(number, paragraph))
    return body + [Piece(number, "", table) for table in tables]


def _piece(number: int, paragraph: Paragraph) -> Piece:
    text = paragraph.text
    if paragraph.note:  # a mark has one character a digit, raised or not
        text = f"{paragraph.note} {text[len(paragraph.note) :].lstrip()}"
    size = paragraph.lines[0].size
    return Piece(number, text, open=paragraph.open, flush=paragraph.flush, note=paragraph.note, size=size)


def _append_torn(pieces: list[Piece], first: Piece, *, indented: bool) -> bool:
    """Put a page's first piece to the one that the page break cut; False if it begins anew."""
    last = next((p for p in reversed(pieces) if not p.note), None)
    if last is None:
        return False
    if last.table is not None and first.table is not None:
        rows = len(last.table.rows)
        if not continue_table(last.table, first.table):
            return False
        last.starts.append((first.page, rows))
        return True
    if last.table is not None or first.table is not None or not _torn(last, first, indented=indented):
        return False
    joined = join_lines([last.text, first.text])
    last.starts.append((first.page, len(joined) - len(first.text)))
    last.text, last.open = joined, first.open
    return True


def _torn(last: Piece, first: Piece, *, indented: bool) -> bool:
    """Whether a paragraph goes on over a page break; where first lines are indented, the margin tells."""
    finished = last.text.rstrip("\"'”)")[-1:] in tuple(".;:!?…")
    level = abs(last.size - first.size) < 0.15 * first.size
    return level and last.open and first.flush and (indented or not finished or first.text[:1].islower())


def _extend_note(pieces: list[Piece], notes: list[Piece]) -> None:
    """The rest of a footnote that goes on from the page before."""
    earlier = next((p for p in reversed(pieces) if p.note), None)
    if earlier is not None:
        earlier.text = join_lines([earlier.text, notes.pop(0).text])


def _home(pieces: list[Piece], note: Piece) -> int:
    """Where a footnote goes: after the paragraph or table with its mark, on its page or the one before, else last."""
    for i in range(len(pieces) - 1, -1, -1):
        piece = pieces[i]
        if max([piece.page, *(page for page, _ in piece.starts)]) < note.page - 1:
            break
        if not piece.note and note.note in _marks(piece):
            after = i + 1
            while after < len(pieces) and pieces[after].note:
                after += 1
            return after
    return len(pieces)


def _marks(piece: Piece) -> set[str]:
    texts = [piece.text] if piece.table is None else [cell for row in piece.table.rows for cell in row]
    return {mark for text in texts for mark in MARKS.findall(text)}


def _write_table(piece: Piece, table: Table) -> None:
    """The table's text; the places of its page breaks become offsets."""
    piece.text = table_text(table.rows)
    piece.starts = [(page, min(len(table_text(table.rows[:row])) + 1, len(piece.text))) for page, row in piece.starts]
