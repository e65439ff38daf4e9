"""The programming interface: described as it is, and it gives what the catalogue gives."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import jsonschema
import lxml.html
import pytest
from asgi import Client
from openapi_spec_validator import validate
from starlette.routing import Route

from kg.store import Snapshot
from queries.ask import ask
from queries.catalogue import catalogue
from viz.site.api import _example
from viz.site.app import site
from viz.site.asking import DRAFT
from viz.site.openapi import description

ASKED = sorted(set(catalogue()) - {DRAFT})


def answer_schema() -> dict[str, Any]:
    told = description("en")
    return {"$ref": "#/components/schemas/Answer", "components": told["components"]}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_description_is_valid_openapi(web: Client, language: str) -> None:
    told = web.get(f"/api/openapi.json?lang={language}").json()
    validate(told)
    assert told["openapi"].startswith("3.1")
    summaries = {path: o for path, methods in told["paths"].items() for o in methods.values()}
    for asked in catalogue().values():
        operation = summaries[f"/api/questions/{asked.name}"]
        assert asked.wording[language] in operation["summary"]


def test_every_address_of_data_is_described() -> None:
    own = {route.path for route in site().routes if isinstance(route, Route) and route.path.startswith("/api/")}
    assert own - {"/api/questions/{name}"} <= set(description("en")["paths"])


def test_every_example_of_the_description_answers(web: Client) -> None:
    for path, methods in description("vi")["paths"].items():
        if "get" in methods:
            told = methods["get"] | {"parameters": [p for p in methods["get"]["parameters"] if "$ref" not in p]}
            address = _example(path, told)
            assert address, path
            assert web.get(address).status == 200, address


@pytest.mark.parametrize("name", ASKED)
def test_a_question_answers_as_the_catalogue_does(web: Client, graph: Snapshot, name: str) -> None:
    asked = catalogue()[name]
    answer = web.get(f"/api/questions/{name}?{urlencode(asked.example)}")
    assert answer.media == "application/json"
    assert "content-disposition" not in answer.headers
    told, expected = answer.json(), ask(graph, name, asked.example).to_json()
    jsonschema.validate(told, answer_schema())
    assert sorted(map(str, told["rows"])) == sorted(map(str, expected["rows"]))
    assert told["parameters"] == asked.example
    assert answer.headers["kg-snapshot"] == graph.snapshot


def test_the_catalogue_is_told(web: Client) -> None:
    told = web.get("/api/questions?lang=en").json()["questions"]
    assert [q["name"] for q in told] == list(catalogue())
    for question in told:
        assert {p["name"] for p in question["parameters"]} == set(catalogue()[question["name"]].parameters)


@pytest.mark.parametrize(
    ("address", "status", "kind", "members"),
    [
        ("/api/questions/none-such", 404, "not-found", {}),
        ("/api/questions/basis-chain", 400, "parameter", {"parameter": "document", "reason": "missing-parameter"}),
        ("/api/questions/basis-chain?document=987654", 404, "unknown-thing", {"parameter": "document"}),
        ("/api/questions/in-place?place=L%C3%A0o+Cai", 422, "ambiguous", {"parameter": "place", "value": "Lào Cai"}),
        ("/api/questions/findings?format=pdf", 406, "not-acceptable", {}),
        ("/api/questions/check-bases?text=x", 405, "method", {}),
        ("/api/nothing", 404, "not-found", {}),
    ],
)
def test_problems_are_told_to_programs(
    web: Client, address: str, status: int, kind: str, members: dict[str, str]
) -> None:
    answer = web.get(address)
    assert answer.status == status
    assert answer.media == "application/problem+json"
    told = answer.json()
    jsonschema.validate(told, {"$ref": "#/components/schemas/Problem", "components": description("en")["components"]})
    assert told["type"].endswith(f"/{kind}")
    assert told["status"] == status
    assert told.items() >= members.items()
    if kind == "ambiguous":
        chosen = {c["label"]: c["iri"] for c in told["candidates"]}
        assert all(web.get(f"/api/questions/in-place?{urlencode({'place': i})}").status == 200 for i in chosen.values())


def test_other_web_pages_of_this_machine_may_read_it_and_no_others(web: Client) -> None:
    own = web.get("/api/questions", {"Origin": "http://localhost:3000"})
    assert own.headers["access-control-allow-origin"] == "http://localhost:3000"
    assert "access-control-allow-origin" not in web.get("/api/questions", {"Origin": "http://evil.example"}).headers


@pytest.mark.parametrize("language", ["vi", "en"])
def test_people_read_the_same_description(web: Client, language: str) -> None:
    page = lxml.html.fromstring(web.get(f"/api?lang={language}").body)
    told = description(language)
    shown = {" ".join(code.text_content().split()) for code in page.xpath("//summary/code")}
    assert shown == {f"{method.upper()} {path}" for path, methods in told["paths"].items() for method in methods}
    addresses = page.xpath("//main//@href") + page.xpath("//@src")
    assert all(address.startswith(("/", "#")) for address in addresses)


def test_nothing_changed_is_not_sent_again(web: Client) -> None:
    first = web.get("/api/questions/findings")
    again = web.get("/api/questions/findings", {"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
