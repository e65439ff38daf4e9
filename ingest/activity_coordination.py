"""Where a comma or "và" opens another thing done: verbs that a sentence coordinates."""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec

from ingest.activity_heads import BODY, TENSES, Clause, headed, set_head
from ingest.activity_words import LEXICON, STRONG, Hit, Hits
from ingest.runs import either

_ADVERBS = rf"(?:{either(LEXICON['openers']['adverbs'])})"
_BEFORE_VERB = re.compile(
    r"(?P<by>,|\bvà|\bhoặc)\s*(?:(?:trong\s+)?(?:năm|tháng)\s+[\d/]+\s+|định kỳ\s+[\w\s]{3,15}\s|h[ằà]ng\s\w+\s"
    r"|(?P<count>\d[\d.]*\s+))?"
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
    r",\s*(?=(?:đến nay|hiện nay|theo đó|đồng thời|trong đó đã|kết quả có"
    r"|trong đó \d+[^,;\d]{3,40}(?:được|đã(?! có))|trong đó (?:nghiệm thu|kiểm tra|thanh tra|xử phạt|thẩm định|cấp))\b)"
)
_ANOTHERBODY = re.compile(rf",\s*(?=(?:{BODY})\b[^,;.“”\"]{{3,60}}?\s(?:thực hiện|chủ trì|triển khai)\b)")
_NUMBERED_KINDS = r"(?:các )?(?:Quyết định|Kế hoạch|Nghị quyết|Chỉ thị|Chương trình|Đề án) số \d"
_MORE_DOCUMENTS = re.compile(rf"(?:,|\bvà)\s+(?={_NUMBERED_KINDS})")
_RELATED = re.compile(
    r"\b(?:thay thế|bãi bỏ|bổ sung|sửa đổi|theo|tại|thực hiện|triển khai|thi hành|căn cứ|của|hoặc|với)\s+"
    rf"(?:nội dung |một số điều của )?{_NUMBERED_KINDS}"
)
_PASSIVE = re.compile(r"được\s+(?:[A-ZĐ]|sự)")
_DIGIT = re.compile(r"\d")
_SEPARATED = re.compile(r"[\s,/]*(?:và\s+)?")
_EVENTS = frozenset({"inspection", "check", "training", "workshop", "meeting", "contest", "licensing"})  # told by count
_MEASURING = frozenset({"verification", "testing", "calibration"})
_BODIES = frozenset({"UBND", "HĐND"})
_EMPTY_WORDS = frozenset(LEXICON["chains"]["empty"])


def coordinated(text: str, piece: Clause, hits: Hits) -> list[Clause]:
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
        set_head(text, clause, hits)
        clauses.append(clause)
    return clauses


def _late_clause(text: str, piece: Clause, hits: Hits) -> list[Clause]:
    """A piece that tells nothing at its beginning may do so behind a comma ("Là cơ quan thường trực, tham mưu ...")."""
    for hit in hits.between(piece.start, piece.end):
        joint = _joint(text, max(piece.start, hit.start - 60), hit.start) if hit.action.opens else None
        if joint and joint.comma and joint.start > piece.start:
            rest = headed(text, Clause(joint.start, piece.end, ","), hits)
            return [
                Clause(piece.start, joint.start, piece.opener),
                *(coordinated(text, rest, hits) if rest.head else [rest]),
            ]
    return [piece]


def _coordinations(text: str, piece: Clause) -> list[int]:
    """Where a piece is cut before coordinated verbs that begin another thing."""
    cuts: list[int] = []
    left = piece.start
    chain = _Chain(piece.hits, 0)
    for index in range(1, len(piece.hits)):
        hit = piece.hits[index]
        joint = _joint(text, max(left, hit.start - 60), hit.start)
        if joint and _opens(text, left, chain, index, joint, piece.end) and _is_apart(text, chain, index):
            left = joint.start
            cuts.append(left)
            chain = _Chain(piece.hits, index)
    return cuts


def _new_clauses(text: str, piece: Clause) -> list[int]:
    """Where a comma and certain words open a clause, or another body's doing in a list of bodies that each do one."""
    cuts = []
    if piece.hits[0].action.type in {"drafting", "issuing"}:
        cuts = _more_documents(text, piece.hits[0].end, piece.end)
    comma = text.find(",", piece.start, piece.end)
    if comma < 0:
        return cuts
    cuts += [m.start() for m in _NEW_CLAUSE.finditer(text, max(comma, piece.hits[0].end), piece.end)]
    first = text.find("thực hiện", piece.start, piece.end)
    if first >= 0:
        cuts += [m.start() for m in _ANOTHERBODY.finditer(text, first, piece.end)]
    return cuts


