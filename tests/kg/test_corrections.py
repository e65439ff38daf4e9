"""What people correct holds over extraction: in every build, whatever the workers, never beyond its access class."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import making
import pytest
import stories

import kg
from kg import corrections
from kg.build import Built, build
from kg.corrections import NAME, Correction, append, read
from kg.snapshot import manifest, prune, rollback
from kg.validate import by_constraints
from queries.ask import ask

KHCN = "https://w3id.org/khcn/ontology#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
DECISION = "https://w3id.org/khcn/id/doc/hoa-binh/ubnd/2024/88-qd-ubnd"
WHO, WHY = "Lê Văn Bình", "xem bản gốc"


def told(action: str, **more: str) -> Correction:
    given = {"who": WHO, "when": "2026-11-20T08:00:00Z", "why": WHY, **more}
    return Correction(action=action, **given)  # type: ignore[arg-type]


def documents(folder: Path) -> list[Path]:
    made = [(f"bao-cao-{m}", stories.report(m, 40 + m)) for m in (4, 5)]
    made.append(("quyet-dinh", stories.decision("88/QĐ-UBND", "2024-03-12", "Hòa Bình")))
    return [making.write(folder, name, record, text) for name, (record, text) in made]


def made(paths: list[Path], store: Path, **more: object) -> Built:
    return build(paths, store, making.read, **{"workers": 1, "patience": None, **more})  # type: ignore[arg-type]


def dump(built: Built) -> bytes:
    return (built.path / "dump.nq").read_bytes()


def ask_(store: Path, sparql: str, public: bool = False) -> list[dict[str, object]]:
    found: list[dict[str, object]] = kg.open(store, public=public).query(sparql)
    return found


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], Path]:
    """Files, and a store that is built from them, for copies."""
    folder = tmp_path_factory.mktemp("once")
    paths = documents(folder / "in")
    made(paths, folder / "store")
    return paths, folder / "store"


@pytest.fixture
def place(once: tuple[list[Path], Path], tmp_path: Path) -> tuple[list[Path], Path]:
    """Files, and a store of the test's own that is built from them."""
    paths, store = once
    return paths, Path(shutil.copytree(store, tmp_path / "store", symlinks=True))


def relation(store: Path) -> tuple[str, str]:
    """A relation of the decision that is proved by a statement, and has consequences."""
    rows = ask_(store, f"SELECT ?o {{ <{DECISION}> khcn:authorises ?o }}")
    return f"{KHCN}authorises", str(rows[0]["o"])


def test_a_rejected_fact_goes_with_all_that_followed_from_it_alone(place: tuple[list[Path], Path]) -> None:
    paths, store = place
    predicate, task = relation(store)
    back = f"SELECT * {{ <{task}> khcn:authorisedBy <{DECISION}> }}"
    assert ask_(store, back)
    append(store, told("reject", subject=DECISION, predicate=predicate, object=task))
    built = made(paths, store)
    assert built.corrections is not None
    assert len(built.corrections["applied"]) == 1
    assert not built.corrections["unknown"]
    assert not ask_(store, f"SELECT * {{ <{DECISION}> ?p <{task}> }}")
    assert not ask_(store, back)
    assert ask_(store, f"SELECT * {{ <{DECISION}> rdfs:label ?l }}")
    assert not ask_(store, f"SELECT * {{ GRAPH ?g {{ ?s rdf:subject <{DECISION}> ; rdf:object <{task}> }} }}")


def test_the_source_keeps_what_was_rejected_with_who_when_and_why(place: tuple[list[Path], Path]) -> None:
    paths, store = place
    predicate, task = relation(store)
    append(store, told("reject", subject=DECISION, predicate=predicate, object=task))
    made(paths, store)
    rows = ask_(
        store,
        f"""SELECT DISTINCT ?who ?why ?when ?words {{
          GRAPH ?source {{ ?s a khcn:RejectedStatement ; khcn:rejectedSubject <{DECISION}> ; khcn:rejectedObject
            <{task}> ; khcn:evidence ?e ; prov:wasInvalidatedBy ?c . ?e oa:exact ?words }}
          GRAPH graph:corrections {{ ?c khcn:correctedBy ?who ; khcn:reason ?why ; prov:endedAtTime ?when }} }}""",
    )
    assert {(r["who"], r["why"], r["when"]) for r in rows} == {(WHO, WHY, "2026-11-20T08:00:00Z")}
    assert all(str(r["words"]) for r in rows)


