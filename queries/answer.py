"""The answer to a question: rows with the words that prove them, and over what it was asked."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence: verbatim words, and where they stand."""

    iri: str
    quote: str
    source: str
    source_label: str | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Over what a question was asked: how many sources, the newest date among them, references nothing resolves."""

    sources: int
    newest: str | None
    unresolved: int


@dataclass(slots=True)
class Answer:
    """Columns and rows of plain values; ``evidence[i]`` proves ``rows[i]``; things are IRIs with a label column.

    ``note`` is what to bear in mind when reading it; of an empty answer, why it is empty. ``sparql`` is the query with
    its parameters filled in.
    """

    question: str
    parameters: dict[str, Value]
    columns: list[str]
    rows: list[list[Value]]
    evidence: list[list[Proof]]
    coverage: Coverage | None
    snapshot: str
    titles: list[str] = field(default_factory=list)
    note: str = ""
    sparql: str = ""

    def to_json(self) -> dict[str, Any]:
        """The answer as plain JSON values, by the keys of the command line and the API."""
        return {
            "question": self.question,
            "parameters": self.parameters,
            "columns": self.columns,
            "rows": self.rows,
            "evidence": [[asdict(p) for p in proofs] for proofs in self.evidence],
            "coverage": asdict(self.coverage) if self.coverage else None,
            "snapshot": self.snapshot,
            "note": self.note,
        }
