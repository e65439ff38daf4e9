"""From the lines of a document to clauses, each of which can tell one thing done.

A line of a report tells several things in a row: sentences, members of a list with semicolons, and verbs that a comma
or "và" coordinates. What stands in parentheses or quotation marks is never cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple

from ingest.activity_words import LEXICON, STRONG, Hit, Hits
from ingest.quantities import either
from ontology.records import Span

Opener = Literal["start", ".", ";", ":", ","]


@dataclass(slots=True)
class Clause:
    """``text[start:end]``; ``opener`` is what stands before it, ``head`` its first action word, None if it has none.

    ``subject`` is where a subject stands before the head, ``hits`` are the action words from the head on, ``label``
    says that a colon follows which more clauses explain, ``listing`` that it opens a list of documents.
    """

    start: int
    end: int
    opener: Opener
    head: Hit | None = None
    subject: tuple[int, int] | None = None
    hits: list[Hit] = field(default_factory=list)
    label: bool = False
    listing: bool = False
    longer: bool = False  # more was joined to it than its head was looked for in


_MARK = re.compile(r"[“\"(;:.…!?]")
_WHOLE = re.compile(r"“[^“”]*”|\"[^\"]*\"|\((?:[^()]|\([^()]*\))*\)")  # never cut
_STOP = re.compile(
    r"\.{2,}(?=\s*(?:[A-ZĐÀ-Ỹ;]|$))|…+(?=\s*(?:[A-ZĐÀ-Ỹ]|$))|[.!?](?=\s|$)|\.(?=[A-ZĐ][a-zà-ỹđ])|;|:(?!\d)"
)
_OPENING = frozenset('“"(')
_OPENERS: dict[str, Opener] = {";": ";", ":": ":"}
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:TP|TX|ThS|Th\.S|TS|PGS|GS|BS|KS|CN|tr|Tr|St|P|Q|H|v\.v|vv|Mr|NG)$")
_CONNECTORS = rf"(?:(?:{either(LEXICON['connectors']['words'])})(?![^\W_]))"
_CONNECTED = re.compile(rf"[\s,:.\-+]*(?:{_CONNECTORS}[\s,:]*)*", re.IGNORECASE)
_ADVERBIAL = re.compile(rf"\s*(?:{either(LEXICON['adverbials']['openings'])})\b[^;]{{0,250}}?,\s+", re.IGNORECASE)
_BODY = either(LEXICON["subjects"]["bodies"])
_SUBJECT = re.compile(
    rf"\s*(?:(?:giao|đề nghị|yêu cầu)\s+(?:cho\s+)?)?(?P<who>(?:{_BODY})\b[^;.:]{{0,160}}?)"
    rf"\s*(?:{_CONNECTORS}[\s,]*)*$",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(r"[^;.:]{0,110}\b(?:đã|đang|sẽ|được|đã được)\s*$")
_TENSES = frozenset({"đã", "đang", "sẽ"})
_AT_LEAST = r"(?:(?:ít nhất|tối thiểu|trên|hơn|khoảng|phấn đấu(?: có)?|có|gần)\s+)?"
_NUMBERED = re.compile(rf"(?i:[\s“\"]*{_AT_LEAST})\d[\d.,/]*\s*%?\s*(?:\([^)]*\)\s*)?[^\W\d_]")
_DOCUMENT_WORDS = either(LEXICON["documents"]["words"])
_DOCUMENT = re.compile(rf"\s*(?:và\s+)?(?:các\s+|dự thảo\s+)?(?:{_DOCUMENT_WORDS})\b", re.IGNORECASE)
_LISTING = re.compile(rf"\b(?:các|một số|\d+)\s+(?:{_DOCUMENT_WORDS})(?:\s+(?:QPPL|sau|chỉ đạo))?\s*$", re.IGNORECASE)
_NAMING = re.compile(
    r"\b(?:dự án|đề tài|nhiệm vụ|đề án|chương trình|luật|chủ đề|tên|nội dung|mô hình)\s*$", re.IGNORECASE
)
_ENUMERATOR = re.compile(r"\s*(?:\(\w{1,3}\)|[a-zđ]\)|\d{1,2}[.)](?=\s))\s*")
_LEADING = " ,;:.-+"
_FARTHEST_HEAD = 260  # characters before a verb that can still head its clause
_NOT_TOLD = tuple(LEXICON["not_told"]["openings"])
_DENIED = re.compile(r"\b(?:không|chưa)\b", re.IGNORECASE)
_ADVERBS = rf"(?:{either(LEXICON['openers']['adverbs'])})"
_BEFORE_VERB = re.compile(
    r"(?P<by>,|\bvà|\bhoặc)\s*(?:(?:trong\s+)?(?:năm|tháng)\s+[\d/]+\s+|định kỳ\s+[\w\s]{3,15}\s|h[ằà]ng\s\w+\s)?"
    rf"(?P<more>(?:{_ADVERBS}[\s,]+)*)$",
    re.IGNORECASE,
)
_BEFORE_VERB_ENDS = frozenset(w.split()[-1] for w in LEXICON["openers"]["adverbs"]) | {
    "tháng",
    "năm",
    "quý",
    "tuần",
    "kỳ",
}
_OBJECTS = 2  # syllables between verbs from which they tell two things
_NEW_CLAUSE = re.compile(
    r",\s*(?=(?:đến nay|hiện nay|theo đó|đồng thời|trong đó đã|kết quả có|trong đó \d+[^,;\d]{3,40}(?:được|đã))\b)"
)
_ANOTHER_BODY = re.compile(rf",\s*(?=(?:{_BODY})\b[^,;.“”\"]{{3,60}}?\s(?:thực hiện|chủ trì|triển khai)\b)")
_STATISTIC = re.compile(r"\s*(?:tổng số|số)\s+(?!\d)[^:;.]{3,80}:\s*\d", re.IGNORECASE)
_COUNT = re.compile(rf"(?i:\s*(?:và\s+)?{_AT_LEAST})\d[\d.,/]*\s+(?:\(\w+\)\s+)?")
_PASSIVE = re.compile(r"được\s+(?:[A-ZĐ]|sự)")
_DIGIT = re.compile(r"\d")
_COLON_REACH = 80  # characters before a colon that say what follows it is
_FOLDING = re.compile(r"\btrong đó\s*:?\s*$", re.IGNORECASE)
_SEPARATED = re.compile(r"[\s,/]*(?:và\s+)?")
_MEASURING = frozenset({"verification", "testing", "calibration"})
_BODIES = frozenset({"UBND", "HĐND"})
_EMPTY_WORDS = frozenset(LEXICON["chains"]["empty"])


def numbered(text: str, start: int, end: int) -> bool:
    """Whether a clause begins with a count ("04 chứng chỉ", "01 cuộc thanh tra")."""
    return _NUMBERED.match(text, start, end) is not None


def names_document(text: str, start: int, end: int) -> bool:
    """Whether a clause begins with the name of a kind of document."""
    return _DOCUMENT.match(text, start, end) is not None


def cut(text: str, start: int, end: int, hits: Hits) -> list[Clause]:
    """The clauses of ``text[start:end]``, in order."""
    stops, closed = _marks(text, start, end)
    hits = Hits(hits.between(start, end)).outside(closed)  # what is in brackets heads no clause
    found: list[Clause] = []
    folding = False
    for left, right, opener in _pieces(text, start, end, stops):
        mark = _ENUMERATOR.match(text, left, right)
        piece = Clause(mark.end() if mark else left, right, opener)
        _set_head(text, piece, hits)
        before = found[-1] if found else None
        if before and opener == ":":
            joined, folding = _explains(text, before, piece)
        else:
            folding = folding and opener not in {".", "start"}
            joined = folding
        if before and joined:
            before.end = right
            before.longer = not folding and not before.listing
            continue
        _divide_last(text, found, hits)
        found.append(piece)
    _divide_last(text, found, hits)
    return found


def _explains(text: str, before: Clause, piece: Clause) -> tuple[bool, bool]:
    """What a piece behind a colon is to the clause before: whether it belongs to it, and all of its list with it."""
    low = max(before.start, before.end - _COLON_REACH)
    if _FOLDING.search(text, low, before.end):
        return True, True
    if _LISTING.search(text, low, before.end):
        before.listing = True
        return True, False
    if piece.head is not None and not _NAMING.search(text, low, before.end):
        before.label = True
        return False, False
    return True, False


def _divide_last(text: str, found: list[Clause], hits: Hits) -> None:
    """Cut the last clause where verbs are coordinated, now that it is known how far it goes."""
    if not found or found[-1].listing or found[-1].label:
        return
    last = found.pop()
    if last.longer:
        last = _headed(text, last, hits)
    found += _coordinated(text, last, hits)


def _pieces(text: str, start: int, end: int, stops: list[Span]) -> Iterator[tuple[int, int, Opener]]:
    at = start
    opener: Opener = "start"
    for left, right in stops:
        if text[left] == "." and _ABBREVIATION.search(text, max(at, left - 6), left):
            continue
        if text[at:left].strip():
            yield at, left, opener
        at, opener = right, _OPENERS.get(text[left], ".")
    if text[at:end].strip():
        yield at, end, opener


def _marks(text: str, start: int, end: int) -> tuple[list[Span], list[Span]]:
    """Where sentences and members of lists end, and what stands in brackets or quotation marks, where none ends."""
    stops, closed = [], []
    at = start
    for mark in _MARK.finditer(text, start, end):
        begin = mark.start()
        if begin < at:
            continue
        if text[begin] in _OPENING:
            if whole := _WHOLE.match(text, begin, end):
                at = whole.end()
                closed.append((begin, at))
        elif stop := _STOP.match(text, begin, end):
            at = stop.end()
            stops.append((begin, at))
    return stops, closed


def _set_head(text: str, clause: Clause, hits: Hits) -> None:
    """Find the verb that heads the clause, and its subject if one stands before it."""
    inside = hits.between(clause.start, clause.end)
    if not inside:
        return
    opening = text[clause.start : clause.start + 24].lower()
    lead = opening.lstrip(_LEADING)
    if lead.startswith(_NOT_TOLD):
        return
    if inside[0].start == clause.start + len(opening) - len(lead) and not inside[0].action.noun:
        clause.head, clause.hits = inside[0], inside
    elif lead[:1] in {"s", "t"} and _STATISTIC.match(text, clause.start, clause.end):
        typed = [h for h in inside if h.action.type]
        clause.head, clause.hits = (typed[0], typed) if typed else (None, [])
    else:
        _set_later_head(text, clause, inside)


def _set_later_head(text: str, clause: Clause, inside: list[Hit]) -> None:
    """Find the head of a clause that begins with something else than a verb."""
    start = _CONNECTED.match(text, clause.start, clause.end).end()  # type: ignore[union-attr]  # matches the empty string
    if text[start : start + 14].lower().startswith(_NOT_TOLD):
        return
    for index, hit in enumerate(inside[:6]):
        if hit.start > start + _FARTHEST_HEAD:
            return
        if hit.action.noun and not index and not _COUNT.fullmatch(text, clause.start, hit.start):
            continue
        if hit.start < start or _may_precede(text, clause, start, hit):
            if not _DENIED.search(text, clause.start, hit.start):
                clause.head, clause.hits = hit, inside[index:]
            return


def _headed(text: str, clause: Clause, hits: Hits) -> Clause:
    again = Clause(clause.start, clause.end, clause.opener)
    _set_head(text, again, hits)
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
    if subject := _SUBJECT.match(before):
        clause.subject = (start + subject.start("who"), start + subject.end("who"))
        return True
    if hit.action.word in _TENSES or (hit.action.word == "được" and numbered(text, start, hit.start)):
        return len(before) < 120
    return _AUXILIARY.match(before) is not None or _CONNECTED.fullmatch(before) is not None


def _coordinated(text: str, piece: Clause, hits: Hits) -> list[Clause]:
    """Cut a piece where a comma or "và" opens another thing done."""
    if piece.head is None:
        return _late_clause(text, piece, hits)
    cuts = _new_clauses(text, piece)
    if len(piece.hits) > 1:
        cuts += _coordinations(text, piece)
    if not cuts:
        return [piece]
    clauses: list[Clause] = []
    for a, b in pairwise([piece.start, *sorted(set(cuts)), piece.end]):
        clause = Clause(a, b, "," if clauses else piece.opener)
        _set_head(text, clause, hits)
        clauses.append(clause)
    return clauses


def _late_clause(text: str, piece: Clause, hits: Hits) -> list[Clause]:
    """A piece that tells nothing at its beginning may do so behind a comma ("Là cơ quan thường trực, tham mưu ...")."""
    for hit in hits.between(piece.start, piece.end):
        joint = _joint(text, max(piece.start, hit.start - 60), hit.start) if hit.action.opens else None
        if joint and joint.comma and joint.start > piece.start:
            rest = _headed(text, Clause(joint.start, piece.end, ","), hits)
            return [
                Clause(piece.start, joint.start, piece.opener),
                *(_coordinated(text, rest, hits) if rest.head else [rest]),
            ]
    return [piece]


def _coordinations(text: str, piece: Clause) -> list[int]:
    """Where a piece is cut before coordinated verbs that begin another thing."""
    cuts: list[int] = []
    left = piece.start
    chain = _Chain()
    chain.add(piece.hits[0])
    for hit in piece.hits[1:]:
        joint = _joint(text, max(left, hit.start - 60), hit.start)
        if joint and _opens(text, left, chain, hit, joint, piece.end) and _is_apart(text, chain, hit):
            left = joint.start
            cuts.append(left)
            chain = _Chain()
        chain.add(hit)
    return cuts


def _new_clauses(text: str, piece: Clause) -> list[int]:
    """Where a comma and certain words open a clause, or another body's doing in a list of bodies that each do one."""
    comma = text.find(",", piece.start, piece.end)
    if comma < 0:
        return []
    cuts = [m.start() for m in _NEW_CLAUSE.finditer(text, max(comma, piece.hits[0].end), piece.end)]
    first = text.find("thực hiện", piece.start, piece.end)
    if first >= 0:
        cuts += [m.start() for m in _ANOTHER_BODY.finditer(text, first, piece.end)]
    return cuts


