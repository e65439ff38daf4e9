"""Ruled tables of a PDF page, rebuilt from the lines that are drawn and the words between them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from ingest.readers.pdf_page import Edge, Page, Word, join_lines, lines_of

_NEAR = 3.0
_HEADER = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI")


@dataclass(slots=True)
class Table:
    """A ruled table: cells' texts by row, columns' left ends (``columns``), its place on the page."""

    rows: list[list[str]]
    columns: list[float]
    top: float
    bottom: float


def take_tables(page: Page) -> tuple[list[Table], list[Word]]:
    """The tables of a page, and the words that stand outside them."""
    tables: list[Table] = []
    rest = page.words
    for xs, ys, component in _grids(page.verticals, page.horizontals):
        inside = [w for w in rest if _within(w, xs, ys)]
        if not inside or _HEADER.search(" ".join(w.text for w in inside)):
            continue
        rows = [row for row in _fill(_Grid(xs, ys, component), inside) if any(row)]
        taken = set(map(id, inside))
        rest = [w for w in rest if id(w) not in taken]
        tables.append(Table(rows, xs[:-1], ys[0], ys[-1]))
    return tables, rest


def _within(word: Word, xs: list[float], ys: list[float]) -> bool:
    x, y = (word.x0 + word.x1) / 2, word.y + 0.3 * word.size
    return xs[0] <= x <= xs[-1] and ys[-1] <= y <= ys[0]


_Component = tuple[list[Edge], list[Edge]]


def _grids(verticals: list[Edge], horizontals: list[Edge]) -> list[tuple[list[float], list[float], _Component]]:
    """(column bounds left to right, row bounds top to bottom, edges) of every connected grid with two cells or more."""
    grids = []
    left = set(range(len(verticals)))
    while left:
        chosen, flat = _connected(left.pop(), left, verticals, horizontals)
        xs = _positions([verticals[i] for i in chosen])
        ys = _positions([horizontals[i] for i in flat])[::-1]
        if len(xs) > 1 and len(ys) > 1 and (len(xs) - 1) * (len(ys) - 1) > 1:
            grids.append((xs, ys, ([verticals[i] for i in chosen], [horizontals[i] for i in flat])))
    return sorted(grids, key=lambda g: (-g[1][0], g[0][0]))


def _connected(first: int, left: set[int], verticals: list[Edge], horizontals: list[Edge]) -> tuple[set[int], set[int]]:
    """Edges that meet each other, beginning with one vertical; what is used is taken from ``left``."""
    chosen, flat = {first}, set[int]()
    queue = [first]
    while queue:
        vertical = verticals[queue.pop()]
        for j, horizontal in enumerate(horizontals):
            if j not in flat and _meet(vertical, horizontal):
                flat.add(j)
                new = [i for i in left if _meet(verticals[i], horizontal)]
                left.difference_update(new)
                chosen.update(new)
                queue += new
    return chosen, flat


def _meet(vertical: Edge, horizontal: Edge) -> bool:
    return (
        horizontal.start - _NEAR <= vertical.at <= horizontal.end + _NEAR
        and vertical.start - _NEAR <= horizontal.at <= vertical.end + _NEAR
    )


def _positions(edges: list[Edge]) -> list[float]:
    """Distinct places of edges, ascending."""
    found: list[float] = []
    for at in sorted(e.at for e in edges):
        if not found or at - found[-1] > _NEAR:
            found.append(at)
    return found


class _Grid:
    """Cells of a grid; cells between which no line is drawn are one."""

    def __init__(self, xs: list[float], ys: list[float], component: _Component) -> None:
        self.xs = xs
        self.ys = ys
        self._verticals, self._horizontals = component
        self._anchors: dict[tuple[int, int], tuple[int, int]] = {}
        for row in range(len(ys) - 1):
            for column in range(len(xs) - 1):
                self._anchors[row, column] = self._anchor(row, column)

    def anchor_at(self, word: Word) -> tuple[int, int]:
        """First cell (row, column) of the merged cell that a word stands in."""
        x, y = (word.x0 + word.x1) / 2, word.y + 0.3 * word.size
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        row = min(max(bisect_right([-v for v in self.ys], -y) - 1, 0), len(self.ys) - 2)
        return self._anchors[row, column]

    def _anchor(self, row: int, column: int) -> tuple[int, int]:
        middle_y = (self.ys[row] + self.ys[row + 1]) / 2
        middle_x = (self.xs[column] + self.xs[column + 1]) / 2
        if column and not _drawn(self._verticals, self.xs[column], middle_y):
            return self._anchors[row, column - 1]
        if row and not _drawn(self._horizontals, self.ys[row], middle_x):
            return self._anchors[row - 1, column]
        return row, column


def _drawn(edges: list[Edge], at: float, across: float) -> bool:
    return any(abs(e.at - at) <= _NEAR and e.start - 1 <= across <= e.end + 1 for e in edges)


def _fill(grid: _Grid, words: list[Word]) -> list[list[str]]:
    cells: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        cells.setdefault(grid.anchor_at(word), []).append(word)
    return [
        [
            join_lines([line.text for line in lines_of(cells.get((row, column), []))])
            for column in range(len(grid.xs) - 1)
        ]
        for row in range(len(grid.ys) - 1)
    ]


def continue_table(earlier: Table, later: Table) -> bool:
    """Append the rows of a table that goes on after a page break; False if it is another table.

    A head repeated on the new page is left out; a row cut by the break is put together again.
    """
    if len(earlier.columns) != len(later.columns):
        return False
    if any(abs(a - b) > _NEAR for a, b in zip(earlier.columns, later.columns, strict=True)):
        return False
    rows = list(later.rows)
    heads = 0
    while heads < min(len(rows), len(earlier.rows)) and rows[heads] == earlier.rows[heads]:
        heads += 1
    rows = rows[heads:]
    if rows and earlier.rows and _is_rest(earlier.rows[-1], rows[0]):
        earlier.rows[-1] = [join_lines([t for t in pair if t]) for pair in zip(earlier.rows[-1], rows[0], strict=True)]
        rows = rows[1:]
    earlier.rows += rows
    return True


def _is_rest(last: list[str], first: list[str]) -> bool:
    """Whether a row is the rest of one cut by a page break: no number of its own, and it goes on in mid-sentence."""
    if first[0] or not last[0]:
        return False
    pairs = [(a, b) for a, b in zip(last, first, strict=True) if b]
    return any(b[0].islower() or (a and a[-1] not in ".;:!?") for a, b in pairs)
