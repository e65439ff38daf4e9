"""The first page leads somewhere."""

from __future__ import annotations

from collections.abc import Callable

import lxml.html
from asgi import Client

from kg.store import Snapshot
from viz.shown import shown


def test_examples_are_found(web: Client) -> None:
    tree = lxml.html.fromstring(web.get("/").text)
    examples = [a.get("href") for a in tree.xpath("//a[contains(@href, '/search?q=')]")]
    assert len(examples) == 3
    for example in examples:
        answer = web.get(f"/api{example}")
        assert answer.status in (200, 503)
        assert answer.status == 503 or answer.json()["total"]


def test_counts_are_those_of_the_graph(web: Client, graph: Snapshot) -> None:
    text = lxml.html.fromstring(web.get("/?lang=en").text).xpath("//dl[@class='facts']/dd/text()")
    classes = ("Document", "Project", "Programme", "Organisation", "Person", "Activity")
    counted = [graph.select(f"SELECT (COUNT(*) AS ?n) {{ ?x a khcn:{c} }}")[1][0][0] for c in classes]
    assert text == [shown(n, "en") for n in counted if n]


def test_an_empty_graph_has_a_first_page(over: Callable[[list[str]], Client]) -> None:
    web = over([])
    for address in ("/", "/?lang=en", "/search?q=x"):
        assert web.get(address).status in (200, 503)
