"""What pages may ask of the snapshot that answers their request."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import msgspec

from kg.endpoint.editions import Edition
from kg.endpoint.http import App, Request, Send
from kg.endpoint.problems import Problem
from kg.endpoint.querying import Asking
from kg.store import Sources, Value, plain_literal

_JSON = "application/sparql-results+json"
_results = msgspec.json.Decoder()


class EditionGraph(Sources):
    """One snapshot, its queries evaluated by the endpoint's workers. For threads beside the event loop: it waits.

    :ivar desk: the store in which this client's corrections are written down; None if it may not correct
    """

    def __init__(self, edition: Edition, asking: Asking, desk: Path | None = None) -> None:
        super().__init__(edition.path)
        self.desk = desk
        self._edition, self._asking, self._loop = edition, asking, asyncio.get_running_loop()

    @property
    def manifest(self) -> dict[str, Any]:  # read once for all requests
        """Inputs, times, withdrawn things."""
        return self._edition.manifest

    def select(self, sparql: str) -> tuple[list[str], list[list[Value]]]:
        """Names of the variables, and one list of plain values a solution (IRIs as text, None if unbound).

        :raises kg.endpoint.problems.Problem: the query ran too long, or could not be evaluated
        """
        asked = asyncio.run_coroutine_threadsafe(self._asking.read(self._edition, sparql, _JSON), self._loop)
        found = _results.decode(asked.result())
        names = found["head"]["vars"]
        return names, [[_plain(row.get(name)) for name in names] for row in found["results"]["bindings"]]


def _plain(cell: dict[str, str] | None) -> Value:
    if cell is None:
        return None
    return plain_literal(cell["value"], cell.get("datatype")) if cell["type"] != "bnode" else f"_:{cell['value']}"


async def show(pages: App, request: Request, send: Send, graph: EditionGraph | None, problem: Problem | None) -> None:
    """Let the pages answer: of a snapshot (``scope["graph"]``), or why there is no answer (``scope["problem"]``)."""
    root = f"/snapshot/{request.snapshot}" if request.snapshot else ""
    await pages({**request.scope, "root_path": root, "graph": graph, "problem": problem}, request.receive, send)
