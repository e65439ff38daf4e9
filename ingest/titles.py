"""Where the subject (trích yếu) of a cited document begins and ends: whole, and no further."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.anchors import word_tree
from ingest.numbers import kinds, lexicon
from ingest.runs import lowered, past_space
from ontology.records import Span

_LONGEST = 1200  # characters of a subject; the longest subjects of plans and decisions stay far below
_AMENDED = re.compile(r"(?:sửa đổi|bổ sung|bãi bỏ)[\s,][^.;:]{0,60}?\s(?:của|các)\s[^.;:]{0,200}$", re.IGNORECASE)
_QUOTED = re.compile(r"\s*,?\s*[“\"]")
_OF_TASK = re.compile(r"(?<!\w)(?:đề tài|dự án|nhiệm vụ|đề án|mô hình|chương trình)\s*$", re.IGNORECASE)
_END_WORDS = 120  # characters of the longest words that end a subject
_STOP = re.compile(r"[.;:()|,“”\"]")
_AFTER_QUOTE = re.compile(
    r"\s*(?:[,;.:)(“”|]|$|(?:giai đoạn|trên địa bàn|đến|tỉnh|thuộc|của|tại|cho|và|năm|thành phố|định hướng"
    r"|lần thứ|thời kỳ|theo|do|đối với)\b)"
)
_PEOPLE = r"cho\s+(?:hơn\s+|trên\s+)?\d+\s+(?:học viên|đại biểu|người|lượt|cán bộ|công chức)"


@lru_cache(maxsize=1)
def _introducers() -> re.Pattern[str]:
    return re.compile(
        rf"\s*,?\s*(?:gửi\s[^.;:()]{{3,80}}?\s)?(?:{_either('introducers')})(?!\w)\s*:?\s*", re.IGNORECASE
    )


@lru_cache(maxsize=1)
def _verbs() -> re.Pattern[str]:
    return re.compile(rf"\s*,?\s*(?P<verb>{_either('verbs')})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _silent() -> re.Pattern[str]:
    return re.compile(rf"\s*,?\s*(?:{_either('silent_verbs')})(?!\w)\s*:?\s*", re.IGNORECASE)


@lru_cache(maxsize=1)
def _ends() -> re.Pattern[str]:
    """What ends a subject, in small letters: words of another clause, or the next citation of a list.

    It begins with a set of characters, so that the engine can skip to them.
    """
    number = rf"{word_tree({kind.word.lower() for kind in kinds()})}\s+(?:số\s*:?\s*)?\d"
    following = rf"\s+(?:(?:các\s+|một số\s+)?{number}|số\s*:?\s*\d+\s?[/-]\s?[\da-zđ])"
    bracketed = rf"\((?:(?:theo|tại|thay thế|ban hành|kèm theo|phê duyệt)\s[^()\d]{{0,30}})?{number}"
    ends = word_tree({word.lower() for word in lexicon()["title"]["ends"]})
    return re.compile(
        rf"[\s,;](?:(?<=\s)(?:{ends}(?!\w)|{_PEOPLE}|(và|hoặc|cùng){following}|{bracketed})|(?<!\s){following})"
    )


@lru_cache(maxsize=1)
def _clauses() -> tuple[str, ...]:
    return tuple(lexicon()["title"]["clauses"])


@lru_cache(maxsize=1)
def _continues() -> tuple[str, ...]:
    return tuple(lexicon()["title"]["continues"])


def _either(key: str) -> str:
    return "|".join(sorted(map(re.escape, lexicon()["title"][key]), key=len, reverse=True))


def title_at(text: str, start: int, end: int) -> Span | None:
    """The subject that follows a citation whose number, date and issuer end at ``start``; None if none is stated."""
    begin = _begin(text, start, end)
    if begin is None:
        return None
    stop = title_end(text, begin, end)
    if _QUOTED.match(text, start, begin) and text[begin] not in '“"':
        stop = min((at for sign in '”"' if (at := text.find(sign, begin, stop)) > 0), default=stop)
    return (begin, stop) if stop - begin >= 4 else None


def _begin(text: str, start: int, end: int) -> int | None:
    if match := _introducers().match(text, start, end):
        silent = _silent().match(text, match.end(), end)
        return silent.end() if silent else match.end()
    if match := _silent().match(text, start, end):
        return None if text.startswith(("kèm", "ngày"), match.end()) else match.end()
    if (match := _verbs().match(text, start, end)) and "," not in text[start : match.start("verb")]:
        return match.start("verb")
    quoted = _QUOTED.match(text, start, end)
    if quoted and (match := _introducers().match(text, quoted.end(), end)):
        return match.end()
    return quoted.end() - 1 if quoted else None


def subject_after(text: str, start: int, end: int, introduced: bool = False) -> int | None:
    """Where the subject begins that follows a kind's word; ``introduced``: only after "về", "quy định" and the like."""
    begin = _begin(text, start, end)
    if begin is not None or introduced:
        return begin
    rest = past_space(text, start, end)
    return rest if rest < end and text[rest].isalpha() else None


def title_end(text: str, start: int, end: int) -> int:
    """Where the subject that begins at ``start`` ends."""
    limit = min(end, start + _LONGEST)
    stop = _punctuated_end(text, start, limit)
    found = _ends().search(lowered(text), start, min(limit, stop + _END_WORDS))
    while found and found.start() < stop and _AMENDED.match(text, start, found.start()) and found[1]:
        found = _ends().search(lowered(text), found.end(), min(limit, stop + _END_WORDS))
    if found and found.start() < stop:
        stop = _punctuated_end(text, start, found.start())
    return start + len(text[start:stop].rstrip(" ,;:.-"))


