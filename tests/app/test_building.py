"""Building and extracting as a person meets them: what is read, what is set aside, what is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest.readers import UnreadableDocument
from ingest.readers import discover as files_below
from kg.app import reading
from kg.app.building import build_graph
from kg.app.extracting import extract_records
from kg.app.failures import FAILED, SET_ASIDE, WRONG_USE, Failure
from kg.app.history import go_back, show_snapshots
from kg.app.language import Speaker
from kg.app.sources import discover, worded
from kg.reading import SetAside
from kg.snapshot import list_snapshots
from ontology.records import from_json
from tests.app.conftest import run


def text(month: int) -> str:
    return (
        f"SỞ KHOA HỌC VÀ CÔNG NGHỆ TỈNH SƠN LA\n\nSố: {month}/BC-SKHCN\n\nSơn La, ngày 20 tháng {month} năm 2024\n\n"
        f"BÁO CÁO\n\nKết quả công tác tháng {month} năm 2024\n\nSở đã kiểm định {40 + month} phương tiện đo.\n"
    )


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder with two documents."""
    folder = tmp_path / "tai-lieu"
    folder.mkdir()
    for month in (4, 5):
        (folder / f"bao-cao-{month}.txt").write_text(text(month), "utf-8")
    return folder


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Speaker, "language", "en")


def test_a_graph_among_the_documents_is_not_read(documents: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = documents / "data"
    assert build_graph([documents], store, 1, "internal") == 0
    (documents / "bao-cao-4.txt").unlink()
    assert build_graph([documents], store, 1, "internal") == 0
    assert [row.documents for row in list_snapshots(store)] == [2, 1]
    assert "data: The folder of a graph" in capsys.readouterr().err
    files, aside = files_below([documents])
    assert [f.name for f in files] == ["bao-cao-5.txt"]
    assert aside == [(store, "store")]
    with pytest.raises(Failure) as failure:
        build_graph([store / "snapshots"], store, 1, "internal")
    assert failure.value.status == WRONG_USE
    assert "lies inside the graph's folder" in failure.value.message


def test_the_store_itself_is_passed_over_before_anything_is_published(documents: Path) -> None:
    (documents / "data").mkdir()
    shutil.copy(documents / "bao-cao-4.txt", documents / "data" / "rest.txt")
    paths, aside = discover([documents], documents / "data")
    assert [p.name for p in paths] == ["bao-cao-4.txt", "bao-cao-5.txt"]
    assert [(s.name, s.reason, s.failed) for s in aside] == [("data", "store", False)]


def test_what_discovering_set_aside_is_counted_and_copies_are_named(
    documents: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (documents / "bang.xlsx").write_bytes(b"PK\x03\x04")
    shutil.copy(documents / "bao-cao-4.txt", documents / "ban-sao.txt")
    assert build_graph([documents], tmp_path / "data", 1, "internal") == 0
    assert [row.set_aside for row in list_snapshots(tmp_path / "data")] == [1]
    assert "bao-cao-4.txt: the same text as" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "reason", "failed"),
    [
        ("a.doc", "legacy-office", True), ("a.png", "image", True), ("a.JPG", "image", True), ("a.tif", "image", True),
        ("a.rtf", "rtf", True), ("a.pdf", "scan", True), ("a.xls", "legacy-office", False),
        ("a.ppt", "legacy-office", False), ("a.gif", "image", False), ("a.xlsx", "spreadsheet", False),
        (".a.txt", "hidden", False), ("~$a.docx", "lock-file", False), ("a.txt", "same-file", False),
        ("a.xyz", "unknown-format", False), ("a", "directory", False),
    ],
)  # fmt: skip
def test_what_counts_as_a_document_that_could_not_be_read(name: str, reason: str, failed: bool) -> None:
    assert reading.set_aside(UnreadableDocument(Path(name), reason)).failed is failed


def test_an_old_word_file_is_told_by_the_exit_status(documents: Path, tmp_path: Path) -> None:
    (documents / "cu.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert extract_records([documents], tmp_path / "ban-ghi", 1) == SET_ASIDE


@pytest.mark.parametrize("code", ["crash", "error", "store", "too-slow", "unopened", "scan", "secret", "rtf"])
def test_reasons_are_worded_when_they_are_shown(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one = SetAside("a.pdf", code, True, ("page", 3), "in/a.pdf", "said")
    english = worded(one)
    monkeypatch.setattr(Speaker, "language", "vi")
    assert english.startswith("in/a.pdf")
    assert "What to do:" in english
    assert "Cách xử lý:" in worded(one)


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "là tệp, không phải thư mục"), ("en", "is a file, not a folder")]
)
def test_errors_of_a_store_are_told_in_the_language(language: str, said: str, documents: Path) -> None:
    built = run("build", documents, "--store", documents / "bao-cao-4.txt" / "data", language=language)
    assert built.returncode == FAILED
    assert said in built.stderr
    assert run("snapshots", "--store", documents, language=language).returncode == FAILED


def test_a_store_that_cannot_be_opened_is_listed_and_left(
    documents: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "data"
    build_graph([documents / "bao-cao-4.txt"], store, 1, "internal")
    build_graph([documents], store, 1, "internal")
    first, second = (row.hash for row in list_snapshots(store))
    shutil.rmtree(store / "snapshots" / second / "store")
    assert show_snapshots(store) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    (store / "snapshots" / second / "manifest.json").unlink()
    assert show_snapshots(store) == 0
    assert f"{second[:12]} is damaged" in capsys.readouterr().err
    assert go_back(store, None) == 0
    assert [row.hash for row in list_snapshots(store) if row.current] == [first]


def test_no_record_takes_the_place_of_another(tmp_path: Path) -> None:
    months = {"a/report.txt": 1, "b/report-2.md": 2, "c/report.txt": 3, "d/Report.txt": 4}
    for name, month in months.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True)
        path.write_text(text(month), "utf-8")
    assert extract_records([tmp_path / "in"], tmp_path / "out", 1) == 0
    records = {path.stem: from_json(path.read_bytes()) for path in (tmp_path / "out").iterdir()}
    assert sorted(records) == ["Report-4", "report", "report-2", "report-3"]
    assert {record.document.number for record in records.values()} == {f"{m}/BC-SKHCN" for m in months.values()}


@pytest.mark.parametrize("library", ["ahocorasick_rs", "pypdfium2", "python-docx", "selectolax"])
def test_a_new_library_reads_anew(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, version = reading.rules_version(), reading.version
    monkeypatch.setattr(reading, "version", lambda name: "0" if name == library else version(name))
    assert reading.rules_version.__wrapped__() != before


def test_snapshots_are_compared_and_old_ones_removed(documents: Path, tmp_path: Path) -> None:
    """What a new edition changed, as patches for those who keep a copy; then only the newest is kept."""
    store, patch = tmp_path / "store", tmp_path / "patch"
    assert build_graph([documents / "bao-cao-4.txt"], store, 1, "internal") == 0
    assert build_graph([documents], store, 1, "internal") == 0
    older, newest = (row.hash for row in list_snapshots(store))
    assert run("snapshots", "--diff", f"{older[:10]}..{newest}", "-o", patch, "--store", store).returncode == 1
    assert (patch / "added.nq").read_text("utf-8").count("\n") > 50
    assert run("snapshots", "--diff", f"{newest}..{newest}", "--store", store).returncode == 0
    assert run("snapshots", "--diff", "0000000000", "--store", store).returncode == FAILED
    assert run("snapshots", "--keep", "1", "--store", store).returncode == 0
    assert [row.hash for row in list_snapshots(store)] == [newest]
