"""The search page, suggestions as one types, and both as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from queries.reference import parse_reference
from viz.search import FACETS, KINDS, Found, Hit, Index, Wanted, highlighted
from viz.search_build import index
from viz.shown import shown
from viz.site.thing_facts import names_of
from viz.site.thing_terms import PROLOGUE
from viz.site.visit import Visit, page

_PAGE = 20
_MOST_PAGES = 500
_PATIENCE = 5.0  # seconds that a page waits for an index that is being built
_LONGEST = 300  # characters of a query
_SHOWN = 12  # values of a facet
_AGAIN = {"Retry-After": "3", "Refresh": "3", "Cache-Control": "no-store"}


def search(visit: Visit) -> Response:
    """What was found, by kind, with facets; the documents of a number that was typed come first."""
    wanted = _wanted(visit)
    if not wanted.text:
        return visit.render("search.html", wanted=wanted, found=None, preparing=False)
    ready = index(visit.graph, _PATIENCE)
    if ready is None:
        response = visit.render("search.html", 503, wanted=wanted, found=None, preparing=True)
        response.headers.update(_AGAIN)
        return response
    found = ready.search(wanted)
    return visit.render("search.html", wanted=wanted, found=found, preparing=False, **_shown(visit, wanted, found))


def _wanted(visit: Visit) -> Wanted:
    given = visit.parameters
    facets = {name: given[name] for name in ("kind", *FACETS) if name in given}
    if facets.get("kind", KINDS[0]) not in KINDS:
        del facets["kind"]  # an address of no page of ours
    offset = (min(visit.number, _MOST_PAGES) - 1) * _PAGE
    return Wanted(given.get("q", "")[:_LONGEST], facets, offset, _PAGE)


def _shown(visit: Visit, wanted: Wanted, found: Found) -> dict[str, Any]:
    """What the page needs to tell it in words."""
    facets = [(name, [*found.facets.get(name, {}).items()][:_SHOWN]) for name in ("kind", *FACETS)]
    values = {value for _, values in facets for value, _ in values} | set(wanted.facets.values())
    hits = [*found.exact, *(hit for hits in found.hits.values() for hit in hits)]
    exact = {hit.iri for hit in found.exact}
    return {
        "names": names_of(visit.graph, {value for value in values if ":" in value}, visit.language),
        "facets": facets,
        "groups": {kind: [h for h in hits if h.iri not in exact] for kind, hits in found.hits.items()},
        "details": _details(visit, {hit.iri for hit in hits if hit.kind == "place"}),
        "spans": _details(
            visit, {value for name, told in facets if name == "province" for value, _ in told}, spans=True
        ),
        "numbered": parse_reference(wanted.text).number is not None,
        "marked": partial(highlighted, matched=found.matched, begun=found.begun),
        "shown": shown,
        "page": wanted.offset // _PAGE + 1,
        "last": -(-found.total // _PAGE),
    }


_WHERE = """{prologue}SELECT ?x ?above ?since ?until {{
  {{ VALUES ?x {{ {values} }} GRAPH graph:units {{ ?x khcn:within ?unit . ?unit rdfs:label ?above }} }}
  UNION {{ VALUES ?x {{ {values} }} GRAPH graph:units {{ ?x khcn:validFrom ?since }} }}
  UNION {{ VALUES ?x {{ {values} }} GRAPH graph:units {{ ?x khcn:validUntil ?until }} }} }} ORDER BY ?x ?above"""


def _details(visit: Visit, units: set[str], spans: bool = False) -> dict[str, str]:
    """What tells units of one name apart: where each lies (not if ``spans``), since and until when it is."""
    values = " ".join(f"<{iri}>" for iri in sorted(units))
    _, rows = visit.graph.select(_WHERE.format(prologue=PROLOGUE, values=values)) if units else ([], [])
    told: dict[str, list[str]] = {}
    for iri, above, since, until in rows:
        parts = told.setdefault(str(iri), [])
        parts += [str(above)] if above and not spans else []
        parts += [visit.say("search.since", day=shown(since, visit.language))] if since else []
        parts += [visit.say("search.until", day=shown(until, visit.language))] if until else []
    return {iri: ", ".join(parts) for iri, parts in told.items()}


def suggest(visit: Visit) -> Response:
    """Things whose name begins as typed, as JSON; nothing while the index is being built."""
    text = visit.parameters.get("q", "")[:_LONGEST]
    ready = index(visit.graph)
    kind = visit.parameters.get("kind", "")
    kinds = ("organisation", "person") if kind == "agent" else (kind,) if kind in KINDS else KINDS
    hits = ready.suggest(text, kinds=kinds) if ready else []
    told = [_suggestion(visit, hit) for hit in hits]
    body = json.dumps({"query": text, "ready": ready is not None, "suggestions": told}, ensure_ascii=False)
    return visit.send(body, "application/json", headers=None if ready else _AGAIN)


def _suggestion(visit: Visit, hit: Hit) -> dict[str, Any]:
    kind = visit.say(f"search.one-{hit.kind}")
    return {"iri": hit.iri, "label": _label(visit, hit), "kind": kind, "address": visit.address(hit.iri)}


def _label(visit: Visit, hit: Hit) -> str:
    return hit.english or hit.label if visit.language == "en" else hit.label


def answers(visit: Visit) -> Response:
    """What the search page tells, as JSON."""
    wanted = _wanted(visit)
    ready = index(visit.graph, _PATIENCE)
    found = ready.search(wanted) if ready else Found()
    told = {
        "query": wanted.text, "total": found.total, "corrected": found.corrected, "loose": found.loose,
        "exact": [_result(visit, hit) for hit in found.exact], "facets": found.facets,
        "results": {kind: [_result(visit, hit) for hit in hits] for kind, hits in found.hits.items()},
        "snapshot": visit.graph.snapshot,
    }  # fmt: skip
    body = json.dumps(told, ensure_ascii=False)
    return visit.send(body, "application/json", 200 if ready else 503, None if ready else _AGAIN)


def _result(visit: Visit, hit: Hit) -> dict[str, Any]:
    return asdict(hit) | {"address": visit.address(hit.iri)}


def near(visit: Visit, text: str) -> list[Hit]:
    """Things that may be meant by the words of an address that leads nowhere; none while there is no index."""
    ready: Index | None = index(visit.graph)
    if ready is None:
        return []
    found = ready.search(Wanted(text, each=3))
    return [*{hit.iri: hit for hit in (*found.exact, *(h for hits in found.hits.values() for h in hits))}.values()][:8]


ROUTES = [
    Route("/search", page(search)),
    Route("/api/search", page(answers)),
    Route("/api/suggest", page(suggest)),
]
