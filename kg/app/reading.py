"""Reading documents: the road from a file to a record, as functions that a worker process can run."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from ingest import readers
from ingest.read import read
from ingest.readers import UnreadableDocument, looks_vietnamese
from kg.app.language import language
from kg.reading import Document, SetAside
from ontology.units import unit_table

# No reader knows such files, or they are no documents: named, but not an error of the build.
_NOT_DOCUMENTS = frozenset(
    {
        "binary", "directory", "hidden", "image", "legacy-office", "lock-file", "rtf", "same-file", "special-file",
        "spreadsheet", "unknown-format",
    }
)  # fmt: skip


def read_document(path: Path) -> Document | SetAside:
    """A file's record and text, or what it is set aside for; of a secret document the name alone is kept."""
    try:
        source = readers.read(path)
        if not looks_vietnamese(source.text):
            raise UnreadableDocument(path, "not-vietnamese")
    except UnreadableDocument as error:
        return set_aside(error)
    return Document(read(source, unit_table()), source.text)


def set_aside(error: UnreadableDocument) -> SetAside:
    """How a file that cannot be read is named in the report."""
    failed = error.reason not in _NOT_DOCUMENTS
    return SetAside(error.path.name, error.message(language()), failed)


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
