"""Which format a file is in: by what its bytes say, then by its name."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

HEAD = 4096  # bytes that tell a format

_SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
_UNREAD = {
    ".doc": "legacy-office", ".xls": "legacy-office", ".ppt": "legacy-office", ".dot": "legacy-office",
    ".xlsx": "spreadsheet", ".xlsm": "spreadsheet", ".ods": "spreadsheet", ".csv": "spreadsheet", ".rtf": "rtf",
    ".png": "image", ".jpg": "image", ".jpeg": "image", ".tif": "image", ".tiff": "image", ".gif": "image",
    ".bmp": "image", ".webp": "image", ".heic": "image",
}  # fmt: skip
_MAGIC = (
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"GIF8", "image"),
    (b"{\\rtf", "rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "legacy-office"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
)
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def format_of(data: bytes, path: Path) -> str:
    """A reader's name ("text", "markdown", "docx", "pdf", "html"), or the reason why there is none.

    :param data: the whole file
    """
    found = _sniff(data[:HEAD])
    by_name = _SUFFIXES.get(path.suffix.lower())
    if found == "zip":
        return _package(data, by_name)
    if found == "legacy-office":
        return "encrypted" if _ENCRYPTED_PACKAGE in data else found
    if found == "html":
        return by_name if by_name in ("text", "markdown") else "html"
    if found:
        return found
    if by_name in ("docx", "pdf"):
        return "damaged"
    return by_name or _UNREAD.get(path.suffix.lower(), "unknown-format")


def can_read_head(head: bytes, path: Path) -> str | None:
    """Why no reader takes the file, None if one does; by its name and first bytes alone."""
    suffix = path.suffix.lower()
    if suffix in _SUFFIXES:
        return None
    found = _sniff(head)
    if found in ("pdf", "html"):
        return None
    if found == "zip":
        return None if b"word/" in head else _UNREAD.get(suffix, "unknown-format")
    return found or _UNREAD.get(suffix, "unknown-format")


def _sniff(head: bytes) -> str | None:
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if b"%PDF-" in head[:1024]:
        return "pdf"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()
    if start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<?xml") and b"<html" in start):
        return "html"
    return None


def _package(data: bytes, by_name: str | None) -> str:
    """What a ZIP archive is: a Word document, a workbook or something else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return "damaged" if by_name else "unknown-format"
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "spreadsheet"
    return "damaged" if by_name == "docx" else "unknown-format"
