"""When, where, by whom and about what: what a clause says beside its verb."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from ingest.activity_heads import Clause
from ingest.activity_words import LEXICON
from ingest.context import Context, Found
from ingest.layout import Block, Layout
from ingest.periods import Time, find_times
from ingest.runs import lowered
from ontology.records import Citation, Entry, Organisation, Project, Span


class Mention(msgspec.Struct):
    """An entry that an earlier finder found, where it stands, under the name by which activities tell it."""

    start: int
    end: int
    name: str
    entry: Entry


class Mentions:
    """Mentions in order of the text, to be asked for by range."""

    __slots__ = ("_all", "_starts")

    def __init__(self, found: Iterable[Mention]) -> None:
        self._all = sorted(found, key=lambda m: (m.start, -m.end))
        self._starts = [m.start for m in self._all]

    def between(self, start: int, end: int) -> list[Mention]:
        """The mentions that begin in ``[start, end)``."""
        first = bisect_left(self._starts, start)
        return self._all[first : bisect_left(self._starts, end, first)]

    def spans(self) -> list[Span]:
        """Where the mentions stand."""
        return [(m.start, m.end) for m in self._all]

    def names(self, start: int, end: int) -> list[str]:
        """The distinct names of the mentions that begin in ``[start, end)``, in order."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end, first)
        return list(dict.fromkeys([m.name for m in self._all[first:last]])) if first < last else []


@dataclass(slots=True)
class Named:
    """What earlier finders found, by kind."""

    places: Mentions
    organisations: Mentions
    subjects: Mentions
    citations: Mentions
    spans: list[Span]

    @classmethod
    def of(cls, found: Found) -> Named:
        """The mentions of one document."""
        citations, organisations = _mentions(found.citations), _mentions(found.organisations)
        return cls(
            Mentions(_mentions(found.places)),
            Mentions(organisations),
            Mentions([*citations, *_mentions(found.projects), *organisations]),
            Mentions(citations),
            sorted(s for e in found.organisations for s in e.spans),
        )


def _mentions(entries: Iterable[Entry]) -> list[Mention]:
    return [Mention(start, end, name, e) for e in entries if (name := _name(e)) for start, end in e.spans]


def _name(entry: Entry) -> str | None:
    if isinstance(entry, Citation):
        return entry.number or entry.title
    return getattr(entry, "name", None)


_TAKES_PART = re.compile(
    r"\s*(?:(?:cử|bố trí)\b.{0,60}?\btham (?:gia|dự)|tham dự|tham gia (?:lớp|các lớp|hội|họp|đoàn|tập huấn)|dự)\b",
    re.IGNORECASE,
)
_PART_WORDS = frozenset({"cử", "bố trí", "tham gia", "tham dự", "dự", "đã", "tiếp tục"})
_BY_WHOM = re.compile(r"\bđược\s+(?=[A-ZĐ])")
_DECIDES = re.compile(r".{0,90}?\b(?:phê duyệt|ban hành|công nhận|quyết định|tặng|cấp|chấp thuận|giao|cho phép)\b")
_TOGETHER = re.compile(r"\bphối hợp(?:\s+(?:chặt chẽ|tốt))?\s+(?:với|cùng)\s+", re.IGNORECASE)
_LEAD = re.compile(r"\s*\b(?:giao(?:\s+cho)?|đề nghị|yêu cầu)\s+", re.IGNORECASE)
_BODIES = re.compile(
    r"(?:(?:UBND|Ủy ban nhân dân) các\b|(?:thủ trưởng |giám đốc |chủ tịch UBND )?"
    rf"các (?:{'|'.join(LEXICON['subjects']['groups'])}))"
    rf"[^.;:\n]{{0,80}}?(?=\s+(?:{'|'.join(LEXICON['subjects']['act'])})\b|[.;:\n]|$)",
    re.IGNORECASE,
)
_GROUP = re.compile(rf"các (?:{'|'.join(LEXICON['subjects']['groups'])})[^.;:]{{0,60}}", re.IGNORECASE)
_EVERY = re.compile(r"\s+(?:hằng|hàng)\s+\w+", re.IGNORECASE)
_BY_WHEN = re.compile(r"(?:trước|chậm nhất)\s+(?:là\s+|vào\s+)?ngày\s+\d{1,2}\s+(?:hằng|hàng|của)\s+\w+", re.IGNORECASE)
_WHEN = re.compile(
    rf"\b(?:{'|'.join(('trong', 'vào', 'dự kiến', 'từ', 'dịp', 'hoàn thành', 'thực hiện', 'tổ chức'))})\s*(?:từ\s*)?$",
    re.IGNORECASE,
)
_OF_NUMBER = re.compile(r"[\d/][A-ZĐ]{2}[\w/&-]*\s+$")


