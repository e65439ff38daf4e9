"""Lists: what they show is what SPARQL answers, filtered, sorted, page by page, and as files."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import lxml.html
import openpyxl
import pytest
from asgi import Answer, Client
from docx import Document
from docx.enum.section import WD_ORIENT

from kg.quads import LABEL, TYPE, iri, khcn, line, vi
from kg.store import Snapshot
from queries.ask import ask
from viz.site.charts import Bar, bars, columns
from viz.site.lists import PAGES
from viz.site.registers import registers

THINGS = "https://w3id.org/khcn"
CLASSES = {
    "documents": "?x a khcn:Document", "tasks": "?x khcn:category ?c", "activities": "?x a khcn:Activity",
    "organisations": "?x a khcn:Organisation", "places": "?x a khcn:Place",
    "findings": "GRAPH graph:findings { ?x a khcn:Finding }",
}  # fmt: skip


def tree(answer: Answer) -> Any:
    return lxml.html.fromstring(answer.body, parser=lxml.html.HTMLParser(encoding="utf-8"))


def page_of(name: str, **given: str) -> str:
    return f"/{name}?{urlencode(given)}"


def pages(web: Client, address: str) -> Iterable[Any]:
    """All pages of a list."""
    while address:
        page = tree(web.get(address))
        yield page
        address = next(iter(page.xpath("//a[@rel='next']/@href")), "")


def listed(web: Client, address: str) -> list[str]:
    """The things of all pages of a list: what the first link of each row leads to."""
    rows = [tr for page in pages(web, address) for tr in page.xpath("//div[@aria-labelledby='answer']//tr[td]")]
    return [f"{THINGS}{tr.xpath('.//td//a/@href')[0].partition('.html')[0]}" for tr in rows]


def wanted(graph: Snapshot, pattern: str) -> set[str]:
    return {str(row[0]) for row in graph.select(f"SELECT DISTINCT ?x {{ {pattern} }}")[1]}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", list(PAGES))
def test_every_list_has_its_page(web: Client, name: str, language: str) -> None:
    for tab in PAGES[name]:
        found = web.get(page_of(name, tab=tab.key, lang=language))
        assert found.status == 200
        page = tree(found)
        assert page.get("lang") == language
        assert len(page.xpath("//h1")) == 1
        assert all(page.xpath(f"//label[@for='{field}']") for field in page.xpath("//main//form//*[@id]/@id")
                   if field.startswith("f-"))  # fmt: skip


@pytest.mark.parametrize("name", list(CLASSES))
def test_a_register_lists_everything_of_its_kind_once(web: Client, graph: Snapshot, name: str) -> None:
    found = listed(web, page_of(name))
    expected = wanted(graph, CLASSES[name])
    assert set(found) == expected
    assert name == "findings" or len(found) == len(expected)  # one finding may be about several things
    total = tree(web.get(page_of(name))).xpath("//h2[@id='answer']")[0].text_content()
    assert total.split()[0].replace(".", "") == str(len(expected))


@pytest.mark.parametrize(
    ("name", "given", "pattern"),
    [
        ("documents", {"kind": "decision"}, "?x khcn:kind <https://w3id.org/khcn/vocabulary/document-kind/decision>"),
        ("documents", {"held": "có"}, "?x a khcn:Document FILTER NOT EXISTS { ?x khcn:knownByReferenceOnly true }"),
        ("documents", {"from": "1/1/2022", "to": "31/12/2022"}, "?x khcn:date ?d FILTER(YEAR(?d) = 2022)"),
        ("tasks", {"level": "province"}, "?x khcn:projectLevel <https://w3id.org/khcn/vocabulary/task-level/province>"),
        ("activities", {"status": "planned", "type": "training"},
         "?x khcn:activityStatus <https://w3id.org/khcn/vocabulary/activity-status/planned> ; "
         "khcn:activityType <https://w3id.org/khcn/vocabulary/activity-type/training>"),
        ("organisations", {"type": "department"},
         "?x khcn:organisationType <https://w3id.org/khcn/vocabulary/organisation-type/department>"),
    ],
)  # fmt: skip
def test_filters_keep_what_fits(web: Client, graph: Snapshot, name: str, given: dict[str, str], pattern: str) -> None:
    expected = wanted(graph, pattern)
    assert expected
    assert set(listed(web, page_of(name, **given))) == expected


def test_counts_are_those_of_the_lists_to_which_they_lead(web: Client, graph: Snapshot) -> None:
    page = tree(web.get("/documents"))
    links = page.xpath("//ul[@aria-labelledby='by-kind']/li")
    assert links
    for item in links:
        address = item.xpath("a/@href")[0]
        number = item.xpath("span")[0].text_content().strip("()").replace(".", "")
        assert len(listed(web, address)) == int(number)


def test_a_column_sorts_and_what_is_unknown_comes_last(web: Client, graph: Snapshot) -> None:
    keys = {str(x): str(key) for x, key in graph.select("SELECT ?x ?k { ?x a khcn:Document ; khcn:sortKey ?k }")[1]}
    upward = [keys[x] for x in listed(web, "/documents?sort=documentLabel")]
    downward = [keys[x] for x in listed(web, "/documents?sort=-documentLabel")]
    assert upward == sorted(upward)
    assert downward == sorted(downward, reverse=True)
    dated = {str(x) for (x,) in graph.select("SELECT DISTINCT ?x { ?x a khcn:Document ; khcn:date ?d }")[1]}
    known = [x in dated for x in listed(web, "/documents?sort=date")]
    assert known == sorted(known, reverse=True)


def test_rows_stand_beside_the_words_that_name_them(web: Client, graph: Snapshot) -> None:
    page = tree(web.get("/tasks"))
    quotes = page.xpath("//main//q")
    assert quotes
    for quote in quotes:
        assert quote.text_content() in graph.text(quote.get("cite"))


def test_a_tab_that_is_a_question_answers_as_the_question_does(web: Client) -> None:
    for tab, question in (("stage", "tasks-by-stage"), ("late", "tasks-late"), ("stopped", "tasks-stopped")):
        one = web.get(page_of("tasks", tab=tab, as_of="2024-11-30" if tab != "stopped" else "", format="json")).json()
        other = web.get(f"/questions/{question}?{'as_of=2024-11-30&' if tab != 'stopped' else ''}format=json").json()
        assert one["rows"] == other["rows"]


def test_files_hold_all_rows(web: Client, graph: Snapshot) -> None:
    everything = wanted(graph, CLASSES["organisations"])
    told = web.get("/organisations?format=json").json()
    assert {row[told["columns"].index("organisation")] for row in told["rows"]} == everything
    text = web.get("/organisations?format=csv").body.decode("utf-8-sig")
    assert len(text.strip().split("\r\n")) >= len(everything) + 1
    book = openpyxl.load_workbook(io.BytesIO(web.get("/organisations?format=xlsx").body))
    assert book.worksheets[0].max_row == len(everything) + 1
    report = Document(io.BytesIO(web.get("/organisations?format=docx").body))
    assert len(report.tables[0].rows) == len(everything) + 1


def test_the_register_has_the_form_of_systematisation(web: Client, graph: Snapshot) -> None:
    office = "Ủy ban nhân dân tỉnh Hòa Bình"
    answer = ask(graph, "document-register", {"office": office})
    found = web.get(page_of("documents", tab="register", office=office, format="systematisation"))
    assert found.status == 200
    report = Document(io.BytesIO(found.body))
    section, table = report.sections[0], report.tables[0]
    assert (section.orientation, round(section.page_width.mm)) == (WD_ORIENT.LANDSCAPE, 297)  # type: ignore[union-attr]
    titles = [cell.text for cell in table.rows[0].cells]
    assert titles == [
        "STT", "Tên loại văn bản", "Số, ký hiệu; ngày, tháng, năm ban hành văn bản",
        "Tên gọi của văn bản/trích yếu nội dung của văn bản", "Thời điểm có hiệu lực", "Ghi chú",
    ]  # fmt: skip
    assert len(table.rows) == len(answer.rows) + 1 > 1
    at = answer.columns.index("number")
    for told, row in zip(answer.rows, table.rows[1:], strict=True):
        assert told[at] is None or str(told[at]) in row.cells[2].text
    assert office in report.paragraphs[1].text


def test_totals_are_drawn_as_they_are_counted(web: Client, graph: Snapshot) -> None:
    given = {"activity_type": "verification"}
    answer = ask(graph, "activity-totals", given)
    page = tree(web.get(page_of("activities", tab="totals", **given)))
    drawn = page.xpath("//svg[@class='bars']//text[@class='value']")
    units: dict[Any, list[float]] = {}
    for row in answer.rows:
        units.setdefault(row[answer.columns.index("unit")], []).append(float(row[answer.columns.index("total")] or 0))
    expected = sorted(n for numbers in units.values() if len(numbers) > 1 and max(numbers) > 0 for n in numbers)
    assert sorted(float(node.text.replace(".", "").replace(",", ".")) for node in drawn) == expected


def test_years_are_drawn_as_they_are_counted(web: Client, graph: Snapshot) -> None:
    counted = graph.select(
        "SELECT ?y (COUNT(DISTINCT ?x) AS ?n) { ?x a khcn:Document ; khcn:date ?d BIND(YEAR(?d) AS ?y) } GROUP BY ?y"
    )[1]
    page = tree(web.get("/documents"))
    table = page.xpath("//figure[.//svg[@class='columns']]//tbody/tr")
    found = {tr.xpath("th")[0].text: int(tr.xpath("td")[0].text.replace(".", "")) for tr in table}
    assert {year: n for year, n in found.items() if n} == {str(year): n for year, n in counted}
    assert list(map(int, found)) == list(range(min(map(int, found)), max(map(int, found)) + 1))


def test_plans_are_told_period_by_period(web: Client, graph: Snapshot) -> None:
    page = tree(web.get("/planned"))
    reporters = page.xpath("//section[@aria-labelledby='reporters']//a/@href")
    assert reporters
    told = tree(web.get(reporters[0])).xpath("//section[@aria-labelledby='periods']/div/table/tbody/tr")
    assert told
    _, rows = graph.select(
        "SELECT ?r (COUNT(DISTINCT ?a) AS ?n) { ?a khcn:activityStatus "
        "<https://w3id.org/khcn/vocabulary/activity-status/planned> ; khcn:reportedIn/khcn:issuer ?r . "
        "?a khcn:periodStart ?s ; khcn:periodEnd ?e } GROUP BY ?r ORDER BY DESC(?n) ?r"
    )
    numbers = {str(reporter): n for reporter, n in rows}
    assert (
        sum(int(tr.xpath("td")[0].text) for tr in told)
        == numbers[parse_qs(urlsplit(reporters[0]).query)["reporter"][0]]
    )
    compared = web.get(told[0].xpath(".//a/@href")[0])
    assert compared.status == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/tasks?tab=nothing", 400),
        ("/documents?colour=red", 400),
        ("/documents?from=31/02/2024", 400),
        ("/documents?kind=poem", 400),
        ("/documents?office=Không%20có%20cơ%20quan%20này", 404),
        ("/documents?format=pdf", 406),
        ("/documents?page=0", 200),
        ("/documents?page=99999", 200),
        ("/documents?page=x&sort=nothing", 200),
        ("/organisations?page=" + "9" * 400, 200),
    ],
)
def test_addresses_that_make_no_sense_are_answered_kindly(web: Client, address: str, status: int) -> None:
    found = web.get(address)
    assert found.status == status
    assert found.media == "text/html"
    assert tree(found).xpath("//h1")


def test_what_fits_nothing_says_so(web: Client) -> None:
    found = tree(web.get("/documents?from=2090-01-01"))
    assert "không có nghĩa là không có" in found.text_content()


def test_labels_of_documents_are_shown_not_obeyed(over: Callable[[Iterable[str]], Client]) -> None:
    thing, name = iri("https://w3id.org/khcn/id/org/x/y"), "<script>alert(1)</script>\u202e" + "x" * 10_000
    web = over([line((thing, TYPE, khcn("Organisation"))), line((thing, LABEL, vi(name)))])
    page = web.get("/organisations")
    assert page.status == 200
    assert "<script>alert" not in page.text
    assert name in tree(page).text_content()


def test_an_empty_graph_has_empty_lists(over: Callable[[Iterable[str]], Client]) -> None:
    web = over([line((iri("https://w3id.org/khcn/id/x"), LABEL, vi("x")))])
    for name in PAGES:
        assert web.get(page_of(name)).status == 200


def test_registers_name_only_columns_that_they_have() -> None:
    for register in registers().values():
        body = register.question.sparql
        assert all(f"?{column}" in body for column in (register.thing, *register.sorts))
        assert set(register.groups) <= set(register.question.parameters)


def test_charts_keep_proportions_and_leave_out_what_compares_nothing() -> None:
    drawn = bars([Bar("a", 10), Bar("b", 5), Bar("c", 0)])
    assert drawn is not None
    assert [line_.length for line_ in drawn.lines] == [380, 190, 1]
    assert bars([Bar("a", 10)]) is None
    assert bars([Bar("a", 0), Bar("b", 0)]) is None
    made = columns([("2023", (4, 2)), ("2024", (0, 1))], ["planned", "done"])
    assert made is not None
    assert [c.height for group in made.groups for c in group.columns] == [150, 75, 0, 38]
