"""``kg network``: a network of the graph, measured, as a table or for other programs."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import networkx as nx

from kg.app.asking import show
from kg.app.failures import FAILED, FOUND, Failure, tell
from kg.app.language import language, say
from kg.app.opening import open_anywhere
from kg.app.output import write
from kg.measures import MEASURES, Measured
from kg.networks import PROJECTIONS, as_gexf, as_graphml, network
from queries.answer import Answer
from viz import tables

THINGS = "things"
_FILES = {"graphml": as_graphml, "gexf": as_gexf}


def measure_network(projection: str, store: str, measure: str, format: str, output: Path | None) -> int:
    """Write what was measured; 1 if the network is empty."""
    if projection != THINGS and projection not in PROJECTIONS:
        raise Failure("format", value=projection, expected=", ".join([THINGS, *PROJECTIONS]))
    if measure not in MEASURES:
        raise Failure("format", value=measure, expected=", ".join(MEASURES))
    if format not in (*tables.FORMATS, *_FILES):
        raise Failure("format", value=format, expected=", ".join([*tables.FORMATS, *_FILES]))
    if format == "xlsx" and output is None:
        raise Failure("needs-output", value=format)
    if importlib.util.find_spec("scipy") is None:
        raise Failure("needs-network", FAILED)
    graph = open_anywhere(store)
    view = network(graph, None if projection == THINGS else projection)
    measured = MEASURES[measure](view)
    if projection != THINGS:
        tell(say("network.edges", meaning=PROJECTIONS[projection].wording[language()]))
    if format in _FILES:
        nx.set_node_attributes(view, measured.attributes)
        write(_FILES[format](view), output)
    else:
        show(_answer(measured, graph.snapshot), format, output)
    return 0 if len(view) else FOUND


def _answer(measured: Measured, snapshot: str) -> Answer:
    columns = list(measured.columns)
    titles = [say(f"network.{column}") for column in columns]
    return Answer("", {}, columns, measured.rows, [[] for _ in measured.rows], None, snapshot, titles)
