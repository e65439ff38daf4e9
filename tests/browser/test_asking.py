"""Questions, the check of bases and the page of the interface in a browser."""

from __future__ import annotations

from tests.browser.tab import Tab, everywhere


@everywhere
def test_the_pages_of_questions_are_sound(tab: Tab) -> None:
    tab.open("/questions")
    tab.accessible()
    tab.shot("questions")
    tab.open("/questions/authorised-by-decision", document="412/QĐ-UBND")
    tab.page.locator("details.evidence summary").first.click()
    tab.accessible()
    tab.shot("question")
    tab.open("/questions/tasks-by-stage", sort="-since")
    tab.accessible()


@everywhere
def test_what_is_ambiguous_is_chosen_by_a_click(tab: Tab) -> None:
    tab.tolerates("422")
    assert tab.open("/questions/in-place", place="Lào Cai").status == 422
    tab.accessible()
    tab.shot("ambiguous")
    tab.page.get_by_role("link", name="tỉnh Lào Cai (2025").click()
    assert tab.page.locator("output").inner_text() == "tỉnh Lào Cai"


@everywhere
def test_bases_are_pasted_and_checked(tab: Tab) -> None:
    tab.open("/check-bases")
    tab.accessible()
    tab.page.fill("textarea", "Căn cứ Quyết định số 412/QĐ-UBND ngày 15 tháng 3 năm 2023 của UBND tỉnh Hòa Bình;")
    tab.page.locator("main form button").first.click()
    tab.page.wait_for_selector("main table")
    assert tab.page.locator("main .badge.bad").count() == 1
    tab.accessible()
    tab.shot("check-bases")
    assert tab.download(lambda: tab.page.click("button[value=docx]")).suffix == ".docx"


@everywhere
def test_the_interface_is_read_offline(tab: Tab) -> None:
    tab.open("/api")
    tab.page.locator("summary").nth(1).click()
    tab.accessible()
    tab.shot("api")


def test_names_are_suggested_as_one_types(tab: Tab) -> None:
    tab.open("/questions/portfolio")
    tab.page.locator("#f-agent").press_sequentially("công ty tnhh", delay=20)
    tab.page.wait_for_selector("#s-agent option", state="attached")
    assert "Công ty TNHH Thủy sản Đà Giang" in tab.page.locator("#s-agent option").evaluate_all(
        "all => all.map(o => o.value)"
    )
