"""Words and names around places, from ``lexicons/places.toml`` and the table of units."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from ingest.names import LETTER
from ingest.runs import UPPER, Triggers, any_case
from ontology.units import UnitTable, unit_table

LEXICON: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "lexicons" / "places.toml").read_text(encoding="utf-8")
)
_TYPES = any_case(("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu"))
_COMMITTEES = any_case(("tỉnh ủy", "thành ủy", "huyện ủy", "thị ủy", "tỉnh uỷ", "thành uỷ", "huyện uỷ", "thị uỷ"))
_SHORT = r"T\.?P\.?|T[pP]\.?|T\.?X\.?|TT\."

TYPED = re.compile(
    rf"(?<![{LETTER}])(?P<types>(?P<committee>{_COMMITTEES})|(?:{_TYPES}|{_SHORT})(?:(?:, | và |/)(?:{_TYPES}))*)"
    rf"(?: ?[:(] ?| ?)(?=[{UPPER}\d])"
)
"""Type words ("huyện", "các huyện, thành phố:") in front of a name."""

TYPE_TRIGGERS = Triggers(
    lambda: [
        *("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu"),
        *("tp", "t.p", "tx", "t.x", "tt"),
        *(f"{unit} {organ}" for unit in ("tỉnh", "thành", "huyện", "thị") for organ in ("ủy", "uỷ")),
    ]
)
"""The words with which :data:`TYPED` begins."""

LIST_GAP = re.compile(r"(?: ?[,;] | và | và các | hoặc |, và | ?[/-] ?)")
"""What parts the names of a list that share one type word."""

GAP_UP = re.compile(r" ?(?:[,(/-]|thuộc|của|, thuộc)? ?")
"""What parts a unit's name from that of the unit above."""

PLACE_WORDS: dict[str, Any] = {
    "not_units": frozenset(LEXICON["words"]["not_units"]),
    "before": re.compile(rf"(?<![{LETTER}])(?:{any_case(tuple(LEXICON['bare']['before']))}) $"),
    "bodies": re.compile(rf"(?<![{LETTER}])(?:{'|'.join(LEXICON['bare']['bodies'])})(?![{LETTER}])[^|]*$"),
}


PROVINCES = Triggers(lambda: unit_table().names("province"))
"""The names of provinces, of all time."""


@lru_cache(maxsize=1)
def province_spellings() -> frozenset[str]:
    """Return the names of provinces as they are written, also in capitals."""
    names = unit_table().names("province")
    return frozenset(names | {n.upper() for n in names})


@lru_cache(maxsize=128)
def _districts(province: str) -> AhoCorasick | None:
    units = unit_table()
    homes = [units[province], *units.predecessors(units[province])]
    names = {u.name for home in homes for u in units.children(home) if u.level == "district" and " " in u.name}
    names -= units.names("province")
    spellings = sorted(names | {n.upper() for n in names})
    automaton = AhoCorasick(spellings, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.DFA)
    return automaton if names else None


def bare_district_names(units: UnitTable, province: str) -> AhoCorasick | None:
    """The names of a province's districts; None if it has none."""
    return _districts(province) if province in units else None
