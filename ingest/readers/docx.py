"""Word documents (DOCX) by python-docx: guards against damaged and dangerous packages, then the body."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.exceptions import OpcError
from docx.oxml.parser import parse_xml
from docx.package import Package

from ingest.readers.docx_body import Body, local
from ingest.readers.docx_styles import Element, Numbering, Styles, W
from ingest.readers.errors import UnreadableDocument
from ingest.readers.reading import Reading, join_paragraphs, part_header

MAX_UNPACKED = 300 * 1024 * 1024
_MAX_RATIO = 300  # deflate gives at most 1032 to 1; the XML of real documents seldom passes 30
_DAMAGED = (OpcError, SyntaxError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, AttributeError, EOFError,
            OSError, NotImplementedError, RuntimeError)  # fmt: skip

_WANTED = frozenset(
    (
        RELATION.STYLES,
        RELATION.NUMBERING,
        RELATION.FOOTNOTES,
        RELATION.ENDNOTES,
        RELATION.HEADER,
        RELATION.FOOTER,
    )
)


def read_docx(data: bytes, path: Path) -> Reading:
    """Text of a Word document in reading order; headers and footers are left out (``dropped``)."""
    _guard(data, path)
    try:
        main = Package.open(io.BytesIO(data)).main_document_part
        related = _related(main)
        notes: dict[tuple[str, str], Element] = {
            (kind, note.get(W + "id", "")): note
            for kind in ("footnote", "endnote")
            for root in related.get(kind + "s", [])
            for note in root
            if local(note) == kind
        }
        styles = Styles(next(iter(related.get("styles", [])), None))
        numbering = Numbering(next(iter(related.get("numbering", [])), None))
        body = Body(styles, numbering, notes)
        root = _root(main)
        texts = [text for part in root if local(part) == "body" for text in body.texts(part)]
        texts = [" ".join(text.split("\t")).strip() for text in part_header(texts)]
        return Reading("docx", join_paragraphs(texts), dropped=_furniture(related, styles))
    except _DAMAGED as error:
        raise UnreadableDocument(path, "damaged") from error


def _guard(data: bytes, path: Path) -> None:
    """Refuse what unpacks to more than it should; sizes are those the package declares, past which nothing is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except _DAMAGED as error:
        raise UnreadableDocument(path, "damaged") from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableDocument(path, "encrypted")
    size = sum(entry.file_size for entry in entries)
    if size > MAX_UNPACKED or (size > 20_000_000 and size > _MAX_RATIO * len(data)):
        raise UnreadableDocument(path, "zip-bomb")


def _related(main: object) -> dict[str, list[Element]]:
    """Roots of the parts that the text needs, by the last word of their relation ("styles", "footnotes", ...)."""
    found: dict[str, list[Element]] = {}
    for relation in main.rels.values():  # type: ignore[attr-defined]
        if relation.reltype in _WANTED and not relation.is_external:
            found.setdefault(relation.reltype.rpartition("/")[2], []).append(_root(relation.target_part))
    return found


def _root(part: object) -> Element:
    """A part's XML; python-docx parses the parts it knows, others are bytes."""
    element = getattr(part, "element", None)
    return element if element is not None else parse_xml(part.blob)  # type: ignore[attr-defined]


def _furniture(related: dict[str, list[Element]], styles: Styles) -> tuple[str, ...]:
    """Texts of page headers and footers, each once."""
    roots = related.get("header", []) + related.get("footer", [])
    texts = (text for root in roots for text in Body(styles, Numbering(None), {}).texts(root))
    return tuple(dict.fromkeys(texts))
