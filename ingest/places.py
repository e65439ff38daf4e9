"""Places that a document names: administrative units (đơn vị hành chính) and named areas.

A unit is told by a type word and a name ("huyện Chi Lăng"), in lists also by the name alone ("các huyện Chi Lăng,
Văn Quan và Hữu Lũng"); names are looked up in the table of units, in the document's own province first. What the
table can't decide stays open, with all candidates.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from ingest.context import Context
from ingest.layout import Layout
from ingest.names import day_of, unit_candidates
from ingest.places_areas import find_areas
from ingest.places_words import (
    GAP_UP,
    LIST_GAP,
    PLACE_WORDS,
    PROVINCES,
    TYPE_TRIGGERS,
    TYPED,
    bare_district_names,
    province_spellings,
)
from ingest.runs import UPPER, Stretches, capital_run, tokens, word_before
from ontology.records import Place, PlaceLevel, Span
from ontology.units import Unit, type_word

_TYPE_LEVELS: dict[str, PlaceLevel] = {
    "tỉnh": "province",
    **dict.fromkeys(("thành phố", "huyện", "quận", "thị xã"), "district"),
    **dict.fromkeys(("xã", "phường", "thị trấn", "đặc khu"), "commune"),
}
_OF_COMMITTEES = {"tỉnh": "tỉnh", "thành": "thành phố", "huyện": "huyện", "thị": "thị xã"}
_RANK = {"commune": 0, "district": 1, "province": 2}
_MOST_WORDS = 5
_LONGEST_BEFORE = 20
_SMALL_LETTER = re.compile(rf"[^\W\d_{UPPER}]")
_BETWEEN_TYPES = re.compile(", | và |/")
_BETWEEN_WORDS = re.compile("[ -]+")
_CLAUSE_END = re.compile(r"[,.;:()|–]| - ")


class Mention(msgspec.Struct):
    """A place's name at ``start:end``; ``candidates`` are the units that it can be."""

    start: int
    end: int
    name: str
    level: PlaceLevel
    candidates: list[Unit] = []
    confidence: float = 1.0

    @property
    def unit(self) -> Unit | None:
        """The unit, if there is only one that it can be."""
        return self.candidates[0] if len(self.candidates) == 1 else None


def find_places(layout: Layout, context: Context) -> list[Place]:
    """Find all places that a document names.

    :return: one entry per place; ``unit`` is its identifier where only one unit fits, else ``candidates`` has all.
    """
    finder = _Finder(layout, context)
    mentions = [m for start, types, end in _typed(layout.text) for m in finder.chain(start, types, end)]
    _narrow(layout.text, mentions, context)
    mentions += finder.bare(mentions)
    return _entries(mentions, context) + find_areas(layout, context, mentions)


def _typed(text: str) -> Iterator[tuple[int, list[str], int]]:
    """Yield where type words stand in front of a capital: start, the types, where the name begins."""
    for match in TYPE_TRIGGERS.matches(TYPED, text):
        if match["committee"]:
            yield match.end(), [_OF_COMMITTEES[match["committee"].split(" ")[0].lower()]], match.end()
            continue
        types = [t for word in _BETWEEN_TYPES.split(match["types"]) if (t := type_word(word))]
        if types and not (types == ["xã"] and word_before(text, match.start()).lower() == "tác"):
            yield match.start(), types, match.end()


