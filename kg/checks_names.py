"""Findings about names, references and states: what could be two things, what nothing resolves, what contradicts."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.finding import Finding, rows, words

_STAGE = "https://w3id.org/khcn/vocabulary/stage/"
_STATUS = "https://w3id.org/khcn/vocabulary/project-status/"
_THINGS = (
    "khcn:Document khcn:Project khcn:Programme khcn:TaskList khcn:Organisation khcn:Person khcn:Activity khcn:Place"
)


def contradictory_states(store: ox.Store) -> Iterator[Finding]:
    """A task that was ended and later accepted, accepted and not accepted on one day, or graded twice."""
    events = f"""SELECT DISTINCT ?task ?l {{
      ?a khcn:ofTask ?task ; khcn:stage ?x . ?b khcn:ofTask ?task ; khcn:stage ?y . ?task rdfs:label ?l .
      OPTIONAL {{ ?a khcn:eventDate ?m }} OPTIONAL {{ ?b khcn:eventDate ?n }}
      FILTER(?x IN (<{_STAGE}terminated>, <{_STAGE}not-accepted>) && ?y = <{_STAGE}accepted>)
      FILTER(!BOUND(?m) || !BOUND(?n) || IF(?x = <{_STAGE}terminated>, STR(?m) <= STR(?n), STR(?m) = STR(?n))) }}"""
    states = f"""SELECT DISTINCT ?task ?l {{
      ?task khcn:projectStatus <{_STATUS}stopped>, <{_STATUS}accepted> ; rdfs:label ?l }}"""
    grades = """SELECT DISTINCT ?task ?l { ?a khcn:ofTask ?task ; khcn:grade ?x . ?b khcn:ofTask ?task ; khcn:grade ?y .
      ?task rdfs:label ?l FILTER(LCASE(?x) < LCASE(?y)) }"""
    reasons = (
        (events, "đã chấm dứt hoặc không đạt, nhưng được nghiệm thu", "ended or not accepted, yet accepted"),
        (states, "vừa bị dừng vừa được nghiệm thu", "stopped and accepted"),
        (grades, "có hai xếp loại khác nhau", "has two different grades"),
    )
    for query, vi, en in reasons:
        for task, label in rows(store, query):
            yield Finding(
                kind="contradictory-status", about=(str(task),), vi=f"{label}: {vi}.", en=f"{label}: {en}.",
                evidence=words(store, str(task)),
            )  # fmt: skip


def ambiguous_names(store: ox.Store) -> Iterator[Finding]:
    """A name that could be another thing, or several: linked with the reason, never joined."""
    query = """SELECT ?x ?l (GROUP_CONCAT(DISTINCT ?cl; separator="; ") AS ?labels) (MIN(STR(?e)) AS ?first) {
      { SELECT ?x ?l ?c ?cl { ?x khcn:mayBe ?c ; rdfs:label ?l .
        OPTIONAL { ?c rdfs:label ?known } OPTIONAL { GRAPH graph:units { ?c rdfs:label ?unit ; khcn:unitCode ?code
          OPTIONAL { ?c khcn:within ?above . ?above rdfs:label ?in } OPTIONAL { ?c khcn:validFrom ?from } } }
        BIND(CONCAT(", ", ?in) AS ?place) BIND(CONCAT(", ", STR(?from)) AS ?since)
        BIND(CONCAT(?unit, COALESCE(?place, ""), " (", ?code, COALESCE(?since, ""), ")") AS ?full)
        BIND(COALESCE(?full, ?known, STR(?c)) AS ?cl) } ORDER BY ?x ?cl }
      OPTIONAL { GRAPH ?g { ?x khcn:mentionedIn ?e } } } GROUP BY ?x ?l"""
    for thing, label, labels, first in rows(store, query):
        candidates = "; ".join(sorted(str(labels).split("; ")))
        yield Finding(
            kind="ambiguous-name", about=(str(thing),), evidence=(str(first),) if first else (),
            vi=f"“{label}” có thể là: {candidates}.", en=f"“{label}” may be: {candidates}.",
        )  # fmt: skip


def unresolved_references(store: ox.Store) -> Iterator[Finding]:
    """A number that is cited without the year or office that would tell which document it is."""
    query = """SELECT ?d ?l ?n { ?d a khcn:UnidentifiedDocument ; khcn:number ?n ; rdfs:label ?l }"""
    for document, label, _ in rows(store, query):
        yield Finding(
            kind="unresolved-reference", about=(str(document),), evidence=words(store, str(document)),
            vi=f"Viện dẫn {label} thiếu năm hoặc cơ quan, chưa xác định được văn bản.",
            en=f"The reference to {label} lacks year or office: which document it is is not known.",
        )  # fmt: skip


def repaired_readings(store: ox.Store) -> Iterator[Finding]:
    """A number that was read otherwise than it is printed; white space alone is no repair."""
    query = r"""SELECT ?d ?n ?r { ?d khcn:numberRaw ?r ; khcn:number ?n
      FILTER(REPLACE(?r, "\\s", "") != REPLACE(?n, "\\s", "")) }"""
    for document, number, raw in rows(store, query):
        yield Finding(
            kind="repaired-reading", about=(str(document),), evidence=words(store, str(document)),
            vi=f"In là “{raw}”, đọc là “{number}”.", en=f"Printed “{raw}”, read as “{number}”.",
        )  # fmt: skip


def missing_mentions(store: ox.Store) -> Iterator[Finding]:
    """A thing that no words of any source name."""
    query = f"""SELECT DISTINCT ?x {{ VALUES ?class {{ {_THINGS} }} ?x a ?class
      FILTER NOT EXISTS {{ GRAPH ?g {{ ?x khcn:mentionedIn ?e }} }} }}"""
    for (thing,) in rows(store, query):
        yield Finding(
            kind="missing-evidence", about=(str(thing),),
            vi=f"Không có đoạn chữ nào nêu {thing}.", en=f"No words of any source name {thing}.",
        )  # fmt: skip
