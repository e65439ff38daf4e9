"""Which head words are followed by a name without quotation marks, and which only by a general word."""

from __future__ import annotations

import re
from collections.abc import Callable

from ingest.project_anchors import Anchor
from ingest.project_titles import Text, title_end
from ingest.project_words import UPPER, alternatives, lexicon, pattern
from ontology.records import Span

_SPACE = re.compile(r"\s*")
_SHORT_NAME = 6  # words; a lower-case name without a title's opening has at most so many
_PROPER = re.compile(f"[{UPPER}]")
_GENERIC = pattern("generic")
_CLAUSE = pattern("clause")
_OPENERS = pattern("openers")
_MODEL = pattern("model_openers")
_NOT_PROGRAMMES = pattern("not_programmes")
_YEAR_OF_PLAN = re.compile(r"(?<=\d{4}) năm \d{4}$")  # behind the programme's own period: of what carries it out
_YEARS = re.compile(r"giai đoạn|đến năm \d{4}|\d+ năm|tầm nhìn|\d{4}\s*-\s*\d{4}")
_YEAR = re.compile(r"năm \d{4}|giai đoạn")
_CARRIED_OUT = re.compile(
    r"(?:triển khai|triển khai thực hiện|tiếp tục thực hiện|tiếp tục triển khai)\s+(?:các nội dung\s+)?$"
)
_LISTED = r"(?:đề tài|dự án|nhiệm vụ|đề án|chương trình|mô hình|công trình|sản phẩm|công nghệ)(?!\w)"
_OF_TASKS = re.compile(rf"\s+(?:gồm\s+)?(?:các\s+|\d+\s+)?{_LISTED}(?:(?:\s*[,/]|\s+và)\s*{_LISTED})*")
_WAY = r"(?:xét\s+)?(?:giao trực tiếp|tuyển chọn|xét chọn|đặt hàng)(?!\w)"
_NEXT_WAY = re.compile(
    rf"(?:(?<=tuyển chọn)|(?<=xét chọn)|(?<=trực tiếp)|(?<=đặt hàng))(?:,| hoặc)\s+{_WAY}"
    rf"|\s+để\s+(?:{_WAY}|thực hiện)|\s+trong năm \d{{4}}"
)
"""What goes on with a list's name where other titles end: another way of awarding, what it is for, its year."""
_LIST_TOLD = re.compile(r"năm \d{4}|giai đoạn|thuộc chương trình|cấp tỉnh|đặt hàng|tuyển chọn")
_PLANNED = re.compile(
    r"quy hoạch (?:chung|chi tiết|phân khu|xây dựng|tỉnh|tổng thể|vùng|sử dụng|phát triển|đô thị|khu|ngành|mạng)"
)
_OF_BODY = re.compile(r"của [^,;.:()]{3,80}? (?:thực hiện|triển khai|về) ")
_KIND_OF_PROGRAMME = re.compile(r"(?:hành động|công tác|trọng điểm|mục tiêu|mục tiêu quốc gia|khung|tổng thể)\s+")
_GENERAL = re.compile(r"phát triển kinh tế\s*[-–,]\s*xã hội(?:\s+(?:của\s+)?(?:tỉnh|địa phương|ngành))?")
_ACRONYM = re.compile(rf"[{UPPER}]{{3,8}}|\d{{2,4}}")
_NUMBERED = re.compile(
    r"\s*(?:hành động\s+|phối hợp\s+|công tác\s+)?(?:số\s*:?\s*)?\d+\s*[/-]|\s*(?:\w+ ){0,2}số\s*:?\s*\d+\s*[/-]"
)
_BY_DECISION = re.compile(
    r"\s+(?:theo|tại)\s+(?:quyết định|nghị quyết)\s+(?:số\s+)?[^\s]+(?:\s+ngày\s+[/ \w]{6,30}?)?"
    r"(?:\s+của\s+[^,;.:()]{3,60}?)?\s+(?:về\s+)?(?:việc\s+)?(?:phê duyệt\s+|ban hành\s+)?(?=\w)"
)
_DELIMITED = re.compile(r"\s*(?:[,;.)]|$|\n)")
_HEADED = re.compile(r"\s*:\s")
_STEP = re.compile(
    r"\s(?:" + alternatives(w for s in lexicon()["stages"] if s["stage"] for w in s["words"]) + r")(?!\w)"
)
_FIGURE = re.compile(r"\s*\d")  # "mô hình trồng 02 ha": how much is to be made, no name
_AIMED = re.compile(r"(?<!\w)(?:mục tiêu|sản phẩm|yêu cầu|nội dung|quy mô)(?: \w+){0,6}\s*:[^.]*$")
_AIMED_REACH = 300  # characters before a model in which is said that it is only aimed at
_AT_PLACE = re.compile(r"\s(?:tại|ở)\s")
_BUILDS = re.compile(
    r"(?:đầu tư(?: xây dựng)?|xây dựng(?: và đưa vào (?:vận hành|sử dụng))?|khởi công(?: xây dựng)?)\s+$"
)
_BUILT_REACH = 50  # characters before a name in which is said that it is built
_OPENS_TITLE = re.compile(r"(?:Giải pháp|Quản lý nhà nước|Phòng,? chống|Phát triển kinh tế|Cải cách hành chính)\s")
_AT_UNIT = re.compile(
    r"\s(?:tại|ở)\s(?:tỉnh|thành phố|tp|huyện|quận|thị xã|xã|phường|trường|trung tâm|nhà|quảng trường)(?!\w)"
)
_FOR_BODY = re.compile(r"\scho\s(?:hợp tác xã|htx|công ty|doanh nghiệp|\d|các hộ|hộ|ubnd|sở|trung tâm)(?!\w)")
_LEAST_TENTATIVE, _MOST_TENTATIVE = 2, 10
_LINKED = re.compile(r"\d|\s(?:với|của|theo|trên|tại|các|này|những|thuộc|cho|từ|và|về|có|không)\s")
_OF_PROGRAMME = re.compile(r"\sthuộc (?:chương trình|đề án|kế hoạch)")


