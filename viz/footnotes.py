"""Real footnotes in a Word document, which python-docx does not write itself: the part that holds them (ECMA-376)."""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph

_SIZE = Pt(10)
_EMPTY = f"""<w:footnotes {nsdecls("w")}>
  <w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
  <w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""


class Footnotes:
    """The footnotes of a document, numbered by Word in the order of their references."""

    def __init__(self, document: Document) -> None:
        self._notes = parse_xml(_EMPTY)
        uri = PackURI("/word/footnotes.xml")
        part = XmlPart(uri, CONTENT_TYPE.WML_FOOTNOTES, self._notes, document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        _declare(document)
        _add_styles(document)
        self.count = 0

    def add(self, paragraph: Paragraph, text: str) -> int:
        """Refer to a new footnote at the end of a paragraph; its number.

        :param text: without control characters
        """
        self.count += 1
        paragraph._p.append(_mark("w:footnoteReference", self.count))
        note = OxmlElement("w:footnote")
        note.set(qn("w:id"), str(self.count))
        written = OxmlElement("w:p")
        written.append(_styled("w:pPr", "w:pStyle", "FootnoteText"))
        written.append(_mark("w:footnoteRef"))
        written.append(_run(f" {text}"))
        note.append(written)
        self._notes.append(note)
        return self.count


def _mark(name: str, number: int | None = None) -> BaseOxmlElement:
    """A run with the raised number of a footnote."""
    run = OxmlElement("w:r")
    run.append(_styled("w:rPr", "w:rStyle", "FootnoteReference"))
    mark = OxmlElement(name)
    if number is not None:
        mark.set(qn("w:id"), str(number))
    run.append(mark)
    return run


def _run(text: str) -> BaseOxmlElement:
    run, written = OxmlElement("w:r"), OxmlElement("w:t")
    written.text = text
    written.set(qn("xml:space"), "preserve")
    run.append(written)
    return run


def _styled(properties: str, kind: str, style: str) -> BaseOxmlElement:
    element, chosen = OxmlElement(properties), OxmlElement(kind)
    chosen.set(qn("w:val"), style)
    element.append(chosen)
    return element


def _declare(document: Document) -> None:
    """Tell the settings which footnotes are the separators; Word repairs documents that do not."""
    told = OxmlElement("w:footnotePr")
    for number in ("-1", "0"):
        separator = OxmlElement("w:footnote")
        separator.set(qn("w:id"), number)
        told.append(separator)
    settings = document.settings.element
    after = settings.find(qn("w:compat"))  # the schema fixes the order of settings
    settings.append(told) if after is None else after.addprevious(told)


def _add_styles(document: Document) -> None:
    text = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = document.styles["Normal"]
    text.font.size = _SIZE
    text.paragraph_format.space_after = Pt(0)
    reference = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    reference.font.superscript = True
    text.element.set(qn("w:styleId"), "FootnoteText")
    reference.element.set(qn("w:styleId"), "FootnoteReference")
