"""From what was found to the record: nothing is dropped in silence."""

from __future__ import annotations

from ingest.assemble import assemble
from ingest.context import Found, Link
from ingest.layout import lay_out
from ingest.source import Source
from ontology.records import Citation, DocumentEntry

TEXT = "Quyết định này thay thế Quyết định số 15/QĐ-UBND ngày 03/02/2020 của UBND tỉnh.\n"


def test_a_relation_whose_end_is_no_entry_is_told():
    layout = lay_out(Source("a.txt", TEXT))
    document = DocumentEntry(kind="decision", spans=[(0, 14)], finder="header")
    at = layout.text.index("Quyết định số")
    kept, lost = (Citation(kind="decision", number="15/QĐ-UBND", spans=[(at, at + 24)]) for _ in range(2))
    links = [Link(document, "replaces", end, 0, at + 24, "relations") for end in (kept, lost)]
    record = assemble(layout, Found(document, citations=[kept], links=links))
    assert len(record.relations) == 1
    told = [(n.what, n.quote, n.spans) for n in record.not_understood]
    assert told == [("relation replaces", record.relations[0].quote, record.relations[0].detail.spans)]
