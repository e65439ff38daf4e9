"""The SPARQL workbench: from a question of the catalogue to a file, errors at their place, and without scripts."""

from __future__ import annotations

import csv

from openpyxl import load_workbook

from tests.browser.tab import Tab, everywhere

COUNTED = "SELECT ?kind (COUNT(*) AS ?n) { ?d a khcn:Document ; khcn:kind ?kind } GROUP BY ?kind ORDER BY DESC(?n)"


def write(tab: Tab, query: str) -> None:
    """Type a query in place of what is there."""
    tab.page.locator("#editor .cm-content").click()
    tab.page.keyboard.press("ControlOrMeta+a")
    tab.page.keyboard.press("Delete")
    tab.page.keyboard.insert_text(query)


@everywhere
def test_a_query_is_written_run_and_taken_away(tab: Tab) -> None:
    tab.open("/workbench")
    write(tab, COUNTED)
    tab.page.keyboard.press("ControlOrMeta+Enter")
    tab.page.wait_for_selector("#shown table")
    first = tab.page.locator("#shown tbody tr").first
    assert first.locator("a").get_attribute("href").startswith("/vocabulary/document-kind/")
    assert int(first.locator("td.number").inner_text()) >= 1
    tab.accessible()
    tab.shot("workbench-table")
    tab.page.click("[data-view=chart]")
    assert tab.page.locator("#shown svg rect").count() == tab.page.locator("#shown svg text").count() / 2 > 1
    tab.accessible()
    tab.shot("workbench-chart")
    file = tab.download(lambda: tab.page.click("[data-format=xlsx]"))
    rows = list(load_workbook(file).worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("kind", "n")
    tab.page.evaluate("document.querySelector('[data-format=csv]').download = 'a.csv'")
    taken = tab.download(lambda: tab.page.click("[data-format=csv]"))
    assert [[r[0], int(r[1])] for r in list(csv.reader(taken.open(encoding="utf-8")))[1:]] == [
        list(r) for r in rows[1:]
    ]


def test_the_address_brings_the_query_back(tab: Tab) -> None:
    tab.open("/workbench")
    write(tab, COUNTED)
    tab.page.keyboard.press("ControlOrMeta+Enter")
    tab.page.wait_for_selector("#shown table")
    rows = tab.page.locator("#shown tbody tr").all_inner_texts()
    tab.page.goto(tab.page.url)
    assert tab.page.locator("#shown tbody tr").all_inner_texts() == rows
    tab.page.click("a.language")
    tab.page.wait_for_selector("#editor .cm-content")
    assert "GROUP BY ?kind" in tab.page.locator("#editor .cm-content").inner_text()


def test_an_error_is_shown_at_its_place(tab: Tab) -> None:
    tab.tolerates("400")
    tab.open("/workbench")
    write(tab, "SELECT ?s {\n  ?s a\n}")
    tab.page.keyboard.press("ControlOrMeta+Enter")
    tab.page.wait_for_selector("#problem p")
    assert "Dòng 3, cột 2" in tab.page.locator("#problem").inner_text()
    assert tab.page.locator("#editor .cm-lintRange-error, #editor .cm-lintPoint-error").count() == 1
    tab.accessible()


def test_terms_of_this_graph_are_suggested(tab: Tab) -> None:
    tab.open("/workbench")
    write(tab, "SELECT * { ?d khcn:authorisedB")
    tab.page.keyboard.press("Control+Space")
    option = tab.page.locator("#editor .cm-tooltip-autocomplete li").first
    assert option.inner_text().startswith("khcn:authorisedBy")
    option.click()
    assert "khcn:authorisedBy" in tab.page.locator("#editor .cm-content").inner_text()


def test_relations_are_drawn(tab: Tab) -> None:
    tab.open("/workbench", query="CONSTRUCT { ?d khcn:authorises ?t } { ?d khcn:authorises ?t }")
    tab.page.wait_for_selector("#shown table")
    tab.page.click("[data-view=graph]")
    tab.page.wait_for_selector("#shown canvas.sigma-nodes")
    tab.accessible()
    tab.shot("workbench-graph")


def test_an_example_of_the_catalogue_is_taken(tab: Tab) -> None:
    tab.open("/workbench")
    tab.page.select_option("#example", "basis-chain")
    tab.page.click("text=Lấy mẫu")
    tab.page.wait_for_selector("#editor .cm-content")
    assert "hasBasis" in tab.page.locator("#query").input_value()


def test_it_works_without_scripts(tab: Tab) -> None:
    plain = tab.page.context.browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(tab.address("/workbench"))
    page.fill("#query", COUNTED)
    page.click("#run")
    assert page.locator("#shown tbody tr").count() > 1
    page.fill("#query", "SELECT nothing")
    page.click("#run")
    assert "dòng 1" in page.locator("#problem").inner_text().lower()
    plain.close()
