"""The search index of a graph: built once for each snapshot, in the background, from whatever graph answers SPARQL."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sqlite3
import tempfile
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path

from ingest.text import fold
from kg.store import PREFIXES
from ontology.terms import KHCN
from queries.graph import Graph
from queries.reference import leading_number
from viz.search import KINDS, Index, marked_words, plain_word, words_of

log = logging.getLogger(__name__)

_FORM = 3  # of the index; a program that builds another form does not read this one
_KEPT = 4  # indexes of snapshots in the folder
_PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
_CLASSES = {
    KHCN.Standard: "standard", KHCN.Document: "document", KHCN.Project: "task", KHCN.Programme: "task",
    KHCN.TaskList: "task", KHCN.Organisation: "organisation", KHCN.Person: "person", KHCN.Place: "place",
    KHCN.Activity: "activity",
}  # fmt: skip
_LABEL, _NUMBER = f"{PREFIXES['rdfs']}label", KHCN.number
_NAMES = f"""{_PROLOGUE}SELECT ?x ?p ?name (LANG(?name) AS ?language) {{
  VALUES ?p {{ rdfs:label skos:altLabel dcterms:title khcn:number khcn:numberRaw khcn:taskCode }} ?x ?p ?name }}"""
_NAMES_IN = f"""{_PROLOGUE}SELECT ?x ?p ?name (LANG(?name) AS ?language) {{ GRAPH graph:%s {{
  VALUES ?p {{ rdfs:label skos:prefLabel skos:altLabel skos:hiddenLabel khcn:unitCode }} ?x ?p ?name }} }}"""
_TYPES = f"""{_PROLOGUE}SELECT ?x ?class {{ VALUES ?class {{ {" ".join(f"<{c}>" for c in _CLASSES)} }} ?x a ?class }}"""
_DATES = f"""{_PROLOGUE}SELECT ?x ?p ?value {{
  VALUES ?p {{ khcn:date khcn:year khcn:periodStart khcn:periodEnd }} ?x ?p ?value }}"""
_STATES = f"""{_PROLOGUE}SELECT ?x ?state {{
  VALUES ?p {{ khcn:projectStatus khcn:activityStatus khcn:legalStatus }} ?x ?p ?state }}"""
_SEATS = f"""{_PROLOGUE}SELECT ?x ?unit {{
  {{ ?x khcn:location ?unit }} UNION {{ ?x khcn:issuer/khcn:location ?unit }} }}"""
_WITHIN = f"{_PROLOGUE}SELECT ?unit ?above {{ GRAPH graph:units {{ ?unit khcn:within ?above }} }}"
_LEVELS = f"""{_PROLOGUE}SELECT ?unit ?level {{ GRAPH graph:units {{ ?unit khcn:unitLevel ?level }} }}"""
_REFERRED = f"{_PROLOGUE}SELECT ?x {{ ?x khcn:knownByReferenceOnly true }}"
_PLACES = ("country", "region", "province", "district", "commune")
"""Levels of places by how likely one is looked for."""
_TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT, label TEXT, english TEXT, kind TEXT, rank INTEGER, number TEXT,
  lead TEXT, dates TEXT, others TEXT);
CREATE TABLE kind (kind TEXT PRIMARY KEY, first INTEGER, last INTEGER);
CREATE TABLE facet (thing INTEGER, field TEXT, value TEXT, PRIMARY KEY (thing, field, value)) WITHOUT ROWID;
CREATE TABLE word (folded TEXT PRIMARY KEY, written TEXT, number INTEGER) WITHOUT ROWID;
CREATE VIRTUAL TABLE names USING fts5 (label, other, number, marked, content='', detail=column, prefix='2 3',
  tokenize="unicode61 remove_diacritics 0");
"""


@dataclass(slots=True)
class _Thing:
    """A thing to be found, as it is gathered."""

    label: str = ""
    english: str | None = None
    kind: str = "other"
    number: str | None = None
    names: dict[str, str] = field(default_factory=dict)
    """Other names, titles and numbers, of those that differ in case alone the first."""
    dates: set[str] = field(default_factory=set)
    facets: set[tuple[str, str]] = field(default_factory=set)
    rank: int = 0
    """Within its kind, the lower the more likely it is looked for."""


