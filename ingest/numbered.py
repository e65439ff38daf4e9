"""Numbered citations: kind, number, date, issuer and subject read around the shape of a number."""

from __future__ import annotations

import re

import msgspec

from ingest.context import Context
from ingest.dates import date_at
from ingest.issuers import body_before, canonical_issuer, initials_of, issuer_at, issuer_before, issuer_of_number
from ingest.layout import Block
from ingest.mentions import Mention
from ingest.numbers import Kind, Number, kinds, kinds_by_word, known_offices, repair
from ingest.runs import UPPER
from ingest.titles import title_at, title_before

_SO = re.compile(r"(?P<so>(?:[Ss]ố|SỐ|[Ss]ô)\s*:?\s*)?$")
_LAW_NAME = re.compile(
    rf"(?P<name>(?:Bộ luật|Luật|Pháp lệnh)\s+[{UPPER}][^;:.()|]{{3,150}}?)\s*(?:,\s*)?\(?\s*(?:số\s*:?\s*)?$"
)
_CODE = re.compile(  # what stands before a code, form, place or account that only looks like a document's number
    r"(?<!\w)(?:mã(?: hiệu)?|mẫu|biểu(?: mẫu)?|phụ lục|kiểu|lô|km|nhà|tài khoản|điện thoại)\s*:?\s*$",
    re.IGNORECASE,
)
_OF = re.compile(r"\s*,?\s*(?:của|do(?=[^,;.:()]{2,90}\s(?:ban hành|ký|cấp|trình|phê duyệt|lập)(?!\w)))\s+(?:các\s+)?")
_AND = re.compile(r"\s*(?:,|-|và)\s+")
_BEHIND = re.compile(
    r"\s+của\s+(?P<issuer>(?:Chủ tịch\s+)?(?:UBND|Ủy ban nhân dân|HĐND|Hội đồng nhân dân|Bộ|Sở)[^,.;()]{0,60})$"
)
_BY_DATE = re.compile(r"\s*,?\s*\(?\s*")
_WORDS = re.compile(r"\S+")
_JOINT = frozenset({"TTLT", "NQLT"})  # letters of documents that several bodies issue together
_BETWEEN_PARTIES = "hợp đồng"  # what no single body issues
_KIND_WORDS = 4  # words of the longest kind
_QUALIFIERS = 3  # words that may stand between kind and "số" ("Báo cáo thẩm tra số ...")


def numbered(text: str, block: Block, raw: Number, context: Context, previous: Mention | None) -> Mention | None:
    """The citation around a number, or None where nothing shows the number to be a document's."""
    number = repair(raw)
    if _is_code(text, raw.start, block.start):
        return None
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
    if mention.issuer and number.parts != raw.parts and initials_of(raw.parts[-1], mention.issuer):
        mention.number = msgspec.structs.replace(number, parts=raw.parts)
    return mention


def _is_code(text: str, at: int, floor: int) -> bool:
    """Whether the words before a number tell that it is a task's code, a form or an address ("mã số 05/HĐ-SKHCN")."""
    so = _SO.search(text, max(floor, at - 8), at)
    at = so.start() if so else at
    return _CODE.search(text, max(floor, at - 16), at) is not None


def kind_before(text: str, at: int, floor: int) -> tuple[Kind | None, str | None, int, bool]:
    """The kind named right before ``at``: (kind, its words, where they begin, whether "số" or a kind stands before).

    Before "số", a few words may qualify the kind ("Báo cáo thẩm tra số 88/BC-VHXH").
    """
    so = _SO.search(text, max(floor, at - 8), at)
    start = so.start() if so else at
    marked = bool(so and so["so"])
    base = max(floor, start - 60)
    words = list(_WORDS.finditer(text, base, start))
    for skip in range(_QUALIFIERS + 1 if marked else 1):
        last = len(words) - skip
        for count in range(min(_KIND_WORDS, last), 0, -1):
            first = words[last - count]
            begin, end = first.start() + len(first.group()) - len(first.group().lstrip('(“"')), words[last - 1].end()
            kind = kinds_by_word().get(text[begin:end].lower())
            if kind is not None and (text[begin].isupper() or not (skip or kind.named)):
                return kind, text[begin:end], begin, True
        if skip < len(words) and not words[-1 - skip].group().isalpha():
            break
    return None, None, start, marked


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
    end = _cell_end(block, mention.end)
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
    if mention.issuer is None:
        _issuer_behind(text, mention, context)


def _issuer_behind(text: str, mention: Mention, context: Context) -> None:
    """Take the body that ends a subject for the issuer, where the letters mean the same ("... về X của UBND tỉnh")."""
    if mention.title_span is None or mention.number is None:
        return
    start, end = mention.title_span
    behind = _BEHIND.search(text, start, end)
    name = canonical_issuer(behind["issuer"], context, text) if behind else None
    if behind and name and _is_that(name, issuer_of_number(mention.number, context, text)):
        mention.issuer, mention.issuer_span = name, behind.span("issuer")
        mention.title_span = (start, behind.start())


def _is_that(name: str, implied: str | None) -> bool:
    return implied is not None and name.endswith(implied)


def _second_issuer(text: str, end: int, mention: Mention, at: int, context: Context) -> int:
    """The other issuer of a joint document ("Bộ trưởng Bộ A và Bộ trưởng Bộ B")."""
    number = mention.number
    joint = number is not None and number.parts[0] in _JOINT
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
    if number is None:
        return
    mention.implied_issuer = (
        issuer_of_number(number, context, text)
        if not (mention.kind_text or "").lower().startswith(_BETWEEN_PARTIES) and number.parts[0] not in _JOINT
        else None
    )
    if mention.issuer is None:
        _issuer_before(text, block, mention, number, context)
    elif mention.issuer_span and _abbreviates(text[slice(*mention.issuer_span)], mention.implied_issuer):
        mention.issuer = mention.implied_issuer
    if mention.kind == "law" and mention.title_span is None:
        law = _LAW_NAME.match(text, mention.start, number.start)
        mention.title_span = law.span("name") if law else None
    if mention.title_span is None:
        floor = next((a for a, b in block.cells if a <= mention.start <= b), block.start)
        mention.title_span = title_before(text, mention.start, floor)


def _issuer_before(text: str, block: Block, mention: Mention, number: Number, context: Context) -> None:
    """Take the body for the issuer that stands before, by what it did or by its initials in the number."""
    span = issuer_before(text, mention.start, block.start)
    before = canonical_issuer(text[slice(*span)], context, text) if span else None
    if before and _same_organ(before, mention.implied_issuer):
        mention.issuer, mention.issuer_span = before, span
    elif mention.implied_issuer is None and (span := body_before(text, mention.start, block.start, number.office)):
        mention.issuer, mention.issuer_span = canonical_issuer(text[slice(*span)], context, text), span


def _abbreviates(written: str, implied: str | None) -> bool:
    """Whether an issuer's bare letters fit the body that the number means ("844/QĐ-TTg ... của TTCP")."""
    return implied is not None and written.isalpha() and written.isupper() and initials_of(written, implied)


def _cell_end(block: Block, at: int) -> int:
    """End of the block, or of the table cell that holds ``at``."""
    return next((b for a, b in block.cells if a <= at <= b), block.end)
