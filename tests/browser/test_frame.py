"""The frame of all pages in a browser, and the harness itself: it must notice what goes wrong."""

from __future__ import annotations

import contextlib

from tests.browser.tab import Tab, everywhere


@everywhere
def test_the_first_page_is_sound(tab: Tab) -> None:
    tab.open("/")
    assert tab.page.locator("html").get_attribute("lang") == tab.language
    tab.accessible()
    tab.shot("home")


def test_the_keyboard_skips_to_the_content(tab: Tab) -> None:
    tab.open("/")
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("Enter")
    assert tab.page.evaluate("document.activeElement.id") == "main"


def test_a_missing_page_helps(tab: Tab) -> None:
    tab.tolerates("404")
    response = tab.open("/id/project/none.html")
    assert response.status == 404
    tab.accessible()


def test_the_harness_notices_what_goes_wrong(tab: Tab) -> None:
    tab.open("/")
    tab.page.evaluate("fetch('https://one.example/').catch(() => {})")  # stopped by the pages' own policy
    tab.page.evaluate("setTimeout(() => { throw new Error('meant') })")
    tab.page.evaluate("console.error('told')")
    with contextlib.suppress(Exception):  # whatever Playwright calls it
        tab.page.goto("https://two.example/")
    wrongs = " ".join(tab.wrongs())
    for words in ("one.example", "meant", "told", "left the host: https://two.example/"):
        assert words in wrongs
        tab.tolerates(words)
    tab.tolerates("Content Security Policy")
    tab.tolerates("ERR_FAILED")
