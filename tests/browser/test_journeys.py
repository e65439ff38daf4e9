"""What people come for, from the first page to the file they take away: an officer's journeys and a researcher's."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import networkx as nx
import rdflib
from docx import Document
from openpyxl import load_workbook

from tests.browser.tab import Tab, everywhere

BASES = """Căn cứ Luật Khoa học và Công nghệ ngày 18 tháng 6 năm 2013;
Căn cứ Quyết định số 17/2021/QĐ-UBND ngày 05 tháng 5 năm 2021 của Ủy ban nhân dân tỉnh Hòa Bình;
Căn cứ Quyết định số 412/QĐ-UBND ngày 15 tháng 3 năm 2023 của Ủy ban nhân dân tỉnh Hòa Bình;
Căn cứ Quyết định số 9999/QĐ-UBND ngày 01 tháng 02 năm 2022 của Ủy ban nhân dân tỉnh Hòa Bình;"""
DECISION = "https://w3id.org/khcn/id/doc/hoa-binh/ubnd/2023/412-qd-ubnd"


def look_for(tab: Tab, words: str) -> None:
    """Type into the box that every page has."""
    tab.page.fill("#q", words)
    tab.page.press("#q", "Enter")
    tab.page.wait_for_load_state("networkidle")


def words_of(file: Path) -> str:
    """All words of a Word file: paragraphs and tables."""
    document = Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@everywhere
def test_officer_what_did_a_decision_authorise(tab: Tab) -> None:
    """From a number typed carelessly to the decision, the words that prove it, and the page in Word."""
    tab.open("/")
    tab.accessible()
    tab.shot("home", whole=False)
    look_for(tab, "qđ412/2023")
    if tab.page.locator("h1").inner_text().find("412/QĐ-UBND") < 0:
        tab.page.locator(".results a").first.click()
    assert "412/QĐ-UBND" in tab.page.locator("h1").inner_text()
    approved = tab.page.locator("table").first
    assert "tỏi tía" in approved.inner_text()
    tab.accessible()
    tab.shot("decision", whole=False)
    file = tab.download(lambda: tab.page.get_by_role("link", name="Word", exact=True).click())
    assert "tỏi tía" in words_of(file)
    proof = approved.locator("details.evidence").first
    proof.locator("summary").click()
    quote = proof.locator("q").first.inner_text()
    proof.locator("a").first.click()
    target = tab.page.locator(f"#{tab.page.url.rpartition('#')[2]}")
    assert " ".join(target.inner_text().split())[:20] == " ".join(quote.split())[:20]
    assert target.is_visible()
    tab.accessible()


@everywhere
def test_officer_what_became_of_a_task(tab: Tab) -> None:
    """From part of a short name, without diacritics, to the task's file and its list as Excel."""
    tab.open("/")
    look_for(tab, "ca dam xanh")
    tab.page.locator("#kind-task + ul a").first.click()
    text = tab.page.locator("main").inner_text()
    assert "cá dầm xanh" in tab.page.locator("h1").inner_text()
    assert "2210/QĐ-UBND" in text, "the decision that extended it"
    tab.accessible()
    tab.shot("task")
    tab.open("/tasks")
    tab.accessible()
    file = tab.download(lambda: tab.page.get_by_role("link", name="Excel").click())
    cells = [cell.value for row in load_workbook(file).worksheets[0] for cell in row]
    assert any("cá dầm xanh" in str(cell) for cell in cells)


@everywhere
def test_officer_are_the_bases_of_a_draft_sound(tab: Tab) -> None:
    """Bases pasted from a draft, each with what is known of it, taken away as Word."""
    tab.open("/check-bases")
    tab.page.fill("#text", BASES)
    tab.page.click("main form button")
    tab.page.wait_for_load_state("networkidle")
    text = tab.page.locator("main").inner_text()
    assert "9999/QĐ-UBND" in text
    assert tab.page.locator("table tbody tr").count() == len(BASES.splitlines())
    tab.accessible()
    tab.shot("check-bases", whole=False)
    tab.page.get_by_role("button", name="Word").or_(tab.page.get_by_role("link", name="Word")).first.wait_for()
    file = tab.download(
        lambda: tab.page.get_by_role("button", name="Word").or_(tab.page.get_by_role("link", name="Word")).first.click()
    )
    assert "9999/QĐ-UBND" in words_of(file)


