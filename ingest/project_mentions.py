"""Names behind head words: in quotation marks, in lists, joined by "và", or plainly."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ingest.project_anchors import Anchor, anchors
from ingest.project_counted import counted, item_mention, leads_on
from ingest.project_lists import items_of
from ingest.project_plain import plain_name, tentative_name
from ingest.project_titles import LONGEST, Mention, Text, quoted
from ingest.project_words import UPPER, lexicon, pattern
from ontology.names import match_short_name
from ontology.records import Span

_PROPER = re.compile(f"[{UPPER}]")
_OPENERS = pattern("openers")
_HEAD_WORDS = frozenset(h["word"] for h in lexicon()["heads"])
_SHORT_FOR = re.compile(
    r"[\"”]?\s*\(\s*(?:sau đây\s+)?(?:gọi tắt|viết tắt|gọi chung|gọi)\s+(?:chung\s+)?là\s*:?\s*"
    r"[\"“]?\s*([^()\"“”;\n]{3,80}?)\s*[\"”]?\s*\)"
)
_IN_PARENTHESES = re.compile(r"[\"”]?\s*\(([^()\"“”;:\n]{3,50})\)")
_NUMBER_AND_NAME = re.compile(rf"\s+(\d{{2,4}}|[{UPPER}]{{3,8}})\s*(?=[\"“])")
_LEAD = 200  # characters before a name that tell what is said of it
_LEAST_QUOTED = 3  # spaces in what is quoted behind "sáng kiến", "giải pháp", to be a name
_BEFORE_QUOTE = 24  # characters before a quotation in which what is quoted is said
_NOT_TASKS = pattern("not_tasks", before=r"(?<!\w)", after=r"(?:\s+\w+){0,2}\s*:?\s*$")
_LONGEST_LABEL = 40  # characters
_LABEL = re.compile(
    r"\W*(?:chủ nhiệm|(?:tổ chức |cơ quan |đơn vị )?(?:chủ trì|phối hợp)|thời gian|kinh phí|mục tiêu|nội dung|sản phẩm"
    r"|kết quả|mã số|dự toán|quản lý|địa điểm|phương thức|hiệu quả|quy mô|tiến độ|tình hình|công tác)"
    r"(?:\s+(?:thực hiện|của|các))*\s+"
)
"""A line that begins so tells something of a task, not its name ("Chủ nhiệm đề tài: ...")."""
_NEXT_QUOTED = re.compile(r"\s*(?:\([^()]{0,60}\)\s*)?(?:[,;]|và|,\s*và)\s*(?=[\"“])")
_LONGEST_MARK = 3  # characters: two digits and the letter before
_WHICH_TIME = re.compile(r",?\s+(?:lần thứ\s+\w+|năm\s+\d{4})(?:,?\s+năm\s+\d{4})?")
_GLUED = re.compile(r"[^\W\d_](\d{1,2})$")
_SPACE = re.compile(r"\s*")
_NAMED_IN_TABLES = {"task", "model", "planning", "quoted"}  # kinds that a table of tasks names in one column only
_WORD_START = re.compile(r"\s*(?=\S)")


def mentions(text: Text) -> Iterator[Mention]:
    """Every named task, project, programme, list, contest and model, in order; lists are taken apart."""
    taken = 0
    known: dict[str, Mention] = {}
    for anchor in anchors(text):
        if anchor.start < taken and not _part_of(text, anchor):
            continue
        if anchor.block[0] in text.told_cells and anchor.head.family in _NAMED_IN_TABLES:
            continue
        named = _after(text, anchor)
        for mention in named:
            taken = max(taken, 0 if mention.tentative else mention.end)
            yield mention
            if short := _short_for(text, mention):
                if (word := text.low[short.start : short.end]) in _HEAD_WORDS:
                    known[word] = mention
                yield short
        if not named and anchor.head.word in known and not anchor.plural and text.text[anchor.start].isupper():
            yield _bare(anchor, known[anchor.head.word])


def _bare(anchor: Anchor, named: Mention) -> Mention:
    """The head word alone, where it stands for the task that was named."""
    lead = (max(anchor.block[0], anchor.start - _LEAD), anchor.start)
    return Mention(anchor.start, anchor.end, anchor.head, anchor.start, False, lead=lead, stands_for=named)


def _short_for(text: Text, mention: Mention) -> Mention | None:
    """The short name in parentheses behind a name, said to be one ("gọi là Dự án") or made of its words."""
    said = _SHORT_FOR.match(text.low, mention.end) or _IN_PARENTHESES.match(text.low, mention.end)
    if said is None or mention.tentative:
        return None
    start, end = said.span(1)
    if said.re is _IN_PARENTHESES:
        same_head = mention.head and mention.head.family != "task" and said[1].startswith(mention.head.word + " ")
        of_it = text.text[start].isupper() and match_short_name(said[1], [text.text[mention.start : mention.end]])
        if not same_head and not of_it:
            return None
    return Mention(start, end, mention.head, start, False, lead=mention.lead, stands_for=mention)


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
        if _NOT_TASKS.search(text.low, max(anchor.block[0], anchor.start - _BEFORE_QUOTE), anchor.start - 1):
            return []
        return _made(text, anchor, quoted(text, anchor.start - 1, limit), whole=True)
    colon = at < limit and text.text[at] == ":"
    labels = colon and anchor.start - anchor.block[0] < _LONGEST_LABEL
    if labels and _LABEL.fullmatch(text.low, anchor.block[0], anchor.start):
        return []
    if colon:
        at = _SPACE.match(text.text, at + 1, limit).end()  # type: ignore[union-attr]
    if anchor.head.family == "programme" and (number := _NUMBER_AND_NAME.match(text.text, anchor.end, limit)):
        return _numbered_programme(text, anchor, number.end(1), number.end(), limit)
    if at < limit and text.text[at] in '"“':
        return _quoted_names(text, anchor, at, limit)
    if colon or (anchor.plural and at < limit and text.text[at] == "("):
        return _listed(text, anchor, at, colon)
    if anchor.head.family == "task" and (anchor.plural or anchor.count == 1 or leads_on(text, anchor, limit)):
        group = counted(text, anchor, at, limit)
        if group or anchor.count != 1:
            return group
    return _unmarked(text, anchor, limit)


def _unmarked(text: Text, anchor: Anchor, limit: int) -> list[Mention]:
    """The name straight behind a head word, or the words there that may be short for one told elsewhere."""
    if span := plain_name(text, anchor, limit):
        return _made(text, anchor, (span, span[1]))
    span = tentative_name(text, anchor, limit)
    named = _made(text, anchor, (span, span[1])) if span else []
    return [msgspec.structs.replace(m, tentative=True, title=False) for m in named]


def _quoted_names(text: Text, anchor: Anchor, at: int, limit: int) -> list[Mention]:
    """The name in quotation marks after a head word, and those that a comma or "và" joins to it."""
    found: list[Mention] = []
    if anchor.head.family == "contest" and (name := quoted(text, at, limit)):
        again = _WHICH_TIME.match(text.low, name[1], limit)
        return _made(text, anchor, ((anchor.start, again.end() if again else name[1]), name[1]))
    if anchor.head.family == "quoted" and text.low.count(" ", at, text.low.find("”", at, limit)) < _LEAST_QUOTED:
        return []
    while name := quoted(text, at, limit):
        found += _made(text, anchor, name, first=not found)
        following = _NEXT_QUOTED.match(text.text, name[1], limit)
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
    lead = (max(anchor.block[0], head_start - _LEAD), head_start)
    return [Mention(start, end, anchor.head, head_start, title, is_quoted or whole, lead)]


def _numbered_programme(text: Text, anchor: Anchor, end: int, at: int, limit: int) -> list[Mention]:
    """A programme told by number and name ("Đề án 844 “...”"): the number is short for the name."""
    named = _made(text, anchor, quoted(text, at, limit))
    return [*named, *(Mention(anchor.start, end, anchor.head, anchor.start, False, stands_for=n) for n in named)]


def _without_mark(text: Text, start: int, end: int) -> int:
    """The end of a name without the footnote mark that a scan has glued to it ("Tằm sắn1")."""
    glued = _GLUED.search(text.text, max(start, end - _LONGEST_MARK), end) if text.text[end - 1].isdigit() else None
    return glued.start(1) if glued and int(glued[1]) in text.notes else end


def _listed(text: Text, anchor: Anchor, at: int, colon: bool) -> list[Mention]:
    if anchor.head.family not in {"task", "model", "programme"}:
        return []
    items = items_of(text, at, anchor.block[1], anchor.count if anchor.plural else 1, closed=not colon)
    return [item_mention(text, anchor, item, at) for item in items]
