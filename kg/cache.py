"""What need not be made again, by true keys: files on disk, written whole or not at all.

A reading depends on the file's bytes, its ending and the rules; a description on its record, its aliases and its
access class, and on the ontology and the describing code. Every entry has a sum: one that a failing disk or a careless
hand has changed counts as not there, and is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

_SUM = 32  # bytes of a SHA-256


def key(*parts: bytes | str) -> str:
    """A key of all that something was made from (SHA-256, hex)."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


@lru_cache(maxsize=1)
def describing_key() -> str:
    """The state of all that a description is made with: this package's code and data, and the ontology."""
    parts: list[bytes | str] = []
    for package in ("kg", "kg.description", "ontology"):
        for path in sorted(files(package).iterdir(), key=lambda p: p.name):
            if path.is_file() and not path.name.endswith(".pyc"):
                parts += [path.name, path.read_bytes()]
    return key(*parts)


def _watched(pieces: Iterable[bytes], watch: Callable[[bytes], None]) -> Iterator[bytes]:
    for piece in pieces:
        watch(piece)
        yield piece


class Cache:
    """Files by kind and key below one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, kind: str, key_: str) -> Path:
        """Where something of a key is, or would be."""
        return self.root / kind / key_[:2] / key_

    def read(self, kind: str, key_: str) -> bytes | None:
        """What is kept, if anything is and is as it was written."""
        with contextlib.suppress(OSError):
            data = self.path(kind, key_).read_bytes()
            if hashlib.sha256(data[_SUM:]).digest() == data[:_SUM]:
                return data[_SUM:]
        return None

    def write(self, kind: str, key_: str, data: bytes) -> None:
        """Keep something."""
        self._write(self.path(kind, key_), [hashlib.sha256(data).digest(), data])

    def lines(self, kind: str, key_: str) -> Path | None:
        """The file of lines that is kept, if it is and is as it was written."""
        path, wanted = self.path(kind, key_), self.read(f"{kind}-sums", key_)
        with contextlib.suppress(OSError), path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").digest() == wanted:
                return path
        return None

    def write_lines(self, kind: str, key_: str, lines: Iterable[bytes]) -> Path:
        """Keep a file of lines that can be read as it is: its sum lies beside it."""
        digest = hashlib.sha256()
        path = self.path(kind, key_)
        self._write(path, _watched(lines, digest.update))
        self.write(f"{kind}-sums", key_, digest.digest())
        return path

    def _write(self, place: Path, pieces: Iterable[bytes]) -> None:
        """Write beside and on to the disk, then rename, so that a killed process leaves nothing half."""
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, passing = tempfile.mkstemp(dir=place.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            Path(passing).replace(place)
        except BaseException:
            Path(passing).unlink(missing_ok=True)
            raise
