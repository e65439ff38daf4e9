"""The page of a source: the very text, every span marked, and the way between words and facts."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import lxml.html
from asgi import Client
from hypothesis import given
from hypothesis import strategies as st

from kg.store import Snapshot
from viz.site.source import marked
from viz.site.source_marks import Mark, parts, pieces

_KHCN = "https://w3id.org/khcn"


def sources(graph: Snapshot) -> list[str]:
    return [str(row[0]) for row in graph.select("SELECT ?s { GRAPH ?g { ?s khcn:sourceOf ?d } } ORDER BY ?s")[1]]


def page(web: Client, source: str) -> lxml.html.HtmlElement:
    answer = web.get(f"{source.removeprefix(_KHCN)}.html")
    assert answer.status == 200
    return lxml.html.fromstring(answer.text)


def test_the_text_is_the_stored_text(web: Client, graph: Snapshot) -> None:
    for source in sources(graph):
        (shown,) = page(web, source).find_class("source")
        assert shown.text_content() == re.sub("\r\n?", "\n", graph.text(source))


def test_every_piece_of_evidence_is_marked_with_its_words(web: Client, graph: Snapshot) -> None:
    for source in sources(graph):
        tree = page(web, source)
        asked = f"""SELECT ?start ?end ?words {{ GRAPH ?g {{
          ?e khcn:source <{source}> ; oa:start ?start ; oa:end ?end ; oa:exact ?words }} }}"""
        rows = graph.select(asked)[1]
        assert rows
        for start, end, words in rows:
            said = "".join(n.text_content() for n in tree.xpath(f"//mark[@id='w{start}-{end}']"))
            assert said, (source, start, end)
            assert str(words).startswith(said)


def test_words_lead_to_facts_and_facts_to_words(web: Client, graph: Snapshot) -> None:
    for source in sources(graph):
        tree = page(web, source)
        words = {n.get("id") for n in tree.iter("mark") if n.get("id")}
        facts = {n.get("id") for n in tree.xpath("//aside//li")}
        assert {f"w{name[1:]}" for name in facts} == words
        assert {a.get("href") for a in tree.xpath("//mark/a")} <= {f"#{name}" for name in facts}
        assert {a.get("href") for a in tree.xpath("//aside//a[@class='back']")} == {f"#{name}" for name in words}


def test_facts_at_words_are_those_of_the_graph(web: Client, graph: Snapshot) -> None:
    for source in sources(graph):
        told = json.loads(web.get(f"{source.removeprefix(_KHCN)}.html?format=json").text)
        named = {(m["start"], m["end"], thing) for m in told["marks"] for thing in m["things"]}
        stated = {(m["start"], m["end"], *s) for m in told["marks"] for s in m["statements"]}
        of = f"GRAPH ?g {{ ?e khcn:source <{source}> ; oa:start ?start ; oa:end ?end"
        asked = f"SELECT ?start ?end ?t {{ {of} . ?t khcn:mentionedIn ?e }} }}"
        assert {tuple(row) for row in graph.select(asked)[1]} <= named
        asked = f"""SELECT ?start ?end ?s ?p ?o {{ {of} .
          ?x khcn:evidence ?e ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }} }}"""
        assert {tuple(row) for row in graph.select(asked)[1]} == stated


spans = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda ends: Mark(min(ends), max(ends)))


@given(st.lists(spans, max_size=12, unique_by=lambda m: m.name), st.integers(0, 15), st.integers(15, 30))
def test_marks_nest_whatever_overlaps(marks: list[Mark], low: int, high: int) -> None:
    text = "".join(chr(0x4E00 + n) for n in range(30))
    html = str(marked(text, pieces(marks, low, high), set()))
    tree = lxml.html.fromstring(f"<div>{html}</div>")
    assert tree.text_content() == text[low:high]
    assert not tree.xpath("//a//a")
    opened = {n.get("id") for n in tree.iter("mark") if n.get("id")}
    assert opened == {f"w{m.name}" for m in marks if m.start < m.end and low <= m.start < high}
    for mark in marks:
        covered = {
            c for node in tree.iter("a") for c in node.text_content()
            if any(a.tag == "mark" for a in node.iterancestors())
        }  # fmt: skip
        assert set(text[max(mark.start, low) : min(mark.end, high)]) <= covered


@given(st.text(alphabet="ab\n", max_size=200), st.integers(1, 50))
def test_parts_are_the_whole_text(text: str, size: int) -> None:
    ends = parts(text, size)
    assert "".join(text[a:b] for a, b in ends) == text
    assert all(b == c for (_, b), (c, _) in pairwise(ends))
    assert all(b - a <= size for a, b in ends)


def test_a_text_not_at_hand_is_told_by_its_proofs(web: Client, graph: Snapshot) -> None:
    assert web.get("/id/source/0000000000000000.html").status == 404
    source = sources(graph)[0]
    at_end = web.get(f"{source.removeprefix(_KHCN)}.html?at=99999999")
    assert at_end.status == 200
    assert web.get(f"{source.removeprefix(_KHCN)}.html?at=x").status == 200
