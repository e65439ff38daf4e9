"""Builds: the same whatever the order, nothing lost whatever happens."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import making
import pytest
import stories

import kg
from kg.build import Built, build
from kg.errors import BuildError, StoreBusyError
from kg.reading import Document, SetAside
from kg.snapshot import Folder, list_snapshots, manifest

HERE = Path(__file__).parent
QUESTION = "SELECT ?n ?l { ?d khcn:number ?n ; khcn:authorises ?x . ?x rdfs:label ?l }"


def documents(folder: Path, months: range = range(4, 7)) -> list[Path]:
    made = [(f"bao-cao-{m}", stories.report(m, 40 + m)) for m in months]
    made.append(("quyet-dinh", stories.decision("88/QĐ-UBND", "2024-03-12", "Hòa Bình")))
    return [making.write(folder, name, record, text) for name, (record, text) in made]


def made(paths: list[Path], store: Path, **more: object) -> Built:
    return build(paths, store, making.read, **{"workers": 1, "patience": None, **more})  # type: ignore[arg-type]


def dump(built: Built) -> bytes:
    return (built.path / "dump.nq").read_bytes()


def exploding(path: Path) -> Document | SetAside:
    if "quyet-dinh" in path.name:
        os.kill(os.getpid(), signal.SIGKILL)
    return making.read(path)


def failing(path: Path) -> Document | SetAside:
    if "quyet-dinh" in path.name:
        raise ValueError("broken")
    return making.read(path)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Built:
    folder = tmp_path_factory.mktemp("built")
    return made(documents(folder / "in"), folder / "store")


def test_a_snapshot_has_all_its_parts_and_answers(built: Built) -> None:
    names = {p.name for p in built.path.iterdir()}
    assert names == {"store", "dump.nq", "sources", "records", "manifest.json", "quality.json", "void.ttl"}
    graph = kg.open(built.path.parent.parent)
    assert graph.snapshot == built.hash == built.path.name
    assert graph.query(QUESTION, {"n": "88/QĐ-UBND"}) == [{"n": "88/QĐ-UBND", "l": stories.LIST}]
    told = manifest(built.path)
    assert told["quads"] == built.quads == dump(built).count(b"\n")
    assert [set(d) for d in told["documents"]] == [{"path", "file_sha256", "text_sha256"}] * 4


def test_the_dump_is_sorted_and_tells_neither_times_nor_paths(built: Built) -> None:
    lines = dump(built).splitlines()
    assert lines == sorted(set(lines))
    assert str(built.path).encode() not in dump(built)
    assert b"bao-cao-4" not in dump(built)
    assert b"_:" not in dump(built)


def test_order_and_workers_make_no_difference(built: Built, tmp_path: Path) -> None:
    paths = documents(tmp_path / "in")
    random.Random(1).shuffle(paths)
    assert dump(made(paths, tmp_path / "two", workers=2)) == dump(built)


def test_the_same_again_publishes_nothing_new(built: Built, tmp_path: Path) -> None:
    first = made(documents(tmp_path / "in"), tmp_path / "store")
    again = made(documents(tmp_path / "in"), tmp_path / "store")
    assert (first.new, again.new, first.hash) == (True, False, built.hash)
    assert len(list_snapshots(tmp_path / "store")) == 1


def test_unchanged_documents_are_not_read_again(tmp_path: Path) -> None:
    store, paths = tmp_path / "store", documents(tmp_path / "in")
    made(paths, store)
    seen: list[str] = []

    def watching(path: Path) -> Document | SetAside:
        seen.append(path.name)
        return making.read(path)

    extra = making.write(tmp_path / "in", "them", *stories.report(9, 50))
    build([*paths, extra], store, watching, workers=1, patience=None)
    assert seen == ["them.made"]
    build([*paths, extra], store, watching, workers=1, rules="changed", patience=None)
    assert len(seen) == 6


def test_two_stores_built_apart_merge_by_union(tmp_path: Path) -> None:
    paths = documents(tmp_path / "in")
    stores = [made(part, tmp_path / name) for name, part in (("a", paths[:2]), ("b", paths[2:]))]
    whole = made(paths, tmp_path / "c")
    union = {line for b in stores for line in dump(b).splitlines()}
    shared = b"/id/doc/hoa-binh/ubnd/2024/88-qd-ubnd>"
    for line in dump(whole).splitlines():
        if line.startswith((b"<https://w3id.org/khcn/id/doc/hoa-binh/ubnd", b"<https://w3id.org/khcn/id/unit/")):
            assert line in union
    assert all(any(shared in line for line in dump(b).splitlines()) for b in stores)


def test_what_cannot_be_read_is_set_aside_and_the_rest_published(tmp_path: Path) -> None:
    paths = documents(tmp_path / "in")
    (tmp_path / "in" / "anh.png").write_bytes(b"\x89PNG")
    built = build([*paths, tmp_path / "in" / "anh.png", tmp_path / "in" / "khong-co.made"], tmp_path / "s", failing, 1)
    reasons = {s.name: (s.reason, s.failed, s.detail) for s in built.set_aside}
    assert built.documents == 3
    assert reasons["anh.png"] == ("unknown-format", False, "")
    assert reasons["quyet-dinh.made"] == ("error", True, "ValueError: broken")
    assert reasons["khong-co.made"] == ("unopened", True, "No such file or directory")
    assert {s["name"] for s in kg.open(tmp_path / "s").quality["set_aside"]} == set(reasons)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_document_that_kills_its_reader_is_set_aside(workers: int, tmp_path: Path) -> None:
    built = build(documents(tmp_path / "in"), tmp_path / "store", exploding, workers)
    assert [(s.name, s.reason) for s in built.set_aside] == [("quyet-dinh.made", "crash")]
    assert built.documents == 3


def test_a_secret_document_leaves_its_name_only(tmp_path: Path) -> None:
    record, text = stories.decision("5/QĐ-UBND", "2024-05-01", "Hòa Bình")
    record.document.secrecy = "MẬT"
    record.document.title = "Điều không ai được biết"
    path = making.write(tmp_path / "in", "kin", record, text)
    built = made([*documents(tmp_path / "in"), path], tmp_path / "store")
    assert [s.name for s in built.set_aside] == ["kin.made"]
    everything = [p for p in (tmp_path / "store").rglob("*") if p.is_file()]
    assert everything
    for file in everything:
        data = file.read_bytes()
        assert "Điều không ai".encode() not in data
        assert text.encode() not in data
        assert record.source.text_sha256.encode() not in data


def test_an_internal_document_is_absent_from_the_public_face(tmp_path: Path) -> None:
    record, text = stories.report(7, 77)
    record.document.circulation = "LƯU HÀNH NỘI BỘ"
    path = making.write(tmp_path / "in", "noi-bo", record, text)
    made([*documents(tmp_path / "in"), path], tmp_path / "store", access="public")
    whole, public = kg.open(tmp_path / "store"), kg.open(tmp_path / "store", public=True)
    figure = "ASK { ?a khcn:quantity/schema:value ?v FILTER(?v = 77) }"
    assert whole.query(figure)
    assert not public.query(figure)
    assert record.source.text_sha256[:16].encode() not in b"".join(public.lines())
    with pytest.raises(KeyError):
        public.text(record.source.text_sha256)
    alone = made(documents(tmp_path / "in"), tmp_path / "alone", access="public")
    assert b"".join(public.lines()) == dump(alone)


def test_one_text_in_two_files_is_one_source(tmp_path: Path) -> None:
    paths = documents(tmp_path / "in", range(4, 5))
    copy = tmp_path / "in" / "ban-sao.made"
    copy.write_bytes(paths[0].read_bytes())
    built = made([*paths, copy], tmp_path / "store")
    assert built.documents == 2
    assert len(manifest(built.path)["documents"]) == 3


def test_withdrawn_sources_are_named(tmp_path: Path) -> None:
    paths = documents(tmp_path / "in")
    first = made(paths, tmp_path / "store")
    second = made(paths[1:], tmp_path / "store")
    sources = [{d["text_sha256"] for d in manifest(b.path)["documents"]} for b in (first, second)]
    assert set(manifest(second.path)["withdrawn"]) == sources[0] - sources[1]


def test_two_builds_at_once_do_not_meet(tmp_path: Path) -> None:
    with Folder(tmp_path / "store").locked(), pytest.raises(StoreBusyError, match="Another build"):
        made(documents(tmp_path / "in"), tmp_path / "store")


def run(folder: Path, limit: int | None = None) -> subprocess.Popen[bytes]:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\nimport making\nfrom kg.build import build\nfrom kg.errors import BuildError\n"
        "if __name__ == '__main__':\n"
        "    try:\n        build(sorted(Path(sys.argv[2]).iterdir()), sys.argv[3], making.read, 2)\n"
        "    except BuildError as error:\n        sys.exit(f'told: {error}')\n"
    )
    script = folder / "build.py"
    script.write_text(code)

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [sys.executable, str(script), str(HERE), str(folder / "in"), str(folder / "store")]
    return subprocess.Popen(command, stderr=subprocess.PIPE, preexec_fn=limited, start_new_session=True)


def test_killed_at_twenty_random_moments(tmp_path: Path) -> None:
    documents(tmp_path / "in", range(1, 5))
    started = time.monotonic()
    assert run(tmp_path).wait() == 0
    usual = time.monotonic() - started
    published = kg.open(tmp_path / "store").snapshot
    moments = random.Random(20)
    for i in range(20):
        making.write(tmp_path / "in", f"moi-{i}", *stories.report(1 + i % 12, 100 + i))
        process = run(tmp_path)
        time.sleep(moments.uniform(0.05, usual))
        process.kill()
        process.wait()
        now = kg.open(tmp_path / "store")
        assert now.query(QUESTION, {"n": "88/QĐ-UBND"})
        assert (now.path / "manifest.json").is_file()
        published = now.snapshot
    assert run(tmp_path).wait() == 0
    done = kg.open(tmp_path / "store")
    assert len(done.manifest["documents"]) == 25
    assert done.snapshot != published or len(done.manifest["documents"]) == 25
    left = [p.name for p in (tmp_path / "store").iterdir()]
    assert sorted(left) == ["cache", "current", "history.jsonl", "lock", "snapshots"]
    fresh = made(sorted((tmp_path / "in").iterdir()), tmp_path / "fresh")
    assert fresh.hash == done.snapshot


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    documents(tmp_path / "in")
    assert run(tmp_path).wait() == 0
    before = kg.open(tmp_path / "store").snapshot
    making.write(tmp_path / "in", "moi", *stories.report(11, 99))
    process = run(tmp_path, limit=1_000_000)
    assert process.stderr is not None
    told = process.stderr.read().decode()
    assert process.wait() == 1
    assert "The disk is full" in told
    assert "Traceback" not in told
    assert kg.open(tmp_path / "store").snapshot == before
    assert run(tmp_path).wait() == 0
    assert len(kg.open(tmp_path / "store").manifest["documents"]) == 5


def test_a_folder_that_must_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BuildError, match="Cannot write"):
        made(documents(tmp_path / "in"), tmp_path / "file" / "store")


def test_an_empty_collection_is_a_graph_too(tmp_path: Path) -> None:
    built = made([], tmp_path / "store")
    assert built.documents == 0
    assert json.loads((built.path / "quality.json").read_text())["findings"] == []
