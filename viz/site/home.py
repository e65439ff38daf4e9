"""The first page: search, what one could look for here, and where to go from here."""

from __future__ import annotations

from starlette.responses import Response

from ontology.terms import KHCN
from queries.graph import Graph
from viz.search_build import index
from viz.shown import shown
from viz.site.kept import per_snapshot
from viz.site.thing_facts import names_of
from viz.site.thing_terms import PROLOGUE
from viz.site.visit import Visit

_COUNTED = (KHCN.Document, KHCN.Project, KHCN.Programme, KHCN.Organisation, KHCN.Person, KHCN.Activity)
_HOW_MANY = f"""{PROLOGUE}SELECT ?class (COUNT(*) AS ?n) {{
  VALUES ?class {{ {" ".join(f"<{class_}>" for class_ in _COUNTED)} }} ?x a ?class }} GROUP BY ?class"""
_EXAMPLES = f"""{PROLOGUE}SELECT ?text {{
  {{ SELECT ?text {{ ?d khcn:authorises ?t ; khcn:number ?text }} ORDER BY DESC(?text) LIMIT 1 }}
  UNION {{ SELECT ?text {{ ?t a khcn:Project ; skos:altLabel ?text FILTER(STRLEN(?text) < 30) }}
    ORDER BY ?text LIMIT 1 }}
  UNION {{ SELECT ?text {{ ?t a khcn:Organisation ; rdfs:label ?text ; khcn:hosts ?x }} ORDER BY ?text LIMIT 1 }} }}"""


def home(visit: Visit) -> Response:
    """What can be asked here, and over what. The search index is begun, so that it is ready when it is needed."""
    index(visit.graph)
    examples, counts = _told(visit.graph)
    names = names_of(visit.graph, counts, visit.language)
    counted = [(names[class_], counts[class_]) for class_ in _COUNTED if class_ in counts]
    return visit.render("home.html", examples=examples, counts=counted, shown=shown)


@per_snapshot
def _told(graph: Graph) -> tuple[list[str], dict[str, int]]:
    """Examples from the graph itself, and how many things of each class it has."""
    examples = [str(row[0]) for row in graph.select(_EXAMPLES)[1]]
    return examples, {str(class_): int(n or 0) for class_, n in graph.select(_HOW_MANY)[1]}
