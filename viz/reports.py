"""Answers as Word reports: tables whose rows have the words that prove them as footnotes.

Page, letters and numbers of pages follow Nghị định 30/2020/NĐ-CP (Annex I): A4, Times New Roman 13 to 14 pt, margins
of 20 to 25 mm above and below, 30 to 35 mm left and 15 to 20 mm right, the page's number above the text from the
second page on; with wide tables the page lies on its side.
"""

from __future__ import annotations

import io
from copy import deepcopy
from dataclasses import replace

from docx import Document
from docx.document import Document as Report
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table
from docx.table import _Row as Row
from docx.text.font import Font
from docx.text.paragraph import Paragraph

from queries.answer import Answer, Proof
from queries.ask import ask
from queries.catalogue import Language, question
from queries.graph import Graph
from viz import tables
from viz.footnotes import Footnotes
from viz.shown import is_numeric, readable, shown

_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_FACE, _SIZE, _TABLE_SIZE = "Times New Roman", Pt(14), Pt(13)
_MARGINS = {"top_margin": Mm(20), "bottom_margin": Mm(20), "left_margin": Mm(30), "right_margin": Mm(20)}
_UPRIGHT = 4  # columns that fit on an upright page
_NUMBER, _LEAST, _MOST = 10, 18, 60  # characters that count for a column's width
_LOCALES = {"vi": "vi-VN", "en": "en-GB"}
_OF_DOCUMENT = ("legal-status", "authorised-by-decision", "basis-chain", "legal-effects", "impact")
"""The questions that tell of a document."""


def as_docx(answer: Answer, language: Language, title: str = "") -> bytes:
    """An answer as a Word report: what was asked, the rows with their footnotes, over what it was asked.

    :param title: of an answer that is to no question of the catalogue
    """
    return _written(title or question(answer.question).wording[language], [answer], language)


def document_report(graph: Graph, iri: str, language: Language) -> bytes:
    """What the graph tells of a document as a Word report, a section for each question."""
    _, rows = graph.select(f'SELECT ?l {{ <{iri}> <{_LABEL}> ?l FILTER(LANG(?l) != "en") }} ORDER BY ?l LIMIT 1')
    title = str(rows[0][0]) if rows else iri
    return _written(title, document_answers(graph, iri, language), language)


def document_answers(graph: Graph, iri: str, language: Language) -> list[Answer]:
    """What the catalogue tells of a document; an empty answer tells why it is empty."""
    one_step = {"basis-chain": {"depth": "1"}, "impact": {"depth": "1"}}
    told = [ask(graph, name, {"document": iri} | one_step.get(name, {}), language) for name in _OF_DOCUMENT]
    return [_without(answer, iri) if answer.rows else answer for answer in told]


def _without(answer: Answer, iri: str) -> Answer:
    """An answer without the columns that tell of each row the thing that all is about, and its only step."""
    by_name = zip(answer.columns, zip(*answer.rows, strict=True), strict=True)
    own = {"level"} | {name for name, values in by_name if set(values) == {iri}}
    kept = [i for i, name in enumerate(answer.columns) if name.removesuffix("Label") not in own]
    columns, titles = [answer.columns[i] for i in kept], [answer.titles[i] for i in kept]
    return replace(answer, columns=columns, titles=titles, rows=[[row[i] for i in kept] for row in answer.rows])


