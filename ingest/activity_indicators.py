"""Tables of indicators (biểu chỉ tiêu): what is measured, its unit, and figures planned and achieved."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.activity_words import LEXICON
from ingest.layout import Block
from ingest.quantities import parse_number
from ontology.records import Quantity, Span

_COLUMNS: dict[str, list[str]] = LEXICON["columns"]
_NUMBER = re.compile(
    r"(?P<value>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d{1,2})?)\s*(?:(?P<percent>%)|(?P<unit>[^\W\d_][^\d|]{0,30}))?"
)
_LEAST_FIGURES = 2  # columns of figures that make a table one of indicators


@dataclass(frozen=True, slots=True)
class Measured:
    """One row: the cell that says what is measured, its figures, and whether any column of results is filled."""

    what: Span
    quantities: list[Quantity]
    achieved: bool


@dataclass(frozen=True, slots=True)
class Indicators:
    """Which column holds what: the indicator, its unit, results, other figures; with the words over each of these."""

    what: int
    unit: int | None
    achieved: frozenset[int]
    headings: dict[int, str]

    def read(self, text: str, row: Block) -> Measured | None:
        """The figures of a row; None if it has none or names nothing."""
        if len(row.cells) <= max(self.what, self.unit or 0):
            return None
        start, end = row.cells[self.what]
        unit = (text[slice(*row.cells[self.unit])].strip() or None) if self.unit is not None else None
        found = [(i, q) for i in self.headings if (q := self._figure(text, row, i, unit))]
        if start >= end or len(found) < (1 if self.unit is not None else _LEAST_FIGURES):
            return None
        return Measured((start, end), [q for _, q in found], any(i in self.achieved for i, _ in found))

    def _figure(self, text: str, row: Block, index: int, unit: str | None) -> Quantity | None:
        cell = text[slice(*row.cells[index])].strip() if index < len(row.cells) else ""
        number = _NUMBER.fullmatch(cell)
        if number is None:
            return None
        heading = self.headings[index]
        if number["percent"] or "%" in heading or heading.lower().startswith("tỷ lệ"):
            unit = "%"
        unit = (number["unit"] or "").strip() or unit
        return Quantity(value=parse_number(number["value"]), unit=unit, of=heading, text=cell)


def indicators(text: str, heading: Block) -> Indicators | None:
    """The columns of a table by its first row; None unless it has indicators, figures, and results or a unit."""
    words = [text[start:end].strip() for start, end in heading.cells]
    low = [w.lower() for w in words]
    what = next((i for i, w in enumerate(low) if _says(w, "indicator")), None)
    unit = next((i for i, w in enumerate(low) if _says(w, "unit")), None)
    if what is None or any(_says(w, "titles") or _says(w, "lead") for w in low):
        return None
    rest = range(max(what, unit or 0) + 1, len(words))
    figures = {i: words[i] for i in rest if _says(low[i], "achieved") or _says(low[i], "figures")}
    if len(figures) < _LEAST_FIGURES:
        return None
    planned = {i for i in figures if low[i].startswith(("kế hoạch", "chỉ tiêu", "mục tiêu", "tỷ lệ", "so "))}
    achieved = frozenset(i for i in figures if _says(low[i], "achieved") and i not in planned)
    if unit is None and (not achieved or any(_says(w, "deadline") for w in low)):
        return None
    return Indicators(what, unit, achieved, figures)


def _says(heading: str, role: str) -> bool:
    return any(word in heading for word in _COLUMNS[role])
