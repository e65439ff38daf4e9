"""One entry for each document: mentions of one number, short forms and shared issuers brought together."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from ingest.context import Context
from ingest.layout import Layout
from ingest.mentions import Mention
from ingest.text import fold
from ontology.records import Citation

Said = set[tuple[str | None, str | None]]
"""Dates and issuers that the mentions of one document say."""

_ISSUERS_OF_KINDS = {"decree": "Chính phủ", "law": "Quốc hội"}  # kinds that only one body issues
_WORD = re.compile(r"\w+")
_PLURAL = re.compile(r"\b(?:các|hai|những)\s+$", re.IGNORECASE)
_DRAFT_SUBJECT = 20  # characters of a draft's subject that tell it
_JOIN = re.compile(r"\s*(?:,|;|và|và các|hoặc|cùng)?\s*(?:các\s+)?")


def resolve(layout: Layout, context: Context, mentions: list[Mention]) -> list[Citation]:
    """Entries in order of first mention; what cannot be told to be one document stays apart."""
    mentions.sort(key=lambda m: m.start)
    share_issuers(layout.text, mentions)
    share_lists(layout.text, mentions)
    mentions = _but_own(layout, context, mentions)
    tie_results(mentions)
    name_standards_whole(mentions)
    resolve_short(mentions)
    groups = _groups(mentions, layout.text, context)
    return [_citation(layout, group) for group in groups]


def share_issuers(text: str, mentions: list[Mention]) -> None:
    """Give the issuer said once to all of a list: behind its last number, or before its first.

    "số 1/QĐ-X và số 2/QĐ-X của ...", "Ban Thường vụ đã ban hành Kế hoạch số 1-KH/TU và Chỉ thị số 2-CT/TU".
    """
    for mention, following in pairwise(mentions):
        before = mention.issuer_span is not None and mention.issuer_span[1] <= mention.start
        if before and not following.issuer and _same_office(mention, following) and _joined(text, mention, following):
            following.issuer, following.issuer_span = mention.issuer, mention.issuer_span
    for mention, following in zip(reversed(mentions[:-1]), reversed(mentions[1:]), strict=True):
        if mention.issuer or not following.issuer:
            continue
        if _same_office(mention, following) and _joined(text, mention, following):
            mention.issuer, mention.issuer_span = following.issuer, following.issuer_span


def _same_office(a: Mention, b: Mention) -> bool:
    return a.number is not None and b.number is not None and a.number.office == b.number.office


def share_lists(text: str, mentions: list[Mention]) -> None:
    """Give date and subject said once, after the last number of a list under one word, to those before it.

    The subject only behind a plural ("các Quyết định số 1/QĐ-X, 2/QĐ-X về ...").
    """
    following: Mention | None = None
    for mention in reversed(mentions):
        listed = following is not None and following.kind_text is None and following.number and mention.number
        if listed and following and mention.kind == following.kind and _joined(text, mention, following):
            _share(text, mention, following)
        following = mention


def _share(text: str, mention: Mention, following: Mention) -> None:
    if mention.date_text is None:
        mention.date, mention.date_text = following.date, following.date_text
    plural = mention.kind_text is None or _PLURAL.search(text, max(0, mention.start - 8), mention.start)
    if plural and mention.title_span is None:
        behind = following.title_span is not None and following.title_span[0] >= following.end
        mention.list_title = following.title_span if behind else following.list_title


def _but_own(layout: Layout, context: Context, mentions: list[Mention]) -> list[Mention]:
    """Leave out the document itself, told by its own subject ("ban hành Thông tư sửa đổi ...")."""
    block = next((b for b in layout.blocks if b.kind == "subject"), None)
    own = _key(layout.text[block.start : block.end], context) if block else ""
    if not own:
        return mentions
    text = layout.text
    return [m for m in mentions if m.number or m.designation or not _is_own(subject_key(text, m, context), m, own)]


def _is_own(key: str, mention: Mention, own: str) -> bool:
    """Whether a subject is the document's own, or begins it, told of the draft that was put to the vote."""
    return key == own or (mention.note is not None and len(key) > _DRAFT_SUBJECT and own.startswith(key))


def tie_results(mentions: list[Mention]) -> None:
    """In a table's row, a number in a later cell is that of the one document of its kind told before by its subject."""
    rows: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.block is not None and mention.block.kind == "row":
            rows.setdefault(mention.block.start, []).append(mention)
    for row in rows.values():
        told = [m for m in row if not (m.number or m.designation or m.short)]
        for mention in row:
            same = [m for m in told if m.kind == mention.kind and m.whole_end < mention.start]
            if mention.number and mention.title_span is None and len(same) == 1:
                same[0].number = mention.number


def name_standards_whole(mentions: list[Mention]) -> None:
    """Take "ISO 9001:2015" or "TCVN 9001:2015" for the one "TCVN ISO 9001:2015" that the text has.

    A bare "ISO 9001", which only names the system of management, goes with the one edition that the text names.
    """
    whole = {m.designation for m in mentions if m.designation and not m.designation.startswith(("ISO", "IEC"))}
    for mention in mentions:
        own = mention.designation
        if own and own.startswith(("ISO", "IEC")):
            fitting = {w for w in whole if w.endswith(f" {own}")} or {w for w in whole if f" {own}:" in w}
        elif own and ":" in own:
            series, _, digits = own.partition(" ")
            fitting = {w for w in whole if w != own and w.startswith(f"{series} ") and w.endswith(f" {digits}")}
        else:
            continue
        mention.designation = fitting.pop() if len(fitting) == 1 else own


