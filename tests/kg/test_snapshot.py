"""The folder of snapshots: switching, going back, pruning, comparing; and opening what is published."""

from __future__ import annotations

from pathlib import Path

import making
import pyoxigraph as ox
import pytest
import stories

import kg
from kg.build import build
from kg.errors import NothingBuiltError, NothingPublicError, UnknownSnapshotError
from kg.snapshot import Folder, diff, list_snapshots, prune, rollback


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    """Three snapshots: two documents, three, two others."""
    folder = tmp_path_factory.mktemp("snapshots")
    paths = [making.write(folder / "in", str(m), *stories.report(m)) for m in range(1, 5)]
    for some in (paths[:2], paths[:3], paths[2:]):
        build(some, folder / "store", making.read, 1, patience=None)
    return folder / "store"


def test_snapshots_go_forth_and_back(store: Path) -> None:
    order = Folder(store).history()
    assert len(order) == len(list_snapshots(store)) == 3
    before = kg.open(store)
    assert before.snapshot == order[2]
    assert rollback(store) == order[1]
    assert kg.open(store).snapshot == order[1]
    assert rollback(store, order[0][:10]) == order[0]
    assert before.query("SELECT ?d { ?d a khcn:Report }"), "an open snapshot stays what it is"
    with pytest.raises(UnknownSnapshotError, match="There is no earlier snapshot"):
        rollback(store)
    with pytest.raises(UnknownSnapshotError, match="No single snapshot"):
        rollback(store, "ffffff0000")
    rollback(store, order[2])


def test_differences_are_of_documents_and_quads(store: Path, tmp_path: Path) -> None:
    first, second, _ = Folder(store).history()[:3]
    more = diff(store, first, second, tmp_path / "patch")
    old, new = ((Folder(store).path(h) / "dump.nq").read_bytes().splitlines() for h in (first, second))
    removed, added = ((tmp_path / "patch" / name).read_bytes().splitlines() for name in ("removed.nq", "added.nq"))
    assert (len(added), len(removed)) == (more.quads_added, more.quads_removed)
    assert set(removed) <= set(old)
    assert (set(old) - set(removed)) | set(added) == set(new)
    assert (len(more.added), len(more.removed)) == (1, 0)
    back = diff(store, second, first)
    assert (back.quads_added, back.quads_removed) == (more.quads_removed, more.quads_added)
    assert more.quads_added > 50


def test_pruning_keeps_the_published_one_and_forgets_what_only_others_had(store: Path) -> None:
    cached = {p.name for p in (store / "cache" / "readings").rglob("*") if p.is_file()}
    gone = prune(store, keep=1)
    assert len(gone) == 2
    assert [row.current for row in list_snapshots(store)] == [True]
    left = {p.name for p in (store / "cache" / "readings").rglob("*") if p.is_file()}
    assert (len(cached), len(left)) == (4, 2)
    assert kg.open(store).query("ASK { ?d a khcn:Report }")


def test_nothing_built_is_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(NothingBuiltError, match="kg build"):
        kg.open(tmp_path)
    with pytest.raises(NothingBuiltError):
        kg.open(tmp_path / "nowhere")


def test_answers_are_plain_values(tmp_path: Path) -> None:
    build([making.write(tmp_path / "in", "a", *stories.report())], tmp_path / "store", making.read, 1, patience=None)
    graph = kg.open(tmp_path / "store")
    query = 'SELECT ?n ?v ?x { ?d khcn:number "88/QĐ-UBND" ; khcn:year ?n ; khcn:knownByReferenceOnly ?v }'
    assert graph.select(query) == (["n", "v", "x"], [[2024, True, None]])
    day = ox.Literal("2024-03-12", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    assert graph.query("SELECT ?d ?day { ?d khcn:date ?day }", {"day": day})[0]["day"] == "2024-03-12"
    source = graph.query("SELECT ?s { GRAPH ?g { ?s a khcn:Source } }")[0]["s"]
    assert graph.text(source) == stories.report()[1]
    assert graph.record(source).document.id == "doc"
    assert next(graph.lines()).startswith(b"<https://w3id.org/khcn/id/activity/")
    with pytest.raises(SyntaxError):
        graph.query("SELECT nonsense")
    with pytest.raises(NothingPublicError, match="--access public"):
        kg.open(tmp_path / "store", public=True)


def test_units_are_told_apart_in_time(tmp_path: Path) -> None:
    build([making.write(tmp_path / "in", "a", *stories.report())], tmp_path / "store", making.read, 1, patience=None)
    graph = kg.open(tmp_path / "store")
    code = """SELECT ?u ?l { GRAPH graph:units { ?u khcn:unitCode "15" ; rdfs:label ?l .
      OPTIONAL { ?u khcn:validFrom ?from } OPTIONAL { ?u khcn:validUntil ?until }
      FILTER(COALESCE(STR(?from) <= "DAY", true) && COALESCE("DAY" < STR(?until), true)) } }"""
    old, new = (graph.query(code.replace("DAY", day)) for day in ("2024-01-01", "2026-01-01"))
    assert [(r["l"], r["u"].rpartition("/")[2]) for r in (*old, *new)] == [
        ("tỉnh Yên Bái", "15-2004"), ("tỉnh Lào Cai", "15-2025"),
    ]  # fmt: skip
    heirs = "SELECT ?n { GRAPH graph:units { <https://w3id.org/khcn/id/unit/15-2004> dcterms:isReplacedBy ?n } }"
    assert [r["n"] for r in graph.query(heirs)] == ["https://w3id.org/khcn/id/unit/15-2025"]
    above = """ASK { ?t khcn:location ?u . GRAPH graph:units { ?u khcn:within+ ?p . ?p rdfs:label ?l }
      FILTER(STR(?l) = "tỉnh Hòa Bình") }"""
    assert graph.query(above)
