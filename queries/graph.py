"""What the questions need of a graph: rows of plain values, wherever the graph is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from queries.answer import Value
from queries.catalogue import Language, Question


class Graph(Protocol):
    """A graph that answers SPARQL SELECT, and says which snapshot it is."""

    @property
    def snapshot(self) -> str:
        """The content address of what is asked."""
        ...

    def select(self, sparql: str) -> tuple[list[str], list[list[Value]]]:
        """Names of the variables, and one list of plain values a solution (IRIs as text, None if unbound)."""
        ...


Solutions = list[list[Value]]


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it is asked of a graph: what a person typed, and the terms that it was understood as."""

    graph: Graph
    question: Question
    given: dict[str, str]
    terms: dict[str, str] = field(default_factory=dict)
    language: Language = "vi"

    def value(self, name: str) -> str:
        """A parameter as typed, else its default, else nothing."""
        return (self.given.get(name) or "").strip() or self.question.parameters[name].default or ""

    def iri(self, name: str) -> str:
        """The thing that a parameter means; empty if it was not given."""
        return self.terms.get(name, "").strip("<>")

    def literal(self, name: str) -> str:
        """The text of a literal that a parameter means, an ISO date say; empty if it was not given."""
        return self.terms.get(name, "").partition("^^")[0].strip('"')

    def say(self, vi: str, en: str) -> str:
        """The wording in the language of the answer."""
        return en if self.language == "en" else vi
