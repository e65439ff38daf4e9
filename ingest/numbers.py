"""Numbers of documents (số, ký hiệu văn bản): finding their shapes, telling their parts, repairing scanning errors.

Formats: ``2622/QĐ-UBND`` administrative (Nghị định 30/2020/NĐ-CP, Phụ lục I), ``684/SKHĐT-THKTXH`` a letter, which
carries no kind, ``25/2017/QĐ-UBND``, ``101/2023/QH15`` and ``66.7/2025/NQ-CP`` normative (with the year),
``24-CT/TU`` of the Party (Hướng dẫn 36-HD/VPTW). What is read as a number is told apart from what only looks like one
("95-IV", "06/12", "1.264 thiết bị").
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from ingest import names
from ingest.text import unmarked
from ontology.records import DocumentKind

_LETTERS = "A-ZĐƯÂÔÊĂ&"
_TOKEN = rf"(?:[{_LETTERS}]+[griyh]?[{_LETTERS}]*\d{{0,2}}|[{_LETTERS}]{{2,}}[a-zđ]{{1,2}})(?!\w)"  # TTg, QH15, TTra
_GAP = r"[^\S\n]"  # no number runs over the end of a block
_SHAPE = re.compile(
    rf"(?P<digits>[0-9](?:(?<![\w/.,-].)|(?<=\W[sS]ố.))[\dOIl]{{0,5}}(?:\.\d{{1,2}})?[a-zđ]?){_GAP}?(?P<first>[/-]){_GAP}?"
    rf"(?:(?P<year>(?:19|2[0O])[\dO]{{2}}){_GAP}?[/-]{_GAP}?)?"
    rf"(?P<symbol>{_TOKEN}(?:(?:{_GAP}?[-/]{_GAP}?|[.]){_TOKEN}){{0,5}})"
)
_BLANK = re.compile(rf"(?P<first>[/-])\s?(?P<symbol>{_TOKEN}(?:(?:\s?[-/]\s?|[.]){_TOKEN}){{0,5}})")
_SEPARATOR = re.compile(r"\s*[-/]\s*|(?=\.)")  # what a dot divides keeps it
_DIGITS = str.maketrans("OIl", "011")
_NORMATIVE_ORGAN = re.compile(r"(?:QH|UBTVQH)\d{1,2}")
_SHAPES = ("DĐÐO", "OQCGƠ", "NMHK", "UƯV", "EÊF", "BRPH", "ILTJ", "AÂĂ", "KXH")  # letters that scanners mistake
_ROMAN = re.compile(r"[IVXLC]+")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of document: its Vietnamese word, its class in a record, the letters in its numbers."""

    word: str
    kind: DocumentKind
    letters: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    party: bool = False
    named: bool = False


class Number(msgspec.Struct, frozen=True):
    """A number found at ``start:end`` of a text.

    :ivar digits: the running number, scanning errors put right ("1O7" is 107), zeros kept
    :ivar year: the year inside a normative number, else empty
    :ivar parts: the letters between the separators, kind first where there is one ("QĐ", "UBND"); the unit that drafted
        behind a dot with its dot ("UBND", ".HC")
    :ivar dash: whether a dash follows the running number, as in numbers of the Party
    :ivar raw: as printed
    """

    start: int
    end: int
    digits: str
    year: str
    parts: tuple[str, ...]
    dash: bool
    raw: str

    @property
    def kind(self) -> Kind | None:
        """The kind that the letters tell; None for letters (công văn) and laws."""
        return kinds_by_letters().get(self.parts[0])

    @property
    def office(self) -> str:
        """The letters of the issuing body: ``UBND``, ``TTg``, ``TU``; of a law ``QH`` without the term."""
        own = self.parts[1:] if self.kind else self.parts
        return own[0].rstrip("0123456789") if own else ""

    @property
    def canonical(self) -> str:
        """The number as the rules write it; the dot before the unit that drafted stays."""
        if self.dash and len(self.parts) > 1:
            return f"{self.digits}-{self.parts[0]}/{_symbol(self.parts[1:])}"
        head = f"{self.digits}/{self.year}" if self.year else self.digits
        return f"{head}/{_symbol(self.parts)}"

    @property
    def certain(self) -> bool:
        """Whether the letters alone show it to be a document's number, without "số" or a kind before it."""
        if self.year and _NORMATIVE_ORGAN.fullmatch(self.parts[0]):
            return True
        return self.kind is not None and len(self.parts) > 1

    @property
    def key(self) -> str:
        """The canonical number without leading zeros, for comparing."""
        return self.canonical.lstrip("0").upper()


def _symbol(parts: tuple[str, ...]) -> str:
    """The letters with their separators: a dash but where a dot is written."""
    return "-".join(parts).replace("-.", ".")


def _parts(symbol: str) -> tuple[str, ...]:
    """The letters between the separators; a dot right behind the kind only stands for the dash ("QĐ.UBND")."""
    parts = _SEPARATOR.split(symbol)
    if len(parts) > 1 and parts[0] in kinds_by_letters():
        parts[1] = parts[1].lstrip(".")
    return tuple(parts)