def _task(text: Text, anchor: Anchor, limit: int) -> Span | None:
    """A title or short name straight after "đề tài", "dự án", "nhiệm vụ"."""
    start = _SPACE.match(text.text, anchor.after).end()  # type: ignore[union-attr]
    if start >= limit or not text.text[start].isalnum():
        return None
    generic = _GENERIC.match(text.low, start)
    if generic and not (text.text[start].isupper() and _OPENS_TITLE.match(text.text, start)):
        return None
    end = title_end(text, start, limit, plain=text.text[start].islower())
    if text.text[start].islower() and (step := _STEP.search(text.low, start, end)):
        end = step.start()
    words = text.low.count(" ", start, end) + 1
    opener = bool(_OPENERS.match(text.low, start))
    if text.text[start].islower() and _OF_PROGRAMME.search(text.low, start, end):
        return None
    if _PROPER.match(text.text[start]):
        return (start, end) if words > 1 or opener or anchor.head.word != "nhiệm vụ" else None
    if anchor.head.word == "nhiệm vụ":
        carried = opener and words >= 9 and _CARRIED_OUT.search(text.low, max(0, anchor.start - 60), anchor.start)
        return (start, end) if carried else None
    if opener and (words >= 6 or (words >= 4 and _PROPER.search(text.text, start, end))):
        return start, end
    return _short(text, anchor, start, end, opener)


def _short(text: Text, anchor: Anchor, start: int, end: int, opener: bool) -> Span | None:
    """A short name in small letters ("đề tài quế", "dự án *na dai*"), up to the place or step told behind it."""
    if cut := _AT_PLACE.search(text.low, start, end):
        end = cut.start()
    words = text.low.count(" ", start, end) + 1
    least = 1 if anchor.head.word == "đề tài" or text.emphasis_end(start, end + 1) <= end else 3
    most = _SHORT_NAME + 2 * bool(_PROPER.search(text.text, start, end))
    plain = words <= most and not opener and not _LINKED.search(text.low, start, end)
    heads = anchor.start <= anchor.block[0] + 1 and _HEADED.match(text.text, end)  # what follows is told of it
    delimited = cut or heads or _STEP.match(text.low, end) or _DELIMITED.match(text.text, end)
    if not delimited or anchor.head.word not in {"đề tài", "dự án"}:
        return None
    return (start, end) if plain and words >= least else None


