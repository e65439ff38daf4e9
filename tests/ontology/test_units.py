"""The table of administrative units: two worlds, reused codes, shared names."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest

from ontology.units import Unit, UnitTable, ascii_slug, name_key, unit_table


@pytest.fixture(scope="module")
def units() -> UnitTable:
    return unit_table()


def ids(found: list[Unit]) -> list[str]:
    return [u.id for u in found]


def one(units: UnitTable, name: str, type_word: str | None = None, **where) -> Unit:
    found = units.resolve(name, type_word, **where)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("day", "provinces", "districts", "communes"),
    [("2021-05-01", 63, 705, 10599), ("2025-07-01", 34, 0, 3321), ("2026-11-20", 34, 0, 3321)],
)
def test_each_state_is_whole(units: UnitTable, day: str, provinces: int, districts: int, communes: int) -> None:
    count = Counter(u.level for u in units if u.valid_on(day))
    assert (count["province"], count["district"], count["commune"]) == (provinces, districts, communes)


def test_a_reused_code_is_two_units(units: UnitTable) -> None:
    before, now = units["15-2004"], units["15-2025"]
    assert (before.full_name, now.full_name) == ("tỉnh Yên Bái", "tỉnh Lào Cai")
    assert ids(units.successors_on(before, "2026-01-01")) == ["15-2025"]
    assert ids(units.resolve("Lào Cai", "tỉnh", on="2024-06-01")) == ["10-2004"]
    assert ids(units.resolve("Lào Cai", "tỉnh", on="2026-06-01")) == ["15-2025"]
    assert units.key(now) == "lao-cai-2025"


def test_a_province_that_took_in_nothing_stays_itself(units: UnitTable) -> None:
    son_la = one(units, "Sơn La", "tỉnh")
    assert (son_la.id, son_la.valid_until, units.key(son_la)) == ("14-2004", "", "son-la")
    assert len(units.children(son_la, "2024-01-01")) >= 12
    assert {u.level for u in units.children(son_la, "2026-01-01")} == {"commune"}


def test_a_type_that_changed_is_bound_to_its_time(units: UnitTable) -> None:
    assert one(units, "Mộc Châu", "huyện").id == "123-2004"
    assert one(units, "Mộc Châu", "thị xã").id == "123-2024"
    assert ids(units.resolve("Mộc Châu", level="district", on="2021-11-30")) == ["123-2004"]
    assert ids(units.resolve("Mộc Châu", level="district", on="2024-06-01")) == ["123-2004", "123-2024"]


def test_a_shared_name_stays_open_until_its_place_decides(units: UnitTable) -> None:
    assert len(units.resolve("Châu Thành", "huyện", on="2021-01-01")) == 10
    assert len(units.resolve("Chợ Mới", "huyện")) == 2
    bac_kan = one(units, "Bắc Kạn", "tỉnh")
    cho_moi = one(units, "Chợ Mới", "huyện", within=bac_kan)
    assert units.province_of(cho_moi) is bac_kan
    assert units.resolve("Chợ Mới", "quận") == []


@pytest.mark.parametrize(
    ("spelling", "id_"),
    [("Bắc Cạn", "06-2004"), ("Đắc Lắc", "66-2004"), ("hoà bình", "17-2004"), ("TP.HCM", "79-2004"),
     ("Bà Rịa Vũng Tàu", "77-2004"), ("Thừa Thiên - Huế", "46-2004"), ("THANH HÓA", "38-2004")],
)  # fmt: skip
def test_provinces_are_known_by_their_usual_spellings(units: UnitTable, spelling: str, id_: str) -> None:
    assert one(units, spelling, on="2021-01-01", level="province").id == id_


def test_marks_can_be_left_aside_for_damaged_text(units: UnitTable) -> None:
    muong_la = one(units, "Mường La", "huyện")
    assert units.resolve("Mương Bú", "xã", within=muong_la) == []
    assert one(units, "Mương Bú", "xã", within=muong_la, marks=False, on="2023-01-01").name == "Mường Bú"


def test_a_district_is_followed_through_its_communes(units: UnitTable) -> None:
    heirs = units.successors_on(one(units, "Na Rì", "huyện"), "2026-01-01")
    assert heirs
    assert {units.province_of(u).id for u in heirs} == {"19-2025"}


def test_a_split_commune_names_its_default_successor(units: UnitTable) -> None:
    split = [u for u in units if len(u.successors) > 1]
    assert len(split) > 400
    assert all(sum(default for _, default in u.successors) == 1 for u in split)


def test_links_lead_to_units_and_keys_tell_siblings_apart(units: UnitTable) -> None:
    assert all(p in units for u in units for p in u.parents)
    assert all(s in units for u in units for s, _ in u.successors)
    for day in ("2021-06-01", "2026-01-01"):
        keys = Counter(units.key(u, day) for u in units if u.valid_on(day))
        assert [key for key, n in keys.items() if n > 1] == []


def test_keys_of_names() -> None:
    assert name_key("Hoà  Bình") == name_key("hòa bình")
    assert name_key("Hòa Bình") != name_key("Hoa Bình")
    assert ascii_slug("Đắk Lắk") == "dak-lak"


def test_loading_is_quick() -> None:
    code = (
        "import time; t = time.process_time(); from ontology.units import unit_table;"
        "unit_table().resolve('Sơn La'); print(time.process_time() - t)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(out.stdout) < 1.0
