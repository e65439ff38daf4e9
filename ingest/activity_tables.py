"""Activities in tables: tasks of a plan with who leads them and by when, tasks of a report with what became of them."""

from __future__ import annotations

import re

from ingest.activity_clauses import cut
from ingest.activity_heads import Clause
from ingest.activity_indicators import Indicators, indicators
from ingest.activity_telling import Teller, trim
from ingest.activity_types import type_of
from ingest.activity_words import LEXICON, Hits
from ingest.layout import Block
from ingest.parts import Part
from ingest.periods import find_times
from ontology.records import Activity, ActivityStatus, Span

_COLUMNS: dict[str, list[str]] = LEXICON["columns"]
_DONE = re.compile(r"\s*(?:đã|hoàn thành|xong|đạt)\b", re.IGNORECASE)
_ONGOING = re.compile(r"\s*(?:đang|tiếp tục|chưa hoàn thành)\b", re.IGNORECASE)
_DECIDING = frozenset({"decision", "resolution"})
_FIRST_COLUMN = frozenset({"stt", "tt", "số tt", "chỉ tiêu", "nội dung", "nội dung công việc"})
_ASKED = re.compile(
    r"\s*(?:yêu cầu(?: thực hiện)?|(?:nội dung )?(?:đề nghị|kiến nghị)|(?:hướng|biện pháp) xử lý)\s*", re.IGNORECASE
)
_RULE = re.compile(r"[\s:|-]*$")


class Tables:
    """Reads the rows of a document's tables; the first row of each names its columns."""

    def __init__(self, text: str, hits: Hits, teller: Teller) -> None:
        self.text = text
        self.hits = hits
        self.teller = teller
        self._columns: dict[int, dict[str, int]] = {}
        self._indicators: dict[int, Indicators | None] = {}

    def read(self, block: Block, part: Part) -> None:
        """Tell the activity of a row, if its table is one of tasks."""
        if block.table not in self._columns or self._begins(block):
            self._columns[block.table] = self._heads(block)
            self._indicators[block.table] = indicators(self.text, block)
            return
        if figures := self._indicators[block.table]:
            self._measured(block, figures, part)
            return
        columns = self._columns[block.table]
        if "content" not in columns or not self._needed() & columns.keys():
            return
        if _RULE.fullmatch(self.text, block.start, block.end) or columns["content"] >= len(block.cells):
            return
        self._row(block, columns, part)

    def _begins(self, block: Block) -> bool:
        """Whether a row begins another table right behind one: it names columns again."""
        start, end = block.cells[0] if block.cells else (block.start, block.start)
        return self.text[start:end].strip().lower() in _FIRST_COLUMN

    def _measured(self, block: Block, columns: Indicators, part: Part) -> None:
        """Tell what a row of a table of indicators measures: done if its column of results is filled."""
        measured = columns.read(self.text, block)
        if measured is None or self.teller.document.kind in _DECIDING:
            return
        clause = self._clause(measured.what) or self._noted(measured.what)
        if clause is None:
            return
        status: ActivityStatus | None = "done" if measured.achieved else None
        activity = self.teller.tell(block, clause, type_of(self.text, clause), part, status)
        if activity:
            activity.quantities = measured.quantities
            activity.spans = [(measured.what[0], block.end)]

    def _noted(self, cell: Span) -> Clause | None:
        """A cell that tells a thing done by a noun ("Số nhiệm vụ được nghiệm thu")."""
        typed = [h for h in self.hits.between(*cell) if h.action.type]
        return Clause(*cell, "start", head=typed[0], hits=typed) if typed else None

    def _needed(self) -> set[str]:
        """Columns of which a table of tasks has one; in a decision only a column of partners tells it from a list."""
        return {"partners", "result"} if self.teller.document.kind in _DECIDING else {"lead", "deadline", "result"}

    def _heads(self, block: Block) -> dict[str, int]:
        """Which column holds what, told by the words of its heading."""
        found: dict[str, int] = {}
        heading = self.text[block.start : block.end].lower()
        asked = next((i for i, cell in enumerate(block.cells) if _ASKED.fullmatch(self.text, *cell)), None)
        if asked is None and any(w in heading for w in _COLUMNS["titles"]):
            return found
        for index, (start, end) in enumerate(block.cells):
            words = self.text[start:end].lower()
            for role in ("partners", "lead", "result", "deadline", "content"):
                if role not in found and any(w in words for w in _COLUMNS[role]):
                    found[role] = index
                    break
        if asked is not None and "lead" in found:
            found["content"] = asked  # beside the name of a task stands what is to be done with it
        return found

    def _row(self, block: Block, columns: dict[str, int], part: Part) -> None:
        cell = self._cell(block, columns, "content")
        result = self._cell(block, columns, "result")
        clause = self._clause(cell)
        status: ActivityStatus | None = None
        if result and result[0] < result[1]:
            status = self._outcome(result)
        elif "result" in columns or "lead" in columns:
            status = "planned"
        if clause is None and result:
            clause, status = self._clause(result), status or "done"
        if clause is None and "lead" in columns and cell:
            clause = Clause(*cell, "start")
        if clause is None:
            return
        kind = type_of(self.text, clause) if clause.head else "other"
        activity = self.teller.tell(block, clause, kind, part, status)
        if activity and "lead" in columns:
            self._assign(activity, block, columns)

    def _cell(self, block: Block, columns: dict[str, int], role: str) -> Span | None:
        index = columns.get(role)
        return block.cells[index] if index is not None and index < len(block.cells) else None

    def _clause(self, cell: Span | None) -> Clause | None:
        """The first clause of a cell if a verb heads it, as long as the cell."""
        if cell is None or cell[0] >= cell[1]:
            return None
        clauses = cut(self.text, *cell, self.hits)
        if not clauses or clauses[0].head is None:
            return None
        clauses[0].end = cell[1]
        trim(self.text, clauses[0])
        return clauses[0]

    def _outcome(self, result: Span) -> ActivityStatus | None:
        if _DONE.match(self.text, *result):
            return "done"
        return "ongoing" if _ONGOING.match(self.text, *result) else None

    def _assign(self, activity: Activity, block: Block, columns: dict[str, int]) -> None:
        organisations = self.teller.details.named.organisations
        if lead := self._cell(block, columns, "lead"):
            found = organisations.between(*lead)
            activity.assignee = activity.organiser = found[0].name if found else self.text[slice(*lead)].strip() or None
        if partners := self._cell(block, columns, "partners"):
            activity.coordinates_with = [m.name for m in organisations.between(*partners)] or self._listed(partners)
        if deadline := self._cell(block, columns, "deadline"):
            self._due(activity, deadline)

    def _listed(self, cell: Span) -> list[str]:
        return [x.strip() for x in re.split(r"[;,]", self.text[slice(*cell)]) if x.strip()]

    def _due(self, activity: Activity, cell: Span) -> None:
        times = find_times(self.text, self.teller.details.context.date, *cell)
        if times:
            activity.period, activity.period_start, activity.period_end = times[0].words, times[0].first, times[0].last
            activity.deadline = times[-1].last or times[-1].words
        else:
            activity.deadline = self.text[slice(*cell)].strip() or None
