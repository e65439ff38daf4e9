"""Checking the bases of a draft: pasted or as a file, it is judged, told with proofs, and forgotten."""

from __future__ import annotations

import csv
import io
import json
import logging
import uuid
from pathlib import Path
from typing import Any

import docx
import lxml.html
import pytest
from asgi import Answer, Client

from kg.store import Snapshot
from queries.ask import ask
from viz.site.uploads import MOST_BYTES

DRAFT = """Căn cứ Nghị quyết số 19/2018/NQ-HĐND ngày 08 tháng 12 năm 2018 của Hội đồng nhân dân tỉnh Quảng Trị;
Căn cứ Quyết định số 2210/QĐ-UBND ngày 26 tháng 10 năm 2024 của Chủ tịch Ủy ban nhân dân tỉnh Hòa Bình;
Căn cứ Quyết định số 4321/QĐ-UBND ngày 01 tháng 02 năm 2024 của Ủy ban nhân dân tỉnh Hòa Bình;
Căn cứ Quyết định số 412/QĐ-UBND ngày 14 tháng 3 năm 2023 của Ủy ban nhân dân tỉnh Hòa Bình;
"""


def post(web: Client, address: str = "/check-bases", file: tuple[str, bytes] | None = None, **fields: str) -> Answer:
    mark = uuid.uuid4().hex
    begun = f"--{mark}\r\nContent-Disposition: form-data; name="
    parts = [f'{begun}"{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    if file:
        head = f'{begun}"file"; filename="{file[0]}"\r\n\r\n'
        parts.append(head.encode() + file[1] + b"\r\n")
    body = b"".join(parts) + f"--{mark}--\r\n".encode()
    return web.request("POST", address, body, {"Content-Type": f"multipart/form-data; boundary={mark}"})


def tree(answer: Answer) -> Any:
    return lxml.html.fromstring(answer.body, parser=lxml.html.HTMLParser(encoding="utf-8"))


def judged(answer: Answer) -> list[tuple[str, str]]:
    """Each basis with its verdict."""
    rows = tree(answer).xpath("//tbody/tr")
    return [(" ".join(r[1].text_content().split()), " ".join(r[2].text_content().split())) for r in rows]


def expected(graph: Snapshot, language: str = "vi") -> list[tuple[str, str]]:
    answer = ask(graph, "check-bases", {"text": DRAFT}, language)
    return [(str(row[0]), str(row[1]).replace("; ", " ")) for row in answer.rows]


def word() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for line in DRAFT.splitlines():
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_basis_is_judged_with_its_proof(web: Client, graph: Snapshot, language: str) -> None:
    answer = post(web, f"/check-bases?lang={language}", text=DRAFT)
    assert answer.status == 200
    assert len(expected(graph)) == 4
    assert judged(answer) == expected(graph, language)
    page = tree(answer)
    assert [bool(row.xpath(".//q")) for row in page.xpath("//tbody/tr")] == [True, True, False, True]
    looks = [row.xpath(".//span[contains(@class, 'badge')]/@class")[0] for row in page.xpath("//tbody/tr")]
    assert looks == ["badge bad", "badge bad", "badge unknown", "badge good"]
    assert page.xpath("//textarea")[0].text.strip() == DRAFT.strip()


@pytest.mark.parametrize(
    ("name", "data"),
    [("dự thảo.docx", word()), ("draft.txt", DRAFT.encode()), ("d.txt", DRAFT.encode("utf-16"))],
    ids=["word", "text", "utf-16"],
)
def test_a_file_is_judged_as_its_text_is(web: Client, graph: Snapshot, name: str, data: bytes) -> None:
    assert judged(post(web, file=(name, data), text="")) == expected(graph)


def test_nothing_of_a_draft_is_kept(
    web: Client, store: Path, tmp_path_factory: pytest.TempPathFactory, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before = {path: path.stat().st_mtime_ns for path in store.rglob("*")}
    secret = "Căn cứ Quyết định số 98761/QĐ-UBND ngày 14 tháng 3 năm 2023 của Ủy ban nhân dân tỉnh Hòa Bình;"
    answer = post(web, text=secret)
    assert "98761" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert {path: path.stat().st_mtime_ns for path in store.rglob("*")} == before
    assert "98761" not in caplog.text
    assert "98761" not in web.get("/check-bases").text
    assert web.get("/questions/check-bases?text=98761").headers["location"] == "/check-bases"


@pytest.mark.parametrize("form", ["csv", "json", "docx", "xlsx", "ttl"])
def test_what_was_found_is_taken_away(web: Client, graph: Snapshot, form: str) -> None:
    answer = post(web, text=DRAFT, format=form)
    assert answer.status == 200
    assert "check-bases." in answer.headers["content-disposition"]
    verdicts = [row[1] for row in ask(graph, "check-bases", {"text": DRAFT}).rows]
    if form == "csv":
        assert [row[1] for row in csv.reader(io.StringIO(answer.body.decode("utf-8-sig")))][1:] == verdicts
    if form == "docx":
        table = docx.Document(io.BytesIO(answer.body)).tables[0]
        assert [row.cells[2].text for row in table.rows[1:]] == verdicts


def test_programs_post_json(web: Client, graph: Snapshot) -> None:
    body = json.dumps({"text": DRAFT}).encode()
    answer = web.request("POST", "/api/questions/check-bases", body, {"Content-Type": "application/json"})
    assert answer.json()["rows"] == ask(graph, "check-bases", {"text": DRAFT}).to_json()["rows"]
    for wrong in (b"{", b"[]", b'{"text": 1}', b"{}"):
        refused = web.request("POST", "/api/questions/check-bases", wrong, {"Content-Type": "application/json"})
        assert (refused.status, refused.media) == (400, "application/problem+json")


@pytest.mark.parametrize(
    ("file", "status"),
    [
        (("bảng.xlsx", b"PK\x03\x04" + b"x" * 100), 422),
        (("hỏng.docx", b"PK\x03\x04" + b"\x00" * 100), 422),
        (("hỏng.pdf", b"%PDF-1.7\n" + b"\xff" * 1000), 422),
        (("ảnh.png", b"\x89PNG\r\n"), 422),
        (("mật.txt", ("TUYỆT MẬT\n" + DRAFT).encode()), 422),
        (None, 400),
    ],
)
def test_what_cannot_be_read_says_why(web: Client, file: tuple[str, bytes] | None, status: int) -> None:
    answer = post(web, file=file, text="")
    assert answer.status == status
    assert len(tree(answer).xpath("//*[@role='alert']")[0].text) > 20
    assert b"4321" not in answer.body


def test_a_secret_draft_that_is_pasted_is_refused(web: Client) -> None:
    answer = post(web, text="UBND TỈNH HÒA BÌNH\nMẬT\n" + DRAFT)
    assert answer.status == 422
    assert not tree(answer).xpath("//table")


def test_what_is_too_large_is_refused(web: Client) -> None:
    assert post(web, text="Căn cứ " * 50_000).status == 400
    assert post(web, file=("lớn.txt", b"x" * (MOST_BYTES + 1))).status == 413
    assert web.request("POST", "/check-bases", b"x", {"Content-Type": "text/plain"}).status == 415


def test_a_text_without_bases_says_so(web: Client) -> None:
    page = tree(post(web, text="Hôm nay trời đẹp."))
    assert not page.xpath("//table")
    assert "Căn cứ" in page.xpath("//section")[0].text_content()


def test_another_province_s_decision_of_that_number_is_not_taken_for_it(web: Client) -> None:
    found = judged(post(web, text="Căn cứ Quyết định số 412/QĐ-UBND ngày 01/02/2020 của Ủy ban nhân dân tỉnh Lào Cai;"))
    assert [verdict for _, verdict in found] == ["không tìm thấy trong dữ liệu"]
