"""Every thing has an address: ``{public-url}/id/...`` sends on to its page or its data, as the client likes.

The IRIs of things stand under ``https://w3id.org/khcn``, which is redirected to the endpoint (``docs/w3id.htaccess``),
so that the path here is the path there.
"""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from kg.endpoint.editions import Edition
from kg.endpoint.http import Request, Response, redirect
from kg.endpoint.negotiation import GRAPHS, SHORT, choose
from kg.endpoint.page import page
from kg.endpoint.problems import Problem
from kg.endpoint.protocol import Query
from kg.endpoint.querying import Asking

NAMESPACE = "https://w3id.org/khcn"
_ENDINGS = {SHORT[ending]: ending for ending in ("html", "ttl", "nt", "rdf", "jsonld", "trig", "nq")}
_UNSAFE = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_KNOWN = """SELECT ?new ?known {{ OPTIONAL {{ GRAPH graph:aliases {{ <{0}> dcterms:isReplacedBy ?new }} }}
BIND(EXISTS {{ <{0}> ?p ?o }} || EXISTS {{ GRAPH ?g {{ <{0}> ?p ?o }} }}
    || EXISTS {{ GRAPH <{0}> {{ ?s ?p ?o }} }} AS ?known) }}"""
_DATA = """CONSTRUCT {{ <{0}> ?p ?o . ?o rdfs:label ?label }} WHERE {{
{{ <{0}> ?p ?o }} UNION {{ GRAPH ?g {{ <{0}> ?p ?o }} }} OPTIONAL {{ ?o rdfs:label ?label }} }}"""
_GRAPH = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{0}> {{ ?s ?p ?o }} }}"
_ROWS = """SELECT DISTINCT ?p ?name ?o ?label {{
{{ <{0}> ?p ?o }} UNION {{ GRAPH ?g {{ <{0}> ?p ?o }} }} FILTER(?p != khcn:sortKey)
OPTIONAL {{ GRAPH graph:ontology {{ ?p rdfs:label ?name FILTER(LANG(?name) = "vi") }} }}
OPTIONAL {{ ?o rdfs:label ?thing }}
OPTIONAL {{ GRAPH graph:vocabulary {{ ?o skos:prefLabel ?concept FILTER(LANG(?concept) = "vi") }} }}
OPTIONAL {{ GRAPH graph:ontology {{ ?o rdfs:label ?class FILTER(LANG(?class) = "vi") }} }}
OPTIONAL {{ GRAPH ?source {{ ?o oa:exact ?words }} }}
BIND(COALESCE(?thing, ?concept, ?class, ?words) AS ?label) }} ORDER BY ?p ?o"""


async def answer(request: Request, edition: Edition, asking: Asking) -> Response:
    """303 from a thing to what tells of it; that with 200."""
    if request.method not in ("GET", "HEAD"):
        raise Problem("method", "This can be read, no more.", {"Allow": "GET, HEAD, OPTIONS"})
    path, ending = _split(request.path)
    iri = f"{NAMESPACE}{path}"
    if _UNSAFE.search(iri):
        raise Problem("not-found", "No address here has such characters.")
    new = await _replaced(iri, edition, asking)
    if new is not None:
        return redirect(301, new.replace(NAMESPACE, asking.settings.public_url, 1) + (f".{ending}" if ending else ""))
    if ending is None:
        media = choose(request.accept, [*GRAPHS, "text/html"])
        if media is None:
            raise Problem("not-acceptable", f"This can be told in: {', '.join(_ENDINGS)}.")
        return redirect(303, f"{asking.settings.public_url}{quote(path)}.{_ENDINGS[media]}")
    if ending == "html":
        return await _html(iri, edition, asking)
    return await _data(iri, SHORT[ending], request, edition, asking)


def _split(path: str) -> tuple[str, str | None]:
    """The path of a thing, and the ending that names a format.

    >>> _split("/id/unit/11-2025.ttl"), _split("/id/doc/66.10")
    (('/id/unit/11-2025', 'ttl'), ('/id/doc/66.10', None))
    """
    stem, dot, ending = path.rpartition(".")
    return (stem, ending) if dot and ending in _ENDINGS.values() else (path, None)


async def _replaced(iri: str, edition: Edition, asking: Asking) -> str | None:
    """The thing that stands for this one, if reconciliation found that they are one; ``not-found`` if it is unknown."""
    if iri == f"{NAMESPACE}/ontology":
        return None
    found = json.loads(await asking.read(edition, _KNOWN.format(iri), "application/sparql-results+json"))
    row = found["results"]["bindings"][0]
    if "new" in row:
        return str(row["new"]["value"])
    if row["known"]["value"] != "true":
        raise Problem("not-found", f"Nothing is known of <{iri}> in this snapshot.")
    return None


async def _data(iri: str, media: str, request: Request, edition: Edition, asking: Asking) -> Response:
    graph = {f"{NAMESPACE}/ontology": f"{NAMESPACE}/id/graph/ontology"}.get(iri, iri)
    is_graph = graph.startswith(f"{NAMESPACE}/id/graph/")
    text = (_GRAPH if is_graph else _DATA).format(graph)
    response = await asking.answer(request, edition, Query(text, None, None, None, media, ""))
    response.headers["Link"] = f'<{iri}>; rel="describes"'
    return response


async def _html(iri: str, edition: Edition, asking: Asking) -> Response:
    rows = json.loads(await asking.read(edition, _ROWS.format(iri), "application/sparql-results+json"))
    body = page(iri, rows["results"]["bindings"], NAMESPACE, asking.settings.public_url, edition.hash)
    headers = {"Link": f'<{iri}>; rel="describes"', "Cache-Control": "no-cache", "Last-Modified": edition.modified}
    return Response(media="text/html; charset=utf-8", body=body.encode(), headers=headers)
