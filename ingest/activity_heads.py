"""Which verb heads a clause, and which subject stands before it."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from ingest.activity_words import LEXICON, Hit, Hits
from ingest.runs import either

Opener = Literal["start", ".", ";", ":", ","]


class Clause(msgspec.Struct):
    """``text[start:end]``; ``opener`` is what stands before it, ``head`` its first action word, None if it has none.

    ``subject`` is where a subject stands before the head, ``hits`` are the action words from the head on, ``label``
    says that a colon follows which more clauses explain, ``listing`` that it opens a list of documents.
    """

    start: int
    end: int
    opener: Opener
    head: Hit | None = None
    subject: tuple[int, int] | None = None
    hits: list[Hit] = []
    label: bool = False
    listing: bool = False
    longer: bool = False  # more was joined to it than its head was looked for in
    told: int = 0  # where the telling words begin, if far behind the start: after the basis, or a task's long name


BODY = either(LEXICON["subjects"]["bodies"])
"""Pattern of the words with which a body that acts begins."""
TENSES = frozenset({"đã", "đang", "sẽ"})
"""Words that stand before a verb and say when it is done."""

_AT_LEAST = r"(?:(?:ít nhất|tối thiểu|trên|hơn|khoảng|phấn đấu(?: có)?|có|gần)\s+)?"
_NUMBERED = re.compile(rf"(?i:[\s“\"]*{_AT_LEAST})\d[\d.,/]*\s*%?\s*(?:\([^)]*\)\s*)?[^\W\d_]")
_CONNECTORS = rf"(?:(?:{either(LEXICON['connectors']['words'])})(?![^\W_]))"
_SPAN_OF_TIME = r"(?:tháng|quý|năm|tuần)"
_PERIODIC = rf"(?:(?-i:[đĐ])ịnh kỳ(?:\s+(?:\d+\s+|h[ằà]ng\s+)?{_SPAN_OF_TIME})?|(?-i:[hH])[ằà]ng\s+{_SPAN_OF_TIME})\b"
_IN_TIME = (
    rf"(?-i:[tT])rong\s+(?:\d+\s+tháng(?:\s+(?:đầu|cuối)\s+năm)?|kỳ|{_SPAN_OF_TIME}(?:\s+[\dIVX/]+)?)"
    r"(?:\s+năm)?(?:\s+\d{4})?\b"
)
_CONNECTED = re.compile(rf"[\s,:.\-+]*(?:(?:{_CONNECTORS}|{_PERIODIC}|{_IN_TIME})[\s,:]*)*", re.IGNORECASE)
_ADVERBIAL = re.compile(rf"\s*(?:{either(LEXICON['adverbials']['openings'])})\b[^;]{{0,250}}?,\s+", re.IGNORECASE)
_SUBJECT = re.compile(
    rf"\s*(?:(?:giao|đề nghị|yêu cầu)\s+(?:cho\s+)?)?(?P<who>(?:{BODY})\b[^;.:]{{0,160}}?)"
    rf"\s*(?:{_CONNECTORS}[\s,]*)*$",
    re.IGNORECASE,
)
_TASK = re.compile(
    r"(?:các |một số )?(?:dự án|đề tài|nhiệm vụ|đề án|mô hình|sản phẩm|hồ sơ)\b[^;.:,]{0,120}?\s*(?:đã\s+)?$",
    re.IGNORECASE,
)
_COUNTED_BODIES = re.compile(
    r"\d[\d/.,]*\s*%?\s*(?:\([^)]*\)\s*)?(?:xã|phường|thị trấn|huyện|cơ quan|đơn vị|sở|doanh nghiệp|ubnd)\b"
    r"[^;.:\d]{0,40}$",
    re.IGNORECASE,
)
_UNDERGOES = ("được", "bị ")
_KEEPING = frozenset({"duy trì", "hoàn thành", "thực hiện", "triển khai", "áp dụng", "ban hành"})
_AUXILIARIES = ("đã", "đang", "sẽ", "được")
_AUXILIARY = re.compile(rf"[^;.:]{{0,110}}\b(?:{'|'.join(_AUXILIARIES)})\s*$")
_CARRYING_OUT = ("thực hiện", "triển khai", "tiếp tục thực hiện", "tiếp tục triển khai", "tổ chức triển khai")
_BEHIND_BASIS = re.compile(rf"[^;]{{10,400}}?,\s+(?P<who>(?=[A-ZĐ])(?:{BODY})\b[^,;.:\d]{{0,60}}?)\s+(?:đã|đang|sẽ)\b")
_BASIS = "căn cứ"
_ACTS = re.compile(rf"[^;]{{6,200}}?,\s+(?=[A-ZĐ])(?:{BODY})\b")
_NEAR_SUBJECT = 20  # characters between a subject and the verb behind it
_LEADING = " ,;:.-+"
_FARTHEST_HEAD = 260  # characters before a verb that can still head its clause
_NOT_TOLD = tuple(LEXICON["not_told"]["openings"])
_FAR_HEAD = 110  # characters before a verb from which a reader would not see it in what is quoted
_LONGEST_SUBJECT = 600
_LONGEST_SENT = 100
CLOSED = r"(?:(?<=“)[^“”]*+”|(?<=\")[^\"]*+\"|(?<=\()[^()]*+(?:\([^()]*+\)[^()]*+)*+\))"
"""Pattern of what goes on behind an opening quotation mark or bracket up to the closing one, which is never cut."""
_WHOLE = re.compile(rf"[“\"(]{CLOSED}")
_DENIED = re.compile(r"\b(?:không|chưa)\b", re.IGNORECASE)
_STATISTIC = re.compile(r"\s*(?:tổng số|số)\s+(?!\d)[^:;.]{3,80}:\s*\d", re.IGNORECASE)
_SUM = re.compile(
    rf"\s*(?:tổng\s+)?(?:{either(LEXICON['sums']['of'])})\b[^:;.]{{0,100}}?\b(?:{either(LEXICON['sums']['told'])})\b[^:;.]{{0,40}}?\s\d",
    re.IGNORECASE,
)
_SUM_OPENINGS = ("tổng", *LEXICON["sums"]["of"])
_COUNT = re.compile(rf"(?i:[\s,]*(?:và\s+)?{_AT_LEAST})\d[\d.,/]*\s+(?:\(\w+\)\s+)?")


def numbered(text: str, start: int, end: int) -> bool:
    """Whether a clause begins with a count ("04 chứng chỉ", "01 cuộc thanh tra")."""
    return _NUMBERED.match(text, start, end) is not None


def set_head(text: str, clause: Clause, hits: Hits) -> None:
    """Find the verb that heads the clause, and its subject if one stands before it."""
    inside = hits.between(clause.start, clause.end)
    if not inside:
        return
    opening = text[clause.start : clause.start + 24].lower()
    lead = opening.lstrip(_LEADING)
    if lead.startswith(_NOT_TOLD) and not (lead.startswith(_BASIS) and _ACTS.match(text, clause.start, clause.end)):
        return
    if inside[0].start == clause.start + len(opening) - len(lead) and not inside[0].action.noun:
        clause.head, clause.hits = inside[0], inside
        if lead.startswith(_CARRYING_OUT):
            _set_head_behind_basis(text, clause)
    elif lead[:1] in {"s", "t"} and _STATISTIC.match(text, clause.start, clause.end):
        typed = [h for h in inside if h.action.type]
        clause.head, clause.hits = (typed[0], typed) if typed else (None, [])
    elif lead.startswith(_SUM_OPENINGS) and (sums := _SUM.match(text, clause.start, clause.end)):
        paid = [h for h in inside if h.action.type == "finance" and h.start < sums.end()]
        clause.head, clause.hits = (paid[0], paid) if paid else (inside[0], inside)
    else:
        _set_later_head(text, clause, inside)


def _set_head_behind_basis(text: str, clause: Clause) -> None:
    """Take the verb behind what is carried out: "Thực hiện Kế hoạch số ..., Sở đã hỗ trợ ..." tells of support."""
    behind = _BEHIND_BASIS.match(text, clause.start, clause.end)
    if behind is None:
        return
    later = [h for h in clause.hits if h.start >= behind.end("who")]
    if later and later[0].start <= behind.end("who") + _NEAR_SUBJECT:
        clause.head, clause.hits, clause.subject = later[0], later, behind.span("who")
        clause.told = behind.start("who")


def _set_later_head(text: str, clause: Clause, inside: list[Hit]) -> None:
    """Find the head of a clause that begins with something else than a verb."""
    start = _CONNECTED.match(text, clause.start, clause.end).end()  # type: ignore[union-attr]  # matches the empty string
    opening = text[start : start + 14].lower()
    if opening.startswith(_NOT_TOLD) and not opening.startswith(_BASIS) and inside[0].start != start:
        return
    for index, hit in enumerate(inside[:6]):
        if hit.start > start + _FARTHEST_HEAD and _plain_length(text, start, hit.start) > _FARTHEST_HEAD:
            return
        if hit.action.noun and not index and not _COUNT.fullmatch(text, clause.start, hit.start):
            continue
        if hit.start < start or _may_precede(text, clause, start, hit):
            if not _DENIED.search(text, clause.start, hit.start):
                clause.head, clause.hits = hit, inside[index:]
                if hit.start > clause.start + _FAR_HEAD and clause.subject is None:
                    clause.told = hit.start
            return


def _plain_length(text: str, start: int, end: int) -> int:
    """How many characters stand outside brackets and quotation marks, up to a limit that no head passes."""
    if end - start > _LONGEST_SUBJECT:
        return end - start
    return len(_WHOLE.sub("", text[start:end]))


def headed(text: str, clause: Clause, hits: Hits) -> Clause:
    """The clause with its head looked for again, now that its end is known."""
    again = Clause(clause.start, clause.end, clause.opener)
    set_head(text, again, hits)
    return again


def _may_precede(text: str, clause: Clause, start: int, hit: Hit) -> bool:
    """Whether what stands before a verb lets it head the clause: connectors, an adverbial, a subject."""
    if hit.start == start or _COUNT.fullmatch(text, clause.start, hit.start):
        return True
    for _ in range(2):
        adverbial = _ADVERBIAL.match(text, start, hit.start)
        if adverbial is None:
            break
        start = _CONNECTED.match(text, adverbial.end(), hit.start).end()  # type: ignore[union-attr]
        if start >= hit.start:
            return True
    before = text[start : hit.start]
    if hit.action.word == "gửi về":  # "Phiếu đề xuất gửi về Sở ... trước ngày ...": what is sent stands before
        return len(before) < _LONGEST_SENT
    if subject := _SUBJECT.match(before):
        clause.subject = (start + subject.start("who"), start + subject.end("who"))
        return True
    if hit.action.word in TENSES or (hit.action.word == "được" and numbered(text, start, hit.start)):
        return _plain_length(text, start, hit.start) < 120
    if hit.action.word.startswith(_UNDERGOES) and _TASK.match(before):
        return True
    if hit.action.word in _KEEPING and _COUNTED_BODIES.match(before):
        return True
    auxiliary = before.rstrip().endswith(_AUXILIARIES) and _AUXILIARY.match(before) is not None
    return auxiliary or _CONNECTED.fullmatch(before) is not None