@lru_cache(maxsize=1)
def lexicon() -> dict[str, Any]:
    """Offices, issuers and words around citations (``lexicons/citations.toml``)."""
    return tomllib.loads((Path(__file__).parent / "lexicons" / "citations.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def kinds() -> tuple[Kind, ...]:
    """Every kind of document, longer words first (``lexicons/document_kinds.toml``)."""
    path = Path(__file__).parent / "lexicons" / "document_kinds.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["kind"]
    found = [_kind(**row) for row in rows]
    return tuple(sorted(found, key=lambda kind: -len(kind.word)))


def _kind(word: str, kind: DocumentKind, letters: list[str], short: list[str] | None = None, **told: bool) -> Kind:
    return Kind(word, kind, tuple(letters), tuple(short or ()), **told)


@lru_cache(maxsize=1)
def kinds_by_letters() -> dict[str, Kind]:
    """Kinds by the letters in numbers."""
    return {letters: kind for kind in kinds() for letters in kind.letters}


@lru_cache(maxsize=1)
def kinds_by_word() -> dict[str, Kind]:
    """Kinds by their words and usual abbreviations, lower case."""
    return {word.lower(): kind for kind in kinds() for word in (kind.word, *kind.short)}


@lru_cache(maxsize=1)
def known_offices() -> frozenset[str]:
    """Letters of offices that are known."""
    bodies = names.lexicon()
    return frozenset({*bodies.letters, *bodies.department_letters, *lexicon()["offices"]["known"]})


def find_numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[Number]:
    """Everything of the shape of a document's number, in order; the caller decides by what stands around it."""
    for match in _SHAPE.finditer(text, start, len(text) if end is None else end):
        parts = _parts(match["symbol"])
        if _ROMAN.fullmatch(parts[0]) and parts[0] not in kinds_by_letters() and not match["year"]:
            continue
        yield Number(
            match.start(), match.end(), match["digits"].translate(_DIGITS), (match["year"] or "").translate(_DIGITS),
            parts, match["first"] == "-" and not match["year"], match.group(),
        )  # fmt: skip


@lru_cache(maxsize=2)
def all_numbers(text: str) -> tuple[list[int], list[Number]]:
    """What :func:`find_numbers` finds in a whole text, with where each begins; kept for the next who asks."""
    found = list(find_numbers(text))
    return [number.start for number in found], found


def numbers_within(text: str, start: int, end: int) -> list[Number]:
    """Those of :func:`all_numbers` that lie in a block."""
    starts, found = all_numbers(text)
    return found[bisect_left(starts, start) : bisect_left(starts, end)]


def blank_number(text: str) -> Number | None:
    """The symbol of a number whose running number is left blank ("Số: /BC-SKHCN"), as in a draft's header."""
    match = _BLANK.search(text)
    if not match:
        return None
    parts = _parts(match["symbol"])
    return Number(match.start(), match.end(), "", "", parts, match["first"] == "-", match.group())


def repair(number: Number, others: frozenset[str] = frozenset()) -> Number:
    """Put right letters that a scanner misread, where exactly one known reading is near ("TT-BKHCHN" -> "TT-BKHCN").

    :param others: letters of offices that the same document uses elsewhere, beside the known ones
    """
    parts = _repaired(number.parts, others)
    return number if parts == number.parts else msgspec.structs.replace(number, parts=parts)


@lru_cache(maxsize=4096)
def _repaired(parts: tuple[str, ...], others: frozenset[str]) -> tuple[str, ...]:
    return tuple(_repaired_parts(parts, known_offices() | others))


def _repaired_parts(parts: tuple[str, ...], offices: frozenset[str]) -> Iterator[str]:
    for i, part in enumerate(parts):
        if i == 0 and part in _without_marks():
            yield _without_marks()[part]
        elif part.rstrip("0123456789") in offices or part in kinds_by_letters() or part.startswith("."):
            yield part
        elif i == 0 and (split := _glued(part, offices)):
            yield from split
        else:
            yield _nearest(part, offices)


@lru_cache(maxsize=1)
def _without_marks() -> dict[str, str]:
    """Official letters of kinds by those that a scanner left without their marks, where no other kind has these."""
    return {
        letters: kind.letters[0] for kind in kinds() for letters in kind.letters[1:]
        if letters != kind.letters[0].upper() and letters == unmarked(kind.letters[0]).upper()
    }  # fmt: skip


def _glued(part: str, offices: frozenset[str]) -> tuple[str, str] | None:
    """Kind and office that lost the dash between them: ``QĐUBND``."""
    for letters in kinds_by_letters():
        if part.startswith(letters) and part[len(letters) :] in offices:
            return _without_marks().get(letters, letters), part[len(letters) :]
    return None


def _nearest(part: str, offices: frozenset[str]) -> str:
    """The one known office within one edit of ``part`` (four letters at least), else ``part`` itself."""
    if len(part) < 4:
        return part
    near = {office for office in offices if len(office) >= 4 and _one_edit(part, office)}
    return near.pop() if len(near) == 1 else part


def _one_edit(a: str, b: str) -> bool:
    """Whether one letter put in, left out or misread for one of its shape turns ``a`` into ``b``."""
    if abs(len(a) - len(b)) > 1:
        return False
    i = 0
    while i < min(len(a), len(b)) and a[i] == b[i]:
        i += 1
    if len(a) == len(b):
        return a[i + 1 :] == b[i + 1 :] and any(a[i] in shape and b[i] in shape for shape in _SHAPES)
    return a[i + 1 :] == b[i:] or a[i:] == b[i + 1 :]
