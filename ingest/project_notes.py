"""Names in footnotes: what a footnote lists is told where its mark stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.project_lists import footnote_items
from ingest.project_titles import Mention, Text
from ingest.project_words import Head, alternatives, heads, lexicon

_REACH = 90  # characters before a mark in which the thing it is about is named
_LAST_HEAD = re.compile(
    rf"(?<!\w){alternatives(h['word'] for h in lexicon()['heads'] if h['family'] in ('task', 'model'))}"
)
_HEAD_AFTER = re.compile(
    rf"\s*({alternatives(h['word'] for h in lexicon()['heads'] if h['family'] in ('task', 'model'))})"
)


def noted(text: Text) -> Iterator[Mention]:
    """Names that footnotes list after marks on "04 dự án", "06 nhiệm vụ khoa học và công nghệ" ..."""
    layout = text.layout
    for offset, number in layout.marks:
        at = layout.notes.get(number)
        if at is None:
            continue
        head = _head_before(text, offset)
        note = layout.blocks[at]
        if head is None or note.kind != "footnote":
            continue
        lead = (max(layout.block_at(offset).start, offset - 300), offset)
        for start, end in footnote_items(text, note.start, note.end):
            yield Mention(start, end, head, start, True, lead=lead, confidence=0.8)


def _head_before(text: Text, offset: int) -> Head | None:
    known = {h.word: h for h in heads()[0]}
    start = max(0, offset - _REACH)
    cut = max(text.low.rfind(mark, start, offset) for mark in ";.\n")
    last = None
    if after := _HEAD_AFTER.match(text.low, offset):
        return known[after[1]]
    for match in _LAST_HEAD.finditer(text.low, max(start, cut), offset):
        last = known[match.group()]
    return last
