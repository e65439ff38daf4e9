"""People whom a document names: who signed, who sits on a council, who leads a task, who said what.

A person is told by an honorific or degree ("ông", "TS.") and a name in capitals, by an office in front of a name that
begins with a family name (họ), by a table's cell that is nothing but a name, or by the signature block.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from ingest.context import Context
from ingest.layout import Block, Layout
from ingest.names import LETTER, canonical_organisation
from ingest.runs import UPPER, Triggers, any_case
from ingest.signatures import read_signer
from ingest.text import fold
from ontology.records import DocumentEntry, Organisation, Person, Span

_LEXICON: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "lexicons" / "people.toml").read_text(encoding="utf-8")
)
_WORD = rf"[{UPPER}](?:['’][{UPPER}]?)?[a-zà-ỹđ'’]*"
_NAME = rf"{_WORD}(?: {_WORD}){{1,4}}"
_DEGREES = rf"(?:(?:{'|'.join(sorted(map(re.escape, _LEXICON['degrees']), key=len, reverse=True))})\.?,? ?)"
_SURNAMES = frozenset(_LEXICON["surnames"])
_HONOURED = re.compile(
    rf"(?<![{LETTER}.])(?:(?:{any_case(tuple(_LEXICON['honorifics']))})(?: \(bà\))?:? {_DEGREES}*|{_DEGREES}+)"
    rf"(?P<name>{_NAME})(?![{LETTER}])"
)
_ROLES = "|".join(any_case((role, role.lower())) for role in sorted(_LEXICON["roles"], key=len, reverse=True))
_ROLE = re.compile(rf"(?:nguyên |Nguyên )?(?:{_ROLES})(?![{LETTER}])")
_SURNAMED_NAME = rf"(?:{'|'.join(sorted(_SURNAMES))})(?: {_WORD}){{1,4}}"
_SURNAMED = re.compile(rf"(?: ?[:-])? (?:{_DEGREES})*(?P<name>{_SURNAMED_NAME})(?![{LETTER}])")
_IN_LIST = re.compile(rf"(?:^|[;:(\n]) ?(?P<name>{_SURNAMED_NAME}), ?$")
_NAME_LENGTH = 60
_BODY_LENGTH = 240
_HONOURS = Triggers(lambda: [*_LEXICON["honorifics"], *_LEXICON["degrees"]])
_OFFICES = Triggers(lambda: _LEXICON["roles"])
_CELL = re.compile(rf"(?:(?:{any_case(tuple(_LEXICON['honorifics']))}):? )?{_DEGREES}*(?P<name>{_NAME})")
_LEAD = re.compile(r"[Cc]hủ nhiệm(?: (?P<what>đề tài|dự án|nhiệm vụ|Đề tài|Dự án|Nhiệm vụ))?")
_LEADS = re.compile(r" làm [Cc]hủ nhiệm(?: (?P<what>đề tài|dự án|nhiệm vụ))?")
_OF_PART = re.compile(r"(?:Trưởng|Chánh) (?P<part>phòng|văn phòng|thanh tra)$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;](?= |$)|\n")
_BODY_END = re.compile(r"[,.;()|\n]| [-–] |$")
_AFTER = re.compile(r" ?(?:[,-]|–|là|giữ chức vụ|\(|\|)\s*(?:là )?")


def find_people(layout: Layout, context: Context, organisations: list[Organisation]) -> list[Person]:
    """Find everyone whom a document names, with office and body where the text says them."""
    finder = _Finder(layout, context, organisations)
    found: dict[str, Person] = {}
    for person in [
        *finder.honoured(),
        *finder.in_cells(),
        *finder.in_office(),
        *finder.in_apposition(),
        *finder.signers(),
    ]:
        known = found.setdefault(fold(person.name), person)
        if known is not person:
            known.spans += person.spans
            if known.role is None or (known.organisation is None and person.organisation):
                known.role, known.organisation = person.role or known.role, person.organisation or known.organisation
    for person in found.values():
        person.spans = sorted(set(person.spans))
    return list(found.values())


class _Finder:
    """Reads names and offices in one document."""

    def __init__(self, layout: Layout, context: Context, organisations: list[Organisation]) -> None:
        self.layout = layout
        self.text = layout.text
        self.context = context
        self.bodies = {start: (end, o) for o in organisations for start, end in o.spans}
        self.heads: dict[int, list[Span]] = {}
        self.roles: dict[int, list[tuple[int, re.Match[str]]]] = {}
        for block in layout.blocks:
            if block.cells:
                self.heads.setdefault(block.table, block.cells)

    def signers(self) -> Iterator[Person]:
        """Read who signed: the office from the block, the body that issued the document."""
        entry = DocumentEntry()
        signer = read_signer(self.layout, entry)
        if signer is None:
            return
        role = _tidy(signer.role) if signer.role else None
        yield Person(
            name=signer.name,
            role=role,
            organisation=self.body_of_signer(role),
            spans=list(entry.spans),
            finder="person.signature",
            confidence=0.95,
        )

    def body_of_signer(self, role: str | None) -> str | None:
        """Return the body in which a signer holds office: the issuer; an office (văn phòng) has a head of its own."""
        issuer = self.context.issuer
        if role and "văn phòng" in role.lower() and issuer and not issuer.startswith(("Văn phòng", "Sở")):
            return f"Văn phòng {issuer}"
        if role and issuer == "Văn phòng":
            return canonical_organisation("Văn phòng UBND tỉnh", self.context)
        if issuer and "bí thư" in (role or "").lower():
            return re.sub(
                r"^(?:Ban Thường vụ|Thường trực|Ban Chấp hành Đảng bộ) (?=Tỉnh ủy|Thành ủy|Huyện ủy)", "", issuer
            )
        return issuer

    def honoured(self) -> Iterator[Person]:
        """Read names behind an honorific or a degree."""
        for match in _HONOURS.matches(_HONOURED, self.text):
            name, end = self.whole_name(match["name"], match.start("name"))
            if name:
                yield self.person(name, match.start(), end)

    def in_office(self) -> Iterator[Person]:
        """Read names behind an office, or behind its body: "Giám đốc Sở Khoa học và Công nghệ Nguyễn Văn An"."""
        for match in _OFFICES.matches(_ROLE, self.text):
            end, body = self.bodies.get(match.end() + 1, (match.end(), None))
            named = _SURNAMED.match(self.text, end)
            name, stop = self.whole_name(named["name"], named.start("name")) if named else ("", end)
            if name and not self.context.units.resolve(name):
                yield Person(
                    name=name,
                    role=_tidy(match.group()),
                    organisation=body.name if body else None,
                    spans=[(match.start(), stop)],
                    finder="person.office",
                    confidence=0.8,
                )

    def in_apposition(self) -> Iterator[Person]:
        """Read names in lists, each followed by an office: "...; Nguyễn Văn An, Phó Bí thư Tỉnh ủy"."""
        for match in _OFFICES.matches(_ROLE, self.text):
            start = max(0, match.start() - _NAME_LENGTH)
            named = _IN_LIST.search(self.text[start : match.start()])
            if named and not self.context.units.resolve(named["name"]):
                at = start + named.start("name")
                yield self.person(named["name"], at, at + len(named["name"]))

    def in_cells(self) -> Iterator[Person]:
        """Read cells of tables that are nothing but a name; the office stands in another cell or the column's head."""
        for block in self.layout.blocks:
            for index, (start, end) in enumerate(block.cells):
                match = _CELL.fullmatch(self.text, start, end)
                if match and match["name"].split()[0] in _SURNAMES and len(match["name"].split()) < 6:
                    name = match["name"]
                    person = Person(name=name, spans=[(start, end)], finder="person.table", confidence=0.8)
                    person.role, person.organisation = self.role_in_row(block, index)
                    yield person

    def role_in_row(self, block: Block, index: int) -> tuple[str | None, str | None]:
        """Find the office behind a cell in the same row, else what the head of the column says."""
        heads = self.heads[block.table]
        if index < len(heads) and (lead := _LEAD.search(self.text, *heads[index])):
            return self.lead_role(lead, self.text[block.start : block.end]), None
        roles = self.roles_in_cells(block)
        at = bisect_right(roles, index, key=lambda role: role[0])
        if at == len(roles):
            return None, None
        cell, match = roles[at]
        return _tidy(match.group()), self.body_at(match.end(), block.cells[cell][1])

    def roles_in_cells(self, block: Block) -> list[tuple[int, re.Match[str]]]:
        """Return the cells of a row that begin with an office, found once."""
        if block.start not in self.roles:
            cells = enumerate(block.cells)
            self.roles[block.start] = [(i, match) for i, cell in cells if (match := _ROLE.match(self.text, *cell))]
        return self.roles[block.start]

    def person(self, name: str, start: int, end: int) -> Person:
        """Make an entry of a name, with the office that follows it or stands before it."""
        role, organisation = self.role_behind(end)
        if role is None:
            role, organisation = self.role_before(start)
        return Person(
            name=name,
            role=role,
            organisation=organisation,
            spans=[(start, end)],
            finder="person.honorific",
            confidence=0.9,
        )

    def role_behind(self, end: int) -> tuple[str | None, str | None]:
        """Read "..., Phó Chủ tịch UBND tỉnh" behind a name."""
        if lead := _LEADS.match(self.text, end):
            return self.lead_role(lead, self.text[max(0, end - 200) : lead.end()]), None
        gap = _AFTER.match(self.text, end)
        match = _ROLE.match(self.text, gap.end()) if gap else None
        if not match:
            return None, None
        stop = _BODY_END.search(self.text, match.end(), match.end() + _BODY_LENGTH)
        return _tidy(match.group()), self.body_at(match.end(), stop.start() if stop else match.end())

    def role_before(self, start: int) -> tuple[str | None, str | None]:
        """Read the office in front of a name: "Chủ nhiệm đề tài: TS. ...", also with a body between."""
        block = self.layout.block_at(start)
        cell = bisect_left(block.cells, (start, start + 1))
        if cell < len(block.cells) and block.cells[cell][0] == start:
            return self.role_in_row(block, cell)
        line = _SENTENCE_END.split(self.text[max(block.start, start - 120) : start])[-1]
        if leads := list(_LEAD.finditer(line)):
            return self.lead_role(leads[-1], line), None
        roles = list(_ROLE.finditer(line))
        if not roles or any(sign in ",;" for sign in line[roles[-1].end() :]):
            return None, None
        at = start - len(line) + roles[-1].end()
        return _tidy(roles[-1].group()), self.body_at(at, start)

    def lead_role(self, match: re.Match[str], around: str) -> str:
        """Name the head of a task by the kind of task that the words around tell."""
        what = match["what"] or next((w for w in ("đề tài", "dự án", "nhiệm vụ") if w in around.lower()), "nhiệm vụ")
        return f"Chủ nhiệm {what.lower()}"

    def body_at(self, start: int, end: int) -> str | None:
        """Return the body whose name stands between two offsets, behind an office."""
        if part := _OF_PART.search(self.text, max(0, start - 20), start):
            start = part.start("part")
        found = next((self.bodies[at][1] for at in range(start, min(start + 4, end)) if at in self.bodies), None)
        return found.name if found else self.body(self.text[start:end])

    def body(self, words: str) -> str | None:
        """Return the canonical name of a body, None if the words tell none."""
        return canonical_organisation(words.strip(" ,.;:-()|"), self.context) if words.strip(" ,.;:-()|") else None

    def whole_name(self, name: str, start: int) -> tuple[str, int]:
        """Cut what no longer belongs to a name: words in capitals only, words of an office or body that follows."""
        words = name.split(" ")
        for i, word in enumerate(words):
            here = start + sum(len(w) + 1 for w in words[:i])
            if i > 1 and (here in self.bodies or _ROLE.match(self.text, here)):
                words = words[:i]
                break
            if len(word) > 1 and word.isupper():
                words = words[:i]
                break
        name = " ".join(words)
        office = _ROLE.match(self.text, start)
        if len(words) < 2 or office or name in _LEXICON["not_people"] or start in self.bodies:
            return "", start
        return name, start + len(name)


@lru_cache(maxsize=1024)
def _tidy(role: str) -> str:
    """Write an office with its usual capitals: "PHÓ GIÁM ĐỐC" -> "Phó Giám đốc"."""
    usual = {r.lower(): r for r in _LEXICON["roles"]}
    return str(usual.get(role.lower(), role[0].upper() + role[1:]))
