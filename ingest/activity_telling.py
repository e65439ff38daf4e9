"""From a clause to the record of an activity."""

from __future__ import annotations

import re
from bisect import bisect_left

from ingest.activity_details import Details
from ingest.activity_heads import Clause
from ingest.activity_types import status_of
from ingest.activity_words import LEXICON
from ingest.context import Context, Found
from ingest.layout import Block, Layout
from ingest.parts import Part
from ingest.periods import Time
from ingest.quantities import Figure, find_quantities
from ingest.runs import Stretches, Triggers
from ontology.records import Activity, ActivityStatus, ActivityType, Period, Quantity, Span

_FINDER = "activities"
_LENGTH = 140  # of the telling span, in characters; a reader sees what was done without scrolling
_EDGE = ' \n,;:.-+…"”'
_FORMULAS = Triggers(lambda: LEXICON["not_tasks"]["formulas"])
_SUBMITTED = re.compile(
    r"[^;:]{0,120}?\bkính (?:trình|đề nghị|báo cáo|mong)\b[^;:]{0,80}?\bxem xét(?:,? (?:và )?"
    r"(?:quyết định|chỉ đạo|cho ý kiến|phê duyệt|ban hành|giải quyết|quan tâm))*$"
)
_DUE = re.compile(r"(?:hoàn thành|xong|thời gian|thời hạn)\b", re.IGNORECASE)
_DATED: frozenset[ActivityType] = frozenset({"drafting", "issuing", "establishment"})


def trim(text: str, clause: Clause) -> None:
    """Take punctuation and a leading "và" off both ends of a clause."""
    while clause.start < clause.end and text[clause.start] in _EDGE:
        clause.start += 1
    while clause.start < clause.end and text[clause.end - 1] in " \n,;:.-+…/":
        clause.end -= 1
    if text.startswith("và ", clause.start, clause.end):
        clause.start += 3


def with_targets(figures: list[Figure]) -> list[Quantity]:
    """The quantities of figures; a target ("33/48") is one of its own beside its result."""
    found: list[Quantity] = []
    for _, _, quantity in figures:
        found.append(quantity)
        if quantity.target is not None:
            found.append(Quantity(value=quantity.target, unit=quantity.unit, of="kế hoạch", text=quantity.text))
    return found


