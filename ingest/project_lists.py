"""Lists of names: in parentheses, after a colon, in footnotes."""

from __future__ import annotations

import re

import msgspec

from ingest.layout import Block
from ingest.project_titles import LONGEST, Mention, Text, past_parenthesis, quoted, title_end, trimmed
from ingest.project_words import UPPER, Head, alternatives, head_of, head_words, pattern
from ontology.records import Span

_LEAD = 400  # characters of a paragraph that leads to a list
_FAR = 24  # paragraphs between a list's item and the words that lead to the list
_BEGINS = 12  # characters before a name that still begins its paragraph ("Tên đề tài: ")
_SHORTEST = 3  # characters of a name in a list
_LONGEST_LIST = 6000  # characters of one list
_HEAD = re.compile(rf"({alternatives(head_words())})\s*:?\s*")
_MOST_LISTS = 10  # lists that may begin inside another one's stretch of text
_CLAUSE = pattern("after_comma")
_NO_NAME = pattern("no_name", before=r"\d|")
_LIST_MARK = re.compile(rf"[()]|\.\s+(?=[{UPPER}])|\n")
_PART_MARKS = {mark: re.compile(rf"[()“”{mark}]") for mark in ",;"}
_LAST_JOINT = re.compile(rf",?\s+và\s+(?=[\"“{UPPER}]|đề tài|dự án|nhiệm vụ)")
_NEXT_SENTENCE = re.compile(rf"\.(?=\s+(?:[{UPPER}]|dự án|đề tài|hồ sơ))")


class Item(msgspec.Struct, frozen=True):
    """A name in a list: ``start:end``, with its own head word, if it has one, from ``begin`` on."""

    start: int
    end: int
    begin: int
    head: Head | None


def items_of(text: Text, start: int, limit: int, count: int, closed: bool) -> list[Item]:
    """The names in a list that begins at ``start``: at its opening parenthesis if ``closed``, else at its first name.

    Semicolons part names; commas too where the announced count asks for it or no semicolon stands there.
    """
    if not text.may_list(start, _MOST_LISTS):
        return []
    end = _list_end(text, start, min(limit, start + _LONGEST_LIST), closed)
    text.listed = max(text.listed, end)
    inner = (start + 1 if closed else start, end)
    if count == 1 and ";" not in text.text[slice(*inner)]:
        return _named(text, [inner], closed)
    parts = _split(text, inner, ";")
    if not count:
        parts = [piece for part in parts for piece in _short_names(text, part)]
    elif len(parts) < count:
        finer = [piece for part in parts for piece in _split(text, part, ",")]
        if abs(len(finer) - count) <= abs(len(parts) - count):
            parts = finer
    if len(parts) == count - 1:
        parts = [*parts[:-1], *_last_two(text, parts[-1])]
    return _named(text, parts, closed)


def _last_two(text: Text, part: Span) -> list[Span]:
    """The last part of a list, split where "và" joins its last two names."""
    joints = list(_LAST_JOINT.finditer(text.text, *part))
    return [(part[0], joints[-1].start()), (joints[-1].end(), part[1])] if joints else [part]


def _short_names(text: Text, part: Span) -> list[Span]:
    """The pieces between commas, if each can be a short name; else the whole part."""
    pieces = _split(text, part, ",")
    short = all(_SHORT.fullmatch(text.text, *piece) for piece in pieces)
    return pieces if short else [part]


def _list_end(text: Text, start: int, limit: int, closed: bool) -> int:
    depth = 0
    for match in _LIST_MARK.finditer(text.text, start, limit):
        mark = match.group()[0]
        depth += (mark == "(") - (mark == ")")
        if depth < 0 or (closed and depth == 0 and mark == ")") or (mark in ".\n" and not closed and depth == 0):
            return match.start()
    return limit


def _split(text: Text, span: Span, mark: str) -> list[Span]:
    """Split at a mark outside parentheses and quotation marks."""
    parts, depth, start = [], 0, span[0]
    for match in _PART_MARKS[mark].finditer(text.text, *span):
        sign = match.group()
        depth = max(0, depth + (sign in "(“") - (sign in ")”"))
        if sign == mark and depth == 0:
            parts.append((start, match.start()))
            start = match.end()
    return [*parts, (start, span[1])]


def _named(text: Text, parts: list[Span], to_end: bool = True) -> list[Item]:
    """The names in the parts of a list; if not ``to_end``, only up to the first part that goes on with other things."""
    found = []
    for start, end in parts:
        item = _item(text, start, end) if start < end else None
        if item:
            found.append(item)
        elif not to_end:
            break
    return found


