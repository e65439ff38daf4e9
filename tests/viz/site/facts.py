"""What a page tells, read from its RDFa: the facts of the thing that it is about."""

from __future__ import annotations

import time

import lxml.html
from asgi import Answer, Client

from kg.store import Snapshot

Fact = tuple[str, str, bool]
"""Property, other end as the page writes it, whether the thing is the object."""


def patiently(web: Client, address: str) -> Answer:
    """The answer to a request that may have to wait for an index."""
    answer = web.get(address)
    for _ in range(60):
        if answer.status != 503:
            break
        time.sleep(1)
        answer = web.get(address)
    return answer


def facts_of(page: str) -> set[Fact]:
    """The facts of a page."""
    tree = lxml.html.fromstring(page.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    found = set()
    for node in tree.iter("dd"):
        value = node.get("resource") if node.get("resource") is not None else node.get("content")
        if value is not None:
            found.add((node.get("property") or node.get("rev"), value, node.get("rev") is not None))
    return found


def facts_in(graph: Snapshot, iri: str) -> set[Fact]:
    """The facts that the graph has, by queries that have nothing to do with those of the pages."""
    out = graph.select(f"SELECT DISTINCT ?p ?o {{ {{ <{iri}> ?p ?o }} UNION {{ GRAPH ?g {{ <{iri}> ?p ?o }} }} }}")[1]
    own = " ".join(f"<https://w3id.org/khcn/id/graph/{g}>" for g in ("units", "vocabulary", "ontology", "aliases"))
    inward = f"""SELECT DISTINCT ?p ?s {{ {{ ?s ?p <{iri}> }}
      UNION {{ GRAPH ?g {{ ?s ?p <{iri}> }} FILTER(?g IN ({own.replace(" ", ", ")})) }} }}"""
    told = {(str(p), str(o), False) for p, o in out} | {(str(p), str(s), True) for p, s in graph.select(inward)[1]}
    return {fact for fact in told if not fact[1].startswith("_:")}
