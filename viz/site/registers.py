"""Lists of things with filters, page by page: ``listed/*.rq``, in the form of the questions of the catalogue.

Their heads name besides the ``thing`` that a row is about, the columns that sort (``sorts``, by the property whose
value counts), the first order (``sort``) and by what rows are counted (``groups``). The lines between ``# which:
begin`` and ``# which: end`` choose the things; the rest tells of those on the page alone, so that a page costs what it
shows, however long the list is.
"""

from __future__ import annotations

import tomllib
from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from threading import Lock

from kg.store import PREFIXES
from queries.answer import Answer, Coverage, Proof
from queries.ask import grouped, proofs
from queries.catalogue import Language, Question, parse
from queries.graph import Graph, Solutions
from queries.resolve import bind
from viz.site.thing_facts import names_of

_BEGIN, _END = "# which: begin\n", "# which: end\n"
_WORDS = 3  # pieces of evidence for each thing
_KEPT = 24  # queries over whole lists
_BATCH = 100  # things in one look-up of evidence


@dataclass(frozen=True, slots=True)
class Register:
    """One list.

    :ivar question: its wording, parameters and columns
    :ivar thing: the column of the things
    :ivar sorts: properties by the columns that they sort
    :ivar sort: the order unless told otherwise, ``-`` before it for descending
    :ivar groups: properties by whose values things are counted, by the parameter that filters by them
    :ivar graph: the named graph that tells of its things what sorts and groups them; empty if the default graph does
    :ivar year: the property that tells of which year a thing is; empty if none does
    """

    question: Question
    thing: str
    sorts: dict[str, str]
    sort: str
    groups: dict[str, str]
    year: str
    graph: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list; ``total`` counts the things of all pages."""

    answer: Answer
    total: int


@cache
def registers() -> dict[str, Register]:
    """All lists by name."""
    found = [f for f in files("viz.site").joinpath("listed").iterdir() if f.name.endswith(".rq")]
    return {f.name.removesuffix(".rq"): _register(f.name.removesuffix(".rq"), f.read_text("utf-8")) for f in found}


def _register(name: str, text: str) -> Register:
    head = tomllib.loads("\n".join(line[2:].lstrip() for line in text.splitlines() if line.startswith("#+")))
    return Register(
        parse(name, text),
        head["thing"],
        head.get("sorts", {}),
        head["sort"],
        head.get("groups", {}),
        head.get("year", ""),
        head.get("graph", ""),
    )


def find(
    graph: Graph,
    register: Register,
    given: dict[str, str],
    language: Language,
    sort: str,
    first: int,
    rows: int,
    covered: Coverage | None = None,
) -> Listed:
    """Some rows of a list.

    :param sort: a column's name, ``-`` before it for descending; what sorts nothing gives way to the list's own order
    :param first: how many things come before
    :param covered: over what is asked
    :raises queries.resolve.ParameterError: a parameter is unknown, ambiguous or not understood
    """
    asked = register.question
    terms = bind(asked, given, graph) | {"lang": f'"{language}"'}
    wanted = sort if sort.removeprefix("-") in register.sorts else register.sort
    everything = _ordered(graph, register, _which(register, terms), wanted)
    things = everything[first : first + rows]
    columns, solutions = graph.select(_described(register, terms, f"VALUES ?{register.thing} {{ {_iris(things)} }}\n"))
    place = {thing: number for number, thing in enumerate(things)}
    at = columns.index(register.thing)
    solutions.sort(key=lambda row: place[str(row[at])])
    table, evidence = grouped(columns, solutions, asked.gather)
    names = [column for column in columns if column != "evidence"]
    at = names.index(register.thing)
    proved = _mentions(graph, [str(row[at]) for row in table]) if "evidence" not in columns else _told(graph, evidence)
    answer = Answer(
        question="",
        parameters=dict(given),
        columns=names,
        rows=table,
        evidence=proved,
        coverage=covered,
        snapshot=graph.snapshot,
        titles=[asked.column_title(column, language) for column in names],
        note=asked.note[language],
        sparql=_shown(register, terms, wanted, first, rows),
    )
    return Listed(answer, len(everything))


def counts(
    graph: Graph, register: Register, given: dict[str, str], language: Language, group: str
) -> list[tuple[str, str, int]]:
    """How many things have each value of a group: IRI, name, number; the most frequent first."""
    terms = bind(register.question, {k: v for k, v in given.items() if k != group}, graph)
    which, thing = _which(register, terms | {"lang": f'"{language}"'}), f"?{register.thing}"
    path = f"{thing} {register.groups[group]} ?value"
    either = f"GRAPH graph:{register.graph} {{ {path} }}" if register.graph else path
    rows = _kept.select(
        graph,
        f"{register.question.prologue}SELECT ?value (COUNT(DISTINCT {thing}) AS ?n) {{ {which} {either} }} "
        "GROUP BY ?value ORDER BY DESC(?n) ?value",
    )
    names = names_of(graph, {str(value) for value, _ in rows}, language)
    return [(str(value), names[str(value)], int(n or 0)) for value, n in rows]


def years(graph: Graph, register: Register, given: dict[str, str]) -> list[tuple[str, int]]:
    """How many things there are of each year, the first year first."""
    which, thing = _which(register, bind(register.question, given, graph)), f"?{register.thing}"
    rows = _kept.select(
        graph,
        f"{register.question.prologue}SELECT ?year (COUNT(DISTINCT {thing}) AS ?n) {{ {which} {thing} {register.year} "
        "?day BIND(SUBSTR(STR(?day), 1, 4) AS ?year) } GROUP BY ?year ORDER BY ?year",
    )
    return [(str(year), int(n or 0)) for year, n in rows]


def _which(register: Register, terms: dict[str, str]) -> str:
    """The patterns that choose the things."""
    _, _, rest = register.question.sparql.partition(_BEGIN)
    which, _, _ = rest.partition(_END)
    return replace(register.question, sparql=which).bind(terms)


def _ordered(graph: Graph, register: Register, which: str, sort: str) -> list[str]:
    """All things of a list in order, those without a key last. Sorted here: the engine takes ten times as long."""
    rows = _kept.select(
        graph,
        f"{register.question.prologue}SELECT ?{register.thing} ?key {{ {which}OPTIONAL {{ {_key(register, sort)} }} }}",
    )
    keys: dict[str, str] = {}
    for thing, key in rows:
        told = "" if key is None else str(key)
        keys[str(thing)] = min(keys.get(str(thing), told), told)
    known = sorted((key, thing) for thing, key in keys.items() if key)
    unknown = sorted(thing for thing, key in keys.items() if not key)
    if sort.startswith("-"):
        known.sort(key=lambda pair: pair[0], reverse=True)  # stable: of one key still in order of the things
    return [thing for _, thing in known] + unknown


def _key(register: Register, sort: str) -> str:
    key = f"?{register.thing} {register.sorts[sort.removeprefix('-')]} ?key"
    return f"{{ {key} }} UNION {{ GRAPH graph:{register.graph} {{ {key} }} }}" if register.graph else key


def _shown(register: Register, terms: dict[str, str], sort: str, first: int, rows: int) -> str:
    """A page of the list as one query, for people who want to go on from there."""
    thing, direction = f"?{register.thing}", "DESC" if sort.startswith("-") else "ASC"
    order = f"ORDER BY (!BOUND(?sort)) {direction}(?sort) {thing}"
    which = f"{_which(register, terms)}  OPTIONAL {{ {_key(register, sort)} }}"
    chosen = (
        f"{{ SELECT {thing} (MIN(?key) AS ?sort) {{\n{which} }} GROUP BY {thing} {order} LIMIT {rows} OFFSET {first} }}"
    )
    return _described(register, terms, f"{chosen}\n", order)


def _described(register: Register, terms: dict[str, str], chosen: str, order: str = "") -> str:
    """The whole query, its things chosen in that way."""
    head, _, rest = register.question.sparql.partition(_BEGIN)
    _, _, details = rest.partition(_END)
    parts = (replace(register.question, sparql=part).bind(terms) for part in (head, details))
    return f"{next(parts)}{chosen}{next(parts)}{order}\n"


def _iris(things: Iterable[str]) -> str:
    return " ".join(f"<{thing}>" for thing in things)


class _Kept:
    """The solutions of the last queries over whole lists: to turn a page asks none of them again."""

    def __init__(self) -> None:
        self._rows: OrderedDict[tuple[str, str], Solutions] = OrderedDict()
        self._lock = Lock()

    def select(self, graph: Graph, sparql: str) -> Solutions:
        """The solutions of a query, perhaps from before."""
        key = graph.snapshot, sparql
        with self._lock:
            if key in self._rows:
                return self._rows[key]
        rows = graph.select(sparql)[1]
        with self._lock:
            self._rows[key] = rows
            if len(self._rows) > _KEPT:
                self._rows.popitem(last=False)
        return rows


_kept = _Kept()


def _told(graph: Graph, evidence: list[list[str]]) -> list[list[Proof]]:
    known = proofs(graph, {iri for iris in evidence for iri in iris})
    return [[known[iri] for iri in iris if iri in known] for iris in evidence]


def _mentions(graph: Graph, things: list[str]) -> list[list[Proof]]:
    """The first words that name each thing."""
    found: dict[str, list[str]] = defaultdict(list)
    for batch in _batches([t for t in things if ">" not in t]):
        parts = " UNION ".join(
            f"{{ SELECT (<{iri}> AS ?x) ?e {{ GRAPH ?g {{ <{iri}> khcn:mentionedIn ?e }} }} "
            f"ORDER BY ?e LIMIT {_WORDS} }}"
            for iri in batch
        )
        for iri, words in graph.select(f"PREFIX khcn: <{PREFIXES['khcn']}> SELECT ?x ?e {{ {parts} }}")[1]:
            found[str(iri)].append(str(words))
    return _told(graph, [found[thing] for thing in things])


def _batches(things: list[str]) -> Iterable[list[str]]:
    return (things[i : i + _BATCH] for i in range(0, len(things), _BATCH))


def value_of(iri: str) -> str:
    """What an address holds for a concept: its slug."""
    return iri.rpartition("/")[2]