def _item(text: Text, start: int, end: int) -> Item | None:
    """The name that a part of a list holds, None if it tells something else."""
    begin = _ITEM_START.match(text.text, start, end).end()  # type: ignore[union-attr]
    own = _HEAD.match(text.low, begin, end)
    head = head_of(own[1]) if own else None
    at = own.end() if own and head and head.family == "task" else begin
    if own is None and (_INNER.search(text.low, at, end) or _MONEY.search(text.low, at, end)):
        return None
    if at >= end or _NO_NAME.match(text.low, at) or (own is None and _CLAUSE.match(text.text, at)):
        return None
    name, _ = quoted(text, at, end) or ((at, _item_end(text, at, end)), end)
    if name[1] - name[0] <= _SHORTEST or not text.text[name[0]].isalnum():
        return None
    return Item(*name, begin if own else name[0], head)


_SHORT = re.compile(rf"\s*(?:(?i:đề tài|dự án|nhiệm vụ)\s+)?[{UPPER}][^\s,;]*(?:\s+[^\s,;]+){{0,5}}\s*")
_MONEY = re.compile(r"\d\s*(?:tỷ|triệu|nghìn)?\s*đồng(?!\w)")
_INNER = re.compile(
    r"(?:các|những|(?<!\w)\d{1,3}) (?:đề tài|dự án|nhiệm vụ)"
    r"|(?<!\w)(?:đề tài|dự án|nhiệm vụ|mô hình)(?:\s+cấp\s+\w+(?:\s+gia)?)?\s*:?\s*[\"“]"
)
_ITEM_START = re.compile(r"[\s+•-]*(?:\(?(?:\d{1,2}|[ivx]{1,4}|[a-zđ])[).]\s+)?")
_ITEM_END = re.compile(r"[;(]|\sdự thảo\s|\scủa (?=công ty|hợp tác xã|doanh nghiệp|tập đoàn|hộ |ông |bà )|\.\s|\)")


def _item_end(text: Text, start: int, end: int) -> int:
    """Where an item's name ends: at what is told about it in parentheses; at its clause, if it is no full title."""
    if ";" not in text.text[max(start - 3, 0) : end + 1]:
        return title_end(text, start, end)
    at: int | None = start
    while at is not None and (match := _ITEM_END.search(text.low, at, end)):
        end = match.start() if match.group()[0] != "(" else end
        at = past_parenthesis(text, match.start(), end) if match.group()[0] == "(" else None
        end = match.start() if at is None else end
    return trimmed(text.text, start, end)


def footnote_items(text: Text, start: int, end: int) -> list[Item]:
    """The names in a footnote that lists what its mark stands at."""
    parts = _split(text, (start, end), ";")
    return _named(text, [piece for part in parts for piece in _sentences(text, part)])


def _sentences(text: Text, span: Span) -> list[Span]:
    ends = [m.start() for m in _NEXT_SENTENCE.finditer(text.text, *span)]
    return list(zip([span[0], *(e + 1 for e in ends)], [*ends, span[1]], strict=True))


def lead_of_list(text: Text, mention: Mention) -> None:
    """Give a name that begins an item of a list over several lines the words that lead to the list as its lead."""
    blocks, number = text.layout.blocks, text.layout.index_at(mention.head_start)
    told_elsewhere = mention.lead[1] != mention.head_start or blocks[number].kind in {"row", "footnote"}
    if mention.head_start - blocks[number].start > _BEGINS or told_elsewhere:
        return
    for block in reversed(blocks[max(0, number - _FAR) : number]):
        if text.text.endswith((":", ": "), block.start, block.end):
            mention.lead = (max(block.start, block.end - _LEAD), block.end)
        above = block.kind == "article" or (block.kind == "heading" and _sort(block) != _sort(blocks[number]))
        if mention.lead[1] == block.end or above:
            return


def _sort(block: Block) -> str:
    """What sort of label a list's item has: a dash, a number, a letter; "" for none."""
    mark = block.label[:1]
    return "1" if mark.isdigit() else "a" if mark.isalpha() else mark


def emphasised_items(text: Text, block: Block) -> list[Item]:
    """The names in italics with which all lines of the list begin that stands behind a paragraph; none if not all."""
    blocks, number = text.layout.blocks, text.layout.index_at(block.start) + 1
    found: list[Item] = []
    for following in blocks[number : number + _FAR]:
        if following.kind != "item" or _sort(following) != _sort(blocks[number]) or _sort(following) == _sort(block):
            break
        limit = min(following.end, following.start + LONGEST)
        end = text.emphasis_end(following.start, limit)
        if end >= limit:
            return []
        found.append(Item(following.start, trimmed(text.text, following.start, end), following.start, None))
    return found


def following_items(text: Text, block: Block, count: int) -> list[Item]:
    """The names in the list that stands in the lines after a paragraph that leads to it; none if not ``count``."""
    blocks, number = text.layout.blocks, text.layout.index_at(block.start) + 1
    found: list[Item] = []
    for following in blocks[number : number + count + 1]:
        if following.kind != "item" or _sort(following) != _sort(blocks[number]) or _sort(following) == _sort(block):
            break
        item = _item(text, following.start, min(following.end, following.start + LONGEST))
        if item is None or not (item.head or text.text[item.start].isupper()):
            return []
        found.append(item)
    return found if len(found) == count else []
