"""From the lines of a document to clauses, each of which can tell one thing done.

A line of a report tells several things in a row: sentences, members of a list with semicolons, and verbs that a comma
or "và" coordinates. What stands in parentheses or quotation marks is never cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.activity_coordination import coordinated
from ingest.activity_heads import CLOSED, Clause, Opener, headed, numbered, set_head
from ingest.activity_words import LEXICON, Hits
from ingest.runs import UPPER, either
from ontology.records import Span

_MARK = re.compile(  # begins with a set of characters, so that the engine can skip to them
    rf"[;:.…!?“\"(](?:(?<=;)|(?<=:)(?!\d)|(?<=[.!?])(?=\s|$)|(?<=…)…*(?=\s*(?:[{UPPER}]|$))"
    rf"|(?<=\.)(?:\.+(?=\s*(?:[{UPPER};]|$))|(?=[A-ZĐ][a-zà-ỹđ]))|(?P<closed>{CLOSED}))"
)
_OPENERS: dict[str, Opener] = {";": ";", ":": ":"}
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:TP|TX|ThS|Th\.S|TS|PGS|GS|BS|KS|CN|tr|Tr|St|P|Q|H|v\.v|vv|Mr|NG)$")
_DOCUMENT_WORDS = either(LEXICON["documents"]["words"])
_DOCUMENT = re.compile(rf"\s*(?:và\s+)?(?:các\s+|dự thảo\s+)?(?:{_DOCUMENT_WORDS})\b", re.IGNORECASE)
_ANY_DOCUMENT = re.compile(rf"\b(?:{_DOCUMENT_WORDS})\b")
_LISTING = re.compile(rf"\b(?:các|một số|\d+)\s+(?:{_DOCUMENT_WORDS})(?:\s+(?:QPPL|sau|chỉ đạo))?\s*$", re.IGNORECASE)
_NAMING = re.compile(
    r"\b(?:dự án|đề tài|nhiệm vụ|đề án|chương trình|luật|chủ đề|tên|nội dung|mô hình)\s*$", re.IGNORECASE
)
_ENUMERATOR = re.compile(r"\s*(?:\(\w{1,3}\)|[a-zđ]\)|\d{1,2}[.)](?=\s))\s*")
_COLON_REACH = 80  # characters before a colon that say what follows it is
_COUNTED = re.compile(rf"\d\s+(?:{either(LEXICON['counted']['named'])})[^:;.,\d]{{0,60}}$")
_FOLDING = re.compile(r"\btrong đó\s*:?\s*$", re.IGNORECASE)


def names_document(text: str, start: int, end: int) -> bool:
    """Whether a clause begins with the name of a kind of document."""
    return _DOCUMENT.match(text, start, end) is not None


def holds_document(text: str, start: int, end: int) -> bool:
    """Whether a clause names a kind of document anywhere."""
    return _ANY_DOCUMENT.search(text, start, end) is not None


def cut(text: str, start: int, end: int, hits: Hits) -> list[Clause]:
    """The clauses of ``text[start:end]``, in order."""
    stops, closed = _marks(text, start, end)
    hits = Hits(hits.between(start, end)).outside(closed)  # what is in brackets heads no clause
    found: list[Clause] = []
    folding = False
    for left, right, opener in _pieces(text, start, end, stops):
        mark = _ENUMERATOR.match(text, left, right)
        piece = Clause(mark.end() if mark else left, right, opener)
        set_head(text, piece, hits)
        before = found[-1] if found else None
        if before and opener == ":":
            joined, folding = _explains(text, before, piece)
        else:
            begun = piece.head is not None and piece.subject is None and not numbered(text, piece.start, right)
            folding = folding and opener not in {".", "start"} and not (begun and opener == ";")
            joined = folding
        if before and joined:
            before.end = right
            before.longer = not folding and not before.listing
            continue
        _divide_last(text, found, hits)
        found.append(piece)
    _divide_last(text, found, hits)
    return found


def _explains(text: str, before: Clause, piece: Clause) -> tuple[bool, bool]:
    """What a piece behind a colon is to the clause before: whether it belongs to it, and all of its list with it."""
    low = max(before.start, before.end - _COLON_REACH)
    if _FOLDING.search(text, low, before.end):
        return True, True
    if (piece.head is None or piece.subject) and before.head and _COUNTED.search(text, low, before.end):
        return True, True
    if _LISTING.search(text, low, before.end):
        before.listing = True
        return True, False
    if piece.head is not None and not _NAMING.search(text, low, before.end):
        before.label = True
        return False, False
    return True, False


def _divide_last(text: str, found: list[Clause], hits: Hits) -> None:
    """Cut the last clause where verbs are coordinated, now that it is known how far it goes."""
    if not found or found[-1].listing or found[-1].label:
        return
    last = found.pop()
    if last.longer:
        last = headed(text, last, hits)
    found += coordinated(text, last, hits)


def _pieces(text: str, start: int, end: int, stops: list[Span]) -> Iterator[tuple[int, int, Opener]]:
    at = start
    opener: Opener = "start"
    for left, right in stops:
        if text[left] == "." and _ABBREVIATION.search(text, max(at, left - 6), left):
            continue
        if text[at:left].strip():
            yield at, left, opener
        at, opener = right, _OPENERS.get(text[left], ".")
    if text[at:end].strip():
        yield at, end, opener


def _marks(text: str, start: int, end: int) -> tuple[list[Span], list[Span]]:
    """Where sentences and members of lists end, and what stands in brackets or quotation marks, where none ends."""
    stops: list[Span] = []
    closed: list[Span] = []
    for mark in _MARK.finditer(text, start, end):
        (closed if mark.lastgroup else stops).append(mark.span())
    return stops, closed
