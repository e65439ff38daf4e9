"""The endpoint as people run it: a process, sockets, real clients."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import graphs
import pytest

_QUERY = 'PREFIX khcn: <https://w3id.org/khcn/ontology#> SELECT ?d { ?d khcn:number "3/QĐ-UBND" }'


@contextmanager
def _server(store: Path, *options: str) -> Iterator[str]:
    """``kg serve`` as a process of its own; its address."""
    pytest.importorskip("uvicorn")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kg.app.cli", "serve", "--store", str(store), "--port", str(port), *options]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        _await(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}/sparql"
        process.terminate()
        assert process.wait(15) in (0, -15)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over some 3,000 quads."""
    store = tmp_path_factory.mktemp("served")
    graphs.publish(store, graphs.lines(40))
    with _server(store) as address:
        yield address


def _await(url: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    pytest.fail("the server does not start")


def _seconds(url: str) -> float:
    before = time.monotonic()
    with urllib.request.urlopen(f"{url}?query=ASK%7B%7D", timeout=10) as answer:
        assert answer.status == 200
    return time.monotonic() - before


def test_sparqlwrapper(url: str) -> None:
    wrapper = pytest.importorskip("SPARQLWrapper")
    client = wrapper.SPARQLWrapper(url)
    client.setQuery(_QUERY)
    for method in (wrapper.GET, wrapper.POST):
        client.setMethod(method)
        client.setReturnFormat(wrapper.JSON)
        assert len(client.queryAndConvert()["results"]["bindings"]) == 1
    client.setReturnFormat(wrapper.XML)
    assert "number" not in client.queryAndConvert().toxml()
    client.setQuery("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 7")
    client.setReturnFormat(wrapper.TURTLE)
    assert b"w3id.org" in client.queryAndConvert()


def test_rdflib(url: str) -> None:
    rdflib = pytest.importorskip("rdflib")
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    for method in ("GET", "POST", "POST_FORM"):
        graph = rdflib.Graph(SPARQLStore(url, method=method))
        assert len(list(graph.query(_QUERY))) == 1
    khcn = rdflib.Namespace("https://w3id.org/khcn/ontology#")
    assert len(list(graph.subjects(rdflib.RDF.type, khcn.Decision))) == 40


def test_comunica(url: str) -> None:
    comunica = shutil.which("comunica-sparql")
    if comunica is None:
        pytest.skip("comunica-sparql is not there: npm install -g @comunica/query-sparql")
    told = subprocess.run([comunica, url, _QUERY], capture_output=True, text=True, check=True)
    assert "https://w3id.org/khcn/id/doc/" in told.stdout


def test_two_endpoints_answer_together(url: str, tmp_path: Path) -> None:
    """Each knows a part: what one says of a document, the other of its number."""
    graphs.publish(tmp_path, ['<u:note> <u:about> "3/QĐ-UBND" .\n'])
    query = f"SELECT ?d {{ ?note <u:about> ?n SERVICE <{url}> {{ ?d <https://w3id.org/khcn/ontology#number> ?n }} }}"
    with _server(tmp_path, "--service", url) as other:
        body = urllib.request.Request(other, query.encode(), {"Content-Type": "application/sparql-query"})
        with urllib.request.urlopen(body, timeout=20) as answer:
            assert b"3-qd-ubnd" in answer.read()


def test_curl(url: str) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not there")
    told = subprocess.run(
        [curl, "-sG", url, "--data-urlencode", f"query={_QUERY}", "-H", "Accept: text/csv", "--compressed"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.startswith("d\nhttps://w3id.org/khcn/id/doc/")


def test_a_thousand_idle_connections_hold_nobody_up(url: str) -> None:
    host, _, rest = url.removeprefix("http://").partition(":")
    port = int(rest.partition("/")[0])
    idle = [socket.create_connection((host, port)) for _ in range(1000)]
    try:
        assert max(_seconds(url) for _ in range(20)) < 1
    finally:
        for connection in idle:
            connection.close()


def test_slow_clients_hold_nobody_up(url: str) -> None:
    host, _, rest = url.removeprefix("http://").partition(":")
    port = int(rest.partition("/")[0])
    slow = [socket.create_connection((host, port)) for _ in range(50)]
    try:
        for connection in slow:
            connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\nContent-Type: ")
            connection.sendall(b"application/sparql-query\r\n\r\nASK")
        assert max(_seconds(url) for _ in range(20)) < 1
        slow[0].settimeout(20)
        assert slow[0].recv(100).startswith(b"HTTP/1.1 408")
    finally:
        for connection in slow:
            connection.close()


def test_who_does_not_read_holds_no_worker(url: str) -> None:
    host, _, rest = url.removeprefix("http://").partition(":")
    port = int(rest.partition("/")[0])
    query = "SELECT%20*%20%7BGRAPH%20%3Fg%20%7B%3Fa%20%3Fb%20%3Fc%7D%20%3Fd%20a%20%3Fe%7D%20LIMIT%20100000"
    slow = [socket.create_connection((host, port)) for _ in range(6)]
    try:
        for connection in slow:
            connection.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        time.sleep(2)
        assert max(_seconds(url) for _ in range(10)) < 1
    finally:
        for connection in slow:
            connection.close()