class _Finder:
    """Reads names behind type words, with the document's own place in mind."""

    def __init__(self, layout: Layout, context: Context) -> None:
        self.text = layout.text
        self.layout = layout
        self.context = context
        self.known: dict[tuple[str | None, str, bool], list[Unit]] = {}

    def chain(self, start: int, types: list[str], at: int) -> list[Mention]:
        """Read a type word's name, the names that share it, and the bare names of what lies above."""
        first = self.name(types, at) or self.unknown(types, start, at)
        if first is None:
            return []
        first.start = start if len(types) == 1 else first.start
        found = [first]
        while (gap := LIST_GAP.match(self.text, found[-1].end)) and (more := self.name(types, gap.end(), exact=True)):
            found.append(more)
        while (gap := GAP_UP.match(self.text, found[-1].end)) and (above := self.above(found[-1], gap.end())):
            found.append(above)
        return found

    def name(self, types: list[str], at: int, exact: bool = False) -> Mention | None:
        """Read the longest name at ``at`` that a unit of one of the types has; else one with damaged marks."""
        for marks in (True, False) if not exact else (True,):
            for end in self.ends(at, marks):
                name = self.text[at:end]
                for type_ in types:
                    if (found := self.units(type_, name, marks)) and self.plausible(name, found, marks):
                        return self.mention(at, end, type_, [*self.nearer(type_, name, found), *found], marks)
        return None

    def ends(self, at: int, marks: bool = True) -> list[int]:
        """Return where a unit's name that begins at ``at`` with a capital or a digit may end, the farthest first."""
        first = self.text[at : at + 1]
        if not (first.isupper() or first.isdigit()):
            return []
        words = tokens(self.text, at, 1)
        most = self.context.units.most_words(self.text[at : words[0][1]]) if marks and words else _MOST_WORDS
        return [end for _, end in reversed(tokens(self.text, at, min(most, _MOST_WORDS)))]

    def units(self, type_: str | None, name: str, marks: bool = True) -> list[Unit]:
        """Look a name up, once for each in a document; damaged marks only below the own province."""
        key = (type_, name, marks)
        if key not in self.known:
            self.known[key] = unit_candidates(type_, name, self.context) if marks else self.damaged(type_, name)
        return self.known[key]

    def nearer(self, type_: str, name: str, found: list[Unit]) -> list[Unit]:
        """Return the commune of the own province whose name differs in its marks alone from one of another."""
        own = self.context.province
        if own is None or found[0].level != "commune" or any(self.context.units.lies_in(u, own) for u in found):
            return []
        near = self.units(type_, name, marks=False)
        return near if len({u.full_name for u in near}) == 1 else []

    def damaged(self, type_: str | None, name: str) -> list[Unit]:
        """Look a name up without its marks, below the own province."""
        own = self.context.province
        return self.context.units.resolve(name, type_, own, day_of(self.context), marks=False) if own else []

    def plausible(self, name: str, found: list[Unit], marks: bool) -> bool:
        """Tell whether a looked-up name may stand: one with small letters only in the own province, and alone."""
        if not marks:
            return len({u.full_name for u in found}) == 1
        own = self.context.province
        if own is None or name.istitle() or not any(word[0].islower() for word in _BETWEEN_WORDS.split(name)):
            return True
        return any(self.context.units.province_of(u) in (own, *self.before()) for u in found)

    def before(self) -> list[Unit]:
        """The provinces that the own one was made from."""
        return self.context.units.predecessors(self.context.province) if self.context.province else []

    def mention(self, start: int, end: int, type_: str, found: list[Unit], marks: bool = True) -> Mention:
        names = {u.full_name for u in found}
        name = names.pop() if len(names) == 1 else f"{type_} {self.text[start:end]}"
        level = found[0].level if len({u.level for u in found}) == 1 else _TYPE_LEVELS[type_]
        return Mention(start, end, name, level, found, 0.98 if marks else 0.8)

    def unknown(self, types: list[str], start: int, at: int) -> Mention | None:
        """Read a name that no table has, behind a plain type word: it is a place, of which no more is known."""
        run = capital_run(self.text, at, 3)
        word = self.text[start:at]
        plain = len(types) == 1 and types[0] not in {"tỉnh", "thành phố"} and word[:1].islower()
        if not run or not plain or self.text[slice(*run[0])] in PLACE_WORDS["not_units"]:
            return None
        if not _SMALL_LETTER.search(self.text, at):
            return None
        end = run[-1][1]
        return Mention(start, end, f"{types[0]} {self.text[at:end]}", _TYPE_LEVELS[types[0]], [], 0.6)

    def above(self, below: Mention, at: int) -> Mention | None:
        """Read the bare name of a unit in which the one before lies: "xã Tân Lập, Mộc Châu, Sơn La"."""
        units = self.context.units
        for end in self.ends(at):
            likely = self.units(None, self.text[at:end])
            above = [a for u in below.candidates for a in units.ancestors(u)] if likely else []
            found = [u for u in likely if u in above]
            found = found or ([a for a in above if a in units.resolve(self.text[at:end])] if above else [])
            if found:
                return self.mention(at, end, found[0].type.removesuffix(" trung ương"), found[:1])
        return None

    def bare(self, typed: list[Mention]) -> list[Mention]:
        """Find names of provinces, and of districts of the own one, without a type word, where a place is meant."""
        spellings = province_spellings()
        names = [(a, b) for a, b, _ in PROVINCES.find(self.text) if self.text[a:b] in spellings]
        provinces = list(self.bare_of("province", names, typed))
        own = self.context.province
        districts = bare_district_names(self.context.units, own.id) if own else None
        names = [(a, b) for _, a, b in districts.find_matches_as_indexes(self.text)] if districts else []
        return [*provinces, *self.bare_of("district", names, [*typed, *provinces])]

    def bare_of(self, level: PlaceLevel, names: list[Span], taken: list[Mention]) -> Iterator[Mention]:
        """Make mentions of the names of a level that stand alone and mean a place."""
        stretches = Stretches((m.start, m.end) for m in taken)
        for start, end in names:
            if stretches.overlap(start, end) or not self.stands_alone(start, end):
                continue
            units = [u for u in self.units(None, self.text[start:end]) if u.level == level]
            if units and self.means_place(start, end, level):
                yield self.mention(start, end, units[0].type.removesuffix(" trung ương"), units)

    def stands_alone(self, start: int, end: int) -> bool:
        """Tell whether a match is a whole name: no letter beside it, no capital word going on."""
        text = self.text
        follows = text[end : end + 2]
        return not (
            (start and (text[start - 1].isalnum() or text[start - 1] == "-"))
            or follows[:1].isalnum()
            or (follows[:1] == " " and follows[1:].isupper())
        )

    def means_place(self, start: int, end: int, level: str) -> bool:
        """Tell whether the words before a bare name make it a place, and not part of the name of a product or firm."""
        block = self.layout.block_at(start)
        if block.kind == "place_date":
            return start == block.start
        if PLACE_WORDS["before"].search(self.text, max(block.start, start - _LONGEST_BEFORE), start):
            return True
        line = self.text[max(block.start, start - 100) : start]
        if line.endswith("(") and self.text[end : end + 1] in {")", ","}:
            return True
        return level == "province" and PLACE_WORDS["bodies"].search(_CLAUSE_END.split(line)[-1]) is not None


