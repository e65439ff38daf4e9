"""``kg snapshots`` and ``kg rollback``: what was published, and back."""

from __future__ import annotations

from pathlib import Path

from kg.app.failures import tell
from kg.app.language import say
from kg.app.opening import open_graph
from kg.snapshot import list_snapshots, rollback


def show_snapshots(store: Path) -> int:
    """Print one line a snapshot, the oldest first."""
    open_graph(store)
    for row in list_snapshots(store):
        mark = f"  ({say('snapshots.current')})" if row.current else ""
        counts = say("snapshots.counts", documents=row.documents, quads=row.quads, aside=row.set_aside)
        print(f"{row.hash[:12]}  {row.published}  {counts}{mark}")
    return 0


def go_back(store: Path, snapshot: str | None) -> int:
    """Serve an earlier snapshot again."""
    open_graph(store)
    tell(say("snapshots.back", snapshot=rollback(store, snapshot)[:12]))
    return 0
