"""Endpoints for tests."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path[:0] = [str(Path(__file__).parents[2] / "benchmarks"), str(Path(__file__).parent)]

import graphs  # noqa: E402  # of benchmarks
from asgi import SMALL, Client  # noqa: E402

from kg.endpoint.settings import Settings  # noqa: E402


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published snapshot of some 3,000 quads."""
    folder = tmp_path_factory.mktemp("store")
    graphs.publish(folder, graphs.lines(40))
    return folder


@pytest.fixture(scope="session")
def client(store: Path) -> Iterator[Client]:
    """An endpoint over it."""
    with Client(store, Settings(**SMALL)) as client:
        yield client


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Client]]:
    """Start endpoints over N-Quads lines, with settings of the test's own."""
    started: list[Client] = []

    def start(lines: Any = (), public: Any = None, folder: Path | None = None, **settings: Any) -> Client:
        place = folder or tmp_path / f"store{len(started)}"
        if folder is None:
            graphs.publish(place, lines, public)
        started.append(Client(place, Settings(**(SMALL | settings))))
        return started[-1]

    yield start
    for client in started:
        client.close()
