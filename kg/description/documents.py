"""Documents (văn bản): the one that is described, and those it cites."""

from __future__ import annotations

import re
from datetime import date as day

from kg.axioms import axioms
from kg.description.source_graph import SourceGraph
from kg.identity import joint, year_of
from kg.naming import issuer_of
from kg.quads import DCTERMS, ELI, LABEL, TYPE, boolean, date, integer, khcn, literal, vi
from ontology.records import Citation, DocumentEntry

_NORMATIVE_NUMBER = re.compile(r"\d[\d.]*/(?:19|20)\d\d/")
_NORMATIVE_KINDS = frozenset({"law", "decree", "circular"})


def describe_document(graph: SourceGraph) -> None:
    """The document itself: what it is, who issued and signed it, to whom it went."""
    entry = graph.record.document
    subject = graph.document
    words = graph.words_of(entry) or [_first_line(graph.text)]
    _facts(graph, subject, entry)
    graph.mention(subject, words)
    _issuer(graph, subject, entry, words)
    _signature(graph, subject, entry)
    _recipients(graph, subject, entry, words)
    if entry.period_covered:
        for predicate, end in (("periodStart", entry.period_covered.start), ("periodEnd", entry.period_covered.end)):
            if end and whole(end):
                graph.fact(subject, khcn(predicate), date(end))
    place = graph.place(entry.place) or graph.place(f"tỉnh {entry.place}")
    if place:
        graph.relate(subject, khcn("placeOfIssue"), graph.name(place), words, "header")


def _first_line(text: str) -> tuple[int, int]:
    found = re.search(r"\S.*", text)
    return found.span() if found else (0, 0)


def describe_citation(graph: SourceGraph, entry: Citation) -> None:
    """A document that is referred to: known by reference only, unless the collection has its text."""
    subject = graph.name(entry.id)
    alias = graph.alias(entry.id)
    words = graph.words_of(entry)
    _facts(graph, subject, entry)
    graph.mention(subject, words)
    _issuer(graph, subject, entry, words)
    if not alias.held:
        graph.fact(subject, khcn("knownByReferenceOnly"), boolean(True))
    if "/doc/ref/" in alias.iri:
        graph.fact(subject, TYPE, khcn("UnidentifiedDocument"))
    if entry.note:
        graph.fact(subject, f"<{DCTERMS}description>", vi(entry.note))
    graph.relate(graph.document, khcn("cites"), subject, words, entry.finder, entry.confidence)


def _facts(graph: SourceGraph, subject: str, entry: DocumentEntry | Citation) -> None:
    """What both a document and a reference tell."""
    classes = _kind(graph, subject, entry)
    graph.fact(subject, LABEL, vi(graph.alias(entry.id).label))
    if entry.number:
        graph.fact(subject, khcn("number"), literal(entry.number))
    if entry.number_raw and entry.number_raw != entry.number:
        graph.fact(subject, khcn("numberRaw"), literal(entry.number_raw))
    if entry.title:
        graph.fact(subject, f"<{DCTERMS}title>", vi(entry.title))
    if entry.date or entry.date_text:
        graph.fact(subject, khcn("dateText"), literal(entry.date_text or entry.date or ""))
    if entry.date and whole(entry.date):
        graph.fact(subject, khcn("date"), date(entry.date))
    year = year_of(entry.number, entry.date)
    if year:
        graph.fact(subject, khcn("year"), integer(year))
    if (normative := is_normative(entry)) is not None:
        graph.fact(subject, khcn("isNormative"), boolean(normative))
    if axioms().is_act(classes):
        _as_act(graph, subject, entry)


def _kind(graph: SourceGraph, subject: str, entry: DocumentEntry | Citation) -> set[str]:
    """The kind is what is known; the class follows from it."""
    classes = {khcn("Document")}
    concept = graph.concept(subject, "kind", "document-kind", entry.kind)
    if concept:
        classes |= axioms().classes.get(concept, frozenset())
    for c in classes:
        graph.fact(subject, TYPE, c)
    if entry.kind_text:
        graph.fact(subject, khcn("kindText"), literal(entry.kind_text))
    return classes


def _as_act(graph: SourceGraph, subject: str, entry: DocumentEntry | Citation) -> None:
    """What ELI says of a legal act beside the ontology's own terms."""
    if entry.number:
        graph.fact(subject, f"<{ELI}id_local>", literal(entry.number))
    if entry.title:
        graph.fact(subject, f"<{ELI}title>", vi(entry.title))
    if entry.date and whole(entry.date):
        graph.fact(subject, f"<{ELI}date_document>", date(entry.date))


def is_normative(entry: DocumentEntry | Citation) -> bool | None:
    """Whether a document is normative (quy phạm pháp luật): its number holds the year, or it is a law.

    None where nothing tells: no number, or a kind that is never normative by itself.
    """
    if entry.kind in _NORMATIVE_KINDS or (entry.number and _NORMATIVE_NUMBER.match(entry.number)):
        return True
    return False if entry.number and entry.kind in ("decision", "resolution", "directive") else None


def whole(text: str) -> bool:
    """Whether a date is a day that there is.

    >>> whole("2021-02-25"), whole("2021-06-31"), whole("2021-06")
    (True, False, False)
    """
    try:
        return len(text) == 10 and bool(day.fromisoformat(text))
    except ValueError:
        return False


def _issuer(graph: SourceGraph, subject: str, entry: DocumentEntry | Citation, words: list[tuple[int, int]]) -> None:
    """Who issued it; each of the ministries that issue it together."""
    issuer = issuer_of(entry)
    for name in joint(issuer) if issuer else ():
        body = graph.body(name)
        if body is None:
            graph.unsaid.append(f"issuer: {name}")
            continue
        graph.relate(subject, khcn("issuer"), graph.name(body), words, entry.finder or "header", entry.confidence)
        if issuer != entry.issuer or graph.alias(body).label != issuer:
            graph.fact(subject, khcn("issuerText"), literal(issuer or name))


def _signature(graph: SourceGraph, subject: str, entry: DocumentEntry) -> None:
    """Who signed, in what office and by what authority (TM., KT., TL., TUQ., Q.)."""
    signer = entry.signer
    if signer is None:
        return
    person = graph.person(signer.name)
    if person:
        words = graph.words_of(graph.entries[person])
        graph.relate(subject, khcn("signatory"), graph.name(person), words, "signature")
    if signer.role:
        graph.fact(subject, khcn("signerRole"), literal(signer.role))
    graph.concept(subject, "signingCapacity", "signing-capacity", signer.authority)


def _recipients(graph: SourceGraph, subject: str, entry: DocumentEntry, words: list[tuple[int, int]]) -> None:
    addressee = graph.body(entry.addressee)
    if addressee and entry.addressee:
        said = graph.find(entry.addressee) or words
        graph.relate(subject, khcn("addressee"), graph.name(addressee), said, "header")
    for recipient in entry.recipients:
        graph.fact(subject, khcn("recipientText"), literal(recipient))
        body = graph.body(recipient)
        said = graph.find(recipient)
        if body and said:
            graph.relate(subject, khcn("recipient"), graph.name(body), said, "recipients")
    if entry.circulation:
        graph.fact(subject, khcn("circulation"), literal(entry.circulation))
