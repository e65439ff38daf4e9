"""From records to a published snapshot; a build can be killed at any moment and nothing is lost.

What it makes goes to the cache and to a passing folder; the snapshot that is served changes by one rename at the
very end. The dump is the same, byte for byte, whatever the order of the files and the number of workers.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import msgspec

from kg.cache import Cache, describing_key, key
from kg.correcting import Applied, Correcting
from kg.corrections import Corrections
from kg.corrections import read as read_corrections
from kg.describe import describe
from kg.errors import BuildError
from kg.making import Described, Face, read_kept, same_texts
from kg.pool import Crash, default_workers, work
from kg.reading import PATIENCE, Document, Progress, Read, Readings, SetAside, read_all, set_aside_order
from kg.reconcile import Aliases, Reconciled, reconcile_apart
from kg.snapshot import Folder, manifest_if_whole, now
from kg.soundness import is_sound

__all__ = ["Access", "Built", "Document", "SetAside", "build"]

Access = Literal["public", "internal"]


@dataclass(frozen=True)
class Built:
    """What a build published.

    :ivar hash: SHA-256 of the dump, which names the snapshot
    :ivar new: it differs from what was published before
    :ivar mended: it is what was published before, which was damaged and has been made anew
    :ivar set_aside: files that are not in it, with reasons
    :ivar same_text: paths of files that hold one text, and are one source therefore
    :ivar findings: how many of each kind
    :ivar corrections: what people have corrected, and what became of it; None if nobody has
    """

    hash: str
    path: Path
    new: bool
    mended: bool
    documents: int
    quads: int
    set_aside: list[SetAside]
    same_text: list[list[str]]
    findings: dict[str, int]
    corrections: dict[str, Any] | None = None


def build(
    paths: Iterable[Path],
    store: Path | str,
    read: Read,
    workers: int | None = None,
    access: Access = "internal",
    rules: str = "",
    progress: Progress = lambda _stage, _done, _of: None,
    set_aside: Iterable[SetAside] = (),
    patience: float | None = PATIENCE,
) -> Built:
    """Read files and publish a snapshot of exactly them.

    :param read: reads one file; at the top level of a module
    :param workers: processes; one for each processor if not told
    :param access: of every source graph; a document with a circulation mark is internal whatever is told
    :param rules: state of the rules and reference data that ``read`` works with: change it and all is read again
    :param set_aside: files that were found beside ``paths`` and are no documents, for the reports
    :param patience: seconds (and more for a longer file) after which a reading is ended and its file set aside; each
        file is read in another process then, so ``read`` and the program's main module must be importable; None for
        no limit
    :raises kg.errors.StoreError: the work could not be done; what was published before is untouched
    """
    folder, files = Folder(store), [Path(path) for path in paths]
    _check_place(folder.root, files)
    with _told(folder.root), folder.locked():
        passing = folder.root / ".building"
        shutil.rmtree(passing, ignore_errors=True)
        try:
            passing.mkdir(parents=True)
            cache, many = Cache(folder.cache), workers or default_workers()
            readings = read_all(files, cache, read, rules, many, progress, patience)
            readings.set_aside = sorted([*readings.set_aside, *set_aside], key=set_aside_order)
            corrected = read_corrections(folder.root)
            described = _describe(cache, corrected, readings, _reconciled(readings, access), access, many, progress)
            return _publish(folder, passing, cache, readings, described, corrected, progress)
        finally:
            shutil.rmtree(passing, ignore_errors=True)


def _check_place(store: Path, files: list[Path]) -> None:
    """A store is a folder, and holds no documents: what was built from them would be read the next time."""
    there = next(path for path in (store, *store.absolute().parents) if path.exists())
    if not there.is_dir():
        raise BuildError.no_folder(there)
    root = store.resolve()
    for path in files:
        if path.resolve().is_relative_to(root):
            raise BuildError.inside(path, store)


@contextmanager
def _told(store: Path) -> Iterator[None]:
    """Say of a full disk or a forbidden folder what it is and what helps."""
    try:
        yield
    except OSError as error:
        raise BuildError.of(error, store) from error


def _reconciled(readings: Readings, access: Access) -> Reconciled:
    documents = readings.documents.values()
    internal = [r.summary for r in documents if r.internal or access == "internal"]
    public = [r.summary for r in documents if not (r.internal or access == "internal")]
    return reconcile_apart(public, internal)


def _describe(
    cache: Cache,
    corrected: Corrections,
    readings: Readings,
    reconciled: Reconciled,
    access: Access,
    workers: int,
    progress: Progress,
) -> list[Described]:
    correcting = Correcting.of(corrected)
    tasks = [
        (file.key, source, reconciled.aliases[source], "internal" if file.internal else access)
        for source, file in sorted(readings.documents.items())
    ]
    found: list[Described] = []
    for done, result in enumerate(work(partial(describe_one, cache.root, correcting), tasks, workers), 1):
        progress("describe", done, len(tasks))
        if isinstance(result, Crash):
            raise BuildError.no_workers()
        found.append(result)
    return sorted(found, key=lambda d: d.source)


def describe_one(cache_root: Path, correcting: Correcting, task: tuple[str, str, Aliases, str]) -> Described:
    """Describe a record of the cache, unless that was done before, and correct the description."""
    cache = Cache(cache_root)
    reading, source, aliases, access = task
    key_ = key(reading, msgspec.msgpack.encode(sorted(aliases.items())), access, describing_key())
    kept = cache.read("unsaid", key_)
    if kept is None or cache.lines("descriptions", key_) is None:
        document = read_kept(cache, reading)
        found = describe(document.record, document.text, aliases, access)
        cache.write_lines("descriptions", key_, (line.encode("utf-8") for line in found.lines))
        kept = msgspec.msgpack.encode(found.unsaid)
        cache.write("unsaid", key_, kept)
    replaced = {a.first: a.iri for a in aliases.values() if a.first != a.iri}
    unsaid = msgspec.msgpack.decode(kept, type=list[str])
    corrected, rejecting, known = correcting.correct(cache, key_, source)
    return Described(corrected, reading, source, access == "public", replaced, unsaid, rejecting, known)


def _publish(
    folder: Folder,
    passing: Path,
    cache: Cache,
    readings: Readings,
    described: list[Described],
    corrected: Corrections,
    progress: Progress,
) -> Built:
    """Make the snapshot, and beside it what of it is public where only a part is; then switch."""
    face = Face(passing, cache, described, progress, Applied.to(described, corrected))
    hash_ = face.make()
    new = folder.current() != hash_
    public = [d for d in described if d.public]
    findings = [f.iri for f in face.findings]
    is_open = len(public) == len(described) and not face.applied.has_internal(findings)
    told = {
        "published": now(),
        "public": "all" if is_open else "some" if public else "none",
        "withdrawn": _withdrawn(folder, set(readings.documents)),
        "cache": sorted({d.key for d in described} | {k for f in readings.files for k in (f.key, f.summary_key)}),
    }
    sound = is_sound(folder.snapshots / hash_)
    if sound:
        place = _renew(folder, face, readings, told)
    else:
        if told["public"] == "some":
            part = Face(passing / "public", cache, public, progress, Applied.to(public, corrected, public=True))
            part.make()
            part.complete(readings.files, [], told | {"public": "all", "withdrawn": [], "cache": []})
        face.complete(readings.files, readings.set_aside, told)
        face.close()
        place = folder.publish(passing, hash_)
    report = face.applied.report(findings) if corrected.sha256 else None
    totals = dict(Counter(f.kind for f in face.findings))
    same = same_texts(face.documents(readings.files))
    return Built(
        hash_, place, new, not (new or sound), len(described), face.count, readings.set_aside, same, totals, report
    )


def _renew(folder: Folder, face: Face, readings: Readings, told: dict[str, Any]) -> Path:
    """Keep a snapshot that is there, with reports of the present files: their names may be others."""
    before = manifest_if_whole(folder.snapshots / face.hash) or {}
    face.report(readings.files, readings.set_aside, told | {"published": before.get("published", told["published"])})
    face.close()
    return folder.renew(face.folder, face.hash)


def _withdrawn(folder: Folder, sources: set[str]) -> list[str]:
    """Sources that an earlier snapshot had and this one has not."""
    current = folder.current()
    if current is None:
        return []
    place = folder.snapshots / current
    before = manifest_if_whole(place)
    if before is None:  # lost: the texts that lie there tell as well
        return sorted({path.stem for path in (place / "sources").glob("*.txt")} - sources)
    earlier = {d["text_sha256"] for d in before["documents"]} | set(before["withdrawn"])
    return sorted(earlier - sources)
