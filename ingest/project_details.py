"""What is told of a named task beside its name: category, level, places, hosts, partners, steps in its life."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from ingest.context import Context, Found
from ingest.project_fields import add_labelled, budget, lead_name, period, said
from ingest.project_stages import Step, told_steps
from ingest.project_titles import Mention, Text
from ingest.project_words import UPPER, pattern
from ontology.records import Citation, Entry, Organisation, Place, Project, ProjectCategory, Span, TaskEvent

Level = Literal["quốc gia", "bộ", "tỉnh", "cơ sở"]

_INVESTMENT = pattern("category.investment")
_PLANNING = pattern("category.planning")
_LINKAGE = pattern("category.linkage")
_DIGITAL = pattern("category.digital_context", after=r"[^.;]{0,30}$")
_INVESTMENT_CONTEXT = pattern("category.investment_context")
_OPENING = 12  # characters of a name that may go on with what its head word begins ("dự án đầu tư")
_SENTENCE = re.compile(r"[.\n]\s")
_LEVEL = re.compile(r"cấp\s+(quốc gia|nhà nước|bộ|tỉnh|cơ sở|thành phố)(?!\w)")
_OF_LINE = re.compile(rf"nhiệm vụ (?:[^\W\d]+ ){{0,5}}?{_LEVEL.pattern}\s*(?:\(\d+\))?\s*:")
_LEVELS: dict[str, Level] = {
    "quốc gia": "quốc gia",
    "nhà nước": "quốc gia",
    "bộ": "bộ",
    "tỉnh": "tỉnh",
    "thành phố": "tỉnh",
    "cơ sở": "cơ sở",
}
_NATIONAL = re.compile(r"quốc gia|chính phủ|thủ tướng|qđ-ttg")
_PROVINCIAL = re.compile(r"(?:của|trên địa bàn) tỉnh|tỉnh ủy|(?<!\w)tỉnh [^\W\d_]")
_DOES = re.compile(
    r"\s*(?:là\s+\w+\s+\w+\s+)?(?:chủ trì\s+|tổ chức\s+)?(thực hiện|triển khai|chủ trì)(?!\w)[^,;.()]{0,40}"
)
_HELPS = re.compile(r"phối hợp (?:cùng )?(?:với )?$")
_CARRIES = re.compile(r"\s*(?:là|làm)?\s*(?:\w+ ){0,2}(?:chủ trì|thực hiện|chủ đầu tư)")
_CARRIED_BY = re.compile(r"[^;.,]{0,40}do (?:đơn vị|cơ quan|tổ chức) chủ trì là")
_WORK_OF = re.compile(r"(?:kết quả )?hoạt động (?!của các)")
_CARRIED_OUT = re.compile(r"(?:triển khai|thực hiện|xây dựng|nhân rộng|duy trì)[^;.]*$")
_FAR = 160  # characters between a name and the organisation that carries it out
_ELSEWHERE = re.compile(r"[.;,]\s|\n")
_DECIDED_IN = re.compile(r"[\"”]?[^.;\n]{0,60}(?:tại|theo|bằng|\()\s*(?:các\s+)?")
_NEAR = 120  # characters behind a name in which its place is said
_AT = re.compile(r"[\"”]?\s*(?:\([^()]{0,40}\)\s*)?(?:tại|ở|trên địa bàn)\s[^;.()\n]*")
_OWN_PROVINCE = re.compile(rf"(?:trên địa bàn|của) tỉnh(?!\w)(?!\s+[{UPPER}])")


class Spans:
    """Entries by where they are mentioned, to be looked up by a stretch of text."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._all = sorted((s, e, i) for i, entry in enumerate(entries) for s, e in entry.spans)
        self._entries = entries

    def within(self, start: int, end: int) -> list[tuple[Span, Entry]]:
        """The entries mentioned inside ``start:end``, each with where, in order."""
        found = []
        at = bisect_left(self._all, (start, -1, -1))
        while at < len(self._all) and self._all[at][0] < end:
            s, e, i = self._all[at]
            if e <= end:
                found.append(((s, e), self._entries[i]))
            at += 1
        return found


class Surroundings:
    """What other finders found, by place in the text."""

    def __init__(self, text: Text, context: Context, found: Found) -> None:
        self.text = text
        self.context = context
        self.document = found.document
        self.asks = (found.document.kind_text or "").lower() == "tờ trình"
        self.plans = found.document.kind == "plan"
        self.places = Spans(found.places)
        self.organisations = Spans(found.organisations)
        self.citations = Spans([c for c in found.citations if c.number])
        subject = (b for b in text.layout.blocks if b.kind == "subject")
        levels = {_LEVELS[said] for b in subject for said in _LEVEL.findall(text.low, b.start, b.end)}
        self.only_level = levels.pop() if len(levels) == 1 else None


