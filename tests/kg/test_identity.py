"""IRIs: the examples in the code, and the scenes of the domain that are about identity."""

from __future__ import annotations

import doctest
import importlib

import pytest
import stories

from kg import identity
from kg.naming import summarise
from ontology.units import unit_table

MODULES = [
    "identity", "quads", "places", "label", "checks_dates", "checks_figures", "description.documents", "cache",
]  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_the_code(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"kg.{name}"))
    assert result.failed == 0


def named(record: tuple) -> str:
    return summarise(record[0], unit_table()).things[0].iri.removeprefix(identity.BASE)


def test_one_number_of_two_provinces_of_one_name_before_and_after_the_reform() -> None:
    before = named(stories.decision("05/2025/QĐ-UBND", "2025-02-01", "Lào Cai"))
    after = named(stories.decision("05/2025/QĐ-UBND", "2025-07-01", "Lào Cai"))
    assert before == "doc/lao-cai/ubnd/2025/5-2025-qd-ubnd"
    assert after == "doc/lao-cai-2025/ubnd/2025/5-2025-qd-ubnd"


def test_a_province_that_stayed_keeps_its_key() -> None:
    dates = ("2025-02-01", "2025-08-01")
    assert len({named(stories.decision("5/2025/QĐ-UBND", d, "Sơn La")) for d in dates}) == 1


def test_normative_and_individual_series_stay_apart() -> None:
    first = named(stories.decision("25/2017/QĐ-UBND", "2017-08-01", "Bắc Kạn"))
    assert first == "doc/bac-kan/ubnd/2017/25-2017-qd-ubnd"
    assert named(stories.decision("25/QĐ-UBND", "2017-01-05", "Bắc Kạn")) == "doc/bac-kan/ubnd/2017/25-qd-ubnd"


def test_commune_and_province_have_their_own_registers() -> None:
    province = named(stories.decision("01/QĐ-UBND", "2024-01-03", "Hòa Bình"))
    commune = stories.decision("01/QĐ-UBND", "2024-01-03", "Hòa Bình", "Ủy ban nhân dân huyện Lạc Sơn, tỉnh Hòa Bình")
    assert province == "doc/hoa-binh/ubnd/2024/1-qd-ubnd"
    assert named(commune) == "doc/hoa-binh/lac-son/ubnd/2024/1-qd-ubnd"


def test_two_offices_of_the_same_letters() -> None:
    contest = stories.decision("3/QĐ-BTC", "2024-01-03", "Hòa Bình", "Ban Tổ chức Hội thi Tin học trẻ tỉnh Hòa Bình")
    ministry = stories.decision("3/QĐ-BTC", "2024-01-03", "Hòa Bình", "Bộ Tài chính")
    assert named(contest) == "doc/hoa-binh/ban-to-chuc-hoi-thi-tin-hoc-tre/2024/3-qd-btc"
    assert named(ministry) == "doc/vn/bo-tai-chinh/2024/3-qd-btc"


def test_committee_and_chairman_share_a_register() -> None:
    chairman = stories.decision("9/QĐ-UBND", "2024-01-03", "Sơn La", "Chủ tịch Ủy ban nhân dân tỉnh Sơn La")
    assert named(chairman) == named(stories.decision("9/QĐ-UBND", "2024-01-03", "Sơn La"))


def test_an_undated_number_is_never_shared() -> None:
    names = []
    for province in ("Sơn La", "Hòa Bình"):
        record, _ = stories.citing("11/NQ-CP", None, province, "2023-09-10", "Chính phủ")
        names.append(summarise(record, unit_table()).things[1])
    assert names[0].iri != names[1].iri
    assert all(thing.iri.endswith("/11-nq-cp") and "/doc/ref/" in thing.iri for thing in names)
    assert not any(thing.shared for thing in names)


def test_decimal_numbers_stay_apart() -> None:
    first, second = (
        named(stories.decision(n, "2025-11-15", "Sơn La", "Chính phủ", "resolution"))
        for n in ("66.1/2025/NQ-CP", "66.10/2025/NQ-CP")
    )
    assert (first, second) == ("doc/vn/chinh-phu/2025/66.1-2025-nq-cp", "doc/vn/chinh-phu/2025/66.10-2025-nq-cp")


def test_a_code_that_two_provinces_bear_one_after_the_other_names_two_units() -> None:
    old = unit_table().resolve("Yên Bái", on="2024-01-01", level="province")[0]
    new = unit_table().resolve("Lào Cai", on="2026-01-01", level="province")[0]
    assert (identity.unit(old.id), identity.unit(new.id)) == (
        identity.BASE + "unit/15-2004",
        identity.BASE + "unit/15-2025",
    )


def test_a_citation_of_the_reform_year_without_a_day_stays_open() -> None:
    record, _ = stories.citing("05/2025/QĐ-UBND", None, "Lào Cai", "2025-10-01", "Ủy ban nhân dân tỉnh Lào Cai")
    thing = summarise(record, unit_table()).things[1]
    assert not thing.shared
    assert [c.split("/doc/")[1] for c in thing.candidates] == [
        "lao-cai/ubnd/2025/5-2025-qd-ubnd", "lao-cai-2025/ubnd/2025/5-2025-qd-ubnd",
    ]  # fmt: skip


def test_a_citation_from_before_the_reform_is_of_the_old_province() -> None:
    record, _ = stories.citing("05/2025/QĐ-UBND", None, "Lào Cai", "2025-03-01", "Ủy ban nhân dân tỉnh Lào Cai")
    assert summarise(record, unit_table()).things[1].iri.endswith("doc/lao-cai/ubnd/2025/5-2025-qd-ubnd")


def test_different_kinds_whose_letters_fold_alike() -> None:
    assert identity.number_slug("5/ĐA-UBND") != identity.number_slug("5/DA-UBND")
    assert identity.number_slug("5/HĐ-SKHCN") != identity.number_slug("5/HD-SKHCN")
