"""The body of a DOCX file as paragraphs: what a reader of the printed page would see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.encodings import convert, legacy_of_font
from ingest.readers.docx_styles import Element, Numbering, Styles, W, switched_on, value
from ingest.readers.reading import superscript, table_text

_INLINE = frozenset(
    [
        "hyperlink",
        "ins",
        "moveTo",
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "customXml",
        "bdo",
        "dir",
        "ruby",
        "rubyBase",
    ]
)  # wrappers of runs; del and moveFrom (tracked deletions) are not among them
_WRAPPERS = frozenset(["sdt", "sdtContent", "ins", "customXml", "moveTo"])
_GAP = re.compile(r" {4,}|[ \t]*\t[ \t]*")
_SPACES = re.compile(r" {2,}")
_HEADER = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM")
_FOOT = re.compile(r"^\W*Nơi nhận", re.MULTILINE)
_SIDES = ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV")


def local(element: Element) -> str:
    """Name of an element without its namespace; comments have none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


class Body:
    """Walks paragraphs and tables in document order and collects their texts.

    :param notes: footnote and endnote elements by (kind, id)
    """

    def __init__(self, styles: Styles, numbering: Numbering, notes: dict[tuple[str, str], Element]) -> None:
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._note_count = 0
        self._pending_notes: list[tuple[int, Element]] = []
        self._pending_boxes: list[Element] = []

    def texts(self, container: Element) -> list[str]:
        """Paragraphs and tables of a container; text boxes and footnotes follow the paragraph they hang on."""
        found: list[str] = []
        for block in _blocks(container):
            found += self._table(block) if local(block) == "tbl" else [self._paragraph(block)]
            found += self._hanging()
        return [text for text in found if text]

    def _hanging(self) -> list[str]:
        boxes, self._pending_boxes = self._pending_boxes, []
        notes, self._pending_notes = self._pending_notes, []
        found = [text for box in boxes for text in self.texts(box)]
        for number, note in notes:
            text = " ".join(" ".join(self.texts(note)).split())
            found.append(f"{superscript(str(number))} {text}")
        return found

    def _paragraph(self, paragraph: Element) -> str:
        properties = paragraph.find(W + "pPr")
        style = value(properties, "pStyle")
        parts: list[str] = []
        self._inline(paragraph, style, parts)
        lines = (_SPACES.sub(" ", _GAP.sub("\t", line)).strip(" ") for line in "".join(parts).split("\n"))
        text = "\n".join(line for line in lines if line.strip())
        if not text:
            return ""
        mark = self._mark(properties, style)
        return f"{mark} {text}" if mark else text

    def _mark(self, properties: Element | None, style: str | None) -> str:
        num_id = value(properties, "numPr/numId") or self._styles.first(style, "pPr/numPr/numId")
        level = value(properties, "numPr/ilvl") or self._styles.first(style, "pPr/numPr/ilvl") or "0"
        return self._numbering.mark(num_id, int(level)) if num_id and num_id != "0" else ""

    def _inline(self, element: Element, style: str | None, parts: list[str]) -> None:
        for child in element:
            name = local(child)
            if name == "r":
                self._run(child, style, parts)
            elif name in _INLINE:
                self._inline(child, style, parts)
            elif name in ("oMath", "oMathPara"):
                parts += [t.text or "" for t in child.iter() if local(t) == "t"]

    def _run(self, run: Element, style: str | None, parts: list[str]) -> None:
        properties = run.find(W + "rPr")
        shown = [self._content(child) for child in run]
        text = "".join(shown)
        if not text or self._is_on(properties, style, "vanish"):
            return
        legacy = legacy_of_font(self._font(properties, style))
        if legacy:
            text = convert(text, legacy, capitals=(self._font(properties, style) or "").upper().endswith("H"))
        if self._is_on(properties, style, "caps"):
            text = text.upper()
        if (value(properties, "vertAlign") or self._style_value(properties, "vertAlign")) == "superscript":
            text = superscript(text)
        parts.append(text)

    def _content(self, child: Element) -> str:
        """Text of one piece of a run; text boxes are put off."""
        name = local(child)
        if name == "t":
            return child.text or ""
        if name in ("footnoteReference", "endnoteReference"):
            return self._note_mark(child, name.removesuffix("Reference"))
        if name in ("drawing", "pict", "AlternateContent", "object"):
            self._pending_boxes += _text_boxes(child)
            return ""
        if name == "sym":
            return _symbol(child)
        return {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}.get(name, "")

    def _note_mark(self, reference: Element, kind: str) -> str:
        note = self._notes.get((kind, reference.get(W + "id", "")))
        if note is None or reference.get(W + "customMarkFollows") in ("1", "true", "on"):
            return ""
        self._note_count += 1
        self._pending_notes.append((self._note_count, note))
        return superscript(str(self._note_count))

    def _is_on(self, properties: Element | None, style: str | None, name: str) -> bool:
        direct = switched_on(properties, name)
        if direct is not None:
            return direct
        character = value(properties, "rStyle")
        return bool(character and self._styles.on(character, name)) or self._styles.on(style, name)

    def _style_value(self, properties: Element | None, name: str) -> str | None:
        character = value(properties, "rStyle")
        return self._styles.first(character, f"rPr/{name}") if character else None

    def _font(self, properties: Element | None, style: str | None) -> str | None:
        direct = value(properties, "rFonts", "ascii")
        return direct or self._styles.first(style, "rPr/rFonts", "ascii")

    def _table(self, table: Element) -> list[str]:
        """A table of data as one Markdown table; one that only lays out as its cells' paragraphs, by column."""
        rows = [list(_cells(row)) for row in _rows(table)]
        if not rows:
            return []
        if self._lays_out(table, rows):
            columns = sorted({start for row in rows for start, _, _ in row})
            by_column = [cell for column in columns for row in rows for start, _, cell in row if start == column]
            return [text for cell in by_column for text in self.texts(cell)]
        return [table_text([self._row(row) for row in rows])]

    def _row(self, cells: list[tuple[int, int, Element]]) -> list[str]:
        """Texts of a row by column of the grid; a merged cell's text stands in its first place only."""
        row: list[str] = []
        for start, width, cell in cells:
            row += [""] * (start - len(row))
            merge = value(cell.find(W + "tcPr"), "vMerge")
            continued = merge is not None and merge != "restart"
            row += ["" if continued else self._cell(cell), *[""] * (width - 1)]
        return row

    def _cell(self, cell: Element) -> str:
        """Text of a cell in one line; footnotes in it wait until the table ends."""
        texts = []
        for block in _blocks(cell):
            if local(block) == "tbl":
                texts += [self._cell(inner) for row in _rows(block) for _, _, inner in _cells(row)]
            else:
                texts.append(self._paragraph(block))
        return " ".join(" ".join(texts).split())

    def _lays_out(self, table: Element, rows: list[list[tuple[int, int, Element]]]) -> bool:
        """Tables without lines put header and signature side by side (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
        text = "\n".join("".join(p.itertext()) for p in table.iter(W + "p"))
        width = max((start + span for row in rows for start, span, _ in row), default=0)
        if width <= 3 and (_HEADER.search(text) or _FOOT.search(text)):
            return True
        return width <= 2 and not self._has_lines(table, [cell for row in rows for _, _, cell in row])

    def _has_lines(self, table: Element, cells: list[Element]) -> bool:
        properties = table.find(W + "tblPr")
        borders = properties.find(W + "tblBorders") if properties is not None else None
        if borders is not None:
            if _visible(borders):
                return True
        else:
            for style in self._styles.chain(value(properties, "tblStyle")):
                inherited = style.find(f"{W}tblPr/{W}tblBorders")
                if inherited is not None:
                    return _visible(inherited)
        own = [cell.find(f"{W}tcPr/{W}tcBorders") for cell in cells]
        return sum(_visible(borders) for borders in own if borders is not None) * 2 > len(cells)


def _visible(borders: Element) -> bool:
    drawn = (value(borders, side) for side in _SIDES)
    return sum(line not in (None, "", "nil", "none") for line in drawn) >= 2


def _blocks(container: Element) -> Iterator[Element]:
    """Paragraphs and tables of a container, those inside content controls and insertions too."""
    for child in container:
        name = local(child)
        if name in ("p", "tbl"):
            yield child
        elif name in _WRAPPERS:
            yield from _blocks(child)


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if local(child) == "tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif local(child) in _WRAPPERS:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[tuple[int, int, Element]]:
    """(column, columns wide, cell) of a row."""
    column = int(value(row.find(W + "trPr"), "gridBefore") or 0)
    for cell in _cell_elements(row):
        width = int(value(cell.find(W + "tcPr"), "gridSpan") or 1)
        yield column, width, cell
        column += width


def _cell_elements(row: Element) -> Iterator[Element]:
    for child in row:
        if local(child) == "tc":
            yield child
        elif local(child) in _WRAPPERS:
            yield from _cell_elements(child)


def _text_boxes(drawing: Element) -> list[Element]:
    """Outermost text box contents; of alternative forms (mc:AlternateContent) the first only."""
    found: list[Element] = []
    for child in drawing:
        name = local(child)
        if name == "txbxContent":
            found.append(child)
        elif name != "Fallback" or not found:
            found += _text_boxes(child)
    return found


def _symbol(element: Element) -> str:
    """A character of a symbol font; those for private use are bullets and ornaments."""
    code = element.get(W + "char", "")
    char = chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else ""
    return char if char.isprintable() else "•"
