"""Findings about dates and numbers of documents."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from kg.description.documents import whole
from kg.finding import Finding, rows, words

_SERIES = re.compile(r"/id/doc/(?!ref/)(?P<series>.+/\d{4})/(?P<number>\d[\d.]*)-(?P<letters>[^/]+)$")
_WRITTEN = re.compile(r"(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})")
_MONTH = re.compile(r"^(\d{4})-(\d{2})$|tháng\s*(\d{1,2})\s*(?:năm|/)\s*(\d{4})")


def cited_later(store: ox.Store) -> Iterator[Finding]:
    """A cited document that is dated after the one that cites it: a slip in one of the dates, or in the number."""
    query = """SELECT DISTINCT ?a ?b ?day ?text ?year ?later ?al ?bl {
      ?a khcn:cites ?b ; rdfs:label ?al . ?b khcn:date ?later ; rdfs:label ?bl .
      OPTIONAL { ?a khcn:date ?day } OPTIONAL { ?a khcn:dateText ?text } OPTIONAL { ?a khcn:year ?year } }"""
    for a, b, day, text, year, later, label, cited in rows(store, query):
        newest = newest_day(str(day or ""), str(text or ""), int(year) if year else None)
        if newest and str(later) > newest:
            yield Finding(
                kind="cited-later", about=(str(b), str(a)), evidence=words(store, str(b)),
                vi=f"{cited} có ngày sau văn bản viện dẫn nó ({label}).",
                en=f"{cited} is dated after the document that cites it ({label}).",
            )  # fmt: skip


def newest_day(day: str, text: str, year: int | None) -> str | None:
    """The last day that a document of a date of any precision can have.

    >>> newest_day("", "2021-05", 2021), newest_day("", "ngày   tháng 5 năm 2021", None)
    ('2021-05-31', '2021-05-31')
    """
    if day:
        return day
    if found := _MONTH.search(text):
        y, m, month, of = found.groups()
        return f"{y or of}-{int(m or month):02d}-31"
    return f"{year}-12-31" if year else None


def two_dates(store: ox.Store) -> Iterator[Finding]:
    """One number of one office and year that is told with two dates."""
    query = "SELECT ?d ?l ?a ?b { ?d khcn:date ?a, ?b ; rdfs:label ?l . FILTER(STR(?a) < STR(?b)) }"
    for document, label, a, b in rows(store, query):
        yield Finding(
            kind="two-dates", about=(str(document),), evidence=_all_words(store, str(document)),
            vi=f"{label} được nêu với hai ngày: {a} và {b}.", en=f"{label} is told with two dates: {a} and {b}.",
        )  # fmt: skip


def _all_words(store: ox.Store, thing: str) -> tuple[str, ...]:
    query = f"SELECT DISTINCT ?e {{ GRAPH ?g {{ <{thing}> khcn:mentionedIn ?e }} }} ORDER BY ?e"
    return tuple(str(row[0]) for row in rows(store, query))


def out_of_order(store: ox.Store) -> Iterator[Finding]:
    """Numbers and dates that don't rise together in one office's series (NĐ 30/2020/NĐ-CP: in order of time)."""
    series: defaultdict[tuple[str, str], dict[tuple[int, ...], tuple[str, str, str]]] = defaultdict(dict)
    for document, label, day in rows(
        store, "SELECT ?d ?l (MIN(STR(?x)) AS ?day) { ?d khcn:date ?x ; rdfs:label ?l } GROUP BY ?d ?l"
    ):
        if found := _SERIES.search(str(document)):
            number = tuple(int(n) for n in found["number"].split(".") if n)
            series[found["series"], found["letters"]][number] = (str(day), str(document), str(label))
    for members in series.values():
        ordered = [members[number] for number in sorted(members)]
        for i in _outsiders([day for day, _, _ in ordered]):
            yield _misplaced(store, ordered, i)


def _misplaced(store: ox.Store, ordered: list[tuple[str, str, str]], i: int) -> Finding:
    near = [ordered[j][2] for j in (i - 1, i + 1) if 0 <= j < len(ordered)]
    day, document, label = ordered[i]
    return Finding(
        kind="out-of-order", about=(document,), evidence=words(store, document),
        vi=f"{label}: số và ngày ({day}) trái thứ tự với {' và '.join(near)}.",
        en=f"{label}: number and date ({day}) are out of order beside {' and '.join(near)}.",
    )  # fmt: skip


def _outsiders(days: list[str]) -> list[int]:
    """The fewest places to leave out so that the rest rises: all that is not in a longest rising series."""
    ends: list[str] = []
    places: list[int] = []
    before: list[int] = []
    for i, day in enumerate(days):
        length = bisect_right(ends, day)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [day]
        places[length : length + 1] = [i]
    kept, at = set(), places[-1] if places else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return [i for i in range(len(days)) if i not in kept]


def impossible_dates(store: ox.Store) -> Iterator[Finding]:
    """A date as written that no calendar has (31/6)."""
    for document, label, text in rows(store, "SELECT ?d ?l ?t { ?d khcn:dateText ?t ; rdfs:label ?l }"):
        day = str(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", str(text)) else _iso(str(text))
        if day and not whole(day):
            yield Finding(
                kind="impossible-date", about=(str(document),), evidence=words(store, str(document)),
                vi=f"{label}: không có ngày “{text}”.", en=f"{label}: there is no day “{text}”.",
            )  # fmt: skip


def _iso(text: str) -> str | None:
    found = _WRITTEN.search(text)
    return "{2}-{1:0>2}-{0:0>2}".format(*found.groups()) if found else None


def expired_bases(store: ox.Store) -> Iterator[Finding]:
    """A basis that another document had replaced or repealed before."""
    query = """SELECT DISTINCT ?a ?al ?b ?bl ?c ?cl {
      ?a khcn:hasBasis ?b ; khcn:date ?day ; rdfs:label ?al . ?b rdfs:label ?bl .
      ?c khcn:replaces|khcn:repeals ?b ; khcn:date ?before ; rdfs:label ?cl . FILTER(STR(?before) < STR(?day)) }"""
    for a, label, b, basis, c, ending in rows(store, query):
        yield Finding(
            kind="expired-basis", about=(str(a), str(b), str(c)), evidence=words(store, str(b), str(c)),
            vi=f"{label} căn cứ {basis}, đã bị {ending} thay thế hoặc bãi bỏ.",
            en=f"{label} rests on {basis}, which {ending} had replaced or repealed.",
        )  # fmt: skip
