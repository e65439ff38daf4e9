"""What is told of a named task beside its name: category, level, places, hosts, partners, steps in its life."""

from __future__ import annotations

import re

from ingest.dates import date_at
from ingest.project_doers import doers, places
from ingest.project_fields import add_labelled, budget, lead_name, period, said
from ingest.project_levels import level_of
from ingest.project_stages import Step, told_steps
from ingest.project_surroundings import FAR, Surroundings
from ingest.project_titles import LONGEST, Mention, Text
from ingest.project_words import head_words, pattern
from ontology.records import Citation, Project, ProjectCategory, Span, TaskEvent

_INVESTMENT = pattern("category.investment")
_PLANNING = pattern("category.planning")
_LINKAGE = pattern("category.linkage")
_DIGITAL = pattern("category.digital_context", after=r"[^.;]{0,30}$")
_INVESTMENT_CONTEXT = pattern("category.investment_context")
_OPENING = 12  # characters of a name that may go on with what its head word begins ("dự án đầu tư")
_SENTENCE = re.compile(r"[.\n]\s")
_NEAR_PRIZE = 60  # characters
_PRIZE = re.compile(r"giải (?:đặc biệt|nhất|nhì|ba|khuyến khích)[^.;]*$")
_INVESTED = re.compile(r"[^.;\n]*?(?:tổng mức đầu tư|đầu tư công|chủ trương đầu tư|chủ đầu tư)(?!\w)")
_COUNTED = re.compile(r"danh mục\s+(?:gồm\s+)?\d")
_ELSEWHERE = re.compile(r"[.;,]\s|\n")
_DECIDING = {"decision", "resolution"}
_DECIDED = {
    "listed", "selected", "approved", "adjusted", "extended", "paused", "terminated", "recognised", "not-accepted",
}  # fmt: skip
"""Stages that a decision itself makes (of the others it only tells)."""
_WITH_ENDS = {"extended", "adjusted", "paused"}  # stages whose words tell until when
_ON_DAY = re.compile(
    r"[^.;,\n]{0,40}?(?<!đến )(?<!trước )(?<!từ )"
    r"(ngày\s+\d{1,2}(?:/\d{1,2}/\d{4}|\s+tháng\s+\d{1,2}\s+năm\s+\d{4}))"
)
_PURPOSE = 60  # characters between a document and the words that tell what it is for
_DECIDED_IN = re.compile(r"[\"”]?[^.;\n]{0,60}(?:tại|theo|bằng|\()\s*(?:các\s+)?")


def describe(group: list[Mention], around: Surroundings) -> Project:
    """One project entry from all mentions of it."""
    text = around.text
    for mention in group:
        if mention.title:
            add_labelled(text, mention)
    best = max(group, key=lambda m: (_said_without_count(m, text), m.end - m.start))
    name = text.text[best.start : best.end]
    head = best.head or next((m.head for m in group if m.head), None)
    project = Project(
        category=_category(group, text),
        type=head.word if head else "nhiệm vụ",
        name=name,
        aliases=_aliases(group, text, name),
        places=places(group, around),
        lead=lead_name(text, group),
        task_code=said(text, group, "code"),
        research_field=said(text, group, "research_field"),
        spans=sorted({_span(m, text) for m in group}),
        finder="projects",
        confidence=min(m.confidence for m in group),
    )
    project.statuses, project.events = _steps(group, around, project.category)
    project.level = level_of(group, project.category, project.events, around)
    project.hosts, project.partners = doers(group, around)
    project.budget, project.budget_text = budget(text, group)
    project.period, project.period_text = period(text, group, around.context.date)
    return project


def _said_without_count(mention: Mention, text: Text) -> bool:
    """Whether a name is not a list's with the number of its tasks ("Danh mục 04 nhiệm vụ ...")."""
    return not (mention.head and mention.head.family == "list" and _COUNTED.match(text.low, mention.start))


def _aliases(group: list[Mention], text: Text, name: str) -> list[str]:
    forms = (text.text[s : m.end] for m in group for s in (m.start, m.head_start) if s == m.start or not m.quoted)
    bare = head_words()
    return [form for form in dict.fromkeys(forms) if form != name and "\n" not in form and form.lower() not in bare]


def _span(mention: Mention, text: Text) -> Span:
    """The mention with its head word and closing quotation mark."""
    closed = mention.quoted and text.text[mention.end : mention.end + 1] in set('"”“')
    return mention.head_start, mention.end + closed


def _category(group: list[Mention], text: Text) -> ProjectCategory:
    told = [_category_at(m, text) for m in group]
    return next((c for c in told if c != "st_task"), "st_task")


def _category_at(mention: Mention, text: Text) -> ProjectCategory:
    head, low = mention.head, text.low
    if head and head.family != "task":
        return "other" if "giải thưởng" in low[mention.start : mention.end] else head.category
    if mention.quoted and _PRIZE.search(
        low, max(mention.lead[0], mention.head_start - _NEAR_PRIZE), mention.head_start
    ):
        return "initiative"
    if _PLANNING.match(low, mention.start):
        return "investment"
    if _LINKAGE.match(low, mention.start):
        return "linkage"
    if _DIGITAL.search(low, max(0, mention.head_start - 60), mention.start):
        return "digital"
    if head and head.word in {"đề tài", "nhiệm vụ"}:
        return "st_task"
    return "investment" if _is_investment(mention, low) else head.category if head else "st_task"


