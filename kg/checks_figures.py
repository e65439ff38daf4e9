"""Findings about figures: counts announced and not listed, parts that don't sum, reports that disagree."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec
import pyoxigraph as ox

from kg.finding import Finding, rows

_COUNTED = ("đề tài", "dự án", "nhiệm vụ", "mô hình", "đề án", "chương trình")
_NUMBER = r"(?<![\d/.,])(\d{1,3}(?:\.\d{3})+|\d+)(?![\d/,%])"
_WHOLE = re.compile(
    rf"{_NUMBER}\s+([^\W\d_]+(?: [^\W\d_]+)?)[^.;\d]*?(trong đó|bao gồm|gồm)\s*(?:có)?\s*:?(.*)", re.DOTALL
)


def counts(store: ox.Store) -> Iterator[Finding]:
    """A line that announces so many tasks and names fewer, though several (more may stand beside)."""
    query = """SELECT ?a ?l ?n ?unit (COUNT(DISTINCT ?t) AS ?named) (MIN(STR(?e)) AS ?words) {
      ?a khcn:quantity ?q ; rdfs:label ?l ; khcn:concerns ?t . ?q schema:value ?n ; schema:unitText ?unit .
      { ?t a khcn:Project } UNION { ?t a khcn:Programme }
      GRAPH ?g { ?a khcn:mentionedIn ?e } } GROUP BY ?a ?l ?n ?unit"""
    alone = {str(row[0]) for row in rows(store, "SELECT ?a { ?a khcn:quantity ?q } GROUP BY ?a HAVING(COUNT(?q) = 1)")}
    for activity, label, announced, unit, named, first in rows(store, query):
        fewer = 2 <= int(named or 0) < float(announced or 0)
        if fewer and str(activity) in alone and str(unit).lower().startswith(_COUNTED):
            yield Finding(
                kind="count-mismatch", about=(str(activity),), evidence=(str(first),),
                vi=f"“{label}”: nêu {_shown(announced)} {unit}, kể tên {named}.",
                en=f"“{label}”: {_shown(announced)} {unit} announced, {named} named.",
            )  # fmt: skip


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def sums(store: ox.Store) -> Iterator[Finding]:
    """A whole whose parts, told with the same unit in the same words, come to something else.

    "gồm, bao gồm" names all parts; "trong đó" some, which must not be more than the whole.
    """
    query = """SELECT DISTINCT ?a ?e ?text {
      ?a a khcn:Activity . GRAPH ?g { ?a khcn:mentionedIn ?e . ?e oa:exact ?text }
      FILTER(CONTAINS(?text, "gồm") || CONTAINS(?text, "trong đó")) }"""
    for activity, words, text in rows(store, query):
        told = whole_and_parts(str(text))
        if told and (sum(told.parts) > told.whole or (told.all_parts and sum(told.parts) != told.whole)):
            parts = " + ".join(map(str, told.parts))
            yield Finding(
                kind="sum-mismatch", about=(str(activity),), evidence=(str(words),),
                vi=f"Nêu {told.whole} {told.unit}, các phần là {parts} = {sum(told.parts)}.",
                en=f"{told.whole} {told.unit} told; the parts are {parts} = {sum(told.parts)}.",
            )  # fmt: skip


class Sum(msgspec.Struct, frozen=True):
    """A whole and its parts as a line tells them; ``all_parts`` if it names all."""

    whole: int
    unit: str
    parts: tuple[int, ...]
    all_parts: bool


def whole_and_parts(text: str) -> Sum | None:
    """The first whole of a text with two parts or more of the same unit.

    >>> whole_and_parts("thành lập 25 hội đồng, gồm 7 hội đồng tư vấn, 5 hội đồng tuyển chọn, 12 hội đồng nghiệm thu")
    Sum(whole=25, unit='hội đồng', parts=(7, 5, 12), all_parts=True)
    >>> whole_and_parts("tổ chức 03 lớp tập huấn")
    """
    found = _WHOLE.search(text)
    if not found:
        return None
    whole, unit, word, rest = found.groups()
    parts = tuple(_int(n) for n in re.findall(rf"{_NUMBER}\s+{re.escape(unit)}", rest.split(".\n")[0]))
    return Sum(_int(whole), unit, parts, word != "trong đó") if len(parts) > 1 else None


def _int(text: str) -> int:
    return int(text.replace(".", ""))


class _Figure(msgspec.Struct, frozen=True, order=True):
    start: str
    end: str
    value: float
    activity: str
    document: str
    words: str


def overlapping_reports(store: ox.Store) -> Iterator[Finding]:
    """Reports of one reporter on one kind and unit: parts that come to more than the period that covers them."""
    query = """SELECT ?org ?type ?unit ?of ?start ?end ?n ?a ?d (MIN(STR(?e)) AS ?words) {
      ?a khcn:organiser ?org ; khcn:activityType ?type ; khcn:periodStart ?start ; khcn:periodEnd ?end ;
         khcn:reportedIn ?d ; khcn:quantity ?q ; khcn:activityStatus ?done .
      FILTER(?done = <https://w3id.org/khcn/vocabulary/activity-status/done>)
      ?q schema:value ?n ; schema:unitText ?unit . OPTIONAL { ?q khcn:quantityOf ?of }
      GRAPH ?g { ?a khcn:mentionedIn ?e } } GROUP BY ?org ?type ?unit ?of ?start ?end ?n ?a ?d"""
    series: defaultdict[tuple[str, str, str, str], set[_Figure]] = defaultdict(set)
    for org, type_, unit, of, start, end, n, activity, document, words in rows(store, query):
        key = (str(org), str(type_), str(unit).lower(), str(of or "").lower())
        series[key].add(_Figure(str(start), str(end), float(n or 0), str(activity), str(document), str(words)))
    for key, figures in sorted(series.items()):
        yield from _disagreeing(key[2], sorted(figures))


def _disagreeing(unit: str, figures: list[_Figure]) -> Iterator[Finding]:
    for whole in figures:
        parts = _disjoint([f for f in figures if f.document != whole.document and _inside(f, whole)])
        total = sum(part.value for part in parts)
        if parts and total > whole.value:
            yield Finding(
                kind="overlapping-reports", about=(whole.activity, *(p.activity for p in parts)),
                evidence=(whole.words, *(p.words for p in parts)),
                vi=f"Kỳ {whole.start} đến {whole.end} nêu {whole.value:g} {unit}; các kỳ bên trong cộng lại {total:g}.",
                en=f"{whole.start} to {whole.end} tells {whole.value:g} {unit}; the periods within come to {total:g}.",
            )  # fmt: skip


def _inside(part: _Figure, whole: _Figure) -> bool:
    shorter = (part.start, part.end) != (whole.start, whole.end)
    return shorter and whole.start <= part.start and part.end <= whole.end


def _disjoint(figures: list[_Figure]) -> list[_Figure]:
    """Figures whose periods don't overlap, those that end first taken first."""
    taken: list[_Figure] = []
    for figure in sorted(figures, key=lambda f: (f.end, f.start, f)):
        if not taken or figure.start > taken[-1].end:
            taken.append(figure)
    return taken
