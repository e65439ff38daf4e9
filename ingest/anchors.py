"""Where a text names a kind of document ("Quyết định", "kế hoạch", "Luật"): anchors of citations without a number."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from ingest.numbers import Kind, kinds, kinds_by_word

_DRAFT = "dự thảo "


@dataclass(eq=False, slots=True)
class Anchor:
    """A kind's word at ``start:end``, ``key`` in small letters; ``draft``: with "dự thảo" before it, taken in."""

    start: int
    end: int
    word: str
    key: str
    draft: bool

    @property
    def kind(self) -> Kind:
        """The kind that it names."""
        return kinds_by_word()[self.key]


class Anchors:
    """All anchors of a text, in order; found in one pass over its small-letter form."""

    def __init__(self, text: str) -> None:
        self.all = list(_find(text))
        self._starts = [anchor.start for anchor in self.all]

    def within(self, start: int, end: int) -> list[Anchor]:
        """The anchors that begin in ``start:end``."""
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def small(text: str) -> str:
    """The text in small letters, as long as before (a few letters outside Vietnamese would change their length)."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile(word_tree({kind.word.lower() for kind in kinds()}))


def word_tree(words: set[str]) -> str:
    """Pattern of words that tries each letter once, the longest word first."""
    branches = []
    for first in sorted({word[0] for word in words if word}):
        rest = {word[1:] for word in words if word.startswith(first)}
        branches.append(re.escape(first) + (word_tree(rest) if rest != {""} else ""))
    tree = "|".join(branches)
    return f"(?:{tree}|)" if "" in words else f"(?:{tree})" if len(branches) > 1 else tree


def _find(text: str) -> list[Anchor]:
    low = small(text)
    found = []
    for match in _pattern().finditer(low):
        start, end = match.span()
        if (start and low[start - 1].isalnum()) or low[end : end + 1].isalnum():
            continue
        draft = low.endswith(_DRAFT, 0, start)
        found.append(Anchor(start - len(_DRAFT) if draft else start, end, text[start:end], low[start:end], draft))
    return found