def _is_investment(mention: Mention, low: str) -> bool:
    """A construction or business project: by what the sentence does with it, or by what it builds."""
    if "investor" in mention.fields:
        return True
    sentence = [m.end() for m in _SENTENCE.finditer(low, *mention.lead) if m.end() < mention.lead[1]]
    told = _INVESTMENT_CONTEXT.search(low, max([mention.lead[0], *sentence[-1:]]), mention.lead[1])
    told = told or _INVESTMENT_CONTEXT.search(low, mention.head_start, mention.start + _OPENING)
    told = told or _INVESTED.match(low, mention.end, mention.end + FAR)
    builds = _INVESTMENT.match(low, mention.start) and not mention.fields
    return bool(told or (builds and (not mention.quoted or low.startswith("đầu tư", mention.start))))


def _steps(group: list[Mention], around: Surroundings, category: ProjectCategory) -> tuple[list[str], list[TaskEvent]]:
    """Statuses and events; of an investment project only what is more than an opinion given on it."""
    told = [(step, mention) for mention in group for step in _told(mention, around)]
    if category == "investment":
        told = [
            (s, m) for s, m in told if s.stage not in {"", "proposed", "appraised", "adjusted", "called", "monitored"}
        ]
    statuses = dict.fromkeys(step.status for step, _ in told if step.status)
    if len(statuses) > 1:
        statuses.pop("planned", None)
    return list(statuses), _events([_event(s, m, around) for s, m in told if s.stage])


def _behind_citation(step: Step, around: Surroundings) -> bool:
    """Whether a step's words stand right behind a numbered document: they tell what it is for."""
    start = step.span[0]
    cited = around.citations.within(max(0, start - FAR), start)
    return (
        bool(cited)
        and cited[-1][0][1] >= start - _PURPOSE
        and not _ELSEWHERE.search(around.text.low, cited[-1][0][1], start)
    )


def _to_come(mention: Mention, around: Surroundings) -> bool:
    """Whether what is told there is still to come: in a plan, and in the plan section of a report."""
    block = around.text.layout.block_at(mention.head_start)
    if around.plans:
        return block.kind not in {"basis", "subject"}
    return block.part == "plan" and around.document.kind not in _DECIDING


def _events(told: list[TaskEvent]) -> list[TaskEvent]:
    """Each step once, with all the words that tell it: one without a day or decision is that which has them."""
    known: dict[tuple[str, str | None, str | None], TaskEvent] = {}
    spans: dict[int, dict[Span, None]] = {}
    kept: list[TaskEvent] = []
    for event in sorted(told, key=lambda e: (e.decided_by is None, e.date is None)):
        one = known.setdefault((event.stage, event.date, event.decided_by), event)
        if one is event:
            kept.append(event)
            for date, decision in ((None, None), (None, event.decided_by), (event.date, None)):
                known.setdefault((event.stage, date, decision), event)
        spans.setdefault(id(one), {}).update(dict.fromkeys(event.spans))
        one.grade = one.grade or event.grade
    for one in kept:
        one.spans = list(spans[id(one)])
    return sorted(kept, key=lambda e: e.spans[0])


def _told(mention: Mention, around: Surroundings) -> list[Step]:
    """The steps told of a mention; where the document only asks (tờ trình), those that a decision cited there made.

    What a document that is cited is there to carry out ("Kế hoạch số ... triển khai X") is not told to be under way.
    """
    plans = _to_come(mention, around)
    steps = told_steps(mention, around.text, around.asks, plans)
    if around.asks:
        made = told_steps(mention, around.text, plans=plans)
        return [s for s in made if any(c.kind in _DECIDING for c in _cited(s, mention, around))] or steps
    return [s for s in steps if s.stage or s.status != "ongoing" or not _behind_citation(s, around)]


def _event(step: Step, mention: Mention, around: Surroundings) -> TaskEvent:
    """The step, with the one decision that made it: cited with it, or the document that tells it itself.

    Its day is that of the decision, else the one told with the step.
    """
    event = TaskEvent(stage=step.stage, grade=step.grade, spans=[step.span])
    cited = _cited(step, mention, around)
    decisions = [c for c in cited if c.kind in _DECIDING]
    document = around.document
    if len(decisions) == 1:
        event.decided_by, event.date = decisions[0].number, decisions[0].date
    elif not decisions and step.stage in _DECIDED and document.kind in _DECIDING and _decides(mention, around):
        event.decided_by, event.date = document.number, document.date
    elif step.stage == "proposed" and len(cited) == 1:
        event.date = cited[0].date
    elif not decisions and step.stage not in _WITH_ENDS:
        event.date = _day_told(step, mention, around.text)
    return event


def _day_told(step: Step, mention: Mention, text: Text) -> str | None:
    """The day told right behind a step's words or behind the name ("nghiệm thu đề tài X ngày 12/9/2024")."""
    told = _ON_DAY.match(text.low, step.span[1]) or _ON_DAY.match(text.low, mention.end)
    found = date_at(text.text, told.start(1), told.end(1)) if told else None
    return found.iso if found else None


def _cited(step: Step, mention: Mention, around: Surroundings) -> list[Citation]:
    """Documents cited in the step's own words: "Quyết định số ... phê duyệt X", "X dừng theo Quyết định số ..."."""
    low, (start, end) = around.text.low, step.span
    last = max(end, mention.end) if mention.end - end <= FAR else end
    found: dict[str, Citation] = {}
    for (s, e), entry in around.citations.within(max(0, start - FAR), last + FAR + LONGEST):
        before = s < start and not _ELSEWHERE.search(low, min(e, start), start)
        behind = s >= end and s >= last and _DECIDED_IN.fullmatch(low, last, s)
        if isinstance(entry, Citation) and entry.number and (before or behind):
            found.setdefault(entry.number, entry)
    return list(found.values())


def _decides(mention: Mention, around: Surroundings) -> bool:
    """Whether the name stands in what a decision decides, not in its bases."""
    block = around.text.layout.block_at(mention.head_start)
    return block.kind == "subject" or (block.part not in {"preamble", "closing"} and block.kind != "basis")
