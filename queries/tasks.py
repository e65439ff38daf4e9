"""What SPARQL cannot soundly say of tasks: which are late, which are alike, how many reached each step."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from rapidfuzz import fuzz, process

from ingest.text import fold
from queries.answer import Value
from queries.graph import Asking, Graph, Solutions
from queries.totals import totals

LATE = ["task", "taskLabel", "outcome", "end", "days", "extensions", "since", "documentLabel", "reason", "evidence"]
SIMILAR = ["similarity", "task", "taskLabel", "hostLabel", "placeLabel", "documentLabel", "evidence"]
FUNNEL = ["stage", "stageLabel", "announced", "named", "tasks", "evidence"]
_FIGURE = ["reporter", "reporterLabel", "report", "unit", "start", "end", "quantity", "value", "evidence"]
_STEPS = (
    "proposed", "identified", "listed", "called", "selected", "appraised", "approved", "contracted", "monitored",
    "adjusted", "extended", "paused", "terminated", "self-accepted", "not-accepted", "accepted", "registered",
    "recognised", "settled", "liquidated", "assets", "applied",
)  # fmt: skip
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_KHCN = "https://w3id.org/khcn/ontology#"
_END = re.compile(r"(?:-|–|đến)[^-–\d]*(?:(?P<month>\d{1,2})\s*/\s*)?(?P<year>(?:19|20)\d\d)\s*$")
Row = dict[str, Value]


def late(columns: list[str], solutions: Solutions, asking: Asking) -> tuple[list[str], Solutions]:
    """Tasks that were extended, or are past their end without a word of acceptance, as of a day.

    :param columns: task, taskLabel, end, period, step, day, document, documentLabel, reason and evidence among them
    """
    day = asking.literal("as_of")
    least = int(asking.value("min_days") or 0)
    found = [_late(rows, day, asking) for rows in _grouped(columns, solutions, "task")]
    asked = bool(asking.value("min_days"))
    kept = [row for row in found if row and (row["days"] is not None or not asked)]
    return LATE, [[row[c] for c in LATE] for row in kept if int(row["days"] or 0) >= (least if asked else 0)]


def _grouped(columns: list[str], solutions: Solutions, key: str) -> list[list[Row]]:
    groups: dict[Value, list[Row]] = defaultdict(list)
    for solution in solutions:
        row = dict(zip(columns, solution, strict=True))
        groups[row[key]].append(row)
    return list(groups.values())


def _late(rows: list[Row], as_of: str, asking: Asking) -> Row | None:
    """One task's row; None if it is neither extended nor late."""
    told = [r for r in rows if r["step"] is None]
    past = [r for r in rows if r["step"] and (r["day"] is None or str(r["day"]) <= as_of)]
    extensions = [r for r in past if _step(r) == "extended"]
    closed = any(_step(r) != "extended" for r in past)
    ends = {told_end: r for r in told if (told_end := str(r["end"] or "") or end_of(str(r["period"] or "")))}
    end = max(ends, default="")
    overdue = bool("" < end < as_of and not closed and not extensions)
    if not (extensions or overdue):
        return None
    days = (date.fromisoformat(as_of) - date.fromisoformat(end)).days if overdue else None
    proving = extensions or [r for e, r in ends.items() if e == end]
    return {
        "task": rows[0]["task"],
        "taskLabel": rows[0]["taskLabel"],
        "outcome": _outcome(bool(extensions), closed, asking),
        "end": end or None,
        "days": days,
        "extensions": len({r["document"] for r in extensions if r["document"]}) or len(extensions[:1]),
        "since": max((str(r["day"]) for r in extensions if r["day"]), default=None),
        "documentLabel": _listed(r["documentLabel"] for r in extensions),
        "reason": _listed(r["reason"] for r in extensions),
        "evidence": " ".join(dict.fromkeys(str(r["evidence"]) for r in proving if r["evidence"])),
    }


def _step(row: Row) -> str:
    return str(row["step"]).rpartition("/")[2]


def _outcome(extended: bool, closed: bool, asking: Asking) -> str:
    if not extended:
        return asking.say("quá hạn, chưa thấy nghiệm thu", "past its end, no acceptance seen")
    if closed:
        return asking.say("đã gia hạn, đã kết thúc", "extended, ended since")
    return asking.say("đã gia hạn", "extended")


