"""``kg snapshots`` and ``kg rollback``: what was published, what changed, and back."""

from __future__ import annotations

from pathlib import Path

from kg.app.failures import tell
from kg.app.language import say
from kg.errors import NothingBuiltError
from kg.snapshot import Folder, diff, list_snapshots, prune, rollback


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


def compare(store: Path, between: str, output: Path | None) -> int:
    """Print what changed between two snapshots (``OLD..NEW``; without ``..NEW``, up to the present); 1 if anything did.

    :param output: a folder for the changes as N-Quads
    """
    old, _, new = between.partition("..")
    found = diff(store, old, new or None, output)
    print(
        say(
            "snapshots.difference", added=len(found.added), removed=len(found.removed),
            quads_added=found.quads_added, quads_removed=found.quads_removed,
        )
    )  # fmt: skip
    if output is not None:
        tell(say("snapshots.patches", folder=output))
    return int(bool(found.quads_added or found.quads_removed))


def keep_last(store: Path, number: int) -> int:
    """Remove all snapshots but the last ones and the present one."""
    gone = prune(store, number)
    tell(say("snapshots.removed", number=len(gone), hashes=", ".join(hash_[:12] for hash_ in gone) or "–"))
    return 0


def go_back(store: Path, snapshot: str | None) -> int:
    """Serve an earlier snapshot again; the present one need not be whole."""
    tell(say("snapshots.back", snapshot=rollback(store, snapshot)[:12]))
    return 0
