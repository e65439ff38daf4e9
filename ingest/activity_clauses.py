"""From the lines of a document to clauses, each of which can tell one thing done.

A line of a report tells several things in a row: sentences, members of a list with semicolons, and verbs that a comma
or "và" coordinates. What stands in parentheses or quotation marks is never cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from ingest.activity_words import LEXICON, Hit, Hits

Opener = Literal["start", ".", ";", ":", ","]


@dataclass(slots=True)
class Clause:
    """``text[start:end]``; ``opener`` is what stands before it, ``head`` its first action word, None if it has none.

    ``subject`` is where a subject stands before the head, ``hits`` the action words from the head on.
    """

    start: int
    end: int
    opener: Opener
    head: Hit | None = None
    subject: tuple[int, int] | None = None
    hits: list[Hit] = field(default_factory=list)


def _either(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


_CUT = re.compile(
    r"“[^“”]*”|\"[^\"]*\"|\((?:[^()]|\([^()]*\))*\)"  # kept whole
    r"|(?P<stop>\.{2,}(?=\s*(?:[A-ZĐÀ-Ỹ]|$|;))|…+(?=\s*(?:[A-ZĐÀ-Ỹ]|$))|[.!?](?=\s|$)|\.(?=[A-ZĐ][a-zà-ỹđ]))|(?P<semicolon>;)|(?P<colon>:(?!\d))"
)
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:TP|TX|ThS|Th\.S|TS|PGS|GS|BS|KS|CN|tr|Tr|St|P|Q|H|v\.v|vv|Mr|NG)$")
_CONNECTORS = rf"(?:(?:{_either(LEXICON['connectors']['words'])})(?![^\W_]))"
_CONNECTED = re.compile(rf"[\s,:.\-+]*(?:{_CONNECTORS}[\s,:]*)*", re.IGNORECASE)
_ADVERBIAL = re.compile(
    r"\s*(?:trong|năm|tháng|quý|từ|đến|tính|qua|sau|theo|để|với|thực hiện|căn cứ|trên|đối với|nhân|ngày|bên cạnh|ngoài|tại|dưới|ngay|\d+ tháng|cùng|riêng|hiện|cho|hằng|hàng|định kỳ|trước)\b[^;]{0,250}?,\s+",
    re.IGNORECASE,
)
BODY = (
    r"Sở|UBND|Uỷ ban|Ủy ban|HĐND|Hội đồng|Trung tâm|Phòng|Chi cục|Ban|Bộ|Viện|Văn phòng|Hợp tác xã|HTX|Công ty|Lãnh đạo|Giám đốc|Trường|Tổ|Đoàn|Chính phủ|Chủ tịch"
    r"|Thanh tra|Cơ quan|Liên hiệp|Liên minh|Hội|Doanh nghiệp|Thủ trưởng|Cục|Tổng cục|Đảng ủy|Tỉnh ủy|Quỹ|Bệnh viện|Đài|Báo|Công an|Mặt trận|Kho bạc|Ngân hàng|Đơn vị|Các sở|Các đơn vị|Các phòng|Các cơ quan|Các"
)
_SUBJECT = re.compile(
    rf"\s*(?:(?:Giao|Đề nghị|Yêu cầu|giao|đề nghị|yêu cầu)\s+(?:cho\s+)?)?(?P<who>(?:(?:{BODY})\b|các\s+(?:sở|phòng|đơn vị|cơ quan)|đơn vị|\d+\s)[^;.:]{{0,160}}?)\s*(?:{_CONNECTORS}[\s,]*)*$"
)
_AUXILIARY = re.compile(r"[^;.:]{0,110}\b(?:đã|đang|sẽ|được|đã được)\s*$")
_NUMBERED = re.compile(r"[\s“\"]*\d[\d.,/]*\s*%?\s*(?:\([^)]*\)\s*)?[^\W\d_]")
_DOCUMENT = re.compile(
    rf"\s*(?:và\s+)?(?:các\s+|dự thảo\s+)?(?:{_either(LEXICON['documents']['words'])})\b", re.IGNORECASE
)
_NOT_TOLD = tuple(LEXICON["not_told"]["openings"])
_BEFORE_VERB = re.compile(rf"(?:,|\bvà|\bhoặc)\s*(?P<more>(?:{_CONNECTORS}[\s,]*)*)$", re.IGNORECASE)
_DIGIT = re.compile(r"(?<![/\w.])\d")
_PASSIVE = re.compile(r",\s*(?=(?:năm \d{4}\s+)?(?:đã\s+)?được\s+[A-ZĐ])")
_FOLDING = re.compile(r"\btrong đó\s*$", re.IGNORECASE)


def numbered(text: str, start: int, end: int) -> bool:
    """Whether a clause begins with a count ("04 chứng chỉ", "01 cuộc thanh tra")."""
    return _NUMBERED.match(text, start, end) is not None


def names_document(text: str, start: int, end: int) -> bool:
    """Whether a clause begins with the name of a kind of document."""
    return _DOCUMENT.match(text, start, end) is not None


def cut(text: str, start: int, end: int, hits: Hits) -> list[Clause]:
    """The clauses of ``text[start:end]``, in order."""
    found: list[Clause] = []
    folding = False
    for left, right, opener in _pieces(text, start, end):
        if opener in {".", "start"}:
            folding = False
        piece = Clause(left, right, opener)
        _set_head(text, piece, hits)
        if found and (folding or (opener == ":" and not _stands_alone(text, piece))):
            folding = folding or bool(_FOLDING.search(text, found[-1].start, found[-1].end))
            found[-1].end = right
            continue
        found.extend(_coordinated(text, piece, hits))
    return found


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int, Opener]]:
    at, opener = start, "start"
    for match in _CUT.finditer(text, start, end):
        kind = match.lastgroup
        if kind is None or (
            kind == "stop"
            and match.group() == "."
            and _ABBREVIATION.search(text, max(at, match.start() - 6), match.start())
        ):
            continue
        if kind == "colon" and text[max(start, match.start() - 8) : match.start()].lower().endswith("trong đó"):
            continue
        if text[at : match.start()].strip():
            yield at, match.start(), opener  # type: ignore[misc]  # one of the literals
        at, opener = match.end(), {"stop": ".", "semicolon": ";", "colon": ":"}[kind]
    if text[at:end].strip():
        yield at, end, opener  # type: ignore[misc]


def _stands_alone(text: str, piece: Clause) -> bool:
    """Whether what follows a colon is told for itself, and is no mere list of names or figures."""
    return piece.head is not None or numbered(text, piece.start, piece.end)


def _set_head(text: str, clause: Clause, hits: Hits) -> None:
    """Find the verb that heads the clause, and its subject if one stands before it."""
    inside = _outside_brackets(text, clause, hits)
    start = _CONNECTED.match(text, clause.start, clause.end).end()  # type: ignore[union-attr]  # matches the empty string
    if text[start : start + 14].lower().startswith(_NOT_TOLD):
        return
    for index, hit in enumerate(inside[:6]):
        if hit.start < start or _may_precede(text, clause, start, hit):
            clause.head, clause.hits = hit, inside[index:]
            return
        if index == 0 and hit.start - start > 260:
            return


def _outside_brackets(text: str, clause: Clause, hits: Hits) -> list[Hit]:
    inside = hits.between(clause.start, clause.end)
    segment = text[clause.start : clause.end]
    if "(" not in segment and "“" not in segment and '"' not in segment:
        return inside
    closed = [m.span() for m in _CUT.finditer(text, clause.start, clause.end) if m.lastgroup is None]
    return [h for h in inside if not any(a <= h.start < b for a, b in closed)]


def _may_precede(text: str, clause: Clause, start: int, hit: Hit) -> bool:
    """Whether what stands before a verb lets it head the clause: connectors, an adverbial, a subject."""
    if hit.start == start:
        return True
    if adverbial := _ADVERBIAL.match(text, start, hit.start):
        start = _CONNECTED.match(text, adverbial.end(), hit.start).end()  # type: ignore[union-attr]
        if start >= hit.start:
            return True
    before = text[start : hit.start]
    if subject := _SUBJECT.match(before):
        clause.subject = (start + subject.start("who"), start + subject.end("who"))
        return True
    if _AUXILIARY.match(before):
        return True
    return _CONNECTED.fullmatch(before) is not None


def _coordinated(text: str, piece: Clause, hits: Hits) -> list[Clause]:
    """Cut a piece where a comma or "và" opens another thing done."""
    if piece.head is None:
        return [piece]
    inside = _outside_brackets(text, piece, hits)
    cuts: list[int] = []
    last = piece.head
    left = piece.start
    for hit in inside:
        if hit.start <= last.start:
            continue
        if _opens(text, left, last, hit, piece.end) and _has_object(text, last, hit):
            at = _cut_place(text, last.end, hit.start)
            cuts.append(at)
            left = at
        last = hit
    if not cuts:
        return [piece]
    clauses: list[Clause] = []
    for a, b in zip([piece.start, *cuts], [*cuts, piece.end], strict=True):
        clause = Clause(a, b, "," if clauses else piece.opener)
        _set_head(text, clause, hits)
        clauses.append(clause)
    return clauses


def _cut_place(text: str, low: int, high: int) -> int:
    before = _BEFORE_VERB.search(text, low, high)
    return before.start() if before else high


def _opens(text: str, left: int, last: Hit, hit: Hit, end: int) -> bool:
    """Whether the verb ``hit``, coordinated by a comma or "và", begins another thing done."""
    before = _BEFORE_VERB.search(text, max(last.end, hit.start - 60), hit.start)
    if not before:
        return False
    if before["more"].strip() and text[before.start()] == ",":
        return True
    if hit.action.opens:
        return True
    if (
        hit.action.weight
        and _DIGIT.search(text, left, hit.start)
        and _DIGIT.search(text, hit.end, min(end, hit.end + 50))
    ):
        return True
    return False


def _has_object(text: str, last: Hit, hit: Hit) -> bool:
    """Whether at least two words stand between the verbs: else they form one chain ("rà soát, trình ...")."""
    return len(text[last.end : hit.start].replace(",", " ").split()) >= 3
