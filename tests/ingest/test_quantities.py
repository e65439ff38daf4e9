"""Figures with their units in Vietnamese notation, and numbers that are none."""

from __future__ import annotations

import pytest

from ingest.quantities import find_quantities, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("06", 6),
        ("45.998.409", 45_998_409),
        ("2,08", 2.08),
        ("1.250", 1250),
        ("1.234.567,5", 1_234_567.5),
        ("1.5", 1.5),
        ("0,05", 0.05),
    ],
)
def test_a_dot_groups_thousands_and_a_comma_begins_decimals(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Tổ chức 02 lớp tập huấn", 2, "lớp tập huấn"),
        ("cho trên 600 người tham dự", 600, "người"),
        ("số tiền 45.998.409 đồng", 45_998_409, "đồng"),
        ("kinh phí 1,5 tỷ đồng", 1.5, "tỷ đồng"),
        ("đạt 98,5% kế hoạch", 98.5, "%"),
        ("diện tích 10ha", 10, "ha"),
        ("nhà lưới 1.200m²", 1200, "m²"),
        ("Cấp 09 Giấy phép", 9, "Giấy phép"),
        ("danh mục 03 dự án", 3, "dự án"),
        ("01 (một) lớp", 1, "lớp"),
        ("tại 8 doanh nghiệp", 8, "doanh nghiệp"),
    ],
)
def test_value_and_unit(text: str, value: float, unit: str) -> None:
    (figure,) = find_quantities(text)
    assert (figure.quantity.value, figure.quantity.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "value", "target", "unit"),
    [
        ("kiểm tra 06/12 đề tài", 6, 12, "đề tài"),
        ("được 2.050/4.000kg", 2050, 4000, "kg"),
        ("phát 33/48 số", 33, 48, "số"),
    ],
)
def test_a_result_and_its_target(text: str, value: float, target: float, unit: str) -> None:
    (figure,) = find_quantities(text)
    assert (figure.quantity.value, figure.quantity.target, figure.quantity.unit) == (value, target, unit)


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 388/QĐ-UBND ngày 25/01/2021",
        "Thông tư số 13/2021/TT-BKHCN",
        "TCVN ISO 9001:2015",
        "TCVN ISO/IEC 17025:2017",
        "giai đoạn 2021 - 2025, định hướng đến năm 2030",
        "lần thứ 13 năm 2021",
        "6 tháng đầu năm",
        "Điều 5 khoản 2",
        "phương tiện đo nhóm 2",
        "đợt 1 năm 2021",
        "ngày Khoa học và Công nghệ 18/5.",
        "điêzen DO 0,05S-II",
        "Nhà máy thủy điện Sông Hồ 3",
        "thực hiện Đề án 844",
        "(lũy kế 9 tháng)",
    ],
)
def test_numbers_that_count_nothing(text: str) -> None:
    assert find_quantities(text) == []


def test_text_is_verbatim_and_offsets_slice_it() -> None:
    text = "Đào tạo cho trên 600 người; chi 1,50 tỷ đồng; đạt 2,08%."
    figures = find_quantities(text)
    assert [f.quantity.text for f in figures] == [text[f.start : f.end] for f in figures]
    assert [f.quantity.text for f in figures] == ["trên 600 người", "1,50 tỷ đồng", "đạt 2,08%"]


def test_what_is_counted_may_stand_before_the_number() -> None:
    figures = find_quantities("Đồ chơi trẻ em: 301 lô; Thép: 46 lô.")
    assert [(f.quantity.value, f.quantity.of) for f in figures] == [(301, "Đồ chơi trẻ em"), (46, "Thép")]


def test_a_sum_behind_a_stroke_is_a_figure_of_its_own() -> None:
    figures = find_quantities("Giải ngân 3,2 tỷ đồng/5,1 tỷ đồng; mức chi 200.000 đồng/01 người.")
    assert [(f.quantity.value, f.quantity.unit) for f in figures] == [
        (3.2, "tỷ đồng"),
        (5.1, "tỷ đồng"),
        (200_000, "đồng"),
    ]


def test_time_is_linear_in_length() -> None:
    assert len(find_quantities("1." * 50_000)) <= 1
    assert find_quantities("9" * 100_000)
