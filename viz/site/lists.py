"""Lists that answer: filters in the address, pages, counts, charts, downloads.

A list is a question of the catalogue where there is one, else a register of things (:mod:`viz.site.registers`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from starlette.responses import Response
from starlette.routing import Route

from kg.endpoint.problems import Problem
from queries.answer import Answer
from queries.catalogue import Question
from queries.resolve import ParameterError
from viz import reports, statements, tables
from viz.shown import THINGS, is_numeric, readable, shown
from viz.site.asking import RESERVED, Fault, answered, fault_of, named
from viz.site.charts import Bar, Bars, Columns, bars, columns
from viz.site.downloads import FORMATS, MEDIA, attached, download
from viz.site.fields import fields
from viz.site.periods import overview
from viz.site.questions import Heading, Row, Table, cell, heading, table
from viz.site.registers import Listed, Register, counts, find, registers, value_of, years
from viz.site.systematisation import systematised
from viz.site.visit import Visit, page

ROWS = 50
LONGEST = 5_000
"""Rows of a list that can be downloaded at once."""
_MOST_CANDIDATES = 30
_SPAN = 80  # years of one chart
_DOCX = MEDIA["docx"]
Choice = tuple[str, str, int, bool]
Drawn = tuple[str, Bars | Columns | None, str]


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the lists of a page: a question of the catalogue or a register, by its name.

    :ivar key: as the address has it; empty for the first
    :ivar draws: charts of the whole answer
    """

    key: str
    question: str = ""
    register: str = ""
    draws: Callable[[Visit, Answer], list[Drawn]] | None = None

    @property
    def asked(self) -> Question:
        """The question, or what is like one of a register."""
        return registers()[self.register].question if self.register else named(self.question)


@dataclass(slots=True)
class Found:
    """What a list shows of itself: an answer whose rows may be all or one page's, or what is wrong with the filters."""

    answer: Answer | None = None
    total: int = 0
    table: Table | None = None
    fault: Fault | None = None


def _stages(visit: Visit, answer: Answer) -> list[Drawn]:
    """How many tasks are at each stage."""
    stage, label = answer.columns.index("stage"), answer.columns.index("stageLabel")
    numbers: dict[tuple[str, str], int] = {}
    for row in answer.rows:
        key = value_of(str(row[stage])), str(row[label] or "")
        numbers[key] = numbers.get(key, 0) + 1
    found = [Bar(name, n, visit.again(stage=slug, page="")) for (slug, name), n in numbers.items()]
    return [("bars", bars(found), visit.say("lists.by-stage"))]


def _totals(visit: Visit, answer: Answer) -> list[Drawn]:
    """Totals of each reporter, a chart for each unit: what has different units cannot be compared."""
    at = {name: answer.columns.index(name) for name in ("reporter", "reporterLabel", "unit", "total")}
    units: dict[str, list[Bar]] = {}
    for row in answer.rows:
        unit = str(row[at["unit"]] or visit.say("lists.no-unit"))
        total = row[at["total"]]
        name, address = str(row[at["reporterLabel"]] or row[at["reporter"]]), visit.address(str(row[at["reporter"]]))
        units.setdefault(unit, []).append(Bar(name, float(total or 0), address))
    return [("bars", bars(found), visit.say("lists.totals-of", unit=unit)) for unit, found in units.items()]


TEMPLATES = {"findings": "findings.html", "planned": "planned.html"}
"""Pages that show more than a table."""
PAGES = {
    "documents": (Tab("", register="documents"), Tab("register", "document-register")),
    "tasks": (
        Tab("", register="tasks"), Tab("stage", "tasks-by-stage", draws=_stages), Tab("late", "tasks-late"),
        Tab("stopped", "tasks-stopped"), Tab("accepted", "after-acceptance"),
    ),
    "activities": (Tab("", register="activities"), Tab("totals", "activity-totals", draws=_totals)),
    "planned": (Tab("", "planned-and-done"),),
    "assignments": (Tab("", "assignments"),),
    "organisations": (Tab("", register="organisations"),),
    "places": (Tab("", register="places"),),
    "findings": (Tab("", register="findings"),),
}  # fmt: skip
"""The lists of each page, by the last part of its address."""


def listing(visit: Visit) -> Response:
    """A page of a list, or all of it as a file (``format=``)."""
    name = visit.path.removeprefix("/")
    tab = _tab(name, visit.parameters.get("tab", ""))
    told = given(visit)
    if "format" in visit.parameters:
        return _file(visit, tab, told)
    found = _found(visit, tab, told)
    register = registers()[tab.register] if tab.register else None
    template, status = TEMPLATES.get(name, "list.html"), found.fault.problem.status if found.fault else 200
    more = overview(visit, told) if name == "planned" else {}
    return visit.render(
        template, status, name=name, tab=tab.key, asked=tab.asked,
        told=told, fault=found.fault, answer=found.answer, total=found.total, table=found.table,
        fields=fields(visit, tab.asked, told, found.fault), action=f"{visit.request.scope['root_path']}{visit.path}",
        tabs=_tabs(visit, name, tab), others=_others(name),
        counted=_counted(visit, register, told) if register and found.answer else [],
        drawn=_drawn(visit, tab, register, found, told), systematised=tab.question == "document-register",
        formats=FORMATS, longest=LONGEST, most=_MOST_CANDIDATES, things=THINGS, shown=shown, **more,
    )  # fmt: skip


def _tab(name: str, key: str) -> Tab:
    found = [tab for tab in PAGES[name] if tab.key == key]
    if not found:
        raise Problem("parameter", f"tab is one of: {', '.join(tab.key for tab in PAGES[name][1:])}.", parameter="tab")
    return found[0]


