"""What the questions need of a graph: rows of plain values, wherever the graph is kept."""

from __future__ import annotations

from typing import Protocol

from queries.answer import Value


class Graph(Protocol):
    """A graph that answers SPARQL SELECT, and says which snapshot it is."""

    @property
    def snapshot(self) -> str:
        """The content address of what is asked."""
        ...

    def select(self, sparql: str) -> tuple[list[str], list[list[Value]]]:
        """Names of the variables, and one list of plain values a solution (IRIs as text, None if unbound)."""
        ...
