"""What bodies do with documents and programmes: carry out, report on, propose, inspect, receive licences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.context import Link
from ingest.layout import Block, Layout
from ingest.relation_acts import tied_before
from ingest.things import Doers, Thing, Things
from ontology.records import Citation, DocumentEntry, Entry, Organisation, Project

_LEFT = 150  # characters before a thing in which a body's doing is told
_OBJECT = (
    r"\s*(?:các\s+|những\s+|một số\s+|\d+\s+)?(?:nội dung|nhiệm vụ|hoạt động|dự án)?"
    r"\s*(?:tại|của|thuộc|trong|về)?\s*[“\"]?$"
)
_IMPLEMENTS = re.compile(
    r"(?<!\w)(?<!cá nhân )(?:tập huấn(?: về)?|(?:tổ chức |triển khai |tiếp tục )*(?:thực hiện|triển khai)|áp dụng"
    r"|theo(?: tinh thần| quy định(?: tại| của)?| yêu cầu(?: tại| của)?| chỉ đạo tại)?)"
    rf"\s*(?:có hiệu quả|tốt|nghiêm(?: túc)?)?{_OBJECT}",
    re.IGNORECASE,
)
_UNDER = re.compile(r"\s*theo(?!\s(?:tinh thần|quy định|yêu cầu|chỉ đạo))", re.IGNORECASE)
_PARTY = ("TW", "/TU", "QH13", "QH14", "QH15")
_REPORTS = re.compile(
    r"(?<!\w)báo cáo(?!\w)(?!\s+viên)[^.;:]{0,90}?(?:kết quả|tình hình|tổng kết|sơ kết|theo)[^.;]{0,60}$", re.IGNORECASE
)
_TO = "với|Chủ tịch|Tổng cục|UBND|HĐND|Ủy ban|Hội đồng|Bộ|Sở|Chính phủ|Thủ tướng|Tỉnh ủy|Ban|Thường trực"
_FOR = "ban hành|phê duyệt|thành lập|kiện toàn|công nhận|thông qua|cho phép|dự thảo|về"
_PROPOSES = re.compile(
    rf"(?<!\w)(?:trình|đề xuất(?: về)?|đề nghị)\s+(?:(?:{_TO})[^.;:()]{{0,60}}?)?\s*"
    rf"(?:xem xét,?\s*)?(?:{_FOR})?\s*(?:các\s+|\d+\s+)?[“\"]?$",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(  # what that one is to do
    r"thay thế|sửa đổi|bãi bỏ|thực hiện|triển khai|theo quy định|chấm dứt", re.IGNORECASE
)
_PROPOSED_BY = re.compile(r"[”\"]?\s*,?\s*theo (?:đề nghị|đề xuất) của\s+$")
_INSPECTS = re.compile(
    r"(?:thanh tra|kiểm tra)[^.;]{0,110}?(?:tại|đối với|của|hành chính|do)\s+$"
    r"|(?:kiểm tra|rà soát)\s+\d+\s[^.;()]{3,80}\((?:gồm:?\s+)?$|lấy\s+\d+\s+mẫu[^.;]{0,110}?\stại\s+$",
    re.IGNORECASE,
)
_FOR_BODY = re.compile(r"(?:tham mưu|giúp)\s+(?:cho\s+)?$", re.IGNORECASE)
_BREAKS = (". ", "; ", " | ")
_JOINED = re.compile(r"\s*(?:,|;|và|,\s*và)\s*(?:các\s+)?")
_LOOKS_BACK = re.compile(r"(?:sơ kết|tổng kết|đánh giá)\s+(?:\d+ năm\s+)(?:việc\s+)?(?:triển khai\s+)?thực hiện\s*$")
_DECISIONS = frozenset({"phê duyệt", "ban hành", "công nhận", "thông qua", "cho phép thực hiện", "gia hạn"})
_CARRIED_BY = re.compile(
    r"\s*[”\"]?\s*(?:\([^)]*\)\s*)?(?:được\s+)?(?:(?:tổ chức\s+)?(?:thực hiện|triển khai)\s+)?"
    r"theo(?: tinh thần| quy định tại)?\s*$"
)
_LEADS_PROPOSED = re.compile(r"(?<!\w)trình\s[^.;:]{2,80}?(?:ban hành|phê duyệt)[^.;:]{0,40}:\s*$", re.IGNORECASE)
_ITEM_LEAD = 12  # characters before the document that an item begins with
_LIST = 20  # items of a list that the line over it is looked for behind
_HEARD = re.compile(r"(?<!\w)nghe\s[^.;]{0,80}?báo cáo\s", re.IGNORECASE)  # another reports
_SANCTION = re.compile(r"(?<!\w)(?:xử phạt|phạt|xử lý vi phạm)\s[^.;]*\stheo\s", re.IGNORECASE)  # applies a law
_NOT_CARRIED_OUT = frozenset(
    {"Biên bản", "biên bản", "Tờ trình", "tờ trình", "Báo cáo", "báo cáo", "Hợp đồng", "hợp đồng"}
)
_BODIES = frozenset({"council", "other"})
_GRANTED = re.compile(r"được\s+cấp\s+$")
_INSPECTED = frozenset(
    {
        "enterprise",
        "cooperative",
        "hospital",
        "centre",
        "school",
        "institute",
        "university",
        "division",
        "other",
        "agency",
        "department",
        "people_committee",
    }
)
_TOLD_OF = _INSPECTED | _BODIES  # types of bodies of which a line may tell what was done with them
_UNITS = frozenset({"centre", "division", "agency", "court_inspectorate"})
_CARRIED_OUT = frozenset({"programme", "other"})
_ASSIGNS = frozenset({"decision", "resolution", "directive", "notice", "conclusion", "circular", "licence", "plan"})
_CHARGED = re.compile(r"(?:Giao|Đề nghị|Yêu cầu)\s+(?:cho\s+)?(?:Giám đốc\s+|Chủ tịch\s+)?")
_ASSIGNED = 300  # characters before a thing in which the body stands that work is assigned to
_READ = frozenset({"paragraph", "item", "row", "footnote", "heading", "basis"})
_ONE_OF = {  # words without which a pattern can't match
    _PROPOSES: ("trình", "đề xuất", "đề nghị"),
    _IMPLEMENTS: ("thực hiện", "triển khai", "theo", "áp dụng", "tập huấn"),
    _REPORTS: ("báo cáo",),
}


def doings(layout: Layout, document: DocumentEntry, things: Things, doers: Doers) -> Iterator[Link]:
    """Every doing of a body that a report's lines tell; things inside the name of another belong to that one."""
    reached = -1
    before: tuple[Thing, list[Link]] | None = None
    for thing in things.all:
        body = thing.entry if isinstance(thing.entry, Organisation) else None
        if thing.sort == "place" or (body is not None and body.type not in _TOLD_OF):
            continue
        block = layout.block_at(thing.start)
        if block.kind not in _READ or block.part == "annex":
            continue
        inside = thing.end <= reached
        reached = thing.end if body is None and not inside else reached
        if inside:
            continue
        links = list(_of_thing(layout, thing, block, things, _doer(layout, document, block, thing, things, doers)))
        if not links and before is not None and (isinstance(thing.entry, Citation) or _inspects(before[1])):
            links = list(_as_before(layout.text, before, thing))
        yield from links
        if thing.sort in {"citation", "project"} or _inspects(links):
            before = (thing, links)