def build(graph: Graph, path: Path) -> None:
    """Write the index of a graph to a file, which appears when it is whole."""
    things = _gather(graph)
    made = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        with closing(sqlite3.connect(made)) as database:
            _write(database, things)
        made.replace(path)
    finally:
        made.unlink(missing_ok=True)


def _gather(graph: Graph) -> dict[str, _Thing]:
    things: dict[str, _Thing] = defaultdict(_Thing)
    asked = [_NAMES, *(_NAMES_IN % name for name in ("units", "vocabulary", "ontology"))]
    for kind, query in zip(("other", "place", "concept", "term"), asked, strict=True):
        for iri, relation, name, language in graph.select(query)[1]:
            thing = things[str(iri)]
            thing.kind = kind
            _name(thing, str(relation), str(name), str(language or ""))
    for iri, class_ in graph.select(_TYPES)[1]:
        if str(iri) in things:
            things[str(iri)].kind = _nearer(things[str(iri)].kind, _CLASSES[str(class_)])
    for (iri,) in graph.select(_REFERRED)[1]:
        things[str(iri)].rank = 1
    _date(graph, things)
    _place(graph, things)
    return {iri: thing for iri, thing in things.items() if thing.label or thing.names}


def _nearer(known: str, told: str) -> str:
    """A standard is a document too; of two kinds the one that tells more."""
    return known if known == "standard" else told


def _name(thing: _Thing, relation: str, name: str, language: str) -> None:
    name = " ".join(name.split())
    if relation == _NUMBER:
        thing.number = name
    is_label = relation in (_LABEL, f"{PREFIXES['skos']}prefLabel")
    if is_label and language == "en":
        thing.english = name
    elif is_label and not thing.label:
        thing.label = name
    else:
        thing.names.setdefault(fold(name), name)


def _date(graph: Graph, things: dict[str, _Thing]) -> None:
    for iri, relation, value in graph.select(_DATES)[1]:
        thing = things.get(str(iri))
        if thing and value is not None:
            thing.facets.add(("year", str(value)[:4]))
            if relation == KHCN.date:
                thing.dates.add(str(value))
    for iri, state in graph.select(_STATES)[1]:
        if str(iri) in things:
            things[str(iri)].facets.add(("status", str(state)))


def _place(graph: Graph, things: dict[str, _Thing]) -> None:
    above: dict[str, set[str]] = defaultdict(set)
    for unit, over in graph.select(_WITHIN)[1]:
        above[str(unit)].add(str(over))
    levels = {str(unit): str(level).rpartition("/")[2] for unit, level in graph.select(_LEVELS)[1]}

    @cache
    def provinces_of(unit: str) -> frozenset[str]:
        return frozenset(
            chain([unit] if levels.get(unit) == "province" else (), *(provinces_of(over) for over in above[unit]))
        )

    for unit in levels.keys() & things.keys():
        things[unit].rank = _PLACES.index(levels[unit]) if levels[unit] in _PLACES else len(_PLACES)
    own = ((iri, iri) for iri, thing in things.items() if thing.kind == "place")
    for iri, unit in chain(own, ((str(x), str(unit)) for x, unit in graph.select(_SEATS)[1])):
        if iri in things:
            things[iri].facets |= {("province", province) for province in provinces_of(unit)}


def _write(database: sqlite3.Connection, things: dict[str, _Thing]) -> None:
    """The things by importance, so that the first to match are those that people look for most."""
    database.executescript(_TABLES)
    ordered = sorted(things.items(), key=lambda item: (*_rank(item[1]), len(item[1].label), item[0]))
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for name, rows in (("thing", _rows), ("names", _words)):
        places = ", ".join("?" * (10 if name == "thing" else 5))
        into = "thing" if name == "thing" else "names (rowid, label, other, number, marked)"
        database.executemany(f"INSERT INTO {into} VALUES ({places})", rows(ordered, written))  # noqa: S608
    facets = ((n, *facet) for n, (_, thing) in enumerate(ordered, 1) for facet in sorted(thing.facets))
    database.executemany("INSERT INTO facet VALUES (?, ?, ?)", facets)
    words = ((plain, forms.most_common(1)[0][0], forms.total()) for plain, forms in written.items())
    database.executemany("INSERT INTO word VALUES (?, ?, ?)", words)
    database.execute("INSERT INTO kind SELECT kind, MIN(id), MAX(id) FROM thing GROUP BY kind")
    database.execute("CREATE INDEX by_lead ON thing (lead)")
    database.commit()


