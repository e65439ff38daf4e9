"""The forms of the questions: they answer what the catalogue answers, and tell what is wrong where it is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from time import sleep
from typing import Any
from urllib.parse import urlencode

import lxml.html
import pytest
from asgi import Answer, Client

from kg.quads import LABEL, TYPE, iri, khcn, line, vi
from kg.store import Snapshot
from queries import answer as catalogue_answer
from queries.ask import ask
from queries.catalogue import Language, catalogue
from viz.shown import THINGS, readable, shown
from viz.site.asking import DRAFT, RESERVED
from viz.site.questions import _group

_PLAIN = ("question", "columns", "coverage", "snapshot", "note")
FORMS = sorted(set(catalogue()) - {DRAFT})


def tree(answer: Answer) -> Any:
    return lxml.html.fromstring(answer.body, parser=lxml.html.HTMLParser(encoding="utf-8"))


def text(node: Any) -> str:
    return " ".join(node.text_content().split())


def submitted(page: Any, given: dict[str, str]) -> str:
    """The address to which a browser sends the form of a page, filled in."""
    form = page.xpath("//main//form")[0]
    told = {field.get("name"): field.value or "" for field in form.xpath(".//*[@name]")}
    assert set(given) <= set(told)
    return f"{form.get('action').partition('?')[0]}?{urlencode(told | given)}"


def rows(web: Client, address: str) -> list[list[str]]:
    """The cells of all pages of an answer, without the numbers of its rows and the evidence."""
    found: list[list[str]] = []
    while address:
        page = tree(web.get(address))
        found += [[text(td) for td in tr.xpath("td")[1:-1]] for tr in page.xpath("//main//tbody/tr")]
        address = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    return found


def cells(answer: catalogue_answer.Answer, row: list[Any], language: Language) -> list[str]:
    """What a person reads in a row; where a thing has no label, the end of its address."""
    told = dict(zip(answer.columns, row, strict=True))
    found = []
    for name in (answer.columns[i] for i in readable(answer)):
        value = told[name] if told[name] is not None else told.get(name.removesuffix("Label"))
        found.append(" ".join(shown(value, language, name).removeprefix(THINGS).split()))
    return found


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_form_answers_what_the_catalogue_answers(web: Client, graph: Snapshot, name: str, language: Language) -> None:
    asked = catalogue()[name]
    form = tree(web.get(f"/questions/{name}?lang={language}"))
    assert text(form.xpath("//h1")[0]) == asked.wording[language]
    address = submitted(form, asked.example)
    answer = ask(graph, name, asked.example, language)
    seen = rows(web, address)
    assert Counter(map(tuple, seen)) == Counter(tuple(cells(answer, row, language)) for row in answer.rows)
    told, expected = web.get(f"{address}&format=json").json(), answer.to_json()
    assert sorted(map(str, told["rows"])) == sorted(map(str, expected["rows"]))
    proofs = {proof.iri: proof for found in answer.evidence for proof in found}
    assert {p["iri"]: p for found in told["evidence"] for p in found} == {i: asdict(p) for i, p in proofs.items()}
    assert {k: told[k] for k in _PLAIN} == {k: expected[k] for k in _PLAIN}
    page = tree(web.get(address))
    if len(answer.rows) <= 50:
        quotes = {" ".join(p.quote.split()) for p in proofs.values()}
        assert {text(q) for q in page.xpath("//details[@class='evidence']//q")} == quotes
    if not answer.rows:
        assert answer.note in text(page)


def test_all_questions_are_listed_by_their_groups(web: Client) -> None:
    page = tree(web.get("/questions"))
    links = set(page.xpath("//main//li/a[1]/@href"))
    assert links == {f"/questions/{name}" for name in FORMS} | {"/check-bases"}
    assert len(page.xpath("//main//section")) == 8
    assert [_group(catalogue()[n]) for n in ("legal-status", "funding", "in-place", "findings")] == ["A", "C", "E", "H"]


def test_no_parameter_has_a_name_that_addresses_need() -> None:
    assert not [q.name for q in catalogue().values() if RESERVED & set(q.parameters)]


def test_a_click_fills_in_the_example(web: Client) -> None:
    page = tree(web.get("/questions/authorised-by-decision"))
    assert not page.xpath("//table")
    filled = tree(web.get(page.xpath("//form//a/@href")[-1]))
    assert filled.xpath("//input[@name='document']/@value") == ["412/QĐ-UBND"]
    assert filled.xpath("//table")


def test_several_things_are_told_at_the_field_and_a_click_chooses_one(web: Client) -> None:
    answer = web.get(f"/questions/in-place?{urlencode({'place': 'Lào Cai'})}")
    assert answer.status == 422
    page = tree(answer)
    field = page.xpath("//input[@name='place']")[0]
    assert field.get("aria-invalid") == "true"
    told = page.xpath("//*[@id=$id]", id=field.get("aria-describedby").split()[-1])[0]
    choices = dict(zip(told.xpath(".//li//bdi/text()"), told.xpath(".//li/a/@href"), strict=True))
    chosen = next(address for label, address in choices.items() if label.startswith("tỉnh Lào Cai (2025"))
    after = web.get(chosen)
    assert after.status == 200
    assert text(tree(after).xpath("//output")[0]) == "tỉnh Lào Cai"


@pytest.mark.parametrize(
    ("name", "given", "status", "field"),
    [
        ("basis-chain", {"depth": "2"}, 400, "document"),
        ("basis-chain", {"document": "999999/QĐ-UBND"}, 404, "document"),
        ("basis-chain", {"document": "2210/QĐ-UBND", "depth": "x"}, 400, "depth"),
        ("in-place", {"place": "huyện Mai Châu", "from": "31/02/2024"}, 400, "from"),
        ("activity-totals", {"activity_type": "bay lên trời"}, 400, "activity_type"),
        ("planned-and-done", {"reporter": "Sở KH&CN tỉnh Hòa Bình", "plan_period": "hôm nọ"}, 400, "plan_period"),
        ("findings", {"utm_source": "x"}, 400, ""),
    ],
)
def test_what_is_wrong_is_told_where_it_is_wrong(
    web: Client, name: str, given: dict[str, str], status: int, field: str
) -> None:
    for language in ("vi", "en"):
        answer = web.get(f"/questions/{name}?{urlencode(given | {'lang': language})}")
        assert answer.status == status
        page = tree(answer)
        assert page.xpath("//*[@role='alert']")
        assert page.xpath("//*[@aria-invalid]/@name") == [field] * bool(field)
        assert all(page.xpath("//*[@name=$n]", n=n)[0].value == v for n, v in given.items() if n != "utm_source")


def test_columns_sort_by_their_addresses(web: Client, graph: Snapshot) -> None:
    answer = ask(graph, "tasks-by-stage", {})
    at = answer.columns.index("since")
    page = tree(web.get("/questions/tasks-by-stage?sort=since"))
    heading = page.xpath("//th[@aria-sort]")[0]
    assert heading.get("aria-sort") == "ascending"
    known = sorted(str(row[at]) for row in answer.rows if row[at])
    numbers = [int(text(td)) for td in page.xpath("//tbody/tr/td[1]")]
    assert [answer.rows[n - 1][at] for n in numbers][: len(known)] == known
    turned = tree(web.get(heading.xpath("a/@href")[0]))
    assert turned.xpath("//th/@aria-sort") == ["descending"]
    numbers = [int(text(td)) for td in turned.xpath("//tbody/tr/td[1]")]
    assert [answer.rows[n - 1][at] for n in numbers][: len(known)] == known[::-1]


def test_the_query_that_is_shown_gives_the_rows(web: Client, graph: Snapshot) -> None:
    page = tree(web.get(f"/questions/basis-chain?{urlencode({'document': '2210/QĐ-UBND'})}"))
    sparql = page.xpath("//pre")[0].text_content()
    assert page.xpath("//details//a[starts-with(@href, '/workbench?query=')]")
    names, found = graph.select(sparql)
    at = names.index("basis")
    answer = ask(graph, "basis-chain", {"document": "2210/QĐ-UBND"})
    assert {row[at] for row in found} == {row[answer.columns.index("basis")] for row in answer.rows}


def test_numbers_of_questions_are_addresses_too(web: Client) -> None:
    answer = web.get("/questions/Q10?document=412&lang=en")
    assert answer.status == 303
    assert answer.headers["location"] == "/questions/authorised-by-decision?lang=en&document=412"
    assert web.get("/questions/q99").status == 404


def _projects(count: int) -> list[str]:
    """So many projects whose names are made to break a page."""
    found = []
    for i in range(count):
        thing = iri(f"https://w3id.org/khcn/id/project/p{i}")
        name = f"<script>alert({i})</script> \u202e &amp; 'trồng' \"lúa\" " + "dài " * (2500 if i == 0 else 1)
        found += [line((thing, TYPE, khcn("Project"))), line((thing, LABEL, vi(name.strip())))]
    return found


def test_hostile_names_stay_names_and_long_answers_have_pages(over: Callable[..., Client]) -> None:
    web = over(_projects(60))
    address = f"/questions/similar-tasks?{urlencode({'title': 'script alert trồng lúa dài', 'threshold': '0'})}"
    first = web.get(address)
    assert b"<script>alert" not in first.body
    page = tree(first)
    assert all(script.get("src") for script in page.xpath("//script"))
    assert len(page.xpath("//tbody/tr")) == 50
    seen = rows(web, address)
    assert len(seen) == 60
    assert {name.partition("(")[0] for row in seen for name in row if "script" in name} == {"<script>alert"}
    assert len(tree(web.get(f"{address}&page=999")).xpath("//tbody/tr")) == 10
    book = web.get(f"{address}&format=docx")
    assert book.status == 200


def test_suggestions_are_of_the_kind_that_a_field_asks_for(web: Client, graph: Snapshot) -> None:
    address = f"/api/suggest?{urlencode({'q': 'hòa bình', 'kind': 'place'})}"
    told = web.get(address).json()
    while not told["ready"]:
        sleep(0.2)
        told = web.get(address).json()
    assert told["suggestions"]
    assert all("/id/unit/" in s["iri"] or "/id/place/" in s["iri"] for s in told["suggestions"])
    agents = web.get(f"/api/suggest?{urlencode({'q': 'công ty', 'kind': 'agent'})}").json()["suggestions"]
    assert agents
    assert all("/id/org/" in s["iri"] or "/id/person/" in s["iri"] for s in agents)
