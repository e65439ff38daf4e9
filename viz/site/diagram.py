"""The diagram of a document (lược đồ): what it rests on at the left, the document, what came of it at the right.

Drawn by the server as SVG with links; presentation is in the style sheet, since the pages allow no inline style.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from viz.site.thing_facts import Fact, Group
from viz.site.visit import Visit

WIDTH = 1000
_COLUMN, _LINE, _TITLE, _GAP = 340, 22, 26, 14  # pixels
_CENTRE = 200  # width of the box of the document itself
_SHOWN = 5  # documents of one relation; how many more there are is told
_LETTERS = 46  # that fit into a column


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a box: a name that leads to its page (to none, if the address is empty)."""

    text: str
    full: str
    address: str
    y: int


@dataclass(frozen=True, slots=True)
class Box:
    """The documents of one relation, with their number."""

    title: str
    total: int
    items: list[Item]
    x: int
    y: int
    height: int
    path: str
    """The line between the box and the document in the middle, as SVG path data."""


@dataclass(frozen=True, slots=True)
class Diagram:
    """Boxes at their places; ``height`` in pixels, ``centre`` the lines of the box in the middle."""

    boxes: list[Box]
    height: int
    centre: list[str]
    middle: int
    count: int


def draw(visit: Visit, label: str, before: list[Group], after: list[Group]) -> Diagram:
    """Place the groups in two columns beside the document."""
    columns = (before, 0), (after, WIDTH - _COLUMN)
    heights = [sum(_height(group) + _GAP for group in groups) for groups, _ in columns]
    height = max(*heights, 120)
    boxes = [
        box
        for (groups, x), own in zip(columns, heights, strict=True)
        for box in _column(visit, groups, x, (height - own) // 2, height // 2)
    ]
    return Diagram(boxes, height, _centre(label), height // 2, sum(group.total for group in (*before, *after)))


def _height(group: Group) -> int:
    more = len(group.facts[:_SHOWN]) + (group.total > _SHOWN)
    return _TITLE + _LINE * more + 10


def _column(visit: Visit, groups: list[Group], x: int, y: int, middle: int) -> list[Box]:
    found = []
    for group in groups:
        height = _height(group)
        items = [_item(visit, fact, y + _TITLE + _LINE * (n + 1) - 4) for n, fact in enumerate(group.facts[:_SHOWN])]
        if group.total > _SHOWN:
            more = visit.say("things.more", n=group.total - _SHOWN)
            items.append(Item(more, more, "#relations", y + _TITLE + _LINE * (_SHOWN + 1) - 4))
        found.append(Box(group.title, group.total, items, x, y, height, _line(x, y + height // 2, middle)))
        y += height + _GAP
    return found


def _item(visit: Visit, fact: Fact, y: int) -> Item:
    full = str(fact.label or fact.value)
    return Item(short(full), full, visit.address(str(fact.value)) if fact.is_thing else "", y)


def _line(x: int, y: int, middle: int) -> str:
    """From the older to the newer, ending at the edge that faces the middle."""
    left = (WIDTH - _CENTRE) // 2
    if x == 0:
        return f"M{_COLUMN},{y} C{_COLUMN + 40},{y} {left - 40},{middle} {left - 6},{middle}"
    right = left + _CENTRE
    return f"M{right},{middle} C{right + 40},{middle} {x - 40},{y} {x - 6},{y}"


def short(label: str, letters: int = _LETTERS) -> str:
    """A name in one line: of a document kind, number and year, of anything else its beginning.

    >>> short("Quyết định số 12/QĐ-UBND ngày 03 tháng 4 năm 2024 của Ủy ban nhân dân tỉnh Lạng Sơn")
    'Quyết định số 12/QĐ-UBND (2024)'
    """
    if match := re.match(r"(.{4,}?) ngày \d{1,2} tháng \d{1,2} năm (\d{4})", label):
        label = f"{match[1]} ({match[2]})"
    return label if len(label) <= letters else f"{label[: letters - 1].rstrip()}…"


def _centre(label: str) -> list[str]:
    """The name of the document in at most four lines."""
    words, lines = short(label, 84).split(), [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) > 23:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word[:26]}".strip()
    return lines[:4]
