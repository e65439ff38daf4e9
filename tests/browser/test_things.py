"""Search with a keyboard, the pages of things, and the way from a fact to its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.store import Snapshot, open_store
from tests.browser.tab import Tab, everywhere

_KHCN = "https://w3id.org/khcn"


@pytest.fixture(scope="session")
def graph(store: Path) -> Snapshot:
    return open_store(store)


def searched(tab: Tab, text: str) -> None:
    """The results for a text, once the index is there: the page loads itself again until it is."""
    tab.tolerates("503")
    tab.open("/search", q=text)
    tab.page.wait_for_selector("ul.results", timeout=60_000)


@everywhere
def test_an_officer_types_a_number_and_reads_the_decision(tab: Tab) -> None:
    searched(tab, "qd 1536")
    tab.accessible()
    tab.shot("search")
    tab.page.locator("#exact + ul a").first.click()
    assert "1536/QĐ-UBND" in tab.page.locator("h1").inner_text()
    tab.accessible()
    tab.shot("document")


def test_suggestions_are_chosen_by_keyboard(tab: Tab) -> None:
    searched(tab, "hoa binh")
    tab.open("/")
    box = tab.page.get_by_role("combobox")
    box.fill("cá dầm")
    options = tab.page.get_by_role("option")
    options.first.wait_for()
    box.press("ArrowDown")
    assert options.first.get_attribute("aria-selected") == "true"
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    tab.accessible()
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    box.fill("cá dầm x")
    options.first.wait_for()
    box.press("ArrowDown")
    box.press("Enter")
    tab.page.wait_for_url("**/id/**")
    assert "cá dầm xanh" in tab.page.locator("h1").inner_text().lower()


def test_the_citation_is_copied(tab: Tab, graph: Snapshot) -> None:
    (document, label) = graph.select("SELECT ?d ?l { ?d khcn:authorises ?t ; rdfs:label ?l } ORDER BY ?d")[1][0]
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.open(f"{str(document).removeprefix(_KHCN)}.html")
    tab.page.click("button[data-copy]")
    tab.page.get_by_role("status").get_by_text("Đã chép").wait_for()
    assert tab.page.evaluate("navigator.clipboard.readText()") == label


@everywhere
def test_a_fact_leads_to_its_words_and_back(tab: Tab, graph: Snapshot) -> None:
    (task,) = graph.select("SELECT ?t { ?t a khcn:Project ; khcn:host ?h } ORDER BY ?t")[1][0]
    tab.open(f"{str(task).removeprefix(_KHCN)}.html")
    tab.accessible()
    tab.shot("task")
    fact = tab.page.locator("dd[property$='#host']").first
    fact.locator("summary").click()
    fact.locator("details a").first.click()
    tab.page.wait_for_url("**/id/source/**")
    marked = tab.page.locator("mark:target")
    assert marked.is_visible()
    marked.locator("a").first.click()
    assert tab.page.locator("aside li:target").is_visible()
    tab.page.locator("aside li:target a.back").click()
    assert marked.count() == 1
    tab.accessible()
    tab.shot("source")


@everywhere
@pytest.mark.parametrize("path", ["/", "/id/unit/15-2004.html", "/vocabulary/stage/approved.html", "/search"])
def test_pages_are_for_everyone(tab: Tab, path: str) -> None:
    assert tab.open(path).ok
    tab.accessible()


def test_nothing_is_lost_without_scripts(tab: Tab, graph: Snapshot) -> None:
    (document,) = graph.select("SELECT ?d { ?d khcn:authorises ?t } ORDER BY ?d")[1][0]
    searched(tab, "hoa binh")
    plain = tab.page.context.browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(tab.address(f"{str(document).removeprefix(_KHCN)}.html"))
    assert page.locator("svg.diagram a").count()
    page.fill("#q", "hoa binh")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=hoa+binh")
    assert page.locator("ul.results li").count()
    plain.close()
