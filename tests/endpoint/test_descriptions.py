from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable

import pyoxigraph as ox
import pytest
from asgi import Client

from kg.endpoint.description import Example

_DOC = "/id/doc/son-la/ubnd/2015/0-qd-ubnd"
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def _graph(client: Client, target: str) -> ox.Store:
    answer = client.get(target, {"Accept": "application/n-triples"})
    assert (answer.status, answer.media) == (200, "application/n-triples")
    store = ox.Store()
    store.load(answer.body, format=ox.RdfFormat.N_TRIPLES)
    return store


def test_service_description(client: Client) -> None:
    found = _graph(client, "/sparql")
    query = """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> ASK { ?s a sd:Service ;
      sd:endpoint <http://test.example/sparql> ; sd:resultFormat ?f ; sd:supportedLanguage sd:SPARQL11Query ;
      sd:defaultDataset/sd:defaultGraph ?g }"""
    assert found.query(query)
    assert client.get("/sparql", {"Accept": "text/html"}).media == "text/turtle"


def test_void_counts_what_is_there(client: Client) -> None:
    found = _graph(client, "/.well-known/void")
    told = found.query("""PREFIX void: <http://rdfs.org/ns/void#> PREFIX khcn: <https://w3id.org/khcn/ontology#>
      SELECT ?n { ?d a void:Dataset ; void:triples ?n ; void:sparqlEndpoint ?e ; void:dataDump ?dump ;
        void:classPartition [ void:class khcn:Decision ; void:entities 40 ] ;
        void:propertyPartition [ void:property khcn:host ] }""")
    counted = client.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"]
    assert {row["n"].value for row in told} == {counted}  # type: ignore[union-attr]


def test_dcat_tells_dump_checksum_and_version(client: Client) -> None:
    found = _graph(client, "/dcat")
    snapshot = client.get("/healthz").json()["snapshot"]
    query = """PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX spdx: <http://spdx.org/rdf/terms#>
    SELECT ?sum ?version { ?d a dcat:Dataset ; <http://www.w3.org/2002/07/owl#versionIRI> ?version ;
      dcat:distribution [ dcat:downloadURL ?u ; spdx:checksum [ spdx:checksumValue ?sum ] ] .
      ?s dcat:servesDataset ?d }"""
    (row,) = found.query(query)  # type: ignore[misc]
    assert row["sum"].value == snapshot
    assert row["version"].value == f"http://test.example/snapshot/{snapshot}/"


def test_example_queries_can_be_run(serve: Callable[..., Client]) -> None:
    client = serve(["<u:a> <u:is> <u:b> .\n"])
    client.endpoint.examples = (Example("all", {"vi": 'Tất cả "mọi thứ"', "en": "All"}, "SELECT * { ?s ?p ?o }"),)
    found = _graph(client, "/.well-known/sparql-examples")
    (row,) = found.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?q { ?x a sh:SPARQLExecutable ; sh:select ?q }"
    )  # type: ignore[misc]
    assert client.query(row["q"].value).status == 200


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        ("text/turtle", "ttl"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "html"),
        ("application/ld+json", "jsonld"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "rdf"),
    ],
)
def test_a_thing_leads_to_what_tells_of_it(client: Client, accept: str, ending: str) -> None:
    found = client.get(_DOC, {"Accept": accept})
    assert (found.status, found.headers["location"]) == (303, f"http://test.example{_DOC}.{ending}")
    told = client.get(f"{_DOC}.{ending}")
    assert told.status == 200
    assert "0/QĐ-UBND" in (json.dumps(told.json(), ensure_ascii=False) if ending == "jsonld" else told.text)
    assert 'rel="describes"' in told.headers["link"]


def test_pages_hold_schema_org_and_no_markup_of_the_data(serve: Callable[..., Client]) -> None:
    thing = "https://w3id.org/khcn/id/doc/x"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    client = serve(
        [f'<{thing}> {label} "</script><script>alert(1)</script>"@vi .\n', f"<{thing}> <u:p> <javascript:alert> .\n"]
    )
    page = client.get("/id/doc/x.html").text
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    schema = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert schema is not None
    assert json.loads(schema[1])["@id"] == thing


def test_pages_quote_the_words_that_prove(serve: Callable[..., Client]) -> None:
    graph, words = "<https://w3id.org/khcn/id/graph/1>", "<https://w3id.org/khcn/id/source/1#char=0,9>"
    mention = "<https://w3id.org/khcn/ontology#mentionedIn>"
    client = serve([
        f"<https://w3id.org/khcn/id/doc/x> {mention} {words} {graph} .\n",
        f'{words} <http://www.w3.org/ns/oa#exact> "Quyết định số 1" {graph} .\n',
    ])  # fmt: skip
    assert ">Quyết định số 1</a>" in client.get("/id/doc/x.html").text


def test_a_replaced_name_leads_to_the_one_that_stands(serve: Callable[..., Client]) -> None:
    old, new = "<https://w3id.org/khcn/id/old>", "<https://w3id.org/khcn/id/new>"
    replaced = f"{old} <http://purl.org/dc/terms/isReplacedBy> {new} <https://w3id.org/khcn/id/graph/aliases> .\n"
    answer = serve([replaced]).get("/id/old")
    assert (answer.status, answer.headers["location"]) == (301, "http://test.example/id/new")


def test_ontology_and_graphs_have_addresses(serve: Callable[..., Client]) -> None:
    graph = "<https://w3id.org/khcn/id/graph/ontology>"
    term = "<https://w3id.org/khcn/ontology#host>"
    client = serve([f'{term} <http://www.w3.org/2000/01/rdf-schema#label> "chủ trì"@vi {graph} .\n'])
    assert "chủ trì" in client.get("/ontology.nt").text
    assert "chủ trì" in client.get("/id/graph/ontology.ttl").text


def test_sitemap_lists_things(client: Client) -> None:
    index = ElementTree.fromstring(client.get("/sitemap.xml").body)
    parts = [e.text for e in index.iter(_SITEMAP)]
    assert parts == ["http://test.example/sitemap-1.xml"]
    listed = [e.text for e in ElementTree.fromstring(client.get("/sitemap-1.xml").body).iter(_SITEMAP)]
    assert f"http://test.example{_DOC}" in listed
    assert client.get("/sitemap-2.xml").status == 404
    assert "Sitemap: http://test.example/sitemap.xml" in client.get("/robots.txt").text
