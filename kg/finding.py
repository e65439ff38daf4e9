"""One finding, and how the rules ask a graph."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pyoxigraph as ox

from kg.identity import BASE, digest
from kg.store import PREFIXES, Value, plain


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something to look at again.

    :ivar kind: a concept of the scheme ``finding-kind``, by its slug
    :ivar about: IRIs of the things concerned, the main one first
    :ivar vi: what was found, in Vietnamese; ``en`` in English
    :ivar evidence: IRIs of the words to look at
    """

    kind: str
    about: tuple[str, ...]
    vi: str
    en: str
    evidence: tuple[str, ...] = ()

    @property
    def iri(self) -> str:
        """Told by what it says: the same finding has the same name in every build."""
        return f"{BASE}finding/{digest(chr(10).join((self.kind, *self.about, self.vi)), 16)}"


def rows(store: ox.Store, sparql: str) -> Iterator[list[Value]]:
    """Solutions of a SELECT query as plain values, None where unbound."""
    answer = store.query(sparql, prefixes=PREFIXES)
    if not isinstance(answer, ox.QuerySolutions):
        raise TypeError("a SELECT query is needed here")
    names = [v.value for v in answer.variables]
    return ([plain(row[name]) for name in names] for row in answer)


def words(store: ox.Store, *things: str) -> tuple[str, ...]:
    """The first words that name each of some things."""
    found = []
    for thing in things:
        answer = rows(store, f"SELECT (MIN(STR(?e)) AS ?first) {{ GRAPH ?g {{ <{thing}> khcn:mentionedIn ?e }} }}")
        found += [str(row[0]) for row in answer if row[0]]
    return tuple(dict.fromkeys(found))
