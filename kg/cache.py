"""What need not be made again, by true keys: files on disk, written whole or not at all.

A reading depends on the file's bytes, its ending and the rules; a description on its record, its aliases and its
access class, and on the ontology and the describing code.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path


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


class Cache:
    """Files by kind and key below one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, kind: str, key_: str) -> Path:
        """Where something of a key is, or would be."""
        return self.root / kind / key_[:2] / key_

    def read(self, kind: str, key_: str) -> bytes | None:
        """What is kept, if anything is."""
        with contextlib.suppress(FileNotFoundError):
            return self.path(kind, key_).read_bytes()
        return None

    def write(self, kind: str, key_: str, data: bytes | Iterable[bytes]) -> Path:
        """Keep something: written beside, then renamed, so that a killed process leaves nothing half."""
        place = self.path(kind, key_)
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, passing = tempfile.mkstemp(dir=place.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines([data] if isinstance(data, bytes) else data)
            Path(passing).replace(place)
        except BaseException:
            Path(passing).unlink(missing_ok=True)
            raise
        return place
