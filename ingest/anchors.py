"""Where a text names a kind of document ("Quyết định", "kế hoạch", "Luật"): anchors of citations without a number."""

from __future__ import annotations

import re
from bisect import bisect_left

import msgspec

from ingest.numbers import Kind, kinds, kinds_by_word
from ingest.runs import Triggers, lowered

_DRAFT = "dự thảo "
_KINDS = Triggers(lambda: [kind.word for kind in kinds()])


class Anchor(msgspec.Struct, eq=False):
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
    """All anchors of a text, in order."""

    def __init__(self, text: str) -> None:
        self.all = list(_find(text))
        self._starts = [anchor.start for anchor in self.all]

    def within(self, start: int, end: int) -> list[Anchor]:
        """The anchors that begin in ``start:end``."""
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def word_tree(words: set[str]) -> str:
    """Pattern of words that tries each letter once, the longest word first."""
    branches = []
    for first in sorted({word[0] for word in words if word}):
        rest = {word[1:] for word in words if word.startswith(first)}
        branches.append(re.escape(first) + (word_tree(rest) if rest != {""} else ""))
    tree = "|".join(branches)
    return f"(?:{tree}|)" if "" in words else f"(?:{tree})" if len(branches) > 1 else tree


def _find(text: str) -> list[Anchor]:
    low = lowered(text)
    found = []
    for start, end, key in _KINDS.find(text):
        draft = low.endswith(_DRAFT, 0, start)
        found.append(Anchor(start - len(_DRAFT) if draft else start, end, text[start:end], key, draft))
    return found
