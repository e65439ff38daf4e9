"""Corrections applied over what was extracted.

A rejected fact leaves the default graph, with all that followed from it alone. The graph of its source keeps the
statement, as a ``khcn:RejectedStatement`` that no question takes for one that holds, with the correction that
invalidated it (PROV). What people assert has a graph of its own, whose statements are the corrections themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import msgspec

from kg import identity
from kg.axioms import axioms, concept_iri
from kg.cache import Cache, key
from kg.corrections import Correction, Corrections, Fact, same, things
from kg.description.source_graph import follow
from kg.quads import KHCNV, LABEL, OA, RDF, TYPE, XSD, Triple, integer, iri, khcn, line, literal, text_of, vi

GRAPH = iri(identity.graph("corrections"))
_PROV = "http://www.w3.org/ns/prov#"
_OPEN = (f"{identity.BASE}unit/", KHCNV)
"""How the addresses begin of what everyone may know."""


class Described(Protocol):
    """What a description tells of corrections (:class:`kg.making.Described`)."""

    @property
    def rejecting(self) -> list[str]:
        """Names of the corrections by which facts of it are rejected."""
        ...

    @property
    def known(self) -> list[str]:
        """IRIs that it describes among those of which corrections speak."""
        ...


class Rejection(msgspec.Struct, frozen=True):
    """A fact that is rejected: terms of its ends as plain text; ``by`` names the correction.

    :ivar source: IRI of the source whose statement it is; any source's if empty
    """

    by: str
    subject: str
    predicate: str
    object: str
    source: str = ""


@dataclass(frozen=True)
class Correcting:
    """What a worker needs to correct descriptions.

    :ivar rejected: what people have rejected
    :ivar things: IRIs of which corrections speak
    """

    rejected: list[Rejection]
    things: set[str]

    @classmethod
    def of(cls, corrections: Corrections) -> Correcting:
        """All that the file rejects, and all that it speaks of."""
        rejected, _ = corrections.facts()
        told = [Rejection(f.correction.key, f.subject, f.predicate, f.object, f.correction.source) for f in rejected]
        return cls(told, things(corrections.active()))

    def correct(self, cache: Cache, key_: str, source: str) -> tuple[str, list[str], list[str]]:
        """Correct a description of the cache, unless that was done before.

        :param source: SHA-256 of the source's text
        :returns: the key of the corrected description (its own where nothing of it is rejected), the names of the
            corrections by which something was, and those of :attr:`things` that it describes
        """
        known = _subjects(cache.path("descriptions", key_), self.things)
        own = identity.source(source)
        rejected = [r for r in self.rejected if r.source in ("", own) and not known.isdisjoint((r.subject, r.object))]
        if not rejected:
            return key_, [], sorted(known)
        corrected = key(key_, msgspec.msgpack.encode(rejected))
        kept = cache.read("rejecting", corrected)
        if kept is None or cache.lines("descriptions", corrected) is None:
            with cache.path("descriptions", key_).open(encoding="utf-8", newline="\n") as lines:
                found, names = without(lines, source, rejected)
            cache.write_lines("descriptions", corrected, (line_.encode("utf-8") for line_ in found))
            kept = msgspec.msgpack.encode(names)
            cache.write("rejecting", corrected, kept)
        return corrected, msgspec.msgpack.decode(kept, type=list[str]), sorted(known)


def _subjects(lines: Path, wanted: set[str]) -> set[str]:
    """Those of some things that a description describes."""
    if not wanted:
        return set()
    subjects = {iri(thing).encode() for thing in wanted}
    with lines.open("rb") as file:
        return {subject[1:-1].decode() for line_ in file if (subject := line_[: line_.index(b" ")]) in subjects}


def without(lines: Iterable[str], source: str, rejected: list[Rejection]) -> tuple[list[str], list[str]]:
    """The lines of a description without what is rejected, sorted; and the names of the corrections that applied.

    :param source: SHA-256 of the source's text
    """
    graph = iri(identity.graph(source))
    own, default = _parted(lines, graph)
    wanted = _Wanted(rejected)
    hit = {t: by for t in own | default if (by := wanted.corrections(t))}
    gone = {t for t in own if t in hit}
    kept = follow(own - gone)
    derived = default - follow(own)
    lost = (follow(gone) | follow(derived & hit.keys())) - kept
    lost -= follow(derived - lost - hit.keys())
    default -= lost | hit.keys()
    for triple in gone:
        own = _reject(own, triple, source, hit[triple])
    found = sorted({line(t, graph) for t in own} | {line(t) for t in default})
    return found, sorted({by for names in hit.values() for by in names})


class _Wanted:
    """Rejections by subject and predicate."""

    def __init__(self, rejected: Iterable[Rejection]) -> None:
        self._of: defaultdict[tuple[str, str], list[Rejection]] = defaultdict(list)
        for r in rejected:
            self._of[iri(r.subject), iri(r.predicate)].append(r)
        self._ends = {iri(end) for r in rejected for end in (r.subject, r.object)}

    def corrections(self, triple: Triple) -> set[str]:
        """The corrections that reject a fact: itself, or what follows from it (the same told from the other end)."""
        if self._ends.isdisjoint((triple[0], triple[2])):
            return set()
        said = axioms().follow(triple)
        return {r.by for s, p, o in said for r in self._of.get((s, p), ()) if same(r.object, text_of(o))}


def _parted(lines: Iterable[str], graph: str) -> tuple[set[Triple], set[Triple]]:
    """The triples of the source's graph, and those of the default graph."""
    own: set[Triple] = set()
    default: set[Triple] = set()
    for text in lines:
        body = text.removesuffix(" .\n")
        subject, predicate, rest = body.split(" ", 2)
        object_ = rest.removesuffix(f" {graph}")
        (own if len(object_) < len(rest) else default).add((subject, predicate, object_))
    return own, default


