"""Places in the wording of administrative documents."""

from __future__ import annotations

import pytest

from ingest.context import Context
from ingest.layout import Layout, lay_out
from ingest.places import find_places
from ingest.source import Source
from ontology.records import Place
from ontology.units import unit_table

UNITS = unit_table()


def context(province: str = "14-2004", date: str = "2021-11", district: str | None = None) -> Context:
    return Context(UNITS, UNITS[province], UNITS[district] if district else None, date=date)


def layout(text: str) -> Layout:
    return lay_out(Source("made.txt", text))


def found(text: str, where: Context | None = None) -> dict[str, Place]:
    return {p.name: p for p in find_places(layout(text), where or context())}


def test_lists_share_one_type_word() -> None:
    places = found("Khảo sát tại các huyện Mai Sơn, Yên Châu và Vân Hồ, tỉnh Sơn La trong quý II.")
    assert set(places) == {"huyện Mai Sơn", "huyện Yên Châu", "huyện Vân Hồ", "tỉnh Sơn La"}
    assert all(p.province == "tỉnh Sơn La" and p.unit for p in places.values())


def test_a_type_word_may_cover_a_list_behind_a_colon() -> None:
    places = found("UBND các huyện, thành phố: Mường La, Thuận Châu, Sơn La báo cáo trước ngày 15.")
    assert set(places) == {"huyện Mường La", "huyện Thuận Châu", "thành phố Sơn La"}


def test_what_follows_decides_between_namesakes() -> None:
    here = context("19-2004", "2023-09")
    place = found("mở lớp ở xã Tân Thành, huyện Phú Bình", here)["xã Tân Thành"]
    assert place.unit is not None
    assert [u.full_name for u in UNITS.ancestors(UNITS[place.unit])] == ["huyện Phú Bình", "tỉnh Thái Nguyên"]
    elsewhere = found("mở lớp ở xã Tân Thành, huyện Hàm Yên, tỉnh Tuyên Quang", here)["xã Tân Thành"]
    assert elsewhere.province == "tỉnh Tuyên Quang"


def test_a_shared_name_that_nothing_decides_keeps_all_candidates() -> None:
    place = found("Hội thảo tại xã Tân Lập.", Context(UNITS, date="2021-11"))["xã Tân Lập"]
    assert place.unit is None
    assert len(place.candidates) > 5


def test_the_day_decides_between_old_and_new_units() -> None:
    assert found("trên địa bàn tỉnh Lào Cai", context("10-2004", "2024-05-01"))["tỉnh Lào Cai"].unit == "10-2004"
    assert found("trên địa bàn tỉnh Lào Cai", context("15-2025", "2026-05-01"))["tỉnh Lào Cai"].unit == "15-2025"
    assert found("huyện Ba Bể, tỉnh Bắc Kạn cũ", context("19-2025", "2026-01-10"))["huyện Ba Bể"].unit == "061-2004"


@pytest.mark.parametrize(
    "text",
    [
        "Mận hậu Mộc Châu, xoài Yên Châu được cấp chứng nhận.",
        "Công ty Cổ phần Mía đường Sơn La tăng sản lượng.",
        "Hợp tác xã Ngọc Lan và kinh tế - xã hội vùng cao.",
        "Nhà máy thủy điện Hòa Bình; cam Sông Bôi; ngày sinh Chủ tịch Hồ Chí Minh.",
    ],
)
def test_names_of_products_and_firms_are_no_places(text: str) -> None:
    assert found(text) == {}


def test_bare_names_count_where_the_words_make_them_places() -> None:
    places = found("Tham quan mô hình tại Hà Nội và làm việc tại Mường La; sản phẩm của Lạng Sơn.")
    assert {"thành phố Hà Nội", "huyện Mường La", "tỉnh Lạng Sơn"} <= set(places)


def test_named_areas() -> None:
    places = found("Đường từ cửa khẩu Chiềng Khương, huyện Sông Mã theo quốc lộ 4G đến chợ Nà Hỳ và mỏ đá Bản Pát.")
    levels = {name: p.level for name, p in places.items()}
    assert levels == {
        "cửa khẩu Chiềng Khương": "other",
        "huyện Sông Mã": "district",
        "quốc lộ 4G": "other",
        "chợ Nà Hỳ": "other",
        "mỏ đá Bản Pát": "other",
    }
    assert places["quốc lộ 4G"].province is None


def test_damaged_marks_are_repaired_only_in_the_own_province() -> None:
    places = found("họp tại xã Mương Bú huyện Mường La")
    assert set(places) == {"xã Mường Bú", "huyện Mường La"}
    assert places["xã Mường Bú"].confidence < 0.9


def test_a_unit_that_no_table_has_is_kept_without_a_unit() -> None:
    place = found("mô hình tại xã Phiêng Khoang Mới")["xã Phiêng Khoang Mới"]
    assert (place.unit, place.candidates, place.level) == (None, [], "commune")


def test_committees_of_the_party_tell_their_units() -> None:
    assert set(found("Các huyện ủy Mường La, Bắc Yên chỉ đạo.")) == {"huyện Mường La", "huyện Bắc Yên"}


def test_spans_are_the_mentions() -> None:
    text = "Huyện Mai Sơn và huyện Mai Sơn"
    made = layout(text)
    (place,) = find_places(made, context())
    assert place.count == 2
    assert [made.text[a:b].lower() for a, b in place.spans] == ["huyện mai sơn", "huyện mai sơn"]


@pytest.mark.parametrize(
    "text", ["Huyện ủy Zzz Qqq", "xã ", "TP. ", "İİİ xã Mường Bú, İ", "(Mai Sơn", "các huyện: ", "tỉnh Sơn La" * 50]
)
def test_offsets_hold_in_any_text(text: str) -> None:
    made = layout(text)
    for place in find_places(made, context()):
        assert all(0 <= a < b <= len(made.text) for a, b in place.spans)
