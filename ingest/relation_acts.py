"""What documents do: approve, issue, establish, amend, replace, repeal, extend, stop, change, carry out.

Read from the subject of a cited document ("về việc phê duyệt ..."), from the words that tie a thing to the decision
behind it ("đã được phê duyệt tại Quyết định số ...", "X (Quyết định số ...)"), and of the document itself from its
subject, its articles (Điều) and its annex.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from ingest.context import Found, Link
from ingest.layout import Block, Layout
from ingest.runs import Triggers
from ingest.things import Thing, Things
from ontology.records import ApprovalKind, Citation, Entry, Predicate, Project

_VERB = 60  # characters before a thing in which the verb stands that tells what was done with it
_CLAUSE_END = re.compile(r"[.;]\s|(?<!đề tài)(?<!dự án)(?<!nhiệm vụ):\s(?![“\"])", re.IGNORECASE)
_LEAD = 40  # characters before the task that an item begins with
_FILLER = 90  # characters between a verb and its object
_TIED = re.compile(
    r"(?:được\s+[^.;()]{0,70}?\s*)?(?P<verb>phê duyệt|ban hành|thành lập|kiện toàn|công nhận|gia hạn|cho phép thực hiện"
    r"|điều chỉnh|thông qua|sửa đổi, bổ sung|sửa đổi|bổ sung|thay thế|bãi bỏ)"
    r"[^.;()]{0,30}?\s(?:tại|theo|bằng|bởi)\s*(?:các\s*)?$",
    re.IGNORECASE,
)
_TIES = re.compile(r"(?:tại|theo|bằng|bởi)\s*(?:các\s*)?$", re.IGNORECASE)
_TIED_LENGTH = 170  # characters that _TIED spans at most
_TIES_LENGTH = 12  # characters that _TIES spans at most
_BETWEEN = re.compile(
    r"[\s”\",]*(?:\([^)]*\)\s*)?(?:,?\s*do\s[^.;:()]{3,90}?\s(?:chủ trì|làm chủ nhiệm|thực hiện),?\s+)?"
    r"(?:(?:đã|mới|vừa)\s*)?"
)
_UNDER = re.compile(r"\s*[\"”]?\s*,?\s*(?:(?:được\s+)?ban hành\s+)?(?P<with>kèm\s+)?(?:theo|tại)\s*$")
_DONE_UNDER = re.compile(  # a task and the decision by which it is carried out, which approves something of it
    r"[\s”\",]*(?:\([^)]*\)\s*)?(?:(?:đã|đang|được)\s+)*(?:(?:thực hiện|triển khai)\s+)?theo\s+$"
)
_OF_LIST = re.compile(
    r"(?:phê duyệt|thông qua)\s+(?:\w+\s+){0,2}?(?:danh mục|danh sách)\s"
)  # whoever is to do what is on it
_OPENED = re.compile(r"\(\s*(?:(?:(?:được\s+)?(?:ban hành\s+|phê duyệt\s+)?(?:kèm\s+)?)?(?:theo|tại)\s+)?(?:các\s+)?")
_JOINED = re.compile(r"[\s”\"]*(?:,|;|và|,\s*và)\s*(?:các\s+)?[“\"]?")
_REPLACING = re.compile(
    r"\s*(?:,|,?\s*(?:\(|để\s|nhằm\s))\s*(?:để\s+)?thay thế\s+(?:cho\s+)?(?:các\s+)?"
    r"(?:(?:Quy chế|Quy định|Điều lệ|Danh mục|Kế hoạch)\s+(?:được\s+)?ban hành\s+kèm\s+theo\s+)?"
)
_AGAIN = re.compile(
    r"[.;]\s+(?:(?:Dự án|Đề tài|Nhiệm vụ|Đề án)(?: này)?|(?:Nghị quyết|Quyết định|Kế hoạch|Quy chế|Quy định) này)"
    r"\s+(?:đã\s+)?được\s[^.;]*$"
)
_NEXT_NUMBER = re.compile(r"\s*(?:,|và)\s+(?=số\s|\d)")
_PROPOSALS = frozenset({"Tờ trình", "tờ trình", "Biên bản", "biên bản", "Hợp đồng", "hợp đồng"})
_ON_TEXTS = frozenset({"amends", "replaces", "repeals"})
_WORDING = re.compile(r"\s+(?:các\s+|một số\s+)?(?:cụm từ|từ ngữ|từ|nội dung)\s[“\"]")  # words of an act, not an act
_PROVISION = re.compile(
    r"((?:một số\s+)?(?:Điều|khoản|điểm)(?:\s+\d+\w?)?(?:\s*,?\s*(?:và\s+)?(?:khoản|điểm|Điều)\s+\w+)*|một phần)"
    r"\s+(?:của\s+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Act:
    """A verb that tells a relation, and what its object may be."""

    predicate: Predicate
    of: tuple[str, ...]


@lru_cache(maxsize=1)
def lexicon() -> dict[str, Any]:
    """Verbs and stages (``lexicons/relations.toml``)."""
    return tomllib.loads((Path(__file__).parent / "lexicons" / "relations.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def acts_by_verb() -> dict[str, list[Act]]:
    """What each verb tells, and of what."""
    acts: dict[str, list[Act]] = {}
    for row in lexicon()["act"]:
        for verb in row["verbs"]:
            acts.setdefault(verb, []).append(Act(row["predicate"], tuple(row["of"])))
    return acts


class Verb(NamedTuple):
    """A verb of the lexicon at ``start:end``, ``word`` in small letters."""

    start: int
    end: int
    word: str


_VERBS = Triggers(acts_by_verb)


def verbs_in(text: str, start: int, end: int) -> list[Verb]:
    """The verbs that tell relations, in order."""
    return [Verb(*verb) for verb in _VERBS.within(text, start, end)]


def approval_of(words: str) -> ApprovalKind | None:
    """Which of a task's approvals a subject tells: result, host, list or execution, in this order of certainty."""
    low = words.lower()
    if _OF_LIST.search(low):
        return "list"
    kinds: tuple[ApprovalKind, ...] = ("result", "host", "list", "execution")
    return next((kind for kind in kinds if any(w in low for w in lexicon()["approval"][kind])), None)


