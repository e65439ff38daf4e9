"""Relations: what the document itself and those it cites do, and what bodies do with documents and tasks.

Each relation has its ends among the entries found and the words that tell it. The conventions are those of the
evaluation's guide; ``lexicons/relations.toml`` holds the verbs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

import msgspec

from ingest.context import Context, Found, Link
from ingest.layout import Block, Layout
from ingest.relation_acts import acts_of_citations
from ingest.relation_decided import acts_of_document
from ingest.relation_doings import charged_over, doings
from ingest.relation_partners import partner_relations
from ingest.relation_projects import project_relations
from ingest.relation_proposed import proposed_tasks
from ingest.relation_standards import standard_relations
from ingest.runs import UPPER
from ingest.text import fold
from ingest.things import Doers, Things
from ontology.records import Citation, DocumentEntry, Organisation, Project, Span

_ASSIGNS = re.compile(
    r"Giao\s+(?P<body>[A-ZĐỦ][^.;:,]{3,60}?)\s+(?:(?:có|chịu) trách nhiệm\s+)?(?:chỉ đạo,?\s+)?(?:tổ chức\s+)?"
    r"(?:triển khai\s+)?(?:thực hiện|triển khai|thi hành)\s+"
    r"(?:Nghị quyết|Quyết định|Chỉ thị|Kế hoạch|Quy chế|Quy định)(?: này\b|(?=[.;]|$))"
)
_ISSUED = re.compile(r"ban hành|(?<!\w)(?:có|ký|tại)(?!\w)|thông qua|phê duyệt|:")  # between a body and what it issued
_ACCOUNTS = re.compile(
    r"báo cáo (?:UBND|Ủy ban nhân dân|HĐND|Hội đồng nhân dân|Bộ) [^.;]{0,120}?(?:kết quả|tình hình)"
    r"|(?:kết quả|tình hình|theo dõi|đôn đốc|tổng hợp)[^.;]{0,80}"
    r"báo cáo (?:UBND|Ủy ban nhân dân|HĐND|Hội đồng nhân dân|Bộ) "
)
_RESULTS_OF = re.compile(r"(?:kết quả|tình hình|tổng kết|sơ kết)[^.;]{0,40}(?:thực hiện|triển khai)\s*$", re.IGNORECASE)
_ACCOUNTED = frozenset({"plan", "resolution"})
_DECIDES = frozenset({"approves", "issues", "extends", "stops", "changes"})
_FAR = 400  # characters between two ends that one sentence still ties
_PROPOSAL = re.compile(r"(?:Theo|Xét) (?:đề nghị|đề xuất) của\s")
_ROLE = r"(?:(?:Phó )?(?:Giám đốc|Chủ tịch|Cục trưởng|Chánh Văn phòng|Trưởng phòng|Vụ trưởng|Trưởng ban)\s+)?"
_BY = re.compile(rf"(?:của|;|,|và)\s+{_ROLE}$")
_SENTENCE_END = re.compile(rf"\.(?:(?<=[^\W\d_]{{3}}\.)|(?<=\d\.))\s+(?=[{UPPER}])")  # not "TP. ", "TS. "
_ENCLOSED = re.compile(r"\((?:gửi |có )?kèm (?:theo )?[^)]*$")  # papers that a proposal comes with
_LICENSEE = re.compile(r"(?:Tên (?:tổ chức|đơn vị|cơ sở|cơ quan)[^:]{0,40}:|Cấp cho|Cho phép)\s*:?\s*", re.IGNORECASE)


def find_relations(layout: Layout, context: Context, found: Found) -> list[Link]:
    """Every relation that the text tells between the document, what it cites and what it names; each once."""
    things = Things(found)
    doers = Doers(found, context, things)
    links: list[Link] = [
        *_own(layout, found, things, doers),
        *_issued(found, things),
        *acts_of_document(layout, found, things),
        *acts_of_citations(layout, found, things),
        *doings(layout, found.document, things, doers),
        *project_relations(layout, found, things, doers),
        *partner_relations(layout, things, doers),
        *proposed_tasks(layout, found.document, things, doers),
        *standard_relations(layout, things),
    ]
    return [proved(layout, link) for link in _once(links)]


def proved(layout: Layout, link: Link) -> Link:
    """The link with evidence that holds both its ends, where they stand in one sentence."""
    block = layout.block_at(link.start)
    start, end = link.start, link.end
    for entry in (link.subject, link.object):
        if isinstance(entry, DocumentEntry):
            continue
        near = _nearest(entry.spans, start, end, block)
        if near is None or _parted(layout.text, min(near[1], end), max(near[0], start)):
            continue
        if link.finder != "relations.issuer" or _ISSUED.search(layout.text, near[1], start):
            start, end = min(start, near[0]), max(end, near[1])
    if (start, end) == (link.start, link.end):
        return link
    return msgspec.structs.replace(link, start=start, end=end)


def _nearest(spans: list[Span], start: int, end: int, block: Block) -> Span | None:
    """The mention of an end that stands in the block nearest to the words that tell a relation."""
    i = bisect_left(spans, (start, 0))
    nearest, least = None, _FAR + 1
    for a, b in spans[max(i - 2, 0) : i + 2]:
        if start <= a and b <= end:
            return None
        if block.start <= a and b <= block.end and max(a - end, start - b) < least:
            nearest, least = (a, b), max(a - end, start - b)
    return nearest


def _parted(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends between two stretches, or they stand too far apart to be read together."""
    return end - start > _FAR or (start < end and _SENTENCE_END.search(text, start, end) is not None)


