"""``kg check``: SHACL, quotations against the texts, and the findings of the build, to work through."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from kg.app.failures import FOUND, Failure, tell
from kg.app.language import language, say
from kg.app.opening import open_graph
from kg.app.output import write
from kg.finding import Finding
from kg.store import Snapshot
from kg.validate import check
from queries.answer import Answer
from queries.ask import coverage, proofs
from viz import tables

_FORMATS = ("table", "json", "csv")


def check_graph(store: Path, format: str) -> int:
    """Print what should be looked at again; 1 if there is anything."""
    if format not in _FORMATS:
        raise Failure("format", value=format, expected=", ".join(_FORMATS))
    graph = open_graph(store)
    found = check(graph)
    answer = _answer(found, graph)
    if format == "json":
        write(tables.as_json(answer), None)
    elif format == "csv":
        write(tables.as_csv(answer, language()), None)
    elif found:
        tables.as_terminal(answer, language(), Console())
    tell(say("check.not-in-graph", count=len(graph.quality["not_in_graph"]), path=graph.path / "quality.json"))
    tell(say("check.found", count=len(found)) if found else say("check.clean"))
    return FOUND if found else 0


def _answer(found: list[Finding], graph: Snapshot) -> Answer:
    """The findings as rows, each with the words to look at."""
    proved = proofs(graph, {iri for finding in found for iri in finding.evidence})
    vietnamese = language() == "vi"
    return Answer(
        question="check",
        parameters={},
        columns=["kind", "message", "about"],
        rows=[[f.kind, f.vi if vietnamese else f.en, " ".join(f.about)] for f in found],
        evidence=[[proved[iri] for iri in f.evidence if iri in proved] for f in found],
        coverage=coverage(graph),
        snapshot=graph.snapshot,
        titles=[say(f"check.{column}") for column in ("kind", "message", "about")],
    )
