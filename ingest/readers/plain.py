"""Text and Markdown files: decoded, otherwise untouched."""

from __future__ import annotations

from pathlib import Path

from ingest.encodings import UnknownEncoding, decode
from ingest.readers.errors import UnreadableDocument
from ingest.readers.reading import Reading


def read_text(data: bytes, path: Path) -> Reading:
    """A text file as it stands; form feeds begin pages."""
    try:
        decoded = decode(data)
    except UnknownEncoding as error:
        raise UnreadableDocument(path, error.reason, error.place) from error
    return Reading("text", decoded.text, pages=_pages(decoded.text), encoding=decoded.encoding)


def read_markdown(data: bytes, path: Path) -> Reading:
    """A Markdown file as it stands."""
    reading = read_text(data, path)
    reading.reader = "markdown"
    return reading


def _pages(text: str) -> tuple[int, ...]:
    if "\f" not in text:
        return ()
    breaks = [i + 1 for i, c in enumerate(text) if c == "\f" and i + 1 < len(text)]
    return (0, *breaks)