# ---- cited documents ---------------------------------------------------------------------------------------------


def acts_of_citations(layout: Layout, found: Found, things: Things) -> Iterator[Link]:
    """What the cited documents do, by their subjects and by the words before them."""
    for citation in found.citations:
        if (
            citation.kind in {"standard", "report", "official_letter"}
            or (citation.kind == "law" and not citation.number)  # its name alone, which tells what it is
            or citation.kind_text in _PROPOSALS
            or "/TTr" in (citation.number or "")
        ):
            continue
        for start, end in citation.spans:
            told = list(_acts_in(layout.text, things, citation, start, end))
            beside = list(_beside(layout.text, things, citation, start))
            told += [replace(link, subject=other) for other in beside for link in told]
            yield from told or _approved_before(layout, things, citation, start, end)
            yield from _acts_behind(layout, things, citation, end)
            yield from _tied_to(layout, things, citation, start, end)


def _beside(text: str, things: Things, citation: Citation, start: int) -> Iterator[Citation]:
    """The document before, which shares kind and subject with this one ("các Quyết định số 5/... và số 6/... về X")."""
    number = _NEXT_NUMBER.search(text, max(0, start - 8), start + 4)
    before = things.ending_before(number.start(), max(0, start - 120))[:1] if number and citation.title else []
    for thing in before:
        if isinstance(thing.entry, Citation) and thing.entry.title == citation.title:
            yield thing.entry


def _acts_in(text: str, things: Things, subject: Entry, start: int, end: int) -> Iterator[Link]:
    """The acts told in a subject: that of its first verb, and what a nested verb carries out."""
    first = True
    for verb in verbs_in(text, start, end):
        for act in acts_by_verb()[verb.word]:
            if first or act.predicate == "implements":
                yield from links(text, things, subject, act, verb, end)
        first = first and verb.word in {
            "sửa đổi",
            "bổ sung",
            "ban hành",
            "sửa đổi, bổ sung",
            "gia hạn",
            "thay thế",
            "phê duyệt",
        }
    yield from _standards(things, subject, start, end)


def _approved_before(layout: Layout, things: Things, citation: Citation, start: int, end: int) -> Iterator[Link]:
    """The task before a decision that approves something of it ("X theo Quyết định số ... phê duyệt kinh phí")."""
    title = citation.title or ""
    if not title.lower().startswith("phê duyệt") or title not in layout.text[start:end]:
        return
    for thing in things.ending_before(start, max(layout.block_at(start).start, start - 450)):
        if _is_task(thing.entry) and _DONE_UNDER.fullmatch(layout.text, thing.end, start):
            yield Link(citation, "approves", thing.entry, thing.start, end, "relations.under", 0.85, approval_of(title))
            return


def _acts_behind(layout: Layout, things: Things, subject: Citation, end: int) -> Iterator[Link]:
    """What a document that is to come replaces, told behind its subject ("... để thay thế Quyết định số ...")."""
    behind = _REPLACING.match(layout.text, end, layout.block_at(end - 1).end) if end else None
    for thing in things.within(behind.end(), behind.end() + _FILLER) if behind else ():
        if isinstance(thing.entry, Citation) and thing.entry is not subject and thing.start == behind.end():  # type: ignore[union-attr]
            yield Link(subject, "replaces", thing.entry, end, thing.end, "relations.behind", 0.9)
            return


