"""The stored source text: what every quotation is checked against."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from ontology.records import SourceInfo


@dataclass(frozen=True, slots=True)
class Source:
    """One document's text as it is stored: never rewritten, offsets count its code points.

    Readers of structured formats give Markdown-like text: blank lines between paragraphs, ``| a | b |`` table
    rows, superscript digits (¹ ²) as footnote marks and at the start of the footnote's own paragraph.

    :param name: the file's name, for messages and for ``NAME.json``
    :param text: the stored text
    :param reader: which reader made it ("text", "markdown", "docx", "pdf", "html")
    :param file_sha256: SHA-256 of the file's bytes, hex
    :param pages: offset in ``text`` at which each page begins, empty where the format has no pages
    :param dropped: running headers, footers and page numbers that are not part of ``text``
    :param encoding: what the bytes of a text file were decoded from
    :param unread_pages: numbers (from 1) of pages that are pictures, whose text is lacking
    """

    name: str
    text: str
    reader: str = "text"
    file_sha256: str = ""
    pages: tuple[int, ...] = ()
    dropped: tuple[str, ...] = ()
    encoding: str = ""
    unread_pages: tuple[int, ...] = ()
    text_sha256: str = field(init=False)

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        object.__setattr__(self, "text_sha256", digest)

    def info(self) -> SourceInfo:
        """What a record says of its source."""
        return SourceInfo(
            name=self.name,
            file_sha256=self.file_sha256,
            text_sha256=self.text_sha256,
            reader=self.reader,
            length=len(self.text),
            pages=list(self.pages),
            dropped=list(self.dropped),
            unread_pages=list(self.unread_pages),
        )
