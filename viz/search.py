"""Search in names: an index over all labels, numbers and titles of a graph, folded as people type them.

Case, diacritics, đ, the placement of tone marks, blanks, hyphens and leading zeros make no difference: text and query
become the same words (:func:`words_of`), which SQLite's FTS5 finds. FTS5's own folding leaves đ as it is.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ingest.text import fold, unmarked
from queries.reference import Reference, fits, parse_reference

KINDS = ("document", "task", "organisation", "person", "place", "activity", "standard", "concept", "term", "other")
"""Kinds of things in the order in which they are listed."""
FACETS = ("province", "year", "status")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_SLIP = 70  # per cent at which two words may be the same with a slip of the pen
_LETTERS = 3  # words shorter than this are never put right
_FIRST = 2000  # matches among which suggestions are ranked; things are numbered by importance


def words_of(text: str) -> list[str]:
    """The words and numbers of a text as the index has them.

    >>> words_of("Quyết định số 05/QĐ-UBND"), words_of("qđ5")
    (['quyet', 'dinh', 'so', '5', 'qd', 'ubnd'], ['qd', '5'])
    """
    return [plain_word(word) for word in marked_words(text)]


def marked_words(text: str) -> list[str]:
    """The words of a text with their diacritics, in one placement of tone marks.

    >>> marked_words("Hoà Bình 05")
    ['hòa', 'bình', '05']
    """
    return _WORD.findall(fold(text))


@lru_cache(maxsize=65536)
def plain_word(word: str) -> str:
    """One word as the index has it; a number without leading zeros."""
    return word.lstrip("0") or "0" if word.isdigit() else unmarked(word)


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found.

    :ivar names: other names, titles and numbers
    :ivar dates: ISO dates
    """

    iri: str
    label: str
    english: str | None
    kind: str
    number: str | None
    dates: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: words, and values of facets ("kind", "province", "year", "status") that must hold."""

    text: str
    facets: dict[str, str] = field(default_factory=dict)
    offset: int = 0
    limit: int = 20
    each: int = 5
    """Hits of each kind while no kind is chosen."""


@dataclass(slots=True)
class Found:
    """What was found.

    :ivar exact: documents whose number is what was typed
    :ivar hits: by kind, the best first
    :ivar facets: counts of values over everything that was found
    :ivar corrected: the words with slips put right, if nothing was found without
    :ivar loose: not all the words were found together
    :ivar matched: words that count as found, for highlighting; words that begin with them too if ``begun``
    """

    total: int = 0
    exact: list[Hit] = field(default_factory=list)
    hits: dict[str, list[Hit]] = field(default_factory=dict)
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    corrected: str | None = None
    loose: bool = False
    matched: frozenset[str] = frozenset()
    begun: bool = False


Ranges = dict[str, tuple[int, int]]
_COLUMNS = "thing.iri, label, english, kind, number, dates, others"


class Index:
    """An index on disk, written once (:mod:`viz.search_build`); each call opens it for itself, from any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def search(self, wanted: Wanted) -> Found:
        """What has all the words; else all their beginnings; else the words put right; else any of the words."""
        words = words_of(wanted.text)
        if not words:
            return Found()
        with closing(self._open()) as database:
            found = Found(exact=self._exact(database, wanted.text))
            for way in self._ways(words, wanted.text):
                if _fill(database, found, way, wanted):
                    found.corrected, found.loose, found.begun = way.corrected, way.loose, "*" in way.match
                    found.matched = frozenset(words_of(way.corrected) if way.corrected else words)
                    return found
        return found

    def _ways(self, words: list[str], text: str) -> Iterator[_Way]:
        """From strict to loose."""
        yield _all_of(words, text)
        yield _Way(" AND ".join(f'"{word}"*' for word in words))
        corrected = self.corrected(text)
        if corrected:
            yield replace(_all_of(words_of(corrected), corrected), corrected=corrected)
        telling = [word for word in words if word.isalpha() and len(word) >= _LETTERS]
        if len(words) > 1 and telling:
            yield _Way(" OR ".join(f'"{word}"' for word in telling), loose=True)

    def suggest(self, text: str, limit: int = 8, kinds: Collection[str] = KINDS) -> list[Hit]:
        """Things of some kinds whose name begins to be what is typed, the best first."""
        words = words_of(text)
        if not words or len("".join(words)) < 2:
            return []
        match = " AND ".join([*(f'"{word}"' for word in words[:-1]), f'"{words[-1]}"*'])
        with closing(self._open()) as database:
            exact = self._exact(database, text)[:limit]
            rows = database.execute(_FIRST_FEW, (match, _FIRST, limit * (5 if kinds == KINDS else 50)))
            marked = fold(text)
            near = sorted(map(_hit, rows), key=lambda hit: _distance(hit, marked))  # otherwise by importance
        return list({hit.iri: hit for hit in (*exact, *near) if hit.kind in kinds}.values())[:limit]

    def _exact(self, database: sqlite3.Connection, text: str) -> list[Hit]:
        """Documents that have the number that was typed, and nothing that speaks against them."""
        reference = parse_reference(text)
        if reference.number is None:
            return []
        rows = database.execute(f"SELECT {_COLUMNS} FROM thing WHERE lead = ? LIMIT 500", (reference.number,))  # noqa: S608
        return [hit for hit in map(_hit, rows) if _fits(reference, hit)]

    def corrected(self, text: str) -> str | None:
        """The text with each unknown word as the known one that it is a slip of; None if nothing is to be put right."""
        parts, changed = [], False
        for word in _WORD.findall(fold(text)):
            plain = plain_word(word)
            if plain in self._vocabulary or plain.isdigit() or len(plain) < _LETTERS:
                parts.append(word)
                continue
            near = process.extract(plain, self._vocabulary.keys(), scorer=OSA.normalized_similarity, limit=5)
            close = [(known, score) for known, score, _ in near if score * 100 >= _SLIP]
            if not close:
                parts.append(word)
                continue
            best = max(close, key=lambda k: (round(k[1], 2), self._vocabulary[k[0]][1]))
            parts.append(self._vocabulary[best[0]][0])
            changed = True
        return " ".join(parts) if changed else None

    @cached_property
    def _vocabulary(self) -> dict[str, tuple[str, int]]:
        """Words of the index as they are written, and in how many names."""
        with closing(self._open()) as database:
            rows = database.execute("SELECT folded, written, number FROM word")
            return {folded: (written, number) for folded, written, number in rows}

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(f"file:{self.path}?mode=ro&immutable=1", uri=True)
        database.execute("PRAGMA temp_store = MEMORY")
        return database