def _written(title: str, answers: list[Answer], language: Language) -> bytes:
    """A report with that title; the answers' own questions are headings if there are several."""
    document = empty_report(language, sideways=any(len(_columns(a)) > _UPRIGHT for a in answers))
    document.core_properties.title = tables.printable(title)
    document.add_heading(tables.printable(title), 1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    notes = _Notes(Footnotes(document), language)
    for answer in answers:
        if len(answers) > 1:
            document.add_heading(question(answer.question).wording[language], 2)
        _section(document, answer, notes, is_alone=len(answers) == 1)
    document.add_paragraph()
    for name, text in dict.fromkeys(line for answer in answers for line in _ending(answer, language)):
        _line(document, name, text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _section(document: Report, answer: Answer, notes: _Notes, is_alone: bool) -> None:
    told = dict(tables.about(answer, notes.language))
    for key in ("asked", "note") if is_alone else ("note",):
        name = tables.word(key, notes.language)
        if name in told:
            _line(document, name, told[name])
    if answer.rows:
        _fill(document, answer, notes)


def _ending(answer: Answer, language: Language) -> list[tuple[str, str]]:
    """Over what was asked, of which snapshot, when."""
    wanted = {tables.word(key, language) for key in ("covered", "snapshot", "made")}
    return [line for line in tables.about(answer, language) if line[0] in wanted]


def _line(document: Report, name: str, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{name}: ").bold = True
    paragraph.add_run(tables.printable(text))


class _Notes:
    """The footnotes of a report; words that were told before are referred to, not told again."""

    def __init__(self, footnotes: Footnotes, language: Language) -> None:
        self._footnotes, self.language = footnotes, language
        self._told: dict[str, int] = {}

    def add(self, paragraph: Paragraph, proofs: list[Proof]) -> None:
        for i, proof in enumerate(proofs):
            if i:
                paragraph.add_run(", ").font.superscript = True
            before = self._told.get(proof.iri)
            if before is None:
                text = " ".join(tables.proof_line(proof, self.language).split())
                self._told[proof.iri] = self._footnotes.add(paragraph, text)
            else:
                self._footnotes.add(paragraph, tables.word("again", self.language).format(number=before))


def _columns(answer: Answer) -> list[int]:
    """The columns that a person reads and in which something stands."""
    return [i for i in readable(answer) if any(row[i] not in (None, "") for row in answer.rows)]


def _fill(document: Report, answer: Answer, notes: _Notes) -> None:
    """The table: a line of headings that every page repeats, then the rows with their numbers."""
    columns = _columns(answer)
    table = document.add_table(rows=1, cols=len(columns) + 1, style="Table Grid")
    titles = [tables.word("number", notes.language), *(answer.titles[i] for i in columns)]
    for cell, title in zip(table.rows[0].cells, titles, strict=True):
        cell.paragraphs[0].add_run(title).bold = True
    repeat_heading(table)
    empty = table.add_row()
    for cell, i in zip(empty.cells[1:], columns, strict=True):
        if is_numeric(answer, i):
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    widen(document, table, [_NUMBER, *(_width(answer, i) for i in columns)])
    table._tbl.remove(empty._tr)
    for number, (row, proofs) in enumerate(zip(answer.rows, answer.evidence, strict=True), 1):
        told = [str(number), *(shown(row[i], notes.language, answer.columns[i]) for i in columns)]
        notes.add(_add_row(table, empty, told), proofs)


def _add_row(table: Table, empty: Row, texts: list[str]) -> Paragraph:
    """A copy of an empty row, which is far quicker than a new one, with texts; the last paragraph that has any."""
    copied = deepcopy(empty._tr)
    table._tbl.append(copied)
    last = None
    for cell, text in zip(copied.tc_lst, texts, strict=True):
        if text:
            last = Paragraph(cell.p_lst[0], table)
            last.add_run(tables.printable(text))
    assert last is not None  # noqa: S101  # the row's number
    return last


def repeat_heading(table: Table) -> None:
    """Repeat the first row on every page."""
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _width(answer: Answer, column: int) -> int:
    longest = max((len(str(row[column])) for row in answer.rows if row[column] is not None), default=0)
    return min(max(longest, len(answer.titles[column]), _LEAST), _MOST)


def widen(document: Report, table: Table, widths: list[int]) -> None:
    """Share the page among the columns by what stands in them."""
    section = document.sections[0]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    table.autofit = False
    style = document.styles["Table Text"].style_id
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(room * width // sum(widths))
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Emu(room * width // sum(widths))
            for paragraph in cell.paragraphs:
                paragraph._p.style = style  # by its id: to look the style up takes long


def empty_report(language: Language, sideways: bool) -> Report:
    """An empty report with page and letters as the decree has them."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(297), Mm(210)) if sideways else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
    for name, margin in _MARGINS.items():
        setattr(section, name, margin)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    _number_pages(section.header.paragraphs[0])
    _letters(document, language)
    return document


def _letters(document: Report, language: Language) -> None:
    normal = document.styles["Normal"]
    _face(normal.font, _SIZE)
    normal.paragraph_format.space_after = Pt(6)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), _LOCALES[language])
    normal.element.get_or_add_rPr().append(spoken)
    for name in ("Heading 1", "Heading 2"):
        _face(document.styles[name].font, _SIZE)
    text = document.styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = normal
    text.font.size = _TABLE_SIZE
    text.paragraph_format.space_after = Pt(0)


def _face(font: Font, size: Pt) -> None:
    font.name, font.size, font.color.rgb = _FACE, size, RGBColor(0, 0, 0)
    faces = font.element.rPr.rFonts
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        faces.set(qn(script), _FACE)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        faces.attrib.pop(qn(theme), None)


def _number_pages(paragraph: Paragraph) -> None:
    """The page's number, in the middle."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
