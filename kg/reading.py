"""The first half of a build: files to records in the cache, each document once, whatever could not be read named."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec

from kg.cache import Cache, describing_key, key
from kg.naming import Summary, summarise
from kg.pool import Crash, work
from ontology.records import Record
from ontology.units import unit_table


class Document(msgspec.Struct, frozen=True):
    """What reading a file gives: the record, and the stored source text that its spans count in."""

    record: Record
    text: str


class SetAside(msgspec.Struct, frozen=True):
    """A file that is not in the graph, and why; of a secret one nothing but its name and place is kept.

    :ivar reason: a code, worded where it is shown: a reader's ("scan", "encoding") or "unopened", "error" (of a
        reader), "crash", "too-slow"
    :ivar failed: it should have been readable (the exit status tells); else it is no document
    :ivar place: where in the file ("page", "line" or "byte", and its number)
    :ivar path: the file as it was named
    :ivar detail: what the system or a library said of it, in its own words
    """

    name: str
    reason: str
    failed: bool = True
    place: tuple[Literal["page", "line", "byte"], int] | None = None
    path: str = ""
    detail: str = ""


Read = Callable[[Path], Document | SetAside]
"""Reads one file; must be at the top level of a module, so that other processes can import it."""

PATIENCE, PATIENCE_PER_MB = 120.0, 60.0
"""Seconds after which a reading is ended, and for each million bytes of the file."""

Progress = Callable[[str, int, int], None]
"""Told of each step: stage ("read", "describe", "merge", "load", "check"), done, of how many."""


def set_aside_order(one: SetAside) -> tuple[str, str, str]:
    """What lists of files that were set aside are sorted by."""
    return one.name, one.path, one.reason


class Read1(msgspec.Struct, frozen=True):
    """A file that was read, or found in the cache."""

    path: str
    name: str
    file_sha256: str
    key: str
    summary_key: str
    summary: Summary
    internal: bool


@dataclass
class Readings:
    """All documents by the hash of their text, and the files that hold them: several may hold the same."""

    documents: dict[str, Read1] = field(default_factory=dict)
    files: list[Read1] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)


def time_limit(patience: float, path: Path) -> float:
    """Seconds that reading a file may take: more for a longer one."""
    try:
        return patience + PATIENCE_PER_MB * path.stat().st_size / 1_000_000
    except OSError:
        return patience


def read_all(
    paths: Iterable[Path],
    cache: Cache,
    read: Read,
    rules: str,
    workers: int,
    progress: Progress,
    patience: float | None = None,
) -> Readings:
    """Read every file that the cache does not know.

    :param rules: state of the rules and reference data that ``read`` works with; part of the cache's keys
    :param patience: see :func:`kg.build.build`
    """
    ordered = sorted({Path(p) for p in paths}, key=lambda p: (p.name, str(p)))
    found = Readings()
    limit = partial(time_limit, patience) if patience is not None else None
    for done, result in enumerate(work(partial(read_one, read, cache.root, rules), ordered, workers, limit), 1):
        progress("read", done, len(ordered))
        if isinstance(result, Crash):
            reason = "too-slow" if result.late else "crash"
            found.set_aside.append(SetAside(result.task.name, reason, path=str(result.task)))
        elif isinstance(result, SetAside):
            found.set_aside.append(result)
        else:
            found.files.append(result)
    found.files.sort(key=lambda r: (r.file_sha256, r.name, r.path))
    found.set_aside.sort(key=set_aside_order)
    for file in found.files:
        found.documents.setdefault(file.summary.source, file)
    return found


def read_one(read: Read, cache_root: Path, rules: str, path: Path) -> Read1 | SetAside:
    """Read a file, or find in the cache what it was read as."""
    cache = Cache(cache_root)
    try:
        data = path.read_bytes()
    except OSError as error:
        return SetAside(path.name, "unopened", path=str(path), detail=error.strerror or str(error))
    file_sha256 = hashlib.sha256(data).hexdigest()
    key_ = key(data, path.suffix.lower(), rules)
    del data
    kept = cache.read("readings", key_)
    if kept is None:
        document = _attempt(read, path)
        if isinstance(document, SetAside):
            return document
        kept = msgspec.msgpack.encode(document)
        cache.write("readings", key_, kept)
    return _summary(cache, path, file_sha256, key_, kept)


def _attempt(read: Read, path: Path) -> Document | SetAside:
    try:
        document = read(path)
    except Exception as error:  # whatever a reader trips over must not stop the others
        return SetAside(path.name, "error", path=str(path), detail=f"{type(error).__name__}: {error}")
    if isinstance(document, Document) and document.record.document.secrecy:
        return SetAside(path.name, "secret", path=str(path))
    return document


def _summary(cache: Cache, path: Path, file_sha256: str, key_: str, kept: bytes) -> Read1:
    summary_key = key(key_, describing_key())
    data = cache.read("summaries", summary_key)
    if data is None:
        record = msgspec.msgpack.decode(kept, type=Document).record
        internal = bool(record.document.circulation)
        data = msgspec.msgpack.encode((summarise(record, unit_table()), internal))
        cache.write("summaries", summary_key, data)
    summary, internal = msgspec.msgpack.decode(data, type=tuple[Summary, bool])
    return Read1(str(path), path.name, file_sha256, key_, summary_key, summary, internal)
