"""Steps in a task's life that a clause tells of it (nghiệm thu, gia hạn, dừng, phê duyệt ...)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import ahocorasick_rs
import msgspec

from ingest.project_titles import Mention, Text
from ingest.project_words import alternatives, head_words, lexicon
from ontology.records import Span

_CLAUSE = re.compile(r"[;\n]|\.\s")
_GRADE = re.compile(
    r"(?:xếp loại|đánh giá loại|đạt loại|loại|xếp|\((?=\w+(?: \w+)?\)))\s*:?\s*[\"“]?\s*"
    r"(xuất sắc|khá|đạt|tốt|giỏi|trung bình|không đạt)(?!\w)"
)
_PART_OF = re.compile(r"[\"”]?\s*\(thuộc [^()\n]{3,100}\)")
_GRADE_ALONE = re.compile(r"\W*(xuất sắc|khá|đạt|tốt|giỏi|trung bình|không đạt)(?!\w)")
_CLAUSE_END = re.compile(
    r"[;\n]|\.\s|,(?!\s*(?:đã|được|đang|hiện|xếp|kết quả|đạt|đến nay|do)(?!\w))|\svà\s(?!đã|được)"
    r"|\s(?:do|vì)\s+(?:hồ sơ|không|chưa|thiếu|chậm|ảnh hưởng|điều kiện|vướng|gặp|nguyên nhân|đơn vị chủ trì không)\s"
    rf"|(?<!\w){alternatives(head_words())}"
)
"""Where the clause behind a name ends: at a mark, another head word, the reason of what is told."""
_REACH = 160  # characters behind a name, or before a word, in which its clause is read
_LIST_HEAD = 10  # characters of "danh mục" with which a list's own name tells what is approved
_FAILED = "không đạt"


class Step(msgspec.Struct, frozen=True):
    """A step: its stage ("" if none has been made), the status it gives, a grade, the words that tell it."""

    stage: str
    status: str
    grade: str | None
    span: Span
    asked: bool = False


@cache
def _words() -> tuple[Any, list[tuple[str, str]]]:
    """An automaton over the words of all steps, and the stage and status of each."""
    words = [(w, (s["stage"], s["status"])) for s in lexicon()["stages"] for w in s["words"]]
    automaton = ahocorasick_rs.AhoCorasick([w for w, _ in words], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return automaton, [step for _, step in words]


@cache
def _approvals() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    """What comes first in what is approved if it is a list, and the words that tell the other kinds of approval."""
    words = lexicon()["approvals"]
    first = re.compile(rf"\s*(?:{alternatives(words['first'])}\s+|\d+\s+)*{alternatives(words['listed'])}")
    return first, {stage: re.compile(alternatives(words[stage])) for stage in ("selected", "approved", "recognised")}


_ASKED = re.compile(
    r"(?:đề nghị|đề xuất|xin|không|chưa|xem xét|hướng|chuẩn bị|hồ sơ|thủ tục|đến hạn|sẽ"
    r"|(?<!chương )(?<!quy )(?<!công )(?<!giáo )trình(?:[^,;.]{0,60}))"
    r"\s+(?:việc\s+|cho\s+)?$"
)
_COUNCIL = re.compile(r"(?:thành lập|kiện toàn)[^;.]{0,40}hội đồng[^;.]*$")
_OF = ("thuộc ", "trong khuôn khổ ")
_GOES_ON = re.compile(r"tiếp tục|đang")
_OTHERWISE = re.compile(r"\s+(?:hướng\s+)?(?:xử lý|giải pháp|phương án|biện pháp|điều chỉnh|bổ sung|thay đổi|thu hồi)")
_WORK_DONE = re.compile(
    r"[\"”]?\s*(?:\([^()]*\)\s*)?(?:do [^,;.]{3,90}? (?:chủ trì|thực hiện),?\s*)?(?:đến nay,?\s+|hiện\s+)?(?:đã|đang)\s"
)


def told_steps(mention: Mention, text: Text, asks: bool = False, plans: bool = False) -> list[Step]:
    """The steps that the mention's clause tells.

    :param asks: the document only asks for what it tells (tờ trình): what it wants approved is proposed
    :param plans: what is told there is still to come
    """
    if mention.inner or text.low.endswith(_OF, 0, mention.head_start):
        return []
    if mention.head and mention.head.family == "programme" and text.low.endswith("của ", 0, mention.head_start):
        return []
    lead = _lead(text, mention)
    tail = _tail(text, mention)
    steps = _told(text, mention, lead, tail)
    if plans:
        return [_planned(mention, text, lead, steps)]
    if asks:
        wanted = any(s.status in {"approved", "proposed"} for s in steps)
        return [Step("proposed", "proposed", None, (mention.head_start, mention.end))] if wanted else []
    proposes = not any(s.asked and s.status != "approved" for s in steps)
    steps = [s for s in steps if not s.asked and (proposes or s.stage != "proposed")]
    made = [s for s in steps if s.stage and s.status != "proposed"] or [s for s in steps if s.stage]
    if not steps and _WORK_DONE.match(text.low, mention.end):
        return [Step("", "ongoing", None, (mention.head_start, mention.end))]
    places = [tail, _adjacent(text, lead)] if mention.tail else [tail]
    return _with_grade(made or steps[:1], _grade(text, mention, places))


def _told(text: Text, mention: Mention, lead: Span, tail: Span) -> list[Step]:
    """The steps told before the name and behind it, also those only asked for."""
    over_lines = "\n" in text.text[lead[1] : mention.head_start]
    reach = _LIST_HEAD if mention.head and mention.head.family == "list" else 0
    return _nearest(text, lead, over_lines, reach) + _matches(text, *tail, lead[0])


def _adjacent(text: Text, lead: Span) -> Span:
    """The words right before the name, from the last comma on."""
    return max(text.low.rfind(",", *lead), lead[0]), lead[1]


def _grade(text: Text, mention: Mention, places: list[Span]) -> re.Match[str] | None:
    """The grade told in a column or labelled line ("xếp loại: Đạt"), else at one of the places."""
    if (result := mention.fields.get("result")) and (told := _GRADE_ALONE.match(text.low, *result)):
        return told
    return next(filter(None, (_GRADE.search(text.low, *place) for place in places)), None)


def _with_grade(steps: list[Step], grade: re.Match[str] | None) -> list[Step]:
    """The steps with the grade that is told; a task that has one has been assessed (nghiệm thu)."""
    if not grade:
        failed = [msgspec.structs.replace(s, grade=_FAILED.capitalize()) for s in steps if s.stage == "not-accepted"]
        return [*_but_accepted(steps), *failed] if failed else steps
    words, told_at = grade[1].capitalize(), grade.span()
    if grade[1] == _FAILED:
        return [*_but_accepted(steps), Step("not-accepted", f"graded:{words}", words, told_at)]
    steps = [msgspec.structs.replace(s, grade=words) if s.stage in {"accepted", "recognised"} else s for s in steps]
    if not any(s.grade for s in steps):
        steps.append(Step("accepted", "accepted", words, told_at))
    return [*steps, Step("", f"graded:{words}", None, told_at)]


def _but_accepted(steps: list[Step]) -> list[Step]:
    return [s for s in steps if s.status != "accepted" and s.stage != "not-accepted"]


def _planned(mention: Mention, text: Text, lead: Span, steps: list[Step]) -> Step:
    """What a plan tells: of a task, one to be proposed, or one under way of which a step is to come."""
    span = (mention.head_start, mention.end)
    if mention.head and mention.head.family == "task":
        made = [s for s in steps if s.stage and (s.asked or s.stage != "proposed")] or [s for s in steps if s.stage]
        if not made and _GOES_ON.search(text.low, *lead):
            return Step("", "ongoing", None, span)
        return Step(
            "", "planned" if not made else "proposed" if made[0].status == "proposed" else "ongoing", None, span
        )
    return Step("", "ongoing" if _GOES_ON.search(text.low, *lead) else "planned", None, span)


def _lead(text: Text, mention: Mention) -> Span:
    """The last clause of the words before the name."""
    start, end = mention.lead
    rfind = text.low.rfind
    return max(
        start, 1 + max(rfind(";", start, end - 1), rfind("\n", start, end - 1), rfind(". ", start, end - 1))
    ), end


def _tail(text: Text, mention: Mention) -> Span:
    """The clause behind the name, up to the next head word; in a table of tasks not beyond the name's cell."""
    of = _PART_OF.match(text.low, mention.tail or mention.end)
    start = of.end() if of else mention.tail or mention.end
    block = text.layout.block_at(mention.end - 1)
    limit = min(start + _REACH, text.limit(mention.end - 1)[1] if mention.fields and block.cells else block.end)
    match = _CLAUSE_END.search(text.low, start, limit)
    return start, match.start() if match else limit


