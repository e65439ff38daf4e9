"""What a document says of itself: kind, number, date, issuer, subject, addressee, signature, recipients, secrecy.

The make-up is that of Nghị định 30/2020/NĐ-CP, Phụ lục I, for the Party of Hướng dẫn 36-HD/VPTW. What the header
leaves open is taken from the symbol, then from the text ("Sở ... báo cáo"); what nothing tells stays None.
"""

from __future__ import annotations

import re

from ingest.context import Context
from ingest.dates import DocumentDate, date_at
from ingest.issuer_lines import Issuer, canonical_line, read_issuer
from ingest.layout import Block, Layout
from ingest.lines import plain
from ingest.names import canonical_organisation
from ingest.numbers import Number, blank_number, find_numbers, kinds, kinds_by_word, repair
from ingest.parts import BlockKind
from ingest.periods import find_times
from ingest.signatures import read_recipients, read_signer
from ontology.records import DocumentEntry, DocumentKind, Period
from ontology.units import UnitTable

_NUMBER_WORD = re.compile(r"S[ốô]\s*:?\s*", re.IGNORECASE)
_DATE_IN_LINE = re.compile(r"[A-ZĐ][^,\d.;:]{2,40}?,?\s*(?=ngày\s*(?:[^\s,;]{1,3}|[.…_]*)\s*tháng)")
_SUBJECT_WORDS = re.compile(r"(?:v/v\s*:?|v[êềếể])\s+(?:vi[êệ]c\s+)?", re.IGNORECASE)
_OF_ISSUER = re.compile(r"của\s+(?P<issuer>[^,.;:()]{5,80}?)(?=\s+(?:về|v/v)\s)", re.IGNORECASE)
_SECRECY = re.compile(r"(?:TUYỆT|TỐI)\s+MẬT|MẬT")
_CIRCULATION = re.compile(r"LƯU HÀNH NỘI BỘ|XEM XONG TRẢ LẠI|DỰ THẢO", re.IGNORECASE)


def read_header(layout: Layout, units: UnitTable) -> tuple[DocumentEntry, Context]:
    """The document's own entry, and what finders need to know of its place, time and issuer."""
    entry = DocumentEntry(finder="header")
    number = _read_number(layout, entry)
    date = _read_date(layout, entry)
    entry.kind, entry.kind_text = _kind(layout, number)
    issuer = read_issuer(layout, units, entry, number)
    entry.issuer = issuer.name
    context = _context(units, entry, issuer)
    _read_subject(layout, entry, context)
    entry.addressee = _addressee(layout)
    entry.signer = read_signer(layout, entry)
    entry.recipients = read_recipients(layout)
    _read_marks(layout, entry)
    if entry.kind == "report" and entry.title:
        entry.period_covered = _period(entry.title, date.iso if date else None)
    return entry, context


def _blocks(layout: Layout, *wanted: BlockKind) -> list[Block]:
    """The blocks of some kinds before any annex."""
    return [b for b in layout.blocks if b.kind in wanted and b.part != "annex"]


def _text(layout: Layout, block: Block) -> str:
    return layout.text[block.start : block.end]


def _read_number(layout: Layout, entry: DocumentEntry) -> Number | None:
    """Number and symbol; of a blank number ("Số: /BC-SKHCN") only the symbol, kept as ``number_raw``."""
    for block in _blocks(layout, "number")[:1]:
        entry.spans.append((block.start, block.end))
        text = _text(layout, block)
        word = _NUMBER_WORD.match(text)
        found = next(find_numbers(text, word.end() if word else 0), None)
        if found is None:
            blank = blank_number(text)
            entry.number_raw = blank.raw if blank else None
            return repair(blank) if blank else None
        number = repair(found)
        entry.number = number.canonical
        entry.number_raw = found.raw if found.raw != number.canonical else None
        return number
    return None


