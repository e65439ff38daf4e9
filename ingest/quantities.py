"""Figures in Vietnamese text: value, unit, what is counted, and the verbatim words.

Sums keep the scale in which they are told (1,5 with the unit "tỷ đồng"); :data:`SCALES` gives the factors.

In Vietnamese a dot groups thousands and a comma begins the decimals (45.998.409 đồng; 2,08 %). "33/48 số" is a
result and its target. Numbers that name or date something (năm 2021, số 388/QĐ-UBND, Điều 5, lần thứ 13, TCVN ISO
9001) are not quantities.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from ingest.runs import either
from ontology.records import Quantity

_LEXICON = tomllib.loads((files("ingest") / "lexicons" / "units_of_measure.toml").read_text(encoding="utf-8"))


SCALES: dict[str, float] = _LEXICON["scales"]
"""Factor of each word that multiplies the number before it ("triệu": 1e6)."""

_NUMBER_WORDS = "một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười"
_VALUE = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d{1,2})?(?!\d)"
_LETTER = r"[^\W\d_]"
_QUANTITY = re.compile(
    rf"(?<![\w.,:–-])(?P<value>{_VALUE})(?:\s?/\s?(?P<target>{_VALUE})(?![/\d]))?"
    rf"(?!\d|/\s?[\w]|[:.,-]\d|\s?-\s?\d|[-&]\w)"
    rf"(?:\s*\((?:{_NUMBER_WORDS})[^()]{{0,30}}\))?"
    rf"(?:\s?(?P<scale>{either(list(_LEXICON['scales']))})\b)?"
    rf"(?:\s?(?P<money>{either(_LEXICON['money']['units'])})\b"
    rf"|\s?(?P<measure>{either(_LEXICON['measures'])})(?!\w|[²³])"
    rf"|\s+(?P<noun>{either(_LEXICON['counted']['nouns'])})\b"
    rf"|\s+(?P<word>{_LETTER}{{2,}})|\s*(?=[;,.)]|$|\s\())?",
    re.IGNORECASE,
)
_GLUED = frozenset("/.,:-–")
_FIGURE = re.compile(r"\d\d*(?:[./,:-]\d+)*")  # begins with one character, which the engine can skip to
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_REFUSED = frozenset(_LEXICON["refused"]["before"])
_REFUSED_AFTER = re.compile(rf"\s*(?:{either(_LEXICON['refused']['after'])})\b", re.IGNORECASE)
_ALWAYS_REFUSED = frozenset(_LEXICON["refused"]["always"])
_YEAR = re.compile(r"(?:19|20)\d\d")
_ABOUT_WORDS = ("trên", "hơn", "gần", "khoảng", "dưới", "tối thiểu", "ít nhất", "không quá", "đạt")
_ABOUT = re.compile(rf"(?:{'|'.join(_ABOUT_WORDS)})\s+$", re.IGNORECASE)
_ABOUT_ENDS = tuple(words.split()[-1] for words in _ABOUT_WORDS)
_OF = re.compile(r"\s+(?P<of>[^,;:.()|\d]{3,80})")
_FUNCTION_WORDS = frozenset(_LEXICON["function_words"]["words"])


class Figure(NamedTuple):
    """A quantity where it stands: ``text[start:end]``."""

    start: int
    end: int
    quantity: Quantity


def parse_number(text: str) -> float:
    """The value of a number in Vietnamese notation: "45.998.409" is 45998409, "2,08" is 2.08, "06" is 6.

    A dot before one or two digits ("1.5") is read as a decimal point, as spreadsheets print it.
    """
    if "." in text and _GROUPED.fullmatch(text):
        text = text.replace(".", "")
    return float(text.replace(",", "."))


def find_quantities(text: str, start: int = 0, end: int | None = None) -> list[Figure]:
    """The quantities in ``text[start:end]``, in order; none of a figure that goes over its beginning."""
    stop = len(text) if end is None else end
    figures = _figures(text)
    first = bisect_left(figures, start)
    last = bisect_left(figures, stop, first)
    return _read(text, figures[first:last], start, stop) if first < last else []


@lru_cache(maxsize=2)
def _figures(text: str) -> list[int]:
    """Where the figures of a text begin, found in one pass; kept for the next who asks."""
    return [m.start() for m in _FIGURE.finditer(text)]


def _read(text: str, figures: list[int], start: int, stop: int) -> list[Figure]:
    """The quantities among the figures that begin at ``figures`` in ``text[start:stop]``."""
    found: list[Figure] = []
    at = start
    for begin in figures:
        glued = begin > start and text[begin - 1] in _GLUED
        if begin < at or (glued and not (found and _is_target(text, found[-1], begin))):
            continue
        words = _words_before(text, start, begin)
        if words and words[-1] in _ALWAYS_REFUSED:
            continue
        match = _QUANTITY.match(text, begin, stop)
        if match is None:
            continue
        at = match.end()
        if not _names_something(text, match, words, start, stop):
            about = bool(words) and words[-1].endswith(_ABOUT_ENDS)
            figure = _figure(text, match, start, stop, about)
            if not glued or figure.quantity.unit == found[-1].quantity.unit:
                found.append(figure)
    return found


def _is_target(text: str, before: Figure, begin: int) -> bool:
    """Whether a number stands behind a figure with its unit and a stroke ("14,6 tỷ đồng/23,9 tỷ đồng")."""
    return before.end == begin - 1 and text[begin - 1] == "/" and before.quantity.unit is not None


def _words_before(text: str, start: int, begin: int) -> list[str]:
    """The last two words before a figure, in lower case; none if a punctuation mark stands between."""
    words = text[max(start, begin - 30) : begin].rstrip(' (“"').lower().rsplit(None, 2)[-2:]
    return [w.lstrip('(“"') for w in words] if words and words[-1][-1].isalnum() else []


def _names_something(text: str, match: re.Match[str], words: list[str], start: int, stop: int) -> bool:
    """Whether the number is part of a name or a date and counts nothing; ``words`` are the last two before it."""
    counted = bool(match["noun"] or match["measure"] or match["money"] or match["scale"])
    if match["target"] and not (counted or match["word"]) and _may_be_date(match):
        return True
    if not counted and (_YEAR.fullmatch(match["value"]) or _ends_range(text, start, match.start())):
        return True
    if not counted and text[match.end("value") : match.end("value") + 1].isalpha():
        return True
    if not counted and not match["word"] and _ends_name(text, match.start(), match["value"]):
        return True
    if words and (words[-1] in _REFUSED or " ".join(words) in _REFUSED) and not _counts_anyway(match, words[-1]):
        return True
    return _REFUSED_AFTER.match(text, match.end("value"), stop) is not None


def _ends_name(text: str, at: int, value: str) -> bool:
    """Whether a number is the last word of a proper name ("Nhà máy thủy điện Nậm Na 3")."""
    if len(value) > 1 or text[at - 1 : at] != " ":
        return False
    word = text[max(0, at - 20) : at].split()[-1:]
    return bool(word) and word[0][0].isupper() and not word[0].isupper()


def _ends_range(text: str, start: int, at: int) -> bool:
    """Whether the number is the end of a range whose beginning stands before it ("2016 - 2025")."""
    before = text[max(start, at - 4) : at].rstrip()
    return before.endswith("-") and before[:-1].rstrip()[-1:].isdigit()


def _may_be_date(match: re.Match[str]) -> bool:
    day, month = match["value"], match["target"]
    return day.isdigit() and month.isdigit() and int(day) <= 31 and int(month) <= 12


def _counts_anyway(match: re.Match[str], last: str) -> bool:
    """Whether a number counts though such a word stands before it.

    "cấp 09 giấy phép", "danh mục 03 dự án": padded to two digits, or of two and more, before a counted noun.
    """
    if last in _ALWAYS_REFUSED or (last == "năm" and len(match["value"]) == 4):
        return False
    value = match["value"]
    return bool(match["money"] or match["scale"] or (match["noun"] and (value.startswith("0") or len(value) > 1)))


def _figure(text: str, match: re.Match[str], start: int, stop: int, about: bool) -> Figure:
    """The quantity of a match; ``about``: a word like "khoảng" may stand before it, which belongs to it."""
    value = parse_number(match["value"])
    unit, end = _unit(match)
    begin = match.start()
    if about and (said := _ABOUT.search(text, max(start, begin - 12), begin)):
        begin = said.start()
    target = parse_number(match["target"]) if match["target"] else None
    quantity = Quantity(
        value=value, unit=unit, of=_of(text, match, end, start, stop), text=text[begin:end].strip(), target=target
    )
    return Figure(begin, end, quantity)


def _unit(match: re.Match[str]) -> tuple[str | None, int]:
    group = match.lastgroup or "value"
    if group in {"money", "scale"}:
        return (f"{match['scale'].lower()} đồng" if match["scale"] else "đồng"), match.end()
    if group in {"value", "target"} or (group == "word" and match["word"].lower() in _FUNCTION_WORDS):
        return None, match.end("target" if match["target"] else "value")
    return match[group], match.end()


def _of(text: str, match: re.Match[str], end: int, start: int, stop: int) -> str | None:
    """What is counted: the words behind the unit, or the label before a number that ends its phrase."""
    if after := _OF.match(text, end, stop):
        return _trimmed(after["of"]) or None
    label = text[max(start, match.start() - 60) : match.start()].rstrip(" :")
    label = label[max(map(label.rfind, ",;:.()|")) + 1 :].strip()
    return (_trimmed(label) or None) if len(label) > 2 else None


def _trimmed(words: str) -> str:
    """At most ten words, without a function word or a qualifier of the next number at the end."""
    kept = words.split()[:10]
    while kept and kept[-1].lower() in _FUNCTION_WORDS:
        kept.pop()
    return " ".join(kept)
