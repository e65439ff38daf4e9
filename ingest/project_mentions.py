"""Which head words are followed by a name, and which only by a group or a general word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ingest.project_anchors import Anchor, anchors
from ingest.project_lists import Item, items_of
from ingest.project_titles import LONGEST, Mention, Text, quoted, title_end
from ingest.project_words import UPPER, lexicon, pattern
from ontology.records import Span

_SHORT_NAME = 6  # words; a lower-case name without a title's opening has at most so many
_PROPER = re.compile(f"[{UPPER}]")
_GENERIC = pattern("generic")
_CLAUSE = pattern("clause")
_OPENERS = pattern("openers")
_MODEL = pattern("model_openers")
_NOT_PROGRAMMES = pattern("not_programmes")
_YEARS = re.compile(r"giai đoạn|đến năm \d{4}|\d+ năm|tầm nhìn|\d{4}\s*-\s*\d{4}")
_YEAR = re.compile(r"năm \d{4}|giai đoạn")
_CARRIED_OUT = re.compile(
    r"(?:triển khai|triển khai thực hiện|tiếp tục thực hiện|tiếp tục triển khai)\s+(?:các nội dung\s+)?$"
)
_OF_TASKS = re.compile(
    r"\s+(?:các\s+|\d+\s+)?(?:đề tài|dự án|nhiệm vụ|đề án|chương trình|mô hình|công trình|sản phẩm|công nghệ)(?!\w)"
)
_LIST_TOLD = re.compile(r"năm \d{4}|giai đoạn|thuộc chương trình|cấp tỉnh|đặt hàng|tuyển chọn")
_KIND_OF_PROGRAMME = re.compile(r"(?:hành động|công tác|trọng điểm|mục tiêu|mục tiêu quốc gia|khung|tổng thể)\s+")
_ACRONYM = re.compile(rf"[{UPPER}]{{3,8}}|\d{{2,4}}")
_NUMBERED = re.compile(
    r"\s*(?:hành động\s+|phối hợp\s+|công tác\s+)?(?:số\s*:?\s*)?\d+\s*[/-]|\s*(?:\w+ ){0,2}số\s*:?\s*\d+\s*[/-]"
)
_BY_DECISION = re.compile(
    r"\s+(?:theo|tại)\s+(?:quyết định|nghị quyết)\s+(?:số\s+)?[^\s]+(?:\s+ngày\s+[/ \w]{6,30}?)?"
    r"(?:\s+của\s+[^,;.:()]{3,60}?)?\s+(?:về\s+)?(?:việc\s+)?(?:phê duyệt\s+|ban hành\s+)?(?=\w)"
)
_DELIMITED = re.compile(r"\s*(?:[,;.)]|$|\n|tại\s|ở\s)")
_AT_PLACE = re.compile(r"\s(?:tại|ở)\s")
_LINKED = re.compile(r"\d|\s(?:với|của|theo|trên|tại|các|này|những|thuộc|cho|từ|và|về|có|không)\s")
_OF_PROGRAMME = re.compile(r"\sthuộc (?:chương trình|đề án|kế hoạch)")
_HEAD_WORDS = frozenset(h["word"] for h in lexicon()["heads"])
_SHORT_FOR = re.compile(
    r"[\"”]?\s*\(\s*(?:sau đây\s+)?(?:gọi tắt|viết tắt|gọi chung|gọi)\s+(?:chung\s+)?là\s*:?\s*[\"“]?\s*([^()\"“”;\n]{3,80}?)\s*[\"”]?\s*\)"
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
    """A thing of its own inside a name: the programme that a list belongs to, the strategy that a scheme carries
    out, the task in quotation marks whose results another applies."""
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
    span = _PLAIN[anchor.head.family](text, anchor, limit)
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
    """The end of a name without the footnote mark that a scan has glued to it ("Thạch đen1")."""
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


def _task(text: Text, anchor: Anchor, limit: int) -> Span | None:
    """A title or short name straight after "đề tài", "dự án", "nhiệm vụ"."""
    start = _SPACE.match(text.text, anchor.after).end()  # type: ignore[union-attr]
    if start >= limit or not text.text[start].isalnum() or _GENERIC.match(text.low, start):
        return None
    end = title_end(text, start, limit, plain=text.text[start].islower())
    words = text.low.count(" ", start, end) + 1
    opener = bool(_OPENERS.match(text.low, start))
    if text.text[start].islower() and _OF_PROGRAMME.search(text.low, start, end):
        return None
    if _PROPER.match(text.text[start]):
        return (start, end) if words > 1 or opener or anchor.head.word != "nhiệm vụ" else None
    if anchor.head.word == "nhiệm vụ":
        return (start, end) if opener and words >= 9 else None
    if opener:
        return (start, end) if words >= 6 or (words >= 4 and _PROPER.search(text.text, start, end)) else None
    if place := _AT_PLACE.search(text.low, start, end):
        end = place.start()
        words = text.low.count(" ", start, end) + 1
    short = words <= _SHORT_NAME and _DELIMITED.match(text.text, end) and not _LINKED.search(text.low, start, end)
    least = 1 if anchor.head.word == "đề tài" or text.emphasis_end(start, end + 1) <= end else 3
    return (start, end) if short and words >= least and anchor.head.word in {"đề tài", "dự án"} else None


def _programme(text: Text, anchor: Anchor, limit: int) -> Span | None:
    """A programme, scheme or strategy; its head word belongs to the name."""
    if by := _BY_DECISION.match(text.low, anchor.end, limit):
        end = title_end(text, by.end(), limit)
        return (by.end(), end) if text.low.count(" ", by.end(), end) >= 4 else None
    start = anchor.end + 1
    if _NUMBERED.match(text.low, anchor.end) or start >= limit or not text.text[start].isalnum():
        return None
    if anchor.plural or _NOT_PROGRAMMES.match(text.low, start) or _CLAUSE.match(text.low, start):
        return None
    if general := _KIND_OF_PROGRAMME.match(text.low, start):
        if _CLAUSE.match(text.low, general.end()):
            return None
    end = title_end(text, start, limit)
    if anchor.head.word == "chiến lược" and (local := text.low.find(" trên địa bàn", start, end)) > 0:
        end = local
    words = text.low.count(" ", start, end) + 1
    if words == 1 and _ACRONYM.fullmatch(text.text, start, end):
        return anchor.start, end
    proper = text.text[anchor.start].isupper() or _PROPER.search(text.text, start, end)
    return (anchor.start, end) if words >= (2 if proper else 4) else None


def _plan(text: Text, anchor: Anchor, limit: int) -> Span | None:
    """A plan that is a programme: it runs over years, or is itself carried out."""
    start = anchor.end + 1
    if anchor.plural or start >= limit or _NUMBERED.match(text.low, anchor.end):
        return None
    end = title_end(text, start, limit)
    if text.low.count(" ", start, end) < 6 or _NOT_PROGRAMMES.match(text.low, start):
        return None
    yearly = re.search(r"(?<!đến )năm \d{4}$", text.low[start:end])
    carried = (
        text.text[anchor.start] == "K"
        and not yearly
        and _CARRIED_OUT.search(text.low, max(0, anchor.start - 60), anchor.start)
    )
    return (anchor.start, end) if _YEARS.search(text.low, start, end) or carried else None


def _list(text: Text, anchor: Anchor, limit: int) -> Span | None:
    """A list of tasks that its subject names ("danh mục nhiệm vụ đặt hàng năm 2022")."""
    if not _OF_TASKS.match(text.low, anchor.end):
        return None
    end = title_end(text, anchor.end + 1, limit)
    return (anchor.start, end) if _LIST_TOLD.search(text.low, anchor.end, end) else None


def _contest(text: Text, anchor: Anchor, limit: int) -> Span | None:
    start = anchor.end + 1
    if anchor.plural or start >= limit or not text.text[start].isalnum() or _CLAUSE.match(text.low, start):
        return None
    end = title_end(text, start, limit)
    return (anchor.start, end) if text.low.count(" ", start, end) >= 2 else None


def _model(text: Text, anchor: Anchor, limit: int) -> Span | None:
    """A demonstration model, named by what it grows or makes."""
    start = anchor.end + 1
    if start >= limit or not _MODEL.match(text.low, start):
        return None
    end = title_end(text, start, limit, plain=True)
    words = text.low.count(" ", start, end) + 1
    if anchor.plural and not anchor.count:
        return (anchor.start, end) if words >= 6 and _YEAR.search(text.low, start, end) else None
    return (anchor.start, end) if words >= 3 else None


def _planning(text: Text, anchor: Anchor, limit: int) -> Span | None:
    """A construction or sector plan with a proper name or a period."""
    start = anchor.end + 1
    if anchor.plural or start >= limit or _CLAUSE.match(text.low, start):
        return None
    end = title_end(text, start, limit)
    told = text.text[anchor.start].isupper() and _PROPER.search(text.text, start, end)
    return (anchor.start, end) if told and text.low.count(" ", start, end) >= 3 else None


def _nothing(text: Text, anchor: Anchor, limit: int) -> Span | None:  # noqa: ARG001
    return None


_PLAIN: dict[str, Callable[[Text, Anchor, int], Span | None]] = {
    "task": _task,
    "programme": _programme,
    "plan": _plan,
    "list": _list,
    "contest": _contest,
    "model": _model,
    "planning": _planning,
    "quoted": _nothing,
}
