"""Names behind head words: in quotation marks, in lists, joined by "và", or plainly."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.project_anchors import Anchor, anchors
from ingest.project_lists import Item, items_of
from ingest.project_plain import plain_name
from ingest.project_titles import LONGEST, Mention, Text, quoted, title_end
from ingest.project_words import UPPER, lexicon, pattern
from ontology.records import Span

_PROPER = re.compile(f"[{UPPER}]")
_OPENERS = pattern("openers")
_HEAD_WORDS = frozenset(h["word"] for h in lexicon()["heads"])
_SHORT_FOR = re.compile(
    r"[\"”]?\s*\(\s*(?:sau đây\s+)?(?:gọi tắt|viết tắt|gọi chung|gọi)\s+(?:chung\s+)?là\s*:?\s*"
    r"[\"“]?\s*([^()\"“”;\n]{3,80}?)\s*[\"”]?\s*\)"
)
_GLUED = re.compile(r"[^\W\d_](\d{1,2})$")
_SPACE = re.compile(r"\s*")
_WORD_START = re.compile(r"\s*(?=\S)")


def mentions(text: Text) -> Iterator[Mention]:
    """Every named task, project, programme, list, contest and model, in order; lists are taken apart."""
    taken = 0
    for anchor in anchors(text):
        if anchor.start < taken and not _part_of(text, anchor):
            continue
        for mention in _after(text, anchor):
            taken = max(taken, mention.end)
            yield mention
            short = _SHORT_FOR.match(text.low, mention.end)
            if short and short[1] not in _HEAD_WORDS:
                span = short.span(1)
                yield Mention(*span, mention.head, span[0], False, lead=mention.lead, stands_for=mention)


def _part_of(text: Text, anchor: Anchor) -> bool:
    """Whether a name inside another is a thing of its own.

    So are the programme that a list belongs to, the strategy that a scheme carries out, and the task in quotation
    marks whose results another applies.
    """
    strategy = anchor.head.word == "chiến lược"
    if text.low.endswith("của ", 0, anchor.start) and text.text[anchor.after : anchor.after + 2].strip() in ('"', "“"):
        return True
    return anchor.head.family == "programme" and (strategy or text.low.endswith("thuộc ", 0, anchor.start))


def _after(text: Text, anchor: Anchor) -> list[Mention]:
    limit = min(anchor.block[1], anchor.after + LONGEST)
    mark = _WORD_START.match(text.text, anchor.after, limit)
    at = mark.end() if mark else limit
    if anchor.start and text.text[anchor.start - 1] in '"“':
        return _made(text, anchor, quoted(text, anchor.start - 1, limit), whole=True)
    colon = at < limit and text.text[at] == ":"
    if colon:
        at = _SPACE.match(text.text, at + 1, limit).end()  # type: ignore[union-attr]
    if at < limit and text.text[at] in '"“':
        return _quoted_names(text, anchor, at, limit)
    if colon or (anchor.plural and at < limit and text.text[at] == "("):
        return _listed(text, anchor, at, colon)
    if anchor.head.family == "task" and (anchor.plural or _LED.match(text.low, anchor.after, limit)):
        return _group(text, anchor, at, limit)
    span = plain_name(text, anchor, limit)
    return _made(text, anchor, (span, span[1])) if span else []


def _quoted_names(text: Text, anchor: Anchor, at: int, limit: int) -> list[Mention]:
    """The name in quotation marks after a head word, and those that a comma or "và" joins to it."""
    found: list[Mention] = []
    while name := quoted(text, at, limit):
        found += _made(text, anchor, name, first=not found)
        following = re.compile(r"\s*(?:\([^()]{0,60}\)\s*)?(?:[,;]|và|,\s*và)\s*(?=[\"“])").match(
            text.text, name[1], limit
        )
        if not following or anchor.head.family != "task":
            break
        at, limit = following.end(), min(anchor.block[1], following.end() + LONGEST)
    return found


def _made(
    text: Text, anchor: Anchor, name: tuple[Span, int] | None, whole: bool = False, first: bool = True
) -> list[Mention]:
    if name is None:
        return []
    (start, end), _ = name
    end = _without_mark(text, start, end)
    is_quoted = start > 0 and text.text[start - 1 : start].strip(" ") in ('"', "“")
    words = text.low.count(" ", start, end) + 1
    title = is_quoted or words >= 7 or (anchor.head.family != "task")
    head_start = anchor.start if first else start
    lead = (max(anchor.block[0], head_start - 200), head_start)
    return [Mention(start, end, anchor.head, head_start, title, is_quoted or whole, lead)]


def _without_mark(text: Text, start: int, end: int) -> int:
    """The end of a name without the footnote mark that a scan has glued to it ("Tằm sắn1")."""
    glued = _GLUED.search(text.text, start, end)
    return glued.start(1) if glued and int(glued[1]) in text.layout.notes else end


def _listed(text: Text, anchor: Anchor, at: int, colon: bool) -> list[Mention]:
    if anchor.head.family not in {"task", "model", "programme"}:
        return []
    items = items_of(text, at, anchor.block[1], anchor.count if anchor.plural else 1, closed=not colon)
    return [_one(text, anchor, item) for item in items]


_LED = re.compile(
    r"[^.;:()\n\"“]{0,80}:\s*[\"“]|[^.;:,()\n\"“]{0,60}(?:phê duyệt|nghiệm thu|thực hiện|như sau|sau|gồm|là)\s*:"
)
_FAR_LIST = re.compile(rf"[^.;:()\n\"“]{{0,110}}?(?:(?P<colon>:)\s*(?=[\"“{UPPER}])|(?P<open>(?=\()))")
_NOWHERE = re.compile(r"\s+trên địa bàn (?:tỉnh|huyện|thành phố)$")
_AND = re.compile(r",\s+|\s+và\s+")
_ANY_COUNT = re.compile(r"(?<!\w)0?(\d{1,2})(?!\w)")


def _group(text: Text, anchor: Anchor, at: int, limit: int) -> list[Mention]:
    """Names of a counted group: joined by "và" straight behind it, or in a list that its clause leads to."""
    if 1 < anchor.count < 10 and _PROPER.match(text.text, at):
        end = title_end(text, at, limit)
        names = _split_names(text, at, end)
        return [_one(text, anchor, name) for name in names] if len(names) == anchor.count else []
    far = _FAR_LIST.match(text.text, at, limit)
    if not far:
        return []
    counts = [int(c) for c in _ANY_COUNT.findall(text.low, anchor.start - 4 if anchor.count else at, far.end())]
    items = items_of(text, far.end(), anchor.block[1], counts[-1] if counts else 0, closed=far["colon"] is None)
    told = len(items) in counts and len(items) > 1
    opened = far["colon"] and all(_OPENERS.match(text.low, i.start) or text.text[i.start - 1] in '"“' for i in items)
    return [_one(text, anchor, item) for item in items] if told or opened else []


def _split_names(text: Text, start: int, end: int) -> list[Item]:
    parts = []
    for match in _AND.finditer(text.text, start, end):
        if _PROPER.match(text.text, match.end()):
            parts.append(Item(start, match.start(), start, None))
            start = match.end()
    return [*parts, Item(start, start + len(_NOWHERE.sub("", text.low[start:end])), start, None)]


def _one(text: Text, anchor: Anchor, item: Item) -> Mention:
    """An item of a list; what is said behind the list's closing parenthesis is said of it too."""
    lead = (max(anchor.block[0], anchor.start - 200), anchor.after)
    title = text.low.count(" ", item.start, item.end) >= 6
    close = -1
    if text.text.find("(", anchor.after, item.begin) >= 0:
        close = text.text.find(")", item.end, min(anchor.block[1], item.end + LONGEST))
    head = item.head or anchor.head
    return Mention(item.start, item.end, head, item.begin, title, lead=lead, confidence=0.8, tail=close + 1)
