"""Citations (viện dẫn): every document that a text refers to, under its number, its name or its subject.

One pass finds anchors (shapes of numbers, designations of standards, names of kinds), then each is read by looking a
little to its left (kind, "số", who issued it) and its right (date, issuer, subject). :mod:`ingest.resolve` makes one
entry of the mentions that mean one document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ingest.context import Context
from ingest.dates import date_at
from ingest.issuers import canonical_issuer, issuer_at, issuer_before, issuer_of_number
from ingest.layout import Block, Layout
from ingest.mentions import Mention
from ingest.numbers import Kind, Number, find_numbers, kinds, kinds_by_word, known_offices, repair
from ingest.resolve import resolve
from ingest.standards import find_standards
from ingest.titles import title_at, title_before
from ingest.unnumbered import find_unnumbered
from ontology.records import Citation, Span

_SO = r"(?:[Ss]ố|SỐ|[Ss]ô)\s*:?\s*"
_LEFT_KIND_END = re.compile(rf"(?P<so>{_SO})?$")
_LAW_NAME = re.compile(
    r"(?P<name>(?:Bộ luật|Luật|Pháp lệnh)\s+[A-ZĐÀ-Ỹ][^;:.()|]{3,150}?)\s*(?:,\s*)?\(?\s*(?:số\s*:?\s*)?$"
)
_OF = re.compile(r"\s*,?\s*(?:của|do)\s+(?:các\s+)?")
_AND = re.compile(r"\s*(?:,|và)\s+")
_BETWEEN_PARTIES = frozenset({"Hợp đồng", "hợp đồng"})
_QUALIFIED = re.compile(r"(?P<kind>[A-ZĐ]\w*(?:\s\w+)?)\s+(?P<words>(?:[a-zđà-ỹ]+\s+){1,3})$")
_BY_DATE = re.compile(r"\s*,?\s*\(?\s*")
_NO_SHORT = frozenset({"other", "licence"})
_SHORT_WITHOUT_SO = frozenset({"decree", "resolution", "circular", "decision", "directive", "law"})
_NOT_HERE = frozenset({"header", "number", "place_date", "kind", "signature"})


def _is_own(mention: Mention, own: str | None) -> bool:
    return mention.number is not None and own is not None and mention.number.key == own


def find_citations(layout: Layout, context: Context) -> list[Citation]:
    """Every document and standard that the text cites, one entry each, in order of first mention.

    The document's own header, number and signature are not read.
    """
    mentions: list[Mention] = []
    own = own_number(layout)
    for block in layout.blocks:
        if block.kind not in _NOT_HERE:
            mentions += _in_block(layout, context, block, own.key if own else None)
    return resolve(layout, context, mentions)


def own_number(layout: Layout) -> Number | None:
    """The document's own number, which its annexes name again."""
    block = next((b for b in layout.blocks if b.kind == "number"), None)
    found = next(find_numbers(layout.text, block.start, block.end), None) if block else None
    return repair(found) if found else None


def _in_block(layout: Layout, context: Context, block: Block, own: str | None) -> Iterator[Mention]:
    """The mentions in one block, numbered ones first."""
    text = layout.text
    taken: list[Span] = []
    subjects: list[Span] = []
    for mention in find_standards(text, block.start, block.end):
        taken.append((mention.start, mention.end))
        yield mention
    previous: Mention | None = None
    for number in find_numbers(text, block.start, block.end):
        if any(a <= number.start < b for a, b in taken):
            continue
        mention_ = _numbered(text, block, number, context, previous)
        if mention_ is not None and not _is_own(mention_, own):
            taken.append((mention_.start, mention_.end))
            subjects += [mention_.title_span] if mention_.title_span else []
            previous = mention_
            yield mention_
    yield from _short_forms(text, block, taken)
    yield from find_unnumbered(layout, context, block, taken, subjects)


@lru_cache(maxsize=1)
def _short() -> re.Pattern[str]:
    """Kind and running number ("Nghị định 35", "Nghị quyết số 57"), or kind and a pointing word."""
    words = sorted((k.word for k in kinds() if k.kind not in _NO_SHORT), key=len, reverse=True)
    either = "|".join(f"{w[0]}{w[1:]}|{w[0].lower()}{w[1:]}" for w in words)
    return re.compile(
        rf"(?<!\w)(?P<kind>{either})\s+(?:(?P<so>số\s+)?(?P<digits>\d{{1,5}})(?![\d\w/.,:%-]|\s*(?:/|năm|ngày|tháng|điểm|nhiệm|dự án))"
        r"|(?P<pointing>(?:nêu|nói) trên|trên đây))(?!\w)"
    )


def _short_forms(text: str, block: Block, taken: list[Span]) -> Iterator[Mention]:
    """Short forms of documents cited in full before."""
    for match in _short().finditer(text, block.start, block.end):
        if any(a <= match.start() < b for a, b in taken):
            continue
        digits = match["digits"]
        kind = kinds_by_word()[match["kind"].lower()]
        if (
            digits
            and not match["so"]
            and (match["kind"][0].islower() or digits[0] == "0" or kind.kind not in _SHORT_WITHOUT_SO)
        ):
            continue
        taken.append(match.span())
        yield Mention(
            match.start(), match.end(), kind.kind, match["kind"], short=digits or match["pointing"], block=block
        )


