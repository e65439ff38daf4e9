"""People in the wording of administrative documents."""

from __future__ import annotations

import pytest

from ingest.context import Context
from ingest.layout import lay_out
from ingest.organisations import find_organisations
from ingest.people import find_people
from ingest.places import find_places
from ingest.source import Source
from ontology.records import Person
from ontology.units import unit_table

UNITS = unit_table()
COMMITTEE = "Ủy ban nhân dân tỉnh Sơn La"


def found(text: str, issuer: str = COMMITTEE) -> dict[str, Person]:
    where = Context(UNITS, UNITS["14-2004"], date="2022-03-01", issuer=issuer)
    made = lay_out(Source("made.txt", text))
    organisations = find_organisations(made, where, find_places(made, where))
    return {p.name: p for p in find_people(made, where, organisations)}


def told(text: str) -> set[tuple[str, str | None, str | None]]:
    return {(p.name, p.role, p.organisation) for p in found(text).values()}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("1. Ông Lò Văn Bun, Phó Chủ tịch UBND tỉnh - Chủ tịch Hội đồng;", {("Lò Văn Bun", "Phó Chủ tịch", COMMITTEE)}),
        ("chủ nhiệm đề tài: TS. Quàng Thị Mây", {("Quàng Thị Mây", "Chủ nhiệm đề tài", None)}),
        ("Dự án do ThS. Nguyễn An làm chủ nhiệm.", {("Nguyễn An", "Chủ nhiệm dự án", None)}),
        ("Thay đổi chủ nhiệm dự án từ ông Cà Văn Ín sang bà Hà Thị Lả.",
         {("Cà Văn Ín", "Chủ nhiệm dự án", None), ("Hà Thị Lả", "Chủ nhiệm dự án", None)}),
        ("Bà H'Yam Niê, Phó Giám đốc Sở Công Thương", {("H'Yam Niê", "Phó Giám đốc", "Sở Công Thương tỉnh Sơn La")}),
        ("Giám đốc Sở Y tế Trần Văn Tú phát biểu.", {("Trần Văn Tú", "Giám đốc", "Sở Y tế tỉnh Sơn La")}),
        ("đồng chí Phó Chủ tịch UBND tỉnh kết luận; Chủ tịch UBND các huyện Mai Sơn, Yên Châu thực hiện.", set()),
        ("Kỷ niệm Ngày sinh Chủ tịch Hồ Chí Minh; TS Khoa học; ông Ngoại.", set()),
    ],
)  # fmt: skip
def test_names_offices_and_bodies(text: str, people: set[tuple[str, str | None, str | None]]) -> None:
    assert told(text) == people


def table(*rows: str) -> str:
    head, *body = (f"| {row} |" for row in rows)
    return "\n".join(["QUYẾT ĐỊNH", "", "Điều 1. Danh sách kèm theo:", "", head, "|--|--|--|", *body, ""])


def test_tables_of_members_and_of_tasks() -> None:
    members = table("TT | Họ và tên | Chức vụ", "1 | Nguyễn Thị Na | Giám đốc Sở Tài chính", "2 | Tên đề tài | Ủy viên")
    assert told(members) == {("Nguyễn Thị Na", "Giám đốc", "Sở Tài chính tỉnh Sơn La")}
    tasks = table("TT | Tên đề tài | Chủ nhiệm", "1 | Đề tài giống lúa nương | PGS.TS. Vì Văn Son")
    assert told(tasks) == {("Vì Văn Son", "Chủ nhiệm đề tài", None)}


def test_who_signs_for_the_head_is_no_head() -> None:
    signature = "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nVàng A Sa\n"
    text = f"QUYẾT ĐỊNH\n\nĐiều 1. Phê duyệt./.\n\n{signature}"
    person = found(text)["Vàng A Sa"]
    assert (person.role, person.organisation) == ("Phó Chủ tịch", COMMITTEE)


def test_one_entry_for_all_mentions() -> None:
    person = found("Ông Lò Văn Bun chủ trì. Theo ông Lò Văn Bun, Giám đốc Sở Y tế, cần làm sớm.")["Lò Văn Bun"]
    assert len(person.spans) == 2
    assert (person.role, person.organisation) == ("Giám đốc", "Sở Y tế tỉnh Sơn La")