def _narrow(text: str, mentions: list[Mention], context: Context) -> None:
    """Let the unit that follows decide between namesakes: "xã Tân Lập, huyện Chợ Đồn"; lists share it."""
    units = context.units
    for here, after in zip(reversed(mentions[:-1]), reversed(mentions), strict=False):
        if after.start < here.end or not GAP_UP.fullmatch(text, here.end, after.start):
            continue
        if _RANK[here.level] < _RANK[after.level]:
            above = after.candidates
        elif here.level == after.level:
            above = units.ancestors(after.unit) if after.unit else []
        else:
            continue
        here.candidates = _inside(here, above, context) or here.candidates
    for m in mentions:
        _settle(m, context)


def _inside(mention: Mention, above: list[Unit], context: Context) -> list[Unit]:
    """Return the units of a mention's name that lie in those above, of another province too if that is told."""
    inside = [u for u in mention.candidates if any(context.units.lies_in(u, a) for a in above)]
    if inside or not mention.candidates or not above:
        return inside
    unit = mention.candidates[0]
    return context.units.resolve(unit.name, unit.type.removesuffix(" trung ương"), above[0], day_of(context))


def _settle(mention: Mention, context: Context) -> None:
    """Prefer the own province between names that differ in their marks, and take the name of what is left."""
    names = {u.full_name for u in mention.candidates}
    if len(names) > 1:
        home = context.province
        own = [u for u in mention.candidates if home and context.units.lies_in(u, home)]
        mention.candidates, mention.confidence = own or mention.candidates, 0.7
        names = {u.full_name for u in mention.candidates}
    if len(names) == 1 and mention.name not in names:
        mention.name, mention.confidence = names.pop(), min(mention.confidence, 0.75)


def _entries(mentions: list[Mention], context: Context) -> list[Place]:
    """One entry per unit; a name that stays open joins the only unit of that name that the document tells."""
    told: dict[str, dict[str, Unit]] = defaultdict(dict)
    for m in mentions:
        if unit := m.unit:
            told[m.name][unit.id] = unit
    groups: dict[str, list[Mention]] = {}
    for m in mentions:
        unit, same = m.unit, told[m.name]
        if unit is None and len(same) == 1:
            (unit,) = same.values()
            m = msgspec.structs.replace(m, candidates=[unit])
        groups.setdefault(unit.id if unit else m.name, []).append(m)
    return [_entry(group, context) for group in groups.values()]


def _entry(group: list[Mention], context: Context) -> Place:
    first, unit = group[0], group[0].unit
    day = day_of(context)
    provinces = {context.units.province_of(u, day).full_name for u in first.candidates}
    return Place(
        name=first.name,
        level=first.level,
        province=provinces.pop() if len(provinces) == 1 else None,
        unit=unit.id if unit else None,
        candidates=[u.id for u in first.candidates] if not unit else [],
        spans=[(m.start, m.end) for m in group],
        count=len(group),
        finder="place.unit",
        confidence=max(m.confidence for m in group) * (1.0 if unit else 0.8),
    )
