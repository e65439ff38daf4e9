"""The first names of what a record tells: IRIs from the record alone, and the little that reconciling needs.

A name is *shared* when everyone makes it alike (a dated numbered document, an office of a known unit, a full title);
anything else is scoped to its source until :mod:`kg.reconcile` finds exactly one thing that it can be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import msgspec

from kg import identity
from kg.axioms import axioms
from kg.identity import folded
from kg.places import Places
from ontology.records import Citation, DocumentEntry, Organisation, Project, Record
from ontology.units import UnitTable

ThingKind = Literal["document", "standard", "project", "organisation", "person", "place"]

FULL_TITLE_WORDS = 8
"""A title of fewer syllables may be a short name: titles of tasks tell what is done, to what and where."""
_OFFICIAL = {
    "people_committee", "people_council", "department", "ministry", "government", "party", "agency", "association",
    "media", "court_inspectorate",
}  # fmt: skip
_NATIONAL_LEVELS = ("quốc gia", "bộ")


class Thing(msgspec.Struct, frozen=True, kw_only=True):
    """What reconciling needs of one entry.

    :ivar id: of the entry in its record
    :ivar shared: the IRI is made alike by everyone
    :ivar names: label first, then other names
    :ivar unit: key of the unit it belongs to ("vn" for the whole country, empty if unknown)
    :ivar home: key of the province of the document that tells it
    :ivar bound: date of the document that tells it; nothing cited is younger
    :ivar told: kind and category words, for comparing like with like
    """

    id: str
    kind: ThingKind
    iri: str
    shared: bool
    names: tuple[str, ...]
    unit: str = ""
    home: str = ""
    told: str = ""
    kind_text: str = ""
    number: str = ""
    office: str = ""
    issuer: str = ""
    date: str = ""
    year: int | None = None
    title: str = ""
    bound: str = ""
    candidates: tuple[str, ...] = ()
    own: bool = False


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The things of one record, by the hash of its source text."""

    source: str
    things: tuple[Thing, ...]


def summarise(record: Record, units: UnitTable) -> Summary:
    """Name every document, project, organisation, person and place of a record."""
    namer = _Namer(record, Places(record, units), record.source.text_sha256[:16])
    things = [
        namer.document(record.document, own=True),
        *map(namer.document, record.citations),
        *map(namer.project, record.projects),
        *map(namer.organisation, record.organisations),
        *map(namer.organisation, unlisted_organisations(record)),
        *(namer.scoped("person", p.id, p.name, told=p.organisation or "") for p in record.people),
        *(namer.place(p.id, p.name, p.unit, p.candidates) for p in record.places),
    ]
    return Summary(source=record.source.text_sha256, things=tuple(things))


def unlisted_organisations(record: Record) -> list[Organisation]:
    """Bodies that entries name in a role (issuer, organiser, host, ...) without being entries themselves.

    Their ids begin with ``name:``. Office holders stand for their office.
    """
    listed = {folded(n) for o in record.organisations for n in (o.name, *o.aliases)}
    found: dict[str, Organisation] = {}
    for told in _named_bodies(record):
        name = identity.without_office_holder(told)
        if not listed & {folded(told), folded(name)}:
            found.setdefault(folded(name), Organisation(id=f"name:{folded(name)}", name=name, type="other"))
    return [found[key] for key in sorted(found)]


def issuer_of(entry: DocumentEntry | Citation) -> str | None:
    """Who issued a document: as told, else the one office that its number's letters can mean."""
    return entry.issuer or identity.office_by_letters(entry.number or "")


def _named_bodies(record: Record) -> Iterator[str]:
    document = record.document
    yield from filter(None, (document.addressee,))
    documents: list[DocumentEntry | Citation] = [document, *record.citations]
    for entry in documents:
        yield from identity.joint(issuer) if (issuer := issuer_of(entry)) else ()
    for project in record.projects:
        yield from (*project.hosts, *project.partners)
    for organisation in record.organisations:
        yield from filter(None, (organisation.parent,))
    for person in record.people:
        yield from filter(None, (person.organisation,))
    for activity in record.activities:
        yield from filter(None, (activity.organiser, activity.assignee, *activity.coordinates_with))


