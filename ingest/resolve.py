"""One entry for each document: mentions of one number, short forms and shared issuers brought together."""

from __future__ import annotations

import re
from collections import Counter

from ingest.context import Context
from ingest.layout import Layout
from ingest.mentions import Mention
from ontology.records import Citation

_JOIN = re.compile(r"\s*(?:,|;|và|và các|hoặc|cùng)?\s*(?:các\s+)?")


def resolve(layout: Layout, context: Context, mentions: list[Mention]) -> list[Citation]:
    """Entries in order of first mention; what cannot be told to be one document stays apart."""
    mentions.sort(key=lambda m: m.start)
    share_issuers(layout.text, mentions)
    groups = _groups(mentions)
    return [_citation(layout, group) for group in groups]


def share_issuers(text: str, mentions: list[Mention]) -> None:
    """Give the issuer said once after the last of several to those before it ("số 1/QĐ-UBND và số 2/QĐ-UBND của ...")."""
    for mention, following in zip(reversed(mentions[:-1]), reversed(mentions[1:]), strict=True):
        if mention.issuer or not following.issuer or not (mention.number and following.number):
            continue
        if mention.number.office == following.number.office and _joined(text, mention, following):
            mention.issuer, mention.issuer_span = following.issuer, following.issuer_span


def _joined(text: str, first: Mention, second: Mention) -> bool:
    return _JOIN.fullmatch(text, first.end, max(second.start, first.end)) is not None


def _groups(mentions: list[Mention]) -> list[list[Mention]]:
    """Mentions of one document together."""
    groups: list[list[Mention]] = []
    by_key: dict[str, list[list[Mention]]] = {}
    for mention in mentions:
        key = mention.designation or (mention.number.key if mention.number else f"@{mention.start}")
        fitting = [g for g in by_key.get(key, []) if _compatible(g, mention)]
        if len(fitting) == 1 or (fitting and mention.date is None):
            fitting[-1].append(mention)
            continue
        groups.append([mention])
        by_key.setdefault(key, []).append(groups[-1])
    return groups


def _compatible(group: list[Mention], mention: Mention) -> bool:
    """Whether nothing that is said tells the mention apart: another year (series begin anew), or another issuer."""
    for other in group:
        if other.date and mention.date and other.date[:4] != mention.date[:4]:
            return False
        if other.issuer and mention.issuer and other.issuer != mention.issuer and other.date != mention.date:
            return False
    return True


def _citation(layout: Layout, group: list[Mention]) -> Citation:
    first = group[0]
    numbers = [m.number for m in group if m.number]
    canonical = numbers[0].canonical if numbers else first.designation
    raws = [n.raw for n in numbers if n.raw != canonical]
    titles = [layout.text[slice(*m.title_span)] for m in group if m.title_span]
    dates = Counter(m.date for m in group if m.date)
    return Citation(
        kind=first.kind,
        kind_text=next((m.kind_text for m in group if m.kind_text), None),
        number=canonical,
        number_raw=raws[0] if raws else None,
        date=dates.most_common(1)[0][0] if dates else None,
        date_text=next((m.date_text for m in group if m.date_text), None),
        issuer=next((m.issuer for m in group if m.issuer), None)
        or next((m.implied_issuer for m in group if m.implied_issuer), None),
        title=_clean(max(titles, key=len)) if titles else None,
        count=len(group),
        spans=[(m.start, m.whole_end) for m in group],
        finder="citations.number" if numbers else "citations.standard" if first.designation else "citations.subject",
        confidence=0.98 if numbers else 0.8,
        note=first.note,
    )


def _clean(title: str) -> str:
    title = re.sub(r"\s+", " ", title).strip(" ,;:.")
    return title[1:-1] if title[:1] in '“"' and title[-1:] in '”"' else title
