"""What one source says: facts, and the statements, evidence and mentions that belong to its graph alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from kg import identity
from kg.axioms import axioms, concept_iri
from kg.identity import folded
from kg.label import sort_key
from kg.quads import DCTERMS, ELI, KHCN, LABEL, OA, RDF, TYPE, Triple, decimal, integer, iri, khcn, line, literal
from kg.reconcile import Alias, Aliases
from ontology.records import Citation, DocumentEntry, Entry, Record, Span

_LONGEST = 1000  # code points of one mention's words; a longer span is evidence of facts, not a name


class SourceGraph:
    """Collects the quads of one record.

    :ivar facts: what the source says, asserted; goes to its graph and, with all that follows, to the default graph
    :ivar derived: what holds because the source says it, without being said: default graph alone
    """

    def __init__(self, record: Record, text: str, aliases: Aliases, access: str) -> None:
        self.record, self.text, self.aliases, self.access = record, text, aliases, access
        self.sha = record.source.text_sha256
        self.scope = self.sha[:16]
        self.facts: set[Triple] = set()
        self.derived: set[Triple] = set()
        self.proofs: set[Triple] = set()
        self.unsaid: list[str] = []
        self._stated: dict[str, float] = {}
        self._proving: dict[str, list[Span]] = {}

    # ---- names ----------------------------------------------------------------------------------------------------

    def name(self, entry_id: str) -> str:
        """The term of an entry."""
        return iri(self.aliases[entry_id].iri)

    def alias(self, entry_id: str) -> Alias:
        """What an entry is called."""
        return self.aliases[entry_id]

    @cached_property
    def document(self) -> str:
        """The term of the document itself."""
        return self.name(self.record.document.id)

    @cached_property
    def source(self) -> str:
        """The term of the stored source text."""
        return iri(identity.source(self.sha))

    @cached_property
    def _bodies(self) -> dict[str, str]:
        listed = self.record.organisations
        found = {folded(alias): o.id for o in reversed(listed) for alias in o.aliases}
        return found | {folded(o.name): o.id for o in listed}

    def body(self, name: str | None) -> str | None:
        """The entry id of an organisation told by name: a listed one, else one that only roles name."""
        if not name or name in self.aliases:
            return name or None
        key = folded(identity.without_office_holder(name))
        found = self._bodies.get(folded(name)) or self._bodies.get(key) or f"name:{key}"
        return found if found in self.aliases else None

    @cached_property
    def _people(self) -> dict[str, str]:
        return {folded(p.name): p.id for p in reversed(self.record.people)}

    def person(self, name: str | None) -> str | None:
        """The entry id of a person told by name."""
        return self._people.get(folded(name)) if name else None

    @cached_property
    def _places(self) -> dict[str, str]:
        return {folded(p.name): p.id for p in reversed(self.record.places)}

    def place(self, name: str | None) -> str | None:
        """The entry id of a place told by name."""
        return self._places.get(folded(name)) if name else None

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """All entries that are things, by id."""
        r = self.record
        return {
            e.id: e
            for e in (r.document, *r.citations, *r.projects, *r.organisations, *r.places, *r.people, *r.activities)
        }

    @cached_property
    def _told(self) -> dict[str, str]:
        """Entry ids by number, name, alias or title, as ``about`` and ``decided_by`` tell them."""
        found: dict[str, str] = {}
        for entry in self.entries.values():
            names = [getattr(entry, "name", None), *getattr(entry, "aliases", ())]
            if isinstance(entry, Citation | DocumentEntry):
                names += [entry.number, entry.title]
            for name in filter(None, names):
                found.setdefault(folded(name), entry.id)
        return found

    @cached_property
    def having_parts(self) -> set[str]:
        """Ids of the entries that others are part of, or whose lists are approved."""
        parts = (r for r in self.record.relations if r.predicate in ("part_of", "approves_list_for"))
        return {r.detail.object for r in parts}

    def thing(self, told: str | None) -> str | None:
        """The entry id of anything told by its id, number, name or title."""
        if not told:
            return None
        return told if told in self.aliases else self._told.get(folded(told))

    def says(self, spans: Iterable[Span], body_id: str) -> bool:
        """Whether some words name an organisation, by its name or an alias."""
        words = " ".join(folded(self.text[a:b]) for a, b in self._real(spans))
        entry = self.entries.get(body_id)
        names = (self.aliases[body_id].label, getattr(entry, "name", ""), *getattr(entry, "aliases", ()))
        return any(f" {folded(name)} " in f" {words} " for name in names if name)

    # ---- facts ----------------------------------------------------------------------------------------------------

    def fact(self, subject: str, predicate: str, object_: str) -> None:
        """Assert a fact whose object is a literal, a class or a concept."""
        self.facts.add((subject, predicate, object_))

    def concept(self, subject: str, predicate: str, scheme: str, value: str | None) -> str | None:
        """Assert a fact whose object is a concept of the vocabulary; None if there is no value."""
        if not value:
            return None
        concept = axioms().concept(scheme, value) or concept_iri(scheme, identity.slug(value))
        self.fact(subject, khcn(predicate), concept)
        return concept

    def relate(
        self,
        subject: str,
        predicate: str,
        object_: str,
        spans: Iterable[Span],
        finder: str = "",
        confidence: float = 1.0,
        more: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Assert a relation between two things, with the statement and the words that prove it."""
        if subject == object_:
            self.unsaid.append(f"{predicate} between a thing and itself: {subject}")
            return
        about = iri(identity.statement(self.sha, subject[1:-1], predicate[1:-1], object_[1:-1]))
        known = self._proving.setdefault(about, [])
        known += [span for span in self._real(spans) if not any(_nested(span, other) for other in known)]
        if not known:
            self.unsaid.append(f"no words prove {subject} {predicate} {object_}")
            return
        evidence = [self.evidence(span) for span in known]
        self.facts.add((subject, predicate, object_))
        self.proofs |= {
            (about, TYPE, f"<{RDF}Statement>"),
            (about, f"<{RDF}subject>", subject),
            (about, f"<{RDF}predicate>", predicate),
            (about, f"<{RDF}object>", object_),
            *((about, khcn("evidence"), e) for e in evidence),
            *((about, p, o) for p, o in more),
        }
        self.proofs.add((about, khcn("extractedBy"), concept_iri("finder", identity.slug(finder or "unknown"))))
        self._stated[about] = max(self._stated.get(about, 0), confidence)

    # ---- words ----------------------------------------------------------------------------------------------------

    def evidence(self, span: Span) -> str:
        """The evidence node of a span."""
        start, end = span
        node = iri(identity.evidence(self.sha, start, end))
        self.proofs |= {
            (node, TYPE, khcn("Evidence")),
            (node, khcn("source"), self.source),
            (node, f"<{OA}start>", integer(start)),
            (node, f"<{OA}end>", integer(end)),
            (node, f"<{OA}exact>", literal(self.text[start:end])),
        }
        if self.record.source.pages:
            self.proofs.add((node, khcn("page"), integer(bisect_right(self.record.source.pages, start))))
        if section := self._section(start):
            self.proofs.add((node, khcn("section"), literal(section)))
        return node

    def _section(self, offset: int) -> str | None:
        """The section of a place in the text."""
        i = bisect_right(self._section_starts, offset)
        return (self.record.source.sections[i - 1][1] or None) if i else None

    @cached_property
    def _section_starts(self) -> list[int]:
        return [start for start, _ in self.record.source.sections]

    def mention(self, subject: str, spans: Iterable[Span]) -> None:
        """Tie a thing to the words that name it: the first of each wording."""
        seen: set[str] = set()
        for start, end in self._real(spans):
            wording = folded(self.text[start : min(end, start + _LONGEST)])
            if wording not in seen:
                seen.add(wording)
                self.proofs.add((subject, khcn("mentionedIn"), self.evidence((start, end))))

    def words_of(self, entry: Entry) -> list[Span]:
        """The spans of an entry; its quotations found in the text where it has none."""
        return list(self._real(entry.spans)) or [s for q in entry.quotes for s in self.find(q)]

    def find(self, quote: str) -> list[Span]:
        """Where a verbatim quotation stands first, white space apart; empty if nowhere."""
        if quote and (at := self.text.find(quote)) >= 0:
            return [(at, at + len(quote))]
        words = quote.split()
        found = re.search(r"\s+".join(map(re.escape, words)), self.text) if words else None
        return [found.span()] if found else []

    def _real(self, spans: Iterable[Span]) -> Iterator[Span]:
        return ((a, b) for a, b in spans if 0 <= a < b <= len(self.text))

    # ---- the result -----------------------------------------------------------------------------------------------

    def lines(self) -> list[str]:
        """All quads, sorted, each once."""
        graph = iri(identity.graph(self.sha))
        confidence = {(s, khcn("confidence"), decimal(c)) for s, c in self._stated.items()}
        own = self.facts | self.proofs | confidence | self._about_source(graph)
        everywhere = self.facts | self.derived
        return sorted({line(t, graph) for t in own} | {line(t) for t in follow(everywhere)})

    def _about_source(self, graph: str) -> set[Triple]:
        info = self.record.source
        return {
            (self.source, TYPE, khcn("Source")),
            (self.source, khcn("textSha256"), literal(self.sha)),
            (self.source, khcn("fileSha256"), literal(info.file_sha256)),
            (self.source, khcn("textLength"), integer(info.length)),
            (self.source, khcn("reader"), literal(info.reader)),
            (self.source, khcn("access"), khcn(self.access)),
            (self.source, khcn("sourceOf"), self.document),
            (graph, khcn("access"), khcn(self.access)),
            (graph, f"<{DCTERMS}source>", self.source),
        }


def _nested(a: Span, b: Span) -> bool:
    """Whether one span lies in the other: the same words need not prove a thing twice."""
    return (b[0] <= a[0] and a[1] <= b[1]) or (a[0] <= b[0] and b[1] <= a[1])


def follow(facts: Iterable[Triple]) -> set[Triple]:
    """Facts with all that follows from them: by the ontology's axioms, between acts, and keys for sorting."""
    known = axioms()
    found = {t for fact in facts for t in known.follow(fact)}
    acts = {s for s, p, o in found if p == TYPE and known.is_act((o,))}
    for s, p, o in list(found):
        if s in acts and o in acts:
            found |= {(s, also, o) for also in known.between_acts.get(p, ())}
        if s in acts and p == khcn("issuer"):
            found.add((s, f"<{ELI}passed_by>", o))
        if p == LABEL:
            found.add((s, f"<{KHCN}sortKey>", literal(sort_key(_lexical(o)))))
    return found


def _lexical(term: str) -> str:
    return term[1 : term.rindex('"')]
