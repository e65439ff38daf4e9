"""How alike two entries of one kind are: 0 for no match, else up to 1."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from rapidfuzz import fuzz

from ingest.folding import folded, folded_name, folded_number, without_marks

Entry = Any
_NUMBER = re.compile(r"\d+(/\d{4})?[-/][A-ZĐ]{2}")
_CONTAINED = 12  # a name of at least so many characters may match as a part of the other ...
_SHARE = 0.7  # ... if it is at least so much of it
_LONGEST_QUOTE = 200
_LENGTH_RATIO = 4


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison needs beside the two entries: the folded text, and other names of things."""

    text: str
    also: dict[str, set[str]]


def is_number(text: str) -> bool:
    """Whether a relation's end is told by a document's number."""
    return _NUMBER.search(text) is not None


@cache
def alike(a: str, b: str, least: float) -> float:
    """Likeness of two folded texts, 0 if below ``least``."""
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    short, long = sorted((a, b), key=len)
    if len(short) >= _CONTAINED and short in long and len(short) >= _SHARE * len(long):
        return 0.97
    ratio = fuzz.ratio(a, b) / 100
    return float(ratio * 0.99) if ratio >= least else 0.0


def _best(names_a: set[str], names_b: set[str], least: float) -> float:
    return max((alike(a, b, least) for a in names_a for b in names_b), default=0.0)


def citation(a: Entry, b: Entry, _: Compared) -> float:
    """Same kind and number, and not another date *and* issuer; without numbers, similar title or quote."""
    if a.get("kind") != b.get("kind"):
        return 0.0
    number_a, number_b = folded_number(a.get("number")), folded_number(b.get("number"))
    if not (number_a or number_b):
        return _unnumbered(a, b)
    differs = [bool(a.get(k) and b.get(k)) and folded_name(a[k]) != folded_name(b[k]) for k in ("date", "issuer")]
    return 0.0 if number_a != number_b or all(differs) else 1.0 - 0.1 * sum(differs)


def _unnumbered(a: Entry, b: Entry) -> float:
    told_a, told_b = ({folded(t) for t in [r.get("title"), *(r.get("quotes") or [])] if t} for r in (a, b))
    inside = any(len(min(x, y, key=len)) >= _CONTAINED and (x in y or y in x) for x in told_a for y in told_b)
    return max(_best(told_a, told_b, 0.80), 0.9 if inside else 0.0)


def place(a: Entry, b: Entry, _: Compared) -> float:
    """Same level and name, diacritics apart."""
    if a.get("level") != b.get("level"):
        return 0.0
    if folded(a.get("name")) == folded(b.get("name")):
        return 1.0
    return 0.9 if without_marks(a.get("name")) == without_marks(b.get("name")) else 0.0


def named(least: float) -> Callable[[Entry, Entry, Compared], float]:
    """Similarity by name, or (a little less) by any other name."""

    def similar(a: Entry, b: Entry, _: Compared) -> float:
        own = alike(folded_name(a.get("name")), folded_name(b.get("name")), least)
        return max(own, 0.95 * _best(a["_names"], b["_names"], least))

    return similar


@cache
def _occurrences(quote: str, text: str) -> tuple[tuple[int, int], ...]:
    found = tuple((m.start(), m.start() + len(quote)) for m in re.finditer(re.escape(quote), text))
    if found or len(quote) <= 40:
        return found
    return tuple((m.start(), m.start() + len(quote)) for m in re.finditer(re.escape(quote[:40]), text))


def span(a: Entry, b: Entry, compared: Compared) -> float:
    """Quotes that overlap by half of the shorter, neither much longer than the other."""
    quote_a, quote_b = folded(a.get("quote")), folded(b.get("quote"))
    lengths = sorted((len(quote_a), len(quote_b)))
    if not lengths[0] or lengths[1] > _LONGEST_QUOTE or lengths[1] > _LENGTH_RATIO * lengths[0]:
        return 0.0
    found_a, found_b = _occurrences(quote_a, compared.text), _occurrences(quote_b, compared.text)
    if not found_a or not found_b:
        return alike(quote_a, quote_b, 0.80)
    overlap = max(min(x[1], y[1]) - max(x[0], y[0]) for x in found_a for y in found_b)
    if overlap / lengths[0] < 0.5:
        return 0.0
    apart = 0.001 * sum(bool(a.get(k) != b.get(k)) for k in ("type", "status"))
    return 0.5 + 0.5 * overlap / (sum(lengths) - overlap) - apart


def activity(a: Entry, b: Entry, compared: Compared) -> float:
    """Overlapping quotes of the same type."""
    return span(a, b, compared) if a.get("type") == b.get("type") else 0.0


def relation(a: Entry, b: Entry, compared: Compared) -> float:
    """Same predicate, both ends alike."""
    if a[1] != b[1]:
        return 0.0
    return min(_end(str(a[0]), str(b[0]), compared), _end(str(a[2]), str(b[2]), compared))


def _end(a: str, b: str, compared: Compared) -> float:
    if is_number(a) or is_number(b):
        return float(folded_number(a) == folded_number(b))
    name_a, name_b = folded_name(a), folded_name(b)
    also = compared.also
    return _best({name_a} | also.get(name_a, set()), {name_b} | also.get(name_b, set()), 0.88)


SIMILARITIES: dict[str, Callable[[Entry, Entry, Compared], float]] = {
    "citations": citation,
    "citations.unnumbered": citation,
    "projects": named(0.90),
    "organisations": named(0.96),
    "places": place,
    "people": named(0.96),
    "activities": activity,
    "activities.span": span,
    "relations": relation,
    "relations.legal": relation,
    "relations.approves": relation,
}


def _equal(key: str) -> Callable[[Entry, Entry], bool | None]:
    return lambda a, b: a.get(key) == b.get(key)


def _text(key: str, least: float) -> Callable[[Entry, Entry], bool | None]:
    def agree(a: Entry, b: Entry) -> bool:
        neither = not a.get(key) and not b.get(key)
        return neither or alike(folded_name(a.get(key)), folded_name(b.get(key)), least) > 0

    return agree


def _values(a: Entry, b: Entry) -> bool | None:
    wanted, read = ({q.get("value") for q in r.get("quantities") or []} for r in (a, b))
    return wanted == read if wanted else None


ATTRIBUTES: dict[str, dict[str, Callable[[Entry, Entry], bool | None]]] = {
    "citations": {
        "date": _equal("date"),
        "issuer": _text("issuer", 0.96),
        "title": _text("title", 0.80),
        "count": _equal("count"),
    },
    "projects": {
        "category": _equal("category"),
        "level": _equal("level"),
        "statuses": lambda a, b: set(a.get("statuses") or []) == set(b.get("statuses") or []),
    },
    "organisations": {"type": _equal("type")},
    "places": {"province": lambda a, b: folded(a.get("province")) == folded(b.get("province"))},
    "activities": {"status": _equal("status"), "values": _values},
}


def measured() -> list[str]:
    """All keys that have a figure: kinds of entries, and their attributes ("citations.date")."""
    return [*SIMILARITIES, *(f"{key}.{name}" for key, attributes in ATTRIBUTES.items() for name in attributes)]