def _doer(
    layout: Layout, document: DocumentEntry, block: Block, thing: Thing, things: Things, doers: Doers
) -> Organisation | None:
    """Who does what a line tells: in what assigns work to others, the body named before in the sentence."""
    if block.kind == "basis" and document.kind == "directive":
        return None
    if document.kind not in _ASSIGNS or block.kind == "basis":
        return _subject(layout.text, block, thing, things) or doer_of(layout, block, doers)
    floor = max(block.start, thing.start - _ASSIGNED)
    floor = max(floor, layout.text.rfind(". ", floor, thing.start))
    named = next((t.entry for t in things.within(floor, thing.start) if isinstance(t.entry, Organisation)), None)
    return named or charged_over(layout, block, things)


def _subject(text: str, block: Block, thing: Thing, things: Things) -> Organisation | None:
    """The unit with which the sentence of a thing begins ("Chi cục A kiểm tra ... tại Công ty B")."""
    start = max(block.start, text.rfind(". ", block.start, thing.start) + 2)
    first = next(things.within(start, thing.start), None)
    if first is None or first.start != start or not isinstance(first.entry, Organisation):
        return None
    return first.entry if first.entry.type in _UNITS else None


def charged_over(layout: Layout, block: Block, things: Things) -> Organisation | None:
    """The body that the heading over a line charges ("2. Sở Tài chính", "Giao Sở Tài chính:")."""
    if block.heading < 0 or block.kind not in {"item", "paragraph"}:
        return None
    heading = layout.blocks[block.heading]
    charged = _CHARGED.match(layout.text, heading.start, heading.end)
    at = charged.end() if charged else heading.start
    first = next(things.within(at, at + 200), None)
    return first.entry if first and first.start == at and isinstance(first.entry, Organisation) else None