@everywhere
def test_officer_the_register_for_systematisation(tab: Tab) -> None:
    """The decisions of one year, in the form that systematisation asks for, as Word."""
    tab.open("/documents", tab="register", office="Ủy ban nhân dân tỉnh Hòa Bình")
    tab.accessible()
    tab.shot("register")
    file = tab.download(lambda: tab.page.get_by_role("link", name="Word").first.click())
    assert "412/QĐ-UBND" in words_of(file)
    section = Document(str(file)).sections[0]
    assert section.page_width > section.page_height, "registers are printed across the page"


@everywhere
def test_officer_what_was_done_and_how_much(tab: Tab) -> None:
    """Activities of one kind, with their totals, as CSV that Excel opens right."""
    tab.open("/activities")
    tab.accessible()
    tab.page.locator("main form select").first.select_option(index=1)
    tab.page.locator("main form button").first.click()
    tab.page.wait_for_load_state("networkidle")
    tab.shot("activities")
    tab.open("/activities", status="done")
    file = tab.download(lambda: tab.page.get_by_role("link", name="CSV").click())
    assert file.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel takes it for UTF-8 by this mark"
    with file.open(encoding="utf-8-sig", newline="") as opened:
        assert len(list(csv.reader(opened))) > 5


@everywhere
def test_researcher_how_are_two_things_connected(tab: Tab) -> None:
    """From two names to the paths between them, and the network for Gephi."""
    tab.open("/explore")
    tab.page.fill("#thing", "412/QĐ-UBND")
    tab.page.fill("#to", "987/QĐ-UBND")
    tab.page.click("main form button")
    tab.page.wait_for_load_state("networkidle")
    assert tab.page.locator(".routes > li").count() >= 1
    tab.accessible()
    tab.open("/explore", thing=DECISION)
    tab.page.wait_for_selector("#network canvas.sigma-nodes")
    tab.page.locator("#network").scroll_into_view_if_needed()
    tab.shot("network", whole=False)
    file = tab.download(lambda: tab.page.click("[data-form=gexf]"))
    assert DECISION in nx.read_gexf(file)


@everywhere
def test_researcher_a_question_and_its_data(tab: Tab) -> None:
    """A question of the catalogue, asked by form; its answer for programs, at an address that stays."""
    tab.open("/questions")
    tab.accessible()
    tab.shot("questions")
    tab.page.locator("main a[href*='/questions/portfolio']").first.click()
    tab.page.fill("main form input[name=agent]", "Công ty TNHH Thủy sản Đà Giang")
    tab.page.locator("main form button").first.click()
    tab.page.wait_for_load_state("networkidle")
    assert "cá dầm xanh" in tab.page.locator("main table").inner_text()
    tab.accessible()
    tab.shot("answer")
    file = tab.download(lambda: tab.page.get_by_role("link", name="JSON").first.click())
    answer = json.loads(file.read_text("utf-8"))
    assert answer["question"] == "portfolio"
    assert all(answer["evidence"])
    turtle = tab.download(lambda: tab.page.get_by_role("link", name="Turtle").first.click())
    assert len(rdflib.Graph().parse(turtle)) > 0
    tab.page.locator("a[href*='/snapshot/']").first.click()
    assert "cá dầm xanh" in tab.page.locator("main table").inner_text(), "the pinned address tells the same"


@everywhere
def test_researcher_a_query_of_their_own(tab: Tab) -> None:
    """SPARQL from an example, its table taken away; a slip is shown where it is."""
    tab.open("/workbench")
    tab.accessible()
    tab.page.locator("#workbench button").first.click()
    tab.page.locator("main table tbody tr").first.wait_for()
    tab.shot("workbench")
    file = tab.download(lambda: tab.page.get_by_text("CSV", exact=True).first.click())
    assert file.read_text("utf-8-sig").count("\n") > 5
    tab.tolerates("400")
    tab.open("/workbench", query="SELECT ?d { ?d a khcn:Decision ; }} LIMIT")
    tab.page.locator("#workbench button").first.click()
    tab.page.locator("#problem").get_by_text("1").first.wait_for()
