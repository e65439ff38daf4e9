"""HTML pages (legal portals, Word's "save as web page"): their visible text."""

from __future__ import annotations

import re
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.encodings import UnknownEncoding, decode, repair
from ingest.readers.errors import UnreadableDocument
from ingest.readers.reading import Reading, join_paragraphs, superscript, table_text

_SKIPPED = frozenset(("script", "style", "head", "noscript", "template", "nav", "del", "s", "strike", "-comment"))
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "center",
        "form",
        "hr",
        "address",
        "figure",
        "figcaption",
        "body",
        "fieldset",
        "table",
        "tbody",
        "thead",
        "tr",
        "td",
        "th",
        "caption",
    ]
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_BORDER = re.compile(
    r"border(?:-(?:top|bottom|left|right))?\s*:(?![^;]*\bnone\b)\s*[^0;\s]|\bborder(?:ed)?\b(?![-:\s])", re.IGNORECASE
)
_NOTE_LINK = re.compile(
    r"#(?:_ftn|_edn|sdfootnote|sdendnote|fn)", re.IGNORECASE
)  # as Word, LibreOffice and Markdown write
_SPACE = re.compile(r"[ \t\r\n\f]+")


def read_html(data: bytes, path: Path) -> Reading:
    """Visible text of an HTML page: paragraphs, tables as Markdown rows, list items with their marks."""
    text, encoding = _decode(data, path)
    tree = LexborHTMLParser(text)
    walker = _Walker()
    if tree.body is not None:
        walker.visit(tree.body)
    walker.close()
    return Reading("html", join_paragraphs(walker.paragraphs), encoding=encoding)


def _decode(data: bytes, path: Path) -> tuple[str, str]:
    """The declared encoding counts only where the bytes agree: pages often declare one and use another."""
    try:
        decoded = decode(data)
        return decoded.text, decoded.encoding
    except UnknownEncoding as error:
        declared = _CHARSET.search(data[:4096])
        try:
            if declared is not None:
                decoded = repair(data.decode(declared[1].decode("ascii")))
                return decoded.text, declared[1].decode("ascii").lower()
        except (UnknownEncoding, LookupError, UnicodeDecodeError):
            pass
        raise UnreadableDocument(path, error.reason, error.place) from error


class _Walker:
    """Walks the tree once; an open paragraph collects text until a block begins or ends."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self._open: list[str] = []
        self._mark = ""

    def visit(self, root: LexborNode) -> None:
        """Depth first with a stack of its own: pages may be nested deeper than Python's."""
        stack: list[LexborNode | None] = [root]
        while stack:
            node = stack.pop()
            if node is None:
                self.close()
                continue
            if self._enter(node):
                if node.tag in _BLOCKS:
                    stack.append(None)
                stack.extend(reversed(list(node.iter(include_text=True))))

    def _enter(self, node: LexborNode) -> bool:
        """Take what the node itself says; whether its children are to be visited."""
        tag = node.tag or ""
        if tag == "-text":
            self._open.append(_SPACE.sub(" ", node.text(deep=False) or ""))
            return False
        if tag in _SKIPPED or _hidden(node):
            return False
        if tag == "br":
            self._break(node)
        elif tag == "sup" or _is_note_mark(node):
            self._open.append(superscript(_flat(node).strip("[]")))
            return False
        elif tag == "table":
            self.close()
            return not self._table(node)
        elif tag in _BLOCKS:
            self.close()
            if tag == "li":
                self._mark = _mark(node)
        return True

    def _break(self, node: LexborNode) -> None:
        """A line break; in a table that lays out (header, signature) it parts what would be paragraphs."""
        above = node.parent
        while above is not None and above.tag in ("p", "b", "strong", "i", "em", "span", "font", "div", "u"):
            above = above.parent
        if above is not None and above.tag in ("td", "th"):
            self.close()
        else:
            self._open.append("\n")

    def close(self) -> None:
        """End the open paragraph."""
        lines = [_SPACE.sub(" ", line).strip() for line in "".join(self._open).split("\n")]
        text = "\n".join(line for line in lines if line)
        self._open.clear()
        if text:
            self.paragraphs.append(self._mark + text)
            self._mark = ""

    def _table(self, table: LexborNode) -> bool:
        """Append a table of data; False for one that only lays out, whose cells are then read as paragraphs."""
        if not _ruled(table):
            return False
        rows = _grid([row.css("td, th") for row in table.css("tr")])
        if rows:
            self.paragraphs.append(table_text(rows))
        return True


def _ruled(table: LexborNode) -> bool:
    """Whether a table shows borders or has head cells; nested tables and the national header only lay out."""
    attributes = table.attributes
    style = (attributes.get("style") or "") + (attributes.get("class") or "")
    border = (attributes.get("border") or "0").strip() not in ("", "0") or bool(_BORDER.search(style))
    cells = table.css("td, th")
    border = border or sum(bool(_BORDER.search(cell.attributes.get("style") or "")) for cell in cells) * 2 > len(cells)
    header = "CỘNG HÒA XÃ HỘI" in (table.text() or "").upper().replace("HOÀ", "HÒA")
    return (border or table.css_first("th") is not None) and not header and len(table.css("table")) <= 1


def _flat(node: LexborNode) -> str:
    """All visible text below a node in one line."""
    parts: list[str] = []
    for child in node.traverse(include_text=True):
        if child.tag == "-text":
            raised = child.parent is not None and child.parent.tag == "sup"
            parts.append(superscript(child.text(deep=False) or "") if raised else child.text(deep=False) or "")
        elif child.tag in _BLOCKS or child.tag == "br":
            parts.append(" ")
    return _SPACE.sub(" ", "".join(parts)).strip()


def _grid(rows: list[list[LexborNode]]) -> list[list[str]]:
    """Texts of cells by row and column; one over several columns or rows stands in the first, the others are empty."""
    grid: list[list[str]] = []
    held: dict[int, int] = {}  # rows that a cell from above still takes, by column
    for cells in filter(None, rows):
        texts: list[str] = []
        for cell in [*cells, None]:
            while held.get(len(texts), 0):
                held[len(texts)] -= 1
                texts.append("")
            if cell is not None:
                start, width = len(texts), _span(cell, "colspan")
                texts += [_flat(cell), *[""] * (width - 1)]
                held.update(dict.fromkeys(range(start, start + width), _span(cell, "rowspan") - 1))
        grid.append(texts)
    return grid


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return min(max(int(value), 1), 100) if value.isdecimal() else 1


def _is_note_mark(node: LexborNode) -> bool:
    """Whether a link leads to a footnote or back from it."""
    return node.tag == "a" and bool(_NOTE_LINK.match(node.attributes.get("href") or ""))


def _hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _mark(item: LexborNode) -> str:
    """The mark that a browser would show before a list item."""
    parent = item.parent
    if parent is None or parent.tag != "ol":
        return "- "
    start = parent.attributes.get("start") or "1"
    number = int(start) if start.isdecimal() else 1
    before = item.prev
    while before is not None:
        number += before.tag == "li"
        before = before.prev
    if parent.attributes.get("type") == "a" and number <= 26:
        return f"{chr(96 + number)}) "
    return f"{number}. "
