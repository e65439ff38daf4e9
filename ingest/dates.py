"""Dates of documents (ngày ban hành): "ngày 07/5/2020", "ngày 05 tháng 11 năm 2021", in words, with the day left blank.

Only dates that a document is told by; periods are the affair of :mod:`ingest.periods`.
"""

from __future__ import annotations

import re
from datetime import date

import msgspec

_DAY_WORDS = {
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
_WORD = "không|linh|lẻ|trăm|nghìn|ngàn|mươi|mười|" + "|".join(_DAY_WORDS)
_FIGURES = re.compile(
    r"(?:ngày\s*)?(?P<day>[\dOlI]{1,2})\s?(?P<separator>[/.-])\s?(?P<month>[\dOlI]{1,2})\s?(?P=separator)\s?"
    r"(?P<year>(?:19|2[0Oo])[\dOo]{2})(?!\d)",
    re.IGNORECASE,
)
_LONG = re.compile(
    r"ngày(?:\s*(?:mùng|mồng))?\s*(?P<day>[^\s,;]{1,3}|[.…_]*)\s*tháng\s*(?P<month>[\dOlI]{1,2}|[.…_]*)\s*,?\s*năm\s*"
    r"(?P<year>(?:19|2[0Oo])[\dOo]{2})(?!\d)",
    re.IGNORECASE,
)
_WORDS = re.compile(
    rf"ngày\s+(?:mùng\s+|mồng\s+)?(?P<day>(?:{_WORD})(?:\s+(?:{_WORD})){{0,2}})\s+tháng\s+(?P<month>giêng|chạp|(?:{_WORD})(?:\s+(?:{_WORD}))?)"
    rf"\s+năm\s+(?P<year>hai\s+(?:nghìn|ngàn)(?:\s+(?:{_WORD})){{1,6}})",
    re.IGNORECASE,
)  # fmt: skip
_MISREAD = str.maketrans("OolI", "0011")  # letters that a scanner puts for digits
_MONTH = re.compile(r"tháng\s*(?P<month>\d{1,2})\s*(?:/|năm\s*)(?P<year>(?:19|20)\d\d)(?!\d)", re.IGNORECASE)


class DocumentDate(msgspec.Struct, frozen=True):
    """A date at ``start:end``; ``iso`` is whole ("2021-10-27"), a month ("2021-11"), a year, or None if impossible."""

    start: int
    end: int
    iso: str | None
    text: str


def date_at(text: str, start: int, end: int | None = None) -> DocumentDate | None:
    """The date that begins at ``start``; an impossible one (31/6) keeps its words and has no ISO form."""
    end = len(text) if end is None else end
    for pattern in (_FIGURES, _LONG, _MONTH):
        if match := pattern.match(text, start, end):
            day = match["day"] if pattern is not _MONTH else ""
            iso = _iso(_number(day), _number(match["month"]), _number(match["year"]) or 0)
            return DocumentDate(match.start(), match.end(), iso, match.group())
    if text[start : start + 4].lower() == "ngày" and (match := _WORDS.match(text, start, end)):
        iso = _iso(in_words(match["day"]), in_words(match["month"]), in_words(match["year"]) or 0)
        return DocumentDate(match.start(), match.end(), iso, match.group())
    return None


def _number(digits: str) -> int | None:
    digits = digits.translate(_MISREAD)
    return int(digits) if digits.isdigit() else None


def _iso(day: int | None, month: int | None, year: int) -> str | None:
    """ISO form with as much as is told; None for a day that no calendar has."""
    if month is None:
        return f"{year}"
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year}-{month:02}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def in_words(text: str) -> int | None:
    """A number below 10,000 in Vietnamese words: "hai mươi lăm" is 25, "hai nghìn không trăm hai mươi mốt" 2021."""
    words = text.lower().split()
    if words in (["giêng"], ["chạp"]):
        return 1 if words == ["giêng"] else 12
    total = digit = 0
    for word in words:
        if word in {"nghìn", "ngàn"}:
            total, digit = total + digit * 1000, 0
        elif word == "trăm":
            total, digit = total + digit * 100, 0
        elif word in {"mươi", "mười"}:
            total, digit = total + max(digit, 1) * 10, 0
        elif word in {"không", "linh", "lẻ"}:
            digit = 0
        else:
            digit = _DAY_WORDS[word]
    return total + digit or None
