"""``kg snapshots`` and ``kg rollback``: what was published, and back."""

from __future__ import annotations

from pathlib import Path

from kg.app.failures import tell
from kg.app.language import say
from kg.errors import NothingBuiltError
from kg.snapshot import Folder, list_snapshots, rollback


def show_snapshots(store: Path) -> int:
    """Print one line a snapshot, the oldest first; none is opened, so that a damaged one hides no other."""
    current = Folder(store).current()
    if current is None:
        raise NothingBuiltError(store)
    rows = list_snapshots(store)
    for row in rows:
        mark = f"  ({say('snapshots.current')})" if row.current else ""
        counts = say("snapshots.counts", documents=row.documents, quads=row.quads, aside=row.set_aside)
        print(f"{row.hash[:12]}  {row.published}  {counts}{mark}")
    if not any(row.current for row in rows):
        tell(say("snapshots.damaged", snapshot=current[:12]))
    return 0


def go_back(store: Path, snapshot: str | None) -> int:
    """Serve an earlier snapshot again; the present one need not be whole."""
    tell(say("snapshots.back", snapshot=rollback(store, snapshot)[:12]))
    return 0
