"""Every command does what its help says, and every error says what, where and what to do."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ontology.records import from_json
from tests.app.conftest import run

LIST_DECISION = "412/QĐ-UBND"
TASKS = ("tỏi tía", "cá dầm xanh", "mo Mường", "xạ đen")


def answer(store, *arguments):
    """The answer to a question as JSON."""
    asked = run("ask", *arguments, "--store", store, "--format", "json")
    assert asked.returncode in (0, 1), asked.stderr
    return json.loads(asked.stdout)


def told(found, column):
    """The values of one column."""
    at = found["columns"].index(column)
    return [row[at] for row in found["rows"]]


def test_which_tasks_a_decision_authorised_with_the_words_that_say_so(store):
    found = answer(store, "authorised-by-decision", f"document={LIST_DECISION}")
    labels = told(found, "thingLabel")
    for task in TASKS:
        assert any(task in label for label in labels), labels
    assert any(label.startswith("Danh mục nhiệm vụ") for label in labels)
    assert all(proof["quote"] for proofs in found["evidence"] for proof in proofs)
    assert all(found["evidence"])
    assert found["coverage"]["sources"] == 11


def test_a_list_is_approved_and_no_budget_is_claimed(store):
    found = answer(store, "authorised-by-decision", f"document={LIST_DECISION}")
    approvals = {iri.rpartition("#")[2] for iri in told(found, "approval")}
    assert "approvesList" in approvals
    assert not approvals & {"selectsHost", "approvesExecution", "recognisesResult"}


@pytest.mark.parametrize("typed", ["QĐ 412", "qd-ubnd 412/2023", "Quyết định 412 ngày 14/3/2023 Hòa Bình", "412"])
def test_a_decision_is_found_however_it_is_typed(store, typed):
    assert told(answer(store, "authorised-by-decision", f"document={typed}"), "thing") == told(
        answer(store, "authorised-by-decision", f"document={LIST_DECISION}"), "thing"
    )


def test_the_terminal_shows_answer_and_proof(store):
    question = ("ask", "authorised-by-decision", f"document={LIST_DECISION}")
    asked = run(*question, "--store", store, "--format", "table", language="vi")
    assert asked.returncode == 0
    assert "phê duyệt danh mục" in asked.stdout
    assert "Bằng chứng" in asked.stdout
    assert "mo Mường" in asked.stdout


def test_several_matches_are_listed_never_chosen(store, examples, tmp_path):
    for name in ("hoa-binh-2023-03-quyet-dinh-danh-muc.md", "quang-tri-2024-02-ke-hoach.md"):
        shutil.copy(examples / name, tmp_path)
    text = (tmp_path / "hoa-binh-2023-03-quyet-dinh-danh-muc.md").read_text(encoding="utf-8")
    other = text.replace("Hòa Bình", "Quảng Trị").replace("HÒA BÌNH", "QUẢNG TRỊ")
    (tmp_path / "other.md").write_text(other, encoding="utf-8")
    folder = tmp_path / "store"
    assert run("build", tmp_path, "--store", folder).returncode == 0
    asked = run("ask", "authorised-by-decision", "document=412", "--store", folder)
    assert asked.returncode == 2
    assert "document=doc/hoa-binh/ubnd/2023/412-qd-ubnd" in asked.stderr
    assert "document=doc/quang-tri/ubnd/2023/412-qd-ubnd" in asked.stderr
    chosen = run("ask", "authorised-by-decision", "document=doc/quang-tri/ubnd/2023/412-qd-ubnd", "--store", folder)
    assert chosen.returncode == 0


def test_csv_and_xlsx(store, tmp_path):
    question = ("ask", "authorised-by-decision", f"document={LIST_DECISION}", "--store", store)
    text = run(*question, "--format", "csv").stdout
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) >= 6
    saved = run(*question, "--format", "xlsx", "--output", tmp_path / "a.xlsx")
    assert saved.returncode == 0, saved.stderr
    assert load_workbook(tmp_path / "a.xlsx").worksheets[0].max_row == len(rows)


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["ask", "authorised-by", "document=1"], 2, "authorised-by-decision"),
        (["ask", "authorised-by-decision"], 2, "document"),
        (["ask", "authorised-by-decision", "document"], 2, "NAME=VALUE"),
        (["ask", "authorised-by-decision", "decision=412"], 2, "document, approval"),
        (["ask", "authorised-by-decision", "document=99999/QĐ-UBND"], 1, "not in the data"),
        (["ask", "authorised-by-decision", "document=412/QĐ-UBND", "approval=maybe"], 2, "list"),
        (["ask", "authorised-by-decision", "document=412/QĐ-UBND", "--format", "pdf"], 2, "xlsx"),
        (["ask", "tasks-by-stage", "as_of=31/6/2024"], 2, "not a date"),
        (
            ["ask", "planned-and-done", "reporter=Sở Khoa học và Công nghệ tỉnh Hòa Bình", "plan_period=soon"],
            2,
            "Q3/2023",
        ),
        (["query", "no-such-file.rq"], 2, "no-such-file.rq"),
        (["export", "--format", "doc"], 2, "graphml"),
    ],
)
def test_wrong_use_is_told_with_its_remedy(store, arguments, status, said):
    process = run(*arguments, "--store", store)
    assert process.returncode == status, process.stderr
    assert said in process.stderr
    assert "Traceback" not in process.stderr


def test_nothing_built_and_no_store_are_told(tmp_path):
    unbuilt = run("ask", "basis-chain", "document=1", "--store", tmp_path)
    assert unbuilt.returncode == 4
    assert "kg build" in unbuilt.stderr
    untold = run("ask", "basis-chain", "document=1")
    assert untold.returncode == 2
    assert "KG_STORE" in untold.stderr


def test_messages_are_vietnamese_by_default(tmp_path):
    assert "Lỗi: " in run("ask", "basis-chain", "document=1", "--store", tmp_path, language="").stderr


def test_every_command_has_help_with_an_example():
    from kg.app.commands import app

    for command in app.registered_commands:
        name = command.name or command.callback.__name__
        helped = run(name, "--help")
        assert helped.returncode == 0
        assert f"kg {name}" in helped.stdout


def test_sparql_in_several_forms(store):
    query = "SELECT (COUNT(*) AS ?n) { ?d a khcn:Decision }"
    as_json = json.loads(run("query", "-", "--store", store, "--format", "json", stdin=query).stdout)
    assert int(as_json["results"]["bindings"][0]["n"]["value"]) >= 5
    assert run("query", "-", "--store", store, "--format", "csv", stdin=query).stdout.startswith("n")
    graph = run(
        "query", "-", "--store", store, "--format", "nt", stdin="CONSTRUCT { ?d khcn:number ?n } { ?d khcn:number ?n }"
    )
    assert LIST_DECISION in graph.stdout
    false = run("query", "-", "--store", store, "--format", "json", stdin="ASK { ?d khcn:number 'none' }")
    assert (false.returncode, json.loads(false.stdout)["boolean"]) == (1, False)
    broken = run("query", "-", "--store", store, stdin="SELECT { ?d")
    assert broken.returncode == 2
    assert "Traceback" not in broken.stderr
    service = "SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }"
    refused = run("query", "-", "--store", store, stdin=service)
    assert refused.returncode == 2
    assert "SERVICE" in refused.stderr


@pytest.mark.parametrize("form", ["nquads", "trig", "turtle", "jsonld", "graphml", "gexf"])
def test_export_in_every_form(store, tmp_path, form):
    assert run("export", "--store", store, "--format", form, "--output", tmp_path / "out").returncode == 0
    assert "412" in (tmp_path / "out").read_text(encoding="utf-8")


def test_extract_writes_a_record_for_each_document(examples, tmp_path):
    (tmp_path / "in").mkdir()
    for folder in ("a", "b"):
        (tmp_path / "in" / folder).mkdir()
        shutil.copy(examples / "hoa-binh-2024-04-bao-cao.txt", tmp_path / "in" / folder / "report.txt")
    assert run("extract", tmp_path / "in", "--output", tmp_path / "out").returncode == 0
    records = [from_json(p.read_bytes()) for p in sorted((tmp_path / "out").iterdir())]
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["report-2.json", "report.json"]
    assert records[0] == records[1]
    lines = run("extract", examples / "hoa-binh-2024-04-bao-cao.txt").stdout.splitlines()
    assert from_json(lines[0]).document.issuer == "Sở Khoa học và Công nghệ tỉnh Hòa Bình"


def test_snapshots_and_back(examples, tmp_path):
    folder = tmp_path / "store"
    documents = sorted(examples.iterdir())
    assert run("build", documents[0], "--store", folder).returncode == 0
    assert run("build", *documents[:2], "--store", folder).returncode == 0
    again = run("build", *documents[:2], "--store", folder)
    assert "Nothing has changed" in again.stderr
    listed = run("snapshots", "--store", folder).stdout.splitlines()
    assert len(listed) == 2
    assert "(current)" in listed[1]
    assert run("rollback", "--store", folder).returncode == 0
    assert "(current)" in run("snapshots", "--store", folder).stdout.splitlines()[0]
    assert run("rollback", "0000", "--store", folder).returncode == 4


def test_evaluate_with_bars_and_baseline(examples, tmp_path):
    expected = examples.parent / "expected"
    baseline = tmp_path / "baseline.json"
    first = run(
        "evaluate", expected, examples, "--baseline", baseline, "--min", "citations=0.5", "--errors", "projects"
    )
    assert first.returncode == 0, first.stderr
    kept = json.loads(baseline.read_text(encoding="utf-8"))
    kept["found"] = kept["found"][1:]
    baseline.write_text(json.dumps(kept), encoding="utf-8")
    second = run("evaluate", expected, examples, "--baseline", baseline, "--min", "citations=1.01")
    assert second.returncode == 1
    assert "1 entries gained, 0 lost" in second.stderr
    assert "citations" in second.stderr


def test_a_folder_without_documents(tmp_path):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    process = run("build", tmp_path, "--store", tmp_path / "store")
    assert process.returncode == 4
    assert "picture.png" in process.stderr
    assert not (tmp_path / "store" / "current").exists()


def test_what_cannot_be_read_is_named_and_the_rest_is_built(examples, tmp_path):
    sources = tmp_path / "in"
    sources.mkdir()
    shutil.copy(examples / "quang-tri-2024-07-nghi-quyet.txt", sources)
    (sources / "empty.txt").write_bytes(b"")
    (sources / "damaged.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    (sources / "english.txt").write_text("The committee has approved the annual plan of research. " * 50)
    process = run("build", sources, "--store", tmp_path / "store")
    assert process.returncode == 3
    for name in ("empty.txt", "damaged.pdf", "english.txt"):
        assert name in process.stderr
    assert "1 documents" in process.stderr


def test_a_secret_document_leaves_nothing_but_its_name(tmp_path):
    documents = Path(__file__).parents[1] / "documents"
    secret = next((documents / "secret").glob("*.txt"))
    folder = tmp_path / "store"
    process = run("build", secret, *documents.glob("*.txt"), "--store", folder)
    assert process.returncode == 3
    assert secret.name in process.stderr
    told = (documents / "README.md").read_text("utf-8").partition("- `secret/`")[2].partition("\n- ")[0]
    canaries = [word.strip(" `.\n") for word in told.partition("canary words:")[2].split(",")]
    assert canaries
    kept = b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file()) + process.stderr.encode()
    for canary in canaries:
        assert canary.encode() not in kept, canary
