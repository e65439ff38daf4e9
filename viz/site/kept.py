"""What is told on many pages alike is asked of a snapshot once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from queries.graph import Graph

_T = TypeVar("_T")
_SNAPSHOTS = 2  # the newest, and one whose address somebody kept


def per_snapshot(ask: Callable[[Graph], _T]) -> Callable[[Graph], _T]:
    """Keep what ``ask`` found in the snapshots asked last; threads that come at once may ask twice."""
    kept: dict[str, _T] = {}

    @wraps(ask)
    def known(graph: Graph) -> _T:
        if (found := kept.get(graph.snapshot)) is None:
            kept[graph.snapshot] = found = ask(graph)
            for old in [*kept][:-_SNAPSHOTS]:
                kept.pop(old, None)
        return found

    return known