def test_the_same_told_from_the_other_end_is_the_same_fact(place: tuple[list[Path], Path]) -> None:
    paths, store = place
    _, task = relation(store)
    append(store, told("reject", subject=task, predicate=f"{KHCN}authorisedBy", object=DECISION))
    made(paths, store)
    assert not ask_(store, f"SELECT * {{ <{DECISION}> ?p <{task}> }}")


def test_a_literal_is_replaced_and_the_evidence_says_who_did_it(place: tuple[list[Path], Path]) -> None:
    paths, store = place
    old = ask_(store, f"SELECT ?d {{ <{DECISION}> khcn:date ?d }}")[0]["d"]
    right = told("replace", subject=DECISION, predicate=f"{KHCN}date", object=str(old), value="2024-03-21",
                 datatype="http://www.w3.org/2001/XMLSchema#date")  # fmt: skip
    append(store, right)
    made(paths, store)
    assert ask_(store, f"SELECT ?d {{ <{DECISION}> khcn:date ?d }}") == [{"d": "2024-03-21"}]
    answer = ask(kg.open(store), "evidence", {"thing": DECISION})
    quotes = {p.quote for proofs in answer.evidence for p in proofs}
    assert f"{WHO} sửa ngày 20/11/2026: {WHY}" in quotes


def test_an_added_relation_has_its_consequences(place: tuple[list[Path], Path]) -> None:
    paths, store = place
    other = str(ask_(store, "SELECT ?d { ?d a khcn:Report } ORDER BY ?d LIMIT 1")[0]["d"])
    append(store, told("add", subject=DECISION, predicate=f"{KHCN}hasBasis", value=other))
    made(paths, store)
    assert ask_(store, f"SELECT * {{ <{other}> khcn:basisFor <{DECISION}> . <{DECISION}> khcn:cites <{other}> }}")
    statement = ask_(
        store, f"SELECT ?s {{ GRAPH ?g {{ ?s rdf:subject <{DECISION}> ; rdf:object <{other}> ; khcn:evidence ?s }} }}"
    )
    assert len(statement) == 1


def test_of_one_fact_the_last_line_holds(tmp_path: Path) -> None:
    fact = {"subject": DECISION, "predicate": LABEL}
    append(tmp_path, told("reject", object="x", **fact))
    append(tmp_path, told("add", value="x", **fact))
    append(tmp_path, told("replace", object="y", value="z", **fact))
    append(tmp_path, told("reject", object="z", **fact))
    rejected, asserted = read(tmp_path).facts()
    assert [f.object for f in rejected] == ["y", "z"]
    assert [f.object for f in asserted] == ["x"]


def test_a_line_that_is_withdrawn_counts_as_not_there(place: tuple[list[Path], Path]) -> None:
    paths, store = place
    before = kg.open(store).snapshot
    predicate, task = relation(store)
    wrong = told("reject", subject=DECISION, predicate=predicate, object=task)
    append(store, wrong)
    append(store, told("withdraw", correction=wrong.key))
    assert made(paths, store).hash == before


def test_what_is_told_of_one_source_stays_with_the_others(place: tuple[list[Path], Path]) -> None:
    paths, store = place
    rows = ask_(
        store,
        f"SELECT ?source ?d {{ GRAPH ?g {{ <{DECISION}> khcn:date ?d . ?source a khcn:Source }} }} ORDER BY ?source",
    )
    assert len(rows) > 1
    append(
        store,
        told(
            "reject", subject=DECISION, predicate=f"{KHCN}date", object=str(rows[0]["d"]), source=str(rows[0]["source"])
        ),
    )
    made(paths, store)
    assert ask_(store, f"SELECT ?d {{ <{DECISION}> khcn:date ?d }}")
    left = ask_(store, f"SELECT ?source {{ GRAPH ?g {{ <{DECISION}> khcn:date ?d . ?source a khcn:Source }} }}")
    assert {r["source"] for r in left} == {r["source"] for r in rows[1:]}


def test_what_concerns_nothing_is_told_not_dropped(place: tuple[list[Path], Path]) -> None:
    paths, store = place
    lost = told("reject", subject="https://w3id.org/khcn/id/doc/nowhere", predicate=LABEL, object="x")
    append(store, lost)
    with (store / NAME).open("a") as file:
        file.write('{"action": "reject"}\nnot json\n')
    before = kg.open(store).snapshot
    built = made(paths, store)
    assert built.corrections is not None
    assert built.corrections["unknown"] == [lost.key]
    assert built.corrections["unreadable"] == [2, 3]
    assert manifest(built.path)["corrections"] == built.corrections
    assert built.hash == before


