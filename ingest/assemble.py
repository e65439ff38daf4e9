"""From what the finders found to the record: ids, source offsets, verbatim quotes, relations by name and id."""

from __future__ import annotations

from ingest.context import Found, Link
from ingest.layout import Layout
from ontology.records import (
    Activity,
    Citation,
    DocumentEntry,
    Entry,
    NotUnderstood,
    Record,
    Relation,
    RelationDetail,
    SourceInfo,
    Span,
)

_QUOTE_LENGTH = 160  # of an activity's quote, in characters (GUIDE)
_PREFIXES = {
    "citations": "c",
    "projects": "p",
    "organisations": "o",
    "places": "l",
    "people": "n",
    "activities": "a",
}


def assemble(layout: Layout, found: Found) -> Record:
    """The record of a document; entries are numbered by kind in order of their first mention."""
    found.document.id = "doc"
    _settle(layout, found.document)
    for field, prefix in _PREFIXES.items():
        of_kind: list[Entry] = getattr(found, field)
        of_kind.sort(key=lambda e: e.spans[0] if e.spans else (len(layout.text), 0))
        for number, entry in enumerate(of_kind, 1):
            entry.id = f"{prefix}{number}"
    entries: list[Entry] = [found.document, *(entry for field in _PREFIXES for entry in getattr(found, field))]
    ends = set(map(id, entries))
    whole = [{id(link.subject), id(link.object)} <= ends for link in found.links]
    relations = [_relation(layout, link) for link, kept in zip(found.links, whole, strict=True) if kept]
    loose = [_loose(layout, link) for link, kept in zip(found.links, whole, strict=True) if not kept]
    for entry in entries[1:]:
        _settle(layout, entry)
    _settle_events(layout, found)
    return Record(
        source=_told_source(layout),
        document=found.document,
        relations=relations,
        not_understood=[*found.not_understood, *loose],
        **{field: getattr(found, field) for field in _PREFIXES},
    )


def _told_source(layout: Layout) -> SourceInfo:
    """What a record says of its source, with the places where sections begin."""
    info = layout.source.info()
    before = ""
    for block in layout.blocks:
        path = "Phụ lục" if block.part == "annex" else block.section
        if path != before:
            info.sections.append((layout.mapped.origin(block.start), path))
        before = path
    return info


def _settle(layout: Layout, entry: Entry) -> None:
    """Give an entry its verbatim quotes and turn its spans into offsets of the source."""
    quotes: dict[str, list[Span]] = {}  # the text is in normal form: mention forms differ in case alone
    spans: list[Span] = []
    for start, end in sorted(set(entry.spans)) if len(entry.spans) > 1 else entry.spans:
        pieces = layout.source_spans(start, end)
        quotes.setdefault(layout.text[start:end].lower(), pieces)
        spans += pieces
    entry.quotes = [layout.words(pieces) for pieces in quotes.values()]
    entry.spans = spans
    if isinstance(entry, Activity):
        entry.quote = entry.quotes[0][:_QUOTE_LENGTH] if entry.quotes else ""


def _settle_events(layout: Layout, found: Found) -> None:
    for project in found.projects:
        for event in project.events:
            if event.spans:
                event.quote = layout.quote(*event.spans[0])
                event.spans = [s for a, b in event.spans for s in layout.source_spans(a, b)]


def _relation(layout: Layout, link: Link) -> Relation:
    spans = layout.source_spans(link.start, link.end)
    detail = RelationDetail(
        subject=link.subject.id,
        object=link.object.id,
        spans=spans,
        finder=link.finder,
        confidence=link.confidence,
        approval=link.approval,
        provision=link.provision,
    )
    return Relation(_name(link.subject), link.predicate, _name(link.object), layout.words(spans), detail)


def _loose(layout: Layout, link: Link) -> NotUnderstood:
    """A relation one of whose ends is no entry of the record."""
    spans = layout.source_spans(link.start, link.end)
    return NotUnderstood(what=f"relation {link.predicate}", quote=layout.words(spans), spans=spans)


def _name(entry: Entry) -> str:
    """How a relation tells one of its ends: the number of a document, else its title; the name of anything else."""
    if isinstance(entry, DocumentEntry):
        return entry.title or entry.number or ""
    if isinstance(entry, Citation):
        return entry.number or entry.title or ""
    return str(getattr(entry, "name", None) or getattr(entry, "summary", ""))
