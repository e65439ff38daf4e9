"""What only an internal document says leaves the public face in no response at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from asgi import SMALL, Client

from kg.app.reading import read_document
from kg.build import build
from kg.endpoint.settings import PUBLIC_LIMITS, Settings
from kg.errors import NothingPublicError
from kg.snapshot import Folder

_DOCUMENTS = Path(__file__).parents[1] / "documents"
_CLOSED = _DOCUMENTS / "internal" / "thong-bao-luu-hanh-noi-bo.txt"
_OPEN = _DOCUMENTS / "nghe-an-2024-03-giay-phep.txt"
_CANARIES = ("canary-nội-bộ", "canary-noi-bo", "7702/qđ-ubnd", "7702-qd-ubnd")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store built as public from an open document and one that is marked as internal."""
    folder = tmp_path_factory.mktemp("both")
    build([_OPEN, _CLOSED], folder, read_document, 1, "public")
    return folder


@pytest.fixture(scope="module")
def public(store: Path) -> Iterator[Client]:
    settings = Settings(**SMALL | {"public": True, "client": PUBLIC_LIMITS})
    with Client(store, settings) as client:
        yield client


def test_the_canaries_are_in_the_graph(store: Path) -> None:
    with Client(store, Settings(**SMALL)) as client:
        everything = client.query(
            "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } FILTER(?g != graph:units) } }", "text/csv"
        ).text.lower()
        assert [canary for canary in _CANARIES if canary in everything]


def _targets(hash_: str, internal: str) -> list[str]:
    queries = [
        "SELECT * { ?s ?p ?o }",
        "SELECT * { GRAPH ?g { ?s ?p ?o } FILTER(?g != graph:units) }",
        "CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } FILTER(?g != graph:units) }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "DESCRIBE ?s { ?s ?p ?o }",
        'ASK { ?s ?p ?o FILTER(CONTAINS(LCASE(STR(?o)), "canary")) }',
        "SELECT * { GRAPH graph:findings { ?s ?p ?o } }",
        "SELECT * { GRAPH graph:aliases { ?s ?p ?o } }",
    ]
    asked = [
        f"/sparql?query={quote(q)}&format={f}" for q in queries for f in ("json", "xml", "csv", "tsv", "ttl", "nq")
    ]
    return [
        *asked, "/sparql", "/.well-known/void", "/dcat", "/.well-known/sparql-examples", "/dump.nq", "/dump.nq.sha256",
        "/rdf-graph-store?default", "/sitemap.xml", "/sitemap-1.xml", "/robots.txt", "/healthz", "/metrics",
        f"/snapshot/{hash_}/dump.nq", f"/snapshot/{internal}/dump.nq", f"/snapshot/{internal}/sparql?query=ASK%7B%7D",
    ]  # fmt: skip


def test_they_are_in_no_response(public: Client, store: Path) -> None:
    internal = Folder(store).current()
    hash_ = public.get("/healthz").json()["snapshot"]
    assert hash_ != internal
    for target in _targets(hash_, internal):
        answer = public.get(target)
        assert answer.status in (200, 404, 406), target
        told = (answer.text + repr(answer.headers)).lower()
        assert not [canary for canary in _CANARIES if canary in told], target
        assert internal not in told.replace(f"no snapshot {internal}", ""), target
    things = public.query(
        "SELECT DISTINCT ?s { GRAPH ?g { ?s ?p ?o } FILTER(ISIRI(?s) && ?g != graph:units) }", "text/csv"
    ).text.split()
    assert len(things) > 20


def test_internal_things_have_no_address(public: Client, store: Path) -> None:
    """All that only the internal document tells of is unknown, by name and by guess."""
    with Client(store, Settings(**SMALL)) as client:
        query = "SELECT DISTINCT ?s { ?s ?p ?o FILTER(STRSTARTS(STR(?s), STR(id:))) }"
        everything = {row["s"] for row in client.rows(query)}
    closed = {s for s in everything - {row["s"] for row in public.rows(query)} if "/id/unit/" not in s}
    assert closed
    for thing in closed:
        answer = public.get(thing.removeprefix("https://w3id.org/khcn"))
        assert answer.status == 404, thing
        assert not public.query(f"ASK {{ {{ <{thing}> ?p ?o }} UNION {{ ?s ?p <{thing}> }} }}").json()["boolean"]


def test_what_is_public_is_there(public: Client) -> None:
    assert "khcn/ontology#Licence" in public.query("SELECT ?t { ?d khcn:number ?n ; a ?t }").text


def test_counts_are_those_of_the_public_part(public: Client) -> None:
    counted = public.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"]
    assert f"void:triples {counted} " in public.get("/.well-known/void").text.replace('"', "").replace(";", " ;")


def test_a_store_without_public_sources_is_not_served(store: Path, tmp_path: Path) -> None:
    build([_CLOSED], tmp_path, read_document, 1, "public")
    with pytest.raises(NothingPublicError):
        Client(tmp_path, Settings(**SMALL | {"public": True}))
