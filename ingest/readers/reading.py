"""What a reader makes of a file's bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(slots=True)
class Reading:
    """A document's text, before it becomes a :class:`ingest.source.Source`.

    :ivar reader: name of the reader ("text", "markdown", "docx", "pdf", "html")
    :ivar pages: offset in ``text`` at which each page begins
    :ivar dropped: texts left out because they are of the page, not of the document (running headers, page numbers)
    :ivar encoding: what the bytes were decoded from, where that is a question
    :ivar unread_pages: numbers (from 1) of pages that are pictures, whose text is therefore lacking
    """

    reader: str
    text: str
    pages: tuple[int, ...] = ()
    dropped: tuple[str, ...] = ()
    encoding: str = ""
    unread_pages: tuple[int, ...] = ()


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


_HEADER = re.compile(r"^(.*?\S)\t+(CỘNG H(?:ÒA|OÀ) XÃ HỘI.*|ĐẢNG CỘNG SẢN.*)$", re.DOTALL)
_RIGHT = re.compile(r"CỘNG H|ĐẢNG CỘNG|Độc lập|.*\bngày\b")  # how the right half's lines begin
_HEADER_LINES = 8


def part_header(paragraphs: list[str]) -> list[str]:
    """Part a national header whose two halves are set apart by tabs: the left half's lines, then the right half's."""
    first = next((i for i, text in enumerate(paragraphs[:_HEADER_LINES]) if _HEADER.match(text)), None)
    if first is None:
        return paragraphs
    end = first
    left: list[str] = []
    right: list[str] = []
    while end < len(paragraphs) and all("\t" in line for line in paragraphs[end].split("\n")):
        for line in paragraphs[end].split("\n"):
            pieces = [piece.strip() for piece in line.split("\t")]
            cut = next((i for i, piece in enumerate(pieces) if i and _RIGHT.match(piece)), 1)
            left.append(" ".join(filter(None, pieces[:cut])))
            right.append(" ".join(filter(None, pieces[cut:])))
        end += 1
    return [*paragraphs[:first], *filter(None, left), *filter(None, right), *paragraphs[end:]]
