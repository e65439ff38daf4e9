"""Head words in the text ("đề tài", "dự án", "Chương trình"): where names may begin."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from ingest.project_titles import Text
from ingest.project_words import Head, alternatives, head_words, heads, lexicon
from ontology.records import Span


class Anchor(msgspec.Struct):
    """A head word in the text, with what stands around it.

    :ivar after: where a name can begin: behind the head word and the words that say what kind of task it is
    :ivar plural: it tells a group ("các dự án", "04 đề tài"), ``count`` how many (0: not said)
    :ivar block: the paragraph or table cell around it
    """

    head: Head
    start: int
    end: int
    after: int
    plural: bool
    block: Span
    count: int = 0


_BEFORE = 14  # characters before a head word in which its number stands
_PLURAL = frozenset(lexicon()["words"]["plural"])
_NOT_CAPITALS = {"task", "model", "contest"}  # in capitals these stand in headings, and name nothing
_NUMBERED = {"programme", "plan"}  # documents of these kinds are cited by number ("Kế hoạch số ...")
_OFFICE = ("ban quản lý ", "ban quản lý các ")  # offices that are called after projects
_SINGLE = frozenset("123456789")  # at the head of a line a footnote's number: counts are written 02, 03
_WORDS = lexicon()["words"]
_KIND = rf"\(?(?:(?i:{alternatives(_WORDS['modifiers'])})|{alternatives(_WORDS['modifiers_small'])})\)?"
_LEVEL = r"c[ấâa]p\s+(?i:quốc gia|nhà nước|bộ|tỉnh|cơ sở|huyện|thành phố|ngành)(?!\w)"
_BEFORE_QUOTE = rf"(?:năm\s+\d{{4}}|{alternatives(_WORDS['modifiers_before_quote'])})(?=\s*:?\s*[\"“])"
AFTER_HEAD = re.compile(rf"(?:\s*{_KIND}|\s+{_LEVEL}|\s+{_BEFORE_QUOTE}|\s+năm\s+\d{{4}}(?=\s*:))*")
"""What may stand between a task's head word and its name (matched on the text as written)."""
_AFTER_MODEL = re.compile(r"(?:\s+(?:điểm|trình diễn|thí điểm|mẫu))?(?=\s*[\"“])|")
_QUOTE = re.compile(r"\s*:?\s*[\"“]")
_TASK_HEAD = alternatives(head_words("task"))
_ANY_HEAD = alternatives(head_words())
_JOINED = re.compile(rf"\s*(?:[,/-]|và|hoặc)?\s*(?={_TASK_HEAD})|\s*(?:[,/]|và|hoặc)\s*(?={_ANY_HEAD})")


def anchors(text: Text) -> Iterator[Anchor]:
    """Every head word of the text. Of words joined to one head ("đề tài, dự án") only the last, as plural."""
    known, automaton = heads()
    joined = 0  # 1 + the count that stands before the first of joined head words
    for which, start, end in automaton.find_matches_as_indexes(text.low):
        if (start and text.low[start - 1].isalnum()) or text.low[end : end + 1].isalnum():
            continue
        head = known[which]
        if _names_nothing(text, head, start, end):
            continue
        block, after = text.limit(start), _after(text, head, end)
        said = _counted(text, start, block)
        count = said or max(joined - 1, 0)
        plural = bool((joined and not _doubled(text, start, head.word)) or said is not None)
        joined = count + 1 if head.family == "task" and _JOINED.match(text.low, after) else 0
        if not joined:
            yield Anchor(head, start, end, after, plural and count != 1, block, count)


def _names_nothing(text: Text, head: Head, start: int, end: int) -> bool:
    """Whether a head word can be no name's: in a heading's capitals, in an office's name, before a number."""
    if head.family == "quoted":
        return not _QUOTE.match(text.text, end) and text.text[start - 1 : start] not in {'"', "“"}
    if head.family in _NUMBERED and text.low.startswith(" số ", end):
        return True
    in_capitals = head.family in _NOT_CAPITALS and text.text[start + 1].isupper()
    return in_capitals or text.low.endswith(_OFFICE, 0, start)


def _after(text: Text, head: Head, end: int) -> int:
    """Where a name can begin behind a head word and the words that say what kind of task it is."""
    if head.family not in {"task", "model"}:
        return end
    words = (AFTER_HEAD if head.family == "task" else _AFTER_MODEL).match(text.text, end)
    return words.end() if words else end


def _counted(text: Text, start: int, block: Span) -> int | None:
    """What the words before a head word make of it: how many are meant, 0 if it is only a plural, None if neither."""
    begin = max(block[0], start - _BEFORE)
    if begin == start or not text.low[start - 1].isspace():
        return None
    words = text.low[begin:start].split()
    if not words:
        return None
    if words[-1].isdecimal():
        alone = len(words) == 1 and begin == block[0] and words[0] in _SINGLE
        return None if alone else min(int(words[-1]), 999)
    return 0 if words[-1] in _PLURAL or " ".join(words[-2:]) in _PLURAL else None


def _doubled(text: Text, start: int, word: str) -> bool:
    """Whether the head word is only written twice ("dự án dự án")."""
    return text.low[max(0, start - len(word) - 1) : start].strip() == word
