"""From records to a published snapshot; a build can be killed at any moment and nothing is lost.

What it makes goes to the cache and to a passing folder; the snapshot that is served changes by one rename at the
very end. The dump is the same, byte for byte, whatever the order of the files and the number of workers.
"""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Literal

import msgspec
import pyoxigraph as ox

from kg import findings as quality
from kg import quads
from kg.cache import Cache, describing_key, key
from kg.describe import describe
from kg.errors import BuildError
from kg.pool import Crash, default_workers, work
from kg.reading import Document, Progress, Read, Readings, SetAside, read_all
from kg.reconcile import Aliases, Reconciled, reconcile
from kg.reference import alias_lines, reference_lines
from kg.snapshot import Folder, manifest, now
from kg.void import void
from ontology.records import to_json

__all__ = ["Built", "Document", "SetAside", "build"]

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


class Described(msgspec.Struct, frozen=True):
    """A description in the cache."""

    key: str
    unsaid: list[str]


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
            (passing / "runs").mkdir(parents=True)
            maker = _Maker(folder, passing, Cache(folder.cache), access, workers or default_workers(), progress)
            return maker.make(read_all(paths, maker.cache, read, rules, maker.workers, progress))
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


@dataclass
class _Maker:
    folder: Folder
    passing: Path
    cache: Cache
    access: Access
    workers: int
    progress: Progress

    def make(self, readings: Readings) -> Built:
        reconciled = reconcile(r.summary for r in readings.documents.values())
        described = self._describe(readings, reconciled)
        facts = self._merge(described, reconciled)
        store = self._load(facts)
        found = quality.find(store)
        hash_, count = self._dump(facts, found)
        store.bulk_load(path=str(self.passing / "findings.nq"), format=ox.RdfFormat.N_QUADS)
        store.flush()
        new = self.folder.current() != hash_
        if not (self.folder.snapshots / hash_ / "manifest.json").is_file():
            self._complete(store, readings, described, found, hash_, count)
        del store
        shutil.rmtree(self.passing / "runs", ignore_errors=True)
        place = self.folder.publish(self.passing, hash_)
        totals = dict(Counter(f.kind for f in found))
        return Built(hash_, place, new, len(readings.documents), count, readings.set_aside, totals)

    def _describe(self, readings: Readings, reconciled: Reconciled) -> dict[str, Described]:
        tasks = []
        for source, file in sorted(readings.documents.items()):
            access = "internal" if file.internal else self.access
            tasks.append((file.key, reconciled.aliases[source], access))
        found: dict[str, Described] = {}
        for done, result in enumerate(work(partial(describe_one, self.cache.root), tasks, self.workers), 1):
            self.progress("describe", done, len(tasks))
            if isinstance(result, Crash):
                raise BuildError("A worker died while describing a record.", "Try again with --workers 1.")
            found[result.key] = result
        return found

    def _merge(self, described: dict[str, Described], reconciled: Reconciled) -> Path:
        self.progress("merge", 0, 1)
        aliases = self.passing / "runs" / "aliases"
        aliases.write_text("".join(alias_lines(reconciled.replaced.items())), "utf-8")
        runs = [self.cache.path("descriptions", key_) for key_ in described]
        facts = self.passing / "facts.nq"
        with facts.open("wb") as output:
            quads.merge([*runs, aliases, reference_run(self.cache)], output, self.passing / "runs")
        return facts

    def _load(self, facts: Path) -> ox.Store:
        self.progress("load", 0, 1)
        store = ox.Store(str(self.passing / "store"))
        store.bulk_load(path=str(facts), format=ox.RdfFormat.N_QUADS)
        return store

    def _dump(self, facts: Path, found: list[quality.Finding]) -> tuple[str, int]:
        """Facts and findings as one sorted file; its SHA-256 and number of lines."""
        self.progress("check", 0, 1)
        extra = self.passing / "findings.nq"
        extra.write_text("".join(quality.lines(found)), "utf-8")
        dump = self.passing / "dump.nq"
        with dump.open("wb") as output:
            quads.merge([facts, extra], output, self.passing / "runs")
        facts.unlink()
        digest, count = hashlib.sha256(), 0
        with dump.open("rb") as file:
            for line in file:
                digest.update(line)
                count += 1
        return digest.hexdigest(), count

    def _complete(
        self, store: ox.Store, readings: Readings, described: dict[str, Described], found: list[quality.Finding],
        hash_: str, count: int,
    ) -> None:  # fmt: skip
        """Everything of a snapshot beside store and dump; the manifest last, which makes it whole."""
        (self.passing / "findings.nq").unlink()
        for name in ("sources", "records"):
            (self.passing / name).mkdir()
        for source, file in sorted(readings.documents.items()):
            document = _document(self.cache, file.key)
            (self.passing / "sources" / f"{source}.txt").write_bytes(document.text.encode("utf-8", "surrogatepass"))
            (self.passing / "records" / f"{source}.json").write_bytes(to_json(document.record))
        unsaid = list(chain.from_iterable(d.unsaid for d in described.values()))
        report = quality.report(found, readings.set_aside, unsaid)
        _write_json(self.passing / "quality.json", report)
        (self.passing / "void.ttl").write_text(void(store), "utf-8")
        _write_json(self.passing / "manifest.json", self._manifest(readings, described, hash_, count))

    def _manifest(self, readings: Readings, described: dict[str, Described], hash_: str, count: int) -> dict[str, Any]:
        """Inputs, times and paths: what must not stand in the dump."""
        summaries = {key(file.key, describing_key()) for file in readings.documents.values()}
        files = [
            {"path": f.path, "file_sha256": f.file_sha256, "text_sha256": f.summary.source} for f in readings.files
        ]
        return {
            "dump_sha256": hash_,
            "quads": count,
            "published": now(),
            "access": self.access,
            "documents": sorted(files, key=lambda f: (f["text_sha256"], f["path"])),
            "set_aside": [msgspec.to_builtins(s) for s in readings.set_aside],
            "withdrawn": self._withdrawn(set(readings.documents)),
            "cache": sorted({f.key for f in readings.files} | set(described) | summaries),
        }

    def _withdrawn(self, sources: set[str]) -> list[str]:
        """Sources that an earlier snapshot had and this one has not."""
        current = self.folder.current()
        if current is None:
            return []
        before = manifest(self.folder.snapshots / current)
        earlier = {d["text_sha256"] for d in before["documents"]} | set(before["withdrawn"])
        return sorted(earlier - sources)


