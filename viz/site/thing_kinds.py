"""What the pages of tasks, bodies, people, places and activities tell beyond a list of facts."""

from __future__ import annotations

from typing import Any

from kg.store import PREFIXES
from ontology.terms import KHCN
from queries.answer import Answer, Value
from queries.ask import ask
from viz.site.thing_facts import Facts, names_of
from viz.site.thing_terms import PROLOGUE, terms
from viz.site.visit import Visit

_MANY = 200  # rows that a page shows; what is longer has a page of its own
_ORG, _DCTERMS = PREFIXES["org"], PREFIXES["dcterms"]
_TASK = (
    KHCN.category, KHCN.projectLevel, KHCN.researchField, KHCN.taskCode, KHCN.host, KHCN.partner, KHCN.lead,
    KHCN.location, KHCN.partOf, KHCN.hasPart, KHCN.projectStatus, KHCN.periodText, KHCN.periodStart, KHCN.periodEnd,
    KHCN.authorisedBy,
)  # fmt: skip
_ORGANISATION = (
    KHCN.organisationType, f"{_ORG}subOrganizationOf", f"{_DCTERMS}isReplacedBy", KHCN.establishedBy, KHCN.location,
    KHCN.agencyCode, KHCN.enterpriseCode,
)  # fmt: skip
_PERSON = (KHCN.heads, KHCN.leads)
_PLACE = (KHCN.unitLevel, KHCN.unitType, KHCN.unitCode, KHCN.within, KHCN.validFrom, KHCN.validUntil)
_ACTIVITY = (
    KHCN.activityType, KHCN.activityStatus, KHCN.periodText, KHCN.periodStart, KHCN.periodEnd, KHCN.organiser,
    KHCN.location, KHCN.concerns, KHCN.assignee, KHCN.coordinatesWith, KHCN.deadline, KHCN.cumulative, KHCN.reportedIn,
)  # fmt: skip


def other(_visit: Visit, _facts: Facts) -> dict[str, Any]:
    """Of a concept, a class, a standard: the facts alone."""
    return {}


def task(visit: Visit, facts: Facts) -> dict[str, Any]:
    """A project or programme: its file from proposal to application, its money, what was done for it."""
    return {
        "summary": facts.told(_TASK),
        "names": facts.facts(f"{PREFIXES['skos']}altLabel"),
        "file": answer(visit, "task-file", task=facts.iri),
        "money": _money(visit, facts.iri),
        "activities": activities(visit, KHCN.concerns, facts.iri),
    }


def organisation(visit: Visit, facts: Facts) -> dict[str, Any]:
    """A body: under whom it stands, what it became, who is in it, its tasks and activities."""
    tasks = sum(g.total for p in (KHCN.hosts, KHCN.partnerIn, KHCN.leads) if (g := facts.group(p)))
    return {
        "summary": facts.told(_ORGANISATION),
        "names": facts.facts(f"{PREFIXES['skos']}altLabel"),
        "history": answer(visit, "organisation-history", organisation=facts.iri) if facts.mentioned <= _MANY else None,
        "tasks": tasks,
        "portfolio": answer(visit, "portfolio", agent=facts.iri) if 0 < tasks <= _MANY else None,
        "people": _members(visit, "organization", facts.iri),
        "activities": activities(visit, KHCN.organiser, facts.iri),
    }


def person(visit: Visit, facts: Facts) -> dict[str, Any]:
    """A person: offices held, tasks led."""
    tasks = sum(g.total for p in (KHCN.leads,) if (g := facts.group(p)))
    return {
        "summary": facts.told(_PERSON),
        "offices": _members(visit, "member", facts.iri),
        "tasks": tasks,
        "portfolio": answer(visit, "portfolio", agent=facts.iri) if 0 < tasks <= _MANY else None,
    }


_TODAY = """{prologue}SELECT DISTINCT ?unit ?how {{ GRAPH graph:units {{
  {{ <{iri}> dcterms:isReplacedBy+ ?unit FILTER NOT EXISTS {{ ?unit khcn:validUntil ?end }} BIND("today" AS ?how) }}
  UNION {{ ?unit dcterms:isReplacedBy <{iri}> BIND("before" AS ?how) }}
  UNION {{ ?part khcn:within <{iri}> ; dcterms:isReplacedBy ?unit
    FILTER NOT EXISTS {{ ?unit khcn:validUntil ?end }} BIND("parts" AS ?how) }} }} }} ORDER BY ?unit LIMIT 600"""
_THERE = """{prologue}SELECT (COUNT(*) AS ?n) {{ GRAPH graph:units {{ ?unit khcn:within* <{iri}> }}
  ?thing khcn:location ?unit }}"""


def place(visit: Visit, facts: Facts) -> dict[str, Any]:
    """A place: what it was, what it is today, and the tasks and activities there."""
    _, rows = visit.graph.select(_TODAY.format(prologue=PROLOGUE, iri=facts.iri))
    names = names_of(visit.graph, {str(unit) for unit, _ in rows}, visit.language)
    units: dict[str, list[tuple[str, str]]] = {"today": [], "before": [], "parts": []}
    for unit, how in rows:
        units[str(how)].append((str(unit), names[str(unit)]))
    _, counted = visit.graph.select(_THERE.format(prologue=PROLOGUE, iri=facts.iri))
    there = int(counted[0][0] or 0)
    return {
        "summary": facts.told(_PLACE),
        "ended": bool(facts.group(KHCN.validUntil)),
        "units": {how: sorted(found, key=lambda named: named[1]) for how, found in units.items()},
        "there": there,
        "in_place": answer(visit, "in-place", place=facts.iri) if 0 < there <= _MANY else None,
    }


