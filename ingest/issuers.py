"""Who issued a document (cơ quan ban hành): from the wording around its number, else from the letters of the number."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import islice, takewhile

from ingest import names
from ingest.anchors import word_tree
from ingest.context import Context
from ingest.names import canonical_organisation, issuer_of_symbol
from ingest.numbers import Number, lexicon
from ingest.runs import UPPER, lowered, past_space
from ontology.records import Span
from ontology.units import Unit, UnitTable

Place = tuple[UnitTable, Unit | None, Unit | None, Unit | None, str | None, str | None]
"""What of a context names depend on."""
_LONGEST = 140  # characters of an issuer's name
_WORD = re.compile(r"[^\s,;:.()|“”\"/]+|(?P<stop>[,;:.()|“”\"])")
_BOARD_OF = "Ban Tổ chức "
_UNIT_OF_BOARD = re.compile(rf"(?:(?i: (?:tỉnh|thành phố))(?: [{UPPER}]\w*)+)?")
_FORMS = 100  # ways in which a text names one board that are looked at
_BOARD = re.compile(r"(?:Ban [Tt]ổ chức|BTC)\b\s*")
_BODIES = "UBND|HĐND|Ủy ban|Hội đồng|Chính phủ|Bộ|Sở|Tỉnh ủy|Thành ủy|Huyện ủy|Đảng bộ|BTV|Ban Thường vụ|Quốc hội"
_ISSUES = "ban hành|có|ký|phê duyệt tại|phê duyệt theo|ban hành tại|thông qua|quy định tại"
_MISREAD = re.compile(r"\bUy ban\b")  # scanners lose the hook
_PARTY_COMMITTEE = re.compile(r"\bBCH(?= (?:Đảng|Trung ương|TW))")  # of a military command the same letters
_UNIT_OF_OWN = re.compile(r"(?P<unit>(?:Chánh )?(?:Thanh tra|Văn phòng)) Sở")
_HEAD_OF_INSPECTORS = re.compile(r"Chánh\s+$")
_BODY = re.compile(rf"(?<![\w/-])(?:{_BODIES})(?!\w| hữu)")
_HEAD_OF = re.compile(
    r"(?:Chủ tịch|Thủ tướng|Bộ trưởng|Giám đốc|(?:Ban )?Thường vụ|BTV|(?:Ban )?Chấp hành|BCH|Thường trực"
    r"|(?:Chánh )?(?:Thanh tra|Văn phòng))\s+$"
)
_TOLD_AT = re.compile(r"(?P<name>[^,;.:()|“”\"]+?)\s+tại\s+")
_HAS_ISSUED = re.compile(
    rf"(?P<issuer>[^,;.:()|]{{2,90}}?)\s+(?:đã\s+|vừa\s+|vừa mới\s+|mới\s+)?(?:{_ISSUES})\s*(?:các\s*)?$"
)


def issuer_at(text: str, start: int, end: int) -> Span | None:
    """The name that begins at ``start``, up to what introduces a subject, a date or another clause."""
    start = past_space(text, start, end)
    if start >= end or not (text[start].isupper() or text.startswith("tỉnh", start)):
        return None
    if known := _known_end(text, start, end):
        return start, known
    board = _BOARD.match(text, start, end)
    stop = _board_end(text, board.end(), end) if board else _name_end(text, start, end)
    return (start, stop) if stop > start else None


_ROLES = re.compile(r"(?:(?:Phó )?(?:Chủ tịch|Giám đốc|Bộ trưởng|Thứ trưởng|Cục trưởng|Chánh Văn phòng)\s+)?")
_UNIT_BEHIND = re.compile(rf"\s+(?:tỉnh|thành phố|TP\.?|huyện|quận|thị xã|xã|phường)(?:\s+[{UPPER}][\w'-]*){{0,4}}")


@lru_cache(maxsize=1)
def _known_names() -> re.Pattern[str]:
    """Names of ministries and departments in small letters, the longest first."""
    bodies = names.lexicon()
    departments = [f"sở {name}" for name in bodies.departments] + [f"bộ {name}" for name in bodies.departments]
    return re.compile(rf"{word_tree({*bodies.national, *departments})}(?!\w)")


def _known_end(text: str, start: int, end: int) -> int | None:
    """Where a name that the lists know ends, its unit included; names in small letters hold "và" and verbs."""
    begin = _ROLES.match(text, start, end).end()  # type: ignore[union-attr]  # matches nothing too
    low = text[begin : min(end, begin + 90)].lower()
    if not low.startswith(("bộ ", "sở ")):
        return None
    name = _known_names().match(low)
    if name is None:
        return None
    stop = begin + name.end()
    unit = _UNIT_BEHIND.match(text, stop, end)
    return unit.end() if unit else stop


def _name_end(text: str, start: int, end: int) -> int:
    at = start
    for match in _WORD.finditer(text, start, min(end, start + _LONGEST)):
        if match["stop"]:
            break
        if (
            at > start and text[at - 1] == "-" and text[match.start()].isupper()
        ):  # a compound goes on ("Thi đua - Khen thưởng")
            at = match.end()
            continue
        if at > start and _stops(text, match.start(), at):
            break
        capital_verb = at > start and text[match.start()].isupper() and _is_verb(text, match.start())
        if capital_verb and not _HEAD_OF_INSPECTORS.search(text, start, match.start()):
            break
        at = match.end()
    return at


def _stops(text: str, start: int, before: int) -> bool:
    """Whether the name has ended before the word at ``start``."""
    if text.startswith("và ", start):
        return (
            not text[start + 3].isupper()
            or _KIND_AHEAD.match(text, start + 3) is not None
            or _own_body(text, start + 3)
        )
    if text.startswith("số ", start) and not _DIGITS.match(text, start + 3):
        return False  # "chuyển đổi số tỉnh"
    return bool(_stop_words().match(text, start)) and text[start].islower() and before < start


_DIGITS = re.compile(r":?\s*\d")
_KIND_AHEAD = re.compile(
    r"(?:các\s+)?(?:Nghị|Quyết định|Thông tư|Kế hoạch|Công văn|Chỉ thị|Luật|Báo cáo|Tờ trình|Kết luận)\b"
)
_OWN_BODY = re.compile(r"(?:Sở|Bộ|UBND|HĐND|Ủy ban|Hội đồng|Tỉnh ủy|Trung tâm|Chi cục)\b")


def _own_body(text: str, start: int) -> bool:
    return _OWN_BODY.match(text, start) is not None


@lru_cache(maxsize=1)
def _stop_words() -> re.Pattern[str]:
    words = sorted(lexicon()["words"]["issuer_stops"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})(?!\w)")


@lru_cache(maxsize=1)
def _title_verbs() -> re.Pattern[str]:
    words = [*lexicon()["title"]["verbs"], *lexicon()["title"]["silent_verbs"], "về việc"]
    return re.compile(rf"(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})(?!\w)", re.IGNORECASE)


def _is_verb(text: str, start: int) -> bool:
    return _title_verbs().match(text, start) is not None


def _board_end(text: str, start: int, end: int) -> int:
    """Where a board's name ends: the name of its contest may hold commas, so the next verb in capitals decides."""
    limit = min(end, start + _LONGEST)
    for match in re.finditer(r"(?<=\s)[A-ZĐ]\w*|[;.:()|]|\svề\s", text[start:limit]):
        if not match.group()[0].isalpha() or _is_verb(text, start + match.start()):
            return start + len(text[start : start + match.start()].rstrip())
    return _name_end(text, start, end)


