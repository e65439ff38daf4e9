"""Report an error: from the button beside a fact to the graph of the next build; taken only from whom it may be."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import lxml.html
import pytest
from asgi import SMALL, Answer, Client

from kg.corrections import NAME, read
from kg.endpoint.settings import Settings
from kg.store import Snapshot
from viz.site.app import site

KHCN = "https://w3id.org/khcn/ontology#"
OWN = {"Host": "test.example", "Origin": "http://test.example"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
WHO, WHY = "Lê Văn Bình", "bản lưu ở văn thư ghi khác"


@pytest.fixture(scope="module")
def place(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of these tests' own."""
    folder = tmp_path_factory.mktemp("corrected") / "store"
    shutil.copytree(store, folder, symlinks=True)
    return folder


@pytest.fixture(scope="module")
def served(place: Path) -> Iterator[Client]:
    """The site over it, on a machine for itself alone."""
    with Client(place, Settings(**SMALL), pages=site()) as client:
        yield client


@pytest.fixture
def own(served: Client, place: Path) -> Client:
    """The same; nothing is corrected yet."""
    (place / NAME).unlink(missing_ok=True)
    return served


@pytest.fixture(scope="module")
def fact(graph: Snapshot) -> dict[str, str]:
    """A relation that some words prove."""
    _, rows = graph.select("SELECT ?s ?o { ?s khcn:hasBasis ?o } ORDER BY ?s ?o LIMIT 1")
    return {"subject": str(rows[0][0]), "predicate": f"{KHCN}hasBasis", "object": str(rows[0][1])}


def tree(answer: Answer) -> Any:
    return lxml.html.fromstring(answer.body, parser=lxml.html.HTMLParser(encoding="utf-8"))


def address(**given: str) -> str:
    return f"/correct?{urlencode(given)}"


def post(web: Client, headers: dict[str, str] | None = None, **fields: str) -> Answer:
    given = {"who": WHO, "why": WHY} | fields
    return web.request("POST", "/correct", urlencode(given).encode(), {**FORM, **(OWN if headers is None else headers)})


def test_the_form_shows_the_fact_and_the_words_it_was_taken_from(
    own: Client, graph: Snapshot, fact: dict[str, str]
) -> None:
    page = tree(own.get(address(**fact)))
    hidden = {i.get("name"): i.get("value") for i in page.xpath("//main//form//input[@type='hidden']")}
    assert hidden == fact
    quotes = page.xpath("//main//q")
    assert quotes
    assert all(q.text_content() in graph.text(q.get("cite")) for q in quotes)
    labelled = {label.get("for") for label in page.xpath("//main//label[@for]")}
    assert {"who", "why", "value"} <= labelled


def test_a_form_sent_without_scripts_is_written_down_and_shown_as_pending(
    own: Client, place: Path, fact: dict[str, str]
) -> None:
    before = own.get(address(**fact))
    answer = post(own, action="reject", **fact)
    assert answer.status == 303
    line = json.loads((place / NAME).read_text("utf-8"))
    assert line.pop("when").endswith("Z")
    assert line == {"action": "reject", "who": WHO, "why": WHY, **fact}
    after = tree(own.get(answer.headers["location"]))
    assert after.xpath("//*[@role='status']")
    assert WHY in after.text_content()
    assert WHY not in before.text
    assert WHO in tree(own.get("/correct")).text_content()


def test_pages_change_when_a_correction_is_written(own: Client, fact: dict[str, str]) -> None:
    page = f"{urlsplit(fact['subject']).path.removeprefix('/khcn')}.html"
    tag = own.get(page).headers["etag"]
    assert own.get(page, {"If-None-Match": tag}).status == 304
    post(own, action="reject", **fact)
    assert own.get(page, {"If-None-Match": tag}).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "test.example", "Origin": "http://evil.example"},
        {"Host": "test.example", "Origin": "null"},
        {"Host": "test.example", "Origin": "http://test.example.evil.example"},
        {"Host": "test.example"},
    ],
)
def test_what_another_site_makes_a_browser_send_is_refused(
    own: Client, place: Path, fact: dict[str, str], headers: dict[str, str]
) -> None:
    assert post(own, headers, action="reject", **fact).status == 403
    assert not (place / NAME).exists()


def test_a_public_site_tells_whom_to_tell_and_takes_corrections_with_a_key_alone(
    place: Path, fact: dict[str, str]
) -> None:
    (place / NAME).unlink(missing_ok=True)
    settings = Settings(**SMALL, public=True, keys={hashlib.sha256(b"secret").hexdigest(): "Sở A"})
    with Client(place, settings, pages=site()) as web:
        page = tree(web.get(address(**fact)))
        assert not page.xpath("//form[@method='post']")
        assert "đơn vị vận hành" in page.text_content()
        assert post(web, action="reject", **fact).status == 403
        assert post(web, {"Authorization": "Bearer guessed"}, action="reject", **fact).status == 401
        assert not (place / NAME).exists()
        told = post(web, {"Authorization": "Bearer secret"}, action="reject", format="json", **fact)
        assert told.status == 201
        assert told.json()["id"] == read(place).lines[0].key
        assert WHO not in web.get("/correct").text


