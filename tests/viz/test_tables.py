"""Answers as tables keep every Vietnamese letter and every proof."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook
from rich.console import Console

from queries.answer import Answer, Coverage, Proof
from viz import tables

QUOTE = "Quyết định số 12/QĐ-UBND ngày 03/4/2024 phê duyệt danh mục"


@pytest.fixture
def answer():
    proof = Proof("https://w3id.org/khcn/id/source/0#char=0,9", QUOTE, "source/0", "bao-cao.txt", 0, 9, 2, "II.1")
    return Answer(
        "authorised-by-decision",
        {"document": "12/QĐ-UBND"},
        ["task", "amount"],
        [["Nghiên cứu giống lúa", 1500000], ["=HYPERLINK(1)", None]],
        [[proof], []],
        Coverage(3, "2024-04-03", 1),
        "abc",
        ["Nhiệm vụ", "Số tiền"],
    )


def test_csv_opens_in_excel_and_holds_no_formula(answer):
    text = tables.as_csv(answer, "vi")
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows == [
        ["Nhiệm vụ", "Số tiền", "Bằng chứng"],
        ["Nghiên cứu giống lúa", "1500000", QUOTE],
        ["'=HYPERLINK(1)", "", ""],
    ]


def test_xlsx_has_rows_and_evidence(answer):
    book = load_workbook(io.BytesIO(tables.as_xlsx(answer, "vi")))
    sheet = book["Trả lời"]
    assert [c.value for c in sheet[1]] == ["Nhiệm vụ", "Số tiền"]
    assert [c.value for c in sheet[2]] == ["Nghiên cứu giống lúa", 1500000]
    assert sheet["A3"].value == "=HYPERLINK(1)"
    assert sheet["A3"].data_type == "s"
    assert book["Bằng chứng"]["B2"].value == QUOTE


def test_json_has_the_promised_keys(answer):
    told = json.loads(tables.as_json(answer))
    assert list(told) == ["question", "parameters", "columns", "rows", "evidence", "coverage", "snapshot", "note"]
    assert told["evidence"][0][0]["quote"] == QUOTE


def test_terminal_shows_the_words_and_the_coverage(answer):
    console = Console(record=True, width=200, file=io.StringIO())
    tables.as_terminal(answer, "vi", console)
    text = console.export_text()
    assert QUOTE in text
    assert "Đã hỏi 3 tài liệu" in text


def test_terminal_says_that_not_found_is_not_none(answer):
    answer.rows, answer.evidence = [], []
    console = Console(record=True, width=200, file=io.StringIO())
    tables.as_terminal(answer, "en", console)
    assert "does not mean that there is none" in console.export_text()