def resolve_short(mentions: list[Mention]) -> None:
    """Tie short forms ("Nghị định 35", "Quyết định nêu trên") to the one document before that they can mean.

    A short number needs the same kind and running number; a pointing word the last document of its kind. What
    nothing fits stays as it is; a pointing word that points at nothing is no mention.
    """
    by_digits: dict[tuple[str, str], dict[str, Mention]] = {}
    last: dict[str, Mention] = {}
    lost: set[int] = set()
    for mention in mentions:
        if mention.short is None:
            if mention.number:
                last[mention.kind] = mention
                digits = mention.number.digits.lstrip("0")
                by_digits.setdefault((mention.kind, digits), {})[mention.number.key] = mention
        elif mention.short[0].isdigit():
            digits, _, year = mention.short.lstrip("0").partition("/")
            known = by_digits.get((mention.kind, digits), {})
            same = {key: m for key, m in known.items() if not year or (m.number and m.number.year == year)}
            if len(same) == 1:
                mention.number = next(iter(same.values())).number
        elif mention.kind in last:
            mention.number = last[mention.kind].number
        else:
            lost.add(id(mention))
    mentions[:] = [m for m in mentions if id(m) not in lost]


def _joined(text: str, first: Mention, second: Mention) -> bool:
    return _JOIN.fullmatch(text, first.end, max(second.start, first.end)) is not None


def _groups(mentions: list[Mention], text: str, context: Context) -> list[list[Mention]]:
    """Mentions of one document together: by number or designation, then those told by their subject."""
    groups: list[list[Mention]] = []
    by_key: dict[str, list[tuple[Said, list[Mention]]]] = {}
    for mention in mentions:
        key = mention.designation or (mention.number.key if mention.number else "")
        if not key:
            continue
        fitting = [entry for entry in by_key.get(key, []) if _compatible(entry[0], mention)]
        if len(fitting) == 1 or (fitting and mention.date is None):
            fitting[-1][0].add((mention.date, mention.issuer))
            fitting[-1][1].append(mention)
            continue
        groups.append([mention])
        by_key.setdefault(key, []).append(({(mention.date, mention.issuer)}, groups[-1]))
    return _by_subject(groups, [m for m in mentions if not (m.designation or m.number)], text, context)


def _by_subject(groups: list[list[Mention]], told: list[Mention], text: str, context: Context) -> list[list[Mention]]:
    """Put mentions by subject to the one document of that kind and subject, numbered ones first."""
    known: dict[tuple[str, str], list[list[Mention]]] = {}
    for group in groups:
        for key in {(m.kind, subject_key(text, m, context)) for m in group if m.title_span}:
            known.setdefault(key, []).append(group)
    for mention in told:
        key = (mention.kind, subject_key(text, mention, context))
        fitting = known.get(key, [])
        if len(fitting) == 1:
            fitting[0].append(mention)
            continue
        groups.append([mention])
        known.setdefault(key, []).append(groups[-1])
    return sorted(groups, key=lambda g: g[0].start)


def subject_key(text: str, mention: Mention, context: Context) -> str:
    """What of a subject tells documents apart: without case, signs and the document's own province."""
    if mention.key is None:
        mention.key = _key(text[slice(*mention.title_span)], context) if mention.title_span else ""
    return mention.key


def _key(subject: str, context: Context) -> str:
    subject = fold(subject)
    if context.province:
        own = context.province.full_name.lower()
        subject = subject.replace(f"trên địa bàn {own}", "").replace("trên địa bàn tỉnh", "").replace(own, "")
    return " ".join(_WORD.findall(subject))


def _compatible(said: Said, mention: Mention) -> bool:
    """Whether nothing that is said tells the mention apart: another year (series begin anew), or another issuer."""
    for date, issuer in said:
        if date and mention.date and date[:4] != mention.date[:4]:
            return False
        if issuer and mention.issuer and issuer != mention.issuer and date != mention.date:
            return False
    return True


def _citation(layout: Layout, group: list[Mention]) -> Citation:
    first = group[0]
    numbers = [m.number for m in group if m.number]
    canonical = numbers[0].canonical if numbers else first.designation
    raws = [n.raw for n in numbers if n.raw != canonical]
    told = [span for m in group if (span := m.title_span or m.list_title)]
    titles = [_clean(layout.text[slice(*span)]) for span in told]
    short = next((m.short for m in group if m.short and not m.number and m.short[0].isdigit()), None)
    dates = [m.date for m in group if m.date]
    return Citation(
        kind=first.kind,
        kind_text=next((m.kind_text for m in group if m.kind_text), None),
        number=canonical or short,
        number_raw=raws[0] if raws else layout.text[first.start : first.end] if short else None,
        date=_commonest(dates),
        date_text=next((m.date_text for m in group if m.date_text), None),
        issuer=next((m.issuer for m in group if m.issuer), None)
        or next((m.implied_issuer for m in group if m.implied_issuer), None)
        or _ISSUERS_OF_KINDS.get(first.kind),
        title=_commonest(titles),
        count=len(group),
        spans=[(m.start, m.whole_end) for m in group],
        finder="citations.number" if numbers else "citations.standard" if first.designation else "citations.subject",
        confidence=0.98 if numbers else 0.8,
        note=first.note,
    )


def _commonest(values: list[str]) -> str | None:
    """The value said most often, of equals the first."""
    return Counter(values).most_common(1)[0][0] if len(values) > 1 else values[0] if values else None


def _clean(title: str) -> str:
    title = " ".join(title.split()).strip(" ,;:.")
    return title[1:-1] if title[:1] in '“"' and title[-1:] in '”"' else title