def links(text: str, things: Things, subject: Entry, act: Act, verb: Verb, end: int) -> Iterator[Link]:
    """What a verb tells of the things behind it."""
    near = _FILLER if act.predicate != "implements" else 12
    if act.predicate in _ON_TEXTS and _WORDING.match(text, verb.end, end):
        return
    for thing in _objects(text, things, subject, act, verb.end, end, near):
        words = text[verb.start : thing.end]
        approval = approval_of(words) if act.predicate == "approves" and isinstance(thing.entry, Project) else None
        provision = _PROVISION.search(text, verb.end, thing.start) if act.predicate in _ON_TEXTS else None
        yield Link(
            subject, act.predicate, thing.entry, verb.start, thing.end, "relations.act", 0.9, approval,
            provision[1].strip() if provision else None,
        )  # fmt: skip
        if act.predicate == "approves" and approval == "list":
            yield from _list_for(text, things, subject, thing)


def _objects(text: str, things: Things, subject: Entry, act: Act, start: int, end: int, near: int) -> Iterator[Thing]:
    """What follows a verb: the first thing of a fitting sort, and those joined to it by commas or "và"."""
    reached: int | None = None
    for thing in things.within(start, end):
        if thing.sort not in act.of or thing.entry is subject or (reached is not None and thing.start < reached):
            continue
        if act.predicate == "issues" and isinstance(thing.entry, Citation) and thing.entry.number:
            continue
        if act.predicate == "implements" and (_is_plain_task(thing.entry) or things.inside_another(thing, subject)):
            continue
        if reached is None and (thing.start - start > near or _CLAUSE_END.search(text, start, thing.start)):
            return
        if reached is not None and not _JOINED.fullmatch(text, reached, thing.start):
            return
        yield thing
        reached = thing.end


def _list_for(text: str, things: Things, subject: Entry, listed: Thing) -> Iterator[Link]:
    """The programme that an approved list (danh mục) belongs to."""
    for thing in things.within(listed.start, listed.end + 200):
        if thing.start <= listed.start or not isinstance(thing.entry, Project) or thing.entry is listed.entry:
            continue
        before = text[listed.start : thing.start]
        if thing.entry.category == "programme" and re.search(r"thuộc\s+(?:\w+\s+)?$", before):
            yield Link(subject, "approves_list_for", thing.entry, listed.start, thing.end, "relations.act", 0.9, "list")
        return


def _standards(things: Things, subject: Entry, start: int, end: int) -> Iterator[Link]:
    """A plan whose subject is a standard's use carries the standard out."""
    if isinstance(subject, Citation) and subject.kind == "plan":
        for thing in things.within(start, end):
            if isinstance(thing.entry, Citation) and thing.entry.kind == "standard":
                yield Link(subject, "implements", thing.entry, start, thing.end, "relations.standard", 0.8)


def tied_before(text: str, start: int, end: int) -> re.Match[str] | None:
    """The verb that ties what stands before it to the citation at ``end`` ("X được phê duyệt tại ...")."""
    ties = _TIES.search(text, max(start, end - _TIES_LENGTH), end)
    return _TIED.search(text, start, end) if ties else None


def _tied_to(layout: Layout, things: Things, citation: Citation, start: int, end: int) -> Iterator[Link]:
    """What stands before a citation and is tied to it."""
    text = layout.text
    floor = max(layout.block_at(start).start, start - 450)
    opened = text.rfind("(", floor, start)
    if opened >= 0 and _OPENED.fullmatch(text, opened, start):
        yield from _bracketed(text, things, citation, opened, floor)
        return
    if tied := tied_before(text, max(floor, start - _TIED_LENGTH), start):
        done = list(_tied(text, things, citation, tied, floor))
        yield from done or _told_again(text, things, citation, tied, floor)
        if not done:
            yield from _of_footnote(layout, things, citation, tied, start)
        yield from _list_behind(layout, things, citation, tied, end)
        return
    for thing in things.ending_before(start, floor):
        under = _UNDER.fullmatch(text, thing.end, start)
        if under and isinstance(thing.entry, Project) and thing.entry.category == "programme":
            yield Link(citation, "approves", thing.entry, thing.start, start, "relations.under", 0.8)
        elif under and under["with"] and isinstance(thing.entry, Citation) and not thing.entry.number:
            yield Link(citation, "issues", thing.entry, thing.start, start, "relations.under", 0.9)
        elif under and thing.sort in {"project", "citation"}:
            verb, acts = _verb_before(text, thing, floor)
            yield from _first_act(text, citation, thing, verb, acts, start)
        if start - thing.end > 20:
            return


