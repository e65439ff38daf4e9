"""The first words of organisations' names, to be found in one pass over a text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from ingest.names import LETTER, TYPE_WORD, Body, expand, lexicon
from ingest.runs import Triggers

Kind = Literal["national", "local", "department", "firm", "body", "school", "council", "own", "skip"]


class Anchor(NamedTuple):
    """Where the first words of a name stand, what they are, and the body they tell if that is plain."""

    start: int
    end: int
    kind: Kind
    head: str
    body: Body | None = None


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "lexicons" / "organisations.toml").read_text(encoding="utf-8"))


def words(key: str) -> list[str]:
    """Return one of the lists of words of the lexicon."""
    found: list[str] = _data()["words"][key]
    return found


def variants(name: str) -> set[str]:
    """Return the name and its forms with up to two of the usual abbreviations, in small letters."""
    forms = {name.lower()}
    for _ in range(2):
        forms |= {
            form.replace(long.lower(), short.lower())
            for form in forms
            for short, long in lexicon().abbreviations.items()
            if long.lower() in form
        }
    return forms


@lru_cache(maxsize=1)
def _patterns() -> dict[str, tuple[Kind, str, Body | None]]:
    heads = _data()["heads"]
    table: dict[str, tuple[Kind, str, Body | None]] = {}
    kinds: tuple[Kind, ...] = ("council", "body", "school", "firm", "own", "skip")
    for kind in kinds:
        for head in heads[kind]:
            table[head.lower()] = (kind, expand(head), None)
    for kind, bodies in (("local", lexicon().local), ("national", lexicon().national)):
        for form, body in bodies.items():
            table |= dict.fromkeys(variants(form), (kind, body.name, body))
    table["sở"] = ("department", "Sở", None)
    return table


_FIRST_WORDS = Triggers(_patterns)


def find_anchors(text: str) -> Iterator[Anchor]:
    """Find the first words of names, whole words only, in one pass."""
    patterns = _patterns()
    for start, end, form in _FIRST_WORDS.find(text):
        kind, head, body = patterns[form]
        if kind != "skip" and not (
            text[start - 1 : start] in _JOINED and _SYMBOL.search(text[max(0, start - 25) : start])
        ):
            yield Anchor(start, end, kind, head, body)


@lru_cache(maxsize=1)
def departments() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern of the departments' names (without "Sở"), small letters, and the official name of each form."""
    names = {form: name for wording, name in lexicon().departments.items() for form in variants(wording)}
    forms = "|".join(re.escape(f) for f in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?:{forms})(?![{LETTER}\d&])"), names


def short_names(issuer: str) -> dict[str, str]:
    """Return what heads alone mean in the documents of a department: "Tổng cục"."""
    return next((s for name, s in _data()["short"].items() if issuer.startswith(name)), {})


def alternation(key: str) -> str:
    """Return a pattern of one of the lists of words, whole words, longest first."""
    return "|".join(re.escape(w) for w in sorted(words(key), key=len, reverse=True))


_JOINED = {"&", "-", "/"}
_SYMBOL = re.compile(r"&$|\d\S*[-/]$")  # "112/KH-" in front of "UBND": the letters of a number, no name
_TITLED = f"{TYPE_WORD.upper()}|Thành phố|Thành Phố|Tỉnh|Huyện"
BARE_UNIT = re.compile(rf" (?:của )?(?P<many>các )?(?P<type>{TYPE_WORD}|{_TITLED})(?![{LETTER}])(?! hội| thông minh)")
SEVERAL_TYPES = re.compile(
    rf" (?:của )?(?:các )?(?:{TYPE_WORD})(?:(?:, | và )(?:{TYPE_WORD}))*(?: ?[:(] ?| )", re.IGNORECASE
)
GROUP = re.compile(rf" ?(?:[,/]| và) ?(?:các )?(?:{TYPE_WORD})(?![{LETTER}])(?! [A-ZĐ])")

__all__ = [
    "BARE_UNIT",
    "GROUP",
    "SEVERAL_TYPES",
    "Anchor",
    "Kind",
    "alternation",
    "departments",
    "find_anchors",
    "short_names",
    "words",
]
