"""The W3C's protocol tests: the query part; and that updates are refused, rightly written or not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import graphs
import pytest
import w3c
from asgi import SMALL, Answer, Client
from rdflib import RDF, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

from kg.endpoint.negotiation import GRAPHS, RESULTS
from kg.endpoint.settings import Settings

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
_DATA = "http://kasei.us/2009/09/sparql/data/"


@pytest.fixture(scope="module")
def manifest(shared: Path) -> tuple[Path, Graph]:
    path = shared / "w3c-sparql-tests" / "sparql11" / "protocol" / "manifest.ttl"
    return path, Graph().parse(path, format="turtle")


@pytest.fixture(scope="module")
def endpoint(manifest: tuple[Path, Graph], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """An endpoint that holds data1 to data3, called as the tests call them."""
    lines = []
    for path in manifest[0].parent.glob("data*.nt"):
        graph = f"<{_DATA}{path.stem}.rdf>"
        lines += [f"{q.subject} {q.predicate} {q.object} {graph} .\n" for q in w3c.triples(path, _DATA)]
    store = tmp_path_factory.mktemp("protocol")
    graphs.publish(store, lines)
    with Client(store, Settings(**SMALL)) as client:
        yield client


def test_query_part(manifest: tuple[Path, Graph], endpoint: Client) -> None:
    listed = dict(_tests(manifest[1]))
    wrong = [
        name
        for name, requests in listed.items()
        if "update" not in name and not all(_fits(endpoint, *r) for r in requests)
    ]
    assert len([name for name in listed if "update" not in name]) == 20
    assert wrong == []


def test_updates_are_refused(manifest: tuple[Path, Graph], endpoint: Client) -> None:
    for name, requests in _tests(manifest[1]):
        if "update" in name:
            answer = _send(endpoint, manifest[1], requests[0][1])
            assert 400 <= answer.status < 500, name
            assert answer.media == "application/problem+json"


def _tests(graph: Graph) -> Iterator[tuple[str, list[tuple[Graph, Node]]]]:
    for listed in graph.objects(None, w3c.MF.entries):
        for entry in Collection(graph, listed):
            action = graph.value(entry, w3c.MF.action)
            requests = Collection(graph, graph.value(action, HT.requests))
            yield str(entry).rpartition("#")[2], [(graph, request) for request in requests]


def _send(endpoint: Client, graph: Graph, request: Node) -> Answer:
    body = graph.value(request, HT.body)
    charset = str(graph.value(body, CNT.characterEncoding) or "UTF-8")
    data = str(graph.value(body, CNT.chars) or "").encode(charset) if body else b""
    listed = graph.value(request, HT.headers)
    headers = {
        str(graph.value(h, HT.fieldName)): str(graph.value(h, HT.fieldValue))
        for h in (Collection(graph, listed) if listed else [])
    }
    return endpoint.request(
        str(graph.value(request, HT.methodName)), str(graph.value(request, HT.absolutePath)), data, headers
    )


def _fits(endpoint: Client, graph: Graph, request: Node) -> bool:
    answer, expected = _send(endpoint, graph, request), graph.value(request, HT.resp)
    statuses = {str(s).rpartition("StatusCode")[2][0] for s in graph.objects(expected, w3c.MF.expectedStatus)}
    truth: Any = graph.value(expected, w3c.MF.expectedBoolean)
    formats = {"boolean": RESULTS, "tabular": RESULTS, "RDF": GRAPHS}
    kind = graph.value(expected, w3c.MF.expectedFormat)
    return (
        graph.value(request, RDF.type) is not None
        and str(answer.status)[0] in statuses
        and (kind is None or answer.media in formats[str(kind)])
        and (truth is None or answer.json()["boolean"] == truth.toPython())
    )
