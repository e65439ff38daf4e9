"""Reading documents: the road from a file to a record, as one function that a worker process can run."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from ingest import readers
from ingest.read import read
from ontology.records import Record
from ontology.units import unit_table


def read_file(path: Path) -> Record:
    """A document's record.

    :raises ingest.readers.UnreadableDocument: the file cannot be read, or must not be kept (secret)
    """
    return read(readers.read(path), unit_table())


@cache
def rules_version() -> str:
    """SHA-256 of everything that decides a reading: the code and data of ``ingest`` and ``ontology``.

    An extraction in the cache is good for the same text and the same version only.
    """
    digest = hashlib.sha256()
    for package in ("ingest", "ontology"):
        root = Path(str(files(package)))
        for path in sorted(p for p in root.rglob("*") if p.suffix in {".py", ".toml", ".csv"}):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
