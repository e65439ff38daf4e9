"""What a person types for a document, in any of the ways people write it, as something to look for.

"535/QĐ-UBND", "QĐ 535", "qd-ubnd 535/2021", "Quyết định 535 ngày 25/2/2021 Lạng Sơn" all mean the same decision.
Case, diacritics, dashes, spaces and leading zeros make no difference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.text import unmarked

_DATE = re.compile(
    r"(?:ngay\s*)?(?<!\d)(?P<d>[0-3]?\d)\s*(?P<mark>[/.-])\s*(?P<m>[01]?\d)\s*(?P=mark)\s*(?P<y>\d{4})(?!\d|/[a-z])"
    r"|ngay\s*(?P<d2>\d{1,2})\s*thang\s*(?P<m2>\d{1,2})\s*nam\s*(?P<y2>\d{4})"
    r"|(?P<y3>(?:19|20)\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)"
)
_YEAR = re.compile(r"(?:nam\s*)?(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)")
_NUMBER = re.compile(r"(?<![\d.])(?P<number>\d+(?:\.\d+)?)(?=\W|$|[a-z])")
_LETTERS = re.compile(r"[a-z]+\d*(?:\s*[-/]\s*[a-z0-9]+)+|[a-z]+\d*")
# Kinds as people say them, unmarked -> the letters of their numbers (Nghị định 30/2020/NĐ-CP, Phụ lục III).
_KINDS = {
    "quyet dinh": "qd", "nghi quyet": "nq", "chi thi": "ct", "ke hoach": "kh", "thong bao": "tb", "bao cao": "bc",
    "to trinh": "ttr", "thong tu": "tt", "nghi dinh": "nd", "ket luan": "kl", "huong dan": "hd", "quy dinh": "qd",
    "chuong trinh": "ctr", "cong van": "", "luat": "", "van ban": "", "giay phep": "gp", "cong dien": "cd",
}  # fmt: skip
# Words that tell nothing of a document: a body and its chairman share one register (Nghị định 30/2020/NĐ-CP).
_IGNORED = {
    "so", "ngay", "thang", "nam", "cua", "ve", "viec", "tinh", "va", "chu", "tich", "uy", "ban", "nhan", "dan",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reference:
    """A document as typed: every part may be missing; ``words`` must stand in its issuer, subject or place.

    :ivar number: the leading number without zeros ("535", "66.7"), None if none was typed
    :ivar letters: letters that its symbol must have ("qd", "ubnd")
    :ivar year: of its date or its number
    :ivar date: ISO date
    """

    typed: str
    number: str | None = None
    letters: frozenset[str] = frozenset()
    year: int | None = None
    date: str | None = None
    words: tuple[str, ...] = field(default=())


def parse_reference(typed: str) -> Reference:
    """Take apart what a person typed for a document."""
    rest = re.sub(r"\bso\b[:.]?(?=\s*\d)", " ", unmarked(typed))
    date, year = None, None
    if match := _DATE.search(rest):
        d, m, y = next(
            (match.group(f"d{n}"), match.group(f"m{n}"), match.group(f"y{n}"))
            for n in ("", "2", "3")
            if match.group(f"d{n}")
        )
        date, year = f"{y}-{int(m):02}-{int(d):02}", int(y)
        rest = rest[: match.start()] + " " + rest[match.end() :]
    if year is None and (match := _last_year(rest)):
        year = int(match.group("year"))
        rest = rest[: match.start()] + " " + rest[match.end() :]
    number = None
    if match := _NUMBER.search(rest):
        number = match.group("number").lstrip("0") or "0"
        rest = rest[: match.start()] + " " + rest[match.end() :]
    letters, words = _letters_and_words(rest)
    return Reference(typed, number, frozenset(letters), year, date, tuple(words))


def _last_year(text: str) -> re.Match[str] | None:
    """A year that is not the only number ("QĐ 2021" may be number 2021)."""
    years = list(_YEAR.finditer(text))
    numbers = list(_NUMBER.finditer(text))
    return years[-1] if years and (len(numbers) > 1 or "nam" in years[-1].group()) else None


def _letters_and_words(text: str) -> tuple[set[str], list[str]]:
    letters: set[str] = set()
    for said, kind in _KINDS.items():
        if re.search(rf"\b{said}\b", text):
            text = re.sub(rf"\b{said}\b", " ", text, count=1)
            letters |= {kind} - {""}
            break
    words: list[str] = []
    for match in _LETTERS.finditer(text):
        token = re.sub(r"\s", "", match.group())
        before = text[: match.start()].rstrip()
        if "-" in token or "/" in token or before.endswith(("/", "-")) or token in _symbols():
            letters |= set(re.split(r"[-/]", token)) - {""}
        elif token not in _IGNORED:
            words.append(token)
    return letters, words


def _symbols() -> frozenset[str]:
    return frozenset({*_KINDS.values(), "ubnd", "hdnd", "ttg", "cp", "tu", "tw", "bkhcn", "skhcn"} - {""})


def symbol_letters(number: str) -> frozenset[str]:
    """The letters of a document's symbol, folded: "535/QĐ-UBND" has "qd" and "ubnd"."""
    return frozenset(t for t in re.split(r"[^a-z0-9&]+", unmarked(number)) if t and not t[0].isdigit())


def leading_number(number: str) -> str:
    """The number before the symbol, without leading zeros: "05/QĐ-UBND" has "5", "66.7/2025/NQ-CP" has "66.7"."""
    match = re.match(r"\d+(?:\.\d+)?", number)
    return (match.group().lstrip("0") or "0") if match else ""


def number_year(number: str) -> int | None:
    """The year inside a normative number ("25/2017/QĐ-UBND"), None elsewhere."""
    match = re.match(r"[^/]+/((?:19|20)\d\d)/", number)
    return int(match.group(1)) if match else None


def fits(reference: Reference, number: str, date: str | None, description: str) -> bool:
    """Whether a document of that number, date and description can be the one that was typed.

    What a document does not tell (its date, say) does not speak against it.
    """
    if reference.number and leading_number(number) != reference.number:
        return False
    if not reference.letters <= symbol_letters(number):
        return False
    year = int(date[:4]) if date else number_year(number)
    if reference.date and date and date[: len(reference.date)] != reference.date[: len(date)]:
        return False
    if reference.year and year and reference.year not in {year, number_year(number)}:
        return False
    told = f" {unmarked(number + ' ' + description)} "
    return all(f" {word} " in re.sub(r"[^\w]", " ", told) for word in reference.words)
