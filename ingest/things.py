"""Entries by where they are mentioned: what stands inside, before or behind a stretch of text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import msgspec

from ingest.context import Context, Found
from ingest.text import fold
from ontology.records import Entry, Organisation

_HEADS = (  # who acts for a body
    "chủ tịch ", "phó chủ tịch ", "giám đốc ", "bộ trưởng ", "chánh văn phòng ", "cục trưởng ", "chánh ",
)  # fmt: skip


class Thing(msgspec.Struct, eq=False):
    """One mention of an entry; ``sort`` says what it is: citation, project, organisation or place."""

    start: int
    end: int
    entry: Entry
    sort: str


class Things:
    """All mentions of citations, projects, organisations and places of a document, in order of the text."""

    def __init__(self, found: Found) -> None:
        sorts: tuple[tuple[str, Sequence[Entry]], ...] = (
            ("citation", found.citations), ("project", found.projects),
            ("organisation", found.organisations), ("place", found.places),
        )  # fmt: skip
        self.all = [Thing(a, b, e, sort) for sort, entries in sorts for e in entries for a, b in e.spans]
        self.all.sort(key=lambda t: (t.start, -t.end))
        self._starts = [t.start for t in self.all]
        self._longest = max((t.end - t.start for t in self.all), default=0)
        self._organisations = {fold(o.name): o for o in found.organisations}

    def within(self, start: int, end: int) -> Iterator[Thing]:
        """Mentions inside ``start:end``, in order, longer ones first where several begin together."""
        things = self.all
        for i in range(bisect_left(self._starts, start), bisect_left(self._starts, end)):
            thing = things[i]
            if thing.end <= end:
                yield thing

    def cites(self, at: int) -> bool:
        """Whether a citation or its subject reaches over ``at``."""
        first = bisect_left(self._starts, at - self._longest)
        last = bisect_left(self._starts, at)
        return any(t.end > at and t.sort == "citation" for t in self.all[first:last])

    def ending_before(self, at: int, floor: int) -> list[Thing]:
        """Mentions inside ``floor:at``, the nearest end first, longer ones first."""
        return sorted(self.within(floor, at), key=lambda t: (-t.end, t.start))

    def inside_another(self, thing: Thing, but: Entry) -> bool:
        """Whether a mention lies within that of another citation or task than ``but``."""
        for i in range(bisect_left(self._starts, thing.start + 1) - 1, -1, -1):
            other = self.all[i]
            if other.start < thing.start - self._longest:
                return False
            holds = other.start <= thing.start and other.end >= thing.end and other.sort in {"citation", "project"}
            if holds and other.entry is not but and other.entry is not thing.entry:
                return True
        return False

    def organisation(self, name: str | None) -> Organisation | None:
        """The organisation of a canonical name; the body for the head who acts for it ("Chủ tịch UBND tỉnh")."""
        if not name:
            return None
        key = fold(name)
        if key in self._organisations:
            return self._organisations[key]
        for head in _HEADS:
            if key.startswith(head):
                return self._organisations.get(key[len(head) :])
        return None

    def organisations(self, name: str | None) -> list[Organisation]:
        """The one or, of a joint document ("Bộ A và Bộ B"), the several bodies of a name."""
        whole = self.organisation(name)
        if whole is not None or not name:
            return [whole] if whole is not None else []
        parts = name.split(" và ")
        for i in range(1, len(parts)):
            ends = [self.organisation(" và ".join(parts[:i])), self.organisation(" và ".join(parts[i:]))]
            if all(ends):
                return [end for end in ends if end is not None]
        return []


class Doers:
    """Who does what a line tells: the unit that its heading names, else the body that issued the document."""

    def __init__(self, found: Found, context: Context, things: Things) -> None:
        self._things = things
        self.issuer = things.organisation(found.document.issuer) or things.organisation(context.issuer)
        self.by_heading: dict[int, Organisation | None] = {}  # whom the lines under a heading tell of, once found

    def of_heading(self, start: int, end: int) -> Organisation | None:
        """The unit that a heading names."""
        units = [t.entry for t in self._things.within(start, end) if isinstance(t.entry, Organisation)]
        one = len(units) == 1 and units[0].type in {"centre", "division", "agency"}
        return units[0] if one else None