def activity(visit: Visit, facts: Facts) -> dict[str, Any]:
    """An activity: who, where, when, and how much."""
    return {"summary": facts.told(_ACTIVITY), "quantities": _quantities(visit, [facts.iri]).get(facts.iri, [])}


def answer(visit: Visit, name: str, **given: str) -> Answer:
    """The answer to a question of the catalogue about things told by their IRIs."""
    return ask(visit.graph, name, given, visit.language, visit.coverage)


def findings(visit: Visit, iri: str) -> Answer | None:
    """What to look at again about a thing; None if nothing."""
    about = f"{PROLOGUE}SELECT ?f {{ GRAPH graph:findings {{ ?f khcn:about <{iri}> }} }} LIMIT 1"
    return answer(visit, "findings", document=iri) if visit.graph.select(about)[1] else None


_MONEY = """{prologue}SELECT ?funding ?told ?value ?source ?phase ?year (GROUP_CONCAT(DISTINCT STR(?e)) AS ?evidence) {{
  ?funding khcn:fundingOf <{iri}> .
  OPTIONAL {{ ?funding khcn:valueText ?told }} OPTIONAL {{ ?funding schema:value ?value }}
  OPTIONAL {{ ?funding khcn:fundingSource ?source }} OPTIONAL {{ ?funding khcn:fundingPhase ?phase }}
  OPTIONAL {{ ?funding khcn:year ?year }} OPTIONAL {{ GRAPH ?g {{ ?funding khcn:mentionedIn ?e }} }}
}} GROUP BY ?funding ?told ?value ?source ?phase ?year ORDER BY ?year ?value LIMIT 200"""


def _money(visit: Visit, iri: str) -> list[dict[str, Value]]:
    """The funding of a task, as each document tells it: they are never added up here."""
    names, rows = visit.graph.select(_MONEY.format(prologue=PROLOGUE, iri=iri))
    return [dict(zip(names, row, strict=True)) for row in rows if row[0]]


_MEMBERS = """{prologue}SELECT ?membership ?label ?person ?name ?office ?officeName {{
  ?membership org:{end} <{iri}> . OPTIONAL {{ ?membership rdfs:label ?label }}
  OPTIONAL {{ ?membership org:member ?person . ?person rdfs:label ?name }}
  OPTIONAL {{ ?membership org:organization ?office . ?office rdfs:label ?officeName }}
}} ORDER BY ?label ?membership LIMIT 200"""


def _members(visit: Visit, end: str, iri: str) -> list[dict[str, Value]]:
    names, rows = visit.graph.select(_MEMBERS.format(prologue=PROLOGUE, iri=iri, end=end))
    return [dict(zip(names, row, strict=True)) for row in rows]


_ACTIVITIES = """{prologue}SELECT ?activity ?label ?kind ?status ?period {{
  {{ SELECT ?activity ?start {{ ?activity <{property_}> <{iri}> ; a khcn:Activity .
    OPTIONAL {{ ?activity khcn:periodStart ?start }} }} ORDER BY DESC(?start) ?activity LIMIT {most} }}
  OPTIONAL {{ ?activity rdfs:label ?label }} OPTIONAL {{ ?activity khcn:activityType ?kind }}
  OPTIONAL {{ ?activity khcn:activityStatus ?status }} OPTIONAL {{ ?activity khcn:periodText ?period }}
}} ORDER BY DESC(?start) ?activity"""


def activities(visit: Visit, property_: str, iri: str) -> list[dict[str, Any]]:
    """The newest activities of a thing with their quantities, one row each."""
    asked = _ACTIVITIES.format(prologue=PROLOGUE, iri=iri, property_=property_, most=_MANY // 4)
    names, rows = visit.graph.select(asked)
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(str(row[0]), dict(zip(names, row, strict=True)))
    known = terms(visit.graph)
    quantities = _quantities(visit, list(found))
    for name, told in found.items():
        for column in ("kind", "status"):
            told[column] = known.name(str(told[column]), visit.language) if told[column] else None
        told["quantities"] = quantities.get(name, [])
    return list(found.values())


_QUANTITIES = """{prologue}SELECT ?activity ?quantity ?told ?value ?unit ?of {{ VALUES ?activity {{ {values} }}
  ?activity khcn:quantity ?quantity . OPTIONAL {{ ?quantity khcn:valueText ?told }}
  OPTIONAL {{ ?quantity schema:value ?value }} OPTIONAL {{ ?quantity schema:unitText ?unit }}
  OPTIONAL {{ ?quantity khcn:quantityOf ?of }} }} ORDER BY ?activity ?quantity"""


def _quantities(visit: Visit, iris: list[str]) -> dict[str, list[dict[str, Value]]]:
    if not iris:
        return {}
    values = " ".join(f"<{iri}>" for iri in iris)
    names, rows = visit.graph.select(_QUANTITIES.format(prologue=PROLOGUE, values=values))
    found: dict[str, list[dict[str, Value]]] = {}
    for row in rows:
        found.setdefault(str(row[0]), []).append(dict(zip(names, row, strict=True)))
    return found
