"""Which mentions name the same task: equal names, short names that fit exactly one title, one programme's years."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from ingest.project_titles import Mention, Text
from ingest.text import fold
from ontology.names import NameIndex, key_words, plain_words

_KINDS = {"task": "task", "model": "task", "plan": "programme"}
_WHOLE = {"task", "planning", "quoted"}  # kinds whose names tell no period that could be left out
_LEFT_OUT = re.compile(
    r"(?=[(\dcđglnt])(?:"  # where no part can begin, is seen at once
    r"\([^()]{1,12}\)"
    r"|\(?(?:thực hiện )?(?:giai đoạn )?(?:từ )?(?:đến )?(?:năm )?(?<!\d)(?:19|20)\d\d(?: ?- ?(?:19|20)\d\d)?\)?"
    r"|(?:định hướng|tầm nhìn)(?: đến)?|lần thứ \w+|trên địa bàn tỉnh(?: [^\W\d_]+){0,2}"
    r"|(?:của )?tỉnh(?: [^\W\d_]+){0,2}?(?=$| ?\(| lần| năm| giai)"
    r"|(?<!\w)(?:gồm )?\d{1,3} (?=nhiệm vụ|đề tài|dự án))"
)
_LEAST_WORDS = 2  # of a short name beside a place at its end
_TASK_HEAD = re.compile(r"^(?:đề tài|dự án|nhiệm vụ)\s+")
_ORDINAL = re.compile(r"lần thứ (\w+)")
_NUMBER_BEFORE = re.compile(r"(?<!\d)(\d{2,4})/(?:\d{4}/)?(?:qđ|nq)-")


def groups(text: Text, told: list[Mention], places: Iterable[str] = ()) -> list[list[Mention]]:
    """Mentions of the same thing together; a short name may add one of the ``places`` to words of the title."""
    named: dict[str, list[Mention]] = {}
    for mention in told:
        named.setdefault(_name(text, mention), []).append(mention)
    by_kind: dict[str, list[str]] = {}
    for name, its in named.items():
        by_kind.setdefault(_kind(its[0]), []).append(name)
    roots = {name: name for name in named}
    short = _said_short(text, told)
    titles = _inner_titles(text, told)
    known_places = {" ".join(plain_words(p)[1:]) for p in places}
    for kind, names in by_kind.items():
        _Tie(kind, roots, short, known_places, titles).run(sorted(names, key=lambda n: (-len(n), n)))
    together: dict[str, list[Mention]] = {}
    for name, its in named.items():
        together.setdefault(roots[name], []).extend(its)
    return [its for its in together.values() if not all(m.tentative for m in its)]


def _inner_titles(text: Text, told: list[Mention]) -> set[str]:
    """Titles in quotation marks inside another title: things of their own, however well they fit it."""
    outer = [(a, b) for a, b in pairwise(told) if b.start < a.end and b.quoted]
    return {_name(text, inner) for _, inner in outer}


def _name(text: Text, mention: Mention) -> str:
    return fold(text.text[mention.start : mention.end])


def _kind(mention: Mention) -> str:
    """Names of one kind may be one thing; of programmes only those with the same head word."""
    if mention.head is None:
        return "task"
    family = _KINDS.get(mention.head.family, mention.head.family)
    return mention.head.word if family == "programme" else family


def _said_short(text: Text, told: Iterable[Mention]) -> dict[str, str]:
    """Short names that the text itself introduces, by stem: "gọi tắt là X"; "Chương trình N" of Quyết định số N/..."""
    short: dict[str, str] = {}
    for mention in told:
        if mention.stands_for:
            name = _name(text, mention)
            for form in (name, _TASK_HEAD.sub("", name)):
                short[_stem(form, periods=True)] = _name(text, mention.stands_for)
        elif mention.head and mention.head.category == "programme":
            for number in _NUMBER_BEFORE.findall(text.low, *mention.lead)[-1:]:
                short.setdefault(f"{' '.join(plain_words(mention.head.word))} {number}", _name(text, mention))
    return short


def _stem(name: str, periods: bool) -> str:
    kept = _LEFT_OUT.sub(" ", name) if periods else name
    return " ".join(key_words(kept))


class _Tie:
    """Ties each name, longest first, to the one longer name that it fits; fits that are one thing count as one."""

    def __init__(
        self, kind: str, roots: dict[str, str], short: dict[str, str], places: set[str], titles: set[str]
    ) -> None:
        self.periods = kind not in _WHOLE
        self.runs = kind != "list"
        self.roots = roots
        self.short = short
        self.places = places
        self.titles = titles
        self.stems: dict[str, str] = {}

    def run(self, names: list[str]) -> None:
        self.stems = {name: _stem(name, self.periods) for name in names}
        distinct = self._by_stem(names)
        if self.runs:
            self._by_words(distinct)
        for name in names:
            self.roots[name] = self.roots[self.roots[name]]

    def _by_stem(self, names: list[str]) -> list[str]:
        """Tie names that differ only in what may be left out; return the others."""
        stems: dict[str, str] = {}
        distinct = []
        for name in names:
            stem = self.stems[name]
            full = self.short.get(stem)
            if full in self.roots and full != name:
                self.roots[name] = full
            elif stem in stems and self._may_be_one(name, stems[stem]):
                self.roots[name] = stems[stem]
            else:
                stems.setdefault(stem, name)
                distinct.append(name)
        return distinct

    def _by_words(self, names: list[str]) -> None:
        keys = [self.stems[name] if self.periods else name for name in names]
        index = NameIndex(keys)
        for number, name in enumerate(names):
            if name in self.titles:
                continue
            found = index.match(keys[number], but=number)
            if not found and (placeless := self._without_place(name)):
                found = index.match(placeless, but=number)
            fits = {self.roots[names[i]] for i in found if len(names[i]) > len(name)}
            if len(fits) == 1 and self._may_be_one(name, *fits):
                self.roots[name] = fits.pop()

    def _without_place(self, name: str) -> str:
        """A short name without the place at its end; empty if there is none."""
        if not self.places:
            return ""
        words = name.split()
        for count in (1, 2, 3):
            if len(words) - count >= _LEAST_WORDS and " ".join(plain_words(" ".join(words[-count:]))) in self.places:
                return " ".join(words[:-count])
        return ""

    def _may_be_one(self, name: str, other: str) -> bool:
        """Not two periods, two years or two ordinals; a programme over years and its part of one year may be one."""
        if not self.periods:
            return True
        if len({o for n in (name, other) for o in _ORDINAL.findall(n)}) > 1:
            return False
        years, others = (re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", n) for n in (name, other))
        return years == others or not years or not others or (len(years) == 1) != (len(others) == 1)
