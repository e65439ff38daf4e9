"""Planned against reported done, period by period: whose plans there are, and for one body how much in each period."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.store import PREFIXES
from queries.resolve import ParameterError, find_one
from viz.shown import shown
from viz.site.charts import columns
from viz.site.thing_facts import names_of
from viz.site.visit import Visit

_STATUS = f"{PREFIXES['khcnv']}activity-status/"
_REPORTERS = f"""PREFIX khcn: <{PREFIXES["khcn"]}>
SELECT ?reporter (COUNT(DISTINCT ?activity) AS ?n) {{
  ?activity khcn:activityStatus <{_STATUS}planned> ; khcn:reportedIn ?plan . ?plan khcn:issuer ?reporter .
}} GROUP BY ?reporter ORDER BY DESC(?n) ?reporter LIMIT 100"""
_PERIODS = """PREFIX khcn: <{khcn}>
SELECT ?start ?end ?status (COUNT(DISTINCT ?activity) AS ?n) {{
  ?report khcn:issuer <{reporter}> . ?activity khcn:reportedIn ?report ; khcn:activityStatus ?status ;
    khcn:periodStart ?start ; khcn:periodEnd ?end .
  FILTER(?status IN (<{status}planned>, <{status}done>))
}} GROUP BY ?start ?end ?status"""


@dataclass(frozen=True, slots=True)
class Period:
    """How much is planned and reported done in exactly one period; the address that compares the one with the other."""

    name: str
    planned: int
    done: int
    address: str


def overview(visit: Visit, told: dict[str, str]) -> dict[str, Any]:
    """What the page of plans shows above its list."""
    if not told.get("reporter"):
        _, rows = visit.graph.select(_REPORTERS)
        names = names_of(visit.graph, [str(iri) for iri, _ in rows], visit.language)
        bodies = [(visit.again(reporter=iri), names[str(iri)], n) for iri, n in rows]
        return {"reporters": bodies, "periods": [], "chart": None}
    found = _periods(visit, told["reporter"])
    series = [visit.say("lists.is-planned"), visit.say("lists.is-done")]
    chart = columns([(p.name, (p.planned, p.done)) for p in found], series)
    return {"reporters": [], "periods": found, "chart": chart}


def _periods(visit: Visit, reporter: str) -> list[Period]:
    """The periods of a body's plans and reports in order of time; none if it is not known which body is meant."""
    try:
        body = find_one(visit.graph, "agent", "reporter", reporter).iri
    except ParameterError:
        return []
    _, rows = visit.graph.select(_PERIODS.format(khcn=PREFIXES["khcn"], reporter=body, status=_STATUS))
    numbers: dict[tuple[str, str], dict[str, int]] = {}
    for start, end, status, n in rows:
        of_period = numbers.setdefault((str(start), str(end)), {"planned": 0, "done": 0})
        of_period[str(status).rpartition("/")[2]] = int(n or 0)
    return [
        Period(named(visit, *period), n["planned"], n["done"], visit.again(plan_period="/".join(period), page=""))
        for period, n in sorted(numbers.items())
    ]


def named(visit: Visit, start: str, end: str) -> str:
    """A period as people call it: month, quarter, half-year or year where it is one, else its days."""
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        return f"{start} – {end}"
    is_whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1] and first.year == last.year
    months = (last.month - first.month + 1) if is_whole else 0
    if months == 12:
        return str(first.year)
    if months == 1:
        return f"{first.month}/{first.year}"
    if months == 3 and first.month % 3 == 1:
        return visit.say("lists.quarter", n=["I", "II", "III", "IV"][first.month // 3], year=first.year)
    if months:
        return f"{first.month}–{last.month}/{first.year}"
    from_, to = shown(start, visit.language), shown(end, visit.language)
    return from_ if start == end else f"{from_} – {to}"
