"""Charts as SVG that the server draws: bars with their names, columns over years or periods.

Presentation is in the style sheet; every chart stands beside a table that says the same in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_ROW, _NAME, _ROOM = 26, 300, 380  # height of a bar's line; width of its name; length of the longest bar
_LETTERS = 42  # of a name that fit
_HIGH, _FOOT, _HEAD = 150, 24, 18  # of columns: the tallest one, the space below and above
_PITCH, _LEAST = 64, 34  # from one group of columns to the next, in pixels; less where there are many
_FITTING = 12  # groups with the full pitch
_LETTER, _GAP = 7, 6  # width of a letter of a name, and what parts names


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: name, number, and where it leads (nowhere if empty)."""

    name: str
    value: float
    address: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A bar at its place."""

    bar: Bar
    short: str
    y: int
    length: int


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars that lie."""

    lines: list[Line]
    height: int
    width: int = _NAME + _ROOM + 120
    name: int = _NAME


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a group: which series, its number, its place."""

    series: int
    value: float
    x: int
    y: int
    height: int
    width: int


@dataclass(frozen=True, slots=True)
class Group:
    """Columns side by side over one name, such as a year."""

    name: str
    middle: int
    columns: list[Column]


@dataclass(frozen=True, slots=True)
class Columns:
    """A chart of columns in groups; ``series`` names what the columns of each group are."""

    groups: list[Group]
    series: list[str]
    width: int
    height: int = _HEAD + _HIGH + _FOOT
    base: int = _HEAD + _HIGH


def bars(found: Sequence[Bar]) -> Bars | None:
    """Bars in the order given; None if there is nothing to compare."""
    most = max((bar.value for bar in found), default=0)
    if len(found) < 2 or most <= 0:
        return None
    lines = [
        Line(bar, _short(bar.name), _ROW * i, max(1, round(_ROOM * max(bar.value, 0) / most)))
        for i, bar in enumerate(found)
    ]
    return Bars(lines, _ROW * len(found))


def _short(name: str) -> str:
    return name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1].rstrip()}…"


def columns(found: Sequence[tuple[str, Sequence[float]]], series: Sequence[str]) -> Columns | None:
    """Groups of columns from left to right; None if there is nothing to compare.

    :param found: the name of each group and a number for each series
    """
    most = max((value for _, values in found for value in values), default=0)
    if len(found) < 2 or most <= 0:
        return None
    longest = max(len(name) for name, _ in found)
    pitch = max(_PITCH if len(found) <= _FITTING else _LEAST, _LETTER * longest + _GAP)
    wide = (pitch - 10) // len(series)
    groups = [
        Group(name, pitch * i + pitch // 2, [_column(n, v, most, pitch * i + 5, wide) for n, v in enumerate(values)])
        for i, (name, values) in enumerate(found)
    ]
    return Columns(groups, list(series), pitch * len(found))


def _column(series: int, value: float, most: float, left: int, wide: int) -> Column:
    height = round(_HIGH * max(value, 0) / most)
    return Column(series, value, left + series * wide, _HEAD + _HIGH - height, height, wide - 2)
