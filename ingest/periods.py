"""Grammar of times: from the words of a document to closed intervals of days.

"9 tháng đầu năm 2023", "quý I/2021", "trong tháng 11", "từ ngày 5/3 đến ngày 20/3/2022", "giai đoạn 2021 - 2025",
"trước ngày 30/6/2024" become intervals of ISO days with their precision. What is left out in the text (the year of
"tháng 11", all of "năm nay") is taken from a reference date, the document's own; without one it stays unknown.
An impossible date (31/6) is found, and has no interval.
"""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Literal

from ontology.records import Period

Precision = Literal["day", "month", "quarter", "months", "year", "range", "recurring", "invalid"]
Role = Literal["at", "deadline"]

_LEXICON = tomllib.loads((files("ingest") / "lexicons" / "periods.toml").read_text(encoding="utf-8"))
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

_YEAR = r"(?:19|20)\d\d"
_OF_YEAR = rf"(?:\s*[/-]\s*|,?\s+năm\s+|\s+)(?P<{{0}}>{_YEAR}|nay|này|sau|tới|trước)(?!\d)"


def _year(name: str) -> str:
    return _OF_YEAR.replace("{0}", name)


def _tails(words: list[str]) -> str:
    """The words without their first letter, as alternatives; the pattern then begins with a set, which is fast."""
    return "|".join(w[1:] for w in sorted(words, key=len, reverse=True))