def test_of_an_older_snapshot_nothing_is_corrected(own: Client, graph: Snapshot, fact: dict[str, str]) -> None:
    page = own.get(f"/snapshot/{graph.snapshot}{address(**fact)}")
    assert page.status == 200
    assert not tree(page).xpath("//form[@method='post']")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"who": ""}, "Người sửa"),
        ({"why": ""}, "Lý do"),
        ({"action": "replace"}, "Giá trị đúng"),
        ({"action": "replace", "value": "không có thứ gì tên như thế này"}, "Không có"),
        ({"object": "https://w3id.org/khcn/id/doc/nowhere"}, "không có dữ kiện này"),
        ({"action": "burn"}, "action"),
    ],
)
def test_what_is_lacking_is_asked_for_and_what_was_typed_stays(
    own: Client, place: Path, fact: dict[str, str], fields: dict[str, str], said: str
) -> None:
    answer = post(own, **({"action": "reject", **fact} | fields))
    assert answer.status == 400
    page = tree(answer)
    assert said in page.xpath("//*[@role='alert']")[0].text_content()
    assert page.xpath("//textarea[@name='why']")[0].text_content() == fields.get("why", WHY)
    assert not (place / NAME).exists()


def test_values_are_typed_as_people_write_them(own: Client, place: Path, graph: Snapshot) -> None:
    _, rows = graph.select("SELECT ?s ?d { ?s a khcn:Decision ; khcn:date ?d } ORDER BY ?s LIMIT 1")
    fact = {"subject": str(rows[0][0]), "predicate": f"{KHCN}date", "object": str(rows[0][1])}
    assert post(own, action="replace", value="31/2/2024", **fact).status == 400
    assert post(own, action="replace", value="21/3/2024", **fact).status == 303
    line = read(place).lines[-1]
    assert (line.value, line.datatype) == ("2024-03-21", "http://www.w3.org/2001/XMLSchema#date")
    kind = {"subject": fact["subject"], "predicate": f"{KHCN}kind"}
    assert post(own, action="add", value="Kế hoạch", **kind).status == 303
    assert read(place).lines[-1].value == "https://w3id.org/khcn/vocabulary/document-kind/plan"


def test_several_things_that_may_be_meant_are_offered(own: Client, graph: Snapshot, fact: dict[str, str]) -> None:
    answer = post(own, action="replace", value="Ủy ban nhân dân", **fact)
    assert answer.status == 400
    choices = tree(answer).xpath("//input[@type='radio'][@name='value']/@value")
    assert len(choices) > 1
    assert all(graph.select(f"SELECT * {{ <{iri}> ?p ?o }} LIMIT 1")[1] for iri in choices)


def test_hostile_words_are_shown_not_obeyed(own: Client, fact: dict[str, str]) -> None:
    post(own, action="reject", **fact | {"why": "<script>alert(1)</script>", "who": '"><img src=x>'})
    for page in (own.get("/correct"), own.get(address(**fact))):
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
    broken = own.get(address(subject="https://x/> } UNION { ?s ?p ?o", predicate=f"{KHCN}date", object="x"))
    assert broken.status == 400


def test_findings_are_marked_and_marks_are_withdrawn(own: Client, place: Path, graph: Snapshot) -> None:
    _, rows = graph.select("SELECT ?f { GRAPH graph:findings { ?f a khcn:Finding } } ORDER BY ?f LIMIT 1")
    finding = str(rows[0][0])
    assert post(own, action="finding", finding=finding, state="handled").status == 303
    assert tree(own.get("/findings")).xpath("//*[@class='pending']")
    assert post(own, action="withdraw", correction=read(place).lines[0].key).status == 303
    assert not tree(own.get("/findings")).xpath("//*[@class='pending']")
    assert "đã rút" in own.get("/correct").text


def test_the_next_build_does_what_was_reported(own: Client, place: Path, examples: Path, fact: dict[str, str]) -> None:
    post(own, action="reject", **fact)
    _, rows = kg_select(place, "SELECT ?f { GRAPH graph:findings { ?f a khcn:Finding } } ORDER BY ?f LIMIT 1")
    finding = str(rows[0][0])
    post(own, action="finding", finding=finding, state="handled")
    command = [
        sys.executable,
        "-m",
        "kg.app.cli",
        "--lang",
        "en",
        "build",
        examples,
        "--store",
        place,
        "--access",
        "public",
    ]
    built = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert built.returncode == 0, built.stderr
    assert "applied: 2" in built.stderr
    assert not kg_select(place, f"SELECT * {{ <{fact['subject']}> <{fact['predicate']}> <{fact['object']}> }}")[1]
    with Client(place, Settings(**SMALL), pages=site()) as web:
        assert "đã áp dụng" in web.get("/correct").text
        assert "chờ dựng lại" not in web.get("/findings").text
        marked = web.get("/findings?state=handled&format=json").json()
        assert {row[marked["columns"].index("finding")] for row in marked["rows"]} == {finding}
        left = web.get("/findings?state=open&format=json").json()
        assert finding not in {row[left["columns"].index("finding")] for row in left["rows"]}


def kg_select(place: Path, sparql: str) -> tuple[list[str], list[list[Any]]]:
    from kg.store import open_store

    return open_store(place).select(sparql)