def _tied(text: str, things: Things, citation: Citation, tied: re.Match[str], floor: int) -> Iterator[Link]:
    """The thing right before the verb in "X đã được ... phê duyệt tại Quyết định số ..."."""
    at, end = tied.span()
    for act in acts_by_verb().get(tied["verb"].lower(), []):
        for thing in things.ending_before(at, floor):
            if thing.sort in act.of and thing.entry is not citation and _BETWEEN.fullmatch(text, thing.end, at):
                task = act.predicate == "approves" and _is_task(thing.entry)
                approval = approval_of(text[thing.start : at]) if task else None
                yield Link(citation, act.predicate, thing.entry, thing.start, end, "relations.tied", 0.9, approval)
                return


def _told_again(text: str, things: Things, citation: Citation, tied: re.Match[str], floor: int) -> Iterator[Link]:
    """What the sentence before named ("Dự án được ... phê duyệt tại ...", "Nghị quyết này được sửa đổi tại ...")."""
    again = _AGAIN.search(text, floor, tied.end())
    acts = acts_by_verb().get(tied["verb"].lower(), [])
    for thing in things.ending_before(again.start(), floor) if again else ():
        act = next((a for a in acts if thing.sort in a.of and thing.entry is not citation), None)
        if act is not None:
            yield Link(citation, act.predicate, thing.entry, thing.start, tied.end(), "relations.again", 0.75)
            return


def _of_footnote(layout: Layout, things: Things, citation: Citation, tied: re.Match[str], start: int) -> Iterator[Link]:
    """What a footnote says of the thing that bears its mark ("¹ Được phê duyệt tại Quyết định số ...")."""
    block = layout.block_at(start)
    if block.kind != "footnote" or start - block.start > 90:
        return
    acts = acts_by_verb().get(tied["verb"].lower(), [])
    for offset in layout.marked(block.note)[:1]:
        near = things.within(max(0, offset - 450), offset + _FILLER)  # a name may go on behind the mark
        held = [t for t in near if t.start < offset < t.end + 4 and acts and t.sort in acts[0].of]
        for thing in held[-1:]:
            yield Link(citation, acts[0].predicate, thing.entry, block.start, start, "relations.footnote", 0.8)


def _is_task(entry: Entry) -> bool:
    return isinstance(entry, Project) and entry.category != "programme"


def _is_plain_task(entry: Entry) -> bool:
    """A task or model, which a host carries out; a decision only decides on it."""
    return isinstance(entry, Project) and entry.category in {"st_task", "model"}


def _bracketed(text: str, things: Things, citation: Citation, opened: int, floor: int) -> Iterator[Link]:
    """The thing before the bracket in "Ban hành Đề án X (Quyết định số ...)", by the verb before it."""
    for thing in things.ending_before(opened, floor):
        if opened - thing.end > 3:
            return
        verb, acts = _verb_before(text, thing, floor)
        done = list(_first_act(text, citation, thing, verb, acts or [Act("approves", ("project",))], opened))
        if done:
            yield from done
            return


def _verb_before(text: str, thing: Thing, floor: int) -> tuple[int, list[Act]]:
    """Where the nearest verb before a thing stands (the thing's start if none does), and what it tells."""
    last = None
    for verb in verbs_in(text, max(floor, thing.start - _VERB), thing.start):
        last = verb
    told = acts_by_verb()[last.word] if last else []
    return last.start if last else thing.start, [act for act in told if act.predicate != "implements"]


def _first_act(text: str, citation: Citation, thing: Thing, verb: int, acts: list[Act], end: int) -> Iterator[Link]:
    """What a citation does with a thing before it, by the first act that fits."""
    for act in acts:
        if thing.sort in act.of and thing.entry is not citation:
            task = act.predicate == "approves" and _is_task(thing.entry)
            approval = approval_of(text[verb : thing.end]) if task and verb < thing.start else None
            yield Link(citation, act.predicate, thing.entry, verb, end, "relations.before", 0.85, approval)
            return


def leading(things: Things, block: Block) -> list[Thing]:
    """The task that an item begins with."""
    return [t for t in things.within(block.start, block.end) if t.start - block.start < _LEAD and t.sort == "project"][
        :1
    ]


def _list_behind(layout: Layout, things: Things, citation: Citation, tied: re.Match[str], end: int) -> Iterator[Link]:
    """Tasks listed below "các nhiệm vụ phê duyệt tại Quyết định số ...:"."""
    index = layout.index_at(end - 1)
    act = next(iter(acts_by_verb().get(tied["verb"].lower(), [])), None)
    if act is None or act.of[0] != "project" or layout.text[end : layout.blocks[index].end].strip() != ":":
        return
    for block in layout.blocks[index + 1 :]:
        if block.kind not in {"item", "paragraph"} or (not block.label and not leading(things, block)):
            return
        for thing in leading(things, block):
            yield Link(citation, act.predicate, thing.entry, thing.start, thing.end, "relations.listed", 0.85)