def _tabs(visit: Visit, name: str, current: Tab) -> list[tuple[str, str, bool]]:
    """The lists of this page; where there is but one, all pages of lists."""
    if len(PAGES[name]) > 1:
        return [(visit.url(visit.path, tab=tab.key), f"tab-{tab.key or 'all'}", tab is current) for tab in PAGES[name]]
    return [(visit.url(f"/{other}"), other, other == name) for other in PAGES]


def _others(name: str) -> list[str]:
    """The other pages of lists, where its tabs do not lead there."""
    return [other for other in PAGES if other != name] if len(PAGES[name]) > 1 else []


def given(visit: Visit) -> dict[str, str]:
    """The filters that stand in the address."""
    return {name: value for name, value in visit.parameters.items() if name not in RESERVED | {"tab"}}


def _found(visit: Visit, tab: Tab, told: dict[str, str]) -> Found:
    if tab.register:
        return _registered(visit, tab, told)
    if any(p.required and not told.get(name) for name, p in tab.asked.parameters.items()):
        return Found()
    result = answered(visit, tab.asked, told)
    if isinstance(result, Fault):
        return Found(fault=result)
    return Found(result, len(result.rows), table(visit, result))


def _registered(visit: Visit, tab: Tab, told: dict[str, str]) -> Found:
    register, sort, number = registers()[tab.register], visit.parameters.get("sort", ""), visit.number
    try:
        listed = find(visit.graph, register, told, visit.language, sort, (number - 1) * ROWS, ROWS, visit.coverage)
        pages = max(1, ceil(listed.total / ROWS))
        if number > pages:
            number = pages
            listed = find(visit.graph, register, told, visit.language, sort, (number - 1) * ROWS, ROWS, visit.coverage)
    except ParameterError as error:
        return Found(fault=fault_of(error, tab.asked, visit.language))
    return Found(listed.answer, listed.total, _page(visit, register, listed, number, pages))


def _page(visit: Visit, register: Register, listed: Listed, number: int, pages: int) -> Table:
    answer = listed.answer
    chosen = [i for i in readable(answer) if answer.columns[i] != register.thing]
    numeric = {i: is_numeric(answer, i) for i in chosen}
    headings = [
        heading(visit, answer, i, numeric[i])
        if answer.columns[i] in register.sorts
        else Heading(answer.titles[i], "none", "", numeric[i])
        for i in chosen
    ]
    first = (number - 1) * ROWS + 1
    rows = [
        Row(first + i, [cell(visit, answer, i, c, numeric[c]) for c in chosen], answer.evidence[i])
        for i in range(len(answer.rows))
    ]
    return Table(headings, rows, number, pages)


def _counted(visit: Visit, register: Register, told: dict[str, str]) -> list[tuple[str, list[Choice]]]:
    """How many things have each value of a filter, with the addresses that filter by it, or no longer do."""
    found = []
    for group in register.groups:
        values = counts(visit.graph, register, told, visit.language, group)
        chosen = told.get(group)
        rows = [
            (visit.again(**{group: "" if value_of(iri) == chosen else value_of(iri), "page": ""}), name, n,
             value_of(iri) == chosen)
            for iri, name, n in values
        ]  # fmt: skip
        found.append((group, rows))
    return found


def _drawn(visit: Visit, tab: Tab, register: Register | None, found: Found, told: dict[str, str]) -> list[Drawn]:
    if found.answer is None or not found.total:
        return []
    if tab.draws:
        return tab.draws(visit, found.answer)
    if register and register.year:
        numbers = dict(years(visit.graph, register, told))
        found_years = [(year, [numbers.get(year, 0)]) for year in _range(sorted(numbers))]
        return [("columns", columns(found_years, ["n"]), visit.say("lists.by-year"))]
    return []


def _range(told: list[str]) -> list[str]:
    """All years from the first to the last, also those of which nothing is known; as told if a slip is among them."""
    if not told or not all(year.isdecimal() for year in told) or int(told[-1]) - int(told[0]) > _SPAN:
        return told
    return [str(year) for year in range(int(told[0]), int(told[-1]) + 1)]


def _file(visit: Visit, tab: Tab, told: dict[str, str]) -> Response:
    """The list as a file: an answer of the catalogue as such; of a register the first :data:`LONGEST` rows."""
    if not tab.register:
        result = answered(visit, tab.asked, told)
        if isinstance(result, Fault):
            raise result.problem
        if tab.question == "document-register" and visit.parameters["format"] == "systematisation":
            body = systematised(visit.graph, result, visit.language)
            return visit.send(body, _DOCX, headers=attached("danh-muc-he-thong-hoa", "docx"))
        return download(visit, tab.asked, result, visit.parameters["format"])
    try:
        sort = visit.parameters.get("sort", "")
        listed = find(visit.graph, registers()[tab.register], told, visit.language, sort, 0, LONGEST, visit.coverage)
    except ParameterError as error:
        raise fault_of(error, tab.asked, visit.language).problem from None
    return _written(visit, tab, listed.answer)


def _written(visit: Visit, tab: Tab, answer: Answer) -> Response:
    ending, language = visit.parameters["format"], visit.language
    title = tab.asked.wording[language]
    writers: dict[str, Callable[[], str | bytes]] = {
        "docx": lambda: reports.as_docx(answer, language, title),
        "xlsx": lambda: tables.as_xlsx(answer, language),
        "csv": lambda: tables.as_csv(answer, language),
        "json": lambda: tables.as_json(answer),
        "ttl": lambda: statements.as_turtle(visit.graph, answer),
    }
    if ending not in writers:
        raise Problem("not-acceptable", f"A list can be had as {', '.join(FORMATS)}.")
    return visit.send(writers[ending](), MEDIA[ending], headers=attached(title, ending))


ROUTES = [Route(f"/{name}", page(listing)) for name in PAGES]
