"""Numbers of documents: shapes, parts, repair, what only looks like one; dates beside them."""

from __future__ import annotations

import pytest

from ingest.dates import date_at, in_words
from ingest.numbers import blank_number, find_numbers, kinds, repair


@pytest.mark.parametrize(
    ("text", "canonical", "office"),
    [
        ("2622/QĐ-UBND", "2622/QĐ-UBND", "UBND"),
        ("25/2017/QĐ-UBND", "25/2017/QĐ-UBND", "UBND"),
        ("13/2021/TT-BKHCN", "13/2021/TT-BKHCN", "BKHCN"),
        ("66.7/2025/NQ-CP", "66.7/2025/NQ-CP", "CP"),
        ("24-CT/TU", "24-CT/TU", "TU"),
        ("101/2023/QH15", "101/2023/QH15", "QH"),
        ("684/SKHĐT-THKTXH", "684/SKHĐT-THKTXH", "SKHĐT"),
        ("132-QĐ/TW", "132-QĐ/TW", "TW"),
        ("05/QĐ - UBND", "05/QĐ-UBND", "UBND"),
        ("1851/QĐ-TTg", "1851/QĐ-TTg", "TTg"),
        ("36/CV-ĐG", "36/CV-ĐG", "ĐG"),
        ("614/QĐ-UBND.KT", "614/QĐ-UBND.KT", "UBND"),  # the unit that drafted stays behind its dot
        ("71/SKHCN.QLKH", "71/SKHCN.QLKH", "SKHCN"),
        ("12/QĐ.UBND", "12/QĐ-UBND", "UBND"),
        ("71/UBND-KGVX1", "71/UBND-KGVX1", "UBND"),
        ("29/QĐ-TTra", "29/QĐ-TTra", "TTra"),
        ("29/QĐ-STTTT", "29/QĐ-STTTT", "STTTT"),
        ("29/QĐ-ĐHBK", "29/QĐ-ĐHBK", "ĐHBK"),
    ],
)
def test_official_formats(text: str, canonical: str, office: str) -> None:
    (number,) = find_numbers(f"số {text} ngày")
    assert repair(number).canonical == canonical
    assert repair(number).office == office


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("13/2021/TT-BKHCHN", "13/2021/TT-BKHCN"),  # one letter too many
        ("12/QĐUBND", "12/QĐ-UBND"),  # the dash lost at a line's end
        ("1O7/2020/NĐ-CP", "107/2020/NĐ-CP"),  # O for 0
        ("107/2020/NĐ/CP", "107/2020/NĐ-CP"),
        ("14/2020/QD-UBND", "14/2020/QĐ-UBND"),  # marks lost of a kind that has them only
        ("107/2020/ND-CP", "107/2020/NĐ-CP"),
    ],
)
def test_scanning_errors_are_repaired_beside_the_raw_form(text: str, canonical: str) -> None:
    (number,) = find_numbers(text)
    assert (repair(number).canonical, number.raw) == (canonical, text)


@pytest.mark.parametrize(
    "text", ["1.264 thiết bị", "xăng RON95-IV", "DO 0,05S-II", "tỷ lệ 1/500", "12/2021", "60 km/h", "24/24h"]
)
def test_what_only_looks_like_a_number(text: str) -> None:
    assert list(find_numbers(text)) == []


def test_leading_zeros_do_not_tell_documents_apart() -> None:
    keys = {number.key for number in find_numbers("05/QĐ-UBND, 5/QĐ-UBND")}
    assert keys == {"5/QĐ-UBND"}


def test_blank_number_keeps_its_symbol() -> None:
    number = blank_number("Số:      /BC-SKHCN")
    assert number is not None
    assert number.parts == ("BC", "SKHCN")


def test_the_29_kinds_have_letters_once() -> None:
    letters = [letters for kind in kinds() for letters in kind.letters]
    assert len(letters) == len(set(letters))


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("ngày 07/5/2020", "2020-05-07"),
        ("ngày 3-7-2022", "2022-07-03"),
        ("ngày 05 tháng 11 năm 2021", "2021-11-05"),
        ("ngày mùng 3 tháng 4 năm 2024", "2024-04-03"),
        ("ngày tháng 11 năm 2021", "2021-11"),
        ("ngày ... tháng ... năm 2021", "2021"),
        ("tháng 5/2021", "2021-05"),
        ("ngày hai mươi lăm tháng hai năm hai nghìn không trăm hai mươi mốt", "2021-02-25"),
        ("ngày 31/6/2021", None),
    ],
)
def test_dates(text: str, iso: str | None) -> None:
    date = date_at(text, 0)
    assert date is not None
    assert (date.iso, date.text) == (iso, text)


def test_numbers_in_words() -> None:
    assert in_words("một nghìn chín trăm chín mươi lăm") == 1995
    assert in_words("mười") == 10
