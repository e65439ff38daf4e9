"""Which body is part of which, what lies where, who heads what: only where the text says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.context import Context, Link
from ingest.layout import Layout
from ingest.places_words import GAP_UP, LIST_GAP
from ingest.text import fold
from ontology.records import Organisation, Person, Place, Span

_RANK = {"other": 0, "commune": 1, "district": 2, "province": 3}
_PART = re.compile(r" ?(?:[-–(]|, (?:trực )?thuộc|(?:trực )?thuộc) ?")
_STANDING = ("Thường trực Tỉnh ủy", "Thường trực Thành ủy")  # told beside the committee, not as a part of it
_PART_OF_DASH = {"ministry", "agency", "enterprise", "university", "department", "institute"}
_PLACED = {
    "hospital",
    "centre",
    "enterprise",
    "cooperative",
    "division",
    "other",
    "school",
    "university",
    "institute",
    "agency",
}
_HEADS = re.compile(
    r"(?:Quyền )?(?:Tổng )?(?:Giám đốc|Chủ tịch|Bộ trưởng|Bí thư|Hiệu trưởng|Viện trưởng|Cục trưởng|Tổng cục trưởng"
    r"|Chi cục trưởng|Vụ trưởng|Chánh Văn phòng|Chánh Thanh tra|Trưởng phòng"
    r"|Trưởng ban|Thủ tướng(?: Chính phủ)?|Tổ trưởng)"
)


def find_organisation_relations(
    layout: Layout,
    context: Context,
    organisations: list[Organisation],
    places: list[Place],
    people: list[Person],
) -> list[Link]:
    """Find part_of, located_in and heads among bodies, places and people, each where the words say so.

    Who stands under whom by law alone (a department under its committee) is in ``Organisation.parent``, no relation.
    """
    links = [
        *_parts(organisations),
        *_parts_beside(layout.text, organisations, places),
        *_located(organisations, places),
        *_places(layout.text, places, context),
        *_heads(organisations, people),
    ]
    seen: dict[tuple[int, str, int], Link] = {}
    for link in links:
        seen.setdefault((id(link.subject), link.predicate, id(link.object)), link)
    return list(seen.values())


def _parts(organisations: list[Organisation]) -> Iterator[Link]:
    """Bodies whose own name tells that of which they are part, and units of the document's own department."""
    named = {fold(o.name): o for o in organisations}
    for body in organisations:
        whole = named.get(fold(body.parent or ""))
        if whole is None or whole is body or not body.spans or body.name.startswith(_STANDING):
            continue
        if fold(body.name).endswith(fold(whole.name)) or body.type in {"party", "division", "centre"}:
            yield Link(body, "part_of", whole, *body.spans[0], "organisation.part", 0.9)


def _parts_beside(text: str, organisations: list[Organisation], places: list[Place]) -> Iterator[Link]:
    """Read "Cục Sở hữu trí tuệ - Bộ Khoa học và Công nghệ", "Trạm A thuộc Công ty B", a board inside a board's name."""
    mentions = sorted((start, end, i) for i, o in enumerate(organisations) for start, end in o.spans)
    placed = {start: end for place in places for start, end in place.spans}
    for (start, end, i), (start_2, end_2, j) in pairwise(mentions):
        body, whole = organisations[i], organisations[j]
        if i == j:
            continue
        behind = placed.get(end + 1, end)
        gap = _PART.fullmatch(text, behind, start_2) if behind <= start_2 else None
        if gap and (
            "thuộc" in gap.group() or (whole.type in _PART_OF_DASH and whole.type != body.type) or _shop(body, whole)
        ):
            yield Link(body, "part_of", whole, start, end_2, "organisation.beside", 0.85)
        elif start < start_2 and end_2 <= end and body.type == whole.type == "council":
            yield Link(body, "part_of", whole, start, end, "organisation.inside", 0.85)


def _shop(body: Organisation, whole: Organisation) -> bool:
    """Tell whether the first is a shop, branch or clinic and the second a firm, or a school and its university."""
    if whole.name.startswith("Đại học") and body.name.startswith("Trường"):
        return True
    return whole.name.startswith(("Công ty", "Tổng công ty", "Tập đoàn")) and not body.name.startswith(
        ("Công ty", "Tổng")
    )


def _located(organisations: list[Organisation], places: list[Place]) -> Iterator[Link]:
    """Bodies whose name, or the words right behind it, tell the district, commune or area in which they are."""
    known = {fold(p.name): p for p in places}
    for body in organisations:
        place = known.get(fold(body.place or ""))
        if place is not None and place.level != "province" and body.type in _PLACED and body.spans:
            start, end = body.spans[0]
            behind = min((b for a, b in place.spans if end <= a <= end + 6), default=end)
            yield Link(body, "located_in", place, start, behind, "organisation.place", 0.9)


def _places(text: str, places: list[Place], context: Context) -> Iterator[Link]:
    """Places followed by the place above: "xã A, huyện B, tỉnh C"; lists share what follows them."""
    mentions = sorted((start, end, i) for i, p in enumerate(places) for start, end in p.spans)
    above: tuple[Place, int] | None = None  # what the mention behind lies in, and where those words end
    after: tuple[Span, Place] | None = None
    for start, end, i in reversed(mentions):
        place = places[i]
        here: tuple[Place, int] | None = None
        if after and place.level in _RANK and after[1].level in _RANK:
            (begin, stop), behind = after
            if _RANK[place.level] < _RANK[behind.level] and GAP_UP.fullmatch(text, end, begin):
                here = (behind, stop)
            elif place.level == behind.level and above and LIST_GAP.fullmatch(text, end, begin):
                here = above
        if here and here[0] is not place and _may_lie_in(place, here[0], context):
            yield Link(place, "located_in", here[0], start, here[1], "place.above", 0.9)
        above, after = here, ((start, end), place)


def _may_lie_in(place: Place, above: Place, context: Context) -> bool:
    """Tell whether the table of units allows one place in the other; what it doesn't know is allowed."""
    if place.unit is None or above.unit is None:
        return True
    units = context.units
    return units[above.unit] in units.ancestors(units[place.unit])


def _heads(organisations: list[Organisation], people: list[Person]) -> Iterator[Link]:
    """People whose office is the head's; a deputy who signs for the head heads nothing."""
    named = {fold(o.name): o for o in organisations}
    for person in people:
        body = named.get(fold(person.organisation or ""))
        if body and person.role and person.spans and _HEADS.fullmatch(person.role):
            yield Link(person, "heads", body, *person.spans[0], "person.head", 0.95)
