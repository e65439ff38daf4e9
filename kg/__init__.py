"""Records in, graph out: identity, reconciliation, description in RDF, snapshots.

>>> import kg
>>> graph = kg.open("data")                                        # doctest: +SKIP
>>> graph.query("SELECT ?l { ?d a khcn:Decision ; rdfs:label ?l }")  # doctest: +SKIP
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.store import Snapshot

__all__ = ["open"]


def open(path: Path | str, public: bool = False) -> Snapshot:  # noqa: A001  # reads as kg.open
    """Open the published snapshot of a store folder; :class:`kg.errors.NothingBuiltError` if there is none.

    :param public: only what public sources support
    """
    from kg.store import open_store

    return open_store(path, public)
