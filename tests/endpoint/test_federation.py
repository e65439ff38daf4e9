"""Two endpoints of ours over different documents, each allowing the other: one question that needs both."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from kg.app.reading import read_document
from kg.build import build
from kg.remote.client import Client
from kg.remote.errors import RemoteError
from kg.remote.graph import RemoteGraph
from tests.kg.engines import await_answer, free_port

_LISTED, _EXTENDED = "hoa-binh-2023-03-quyet-dinh-danh-muc.md", "hoa-binh-2024-10-quyet-dinh-gia-han.txt"
_PARTS = {
    "listed": '?list khcn:number "412/QĐ-UBND" ; khcn:approvesList ?task .',
    "extended": "?extension khcn:extends ?task ; khcn:number ?number .",
}
"""What the decision on a list says of a task, and what a later decision says of it."""


@pytest.fixture(scope="module")
def urls(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Iterator[dict[str, str]]:
    """The addresses of two endpoints, by what each one knows."""
    pytest.importorskip("uvicorn")
    ports = {name: free_port() for name in _PARTS}
    addresses = {name: f"http://127.0.0.1:{port}/sparql" for name, port in ports.items()}
    with ExitStack() as stack:
        for (name, port), document in zip(ports.items(), (_LISTED, _EXTENDED), strict=True):
            store = tmp_path_factory.mktemp(name)
            build([examples / document], store, read_document, 1, "public")
            stack.enter_context(_serving(store, port, "--service", addresses[_other(name)]))
        yield addresses


@contextmanager
def _serving(store: Path, port: int, *options: str) -> Iterator[None]:
    command = [sys.executable, "-m", "kg.app.cli", "serve", "--store", str(store), "--port", str(port), *options]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            await_answer(f"http://127.0.0.1:{port}/healthz", process)
            yield
        finally:
            process.terminate()
            process.wait(15)


def _other(name: str) -> str:
    return next(other for other in _PARTS if other != name)


def _federated(here: str, there: str, url: str) -> str:
    prefix = "PREFIX khcn: <https://w3id.org/khcn/ontology#> "
    return f"{prefix} SELECT DISTINCT ?task ?number {{ {_PARTS[here]} SERVICE <{url}> {{ {_PARTS[there]} }} }}"


@pytest.mark.parametrize("here", list(_PARTS))
def test_either_answers_with_the_other_s_help(urls: dict[str, str], here: str) -> None:
    """Which task of the list was extended later, and by which decision? Neither knows it alone."""
    pytest.importorskip("SPARQLWrapper")
    there = _other(here)
    for url in urls.values():
        alone = RemoteGraph(Client(url)).query(f"SELECT * {{ {_PARTS[here]} {_PARTS[there]} }}")
        assert alone == []
    found = RemoteGraph(Client(urls[here])).query(_federated(here, there, urls[there]))
    assert [row["number"] for row in found] == ["2210/QĐ-UBND"]
    assert "ca-dam-xanh" in found[0]["task"]


def test_a_third_is_not_asked(urls: dict[str, str]) -> None:
    pytest.importorskip("SPARQLWrapper")
    with pytest.raises(RemoteError) as refused:
        RemoteGraph(Client(urls["listed"])).query(_federated("listed", "extended", "http://127.0.0.1:9/sparql"))
    assert refused.value.status == 403
