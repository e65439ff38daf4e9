"""The register of documents as systematisation asks for it, as Word.

Columns and their order are those of the list of documents in Annex IV (form for lists of documents in force) of Nghị
định 34/2016/NĐ-CP as amended by Nghị định 154/2020/NĐ-CP: STT; tên loại văn bản; số, ký hiệu, ngày, tháng, năm ban
hành; tên gọi, trích yếu; thời điểm có hiệu lực; ghi chú. What is not known is said to be unknown: the list is a draft
for the officer, not a statement that an act is in force.
"""

from __future__ import annotations

import io

from docx.document import Document as Report
from docx.enum.text import WD_ALIGN_PARAGRAPH

from queries.answer import Answer, Value
from queries.catalogue import Language
from queries.graph import Graph
from queries.resolve import find_one
from viz import tables
from viz.reports import empty_report, repeat_heading, widen
from viz.shown import shown
from viz.site.thing_facts import names_of
from viz.site.words import say

_TITLES = ("number", "kind", "sign", "subject", "effective", "remarks")
_WIDTHS = (6, 14, 24, 50, 16, 30)  # shares of the page


def systematised(graph: Graph, answer: Answer, language: Language) -> bytes:
    """The answer to "document-register" in that form."""
    document = empty_report(language, sideways=True)
    for line, style in ((say("lists.form-title", language), "Heading 1"), (_scope(graph, answer, language), "Normal")):
        document.add_paragraph(tables.printable(line), style=style).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _fill(document, answer, language)
    document.add_paragraph()
    for line in (answer.note, tables.covered(answer, language), say("lists.form-draft", language)):
        if line:
            document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _scope(graph: Graph, answer: Answer, language: Language) -> str:
    """Whose documents of which time."""
    office = find_one(graph, "agent", "office", str(answer.parameters["office"]))
    name = names_of(graph, [office.iri], language)[office.iri]
    day = {end: shown(answer.parameters.get(end), language) or "…" for end in ("from", "to")}
    return say("lists.form-scope", language, office=name, **day)


def _fill(document: Report, answer: Answer, language: Language) -> None:
    table = document.add_table(rows=1, cols=len(_TITLES), style="Table Grid")
    for cell, title in zip(table.rows[0].cells, _TITLES, strict=True):
        cell.paragraphs[0].add_run(say(f"lists.form-{title}", language)).bold = True
    repeat_heading(table)
    for number, row in enumerate(answer.rows, 1):
        told = dict(zip(answer.columns, row, strict=True))
        for cell, text in zip(table.add_row().cells, (str(number), *_cells(told, language)), strict=True):
            cell.paragraphs[0].add_run(tables.printable(text))
    widen(document, table, list(_WIDTHS))


def _cells(told: dict[str, Value], language: Language) -> tuple[str, str, str, str, str]:
    unknown = say("site.unknown", language)
    day = shown(told["date"], language)
    sign = ", ".join(
        filter(None, (shown(told["number"], language), say("lists.form-day", language, day=day) if day else ""))
    )
    state = [told["stateLabel"] or say("lists.form-state-unknown", language), told["byLabel"], told["held"]]
    return (
        shown(told["kindLabel"], language) or unknown,
        sign or unknown,
        shown(told["title"], language) or unknown,
        shown(told["effective"], language) or unknown,
        "; ".join(str(part) for part in state if part),
    )
