"""Names in footnotes: what a footnote lists is told where its mark stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from ingest.project_lists import footnote_items
from ingest.project_titles import Mention, Text
from ingest.project_words import Head, alternatives, head_of, head_words

_LEAD = 300  # characters before a mark that tell what is done with what its note lists
_MOST_MARKS = 20  # of one footnote; a document in which more stand is damaged, and reading them all would take long
_REACH = 90  # characters before a mark in which the thing it is about is named
_LAST_HEAD = re.compile(rf"(?<!\w){alternatives(head_words('task', 'model'))}")
_HEAD_AFTER = re.compile(rf"\s{{0,9}}({alternatives(head_words('task', 'model'))})[^.;:()\n]{{0,40}}")


def noted(text: Text) -> Iterator[Mention]:
    """Names that footnotes list after marks on "04 dự án", "06 nhiệm vụ khoa học và công nghệ" ..."""
    notes, marked = text.notes, Counter[int]()
    for offset, number in text.layout.marks:
        head = _head_near(text, offset) if number in notes else None
        if head is None:
            continue
        of_number = notes[number]
        start, end = of_number[min(bisect_right(of_number, (offset, len(text.text))), len(of_number) - 1)]
        marked[start] += 1
        if marked[start] > _MOST_MARKS:
            continue
        lead = (max(text.layout.block_at(offset).start, offset - _LEAD), offset + head[1])
        for item in footnote_items(text, start, end):
            yield Mention(item.start, item.end, item.head or head[0], item.begin, True, lead=lead, confidence=0.8)


def _head_near(text: Text, offset: int) -> tuple[Head, int] | None:
    """The head word that a mark stands at: right behind it (then with how many characters more it takes), or before."""
    if after := _HEAD_AFTER.match(text.low, offset):
        return head_of(after[1]), after.end() - offset
    start = max(0, offset - _REACH)
    start = max(start, *(text.low.rfind(mark, start, offset) for mark in ";.\n"))
    last = None
    for last in _LAST_HEAD.finditer(text.low, start, offset):  # noqa: B007
        pass
    return (head_of(last.group()), 0) if last else None