def _numbered(text: str, block: Block, raw: Number, context: Context, previous: Mention | None) -> Mention | None:
    """The citation around a number, or None where nothing shows the number to be a document's."""
    number = repair(raw)
    kind, kind_text, start, marked = kind_before(text, number.start, block.start)
    if kind is None:
        if not (number.certain or marked):
            return None
        kind, start = _kind_without_word(text, block, number, previous, start, marked)
    if kind is None:
        return None
    mention = Mention(start, number.end, kind.kind, kind_text, number=number, block=block)
    _look_right(text, block, mention, context)
    _look_left(text, block, mention, context)
    return mention


def kind_before(text: str, at: int, floor: int) -> tuple[Kind | None, str | None, int, bool]:
    """The kind named right before ``at``: (kind, its words, where they begin, whether "số" stands between)."""
    so = _LEFT_KIND_END.search(text, max(floor, at - 8), at)
    start = so.start() if so else at
    window = text[max(floor, start - 40) : start].rstrip()
    match = _kind_at_end().search(window)
    if match is None and so and so["so"] and (qualified := _QUALIFIED.search(window)):
        match = _kind_at_end().search(window, 0, qualified.end("kind"))
    if match is None:
        return None, None, start, bool(so and so["so"])
    return kinds_by_word()[match.group().lower()], match.group(), max(floor, start - 40) + match.start(), True


@lru_cache(maxsize=1)
def _kind_at_end() -> re.Pattern[str]:
    words = sorted(kinds_by_word(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})$", re.IGNORECASE)


def _kind_without_word(
    text: str, block: Block, number: Number, previous: Mention | None, start: int, marked: bool
) -> tuple[Kind | None, int]:
    """Kind by the letters; of a law by its name before the number; of a list by its first member."""
    by_word = kinds_by_word()
    if number.kind:
        return number.kind, start
    if number.office in {"QH", "UBTVQH"}:
        law = _LAW_NAME.search(text, max(block.start, start - 200), start)
        return by_word["luật"], (law.start("name") if law else start)
    if previous and marked and start - previous.whole_end < 40:
        return next(k for k in kinds() if k.kind == previous.kind), start
    return (by_word["công văn"] if number.office in known_offices() else None), start


def _look_right(text: str, block: Block, mention: Mention, context: Context) -> None:
    """Date, issuer (in either order) and subject after the number."""
    end = _cell_end(text, block, mention.end)
    at = mention.end
    for _ in range(3):
        if mention.date_text is None and (date := date_at(text, _BY_DATE.match(text, at, end).end(), end)):  # type: ignore[union-attr]
            mention.date, mention.date_text, at = date.iso, date.text, date.end
        elif mention.issuer is None and (of := _OF.match(text, at, end)) and (span := issuer_at(text, of.end(), end)):
            mention.issuer_span = span
            mention.issuer = canonical_issuer(text[slice(*span)], context, text)
            at = _second_issuer(text, end, mention, span[1], context)
        else:
            break
    mention.end = at
    mention.title_span = title_at(text, at, end)


def _second_issuer(text: str, end: int, mention: Mention, at: int, context: Context) -> int:
    """The other issuer of a joint document ("Bộ trưởng Bộ A và Bộ trưởng Bộ B")."""
    number = mention.number
    joint = number is not None and number.parts[0] in {"TTLT", "NQLT"}
    if joint and (and_ := _AND.match(text, at, end)) and (span := issuer_at(text, and_.end(), end)):
        second = canonical_issuer(text[slice(*span)], context, text)
        mention.issuer = f"{mention.issuer} và {second}" if second else mention.issuer
        return span[1]
    return at


def _same_organ(name: str, implied: str | None) -> bool:
    """Whether a body named before a citation can be what the letters of its number mean."""
    if implied is None:
        return True
    return (
        any(word in name and word in implied for word in ("Ủy ban nhân dân", "Hội đồng nhân dân", "ủy "))
        or implied in name
    )


def _look_left(text: str, block: Block, mention: Mention, context: Context) -> None:
    """Who issued it, where that stands before; else the body that the letters mean; a law's name."""
    number = mention.number
    assert number is not None  # noqa: S101  # only numbered mentions come here
    mention.implied_issuer = (
        issuer_of_number(number, context, text) if mention.kind_text not in _BETWEEN_PARTIES else None
    )
    if mention.issuer is None and (span := issuer_before(text, mention.start, block.start)):
        before = canonical_issuer(text[slice(*span)], context, text)
        if before and _same_organ(before, mention.implied_issuer):
            mention.issuer, mention.issuer_span = before, span
    if mention.kind == "law" and mention.title_span is None:
        law = _LAW_NAME.match(text, mention.start, number.start)
        mention.title_span = law.span("name") if law else None
    if mention.title_span is None:
        floor = next((a for a, b in block.cells if a <= mention.start <= b), block.start)
        mention.title_span = title_before(text, mention.start, floor)


def _cell_end(text: str, block: Block, at: int) -> int:
    """End of the block, or of the table cell that holds ``at``."""
    return next((b for a, b in block.cells if a <= at <= b), block.end)
