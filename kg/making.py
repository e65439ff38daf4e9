"""One face of a snapshot: store, dump, texts, records, reports, manifest, from descriptions in the cache."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from itertools import chain, groupby
from pathlib import Path
from typing import Any

import msgspec
import pyoxigraph as ox

from kg import findings as quality
from kg import quads
from kg.cache import Cache, describing_key
from kg.correcting import Applied
from kg.errors import BuildError
from kg.reading import Document, Progress, Read1, SetAside
from kg.reference import alias_lines, reference_lines
from kg.void import void
from ontology.records import to_json


class Described(msgspec.Struct, frozen=True):
    """A description in the cache.

    :ivar reading: key of the record and text that it describes
    :ivar replaced: first IRIs of its things, where reconciliation found others
    :ivar unsaid: what the record tells and the graph does not
    :ivar rejecting: names of the corrections by which facts of it are rejected
    :ivar known: IRIs that it describes among those of which corrections speak
    """

    key: str
    reading: str
    source: str
    public: bool
    replaced: dict[str, str]
    unsaid: list[str]
    rejecting: list[str]
    known: list[str]


class Face:
    """Makes a folder that can be opened as a snapshot; complete once its manifest is there."""

    def __init__(
        self, folder: Path, cache: Cache, described: list[Described], progress: Progress, applied: Applied
    ) -> None:
        self.folder, self.cache, self.described, self.progress = folder, cache, described, progress
        self.applied = applied
        self.findings: list[quality.Finding] = []
        self.hash, self.count = "", 0
        self.store: ox.Store | None = None

    def make(self) -> str:
        """Write dump and store; returns the SHA-256 of the dump."""
        runs = self.folder / "runs"
        runs.mkdir(parents=True)
        facts = self._merge(runs)
        self.progress("load", 0, 1)
        self.store = ox.Store(str(self.folder / "store"))
        self.store.bulk_load(path=str(facts), format=ox.RdfFormat.N_QUADS)
        self.progress("check", 0, 1)
        self.findings = quality.find(self.store)
        found = runs / "findings"
        marks = self.applied.marks(f.iri for f in self.findings)
        found.write_text("".join(sorted({*quality.lines(self.findings), *marks})), "utf-8")
        self.store.bulk_load(path=str(found), format=ox.RdfFormat.N_QUADS)
        self.store.flush()
        self._dump(facts, found)
        shutil.rmtree(runs)
        return self.hash

    def close(self) -> None:
        """Let go of the store, so that its folder can be moved."""
        self.store = None

    def _merge(self, runs: Path) -> Path:
        self.progress("merge", 0, 1)
        aliases = runs / "aliases"
        pairs = {pair for d in self.described for pair in d.replaced.items()}
        aliases.write_text("".join(alias_lines(pairs)), "utf-8")
        corrected = runs / "corrections"
        corrected.write_text("".join(self.applied.lines()), "utf-8")
        files = [self.cache.path("descriptions", d.key) for d in self.described]
        facts = runs / "facts"
        with facts.open("wb") as output:
            quads.merge([*files, aliases, corrected, reference_run(self.cache)], output, runs)
        return facts

    def _dump(self, facts: Path, found: Path) -> None:
        """Facts and findings as one sorted file."""
        with (self.folder / "dump.nq").open("wb") as output:
            quads.merge([facts, found], output, facts.parent)
        digest = hashlib.sha256()
        with (self.folder / "dump.nq").open("rb") as file:
            for line in file:
                digest.update(line)
                self.count += 1
        self.hash = digest.hexdigest()

    def complete(self, files: Iterable[Read1], set_aside: list[SetAside], told: dict[str, Any]) -> None:
        """Add texts, records and reports; the manifest last, which makes the snapshot whole."""
        if self.store is None:
            raise RuntimeError("make the face first")
        for name in ("sources", "records"):
            (self.folder / name).mkdir()
        for described in self.described:
            document = read_kept(self.cache, described.reading)
            text = document.text.encode("utf-8", "surrogatepass")
            (self.folder / "sources" / f"{described.source}.txt").write_bytes(text)
            (self.folder / "records" / f"{described.source}.json").write_bytes(to_json(document.record))
        (self.folder / "void.ttl").write_text(void(self.store), "utf-8")
        self.report(files, set_aside, told)

    def report(self, files: Iterable[Read1], set_aside: list[SetAside], told: dict[str, Any]) -> None:
        """Write the quality report and the manifest.

        :param files: the files that were read; those of other faces are left out
        :param told: what the manifest says besides: times, and what was withdrawn
        """
        unsaid = list(chain.from_iterable(d.unsaid for d in self.described))
        documents = self.documents(files)
        report = quality.report(self.findings, set_aside, unsaid, same_texts(documents))
        _write_json(self.folder / "quality.json", report)
        aside = [msgspec.to_builtins(s) for s in set_aside]
        if self.applied.corrections.sha256:
            told = told | {"corrections": self.applied.report(f.iri for f in self.findings)}
        own = {"dump_sha256": self.hash, "quads": self.count, "documents": documents, "set_aside": aside}
        _write_json(self.folder / "manifest.json", told | own)

    def documents(self, files: Iterable[Read1]) -> list[dict[str, str]]:
        """The rows of the manifest: files whose texts this face holds."""
        mine = {d.source for d in self.described}
        rows = [
            {"path": f.path, "file_sha256": f.file_sha256, "text_sha256": f.summary.source}
            for f in files
            if f.summary.source in mine
        ]
        return sorted(rows, key=lambda row: (row["text_sha256"], row["path"]))


def same_texts(documents: list[dict[str, str]]) -> list[list[str]]:
    """The paths of files that hold the same text, of each text with several.

    :param documents: rows of the manifest, sorted
    """
    groups = ([row["path"] for row in rows] for _, rows in groupby(documents, key=lambda row: row["text_sha256"]))
    return [paths for paths in groups if len(paths) > 1]


def reference_run(cache: Cache) -> Path:
    """The sorted lines of the graphs that belong to no source."""
    kept = cache.lines("reference", describing_key())
    return kept or cache.write_lines(
        "reference", describing_key(), (line.encode("utf-8") for line in reference_lines())
    )


def read_kept(cache: Cache, key_: str) -> Document:
    """A record and its text from the cache."""
    data = cache.read("readings", key_)
    if data is None:
        raise BuildError.cache_changed()
    return msgspec.msgpack.decode(data, type=Document)


def _write_json(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
