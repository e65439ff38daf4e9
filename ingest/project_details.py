"""What is told of a named task beside its name: category, level, places, hosts, partners, steps in its life."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal

from ingest.context import Context, Found
from ingest.project_stages import told_steps
from ingest.project_titles import Mention, Text
from ingest.project_words import pattern
from ontology.records import Citation, Entry, Organisation, Place, Project, ProjectCategory, Span, TaskEvent

Level = Literal["quốc gia", "bộ", "tỉnh", "cơ sở"]

_INVESTMENT = pattern("category.investment")
_PLANNING = pattern("category.planning")
_LINKAGE = pattern("category.linkage")
_DIGITAL = pattern("category.digital_context", after=r"[^.;]{0,30}$")
_INVESTMENT_CONTEXT = pattern("category.investment_context")
_LEVEL = re.compile(r"cấp\s+(quốc gia|nhà nước|bộ|tỉnh|cơ sở|thành phố)(?!\w)")
_LEVELS: dict[str, Level] = {"quốc gia": "quốc gia", "nhà nước": "quốc gia", "bộ": "bộ", "tỉnh": "tỉnh", "thành phố": "tỉnh", "cơ sở": "cơ sở"}
_NATIONAL = re.compile(r"quốc gia|chính phủ|thủ tướng")
_SENTENCE = re.compile(r"[.\n]\s")


class Spans:
    """Entries by where they are mentioned, to be looked up by a stretch of text."""

    def __init__(self, entries: list[Entry]) -> None:
        self._all = sorted(((s, e, i) for i, entry in enumerate(entries) for s, e in entry.spans))
        self._entries = entries

    def within(self, start: int, end: int) -> list[Entry]:
        """The entries mentioned inside ``start:end``, in order, each once."""
        found: dict[int, Entry] = {}
        for s, e, i in self._all[bisect_left(self._all, (start, -1, -1)) :]:
            if s >= end:
                break
            if e <= end:
                found.setdefault(i, self._entries[i])
        return list(found.values())


class Surroundings:
    """What other finders found, by place in the text."""

    def __init__(self, text: Text, context: Context, found: Found) -> None:
        self.text = text
        self.context = context
        self.places = Spans(list(found.places))
        self.organisations = Spans(list(found.organisations))
        self.citations = Spans(list(found.citations))


def describe(group: list[Mention], around: Surroundings) -> Project:
    """One project entry from all mentions of it."""
    text = around.text
    best = max(group, key=lambda m: (m.title and m.head is not None, m.end - m.start))
    best = max(group, key=lambda m: m.end - m.start)
    name = text.text[best.start : best.end]
    head = best.head or next((m.head for m in group if m.head), None)
    category = _category(group, text)
    statuses, events = _steps(group, around, category)
    return Project(
        category=category,
        type=head.word if head else "nhiệm vụ",
        name=name,
        aliases=_aliases(group, text, name),
        level=_level(group, text),
        statuses=statuses,
        events=events,
        places=_places(group, around),
        hosts=_hosts(group, around),
        spans=sorted({(m.head_start, m.end) for m in group}),
        finder="projects",
        confidence=min(m.confidence for m in group),
    )


def _aliases(group: list[Mention], text: Text, name: str) -> list[str]:
    forms = (text.text[s : m.end] for m in group for s in (m.start, m.head_start))
    return [form for form in dict.fromkeys(forms) if form != name and "\n" not in form]


def _category(group: list[Mention], text: Text) -> ProjectCategory:
    told = [_category_at(m, text) for m in group]
    return next((c for c in told if c != "st_task"), "st_task")


def _category_at(mention: Mention, text: Text) -> ProjectCategory:
    head, low = mention.head, text.low
    if head and head.family != "task":
        return "other" if "giải thưởng" in low[mention.start : mention.end] else head.category
    if _PLANNING.match(low, mention.start):
        return "investment"
    if _LINKAGE.match(low, mention.start):
        return "linkage"
    if _DIGITAL.search(low, max(0, mention.head_start - 60), mention.start):
        return "digital"
    if head and head.word in {"đề tài", "nhiệm vụ"}:
        return "st_task"
    sentence = [m.end() for m in _SENTENCE.finditer(low, *mention.lead)]
    if _INVESTMENT_CONTEXT.search(low, max([mention.lead[0], *sentence[-1:]]), mention.start):
        return "investment"
    return "investment" if _INVESTMENT.match(low, mention.start) and not mention.quoted else "st_task" if not head else head.category


def _level(group: list[Mention], text: Text) -> Level | None:
    """The level that is said with the head word or, before it, in the same line."""
    for mention in group:
        for start in (mention.head_start, max(mention.lead[0], mention.head_start - 40)):
            if said := _LEVEL.search(text.low, start, mention.start):
                return _LEVELS[said[1]]
    for mention in group:
        if mention.head and mention.head.category == "programme" and _NATIONAL.search(text.low, mention.start, mention.end):
            return "quốc gia"
    return None


def _places(group: list[Mention], around: Surroundings) -> list[str]:
    found: list[Place] = [p for m in group for p in around.places.within(m.start, m.end) if isinstance(p, Place)]
    return list(dict.fromkeys(p.name for p in found))


_DOES = re.compile(r"\s*(?:,|đã|đang)?\s*(?:là\s+(?:đơn vị|cơ quan|tổ chức)\s+)?(?:chủ trì\s+)?(?:thực hiện|triển khai|chủ trì)(?:\s+\S+){0,4}\s*$")


def _hosts(group: list[Mention], around: Surroundings) -> list[str]:
    """Organisations that the text says do the task: "do X chủ trì", "X thực hiện dự án ...", a table's column."""
    found: list[Entry] = []
    for mention in group:
        if column := mention.fields.get("host"):
            found += around.organisations.within(*column)
    return list(dict.fromkeys(o.name for o in found if isinstance(o, Organisation)))


def _steps(group: list[Mention], around: Surroundings, category: ProjectCategory) -> tuple[list[str], list[TaskEvent]]:
    """Statuses and events; of an investment project only what is more than an opinion given on it."""
    statuses: dict[str, None] = {}
    events: list[TaskEvent] = []
    for mention in group:
        for step in told_steps(mention, around.text):
            if category == "investment" and step.stage in {"", "proposed", "appraised", "adjusted"}:
                continue
            statuses.setdefault(step.status)
            if step.stage:
                events.append(_event(step.stage, step.grade, step.span, mention, around))
    return [s for s in statuses if s], events


def _event(stage: str, grade: str | None, span: Span, mention: Mention, around: Surroundings) -> TaskEvent:
    start, end = min(span[0], mention.head_start), max(span[1], mention.end)
    cited = [c for c in around.citations.within(start, end) if isinstance(c, Citation) and c.number]
    decided = cited[0] if len(cited) == 1 else None
    return TaskEvent(stage=stage, grade=grade, spans=[span], decided_by=decided.number if decided else None, date=decided.date if decided else None)
