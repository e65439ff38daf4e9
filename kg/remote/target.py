"""A server that is published to: its graphs, and the record that it keeps of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import count, islice

import pyoxigraph as ox

from kg.remote.answers import TRIPLES, construct, holds, rows, triples
from kg.remote.client import Client
from kg.remote.errors import RemoteError
from kg.remote.graph import DATASET, DEFAULT_GRAPH, PUBLIC, PUBLICATION, RIGHTS, VERSION

FACTS = "https://w3id.org/khcn/id/graph/facts"
"""The graph that holds the facts on servers whose default graph is the union of all graphs."""

Name = str | None
"""The IRI of a graph; None is the default graph."""

_BY_STORE, _BY_UPDATE = 20_000, 1_000  # triples in one request; Virtuoso compiles an update and takes few lines of it
_MOST = 1 << 256
_EXACT = {ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}") for name in ("integer", "decimal")}
_CHECKSUM, _COUNT = "http://spdx.org/rdf/terms#checksumValue", "http://rdfs.org/ns/void#triples"
_MARK = f"<{DATASET}> a <http://rdfs.org/ns/void#Dataset>"


@dataclass(frozen=True)
class Sum:
    """What a graph holds, told shortly.

    :ivar digest: SHA-256 of each triple as N-Triples, added modulo 2^256, hex: the same in any order
    """

    count: int
    digest: str


def checksum(found: Iterable[ox.Triple | ox.Quad]) -> Sum:
    """Count and checksum of triples; whole numbers and decimals count by their value.

    (Virtuoso tells whole numbers beyond 32 bits as decimals.)

    >>> a, b = (ox.Triple(ox.NamedNode("u:s"), ox.NamedNode("u:p"), ox.Literal(n)) for n in (1, 2))
    >>> checksum([a, b]) == checksum([b, a]), checksum([a]) == checksum([b])
    (True, False)
    """
    number = total = 0
    for one in found:
        total += int.from_bytes(hashlib.sha256(_line(one).encode()).digest(), "big")
        number += 1
    return Sum(number, f"{total % _MOST:064x}")


def _line(one: ox.Triple | ox.Quad) -> str:
    value = one.object
    if isinstance(value, ox.Literal) and value.datatype in _EXACT:
        with suppress(InvalidOperation):  # not every text that says so is a number
            return f"{one.subject} {one.predicate} {Decimal(value.value).normalize()}"
    return f"{one.subject} {one.predicate} {value}"


class Target:
    """A server that is published to, and what its record says of its graphs."""

    def __init__(self, client: Client) -> None:
        self.client = client
        client.discover()
        told = f"?g <{_CHECKSUM}> ?sum ; <{_COUNT}> ?n"
        found = rows(client, f"SELECT ?g ?sum ?n {{ GRAPH <{PUBLICATION}> {{ {told} }} }}")
        self.recorded = {None if r["g"] == DATASET else r["g"]: Sum(int(r["n"]), r["sum"]) for r in found}

    def begin(self, facts: Name) -> Name:
        """Find where the facts go: where it is told, or they are; else to the default graph unless that is a union."""
        told = rows(self.client, f"SELECT ?g {{ GRAPH <{PUBLICATION}> {{ <{DATASET}> <{DEFAULT_GRAPH}> ?g }} }}")
        self._record(_MARK)
        known = facts or (told[0]["g"] if told else None)
        return known or (FACTS if holds(self.client, _MARK) else None)

    def claim(self, facts: Name, sums: Mapping[Name, Sum]) -> None:
        """Mark the server as being published to.

        :raises RemoteError: its default graph is to be replaced, and holds what is not ours
        """
        ours = holds(self.client, f"GRAPH <{PUBLICATION}> {{ <{DATASET}> <{RIGHTS}> ?rights }}")
        if facts is None and not ours and holds(self.client, "?s ?p ?o") and self.read(None, 0) != sums[None]:
            self._remove(PUBLICATION)
            raise RemoteError("remote-occupied", self.client.url)
        self._erase(f"<{DATASET}> <{VERSION}> ?version")
        self._erase(f"<{DATASET}> <{DEFAULT_GRAPH}> ?graph")
        self._record(f"<{DATASET}> <{RIGHTS}> <{PUBLIC}>")
        if facts:
            self._record(f"<{DATASET}> <{DEFAULT_GRAPH}> <{facts}>")

    def prepare(self, sums: Mapping[Name, Sum]) -> int:
        """Take from the record what will change, and remove graphs that an earlier snapshot had; returns how many."""
        changing = [graph for graph, known in self.recorded.items() if sums.get(graph) != known]
        gone = [graph for graph in changing if graph not in sums]
        for graph in changing:
            self._erase(f"<{graph or DATASET}> <{_CHECKSUM}> ?sum ; <{_COUNT}> ?n")
        for graph in gone:
            self._remove(graph)
        return len(gone)

    def counts(self) -> dict[Name, int]:
        """Triples of each graph that the server holds."""
        named = rows(self.client, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
        default = rows(self.client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        return {None: int(default[0]["n"])} | {row["g"]: int(row["n"]) for row in named if "g" in row}

    def send(self, graph: Name, quads: Iterator[ox.Quad], progress: Callable[[int], None]) -> None:
        """Replace a graph."""
        by_store = bool(self.client.graphs_url)
        if not by_store:
            self.client.update(f"CLEAR SILENT {_graph(graph)}")
        sent = 0
        while part := [f"{quad.triple} .\n" for quad in islice(quads, _BY_STORE if by_store else _BY_UPDATE)]:
            body = "".join(part)
            if by_store:
                self.client.put(graph, body.encode(), more=sent > 0)
            else:
                self.client.update(f"INSERT DATA {{ {f'GRAPH <{graph}> {{ {body} }}' if graph else body} }}")
            sent += len(part)
            progress(sent)

    def read(self, graph: Name, expected: int) -> Sum:
        """What the server holds of a graph, read from it.

        :param expected: triples; if fewer come at once, the server may have a limit, and is asked part by part
        """
        if self.client.graphs_url:
            found = checksum(triples(self.client.graph(graph, TRIPLES)))
        else:
            found = checksum(self._part(graph, ""))
        if 0 < found.count < expected:
            return checksum(self._parts(graph, found.count))
        return found

    def _parts(self, graph: Name, size: int) -> Iterator[ox.Triple]:
        for offset in count(0, size):
            part = list(self._part(graph, f"LIMIT {size} OFFSET {offset}"))
            yield from part
            if len(part) < size:
                return

    def _part(self, graph: Name, limit: str) -> Iterator[ox.Triple]:
        pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
        return construct(self.client, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }} {limit}")

    def record(self, sums: Mapping[Name, Sum]) -> None:
        """Remember which graphs are right."""
        if sums:
            told = (f'<{g or DATASET}> <{_CHECKSUM}> "{s.digest}" ; <{_COUNT}> {s.count}' for g, s in sums.items())
            self._record(" .\n".join(told))

    def finish(self, snapshot: str, sums: Mapping[Name, Sum]) -> None:
        """Say which snapshot it is, if all graphs are as long as they should be now that all are there."""
        counts = self.counts()
        for graph, expected in sums.items():
            self.compare(graph, expected.count, counts.get(graph, 0), expected.count == counts.get(graph, 0))
        self._record(f'<{DATASET}> <{VERSION}> "{snapshot}"')

    def compare(self, graph: Name, expected: int, found: int, same: bool) -> None:
        """Refuse to go on if a graph is not what was sent."""
        if not same:
            told = {"graph": graph or "DEFAULT", "expected": str(expected), "found": str(found)}
            raise RemoteError("remote-differs", self.client.url, fields=told)

    def _record(self, told: str) -> None:
        self.client.update(f"INSERT DATA {{ GRAPH <{PUBLICATION}> {{ {told} }} }}")

    def _remove(self, graph: Name) -> None:
        """Remove a graph; Virtuoso drops none that was not created by that word."""
        self.client.update(f"CLEAR SILENT {_graph(graph)}")
        self.client.update(f"DROP SILENT {_graph(graph)}")

    def _erase(self, pattern: str) -> None:
        self.client.update(f"DELETE WHERE {{ GRAPH <{PUBLICATION}> {{ {pattern} }} }}")


def _graph(graph: Name) -> str:
    return f"GRAPH <{graph}>" if graph else "DEFAULT"
