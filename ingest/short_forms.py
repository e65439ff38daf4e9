"""Short forms of documents cited in full before: "Nghị định 35", "Nghị quyết số 57", "Quyết định nêu trên"."""

from __future__ import annotations

import re

from ingest.anchors import Anchor
from ingest.layout import Block
from ingest.mentions import Mention

_BEHIND = re.compile(
    r"\s+(?:(?P<so>số\s+)?(?P<digits>\d{1,5}(?:/(?:19|20)\d\d)?)(?![\d\w/:%-]|[.,]\d"
    r"|\s*(?:/|năm|ngày|tháng|điểm|nhiệm|dự án|đề tài|hồ sơ))"
    r"|(?P<pointing>(?:nêu|nói) trên|trên đây)(?!\w))"
)
_FIRST = frozenset("0123456789snt ")  # what a short form goes on with behind its word and a space
_NEVER = frozenset({"other", "licence"})
_WITHOUT_SO = frozenset({"decree", "resolution", "circular", "decision", "directive", "law"})


def short_form(text: str, block: Block, anchor: Anchor) -> Mention | None:
    """The short form at an anchor; a bare figure counts only behind a normative kind in capitals ("Nghị định 35")."""
    if text[anchor.end + 1 : anchor.end + 2] not in _FIRST:
        return None
    kind = anchor.kind
    match = _BEHIND.match(text, anchor.end, block.end)
    if match is None or kind.kind in _NEVER:
        return None
    digits = match["digits"]
    bare = digits and not match["so"]
    if bare and (anchor.word[0].islower() or (digits[0] == "0" and "/" not in digits) or kind.kind not in _WITHOUT_SO):
        return None
    return Mention(
        anchor.start, match.end(), kind.kind, anchor.word, short=digits or match["pointing"], block=block
    )  # fmt: skip
