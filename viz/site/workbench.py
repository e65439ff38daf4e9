"""The SPARQL workbench: an editor that knows this graph's terms; without scripts a plain form and a table."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import msgspec
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.endpoint.guard import check, normalised, tokens
from kg.endpoint.problems import Problem
from kg.endpoint.settings import Settings
from kg.store import PREFIXES
from queries.answer import Answer, Value
from queries.catalogue import Question, catalogue
from queries.graph import Graph
from queries.resolve import ParameterError, bind
from viz.shown import shown
from viz.site.browsercode import is_built, said
from viz.site.thing_terms import abbreviated, terms
from viz.site.visit import NAMESPACE, Visit, page
from viz.tables import as_xlsx

_MOST = 1_000  # rows that a page shows
_FIRST = """SELECT ?document ?label ?date {
  ?document a khcn:Decision ; rdfs:label ?label .
  OPTIONAL { ?document khcn:date ?date }
}
ORDER BY DESC(?date)
LIMIT 50
"""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHARACTERS = re.compile(r"^char=(\d+),(\d+)$")
_WORDS = (
    "running", "rows", "no-rows", "cut", "true", "false", "triples", "at", "no-chart", "no-graph", "chart-cut",
    "graph-cut", "unreachable", "problem-deadline", "problem-too-many", "problem-busy", "problem-answer-size",
    "problem-service", "problem-syntax", "editor", "prefix", "class", "property", "chart-of", "table-of", "retry",
)  # fmt: skip
_CLASSES = "SELECT ?t (COUNT(DISTINCT ?s) AS ?n) { ?s a ?t } GROUP BY ?t ORDER BY ?t"
_PROPERTIES = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"


@dataclass
class Outcome:
    """What came of running a query on the server."""

    names: list[str] = field(default_factory=list)
    rows: list[list[Value]] = field(default_factory=list)
    problem: Problem | None = None

    @property
    def shown(self) -> list[list[Value]]:
        """The rows that the page shows."""
        return self.rows[:_MOST]


def workbench(visit: Visit) -> Response:
    """The editor; with ``query`` its answer as well, with ``format=xlsx`` the answer as an Excel file."""
    query, example = visit.parameters.get("query", ""), visit.parameters.get("example", "")
    if not query and example in catalogue():
        return _page(visit, _example(visit, catalogue()[example]), None)
    if not query:
        return _page(visit, _FIRST, None)
    if visit.parameters.get("format") == "xlsx":
        return _xlsx(visit, query)
    return _page(visit, query, _run(visit.graph, query) if form(query) == "SELECT" else None)


def _example(visit: Visit, question: Question) -> str:
    """A question's query with the values of its example; its parameters open if this graph lacks them."""
    try:
        terms_ = bind(question, question.example, visit.graph)
    except ParameterError:
        return question.opened(visit.language)
    return question.bind(terms_ | {"lang": f'"{visit.language}"'})


def form(query: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; empty if it is none of them.

    >>> form("PREFIX a: <http://a> # SELECT" + chr(10) + "ask { ?s ?p ?o }")
    'ASK'
    """
    words = (token.text.upper() for token in tokens(query) if token.kind == "word")
    return next((word for word in words if word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), "")


def _run(graph: Graph, query: str) -> Outcome:
    """Select, after the same look at the query that the endpoint takes."""
    try:
        text = normalised(query)
        check(text, Settings())
        return Outcome(*graph.select(text))
    except Problem as problem:
        return Outcome(problem=problem)


def _href(visit: Visit, iri: str) -> str:
    """The page of a thing; of evidence, the place of its words in their source."""
    thing, _, fragment = iri.partition("#")
    place = _CHARACTERS.sub(r"w\1-\2", fragment)
    return visit.address(thing) + (f"#{place}" if place else "")


def _page(visit: Visit, query: str, outcome: Outcome | None) -> Response:
    status = outcome.problem.status if outcome and outcome.problem else 200
    words = said(visit, "workbench", _WORDS)
    found: dict[str, Any] = {
        "words": words, "lang": visit.language, "root": visit.request.scope["root_path"], "namespace": NAMESPACE,
        "terms": visit.url("/api/terms"), "prefixes": PREFIXES, "most": _MOST,
        "answer": {"names": outcome.names, "rows": outcome.shown, "total": len(outcome.rows)} if outcome else None,
        "run": bool(visit.parameters.get("query")),
    }  # fmt: skip
    values = {
        "kind": form(query),
        "href": lambda iri: _href(visit, iri),
        "cell": lambda v: shown(v, visit.language),
        "short": abbreviated,
    }
    values |= {"query": query, "outcome": outcome, "data": found, "is_built": is_built(), "questions": catalogue()}
    return visit.render("workbench.html", status, **values)


def _xlsx(visit: Visit, query: str) -> Response:
    outcome = _run(visit.graph, query)
    if outcome.problem:
        raise outcome.problem
    empty: list[Any] = [[] for _ in outcome.rows]
    answer = Answer("", {}, outcome.names, outcome.rows, empty, None, visit.graph.snapshot, outcome.names)
    name = {"Content-Disposition": 'attachment; filename="sparql.xlsx"'}
    return visit.send(as_xlsx(answer, visit.language), _XLSX, headers=name)


_TERMS: dict[str, tuple[list[list[Value]], list[list[Value]]]] = {}


def api_terms(visit: Visit) -> Response:
    """Prefixes, and the classes and properties in use with their names and how often, as JSON: for completion."""
    graph = visit.graph
    if graph.snapshot not in _TERMS:  # they cost a look at every fact
        counted = graph.select(_CLASSES)[1], graph.select(_PROPERTIES)[1]
        _TERMS.clear()
        _TERMS[graph.snapshot] = counted
    classes, properties = _TERMS[graph.snapshot]
    told = {"prefixes": PREFIXES, "classes": _named(visit, classes), "properties": _named(visit, properties)}
    return visit.send(msgspec.json.encode(told), "application/json")


def _named(visit: Visit, counted: list[list[Value]]) -> list[dict[str, Value]]:
    known = terms(visit.graph)
    return [{"iri": iri, "label": known.name(str(iri), visit.language), "count": count} for iri, count in counted]


ROUTES: list[BaseRoute] = [Route("/workbench", page(workbench)), Route("/api/terms", page(api_terms))]