def _of_thing(layout: Layout, thing: Thing, block: Block, things: Things, doer: Organisation | None) -> Iterator[Link]:
    left = layout.text[max(block.start, thing.start - _LEFT) : thing.start]
    for sign in _BREAKS:
        left = left.rpartition(sign)[2]
    if isinstance(thing.entry, Organisation):
        yield from _inspected(thing, left, doer)
        yield from _proposed_body(thing, left, doer)
    elif isinstance(thing.entry, Citation | Project):
        if doer and thing.start - block.start < _ITEM_LEAD and isinstance(thing.entry, Citation):
            yield from _proposed_in_list(layout, thing, block, doer)
        yield from _done_with(layout, thing, left, doer, things, block)


def _proposed_in_list(layout: Layout, thing: Thing, block: Block, doer: Organisation) -> Iterator[Link]:
    """What a line over a list has been put forward ("Trình UBND tỉnh ban hành:" over "+ Quyết định số ...")."""
    own = layout.index_at(block.start)
    lead = next((b for b in reversed(layout.blocks[max(0, own - _LIST) : own]) if b.label != block.label), None)
    if block.label and lead and _LEADS_PROPOSED.search(layout.text, max(lead.start, lead.end - _LEFT), lead.end):
        yield Link(doer, "proposes", thing.entry, thing.start, thing.end, "relations.proposes", 0.8)


def _inspects(links: list[Link]) -> bool:
    return bool(links) and links[0].predicate == "inspected"


def _as_before(text: str, before: tuple[Thing, list[Link]], thing: Thing) -> Iterator[Link]:
    """The same doing for the next of several citations ("theo Nghị định số 1 và Nghị định số 2")."""
    first, links = before
    if _JOINED.fullmatch(text, first.end, max(first.end, thing.start)):
        for link in links:
            if link.object is first.entry:
                yield Link(
                    link.subject, link.predicate, thing.entry, link.start, thing.end, link.finder, link.confidence
                )


def doer_of(layout: Layout, block: Block, doers: Doers) -> Organisation | None:
    """Who does what a line tells: the unit its heading names, else the issuer."""
    if block.heading not in doers.by_heading:
        doers.by_heading[block.heading] = _unit_over(layout, block.heading, doers) or doers.issuer
    return doers.by_heading[block.heading]


def _unit_over(layout: Layout, index: int, doers: Doers) -> Organisation | None:
    """The unit that the nearest of the headings over a line names."""
    while index >= 0:
        heading = layout.blocks[index]
        if unit := doers.of_heading(heading.start, heading.end):
            return unit
        index = heading.heading
    return None


def _told(pattern: re.Pattern[str], left: str) -> re.Match[str] | None:
    """Search for a doing where its words stand at all."""
    low = left.lower()
    for word in _ONE_OF[pattern]:
        if word in low:
            return pattern.search(left)
    return None


def _inspected(thing: Thing, left: str, doer: Organisation | None) -> Iterator[Link]:
    organisation = thing.entry
    if (
        doer
        and isinstance(organisation, Organisation)
        and organisation is not doer
        and organisation.type in _INSPECTED
        and (match := _INSPECTS.search(left))
    ):
        yield Link(
            doer,
            "inspected",
            organisation,
            thing.start - len(left) + match.start(),
            thing.end,
            "relations.inspected",
            0.7,
        )


def _proposed_body(thing: Thing, left: str, doer: Organisation | None) -> Iterator[Link]:
    """A council or board that a body proposes to set up."""
    entry = thing.entry
    if doer is None or not isinstance(entry, Organisation) or entry.type not in _BODIES:
        return
    match = _told(_PROPOSES, left)
    if match and match.group().rstrip().endswith(("thành lập", "kiện toàn")):
        start = thing.start - len(left) + match.start()
        yield Link(doer, "proposes", entry, start, thing.end, "relations.proposes", 0.8)