def _punctuated_end(text: str, start: int, limit: int) -> int:
    depth = 0
    at = start
    while match := _STOP.search(text, at, limit):
        at, sign = match.end(), match.group()
        if sign in '“"':
            close = _closing(text, match.start(), limit)
            if close < 0:
                continue
            at = close + 1
            if not _AFTER_QUOTE.match(text, at, limit):
                return at
        elif sign == "(":
            depth += 1
        elif sign == ")":
            if not depth:
                return match.start()
            depth -= 1
        elif sign == "”":
            continue
        elif not depth and _final(text, match.start(), limit):
            return match.start()
    return limit


def _closing(text: str, start: int, limit: int) -> int:
    """Offset of the mark that closes the quotation at ``start``, -1 if none does (mismatched marks are common)."""
    straight = text.find('"', start + 1, limit)
    return (
        straight if text[start] == '"' or straight >= 0 > text.find("”", start, limit) else text.find("”", start, limit)
    )


def _final(text: str, at: int, limit: int) -> bool:
    """Whether a sign outside quotations and brackets ends the subject."""
    rest = text[at + 1 : at + 60]
    sign = text[at]
    if sign == ".":
        return at + 1 >= limit or (
            rest[:1] in " /." and not text[max(at - 2, 0) : at].lower().endswith(("tp", "tx", "tt", "ts", "ks"))
        )
    if sign == ",":
        return rest.lstrip().lower().startswith(_clauses())
    if sign == ":":
        return _OF_TASK.search(text, max(at - 15, 0), at) is None and not rest.lstrip().startswith(("“", '"'))
    if sign == ";":
        return not rest.lstrip().startswith(_continues())
    return True


_HEADS = (
    "đề án|chương trình|kế hoạch|danh mục|quy chế|quy định|chiến lược|thể lệ|điều lệ|phương án|bộ tiêu chí|quy hoạch"
)
_APPROVED = re.compile(
    rf"(?P<title>(?<!\w)(?:{_HEADS})\s(?!(?:đã\s+)?được|này|trên|ban hành)[^.;()|]{{8,300}}?)[\"”]?\s*,?\s+"
    r"(?:(?:đã\s+)?được\s+(?:[^.,;()]{0,60}?\s+)?(?:phê duyệt|ban hành|thông qua|công bố|quy định)\s+"
    r"(?:tại|theo|bằng|kèm theo)|(?:ban hành\s+)?kèm theo|theo|tại)\s*(?:các\s+)?$",
    re.IGNORECASE,
)
_REPLACED = re.compile(r",\s*(?:để\s+)?thay thế\s")
_ASKED = re.compile(r"(?:đề nghị|kiến nghị|đề xuất|xin)\s", re.IGNORECASE)
_PROGRAMME = re.compile(
    r"(?:theo|thuộc|thực hiện|triển khai)\s+(?P<title>(?:Chương trình|Đề án|Chiến lược)\s[^.;:()]{8,300}?)[\s\"”]*$"
)
_ACT = re.compile(
    r"(?<!\w)(?:ban hành|phê duyệt|công bố|công nhận|bãi bỏ|sửa đổi|bổ sung|thay thế|thành lập|kiện toàn|quy định"
    r"|điều chỉnh|gia hạn|thu hồi|giao)(?!\w)",
    re.IGNORECASE,
)
_CLAUSE_START = re.compile(r"[.;:|]\s|\),?\s")


def title_before(text: str, start: int, floor: int) -> Span | None:
    """The subject before its citation: "Đề án X đã được phê duyệt tại Quyết định số ...", "X (Quyết định số ...)"."""
    floor = max(floor, start - 420)
    opened = text.rfind("(", floor, start)
    if (
        opened >= 0
        and text.find(")", opened, start) < 0
        and (opened + 1 == start or _list_of_citations(text[opened + 1 : start]))
    ):
        return _clause_before(text, opened, floor)
    match = _APPROVED.search(text[floor:start])
    if match is None or _REPLACED.search(match["title"]):
        return None
    return floor + match.start("title"), floor + match.end("title")


@lru_cache(maxsize=1)
def _citations() -> re.Pattern[str]:
    words = "|".join(sorted((kind.word for kind in kinds()), key=len, reverse=True))
    return re.compile(rf"\s*(?:các\s+)?(?:{words})?\s*(?:số\s*)?(?:\d[^()]*[;,]\s*(?:và\s+)?)?$", re.IGNORECASE)


def _list_of_citations(inside: str) -> bool:
    """Whether a bracket holds nothing but citations up to here."""
    return _citations().match(inside) is not None


def _clause_before(text: str, opened: int, floor: int) -> Span | None:
    """What was done, before the bracket that cites by what: from its verb on."""
    begin = max((m.end() for m in _CLAUSE_START.finditer(text, floor, opened)), default=floor)
    act = _ACT.search(text, begin, opened)
    if act is not None and _ASKED.search(text, begin, act.start()):
        return None
    if act is None:
        programme = _PROGRAMME.search(text[begin:opened])
        return (begin + programme.start("title"), begin + programme.end("title")) if programme else None
    start = act.start() if act.group().lower() != "ban hành" else act.end()
    stop = start + len(text[start:opened].rstrip(' ,"”'))
    start += len(text[start:stop]) - len(text[start:stop].lstrip(' "“'))
    return (start, stop) if stop - start >= 8 else None
