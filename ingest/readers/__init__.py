"""Documents in: one interface over text, Markdown, DOCX, PDF and HTML files.

:func:`discover` finds the files, :func:`read` makes a :class:`ingest.source.Source` of one or raises
:class:`UnreadableDocument`. A reader is a function from a file's bytes to a :class:`~ingest.readers.reading.Reading`;
a new format (recognised scans, say) is one more entry in ``_READERS``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from ingest import secrecy
from ingest.encodings import looks_vietnamese
from ingest.readers.discover import SetAside, can_read, discover
from ingest.readers.docx import read_docx
from ingest.readers.errors import SecretDocument, UnreadableDocument, describe, remedy
from ingest.readers.formats import format_of
from ingest.readers.html import read_html
from ingest.readers.pdf import read_pdf
from ingest.readers.plain import read_markdown, read_text
from ingest.readers.reading import Reading
from ingest.source import Source

__all__ = [
    "SecretDocument",
    "SetAside",
    "UnreadableDocument",
    "can_read",
    "describe",
    "discover",
    "looks_vietnamese",
    "read",
    "read_bytes",
    "remedy",
]

MAX_BYTES = 512 * 1024 * 1024

_READERS: dict[str, Callable[[bytes, Path], Reading]] = {
    "text": read_text,
    "markdown": read_markdown,
    "docx": read_docx,
    "pdf": read_pdf,
    "html": read_html,
}


def read(path: Path) -> Source:
    """Read one document.

    :raises UnreadableDocument: with the reason, the place and what to do; :class:`SecretDocument` if it bears a
        secrecy stamp, before anything of its text is handed out
    """
    return read_bytes(_bytes(path), path)


def read_bytes(data: bytes, path: Path) -> Source:
    """Read a document that is at hand already; of ``path`` only the name matters. Raises what :func:`read` raises."""
    if not data:
        raise UnreadableDocument(path, "empty")
    name = format_of(data, path)
    if name not in _READERS:
        raise UnreadableDocument(path, name)
    reading = _READERS[name](data, path)
    if not reading.text or reading.text.isspace():
        raise UnreadableDocument(path, "blank")
    if secrecy.marks(reading.text, reading.dropped)[0]:
        raise SecretDocument(path)
    return Source(
        name=path.name,
        text=reading.text,
        reader=reading.reader,
        file_sha256=hashlib.sha256(data).hexdigest(),
        pages=reading.pages,
        dropped=reading.dropped,
        encoding=reading.encoding,
        unread_pages=reading.unread_pages,
    )


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableDocument(path, "directory")
        if path.exists() and not path.is_file():
            raise UnreadableDocument(path, "special-file")
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableDocument(path, "too-large")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableDocument(path, "symlink-loop" if path.is_symlink() else "missing") from error
    except PermissionError as error:
        raise UnreadableDocument(path, "no-permission") from error
    except (OSError, RuntimeError) as error:
        raise UnreadableDocument(path, "symlink-loop" if path.is_symlink() else "damaged") from error
    return data
