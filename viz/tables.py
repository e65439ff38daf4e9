"""Answers as tables: on the terminal, as CSV and XLSX that open right in Vietnamese Excel, as JSON."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from queries.answer import Answer, Proof, Value

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Format = Literal["table", "json", "csv", "xlsx"]
FORMATS: tuple[Format, ...] = ("table", "json", "csv", "xlsx")

_WORDS = {
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
        "source": "Tài liệu",
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
        "source": "Document",
    },
}
_MOST_WIDE = 80  # characters of an Excel column
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_EXCEL_CELL = 32_767  # characters that an Excel cell can hold


def _readable(answer: Answer) -> list[int]:
    """Columns that a person reads: the address of a thing gives way to its label (``task`` to ``taskLabel``)."""
    return [i for i, name in enumerate(answer.columns) if f"{name}Label" not in answer.columns]


def as_json(answer: Answer) -> str:
    """The answer as indented JSON, ending in a newline."""
    return json.dumps(answer.to_json(), ensure_ascii=False, indent=2) + "\n"


def as_csv(answer: Answer, language: str) -> str:
    """The answer as CSV with a byte order mark, which Excel needs to read Vietnamese; evidence in the last column."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    readable = _readable(answer)
    writer.writerow([*(answer.titles[i] for i in readable), _WORDS[language]["evidence"]])
    for row, proofs in zip(answer.rows, answer.evidence, strict=True):
        quotes = " / ".join(p.quote for p in proofs)
        writer.writerow([*(_cell(row[i]) for i in readable), _cell(quotes)])
    return "\ufeff" + out.getvalue()


def as_xlsx(answer: Answer, language: str) -> bytes:
    """The answer as an Excel workbook: one sheet with the rows (addresses of things too), one with the evidence."""
    words = _WORDS[language]
    book = Workbook()
    book.remove(book.worksheets[0])
    _fill(book.create_sheet(words["answer"]), answer.titles, answer.rows)
    proofs = [
        [number, proof.quote, proof.source_label or proof.source, proof.page, proof.section, proof.iri]
        for number, row in enumerate(answer.evidence, 1)
        for proof in row
    ]
    titles = [words["row"], words["quote"], words["source"], words["page"], words["section"], "IRI"]
    _fill(book.create_sheet(words["evidence"]), titles, proofs)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_terminal(answer: Answer, language: str, console: Console) -> None:
    """Print the rows, then under each row's number the words that prove it, and over what was asked."""
    words = _WORDS[language]
    if answer.rows:
        console.print(_table(answer))
        _print_proofs(answer, words, console)
    else:
        console.print(Text(words["none"]))
    if answer.coverage:
        told = words["coverage"].format(
            sources=answer.coverage.sources,
            newest=answer.coverage.newest or words["unknown"],
            unresolved=answer.coverage.unresolved,
        )
        console.print(Text(told, style="dim"))


def _table(answer: Answer) -> Table:
    """The rows with their numbers; columns in which nothing stands are left out."""
    shown = [i for i in _readable(answer) if any(row[i] is not None for row in answer.rows)]
    table = Table(header_style="bold", show_lines=len(shown) > 1)
    table.add_column("", justify="right", style="dim")
    for i in shown:
        table.add_column(Text(answer.titles[i]), overflow="fold")
    for number, row in enumerate(answer.rows, 1):
        table.add_row(str(number), *(Text(_plain(row[i])) for i in shown))
    return table


def _print_proofs(answer: Answer, words: dict[str, str], console: Console) -> None:
    if any(answer.evidence):
        console.print(Text(f"{words['evidence']}:", style="bold"))
    for number, proofs in enumerate(answer.evidence, 1):
        for proof in proofs:
            line = Table.grid(padding=(0, 1))
            line.add_column(justify="right", width=4, style="dim")
            line.add_column(overflow="fold")
            line.add_row(str(number), Text(_proof_line(proof, words)))
            console.print(line)


def _proof_line(proof: Proof, words: dict[str, str]) -> str:
    where = [proof.source_label or proof.source]
    if proof.page:
        where.append(f"{words['page']} {proof.page}")
    if proof.section:
        where.append(f"{words['section']} {proof.section}")
    return _printable(f"«{proof.quote}» ({', '.join(where)})")


def _fill(sheet: Worksheet, titles: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    sheet.append(list(titles))
    for row in rows:
        sheet.append([_printable(v)[:_EXCEL_CELL] if isinstance(v, str) else v for v in row])
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


def _printable(text: str) -> str:
    """Text without control characters: Excel refuses them, and a terminal obeys them."""
    return _CONTROLS.sub(" ", text)


def _plain(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else _printable(str(value))


def _cell(value: Value) -> str:
    """A CSV cell; text that a spreadsheet would take for a formula is kept as text (OWASP: CSV injection)."""
    text = _plain(value)
    formula = text[:1] in {"=", "+", "@", "\t", "\r"} or (text[:1] == "-" and not text[1:2].isspace())
    return f"'{text}" if formula and isinstance(value, str) else text
