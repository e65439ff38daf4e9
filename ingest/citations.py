"""Citations (viện dẫn): every document that a text refers to, under its number, its name or its subject.

One pass finds anchors (shapes of numbers, designations of standards, names of kinds), then each is read by looking a
little to its left (kind, "số", who issued it) and its right (date, issuer, subject). :mod:`ingest.resolve` makes one
entry of the mentions that mean one document.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from ingest.anchors import Anchors
from ingest.context import Context
from ingest.layout import Block, Layout
from ingest.mentions import Cover, Mention
from ingest.numbered import numbered
from ingest.numbers import Number, all_numbers, find_numbers, numbers_within, repair
from ingest.resolve import resolve
from ingest.short_forms import short_form
from ingest.standards import find_standards, standard_anchors
from ingest.unnumbered import Unnumbered
from ontology.records import Citation, NotUnderstood

_NOT_HERE = frozenset({"header", "number", "place_date", "kind", "signature"})


def find_citations(layout: Layout, context: Context) -> list[Citation]:
    """Every document and standard that the text cites, one entry each, in order of first mention.

    The document's own header, number and signature are not read, nor is its own number where annexes repeat it.
    """
    anchors = Anchors(layout.text)
    standards = standard_anchors(layout.text)
    own = own_number(layout)
    mentions: list[Mention] = []
    marked = sorted([*standards, *(anchor.start for anchor in anchors.all), *all_numbers(layout.text)[0]])
    for block in _with_marks(layout.blocks, marked):
        if block.kind not in _NOT_HERE:
            taken = Cover()
            if _any_within(standards, block):
                for mention in find_standards(layout.text, block.start, block.end):
                    taken.add(mention.start, mention.end)
                    mentions.append(mention)
            mentions += _in_block(layout, context, block, anchors, taken, own.key if own else None)
    return resolve(layout, context, mentions)


def _with_marks(blocks: list[Block], places: list[int]) -> Iterator[Block]:
    """The blocks in which one of the places lies; both in order."""
    at = iter(places)
    place = next(at, -1)
    for block in blocks:
        while 0 <= place < block.start:
            place = next(at, -1)
        if 0 <= place < block.end:
            yield block


def _any_within(places: list[int], block: Block) -> bool:
    i = bisect_left(places, block.start)
    return i < len(places) and places[i] < block.end


def numbers_not_understood(layout: Layout, citations: list[Citation]) -> list[NotUnderstood]:
    """What has the shape of a document's number and was not read as one, to be counted and shown.

    Spans are offsets of the source text already.
    """
    read = Cover()
    for start, end in sorted(span for citation in citations for span in citation.spans):
        read.add(start, end)
    found = []
    for block in layout.blocks:
        if block.kind not in _NOT_HERE:
            for number in numbers_within(layout.text, block.start, block.end):
                span = (number.start, number.end)
                if not (number.certain or read.covers(number.start)):
                    found.append(
                        NotUnderstood(what="number", quote=layout.quote(*span), spans=layout.source_spans(*span))
                    )
    return found


def own_number(layout: Layout) -> Number | None:
    """The document's own number."""
    block = next((b for b in layout.blocks if b.kind == "number"), None)
    found = next(find_numbers(layout.text, block.start, block.end), None) if block else None
    return repair(found) if found else None


def _in_block(
    layout: Layout, context: Context, block: Block, anchors: Anchors, taken: Cover, own: str | None
) -> Iterator[Mention]:
    """The mentions in one block: numbers, short forms, then what is told by its subject."""
    text = layout.text
    subjects = Cover()
    for mention in _numbers(text, block, context, taken, own):
        taken.add(mention.start, mention.end)
        if mention.title_span:
            subjects.add(*mention.title_span)
        yield mention
    here = [a for a in anchors.within(block.start, block.end) if not taken.covers(a.start)]
    for anchor in here:
        if short := short_form(text, block, anchor):
            taken.add(short.start, short.end)
            yield short
    yield from Unnumbered(layout, context, block, taken, subjects).find(here)


def _numbers(text: str, block: Block, context: Context, taken: Cover, own: str | None) -> Iterator[Mention]:
    previous: Mention | None = None
    for number in numbers_within(text, block.start, block.end):
        if taken.covers(number.start):
            continue
        mention = numbered(text, block, number, context, previous)
        if mention is not None and mention.number is not None and mention.number.key != own:
            previous = mention
            yield mention
