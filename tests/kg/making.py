"""Documents made by hand: records whose spans are found in their own text."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from ingest.source import Source
from kg.reading import Document, SetAside
from ontology.records import Entry, Record, Relation, RelationDetail, from_json, to_json


def spans(text: str, words: str) -> list[tuple[int, int]]:
    """Where some words stand first."""
    at = text.index(words)
    return [(at, at + len(words))]


def record(text: str, relations: list[tuple[str, str, str, str, dict[str, Any]]] = (), **entries: Any) -> Record:  # type: ignore[assignment]
    """A record of a text; every entry's first quotation tells where it stands.

    :param relations: subject id, predicate, object id, words, further details
    """
    made = Record(source=Source("made.txt", text, "text", "0" * 64).info(), **entries)
    r = made
    for entry in (r.document, *r.citations, *r.projects, *r.organisations, *r.places, *r.people, *r.activities):
        _place(text, entry)
    for subject, predicate, object_, words, more in relations:
        detail = RelationDetail(subject=subject, object=object_, spans=spans(text, words), finder="relations", **more)
        made.relations.append(Relation(subject, predicate, object_, words, detail))  # type: ignore[arg-type]
    return made


def _place(text: str, entry: Entry) -> None:
    quotes = entry.quotes or ([entry.quote] if getattr(entry, "quote", "") else [])
    entry.spans = [s for quote in quotes for s in spans(text, quote)]
    entry.finder = entry.finder or "made"


def write(folder: Path, name: str, made: Record, text: str) -> Path:
    """A file that :func:`read` reads back: the record as JSON, then the text."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.made"
    path.write_text(json.dumps([to_json(made).decode(), text]), "utf-8")
    return path


def read(path: Path) -> Document | SetAside:
    """The reading function of these tests."""
    if path.suffix != ".made":
        return SetAside(path.name, "unknown-format", failed=False)
    data, text = json.loads(path.read_text("utf-8"))
    found = from_json(data)
    found.source.file_sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Document(found, text)
