"""What a reader makes of a file's bytes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Reading:
    """A document's text, before it becomes a :class:`ingest.source.Source`.

    :ivar reader: name of the reader ("text", "markdown", "docx", "pdf", "html")
    :ivar pages: offset in ``text`` at which each page begins
    :ivar dropped: texts left out because they are of the page, not of the document (running headers, page numbers)
    :ivar encoding: what the bytes were decoded from, where that is a question
    """

    reader: str
    text: str
    pages: tuple[int, ...] = ()
    dropped: tuple[str, ...] = ()
    encoding: str = ""


def join_paragraphs(paragraphs: list[str]) -> str:
    """Paragraphs as stored: a blank line between each two, a newline at the end."""
    return "\n\n".join(paragraphs) + "\n" if paragraphs else ""


def table_row(cells: list[str]) -> str:
    """A row of a Markdown table; white space in a cell becomes single spaces, a bar is escaped."""
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def table_text(rows: list[list[str]]) -> str:
    """A Markdown table, its rule below the first row."""
    lines = [table_row(row) for row in rows]
    rule = "|" + " --- |" * max(len(rows[0]), 1)
    return "\n".join([lines[0], rule, *lines[1:]])


_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def superscript(text: str) -> str:
    """Digits raised (footnote marks, m²); anything else as it is."""
    return text.translate(_SUPERSCRIPTS)


def following(mark: str) -> str:
    """The footnote mark after one; ¹ after none."""
    plain = mark.translate(_PLAIN) or "0"
    return superscript(str(int(plain) + 1)) if plain.isdecimal() else ""
