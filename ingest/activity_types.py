"""What kind of thing a clause tells, and whether it is done, under way or planned."""

from __future__ import annotations

import re

from ingest.activity_heads import Clause
from ingest.activity_words import LEXICON, LIGHT, STRONG, WEAK, Hit
from ingest.parts import Part
from ingest.quantities import find_quantities
from ingest.runs import Triggers
from ontology.records import ActivityStatus, ActivityType, DocumentEntry

_CHAIN_GAP = re.compile(
    r"[\s,/]*(?:và|hoặc|cùng|các|công tác|việc|hoạt động|được|cho|đối với|\d+)?[\s,/]*(?:cuộc|lớp|buổi|đợt|lượt)?\s*",
    re.IGNORECASE,
)
_OBJECT_ENDS = re.compile(
    r"\b(?:theo|thuộc|nhằm|phục vụ|góp phần|do|tại)\b|[“\"]"
    r"|\b(?i:đề án|chương trình|(?<!sở )(?<!bộ )(?<!phòng )kế hoạch|dự án|đề tài)\b"
    r"|\b(?i:nghị quyết|quyết định|chỉ thị|văn bản|phương án|dự thảo)\b"
)
_JOINTS = frozenset({"", " ", ", ", " và "})  # nearly always one of these stands between two verbs
_CARRIED_OUT = re.compile(
    r"(?i:triển khai|thực hiện|thi hành),?\s+(?:[\w ]{1,20}\s)?"
    r"(?:Nghị quyết|Quyết định|Chỉ thị|Nghị định|Thông tư|Luật|Kết luận|văn bản|quy định|nhiệm vụ quản lý|công tác)\b"
    r"|(?:Kế hoạch|Chỉ thị|Chương trình|Thông báo|Đề án) này\b|(?:triển khai|thực hiện) Kế hoạch$"
)
_LEADING_ON = frozenset({"kế hoạch", "Kế hoạch", "chương trình", "Chương trình"})
_CLOSES_TASK = re.compile(r"(?:[^(;.,]|,(?= nghiệm thu| xếp loại)){0,80}?(?:nghiệm thu|xếp loại)", re.IGNORECASE)
_ASKED = re.compile(r"\b(?:hồ sơ|đề nghị|của)\b", re.IGNORECASE)
_RULES = re.compile(r"\b(?:quy định|quy chế|chính sách|thể lệ|định mức|mức chi|nội dung)\b", re.IGNORECASE)
_JOINED = re.compile(r",|\bvà\b")
_WINS: dict[str, list[str]] = LEXICON["wins"]
_ONGOING = frozenset(LEXICON["status"]["ongoing"])
_PLANNED = Triggers(lambda: LEXICON["status"]["planned"])
_DONE = re.compile(rf"\b(?:{'|'.join(LEXICON['status']['done'])})\b", re.IGNORECASE)
_ONGOING_NOW = re.compile(r"\b(?:đang|tiếp tục)\b")
_PAST = re.compile(r"\b(?:đã|kính trình|thống nhất c\w+|nhất trí c\w+)\b", re.IGNORECASE)
_ON_A_DAY = re.compile(r"(?:ngày|sáng ngày|chiều ngày)\s+\d", re.IGNORECASE)
_RUNNING: frozenset[ActivityType | None] = frozenset({"other", "contest", "support", "demonstration"})
_LIGHT_REACH, _WIN_REACH = 110, 60

_TELLING = ("biên bản", "giấy xác nhận", "bản ghi nhớ")


def orders(document: DocumentEntry) -> bool:
    """Whether a document says what is to be done (plan, decision, letter), and not what was (report, minutes)."""
    if document.kind in {None, "report"}:
        return False
    return not (document.kind == "other" and (document.kind_text or "").lower().startswith(_TELLING))


