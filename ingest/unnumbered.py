"""Documents that are told by their name or subject, without a number: laws, plans, drafts, regulations.

Only a definite document counts: "Kế hoạch kiểm tra ... năm 2022", "dự thảo Nghị quyết ... về ...", "Luật Đo lường".
Classes ("các văn bản QPPL") and courses of things ("theo kế hoạch") do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ingest.anchors import Anchor
from ingest.context import Context
from ingest.dates import date_at
from ingest.issuers import canonical_issuer, issuer_at, issuer_before
from ingest.layout import Block, Layout
from ingest.mentions import Cover, Mention
from ingest.numbers import lexicon
from ingest.runs import UPPER
from ingest.titles import subject_after, title_end
from ontology.records import DocumentKind, Span

_SHORTEST = 3  # words of a subject
_READ = frozenset({"paragraph", "item", "row", "footnote", "basis", "article", "subject", "heading"})
_OF = re.compile(r"\s+(?:của\s+)?(?=[A-ZĐ])")
_LAWS = frozenset({"luật", "bộ luật", "pháp lệnh", "hiến pháp"})
_LAW_GAP = re.compile(r"\s+(?=\w)")
_LAW_DATE = re.compile(r"\s*,?\s*(?=ngày\s)")
_LONGEST = 600  # characters of a subject without a number
_PLURAL = ("các", "những", "số", "nhiều")
_LAW_END = re.compile(
    r"\s+(?:ngày|năm|số|được|và (?:Luật|Bộ luật|Nghị|các)|để|trên|theo|về|của|đã|có|tại|là|do|thì|cho|đến|trong)(?!\w)"
    r"|[;:.()|,“”]|\s-\s"
)
_AMENDING = re.compile(
    r"sửa đổi\s*,?\s*bổ sung\s+(?:một số điều\s+)?(?:của\s+)?(?:các\s+)?(?=(?:Bộ luật|Luật|Pháp lệnh)\s)", re.IGNORECASE
)
_NEXT_LAW = re.compile(r"(?:\s*,|\s+và|\s*,\s*và)\s+(?:của\s+)?(?:Bộ luật|Luật|Pháp lệnh)\s+(?=\w)")
_LAW_WORD = re.compile(r"(?:Bộ luật|Luật|Pháp lệnh)\s+")
_YEAR = re.compile(r"\s*,?\s*(?:năm\s+)?(?P<year>(?:19|20)\d\d)(?!\d)")
_SUBJECTS = {"báo cáo": "report_subjects", "biên bản": "minutes_subjects"}
_ANY_ACT = "văn bản"
_TITLED = frozenset({"thể lệ", "quy chế", "điều lệ", "nội quy"})
_ONLY_REPLACES = re.compile(r"thay thế\s+(?:\w+\s+){1,4}số\s*:?\s*\d", re.IGNORECASE)  # its own subject is not told
_OF_TASK = re.compile(  # papers that every task or check has, not documents of the department
    r"\s(?:tổng kết|tổng hợp|kết quả(?: thực hiện)?|nghiệm thu|kiểm tra|đánh giá)\s"
    r"(?:\w+\s)?(?:đề tài|dự án|nhiệm vụ|đối với)(?!\w)"
)
_RULES = re.compile(r"\s(?:quy định|hướng dẫn)\s")
_ATTACHED = re.compile(r"\s(?!ban hành)[^.;()]{8,400}?\sban hành kèm theo\s")
_NOMINAL = frozenset({"công văn", "nghị định", "nghị quyết", "thông tư", "chỉ thị"})
_BY_ISSUER = re.compile(r"\s+của\s+(?:Chủ tịch\s+)?(?:UBND|HĐND|Ủy ban|Hội đồng|Bộ|Sở|Chính phủ|Thủ tướng|Tỉnh ủy|Ban)")
_DATED = re.compile(r"\s*,?\s+(?=ngày\s*\d{1,2}\s*(?:[/.-]|tháng)\s*\d{1,2}\s*(?:[/.-]|năm)\s*\d{4}\s*$)")
_TELLING = frozenset({"báo cáo", "tờ trình", "biên bản", "hợp đồng"})
_ABOVE = re.compile(r"Trên đây là (?:toàn bộ )?(?:nội dung )?$")
_FOLLOWS = re.compile(r"(?:như sau|sau đây|với (?:những |các )?nội dung (?:chính )?sau)\s*:?\s*$")
_CONGRESS = re.compile(  # resolutions of the Party that are told by their congress or plenum
    r"\s+(?P<title>Đại hội\s[^,.;()]{5,90}?lần thứ\s+[IVXL]+(?:, nhiệm kỳ \d{4}\s?-\s?\d{4})?"
    r"|(?:Hội nghị )?Trung ương\s+\d+(?:, |\s)(?:khóa\s+)?[IVXL]+)(?!\w)"
)
_OWN = re.compile(r"\s+của\s+(?:Sở|tỉnh|ngành|đơn vị|cơ quan)$")
_GOES_ON = frozenset(' :,"“')  # what stands behind a kind's word that a subject follows
_LIST = re.compile(rf"\s*:\s*(?=[{UPPER}])")
_ITEM_END = re.compile(rf";\s*(?=[{UPPER}])|\.\s|$")


class Unnumbered:
    """Reads the anchors of a block that no number follows.

    :param taken: stretches of the numbered mentions, without their subjects
    :param subjects: their subjects, in which only what is approved or issued is a document of its own
    """

    def __init__(self, layout: Layout, context: Context, block: Block, taken: Cover, subjects: Cover) -> None:
        self.text = layout.text
        self.context = context
        self.block = block
        self.taken = taken
        self.subjects = subjects
        kind = next((b for b in layout.blocks if b.kind == "kind"), None)
        self.own = layout.text[kind.start : kind.end].strip(" *").lower() if kind else None
        self.orders = self.own not in _TELLING  # what it asks others to make, in small letters, is no definite document
        self.amending = -1  # where the name of the last law that amends others ends

    def find(self, anchors: list[Anchor]) -> Iterator[Mention]:
        """The definite documents among the anchors, in order."""
        if self.block.kind not in _READ:
            return
        for i, anchor in enumerate(anchors):
            if self.taken.covers(anchor.start) or (self.block.kind == "heading" and anchor.word.isupper()):
                continue
            following = anchors[i + 1].start if i + 1 < len(anchors) else self.block.end
            if anchor.key in _LAWS:
                yield from self._law(anchor)
            elif anchor.key not in _told() or (following <= anchor.end + 1 and not self._rules(anchor)):
                continue
            elif not self.subjects.covers(anchor.start) or _made(self.text, anchor):
                yield from self._told(anchor)

    def _rules(self, anchor: Anchor) -> bool:
        """Whether a verb that is also a kind's word begins the subject ("Nghị quyết quy định ...")."""
        noun = anchor.key in _NOMINAL or anchor.word[0].isupper()
        return noun and _RULES.match(self.text, anchor.end, self.block.end) is not None

    def _told(self, anchor: Anchor) -> Iterator[Mention]:
        """The documents that a kind's word names: one by its subject, or several in a list behind a colon."""
        text, block = self.text, self.block
        if text[anchor.end : anchor.end + 1] not in _GOES_ON or self._itself(anchor):
            return
        if anchor.key == "nghị quyết" and (congress := _CONGRESS.match(text, anchor.end, block.end)):
            yield self._mention(anchor, congress.span("title"), None)
            return
        items = _LIST.match(text, anchor.end, block.end) if anchor.key in _nouns() else None
        if items:
            yield from self._listed(anchor, items.end())
        elif self._definite(anchor):
            end = next((b for a, b in block.cells if a <= anchor.start <= b), block.end)
            issuer, at = self._issuer(anchor.end, end)
            subject = self._subject(anchor, at, end, issuer is not None)
            if subject is not None:
                yield self._mention(anchor, subject, issuer)

    def _itself(self, anchor: Anchor) -> bool:
        """Whether the document tells itself: "Trên đây là Kế hoạch ...", "... ban hành Kế hoạch ... như sau:"."""
        before = self.text[max(self.block.start, anchor.start - 30) : anchor.start]
        if _ABOVE.search(before):
            return True
        follows = self.text[max(anchor.end, self.block.end - 24) : self.block.end]
        return anchor.key == self.own and _FOLLOWS.search(follows) is not None

    def _subject(self, anchor: Anchor, at: int, end: int, issued: bool) -> Span | None:
        """The subject behind a kind's word and its issuer, if it tells one document."""
        text = self.text
        noun = anchor.key in _nouns() or anchor.key in _SUBJECTS or self._attached(anchor)
        begin = subject_after(text, at, end, issued or not noun)
        if begin is None or _after("empty").match(text, begin, end) or self._issues_another(anchor, begin):
            return None
        if not anchor.draft and _ONLY_REPLACES.match(text, begin, end):
            return None
        stop = title_end(text, begin, min(end, begin + _LONGEST))
        shortest = 2 if anchor.key in _TITLED and anchor.word[0].isupper() else _SHORTEST
        if own := _OWN.search(text, begin, stop):
            stop = own.start()
        subject = text[begin:stop]
        first, comma, rest = subject.replace("phòng, chống", "phòng chống").partition(",")
        if len(subject.split()) < shortest or len(first.split()) < 2 or (comma and _begins_with_kind(rest)):
            return None
        return begin, stop

    def _attached(self, anchor: Anchor) -> bool:
        """Whether "Quy định" is a document that another one is issued with, not the verb."""
        return anchor.word[0].isupper() and _ATTACHED.match(self.text, anchor.end, self.block.end) is not None

    def _mention(self, anchor: Anchor, subject: Span, issuer: str | None) -> Mention:
        begin, stop = subject
        mention = Mention(anchor.start, anchor.end, self._kind(anchor), anchor.word, block=self.block)
        mention.note = "dự thảo" if anchor.draft else None
        dated = _DATED.search(self.text, begin, stop) if self.text.find("ngày", begin, stop) >= 0 else None
        mention.title_span = (begin, dated.start() if dated else stop)
        if dated and (date := date_at(self.text, dated.end(), stop)):
            mention.date, mention.date_text = date.iso, date.text
        mention.issuer = issuer
        if issuer is None and (span := issuer_before(self.text, anchor.start, self.block.start)):
            mention.issuer = canonical_issuer(self.text[slice(*span)], self.context, self.text)
        return mention

    def _kind(self, anchor: Anchor) -> DocumentKind:
        """The kind; "văn bản" without a number may be any, and is guidance if it guides."""
        if anchor.key != _ANY_ACT:
            return anchor.kind.kind
        return "guidance" if self.text.startswith(" hướng dẫn", anchor.end) else "other"

    def _issues_another(self, anchor: Anchor, begin: int) -> bool:
        """Whether this one, not yet made, is to issue another, which is its subject ("Quyết định ban hành Quy chế")."""
        rest = self.text[begin : begin + 12].lower()
        return rest.startswith(tuple(_nouns())) and "ban hành" in self.text[anchor.end : begin]

    def _listed(self, anchor: Anchor, at: int) -> Iterator[Mention]:
        """Each subject of a list behind a colon ("xây dựng các Kế hoạch: A; B; C")."""
        text, block = self.text, self.block
        while at < block.end and text[at].isupper():
            stop = _ITEM_END.search(text, at, block.end)
            end = stop.start() if stop else block.end
            if len(text[at:end].split()) >= _SHORTEST and not self.taken.overlaps(at, end):
                yield Mention(at, at, anchor.kind.kind, anchor.word, block=block, title_span=(at, end))
            if stop is None or not stop.group().startswith(";"):
                return
            at = stop.end()

    def _definite(self, anchor: Anchor) -> bool:
        """Whether the words around leave one document meant."""
        if anchor.draft:
            return True
        if self.orders and not anchor.word[0].isupper():
            return False
        text = self.text
        left = text[max(self.block.start, anchor.start - 24) : anchor.start]
        upper = anchor.word[0].isupper()
        inside = upper and bool(left.strip()) and not left.rstrip().endswith((".", ";", ":", "-"))
        if self._goes_on(anchor, left):
            return True
        if _ends_with("general", left) and not (inside and not left.rstrip().lower().endswith(_PLURAL)):
            return False
        if anchor.key in _nouns() or anchor.key in _NOMINAL:
            return True
        if upper and not inside and _BY_ISSUER.match(text, anchor.end):
            return True
        if anchor.key in _SUBJECTS and not _after(_SUBJECTS[anchor.key]).match(text, anchor.end):
            return False
        if not upper and _OF_TASK.match(text, anchor.end, self.block.end):
            return False
        return inside or _ends_with("makers", left)

    def _goes_on(self, anchor: Anchor, left: str) -> bool:
        """Whether a semicolon goes on with what is made ("Ban hành Kế hoạch ...; Quyết định thành lập ...")."""
        if not left.rstrip().endswith(";") or not (anchor.word[0].isupper() or anchor.key == _ANY_ACT):
            return False
        begin = max(self.block.start, anchor.start - 700)
        sentence = self.text[max(begin, self.text.rfind(". ", begin, anchor.start)) : anchor.start]
        return _any_maker().search(sentence) is not None

    def _issuer(self, at: int, end: int) -> tuple[str | None, int]:
        """The issuer named between kind and subject ("Nghị quyết của HĐND tỉnh về ...")."""
        of = _OF.match(self.text, at, end)
        span = issuer_at(self.text, of.end(), end) if of else None
        if of is None or span is None:
            return None, at
        if not of.group().strip() and subject_after(self.text, span[1], end, introduced=True) is None:
            return None, at
        name = canonical_issuer(self.text[slice(*span)], self.context, self.text)
        return (name, span[1]) if name else (None, at)

    def _law(self, anchor: Anchor) -> Iterator[Mention]:
        """A law by name, with its year where one is told: "Luật Đo lường", "Luật Khoa học và công nghệ năm 2013"."""
        text, block = self.text, self.block
        gap = _LAW_GAP.match(text, anchor.end, block.end)
        if not anchor.word[0].isupper() or gap is None:
            return
        end = _amending_end(text, gap.end(), block.end)
        amends = end is not None
        end = _law_end(text, gap.end(), block.end) if end is None else end
        if end - gap.end() < 3 and anchor.key != "hiến pháp":
            return
        mention = Mention(anchor.start, end, anchor.kind.kind, anchor.word, title_span=(anchor.start, end), block=block)
        if anchor.start >= self.amending:
            self._date_law(mention)
        self.amending = max(self.amending, end if amends else -1)
        yield mention

    def _date_law(self, mention: Mention) -> None:
        """The day or year behind a law's name."""
        year = _YEAR.match(self.text, mention.end, self.block.end)
        gap = _LAW_DATE.match(self.text, mention.end, self.block.end)
        if gap and (date := date_at(self.text, gap.end(), self.block.end)):
            mention.date, mention.date_text, mention.end = date.iso, date.text, date.end
        elif year:
            mention.date, mention.end = year["year"], year.end()


