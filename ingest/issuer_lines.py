"""The issuing body (cơ quan ban hành) from the lines over the number, and with it the document's own place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.context import Context
from ingest.issuers import issuer_of_number
from ingest.layout import Block, Layout
from ingest.lines import begins_with, is_motto, plain, words
from ingest.names import canonical_organisation, organisation_type
from ingest.numbers import Number
from ingest.text import fold
from ontology.records import DocumentEntry
from ontology.units import Unit, UnitTable, type_word

_MOTTO = re.compile(r"\s*(?:CỘNG H[OÒ][AÀ] XÃ HỘI.*|ĐỘC LẬP\s*-\s*TỰ DO.*|ĐẢNG CỘNG SẢN VIỆT NAM.*)", re.IGNORECASE)
_UNIT = re.compile(
    r"(?<!\w)(?P<type>tỉnh|thành phố|tp\.?|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)\s+(?P<name>[^,;()]+)$",
    re.IGNORECASE,
)
_PARTY_UNIT = re.compile(
    r"(?<!\w)(?:tỉnh ủy|tỉnh uỷ|thành ủy|thành uỷ|huyện ủy|huyện uỷ)\s+(?P<name>[^,;()]+)$", re.IGNORECASE
)
_SPEAKS = re.compile(
    r"(?<![\w/-])"
    r"(?P<issuer>(?:Sở|UBND|Ủy ban nhân dân|Chi cục|Trung tâm|Ban|Bộ|Văn phòng|Phòng|Cục)\s[^,.;:()|]{2,90}?)\s+"
    r"(?:trân trọng\s+|kính\s+)?(?:báo cáo|thông báo|đề nghị|ban hành|xây dựng|yêu cầu|tổng hợp|xin ý kiến)\b"
)
_SHORTEST = 3  # words of a body's name that says whose it is
_NAMES_IN_TEXT = 200_000  # characters in which a name's usual spelling is looked for


@lru_cache(maxsize=1)
def _head() -> re.Pattern[str]:
    """First words of a body's name, or of the head who acts for it, in capitals."""
    return re.compile(rf"(?:{'|'.join(_heads())})(?!\w)")


@lru_cache(maxsize=1)
def _heads() -> list[str]:
    return sorted(dict.fromkeys([*words()["body_heads"], *words()["issuer_lines"]]), key=len, reverse=True)


@lru_cache(maxsize=1)
def _office_holder() -> re.Pattern[str]:
    """A head of a body ("chủ tịch ", "giám đốc "), behind which the body's own name begins."""
    return re.compile(rf"(?:phó )?(?:{'|'.join(words()['heads'])})\s+(?!nước)", re.IGNORECASE)


@dataclass(slots=True)
class Issuer:
    """Who issued the document: ``name`` as its act is told (a chairman's, say), ``body`` whose register numbers it."""

    name: str | None = None
    body: str | None = None
    province: Unit | None = None
    district: Unit | None = None
    commune: Unit | None = None


def read_issuer(layout: Layout, units: UnitTable, entry: DocumentEntry, number: Number | None) -> Issuer:
    """The issuer from the header, else from the symbol, else from the text; its place with it."""
    blocks = [b for b in layout.blocks if b.kind == "header" and b.part != "annex"]
    lines = _joined([_line(layout, b) for b in blocks])
    bodies = [line for line in lines if _head().match(line)]
    issuer = Issuer()
    _find_place(issuer, bodies, units, entry)
    context = Context(units, issuer.province, issuer.district, issuer.commune, entry.date)
    acting = (
        next((line for line in reversed(bodies) if begins_with("issuer_lines").match(line)), None)
        if len(bodies) > 1
        else None
    )
    over = [line for line in bodies if line is not acting or line == bodies[0]]
    part = ""
    for line in reversed(over or bodies):
        if len(line.split()) < _SHORTEST and number is not None and number.office and line != bodies[0]:
            part = line  # "VĂN PHÒNG" alone: the letters say whose
            break
        if name := canonical_line(line, layout, context):
            issuer.name = issuer.body = name
            entry.spans += [(b.start, b.end) for b in blocks if len(_line(layout, b)) > 3 and _line(layout, b) in line][
                -2:
            ]
            break
    if acting and acting.startswith("CHỦ TỊCH") and (name := canonical_line(acting, layout, context)):
        issuer.name = name
    if issuer.name is None and number is not None:
        issuer.name = issuer.body = issuer_of_number(number, context) or _part_of(part, bodies[:1], layout, context)
    if issuer.name is None:
        issuer.name = issuer.body = _speaker(layout, context)
    return issuer


def _part_of(part: str, over: list[str], layout: Layout, context: Context) -> str | None:
    """A unit of the body in the line over it ("SỞ ... / THANH TRA"), where the letters don't tell it."""
    whole = canonical_line(over[0], layout, context) if part and over else None
    return f"{part.capitalize()} {whole}" if whole else None


