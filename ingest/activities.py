"""Activities (hoạt động): each thing done, under way or planned that a line tells, with period and quantities."""

from __future__ import annotations

import re

import msgspec

from ingest.activity_clauses import cut, holds_document, names_document
from ingest.activity_heads import Clause, numbered
from ingest.activity_notes import Notes
from ingest.activity_tables import Tables
from ingest.activity_telling import Teller, trim
from ingest.activity_types import orders, type_of
from ingest.activity_words import LEXICON, find_actions
from ingest.context import Context, Found
from ingest.layout import Block, Layout
from ingest.parts import Part, part_of_section
from ontology.records import Activity, ActivityStatus, ActivityType

_SHORTEST = 8  # characters of a clause that can tell anything
_LONGEST_TOPIC = 200
_TELLING_LABEL = 65  # characters from which what stands before a colon tells a thing done, and is no mere topic
_LINES = frozenset({"paragraph", "item", "article", "heading"})
_UNTOLD: frozenset[Part] = frozenset({"closing", "assessment", "preamble", "annex"})
_CLOSING = re.compile(r"Trên đây là|Kính gửi|Nơi nhận", re.IGNORECASE)
_MORE_FIGURES = re.compile(r"(?:Tổng số|Trong đó|Số|Kết quả)\b", re.IGNORECASE)
_TASKS_AHEAD = re.compile(
    r"(?:một số |các )?(?:nhiệm vụ|phương hướng|kế hoạch|định hướng)\b(?!.*(?:đã|kết quả|thực hiện))", re.IGNORECASE
)
_DUTIES = re.compile(
    r"\b(?:có (?:các )?nhiệm vụ|có trách nhiệm|nhiệm vụ và quyền hạn|nhiệm vụ, quyền hạn|chịu trách nhiệm)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"(?:những |một số )?(?:đề xuất|kiến nghị|đề nghị)\b", re.IGNORECASE)
_CHECKS = frozenset({"check", "inspection"})
_DECIDING = frozenset({"decision", "resolution", "circular", "decree", "law", "regulation", "standard"})
_HAS_BEEN = re.compile(r"\bđã\b", re.IGNORECASE)
_REACHED = re.compile(r"\b(?:đã|mới)\s+[\w ]{3,40}?\d[\d.,/]*\s", re.IGNORECASE)
_SUM_WORDS = frozenset(LEXICON["sums"]["words"])
_NARRATED = re.compile(r"\bđã\s+(?!được|có|và)\w", re.IGNORECASE)
_ASKING = frozenset({"official_letter", "notice", "decision", "resolution", "directive", "licence"})
_DIGIT = re.compile(r"\d")
_NO_TASKS = re.compile(rf"\s*(?:{'|'.join(LEXICON['not_tasks']['headings'])})\b", re.IGNORECASE)


def find_activities(layout: Layout, context: Context, found: Found) -> list[Activity]:
    """Each thing that the document tells as done, under way or planned, in order of the text."""
    reading = _Reading(layout, context, found)
    for index, block in enumerate(layout.blocks):
        reading.read(index, block)
    return reading.teller.activities


class _Said(msgspec.Struct):
    """What a sentence has told so far: members of its list that have no verb of their own take it over."""

    kind: ActivityType | None = None
    documents: ActivityType | None = None
    listing: bool = False
    activity: Activity | None = None
    charged: str | None = None

    def add(self, clause: Clause, kind: ActivityType | None) -> None:
        self.kind = kind or self.kind
        self.listing |= clause.listing
        if kind in {"drafting", "issuing"}:
            self.documents = kind


class _Reading:
    """One document's reading, block by block."""

    def __init__(self, layout: Layout, context: Context, found: Found) -> None:
        self.layout = layout
        self.text = layout.text
        self.document = found.document
        self.ordering = orders(found.document)
        # What a letter, a decision or a meeting's conclusions ask without a telling word is administration.
        self.plain: ActivityType = "administration" if found.document.kind in _ASKING else "other"
        self.bare = not any(b.kind == "heading" and b.level == 1 for b in layout.blocks)  # no sections: minutes, notes
        self.teller = Teller(layout, context, found)
        self.hits = find_actions(layout.text).outside(self.teller.details.named.spans)
        self.notes = Notes(layout, self.hits, self.teller)
        self.tables = Tables(layout.text, self.hits, self.teller)
        self.charged: list[tuple[int, str | None]] = []  # depth of a line and whom it charges, for the lines under it
        self.inherited: ActivityType | None = None  # of a list that an earlier line opens ("đã tham mưu ban hành:")
        self._parts: dict[int, Part] = {}
        self._section: tuple[int, Part] = (-1, "body")  # the last line in capitals that tells a part without a label

    def read(self, index: int, block: Block) -> None:
        """Read one block, if it is of a kind and in a section that tells activities."""
        if self._part_line(index, block):
            return
        topic = self._topic(index, block)
        self._charge(block, topic)
        if block.kind == "heading":
            self.inherited = None
            topic = topic or not self._leaf(index, block)
        part = self._part(block)
        if part in _UNTOLD and not (block.kind == "row" and part == "annex") and not self._counts(block, part):
            return
        if block.kind == "row":
            self.tables.read(block, part)
        elif topic and block.kind == "item":
            self._open_list(index, block)
        elif not topic and self._told_in(block) and not self._assesses(block):
            after = self.layout.blocks[index + 1] if index + 1 < len(self.layout.blocks) else None
            self._read_lines(block, part, after)

    def _counts(self, block: Block, part: Part) -> bool:
        """Whether a line of an assessment tells what was reached, in figures ("mới giải ngân 4,1/13,6 tỷ đồng")."""
        reached = _NARRATED if self.ordering else _REACHED
        return part == "assessment" and reached.search(self.text, block.start, block.end) is not None

    def _part_line(self, index: int, block: Block) -> bool:
        """Whether a line in capitals without a label begins a part of the document ("PHẦN II PHƯƠNG HƯỚNG ...")."""
        if block.kind != "paragraph" or block.label or block.end - block.start > _LONGEST_TOPIC:
            return False
        words = self.text[block.start : block.end]
        if not words.isupper() or (part := self._part_told(block, words)) == "body":
            return False
        self._section = (index, part)
        return True

    def _assesses(self, block: Block) -> bool:
        """Whether a line says by its label that it assesses ("6. Tồn tại, hạn chế: ...")."""
        colon = self.text.find(":", block.start, min(block.end, block.start + _TELLING_LABEL))
        return colon > 0 and bool(block.label) and self._assessed(block, colon)

    def _assessed(self, block: Block, colon: int) -> bool:
        if self._counts(block, "assessment"):
            return False
        return part_of_section(self.text[block.start : colon]) == "assessment"

    def _open_list(self, index: int, block: Block) -> None:
        """Keep the type of a topic that opens a list of documents ("- Trình UBND tỉnh ban hành:")."""
        after = self.layout.blocks[index + 1]
        clauses = cut(self.text, block.start, block.end, self.hits)
        if clauses and clauses[-1].head and names_document(self.text, after.start, after.end):
            kind = type_of(self.text, clauses[-1])
            self.inherited = kind if kind in {"drafting", "issuing"} else self.inherited

    def _told_in(self, block: Block) -> bool:
        """Whether a block is of a kind that tells things: no basis before the first section, no formula at the end."""
        if block.kind == "basis" and block.heading < 0:
            return False
        return (block.kind in _LINES or block.kind == "basis") and not _CLOSING.match(self.text, block.start, block.end)

    def _charge(self, block: Block, topic: bool) -> None:
        """Keep who is charged by the lines above: "Giao Sở X:" holds for the deeper lines behind it."""
        if not block.label and block.kind != "article":
            if block.kind in {"recipient", "signature"}:
                self.charged.clear()
            return
        depth = _depth(block)
        while self.charged and self.charged[-1][0] >= depth:
            self.charged.pop()
        if topic or self.text[block.end - 1 : block.end] == ":" or block.kind in {"heading", "article"}:
            self.charged.append((depth, self.teller.details.charge(block.start, block.end) or self._duty(block)))

    def _duty(self, block: Block) -> str | None:
        """Empty where a line says that duties follow, but not of whom by name ("Ban Chỉ đạo có nhiệm vụ:")."""
        return "" if _DUTIES.search(self.text, block.start, block.end) else None

    def _charged(self, block: Block) -> str | None:
        """Who is charged by the lines above a block."""
        depth = _depth(block)
        return next((name for d, name in reversed(self.charged) if name is not None and d < depth), None)

    def _leaf(self, index: int, block: Block) -> bool:
        """Whether what looks like a heading is a line of its own: nothing deeper stands behind it."""
        last = self.text[block.end - 1 : block.end]
        counts = last == ":" and _DIGIT.search(self.text, block.start, block.end) is not None
        if block.level <= 1 or (last not in {".", ";"} and not counts):
            return False
        after = self.layout.blocks[index + 1] if index + 1 < len(self.layout.blocks) else None
        if after is None or after.kind in {"recipient", "signature", "article"}:
            return True
        if after.kind == "row":
            return not counts or self.ordering
        if after.kind == "heading":
            return after.level <= block.level
        if after.kind == "paragraph" and _CLOSING.match(self.text, after.start, after.end):
            return True
        numbered_on = block.label[:1].isdigit() and after.label[:1].isdigit()
        if after.kind == "item" and numbered_on and after.label.count(".") <= block.label.count("."):
            return True
        return (self.ordering or self.bare) and after.kind in {"paragraph", "item"}

    def _part(self, block: Block) -> Part:
        """What the section is about in time: by the headings above, else by the last line in capitals before."""
        part = self._part_by_headings(block)
        untold = part in {"body", "preamble"} or block.heading < self._section[0]
        return self._section[1] if self._section[0] >= 0 and untold and part not in {"closing", "annex"} else part

    def _part_by_headings(self, block: Block) -> Part:
        """What the headings above say; where none of the first level says it, the nearest that does."""
        if block.kind == "article" or self._in_article(block):
            return "body"
        if block.part not in {"preamble", "body"}:
            return block.part
        if block.heading < 0:
            told = (self.ordering or self.bare) and block.kind in _LINES
            return "body" if told or block.part == "body" else "preamble"
        if block.heading not in self._parts:
            heading = self.layout.blocks[block.heading]
            words = self.text[heading.start : heading.end]
            own = self._part_told(heading, words)
            if own == "body" and _NO_TASKS.match(words) and self.ordering:
                own = "assessment"
            self._parts[block.heading] = own if own != "body" else self._part_above(heading)
        return self._parts[block.heading]

    def _in_article(self, block: Block) -> bool:
        """Whether a block stands in an article, whose words do not say what time it is about."""
        while block.heading >= 0 and block.part not in {"closing", "annex"}:
            block = self.layout.blocks[block.heading]
            if block.kind == "article":
                return True
        return False

    def _part_told(self, heading: Block, words: str) -> Part:
        """What a heading says its section is about; in a report "Nhiệm vụ ..." or a time to come tells a plan."""
        own = part_of_section(words)
        if own == "body" and not self.ordering and _ASKS.match(words):
            return "assessment"
        if own != "body" or self.ordering:
            return own
        time = self.teller.details.heading_time_of(heading)
        covered = self.document.period_covered
        ahead = time is not None and covered is not None and (time.first or "") > (covered.end or "9999")
        return "plan" if ahead or _TASKS_AHEAD.match(words) else own

    def _part_above(self, heading: Block) -> Part:
        return self._part_by_headings(heading) if heading.heading >= 0 else "body"

    def _topic(self, index: int, block: Block) -> bool:
        """Whether an item is a heading over the deeper items or paragraphs behind it ("a) Quản lý đo lường")."""
        last = self.text[block.end - 1 : block.end]
        if not block.label or last in {".", ";", ","} or block.end - block.start > _LONGEST_TOPIC:
            return False
        if last == ":" and _DIGIT.search(self.text, block.start, block.end):
            return False
        after = next((b for b in self.layout.blocks[index + 1 : index + 12] if b.kind != "footnote"), None)
        return after is not None and _depth(after) > _depth(block)

    def _read_lines(self, block: Block, part: Part, after: Block | None) -> None:
        clauses = cut(self.text, block.start, block.end, self.hits)
        opens_list = self.text[block.start : block.end].rstrip().endswith(":")
        listed = opens_list and after is not None and names_document(self.text, after.start, after.end)
        said = _Said()
        for clause in clauses:
            if clause.opener in {".", "start"}:
                said = _Said(activity=said.activity, charged=self._charged(block))
            if (self.ordering or part == "plan") and (clause.subject or clause.opener in {".", "start"}):
                charged = self.teller.details.charge(*(clause.subject or (clause.start, clause.end)))
                said.charged = charged or ("" if clause.subject else said.charged)
            said.add(clause, self._read_clause(block, part, clause, said, silent=listed and clause is clauses[-1]))
        if listed:
            self.inherited = said.documents or said.kind
        elif block.kind == "paragraph" and not names_document(self.text, block.start, block.end):
            self.inherited = None

    def _read_clause(self, block: Block, part: Part, clause: Clause, said: _Said, silent: bool) -> ActivityType | None:
        """Tell a clause, if it tells a thing; gives its type. ``silent``: it only opens a list of documents."""
        start, end = clause.start, clause.end
        trim(self.text, clause)
        if clause.end - clause.start < _SHORTEST or (clause.label and self._label_only(clause)):
            return None
        if said.activity and self.teller.due(said.activity, clause):
            return None
        kind = self._kind(clause, said)
        if kind is None and said.activity and self._adds(clause, said):
            said.activity.quantities += self.teller.quantities(clause.start, clause.end)
            self.notes.add(said.activity, start, end)
        if kind is None or silent or self._empty(clause) or not self._orders(clause, said):
            return kind
        if part == "assessment" and not self._narrated(clause, said):
            return kind
        if self.ordering and clause.head and clause.head.action.word in _SUM_WORDS:
            return kind  # what is to be paid, and nothing to be done
        if said.activity and self._goes_on(clause, kind, said):
            self._extend(said.activity, clause)
            self.notes.add(said.activity, start, end)
            return kind
        activity = self.teller.tell(block, clause, kind, part, self._goes_on_done(clause, said), said.charged)
        if activity:
            said.activity = activity
            self.notes.add(activity, start, end)
        return kind

    def _narrated(self, clause: Clause, said: _Said) -> bool:
        """Whether a clause of an assessment tells what was reached, or, in what orders, what was done so far."""
        reached = _NARRATED if self.ordering else _REACHED
        goes_on = self.ordering and said.activity is not None and clause.opener in {",", ";"}
        return goes_on or reached.search(self.text, clause.start, clause.end) is not None

    def _goes_on_done(self, clause: Clause, said: _Said) -> ActivityStatus | None:
        """What is coordinated with a thing that was done ("đã kiểm tra ..., xử phạt ...") was done too."""
        before = said.activity
        if not self.ordering or before is None or before.status != "done" or clause.opener != ",":
            return None
        start, end = before.spans[0]
        return "done" if _HAS_BEEN.search(self.text, start, end) else None

    def _goes_on(self, clause: Clause, kind: ActivityType, said: _Said) -> bool:
        """Whether a clause tells more of the thing before it: steps of one production, "Đã kiểm tra được 12 cơ sở"."""
        activity = said.activity
        warned = activity is not None and activity.type in _CHECKS and kind == "penalty"
        if activity is None or (activity.type != kind and not warned):
            return False
        if clause.opener == ",":
            if kind == "licensing":
                return not numbered(self.text, clause.start, clause.end)
            if kind == "drafting":
                return self._submits(clause)
            warns = clause.head is not None and clause.head.action.word == "nhắc nhở"
            runs = clause.head is not None and clause.head.action.word == "đang"
            return warns or (kind == "production" and said.kind == kind and not runs)
        return clause.opener == "." and self.text.startswith("Đã ", clause.start) and not activity.quantities

    def _submits(self, clause: Clause) -> bool:
        """Whether a clause only says to whom what was drafted goes ("trình UBND tỉnh trong quý II")."""
        named = self.teller.details.named
        return (
            self.text.startswith("trình ", clause.start)
            and not holds_document(self.text, clause.start, clause.end)
            and not named.citations.between(clause.start, clause.end)
        )

    def _adds(self, clause: Clause, said: _Said) -> bool:
        """Whether a clause without a verb of its own gives more figures of the thing before it."""
        if clause.opener == ",":
            return True
        if clause.opener == ";":
            return said.kind == "production" and numbered(self.text, clause.start, clause.end)
        return clause.opener == "." and _MORE_FIGURES.match(self.text, clause.start, clause.end) is not None

    def _extend(self, activity: Activity, clause: Clause) -> None:
        activity.quantities += self.teller.quantities(clause.start, clause.end)
        self.teller.dates(activity, clause)
        start, end = activity.spans[0]
        if clause.opener == "," and clause.end - start <= 120:
            activity.spans[0] = (start, max(end, clause.end))

    def _orders(self, clause: Clause, said: _Said) -> bool:
        """Whether a clause tells a thing, and is no formula; in a decision it must charge a named body."""
        if self.teller.formula(clause):
            return False
        if self.document.kind not in _DECIDING or clause.subject is not None or said.charged is not None:
            return True
        return self.text[clause.start : clause.start + 12].lower().startswith(("giao ", "đề nghị ", "yêu cầu "))

    def _empty(self, clause: Clause) -> bool:
        """Whether a verb without a type ends the clause, which then only leads to what follows ("... yêu cầu:")."""
        if not clause.hits or clause.end - clause.hits[0].end >= 8:
            return False
        return not any(h.action.type for h in clause.hits)

    def _label_only(self, clause: Clause) -> bool:
        """Whether what stands before a colon is a topic and tells nothing done."""
        if clause.head is None or clause.subject is not None:
            return True
        return clause.end - clause.start < _TELLING_LABEL and not _DIGIT.search(self.text, clause.start, clause.end)

    def _kind(self, clause: Clause, said: _Said) -> ActivityType | None:
        """The type of a clause: of its own verb, or of the list that it is in; None if it tells no activity."""
        if clause.opener == ";" and said.listing:
            return said.documents or said.kind
        inherited = said.documents or self.inherited
        if inherited and (clause.head is None or clause.opener in {";", "start"}) and self._document(clause):
            founds = clause.hits and clause.hits[0].action.type == "establishment" and said.documents
            return "establishment" if founds else inherited
        if clause.head is not None and not (
            clause.opener == ";" and clause.head.start > clause.start + 30 and self._document(clause)
        ):
            kind = type_of(self.text, clause, self.plain)
            put_forward = kind == "issuing" and said.documents == "drafting" and clause.opener in {":", ";"}
            return "drafting" if put_forward else kind
        if (
            clause.opener == ";"
            and said.kind
            and said.kind != "production"
            and numbered(self.text, clause.start, clause.end)
        ):
            return said.kind
        return None

    def _document(self, clause: Clause) -> bool:
        return names_document(self.text, clause.start, clause.end)


def _depth(block: Block) -> int:
    """How deep a block stands in a list: numbers under articles, then letters, dashes, plus signs."""
    label = block.label
    if block.kind == "article" or block.level == 1:
        return 0
    if not label:
        return 9 if block.kind in {"paragraph", "basis", "row"} else 0
    if label[0].isdigit():
        return 2
    return 1 if label.isupper() else 4 if label in "-•" else 5 if label == "+" else 3