class _Chain:
    """The verbs since the last cut; how much stands between them is counted only where it decides."""

    __slots__ = ("_counted", "_objects", "hits", "measures")

    def __init__(self) -> None:
        self.hits: list[Hit] = []
        self.measures = False
        self._counted = self._objects = 0

    def add(self, hit: Hit) -> None:
        """Append the next verb."""
        self.hits.append(hit)
        self.measures = self.measures or hit.action.type in _MEASURING

    def has_object(self, text: str, hit: Hit) -> bool:
        """Whether enough stands between the verbs up to ``hit`` for them to tell a thing of their own."""
        while self._objects < _OBJECTS and self._counted < len(self.hits):
            verb = self.hits[self._counted]
            self._counted += 1
            after = self.hits[self._counted] if self._counted < len(self.hits) else hit
            self._objects += _objects(text, verb.end, after.start) + _OBJECTS * verb.action.noun
        return self._objects >= _OBJECTS


def _is_apart(text: str, chain: _Chain, hit: Hit) -> bool:
    """Whether enough stands before a verb for it to begin another clause, and not to go on a chain of verbs."""
    last = chain.hits[-1]
    typed = last.action.type and not last.action.noun and not hit.action.word.startswith("báo cáo ")
    if typed and _SEPARATED.fullmatch(text, last.end, hit.start):
        return len(last.action.word.split()) > 3
    return chain.has_object(text, hit)


