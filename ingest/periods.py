"""Grammar of times: from the words of a document to closed intervals of days.

"9 tháng đầu năm 2023", "quý I/2021", "trong tháng 11", "từ ngày 5/3 đến ngày 20/3/2022", "giai đoạn 2021 - 2025",
"trước ngày 30/6/2024" become intervals of ISO days with their precision. What is left out in the text (the year of
"tháng 11", all of "năm nay") is taken from a reference date, the document's own; without one it stays unknown.
An impossible date (31/6) is found, and has no interval.
"""

from __future__ import annotations

import re
import tomllib
from calendar import isleap
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from ingest.runs import lowered
from ontology.records import Period

Precision = Literal["day", "month", "quarter", "months", "year", "range", "recurring", "invalid"]
Role = Literal["at", "deadline"]

_LEXICON = tomllib.loads((files("ingest") / "lexicons" / "periods.toml").read_text(encoding="utf-8"))
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

_YEAR = r"(?:19|20)\d\d"
_OF_YEAR = rf"(?:\s*[/-]\s*|,?\s+năm\s+|\s+)(?P<{{0}}>{_YEAR}|nay|này|sau|tới|trước)(?!\d)"


def _year(name: str) -> str:
    return _OF_YEAR.replace("{0}", name)


def _tails(words: list[str]) -> str:
    """The words without their first letter, as alternatives; the pattern then begins with a set, which is fast."""
    return "|".join(w[1:] for w in sorted(words, key=len, reverse=True))


# One moment in small letters, the longest form first; the last group that matched tells which form it was.
_MOMENT = re.compile(
    rf"(?:ngày\s*|\b)(?P<d>\d{{1,2}})\s*[/.-]\s*(?P<m>\d{{1,2}})\s*[/.-]\s*(?P<y>{_YEAR})(?!\d)"
    rf"|ngày\s*(?P<d2>\d{{1,2}})\s*(?:tháng\s*|/\s*)(?P<m2>\d{{1,2}})(?!\d)(?:{_year('y2')})?"
    rf"|(?P<n>\d{{1,2}})\s+tháng\s+(?P<half>đầu|cuối)\s+năm(?:\s+(?P<y3>{_YEAR})|\s+(?P<r3>nay|này|sau|tới|trước)\b)?"
    rf"|(?:các\s+)?tháng\s*(?P<m4>1[0-2]|0?[1-9])(?!\d|[.,]\d)(?:{_year('y4')})?"
    rf"|quý\s*(?P<q>iv|i{{1,3}}|[1-4])\b(?:{_year('y6')})?"
    rf"|(?:(?:đầu|cuối|giữa)\s+)?năm\s+(?P<y8>{_YEAR})(?!\d)(?!\s*(?:học|ngân sách\s*-))"
    rf"|(?:giai đoạn|thời kỳ|nhiệm kỳ|từ năm|các năm)\s+(?P<y9>{_YEAR})(?!\d)"
)
_RELATIVE = re.compile(
    r"[tTqQnN](?:háng\s+(?P<r5>này|nay|trước|sau|tới)|uý\s+(?P<r7>này|nay|trước|sau|tới)|ăm\s+(?P<r8>nay|này|sau|tới|trước))\b"
)
_RECURRING = re.compile(rf"[hHđĐtT](?:{_tails(_LEXICON['recurring'])})\b")
_WORDS = AhoCorasick(
    {"ngày", "tháng", "quý", "năm", "đầu", "cuối", "giữa", "các tháng", "các năm", "từ năm"}
    | {"giai đoạn", "thời kỳ", "nhiệm kỳ"}
    | {word.split()[0] for word in _LEXICON["recurring"]},
    implementation=Implementation.DFA,
)
_FIGURE = re.compile(r"\d\d?(?=[/.-]\s*\d| tháng\s)")  # begins with one character, which the engine can skip to
_TO = re.compile(r"\s*(?:-|đến\s+hết|cho\s+đến|đến|tới)\s*")
_BARE_YEAR = re.compile(rf"(?:năm\s+)?(?P<y9>{_YEAR})(?!\d|[/.]\d)")
_DEADLINE = re.compile(rf"(?:\b(?:{'|'.join(sorted(_LEXICON['deadline'], key=len, reverse=True))}))\s*$")
_DEADLINE_ENDS = tuple({word.split()[-1] for word in _LEXICON["deadline"]})
_FROM = re.compile(r"\b(?:từ|kể từ)\s*$")
_UP_TO_NOW = re.compile(r"\s+đến\s+(?:nay|thời điểm hiện tại)\b")
_ROMAN = re.compile(r"\b(?:iv|i{1,3})\b")
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_YEARLESS = frozenset({"m2", "half", "m4", "q"})
_SHIFT = {"nay": 0, "này": 0, "sau": 1, "tới": 1, "trước": -1}
_START_OF_RANGE = re.compile(r"\b(?:từ\s+)?(?:ngày\s*)?(?P<d>\d{1,2})(?:/(?P<m>\d{1,2}))?\s*(?:-|đến)\s*$")


class Time(NamedTuple):
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

    @property
    def words(self) -> str:
        """The text as one reads it: "tháng 5 năm 2024", "quý IV/2023" where a heading is all capitals."""
        return _in_small_letters(self.text) if self.text.isupper() else self.text

    def period(self) -> Period:
        """The interval as a record's period."""
        return Period(start=self.first, end=self.last)


@lru_cache(maxsize=1024)
def _in_small_letters(words: str) -> str:
    """A time in small letters, but for the number of a quarter; asked of a heading for each thing told under it."""
    return _ROMAN.sub(lambda m: m.group().upper(), words.lower())


