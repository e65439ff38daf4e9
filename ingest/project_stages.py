"""Steps in a task's life that a clause tells of it (nghiệm thu, gia hạn, dừng, phê duyệt ...)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.project_titles import Mention, Text
from ingest.project_words import alternatives, lexicon
from ontology.records import Span

_CLAUSE = re.compile(r"[;\n]|\.\s")
_GRADE = re.compile(r"xếp loại\s*:?\s*[\"“]?\s*(xuất sắc|khá|đạt|tốt|giỏi|trung bình|không đạt)(?!\w)", re.IGNORECASE)
_REACH = 160


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its stage ("" if none has been made), the status it gives, a grade, the words that tell it."""

    stage: str
    status: str
    grade: str | None
    span: Span


@cache
def _words() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    by_word = {w: (s["stage"], s["status"]) for s in lexicon()["stages"] for w in s["words"]}
    return re.compile(r"(?<!\w)" + alternatives(by_word)), by_word


def told_steps(mention: Mention, text: Text) -> Iterator[Step]:
    """The steps told in the mention's clause; what a plan section tells is only planned."""
    if text.layout.block_at(mention.head_start).part == "plan":
        yield Step("", "planned", None, (mention.head_start, mention.end))
        return
    words, by_word = _words()
    lead = _last_clause(text, mention)
    end = _clause_end(text, mention)
    steps = []
    for start, stop in (lead, (mention.end, end)):
        for match in words.finditer(text.low, start, stop):
            stage, status = by_word[re.sub(r"\s+", " ", match.group())]
            steps.append(Step(stage, status, None, match.span()))
    strong = [s for s in steps if s.stage]
    yield from strong or steps[:1]
    if grade := _GRADE.search(text.text, mention.end, end):
        yield Step("accepted", f"graded:{grade[1].capitalize()}", grade[1].capitalize(), grade.span())


def _last_clause(text: Text, mention: Mention) -> Span:
    start = mention.lead[0]
    for match in _CLAUSE.finditer(text.low, *mention.lead):
        start = match.end()
    return start, mention.lead[1]


def _clause_end(text: Text, mention: Mention) -> int:
    limit = min(mention.end + _REACH, text.layout.block_at(mention.end - 1).end)
    match = _CLAUSE.search(text.low, mention.end, limit)
    return match.start() if match else limit