class _Joint(NamedTuple):
    """What joins a verb to what stands before it: a comma or "và", and adverbs behind that."""

    start: int
    comma: bool
    adverbs: bool


def _joint(text: str, low: int, high: int) -> _Joint | None:
    end = high
    while end > low and text[end - 1].isspace():
        end -= 1
    word = text[max(low, text.rfind(" ", low, end) + 1) : end]
    if word.endswith(","):
        return _Joint(end - 1, comma=True, adverbs=False)
    if word == "và":
        return _Joint(end - 2, comma=False, adverbs=False)
    if word.lower() not in _BEFORE_VERB_ENDS and not word[-1:].isdigit():
        return None
    match = _BEFORE_VERB.search(text, low, high)
    return _Joint(match.start(), match["by"] == ",", bool(match["more"].strip())) if match else None


def _objects(text: str, low: int, high: int) -> int:
    """How much stands between two verbs, in syllables; a figure or an abbreviation counts as three.

    With little between them verbs form one chain ("rà soát, sửa đổi, trình ...").
    """
    if high - low < 3:
        return 0
    words = [w for w in text[low:high].replace(",", " ").split() if w.lower() not in _EMPTY_WORDS]
    return sum([3 if w[0].isdigit() or (len(w) > 2 and w.isupper() and w not in _BODIES) else 1 for w in words])


def _opens(text: str, left: int, chain: _Chain, hit: Hit, joint: _Joint, end: int) -> bool:
    """Whether the verb ``hit``, coordinated by a comma or "và", begins another thing done."""
    if not joint.comma:
        return hit.action.opens_after_and
    if joint.adverbs or hit.action.opens or hit.action.word in _TENSES:
        return True
    if hit.action.word == "được":
        return _PASSIVE.match(text, hit.start, end) is not None
    if hit.action.type in _MEASURING and chain.measures:
        return True
    if hit.action.weight != STRONG:
        return False
    return bool(
        _DIGIT.search(text, max(left, hit.start - 200), hit.start)
        and _DIGIT.search(text, hit.end, min(end, hit.end + 50))
    )
