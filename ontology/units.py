"""Administrative units (đơn vị hành chính) of Viet Nam, valid in time: provinces, districts, communes.

Codes are reused (15 was Yên Bái, and is Lào Cai since 2025-07-01) and names shared, so a unit is told by its
identifier ``{official code}-{edition of the code list in which it first appears}``: ``15-2004``, ``15-2025``.
The edition ``2024`` stands for what appeared between the states of about 2022 and of June 2025, on a day that
the sources don't tell: before it, a unit and its successor both count as possible. A name is never guessed:
:meth:`UnitTable.resolve` gives all units that it can be.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import Literal

UnitLevel = Literal["province", "district", "commune"]
REFORM = "2025-07-01"
"""First day of the 34 provinces and of two tiers (Nghị quyết 202/2025/QH15, Luật 72/2025/QH15)."""

_LEVELS: dict[int, UnitLevel] = {2: "province", 3: "district", 5: "commune"}  # by the digits of the code
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SIGNS = re.compile(r"[\s\-–'’.]+")
_NO_KEY = re.compile(r"[^a-z0-9]+")
_TYPE_WORDS: dict[str, frozenset[str]] = {
    "tỉnh": frozenset({"tỉnh"}),
    "thành phố": frozenset({"thành phố", "thành phố trung ương"}),
    **{word: frozenset({word}) for word in ("huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu")},
}
_SHORT_TYPES = {
    "tp": "thành phố",
    "t.p": "thành phố",
    "tx": "thị xã",
    "t.x": "thị xã",
    "tt": "thị trấn",
    "t.t": "thị trấn",
}


@lru_cache(maxsize=65536)
def ascii_slug(text: str) -> str:
    """Return a readable ASCII key of a name: ``Đắk Lắk`` -> ``dak-lak``."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return _NO_KEY.sub("-", "".join(c for c in letters if not unicodedata.combining(c))).strip("-")


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """Return a name's key: lower case, tone marks behind their syllable (Hoà = Hòa), signs levelled."""
    return " ".join([_syllable_key(s) for s in _SIGNS.sub(" ", name.lower()).split()])


@lru_cache(maxsize=16384)
def _syllable_key(syllable: str) -> str:
    letters = unicodedata.normalize("NFD", syllable)
    return _TONES.sub("", letters) + "".join(_TONES.findall(letters))


@lru_cache(maxsize=1024)
def type_word(word: str) -> str | None:
    """Return the type that a word tells: ``TP.`` -> ``thành phố``; None if it tells none."""
    word = unicodedata.normalize("NFC", word).lower().strip(" .")
    word = _SHORT_TYPES.get(word, word)
    return word if word in _TYPE_WORDS else None


@dataclass(frozen=True, slots=True)
class Unit:
    """One administrative unit. Days are ISO dates; ``valid_until`` is the first day on which it is no more.

    :ivar type: ``tỉnh``, ``thành phố trung ương``, ``huyện``, ``quận``, ``thị xã``, ``thành phố``, ``xã``,
        ``phường``, ``thị trấn``, ``đặc khu``
    :ivar name: without the type word
    :ivar parents: ids of the units above it, oldest first (several where that one changed)
    :ivar valid_from: empty if before the earliest state known
    :ivar successors: (id, whether it is the one to take where nothing else decides)
    :ivar slug: key of the unit inside paths, unlike those of its siblings
    """

    id: str
    type: str
    name: str
    parents: tuple[str, ...]
    valid_from: str
    valid_until: str
    successors: tuple[tuple[str, bool], ...]
    slug: str
    also: tuple[str, ...]

    @property
    def code(self) -> str:
        """Official code of the General Statistics Office (2, 3 or 5 digits); not unique in time."""
        return self.id.partition("-")[0]

    @property
    def level(self) -> UnitLevel:
        """Province, district or commune."""
        return _LEVELS[self.id.index("-")]

    @property
    def full_name(self) -> str:
        """Name with the type word: ``huyện Mộc Châu``, ``thành phố Đà Nẵng``, ``phường 9``."""
        return f"{self.type.removesuffix(' trung ương')} {self.name}"

    @property
    def path(self) -> str:
        """Path of its IRI: ``unit/15-2025``."""
        return f"unit/{self.id}"

    def valid_on(self, day: str) -> bool:
        """Tell whether it was (or, where the day of a change is unknown, may have been) a unit on ``day``."""
        return self.valid_from <= day and (not self.valid_until or day < self.valid_until)