def _reject(own: set[Triple], triple: Triple, source: str, by: Iterable[str]) -> set[Triple]:
    """The source's graph with one statement marked as rejected; it is made where the fact had none."""
    subject, predicate, object_ = triple
    about = iri(identity.statement(source, *(text_of(term) for term in triple)))
    statement = {
        (about, TYPE, f"<{RDF}Statement>"),
        (about, f"<{RDF}subject>", subject),
        (about, f"<{RDF}predicate>", predicate),
        (about, f"<{RDF}object>", object_),
    }
    marks = {
        (about, TYPE, khcn("RejectedStatement")),
        (about, khcn("rejectedSubject"), subject),
        (about, khcn("rejectedPredicate"), predicate),
        (about, khcn("rejectedObject" if object_.startswith("<") else "rejectedValue"), object_),
        *((about, f"<{_PROV}wasInvalidatedBy>", node(name)) for name in by),
    }
    return (own - statement - {triple}) | marks


def node(name: str) -> str:
    """The term of a correction."""
    return iri(f"{identity.BASE}correction/{name}")


@dataclass
class Applied:
    """What corrections did to one face of a snapshot.

    :ivar rejecting: names of those that rejected something
    :ivar known: IRIs among those they speak of that the face describes
    :ivar public: the face is for everyone: it shows of an internal correction that something was rejected, no more
    """

    corrections: Corrections
    rejecting: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    public: bool = False

    @classmethod
    def to(cls, described: Iterable[Described], corrections: Corrections, public: bool = False) -> Applied:
        """What corrections do to the face that descriptions make."""
        made = cls(corrections, public=public)
        for description in described:
            made.rejecting.update(description.rejecting)
            made.known.update(description.known)
        return made

    def lines(self) -> list[str]:
        """The graph of corrections, and in the default graph what they assert; sorted."""
        _, asserted = self.corrections.facts()
        said = [f for f in asserted if self._holds(f)]
        names = {f.correction.key for f in said} | self.rejecting
        nodes = {line(t, GRAPH) for c in self.corrections.active() if c.key in names for t in self._node(c)}
        facts = {_triple(f) for f in said}
        stated = {line(t, GRAPH) for f in said for t in (_triple(f), *_statement(f))}
        return sorted(nodes | stated | {line(t) for t in follow(facts)})

    def marks(self, findings: Iterable[str]) -> list[str]:
        """What people did about findings that this face has; sorted."""
        there = set(findings)
        marked = [c for c in self.corrections.active() if c.action == "finding" and c.finding in there]
        said = {line((iri(c.finding), khcn("findingState"), _state(c)), GRAPH) for c in marked if self._shows(c)}
        return sorted(said | {line(t, GRAPH) for c in marked if self._shows(c) for t in self._marked(c)})

    def has_internal(self, findings: Iterable[str]) -> bool:
        """Whether something stands in this face that is not for everyone's eyes."""
        unknown = set(self._unknown(findings))
        return any(c.access != "public" and c.key not in unknown for c in self.corrections.active())

    def report(self, findings: Iterable[str]) -> dict[str, Any]:
        """For the manifest: the file's hash; unless it is for everyone, which lines applied, and which could not."""
        told: dict[str, Any] = {"sha256": self.corrections.sha256}
        if not self.public:
            unknown = self._unknown(findings)
            told["applied"] = sorted({c.key for c in self.corrections.active()} - set(unknown))
            told["unknown"] = unknown
            told["unreadable"] = [number for number, _ in self.corrections.unreadable]
        return told

    def _unknown(self, findings: Iterable[str]) -> list[str]:
        """Names of the corrections that concern nothing in this face."""
        there = set(findings)
        _, asserted = self.corrections.facts()
        said = {f.correction.key for f in asserted if self._holds(f)} | self.rejecting
        active = self.corrections.active()
        return sorted(c.key for c in active if c.key not in said and c.finding not in there)

    def _shows(self, correction: Correction) -> bool:
        return not self.public or correction.access == "public"

    def _holds(self, fact: Fact) -> bool:
        """Whether what a correction asserts can stand here: it is of what is described, and for these eyes."""
        if fact.subject not in self.known or not self._shows(fact.correction):
            return False
        is_ours = fact.object.startswith(identity.BASE) and not fact.object.startswith(_OPEN)
        return not self.public or not is_ours or fact.object in self.known

    def _node(self, c: Correction) -> Iterator[Triple]:
        """Who corrected, when and why; of what is internal the public face tells the time alone."""
        yield node(c.key), TYPE, khcn("Correction")
        yield node(c.key), khcn("access"), khcn("internal" if not self._shows(c) else c.access)
        yield node(c.key), f"<{_PROV}endedAtTime>", literal(c.when, f"{XSD}dateTime")
        day = f"{c.when[8:10]}/{c.when[5:7]}/{c.when[:4]}"
        if not self._shows(c):
            yield node(c.key), LABEL, vi(f"Sửa ngày {day}")
            return
        yield node(c.key), LABEL, vi(f"{c.who} sửa ngày {day}")
        yield node(c.key), khcn("correctedBy"), literal(c.who)
        yield node(c.key), khcn("reason"), literal(c.why)
        yield from _words(c, day)

    def _marked(self, c: Correction) -> Iterator[Triple]:
        yield from self._node(c)
        yield node(c.key), f"<{_PROV}used>", iri(c.finding)


