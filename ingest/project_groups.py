"""Which mentions name the same task: equal names, short names that fit exactly one title, one programme's years."""

from __future__ import annotations

import re

from ingest.project_titles import Mention, Text
from ingest.text import fold
from ontology.names import NameIndex

_KINDS = {"task": "task", "model": "task", "programme": "programme", "plan": "programme"}
_PERIOD = re.compile(r",?\s+(?:giai đoạn\s+)?(?:từ\s+)?(?:đến\s+)?(?:năm\s+)?\d{4}(?:\s*-\s*\d{4})?(?:,?\s+(?:định hướng|tầm nhìn)\s+(?:đến\s+)?(?:năm\s+)?\d{4})?$")


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
            _tie(sorted(names, key=lambda n: (-len(n), n)), roots, periods=kind == "programme")
    together: dict[str, list[Mention]] = {}
    for name, its in named.items():
        together.setdefault(roots[name], []).extend(its)
    return list(together.values())


def _kind(mention: Mention) -> str:
    family = mention.head.family if mention.head else "task"
    return _KINDS.get(family, family)


def _tie(names: list[str], roots: dict[str, str], periods: bool) -> None:
    """Tie each name, longest first, to the one longer name that it fits; fits that are one thing count as one."""
    index = NameIndex(names)
    stems: dict[str, str] = {}
    for number, name in enumerate(names):
        stem = _PERIOD.sub("", name) if periods else name
        if periods and stem in stems and _may_be_one(name, stems[stem]):
            roots[name] = roots[stems[stem]]
            continue
        stems.setdefault(stem, name)
        fits = {roots[names[i]] for i in index.match(name, but=number) if len(names[i]) > len(name)}
        if len(fits) == 1:
            roots[name] = fits.pop()


def _may_be_one(name: str, other: str) -> bool:
    """A programme over years and its part of one year; not two periods, not two years."""
    years, others = (re.findall(r"\d{4}", n) for n in (name, other))
    return years == others or not years or not others or (len(years) == 1) != (len(others) == 1)
