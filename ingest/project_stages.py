"""Steps in a task's life that a clause tells of it (nghiệm thu, gia hạn, dừng, phê duyệt ...)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import ahocorasick_rs

from ingest.project_titles import Mention, Text
from ingest.project_words import alternatives, lexicon
from ontology.records import Span

_CLAUSE = re.compile(r"[;\n]|\.\s")
_GRADE = re.compile(
    r"(?:xếp loại|đánh giá loại|đạt loại|loại|xếp)\s*:?\s*[\"“]?\s*"
    r"(xuất sắc|khá|đạt|tốt|giỏi|trung bình|không đạt)(?!\w)",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(
    r"[;\n]|\.\s|,(?!\s*(?:đã|được|đang|hiện|xếp|kết quả|đạt|đến nay|do)(?!\w))|\svà\s(?!đã|được)"
    rf"|(?<!\w){alternatives(h['word'] for h in lexicon()['heads'])}"
)
_REACH = 160  # characters behind a name, or before a word, in which its clause is read


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its stage ("" if none has been made), the status it gives, a grade, the words that tell it."""

    stage: str
    status: str
    grade: str | None
    span: Span


@cache
def _words() -> tuple[Any, list[tuple[str, str]]]:
    """An automaton over the words of all steps, and the stage and status of each."""
    words = [(w, (s["stage"], s["status"])) for s in lexicon()["stages"] for w in s["words"]]
    automaton = ahocorasick_rs.AhoCorasick([w for w, _ in words], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return automaton, [step for _, step in words]


_ASKED = re.compile(
    r"(?:đề nghị|đề xuất|xin|không|chưa|xem xét|hướng|chuẩn bị|hồ sơ|thủ tục|đến hạn|sẽ|trình(?:[^,;.]{0,60}))"
    r"\s+(?:việc\s+|cho\s+)?$"
)
_COUNCIL = re.compile(r"(?:thành lập|kiện toàn)[^;.]{0,40}hội đồng[^;.]*$")
_OF = ("thuộc ", "trong khuôn khổ ")
_GOES_ON = re.compile(r"tiếp tục|đang")


def told_steps(mention: Mention, text: Text, asks: bool = False, plans: bool = False) -> list[Step]:
    """The steps that the mention's clause tells.

    What a plan section tells is still to come.

    :param asks: the document only asks for what it tells (tờ trình): what it wants approved is proposed
    :param plans: the document is a plan
    """
    if text.low.endswith(_OF, 0, mention.head_start):
        return []
    lead = _lead(text, mention)
    block = text.layout.block_at(mention.head_start)
    if block.part == "plan" or (plans and block.kind not in {"basis", "subject"}):
        return [_planned(mention, text, lead)]
    tail = _tail(text, mention)
    steps = _nearest(text, lead, whole="\n" in text.text[lead[1] : mention.head_start]) + _matches(text, *tail, lead[0])
    if asks and any(s.status == "approved" for s in steps):
        return [Step("proposed", "proposed", None, (mention.head_start, mention.end))]
    made = [s for s in steps if s.stage and s.status != "proposed"] or [s for s in steps if s.stage]
    return [*(made or steps[:1]), *_graded(text, tail, made)]


def _graded(text: Text, tail: Span, made: list[Step]) -> list[Step]:
    """The grade told behind the name; who has one has been accepted."""
    grade = _GRADE.search(text.text, *tail)
    if not grade:
        return []
    words = grade[1].capitalize()
    accepted = any(s.status == "accepted" for s in made)
    found = [Step("accepted", f"graded:{words}", words, grade.span())]
    return found if accepted else [Step("", "accepted", None, grade.span()), *found]


def _planned(mention: Mention, text: Text, lead: Span) -> Step:
    """What a plan tells: of a task, one to be proposed, or one under way of which a step is to come."""
    span = (mention.head_start, mention.end)
    if mention.head and mention.head.family == "task":
        made = [s for s in _nearest(text, lead) + _matches(text, *_tail(text, mention), lead[0]) if s.stage]
        return Step(
            "", "planned" if not made else "proposed" if made[0].status == "proposed" else "ongoing", None, span
        )
    return Step("", "ongoing" if _GOES_ON.search(text.low, *lead) else "planned", None, span)


def _lead(text: Text, mention: Mention) -> Span:
    """The last clause of the words before the name."""
    start = mention.lead[0]
    for match in _CLAUSE.finditer(text.low, *mention.lead):
        start = match.end() if match.end() < mention.lead[1] else start
    return start, mention.lead[1]


def _tail(text: Text, mention: Mention) -> Span:
    """The clause behind the name, up to the next head word."""
    start = mention.tail or mention.end
    limit = min(start + _REACH, text.layout.block_at(mention.end - 1).end)
    match = _CLAUSE_END.search(text.low, start, limit)
    return start, match.start() if match else limit


def _nearest(text: Text, lead: Span, whole: bool = False) -> list[Step]:
    """The steps in the last part of the lead (between commas) that tells any; all of them, of the ``whole`` lead."""
    start, end = lead
    if whole:
        return _matches(text, start, end, start)
    while end > start:
        comma = max(text.low.rfind(",", start, end), start)
        if steps := _matches(text, comma, end, start):
            return steps
        end = comma
    return []


def _matches(text: Text, start: int, end: int, clause: int) -> list[Step]:
    """The steps told from ``start`` to ``end`` of a clause that begins at ``clause``."""
    automaton, of_word = _words()
    steps = []
    for which, begin, stop in automaton.find_matches_as_indexes(text.low[start:end]):
        (stage, status), at = of_word[which], start + begin
        if text.low[at - 1 : at].isalnum() or text.low[start + stop : start + stop + 1].isalnum():
            continue
        before = max(clause, at - _REACH), at
        if stage and status != "proposed" and _ASKED.search(text.low, *before):
            continue
        if stage == "accepted" and _COUNCIL.search(text.low, *before):
            continue
        steps.append(Step(stage, status, None, (at, start + stop)))
    return steps