def describe(group: list[Mention], around: Surroundings) -> Project:
    """One project entry from all mentions of it."""
    text = around.text
    for mention in group:
        if mention.title:
            add_labelled(text, mention)
    best = max(group, key=lambda m: m.end - m.start)
    name = text.text[best.start : best.end]
    head = best.head or next((m.head for m in group if m.head), None)
    project = Project(
        category=_category(group, text),
        type=head.word if head else "nhiệm vụ",
        name=name,
        aliases=_aliases(group, text, name),
        places=_places(group, around),
        lead=lead_name(text, group),
        task_code=said(text, group, "code"),
        research_field=said(text, group, "research_field"),
        spans=sorted({_span(m, text) for m in group}),
        finder="projects",
        confidence=min(m.confidence for m in group),
    )
    project.level = _level(group, project.category, around)
    project.statuses, project.events = _steps(group, around, project.category)
    project.hosts, project.partners = _doers(group, around)
    project.budget, project.budget_text = budget(text, group)
    project.period, project.period_text = period(text, group, around.context.date)
    return project


def _aliases(group: list[Mention], text: Text, name: str) -> list[str]:
    forms = (text.text[s : m.end] for m in group for s in (m.start, m.head_start) if s == m.start or not m.quoted)
    return [form for form in dict.fromkeys(forms) if form != name and "\n" not in form]


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
    builds = _INVESTMENT.match(low, mention.start) and not mention.fields
    return bool(told or (builds and (not mention.quoted or low.startswith("đầu tư", mention.start))))


def _level(group: list[Mention], category: ProjectCategory, around: Surroundings) -> Level | None:
    """The level said with the head word, just before, or at the head of the line; else that of the document's subject.

    A programme's level is whose it is.
    """
    text = around.text
    for mention in group:
        near = _LEVEL.search(text.low, max(mention.lead[0], mention.head_start - 40), mention.start)
        near = near or _OF_LINE.match(text.low, text.layout.block_at(mention.head_start).start)
        if told := near or (_LEVEL.search(text.low, *mention.lead) if mention.fields else None):
            return _LEVELS[told[1]]
    if category in {"programme", "other"}:
        leads = [text.low[max(m.lead[0], m.head_start - 120) : m.head_start] for m in group]
        names = [text.low[m.start : m.end] for m in group]
        if any(map(_NATIONAL.search, names)) or any("ttg" in x or "thủ tướng" in x for x in leads):
            return "quốc gia"
        return "tỉnh" if any(map(_PROVINCIAL.search, names)) or any("ubnd tỉnh" in x for x in leads) else None
    return around.only_level if category == "st_task" else None


def _places(group: list[Mention], around: Surroundings) -> list[str]:
    """Places in the name, in a table's column, or right behind the name ("tại xã A, huyện B", "trên địa bàn tỉnh")."""
    low, names = around.text.low, dict[str, None]()
    for mention in group:
        behind = _AT.match(low, mention.end, mention.end + _NEAR)
        end = behind.end() if behind else mention.end
        for start, stop in ((mention.start, end), mention.fields.get("place", (0, 0))):
            names |= dict.fromkeys(p.name for _, p in around.places.within(start, stop) if isinstance(p, Place))
        if around.context.province and _OWN_PROVINCE.search(around.text.text, mention.start, end):
            names.setdefault(around.context.province.full_name)
    return list(names)


def _doers(group: list[Mention], around: Surroundings) -> tuple[list[str], list[str]]:
    """Hosts and partners: columns and labels, "do X chủ trì", "X thực hiện dự án", "phối hợp với X triển khai dự án".

    Where nothing is said, a section on one organisation's work ("Hoạt động của Trung tâm ...") tells the host.
    """
    hosts, partners = dict[str, None](), dict[str, None]()
    for mention in group:
        for field, names in (("host", hosts), ("investor", hosts), ("partner", partners)):
            if span := mention.fields.get(field):
                names |= dict.fromkeys(o.name for _, o in _organisations(around, *span))
        for name, helps in [*_before(mention, around), *_behind(mention, around)]:
            (partners if helps else hosts).setdefault(name)
    if not hosts and not partners:
        hosts |= dict.fromkeys(name for m in group for name in _of_section(m, around))
    return list(hosts), [p for p in partners if p not in hosts]


