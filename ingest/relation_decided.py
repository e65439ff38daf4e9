"""What a document itself decides: approves, issues, establishes, amends, replaces, repeals, plans to carry out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from ingest.context import Found, Link
from ingest.layout import Block, Layout
from ingest.relation_acts import Act, Verb, acts_by_verb, approval_of, leading, links, verbs_in
from ingest.things import Things
from ontology.records import Citation, Entry, Project

_ITEM_LEAD = 12  # characters before the document that an item begins with
_CLAUSE = 200  # characters that one clause may have

_ENDS_OTHERS = frozenset({"replaces", "repeals"})
_THIS = re.compile(
    r"(?<!\w)(?:Quyết định|Nghị quyết|Kế hoạch|Chỉ thị|Giấy phép|Thông tư|Nghị định|Quy chế|Quy định"
    r"|Văn bản|Hướng dẫn|Luật|Thông báo|Công văn|Chương trình|Kết luận|Thể lệ|Nội quy|Điều lệ) này\b[^.;]*$"
)
_PROVISIONS = re.compile(
    r"(?:Bãi bỏ|Hủy bỏ)\s+(?P<provision>(?:khoản|điểm|Điều|Chương|Mục|Phụ lục)\s[^.;:“\"]{1,60}?)(?=[.;]|$)"
)
_LIST_AHEAD = re.compile(r"(?P<verb>bãi bỏ|thay thế)[^.;]{0,60}(?:sau đây|sau)\s*:?\s*$", re.IGNORECASE)
_NO_MORE = re.compile(r"\s*(?:\([^)]*\)\s*)?hết hiệu lực")
_DOES = frozenset({"decision", "resolution", "directive", "licence", "regulation", "decree", "circular", "law"})


def acts_of_document(layout: Layout, found: Found, things: Things) -> Iterator[Link]:
    """What the document itself decides: in its subject, its articles and tables, and what it puts out of force."""
    document = found.document
    blocks = list(takewhile(lambda block: block.part != "annex", layout.blocks))
    if document.kind == "plan":
        yield from _planned(layout, document, things)
    for block in blocks:
        if document.kind in _DOES and (block.kind in {"subject", "article"} or article_over(layout, block)):
            yield from _decided(layout.text, document, things, block)
        yield from _ended(layout.text, document, things, block)
    if document.kind in _DOES:
        yield from _listed(layout.text, document, things, blocks)
        yield from _provisions(layout.text, document, things, blocks)
    yield from _listed_tasks(layout, found, things)


def _listed(text: str, document: Entry, things: Things, blocks: list[Block]) -> Iterator[Link]:
    """What is replaced or repealed by a list ("Bãi bỏ các quyết định sau đây: 1. Quyết định số ...")."""
    listing: Act | None = None
    for block in blocks:
        if block.kind != "item" and not block.label:
            listing = None
        elif listing:
            for thing in things.within(block.start, block.end):
                if isinstance(thing.entry, Citation) and thing.start - block.start < _ITEM_LEAD:
                    predicate = listing.predicate
                    yield Link(document, predicate, thing.entry, block.start, thing.end, "relations.listed", 0.9)
        if ahead := _LIST_AHEAD.search(text, block.start, block.end):
            listing = acts_by_verb()[ahead["verb"].lower()][0]


def _provisions(text: str, document: Entry, things: Things, blocks: list[Block]) -> Iterator[Link]:
    """Provisions that items of an amending article repeal: of the document that the article names."""
    amended: Citation | None = None
    for block in blocks:
        if block.kind == "article":
            amended = _amended(text, things, block)
        elif amended and (provision := _PROVISIONS.match(text, block.start, block.end)):
            yield Link(
                document, "repeals", amended, block.start, provision.end(), "relations.provision", 0.8,
                provision=provision["provision"],
            )  # fmt: skip


def _amended(text: str, things: Things, block: Block) -> Citation | None:
    """The numbered document that an article amends, to which the items below it belong."""
    if not text.startswith(("Sửa đổi", "Bổ sung"), block.start):
        return None
    cited = (t.entry for t in things.within(block.start, block.end) if isinstance(t.entry, Citation))
    return next((c for c in cited if c.number), None)


def _planned(layout: Layout, document: Entry, things: Things) -> Iterator[Link]:
    """What a plan carries out: the programme or document that its subject names ("Triển khai Chương trình ...")."""
    for block in layout.blocks:
        if block.kind == "subject":
            for verb in verbs_in(layout.text, block.start, block.end):
                for act in acts_by_verb()[verb.word]:
                    if act.predicate == "implements":
                        yield from links(layout.text, things, document, act, verb, block.end)


def _decided(text: str, document: Entry, things: Things, block: Block) -> Iterator[Link]:
    for verb in verbs_in(text, block.start, block.end):
        for act in acts_by_verb()[verb.word]:
            if act.predicate != "implements" and _decides(text, block.start, verb) and not things.cites(verb.start):
                yield from links(text, things, document, act, verb, block.end)


def _ended(text: str, document: Entry, things: Things, block: Block) -> Iterator[Link]:
    """What the document replaces or repeals: "Kế hoạch này ... thay thế ...", "Thông tư số ... hết hiệu lực"."""
    if text.find(" này", block.start, block.end) < 0:
        return
    for verb in verbs_in(text, block.start, block.end):
        for act in acts_by_verb()[verb.word]:
            if act.predicate in _ENDS_OTHERS and _THIS.search(text, max(block.start, verb.start - _CLAUSE), verb.start):
                yield from links(text, things, document, act, verb, block.end)
    for thing in things.within(block.start, block.end):
        ended = isinstance(thing.entry, Citation) and (no_more := _NO_MORE.match(text, thing.end, block.end))
        if ended and document is not thing.entry and "này" in text[thing.end : min(block.end, thing.end + _CLAUSE)]:
            yield Link(document, "repeals", thing.entry, thing.start, no_more.end(), "relations.ended", 0.8)  # type: ignore[union-attr]


def _decides(text: str, start: int, verb: Verb) -> bool:
    """Whether a verb of an article tells what the document itself does, not what another is to do or has done."""
    before = text[max(start, verb.start - 60) : verb.start]
    return not re.search(
        r"(?:giao|trình|tham mưu|đề nghị|đã được|được|sau khi|theo|chịu trách nhiệm|có trách nhiệm)\b[^.;]*$",
        before,
        re.IGNORECASE,
    )


def _listed_tasks(layout: Layout, found: Found, things: Things) -> Iterator[Link]:
    """Each task of the annex, a table or a list of a decision that approves."""
    title = (found.document.title or "").lower()
    if found.document.kind not in _DOES or not ("phê duyệt" in title or "công nhận" in title):
        return
    approval = approval_of(title)
    for block in layout.blocks:
        listed = block.part == "annex" or block.kind == "row"
        if listed or _approving(layout, block):
            for thing in things.within(block.start, block.end) if listed else leading(things, block):
                if isinstance(thing.entry, Project):
                    span = (thing.start, thing.end)
                    yield Link(found.document, "approves", thing.entry, *span, "relations.annex", 0.9, approval)


def article_over(layout: Layout, block: Block) -> Block | None:
    """The article (Điều) that a block stands in, None if it stands in none."""
    index = block.heading
    while index >= 0 and layout.blocks[index].kind != "article":
        index = layout.blocks[index].heading
    return layout.blocks[index] if index >= 0 else None


def _approving(layout: Layout, block: Block) -> bool:
    """Whether a block is an item of an article that approves."""
    over = article_over(layout, block)
    if over is None or not block.label or block.kind == "article":
        return False
    article = layout.text[over.start : over.end].lower()
    return article.lstrip().startswith(("phê duyệt", "công nhận"))
