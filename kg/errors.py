"""What can go wrong with a store, said so that a person knows what to do."""

from __future__ import annotations

import errno
from pathlib import Path

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_FOLDER = {errno.ENOTDIR, errno.EEXIST, errno.EISDIR}


class StoreError(Exception):
    """A store could not be used.

    :ivar key: what went wrong, as a code; with ``fields`` it names a message of the command line in each language
    :ivar message: what and where, in English
    :ivar hint: what helps, in English
    """

    def __init__(self, key: str, message: str, hint: str, **fields: object) -> None:
        super().__init__(f"{message} {hint}")
        self.key, self.message, self.hint, self.fields = key, message, hint, fields


class NothingBuiltError(StoreError):
    """There is no published snapshot."""

    def __init__(self, store: Path) -> None:
        hint = f"Build first: kg build FOLDER --store {store}"
        super().__init__("nothing-built", f"Nothing is built in {store}.", hint, store=store)
        self.store = store


class StoreBusyError(StoreError):
    """Another process builds or prunes."""

    def __init__(self, store: Path) -> None:
        hint = "Wait until it ends, or give another --store."
        super().__init__("store-busy", f"Another build is at work in {store}.", hint, store=store)
        self.store = store


class UnknownSnapshotError(StoreError):
    """No snapshot, or several, of that hash."""

    def __init__(self, hash_: str, known: list[str]) -> None:
        kept = ", ".join(k[:12] for k in known) or "–"
        named = f"No single snapshot {hash_!r}." if hash_ else "There is no earlier snapshot."
        key = "unknown-snapshot" if hash_ else "no-earlier-snapshot"
        super().__init__(key, named, f"Kept are: {kept}.", snapshot=hash_, kept=kept)
        self.known = known


class DamagedSnapshotError(StoreError):
    """A snapshot lacks something or holds other things than were written."""

    def __init__(self, path: Path) -> None:
        hint = "Build again from the same documents, or go back to another: kg rollback SNAPSHOT"
        super().__init__("damaged-snapshot", f"The snapshot {path} is damaged.", hint, path=path)


class NothingPublicError(StoreError):
    """A snapshot has no public source."""

    def __init__(self, path: Path) -> None:
        hint = "Build public documents: kg build FOLDER --access public"
        super().__init__("nothing-public", "Nothing in this graph is public.", hint)
        self.path = path


class BuildError(StoreError):
    """A build could not do its work; what was published before is untouched."""

    @classmethod
    def of(cls, error: OSError, store: Path) -> BuildError:
        """What the system said of a folder that should be written, with what helps."""
        where = error.filename or store
        said = error.strerror or str(error)
        if error.errno in _FULL or "no space left" in said.lower() or "file too large" in said.lower():
            hint = "Make room, then build again: it goes on where it stopped."
            return cls("disk-full", f"The disk is full: {where}.", hint, path=where)
        if error.errno in _FORBIDDEN:
            hint = "Give your account the right to write there, or give another --store."
            return cls("store-forbidden", f"Cannot write in {where}: {said}.", hint, path=where, detail=said)
        if error.errno in _NO_FOLDER:
            return cls.no_folder(Path(where))
        hint = "When this is mended, build again: it goes on where it stopped."
        return cls("store-unwritable", f"Cannot write in {where}: {said}.", hint, path=where, detail=said)

    @classmethod
    def no_folder(cls, path: Path) -> BuildError:
        """What should be a folder is a file."""
        hint = "Name a folder: --store FOLDER"
        return cls("store-is-a-file", f"Cannot write in {path}: it is a file, not a folder.", hint, path=path)

    @classmethod
    def inside(cls, source: Path, store: Path) -> BuildError:
        """A source lies inside the store."""
        hint = "Keep documents and graph in folders of their own."
        what = f"The source {source} lies inside the store {store}."
        return cls("source-in-store", what, hint, source=source, store=store)

    @classmethod
    def no_workers(cls) -> BuildError:
        """Worker processes die."""
        return cls("no-workers", "Worker processes die.", "Close other programs to free memory, then build again.")

    @classmethod
    def cache_changed(cls) -> BuildError:
        """Something in the cache vanished while it was needed."""
        return cls("cache-changed", "The cache was changed during the build.", "Build again.")
