"""Which words of a source say what: spans with the things they name and the facts they prove."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Literal

from ontology.records import Entry, Record
from ontology.terms import BASE
from queries.graph import Graph
from viz.site.thing_terms import PROLOGUE
from viz.site.visit import Served

Span = tuple[int, int]
_PATHS = {
    "citations": ("doc/", "standard/"), "projects": ("project/",), "organisations": ("org/",),
    "places": ("unit/", "place/"), "people": ("person/",), "activities": ("activity/",),
}  # fmt: skip
"""Lists of a record, and where the things are that they name."""


@dataclass(slots=True)
class Mark:
    """A span of the text with all that it names and proves.

    :ivar statements: subject, predicate, object
    """

    start: int
    end: int
    things: dict[str, None] = field(default_factory=dict)
    statements: dict[tuple[str, str, str], None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What addresses call it, behind ``w`` (the words) and ``f`` (the facts)."""
        return f"{self.start}-{self.end}"


_NAMED = """{prologue}SELECT ?start ?end ?thing {{ GRAPH <{graph}> {{
  ?e khcn:source <{source}> ; oa:start ?start ; oa:end ?end . ?thing khcn:mentionedIn ?e }} }}"""
_PROVED = """{prologue}SELECT ?start ?end ?s ?p ?o {{ GRAPH <{graph}> {{
  ?e khcn:source <{source}> ; oa:start ?start ; oa:end ?end .
  ?statement khcn:evidence ?e ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }} }}"""


def marks_of(graph: Served, source: str) -> list[Mark]:
    """All marks of a source, by start; a long one before what lies in it. Kept for the sources asked last."""
    return _kept(_Asked(graph, source, graph.snapshot))


@dataclass(frozen=True)
class _Asked:
    """A source to be marked; the same in the same snapshot, whichever request asks."""

    graph: Served = field(compare=False)
    source: str
    snapshot: str


@lru_cache(maxsize=4)
def _kept(asked: _Asked) -> list[Mark]:
    marks = _stated(asked.graph, asked.source)
    record = record_of(asked.graph, asked.source)
    if record:
        _mention(marks, record)
    return sorted(marks.values(), key=lambda mark: (mark.start, -mark.end))


def _stated(graph: Graph, source: str) -> dict[Span, Mark]:
    """What the graph says of the words: one mention for each thing and wording, and the words of each statement."""
    about = {"prologue": PROLOGUE, "source": source, "graph": f"{BASE}graph/{source.rpartition('/')[2]}"}
    marks: dict[Span, Mark] = {}
    for start, end, thing in graph.select(_NAMED.format(**about))[1]:
        _mark(marks, int(start or 0), int(end or 0)).things[str(thing)] = None
    for start, end, subject, predicate, object_ in graph.select(_PROVED.format(**about))[1]:
        said = (str(subject), str(predicate), str(object_))
        _mark(marks, int(start or 0), int(end or 0)).statements[said] = None
    return marks


def _mark(marks: dict[Span, Mark], start: int, end: int) -> Mark:
    return marks.setdefault((start, end), Mark(start, end))


def _mention(marks: dict[Span, Mark], record: Record) -> None:
    """Every other mention of the things: the record has each span, the graph one of each wording."""
    lists: list[tuple[tuple[str, ...], Iterable[Entry]]] = [
        (paths, getattr(record, name)) for name, paths in _PATHS.items()
    ]
    for paths, entries in [(("doc/",), [record.document]), *lists]:
        beginnings = tuple(f"{BASE}{path}" for path in paths)
        for entry in entries:
            known = chain.from_iterable(marks[span].things for span in entry.spans if span in marks)
            things = {thing: None for thing in known if thing.startswith(beginnings)}
            for start, end in entry.spans:
                _mark(marks, start, end).things |= things


def record_of(graph: Served, source: str) -> Record | None:
    """The record of a source, if it is at hand."""
    try:
        return graph.record(source)
    except (KeyError, AttributeError):
        return None


def text_of(graph: Served, source: str) -> str | None:
    """The stored text of a source, if it is at hand: a graph on another server has none."""
    try:
        return graph.text(source)
    except (KeyError, AttributeError):
        return None


@dataclass(frozen=True, slots=True)
class Piece:
    """A step through a marked text: a mark opens or closes, or some text comes.

    :ivar first: the mark begins here; it does not go on from before
    :ivar mark: which opens, closes or is the innermost around the text
    """

    kind: Literal["open", "close", "text"]
    start: int
    end: int
    mark: Mark | None
    first: bool = True


def pieces(marks: Iterable[Mark], low: int, high: int) -> Iterator[Piece]:
    """The text from ``low`` to ``high`` with marks that nest: of two that overlap, the later goes on behind the other.

    >>> [(p.kind, p.start, p.end) for p in pieces([Mark(0, 4), Mark(2, 6)], 0, 7)][:4]
    [('open', 0, 4), ('text', 0, 2), ('open', 2, 4), ('text', 2, 4)]
    """
    waiting = [
        (max(mark.start, low), -min(mark.end, high), n, mark, mark.start >= low)
        for n, mark in enumerate(marks)
        if mark.start < mark.end and mark.start < high and mark.end > low
    ]
    heapq.heapify(waiting)
    opened: list[tuple[int, Mark]] = []
    at = low
    while waiting or opened:
        start = waiting[0][0] if waiting else high
        if opened and opened[-1][0] <= start:
            end, mark = opened.pop()
            yield from _text(at, end, mark)
            yield Piece("close", end, end, mark)
            at = end
            continue
        start, negative, n, mark, first = heapq.heappop(waiting)
        yield from _text(at, start, opened[-1][1] if opened else None)
        end = -negative
        if opened and end > opened[-1][0]:
            heapq.heappush(waiting, (opened[-1][0], negative, n, mark, False))
            end = opened[-1][0]
        yield Piece("open", start, end, mark, first)
        opened.append((end, mark))
        at = start
    yield from _text(at, high, None)


def _text(start: int, end: int, mark: Mark | None) -> Iterator[Piece]:
    if start < end:
        yield Piece("text", start, end, mark)


def parts(text: str, size: int) -> list[Span]:
    """A text in parts of about ``size`` characters, cut at ends of lines where there are any.

    >>> parts("một\\nhai\\nba", 5)
    [(0, 4), (4, 8), (8, 10)]
    """
    cuts = [0]
    while cuts[-1] + size < len(text):
        line = text.rfind("\n", cuts[-1] + size // 2, cuts[-1] + size)
        cuts.append(line + 1 if line >= 0 else cuts[-1] + size)
    return list(zip(cuts, [*cuts[1:], len(text)], strict=True)) if text else [(0, 0)]


def within(marks: list[Mark], low: int, high: int) -> list[Mark]:
    """The marks that begin in a part of the text."""
    starts = [mark.start for mark in marks]
    return marks[bisect_left(starts, low) : bisect_left(starts, high)]