def issuer_before(text: str, start: int, floor: int) -> Span | None:
    """Who "đã ban hành", "phê duyệt tại" the document whose citation begins at ``start``: the nearest body before."""
    floor = max(floor, start - _LONGEST)
    for body in reversed(list(_BODY.finditer(text, floor, start))):
        issued = _HAS_ISSUED.match(text, body.start(), start)
        if issued:
            head = _HEAD_OF.search(text, max(floor, body.start() - 16), body.start())
            return (head.start() if head else body.start()), issued.end("issuer")
    return None


def initials_of(letters: str, name: str) -> bool:
    """Whether letters are the first ones of the words of a body's name."""
    initials = "".join(word[0] for word in name.upper().split() if word[0].isalpha())
    return letters.strip(".").replace("&", "") in initials


def body_before(text: str, start: int, floor: int, letters: str) -> Span | None:
    """The body whose initials a number bears, named before "tại" ("Trung tâm Giống Thủy sản X tại Công văn ...")."""
    floor = max(floor, start - _LONGEST)
    for head in reversed(list(_told_bodies().finditer(text, floor, start))):
        if told := _TOLD_AT.fullmatch(text, head.start(), start):
            return told.span("name") if len(letters) > 1 and initials_of(letters, told["name"]) else None
    return None