def _distance(hit: Hit, marked: str) -> int:
    """How unlike what was typed the label of a suggestion is: it begins so, has it, has it without diacritics."""
    label = fold(hit.label)
    return 0 if label.startswith(marked) else 1 if marked in label else 2


def _fits(reference: Reference, hit: Hit) -> bool:
    told = " ".join([hit.label, *hit.names])
    return any(fits(reference, hit.number or "", day, told) for day in hit.dates or (None,))


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of looking, as queries of FTS5.

    :ivar better: what those match is put before the rest: the first more than the second
    """

    match: str
    better: tuple[str, ...] = ()
    corrected: str | None = None
    loose: bool = False


def _all_of(words: list[str], text: str) -> _Way:
    """All of the words; names with the same diacritics as typed come first, then those with the words in the label."""
    every = " AND ".join(f'"{word}"' for word in words)
    marked = marked_words(text)
    has_marks = any(word not in words and word.isalpha() for word in marked)
    same = [f"marked : ({' AND '.join(_quoted(word) for word in marked)})"] if has_marks else []
    return _Way(every, (*same, f"{{label number}} : ({every})"))


def _quoted(word: str) -> str:
    return f'"{word}"'


# Of names that have all the words bm25 tells little, and asks how frequent each word is: 20 times as long for "UBND".
_MATCHED = "INSERT INTO hit SELECT rowid, 0 FROM names WHERE names MATCH ?"
_RANKED = "INSERT INTO hit SELECT rowid, bm25(names, 6.0, 2.0, 8.0, 3.0) FROM names WHERE names MATCH ?"
_BETTER = "UPDATE hit SET score = score - ? WHERE id IN (SELECT rowid FROM names WHERE names MATCH ?)"
_BEST = f"""SELECT {_COLUMNS} FROM (
  SELECT id, score FROM hit WHERE id BETWEEN ? AND ? ORDER BY score, id LIMIT ? OFFSET ?
) AS best CROSS JOIN thing USING (id) ORDER BY score, id"""  # noqa: S608
_FIRST_FEW = f"""SELECT {_COLUMNS} FROM (SELECT rowid FROM names WHERE names MATCH ? LIMIT ?) AS hit
  JOIN thing ON thing.id = hit.rowid ORDER BY thing.rank, LENGTH(label), id LIMIT ?"""  # noqa: S608


def _fill(database: sqlite3.Connection, found: Found, way: _Way, wanted: Wanted) -> bool:
    """Put what fits into ``found``; whether there is anything. Equals come by importance and length, as numbered."""
    database.execute("CREATE TEMP TABLE IF NOT EXISTS hit (id INTEGER PRIMARY KEY, score REAL)")
    if not database.execute(_RANKED if way.loose else _MATCHED, (way.match,)).rowcount:
        return False
    for n, better in enumerate(way.better):
        database.execute(_BETTER, (2 - n, better))
    ranges = {kind: (first, last) for kind, first, last in database.execute("SELECT kind, first, last FROM kind")}
    for name, value in wanted.facets.items():
        _narrow(database, name, value, ranges)
    found.facets = _counts(database, ranges)
    found.total = sum(found.facets["kind"].values())
    chosen = wanted.facets.get("kind")
    room = (wanted.limit, wanted.offset) if chosen else (wanted.each, 0)
    for kind in [chosen] if chosen else [kind for kind in KINDS if kind in found.facets["kind"]]:
        found.hits[kind] = [_hit(row) for row in database.execute(_BEST, (*ranges.get(kind, (0, 0)), *room))]
    return True


def _narrow(database: sqlite3.Connection, name: str, value: str, ranges: Ranges) -> None:
    if name == "kind":
        database.execute("DELETE FROM hit WHERE id NOT BETWEEN ? AND ?", ranges.get(value, (0, 0)))
    else:
        having = "SELECT thing FROM facet WHERE field = ? AND value = ?"
        database.execute(f"DELETE FROM hit WHERE id NOT IN ({having})", (name, value))  # noqa: S608


def _counts(database: sqlite3.Connection, ranges: Ranges) -> dict[str, dict[str, int]]:
    """How many of what was found have each value of each facet, the most frequent first."""
    of_kind = "SELECT COUNT(*) FROM hit WHERE id BETWEEN ? AND ?"
    kinds = {kind: int(database.execute(of_kind, ends).fetchone()[0]) for kind, ends in ranges.items()}
    counts = {"kind": {kind: kinds[kind] for kind in KINDS if kinds.get(kind)}}
    rows = database.execute(
        "SELECT field, value, COUNT(*) FROM hit CROSS JOIN facet ON facet.thing = hit.id "
        "GROUP BY field, value ORDER BY field, COUNT(*) DESC, value"
    )
    for name, value, number in rows:
        counts.setdefault(name, {})[value] = number
    return counts


def _hit(row: tuple[str | None, ...]) -> Hit:
    iri, label, english, kind, number, dates, names = row
    days, others = tuple((dates or "").split()), tuple(json.loads(names or "[]"))
    return Hit(str(iri), str(label), english, str(kind), number, days, others)


def highlighted(text: str, matched: Collection[str], begun: bool = False) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is one of the words that were looked for (begins with one, if ``begun``).

    >>> highlighted("Sở Khoa học", {"khoa"})
    [('Sở ', False), ('Khoa', True), (' học', False)]
    """
    pieces: list[tuple[str, bool]] = []
    at = 0
    for match in _WORD.finditer(text):
        word = words_of(match.group())
        if word and (word[0] in matched or (begun and word[0].startswith(tuple(matched)))):
            pieces += [(text[at : match.start()], False), (match.group(), True)]
            at = match.end()
    return [piece for piece in (*pieces, (text[at:], False)) if piece[0]]
