"""What of a snapshot is in memory changes how quickly it answers, never what."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from asgi import SMALL, Client

from kg.endpoint.editions import _QUAD
from kg.endpoint.settings import Settings
from kg.snapshot import Folder, manifest

_QUERIES = (
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?t (COUNT(?e) AS ?n) { ?t a khcn:Project . GRAPH ?g { ?t khcn:host ?e } } GROUP BY ?t ORDER BY ?t",
    "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?d khcn:cites+ ?e }",
    "SELECT ?l { ?d a khcn:Decision ; rdfs:label ?l FILTER EXISTS { GRAPH ?g { ?d khcn:cites ?x } } } ORDER BY ?l",
)


def _budget(store: Path, quads: Callable[[int], int]) -> int:
    """Bytes for so many quads, in every worker's copy."""
    copies = 1 + SMALL["light"] + SMALL["heavy"]
    return _QUAD * copies * quads(manifest(Folder(store).current_path())["quads"])


@pytest.mark.parametrize(
    ("held", "quads"), [("all", lambda all_: all_), ("facts", lambda all_: all_ - 1), ("none", lambda all_: all_ // 10)]
)
def test_answers_are_the_same(store: Path, client: Client, held: str, quads: Callable[[int], int]) -> None:
    with Client(store, Settings(**SMALL | {"data_memory": _budget(store, quads)})) as other:
        assert other.endpoint.editions.current.held == held
        assert other.endpoint.editions.current.pool.held == held
        for query in _QUERIES:
            assert other.rows(query) == client.rows(query)
