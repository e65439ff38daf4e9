"""The W3C's suites, through the HTTP application, over one store of all their data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import graphs
import pytest
import w3c
from asgi import SMALL, Client

from kg.endpoint.settings import Settings

_START = (
    "sparql10/manifest-evaluation.ttl",
    "sparql10/manifest-syntax.ttl",
    "sparql11/manifest-sparql11-query.ttl",
    "sparql11/manifest-sparql11-results.ttl",
)
_ENOUGH = 0.94


@pytest.fixture(scope="module")
def root(shared: Path) -> Path:
    return shared / "w3c-sparql-tests"


@pytest.fixture(scope="module")
def listed(root: Path) -> list[w3c.Test]:
    found = [m for start in _START for m in w3c.manifests(root, root / start)]
    return [test for manifest in dict.fromkeys(found) for test in w3c.tests(root, manifest)]


@pytest.fixture(scope="module")
def endpoint(root: Path, listed: list[w3c.Test], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    store = tmp_path_factory.mktemp("w3c")
    graphs.publish(store, w3c.load(root, listed))
    with Client(store, Settings(**SMALL)) as client:
        yield client


def test_query_syntax(endpoint: Client, listed: list[w3c.Test]) -> None:
    tests = [t for t in listed if "Syntax" in t.kind]
    assert len(tests) > 300
    wrong = [t.name for t in tests if (_asked(endpoint, t).status == 400) != t.kind.startswith("Negative")]
    assert wrong == []


def _asked(endpoint: Client, test: w3c.Test) -> Any:
    return endpoint.query(test.query.read_bytes().decode("utf-8"), **{"default-graph-uri": "http://w3c.test/nothing"})


def test_query_evaluation(endpoint: Client, root: Path, listed: list[w3c.Test]) -> None:
    tests = [t for t in listed if t.kind in ("QueryEvaluationTest", "CSVResultFormatTest") and not t.service]
    assert len(tests) > 400
    wrong = {t.name for t in tests if not _passes(endpoint, root, t)}
    assert 1 - len(wrong) / len(tests) >= _ENOUGH
    causes = tomllib.loads((Path(__file__).parent / "w3c_exceptions.toml").read_text("utf-8"))
    assert wrong == {name for cause in causes.values() for name in cause["tests"]}


def _passes(endpoint: Client, root: Path, test: w3c.Test) -> bool:
    base = w3c.address(root, test.query)
    target = "/sparql"
    text = test.query.read_text("utf-8")
    names_dataset = re.search(r"^\s*FROM\b", text, re.MULTILINE | re.IGNORECASE)
    if not names_dataset and (test.data or test.graphs):
        fields = [("default-graph-uri", w3c.address(root, path)) for path in test.data]
        fields += [("named-graph-uri", name) for name in test.graphs]
        target += "?" + urlencode(fields)
    elif not names_dataset:
        target += "?default-graph-uri=http://w3c.test/nothing"
    headers = {"Content-Type": "application/sparql-query", "Accept": w3c.accept(test)}
    answer = endpoint.request("POST", target, f"BASE <{base}>\n{text}".encode(), headers)
    try:
        return answer.status == 200 and w3c.agrees(test, answer.media, answer.body, w3c.address(root, test.result))
    except (SyntaxError, ValueError, KeyError, StopIteration) as error:
        print(test.name, repr(error))
        return False