def _rank(thing: _Thing) -> tuple[int, int]:
    """The order of things: by kind, then by how likely one is looked for."""
    return KINDS.index(thing.kind), thing.rank


Ordered = list[tuple[str, _Thing]]
Written = dict[str, Counter[str]]


def _rows(ordered: Ordered, _: Written) -> Iterator[tuple[object, ...]]:
    for n, (iri, thing) in enumerate(ordered, 1):
        label = thing.label or thing.english or next(iter(thing.names.values()))
        lead = leading_number(thing.number) if thing.number else None
        kind, within = _rank(thing)
        names = json.dumps(list(thing.names.values()), ensure_ascii=False) if thing.names else None
        yield (
            n, iri, label, thing.english, thing.kind, 10 * kind + within, thing.number, lead,
            " ".join(sorted(thing.dates)), names,
        )  # fmt: skip


def _words(ordered: Ordered, written: Written) -> Iterator[tuple[object, ...]]:
    """The words of each thing; what words look like when they are written is noted on the way."""
    for n, (_, thing) in enumerate(ordered, 1):
        label = marked_words(thing.label)
        other = [word for name in (*thing.names.values(), thing.english or "") for word in marked_words(name)]
        years = [day[:4] for day in sorted(thing.dates)]
        for word in (*label, *other):
            if not word.isdigit():
                written[plain_word(word)][word] += 1
        number = [*words_of(thing.number or ""), *dict.fromkeys(years)]
        yield n, _plain(label), _plain(other), " ".join(number), " ".join([*label, *other])


def _plain(words: list[str]) -> str:
    return " ".join(map(plain_word, words))


class _Building:
    """One index that is being built, for all who wait for it."""

    def __init__(self, graph: Graph, path: Path, done: Callable[[], None]) -> None:
        self.ready = threading.Event()
        self._graph, self._path, self._done = graph, path, done
        threading.Thread(target=self._run, name="search index", daemon=True).start()

    def _run(self) -> None:
        try:
            build(self._graph, self._path)
            _drop_old(self._path.parent)
        except Exception:  # whatever a graph answers: the next who searches tries again
            log.exception("the search index was not built")
        finally:
            self._done()
            self.ready.set()


_indexes: dict[Path, Index] = {}
_buildings: dict[Path, _Building] = {}
_lock = threading.Lock()


def index(graph: Graph, wait: float = 0.0) -> Index | None:
    """The index of a graph's snapshot; None if it is not ready after ``wait`` seconds.

    It is begun if there is none and no other is being built: old snapshots wait for their turn.
    """
    key = hashlib.sha256(graph.snapshot.encode()).hexdigest()[:32]
    path = folder() / f"{key}-{_FORM}.sqlite"
    with _lock:
        if path.is_file():
            return _opened(path)
        building = _buildings.get(path)
        if building is None and not _buildings:
            building = _buildings[path] = _Building(graph, path, lambda: _forget(path))
    if building:
        building.ready.wait(wait)
    return _opened(path) if path.is_file() else None


def _opened(path: Path) -> Index:
    if path not in _indexes:
        os.utime(path)  # it is in use
        _indexes.clear()
        _indexes[path] = Index(path)
    return _indexes[path]


def _forget(path: Path) -> None:
    with _lock:
        _buildings.pop(path, None)


def _drop_old(place: Path) -> None:
    """Drop the indexes of snapshots that were not asked for longest."""
    found = sorted(place.glob("*.sqlite"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in found[_KEPT:]:
        with suppress(OSError):
            file.unlink()


@cache
def folder() -> Path:
    """A folder that only this user may read, since names of internal things stand in it."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    place = Path(tempfile.gettempdir()) / f"khcn-search-{user}"
    place.mkdir(mode=0o700, exist_ok=True)
    told = place.lstat()
    if place.is_symlink() or (hasattr(os, "getuid") and (told.st_uid != user or told.st_mode & 0o077)):
        return Path(tempfile.mkdtemp(prefix="khcn-search-"))
    return place
