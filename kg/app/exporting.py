"""``kg export``: the graph as a file for other programs."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.app.failures import Failure, tell
from kg.app.language import say
from kg.app.opening import open_graph
from kg.app.output import write
from kg.networks import as_gexf, as_graphml, things
from kg.store import PREFIXES, Snapshot

_DATASETS = {"trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
_NETWORKS = {"graphml": as_graphml, "gexf": as_gexf}
FORMATS = ("nquads", "trig", "turtle", "jsonld", "graphml", "gexf")


def export_graph(store: Path, format: str, output: Path | None, public: bool = False) -> int:
    """Write the graph: all of it (nquads, trig, jsonld), its facts (turtle), or its things (graphml, gexf)."""
    if format not in FORMATS:
        raise Failure("format", value=format, expected=", ".join(FORMATS))
    write(_exported(open_graph(store, public), format), output)
    if output:
        tell(say("export.done", path=output))
    return 0


def _exported(graph: Snapshot, format: str) -> str | bytes:
    if format == "nquads":
        return b"".join(graph.lines())
    if format in _NETWORKS:
        return _NETWORKS[format](things(graph))
    if format == "turtle":
        return graph.store.dump(format=ox.RdfFormat.TURTLE, from_graph=ox.DefaultGraph(), prefixes=PREFIXES) or b""
    return graph.store.dump(format=_DATASETS[format], prefixes=PREFIXES if format == "trig" else None) or b""
