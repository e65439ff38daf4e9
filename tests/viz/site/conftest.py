"""The site over the example documents, asked through its ASGI application."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parents[3] / "benchmarks"), str(Path(__file__).parents[2] / "endpoint")]

import graphs  # noqa: E402  # of benchmarks
from asgi import SMALL, Client  # noqa: E402

from kg.endpoint.settings import Settings  # noqa: E402
from kg.store import Snapshot, open_store  # noqa: E402
from viz.site.app import site  # noqa: E402


@pytest.fixture(scope="session")
def web(store: Path) -> Iterator[Client]:
    """The site over the graph of the example documents."""
    with Client(store, Settings(**SMALL), pages=site()) as client:
        yield client


@pytest.fixture(scope="session")
def graph(store: Path) -> Snapshot:
    """The same graph, asked without the site."""
    return open_store(store)


@pytest.fixture
def over(tmp_path: Path) -> Iterator[Callable[[Iterable[str]], Client]]:
    """Start sites over N-Quads lines."""
    started: list[Client] = []

    def start(lines: Iterable[str]) -> Client:
        folder = tmp_path / f"store{len(started)}"
        graphs.publish(folder, lines)
        started.append(Client(folder, Settings(**SMALL), pages=site()))
        return started[-1]

    yield start
    for client in started:
        client.close()