def _own(layout: Layout, found: Found, things: Things, doers: Doers) -> list[Link]:
    """Issuer, signature and bases of the document itself."""
    document = found.document
    links: list[Link] = []
    title = document.spans[-1] if document.spans else (0, 0)
    if doers.issuer is not None and document.spans:
        start, end = next((s for s in document.spans if s[1] > s[0]), title)
        links.append(Link(doers.issuer, "issues", document, start, end, "relations.header"))
    signer = document.signer
    person = next((p for p in found.people if signer and fold(p.name) == fold(signer.name)), None)
    if person is not None:
        links.append(Link(document, "signed_by", person, *title, "relations.signature"))
    links += _reported(layout, found, things, doers)
    for block in layout.blocks:
        if block.kind == "basis" and block.part == "preamble":
            links += _bases(layout, found, things, block.start, block.end)
            links += _proposers(layout, found, things, block.start, block.end)
        elif block.part != "annex" and block.kind in {"item", "paragraph", "article", "heading"}:
            links += _assigned(layout, found, things, block)
            links += _accounts(layout, found, things, block)
    return links + list(_licensee(layout, found, things))


def _reported(layout: Layout, found: Found, things: Things, doers: Doers) -> Iterator[Link]:
    """What a report is on, where its title names it ("Kết quả thực hiện Chương trình X")."""
    if found.document.kind != "report" or doers.issuer is None:
        return
    for start, end in found.document.spans:
        for thing in things.within(start, end):
            if isinstance(thing.entry, Citation | Project) and _RESULTS_OF.search(layout.text, start, thing.start):
                yield Link(doers.issuer, "reports_on", thing.entry, start, thing.end, "relations.reports", 0.8)
                return


def _assigned(layout: Layout, found: Found, things: Things, block: Block) -> Iterator[Link]:
    """To whom a document gives its own carrying out ("Giao Ủy ban nhân dân tỉnh tổ chức thực hiện Nghị quyết này")."""
    match = _ASSIGNS.match(layout.text, block.start, block.end)
    if match is None:
        return
    for thing in things.within(block.start, match.end()):
        if isinstance(thing.entry, Organisation) and thing.start == match.start("body"):
            yield Link(thing.entry, "implements", found.document, match.start(), match.end(), "relations.assigned", 0.9)


