"""Names of tasks: which full title a short name (tên gọi tắt) stands for.

Reports call a task by a few words of its title ("dự án Tằm sắn"), often with slips of the pen. A short name
fits a title if its words stand in it, together or in order; it is tied only where exactly one title fits.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

_WORD = re.compile(r"\w+")
_LINKING = frozenset(["và", "của", "tại", "cho", "các", "trên", "địa", "bàn", "theo", "trong"])
_LEAST_TOGETHER = 0.5  # share of a short name's neighbouring words that must be neighbours in the title too
_MOST_SHORT = 2  # words of a short name that the title has only as initials ("KH&CN" is two)
_MOST_POSTINGS = 200  # a word of more titles than this tells nothing


_PLAIN = (
    {
        code: unicodedata.normalize("NFD", letter)[0]
        for code, letter in ((c, chr(c)) for c in range(0xC0, 0x1EFA))
        if letter.isalpha() and unicodedata.normalize("NFD", letter) != letter
    }
    | dict.fromkeys(range(0x300, 0x370), None)
    | {ord("đ"): "d"}
)


@lru_cache(maxsize=65536)
def plain_words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case without diacritics (đ becomes d).

    >>> plain_words("Tằm sắn, (KH&CN)")
    ('tam', 'san', 'kh', 'cn')
    """
    return tuple(_WORD.findall(name.lower().translate(_PLAIN)))


@lru_cache(maxsize=65536)
def key_words(name: str) -> tuple[str, ...]:
    """:func:`plain_words` but for those that only link others; all of them, if they are all such.

    >>> key_words("thiên tai tại Tà Xùa và xã Tà Xi")
    ('thien', 'tai', 'ta', 'xua', 'xa', 'ta', 'xi')
    """
    words = " ".join(w for w in _WORD.findall(name.lower()) if w not in _LINKING)
    return tuple(words.translate(_PLAIN).split()) or plain_words(name)


def match_short_name(short: str, candidates: Sequence[str]) -> list[str]:
    """The candidates that ``short`` can stand for: all that fit equally well, best way of fitting only.

    >>> titles = ["Trồng thử nghiệm cây mắc khén tại huyện A", "Nuôi cá lồng trên hồ thủy điện"]
    >>> match_short_name("Mắc khén", titles)
    ['Trồng thử nghiệm cây mắc khén tại huyện A']
    """
    names = NameIndex()
    for candidate in candidates:
        names.add(candidate)
    return [candidates[i] for i in names.match(short)]


class NameIndex:
    """Full titles, to be found by short names in time that does not grow with their number."""

    def __init__(self, titles: Iterable[str] = ()) -> None:
        self._titles: list[tuple[str, ...]] = []
        self._sets: list[set[str]] = []
        self._raw: list[str] = []
        self._postings: dict[str, list[int]] = defaultdict(list)
        for title in titles:
            self.add(title)

    def add(self, title: str) -> int:
        """Add a title; return its number."""
        number = len(self._titles)
        words = key_words(title)
        self._titles.append(words)
        self._sets.append(set(words))
        self._raw.append(title)
        for word in self._sets[-1]:
            self._postings[word].append(number)
        return number

    def match(self, short: str, but: int = -1) -> list[int]:
        """Numbers of the titles that the short name fits, best way of fitting only; among equals, same marks.

        The title of number ``but`` is left out, so that a title can be looked up among the others.
        """
        words = list(key_words(short))
        if len(words) < 2:
            return []
        wanted = set(words)
        best: dict[int, list[int]] = defaultdict(list)
        for number in self._containing(words, but):
            missing = wanted - self._sets[number]
            if number == but or len(missing) > _MOST_SHORT:
                continue
            title = list(self._titles[number])
            if fit := _fit(_spelt_out(words, missing, title) if missing else words, title):
                best[fit].append(number)
        if not best:
            return []
        found = best[max(best)]
        return self._same_marks(short, found) if len(found) > 1 else found

    def _containing(self, words: list[str], but: int) -> list[int]:
        """Titles to look at: those with the rarest of the words that any other title has."""
        lists = [p for w in words if (p := self._postings.get(w)) and p != [but]]
        shortest = min(lists, key=len, default=[])
        return shortest if len(shortest) <= _MOST_POSTINGS else []

    def _same_marks(self, short: str, found: list[int]) -> list[int]:
        marked = set(_WORD.findall(short.lower()))
        same = [n for n in found if marked <= set(_WORD.findall(self._raw[n].lower()))]
        return same or found


def _fit(words: list[str], title: list[str]) -> int:
    """How well words fit a title: 3 the same, 2 a run of it, 1 in order and mostly together, 0 not."""
    if words == title:
        return 3
    starts = [i for i, word in enumerate(title) if word == words[0]]
    if any(title[i : i + len(words)] == words for i in starts):
        return 2
    if len(words) < 3 or not starts:
        return 0
    return int(max(_together(words, title, i) for i in starts) >= _LEAST_TOGETHER * (len(words) - 1))


def _together(words: list[str], title: list[str], start: int) -> int:
    """How many of the words, in order from ``start`` on, stand right behind the one before; -1 if one is missing."""
    at, together = start, 0
    for word in words[1:]:
        try:
            place = title.index(word, at + 1)
        except ValueError:
            return -1
        together += place == at + 1
        at = place
    return together


def _spelt_out(words: list[str], missing: set[str], title: list[str]) -> list[str]:
    """The words with abbreviations replaced by the run of the title whose initials they are ("ĐMST")."""
    initials = "".join(w[0] for w in title)
    full: list[str] = []
    for word in words:
        at = initials.find(word) if word in missing and len(word) > 1 else -1
        full += title[at : at + len(word)] if at >= 0 else [word]
    return full