def type_of(text: str, clause: Clause, plain: ActivityType = "other") -> ActivityType:
    """The type that the verbs of a clause give: the first strong word of the chain, unless a later one wins over it.

    ``plain`` is what carrying out a thing is that no word tells the type of.
    """
    best: Hit | None = None
    last: Hit | None = None
    for hit in clause.hits:
        if best is None:
            if last and (hit.start - clause.hits[0].start > _LIGHT_REACH or _object_ends(text, last.end, hit.start)):
                break
            best = hit if hit.action.type else None
        elif best.action.noun or (last and not _chained(text, best, last, hit)):
            break
        elif (best.action.weight == WEAK and hit.action.weight == STRONG) or _wins(text, best, hit):
            best = hit
        last = hit
    kind = best.action.type if best else None
    if best and kind == "meeting" and _CLOSES_TASK.match(text, best.start, clause.end):
        return "acceptance"
    return kind or _untyped(text, clause, plain)


def _object_ends(text: str, start: int, end: int) -> bool:
    """Whether what is done ends before ``end``, where a scheme is named; the plan *of* a thing leads on."""
    if text[start:end] in _JOINTS:
        return False
    stop = _OBJECT_ENDS.search(text, start, end)
    return stop is not None and not (stop.group() in _LEADING_ON and stop.end() + 1 >= end)


def _chained(text: str, best: Hit, last: Hit, hit: Hit) -> bool:
    """Whether a later word can still tell the type: near a strong word; in one chain of verbs with a weak one."""
    if best.action.weight == STRONG:
        return hit.start - best.end <= _WIN_REACH
    if hit.action.noun and hit.action.weight != STRONG:
        return False
    return text[last.end : hit.start] in _JOINTS or _CHAIN_GAP.fullmatch(text, last.end, hit.start) is not None


def _untyped(text: str, clause: Clause, plain: ActivityType) -> ActivityType:
    """Carrying out a resolution, decision or law is administration; what else is carried out tells no type."""
    return "administration" if _CARRIED_OUT.search(text, clause.hits[0].start, clause.end) else plain


def _wins(text: str, best: Hit, hit: Hit) -> bool:
    """Whether a later strong word tells the type over an earlier one, if it is not only asked for or named."""
    wins = _WINS.get(best.action.type or "", ())
    if (hit.action.type not in wins and hit.action.word not in wins) or hit.start - best.end > _WIN_REACH:
        return False
    if best.action.word.startswith("xây dựng ") and not _JOINED.search(text, best.end, hit.start):
        return False  # the plan of a check is drafted
    between = (best.end, hit.start)
    if best.action.type == "drafting" and _RULES.search(text, *between):
        return False  # rules of a contest are drafted
    return not _OBJECT_ENDS.search(text, *between) and not _ASKED.search(text, *between)


def status_of(
    text: str, clause: Clause, kind: ActivityType | None, part: Part, document: DocumentEntry
) -> ActivityStatus:
    """Where the thing stands: by the section, then by the words ("đang", "tiếp tục", "dự kiến")."""
    if part == "plan" or (part not in {"results", "assessment"} and orders(document)):
        return "done" if part != "plan" and _told_as_past(text, clause) else "planned"
    opening = text[clause.start : clause.head.end if clause.head else min(clause.start + 40, clause.end)].lower()
    if ("đang" in opening or "tiếp tục" in opening) and _ONGOING_NOW.search(opening):
        return "ongoing"
    if _PLANNED.within(text, clause.start, clause.end):
        return "planned"
    if kind in _RUNNING and _carries_on(clause) and not _DONE.search(text, clause.start, clause.end):
        counted = find_quantities(text, clause.start, clause.end)
        return "done" if counted else "ongoing"
    return "done"


def _told_as_past(text: str, clause: Clause) -> bool:
    """Whether a document that orders tells of what has been: "đã ban hành", "Ngày 06/11/2024, ... chủ trì cuộc họp"."""
    if clause.head is None:
        return False
    before = text[clause.start : clause.head.end]
    return _PAST.search(before) is not None or _ON_A_DAY.match(before) is not None


def _carries_on(clause: Clause) -> bool:
    """Whether the clause says only that something is being carried out ("triển khai", "phối hợp ... thực hiện")."""
    light = [h.action.word for h in clause.hits[:3] if h.action.weight == LIGHT]
    if light and light[0] == "phối hợp":
        del light[0]
    return bool(light) and light[0] in _ONGOING and clause.hits[0].action.weight == LIGHT