def tentative_name(text: Text, anchor: Anchor, limit: int) -> Span | None:
    """Words behind a task's head word that are a name only if a title told elsewhere has them."""
    start = anchor.after + 1
    if anchor.head.word not in {"đề tài", "dự án", "nhiệm vụ"} or anchor.plural or start >= limit:
        return None
    if not text.text[start].islower() or _GENERIC.match(text.low, start):
        return None
    end = title_end(text, start, limit, plain=True)
    for cut in (_STEP, _AT_PLACE):
        if match := cut.search(text.low, start, end):
            end = match.start()
    words = text.low.count(" ", start, end) + 1
    return (start, end) if _LEAST_TENTATIVE <= words <= _MOST_TENTATIVE else None


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
    general = _KIND_OF_PROGRAMME.match(text.low, start)
    if general and _CLAUSE.match(text.low, general.end()) and not _OF_BODY.match(text.low, general.end(), limit):
        return None
    end = title_end(text, start, limit)
    if anchor.head.word == "chiến lược" and (local := text.low.find(" trên địa bàn", start, end)) > 0:
        end = local
    if yearly := _YEAR_OF_PLAN.search(text.low, start, end):
        end = yearly.start()
    if _GENERAL.fullmatch(text.low, start, end) or text.low[start:end] == "khoa học":
        return None
    words = text.low.count(" ", start, end) + 1
    if words == 1 and _ACRONYM.fullmatch(text.text, start, end):
        return anchor.start, end
    proper = text.text[anchor.start].isupper() or _PROPER.search(text.text, start, end)
    return (anchor.start, end) if words >= (2 if proper else 5) else None


def _plan(text: Text, anchor: Anchor, limit: int) -> Span | None:
    """A plan that is a programme: it runs over years, or is itself carried out."""
    start = anchor.end + 1
    if anchor.plural or start >= limit or _NUMBERED.match(text.low, anchor.end):
        return None
    if _NOT_PROGRAMMES.match(text.low, start):
        return None
    end = title_end(text, start, limit)
    if text.low.count(" ", start, end) < 6:
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
    of_tasks = _OF_TASKS.match(text.low, anchor.end, limit)
    if not of_tasks:
        return None
    end = title_end(text, of_tasks.end(), limit)
    while way := _NEXT_WAY.match(text.low, end, limit):
        end = title_end(text, way.end(), limit)
    return (anchor.start, end) if _LIST_TOLD.search(text.low, anchor.end, end) else None


def _contest(text: Text, anchor: Anchor, limit: int) -> Span | None:
    start = anchor.end + 1
    if anchor.plural or start >= limit or not text.text[start].isalnum() or _CLAUSE.match(text.low, start):
        return None
    end = title_end(text, start, limit)
    if place := _AT_UNIT.search(text.low, start, end):
        end = place.start()
    return (anchor.start, end) if text.low.count(" ", start, end) >= 2 else None


def _model(text: Text, anchor: Anchor, limit: int) -> Span | None:
    """A demonstration model, named by what it grows or makes."""
    start = anchor.end + 1
    opener = _MODEL.match(text.low, start) if start < limit else None
    if not opener or _FIGURE.match(text.low, opener.end()):
        return None
    if _AIMED.search(text.low, max(anchor.block[0], anchor.start - _AIMED_REACH), anchor.start):
        return None
    end = title_end(text, start, limit, plain=True)
    if for_body := _FOR_BODY.search(text.low, start, end):
        end = for_body.start()
    what = _AT_PLACE.search(text.low, start, end)
    words = text.low.count(" ", start, what.start() if what else end) + 1
    if anchor.plural and not anchor.count:
        return (anchor.start, end) if words >= 6 and _YEAR.search(text.low, start, end) else None
    return (anchor.start, end) if words >= 3 else None


def _planning(text: Text, anchor: Anchor, limit: int) -> Span | None:
    """A construction or sector plan with a proper name or a period."""
    start = anchor.end + 1
    if anchor.plural or start >= limit:
        return None
    end = title_end(text, start, limit)
    named = text.text[anchor.start].isupper() or anchor.head.word == "đồ án"
    told = named and _PROPER.search(text.text, start, end) and _PLANNED.search(text.low, anchor.start, end)
    return (anchor.start, end) if told and text.low.count(" ", start, end) >= 3 else None


def _built(text: Text, anchor: Anchor, limit: int) -> Span | None:
    """A station, plant or system with a proper name that is to be built, or that money is asked for."""
    start = anchor.end + 1
    if anchor.plural or start >= limit or not text.text[anchor.start].isupper():
        return None
    if not _BUILDS.search(text.low, max(anchor.block[0], anchor.start - _BUILT_REACH), anchor.start):
        return None
    end = title_end(text, start, limit)
    if for_body := _FOR_BODY.search(text.low, start, end):
        end = for_body.start()
    return (anchor.start, end) if text.low.count(" ", start, end) >= 2 else None


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
    "built": _built,
    "quoted": _nothing,
}


def plain_name(text: Text, anchor: Anchor, limit: int) -> Span | None:
    """The name that stands straight behind a head word, without marks; None if only a general word does."""
    if not text.text[anchor.after : anchor.after + 1].isspace():
        return None
    return _PLAIN[anchor.head.family](text, anchor, limit)
