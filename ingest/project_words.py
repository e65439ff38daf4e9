"""The words by which tasks, projects and programmes are recognised, as compiled patterns."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import ahocorasick_rs

from ontology.records import ProjectCategory

UPPER = "A-Z" + "".join(c for c in map(chr, range(0xC0, 0x1EFA)) if c.isupper() and "LATIN" in unicodedata.name(c, ""))
"""Capital letters, for a character class. A range such as À-Ỹ would take in small letters too."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head word (danh từ chung) that names of one kind follow."""

    word: str
    family: str
    category: ProjectCategory


@cache
def lexicon() -> dict[str, Any]:
    """The lexicon of names of tasks and programmes (``ingest/lexicons/projects.toml``)."""
    return tomllib.loads(files("ingest").joinpath("lexicons/projects.toml").read_text(encoding="utf-8"))


@cache
def heads() -> tuple[list[Head], Any]:
    """The head words and an automaton over them (leftmost, longest)."""
    known = [Head(**entry) for entry in lexicon()["heads"]]
    automaton = ahocorasick_rs.AhoCorasick([h.word for h in known], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return known, automaton


@cache
def head_words(*families: str) -> frozenset[str]:
    """The head words of some families; of none, all that names without quotation marks may follow."""
    return frozenset(h.word for h in heads()[0] if h.family in families or (not families and h.family != "quoted"))


def head_of(word: str) -> Head:
    """The head word as it stands in the text, whatever its white space."""
    return _by_word()[" ".join(word.lower().split())]


@cache
def _by_word() -> dict[str, Head]:
    return {h.word: h for h in heads()[0]}


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of some lower-case phrases: the longest that stands there, white space free, whole words only.

    Phrases share their beginnings in the pattern, so that trying many costs little more than trying one.
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for letter in " ".join(word.split()):
            node = node.setdefault(letter, {})
        node[""] = {}
    return f"(?:{_branches(tree)})(?!\\w)"


def _branches(tree: dict[str, Any]) -> str:
    """The pattern of a tree of letters; the key "" marks that a phrase ends there."""
    letters = sorted(letter for letter in tree if letter)
    parts = [(r"\s+" if c == " " else re.escape(c)) + _branches(tree[c]) for c in letters]
    if not parts:
        return ""
    inner = parts[0] if len(parts) == 1 and "" not in tree else f"(?:{'|'.join(parts)})"
    return inner + "?" if "" in tree else inner


@cache
def pattern(name: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """A list of the lexicon's words as a pattern, with what must stand before and after."""
    words = lexicon()["words"]
    for key in name.split("."):
        words = words[key]
    return re.compile(before + alternatives(words) + after)
