"""Totals over reports that are cumulative: no figure is counted twice.

A department reports monthly, quarterly, for six and nine months, yearly, and each report includes the former. So a
total adds, of one reporter, only figures of one unit whose periods do not overlap; where they do, the wider period
wins, and a figure falls only to one that itself stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from ingest.text import fold
from queries.answer import Value
from queries.graph import Asking, Solutions

COLUMNS = ["reporter", "reporterLabel", "unit", "start", "end", "total", "figures", "covered", "evidence"]


@dataclass(slots=True)
class _Period:
    """All figures that one report gives of one unit for one period."""

    start: str
    end: str
    report: str
    value: float = 0.0
    figures: int = 0
    evidence: list[str] = field(default_factory=list)

    @property
    def days(self) -> int:
        """Length in days, both ends included."""
        return (date.fromisoformat(self.end) - date.fromisoformat(self.start)).days + 1

    def overlaps(self, other: _Period) -> bool:
        """Whether the two have a day in common."""
        return self.start <= other.end and other.start <= self.end


def totals(
    columns: list[str],
    solutions: Solutions,
    asking: Asking | None = None,  # noqa: ARG001 - what the person asked is no matter here
) -> tuple[list[str], Solutions]:
    """From figures to totals, one row for each reporter and unit; figures without a period have rows of their own.

    :param columns: with reporter, reporterLabel, report, unit, start, end, quantity, value and evidence among them
    """
    rows = [dict(zip(columns, solution, strict=True)) for solution in _distinct(columns, solutions)]
    groups: dict[tuple[str, str], list[dict[str, Value]]] = defaultdict(list)
    for row in rows:
        groups[str(row["reporter"]), fold(str(row["unit"] or ""))].append(row)
    found: Solutions = []
    for _, figures in sorted(groups.items()):
        dated = [f for f in figures if f["start"] and f["end"]]
        undated = [f for f in figures if not (f["start"] and f["end"])]
        found += [_row(figures[0], *_chosen(_periods(dated)))] if dated else []
        found += [_row(figures[0], [period], 0) for period in _periods(undated)]
    return COLUMNS, found


def _distinct(columns: list[str], solutions: Solutions) -> Solutions:
    """Each quantity once, whatever labels or mentions it came with; its evidence is gathered."""
    at, words = columns.index("quantity"), columns.index("evidence")
    found: dict[Value, list[Value]] = {}
    for solution in solutions:
        kept = found.setdefault(solution[at], [*solution])
        if solution[words] and str(solution[words]) not in str(kept[words] or "").split():
            kept[words] = f"{kept[words] or ''} {solution[words]}".strip()
    return list(found.values())


def _periods(figures: Iterable[dict[str, Value]]) -> list[_Period]:
    found: dict[tuple[str, str, str], _Period] = {}
    for figure in figures:
        key = (str(figure["start"] or ""), str(figure["end"] or ""), str(figure["report"]))
        period = found.setdefault(key, _Period(*key))
        period.value += float(figure["value"] or 0)
        period.figures += 1
        period.evidence += str(figure["evidence"] or "").split()
    return list(found.values())


def _chosen(periods: list[_Period]) -> tuple[list[_Period], int]:
    """The periods to add, widest first, and how many figures they cover that are not added."""
    chosen: list[_Period] = []
    covered = 0
    for period in sorted(periods, key=lambda p: (-p.days, p.start, p.report)):
        if any(period.overlaps(other) for other in chosen):
            covered += period.figures
        else:
            chosen.append(period)
    return chosen, covered


def _row(figure: dict[str, Value], periods: list[_Period], covered: int) -> list[Value]:
    dated = [p for p in periods if p.start]
    return [
        figure["reporter"],
        figure["reporterLabel"],
        figure["unit"],
        min((p.start for p in dated), default=None),
        max((p.end for p in dated), default=None),
        sum(p.value for p in periods),
        sum(p.figures for p in periods),
        covered,
        " ".join(dict.fromkeys(iri for p in periods for iri in p.evidence)),
    ]