def _line(layout: Layout, block: Block) -> str:
    """A header line without the national motto beside it and without rules of signs."""
    text = layout.text[block.start : block.end]
    text = _MOTTO.sub("", text) if is_motto(text) else text
    return _repaired(re.sub(r"\s+", " ", text).strip(" -_*.:=~–"))


def _repaired(line: str) -> str:
    """First words of a body's name, and of the body behind a head, with the marks that a scanner has misread."""
    if not line.isupper():
        return line
    bare = plain(line)
    told = (h for h in _heads() if " " in h)  # a syllable alone may be another word ("BẢN SAO")
    head = next((h for h in told if bare.startswith(plain(h)) and not bare[len(h) : len(h) + 1].isalpha()), "")
    return f"{head} {_repaired(line[len(head) + 1 :])}".strip() if head else line


def _joined(lines: list[str]) -> list[str]:
    """Names that run over several lines as one."""
    joined: list[str] = []
    for line in lines:
        if not line:
            continue
        if joined and not _head().match(line):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined


def _find_place(issuer: Issuer, lines: list[str], units: UnitTable, entry: DocumentEntry) -> None:
    """Province, district and commune of the issuer: from the header lines, else from the place beside the date.

    A central body's document is dated in Hà Nội, which is then not its province.
    """
    on = (
        entry.date
        if entry.date and len(entry.date) == 10
        else f"{entry.date}-15"
        if entry.date and len(entry.date) == 7
        else None
    )
    for line in lines:
        if (match := _PARTY_UNIT.search(line)) or (match := _UNIT.search(line)):
            word = match.groupdict().get("type")
            _place(issuer, units, match["name"].strip(), type_word(word.lower()) if word else None, on)
    central = (
        lines
        and issuer.province is None
        and any(organisation_type(fold(line)) in {"ministry", "government"} for line in lines)
    )
    if issuer.province is None and entry.place and not central:
        _place(issuer, units, re.sub(r"^(?:TP\.?|Thành phố|Tỉnh)\s+", "", entry.place), None, on)


def _place(issuer: Issuer, units: UnitTable, name: str, word: str | None, on: str | None) -> None:
    """Take a unit where exactly one fits."""
    for day in (on, None):
        found = units.resolve(name, word, issuer.province, day)
        provinces = [u for u in found if u.level == "province"]
        found = provinces if provinces and word in {None, "tỉnh", "thành phố"} else found
        if len({u.id for u in found}) == 1 or (found and provinces):
            _set(issuer, units, found[0], on)
            return


def _set(issuer: Issuer, units: UnitTable, unit: Unit, on: str | None) -> None:
    issuer.province = units.province_of(unit, on)
    if unit.level == "district":
        issuer.district = unit
    elif unit.level == "commune":
        issuer.commune = unit


def canonical_line(line: str, layout: Layout, context: Context) -> str | None:
    """Canonical name of a body in capitals; its usual spelling is looked up in the text where no list knows it."""
    spelt = _spelling(line, layout) or _sentence_case(line, context)
    return canonical_organisation(spelt, context)


def _spelling(line: str, layout: Layout) -> str | None:
    """How the text itself writes a name that the header has in capitals."""
    body = layout.text[:_NAMES_IN_TEXT]
    for match in re.finditer(re.escape(line), body, re.IGNORECASE):
        if not match.group().isupper() and match.group()[0].isupper():
            return re.sub(r"\s+", " ", match.group())
    return None


def _sentence_case(line: str, context: Context) -> str:
    """Capitals taken down but for the first letter, abbreviations and the name of the unit."""
    spelt = [w if w in {"UBND", "HĐND", "KH&CN", "TP."} else w.lower() for w in line.split()]
    text = " ".join(spelt)
    if match := _PARTY_UNIT.search(text) or _UNIT.search(text):
        name = match["name"]
        found = context.units.resolve(name)
        text = text[: match.start("name")] + (found[0].name if found else name.title())
    elif context.province and text.endswith(f" {context.province.name.lower()}"):  # "SỞ ... YÊN BÁI"
        text = text[: -len(context.province.name)] + context.province.name
    role = _office_holder().match(text)
    if role:
        text = text[: role.end()] + text[role.end() : role.end() + 1].upper() + text[role.end() + 1 :]
    return text[:1].upper() + text[1:]


def _speaker(layout: Layout, context: Context) -> str | None:
    """The body that the text itself has reporting: "Sở Khoa học và Công nghệ báo cáo kết quả ..."."""
    for block in layout.blocks:
        if block.kind in {"basis", "paragraph"}:
            for match in _SPEAKS.finditer(layout.text, block.start, min(block.end, block.start + 2000)):
                if name := canonical_organisation(match["issuer"], context):
                    return name
    return None
