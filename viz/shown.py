"""Plain values as people read them: numbers and dates as the language writes them."""

from __future__ import annotations

import re

from queries.answer import Answer, Value
from queries.catalogue import Language

THINGS = "https://w3id.org/khcn/id/"
"""How the addresses of our things begin."""
_DAY = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_YEARLY = re.compile(r"(?:^|[a-z])(?:year|Year)(?:s|$|[A-Z])")
_WHETHER = {"vi": ("không", "có"), "en": ("no", "yes")}


def shown(value: Value, language: Language, column: str = "") -> str:
    """A value as the language writes it; Vietnamese dates with the day first, English ones stay ISO.

    >>> shown(1234.5, "vi"), shown(1234.5, "en"), shown(2023, "vi", "year"), shown("2024-04-03; 2024-05", "vi")
    ('1.234,5', '1,234.5', '2023', '03/04/2024; 05/2024')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return _WHETHER[language][value]
    if isinstance(value, int | float):
        return str(value) if isinstance(value, int) and _YEARLY.search(column) else _number(value, language)
    days = [_DAY.fullmatch(part) for part in value.split("; ")] if language == "vi" else [None]
    return "; ".join(_day_first(day) for day in days if day) if all(days) else value


def _day_first(day: re.Match[str]) -> str:
    return "/".join(filter(None, reversed(day.groups())))


def _number(value: float, language: Language) -> str:
    text = f"{value:,.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def readable(answer: Answer) -> list[int]:
    """Columns that a person reads: the address of a thing gives way to its label (``task`` to ``taskLabel``)."""
    return [i for i, name in enumerate(answer.columns) if f"{name}Label" not in answer.columns]


def is_numeric(answer: Answer, column: int) -> bool:
    """Whether numbers stand in a column, and nothing else."""
    values = [row[column] for row in answer.rows if row[column] is not None]
    return bool(values) and all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)