def _organisations(around: Surroundings, start: int, end: int) -> list[tuple[Span, Organisation]]:
    return [(s, o) for s, o in around.organisations.within(start, end) if isinstance(o, Organisation)]


def _of_section(mention: Mention, around: Surroundings) -> list[str]:
    """The one organisation whose work the section is about, of a task or model that is carried out there."""
    blocks = around.text.layout.blocks
    heading = around.text.layout.block_at(mention.head_start).heading
    if heading < 0 or not mention.head or mention.head.family not in {"task", "model"}:
        return []
    start, end = blocks[heading].start, blocks[heading].end
    about = _organisations(around, start, end) if _WORK_OF.match(around.text.low, start) else []
    done = _CARRIED_OUT.search(around.text.low, max(mention.lead[0], mention.head_start - 60), mention.head_start)
    return [about[0][1].name] if len(about) == 1 and done else []


def _before(mention: Mention, around: Surroundings) -> list[tuple[str, bool]]:
    """The organisation before the name that "thực hiện", "chủ trì" or "triển khai" it; whether it only helps."""
    low = around.text.low
    for (start, end), entry in reversed(
        _organisations(around, max(mention.lead[0], mention.head_start - 160), mention.head_start)
    ):
        if does := _DOES.fullmatch(low, end, mention.head_start):
            return [(entry.name, bool(does[1] == "triển khai" and _HELPS.search(low, max(0, start - 20), start)))]
    return []


def _behind(mention: Mention, around: Surroundings) -> list[tuple[str, bool]]:
    """The organisation behind the name: "do X chủ trì", "(X chủ trì)", "do đơn vị chủ trì là X", "của Công ty X"."""
    low = around.text.low
    for (start, end), entry in _organisations(around, mention.end, mention.end + _FAR)[:2]:
        between = low[mention.end : start].strip(' "”')
        carries = _CARRIES.match(low, end)
        if (
            (between in {"do", "("} and carries)
            or _CARRIED_BY.fullmatch(between)
            or (between == "của" and entry.type == "enterprise")
        ):
            return [(entry.name, False)]
    return []


def _steps(group: list[Mention], around: Surroundings, category: ProjectCategory) -> tuple[list[str], list[TaskEvent]]:
    """Statuses and events; of an investment project only what is more than an opinion given on it."""
    told = [
        (step, mention) for mention in group for step in told_steps(mention, around.text, around.asks, around.plans)
    ]
    if category == "investment":
        told = [
            (s, m) for s, m in told if s.stage not in {"", "proposed", "appraised", "adjusted", "called", "monitored"}
        ]
    statuses = dict.fromkeys(step.status for step, _ in told if step.status)
    if len(statuses) > 1:
        statuses.pop("planned", None)
    events = {(s.stage, s.span): _event(s, m, around) for s, m in told if s.stage}
    return list(statuses), list(events.values())


def _event(step: Step, mention: Mention, around: Surroundings) -> TaskEvent:
    """The step, with the one document that decided it: cited with it, or the decision that tells it itself."""
    event = TaskEvent(stage=step.stage, grade=step.grade, spans=[step.span])
    cited = _deciding(step, mention, around)
    document = around.document
    if len(cited) == 1:
        event.decided_by, event.date = cited[0].number, cited[0].date
    elif not cited and document.kind == "decision" and _decides(mention, around):
        event.decided_by, event.date = document.number, document.date
    return event


def _deciding(step: Step, mention: Mention, around: Surroundings) -> list[Citation]:
    """Documents cited in the step's own words: "Quyết định số ... phê duyệt X", "X dừng theo Quyết định số ..."."""
    low, (start, end) = around.text.low, step.span
    last = max(end, mention.end) if mention.end - end <= _FAR else end
    found: dict[str, Citation] = {}
    for (s, e), entry in around.citations.within(max(0, start - _FAR), last + _NEAR):
        before = e <= start and not _ELSEWHERE.search(low, e, start)
        behind = s >= end and s >= last and _DECIDED_IN.fullmatch(low, last, s)
        if isinstance(entry, Citation) and entry.number and (before or behind):
            found.setdefault(entry.number, entry)
    return list(found.values())


def _decides(mention: Mention, around: Surroundings) -> bool:
    """Whether the name stands in what a decision decides, not in its bases."""
    return around.text.layout.block_at(mention.head_start).kind in {"subject", "article", "item", "row"}