def test_builds_are_the_same_with_any_number_of_workers_and_from_an_empty_cache(
    place: tuple[list[Path], Path], tmp_path: Path
) -> None:
    paths, store = place
    predicate, task = relation(store)
    append(store, told("reject", subject=DECISION, predicate=predicate, object=task))
    append(store, told("add", subject=DECISION, predicate=LABEL, value="Quyết định 88", language="vi"))
    again = tmp_path / "again"
    again.mkdir()
    (again / NAME).write_bytes((store / NAME).read_bytes())
    one, two = made(paths, store), made(paths[::-1], again, workers=2)
    assert dump(one) == dump(two)
    sums = {manifest(b.path)["corrections"]["sha256"] for b in (one, two)}
    assert sums == {read(store).sha256}


def test_no_build_pruning_or_rollback_loses_the_file(place: tuple[list[Path], Path]) -> None:
    paths, store = place
    first = kg.open(store).snapshot
    predicate, task = relation(store)
    append(store, told("reject", subject=DECISION, predicate=predicate, object=task))
    kept = (store / NAME).read_bytes()
    made(paths, store)
    rollback(store, first)
    assert ask_(store, f"SELECT * {{ <{DECISION}> <{predicate}> <{task}> }}")
    made(paths, store)
    prune(store, 1)
    assert (store / NAME).read_bytes() == kept
    assert not ask_(store, f"SELECT * {{ <{DECISION}> <{predicate}> <{task}> }}")


def _killed(paths: list[Path], store: Path) -> None:
    """A build that is killed when it has described everything."""

    def progress(stage: str, _done: int, _of: int) -> None:
        if stage == "load":
            os.kill(os.getpid(), signal.SIGKILL)

    made(paths, store, progress=progress)


def test_a_build_that_is_killed_loses_no_correction(place: tuple[list[Path], Path]) -> None:
    paths, store = place
    predicate, task = relation(store)
    append(store, told("reject", subject=DECISION, predicate=predicate, object=task))
    kept = (store / NAME).read_bytes()
    builder = multiprocessing.get_context("spawn").Process(target=_killed, args=(paths, store))
    builder.start()
    builder.join(120)
    assert builder.exitcode == -signal.SIGKILL
    assert (store / NAME).read_bytes() == kept
    assert ask_(store, f"SELECT * {{ <{DECISION}> <{predicate}> <{task}> }}")
    built = made(paths, store)
    assert built.corrections is not None
    assert len(built.corrections["applied"]) == 1
    assert not ask_(store, f"SELECT * {{ <{DECISION}> <{predicate}> <{task}> }}")
    assert {f.iri for f in by_constraints(kg.open(store).store) if "missing-evidence" in f.kind} == set()


def test_what_is_corrected_internally_stays_internal(tmp_path: Path) -> None:
    paths, store = documents(tmp_path / "in"), tmp_path / "store"
    made(paths, store, access="public")
    predicate, task = relation(store)
    secret, opened = "Nguyễn Thị Kín", "Trần Văn Mở"
    append(store, told("reject", who=secret, why="bí mật", subject=DECISION, predicate=predicate, object=task))
    append(store, told("add", who=secret, subject=DECISION, predicate=f"{KHCN}reason", value="giá trị kín"))
    append(
        store, told("add", who=opened, subject=DECISION, predicate=f"{KHCN}reason", value="giá trị mở", access="public")
    )
    built = made(paths, store, access="public")
    assert manifest(built.path)["public"] == "some"
    everyones = (built.path / "public" / "dump.nq").read_text("utf-8")
    assert secret in dump(built).decode()
    assert not [word for word in (secret, "bí mật", "giá trị kín") if word in everyones]
    assert opened in everyones
    assert ask_(store, f"SELECT ?r {{ <{DECISION}> khcn:reason ?r }}", public=True) == [{"r": "giá trị mở"}]
    assert not ask_(store, f"SELECT * {{ <{DECISION}> <{predicate}> <{task}> }}", public=True)
    assert set(manifest(built.path / "public")["corrections"]) == {"sha256"}


def test_opening_a_correction_to_everyone_changes_the_public_face(tmp_path: Path) -> None:
    paths, store = documents(tmp_path / "in"), tmp_path / "store"
    fact = {"subject": DECISION, "predicate": f"{KHCN}reason", "value": "giá trị", "id": "mine"}
    for access, seen in (("internal", 0), ("public", 1)):
        (store / NAME).unlink(missing_ok=True)
        store.mkdir(exist_ok=True)
        append(store, told("add", access=access, **fact))
        made(paths, store, access="public")
        assert len(ask_(store, f"SELECT * {{ <{DECISION}> khcn:reason ?r }}", public=True)) == seen


