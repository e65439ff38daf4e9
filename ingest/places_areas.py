"""Named areas that are no administrative units: zones, border gates, lakes, mines, markets, roads, villages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.context import Context
from ingest.layout import Layout
from ingest.names import LETTER
from ingest.places_words import GAP_UP, LEXICON
from ingest.runs import UPPER, Stretches, Triggers, any_case, capital_run, word_before
from ontology.records import Place

if TYPE_CHECKING:
    from ingest.places import Mention

_AREAS = LEXICON["areas"]
_NUMBERED = frozenset(head.lower() for head in _AREAS["numbered"])
_BETWEEN = f"(?:(?:{'|'.join(map(re.escape, _AREAS['between']))}),? )*"
_HEAD = re.compile(
    rf"(?<![{LETTER}])(?:(?P<head>{any_case(tuple(_AREAS['heads']))})"
    rf"|(?<= )(?P<settlement>{'|'.join(_AREAS['settlements'])})) {_BETWEEN}(?=[{UPPER}\d])"
)
_HEADS = Triggers(lambda: [*_AREAS["heads"], *_AREAS["settlements"]])
_BEFORE_COUNTRY = Triggers(lambda: LEXICON["countries"]["before"])
_ROAD = re.compile(r"\d+[A-Z]?\b")
_PERSON = re.compile(r"(?:ông|bà|Ông|Bà|ThS|TS|chí|Chí|sĩ|sỹ|tịch|BS|KS|CN)\.?$")
_NAMES = "|".join(sorted(LEXICON["countries"]["names"], key=len, reverse=True))
_COUNTRY_NAME = re.compile(_NAMES)
_COUNTRY = re.compile(
    rf"(?<![{LETTER}])(?:{any_case(tuple(LEXICON['countries']['before']))}) "
    rf"(?P<names>(?:{_NAMES})(?:(?:, | và )(?:{_NAMES}))*)(?![{LETTER}])(?! [{UPPER}])"
)


def find_areas(layout: Layout, context: Context, units: list[Mention]) -> list[Place]:
    """Find named areas; one that a unit follows lies in that unit's province, else in the document's own.

    :param units: the mentions of units already found, which areas don't cut
    """
    found: dict[str, Place] = {}
    starts = {m.start: m for m in units}
    taken = Stretches((m.start, m.end) for m in units)
    for start, end, numbered in _heads(layout, starts):
        written = layout.text[start:end]
        if taken.overlap(start, start + 1) or (written[0].isupper() and context.units.resolve(written)):
            continue
        name = _area_name(written, context)
        province = None if numbered else _province(layout.text, end, starts, context)
        place = found.setdefault(
            name.lower(),
            Place(name=name, level="other", province=province, count=0, finder="place.area", confidence=0.9),
        )
        place.spans.append((start, end))
        place.count += 1
    return [*found.values(), *_countries(layout)]


def _heads(layout: Layout, units: dict[int, Mention]) -> Iterator[tuple[int, int, bool]]:
    """Yield start, end, and whether told by a number, of every area."""
    text = layout.text
    for match in _HEADS.matches(_HEAD, text):
        before = word_before(text, match.start())
        if _part_of_a_name(match, before) or layout.block_at(match.start()).kind in {"signature", "recipient"}:
            continue
        head = (match["head"] or match["settlement"]).lower()
        if road := _ROAD.match(text, match.end()):
            if head in _NUMBERED:
                yield match.start(), road.end(), True
        elif match.end() in units:
            yield match.start(), units[match.end()].end, False
        elif (run := capital_run(text, match.end(), 5)) and not _no_name(text, run):
            yield match.start(), run[-1][1], False


def _part_of_a_name(match: re.Match[str], before: str) -> bool:
    if match["settlement"]:
        return before.lower() not in _AREAS["before_settlements"]
    head = match["head"]
    capital = head[0].isupper() and not head.isupper() and " " not in head
    if before in _AREAS["not_before"]:
        return True
    return bool(_PERSON.search(before)) or (capital and before != "" and before.lower() not in _AREAS["before_capital"])


def _no_name(text: str, run: list[tuple[int, int]]) -> bool:
    name = text[run[0][0] : run[-1][1]]
    return any(name == other or name.startswith(f"{other} ") for other in _AREAS["not_names"])


def _area_name(written: str, context: Context) -> str:
    """Write the dash of a name joined from two units' names with spaces, as official names do."""
    left, dash, right = written.partition("-")
    if dash and " - " not in written:
        words = left.split(" ")
        known = any(context.units.resolve(" ".join(words[i:])) for i in range(max(0, len(words) - 3), len(words)))
        if known and context.units.resolve(right):
            return f"{left} - {right}"
    return written


def _province(text: str, end: int, units: dict[int, Mention], context: Context) -> str | None:
    gap = GAP_UP.match(text, end)
    follows = units.get(gap.end()) if gap else None
    if follows and follows.unit:
        return context.units.province_of(follows.unit).full_name
    return context.province.full_name if context.province else None


def _countries(layout: Layout) -> list[Place]:
    """Countries where something happens: behind "tại", "sang" and the like."""
    found: dict[str, Place] = {}
    for match in _BEFORE_COUNTRY.matches(_COUNTRY, layout.text):
        for one in _COUNTRY_NAME.finditer(layout.text, *match.span("names")):
            name = one.group()
            place = found.setdefault(name, Place(name=name, level="country", count=0, finder="place.country"))
            place.spans.append(one.span())
            place.count, place.confidence = place.count + 1, 0.8
    return list(found.values())