@dataclass(frozen=True)
class _Namer:
    record: Record
    places: Places
    source: str

    @cached_property
    def home(self) -> str:
        unit = self.places.home
        return self.places.units.key(unit) if unit else ""

    @cached_property
    def _organisations(self) -> dict[str, Organisation]:
        """Organisations of the record by name, then by alias."""
        found: dict[str, Organisation] = {}
        for entry in self.record.organisations:
            for name in entry.aliases:
                found.setdefault(folded(name), entry)
        return found | {folded(entry.name): entry for entry in self.record.organisations}

    def document(self, entry: DocumentEntry | Citation, own: bool = False) -> Thing:
        """The document itself or a citation; with all offices that its issuer can be where a reform leaves two."""
        if entry.kind == "standard" and (entry.number or entry.title):
            name = entry.number or entry.title or ""
            return self._thing(entry.id, "standard", identity.standard(name), True, (name,), told="standard")
        issuer = issuer_of(entry) or ""
        year = identity.year_of(entry.number, entry.date)
        offices = self.offices(issuer, entry.date, year)
        iri, shared, candidates = self._document_iri(entry, offices, year, own)
        province = offices[0].partition("/")[0] if offices else ""
        return self._thing(
            entry.id, "document", iri, shared, (entry.title or "", entry.number or ""), province, told=entry.kind or "",
            kind_text=entry.kind_text or "", number=identity.number_slug(entry.number or ""), year=year, issuer=issuer,
            candidates=candidates, office=offices[0] if len(offices) == 1 else "", date=entry.date or "",
            title=folded(entry.title or ""), own=own,
        )  # fmt: skip

    def _document_iri(
        self, entry: DocumentEntry | Citation, offices: list[str], year: int | None, own: bool
    ) -> tuple[str, bool, tuple[str, ...]]:
        if entry.number and offices and year:
            iris = tuple(identity.document(office, year, entry.number) for office in offices)
            if len(iris) == 1:
                return iris[0], True, ()
            return self._reference(entry), False, iris
        told = f"{folded(entry.title)}\n{entry.date or ''}" if entry.title else self.source
        if own and offices and year:
            return identity.unnumbered(offices[0], year, _letters(entry), told), True, ()
        return self._reference(entry), False, ()

    def _reference(self, entry: DocumentEntry | Citation) -> str:
        """By its number, if it is the first of that number in the source; else with the entry's id."""
        if entry.number and self._first_numbered[identity.number_slug(entry.number)] == entry.id:
            return identity.reference(self.source, entry.number)
        told = entry.number or identity.slug(entry.title or entry.kind or "vb", 10)
        return identity.reference(self.source, f"{told}-{entry.id}")

    @cached_property
    def _first_numbered(self) -> dict[str, str]:
        documents: list[DocumentEntry | Citation] = [self.record.document, *self.record.citations]
        return {identity.number_slug(e.number): e.id for e in reversed(documents) if e.number}

    def offices(self, issuer: str, date: str | None, year: int | None) -> list[str]:
        """Keys of the offices that an issuer's name can mean; none if its unit is unknown."""
        if not issuer:
            return []
        found = (self._office(issuer, day) for day in self.places.days(date, year))
        return list(dict.fromkeys(filter(None, found)))

    def _office(self, issuer: str, day: str | None) -> str | None:
        if identity.is_national(issuer):
            return identity.office(issuer, "vn")
        issuer = identity.of_the_register(issuer)
        known = self._organisations.get(folded(issuer))
        unit = self.places.seat(issuer, day) or (self.places.unit(known.place, day) if known else None)
        if unit:
            return identity.office(issuer, self.places.units.key(unit, day), unit.name)
        return identity.office(issuer, "vn") if known and known.place == "Việt Nam" else None

    def project(self, entry: Project) -> Thing:
        """A task, project, programme or list: by its code, by its full title, else scoped to its source."""
        unit = self._project_unit(entry)
        full = len(folded(entry.name).split()) >= FULL_TITLE_WORDS
        if entry.task_code:
            iri = identity.task(entry.task_code)
        elif full and unit:
            iri = identity.project(unit, entry.name)
        else:
            iri = identity.scoped("project", self.source, entry.id, entry.name)
        shared = bool(entry.task_code or (full and unit))
        return self._thing(
            entry.id, "project", iri, shared, (entry.name, *entry.aliases), unit, told=entry.category
        )  # fmt: skip

    def _project_unit(self, entry: Project) -> str:
        """The whole country for a national level or a decision of a national office, else the document's province."""
        return "vn" if entry.level in _NATIONAL_LEVELS or entry.id in self._decided_nationally else self.home

    @cached_property
    def _decided_nationally(self) -> set[str]:
        """Ids of what a decision of a national office approves or issues."""
        issuers = {c.number: issuer_of(c) for c in self.record.citations}
        national = {number for number, issuer in issuers.items() if issuer and identity.is_national(issuer)}
        deciding = (r for r in self.record.relations if r.predicate in ("approves", "issues"))
        return {r.detail.object for r in deciding if r.subject in national}

    def organisation(self, entry: Organisation) -> Thing:
        """An official body whose name tells its unit (or that there is only one in the country) is shared."""
        national = identity.is_national(entry.name)
        seat = self.places.seat(entry.name)
        unit = seat or self.places.unit(entry.place)
        key = "vn" if national else self.places.units.key(unit, self.places.day) if unit else ""
        official = entry.type in _OFFICIAL or (entry.id.startswith("name:") and entry.type == "other")
        shared = national or (official and seat is not None)
        if shared:
            iri = identity.organisation(key, entry.name, seat.name if seat and not national else "")
        else:
            iri = identity.scoped("org", self.source, entry.id, entry.name)
        return self._thing(
            entry.id, "organisation", iri, shared, (entry.name, *entry.aliases), key, told=entry.type
        )  # fmt: skip

    def place(self, id_: str, name: str, unit: str | None, candidates: list[str]) -> Thing:
        """A unit of the table, else a named area of this source."""
        known = self.places.units[unit] if unit and unit in self.places.units else None
        if known is None and not candidates:
            known = self.places.unit(name)
        if known:
            key = self.places.units.key(known)
            return self._thing(id_, "place", identity.unit(known.id), True, (known.full_name,), key)
        may_be = tuple(identity.unit(c) for c in candidates if c in self.places.units)
        return self._thing(
            id_, "place", identity.scoped("place", self.source, id_, name), False, (name,), candidates=may_be
        )

    def scoped(self, kind: Literal["person"], id_: str, name: str, told: str) -> Thing:
        """A thing known by its source alone."""
        return self._thing(id_, kind, identity.scoped(kind, self.source, id_, name), False, (name,), told=folded(told))

    def _thing(
        self, id_: str, kind: ThingKind, iri: str, shared: bool, names: tuple[str, ...], unit: str = "", **more: object
    ) -> Thing:
        known = {"home": self.home, "bound": self.record.document.date or "", **more}
        return msgspec.convert(
            {"id": id_, "kind": kind, "iri": iri, "shared": shared, "names": names, "unit": unit, **known}, Thing
        )


def _letters(entry: DocumentEntry | Citation) -> str:
    """The kind letters of a document whose number is blank: of its kind, else the kind itself."""
    concept = axioms().concept("document-kind", entry.kind or "")
    return axioms().notations.get(concept or "", "") or entry.kind or "vb"