def _read_date(layout: Layout, entry: DocumentEntry) -> DocumentDate | None:
    """Place and date, which stand in a line of their own or behind the number."""
    for block in _blocks(layout, "place_date", "number"):
        text = _text(layout, block)
        number = next(find_numbers(text), None) if block.kind == "number" else None
        start = _DATE_IN_LINE.search(text, number.end if number else 0)
        if start and (date := date_at(text, start.end())):
            entry.place = start.group().strip(" ,")
            entry.date, entry.date_text = date.iso, date.text
            if block.kind == "place_date":
                entry.spans.append((block.start, block.end))
            return date
    return None


def _kind(layout: Layout, number: Number | None) -> tuple[DocumentKind | None, str | None]:
    """Kind by the line in capitals, else by the letters; a number without a kind's letters is a letter's (công văn)."""
    for block in _blocks(layout, "kind")[:1]:
        line = plain(_text(layout, block).lower())
        for kind in kinds():
            if line.startswith(plain(kind.word.lower())):
                return kind.kind, kind.word
    if number and number.kind:
        return number.kind.kind, number.kind.word
    if number and number.digits:
        law = number.office in {"QH", "UBTVQH"}
        kind = kinds_by_word()["luật" if law else "công văn"]
        return kind.kind, kind.word
    return None, None


def _read_subject(layout: Layout, entry: DocumentEntry, context: Context) -> None:
    """The subject (trích yếu), whole, without "V/v"; a body before it ("CHỈ THỊ của ... về") is the issuer."""
    blocks = _blocks(layout, "subject")
    if not blocks:
        return
    start, end = blocks[0].start, blocks[0].end
    if of := _OF_ISSUER.match(layout.text, start, end):
        told = of["issuer"]
        name = canonical_line(told, layout, context) if told.isupper() else canonical_organisation(told, context)
        entry.issuer = name or entry.issuer
        start = of.end()
    while words_ := _SUBJECT_WORDS.match(layout.text, start + _spaces(layout.text, start, end), end):
        start = words_.end()
    start += _spaces(layout.text, start, end)
    entry.title = re.sub(r"\s+", " ", layout.text[start:end]).strip(" .;")
    entry.spans.append((start, end))


def _spaces(text: str, start: int, end: int) -> int:
    """How many spaces ``text[start:end]`` begins with."""
    return len(text[start:end]) - len(text[start:end].lstrip())


def _addressee(layout: Layout) -> str | None:
    """Whom the document is sent to (kính gửi): the rest of the line, or the list below it."""
    for i, block in enumerate(layout.blocks):
        if block.kind == "addressee":
            own = re.sub(r"^Kính gửi\s*:?\s*", "", _text(layout, block)).strip(" .;")
            listed = []
            for item in layout.blocks[i + 1 :]:
                if item.kind != "item" or item.label not in {"-", "+", "•"}:
                    break
                listed.append(_text(layout, item).strip(" .;"))
            return "; ".join([own, *listed] if own else listed) or None
    return None


def _read_marks(layout: Layout, entry: DocumentEntry) -> None:
    """Degree of secrecy (độ mật) and circulation, which stand in the header as lines of their own."""
    for block in _blocks(layout, "header"):
        line = _text(layout, block).strip(" .*()[]")
        if _SECRECY.fullmatch(line):
            entry.secrecy = line
        elif _CIRCULATION.fullmatch(line):
            entry.circulation = line


def _period(title: str, reference: str | None) -> Period | None:
    """What time a report covers: the first its subject names, the year told by it or by what follows."""
    year = re.search(r"(?:19|20)\d\d", title)
    times = find_times(title, year.group() if year else reference)
    time = next((t for t in times if t.precision != "day"), None)
    return Period(start=time.first, end=time.last) if time and (time.first or time.last) else None


def _context(units: UnitTable, entry: DocumentEntry, issuer: Issuer) -> Context:
    return Context(units, issuer.province, issuer.district, issuer.commune, entry.date, issuer.body or entry.issuer)
