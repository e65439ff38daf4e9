"""Answers as tables: on the terminal, as CSV and XLSX that open right in Vietnamese Excel, as JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from queries.answer import Answer, Proof, Value
from queries.catalogue import Language, question
from viz.shown import readable, shown

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Format = Literal["table", "json", "csv", "xlsx", "docx"]
FORMATS: tuple[Format, ...] = ("table", "json", "csv", "xlsx", "docx")

_WORDS: dict[Language, dict[str, str]] = {
    "vi": {
        "evidence": "Bằng chứng",
        "answer": "Trả lời",
        "none": "Không tìm thấy câu trả lời trong dữ liệu. Không thấy không có nghĩa là không có.",
        "coverage": "Đã hỏi {sources} tài liệu; mới nhất: {newest}; viện dẫn chưa xác định được: {unresolved}.",
        "unknown": "không rõ",
        "page": "trang",
        "section": "mục",
        "row": "Dòng",
        "quote": "Nguyên văn",
        "note": "Lưu ý",
        "source": "Tài liệu",
        "about": "Thông tin chung",
        "question": "Câu hỏi",
        "asked": "Điều kiện",
        "covered": "Phạm vi dữ liệu",
        "snapshot": "Bản dữ liệu",
        "made": "Ngày lập",
        "number": "TT",
        "again": "Xem chú thích {number}.",
    },
    "en": {
        "evidence": "Evidence",
        "answer": "Answer",
        "none": "The data give no answer. Not found does not mean that there is none.",
        "coverage": "Asked over {sources} documents; newest: {newest}; references not resolved: {unresolved}.",
        "unknown": "unknown",
        "page": "page",
        "section": "section",
        "row": "Row",
        "quote": "Words",
        "note": "Note",
        "source": "Document",
        "about": "About",
        "question": "Question",
        "asked": "Asked for",
        "covered": "Data asked",
        "snapshot": "Snapshot",
        "made": "Made on",
        "number": "No",
        "again": "See note {number}.",
    },
}
_MOST_WIDE = 80  # characters of an Excel column
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_EXCEL_CELL = 32_767  # characters that an Excel cell can hold


def as_json(answer: Answer) -> str:
    """The answer as indented JSON, ending in a newline."""
    return json.dumps(answer.to_json(), ensure_ascii=False, indent=2) + "\n"


def as_csv(answer: Answer, language: Language) -> str:
    """The answer as CSV with a byte order mark, which Excel needs to read Vietnamese; evidence in the last column.

    Numbers are written as the language writes them: to an Excel in Vietnamese, 3.5 is the third of May.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = readable(answer)
    writer.writerow([*(answer.titles[i] for i in columns), _WORDS[language]["evidence"]])
    for row, proofs in zip(answer.rows, answer.evidence, strict=True):
        quotes = " / ".join(p.quote for p in proofs)
        writer.writerow([*(_cell(row[i], language) for i in columns), _cell(quotes, language)])
    return "\ufeff" + out.getvalue()


def as_xlsx(answer: Answer, language: Language) -> bytes:
    """The answer as an Excel workbook: its rows (addresses of things too), the evidence, what was asked of what."""
    return workbook({_WORDS[language]["answer"]: answer}, language)


def workbook(answers: Mapping[str, Answer], language: Language) -> bytes:
    """Answers by their titles as an Excel workbook: a sheet each, one with the evidence of all, one about them.

    :param answers: titles have at most 31 characters, none of them ``[]:*?/\\``
    """
    words = _WORDS[language]
    book = Workbook()
    book.remove(book.worksheets[0])
    proofs: list[list[Value]] = []
    for title, answer in answers.items():
        _fill(book.create_sheet(title), answer.titles, answer.rows)
        for number, row in enumerate(answer.evidence, 1):
            at = number if len(answers) == 1 else f"{title}, {number}"
            proofs += [[at, p.quote, p.source_label or p.source, p.page, p.section, p.iri] for p in row]
    titles = [words["row"], words["quote"], words["source"], words["page"], words["section"], "IRI"]
    _fill(book.create_sheet(words["evidence"]), titles, proofs)
    told = [line for answer in answers.values() for line in about(answer, language)]
    _fill(book.create_sheet(words["about"]), *_told_once(told))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _told_once(lines: Sequence[tuple[str, str]]) -> tuple[list[str], list[list[Value]]]:
    first, *rest = dict.fromkeys(lines)
    return [*first], [[*line] for line in rest]


