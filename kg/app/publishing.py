"""``kg publish``: the public graph on another SPARQL server, or in a file for that server's own loader."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from kg.app.failures import FAILED, Failure, stderr, tell
from kg.app.language import say
from kg.app.opening import connect, open_graph
from kg.publish import LOADERS, Published, publish, write_bulk
from kg.remote.address import is_address
from kg.store import Snapshot


@dataclass(frozen=True)
class Options:
    """How to reach a server.

    :ivar update: where it takes updates, if that is not found by itself
    :ivar graphs: where it speaks the Graph Store Protocol, likewise
    :ivar facts: graph for the facts; the default graph, or one of ours where that is a union
    :ivar verify: read all graphs back, also those that were compared before
    """

    user: str | None = None
    password: str | None = None
    update: str | None = None
    graphs: str | None = None
    facts: str | None = None
    timeout: float = 60.0
    verify: bool = False


def publish_graph(url: str, store: Path, options: Options) -> int:
    """Make a server hold what is public of the published snapshot."""
    if not is_address(url):
        raise Failure("not-an-address", value=url)
    _check_facts(options.facts)
    graph = open_graph(store, public=True)
    client = connect(url, options.user, options.password, options.timeout, options.update, options.graphs)
    started = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=stderr, transient=True, disable=not stderr.is_terminal) as progress:
        task = progress.add_task(say("publish.bar"))
        done = publish(
            graph, client, options.facts, options.verify,
            lambda n, of: progress.update(task, completed=n, total=max(of, 1)),
        )  # fmt: skip
    _tell(done, graph, client.url, time.monotonic() - started)
    return 0


def write_file(loader: str, store: Path, folder: Path, facts: str | None) -> int:
    """Write what is public as a file, and say how the engine's own loader takes it."""
    if loader not in LOADERS:
        raise Failure("format", value=loader, expected=", ".join(LOADERS))
    _check_facts(facts)
    if not folder.is_dir():
        raise Failure("no-source", FAILED, path=folder)
    path, command = write_bulk(open_graph(store, public=True), loader, folder, facts)
    tell(say("publish.file", path=path))
    print(command)
    tell(say("publish.then"))
    return 0


def _check_facts(facts: str | None) -> None:
    if facts is not None and (not is_address(facts) or any(c in '<>"{}|^`\\' or c <= " " for c in facts)):
        raise Failure("not-an-address", value=facts)


def _tell(done: Published, graph: Snapshot, url: str, seconds: float) -> None:
    told = {"snapshot": graph.snapshot[:12], "url": url, "triples": done.triples, "seconds": f"{seconds:.1f}"}
    tell(say("publish.done", **told))
    tell(say("publish.graphs", sent=done.sent, kept=done.kept, removed=done.removed))
    if done.facts:
        tell(say("publish.facts", graph=done.facts))
