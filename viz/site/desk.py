"""Where this client's corrections go, and which of them the snapshot does not have yet."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from kg.corrections import NAME, Correction, Corrections, append, read, same


class Desk:
    """The corrections of a store, for those who may write them.

    :ivar folder: the store; None for a client who may not correct, to whom the file is not shown
    """

    def __init__(self, folder: Path | None, manifest: dict[str, Any]) -> None:
        self.folder, self._applied = folder, manifest.get("corrections", {})

    @cached_property
    def stamp(self) -> str:
        """What changes when the file does."""
        if self.folder is None:
            return ""
        try:
            stat = (self.folder / NAME).stat()
        except FileNotFoundError:
            return "none"
        return f"{stat.st_mtime_ns}-{stat.st_size}"

    @property
    def file(self) -> Corrections:
        """The file as it is now."""
        return _read(self.folder, self.stamp) if self.folder else Corrections()

    @cached_property
    def pending(self) -> list[Correction]:
        """What the snapshot does not have yet, the newest first."""
        known = {*self._applied.get("applied", ()), *self._applied.get("unknown", ())}
        return [c for c in reversed(self.file.active()) if c.key not in known]

    def state(self, correction: Correction) -> str:
        """What became of a line: "applied", "unknown", "pending", or "withdrawn" by a later one."""
        for state in ("applied", "unknown"):
            if correction.key in self._applied.get(state, ()):
                return state if correction.key in self._active else "withdrawn"
        return "pending" if correction.key in self._active else "withdrawn"

    @cached_property
    def _active(self) -> set[str]:
        return {c.key for c in self.file.active()}

    def is_pending(self, subject: str, predicate: str, object_: object) -> bool:
        """Whether a fact of the snapshot is about to change."""
        return any(
            c.subject == subject and c.predicate == predicate and same(c.object, lexical(object_)) for c in self.pending
        )

    def marked(self, finding: str) -> str:
        """The state that a finding is about to have; empty if none."""
        return next((c.state for c in self.pending if c.finding == finding), "")

    def add(self, correction: Correction) -> None:
        """Write a correction down."""
        if self.folder is None:
            raise PermissionError(NAME)
        append(self.folder, correction)


@lru_cache(maxsize=4)
def _read(folder: Path, stamp: str) -> Corrections:  # noqa: ARG001 - read again when the stamp changes
    return read(folder)


def lexical(value: object) -> str:
    """A plain value as the text of its literal."""
    return str(value).lower() if isinstance(value, bool) else str(value)