def _listed(values: Iterable[Value]) -> str | None:
    found = {str(v) for v in values if v}
    return "; ".join(sorted(found)) or None


def end_of(period: str) -> str:
    """The last day of a time of work as documents write it; empty where they write a length only.

    >>> end_of("9/2023 - 10/2024"), end_of("từ tháng 3 đến tháng 12/2024"), end_of("2021-2025"), end_of("24")
    ('2024-10-31', '2024-12-31', '2025-12-31', '')
    """
    found = _END.search(period)
    if not found:
        return ""
    year, month = int(found.group("year")), int(found.group("month") or 12)
    return date(year, month, monthrange(year, month)[1]).isoformat() if 1 <= month <= 12 else ""


def similar(columns: list[str], solutions: Solutions, asking: Asking) -> tuple[list[str], Solutions]:
    """Tasks one of whose names is like the title proposed, most alike first.

    :param columns: task and name
    """
    title, least = fold(asking.value("title")), float(asking.value("threshold")) * 100
    names = [fold(str(solution[columns.index("name")])) for solution in solutions]
    best: dict[str, float] = {}
    for _, score, i in process.extract(title, names, scorer=fuzz.token_sort_ratio, score_cutoff=least, limit=None):
        task = str(solutions[i][columns.index("task")])
        best[task] = max(best.get(task, 0.0), score)
    told = _told_of(asking.graph, sorted(best))
    rows = [
        [round(best[str(r["task"])] / 100, 2), *(r.get(c) for c in SIMILAR[1:])]
        for r in sorted(told, key=lambda r: (-best[str(r["task"])], str(r["task"])))
    ]
    return SIMILAR, rows


def _told_of(graph: Graph, tasks: list[str]) -> list[Row]:
    """What is told of some tasks, a row for each fact."""
    if not tasks:
        return []
    values = " ".join(f"<{t}>" for t in tasks)
    facts = {
        "hostLabel": f"?task <{_KHCN}host> ?x . ?x <{_LABEL}> ?v",
        "placeLabel": f"?task <{_KHCN}location> ?x . ?x <{_LABEL}> ?v",
        "documentLabel": f"?task <{_KHCN}authorisedBy> ?x . ?x <{_LABEL}> ?v",
        "evidence": f"GRAPH ?g {{ ?task <{_KHCN}mentionedIn> ?v }}",
    }
    labels = f"OPTIONAL {{ ?task <{_LABEL}> ?taskLabel FILTER(LANG(?taskLabel) != 'en') }}"
    found: list[Row] = []
    for column, pattern in {"": "", **facts}.items():
        _, rows = graph.select(
            f"SELECT ?task ?taskLabel ?v {{ VALUES ?task {{ {values} }} {pattern} {labels} }} ORDER BY ?task ?v"
        )
        found += [{"task": task, "taskLabel": label, column: v} for task, label, v in rows]
    return found


def funnel(columns: list[str], solutions: Solutions, asking: Asking) -> tuple[list[str], Solutions]:
    """A row for each step: what reports announce, by reporter and unit, and how many tasks are named.

    :param columns: stage, stageLabel, task, taskLabel, and those of a figure (see :func:`queries.totals.totals`)
    """
    rows = []
    for told in sorted(_grouped(columns, solutions, "stage"), key=lambda rows: _STEPS.index(_stage(rows))):
        named = {str(r["task"]): str(r["taskLabel"] or r["task"]) for r in told if r["task"]}
        figures: Solutions = [[r[c] for c in _FIGURE] for r in told if r["quantity"]]
        words = " ".join(dict.fromkeys(str(r["evidence"]) for r in told if r["evidence"]))
        announced = _announced(figures, asking)
        rows.append([told[0]["stage"], told[0]["stageLabel"], announced, len(named), _listed(named.values()), words])
    return FUNNEL, rows


def _stage(rows: list[Row]) -> str:
    return str(rows[0]["stage"]).rpartition("/")[2]


def _announced(figures: Solutions, asking: Asking) -> str | None:
    """Totals as text: those of two reporters may count the same tasks, and are never added."""
    columns, rows = totals(_FIGURE, figures, asking)
    told = [dict(zip(columns, row, strict=True)) for row in rows]
    return _listed(f"{float(r['total'] or 0):g} {r['unit']} ({r['reporterLabel'] or r['reporter']})" for r in told)
