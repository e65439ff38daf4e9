"""Terms as text: what the store reads back is what was written; merging keeps order and drops doubles."""

from __future__ import annotations

import random
from pathlib import Path

import making
import pyoxigraph as ox
import stories
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import quads
from kg.build import build
from kg.label import sort_key
from kg.reference import reference_lines


@given(st.text())
def test_any_text_comes_back_as_it_was(text: str) -> None:
    line = quads.line(("<http://a>", "<http://b>", quads.literal(text)))
    read = [q.object.value for q in ox.parse(line.encode(), format=ox.RdfFormat.N_QUADS)]
    assert read == [text]
    assert quads.text_of(quads.literal(text)) == text
    assert line.count("\n") == 1


@given(st.floats(min_value=-1e15, max_value=1e15, allow_nan=False))
def test_numbers_are_written_as_the_store_writes_them(number: float) -> None:
    term = quads.decimal(round(number, 3))
    store = ox.Store()
    store.bulk_load(quads.line(("<http://a>", "<http://b>", term)).encode(), format=ox.RdfFormat.N_QUADS)
    assert [str(q.object) for q in store] == [term]


def test_merging_many_files(tmp_path: Path) -> None:
    lines = [f"<a{i:04}> .\n".encode() for i in range(3000)]
    shuffle = random.Random(3)
    runs = []
    for i in range(300):
        run = tmp_path / f"run-{i}"
        run.write_bytes(b"".join(sorted(shuffle.sample(lines, 40))))
        runs.append(run)
    expected = sorted({x for run in runs for x in run.read_bytes().splitlines(keepends=True)})
    with (tmp_path / "all").open("wb") as output:
        quads.merge(runs, output, tmp_path)
    assert (tmp_path / "all").read_bytes() == b"".join(expected)


def test_reference_graphs_are_sorted_and_hold_no_blank_node() -> None:
    lines = reference_lines()
    assert lines == sorted(set(lines))
    assert not any("_:" in line.split('"')[0] for line in lines)
    assert reference_lines() == lines


def test_vietnamese_order() -> None:
    names = ["Ủy ban", "Ứng dụng", "Ưu tiên", "Uyên", "Đắk Nông", "Dak", "ăn", "An", "ân"]
    assert sorted(names, key=sort_key) == ["An", "ăn", "ân", "Dak", "Đắk Nông", "Ủy ban", "Uyên", "Ứng dụng", "Ưu tiên"]


def test_the_graph_describes_itself_in_turtle(tmp_path: Path) -> None:
    build([making.write(tmp_path / "in", "a", *stories.report())], tmp_path / "store", making.read, 1)
    graph = kg.open(tmp_path / "store")
    void = list(ox.parse((graph.path / "void.ttl").read_bytes(), format=ox.RdfFormat.TURTLE))
    told = {t.predicate.value: t.object.value for t in void if t.predicate.value.endswith("void#triples")}
    assert told
    count = graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"]
    assert any(t.object.value == str(count) for t in void)
