"""The workbench without scripts: tables equal the endpoint's answers, problems are told at their place."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from urllib.parse import urlencode

import lxml.html
import pytest
from asgi import SMALL, Client
from openpyxl import load_workbook

from kg.endpoint.settings import Settings
from kg.quads import LABEL, line, vi
from kg.store import Snapshot
from queries.catalogue import catalogue
from viz.site.app import site
from viz.site.workbench import form

DECISIONS = "SELECT ?d ?date { ?d a khcn:Decision . OPTIONAL { ?d khcn:date ?date } } ORDER BY ?d"


def address(query: str, **more: str) -> str:
    return "/workbench?" + urlencode({"query": query, **more})


def test_the_table_is_the_endpoints_answer(web: Client) -> None:
    page = lxml.html.fromstring(web.get(address(DECISIONS, lang="en")).text)
    rows = [[cell.text_content().strip() for cell in row.iter("td")] for row in page.iter("tr")][1:]
    wanted = web.rows(DECISIONS)
    assert [(r[0], r[1]) for r in rows] == [
        (w["d"].removeprefix("https://w3id.org/khcn/id/"), w.get("date", "")) for w in wanted
    ]
    links = [a.get("href") for a in page.xpath("//tbody//a")]
    assert web.get(links[0]).status == 200


def test_dates_are_vietnamese_in_vietnamese(web: Client) -> None:
    page = lxml.html.fromstring(web.get(address(DECISIONS)).text)
    assert page.xpath("//tbody//td[2]")[0].text_content().strip().count("/") == 2


def test_excel_holds_the_same(web: Client) -> None:
    answer = web.get(address(DECISIONS, format="xlsx"))
    sheet = load_workbook(io.BytesIO(answer.body)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("d", "date")
    assert [row[0] for row in rows[1:]] == [w["d"] for w in web.rows(DECISIONS)]


def test_a_wrong_query_tells_where(web: Client) -> None:
    answer = web.get(address("SELECT * {\n ?s ?p\n}", lang="en"))
    assert answer.status == 400
    assert "Line 3, column" in lxml.html.fromstring(answer.text).xpath("string(//*[@id='problem'])")
    assert web.get(address("SELECT * {", format="xlsx")).status == 400


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", 403),
        ("SELECT * " + "{" * 500 + "}" * 500, 422),
        ("SELECT * { ?s ?p ?o } # <script>alert(1)</script>", 200),
        ("<script>alert(1)</script>", 200),
        ("DROP ALL", 200),
    ],
)
def test_what_the_endpoint_refuses_is_refused(web: Client, query: str, status: int) -> None:
    answer = web.get(address(query))
    assert answer.status == status
    assert "<script>alert" not in answer.text


def test_a_query_that_takes_too_long_is_told(store) -> None:
    with Client(store, Settings(**(SMALL | {"timeout": 0.5})), pages=site()) as slow:
        answer = slow.get(address("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"))
    assert answer.status == 504
    assert "deadline" in answer.text or "longer than the endpoint allows" in answer.text


def test_hostile_values_stay_text(over: Callable[..., Client]) -> None:
    label = "<script>alert(1)</script>\u202e" + "x" * 10_000
    said = line(("<https://w3id.org/khcn/id/doc/a>", LABEL, vi(label)))
    web = over([said, "<urn:a> <urn:b> <javascript:alert(1)> .\n"])
    answer = web.get(address("SELECT * { ?s ?p ?o }"))
    assert answer.status == 200
    assert "<script>alert" not in answer.text
    assert not lxml.html.fromstring(answer.text).xpath("//a[starts-with(@href, 'javascript')]")


def test_terms_are_those_of_the_graph(web: Client, graph: Snapshot) -> None:
    told = web.get("/api/terms?lang=en").json()
    _, properties = graph.select("SELECT DISTINCT ?p { ?s ?p ?o }")
    assert {term["iri"] for term in told["properties"]} == {row[0] for row in properties}
    names = {term["iri"]: term["label"] for term in told["classes"]}
    assert names["https://w3id.org/khcn/ontology#Decision"] == "decision"
    assert told["prefixes"]["khcn"] == "https://w3id.org/khcn/ontology#"


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_every_question_can_be_taken_as_an_example(web: Client, name: str) -> None:
    page = lxml.html.fromstring(web.get(f"/workbench?example={name}").text)
    query = page.get_element_by_id("query").text
    assert form(query) == "SELECT"
    assert web.query(query).status in (200, 504), "it is SPARQL"


def test_a_page_says_when_the_browser_code_is_missing(web: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viz.site.workbench.is_built", lambda: False)
    monkeypatch.setattr("viz.site.explore.is_built", lambda: False)
    for address_ in ("/workbench?x=1", "/explore?thing=412/Q%C4%90-UBND&x=1"):
        answer = web.get(address_)
        assert "start.py" in answer.text
        assert "built/" not in answer.text


def test_scripts_get_their_words(web: Client) -> None:
    page = lxml.html.fromstring(web.get("/workbench?lang=en").text)
    told = json.loads(page.get_element_by_id("data").text)
    assert told["words"]["rows"] == "{n} rows."