def find_times(text: str, reference: str | None = None, start: int = 0, end: int | None = None) -> list[Time]:
    """All times in ``text[start:end]``, in order, ranges as one.

    :param reference: ISO date, month or year of the document; fills in what the words leave out
    """
    stop = len(text) if end is None else end
    low = lowered(text)
    found: list[Time] = []
    at = start
    for begin in _candidates(low, start, stop):
        if begin < at:
            continue
        if match := _MOMENT.match(low, begin, stop) or _RELATIVE.match(text, begin, stop):
            found.append(_range(text, low, match, reference, stop))
        elif match := _RECURRING.match(text, begin, stop):
            found.append(Time(*match.span(), match.group(), None, None, "recurring"))
        else:
            continue
        at = found[-1].end
    return found


def _candidates(low: str, start: int, stop: int) -> list[int]:
    """Where times may begin, in order: at the words of time, and at figures that go on like a date or "9 tháng"."""
    found = [
        start + begin
        for _, begin, _ in _WORDS.find_matches_as_indexes(low[start:stop], overlapping=True)
        if not low[start + begin - 1 : start + begin].isalnum()
    ]
    found += [m.start() for m in _FIGURE.finditer(low, start, stop) if not low[m.start() - 1 : m.start()].isdigit()]
    found.sort()
    return found


def resolve(text: str, reference: str | None = None) -> Time | None:
    """The first time that ``text`` tells, None if it tells none."""
    times = find_times(text, reference)
    return times[0] if times else None


def _range(text: str, low: str, match: re.Match[str], reference: str | None, stop: int) -> Time:
    """The time that begins with ``match``: one moment, or a range that goes on behind it."""
    first, last, precision = _interval(match, reference)
    start, end = match.span()
    role: Role = "at"
    if (to := _TO.match(low, end, stop)) and (other := _other_end(low, to.end(), match, stop)):
        later_first, later_last, _ = _interval(other, reference)
        if first is None or match.lastgroup in _YEARLESS:
            first, last, _ = _interval(match, later_first or reference)
        if not (first and later_last and first <= later_last):
            first = later_last = None
        return Time(start, other.end(), text[start : other.end()], first, later_last, "range")
    if now := _UP_TO_NOW.match(low, end, stop):
        return Time(start, now.end(), text[start : now.end()], first, _last_day(reference), "range")
    before = low[max(0, start - 25) : start].rstrip()
    if before.endswith(("-", "đến")) and precision == "day" and first and (opening := _START_OF_RANGE.search(before)):
        day = _day(opening["d"], opening["m"] or first[5:7], first[:4])
        if day and day <= first:
            start = max(0, start - 25) + opening.start()
            return Time(start, end, text[start:end], day, last, "range")
    if before.endswith(_DEADLINE_ENDS) and _DEADLINE.search(before):
        role, first = "deadline", None
    elif before.endswith("từ") and _FROM.search(before):
        last, precision = None, "range" if precision != "invalid" else precision
    return Time(start, end, text[start:end], first, last, precision, role)


def _other_end(low: str, at: int, match: re.Match[str], stop: int) -> re.Match[str] | None:
    other = _MOMENT.match(low, at, stop)
    if other is None and match.lastgroup in {"y8", "y9"}:
        other = _BARE_YEAR.match(low, at, stop)
    return other


def _interval(said: re.Match[str], reference: str | None) -> tuple[str | None, str | None, Precision]:
    match said.lastgroup:
        case "y":
            return _days(said["d"], said["m"], said["y"])
        case "m2" | "y2":
            return _days(said["d2"], said["m2"], _the_year(said["y2"], reference))
        case "half" | "y3" | "r3":
            return _some_months(int(said["n"]), said["half"], _the_year(said["y3"] or said["r3"], reference))
        case "m4" | "y4":
            month = int(said["m4"])
            return _months(month, month, _the_year(said["y4"], reference), "month")
        case "q" | "y6":
            quarter = _QUARTERS[said["q"]]
            return _months(3 * quarter - 2, 3 * quarter, _the_year(said["y6"], reference), "quarter")
        case "r5" | "r7":
            return _shifted(said.group().split()[-1], reference, "month" if said["r5"] else "quarter")
        case form:
            return _months(1, 12, _the_year(said[form or 0], reference), "year")


def _the_year(said: str | None, reference: str | None) -> str | None:
    """The year as said; "nay", "sau", or nothing said at all, is told by the reference."""
    if said and said.isdigit():
        return said
    if not reference:
        return None
    return str(int(reference[:4]) + _SHIFT[said or "nay"])


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
    return f"{year}-{first:02}-01", f"{year}-{last:02}-{_length(int(year), last)}", precision


def _length(year: int, month: int) -> int:
    """How many days a month has."""
    return 29 if month == 2 and isleap(year) else _LENGTHS[month - 1]


def _some_months(count: int, half: str, year: str | None) -> tuple[str | None, str | None, Precision]:
    if not 1 <= count <= 12:
        return None, None, "invalid"
    return _months(1, count, year, "months") if half == "đầu" else _months(13 - count, 12, year, "months")


def _shifted(to: str, reference: str | None, unit: Precision) -> tuple[str | None, str | None, Precision]:
    """A month or quarter counted from the reference ("tháng này", "quý sau")."""
    if not reference or len(reference) < 7:
        return None, None, unit
    size = 1 if unit == "month" else 3
    index = int(reference[:4]) * 12 + int(reference[5:7]) - 1
    index = (index // size + _SHIFT[to]) * size
    return _months(index % 12 + 1, index % 12 + size, str(index // 12), unit)


def _last_day(reference: str | None) -> str | None:
    """The last day that an ISO date, month or year can be."""
    if not reference or len(reference) >= 10:
        return reference
    year, month = int(reference[:4]), int(reference[5:7] or 12)
    return f"{year}-{month:02}-{_length(year, month)}"