def test_a_finding_that_was_handled_stays_so(tmp_path: Path) -> None:
    folder, store = tmp_path / "in", tmp_path / "store"
    wrong = [stories.decision("88/QĐ-UBND", day, "Hòa Bình") for day in ("2024-03-12", "2024-04-12")]
    paths = [making.write(folder, f"q{i}", record, text) for i, (record, text) in enumerate(wrong)]
    made(paths, store)
    finding = str(ask_(store, "SELECT ?f { GRAPH graph:findings { ?f a khcn:Finding } } ORDER BY ?f LIMIT 1")[0]["f"])
    append(store, told("finding", finding=finding, state="seen"))
    append(store, told("finding", finding=finding, state="handled"))
    state = f"SELECT ?s {{ GRAPH graph:corrections {{ <{finding}> khcn:findingState ?s }} }}"
    for _ in range(2):
        made(paths, store)
        assert [str(r["s"]).rpartition("/")[2] for r in ask_(store, state)] == ["handled"]
    built = made(paths[:1], store)
    assert built.corrections is not None
    assert len(built.corrections["unknown"]) == 1


def test_an_unfinished_line_harms_no_other(tmp_path: Path) -> None:
    store = tmp_path
    whole = told("add", subject=DECISION, predicate=LABEL, value="x")
    append(store, whole)
    with (store / NAME).open("a") as file:
        file.write('{"action": "add", "who": "Lê')
    append(store, told("withdraw", correction=whole.key))
    found = read(store)
    assert [c.action for c in found.lines] == ["add", "withdraw"]
    assert [number for number, _ in found.unreadable] == [2]
    assert not found.active()


def _append_many(store: Path, who: str) -> None:
    for n in range(25):
        append(store, told("add", who=who, subject=DECISION, predicate=LABEL, value=str(n)))


def test_writers_do_not_mix_their_lines(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_append_many, args=(tmp_path, f"người {n}")) for n in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    found = read(tmp_path)
    assert not found.unreadable
    assert len(found.lines) == 75


def test_a_writer_that_is_killed_leaves_what_others_wrote(tmp_path: Path) -> None:
    append(tmp_path, told("add", subject=DECISION, predicate=LABEL, value="first"))
    code = (
        "import sys; sys.path[:0] = sys.argv[2:]; from pathlib import Path; import test_corrections as t\n"
        "t._append_many(Path(sys.argv[1]), 'killed') or t._append_many(Path(sys.argv[1]), 'killed')"
    )
    paths = [str(Path(__file__).parent)]
    writer = subprocess.Popen([sys.executable, "-c", code, str(tmp_path), *paths])
    while len(read(tmp_path).lines) < 3:
        time.sleep(0.005)
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    append(tmp_path, told("add", subject=DECISION, predicate=LABEL, value="last"))
    found = read(tmp_path)
    assert (found.lines[0].value, found.lines[-1].value) == ("first", "last")
    assert len(found.unreadable) <= 1


@pytest.mark.parametrize(
    "line",
    [
        {"action": "reject", "subject": DECISION, "predicate": LABEL},
        {"action": "reject", "subject": "not an address", "predicate": LABEL, "object": "x"},
        {"action": "add", "subject": DECISION, "predicate": LABEL, "value": "x", "when": "yesterday"},
        {"action": "add", "subject": DECISION, "predicate": LABEL, "value": "x", "who": ""},
        {"action": "add", "subject": DECISION, "predicate": LABEL, "value": "x", "more": "y"},
        {"action": "finding", "finding": f"{DECISION}> <http://x", "state": "seen"},
    ],
)
def test_lines_that_say_too_little_or_what_is_not_understood_are_not_read(tmp_path: Path, line: dict[str, str]) -> None:
    (tmp_path / NAME).write_text(json.dumps({"who": WHO, "why": WHY, "when": "2026-11-20T08:00:00Z"} | line) + "\n")
    found = read(tmp_path)
    assert not found.lines
    assert len(found.unreadable) == 1


def test_the_schema_in_the_documentation_is_that_of_the_file() -> None:
    written = Path(__file__).parents[2] / "docs" / "corrections.schema.json"
    assert json.loads(written.read_text("utf-8")) == corrections.schema()
