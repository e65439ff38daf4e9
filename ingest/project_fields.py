"""What columns of a table and labelled lines tell of a task: "Cơ quan chủ trì: ...", "Kinh phí: ..."."""

from __future__ import annotations

import re
from functools import cache

from ingest.layout import Block
from ingest.periods import resolve
from ingest.project_titles import Mention, Text
from ingest.project_words import alternatives, head_words, lexicon
from ingest.quantities import parse_number
from ontology.records import Period, Span

_NEAR = 400  # characters behind a title in its own paragraph in which labels are read
_BEHIND = 60  # characters behind a name that has a paragraph to itself ("(giao trực tiếp)")
_LONGEST_LABEL = 80  # characters before the colon of a label
_CLAUSE_MARK = re.compile(r"[;,.]\s")
_NAME_LINE = re.compile(rf"\W*(?:tên\s+)?(?:{alternatives(head_words())}[^:;.,]{{0,30}}:?\s*)?")
_LINES = 16  # labelled lines that may follow a title
_UNITS = {"tỷ": 1e9, "tỉ": 1e9, "triệu": 1e6, "nghìn": 1e3, "ngàn": 1e3, "đồng": 1.0}
_MONEY = re.compile(r"(\d[\d.,]*)\s*((?:tỷ|tỉ|triệu|nghìn|ngàn)(?!\w))?\s*(đồng|vnđ|đ(?!\w))?", re.IGNORECASE)
_UNIT = re.compile(r"tỷ|tỉ|triệu|nghìn|ngàn|đồng", re.IGNORECASE)
_DEGREE = re.compile(r"^(?:(?:PGS|GS|TSKH|TS|ThS|KS|BS|CN|CKI{1,2}|DS)\.?\s*)+", re.IGNORECASE)


@cache
def _labels() -> tuple[re.Pattern[str], dict[str, str]]:
    """A label at the beginning of a line or clause, and the field that each of its words tells."""
    names = {"before", "title", "may_be_title", "number"}
    fields = {w: f for f, words in lexicon()["columns"].items() if f not in names for w in words}
    return re.compile(
        rf"\W{{0,4}}(?:tổng\s+)?({alternatives(fields)})[^:;.\n]{{0,40}}:\s*([^;\n]+?)\s*[.,]?(?=[;\n]|(?<!ts)(?<!ths)(?<!gs)(?<!bs)(?<!ks)\.\s|$)"
    ), fields


def add_labelled(text: Text, mention: Mention) -> None:
    """Add to a title's fields what the labels behind it in its paragraph, and the labelled lines after it, tell."""
    blocks, number = text.layout.blocks, text.layout.index_at(mention.start)
    block = blocks[number]
    if block.cells:
        return
    near = min(block.end, mention.end + _NEAR)
    if ":" in text.text[mention.end : near + _LONGEST_LABEL]:
        for clause in _CLAUSE_MARK.finditer(text.low, mention.end, near):
            _add(text, mention, clause.end(), min(block.end, clause.end() + _NEAR))
    alone = _NAME_LINE.fullmatch(text.low, block.start, mention.head_start) and block.end - mention.end <= _BEHIND
    if not alone:
        return
    for following in blocks[number + 1 : number + 1 + _LINES]:
        if following.kind in {"article", "row"} or not _add(text, mention, *_span(following)):
            break


def _span(block: Block) -> Span:
    return block.start, min(block.end, block.start + _NEAR)


def _add(text: Text, mention: Mention, start: int, end: int) -> bool:
    pattern, fields = _labels()
    match = pattern.match(text.low, start, end)
    if not match:
        return False
    field = fields[" ".join(match[1].split())]
    if field != "other":
        mention.fields.setdefault(field, match.span(2))
    if field == "budget":
        mention.fields.setdefault("budget_unit", (match.start(1), match.start(2)))
    return True


def said(text: Text, group: list[Mention], field: str) -> str | None:
    """The words that a column or label tells, None if none does."""
    for mention in group:
        if span := mention.fields.get(field):
            return " ".join(text.text[span[0] : span[1]].split()) or None
    return None


def lead_name(text: Text, group: list[Mention]) -> str | None:
    """The person in charge (chủ nhiệm), without academic degrees."""
    words = said(text, group, "lead")
    name = _DEGREE.sub("", words).split(",")[0].split(" - ")[0].strip() if words else ""
    return name if 2 <= len(name.split()) <= 6 else None


def budget(text: Text, group: list[Mention]) -> tuple[float | None, str | None]:
    """The money in đồng, and as written; a bare number takes the unit of its column's heading."""
    words = said(text, group, "budget")
    match = _MONEY.search(words) if words else None
    if not match or not words:
        return None, words
    unit = (match[2] or match[3] or "").lower() or _unit_of(said(text, group, "budget_unit") or "")
    factor = _UNITS.get(unit.replace("vnđ", "đồng") if unit != "đ" else "đồng")
    return (parse_number(match[1].rstrip(".,")) * factor if factor else None), words


def _unit_of(heading: str) -> str:
    match = _UNIT.search(heading)
    return match.group().lower() if match else ""


def period(text: Text, group: list[Mention], reference: str | None) -> tuple[Period | None, str | None]:
    """The time in which a task runs, and as written; a length alone ("24 tháng") is no interval."""
    words = said(text, group, "period")
    time = resolve(words, reference) if words and re.search(r"\d{4}", words) else None
    if time is None or not (time.first or time.last):
        return None, words
    return Period(start=time.first, end=time.last), words