def _begins_with_kind(text: str) -> bool:
    return text.lstrip().lower().startswith(tuple(_told()))


@lru_cache(maxsize=1)
def _nouns() -> frozenset[str]:
    return frozenset(lexicon()["unnumbered"]["nouns"])


@lru_cache(maxsize=1)
def _told() -> frozenset[str]:
    """Kinds that may be told by their subject alone."""
    return _nouns() | frozenset(lexicon()["unnumbered"]["acts"])


def _ends_with(key: str, left: str) -> bool:
    """Whether words of a list, or a figure, stand right before an anchor."""
    low = left.rstrip().lower()
    return (low.endswith(_words(key)) or low[-1:].isdigit()) and _before(key).search(left) is not None


@lru_cache(maxsize=8)
def _words(key: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in lexicon()["unnumbered"][key])


@lru_cache(maxsize=8)
def _before(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?<!\w)(?:{'|'.join(map(re.escape, lexicon()['unnumbered'][key]))})|\d)\s+$", re.IGNORECASE)


@lru_cache(maxsize=8)
def _after(key: str) -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:{'|'.join(map(re.escape, lexicon()['unnumbered'][key]))})(?!\w)",
        re.IGNORECASE if key.endswith("_subjects") else 0,
    )


def _made(text: str, anchor: Anchor) -> bool:
    """Whether a document within another's subject is approved or issued by that one, or is told in capitals."""
    left = text[max(0, anchor.start - 24) : anchor.start]
    return anchor.word[0].isupper() or _ends_with("makers", left)


@lru_cache(maxsize=1)
def _any_maker() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(lexicon()['unnumbered']['makers'])})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _laws_known() -> tuple[str, ...]:
    return tuple(name.lower() for name in lexicon()["unnumbered"]["laws"])


def _amending_end(text: str, start: int, end: int) -> int | None:
    """Where the name of a law that amends others ends ("sửa đổi, bổ sung một số điều của Luật A và Luật B")."""
    amending = _AMENDING.match(text, start, end)
    law = _LAW_WORD.match(text, amending.end(), end) if amending else None
    stop = None
    while law:
        stop = _law_end(text, law.end(), end)
        law = _NEXT_LAW.match(text, stop, end) if stop > law.end() else None
    return stop


def _law_end(text: str, start: int, end: int) -> int:
    lowered = text[start : min(end, start + 90)].lower()
    known = max(
        (
            len(law)
            for law in _laws_known()
            if lowered.startswith(law) and not lowered[len(law) : len(law) + 1].isalpha()
        ),
        default=0,
    )
    if known:
        return start + known
    if text[start].islower():
        return start
    stop = _LAW_END.search(text, start, min(end, start + 160))
    return stop.start() if stop else min(end, start + 160)
