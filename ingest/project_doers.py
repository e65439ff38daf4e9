"""Who carries a task out, with whom, and where."""

from __future__ import annotations

import re

from ingest.project_surroundings import FAR, NEAR, Surroundings
from ingest.project_titles import Mention
from ingest.project_words import UPPER
from ontology.records import Organisation, Place, Span

_DOES = re.compile(
    r"\s*(?:là\s+\w+\s+\w+\s+)?(?:chủ trì\s+|tổ chức\s+)?(thực hiện|triển khai|chủ trì)(?!\w)[^,;.()]{0,40}"
)
_HOLDS = re.compile(r":?\s*(?:chủ trì,?\s+)?(?:tổ chức|phát động)(?:\s+phát động)?\s*")
_HELPS = re.compile(r"phối hợp (?:cùng )?(?:với )?$")
_CARRIES = re.compile(r"\s*(?:là|làm)?\s*(?:\w+ ){0,2}(?:chủ trì|thực hiện|chủ đầu tư)")
_CARRIED_BY = re.compile(r"[^;.,]{0,40}do (?:đơn vị|cơ quan|tổ chức) chủ trì là")
_LED_BY = re.compile(r"(?:,?\s*mã số:? [^,;.]{3,40},\s*)?(?:(?:thuộc|tại) [^;.()]{3,90}?\s+)?,?\s*(?:do|\(|\(do)")
_GIVEN_TO = re.compile(r"(?:[^.;]{0,90}?[,;]\s*)?(?:xét )?giao trực tiếp cho")
_WORK_OF = re.compile(r"(?:kết quả )?hoạt động (?!của các)")
_CARRIED_OUT = re.compile(r"(?:triển khai|thực hiện|xây dựng|nhân rộng|duy trì)[^;.]*$")
_AT = re.compile(r"[\"”]?\s*(?:\([^()]{0,40}\)\s*)?(?:tại|ở|trên địa bàn)\s[^;.()\n]*")
_OWN_PROVINCE = re.compile(rf"(?:trên địa bàn|của) tỉnh(?!\w)(?!\s+[{UPPER}])")


def places(group: list[Mention], around: Surroundings) -> list[str]:
    """Places in the name, in a table's column, or right behind the name ("tại xã A, huyện B", "trên địa bàn tỉnh")."""
    low, names = around.text.low, dict[str, None]()
    for mention in group:
        behind = _AT.match(low, mention.end, mention.end + NEAR)
        end = behind.end() if behind else mention.end
        for start, stop in ((mention.start, end), mention.fields.get("place", (0, 0))):
            names |= dict.fromkeys(p.name for _, p in around.places.within(start, stop) if isinstance(p, Place))
        if around.context.province and _OWN_PROVINCE.search(around.text.text, mention.start, end):
            names.setdefault(around.context.province.full_name)
    return list(names)


def doers(group: list[Mention], around: Surroundings) -> tuple[list[str], list[str]]:
    """Hosts and partners: columns and labels, "do X chủ trì", "X thực hiện dự án", "phối hợp với X triển khai dự án".

    Where nothing is said, a section on one organisation's work ("Hoạt động của Trung tâm ...") tells the host.
    """
    hosts, partners = dict[str, None](), dict[str, None]()
    for mention in group:
        for field, names in (("host", hosts), ("investor", hosts), ("partner", partners)):
            if span := mention.fields.get(field):
                names |= dict.fromkeys(o.name for _, o in _organisations(around, *span))
        for name, helps in [*_before(mention, around), *_behind(mention, around)]:
            (partners if helps else hosts).setdefault(name)
    if not hosts and not partners:
        hosts |= dict.fromkeys(name for m in group for name in _of_section(m, around))
    return list(hosts), [p for p in partners if p not in hosts]


def _organisations(around: Surroundings, start: int, end: int) -> list[tuple[Span, Organisation]]:
    return [(s, o) for s, o in around.organisations.within(start, end) if isinstance(o, Organisation)]


def _of_section(mention: Mention, around: Surroundings) -> list[str]:
    """The one organisation whose work the section is about, of a task or model that is carried out there."""
    blocks = around.text.layout.blocks
    heading = around.text.layout.block_at(mention.head_start).heading
    if heading < 0 or not mention.head or mention.head.family not in {"task", "model"}:
        return []
    start, end = blocks[heading].start, blocks[heading].end
    if not _WORK_OF.match(around.text.low, start):
        return []
    about = _organisations(around, start, end)
    done = _CARRIED_OUT.search(around.text.low, max(mention.lead[0], mention.head_start - 60), mention.head_start)
    return [about[0][1].name] if len(about) == 1 and done else []


def _before(mention: Mention, around: Surroundings) -> list[tuple[str, bool]]:
    """The organisation before the name that "thực hiện", "chủ trì" or "triển khai" it; whether it only helps."""
    low = around.text.low
    for (start, end), entry in reversed(
        _organisations(around, max(mention.lead[0], mention.head_start - 160), mention.head_start)
    ):
        if mention.head and mention.head.family == "contest" and _HOLDS.fullmatch(low, end, mention.head_start):
            clause = re.split(r"[.;]", low[max(mention.lead[0], start - 160) : start])[-1]
            return [(entry.name, "phối hợp" in clause)]
        if does := _DOES.fullmatch(low, end, mention.head_start):
            return [(entry.name, bool(does[1] == "triển khai" and _HELPS.search(low, max(0, start - 20), start)))]
    return []


def _behind(mention: Mention, around: Surroundings) -> list[tuple[str, bool]]:
    """The organisation behind the name: "do X chủ trì", "(X chủ trì)", "do đơn vị chủ trì là X", "của Công ty X"."""
    low = around.text.low
    if low.endswith("thuộc ", 0, mention.head_start):
        return []
    for (start, end), entry in _organisations(around, mention.end, mention.end + FAR)[:2]:
        between = low[mention.end : start].strip(' "”')
        carries = _CARRIES.match(low, end)
        if (
            (_LED_BY.fullmatch(between) and carries)
            or _GIVEN_TO.fullmatch(between)
            or _CARRIED_BY.fullmatch(between)
            or (between == "của" and entry.type in {"enterprise", "cooperative"})
        ):
            return [(entry.name, False)]
    return []
