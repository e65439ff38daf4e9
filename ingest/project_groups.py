"""Which mentions name the same task: equal names, short names that fit exactly one title, one programme's years."""

from __future__ import annotations

import re

from ingest.project_titles import Mention, Text
from ingest.text import fold
from ontology.names import LINKING, NameIndex, plain_words

_KINDS = {"task": "task", "model": "task", "programme": "programme", "plan": "programme"}
_PERIOD = re.compile(
    r"\([^()]{1,12}\)|\(?(?:giai đoạn )?(?:từ )?(?:đến )?(?:năm )?(?<!\d)(?:19|20)\d\d(?: ?- ?(?:19|20)\d\d)?\)?"
    r"|(?:định hướng|tầm nhìn)(?: đến)?|lần thứ [\wà-ỹ]+|trên địa bàn tỉnh(?: [^\W\d_]+){0,2}|(?:của )?tỉnh(?: [^\W\d_]+){0,2}$"
)
_ORDINAL = re.compile(r"lần thứ ([\wà-ỹ]+)")


def groups(text: Text, told: list[Mention]) -> list[list[Mention]]:
    """Mentions of the same thing together."""
    named: dict[str, list[Mention]] = {}
    for mention in told:
        named.setdefault(fold(text.text[mention.start : mention.end]), []).append(mention)
    by_kind: dict[str, list[str]] = {}
    for name, its in named.items():
        by_kind.setdefault(_kind(its[0]), []).append(name)
    roots = {name: name for name in named}
    for kind, names in by_kind.items():
        if kind != "list":
            _tie(sorted(names, key=lambda n: (-len(n), n)), roots, periods=kind not in {"task", "planning", "quoted"})
    together: dict[str, list[Mention]] = {}
    for name, its in named.items():
        together.setdefault(roots[name], []).extend(its)
    return list(together.values())


def _kind(mention: Mention) -> str:
    """Names of one kind may be one thing; of programmes only those with the same head word."""
    if mention.head is None:
        return "task"
    family = _KINDS.get(mention.head.family, mention.head.family)
    return mention.head.word if family == "programme" else family


def _tie(names: list[str], roots: dict[str, str], periods: bool) -> None:
    """Tie each name, longest first, to the one longer name that it fits; fits that are one thing count as one."""
    stems: dict[str, str] = {}
    distinct: list[str] = []
    for name in names:
        stem = " ".join(w for w in plain_words(_PERIOD.sub(" ", name) if periods else name) if w not in LINKING)
        if stem in stems and (not periods or _may_be_one(name, stems[stem])):
            roots[name] = stems[stem]
        else:
            stems.setdefault(stem, name)
            distinct.append(name)
    index = NameIndex(distinct)
    for number, name in enumerate(distinct):
        fits = {roots[distinct[i]] for i in index.match(name, but=number) if len(distinct[i]) > len(name)}
        if len(fits) == 1 and (not periods or _may_be_one(name, *fits)):
            roots[name] = fits.pop()
    for name in names:
        roots[name] = roots[roots[name]]


def _may_be_one(name: str, other: str) -> bool:
    """A programme over years and its part of one year; not two periods, not two years."""
    ordinals = {o for n in (name, other) for o in _ORDINAL.findall(n)}
    if len(ordinals) > 1:
        return False
    years, others = (re.findall(r"\d{4}", n) for n in (name, other))
    return years == others or not years or not others or (len(years) == 1) != (len(others) == 1)