def _more_documents(text: str, start: int, end: int) -> list[int]:
    """Where a list names another document that is made; behind "thay thế", "theo" it names what that relates to."""
    related = _RELATED.search(text, start, end)
    stop = related.start() if related else end
    return [m.start() for m in _MORE_DOCUMENTS.finditer(text, start + 20, stop)]


class _Chain:
    """The verbs since the last cut, from ``first`` on; what they tell is looked at only where it decides, and once."""

    __slots__ = ("_counted", "_looked_at", "_measures", "_objects", "hits")

    def __init__(self, hits: list[Hit], first: int) -> None:
        self.hits = hits
        self._counted = self._looked_at = first
        self._objects = 0
        self._measures = False

    def measures(self, end: int) -> bool:
        """Whether one of the verbs up to number ``end`` tells of measuring."""
        while not self._measures and self._looked_at < end:
            self._measures = self.hits[self._looked_at].action.type in _MEASURING
            self._looked_at += 1
        return self._measures

    def has_object(self, text: str, end: int) -> bool:
        """Whether enough stands between the verbs up to number ``end`` for them to tell a thing of their own."""
        while self._objects < _OBJECTS and self._counted < end:
            verb, after = self.hits[self._counted : self._counted + 2]
            self._objects += _objects(text, verb.end, after.start) + _OBJECTS * verb.action.noun
            self._counted += 1
        return self._objects >= _OBJECTS


def _is_apart(text: str, chain: _Chain, index: int) -> bool:
    """Whether enough stands before a verb for it to begin another clause, and not to go on a chain of verbs."""
    last, hit = chain.hits[index - 1], chain.hits[index]
    typed = last.action.type and not last.action.noun and not hit.action.word.startswith("báo cáo ")
    if typed and _SEPARATED.fullmatch(text, last.end, hit.start):
        return len(last.action.word.split()) > 3
    return chain.has_object(text, index)


class _Joint(msgspec.Struct):
    """What joins a verb to what stands before it: a comma or "và", and adverbs behind that."""

    start: int
    comma: bool
    adverbs: bool
    counted: bool = False


def _joint(text: str, low: int, high: int) -> _Joint | None:
    end = high
    while end > low and text[end - 1].isspace():
        end -= 1
    if end > low and text[end - 1] == ",":
        return _Joint(end - 1, comma=True, adverbs=False)
    word = text[max(low, text.rfind(" ", low, end) + 1) : end]
    if word == "và":
        return _Joint(end - 2, comma=False, adverbs=False)
    if word.lower() not in _BEFORE_VERB_ENDS and not word[-1:].isdigit():
        return None
    match = _BEFORE_VERB.search(text, low, high)
    if match is None:
        return None
    return _Joint(match.start(), match["by"] == ",", bool(match["more"].strip()), match["count"] is not None)


def _objects(text: str, low: int, high: int) -> int:
    """How much stands between two verbs, in syllables; a figure or an abbreviation counts as three.

    With little between them verbs form one chain ("rà soát, sửa đổi, trình ...").
    """
    if high - low < 3:
        return 0
    words = [w for w in text[low:high].replace(",", " ").split() if w.lower() not in _EMPTY_WORDS]
    return sum([3 if w[0].isdigit() or (len(w) > 2 and w.isupper() and w not in _BODIES) else 1 for w in words])


def _opens(text: str, left: int, chain: _Chain, index: int, joint: _Joint, end: int) -> bool:
    """Whether the chain's verb number ``index``, coordinated by a comma or "và", begins another thing done."""
    hit = chain.hits[index]
    if not joint.comma:
        return hit.action.opens_after_and
    if joint.counted:
        return hit.action.type in _EVENTS
    if joint.adverbs or hit.action.opens or hit.action.word in TENSES:
        return True
    if hit.action.word == "được":
        return _PASSIVE.match(text, hit.start, end) is not None
    if hit.action.type in _MEASURING and chain.measures(index):
        return True
    if hit.action.weight != STRONG:
        return False
    return bool(
        _DIGIT.search(text, max(left, hit.start - 200), hit.start)
        and _DIGIT.search(text, hit.end, min(end, hit.end + 50))
    )
