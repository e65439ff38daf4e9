"""Findings: what in the sources or the data should be looked at again, as data with evidence. Nothing is repaired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec
import pyoxigraph as ox

from kg import checks_dates, checks_figures, checks_names
from kg.axioms import concept_iri
from kg.finding import Finding
from kg.quads import LABEL, TYPE, Triple, iri, khcn, line, literal, vi
from kg.reading import SetAside
from kg.reference import FINDINGS

__all__ = ["Finding", "find", "lines", "report"]

RULES: tuple[Callable[[ox.Store], Iterator[Finding]], ...] = (
    checks_dates.cited_later,
    checks_dates.two_dates,
    checks_dates.out_of_order,
    checks_dates.impossible_dates,
    checks_dates.expired_bases,
    checks_names.contradictory_states,
    checks_names.ambiguous_names,
    checks_names.unresolved_references,
    checks_names.repaired_readings,
    checks_names.missing_mentions,
    checks_figures.counts,
    checks_figures.sums,
    checks_figures.overlapping_reports,
)
"""Every rule looks at a store and gives findings; their order does not matter."""


def find(store: ox.Store) -> list[Finding]:
    """All findings of a graph, in order of their names."""
    found = {finding.iri: finding for rule in RULES for finding in rule(store)}
    return [found[key] for key in sorted(found)]


def lines(found: Iterable[Finding]) -> list[str]:
    """Findings as N-Quads of their graph, sorted."""
    return sorted({line(triple, FINDINGS) for finding in found for triple in triples(finding)})


def triples(finding: Finding) -> Iterator[Triple]:
    """One finding: its kind, what it is about, what was found, the words to look at."""
    subject = iri(finding.iri)
    yield subject, TYPE, khcn("Finding")
    yield subject, LABEL, vi(finding.vi)
    yield subject, khcn("findingKind"), concept_iri("finding-kind", finding.kind)
    yield subject, khcn("message"), vi(finding.vi)
    yield subject, khcn("message"), literal(finding.en, language="en")
    yield from ((subject, khcn("about"), iri(thing)) for thing in finding.about)
    yield from ((subject, khcn("evidence"), iri(words)) for words in finding.evidence)


def report(
    found: list[Finding], set_aside: list[SetAside], unsaid: list[str], same_text: list[list[str]]
) -> dict[str, Any]:
    """The quality report: files set aside, files that hold one text, findings, what the graph does not say."""
    return {
        "set_aside": [msgspec.to_builtins(s) for s in set_aside],
        "same_text": same_text,
        "findings": [msgspec.to_builtins(f) for f in found],
        "counts": dict(sorted(Counter(f.kind for f in found).items())),
        "not_in_graph": sorted(unsaid),
    }