class UnitTable:
    """All units, by id and by name. Rows are read when first needed; the table is not changed."""

    def __init__(self, rows: Iterable[list[str]]) -> None:
        self._units = {row[0]: _unit(row) for row in rows}
        self._ancestors: dict[str, dict[str, Unit]] = {}

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def __len__(self) -> int:
        return len(self._units)

    def __contains__(self, id_: str) -> bool:
        return id_ in self._units

    def __getitem__(self, id_: str) -> Unit:
        """Return the unit of an id; :class:`KeyError` if there is none."""
        return self._units[id_]

    @cached_property
    def _by_name(self) -> dict[str, list[Unit]]:
        index: dict[str, list[Unit]] = defaultdict(list)
        for unit in self:
            for name in {name_key(unit.name), *map(name_key, unit.also)}:
                index[name].append(unit)
        return dict(index)

    @cached_property
    def _most_words(self) -> dict[str, int]:
        most: dict[str, int] = defaultdict(int)
        for name in self._by_name:
            first = name.partition(" ")[0]
            most[first] = max(most[first], name.count(" ") + 1)
        return dict(most)

    def most_words(self, first: str) -> int:
        """Return how many words the longest name has that begins with a word; 0 if none does."""
        return self._most_words.get(name_key(first).partition(" ")[0], 0)

    @cached_property
    def _by_slug(self) -> dict[str, list[Unit]]:
        index: dict[str, list[Unit]] = defaultdict(list)
        for unit in self:
            for name in {ascii_slug(unit.name), *map(ascii_slug, unit.also)}:
                index[name].append(unit)
        return dict(index)

    @cached_property
    def _children(self) -> dict[str, list[Unit]]:
        index: dict[str, list[Unit]] = defaultdict(list)
        for unit in self:
            for parent in unit.parents:
                index[parent].append(unit)
        return dict(index)

    def provinces(self, on: str | None = None) -> list[Unit]:
        """Return the provinces, of all time or of a day."""
        return [u for u in self if u.level == "province" and (on is None or u.valid_on(on))]

    def names(self, level: UnitLevel) -> set[str]:
        """Return every spelling of a name of a level, without type words."""
        return set(chain.from_iterable((u.name, *u.also) for u in self if u.level == level))

    def ancestors(self, unit: Unit) -> list[Unit]:
        """Return all units above, nearest first, of all time."""
        return list(self._above(unit).values())

    def lies_in(self, unit: Unit, above: Unit) -> bool:
        """Tell whether a unit is, or was at any time, below another one."""
        return above.id in self._above(unit)

    def _above(self, unit: Unit) -> dict[str, Unit]:
        """Return the units above by id, nearest first, found once for each unit."""
        if (known := self._ancestors.get(unit.id)) is not None:
            return known
        found: dict[str, Unit] = {}
        queue = [unit]
        for at in queue:
            for parent in at.parents:
                if parent not in found:
                    found[parent] = self[parent]
                    queue.append(found[parent])
        self._ancestors[unit.id] = found
        return found

    def province_of(self, unit: Unit, on: str | None = None) -> Unit:
        """Return the province that a unit belongs to: on a day, else the one it first belonged to."""
        if unit.level == "province":
            return unit
        above = [u for u in self._above(unit).values() if u.level == "province"]
        return next((u for u in above if on is not None and u.valid_on(on)), above[0])

    def children(self, unit: Unit, on: str | None = None) -> list[Unit]:
        """Return the units directly below, of all time or of a day."""
        return [u for u in self._children.get(unit.id, []) if on is None or u.valid_on(on)]

    @cached_property
    def _predecessors(self) -> dict[str, list[Unit]]:
        index: dict[str, list[Unit]] = defaultdict(list)
        for unit in self:
            for successor, _ in unit.successors:
                index[successor].append(unit)
        return dict(index)

    def predecessors(self, unit: Unit) -> list[Unit]:
        """Return the units that it succeeded, whole or in part."""
        return self._predecessors.get(unit.id, [])

    def successors_on(self, unit: Unit, day: str) -> list[Unit]:
        """Find what a unit's territory belongs to on a later day, itself if it still is; default ones first.

        A district, which has none since 2025-07-01, is followed through its communes. Empty if the sources
        don't tell.
        """
        if unit.valid_on(day):
            return [unit]
        heirs = [self[id_] for id_, _ in sorted(unit.successors, key=lambda s: not s[1])]
        if not heirs and unit.level == "district":
            heirs = self.children(unit)
        found: dict[str, Unit] = {}
        for heir in heirs:
            if heir.valid_from > unit.valid_from or heir.level != unit.level:
                found |= {u.id: u for u in self.successors_on(heir, day)}
        return list(found.values())

    def resolve(
        self,
        name: str,
        type_word: str | None = None,
        within: Unit | None = None,
        on: str | None = None,
        level: UnitLevel | None = None,
        marks: bool = True,
    ) -> list[Unit]:
        """Find all units that a name can mean: none, one or many; never a guess.

        :param name: without the type word, in any usual spelling and placement of tone marks
        :param type_word: as written (``huyện``, ``TP.``); a unit of that type only
        :param within: only units below this one (or that one itself)
        :param on: only units that were, or may have been, on this day
        :param marks: False compares without diacritics, for texts whose marks are damaged
        """
        found = self._by_name.get(name_key(name)) if marks else self._by_slug.get(ascii_slug(name))
        if not found:
            return []
        types = _types(type_word)
        return self.among(
            [u for u in found if (types is None or u.type in types) and (level is None or u.level == level)], within, on
        )

    def among(self, units: list[Unit], within: Unit | None = None, on: str | None = None) -> list[Unit]:
        """Return those of some units that are below one (or that one itself), and may have been on a day."""
        return [
            unit
            for unit in units
            if (on is None or unit.valid_on(on))
            and (within is None or unit.id == within.id or within.id in self._above(unit))
        ]

    def key(self, unit: Unit, on: str | None = None) -> str:
        """Return the key of a unit inside other paths, its place above included: ``lang-son/bac-son``."""
        if unit.level == "province":
            return unit.slug
        above = [self[id_] for id_ in unit.parents]
        parent = next((u for u in above if on is not None and u.valid_on(on)), above[0])
        return f"{self.key(parent, on)}/{unit.slug}"


@lru_cache(maxsize=256)
def _types(word: str | None) -> frozenset[str] | None:
    if word is None:
        return None
    known = type_word(word)
    return _TYPE_WORDS[known] if known else frozenset({word})


def _unit(row: list[str]) -> Unit:
    id_, type_, name, parents, start, until, heirs, slug, also = row
    successors = tuple((h.rstrip("*"), h.endswith("*")) for h in heirs.split("|")) if heirs else ()
    return Unit(
        id_, type_, name, tuple(parents.split("|")) if parents else (), start, until, successors, slug,
        tuple(also.split("|")) if also else (),
    )  # fmt: skip


@lru_cache(maxsize=1)
def unit_table() -> UnitTable:
    """Return the table that comes with the project, read once per process (about 15,000 rows, 0.1 s)."""
    with Path(__file__).with_name("units.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return UnitTable(rows)
