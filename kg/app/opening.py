"""Opening a published graph for reading."""

from __future__ import annotations

from pathlib import Path

from kg.app.failures import FAILED, Failure
from kg.errors import NothingBuiltError
from kg.store import Snapshot, open_store


def open_graph(store: Path) -> Snapshot:
    """The published snapshot; a clear word if there is none."""
    try:
        return open_store(store)
    except NothingBuiltError:
        raise Failure("nothing-built", FAILED, store=store) from None
    except (OSError, RuntimeError, ValueError):  # tables of the store are gone or hold other things
        raise Failure("damaged-snapshot", FAILED, path=store) from None