# One moment, the longest form first; each form has groups of its own, so that the match tells which it was.
_MOMENT = re.compile(
    rf"(?:ngày\s*|\b)(?P<d>\d{{1,2}})\s*[/.-]\s*(?P<m>\d{{1,2}})\s*[/.-]\s*(?P<y>{_YEAR})(?!\d)"
    rf"|ngày\s*(?P<d2>\d{{1,2}})\s*(?:tháng\s*|/\s*)(?P<m2>\d{{1,2}})(?!\d)(?:{_year('y2')})?"
    rf"|(?P<n>\d{{1,2}})\s+tháng\s+(?P<half>đầu|cuối)\s+năm(?:\s+(?P<y3>{_YEAR})|\s+(?P<r3>nay|này|sau|tới|trước)\b)?"
    rf"|(?:các\s+)?tháng\s*(?P<m4>1[0-2]|0?[1-9])(?!\d|[.,]\d)(?:{_year('y4')})?"
    rf"|quý\s*(?P<q>IV|I{{1,3}}|[1-4])\b(?:{_year('y6')})?"
    rf"|(?:(?P<part>đầu|cuối|giữa)\s+)?năm\s+(?P<y8>{_YEAR})(?!\d)(?!\s*(?:học|ngân sách\s*-))"
    rf"|(?:giai đoạn|thời kỳ|nhiệm kỳ|từ năm|các năm)\s+(?P<y9>{_YEAR})(?!\d)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"[tTqQnN](?:háng\s+(?P<r5>này|nay|trước|sau|tới)|uý\s+(?P<r7>này|nay|trước|sau|tới)|ăm\s+(?P<r8>nay|này|sau|tới|trước))\b"
)
_FIGURE = re.compile(r"\d+")
_WORDS_BEFORE = 18  # characters before a figure in which the words of a time stand
_WORDS_OF_TIME = re.compile(
    r"(?:\b(?P<two>giai|thời|nhiệm|từ|các|đầu|cuối|giữa)\s+)?\b(?P<one>ngày|tháng|quý|năm|đoạn|kỳ)\s*$", re.IGNORECASE
)
_LAST_LETTERS = frozenset("yYgGýÝmMnNỳỲ")  # of the words of time
_GOES_ON = frozenset("/.-")
_MONTHS = frozenset({" t", " T"})
_QUARTER = re.compile(r"[qQ](?:uý|UÝ)\s+I")
_TO = re.compile(r"\s*(?:-|đến\s+hết|cho\s+đến|đến|tới)\s*", re.IGNORECASE)
_BARE_YEAR = re.compile(rf"(?:năm\s+)?(?P<y>{_YEAR})(?!\d|[/.]\d)")
_RECURRING = re.compile(rf"[hHđĐtT](?:{_tails(_LEXICON['recurring'])})\b")
_DEADLINE = re.compile(rf"(?:\b(?:{'|'.join(sorted(_LEXICON['deadline'], key=len, reverse=True))}))\s*$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:từ|kể từ)\s*$", re.IGNORECASE)
_UP_TO_NOW = re.compile(r"\s+đến\s+(?:nay|thời điểm hiện tại)\b", re.IGNORECASE)
_YEARS = ("y", "y2", "y3", "r3", "y4", "y6", "y8", "y9", "r5", "r7", "r8")
_SHIFT = {"nay": 0, "này": 0, "sau": 1, "tới": 1, "trước": -1}
_START_OF_RANGE = re.compile(
    r"\b(?:từ\s+)?(?:ngày\s*)?(?P<d>\d{1,2})(?:/(?P<m>\d{1,2}))?\s*(?:-|đến)\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Time:
    """A time that a text tells: ``text[start:end]``, and the closed interval of days it stands for.

    ``first`` and ``last`` are ISO days, None where open or unknown; ``role`` is ``deadline`` after "trước",
    "chậm nhất", "đến hết": then ``last`` is the day by which ("trước ngày 30/6" is read as by that day).
    """

    start: int
    end: int
    text: str
    first: str | None
    last: str | None
    precision: Precision
    role: Role = "at"

    def period(self) -> Period:
        """The interval as a record's period."""
        return Period(start=self.first, end=self.last)


def find_times(text: str, reference: str | None = None, start: int = 0, end: int | None = None) -> list[Time]:
    """All times in ``text[start:end]``, in order, ranges as one.

    :param reference: ISO date, month or year of the document; fills in what the words leave out
    """
    stop = len(text) if end is None else end
    found: list[Time] = []
    at = start
    for begin, relative, recurring in _candidates(text, start, stop):
        if begin < at:
            continue
        if recurring:
            found.append(Time(*recurring.span(), recurring.group(), None, None, "recurring"))
        elif match := relative or _MOMENT.match(text, begin, stop):
            found.append(_range(text, match, reference, stop))
        else:
            continue
        at = found[-1].end
    return found


_Match = re.Match[str] | None


def _candidates(text: str, start: int, stop: int) -> list[tuple[int, _Match, _Match]]:
    """Where times may begin, in order: before figures, at "tháng này" (second), at "hằng năm" (third)."""
    found: list[tuple[int, _Match, _Match]] = [(begin, None, None) for begin in _anchors(text, start, stop)]
    found += [(m.start(), m, None) for m in _RELATIVE.finditer(text, start, stop)]
    found += [(m.start(), None, m) for m in _RECURRING.finditer(text, start, stop)]
    found.sort(key=lambda c: c[0])
    return found


def _anchors(text: str, start: int, stop: int) -> list[int]:
    """Where a time may begin: at a figure that a slash or "tháng" follows, or at the words of time before a figure."""
    found = [m.start() for m in _QUARTER.finditer(text, start, stop)]
    for figure in _FIGURE.finditer(text, start, stop):
        low = max(start, figure.start() - _WORDS_BEFORE)
        before = text[low : figure.start()].rstrip()[-1:]
        words = _WORDS_OF_TIME.search(text, low, figure.start()) if before in _LAST_LETTERS else None
        if words:
            found.append(words.start("two") if words["two"] else words.start("one"))
            if words["two"]:
                found.append(words.start("one"))
        elif text[figure.end() : figure.end() + 1] in _GOES_ON or text[figure.end() : figure.end() + 2] in _MONTHS:
            found.append(figure.start())
    found.sort()
    return found


def resolve(text: str, reference: str | None = None) -> Time | None:
    """The first time that ``text`` tells, None if it tells none."""
    times = find_times(text, reference)
    return times[0] if times else None


def _range(text: str, match: re.Match[str], reference: str | None, stop: int) -> Time:
    """The time that begins with ``match``: one moment, or a range that goes on behind it."""
    first, last, precision = _interval(match, reference)
    start, end = match.span()
    role: Role = "at"
    if (to := _TO.match(text, end, stop)) and (other := _other_end(text, to.end(), match, stop)):
        later_first, later_last, _ = _interval(other, reference)
        if first is None or _lacks_year(match):
            first, last, _ = _interval(match, later_first or reference)
        ordered = first is not None and later_last is not None and first <= later_last
        return Time(
            start,
            other.end(),
            text[start : other.end()],
            first if ordered else None,
            later_last if ordered else None,
            "range",
        )
    if now := _UP_TO_NOW.match(text, end, stop):
        return Time(start, now.end(), text[start : now.end()], first, _last_day(reference), "range")
    before = text[max(0, start - 25) : start]
    if (opening := _START_OF_RANGE.search(before)) and precision == "day" and first:
        day = _day(opening["d"], opening["m"] or first[5:7], first[:4])
        if day and day <= first:
            start = start - len(before) + opening.start()
            return Time(start, end, text[start:end], day, last, "range")
    if _DEADLINE.search(before):
        role, first = "deadline", None
    elif _FROM.search(before):
        last, precision = None, "range" if precision != "invalid" else precision
    return Time(start, end, text[start:end], first, last, precision, role)


def _other_end(text: str, at: int, match: re.Match[str], stop: int) -> re.Match[str] | None:
    other = _MOMENT.match(text, at, stop)
    groups = match.groupdict()
    if other is None and (groups.get("y8") or groups.get("y9")):
        other = _BARE_YEAR.match(text, at, stop)
    return other


def _lacks_year(match: re.Match[str]) -> bool:
    return not any(match.groupdict().get(g) for g in _YEARS)


def _interval(match: re.Match[str], reference: str | None) -> tuple[str | None, str | None, Precision]:
    g = match.groupdict()
    if g.get("d"):
        return _days(g["d"], g["m"], g["y"])
    if g.get("d2"):
        return _days(g["d2"], g["m2"], _the_year(g["y2"], reference))
    if g.get("n"):
        return _some_months(int(g["n"]), g["half"], _the_year(g["y3"] or g["r3"], reference))
    if g.get("m4"):
        return _months(int(g["m4"]), int(g["m4"]), _the_year(g["y4"], reference), "month")
    if g.get("q"):
        quarter = _ROMAN.get(g["q"].lower(), 0)  # other letters match I where case is ignored
        if not quarter:
            return None, None, "invalid"
        return _months(3 * quarter - 2, 3 * quarter, _the_year(g["y6"], reference), "quarter")
    if g.get("r5") or g.get("r7"):
        return _shifted(g["r5"], g["r7"], reference)
    year = _the_year(g.get("y8") or g.get("y9") or g.get("r8") or g.get("y"), reference)
    return _months(1, 12, year, "year")


def _the_year(said: str | None, reference: str | None) -> str | None:
    """The year as said; "nay", "sau", or nothing said at all, is told by the reference."""
    if said and said.isdigit():
        return said
    if not reference:
        return None
    return str(int(reference[:4]) + _SHIFT.get((said or "nay").lower(), 0))


def _days(day: str, month: str, year: str | None) -> tuple[str | None, str | None, Precision]:
    iso = _day(day, month, year)
    return iso, iso, "day" if iso or year is None else "invalid"


def _day(day: str, month: str, year: str | None) -> str | None:
    try:
        return date(int(year or ""), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _months(first: int, last: int, year: str | None, precision: Precision) -> tuple[str | None, str | None, Precision]:
    if year is None:
        return None, None, precision
    return f"{year}-{first:02}-01", f"{year}-{last:02}-{monthrange(int(year), last)[1]:02}", precision


def _some_months(count: int, half: str, year: str | None) -> tuple[str | None, str | None, Precision]:
    if not 1 <= count <= 12:
        return None, None, "invalid"
    return _months(1, count, year, "months") if half.lower() == "đầu" else _months(13 - count, 12, year, "months")


def _shifted(month: str | None, quarter: str | None, reference: str | None) -> tuple[str | None, str | None, Precision]:
    """A month or quarter counted from the reference ("tháng này", "quý sau")."""
    precision: Precision = "month" if month else "quarter"
    if not reference or len(reference) < 7:
        return None, None, precision
    size = 1 if month else 3
    index = int(reference[:4]) * 12 + int(reference[5:7]) - 1
    index = (index // size + _SHIFT[(month or quarter or "nay").lower()]) * size
    return _months(index % 12 + 1, index % 12 + size, str(index // 12), precision)


def _last_day(reference: str | None) -> str | None:
    """The last day that an ISO date, month or year can be."""
    if not reference or len(reference) >= 10:
        return reference
    year, month = int(reference[:4]), int(reference[5:7] or 12)
    return f"{year}-{month:02}-{monthrange(year, month)[1]:02}"
