"""Bringing a snapshot to another SPARQL server, graph by graph; what was sent is read back and compared.

The server keeps a record in a graph of its own: which graphs it holds, with count and checksum, and, once all of them
are right, which snapshot that is. So a publication that was broken off goes on where it stopped, a new edition sends
only the graphs that changed, and who asks while one is under way can see that. (Names of blank nodes would differ on
each server; the graph has none.)
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.remote.client import Client
from kg.remote.target import FACTS, Name, Sum, Target, checksum
from kg.store import Snapshot

_RECORDED = 2.0  # seconds after which what was found right is recorded

Progress = Callable[[int, int], None]
LOADERS = {
    "virtuoso": "isql PORT dba PASSWORD exec=\"ld_dir('{folder}', '{name}', '{facts}'); rdf_loader_run();\"",
    "oxigraph": "oxigraph load --location DIRECTORY --file {path}",
}
"""How engines load a file of N-Quads themselves."""
_UNIONS = frozenset({"virtuoso"})  # whose default graph is the union of all graphs


@dataclass(frozen=True)
class Published:
    """What a publication did: graphs that were sent, found there, removed; triples of all; the graph of the facts."""

    sent: int
    kept: int
    removed: int
    triples: int
    facts: Name


def publish(
    graph: Snapshot, client: Client, facts: Name = None, verify: bool = False,
    progress: Progress = lambda _done, _of: None,
) -> Published:  # fmt: skip
    """Make a server hold a snapshot, and nothing of an earlier one.

    :param graph: what is published; open it with ``public=True``
    :param facts: graph for the facts; if not told, the default graph, or :data:`FACTS` where that is a union
    :param verify: read every graph back, those too that were compared before
    :param progress: called with triples done and triples in all
    :raises kg.remote.errors.RemoteError: the server cannot be used, or holds something else than was sent
    """
    target = Target(client)
    facts = target.begin(facts)
    names = {_target_name(name, facts): name for name in (ox.DefaultGraph(), *graph.store.named_graphs())}
    sums = {name: checksum(_quads(graph, local)) for name, local in names.items()}
    target.claim(facts, sums)
    removed = target.prepare(sums)
    total = sum(one.count for one in sums.values())
    work = _Work(target, {} if verify else target.recorded, target.counts(), lambda n: progress(n, total))
    for name, expected in sums.items():
        work.settle(name, expected, _quads(graph, names[name]))
    target.record(work.fresh)
    target.finish(graph.snapshot, sums)
    return Published(work.sent, len(sums) - work.sent, removed, total, facts)


def write_bulk(graph: Snapshot, loader: str, folder: Path, facts: Name = None) -> tuple[Path, str]:
    """Write a snapshot as a file for an engine's own loader; returns its path and the command.

    :param loader: of :data:`LOADERS`
    """
    facts = facts or (FACTS if loader in _UNIONS else None)
    path = (folder / f"khcn-{graph.snapshot[:12]}.nq").resolve()
    quads = (q for name in (ox.DefaultGraph(), *graph.store.named_graphs()) for q in _quads(graph, name))
    ox.serialize((_moved(q, facts) for q in quads), str(path), format=ox.RdfFormat.N_QUADS)
    return path, LOADERS[loader].format(folder=path.parent, name=path.name, path=path, facts=facts)


def _moved(quad: ox.Quad, facts: Name) -> ox.Quad:
    """A quad, a fact going to the graph of the facts."""
    if facts is None or quad.graph_name != ox.DefaultGraph():
        return quad
    return ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(facts))


def _target_name(graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph, facts: Name) -> Name:
    return graph.value if isinstance(graph, ox.NamedNode) else facts


def _quads(graph: Snapshot, name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
    return graph.store.quads_for_pattern(None, None, None, name)


@dataclass
class _Work:
    """Graph after graph is brought to the server, unless it is there.

    :ivar recorded: what an earlier publication found right
    :ivar counts: triples of each graph that the server holds now
    :ivar fresh: what was found right since the record was last written
    """

    target: Target
    recorded: dict[Name, Sum]
    counts: dict[Name, int]
    progress: Callable[[int], None]
    sent: int = 0
    done: int = 0
    fresh: dict[Name, Sum] = field(default_factory=dict)
    written: float = field(default_factory=time.monotonic)

    def settle(self, name: Name, expected: Sum, quads: Iterator[ox.Quad]) -> None:
        """Make the server hold one graph."""
        whole = self.counts.get(name, 0) == expected.count
        if not (whole and self.recorded.get(name) == expected):
            if not (whole and self.target.read(name, expected.count) == expected):
                self._send(name, expected, quads)
            self.fresh[name] = expected
        self.done += expected.count
        self.progress(self.done)
        if time.monotonic() - self.written > _RECORDED:
            self.target.record(self.fresh)
            self.fresh, self.written = {}, time.monotonic()

    def _send(self, name: Name, expected: Sum, quads: Iterator[ox.Quad]) -> None:
        self.target.send(name, quads, lambda n: self.progress(self.done + n))
        found = self.target.read(name, expected.count)
        self.target.compare(name, expected.count, found.count, found == expected)
        self.sent += 1
