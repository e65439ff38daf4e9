"""Names of groups that are told by number ("04 đề tài, dự án"): joined by "và", in lists, in the lines that follow."""

from __future__ import annotations

import re

from ingest.project_anchors import Anchor
from ingest.project_lists import Item, emphasised_items, following_items, items_of
from ingest.project_titles import LONGEST, Mention, Text, title_end, trimmed
from ingest.project_words import UPPER, pattern

_PROPER = re.compile(f"[{UPPER}]")
_OPENERS = pattern("openers")
_LED = re.compile(
    r"[^.;:()\n\"“]{0,80}:\s*[\"“]|[^.;:,()\n\"“]{0,60}(?:phê duyệt|nghiệm thu|thực hiện|như sau|sau|gồm|là)\s*:"
)
_MARK = r"(?:\(?(?:\d{1,2}|[a-zđ])[).]\s*|[-+•]\s*)?"
_FAR_LIST = re.compile(rf"[^.;:()\n\"“]{{0,110}}?(?:(?P<colon>:)\s*(?={_MARK}[\"“{UPPER}])|(?P<open>(?=\()))")
_NUMBERED = re.compile(r"\((?:\d{1,2}|[a-zđ])\)")  # "(1)" opens no list, but numbers its first name
_PARENTHESIS = re.compile(r"[^.;:()\n\"“]{0,60}(?=\()")
_SOME = re.compile(
    r"[^.;:()\n\"“]{0,60}?(?:trong đó(?: có)?|như|(?:điển hình|tiêu biểu) là|gồm có|bao gồm|gồm)\s*:?\s*"
    rf"(?=[{UPPER}])"
)
_SENTENCE_END = re.compile(r"[;\n]|\.\s")
_ABOUT_PLANT = re.compile(r"\s+(?:\(|(?:tại|ở|của|thuộc|do)\s)")
_LEAST_TITLE, _LEAST_PLANT = 6, 3  # words
_MOST_LISTS = 10  # lists that may begin inside another one's stretch of text
_LEAST_COUNTED, _MOST_JOINED = 2, 9
_LONGEST_LEAD = 160  # characters between a head word and the colon that leads to a list over lines
_LEADS = re.compile(r"[^.;:\n]*:\s*")
_OF_SCIENCE = re.compile(
    r"khoa học|kh&cn|khcn|cấp (?:tỉnh|bộ|quốc gia|cơ sở)|đặt hàng|tuyển chọn|nghiệm thu|giao trực tiếp|danh mục"
    r"|phê duyệt"
)
_NOWHERE = re.compile(r"\s+trên địa bàn (?:tỉnh|huyện|thành phố)$")
_AND = re.compile(r",\s+|\s+và\s+")
_ANY_COUNT = re.compile(r"(?<!\w)0?(\d{1,2})(?!\w)")


def leads_on(text: Text, anchor: Anchor, limit: int) -> bool:
    """Whether the clause behind a head word leads to names ("nhiệm vụ được phê duyệt: ...")."""
    return bool(_LED.match(text.low, anchor.after, limit))


def counted(text: Text, anchor: Anchor, at: int, limit: int) -> list[Mention]:
    """Names of a group: joined by "và" behind it, in the lines that follow, or in a list its clause leads to."""
    if _PROPER.match(text.text, at):
        return _joined(text, anchor, at, limit)
    if anchor.count == 1:
        return _one(text, anchor, at, limit)
    return _over_lines(text, anchor, at) or _far(text, anchor, at, limit) or _among(text, anchor, at)


def _one(text: Text, anchor: Anchor, at: int, limit: int) -> list[Mention]:
    """The title in parentheses behind "01 nhiệm vụ xếp loại Xuất sắc"."""
    led = _PARENTHESIS.match(text.low, at, limit)
    items = items_of(text, led.end(), anchor.block[1], 1, closed=True) if led else []
    titles = [
        i for i in items if text.low.count(" ", i.start, i.end) + 1 >= _LEAST_TITLE and text.text[i.start].isupper()
    ]
    return [item_mention(text, anchor, i, led.end()) for i in titles[:1]] if led else []


