"""``kg query``: SPARQL from a file, answered in the W3C's result formats or as a table."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
from rich.console import Console

from kg.app.failures import FOUND, Failure
from kg.app.language import language
from kg.app.opening import open_anywhere
from kg.app.output import write
from kg.endpoint.guard import check, normalised
from kg.endpoint.problems import Problem
from kg.endpoint.settings import Settings
from kg.remote.answers import Result
from kg.remote.errors import RemoteError
from kg.remote.graph import RemoteGraph
from kg.store import PREFIXES, Snapshot, plain
from queries.answer import Answer
from viz import tables

_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_NOT_UNDERSTOOD = (400, 422)


def run_query(file: str, store: str, format: str, output: Path | None) -> int:
    """Run a query; 1 if it has no answer (or an ASK is false)."""
    text = normalised(sys.stdin.read() if file == "-" else _read(Path(file)))
    graph = open_anywhere(store)
    try:
        check(text, Settings())  # a borrowed query must not send what is internal to another address
        result = _asked(graph, text)
        if not isinstance(result, ox.QuerySolutions | ox.QueryBoolean):
            return _write_graph(result, format, output)
        if format in ("table", "xlsx") and isinstance(result, ox.QuerySolutions):
            return _write_table(result, format, output, graph.snapshot)
        return _write_result(result, format, output)
    except RemoteError as error:
        if error.status not in _NOT_UNDERSTOOD:
            raise
        raise Failure("query", message=error.detail) from None
    except Problem as problem:
        raise Failure("query", message=problem.detail) from None
    except (SyntaxError, ValueError) as error:
        raise Failure("query", message=error) from None


def _asked(graph: Snapshot | RemoteGraph, text: str) -> Result:
    return graph.evaluate(text) if isinstance(graph, RemoteGraph) else graph.store.query(text, prefixes=PREFIXES)


def _read(path: Path) -> str:
    if not path.is_file():
        raise Failure("no-source", path=path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Failure("query", message=f"{path}: UTF-8, {error.reason} (byte {error.start})") from None


def _write_graph(result: Iterator[ox.Triple], format: str, output: Path | None) -> int:
    chosen = _GRAPHS.get({"table": "turtle", "json": "jsonld"}.get(format, format))
    if chosen is None:
        raise Failure("format", value=format, expected=", ".join(_GRAPHS))
    triples = list(result)
    prefixes = PREFIXES if format in ("table", "turtle", "trig", "rdfxml") else None
    write(ox.serialize(triples, format=chosen, prefixes=prefixes) or b"", output)
    return 0 if triples else FOUND


def _write_table(result: ox.QuerySolutions, format: str, output: Path | None, snapshot: str) -> int:
    names = [variable.value for variable in result.variables]
    rows = [[plain(row[name]) for name in names] for row in result]
    answer = Answer("", {}, names, rows, [[] for _ in rows], None, snapshot, names)
    if format == "xlsx":
        if output is None:
            raise Failure("needs-output", value=format)
        write(tables.as_xlsx(answer, language()), output)
    elif output:
        console = Console(record=True, width=160, quiet=True)
        tables.as_terminal(answer, language(), console)
        write(console.export_text(), output)
    else:
        tables.as_terminal(answer, language(), Console())
    return 0 if rows else FOUND


def _write_result(result: ox.QuerySolutions | ox.QueryBoolean, format: str, output: Path | None) -> int:
    chosen = _RESULTS.get("json" if format == "table" else format)
    if chosen is None:
        raise Failure("format", value=format, expected=", ".join([*_RESULTS, "table", "xlsx"]))
    false = isinstance(result, ox.QueryBoolean) and not result
    write(result.serialize(format=chosen) or b"", output)
    return FOUND if false else 0
