"""What can go wrong with a store, said so that a person knows what to do."""

from __future__ import annotations

from pathlib import Path


class StoreError(Exception):
    """A store could not be used; ``hint`` says what helps."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message} {hint}")
        self.message, self.hint = message, hint


class NothingBuiltError(StoreError):
    """There is no published snapshot."""

    def __init__(self, store: Path) -> None:
        super().__init__(f"Nothing is built in {store}.", f"Build first: kg build FOLDER --store {store}")
        self.store = store


class StoreBusyError(StoreError):
    """Another process builds or prunes."""

    def __init__(self, store: Path) -> None:
        super().__init__(f"Another build is at work in {store}.", "Wait until it ends, or give another --store.")
        self.store = store


class UnknownSnapshotError(StoreError):
    """No snapshot, or several, of that hash."""

    def __init__(self, hash_: str, known: list[str]) -> None:
        named = f"No single snapshot {hash_!r}." if hash_ else "There is no earlier snapshot."
        super().__init__(named, f"Kept are: {', '.join(k[:12] for k in known) or 'none'}.")
        self.known = known


class BuildError(StoreError):
    """A build could not do its work; what was published before is untouched."""


class NothingPublicError(StoreError):
    """A snapshot has no public source."""

    def __init__(self, path: Path) -> None:
        super().__init__("Nothing in this graph is public.", "Build public documents: kg build FOLDER --access public")
        self.path = path
