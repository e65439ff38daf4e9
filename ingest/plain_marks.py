"""Footnotes whose digits have lost their height: "1 Gồm ..." at a line's beginning, and marks glued to a word ("năm1").

Converters and scans lower the raised digits of Nghị định 30/2020/NĐ-CP's footnotes. A line is a note only behind a
blank line, a rule or another note, and behind its mark; a glued digit is a mark only before its note, and from 1 on
in order, so that neither CO2 nor a number at a line's beginning counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.lines import SUPERSCRIPT
from ingest.runs import UPPER

# Each begins with the character that it needs, so that the engine can skip to it, and looks back from there.
_NOTE = re.compile(
    rf"\n(?:(?<=\n\n)|(?<=\n[-_*–]\n)|(?<=[-_*–]{{3}}\n)|(?<=[.;…]\n))(?P<number>\d{{1,2}})[ \t]+(?=[{UPPER}“\"])"
)
_GLUED = re.compile(
    r"(?P<number>\d(?:(?<=[^\W\d_][^\W\d_A-ZĐ]\d)|(?<=[A-ZĐ]{3}\d)|(?<=&[A-ZĐ]{2}\d))(?<!\b[kcdm]m\d)\d?)"
    r"(?=[\s.,;:)”\"]|$)"
)
_RAISED = re.compile(rf"(?P<number>[{SUPERSCRIPT}](?<!\n.)[{SUPERSCRIPT}]?)")
_DIGITS = str.maketrans(SUPERSCRIPT, "0123456789")


@dataclass(frozen=True, slots=True)
class PlainMarks:
    """``marks``: each glued mark's offset and number, in order; ``notes``: where lines with plain numbers begin."""

    marks: list[tuple[int, int]] = field(default_factory=list)
    notes: frozenset[int] = frozenset()


def plain_marks(text: str) -> PlainMarks:
    """The plain notes of a text, and the glued marks where it has no raised ones."""
    lines: dict[int, list[int]] = {}
    for match in _NOTE.finditer(text):
        lines.setdefault(int(match["number"]), []).append(match.start("number"))
    if not lines:
        return PlainMarks()
    raised = [(m.start(), int(m["number"].translate(_DIGITS))) for m in _RAISED.finditer(text)]
    if raised:
        return PlainMarks(notes=_notes(raised, lines))
    marks: list[tuple[int, int]] = []
    if 1 in lines:
        for match in _GLUED.finditer(text):
            mark = (match.start(), int(match["number"]))
            if mark[1] == len(marks) + 1 and any(at > mark[0] for at in lines.get(mark[1], ())):
                marks.append(mark)
    return PlainMarks(marks, _notes(marks, lines))


def _notes(marks: list[tuple[int, int]], lines: dict[int, list[int]]) -> frozenset[int]:
    """The first line of each mark's number behind it."""
    behind = (next((at for at in lines.get(number, ()) if at > mark), None) for mark, number in marks)
    return frozenset(at for at in behind if at is not None)