class Assignment(msgspec.Struct):
    """Who is charged with a thing (chủ trì), with whom (phối hợp), by when (thời hạn)."""

    assignee: str | None = None
    partners: list[str] = []
    deadline: str | None = None


class Details:
    """Tells the details of the clauses of one document."""

    def __init__(self, layout: Layout, context: Context, found: Found) -> None:
        self.layout = layout
        self.text = layout.text
        self.low = lowered(layout.text)
        self.context = context
        self.document = found.document
        self.named = Named.of(found)
        self._times = find_times(layout.text, context.date)
        self._time_starts = [t.start for t in self._times]
        self._headings: dict[int, Time | None] = {}
        self._owners: dict[int, str | None] = {}

    def times(self, clause: Clause) -> list[Time]:
        """The times that a clause tells, without the dates of documents that it cites."""
        times = self._between(clause.start, clause.end)
        if not times:
            return times
        cited = self.named.citations.between(clause.start - 1, clause.end)
        return [t for t in times if not self._dates_document(t, clause, cited)]

    def _dates_document(self, time: Time, clause: Clause, cited: list[Mention]) -> bool:
        """Whether a time stands behind the number of a document, which it dates."""
        if _OF_NUMBER.search(self.text, max(clause.start, time.start - 20), time.start):
            return True
        near = [m.start for m in cited if m.start <= time.start < m.end + 25]
        return bool(near) and _OF_NUMBER.search(self.text, min(near), time.start) is not None

    def _between(self, start: int, end: int) -> list[Time]:
        first = bisect_left(self._time_starts, start)
        last = bisect_left(self._time_starts, end, first)
        return [t for t in self._times[first:last] if t.end <= end] if first < last else []

    def when(self, clause: Clause, times: list[Time]) -> Time | None:
        """The time of the thing itself: at the clause's opening, behind "trong", "vào", "dự kiến", or a full date."""
        if not times:
            return None
        head = clause.head.start if clause.head else clause.start
        for time in times:
            before = self.text[max(clause.start, time.start - 20) : time.start]
            if time.role == "at" and (time.end <= head or time.precision == "day" or _WHEN.search(before)):
                return time
        return next((t for t in times if t.precision == "month" and t.role == "at"), None)

    def cited_date(self, clause: Clause) -> str | None:
        """The date of the document whose making a clause tells by naming it first ("Quyết định số ... ngày ...")."""
        for mention in self.named.citations.between(clause.start - 1, clause.start + 12):
            if isinstance(mention.entry, Citation):
                return mention.entry.date
        return None

    def heading_time_of(self, heading: Block) -> Time | None:
        """The first time that a heading itself tells."""
        return next(iter(self._between(heading.start, heading.end)), None)

    def title_time(self) -> Time | None:
        """The time that the document's own title tells ("Kế hoạch ... năm 2024")."""
        return next((t for t in find_times(self.document.title or "", self.context.date) if t.role == "at"), None)

    def heading_time(self, block: Block) -> Time | None:
        """The time that the headings above a block tell, the nearest first."""
        index = block.heading
        if index in self._headings:
            return self._headings[index]
        time = None
        if index >= 0:
            heading = self.layout.blocks[index]
            time = self.heading_time_of(heading) or self.heading_time(heading)
        self._headings[index] = time
        return time

    def owner(self, block: Block) -> str | None:
        """The organisation whose section a block stands in: the heading begins with its name."""
        index = block.heading
        if index in self._owners:
            return self._owners[index]
        owner = None
        if index >= 0:
            heading = self.layout.blocks[index]
            first = self.named.organisations.between(heading.start, heading.start + 12)
            owner = first[0].name if first else self.owner(heading)
        self._owners[index] = owner
        return owner

    def organiser(self, clause: Clause, block: Block, told: bool) -> str | None:
        """Who does it: the subject, the body that grants ("được UBND tỉnh phê duyệt"), the heading's, else the issuer.

        None where the issuer's people only take part in what another organises.
        """
        passive = self.text.find("được ", clause.start, clause.end) >= 0
        if (
            passive
            and (by := _BY_WHOM.search(self.text, clause.start, clause.end))
            and _DECIDES.match(self.text, by.end(), clause.end)
        ):
            granting = self.named.organisations.between(by.end() - 1, by.end() + 12)
            return granting[0].name if granting else None
        if (
            clause.head
            and clause.head.action.word in _PART_WORDS
            and _TAKES_PART.match(self.text, clause.start, clause.end)
        ):
            return None
        if clause.subject:
            acting = self.named.organisations.between(clause.subject[0] - 1, clause.subject[1])
            return acting[0].name if acting else self._own(clause.subject)
        return self.owner(block) or (self.context.issuer if told else None)

    def _own(self, subject: Span) -> str | None:
        """The issuer, where a subject names it in short ("Sở", "đơn vị"); None for bodies that are not known."""
        words = self.text[slice(*subject)].strip().lower()
        return self.context.issuer if words in {"sở", "đơn vị", "ban", "cơ quan", "lãnh đạo sở"} else None

    def assignment(self, clause: Clause, times: list[Time]) -> Assignment:
        """Who is to do it with whom by when, as conclusions, directives and plans tell it."""
        found = Assignment()
        if lead := self._lead(clause):
            found.assignee = self._body(lead.end(), clause.end)
        elif clause.subject:
            found.assignee = self.charge(*clause.subject)
        if self._says("phối hợp", clause) and (together := _TOGETHER.search(self.text, clause.start, clause.end)):
            stop = self._until_verb(clause, together.end())
            found.partners = self.named.organisations.names(together.end() - 1, stop)
            if group := _GROUP.match(self.text, together.end(), stop):
                found.partners.append(group.group().strip(" ,"))
        deadline = next((t for t in times if t.role == "deadline"), None)
        if deadline:
            found.deadline = self._due(deadline)
        elif self._says("ngày", clause) and (said := _BY_WHEN.search(self.text, clause.start, clause.end)):
            found.deadline = said.group()
        return found

    def _says(self, words: str, clause: Clause) -> bool:
        """Whether words in small letters stand in a clause, in any case: far quicker than the pattern they begin."""
        return self.low.find(words, clause.start, clause.end) >= 0

    def _lead(self, clause: Clause) -> re.Match[str] | None:
        """The verb that charges a body, at the beginning of a clause."""
        end = min(clause.end, clause.start + 40)
        opening = self.low[clause.start : end]
        charges = "giao" in opening or "đề nghị" in opening or "yêu cầu" in opening
        return _LEAD.search(self.text, clause.start, end) if charges else None

    def _due(self, deadline: Time) -> str:
        """The day by which; where it comes again every year, the words."""
        again = _EVERY.match(self.text, deadline.end)
        return self.text[deadline.start : again.end()] if again else deadline.last or deadline.words

    def charge(self, start: int, end: int) -> str | None:
        """The body that a line charges or that acts in it: "Giao Sở X:", "2. Sở X", "Sở X chủ trì ..."."""
        lead = _LEAD.match(self.text, start, end)
        at = lead.end() if lead else start
        body = self._body(at, end if lead else min(end, at + 4))
        if body is None and (group := _BODIES.match(self.text, at, end)):
            body = group.group().strip(" ,")
        return body

    def _body(self, start: int, end: int) -> str | None:
        mentions = self.named.organisations.between(start - 1, min(end, start + 15))
        return mentions[0].name if mentions else None

    def _until_verb(self, clause: Clause, start: int) -> int:
        after = next((h.start for h in clause.hits if h.start > start + 3), clause.end)
        return min(after, start + 300)


__all__ = ["Assignment", "Details", "Mention", "Mentions", "Named", "Organisation", "Project"]
