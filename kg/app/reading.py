"""Reading documents: the road from a file to a record, as functions that a worker process can run."""

from __future__ import annotations

import gc
import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from ingest import readers
from ingest.read import read
from ingest.readers import UnreadableDocument, looks_vietnamese
from kg.reading import Document, SetAside
from ontology.units import unit_table

# Such files are no documents, or no reader knows them: named, but not an error of the build.
_NOT_DOCUMENTS = frozenset(
    {
        "binary", "directory", "hidden", "lock-file", "same-file", "special-file", "spreadsheet", "store",
        "unknown-format",
    }
)  # fmt: skip
# Old Office files and pictures are documents that nobody can read here, but not with these endings.
_NO_DOCUMENT_ENDINGS = frozenset({".xls", ".xlt", ".ppt", ".pps", ".gif", ".webp"})
_LIBRARIES = ("ahocorasick_rs", "pypdfium2", "python-docx", "selectolax")


def read_document(path: Path) -> Document | SetAside:
    """A file's record and text, or what it is set aside for; of a secret document the name alone is kept."""
    try:
        source = readers.read(path)
        if not looks_vietnamese(source.text):
            raise UnreadableDocument(path, "not-vietnamese")
    except UnreadableDocument as error:
        return set_aside(error)
    document = Document(read(source, unit_table()), source.text)
    collect_rarely()
    return document


@cache
def collect_rarely() -> None:
    """Spare a process that has begun to read the garbage collector's rounds, which are a tenth of the time.

    Units and lexicons stay for good, and nearly all that a reading leaves behind is freed without the collector.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def set_aside(error: UnreadableDocument) -> SetAside:
    """How a file that cannot be read is kept in the report: as a code, worded where it is shown."""
    failed = error.reason not in _NOT_DOCUMENTS and not (
        error.reason in ("image", "legacy-office") and error.path.suffix.lower() in _NO_DOCUMENT_ENDINGS
    )
    return SetAside(error.path.name, error.reason, failed, error.place, str(error.path))


@cache
def rules_version() -> str:
    """SHA-256 of everything that decides a reading: code and data of ``ingest`` and ``ontology``, and the libraries.

    An extraction in the cache is good for the same text and the same version only.
    """
    digest = hashlib.sha256("".join(f"{name} {version(name)}\0" for name in _LIBRARIES).encode())
    for package in ("ingest", "ontology"):
        root = Path(str(files(package)))
        for path in sorted(p for p in root.rglob("*") if p.suffix in {".py", ".toml", ".csv"}):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
