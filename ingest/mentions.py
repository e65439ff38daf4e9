"""One mention of a document in a text, before mentions of one document become one entry."""

from __future__ import annotations

from bisect import bisect_right, insort

import msgspec

from ingest.layout import Block
from ingest.numbers import Number
from ontology.records import DocumentKind, Span


class Mention(msgspec.Struct):
    """A mention at ``start:end`` of the reading text: kind, number, date and issuer, without the subject.

    :ivar issuer: canonical name as said in the words around it; ``implied_issuer`` as the letters of the number imply
    :ivar title_span: where the subject stands; ``list_title`` the subject of a list, behind its last number
    :ivar key: what of the subject tells documents apart, once it has been asked for
    :ivar designation: of a standard, which has no number of a register
    :ivar short: a short form ("Nghị định 35", "Quyết định nêu trên") that must be resolved
    """

    start: int
    end: int
    kind: DocumentKind
    kind_text: str | None = None
    number: Number | None = None
    designation: str | None = None
    date: str | None = None
    date_text: str | None = None
    issuer: str | None = None
    implied_issuer: str | None = None
    issuer_span: Span | None = None
    title_span: Span | None = None
    list_title: Span | None = None
    short: str | None = None
    block: Block | None = None
    note: str | None = None
    key: str | None = None

    @property
    def whole_end(self) -> int:
        """End of the mention with its subject."""
        return max(self.end, self.title_span[1]) if self.title_span and self.title_span[0] >= self.start else self.end


class Cover:
    """Stretches of a text that are taken; asks whether one covers an offset."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def add(self, start: int, end: int) -> None:
        """Take a stretch."""
        if not self._spans or start >= self._spans[-1][0]:
            self._spans.append((start, end))
        else:
            insort(self._spans, (start, end))

    def covers(self, offset: int) -> bool:
        """Whether one of the last two stretches that begin at or before ``offset`` reaches over it."""
        i = bisect_right(self._spans, (offset, 1 << 62))
        spans = self._spans
        return (i > 0 and spans[i - 1][1] > offset) or (i > 1 and spans[i - 2][1] > offset)

    def overlaps(self, start: int, end: int) -> bool:
        """Whether a stretch begins in ``start:end``."""
        i = bisect_right(self._spans, (start, -1))
        return i < len(self._spans) and self._spans[i][0] < end
