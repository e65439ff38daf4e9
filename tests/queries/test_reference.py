"""A document is found however people write its number."""

import pytest

from queries.reference import fits, parse_reference

DECISION = ("535/QĐ-UBND", "2021-02-25", "Ủy ban nhân dân tỉnh Lạng Sơn phê duyệt danh mục dự án")


@pytest.mark.parametrize(
    "typed",
    [
        "535/QĐ-UBND",
        "QĐ 535",
        "qd 535",
        "qđ535/2021",
        "qd-ubnd 535/2021",
        "Quyết định 535 ngày 25/2/2021 Lạng Sơn",
        "quyết định số 535/QĐ-UBND ngày 25 tháng 02 năm 2021 của UBND tỉnh Lạng Sơn",
        "0535/QĐ - UBND",
        "535/qd-ubnd 2021-02-25",
        "535",
        "QUYẾT ĐỊNH 535 năm 2021",
    ],
)
def test_every_way_of_writing_finds_it(typed):
    assert fits(parse_reference(typed), *DECISION), parse_reference(typed)


@pytest.mark.parametrize(
    "typed",
    ["536/QĐ-UBND", "NQ 535", "535/QĐ-UBND 2022", "QĐ 535 Sơn La", "535/QĐ-TTg", "QĐ 53", "QĐ 535 ngày 26/2/2021"],
)
def test_another_document_is_not_found(typed):
    assert not fits(parse_reference(typed), *DECISION), parse_reference(typed)


@pytest.mark.parametrize(
    ("typed", "number", "date"),
    [
        ("25/2017/QĐ-UBND", "25/2017/QĐ-UBND", "2017-08-29"),
        ("QĐ 25 năm 2017", "25/2017/QĐ-UBND", "2017-08-29"),
        ("66.7/2025/NQ-CP", "66.7/2025/NQ-CP", None),
        ("132-QĐ/TW", "132-QĐ/TW", None),
        ("Luật số 93/2025/QH15", "93/2025/QH15", "2025-06-27"),
        ("684/SKHĐT-THKTXH", "684/SKHĐT-THKTXH", "2021-04-29"),
        ("công văn 684", "684/SKHĐT-THKTXH", "2021-04-29"),
        ("QĐ 2021", "2021/QĐ-UBND", "2020-09-09"),
    ],
)
def test_other_series(typed, number, date):
    assert fits(parse_reference(typed), number, date, "")


def test_decimal_numbers_stay_apart():
    assert not fits(parse_reference("66.1/2025/NQ-CP"), "66.10/2025/NQ-CP", None, "")
