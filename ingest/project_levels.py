"""On which level a task or programme is run (cấp quốc gia, bộ, tỉnh, cơ sở): said with it, or told by who decides."""

from __future__ import annotations

import re

from ingest.project_surroundings import FAR, LEVEL, LEVELS, Level, Surroundings
from ingest.project_titles import Mention, Text
from ontology.records import ProjectCategory, Span, TaskEvent

_NEAR = 40  # characters before a head word in which a level is said of it
_ISSUED = {"programme", "plan", "list"}  # kinds that someone issues or approves
_LEADS = 120  # characters before a programme in which is said whose it is
_OF_LINE = re.compile(rf"nhiệm vụ (?:[^\W\d]+ ){{0,5}}?{LEVEL.pattern}\s*(?:\(\d+\))?\s*:")
_GROUP = re.compile(
    rf"(?:\d|các|những)\s+(?:nhiệm vụ|đề tài|dự án)[^;.:\n]{{0,60}}?{LEVEL.pattern}[^;.:\n]{{0,40}}(?::|\sgồm\s|\slà\s)"
)
"""What leads to several names: the level of a group ("02 nhiệm vụ cấp tỉnh: ...")."""
_GROUP_REACH = 600  # characters before a name in which its group may be told
_SENTENCE = re.compile(r"\.\s|\n")
_NATIONAL = re.compile(r"quốc gia|chính phủ|thủ tướng|qđ-ttg|^(?:đề án|chương trình) \d{2,4}$")
"""Names of national programmes; a bare number ("Đề án 996") is that of a decision of the Prime Minister."""
_PROVINCIAL = re.compile(r"(?:của|trên địa bàn) tỉnh|tỉnh ủy|(?<!\w)tỉnh [^\W\d_]")
_BY_CABINET = re.compile(
    r"[\"”]?\s*(?:(?:\(|,)?\s*(?:ban hành\s+)?(?:kèm\s+)?(?:theo|tại)\s|\(\s*quyết định)"
    r"[^;.\n]{0,60}?(?:qđ-ttg|thủ tướng)"
)


def level_of(
    group: list[Mention], category: ProjectCategory, events: list[TaskEvent], around: Surroundings
) -> Level | None:
    """The level said with the head word or of its group, else whose a programme is, or who decided on a task.

    If the mentions tell nothing, that of the document's subject.
    """
    for mention in group:
        if told := _said(mention, around.text):
            return told
    if category in {"programme", "other"}:
        in_name = (
            LEVEL.search(around.text.low, m.start, m.end) for m in group if m.head and m.head.family == "programme"
        )
        return next((LEVELS[told[1]] for told in in_name if told), None) or _whose(group, around)
    if category != "st_task":
        return None
    return around.only_level or _of_group(group, around.text) or _decided(events, around)


def _said(mention: Mention, text: Text) -> Level | None:
    """The level said with the head word, at the head of the line, or of all that a table lists."""
    start = max(mention.lead[0], mention.head_start - _NEAR)
    start = max(start, text.low.rfind(". ", start, mention.head_start))
    near = LEVEL.search(text.low, start, mention.start)
    near = near or _OF_LINE.match(text.low, text.layout.block_at(mention.head_start).start)
    near = near or (LEVEL.search(text.low, *_lead(mention, text)) if mention.lead[1] < mention.head_start else None)
    return LEVELS[near[1]] if near else None


def _lead(mention: Mention, text: Text) -> Span:
    """The words that lead to a list: of a table all, else the last clause."""
    start, end = mention.lead
    return (start, end) if mention.fields else (max(start, *(text.low.rfind(m, start, end) for m in ".;\n")), end)


def _whose(group: list[Mention], around: Surroundings) -> Level | None:
    """The level of a programme, list or contest by its name, or by who issued or approved it."""
    low = around.text.low
    issuable = [m for m in group if m.head and m.head.family in _ISSUED]
    leads = [low[max(m.lead[0], m.head_start - _LEADS) : m.head_start] for m in issuable]
    names = [low[m.start : m.end] for m in group]
    issued = any(_BY_CABINET.match(low, m.end, m.end + FAR) for m in group)
    if issued or any(map(_NATIONAL.search, names)) or any("ttg" in x or "thủ tướng" in x for x in leads):
        return "quốc gia"
    if any(map(_PROVINCIAL.search, names)) or any("ubnd tỉnh" in x for x in leads):
        return "tỉnh"
    own = around.context.province.name.lower() if around.context.province else None
    return "tỉnh" if own and any(own in name for name in names) else None


def _of_group(group: list[Mention], text: Text) -> Level | None:
    """The level of the group that a name is one of ("02 đề tài cấp tỉnh: “...” và đề tài “...”")."""
    for mention in group:
        start = max(text.layout.block_at(mention.head_start).start, mention.head_start - _GROUP_REACH)
        told = list(_GROUP.finditer(text.low, start, mention.head_start))
        if told and not _SENTENCE.search(text.low, told[-1].end(), mention.head_start):
            return LEVELS[told[-1][1]]
    return None


def _decided(events: list[TaskEvent], around: Surroundings) -> Level | None:
    """The province's, if its people's committee or the committee's chairman decided on the task."""
    if around.context.province is None:
        return None
    committee = f"Ủy ban nhân dân {around.context.province.full_name}"
    numbers = {e.decided_by for e in events if e.decided_by}
    issuers = [c.issuer for c in around.found_citations if c.number in numbers]
    if around.document.number in numbers:
        issuers.append(around.document.issuer)
    return "tỉnh" if any(i and i.endswith(committee) for i in issuers) else None
