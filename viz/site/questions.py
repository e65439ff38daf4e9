"""The catalogue of questions as pages: a form each, and the answer as a table with its proofs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import ceil

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from queries.answer import Answer, Proof, Value
from queries.catalogue import Question, catalogue
from viz.shown import THINGS, is_numeric, readable, shown
from viz.site.asking import DRAFT, Fault, answered, found, given, named, ordered
from viz.site.downloads import FORMATS, download
from viz.site.fields import fields
from viz.site.visit import Visit, page

_GROUPS = (("A", 9), ("B", 18), ("C", 19), ("D", 23), ("E", 28), ("F", 31), ("G", 33), ("H", 35))
_PAGE = 50  # rows
_MOST_CANDIDATES = 30


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a table as it is shown; ``iri`` leads to the page of the thing that it names."""

    text: str
    iri: str = ""
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an answer with its number and its proofs."""

    number: int
    cells: list[Cell]
    proofs: list[Proof]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its title, which way it is sorted ("ascending", "descending", "none"), the address that sorts by it."""

    title: str
    sorted: str
    address: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class Table:
    """One page of an answer."""

    headings: list[Heading]
    rows: list[Row]
    page: int
    pages: int


def overview(visit: Visit) -> Response:
    """All questions by their groups."""
    grouped = [(letter, list(questions)) for letter, questions in groupby(catalogue().values(), _group)]
    return visit.render("questions.html", groups=grouped, own=_own)


def _group(asked: Question) -> str:
    """The group of a question by its number."""
    number = int(asked.number.removeprefix("Q"))
    return next(letter for letter, last in _GROUPS if number <= last)


def _own(asked: Question) -> str:
    """The path of a question's page."""
    return "/check-bases" if asked.name == DRAFT else f"/questions/{asked.name}"


def question(visit: Visit) -> Response:
    """One question: its form; and if it is asked, its answer or what is wrong.

    A question that needs nothing is answered at once.
    """
    name = str(visit.request.path_params["name"])
    asked = named(name)
    if asked.name == DRAFT or name != asked.name:
        return RedirectResponse(visit.url(_own(asked), **given(visit) if asked.name != DRAFT else {}), 303)
    told = given(visit)
    is_asked = bool(told) or not any(p.required for p in asked.parameters.values())
    result = answered(visit, asked, told) if is_asked else None
    if ending := visit.parameters.get("format"):
        return download(visit, asked, found(result), ending)
    fault = result if isinstance(result, Fault) else None
    answer = result if isinstance(result, Answer) else None
    return visit.render(
        "question.html", fault.problem.status if fault else 200, asked=asked, told=told, fault=fault, answer=answer,
        fields=fields(visit, asked, told, fault), table=table(visit, answer) if answer else None,
        most=_MOST_CANDIDATES, things=THINGS, formats=FORMATS, day=shown,
    )  # fmt: skip


def table(visit: Visit, answer: Answer, rows: int = _PAGE) -> Table:
    """The page of an answer that the address asks for, in the order that it asks for."""
    order = ordered(answer, visit.parameters.get("sort", ""))
    pages = max(1, ceil(len(order) / rows))
    number = min(visit.number, pages)
    columns = readable(answer)
    numeric = {i: is_numeric(answer, i) for i in columns}
    chosen = order[(number - 1) * rows : number * rows]
    return Table(
        [heading(visit, answer, i, numeric[i]) for i in columns],
        [Row(i + 1, [cell(visit, answer, i, c, numeric[c]) for c in columns], answer.evidence[i]) for i in chosen],
        number, pages,
    )  # fmt: skip


def heading(visit: Visit, answer: Answer, column: int, numeric: bool) -> Heading:
    """The heading of a column, with the address that sorts by it."""
    name, wanted = answer.columns[column], visit.parameters.get("sort", "")
    state = {name: "ascending", f"-{name}": "descending"}.get(wanted, "none")
    turned = f"-{name}" if wanted == name else name
    return Heading(answer.titles[column], state, visit.again(sort=turned, page=""), numeric)


def cell(visit: Visit, answer: Answer, row: int, column: int, numeric: bool) -> Cell:
    """A value of an answer as it is shown."""
    name, value = answer.columns[column], answer.rows[row][column]
    thing: Value = None
    if name.endswith("Label") and (own := name.removesuffix("Label")) in answer.columns:
        thing = answer.rows[row][answer.columns.index(own)]
    elif isinstance(value, str) and value.startswith(THINGS):
        thing = value
    iri = thing if isinstance(thing, str) and thing.startswith(THINGS) else ""
    text = shown(thing if value is None else value, visit.language, name)
    return Cell(text.removeprefix(THINGS), iri, numeric)


ROUTES = [Route("/questions", page(overview)), Route("/questions/{name}", page(question))]
