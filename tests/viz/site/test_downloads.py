"""What is taken away opens elsewhere as it was, with every Vietnamese letter and every proof."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

import docx
import pytest
import rdflib
from asgi import Client
from docx.oxml.ns import qn
from openpyxl import load_workbook

from kg.store import Snapshot
from queries.ask import ask
from queries.catalogue import catalogue
from tests.conftest import require
from viz.shown import readable

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_CALC = Path(str(OFFICE)).resolve().parent / "libsclo.so"  # what opens tables is a package of its own
QUESTION, GIVEN = "authorised-by-decision", {"document": "412/QĐ-UBND"}
DECISION = "https://w3id.org/khcn/id/doc/hoa-binh/ubnd/2023/412-qd-ubnd"


def fetch(web: Client, form: str, name: str = QUESTION, language: str = "vi", **given: str) -> bytes:
    answer = web.get(f"/questions/{name}?{urlencode((given or GIVEN) | {'format': form, 'lang': language})}")
    assert answer.status == 200, answer.text
    return answer.body


def converted(data: bytes, name: str, target: str, folder: Path, ending: str, *more: str) -> Path:
    """A file as LibreOffice writes it in another format."""
    require(OFFICE and (name.endswith("docx") or _CALC.exists()), "LibreOffice")
    (folder / name).write_bytes(data)
    command = [
        str(OFFICE),
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        target,
        *more,
    ]
    done = [*command, "--outdir", str(folder / "out"), str(folder / name)]
    subprocess.run(done, check=True, capture_output=True, timeout=180)
    return folder / "out" / f"{Path(name).stem}.{ending}"


def told(graph: Snapshot) -> tuple[set[str], set[str]]:
    """What a person reads in the answer, and the words that prove it."""
    answer = ask(graph, QUESTION, GIVEN)
    values = {str(row[i]) for row in answer.rows for i in readable(answer) if row[i] is not None}
    return values, {p.quote for proofs in answer.evidence for p in proofs}


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_word_opens_with_rows_and_footnotes(web: Client, graph: Snapshot, tmp_path: Path) -> None:
    written = zipfile.ZipFile(converted(fetch(web, "docx"), "a.docx", "odt", tmp_path, "odt")).read("content.xml")
    page: Any = docx.oxml.parse_xml(written)
    text = squeezed("".join(page.itertext()))
    values, quotes = told(graph)
    for expected in (*values, *quotes, catalogue()[QUESTION].wording["vi"], graph.snapshot, "Đã hỏi 11 tài liệu"):
        assert squeezed(expected) in text, expected
    assert written.count(b'text:note-class="footnote"') == sum(map(len, ask(graph, QUESTION, GIVEN).evidence))


def test_word_is_typeset_as_the_decree_has_it(web: Client) -> None:
    document = docx.Document(io.BytesIO(fetch(web, "docx")))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= round(section.top_margin.mm) <= 25
    assert 30 <= round(section.left_margin.mm) <= 35
    assert 15 <= round(section.right_margin.mm) <= 20
    normal = document.styles["Normal"].font
    assert normal.name == "Times New Roman"
    assert 13 <= normal.size.pt <= 14
    assert section.different_first_page_header_footer
    assert section.header._element.xpath(".//w:fldSimple[@w:instr='PAGE']")
    assert document.tables[0].rows[0]._tr.xpath("./w:trPr/w:tblHeader")


def test_every_proof_is_a_footnote_of_its_row(web: Client, graph: Snapshot) -> None:
    data = fetch(web, "docx")
    notes = _footnotes(data)
    answer = ask(graph, QUESTION, GIVEN)
    table = docx.Document(io.BytesIO(data)).tables[0]
    for row, proofs in zip(table.rows[1:], answer.evidence, strict=True):
        marks = [int(m.get(qn("w:id"))) for m in row._tr.iter(qn("w:footnoteReference"))]
        words = [_followed(notes, mark) for mark in marks]
        assert [squeezed(p.quote) in words[i] for i, p in enumerate(proofs)] == [True] * len(marks)


def _footnotes(data: bytes) -> dict[int, str]:
    notes: Any = docx.oxml.parse_xml(zipfile.ZipFile(io.BytesIO(data)).read("word/footnotes.xml"))
    return {int(n.get(qn("w:id"))): squeezed("".join(n.itertext())) for n in notes}


def _followed(notes: dict[int, str], mark: int) -> str:
    """A note, or the one that it refers to."""
    again = re.fullmatch(r"Xem chú thích (\d+)\.", notes[mark])
    return notes[int(again.group(1))] if again else notes[mark]


def test_excel_opens_with_rows_and_evidence(web: Client, graph: Snapshot, tmp_path: Path) -> None:
    data = fetch(web, "xlsx")
    target = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"  # all sheets, UTF-8
    first = converted(data, "a.xlsx", target, tmp_path, "csv")
    text = squeezed("".join(path.read_text("utf-8-sig") for path in first.parent.glob("a*.csv")).replace('""', '"'))
    values, quotes = told(graph)
    assert {v for v in values | quotes if squeezed(v) not in text} == set()
    assert load_workbook(io.BytesIO(data)).sheetnames == ["Trả lời", "Bằng chứng", "Thông tin chung"]


def test_days_are_days_to_excel(web: Client, graph: Snapshot) -> None:
    given = catalogue()["task-file"].example
    sheet = load_workbook(io.BytesIO(fetch(web, "xlsx", "task-file", **given)))["Trả lời"]
    answer = ask(graph, "task-file", given)
    at = answer.columns.index("date")
    cells = [row[at] for row in sheet.iter_rows(min_row=2)]
    days = [str(c.value.date()) if c.is_date else c.value for c in cells]
    assert sorted(map(str, days)) == sorted(str(row[at]) for row in answer.rows)
    assert all(cell.is_date and cell.number_format == "dd/mm/yyyy" for cell in cells if cell.value)


def test_csv_opens_with_vietnamese(web: Client, graph: Snapshot, tmp_path: Path) -> None:
    data = fetch(web, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    as_utf8 = "--infilter=Text - txt - csv (StarCalc):44,34,76"  # without a window nobody is asked, nor the BOM
    book = load_workbook(converted(data, "a.csv", "xlsx", tmp_path, "xlsx", as_utf8))
    seen = {str(cell) for row in book.active.iter_rows(values_only=True) for cell in row if cell is not None}
    values, _ = told(graph)
    assert values <= seen
    english = list(csv.reader(io.StringIO(fetch(web, "csv", language="en").decode("utf-8-sig"))))
    assert english[0][-1] == "Evidence"


def test_turtle_says_what_the_graph_says_and_what_the_rows_rest_on(web: Client, graph: Snapshot) -> None:
    found = rdflib.Graph().parse(data=fetch(web, "ttl"), format="turtle")
    answer = ask(graph, QUESTION, GIVEN)
    evidence = {p.iri for proofs in answer.evidence for p in proofs}
    exact = rdflib.URIRef("http://www.w3.org/ns/oa#exact")
    assert {str(s) for s in found.subjects(exact)} == evidence
    for row in answer.rows:
        thing, approval = (rdflib.URIRef(str(row[answer.columns.index(c)])) for c in ("thing", "approval"))
        assert (rdflib.URIRef(DECISION), approval, thing) in found
    values = " ".join(f"({s.n3()} {p.n3()} {o.n3()})" for s, p, o in found if not isinstance(s, rdflib.BNode))
    pattern = "{ GRAPH ?g { ?s ?p ?o } } UNION { ?s ?p ?o }"
    _, rows = graph.select(f"SELECT DISTINCT ?s ?p ?o {{ VALUES (?s ?p ?o) {{ {values} }} {pattern} }}")
    assert len(rows) == len(found)


def test_names_of_files_are_vietnamese(web: Client) -> None:
    header = web.get(f"/questions/{QUESTION}?{urlencode(GIVEN | {'format': 'docx'})}").headers["content-disposition"]
    plain, full = re.fullmatch(r"attachment; filename=\"([ -~]+)\"; filename\*=UTF-8''(\S+)", header).groups()
    assert plain == "authorised-by-decision-412-qd-ubnd.docx"
    assert unquote(full) == "authorised-by-decision-412-QĐ-UBND.docx"


@pytest.mark.parametrize("form", ["docx", "xlsx", "csv"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_document_to_take_away(web: Client, graph: Snapshot, form: str, language: str) -> None:
    answer = web.get(f"/download/document?{urlencode({'iri': DECISION, 'format': form, 'lang': language})}")
    assert answer.status == 200
    approved = f"<{DECISION}> <https://w3id.org/khcn/ontology#approvesList> ?task"
    _, rows = graph.select(f"SELECT ?l {{ {approved} . ?task <http://www.w3.org/2000/01/rdf-schema#label> ?l }}")
    labels = {str(label) for (label,) in rows}
    assert labels
    assert labels <= _texts(answer.body, form)


def _texts(data: bytes, form: str) -> set[str]:
    if form == "docx":
        tables = docx.Document(io.BytesIO(data)).tables
        return {cell.text.rstrip(", ") for table in tables for row in table.rows for cell in row.cells}
    if form == "xlsx":
        sheets = load_workbook(io.BytesIO(data)).worksheets
        return {str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row}
    return {cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row}


@pytest.mark.parametrize(
    ("iri", "form", "status"),
    [
        ("https://w3id.org/khcn/id/doc/none", "docx", 404),
        ("x> ?p ?o }", "docx", 400),
        ("", "docx", 400),
        (DECISION, "pdf", 406),
    ],
)
def test_a_document_that_is_not_there(web: Client, iri: str, form: str, status: int) -> None:
    assert web.get(f"/download/document?{urlencode({'iri': iri, 'format': form})}").status == status


def test_an_empty_answer_says_why_in_word(web: Client, graph: Snapshot) -> None:
    given = {"activity_type": "verification", "unit": "không có đơn vị này"}
    document = docx.Document(io.BytesIO(fetch(web, "docx", "activity-totals", **given)))
    answer = ask(graph, "activity-totals", given)
    assert not answer.rows
    assert not document.tables
    assert answer.note in "\n".join(p.text for p in document.paragraphs)