def about(answer: Answer, language: Language) -> list[tuple[str, str]]:
    """What was asked, of what, when; each with its title."""
    words = _WORDS[language]
    told = [
        *_asked(answer, language),
        ("note", answer.note or ("" if answer.rows else words["none"])),
        ("covered", covered(answer, language)),
        ("snapshot", answer.snapshot),
        ("made", shown(date.today().isoformat(), language)),  # noqa: DTZ011 - the day where the person is
    ]
    return [(words[key], text) for key, text in told if text]


def _asked(answer: Answer, language: Language) -> list[tuple[str, str]]:
    """The question and its parameters; nothing for a query that is no question of the catalogue."""
    if not answer.question:
        return []
    asked = question(answer.question)
    given = [
        f"{asked.parameters[name].wording[language]}: {shown(value, language, name)}"
        for name, value in answer.parameters.items()
    ]
    return [("question", f"{asked.number}. {asked.wording[language]}"), ("asked", "; ".join(given))]


def covered(answer: Answer, language: Language) -> str:
    """Over what was asked, and what is missing; empty if that is not known."""
    if answer.coverage is None:
        return ""
    return _WORDS[language]["coverage"].format(
        sources=answer.coverage.sources,
        newest=shown(answer.coverage.newest, language) or _WORDS[language]["unknown"],
        unresolved=answer.coverage.unresolved,
    )


def word(key: str, language: Language) -> str:
    """A word of answers' forms on paper."""
    return _WORDS[language][key]


def as_terminal(answer: Answer, language: Language, console: Console) -> None:
    """Print the rows, then under each row's number the words that prove it, and over what was asked."""
    words = _WORDS[language]
    if answer.rows:
        console.print(_table(answer))
        _print_proofs(answer, language, console)
    else:
        console.print(Text(words["none"]))
    if answer.note:
        console.print(Text(answer.note, style="italic"))
    if told := covered(answer, language):
        console.print(Text(told, style="dim"))


def _table(answer: Answer) -> Table:
    """The rows with their numbers; columns in which nothing stands are left out."""
    shown = [i for i in readable(answer) if any(row[i] is not None for row in answer.rows)]
    table = Table(header_style="bold", show_lines=len(shown) > 1)
    table.add_column("", justify="right", style="dim")
    for i in shown:
        table.add_column(Text(answer.titles[i]), overflow="fold")
    for number, row in enumerate(answer.rows, 1):
        table.add_row(str(number), *(Text(_plain(row[i])) for i in shown))
    return table


def _print_proofs(answer: Answer, language: Language, console: Console) -> None:
    if any(answer.evidence):
        console.print(Text(f"{_WORDS[language]['evidence']}:", style="bold"))
    for number, proofs in enumerate(answer.evidence, 1):
        for proof in proofs:
            line = Table.grid(padding=(0, 1))
            line.add_column(justify="right", width=4, style="dim")
            line.add_column(overflow="fold")
            line.add_row(str(number), Text(proof_line(proof, language)))
            console.print(line)


def proof_line(proof: Proof, language: Language) -> str:
    """The words of a proof and where they stand, on one line."""
    words = _WORDS[language]
    where = [proof.source_label or proof.source]
    if proof.page:
        where.append(f"{words['page']} {proof.page}")
    if proof.section:
        where.append(f"{words['section']} {proof.section}")
    return printable(f"«{proof.quote}» ({', '.join(where)})")


def _fill(sheet: Worksheet, titles: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    sheet.append(list(titles))
    for row in rows:
        sheet.append([_excel(value) for value in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(sheet.iter_cols(), 1):
        longest = max((len(str(c.value)) for c in column if c.value is not None), default=0)
        sheet.column_dimensions[get_column_letter(number)].width = min(longest + 2, _MOST_WIDE)
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"  # text of a document is never a formula
            elif isinstance(cell.value, date):
                cell.number_format = "dd/mm/yyyy"


def _excel(value: Value) -> str | float | bool | date | None:
    """A value of a cell: days as days, so that Excel sorts them; the rest as it is."""
    if not isinstance(value, str):
        return value
    return date.fromisoformat(value) if _DAY.fullmatch(value) else printable(value)[:_EXCEL_CELL]


def printable(text: str) -> str:
    """Text without control characters: Excel and Word refuse them, and a terminal obeys them."""
    return _CONTROLS.sub(" ", text)


def _plain(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else printable(str(value))


def _cell(value: Value, language: Language) -> str:
    """A CSV cell; text that a spreadsheet would take for a formula is kept as text (OWASP: CSV injection)."""
    text = _plain(value)
    if not isinstance(value, str):
        return text.replace(".", ",") if language == "vi" else text
    is_formula = text[:1] in {"=", "+", "@", "\t", "\r"} or (text[:1] == "-" and not text[1:2].isspace())
    return f"'{text}" if is_formula else text
