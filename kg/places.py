"""Which administrative unit a name in a record means: through the day, the type word and the document's own place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kg.identity import folded, unit_words
from ontology.records import Record
from ontology.units import REFORM, Unit, UnitTable, type_word

_BEFORE_REFORM = "2025-06-30"


@dataclass(frozen=True)
class Places:
    """The units that one record can mean."""

    record: Record
    units: UnitTable

    @cached_property
    def day(self) -> str | None:
        """The document's own day; the first of its month or year where it tells no more."""
        return padded(self.record.document.date)

    @cached_property
    def home(self) -> Unit | None:
        """The province that the document comes from: of its place, else of its issuer."""
        document = self.record.document
        for name in (document.place, unit_words(document.issuer or ""), document.issuer):
            unit = self.named(name, self.day) if name else None
            if unit:
                return self.units.province_of(unit, self.day)
        return None

    def named(self, name: str, day: str | None, within: Unit | None = None) -> Unit | None:
        """The one unit that a name like "huyện Bắc Sơn, tỉnh Lạng Sơn" can mean on a day, else None."""
        first, _, rest = name.partition(",")
        within = (self.named(rest.strip(), day) if rest.strip() else None) or within
        kind, bare = split_type(first.strip())
        found = self.units.resolve(bare, kind, within, day)
        if kind is None and len(found) > 1:
            found = [u for u in found if u.level == "province"]
        return found[0] if len(found) == 1 else None

    def unit(self, name: str | None, day: str | None = None) -> Unit | None:
        """The one unit that a place name of the record means: as the record resolved it, else within its province."""
        if not name:
            return None
        known = self._resolved.get(folded(name))
        if known and (day is None or self.units[known].valid_on(day)):
            return self.units[known]
        day = day or self.day
        return (self.home and self.named(name, day, self.home)) or self.named(name, day)

    @cached_property
    def _resolved(self) -> dict[str, str]:
        return {folded(p.name): p.unit for p in self.record.places if p.unit and p.unit in self.units}

    def seat(self, name: str, day: str | None = None) -> Unit | None:
        """The unit that an organisation's name tells, by its type words or barely at its end (Tỉnh ủy Sơn La)."""
        words = unit_words(name)
        if words:
            return self.unit(words, day)
        for unit in filter(None, (self.home, *self.units.provinces(day or self.day))):
            if folded(name).endswith(" " + folded(unit.name)) and (not day or unit.valid_on(day)):
                return unit
        return None

    def days(self, date: str | None, year: int | None) -> list[str | None]:
        """Days on which to look a name up when a document is dated so: two where a reform fell within its year.

        No citation is younger than the document that cites it.
        """
        if date and len(date) > 4:
            return [padded(date)]
        if year != int(REFORM[:4]):
            return [f"{year}-07-01"] if year else [self.day]
        newest = self.day or f"{year}-12-31"
        return [_BEFORE_REFORM] if newest < REFORM else [_BEFORE_REFORM, REFORM]


def padded(date: str | None) -> str | None:
    """A whole day from a date of any precision.

    >>> padded("2021"), padded("2021-05"), padded(None)
    ('2021-01-01', '2021-05-01', None)
    """
    return f"{date}-01-01"[:10] if date and len(date) == 4 else f"{date}-01"[:10] if date else None


def split_type(name: str) -> tuple[str | None, str]:
    """The type word of a unit's name, if it has one, and the rest.

    >>> split_type("thành phố Lạng Sơn"), split_type("Sơn La")
    (('thành phố', 'Lạng Sơn'), (None, 'Sơn La'))
    """
    words = name.split()
    for n in (2, 1):
        kind = type_word(" ".join(words[:n])) if len(words) > n else None
        if kind:
            return kind, " ".join(words[n:])
    return None, name