def _done_with(
    layout: Layout, thing: Thing, left: str, doer: Organisation | None, things: Things, block: Block
) -> Iterator[Link]:
    entry = thing.entry
    base = thing.start - len(left)
    if proposed := _PROPOSED_BY.match(layout.text, thing.end, block.end):
        proposer = next(things.within(proposed.end(), proposed.end() + 120), None)
        if proposer and isinstance(proposer.entry, Organisation) and proposer.start == proposed.end():
            yield Link(proposer.entry, "proposes", entry, thing.start, proposer.end, "relations.proposed", 0.8)
    if doer is None:
        return
    if (match := _told(_PROPOSES, left)) and not _OF_ANOTHER.search(match.group()):
        body = _acting_for(layout.text, things, base + match.start(), block) or doer
        yield Link(body, "proposes", entry, base + match.start(), thing.end, "relations.proposes", 0.8)
        return
    if isinstance(entry, Citation) and entry.kind in {"licence", "standard"}:
        if entry.kind == "licence" and _GRANTED.search(left):
            yield Link(entry, "licensed_to", doer, base, thing.end, "relations.licence", 0.8)
        return
    yield from _carried_out(layout.text, thing, left, doer, things, block)


def _carried_out(
    text: str, thing: Thing, left: str, doer: Organisation, things: Things, block: Block
) -> Iterator[Link]:
    """Carrying out and reporting: by the task or plan that stands right before "theo", else by the doer."""
    base = thing.start - len(left)
    if _HEARD.search(left):
        return
    match = _told(_IMPLEMENTS, left)
    if isinstance(thing.entry, Project) and thing.entry.category not in _CARRIED_OUT:
        if match and doer.type in {"centre", "division"}:
            yield Link(doer, "hosts", thing.entry, base + match.start(), thing.end, "relations.hosts", 0.7)
        return
    if report := _told(_REPORTS, left):
        by = _acting_for(text, things, base + report.start(), block) or doer
        yield Link(by, "reports_on", thing.entry, base + report.start(), thing.end, "relations.reports", 0.8)
        doer = by
    if match is None or _only_tells(left, match, thing.entry):
        return
    for carrier in things.ending_before(thing.start, base):
        if carrier.sort in {"project", "citation"} and _CARRIED_BY.fullmatch(text, carrier.end, thing.start):
            if not (isinstance(carrier.entry, Project) and carrier.entry.category == "programme"):
                yield Link(carrier.entry, "implements", thing.entry, carrier.start, thing.end, "relations.under", 0.8)
            return
    if _SANCTION.search(left) or (isinstance(thing.entry, Citation) and thing.entry.kind_text in _NOT_CARRIED_OUT):
        return
    yield Link(doer, "implements", thing.entry, base + match.start(), thing.end, "relations.implements", 0.8)


def _only_tells(left: str, match: re.Match[str], entry: Entry) -> bool:
    """Whether words of carrying out tell something else: a look back, a bracket's source, what a decision did."""
    under = _UNDER.match(match.group()) is not None and not _binding(entry)
    return under or _LOOKS_BACK.search(left) is not None or left.rstrip().endswith("(theo") or _decided(left)


def _binding(entry: Entry) -> bool:
    """Whether what is done "theo" a document carries it out: a law, a decree, a plan, a Party document."""
    if not isinstance(entry, Citation):
        return True
    return entry.kind in {"law", "decree", "plan"} or (entry.number or "").endswith(_PARTY) or not entry.number


def _decided(left: str) -> bool:
    """Whether what stands before tells what a decision did ("được phê duyệt theo ..."), not who carries it out."""
    tied = tied_before(left, 0, len(left))
    return tied is not None and tied["verb"].lower() in _DECISIONS


def _acting_for(text: str, things: Things, at: int, block: Block) -> Organisation | None:
    """The body right before a verb that a line says it was done for ("tham mưu cho UBND tỉnh báo cáo ...")."""
    for thing in things.ending_before(at, max(block.start, at - 120)):
        if at - thing.end <= 2 and isinstance(thing.entry, Organisation) and ";" not in text[thing.end : at]:
            return thing.entry
    return None
