"""Which things of different records are one: names compared, never texts.

Only what fits exactly one thing becomes it; whatever fits several, or might, stays apart and is linked as a candidate
with the reason (``khcn:mayBe``). The result does not depend on the order of the records.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import chain, combinations, pairwise
from typing import TypeVar

import msgspec
from rapidfuzz import fuzz

from kg.identity import folded
from kg.label import document_label
from kg.naming import FULL_TITLE_WORDS, Summary, Thing
from ontology.names import NameIndex

SIMILAR = 92
"""Titles this alike (rapidfuzz ``ratio``, 0-100, folded) name one document if all else agrees."""
_Key = TypeVar("_Key")
_AD_HOC = frozenset({"council"})


class Candidate(msgspec.Struct, frozen=True, order=True):
    """Something that a thing may be, and why it is not known."""

    iri: str
    reason: str


class Alias(msgspec.Struct, frozen=True):
    """What an entry of a record is called in the graph.

    :ivar first: what the record alone would call it
    :ivar held: the collection has its own text (a document)
    """

    iri: str
    label: str
    first: str
    held: bool = False
    may_be: tuple[Candidate, ...] = ()


Aliases = dict[str, Alias]
"""By entry id of one record."""


@dataclass
class Reconciled:
    """What reconciling found: what the entries of each record are called, by the hash of its source text."""

    aliases: dict[str, Aliases] = field(default_factory=dict)

    @property
    def replaced(self) -> dict[str, str]:
        """First IRIs that others stand for."""
        named = (a for aliases in self.aliases.values() for a in aliases.values())
        return dict(sorted((a.first, a.iri) for a in named if a.first != a.iri))


def reconcile(summaries: Iterable[Summary]) -> Reconciled:
    """Find which things are one."""
    ordered = sorted(summaries, key=lambda s: s.source)
    things = list(chain.from_iterable(s.things for s in ordered))
    found = _Found()
    for kind, rule in _RULES.items():
        rule([t for t in things if t.kind == kind], found)
    labels = _labels(things, found.canonical)
    held = {found.canonical(t.iri) for t in things if t.own}
    result = Reconciled()
    for summary in ordered:
        result.aliases[summary.source] = {t.id: _alias(t, found, labels, held) for t in summary.things}
    return result


def reconcile_apart(public: list[Summary], internal: list[Summary]) -> Reconciled:
    """Find which things are one such that nothing that is public depends on what is internal.

    Public records are named by public ones alone; internal records by all, with the public labels where there are any.
    """
    everything = reconcile([*public, *internal])
    if not (public and internal):
        return everything
    apart = reconcile(public)
    labels = {a.iri: a.label for aliases in apart.aliases.values() for a in aliases.values()}
    for summary in internal:
        aliases = everything.aliases[summary.source]
        apart.aliases[summary.source] = {
            id_: msgspec.structs.replace(a, label=labels.get(a.iri, a.label)) for id_, a in aliases.items()
        }
    return apart


@dataclass
class _Found:
    one: dict[str, str] = field(default_factory=dict)
    may_be: defaultdict[str, set[Candidate]] = field(default_factory=lambda: defaultdict(set))

    def canonical(self, iri: str) -> str:
        seen = {iri}
        while (after := self.one.get(iri)) and after not in seen:
            iri = after
            seen.add(iri)
        return iri

    def settle(self, thing: Thing, iris: Iterable[str], several: str) -> bool:
        """One candidate is the thing; several are linked with a reason. Tells whether it was settled."""
        candidates = {self.canonical(i) for i in iris} - {thing.iri}
        if len(candidates) == 1:
            self.one[thing.iri] = candidates.pop()
            return True
        self.link(thing, candidates, several)
        return False

    def link(self, thing: Thing, iris: Iterable[str], reason: str) -> None:
        self.may_be[thing.iri].update(Candidate(i, reason) for i in iris if i != thing.iri)

    def join(self, iris: Iterable[str]) -> None:
        """Things of several sources that are one: the first IRI stands for all."""
        roots = sorted({self.canonical(i) for i in iris})
        self.one.update(dict.fromkeys(roots[1:], roots[0]))


def _alias(thing: Thing, found: _Found, labels: dict[str, str], held: set[str]) -> Alias:
    iri = found.canonical(thing.iri)
    canonical = {Candidate(found.canonical(c.iri), c.reason) for c in found.may_be.get(thing.iri, ())}
    may_be = () if iri != thing.iri else tuple(sorted(c for c in canonical if c.iri != iri))
    return Alias(iri, labels[iri], thing.iri, iri in held, may_be)


def _labels(things: Iterable[Thing], canonical: Callable[[str], str]) -> dict[str, str]:
    """One label for each thing: of a document its citation form, else the name most used, then longest, then first."""
    groups: defaultdict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        groups[canonical(thing.iri)].append(thing)
    return {iri: _label(group) for iri, group in groups.items()}


def _label(group: list[Thing]) -> str:
    if group[0].kind == "document":
        return document_label(group)
    proper = [t for t in group if t.shared] or group
    counts = Counter(t.names[0] for t in proper)
    return min(counts, key=lambda name: (-counts[name], -len(name), name))


# ---- documents --------------------------------------------------------------------------------------------------


def _documents(things: list[Thing], found: _Found) -> None:
    known = _distinct(t for t in things if t.shared)
    numbered = _group((t for t in known if t.number), lambda t: t.number)
    by_office = _group((t for t in known if t.number and t.office), lambda t: (t.office, t.told))
    for thing in sorted(things, key=lambda t: t.iri):
        if thing.number and not thing.shared:
            _reference(thing, numbered.get(thing.number, []), found)
        elif thing.own and not thing.number:
            _blank_number(thing, by_office.get((thing.office, thing.told), []), found)
    _unnumbered([t for t in things if not t.number and not t.own], known, found)


def _distinct(things: Iterable[Thing]) -> list[Thing]:
    """Things that differ in what is compared, once each: what thousands cite alike is one candidate."""
    return list({(t.iri, t.date, t.title, t.told, t.names): t for t in things}.values())


def _reference(thing: Thing, same_number: list[Thing], found: _Found) -> None:
    """A number that lacks its year or office: the one decision of that number that it can be.

    Numbers begin anew each year, so that without the year only last year's and this year's are taken for it.
    """
    fits = [c for c in same_number if _offices_agree(thing, c) and _dates_agree(thing, c)]
    if thing.year is None:
        near = [c for c in fits if thing.bound and c.year in (int(thing.bound[:4]), int(thing.bound[:4]) - 1)]
        found.link(thing, {c.iri for c in fits if c not in near}, "cùng số và cơ quan, không nêu năm")
        fits = near
    if thing.candidates:  # two offices of one name in one year: the number alone decides nothing
        fits = [c for c in fits if c.title and c.title == thing.title]
    if not found.settle(thing, {c.iri for c in fits}, "cùng số, có nhiều văn bản phù hợp") and not fits:
        found.link(thing, thing.candidates, "cùng số và tên cơ quan, trước và sau ngày 01/7/2025")


def _offices_agree(thing: Thing, candidate: Thing) -> bool:
    if thing.candidates:
        return candidate.iri in thing.candidates
    if thing.office:
        return thing.office == candidate.office
    if thing.issuer:
        return folded(thing.issuer) == folded(candidate.issuer)
    return candidate.unit in ("vn", thing.home)


def _dates_agree(thing: Thing, candidate: Thing) -> bool:
    a, b = thing.date, candidate.date
    if a and b and not (a.startswith(b) or b.startswith(a)):
        return False
    if thing.year and candidate.year and thing.year != candidate.year:
        return False
    return not (b and thing.bound) or b[: len(thing.bound)] <= thing.bound[: len(b)]


def _blank_number(own: Thing, same_office: list[Thing], found: _Found) -> None:
    """A report whose own number is blank: what others cite of that office, kind, date and title."""
    fits = [t for t in same_office if _same_day(t.date, own.date)]
    titled = {t.iri for t in fits if t.title and fuzz.ratio(t.title, own.title) >= SIMILAR}
    if not found.settle(own, titled, "cùng cơ quan, loại, thời gian và trích yếu"):
        untitled = {t.iri for t in fits if not t.title}
        found.link(own, untitled, "cùng cơ quan, loại và thời gian; viện dẫn không nêu trích yếu")


def _same_day(a: str, b: str) -> bool:
    return bool(a and b) and (a.startswith(b) or b.startswith(a))


def _unnumbered(references: list[Thing], known: list[Thing], found: _Found) -> None:
    """A document told by its title: a numbered one with the same title, else the same title in other sources."""
    long = [t for t in references if t.title and (len(t.title.split()) >= FULL_TITLE_WORDS or t.told == "law")]
    titled = _group((t for t in known if t.title), lambda t: (t.told, t.title))
    apart: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for thing in sorted(long, key=lambda t: t.iri):
        same = titled.get((thing.told, thing.title), [])
        fits = {c.iri for c in same if _offices_agree(thing, c) and _dates_agree(thing, c)}
        if found.settle(thing, fits, "cùng trích yếu, có nhiều văn bản phù hợp") or fits:
            continue
        where = "vn" if thing.told == "law" else thing.office or thing.home
        if where:
            apart[thing.told, thing.title, where, thing.date].append(thing.iri)
    for iris in apart.values():
        found.join(iris)


# ---- projects ---------------------------------------------------------------------------------------------------


def _projects(things: list[Thing], found: _Found) -> None:
    full = _distinct(t for t in things if t.shared)
    _national_and_provincial(full, found)
    by_home = _group((t for t in full if t.unit or t.home), lambda t: t.unit or t.home)
    titles = {home: _Titles(group + ([] if home == "vn" else by_home.get("vn", []))) for home, group in by_home.items()}
    short = sorted((t for t in things if not t.shared and t.home), key=lambda t: t.iri)
    for thing in short:
        near = titles.get(thing.home) or titles.get("vn")
        if near:
            found.settle(thing, near.fitting(thing), "tên ngắn, có nhiều nhiệm vụ cùng tỉnh phù hợp")
    apart = _group((t for t in short if t.iri not in found.one), lambda t: (t.home, t.told, folded(t.names[0])))
    _link_pairs(apart.values(), "cùng tên ngắn, cùng tỉnh", found)
    _nearly_equal(by_home.values(), found)


class _Titles:
    """The full titles of a province (and of the country), to be found by the names that reports use for them."""

    def __init__(self, full: list[Thing]) -> None:
        self._full = sorted(full, key=lambda t: (t.names[0], t.iri))
        self._index = NameIndex(t.names[0] for t in self._full)
        self._named: defaultdict[str, list[Thing]] = defaultdict(list)
        for thing in self._full:
            for name in thing.names:
                self._named[folded(name)].append(thing)

    def fitting(self, short: Thing) -> set[str]:
        """IRIs of what a short name can be: what is called so somewhere, else the titles that it fits best."""
        called = [t for name in short.names for t in self._named.get(folded(name), [])]
        fits = called or [self._full[i] for i in self._index.match(short.names[0])]
        return {t.iri for t in fits if _kinds_agree(short, t)}


def _national_and_provincial(full: list[Thing], found: _Found) -> None:
    """One title of a national and of a provincial programme: told apart, linked."""
    for group in _group(full, lambda t: folded(t.names[0])).values():
        national = {t.iri for t in group if t.unit == "vn"}
        others = [t for t in group if t.unit != "vn"]
        for thing in others if len(national) == 1 else []:
            found.link(thing, national, "cùng tên với chương trình, nhiệm vụ cấp quốc gia")


def _kinds_agree(a: Thing, b: Thing) -> bool:
    return a.told == b.told or "other" in (a.told, b.told)


def _nearly_equal(groups: Iterable[list[Thing]], found: _Found) -> None:
    """Titles of one province that differ by a slip: linked, never joined."""
    for group in groups:
        by_start = _group({t.iri: t for t in group}.values(), lambda t: tuple(folded(t.names[0]).split()[:4]))
        for alike in by_start.values():
            for a, b in combinations(sorted(alike, key=lambda t: t.iri), 2):
                if a.iri != b.iri and fuzz.ratio(folded(a.names[0]), folded(b.names[0])) >= SIMILAR:
                    found.link(a, {b.iri}, "tên gần như nhau")


# ---- organisations, persons, places -----------------------------------------------------------------------------


def _organisations(things: list[Thing], found: _Found) -> None:
    """Firms, centres, schools: one canonical name in one place; councils are set up anew and never joined by name."""
    lasting = [t for t in things if t.home and t.told not in _AD_HOC and len(folded(t.names[0]).split()) > 2]
    for group in _group(lasting, lambda t: (t.home, folded(t.names[0]))).values():
        scoped = [t for t in group if not t.shared]
        shared = {t.iri for t in group if t.shared}
        places = {t.unit for t in scoped if t.unit}
        if shared:
            for thing in scoped:
                found.settle(thing, shared, "cùng tên, có nhiều tổ chức phù hợp")
        elif len(places) < 2:
            found.join(t.iri for t in scoped)
        else:
            _by_place(scoped, found)


def _by_place(scoped: list[Thing], found: _Found) -> None:
    placed = _group((t for t in scoped if t.unit), lambda t: t.unit)
    for group in placed.values():
        found.join(t.iri for t in group)
    for thing in scoped:
        if not thing.unit:
            found.link(thing, {found.canonical(t.iri) for t in scoped if t.unit}, "cùng tên, ở nhiều địa bàn")


def _persons(things: list[Thing], found: _Found) -> None:
    """One name in one organisation is one person."""
    for group in _group((t for t in things if t.told), lambda t: (t.told, folded(t.names[0]))).values():
        found.join(t.iri for t in group)


def _places(things: list[Thing], found: _Found) -> None:
    """Names that the unit table leaves open stay open, linked to the units that they can be."""
    for thing in things:
        found.link(thing, thing.candidates, "nhiều đơn vị hành chính cùng tên")


def _link_pairs(groups: Iterable[list[Thing]], reason: str, found: _Found) -> None:
    for group in groups:
        ordered = sorted(group, key=lambda t: t.iri)
        for thing, after in pairwise(ordered):
            found.link(thing, {after.iri}, reason)


def _group(things: Iterable[Thing], key: Callable[[Thing], _Key]) -> dict[_Key, list[Thing]]:
    groups: defaultdict[_Key, list[Thing]] = defaultdict(list)
    for thing in things:
        groups[key(thing)].append(thing)
    return groups


_RULES: dict[str, Callable[[list[Thing], _Found], None]] = {
    "document": _documents,
    "project": _projects,
    "organisation": _organisations,
    "person": _persons,
    "place": _places,
}
