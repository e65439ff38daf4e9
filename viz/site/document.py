"""The page of a document: how lawyers cite it, its status, what it authorised, what it rests on, what rests on it."""

from __future__ import annotations

from typing import Any

from kg.store import PREFIXES
from ontology.terms import KHCN
from queries.answer import Answer
from viz.site.diagram import Diagram, draw
from viz.site.thing_facts import LABEL, Facts, Group, names_of
from viz.site.thing_kinds import answer
from viz.site.thing_terms import PROLOGUE, terms
from viz.site.visit import Visit

_SUMMARY = (
    KHCN.kind, KHCN.number, KHCN.date, KHCN.issuer, KHCN.signatory, KHCN.signingCapacity, KHCN.signerRole,
    f"{PREFIXES['dcterms']}title", KHCN.recipient, KHCN.periodStart, KHCN.periodEnd, KHCN.secrecy,
)  # fmt: skip
_ACTS = (
    KHCN.amends, KHCN.replaces, KHCN.repeals, KHCN.annuls, KHCN.withdraws, KHCN.corrects, KHCN.consolidates,
    KHCN.suspends, KHCN.temporarilySuspends, KHCN.guides, KHCN.details, KHCN.interprets, KHCN.announces, KHCN.extends,
    KHCN.adjusts, KHCN.stops,
)  # fmt: skip
_BEFORE = ((KHCN.hasBasis, False), (KHCN.onProposalOf, False), (KHCN.implements, False), *((p, False) for p in _ACTS))
"""What a document stands on or acts upon: it was there before."""
_AFTER = (
    (KHCN.amendedBy, False), (KHCN.replacedBy, False), (KHCN.repealedBy, False), *((p, True) for p in _ACTS),
    (KHCN.basisFor, False), (KHCN.onProposalOf, True), (KHCN.implementedBy, False), (KHCN.approvesList, False),
    (KHCN.selectsHost, False), (KHCN.approvesExecution, False), (KHCN.recognisesResult, False),
    (KHCN.authorises, False), (KHCN.promulgates, False), (KHCN.establishes, False),
)  # fmt: skip
"""What came of it: changes, documents that rest on it, what it brought about."""
_CHANGES = frozenset({*_ACTS, KHCN.amendedBy, KHCN.replacedBy, KHCN.repealedBy})
_MANY = 200  # rows of one table
_STATE = f"{PREFIXES['khcnv']}legal-state/"
_IN_FORCE = {"in-force", "being-carried-out"}
_ENDED = {"expired", "replaced", "repealed", "annulled", "withdrawn"}


def parts(visit: Visit, facts: Facts) -> dict[str, Any]:
    """What the page shows beside the facts."""
    authorised = sum(g.total for p in (KHCN.authorises, KHCN.approvesListFor) if (g := facts.group(p)))
    before, after = _related(facts, _BEFORE), _related(facts, _AFTER)
    table = answer(visit, "authorised-by-decision", document=facts.iri) if 0 < authorised <= _MANY else None
    changes = sum(g.total for g in (*before, *after) if g.property in _CHANGES)
    return {
        "citation": _citation(facts),
        "summary": facts.told(_SUMMARY),
        "force": answer(visit, "legal-status", document=facts.iri),
        "badges": badges(visit),
        "by_reference": any(fact.value is True for fact in facts.facts(KHCN.knownByReferenceOnly)),
        "unidentified": KHCN.UnidentifiedDocument in facts.classes,
        "candidates": facts.facts(KHCN.mayBe),
        "authorised": table,
        "authorised_total": authorised,
        "where": _places_and_stages(visit, table),
        "dong": _dong(visit, table),
        "before": before,
        "after": after,
        "diagram": _diagram(visit, facts, before, after),
        "effects": answer(visit, "legal-effects", document=facts.iri) if 0 < changes <= _MANY else None,
        "citing": facts.group(KHCN.cites, inward=True),
        "sources": _sources(visit, facts.iri),
    }