def _nearest(text: Text, lead: Span, whole: bool, reach: int) -> list[Step]:
    """The steps in the last part of the lead (between commas) that tells any; all of them, of the ``whole`` lead."""
    steps = _matches(text, *lead, lead[0], reach)
    if whole or not steps:
        return steps
    comma = text.low.rfind(",", lead[0], steps[-1].span[0])
    return [s for s in steps if s.span[0] > comma]


def _matches(text: Text, start: int, end: int, clause: int, reach: int = 0) -> list[Step]:
    """The steps told from ``start`` to ``end`` of a clause that begins at ``clause``.

    What is approved is read for ``reach`` characters more.
    """
    automaton, of_word = _words()
    steps: list[Step] = []
    for which, begin, stop in automaton.find_matches_as_indexes(text.low[start:end]):
        (stage, status), at = of_word[which], start + begin
        stop += start
        if not stage and not status:
            continue
        if text.low[at - 1 : at].isalnum() or text.low[stop : stop + 1].isalnum():
            continue
        before = max(clause, at - _REACH), at
        if stage == "accepted" and _COUNCIL.search(text.low, *before):
            continue
        if stage == "proposed" and _OTHERWISE.match(text.low, stop):
            continue
        asked = bool(stage and status != "proposed" and _ASKED.search(text.low, *before))
        stages = _approved(text, stop, end + reach) if stage == "approved" else [stage]
        steps += [Step(s, status, None, (at, stop), asked) for s in stages]
    return steps


def _approved(text: Text, start: int, end: int) -> list[str]:
    """Which steps an approval is, by what is approved: the name on a list, the host, the budget, the result."""
    first, others = _approvals()
    if first.match(text.low, start, end):
        return ["listed"]
    return [stage for stage, words in others.items() if words.search(text.low, start, end)] or ["approved"]
