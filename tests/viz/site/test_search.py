"""Search: however one types it, the thing is found; what is counted is what is there."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import lxml.html
import pytest
from asgi import Client
from facts import patiently

from kg.quads import LABEL, TYPE, iri, khcn, line, literal, vi
from kg.store import Snapshot
from viz.search import Index, Wanted, highlighted, marked_words, words_of
from viz.search_build import build, folder, index

_KHCN = "https://w3id.org/khcn"


@pytest.fixture(scope="session")
def names(graph: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Index:
    path = tmp_path_factory.mktemp("index") / "names.sqlite"
    build(graph, path)
    return Index(path)


def first(names: Index, text: str) -> list[str]:
    found = names.search(Wanted(text))
    return [hit.iri for hit in (*found.exact, *(hit for hits in found.hits.values() for hit in hits))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Quyết định số 05/QĐ-UBND", ["quyet", "dinh", "so", "5", "qd", "ubnd"]),
        ("qđ5", ["qd", "5"]),
        ("Hoà Bình", ["hoa", "binh"]),
        ("HÒA BÌNH", ["hoa", "binh"]),
        ("thuỷ sản", ["thuy", "san"]),
        ("Đồng Tháp", ["dong", "thap"]),
        ("Quye\u0302\u0301t", ["quyet"]),
        ("66.7/2025/NQ-CP", ["66", "7", "2025", "nq", "cp"]),
        ("<script>", ["script"]),
        ("", []),
    ],
)
def test_words_are_folded_alike(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_tone_marks_have_one_place() -> None:
    assert marked_words("Hoà thuỷ") == marked_words("hòa thủy")


@pytest.mark.parametrize(
    "kind", ["{}/QĐ-UBND", "QD {}", "qđ{}/2023", "quyet dinh so {}", "QĐ-UBND {}", "{}", "00{}/qđ-ubnd"]
)
def test_a_number_is_found_any_way_it_is_typed(names: Index, kind: str) -> None:
    found = names.search(Wanted(kind.format("1536")))
    assert [hit.number for hit in found.exact] == ["1536/QĐ-UBND"]


def test_every_document_is_found_by_its_number(names: Index, graph: Snapshot) -> None:
    for document, number in graph.select("SELECT ?d ?n { ?d a khcn:Document ; khcn:number ?n } ORDER BY ?d")[1]:
        assert str(document) in first(names, str(number))[:3], number


def test_every_name_is_found_without_its_marks(names: Index, graph: Snapshot) -> None:
    asked = (
        "SELECT DISTINCT ?x ?n { ?x a ?c ; rdfs:label|skos:altLabel ?n VALUES ?c { khcn:Project khcn:Organisation } }"
    )
    for thing, name in graph.select(asked)[1]:
        found = names.search(Wanted(" ".join(words_of(str(name))), {}, 0, 20, 100))
        assert str(thing) in {hit.iri for hits in found.hits.values() for hit in hits}, name


def test_what_has_the_same_marks_comes_first(names: Index) -> None:
    places = [hit.label for hit in names.search(Wanted("Yên Bái", {"kind": "place"})).hits["place"]]
    assert places[0] == "tỉnh Yên Bái"
    assert {"xã Yên Bài"} < set(places)


def test_facets_count_what_they_select(names: Index) -> None:
    found = names.search(Wanted("hòa bình"))
    assert found.total == sum(found.facets["kind"].values())
    for name, values in found.facets.items():
        for value, number in [*values.items()][:4]:
            narrowed = names.search(Wanted("hòa bình", {name: value}))
            assert narrowed.total == number, (name, value)


def test_pages_are_all_that_was_found_once(names: Index) -> None:
    total = names.search(Wanted("tỉnh", {"kind": "place"})).total
    pages = [names.search(Wanted("tỉnh", {"kind": "place"}, at, 20)).hits["place"] for at in range(0, total, 20)]
    iris = [hit.iri for page in pages for hit in page]
    assert len(iris) == len(set(iris)) == total > 20


@pytest.mark.parametrize(
    ("typed", "meant"), [("khoa hocj", "khoa học"), ("nghieen cuu", "nghiên cuu"), ("thuỷ sarn", "thủy sản")]
)
def test_a_slip_is_put_right(names: Index, typed: str, meant: str) -> None:
    found = names.search(Wanted(typed))
    assert words_of(found.corrected or "") == words_of(meant)
    assert found.total


@pytest.mark.parametrize("text", ["xqzwv", "QD 99999", "<>", "AND OR NOT", '"', "names:x", "a" * 5000, "*", "^"])
def test_nothing_is_an_answer_too(names: Index, text: str) -> None:
    names.search(Wanted(text))
    assert names.suggest(text) == [] or text == "AND OR NOT"


def test_suggestions_begin_as_typed(names: Index) -> None:
    assert names.suggest("yên b")[0].label == "tỉnh Yên Bái"
    assert names.suggest("qd 1536")[0].number == "1536/QĐ-UBND"
    assert names.suggest("a") == []


def test_words_are_highlighted_where_they_stand() -> None:
    text = "Sở Khoa học và Công nghệ số 05/QĐ"
    pieces = highlighted(text, {"khoa", "5"})
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, found in pieces if found] == ["Khoa", "05"]
    assert [piece for piece, found in highlighted("Hoà hoạt", {"hoa"}, begun=True) if found] == ["Hoà", "hoạt"]


def ask(web: Client, **given: str) -> lxml.html.HtmlElement:
    answer = patiently(web, f"/search?{urlencode(given)}")
    assert answer.status == 200, answer.text
    return lxml.html.fromstring(answer.text)


def test_the_page_and_its_twin_tell_what_the_index_finds(web: Client, names: Index) -> None:
    for text in ("hòa bình", "qd 1536", "khoa học", "xqzwv"):
        known = names.search(Wanted(text))
        tree = ask(web, q=text)
        told = json.loads(web.get(f"/api/search?{urlencode({'q': text})}").text)
        assert told["total"] == known.total
        assert {k: [h["iri"] for h in hits] for k, hits in told["results"].items()} == {
            k: [hit.iri for hit in hits] for k, hits in known.hits.items()
        }
        links = {a.get("href") for a in tree.xpath("//ul[@class='results']//a")}
        assert links == {h["address"] for hits in told["results"].values() for h in hits} | {
            h["address"] for h in told["exact"]
        }
        assert bool(tree.xpath("//ul[@class='results']//mark")) == bool(known.total)


def test_the_document_of_a_number_comes_first_and_several_are_listed(over: Callable[[list[str]], Client]) -> None:
    facts = []
    for province in ("lang-son", "bac-kan"):
        document = iri(f"{_KHCN}/id/doc/{province}/ubnd/2021/535-qd-ubnd")
        facts += [
            (document, TYPE, khcn("Document")), (document, khcn("number"), literal("535/QĐ-UBND")),
            (document, LABEL, vi(f"Quyết định số 535/QĐ-UBND của UBND tỉnh {province}")),
        ]  # fmt: skip
    tree = ask(over([line(fact) for fact in facts]), q="qđ 0535")
    assert len(tree.xpath("//section[@aria-labelledby='exact']//li")) == 2


def test_suggestions_have_labels_and_addresses(web: Client) -> None:
    ask(web, q="x")
    told = json.loads(web.get("/api/suggest?q=ca+dam&lang=en").text)
    assert told["ready"]
    assert all(s["label"] and s["kind"] and s["address"].endswith("?lang=en") for s in told["suggestions"])
    assert told["suggestions"]


def test_wrong_parameters_are_met_with_a_page(web: Client) -> None:
    wrong = [
        {"q": "tinh", "kind": "x"}, {"q": "tinh", "page": "-1"}, {"q": "tinh", "page": "9" * 40}, {"q": ""},
        {"q": "yen bai", "kind": "task"}, {"q": "tinh", "province": "x"}, {"q": "tinh", "kind": "place", "page": "400"},
    ]  # fmt: skip
    for given in wrong:
        assert ask(web, **given) is not None


class Slow:
    """A graph that waits until it is told to answer."""

    def __init__(self, graph: Snapshot, snapshot: str) -> None:
        self.graph, self.snapshot, self.go = graph, snapshot, threading.Event()
        self.asked = 0

    def select(self, sparql: str) -> tuple[list[str], list[list[object]]]:
        self.go.wait(60)
        self.asked += 1
        return self.graph.select(sparql)  # type: ignore[return-value]


def test_nobody_waits_for_an_index_and_one_is_built(graph: Snapshot) -> None:
    slow = Slow(graph, f"test {time.time()}")
    started = time.monotonic()
    assert index(slow) is None  # type: ignore[arg-type]
    assert index(slow, 0.1) is None  # type: ignore[arg-type]
    assert time.monotonic() - started < 5
    slow.go.set()
    waiting = [threading.Thread(target=index, args=(slow, 60)) for _ in range(3)]
    for thread in waiting:
        thread.start()
    for thread in waiting:
        thread.join()
    built = index(slow)  # type: ignore[arg-type]
    assert built is not None
    assert built.search(Wanted("hòa bình")).total
    built.path.unlink()


def test_a_build_that_fails_is_tried_again(graph: Snapshot) -> None:
    class Failing(Slow):
        def select(self, sparql: str) -> tuple[list[str], list[list[object]]]:
            if not self.go.is_set():
                raise RuntimeError
            return super().select(sparql)

    failing = Failing(graph, f"failing {time.time()}")
    assert index(failing, 30) is None  # type: ignore[arg-type]
    failing.go.set()
    built = index(failing, 60)  # type: ignore[arg-type]
    assert built is not None
    built.path.unlink()


def test_only_its_user_may_read_the_indexes() -> None:
    assert folder().stat().st_mode & 0o077 == 0


def test_nothing_half_made_is_left(graph: Snapshot, tmp_path: Path) -> None:
    build(graph, tmp_path / "whole.sqlite")
    assert [file.name for file in tmp_path.iterdir()] == ["whole.sqlite"]
