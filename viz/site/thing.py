"""The page of a thing: what is known of it, by its kind; every fact with its words, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.endpoint.page import schema_org
from kg.endpoint.problems import Problem
from ontology.terms import KHCN
from viz.shown import readable, shown
from viz.site import document, source, thing_gone, thing_kinds
from viz.site.thing_facts import NAMESPACE, Fact, Facts, Group, find_facts, find_group, is_safe, told
from viz.site.thing_terms import PROLOGUE, terms
from viz.site.visit import Visit, page

Parts = Callable[[Visit, Facts], dict[str, Any]]
_LISTED = 200  # facts of one property on a page of their own
_KINDS: tuple[tuple[str, str, Parts], ...] = (
    (KHCN.Document, "document.html", document.parts),
    (KHCN.Project, "task.html", thing_kinds.task),
    (KHCN.Programme, "task.html", thing_kinds.task),
    (KHCN.TaskList, "task.html", thing_kinds.task),
    (KHCN.Organisation, "organisation.html", thing_kinds.organisation),
    (KHCN.Person, "person.html", thing_kinds.person),
    (KHCN.Place, "place.html", thing_kinds.place),
    (KHCN.Activity, "activity.html", thing_kinds.activity),
)
"""Classes, the most telling first, with the template of their page and what that needs beyond the facts."""


def thing(visit: Visit) -> Response:
    """What is known of the thing that has this address; where it went, if it is no more."""
    iri = f"{NAMESPACE}{visit.path.removesuffix('.html')}"
    if not is_safe(iri):
        raise Problem("not-found", "No address here has such characters.")
    if new := _replaced(visit, iri):
        return RedirectResponse(visit.address(new), 301)
    facts = find_facts(visit.graph, iri, visit.language)
    if facts is None:
        return thing_gone.unknown(visit, iri)
    if visit.parameters.get("format") == "json":
        return visit.send(json.dumps(to_json(facts), ensure_ascii=False), "application/json")
    if "property" in visit.parameters:
        return _listing(visit, facts)
    template, parts = _page_of(visit, facts)
    return visit.render(template, thing=facts, **_about(visit, facts), **parts(visit, facts))


def _listing(visit: Visit, facts: Facts) -> Response:
    """The facts of one property, page by page, where a thing has very many."""
    given = visit.parameters
    property_, at = given["property"], visit.number
    first = (at - 1) * _LISTED
    inward = "inward" in given
    group = (
        find_group(visit.graph, facts.iri, property_, inward, visit.language, first, _LISTED)
        if is_safe(property_) else None
    )  # fmt: skip
    if group is None:
        raise Problem("not-found", "The thing has no such facts.")
    last = -(-group.total // _LISTED)
    return visit.render("thing_listing.html", thing=facts, group=group, page=at, last=last, shown=shown, told=told)


def _replaced(visit: Visit, iri: str) -> str | None:
    """The thing that reconciliation found this one to be."""
    alias = f"{PROLOGUE}SELECT ?new {{ GRAPH graph:aliases {{ <{iri}> dcterms:isReplacedBy ?new }} }} ORDER BY ?new"
    _, rows = visit.graph.select(alias)
    return str(rows[0][0]) if rows else None


def _page_of(visit: Visit, facts: Facts) -> tuple[str, Parts]:
    known = terms(visit.graph)
    classes = {above for class_ in facts.classes for above in known.upward(class_)}
    return next(((t, parts) for class_, t, parts in _KINDS if class_ in classes), ("thing.html", thing_kinds.other))


def _about(visit: Visit, facts: Facts) -> dict[str, Any]:
    """What every page of a thing has beside its facts: its kind, what search engines read, what is to be reviewed."""
    known = terms(visit.graph)
    classes = {above for class_ in facts.classes for above in known.upward(class_)}
    schema = json.dumps(schema_org(facts.iri, facts.label, classes), ensure_ascii=False).replace("<", "\\u003c")
    return {
        "shown": shown,
        "told": told,
        "readable": readable,
        "called": lambda iri: known.name(iri, visit.language) if iri else "",
        "kinds": [known.name(class_, visit.language) for class_ in facts.classes[:1]],
        "schema": schema,
        "own": [g for g in facts.groups if not g.inward and not is_borrowed(g)],
        "inward": [g for g in facts.groups if g.inward and not is_borrowed(g)],
        "borrowed": [g for g in facts.groups if is_borrowed(g)],
        "findings": thing_kinds.findings(visit, facts.iri),
    }


def is_borrowed(group: Group) -> bool:
    """Whether the property is another ontology's and says again what one of ours says."""
    beginnings = ("http://data.europa.eu/eli/", "http://www.w3.org/ns/prov#", "http://xmlns.com/foaf/")
    return group.property.startswith(beginnings)


def to_json(facts: Facts) -> dict[str, Any]:
    """The facts as plain JSON values."""
    return {
        "iri": facts.iri,
        "label": facts.label,
        "classes": facts.classes,
        "facts": [_group_json(group) for group in facts.groups],
        "mentions": [asdict(proof) for proof in facts.mentions],
        "mentioned": facts.mentioned,
    }


def _group_json(group: Group) -> dict[str, Any]:
    values = [_fact_json(fact) for fact in group.facts]
    return {
        "property": group.property, "title": group.title, "inward": group.inward, "total": group.total,
        "values": values,
    }  # fmt: skip


def _fact_json(fact: Fact) -> dict[str, Any]:
    told = {"value": fact.value, "label": fact.label, "is_thing": fact.is_thing, "proved": fact.proved}
    return told | {"evidence": [asdict(proof) for proof in fact.proofs]}


ROUTES = [
    Route("/id/source/{hash}.html", page(source.source)),
    Route("/id/{path:path}.html", page(thing)),
    Route("/vocabulary/{path:path}.html", page(thing)),
    Route("/ontology.html", page(thing)),
    Route("/ontology{path:path}.html", page(thing)),
]
