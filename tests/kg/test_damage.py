"""What is damaged is made anew by the next build, and keeps nobody from what is whole."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import making
import pytest
import stories

import kg
from kg.build import Built, build
from kg.errors import BuildError, DamagedSnapshotError
from kg.reading import Document, SetAside
from kg.snapshot import list_snapshots, manifest, rollback

REPORTS = "SELECT ?d { ?d a khcn:Report }"


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """A folder with documents and a store of two snapshots, to be copied before it is hurt."""
    folder = tmp_path_factory.mktemp("whole")
    paths = [making.write(folder / "in", str(m), *stories.report(m)) for m in (1, 2)]
    for some in (paths[:1], paths):
        build(some, folder / "store", making.read, 1, patience=None)
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "f", symlinks=True)
    return tmp_path / "f"


def again(folder: Path) -> Built:
    return build(sorted((folder / "in").iterdir()), folder / "store", making.read, 1, patience=None)


def remove_tables(snapshot: Path) -> None:
    for path in (snapshot / "store").glob("*.sst"):
        path.unlink()


HURTS: dict[str, Callable[[Path], object]] = {
    "store": lambda s: shutil.rmtree(s / "store"),
    "tables": remove_tables,
    "manifest": lambda s: (s / "manifest.json").write_text('{"dump_sha256": '),
    "dump": lambda s: (s / "dump.nq").write_bytes((s / "dump.nq").read_bytes()[:-20]),
    "all": shutil.rmtree,
}


@pytest.mark.parametrize("hurt", HURTS)
def test_building_mends_a_damaged_snapshot(hurt: str, folder: Path) -> None:
    HURTS[hurt](folder / "store" / "snapshots" / kg.open(folder / "store").snapshot)
    built = again(folder)
    assert (built.new, built.mended) == (False, True)
    graph = kg.open(folder / "store")
    assert len(graph.query(REPORTS)) == 2
    assert graph.manifest["dump_sha256"] == built.hash
    assert not (folder / "store" / ".damaged").exists()
    assert not again(folder).mended


@pytest.mark.parametrize("hurt", ["store", "manifest", "all"])
def test_a_damaged_snapshot_hides_no_other(hurt: str, folder: Path) -> None:
    store = folder / "store"
    first, second = (row.hash for row in list_snapshots(store))
    HURTS[hurt](store / "snapshots" / second)
    assert first in [row.hash for row in list_snapshots(store)]
    assert rollback(store, first) == first
    assert len(kg.open(store).query(REPORTS)) == 1


def test_going_back_needs_a_whole_snapshot(folder: Path) -> None:
    first, second = (row.hash for row in list_snapshots(folder / "store"))
    remove_tables(folder / "store" / "snapshots" / first)
    with pytest.raises(DamagedSnapshotError, match="damaged"):
        rollback(folder / "store")
    assert kg.open(folder / "store").snapshot == second


@pytest.mark.parametrize("damage", [b"\x00garbage", None], ids=["garbage", "half"])
def test_a_damaged_cache_is_made_again(damage: bytes | None, folder: Path) -> None:
    before = kg.open(folder / "store").snapshot
    cached = [p for p in (folder / "store" / "cache").rglob("*") if p.is_file()]
    assert {p.parts[-3] for p in cached} >= {"readings", "summaries", "descriptions", "unsaid", "reference"}
    for path in cached:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if damage is None else damage)
    assert again(folder).hash == before


def hanging(path: Path) -> Document | SetAside:
    if path.stem == "2":
        time.sleep(600)
    return making.read(path)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_reader_that_does_not_end_is_ended(workers: int, tmp_path: Path) -> None:
    paths = [making.write(tmp_path / "in", str(m), *stories.report(m)) for m in (1, 2, 3)]
    built = build(paths, tmp_path / "store", hanging, workers, patience=1.0)
    assert [(s.path, s.reason, s.failed) for s in built.set_aside] == [(str(paths[1]), "too-slow", True)]
    assert built.documents == 2


def test_what_was_set_aside_before_is_in_the_reports(folder: Path) -> None:
    scan = SetAside("quet.pdf", "scan", True, ("page", 3), "in/quet.pdf")
    paths = sorted((folder / "in").iterdir())
    for store in ("store", "other"):  # published before, and new
        built = build(paths, folder / store, making.read, 1, set_aside=[scan], patience=None)
        assert built.set_aside == [scan]
        told = manifest(built.path)["set_aside"]
        assert [(s["reason"], s["place"]) for s in told] == [("scan", ["page", 3])]
        assert json.loads((built.path / "quality.json").read_text("utf-8"))["set_aside"] == told
        assert [row.set_aside for row in list_snapshots(folder / store) if row.current] == [1]
    assert [row.set_aside for row in list_snapshots(folder / "store")] == [0, 1]


def test_files_with_one_text_are_named(folder: Path) -> None:
    copy = folder / "in" / "ban-sao.made"
    shutil.copy(folder / "in" / "1.made", copy)
    built = again(folder)
    assert built.same_text == [sorted([str(copy), str(folder / "in" / "1.made")])]
    assert kg.open(folder / "store").quality["same_text"] == built.same_text
    assert [row.documents for row in list_snapshots(folder / "store")] == [1, 2]


def test_a_store_must_be_a_folder_without_the_sources(folder: Path) -> None:
    document = folder / "in" / "1.made"
    with pytest.raises(BuildError, match="is a file, not a folder") as error:
        build([document], document, making.read, 1)
    assert (error.value.key, error.value.fields) == ("store-is-a-file", {"path": document})
    with pytest.raises(BuildError, match="lies inside the store"):
        build([document], folder, making.read, 1)


@pytest.mark.parametrize(
    ("number", "key"),
    [
        (28, "disk-full"),
        (13, "store-forbidden"),
        (30, "store-forbidden"),
        (20, "store-is-a-file"),
        (5, "store-unwritable"),
    ],
)
def test_what_the_system_says_has_a_remedy_of_its_own(number: int, key: str) -> None:
    assert BuildError.of(OSError(number, "no", "data/x"), Path("data")).key == key
