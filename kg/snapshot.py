"""Snapshots: immutable, named by their content, published by one atomic switch.

A store folder holds ``snapshots/{hash}/`` (one folder a snapshot), ``current`` (a link to the one that is served),
``history.jsonl`` (what was published when), ``cache/`` (what need not be read again) and ``lock``. Whatever happens
to a build, ``current`` leads to a whole snapshot.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import DamagedSnapshotError, NothingBuiltError, StoreBusyError, UnknownSnapshotError
from kg.soundness import is_sound

_TOLD = {"dump_sha256", "published", "documents", "quads", "set_aside", "withdrawn"}


@dataclass(frozen=True)
class Published:
    """One snapshot as a list shows it.

    :ivar published: first time of its publication, ISO 8601 UTC
    :ivar current: it is the one that is served
    """

    hash: str
    published: str
    current: bool
    documents: int
    quads: int
    set_aside: int


@dataclass(frozen=True)
class Difference:
    """What changed from one snapshot to another: documents by the hash of their text."""

    added: list[str]
    removed: list[str]
    quads_added: int
    quads_removed: int


class Folder:
    """The folder in which snapshots are kept."""

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root)

    @property
    def snapshots(self) -> Path:
        """Where the snapshots lie."""
        return self.root / "snapshots"

    @property
    def cache(self) -> Path:
        """Where lies what need not be made again."""
        return self.root / "cache"

    @property
    def link(self) -> Path:
        """The link that leads to the published snapshot."""
        return self.root / "current"

    def current(self) -> str | None:
        """The hash of the published snapshot."""
        if self.link.is_symlink():
            return self.link.readlink().name
        return self.link.read_text("utf-8").strip() if self.link.is_file() else None

    def path(self, hash_: str) -> Path:
        """The folder of a snapshot by its hash, the beginning of it being enough."""
        fits = [p for p in self._all() if p.name.startswith(hash_)]
        if len(fits) != 1 or not hash_:
            raise UnknownSnapshotError(hash_, sorted(p.name for p in self._all()))
        return fits[0]

    def current_path(self) -> Path:
        """The folder of the published snapshot, links followed; :class:`NothingBuiltError` if there is none."""
        hash_ = self.current()
        if hash_ is None or not (self.snapshots / hash_).is_dir():
            raise NothingBuiltError(self.root)
        return (self.snapshots / hash_).resolve()

    def _all(self) -> list[Path]:
        if not self.snapshots.is_dir():
            return []
        return [p for p in self.snapshots.iterdir() if (p / "manifest.json").is_file()]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for writing; :class:`StoreBusyError` if another process does. Death frees it."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("w") as lock:
            if not _lock(lock.fileno()):
                raise StoreBusyError(self.root)
            yield

    def publish(self, made: Path, hash_: str) -> Path:
        """Move a finished snapshot into place, for a damaged one that may be there, and switch to it."""
        place, damaged = self.snapshots / hash_, self.root / ".damaged"
        self.snapshots.mkdir(exist_ok=True)
        synchronise(made)
        if place.exists():
            shutil.rmtree(damaged, ignore_errors=True)
            place.rename(damaged)
        made.rename(place)
        synchronise_folder(self.snapshots)
        shutil.rmtree(damaged, ignore_errors=True)
        self.switch(hash_)
        return place

    def renew(self, made: Path, hash_: str) -> Path:
        """Switch to a whole snapshot with the same content, whose reports tell of the present files."""
        place = self.snapshots / hash_
        synchronise(made)
        for name in ("quality.json", "manifest.json"):
            (made / name).replace(place / name)
        synchronise_folder(place)
        self.switch(hash_)
        return place

    def switch(self, hash_: str) -> None:
        """Serve a snapshot: one rename, so that a reader finds the old one or the new one, never none."""
        if self.current() == hash_:
            return
        passing = self.root / ".current"
        passing.unlink(missing_ok=True)
        try:
            passing.symlink_to(Path("snapshots") / hash_)
        except OSError:  # Windows lets few users make links: a file that names the snapshot does as well
            passing.write_text(hash_, "utf-8")
        passing.replace(self.link)
        synchronise_folder(self.root)
        entry = json.dumps({"snapshot": hash_, "published": now()})
        with (self.root / "history.jsonl").open("a", encoding="utf-8") as history:
            history.write(entry + "\n")

    def history(self) -> list[str]:
        """Hashes in the order in which they were published; one may come again."""
        path = self.root / "history.jsonl"
        lines = path.read_text("utf-8").splitlines() if path.is_file() else []
        return [entry["snapshot"] for line in lines if (entry := _parsed(line))]

    def published(self) -> list[str]:
        """Hashes of the snapshots that are kept, in the order of their first publication."""
        kept = {p.name for p in self._all()}
        return [h for h in dict.fromkeys(self.history()) if h in kept]


def _lock(handle: int) -> bool:
    """Lock an open file until it is closed; False if another process holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _parsed(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None  # a line that a killed process left unfinished
    return found if isinstance(found, dict) and "snapshot" in found else None


def now() -> str:
    """The time, ISO 8601 UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def synchronise(folder: Path) -> None:
    """Bring a folder and all in it to the disk."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        elif path.is_dir():
            synchronise_folder(path)
    synchronise_folder(folder)


def synchronise_folder(folder: Path) -> None:
    """Bring a folder's own entries to the disk, where the system has a way to."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def manifest(path: Path) -> dict[str, Any]:
    """The manifest of a snapshot's folder."""
    found: dict[str, Any] = json.loads((path / "manifest.json").read_text("utf-8"))
    return found


def manifest_if_whole(path: Path) -> dict[str, Any] | None:
    """The manifest of a snapshot's folder; None if it is lost or damaged."""
    try:
        found = manifest(path)
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.keys() >= _TOLD else None


def list_snapshots(store: Path | str) -> list[Published]:
    """The snapshots that a store keeps, oldest first; those whose manifest is lost cannot be told of."""
    folder = Folder(store)
    current = folder.current()
    found = [(p.name, m) for p in folder._all() if (m := manifest_if_whole(p))]
    rows = [
        Published(
            name,
            m["published"],
            name == current,
            len({d["text_sha256"] for d in m["documents"]}),
            m["quads"],
            len(m["set_aside"]),
        )
        for name, m in found
    ]
    order = {hash_: i for i, hash_ in enumerate(folder.published())}
    return sorted(rows, key=lambda row: (order.get(row.hash, len(order)), row.published, row.hash))


def rollback(store: Path | str, to: str | None = None) -> str:
    """Serve an earlier snapshot again: ``to``, else the one before the present; returns its hash."""
    folder = Folder(store)
    current = folder.current()
    if current is None:
        raise NothingBuiltError(folder.root)
    with folder.locked():
        hash_ = folder.path(to).name if to else _before(folder, current)
        if not is_sound(folder.snapshots / hash_):
            raise DamagedSnapshotError(folder.snapshots / hash_)
        folder.switch(hash_)
    return hash_


def _before(folder: Folder, current: str) -> str:
    order = folder.published()
    earlier = order[: order.index(current)] if current in order else order
    if not earlier:
        raise UnknownSnapshotError("", order)
    return earlier[-1]


def prune(store: Path | str, keep: int = 2) -> list[str]:
    """Remove all but the last ``keep`` snapshots and the published one, and what only they had cached."""
    folder = Folder(store)
    with folder.locked():
        rows = list_snapshots(store)
        kept = {row.hash for row in rows[-keep:] if keep} | {row.hash for row in rows if row.current}
        gone = [row.hash for row in rows if row.hash not in kept]
        for hash_ in gone:
            shutil.rmtree(folder.snapshots / hash_)
        _prune_cache(folder, kept)
    return gone


def _prune_cache(folder: Folder, kept: set[str]) -> None:
    manifests = [manifest_if_whole(folder.snapshots / hash_) or {} for hash_ in kept]
    used = {key for m in manifests for key in m.get("cache", [])}
    for path in folder.cache.rglob("*") if folder.cache.is_dir() else ():
        if path.is_file() and path.stem not in used:
            path.unlink()


def diff(store: Path | str, old: str, new: str | None = None, patches: Path | None = None) -> Difference:
    """What changed from one snapshot to another (the published one if not told).

    :param patches: a folder for the changes themselves: ``removed.nq`` and ``added.nq``, N-Quads; taking the former
        from the old dump and adding the latter gives the new one
    """
    folder = Folder(store)
    before = folder.path(old)
    after = folder.path(new) if new else folder.current_path()
    texts = [{d["text_sha256"] for d in manifest(p)["documents"]} for p in (before, after)]
    with ExitStack() as files:
        sinks: list[BinaryIO | None] = [None, None]
        if patches is not None:
            patches.mkdir(parents=True, exist_ok=True)
            sinks = [files.enter_context((patches / name).open("wb")) for name in ("removed.nq", "added.nq")]
        counts = [0, 0]
        for is_added, line in _differences(before / "dump.nq", after / "dump.nq"):
            counts[is_added] += 1
            if (sink := sinks[is_added]) is not None:
                sink.write(line)
    return Difference(sorted(texts[1] - texts[0]), sorted(texts[0] - texts[1]), counts[1], counts[0])


def _differences(old: Path, new: Path) -> Iterator[tuple[bool, bytes]]:
    """Lines that only one of two sorted files has, each with whether it is the second."""
    with old.open("rb") as left, new.open("rb") as right:
        a, b = next(left, None), next(right, None)
        while a is not None or b is not None:
            if a == b:
                a, b = next(left, None), next(right, None)
            elif a is not None and (b is None or a < b):
                yield False, a
                a = next(left, None)
            elif b is not None:
                yield True, b
                b = next(right, None)