def _words(c: Correction, day: str) -> Iterator[Triple]:
    """A correction as its own evidence: in whose words it is so."""
    text = f"{c.who} sửa ngày {day}: {c.why}"
    yield node(c.key), f"<{OA}exact>", literal(text)
    yield node(c.key), f"<{OA}start>", integer(0)
    yield node(c.key), f"<{OA}end>", integer(len(text))


def _state(c: Correction) -> str:
    return concept_iri("finding-state", c.state)


def _statement(fact: Fact) -> Iterator[Triple]:
    """The correction as the statement of what it asserts."""
    about, (subject, predicate, object_) = node(fact.correction.key), _triple(fact)
    yield about, f"<{RDF}subject>", subject
    yield about, f"<{RDF}predicate>", predicate
    yield about, f"<{RDF}object>", object_
    yield about, khcn("evidence"), about
    yield about, khcn("extractedBy"), concept_iri("finder", "correction")


def _triple(fact: Fact) -> Triple:
    """What a correction asserts, as terms."""
    c = fact.correction
    is_iri = fact.object.startswith(("http://", "https://")) and not (c.language or c.datatype)
    object_ = iri(fact.object) if is_iri else literal(fact.object, c.datatype, c.language)
    return iri(fact.subject), iri(fact.predicate), object_
