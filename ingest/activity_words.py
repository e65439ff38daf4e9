"""The words that tell what was done: the lexicon of actions, found in a text in one pass."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any, cast, get_args

import msgspec
from ahocorasick_rs import AhoCorasick, MatchKind

from ingest.runs import lowered
from ontology.records import ActivityType, Span

LEXICON: dict[str, Any] = tomllib.loads((files("ingest") / "lexicons" / "activities.toml").read_text(encoding="utf-8"))

LIGHT, WEAK, STRONG = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Action:
    """A word of the lexicon: the type it gives (None: none) and how strongly.

    ``opens`` and ``opens_after_and`` say whether it begins a clause of its own after a comma, after "và"; ``noun`` that
    it heads no clause by itself; ``needs`` is what must follow for it to count, ``objects`` what the word is where
    another object follows.
    """

    word: str
    type: ActivityType | None
    weight: int
    opens: bool = False
    opens_after_and: bool = False
    noun: bool = False
    masks: bool = False
    needs: re.Pattern[str] | None = None
    objects: tuple[tuple[re.Pattern[str], Action], ...] = ()


class Hit(msgspec.Struct):
    """An action word where it stands: ``text[start:end]``."""

    start: int
    end: int
    action: Action


class Hits:
    """All action words of a text, in order, to be asked for by range."""

    __slots__ = ("_starts", "all")

    def __init__(self, hits: list[Hit]) -> None:
        self.all = hits
        self._starts = [h.start for h in hits]

    def outside(self, spans: list[Span]) -> Hits:
        """These words without those that stand inside a name (not at its beginning); spans in order."""
        if not (spans and self.all):
            return self
        kept: list[Hit] = []
        at = 0
        for i, (start, end) in enumerate(spans):
            stop = min(end, spans[i + 1][0]) if i + 1 < len(spans) else end
            first, last = bisect_right(self._starts, start), bisect_right(self._starts, stop)
            kept += self.all[at:first]
            kept += [hit for hit in self.all[first:last] if hit.end > end]
            at = max(first, last)
        return Hits(kept + self.all[at:])

    def between(self, start: int, end: int) -> list[Hit]:
        """The words that begin in ``[start, end)``."""
        first = bisect_left(self._starts, start)
        return self.all[first : bisect_left(self._starts, end, first)]


def _actions() -> list[Action]:
    typed: dict[str, tuple[ActivityType | None, int]] = dict.fromkeys(LEXICON["light"]["words"], (None, LIGHT))
    for name, words in LEXICON["types"].items():
        if name not in get_args(ActivityType):
            raise ValueError(f"lexicons/activities.toml: {name} is no type of activity")
        for weight, key in ((WEAK, "weak"), (STRONG, "strong")):
            typed |= dict.fromkeys(words.get(key, ()), (cast(ActivityType, name), weight))
    for word in (*LEXICON["openers"]["words"], *LEXICON["openers"]["after_and"], *LEXICON["objects"]):
        typed.setdefault(word, (None, LIGHT))
    actions = [_action(word, kind, weight) for word, (kind, weight) in typed.items()]
    return actions + [Action(w, None, LIGHT, masks=True) for w in LEXICON["masks"]["words"] if w not in typed]


def _action(word: str, kind: ActivityType | None, weight: int) -> Action:
    needs = LEXICON["needs"].get(word)
    objects = [
        (re.compile(pattern, re.IGNORECASE), _plain(word, other, STRONG))
        for pattern, other in LEXICON["objects"].get(word, ())
    ]
    return replace(
        _plain(word, kind, weight),
        needs=re.compile(needs, re.IGNORECASE) if needs else None,
        objects=tuple(objects),
    )


def _plain(word: str, kind: ActivityType | None, weight: int) -> Action:
    return Action(
        word,
        kind,
        weight,
        opens=_begins_with(word, LEXICON["openers"]["words"]),
        opens_after_and=_begins_with(word, LEXICON["openers"]["after_and"]),
        noun=word in LEXICON["nouns"]["words"],
    )


def _begins_with(word: str, verbs: list[str]) -> bool:
    if word in LEXICON["openers"]["never"]:
        return False
    return any(word == verb or word.startswith(f"{verb} ") for verb in verbs)


_ACTIONS = _actions()
_AUTOMATON = AhoCorasick([a.word for a in _ACTIONS], matchkind=MatchKind.LeftmostLongest)


def find_actions(text: str) -> Hits:
    """All words of the lexicon in ``text``, whole words only, the longest at each place."""
    return Hits(list(_whole_words(lowered(text))))


def _whole_words(text: str) -> Iterator[Hit]:
    length = len(text)
    for index, start, end in _AUTOMATON.find_matches_as_indexes(text):
        action = _ACTIONS[index]
        if action.masks or (start and text[start - 1].isalnum()) or (end < length and text[end].isalnum()):
            continue
        if action.objects:
            action = next((other for pattern, other in action.objects if pattern.match(text, end)), action)
        if action.needs is not None and not action.needs.match(text, end):
            continue
        if action.word == "tổ chức" and start > 1 and text[start - 2].isdigit():  # "02 tổ chức": organisations
            continue
        yield Hit(start, end, action)