@lru_cache(maxsize=1)
def _told_bodies() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(lexicon()['words']['told_bodies'])})(?!\w)")


def canonical_issuer(phrase: str, context: Context, text: str = "") -> str | None:
    """Full name of a body as written ("Chủ tịch UBND tỉnh", "BTC hội thi ..."); ``text`` tells a board's full name."""
    phrase = " ".join(phrase.split()).strip(" ,;")
    if board := _BOARD.match(phrase):
        return _board(phrase[board.end() :], text) or f"Ban Tổ chức {phrase[board.end() :]}".strip()
    if committee := _committee().fullmatch(phrase):
        return _of_council(committee, context)
    phrase = _PARTY_COMMITTEE.sub("Ban Chấp hành", _MISREAD.sub("Ủy ban", phrase))
    if (unit := _UNIT_OF_OWN.fullmatch(phrase)) and (context.issuer or "").startswith("Sở "):
        return f"{unit['unit']} {context.issuer}"
    return _name(phrase, *_place(context)) or (phrase if len(phrase.split()) > 1 else None)


def _place(context: Context) -> Place:
    return context.units, context.province, context.district, context.commune, context.date, context.issuer


@lru_cache(maxsize=4096)
def _name(phrase: str, *place: *Place) -> str | None:
    return canonical_organisation(phrase, Context(*place))


@lru_cache(maxsize=4096)
def _of_symbol(letters: str, *place: *Place) -> str | None:
    return issuer_of_symbol(letters, Context(*place))


@lru_cache(maxsize=1)
def _committee() -> re.Pattern[str]:
    names_ = "|".join(map(re.escape, lexicon()["words"]["council_committees"]))
    return re.compile(rf"(?P<name>Ban (?:{names_}))(?P<council>(?: của)? (?:HĐND|Hội đồng nhân dân).*)?", re.IGNORECASE)


def _of_council(committee: re.Match[str], context: Context) -> str | None:
    """A council's committee with its council, which is that of the document's own place unless another is told."""
    told = (committee["council"] or "HĐND tỉnh").strip().removeprefix("của ")
    own = context.issuer if not committee["council"] and "Hội đồng nhân dân" in (context.issuer or "") else None
    council = own or canonical_organisation(told, context)
    return f"{committee['name']} {council}" if council else committee["name"]


def _board(contest: str, text: str) -> str | None:
    """The longest form in which the text names the board of a contest."""
    if len(contest) < 6:
        return None
    boards, low = _boards(text), lowered(contest)
    first = bisect_left(boards, (low, 0))
    named = takewhile(lambda board: board[0].startswith(low), islice(boards, first, first + _FORMS))
    units = (_UNIT_OF_BOARD.match(text, at + len(contest)) for at in sorted(at for _, at in named))
    forms = [text[unit.start() - len(contest) - len(_BOARD_OF) : unit.end()] for unit in units if unit]
    return max(forms, key=len, default=None)


@lru_cache(maxsize=2)
def _boards(text: str) -> list[tuple[str, int]]:
    """What follows "Ban tổ chức " in small letters wherever it stands in a text, with where it begins, in order."""
    low = lowered(text)
    ends = [match.end() for match in re.finditer(re.escape(lowered(_BOARD_OF)), low)]
    return sorted((low[at : at + _LONGEST], at) for at in ends)


def issuer_of_number(number: Number, context: Context, text: str = "") -> str | None:
    """Who the letters of a number mean: one body of the whole country, or that of the document's own place.

    "QĐ-BTC" in a text that speaks of an organising board may be the board's: unknown unless it is said.
    """
    board = number.office == "BTC" and number.kind is not None and number.kind.kind != "circular"
    if board and _speaks_of_boards(text):
        return None
    return _of_symbol(number.office, *_place(context))


@lru_cache(maxsize=4)
def _speaks_of_boards(text: str) -> bool:
    return any(word in text for word in lexicon()["words"]["boards"])