class Teller:
    """Makes the activities of one document and keeps them in the order in which they were told."""

    def __init__(self, layout: Layout, context: Context, found: Found) -> None:
        self.text = layout.text
        self.details = Details(layout, context, found)
        self._names = Stretches(self.details.named.subjects.spans())
        self.document = found.document
        self._formulas = [start for start, _, _ in _FORMULAS.find(layout.text)]
        self.activities: list[Activity] = []
        self._seen: set[tuple[str, str]] = set()
        self._title_time = self.details.title_time()
        self._today = f"{context.date or 9999}-99"[:10]  # the last day that a month can be
        covered = found.document.period_covered
        self._runs_on = covered is not None and _runs_on(covered)
        self._own_telling = found.document.kind in {None, "report", "plan", "notice", "other"}

    def tell(
        self,
        block: Block,
        clause: Clause,
        kind: ActivityType,
        part: Part,
        status: ActivityStatus | None = None,
        charged: str | None = None,
    ) -> Activity | None:
        """Add the activity that a clause tells; None if the same was told before in the same part.

        ``charged`` is who is to do it, where a line above or the clause before says it ("Giao Sở ...:").
        """
        key = (part, self.text[clause.start : clause.end].lower())
        if key in self._seen:
            return None
        self._seen.add(key)
        status = status or status_of(self.text, clause, kind, part, self.document)
        start = max(clause.start, clause.told)
        activity = Activity(
            type=kind,
            status=status,
            summary=_summary(self.text, clause),
            spans=[_telling(self.text, clause)],
            quantities=self.quantities(start, clause.end),
            places=self.details.named.places.names(clause.start, clause.end),
            section=block.section or None,
            finder=_FINDER,
        )
        self._detail(activity, block, clause, charged)
        self.activities.append(activity)
        return activity

    def formula(self, clause: Clause) -> bool:
        """Whether a clause is a formula of such documents and tells nothing ("chịu trách nhiệm thi hành")."""
        first = bisect_left(self._formulas, clause.start)
        if first < len(self._formulas) and (at := self._formulas[first]) < clause.end:
            # behind its verb "được phê duyệt theo ..." only says which thing is meant
            return not (clause.head and clause.head.end < at and self.text.startswith("được ", at))
        asks = self.text.find("kính ", clause.start, clause.end) >= 0
        return asks and _SUBMITTED.match(self.text, clause.start, clause.end) is not None

    def due(self, activity: Activity, clause: Clause) -> bool:
        """Whether a clause only says when the thing before it is to be done ("hoàn thành trong quý II"); keeps it."""
        if not _DUE.match(self.text, clause.start, clause.end):
            return False
        times = self.details.times(clause)
        if not times or times[-1].end < clause.end - 3 or times[0].start > clause.start + 40:
            return False
        self._set_times(activity, times)
        return True

    def dates(self, activity: Activity, clause: Clause) -> None:
        """Keep when something planned is to be done, which a later clause says."""
        if activity.status == "planned" and not activity.deadline and (times := self.details.times(clause)):
            self._set_times(activity, times)

    def _set_times(self, activity: Activity, times: list[Time]) -> None:
        activity.period, activity.period_start, activity.period_end = times[0].words, times[0].first, times[0].last
        if activity.status == "planned":
            activity.deadline = times[-1].last or times[-1].words

    def quantities(self, start: int, end: int) -> list[Quantity]:
        """The figures of ``text[start:end]``, none of a name ("Bệnh viện Quân y 13")."""
        figures = find_quantities(self.text, start, end)
        if not figures:
            return []
        return with_targets([f for f in figures if f.quantity.unit or not self._names.overlap(f.start, f.start)])

    def _detail(self, activity: Activity, block: Block, clause: Clause, charged: str | None) -> None:
        details = self.details
        times = details.times(clause)
        if times and activity.status == "done" and any(map(self._ahead, times)):
            activity.status = "planned"
        if activity.status == "planned":
            self._assign(activity, clause, times, charged)
        activity.organiser = activity.assignee or details.organiser(clause, block, self._own_telling)
        told = (activity.organiser, *activity.coordinates_with)
        activity.about = [n for n in details.named.subjects.names(clause.start, clause.end) if n not in told]
        self._date(activity, block, clause, times)

    def _assign(self, activity: Activity, clause: Clause, times: list[Time], charged: str | None) -> None:
        """Who is to do it with whom by when; ``charged`` by a line above, unless the clause has its own subject."""
        assigned = self.details.assignment(clause, times)
        activity.assignee = assigned.assignee or (None if clause.subject else charged) or None
        activity.coordinates_with, activity.deadline = assigned.partners, assigned.deadline

    def _ahead(self, time: Time) -> bool:
        """Whether a time lies after the document's own day or month: a day by which, or all of a month, a quarter."""
        if time.role == "at" and time.precision in {"day", "month", "quarter"}:
            return (time.first or "") > self._today
        return time.role == "deadline" and time.precision == "day" and (time.last or "") > self._today

    def _date(self, activity: Activity, block: Block, clause: Clause, times: list[Time]) -> None:
        """The activity's own time, else its section's, else that of the report."""
        if activity.type in _DATED and (day := self.details.cited_date(clause)):
            activity.period = activity.period_start = activity.period_end = day
            return
        time = self.details.when(clause, times) or self.details.heading_time(block)
        if time is None and self.document.kind == "plan":
            time = self._title_time
        covered = self.document.period_covered
        if time:
            activity.period, activity.period_start, activity.period_end = time.words, time.first, time.last
        elif covered and activity.status != "planned":
            activity.period = _said(covered)
            activity.period_start, activity.period_end = covered.start, covered.end
        if covered and self._runs_on and activity.status == "done":
            activity.cumulative = (activity.period_start, activity.period_end) == (covered.start, covered.end)


def _runs_on(covered: Period) -> bool:
    """Whether the figures of a report run on from the year's beginning, so that the next counts them again (lũy kế)."""
    start, end = covered.start or "", covered.end or ""
    return start.endswith("-01-01") and (start[:4] != end[:4] or end[5:7] > "03")


def _said(period: Period) -> str | None:
    ends = [x for x in (period.start, period.end) if x]
    return "/".join(ends) or None


def _telling(text: str, clause: Clause) -> Span:
    """The telling words of a clause: to a long bracket or list, at a word's end, after at most 140 characters."""
    start = max(clause.start, clause.told)
    end = min(clause.end, start + _LENGTH)
    bracket = text.find(" (", start + 50, end)
    if bracket > 0 and clause.end - bracket > 60:
        return start, bracket
    if end == clause.end:
        return start, end
    space = text.rfind(" ", start + _LENGTH // 2, end + 1)
    return start, space if space > 0 else end


def _summary(text: str, clause: Clause) -> str:
    words = text[max(clause.start, clause.told) : clause.end]
    if len(words) > 200:
        words = words[:200].rsplit(" ", 1)[0] + " ..."
    return words[:1].upper() + words[1:]
