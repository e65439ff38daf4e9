"""Runs of capitalised syllables: how Vietnamese writes proper names (Nghị định 30/2020/NĐ-CP, Phụ lục II)."""

from __future__ import annotations

import re
import sys
from functools import lru_cache

from ontology.records import Span

UPPER = "".join(c for c in map(chr, range(0x41, min(0x1F00, sys.maxunicode))) if c.isupper() and (c < "ɐ" or c >= "Ḁ"))
"""Every capital letter of Latin script, Vietnamese ones among them, for character classes."""

_TOKEN = re.compile(r"[^\W_]+(?:['.&][^\W_]+)*")
_JOINT = re.compile(r" - | |-")


def tokens(text: str, start: int, most: int, stop: int | None = None) -> list[Span]:
    """Return up to ``most`` words from ``start`` on, as far as only single spaces and hyphens part them."""
    found: list[Span] = []
    stop = len(text) if stop is None else stop
    at = start
    while len(found) < most and (match := _TOKEN.match(text, at, stop)):
        found.append(match.span())
        joint = _JOINT.match(text, match.end(), stop)
        if not joint:
            break
        at = joint.end()
    return found


def capital_run(text: str, start: int, most: int, stop: int | None = None) -> list[Span]:
    """Return the words from ``start`` on as long as each begins with a capital or a digit, and the first is no digit."""
    found: list[Span] = []
    for begin, end in tokens(text, start, most, stop):
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


def word_before(text: str, at: int) -> str:
    """Return the word in front of an offset, empty at the start of a line or behind punctuation."""
    match = re.search(r"([^\s,.;:()/|\"“”]+) $", text[max(0, at - 24) : at])
    return match[1] if match else ""
