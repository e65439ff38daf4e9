"""What other finders found around the name of a task, by where it stands in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from ingest.context import Context, Found
from ingest.project_titles import Text
from ontology.records import Entry, Span

FAR = 160
"""Characters between a name and who carries it out or what decided on it."""
NEAR = 120
"""Characters behind a name in which its place or its decision is said."""

Level = Literal["quốc gia", "bộ", "tỉnh", "cơ sở"]
LEVEL = re.compile(r"cấp\s+(quốc gia|nhà nước|bộ|tỉnh|cơ sở|thành phố)(?!\w)")
LEVELS: dict[str, Level] = {
    "quốc gia": "quốc gia",
    "nhà nước": "quốc gia",
    "bộ": "bộ",
    "tỉnh": "tỉnh",
    "thành phố": "tỉnh",
    "cơ sở": "cơ sở",
}


class Spans:
    """Entries by where they are mentioned, to be looked up by a stretch of text."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._all = sorted((s, e, i) for i, entry in enumerate(entries) for s, e in entry.spans)
        self._entries = entries

    def within(self, start: int, end: int) -> list[tuple[Span, Entry]]:
        """The entries mentioned inside ``start:end``, each with where, in order."""
        found = []
        at = bisect_left(self._all, (start, -1, -1))
        while at < len(self._all) and self._all[at][0] < end:
            s, e, i = self._all[at]
            if e <= end:
                found.append(((s, e), self._entries[i]))
            at += 1
        return found


class Surroundings:
    """What other finders found, by place in the text."""

    def __init__(self, text: Text, context: Context, found: Found) -> None:
        self.text = text
        self.context = context
        self.document = found.document
        self.asks = (found.document.kind_text or "").lower() == "tờ trình"
        self.plans = found.document.kind == "plan"
        self.places = Spans(found.places)
        self.organisations = Spans(found.organisations)
        self.found_citations = [c for c in found.citations if c.number]
        self.citations = Spans(self.found_citations)
        subject = (b for b in text.layout.blocks if b.kind == "subject")
        levels = {LEVELS[said] for b in subject for said in LEVEL.findall(text.low, b.start, b.end)}
        self.only_level = levels.pop() if len(levels) == 1 else None
