"""Which periods the reports of a body cover, and which months none of them does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from queries.answer import Value
from queries.graph import Asking, Solutions

COLUMNS = [
    "issuer", "issuerLabel", "state", "kind", "kindLabel", "document", "documentLabel", "date", "start", "end",
    "evidence",
]  # fmt: skip
_REPORT = "https://w3id.org/khcn/vocabulary/document-kind/report"


def covered(columns: list[str], solutions: Solutions, asking: Asking) -> tuple[list[str], Solutions]:
    """A row for each document read, then one for each stretch of months that no report of a body covers.

    The stretch looked at is the one asked for; where an end is not asked for, that of the calendar years reported on.
    """
    rows = [dict(zip(columns, solution, strict=True)) for solution in solutions]
    held = asking.say("có", "held")
    found: Solutions = [[held if c == "state" else row[c] for c in COLUMNS] for row in rows]
    periods: dict[tuple[Value, Value], set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        if row["kind"] == _REPORT and row["start"] and row["end"]:
            periods[row["issuer"], row["issuerLabel"]].add((str(row["start"]), str(row["end"])))
    lacking = asking.say("thiếu báo cáo", "no report")
    for (issuer, label), told in periods.items():
        first = asking.literal("from") or f"{min(start for start, _ in told)[:4]}-01-01"
        last = asking.literal("to") or f"{max(end for _, end in told)[:4]}-12-31"
        found += [
            [issuer, label, lacking, *[None] * (len(COLUMNS) - 6), start, end, None]
            for start, end in gaps(told, first, last)
        ]
    return COLUMNS, found


def gaps(periods: Iterable[tuple[str, str]], first: str, last: str) -> Iterator[tuple[str, str]]:
    """Stretches of days between two that no period covers (ISO dates, ends included).

    >>> list(gaps([("2024-01-01", "2024-03-31"), ("2024-05-01", "2024-05-31")], "2024-01-01", "2024-06-30"))
    [('2024-04-01', '2024-04-30'), ('2024-06-01', '2024-06-30')]
    """
    open_from = first
    for start, end in sorted(periods):
        if start > open_from and open_from <= last:
            yield open_from, min(_shifted(start, -1), last)
        open_from = max(open_from, _shifted(end, 1))
    if open_from <= last:
        yield open_from, last


def _shifted(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
