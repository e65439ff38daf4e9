"""Names of organisations, from the wording of documents to their canonical form."""

from __future__ import annotations

import pytest

from ingest.context import Context
from ingest.names import canonical_organisation, expand, issuer_of_symbol, lexicon, organisation_type
from ontology.units import unit_table


@pytest.fixture(scope="module")
def son_la() -> Context:
    units = unit_table()
    (province,) = units.resolve("Sơn La", "tỉnh")
    return Context(units, province=province, date="2021-11", issuer="Sở Khoa học và Công nghệ tỉnh Sơn La")


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh Sơn La"),
        ("Uỷ ban nhân dân tỉnh Hoà Bình", "Ủy ban nhân dân tỉnh Hòa Bình"),
        ("UBND TP. Sơn La", "Ủy ban nhân dân thành phố Sơn La"),
        ("HĐND huyện Mường La", "Hội đồng nhân dân huyện Mường La"),
        ("Chủ tịch UBND tỉnh", "Chủ tịch Ủy ban nhân dân tỉnh Sơn La"),
        ("Bộ KH&CN", "Bộ Khoa học và Công nghệ"),
        ("Bộ Nông nghiệp và PTNT", "Bộ Nông nghiệp và Phát triển nông thôn"),
        ("Thủ tướng", "Thủ tướng Chính phủ"),
        ("Sở", "Sở Khoa học và Công nghệ tỉnh Sơn La"),
        ("Sở TN&MT", "Sở Tài nguyên và Môi trường tỉnh Sơn La"),
        ("Sở Tài chính tỉnh Lạng Sơn", "Sở Tài chính tỉnh Lạng Sơn"),
        ("Ban Thường vụ Tỉnh uỷ", "Ban Thường vụ Tỉnh ủy Sơn La"),
        ("Cục Thuế tỉnh", "Cục Thuế tỉnh Sơn La"),
        ("Trung tâm Y tế thành phố", "Trung tâm Y tế thành phố Sơn La"),
        ("Tổng cục TĐC", "Tổng cục Tiêu chuẩn Đo lường Chất lượng"),
        ("UBND", None),
        ("UBND huyện", None),
        ("lãnh đạo", None),
        ("", None),
    ],
)
def test_canonical_name(son_la: Context, written: str, canonical: str | None) -> None:
    assert canonical_organisation(written, son_la) == canonical


def test_nothing_is_guessed_without_a_place() -> None:
    nowhere = Context(unit_table())
    for written in ("UBND tỉnh", "Tỉnh ủy", "Sở Tài chính", "Cục Thuế tỉnh"):
        assert canonical_organisation(written, nowhere) is None
    assert issuer_of_symbol("UBND", nowhere) is None


@pytest.mark.parametrize(
    ("letters", "issuer"),
    [
        ("BKHCN", "Bộ Khoa học và Công nghệ"),
        ("TTg", "Thủ tướng Chính phủ"),
        ("QH15", "Quốc hội"),
        ("UBTVQH14", "Ủy ban Thường vụ Quốc hội"),
        ("BNNMT", "Bộ Nông nghiệp và Môi trường"),
        ("UBND", "Ủy ban nhân dân tỉnh Sơn La"),
        ("HĐND", "Hội đồng nhân dân tỉnh Sơn La"),
        ("TU", "Tỉnh ủy Sơn La"),
        ("SKHĐT", "Sở Kế hoạch và Đầu tư tỉnh Sơn La"),
        ("TW", None),
        ("ABCXYZ", None),
    ],
)
def test_issuer_of_symbol(son_la: Context, letters: str, issuer: str | None) -> None:
    assert issuer_of_symbol(letters, son_la) == issuer


def test_a_district_of_a_document_decides_bare_words(son_la: Context) -> None:
    (district,) = son_la.units.resolve("Mường La", "huyện")
    context = Context(son_la.units, son_la.province, district, date="2021-11-05")
    assert canonical_organisation("UBND huyện", context) == "Ủy ban nhân dân huyện Mường La"
    assert issuer_of_symbol("UBND", context) is None


def test_expand_leaves_other_words_alone() -> None:
    assert expand("UBND tỉnh, KHCN và CNKHCN") == "Ủy ban nhân dân tỉnh, Khoa học và Công nghệ và CNKHCN"


def test_every_name_of_the_lexicon_has_a_type() -> None:
    for body in [*lexicon().national.values(), *lexicon().local.values()]:
        assert organisation_type(body.name) == body.type