def _accounts(layout: Layout, found: Found, things: Things, block: Block) -> Iterator[Link]:
    """Who is to report on what a plan or resolution has brought ("... báo cáo UBND tỉnh kết quả thực hiện")."""
    match = _ACCOUNTS.search(layout.text, block.start, block.end) if found.document.kind in _ACCOUNTED else None
    if match is None or any(isinstance(t.entry, Citation | Project) for t in things.within(*match.span())):
        return
    first = next((t for t in things.within(block.start, match.start()) if isinstance(t.entry, Organisation)), None)
    body = first.entry if first else charged_over(layout, block, things)
    if body is not None:
        yield Link(body, "reports_on", found.document, match.start(), match.end(), "relations.accounts", 0.7)


def _proposers(layout: Layout, found: Found, things: Things, start: int, end: int) -> Iterator[Link]:
    """On whose proposal a document is made ("Theo đề nghị của Giám đốc Sở A tại Tờ trình số ...", "và của B")."""
    for thing in things.within(start, end):
        if isinstance(thing.entry, Citation) and thing.entry.kind_text == "Tờ trình" and thing.entry.number:
            for issuer in things.organisations(thing.entry.issuer):
                yield Link(issuer, "proposes", found.document, thing.start, thing.end, "relations.proposal", 0.9)
    if not _PROPOSAL.match(layout.text, start, end):
        return
    for thing in things.within(start, end):
        if isinstance(thing.entry, Organisation) and _BY.search(layout.text, start, thing.start):
            yield Link(thing.entry, "proposes", found.document, start, thing.end, "relations.proposal", 0.9)


def _licensee(layout: Layout, found: Found, things: Things) -> Iterator[Link]:
    """To whom a licence is given ("Tên tổ chức: ...", "Cấp cho ...")."""
    if found.document.kind != "licence":
        return
    for block in layout.blocks:
        if (match := _LICENSEE.match(layout.text, block.start, block.end)) and block.part != "annex":
            for thing in things.within(match.end(), block.end):
                if isinstance(thing.entry, Organisation) and thing.start == match.end():
                    yield Link(
                        found.document, "licensed_to", thing.entry, block.start, thing.end, "relations.licence", 0.9
                    )
                    return


def _bases(layout: Layout, found: Found, things: Things, start: int, end: int) -> list[Link]:
    """What one paragraph of bases cites, without what only stands inside another's subject."""
    links: list[Link] = []
    reached = start
    stop = _SENTENCE_END.search(layout.text, start, end)
    end = stop.start() if stop else end
    for thing in things.within(start, end):
        if _ENCLOSED.search(layout.text, reached, thing.start):
            continue
        if isinstance(thing.entry, Citation) and thing.entry.kind != "standard" and thing.start >= reached:
            proposal = thing.entry.kind_text == "Tờ trình" or "đề nghị" in layout.text[start : thing.start].lower()
            finder = "relations.proposal" if proposal else "relations.basis"
            links.append(Link(found.document, "based_on", thing.entry, thing.start, thing.end, finder))
            reached = thing.end
    return links


def _issued(found: Found, things: Things) -> list[Link]:
    """Who issued each numbered document, where that body is an entry of its own."""
    links: list[Link] = []
    for citation in found.citations:
        if not citation.number or citation.kind in {"standard", "licence"} or not citation.spans:
            continue
        for issuer in things.organisations(citation.issuer):
            links.append(Link(issuer, "issues", citation, *citation.spans[0], "relations.issuer"))
    return links


def _once(links: list[Link]) -> list[Link]:
    """Each relation once, the first words that tell it kept; nothing carries out what only decided on it."""
    decided = {(id(link.object), id(link.subject)) for link in links if link.predicate in _DECIDES}
    links = [x for x in links if x.predicate != "implements" or (id(x.subject), id(x.object)) not in decided]
    seen: dict[tuple[int, str, int], Link] = {}
    for link in links:
        if link.subject is not link.object:
            seen.setdefault((id(link.subject), link.predicate, id(link.object)), link)
    return list(seen.values())
