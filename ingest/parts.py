"""What each paragraph of a document is: header, number, subject, basis, heading, item, footnote, signature."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from ingest.lines import (
    SUPERSCRIPT,
    Paragraph,
    begins,
    begins_plainly,
    holds,
    is_annex,
    is_kind,
    is_motto,
    is_number,
    is_place_date,
    is_recipients,
    is_role,
    plain,
)
from ingest.runs import UPPER

BlockKind = Literal[
    "header",  # Quốc hiệu, tên cơ quan
    "number",  # Số: .../BC-SKHCN
    "place_date",  # Sơn La, ngày 5 tháng 11 năm 2021
    "kind",  # BÁO CÁO
    "subject",  # trích yếu
    "addressee",  # Kính gửi
    "basis",  # Căn cứ ..., Thực hiện ...
    "heading",
    "article",  # Điều 1.
    "paragraph",
    "item",  # -, +, a)
    "row",  # of a table
    "footnote",
    "recipient",
    "signature",
]
Part = Literal["preamble", "results", "assessment", "plan", "body", "closing", "annex"]
_State = Literal["header", "title", "body", "recipients", "signature"]

NOTE = re.compile(rf"(?:(?P<superscript>[{SUPERSCRIPT}]{{1,4}})\s*|(?P<plain>\d{{1,2}})\s+(?=[{UPPER}\"“]))")
DIGITS = str.maketrans(SUPERSCRIPT, "0123456789")
_PERSON = re.compile(rf"[{UPPER}][a-zà-ỹđ']*(?: [{UPPER}][\w']*){{1,4}}")
_FINISHED = re.compile(r"[.;:!?…/][\s'\"”)*_]*$")
_LONGEST_HEADING = 120  # characters; longer ones only in capitals
_LONGEST_CAPITALS = 250
_JOINED: dict[BlockKind, frozenset[BlockKind]] = {
    "paragraph": frozenset({"paragraph", "item", "subject", "basis", "article"}),
    "subject": frozenset({"subject"}),
    "recipient": frozenset({"recipient"}),
}


class Classifier:
    """Tells the kind of paragraph after paragraph, and joins what a page break or footnote has torn apart."""

    def __init__(self, text: str, notes: frozenset[int] = frozenset()) -> None:
        self.text = text
        self.notes = notes  # where lines of notes with plain numbers begin
        self.state: _State = "header"
        self.annex = False
        self.preamble = True  # before the first heading or article
        self.told = False  # whether anything has been said yet that can be signed
        self.numbered = False
        self.signing = False  # whether a line of the signature has stood
        self.opened = False  # whether a kind, basis or addressee has stood

    def classify(self, paragraphs: Iterable[Paragraph]) -> list[tuple[BlockKind, Paragraph]]:
        """Kinds and paragraphs in order; continued ones are joined to what they go on with."""
        found: list[tuple[BlockKind, Paragraph]] = []
        last: tuple[BlockKind, Paragraph] | None = None  # the last but for footnotes and empty signs
        for paragraph in paragraphs:
            kind = self._kind(paragraph)
            if last is not None and self._continues(last, kind, paragraph):
                last[1].lines += paragraph.lines
                continue
            self.told |= kind in {"paragraph", "item", "basis"}
            self.opened |= kind in {"kind", "basis", "addressee"}
            for entry in self._split_kind_line(kind, paragraph):
                found.append(entry)
                if entry[0] != "footnote":
                    last = entry
        return found

    def _kind(self, paragraph: Paragraph) -> BlockKind:
        start, end = paragraph.lines[0][0], paragraph.lines[-1][1]
        head = self.text[start : min(end, start + 260)]
        if head[0] == "|" and self.state != "header":
            self.state = "body"
            return "row"
        if self.state in {"recipients", "signature"}:
            return self._closing(head, paragraph)
        if is_recipients(head):
            self.state = "recipients"
            return "recipient"
        if self._is_note(start):
            return "footnote"
        if self.state in {"header", "title"}:
            return self._front(head, paragraph)
        return self._body(head, end - start, paragraph)

    def _is_note(self, start: int) -> bool:
        """Whether a paragraph is a footnote: a raised number, or a plain one that stands for a mark."""
        return self.text[start] in SUPERSCRIPT or start in self.notes

    def _closing(self, head: str, paragraph: Paragraph) -> BlockKind:
        """Recipients and signature, which may stand in either order, until an annex begins."""
        if is_recipients(head):
            self.state = "recipients"
            return "recipient"
        if not paragraph.label and not paragraph.right and self._is_note(paragraph.lines[0][0]):
            return "footnote"
        if not paragraph.label and (is_annex(head) or (len(head) > 150 and not paragraph.right)):
            self.state, self.annex = "body", True
            return self._body(head, len(head), paragraph)
        signs = not paragraph.label and (is_role(head) or (self.signing and _PERSON.fullmatch(head) is not None))
        if self.state == "recipients" and not paragraph.right and not signs:
            return "recipient"
        self.signing = True
        if not paragraph.right:
            self.state = "recipients" if paragraph.label_kind == "dash" else "signature"
        return "recipient" if paragraph.label_kind == "dash" else "signature"

    def _front(self, head: str, paragraph: Paragraph) -> BlockKind:
        if is_motto(head):
            return "header"
        if is_number(head):
            self.numbered = True
            return "number"
        if is_place_date(head):
            return "place_date"
        if head.startswith("Kính gửi"):
            self.state = "body"
            return "addressee"
        if begins("basis", head):
            self.state = "body"
            return "basis"
        if paragraph.label_kind in {"article", "part", "roman", "number"}:
            self.state = "body"
            return self._body(head, len(head), paragraph)
        return self._title(head, paragraph)

    def _title(self, head: str, paragraph: Paragraph) -> BlockKind:
        """Issuer, kind and subject lines."""
        if self.state == "header":
            if is_kind(head):
                self.state = "title"
                return "kind"
            if head[:4].lower() in {"v/v ", "v/v:"} or head.startswith("Về việc"):
                return "subject"
            if len(head) < 150 and (head.isupper() or not any(c.isalnum() for c in head)):
                return "header"
            return "subject" if head[0].islower() and not paragraph.label else self._leave(head, paragraph)
        if head.isupper() and begins("issuer_lines", head):
            return "header"
        if not any(c.isalnum() for c in head):
            return "header"
        self.state = "body"
        return "subject"

    def _leave(self, head: str, paragraph: Paragraph) -> BlockKind:
        """Prose before any kind or basis: once the number stood, the body of a letter or Party document begins."""
        if len(head) > 150 or self.numbered:
            self.state = "body"
        return self._body(head, len(head), paragraph)

    def _body(self, head: str, length: int, paragraph: Paragraph) -> BlockKind:
        if paragraph.label_kind == "article":
            self.preamble = False
            return "article"
        if paragraph.label_kind == "dash":
            return "item"
        if not paragraph.label:
            return self._unlabelled(head)
        short = len(head) < _LONGEST_HEADING or (head.isupper() and length < _LONGEST_CAPITALS)
        if (
            paragraph.label_kind in {"part", "roman", "number"}
            and short
            and length <= len(head)
            and not head.rstrip().endswith(";")
        ):
            self.preamble = False
            return "heading"
        return "item"

    def _unlabelled(self, head: str) -> BlockKind:
        if self.told and is_role(head) and head.isupper():
            self.state = "signature"
            return "signature"
        if self.preamble:
            if begins("basis", head):
                return "basis"
            if head.isupper() and begins("issuer_lines", head):
                return "header"
            if not self.numbered and is_number(head):
                self.numbered = True
                return "number"
            if is_kind(head):
                self._open()
                return "kind"
        return "paragraph"

    def _open(self) -> None:
        """Begin the body, or the title where only lines of the header, misread ones too, have stood before."""
        if self.opened:
            self.preamble = False
        else:
            self.state, self.told = "title", False

    def _continues(self, last: tuple[BlockKind, Paragraph], kind: BlockKind, paragraph: Paragraph) -> bool:
        """Whether a paragraph goes on with the unfinished one before a page break or footnotes."""
        kinds = _JOINED.get(kind)
        if kinds is None or last[0] not in kinds or paragraph.label or paragraph.right != last[1].right:
            return False
        first = self.text[paragraph.lines[0][0]]
        if not (first.islower() or (first.isdigit() and kind == "paragraph")):
            return False
        end = last[1].lines[-1][1]
        return not _FINISHED.search(self.text[max(end - 6, 0) : end])

    def _split_kind_line(self, kind: BlockKind, paragraph: Paragraph) -> list[tuple[BlockKind, Paragraph]]:
        """Part the kind from a subject that stands behind it in the same capitals ("KẾ HOẠCH TRIỂN KHAI ...")."""
        if kind != "kind":
            return [(kind, paragraph)]
        start, end = paragraph.lines[0][0], paragraph.lines[-1][1]
        match = begins_plainly("kind_lines").match(plain(self.text[start : min(end, start + 60)]))
        told = start + match.end() if match else end
        rest = told + len(self.text[told:end]) - len(self.text[told:end].lstrip(" :*_\n"))
        if rest >= end or not any(c.isalnum() for c in self.text[rest:end]):
            return [(kind, paragraph)]
        first = paragraph.lines[0]
        if rest >= first[1]:  # the kind has its line for itself
            return [(kind, Paragraph([first])), ("subject", Paragraph(paragraph.lines[1:]))]
        return [
            (kind, Paragraph([(start, told)])),
            ("subject", Paragraph([(rest, first[1]), *paragraph.lines[1:]])),
        ]


def part_of_section(heading: str) -> Part:
    """What a section of the first level is about in time, told by its heading."""
    if holds("plan").search(heading) and not heading.upper().startswith("KẾT QUẢ"):
        return "plan"
    if holds("results").search(heading):
        return "results"
    return "assessment" if holds("assessment").search(heading) else "body"
