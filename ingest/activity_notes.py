"""What footnotes add to activities: figures of the line that bears the mark, or things done on their own."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from ingest.activity_clauses import cut, names_document
from ingest.activity_heads import Clause
from ingest.activity_telling import Teller, trim, with_targets
from ingest.activity_types import type_of
from ingest.activity_words import LEXICON, Hits
from ingest.layout import Block, Layout
from ingest.quantities import find_quantities
from ontology.records import Activity, ActivityType

_TITLE_VERBS = frozenset(LEXICON["titles"]["verbs"])


class Notes:
    """The footnotes of one document, each tied to the mark that stands before it and nearest."""

    def __init__(self, layout: Layout, hits: Hits, teller: Teller) -> None:
        self.layout = layout
        self.text = layout.text
        self.hits = hits
        self.teller = teller
        self._marks = [offset for offset, _ in layout.marks]
        self._blocks: dict[int, list[int]] = {}
        for index, block in enumerate(layout.blocks):
            if block.kind == "footnote":
                self._blocks.setdefault(block.note, []).append(index)

    def add(self, activity: Activity, start: int, end: int) -> None:
        """Add what the footnotes say whose marks stand in ``text[start:end]``, the activity's clause."""
        for i in range(bisect_left(self._marks, start), bisect_right(self._marks, end + 1)):
            block = self._note(*self.layout.marks[i])
            if block is not None:
                self._read(activity, block)

    def _note(self, offset: int, number: int) -> Block | None:
        indexes = self._blocks.get(number)
        if not indexes:
            return None
        here = self.layout.index_at(offset)
        return self.layout.blocks[indexes[min(bisect_right(indexes, here), len(indexes) - 1)]]

    def _read(self, activity: Activity, block: Block) -> None:
        clauses = cut(self.text, block.start, block.end, self.hits)
        for clause in clauses:
            trim(self.text, clause)
        if clauses and self._tells(clauses[0]):
            self._tell(activity, block, clauses)
        elif 2 * len(figures := find_quantities(self.text, block.start, block.end)) >= len(clauses):
            activity.quantities += with_targets(figures)

    def _tells(self, clause: Clause) -> bool:
        """Whether a footnote tells things done; one that lists the titles of tasks begins with verbs as well."""
        if clause.head is None or self.teller.formula(clause):
            return False
        if find_quantities(self.text, clause.start, clause.end):
            return True
        return clause.head.action.word not in _TITLE_VERBS and bool(type_of(self.text, clause) == "issuing")

    def _tell(self, activity: Activity, block: Block, clauses: list[Clause]) -> None:
        """Things of the activity's own type are part of it; others are told apart, one for each type in a row."""
        current, kind = activity, activity.type
        for clause in clauses:
            if clause.head is None and not (kind == "issuing" and names_document(self.text, clause.start, clause.end)):
                current.quantities += self.teller.quantities(clause.start, clause.end)
                continue
            said: ActivityType = type_of(self.text, clause) if clause.head else kind
            if kind == "issuing" and names_document(self.text, clause.start, clause.end):
                said = kind
            if said != kind and (earlier := self._same_line(activity, said)):
                current, kind = earlier, said
            if said == kind and kind != "issuing":
                current.quantities += self.teller.quantities(clause.start, clause.end)
                continue
            told = self.teller.tell(block, clause, said, block.part, activity.status)
            current, kind = told or current, said

    def _same_line(self, activity: Activity, kind: ActivityType) -> Activity | None:
        """A thing of that type told just before, in the section that bears the mark."""
        near = [a for a in self.teller.activities[-4:] if a.type == kind and a.section == activity.section]
        return near[-1] if near else None
