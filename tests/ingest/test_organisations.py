"""Organisations in the wording of administrative documents."""

from __future__ import annotations

import time

import pytest

from ingest.context import Context
from ingest.layout import Layout, lay_out
from ingest.organisations import find_organisation_relations, find_organisations
from ingest.people import find_people
from ingest.places import find_places
from ingest.source import Source
from ontology.records import Organisation
from ontology.units import unit_table

UNITS = unit_table()
DEPARTMENT = "Sở Khoa học và Công nghệ tỉnh Sơn La"


def context(issuer: str = DEPARTMENT, district: str | None = None) -> Context:
    return Context(UNITS, UNITS["14-2004"], UNITS[district] if district else None, date="2021-11", issuer=issuer)


def layout(text: str) -> Layout:
    return lay_out(Source("made.txt", text))


def found(text: str, where: Context | None = None) -> dict[str, Organisation]:
    made, where = layout(text), where or context()
    return {o.name: o for o in find_organisations(made, where, find_places(made, where))}


def relations(text: str, where: Context | None = None) -> set[tuple[str, str, str]]:
    made, where = layout(text), where or context()
    places = find_places(made, where)
    organisations = find_organisations(made, where, places)
    people = find_people(made, where, organisations)
    links = find_organisation_relations(made, where, organisations, places, people)
    assert all(made.text[link.start : link.end].strip() for link in links)
    return {(link.subject.name, link.predicate, link.object.name) for link in links}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Phối hợp với UBND huyện Mường La, Bắc Yên và huyện Mai Sơn kiểm tra.",
         {"Ủy ban nhân dân huyện Mường La", "Ủy ban nhân dân huyện Bắc Yên", "Ủy ban nhân dân huyện Mai Sơn"}),
        ("Trình HĐND, UBND tỉnh xem xét.", {"Hội đồng nhân dân tỉnh Sơn La", "Ủy ban nhân dân tỉnh Sơn La"}),
        ("Sở Tài chính, Nội vụ và Sở NN&PTNT cho ý kiến.",
         {"Sở Tài chính tỉnh Sơn La", "Sở Nội vụ tỉnh Sơn La", "Sở Nông nghiệp và Phát triển nông thôn tỉnh Sơn La"}),
        ("Giao các Sở: Y tế, Xây dựng thực hiện.", {"Sở Y tế tỉnh Sơn La", "Sở Xây dựng tỉnh Sơn La"}),
        ("Sở KH&CN các tỉnh Lào Cai, Hà Giang trao đổi.",
         {"Sở Khoa học và Công nghệ tỉnh Lào Cai", "Sở Khoa học và Công nghệ tỉnh Hà Giang"}),
        ("Chỉ thị của Ban Thường vụ Tỉnh ủy.", {"Ban Thường vụ Tỉnh ủy Sơn La", "Tỉnh ủy Sơn La"}),
        ("Các sở, ngành, UBND các huyện, thành phố và lãnh đạo các phòng thực hiện.", set()),
        ("Căn cứ Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương.", set()),
        ("Nghiên cứu nhiệm vụ Khoa học, thị trường Lạng Sơn, môi trường Đô thị và doanh nghiệp Việt Nam.", set()),
        ("UBND tỉnh ủy quyền cho Bộ KH&CN.", {"Ủy ban nhân dân tỉnh Sơn La", "Bộ Khoa học và Công nghệ"}),
        ("Theo Quyết định số 12/QĐ-UBND và Tờ trình số 7/TTr-SKHCN.", set()),
    ],
)  # fmt: skip
def test_bodies_of_the_state(text: str, names: set[str]) -> None:
    assert set(found(text)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Công ty TNHH dịch vụ thương mại Hoa Ban thực hiện dự án.", {"Công ty TNHH dịch vụ thương mại Hoa Ban"}),
        ("Công ty Cổ phần Tinh bột sắn Khe Lướt triển khai Quyết định.", {"Công ty Cổ phần Tinh bột sắn Khe Lướt"}),
        ("CHXD Ngọc Hà, huyện Mai Sơn; HTX nông nghiệp hữu cơ Mường Động đã ký.",
         {"Cửa hàng xăng dầu Ngọc Hà", "Hợp tác xã nông nghiệp hữu cơ Mường Động"}),
        ("Trường Đại học Công nghệ Thông tin và Truyền thông, Trường THPT Tô Hiệu, số 5 đường Trường Chinh.",
         {"Trường Đại học Công nghệ Thông tin và Truyền thông", "Trường THPT Tô Hiệu"}),
        ("Trung tâm Y tế huyện Mai Sơn và Yên Châu; Bệnh viện đa khoa tỉnh.",
         {"Trung tâm Y tế huyện Mai Sơn", "Trung tâm Y tế huyện Yên Châu", "Bệnh viện Đa khoa tỉnh Sơn La"}),
        ("Trung tâm Dịch vụ nông nghiệp thành phố phối hợp với Viện nghiên cứu ngô thực hiện.",
         {"Trung tâm Dịch vụ nông nghiệp thành phố Sơn La", "Viện nghiên cứu ngô"}),
        ("Phòng An ninh Công an tỉnh cử cán bộ.", {"Phòng An ninh Công an tỉnh Sơn La", "Công an tỉnh Sơn La"}),
    ],
)  # fmt: skip
def test_bodies_told_by_their_own_words(text: str, names: set[str]) -> None:
    assert set(found(text)) == names


