"""The catalogue of questions: one ``.rq`` file each, read with its parameters, wording and example.

A question's file begins with lines ``#+`` that hold TOML: its number, wording in Vietnamese and English, its
parameters, the titles of its columns, an example. The rest is SPARQL in which ``$name`` is a parameter and ``?name``
any other variable. An optional parameter that is not given stays an unbound variable, so its filter is written
``FILTER(COALESCE(?x = $name, true))``; or its lines end in ``#? name`` and stand only where it is given (``#! name``:
only where it is not). The column ``?evidence`` holds evidence IRIs: rows that differ in nothing else are one row of
the answer with several pieces of evidence; so are rows that differ in the columns of ``gather``, whose values are
listed. ``needs`` are patterns that no graph without such data matches, with the words that say so of an empty answer.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Language = Literal["vi", "en"]
ParameterType = Literal[
    "document", "documents", "place", "agent", "task", "thing", "concept", "period", "date", "days", "integer",
    "number", "text", "choice",
]  # fmt: skip

_PARAMETER = re.compile(r"\$([a-z_]+)\b")
_CONDITION = re.compile(r"#([?!]) ([a-z_]+)$")


class UnknownQuestion(Exception):
    """No question of that name; ``known`` has all names."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(name)
        self.name, self.known = name, known


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question asks for: its type says how a person's words become a term."""

    name: str
    type: ParameterType
    required: bool
    default: str | None
    choices: dict[str, str]  # what a person may type -> the term's IRI
    scheme: str  # the vocabulary of a concept ("activity-type")
    least: float | None
    most: float | None
    wording: dict[Language, str]


@dataclass(frozen=True, slots=True)
class Need:
    """A kind of data without which a question has no answer: a pattern, and what to say where nothing fits it."""

    pattern: str
    when: str  # the parameter that asks for such data; empty if the question always does
    wording: dict[Language, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the catalogue."""

    name: str
    number: str
    wording: dict[Language, str]
    parameters: dict[str, Parameter]
    columns: dict[str, dict[Language, str]]
    example: dict[str, str]
    sparql: str
    note: dict[Language, str]
    empty: dict[Language, str]  # what an empty answer means, where that is not plain
    reduce: str  # what turns solutions into rows, if they are not rows already (see queries.ask)
    gather: frozenset[str]
    needs: tuple[Need, ...]

    def column_title(self, column: str, language: Language) -> str:
        """The heading of a column in a language; the variable's own name if none is given."""
        return self.columns.get(column, {}).get(language, column)

    def bind(self, terms: dict[str, str]) -> str:
        """The query with the terms (in N-Triples form) in place of its parameters; the others stay unbound."""
        kept = "".join(line for line in self.sparql.splitlines(keepends=True) if _stands(line, terms))
        return _PARAMETER.sub(lambda m: terms.get(m.group(1), m.group()), kept)

    @property
    def prologue(self) -> str:
        """The prefixes that the query declares."""
        return "".join(line for line in self.sparql.splitlines(keepends=True) if line.startswith("PREFIX "))

    def opened(self, language: Language) -> str:
        """The query as an example to start from: required parameters are left open, the others are not given."""
        given = {f"{p.name}_given": "true" if p.required else "false" for p in self.parameters.values()}
        return self.bind(given | {"lang": f'"{language}"'})


@cache
def catalogue() -> dict[str, Question]:
    """All questions by name, in order of their numbers."""
    found = [
        parse(f.name.removesuffix(".rq"), f.read_text(encoding="utf-8"))
        for f in files("queries").iterdir()
        if f.name.endswith(".rq")
    ]
    return {q.name: q for q in sorted(found, key=lambda q: q.number)}


def question(name: str) -> Question:
    """A question by its name or number ("Q10"); raises :class:`UnknownQuestion`."""
    questions = catalogue()
    if name in questions:
        return questions[name]
    for q in questions.values():
        if q.number.lower() == name.lower():
            return q
    raise UnknownQuestion(name, list(questions))


def _stands(line: str, terms: dict[str, str]) -> bool:
    """Whether a line of a query stands, given which parameters are given."""
    condition = _CONDITION.search(line.rstrip())
    if not condition:
        return True
    return (terms.get(f"{condition.group(2)}_given") == "true") == (condition.group(1) == "?")


def parse(name: str, text: str) -> Question:
    """A question from the text of its file; :class:`ValueError` if it uses a parameter that it does not declare."""
    lines = text.splitlines()
    head = tomllib.loads("\n".join(line[2:].lstrip() for line in lines if line.startswith("#+")))
    body = "\n".join(line for line in lines if not line.startswith("#+")).strip() + "\n"
    parameters = {key: _parameter(key, spec) for key, spec in head.get("parameters", {}).items()}
    used = set(_PARAMETER.findall(body))
    if unknown := used - _bound_names(parameters.values()):
        raise ValueError(f"{name}.rq uses parameters that it does not declare: {', '.join(sorted(unknown))}")
    return Question(
        name=name,
        number=head["number"],
        wording={"vi": head["vi"], "en": head["en"]},
        parameters=parameters,
        columns={key: {"vi": vi, "en": en} for key, (vi, en) in head.get("columns", {}).items()},
        example={key: str(value) for key, value in head.get("example", {}).items()},
        sparql=body,
        note={"vi": head.get("note_vi", ""), "en": head.get("note_en", "")},
        empty={"vi": head.get("empty_vi", ""), "en": head.get("empty_en", "")},
        reduce=head.get("reduce", ""),
        gather=frozenset(head.get("gather", ())),
        needs=tuple(
            Need(need["pattern"], need.get("when", ""), {"vi": need["vi"], "en": need["en"]})
            for need in head.get("needs", ())
        ),
    )


def _bound_names(parameters: Collection[Parameter]) -> set[str]:
    """The variables that get a value: those of the parameters (see :func:`queries.resolve.bind`), and ``$lang``."""
    endings = ("", "_given", "_start", "_end", "_words")
    return {f"{p.name}{ending}" for p in parameters for ending in endings} | {"lang"}


def _parameter(name: str, spec: dict[str, Any]) -> Parameter:
    return Parameter(
        name=name,
        type=spec["type"],
        required=spec.get("required", False),
        default=str(spec["default"]) if "default" in spec else None,
        choices=spec.get("choices", {}),
        scheme=spec.get("scheme", ""),
        least=spec.get("least"),
        most=spec.get("most"),
        wording={"vi": spec["vi"], "en": spec["en"]},
    )
