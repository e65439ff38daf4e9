"""Runs of capitalised syllables: how Vietnamese writes proper names (Nghị định 30/2020/NĐ-CP, Phụ lục II)."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import accumulate

from ahocorasick_rs import AhoCorasick, Implementation

from ontology.records import Span

UPPER = "".join(c for c in map(chr, range(0x41, min(0x1F00, sys.maxunicode))) if c.isupper() and (c < "ɐ" or c >= "Ḁ"))
"""Every capital letter of Latin script, Vietnamese ones among them, for character classes."""

WORD = r"[^\W_]+(?:['.&][^\W_]+)*"
"""Pattern of one word, with the signs inside it ("d'Ivoire", "KH&CN")."""

_UP_TO_WORD = re.compile(r'.*[\s,.;:()/|"“”]', re.DOTALL)
_SPACE = re.compile(r"\s*")
_LONGEST_BEFORE = 24


@lru_cache(maxsize=4)
def lowered(text: str) -> str:
    """Return the text in small letters, of the same length, so that offsets stay."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class Stretches:
    """Stretches of a text, asked whether one of them reaches into another stretch."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reach = list(accumulate((end for _, end in ordered), max))

    def overlap(self, start: int, end: int) -> bool:
        """Tell whether one of them has a letter of ``start:end``."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._reach[before - 1] > start


Found = tuple[int, int, str]
"""A word found in a text: start, end, the word in small letters."""


class _Scanner:
    """The words of all finders, found in one pass over a text in small letters."""

    def __init__(self) -> None:
        self.sets: list[Callable[[], Iterable[str]]] = []
        self._words: list[tuple[str, list[int]]] = []
        self._automaton: AhoCorasick | None = None
        self._last: tuple[str | None, list[list[Found]]] = (None, [])

    def add(self, words: Callable[[], Iterable[str]]) -> int:
        """Take one finder's words, which are asked for at the first scan, and return the number of their set."""
        self.sets.append(words)
        self._automaton, self._last = None, (None, [])
        return len(self.sets) - 1

    def scan(self, text: str) -> list[list[Found]]:
        """Return, for each set, the words that stand in a text; kept for the last text."""
        last, found = self._last
        if last is not text:
            found = self._scan(text)
            self._last = (text, found)
        return found

    def _scan(self, text: str) -> list[list[Found]]:
        found: list[list[Found]] = [[] for _ in self.sets]
        for index, start, end in self._prepared().find_matches_as_indexes(lowered(text), overlapping=True):
            if (start and text[start - 1].isalnum()) or text[end : end + 1].isalnum():
                continue
            word, numbers = self._words[index]
            for number in numbers:
                kept = found[number]
                if kept and kept[-1][1] > start:
                    _keep(kept, (start, end, word))
                else:
                    kept.append((start, end, word))
        return found

    def _prepared(self) -> AhoCorasick:
        if self._automaton is None:
            numbers: dict[str, list[int]] = {}
            for number, words in enumerate(self.sets):
                for word in sorted({word.lower() for word in words()}):
                    numbers.setdefault(word, []).append(number)
            self._words = list(numbers.items())
            self._automaton = AhoCorasick(list(numbers), implementation=Implementation.ContiguousNFA)
        return self._automaton


_SCANNER = _Scanner()


def _keep(kept: list[Found], word: Found) -> None:
    """Add a word that ends behind all others, for those inside it, unless one overlaps it that begins before."""
    at = len(kept)
    while at and kept[at - 1][0] >= word[0]:
        at -= 1
    if at == 0 or kept[at - 1][1] <= word[0]:
        kept[at:] = [word]


class Triggers:
    """Words at which a finder looks closer, whole words only, of several that overlap the first and longest."""

    def __init__(self, words: Callable[[], Iterable[str]]) -> None:
        self._number = _SCANNER.add(words)

    def find(self, text: str) -> list[Found]:
        """Return the words in order."""
        return _SCANNER.scan(text)[self._number]

    def within(self, text: str, start: int, end: int) -> list[Found]:
        """Return the words that lie in ``start:end``, in order."""
        found = self.find(text)
        first = bisect_left(found, (start,))
        last = bisect_left(found, (end,), first)
        return found[first : last - 1 if first < last and found[last - 1][1] > end else last]

    def matches(self, pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
        """Yield the matches of a pattern that begins with one of the words, none inside another."""
        taken = 0
        for start, _, _ in self.find(text):
            if start >= taken and (match := pattern.match(text, start)):
                taken = match.end()
                yield match


@lru_cache(maxsize=32)
def _words(most: int) -> re.Pattern[str]:
    """Return a pattern of up to ``most`` words, each a group, that single spaces and hyphens part."""
    pattern = f"({WORD})"
    for _ in range(most - 1):
        pattern = f"({WORD})(?:(?: - | |-){pattern})?"
    return re.compile(pattern)


def tokens(text: str, start: int, most: int, stop: int | None = None) -> list[Span]:
    """Return up to ``most`` words from ``start`` on, as far as only single spaces and hyphens part them."""
    match = _words(most).match(text, start, len(text) if stop is None else stop) if most else None
    return [match.span(group) for group in range(1, (match.lastindex or 0) + 1)] if match else []


def capital_run(text: str, start: int, most: int, stop: int | None = None) -> list[Span]:
    """Return the words from ``start`` on as long as each begins with a capital, or behind the first with a digit."""
    found: list[Span] = []
    for begin, end in tokens(text, start, most, stop) if text[start : start + 1].isupper() else ():
        if not (text[begin].isupper() or (found and text[begin].isdigit())):
            break
        found.append((begin, end))
    return found


@lru_cache(maxsize=256)
def any_case(words: tuple[str, ...]) -> str:
    """Return a pattern of words as written in a sentence, at its start, in titles and in capitals, longest first.

    Much quicker than ignoring case, which also would take "Hồ" for "hồ" alike where only some forms are names.
    """
    forms = {f for w in words for f in (w, w[0].upper() + w[1:], w.title() if w.islower() else w, w.upper())}
    return "|".join(map(re.escape, sorted(forms, key=lambda f: (-len(f), f))))


def either(words: Iterable[str]) -> str:
    r"""A pattern of words in any case, the longest first; a space in them stands for any white space.

    Words with the same first letter stand together, so that at a place the engine tries a dozen letters and not
    hundreds of words: ``(?-i:[cC])(?:uộc\s+họp|ơ\s+sở)|(?-i:[bB])(?:uổi)``.
    """
    rests: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rests.setdefault(word[0].lower(), []).append(re.escape(word[1:]).replace(r"\ ", r"\s+"))
    return "|".join(f"(?-i:[{re.escape(a + a.upper())}])(?:{'|'.join(rest)})" for a, rest in rests.items())


def past_space(text: str, start: int, end: int) -> int:
    """Return where the white space from ``start`` on ends, without a copy of all the text behind it."""
    space = _SPACE.match(text, start, end)
    return space.end() if space else start


def word_before(text: str, at: int) -> str:
    """Return the word in front of an offset, empty at the start of a line or behind punctuation."""
    if text[at - 1 : at] != " ":
        return ""
    begin = max(0, at - _LONGEST_BEFORE)
    match = _UP_TO_WORD.match(text, begin, at - 1)
    return text[match.end() if match else begin : at - 1]