def _among(text: Text, anchor: Anchor, at: int) -> list[Mention]:
    """Works and plants that are named out of a group ("18 dự án đầu tư, trong đó có Nhà máy X, Trang trại Y")."""
    led = _SOME.match(text.text, at, anchor.block[1])
    if not led or not text.may_list(led.end(), _MOST_LISTS):
        return []
    end = min(anchor.block[1], led.end() + LONGEST)
    stop = _SENTENCE_END.search(text.text, led.end(), end)
    end = stop.start() if stop else end
    text.listed = max(text.listed, end)
    found: list[Mention] = []
    starts = [led.end(), *(m.end() for m in _AND.finditer(text.text, led.end(), end) if _opens(text, m.end()))]
    for start, stop_at in zip(starts, [*starts[1:], end], strict=True):
        if not _opens(text, start):
            break
        name_end = _plant_end(text, start, stop_at)
        if text.low.count(" ", start, name_end) + 1 >= _LEAST_PLANT:
            found.append(item_mention(text, anchor, Item(start, name_end, start, None), led.end()))
    return found


def _opens(text: Text, at: int) -> bool:
    """Whether a title begins there with a capital letter."""
    return text.text[at : at + 1].isupper() and bool(_OPENERS.match(text.low, at))


def _plant_end(text: Text, start: int, limit: int) -> int:
    """Where the name of a work ends: before what is told of it in parentheses, and before where it lies."""
    cut = _ABOUT_PLANT.search(text.low, start, limit)
    return title_end(text, start, trimmed(text.text, start, cut.start() if cut else limit))


def _joined(text: Text, anchor: Anchor, at: int, limit: int) -> list[Mention]:
    if not _LEAST_COUNTED <= anchor.count <= _MOST_JOINED:
        return []
    names = _split_names(text, at, title_end(text, at, limit))
    return [item_mention(text, anchor, name, at) for name in names] if len(names) == anchor.count else []


def _far(text: Text, anchor: Anchor, at: int, limit: int) -> list[Mention]:
    """A list after the clause: as many names as some number there says, or behind a colon titles only."""
    far = _FAR_LIST.match(text.text, at, limit)
    if not far:
        return []
    counts = [int(c) for c in _ANY_COUNT.findall(text.low, anchor.start - 4 if anchor.count else at, far.end())]
    items = items_of(text, far.end(), anchor.block[1], counts[-1] if counts else 0, closed=far["colon"] is None)
    told = len(items) in counts and len(items) > 1
    titles = all(_OPENERS.match(text.low, i.start) or text.text[i.start - 1] in '"“' for i in items)
    opened = far["colon"] and titles and _may_name_tasks(text, anchor, far.end())
    return [item_mention(text, anchor, item, far.end()) for item in items] if told or opened else []


def _may_name_tasks(text: Text, anchor: Anchor, end: int) -> bool:
    """Whether "nhiệm vụ" means tasks of science and technology, not duties: by the words around it."""
    start = max(anchor.block[0], anchor.start - _LONGEST_LEAD)
    return anchor.head.word != "nhiệm vụ" or bool(_OF_SCIENCE.search(text.low, start, end))


def _over_lines(text: Text, anchor: Anchor, at: int) -> list[Mention]:
    """Names in the lines after a paragraph that ends "03 nhiệm vụ sau:"; duties are told apart by its words."""
    block = text.layout.block_at(anchor.start)
    if anchor.count == 1 or block.end - at > _LONGEST_LEAD or not _LEADS.fullmatch(text.text, at, block.end):
        return []
    lead = (max(anchor.block[0], anchor.start - 200), block.end)
    if not anchor.count:
        items = emphasised_items(text, block)
    else:
        items = following_items(text, block, anchor.count) if _may_name_tasks(text, anchor, block.end) else []
    return [Mention(i.start, i.end, i.head or anchor.head, i.begin, True, lead=lead, confidence=0.8) for i in items]


def _split_names(text: Text, start: int, end: int) -> list[Item]:
    parts = []
    for match in _AND.finditer(text.text, start, end):
        if _PROPER.match(text.text, match.end()):
            parts.append(Item(start, match.start(), start, None))
            start = match.end()
    return [*parts, Item(start, start + len(_NOWHERE.sub("", text.low[start:end])), start, None)]


def item_mention(text: Text, anchor: Anchor, item: Item, opens: int) -> Mention:
    """An item of a list that ``opens`` there: at its parenthesis or its first name.

    What is said before the list, and behind its closing parenthesis, is said of each item.
    """
    lead = (max(anchor.block[0], anchor.start - 200), max(anchor.after, opens))
    title = text.low.count(" ", item.start, item.end) >= 6
    close = -1
    if text.text.startswith("(", opens) and not _NUMBERED.match(text.low, opens):
        close = text.text.find(")", item.end, min(anchor.block[1], item.end + LONGEST))
    head = item.head or anchor.head
    return Mention(item.start, item.end, head, item.begin, title, lead=lead, confidence=0.8, tail=close + 1)
