"""A question of the catalogue as an address asks it: what was given, the answer, or why there is none."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from kg.endpoint.problems import Problem
from kg.label import sort_key
from queries.answer import Answer, Value
from queries.ask import ask
from queries.catalogue import Language, Question, UnknownQuestion, question
from queries.resolve import AmbiguousError, Candidate, ParameterError
from viz.site.visit import Visit
from viz.site.words import say

RESERVED = frozenset({"lang", "format", "sort", "page"})
"""Names of the address that are no parameters of a question."""
DRAFT = "check-bases"
"""The question that reads a draft: its text belongs in no address, no cache and no log."""
_KEPT = 16  # answers
_LONG = 20_000  # rows of an answer that is too long to be kept
_REASONS = frozenset(
    {"missing-parameter", "unknown-parameter", "not-found", "ambiguous", "bad-choice", "bad-period", "bad-date",
     "bad-number"}
)  # fmt: skip
_STATUS = {"not-found": "unknown-thing", "ambiguous": "ambiguous"}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a question cannot be asked so: of which parameter (empty: of none), in words, and what may be meant."""

    parameter: str
    message: str
    reason: str
    value: str = ""
    candidates: list[Candidate] = field(default_factory=list)

    @property
    def problem(self) -> Problem:
        """The same as problem details."""
        members = {"parameter": self.parameter, "reason": self.reason, "value": self.value}
        told = [{"iri": c.iri, "label": c.label} for c in self.candidates]
        more = {"candidates": told} if told else {}
        return Problem(_STATUS.get(self.reason, "parameter"), self.message, **members, **more)


def named(name: str) -> Question:
    """A question by its name or number; a :class:`Problem` if there is none."""
    try:
        return question(name)
    except UnknownQuestion as error:
        raise Problem("not-found", f"There is no question {name}.", questions=error.known) from None


def given(visit: Visit) -> dict[str, str]:
    """The parameters of a question that stand in the address."""
    return {name: value for name, value in visit.parameters.items() if name not in RESERVED}


def answered(visit: Visit, asked: Question, told: dict[str, str]) -> Answer | Fault:
    """The answer to a question, or what is wrong with its parameters."""
    try:
        return _kept.answer(visit, asked.name, told)
    except ParameterError as error:
        return fault_of(error, asked, visit.language)


def found(result: Answer | Fault | None) -> Answer:
    """The answer; the :class:`Problem` if there is none."""
    if isinstance(result, Fault):
        raise result.problem
    if result is None:
        raise Problem("parameter", "Parameters are needed.", reason="missing-parameter")
    return result


def fault_of(error: ParameterError, asked: Question, language: Language) -> Fault:
    """What is wrong with a parameter, in words."""
    known = asked.parameters.get(error.parameter)
    reason = error.reason if error.reason in _REASONS else "other"
    message = say(
        f"questions.{reason}", language, value=error.value, expected=error.expected, parameter=error.parameter,
        wording=known.wording[language] if known else error.parameter,
    )  # fmt: skip
    candidates = error.candidates if isinstance(error, AmbiguousError) else []
    return Fault(error.parameter if known else "", message, error.reason, error.value, candidates)


class _Kept:
    """The last answers: sorting, turning pages and downloading ask the same question again.

    A day is part of the key, since "today" may be what a parameter means.
    """

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[object, ...], Answer] = OrderedDict()
        self._lock = Lock()

    def answer(self, visit: Visit, name: str, told: dict[str, str]) -> Answer:
        today = date.today()  # noqa: DTZ011 - the day where the server is
        key = (visit.graph.snapshot, name, frozenset(told.items()), visit.language, today)
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        found = ask(visit.graph, name, told, visit.language, visit.coverage)
        if len(found.rows) > _LONG:
            return found
        with self._lock:
            self._answers[key] = found
            if len(self._answers) > _KEPT:
                self._answers.popitem(last=False)
        return found


_kept = _Kept()


def ordered(answer: Answer, wanted: str) -> list[int]:
    """Numbers of the rows in the order that ``sort`` asks for: a column's name, ``-`` before it for descending.

    What is not known comes last; a column that there is not sorts nothing.
    """
    column, descending = wanted.removeprefix("-"), wanted.startswith("-")
    if column not in answer.columns:
        return list(range(len(answer.rows)))
    at = answer.columns.index(column)
    told = [i for i, row in enumerate(answer.rows) if row[at] not in (None, "")]
    rest = [i for i, row in enumerate(answer.rows) if row[at] in (None, "")]
    return sorted(told, key=lambda i: _key(answer.rows[i][at]), reverse=descending) + rest


def _key(value: Value) -> tuple[int, float, str]:
    """Numbers before text, text in the Vietnamese order."""
    if isinstance(value, int | float):
        return (0, float(value), "")
    return (1, 0.0, sort_key(str(value)))