def _citation(facts: Facts) -> str:
    """As lawyers cite it: kind, number, date and issuer are its label; the subject goes with the copy."""
    labels = facts.facts(LABEL)
    return str(labels[0].value) if labels else facts.label


def _related(facts: Facts, properties: tuple[tuple[str, bool], ...]) -> list[Group]:
    """Groups of these properties; a general one is left out where a closer one says the same."""
    found = [group for p, inward in properties if (group := facts.group(p, inward))]
    closer = {f.value for g in found for f in g.facts if g.property in _APPROVALS}
    return [g for g in found if g.property != KHCN.authorises or {f.value for f in g.facts} - closer]


_APPROVALS = {KHCN.approvesList, KHCN.selectsHost, KHCN.approvesExecution, KHCN.recognisesResult}


def badges(visit: Visit) -> dict[str, str]:
    """Which look each state of force has, by its name in the visit's language; that of others is "warn"."""
    known = terms(visit.graph)
    looks = dict.fromkeys(_IN_FORCE, "good") | dict.fromkeys(_ENDED, "bad")
    return {known.name(f"{_STATE}{state}", visit.language): look for state, look in looks.items()}


_WHERE = """{prologue}SELECT ?task ?what ?value {{
  {{ VALUES ?task {{ {values} }} ?task khcn:location ?value BIND("places" AS ?what) }}
  UNION {{ VALUES ?task {{ {values} }} ?event khcn:ofTask ?task ; khcn:stage ?value BIND("stages" AS ?what) }}
}} ORDER BY ?task ?value"""


def _places_and_stages(visit: Visit, table: Answer | None) -> dict[str, dict[str, list[tuple[str, str]]]]:
    """Where the authorised tasks are done, and which steps of them were seen."""
    if table is None or not table.rows:
        return {}
    at = table.columns.index("thing")
    tasks = sorted({str(row[at]) for row in table.rows})
    asked = _WHERE.format(prologue=PROLOGUE, values=" ".join(f"<{task}>" for task in tasks))
    _, rows = visit.graph.select(asked)
    names = names_of(visit.graph, {str(row[2]) for row in rows}, visit.language)
    found: dict[str, dict[str, list[tuple[str, str]]]] = {task: {"places": [], "stages": []} for task in tasks}
    for task, what, value in rows:
        told = (str(value), names[str(value)])
        if told[1] not in [name for _, name in found[str(task)][str(what)]]:
            found[str(task)][str(what)].append(told)
    return found


_DONG = """{prologue}SELECT DISTINCT ?task ?told ?value {{ VALUES ?task {{ {values} }}
  ?funding khcn:fundingOf ?task ; khcn:valueText ?told ; schema:value ?value }} ORDER BY ?task ?told ?value"""


def _dong(visit: Visit, table: Answer | None) -> dict[tuple[str, str], list[float]]:
    """How many dong a figure of a task means: tables tell millions, and say so in their heads only."""
    if table is None or not table.rows:
        return {}
    at = table.columns.index("thing")
    values = " ".join(f"<{task}>" for task in sorted({str(row[at]) for row in table.rows}))
    found: dict[tuple[str, str], list[float]] = {}
    for task, told, value in visit.graph.select(_DONG.format(prologue=PROLOGUE, values=values))[1]:
        found.setdefault((str(task), str(told)), []).append(float(value or 0))
    return found


def _diagram(visit: Visit, facts: Facts, before: list[Group], after: list[Group]) -> Diagram | None:
    return draw(visit, facts.label, before, after) if before or after else None


_SOURCES = "{prologue}SELECT ?source {{ GRAPH ?g {{ ?source khcn:sourceOf <{iri}> }} }} ORDER BY ?source"


def _sources(visit: Visit, iri: str) -> list[str]:
    """The stored texts of the document itself."""
    _, rows = visit.graph.select(_SOURCES.format(prologue=PROLOGUE, iri=iri))
    return [str(row[0]) for row in rows]
