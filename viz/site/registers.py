"""Lists of things with filters, page by page: ``listed/*.rq``, in the form of the questions of the catalogue.

Their heads name besides the ``thing`` that a row is about, the columns that sort (``sorts``, by the property whose
value counts), the first order (``sort``) and by what rows are counted (``groups``). The lines between ``# which:
begin`` and ``# which: end`` choose the things; the rest tells of those on the page alone, so that a page costs what it
shows, however long the list is.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from kg.store import PREFIXES
from queries.answer import Answer, Proof
from queries.ask import coverage, grouped, proofs
from queries.catalogue import Language, Question, parse
from queries.graph import Graph
from queries.resolve import bind
from viz.site.thing_facts import names_of

_BEGIN, _END = "# which: begin\n", "# which: end\n"
_WORDS = 3  # pieces of evidence for each thing
_BATCH = 100  # things in one look-up of evidence


@dataclass(frozen=True, slots=True)
class Register:
    """One list.

    :ivar question: its wording, parameters and columns
    :ivar thing: the column of the things
    :ivar sorts: properties by the columns that they sort
    :ivar sort: the order unless told otherwise, ``-`` before it for descending
    :ivar groups: properties by whose values things are counted, by the parameter that filters by them
    :ivar year: the property that tells of which year a thing is; empty if none does
    """

    question: Question
    thing: str
    sorts: dict[str, str]
    sort: str
    groups: dict[str, str]
    year: str


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
    )


def find(
    graph: Graph, register: Register, given: dict[str, str], language: Language, sort: str, first: int, rows: int
) -> Listed:
    """Some rows of a list.

    :param sort: a column's name, ``-`` before it for descending; what sorts nothing gives way to the list's own order
    :param first: how many things come before
    :raises queries.resolve.ParameterError: a parameter is unknown, ambiguous or not understood
    """
    asked = register.question
    terms = bind(asked, given, graph) | {"lang": f'"{language}"'}
    which, whole = _which(register, terms), replace(asked, sparql=_paged(register, sort, first, rows)).bind(terms)
    _, counted = graph.select(f"{asked.prologue}SELECT (COUNT(DISTINCT ?{register.thing}) AS ?n) {{ {which} }}")
    columns, solutions = graph.select(whole)
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
        coverage=coverage(graph),
        snapshot=graph.snapshot,
        titles=[asked.column_title(column, language) for column in names],
        note=asked.note[language],
        sparql=whole,
    )
    return Listed(answer, int(counted[0][0] or 0))


def counts(
    graph: Graph, register: Register, given: dict[str, str], language: Language, group: str
) -> list[tuple[str, str, int]]:
    """How many things have each value of a group: IRI, name, number; the most frequent first."""
    terms = bind(register.question, {k: v for k, v in given.items() if k != group}, graph)
    which, thing = _which(register, terms | {"lang": f'"{language}"'}), f"?{register.thing}"
    path = f"{thing} {register.groups[group]} ?value"
    either = f"{{ {path} }} UNION {{ GRAPH graph:findings {{ {path} }} }}" if thing == "?finding" else path
    _, rows = graph.select(
        f"{register.question.prologue}SELECT ?value (COUNT(DISTINCT {thing}) AS ?n) {{ {which} {either} }} "
        "GROUP BY ?value ORDER BY DESC(?n) ?value"
    )
    names = names_of(graph, {str(value) for value, _ in rows}, language)
    return [(str(value), names[str(value)], int(n or 0)) for value, n in rows]


def years(graph: Graph, register: Register, given: dict[str, str]) -> list[tuple[str, int]]:
    """How many things there are of each year, the first year first."""
    which, thing = _which(register, bind(register.question, given, graph)), f"?{register.thing}"
    _, rows = graph.select(
        f"{register.question.prologue}SELECT ?year (COUNT(DISTINCT {thing}) AS ?n) {{ {which} {thing} {register.year} "
        "?day BIND(SUBSTR(STR(?day), 1, 4) AS ?year) } GROUP BY ?year ORDER BY ?year"
    )
    return [(str(year), int(n or 0)) for year, n in rows]


def _which(register: Register, terms: dict[str, str]) -> str:
    """The patterns that choose the things."""
    _, _, rest = register.question.sparql.partition(_BEGIN)
    which, _, _ = rest.partition(_END)
    return replace(register.question, sparql=which).bind(terms)


def _paged(register: Register, sort: str, first: int, rows: int) -> str:
    """The query with its things chosen and ordered before anything else of them is looked up."""
    wanted = sort if sort.removeprefix("-") in register.sorts else register.sort
    property_, thing = register.sorts[wanted.removeprefix("-")], f"?{register.thing}"
    direction = "DESC" if wanted.startswith("-") else "ASC"
    order = f"ORDER BY (!BOUND(?sort)) {direction}(?sort) {thing}"
    head, _, rest = register.question.sparql.partition(_BEGIN)
    which, _, details = rest.partition(_END)
    own = f"{{ {thing} {property_} ?key }}"
    key = f"OPTIONAL {{ {own} UNION {{ GRAPH graph:units {own} }} UNION {{ GRAPH graph:findings {own} }} }}"
    chosen = (
        f"{{ SELECT {thing} (MIN(STR(?key)) AS ?sort) {{\n{which}{key} }} "
        f"GROUP BY {thing} {order} LIMIT {rows} OFFSET {first} }}\n"
    )
    return f"{head}{chosen}{details}{order}\n"


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