def test_councils_reach_to_the_end_of_their_function() -> None:
    text = (
        "Thành lập Hội đồng tư vấn đánh giá, nghiệm thu đề tài cấp tỉnh và Tổ thẩm định kinh phí; "
        "Ban Chỉ đạo phòng, chống dịch của tỉnh họp; các cuộc họp Hội đồng được tổ chức."
    )
    assert set(found(text)) == {
        "Hội đồng tư vấn đánh giá, nghiệm thu đề tài cấp tỉnh",
        "Tổ thẩm định kinh phí",
        "Ban Chỉ đạo phòng, chống dịch tỉnh Sơn La",
    }


def test_offices_of_the_recipients_share_their_head() -> None:
    names = set(found("Trên đây là báo cáo./.\n\nNơi nhận:\n- VP: Tỉnh ủy, HĐND, UBND tỉnh;\n- Lưu: VT.\n"))
    assert {f"Văn phòng {b}" for b in ("Tỉnh ủy Sơn La", "Hội đồng nhân dân tỉnh Sơn La")} <= names


def test_short_forms_join_the_full_name() -> None:
    sở = found("Sở KH&CN trình UBND tỉnh. Lãnh đạo Sở và Văn phòng Sở kiểm tra.")
    assert sở[DEPARTMENT].count == 2
    assert sở[DEPARTMENT].aliases == ["Sở KH&CN", "Sở"]
    assert sở[f"Văn phòng {DEPARTMENT}"].parent == DEPARTMENT
    text = "Viện Dược liệu miền Tây (sau đây gọi tắt là VDL) chủ trì. VDL báo cáo; "
    bodies = found(text + "Trung tâm Ứng dụng Mai Sơn ký. Trung tâm nộp.")
    assert "VDL" in bodies["Viện Dược liệu miền Tây"].aliases
    assert bodies["Viện Dược liệu miền Tây"].count == 3
    assert bodies["Trung tâm Ứng dụng Mai Sơn"].count == 2


def test_a_bare_committee_is_that_of_a_district_document() -> None:
    here = context("Ủy ban nhân dân huyện Mường La", "118-2004")
    district = UNITS["118-2004"].full_name
    names = set(found("Phòng Kinh tế tham mưu, trình UBND huyện. Ủy ban nhân dân quyết định.", here))
    assert names == {f"Phòng Kinh tế {district}", f"Ủy ban nhân dân {district}"}


def test_nothing_is_named_after_an_unknown_place() -> None:
    assert found("Trình UBND tỉnh và Tỉnh ủy.", Context(UNITS)) == {}


def test_relations_are_those_that_the_text_says() -> None:
    text = (
        "CHXD Ngọc Hà, huyện Mai Sơn; Cục Sở hữu trí tuệ - Bộ Khoa học và Công nghệ; Ban Tuyên giáo Tỉnh ủy; "
        "tại xã Chiềng Sung, huyện Mai Sơn, tỉnh Sơn La; Ông Lò Văn Bun, Giám đốc Sở KH&CN; Sở Y tế."
    )
    assert relations(text) == {
        ("Cửa hàng xăng dầu Ngọc Hà", "located_in", "huyện Mai Sơn"),
        ("Cục Sở hữu trí tuệ", "part_of", "Bộ Khoa học và Công nghệ"),
        ("Ban Tuyên giáo Tỉnh ủy Sơn La", "part_of", "Tỉnh ủy Sơn La"),
        ("xã Chiềng Sung", "located_in", "huyện Mai Sơn"),
        ("huyện Mai Sơn", "located_in", "tỉnh Sơn La"),
        ("Lò Văn Bun", "heads", DEPARTMENT),
    }


@pytest.mark.parametrize(
    "piece", ["UBND ", "Hội đồng tư vấn ", "Công ty TNHH ", "Trung tâm ", "Sở KH&CN, ", "Công ty A{} ; "]
)
def test_time_is_linear(piece: str) -> None:
    spent = []
    for size in (10_000, 80_000):
        made = layout("".join(piece.format(i) for i in range(size // len(piece))))
        start = time.process_time()
        find_organisations(made, context(), [])
        spent.append(time.process_time() - start)
    assert spent[1] < 30 * spent[0] + 0.5
