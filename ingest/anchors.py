"""Where a text names a kind of document ("Quyết định", "kế hoạch", "Luật"): anchors of citations without a number."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from ingest.numbers import Kind, kinds, kinds_by_word

_DRAFT = "dự thảo "


@dataclass(frozen=True, slots=True)
class Anchor:
    """A kind's word at ``start:end`` (``draft``: with "dự thảo" before it, which ``start`` then takes in)."""

    start: int
    end: int
    word: str
    draft: bool

    @property
    def key(self) -> str:
        """The word in small letters."""
        return self.word.lower()

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


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Plain literals only, so that the engine can skip by first letters."""
    return re.compile("|".join(sorted((re.escape(k.word.lower()) for k in kinds()), key=len, reverse=True)))


def _find(text: str) -> list[Anchor]:
    low = text.lower()
    if len(low) != len(text):  # a few letters outside Vietnamese change their length
        low = "".join(c if len(c.lower()) > 1 else c.lower() for c in text)
    found = []
    for match in _pattern().finditer(low):
        start, end = match.span()
        if (start and low[start - 1].isalnum()) or low[end : end + 1].isalnum():
            continue
        draft = low.startswith(_DRAFT, start - len(_DRAFT)) if start >= len(_DRAFT) else False
        found.append(Anchor(start - len(_DRAFT) if draft else start, end, text[start:end], draft))
    return found
