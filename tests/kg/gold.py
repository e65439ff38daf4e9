"""Gold annotations as records, so that the graph can be tested on real reports whatever the reading does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from ingest.source import Source
from ontology.records import (
    Activity,
    Citation,
    DocumentEntry,
    Entry,
    Organisation,
    Period,
    Person,
    Place,
    Project,
    Quantity,
    Record,
    Relation,
    RelationDetail,
    Signer,
)

_LISTS = {
    "citations": Citation, "projects": Project, "organisations": Organisation, "places": Place, "people": Person,
}  # fmt: skip


class _Finder:
    """Finds quotations in a text: white space collapsed, Markdown marks ignored (the guide's own rule)."""

    def __init__(self, text: str) -> None:
        self.text = text
        kept = [(i, c) for i, c in enumerate(text) if c not in "*_#"]
        self.origins: list[int] = []
        letters = []
        for i, c in kept:
            if c.isspace():
                if letters and letters[-1] == " ":
                    continue
                c = " "
            letters.append(c)
            self.origins.append(i)
        self.flat = "".join(letters)

    def spans(self, quotes: list[str]) -> list[tuple[int, int]]:
        found = []
        for quote in quotes:
            flat = re.sub(r"\s+", " ", re.sub(r"[*_#]", "", quote)).strip()
            at = self.flat.find(flat)
            if flat and at >= 0:
                found.append((self.origins[at], self.origins[at + len(flat) - 1] + 1))
        return found


def records(shared: Path) -> list[tuple[Record, str]]:
    """The three real reports as records, with their texts."""
    return [convert(path, shared / "seeds" / f"{path.stem}.txt") for path in sorted((shared / "gold").glob("*.json"))]


def convert(gold: Path, seed: Path) -> tuple[Record, str]:
    """One gold file as a record."""
    data = json.loads(gold.read_text("utf-8"))
    text = seed.read_bytes().decode("utf-8")
    source = Source(seed.name, text, "text", "0" * 64)
    finder = _Finder(text)
    lists = {
        name: [_entry(type_, name, i, e, finder) for i, e in enumerate(data[name])] for name, type_ in _LISTS.items()
    }
    activities = [_activity(i, a, finder) for i, a in enumerate(data["activities"])]
    record = Record(source=source.info(), document=_document(data["document"], finder), activities=activities, **lists)
    record.relations = list(filter(None, (_relation(r, record, finder) for r in data["relations"])))
    return record, text


def _document(data: dict[str, Any], finder: _Finder) -> DocumentEntry:
    quotes = data.pop("quotes", [])
    signer, period = data.pop("signer", None), data.pop("period_covered", None)
    return DocumentEntry(
        id="doc", quotes=quotes, spans=finder.spans(quotes), signer=Signer(**signer) if signer else None,
        period_covered=Period(**period) if period else None, finder="header", **data,
    )  # fmt: skip


def _entry(type_: type[Entry], name: str, number: int, data: dict[str, Any], finder: _Finder) -> Entry:
    known = {"type": ""} if type_ is Project else {}
    known |= {k: v for k, v in data.items() if k in type_.__struct_fields__ and v is not None}
    return type_(id=f"{name[:2]}{number}", spans=finder.spans(data["quotes"]), finder=name, **known)


def _activity(number: int, data: dict[str, Any], finder: _Finder) -> Activity:
    quantities = [
        Quantity(value=float(q["value"]), unit=q.get("unit"), of=q.get("of"))
        for q in data.pop("quantities")
        if isinstance(q.get("value"), int | float)
    ]
    known = {k: v for k, v in data.items() if k in Activity.__struct_fields__ and v is not None}
    return Activity(
        id=f"a{number}", spans=finder.spans([data["quote"]]), quantities=quantities, finder="activities", **known
    )


def _relation(row: list[str], record: Record, finder: _Finder) -> Relation | None:
    subject, predicate, object_, quote = row
    ends = _ends(record)
    if subject not in ends or object_ not in ends:
        return None
    approval = "list" if "danh mục" in object_.lower() and predicate == "approves" else None
    detail = RelationDetail(
        subject=ends[subject], object=ends[object_], spans=finder.spans([quote]), finder="relations", approval=approval
    )
    return Relation(subject, predicate, object_, quote, detail)


def _ends(record: Record) -> dict[str, str]:
    ends: dict[str, str] = {}
    for entry in (
        *record.organisations,
        *record.projects,
        *record.places,
        *record.people,
        *record.citations,
        record.document,
    ):
        for name in (getattr(entry, "number", None), getattr(entry, "name", None), getattr(entry, "title", None)):
            if name:
                ends.setdefault(name, entry.id)
    return ends