def describe_one(cache_root: Path, task: tuple[str, Aliases, str]) -> Described:
    """Describe a record of the cache, unless that was done before."""
    cache = Cache(cache_root)
    reading, aliases, access = task
    key_ = key(reading, msgspec.msgpack.encode(sorted(aliases.items())), access, describing_key())
    kept = cache.read("unsaid", key_)
    if kept is None or not cache.path("descriptions", key_).is_file():
        document = _document(cache, reading)
        found = describe(document.record, document.text, aliases, access)
        cache.write("descriptions", key_, (line.encode("utf-8") for line in found.lines))
        kept = msgspec.msgpack.encode(found.unsaid)
        cache.write("unsaid", key_, kept)
    return Described(key_, msgspec.msgpack.decode(kept, type=list[str]))


def reference_run(cache: Cache) -> Path:
    """The sorted lines of the graphs that belong to no source."""
    path = cache.path("reference", describing_key())
    if path.is_file():
        return path
    return cache.write("reference", describing_key(), (line.encode("utf-8") for line in reference_lines()))


def _document(cache: Cache, key_: str) -> Document:
    data = cache.read("readings", key_)
    if data is None:
        raise BuildError("The cache was changed during the build.", "Build again.")
    return msgspec.msgpack.decode(data, type=Document)


def _write_json(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
