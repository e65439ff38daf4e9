"""From records to a published snapshot; a build can be killed at any moment and nothing is lost.

What it makes goes to the cache and to a passing folder; the snapshot that is served changes by one rename at the
very end. The dump is the same, byte for byte, whatever the order of the files and the number of workers.
"""

from __future__ import annotations

import errno
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec

from kg.cache import Cache, describing_key, key
from kg.describe import describe
from kg.errors import BuildError
from kg.making import Described, Face, read_kept
from kg.pool import Crash, default_workers, work
from kg.reading import Document, Progress, Read, Readings, SetAside, read_all
from kg.reconcile import Aliases, Reconciled, reconcile_apart
from kg.snapshot import Folder, manifest, now

__all__ = ["Access", "Built", "Document", "SetAside", "build"]

Access = Literal["public", "internal"]
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True)
class Built:
    """What a build published.

    :ivar hash: SHA-256 of the dump, which names the snapshot
    :ivar new: it differs from what was published before
    :ivar set_aside: files that are not in it, with reasons
    :ivar findings: how many of each kind
    """

    hash: str
    path: Path
    new: bool
    documents: int
    quads: int
    set_aside: list[SetAside]
    findings: dict[str, int]


def build(
    paths: Iterable[Path],
    store: Path | str,
    read: Read,
    workers: int | None = None,
    access: Access = "internal",
    rules: str = "",
    progress: Progress = lambda _stage, _done, _of: None,
) -> Built:
    """Read files and publish a snapshot of exactly them.

    :param read: reads one file; at the top level of a module
    :param workers: processes; one for each processor if not told
    :param access: of every source graph; a document with a circulation mark is internal whatever is told
    :param rules: state of the rules and reference data that ``read`` works with: change it and all is read again
    :raises kg.errors.StoreError: the work could not be done; what was published before is untouched
    """
    folder = Folder(store)
    with _told(folder.root), folder.locked():
        passing = folder.root / ".building"
        shutil.rmtree(passing, ignore_errors=True)
        try:
            passing.mkdir(parents=True)
            cache, many = Cache(folder.cache), workers or default_workers()
            readings = read_all(paths, cache, read, rules, many, progress)
            described = _describe(cache, readings, _reconciled(readings, access), access, many, progress)
            return _publish(folder, passing, cache, readings, described, progress)
        finally:
            shutil.rmtree(passing, ignore_errors=True)


@contextmanager
def _told(store: Path) -> Iterator[None]:
    """Say of a full disk or a forbidden folder what it is and what helps."""
    try:
        yield
    except OSError as error:
        full = error.errno in _FULL or "space" in str(error).lower() or "too large" in str(error).lower()
        what = "The disk is full" if full else f"Cannot write ({error})"
        hint = "Make room, then build again: it goes on where it stopped."
        raise BuildError(f"{what}: {error.filename or store}.", hint) from error


def _reconciled(readings: Readings, access: Access) -> Reconciled:
    documents = readings.documents.values()
    internal = [r.summary for r in documents if r.internal or access == "internal"]
    public = [r.summary for r in documents if not (r.internal or access == "internal")]
    return reconcile_apart(public, internal)


def _describe(
    cache: Cache, readings: Readings, reconciled: Reconciled, access: Access, workers: int, progress: Progress
) -> list[Described]:
    tasks = [
        (file.key, source, reconciled.aliases[source], "internal" if file.internal else access)
        for source, file in sorted(readings.documents.items())
    ]
    found: list[Described] = []
    for done, result in enumerate(work(partial(describe_one, cache.root), tasks, workers), 1):
        progress("describe", done, len(tasks))
        if isinstance(result, Crash):
            raise BuildError("A worker died while describing a record.", "Try again with --workers 1.")
        found.append(result)
    return sorted(found, key=lambda d: d.source)


def describe_one(cache_root: Path, task: tuple[str, str, Aliases, str]) -> Described:
    """Describe a record of the cache, unless that was done before."""
    cache = Cache(cache_root)
    reading, source, aliases, access = task
    key_ = key(reading, msgspec.msgpack.encode(sorted(aliases.items())), access, describing_key())
    kept = cache.read("unsaid", key_)
    if kept is None or not cache.path("descriptions", key_).is_file():
        document = read_kept(cache, reading)
        found = describe(document.record, document.text, aliases, access)
        cache.write("descriptions", key_, (line.encode("utf-8") for line in found.lines))
        kept = msgspec.msgpack.encode(found.unsaid)
        cache.write("unsaid", key_, kept)
    replaced = {a.first: a.iri for a in aliases.values() if a.first != a.iri}
    return Described(key_, reading, source, access == "public", replaced, msgspec.msgpack.decode(kept, type=list[str]))


def _publish(
    folder: Folder, passing: Path, cache: Cache, readings: Readings, described: list[Described], progress: Progress
) -> Built:
    """Make the snapshot, and beside it what of it is public where only a part is; then switch."""
    face = Face(passing, cache, described, progress)
    hash_ = face.make()
    new = folder.current() != hash_
    if not (folder.snapshots / hash_ / "manifest.json").is_file():
        public = [d for d in described if d.public]
        if public and len(public) < len(described):
            part = Face(passing / "public", cache, public, progress)
            part.make()
            part.complete(readings.files, [], {"published": now(), "public": "all", "withdrawn": [], "cache": []})
        told = {
            "published": now(),
            "public": "all" if len(public) == len(described) else "some" if public else "none",
            "withdrawn": _withdrawn(folder, set(readings.documents)),
            "cache": sorted({d.key for d in described} | {k for f in readings.files for k in (f.key, f.summary_key)}),
        }
        face.complete(readings.files, readings.set_aside, told)
    face.close()
    place = folder.publish(passing, hash_)
    totals = dict(Counter(f.kind for f in face.findings))
    return Built(hash_, place, new, len(described), face.count, readings.set_aside, totals)


def _withdrawn(folder: Folder, sources: set[str]) -> list[str]:
    """Sources that an earlier snapshot had and this one has not."""
    current = folder.current()
    if current is None:
        return []
    before = manifest(folder.snapshots / current)
    earlier = {d["text_sha256"] for d in before["documents"]} | set(before["withdrawn"])
    return sorted(earlier - sources)
