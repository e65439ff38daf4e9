"""A graph on another server: what is asked, what is taken for an answer, and what is refused; over real sockets."""

from __future__ import annotations

import sys
import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import graphs  # of benchmarks

import kg
from kg.remote.client import Client, Login
from kg.remote.dialect import with_prefixes, within
from kg.remote.errors import RemoteError
from kg.remote.graph import UNKNOWN, RemoteGraph
from tests.kg.engines import Engine, oxigraph

pytest.importorskip("SPARQLWrapper")
Answer = tuple[int, dict[str, str], bytes]
_JSON = {"Content-Type": "application/sparql-results+json"}
_NOTHING = b'{"head":{"vars":["snapshot"]},"results":{"bindings":[]}}'
_BINDINGS = ",".join(f'{{"n":{{"type":"literal","value":"{n}"}}}}' for n in (1, 2))
_TWO = f'{{"head":{{"vars":["n"]}},"results":{{"bindings":[{_BINDINGS}]}}}}'.encode()


@contextmanager
def answering(answer: Callable[[int], Answer], logins: list[str | None] | None = None) -> Iterator[str]:
    """A server that gives one answer after the other, by their number; its address.

    :param logins: gets the logins that it was told
    """
    asked = iter(range(1_000))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            if logins is not None:
                logins.append(self.headers["Authorization"])
            status, headers, body = answer(next(asked))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/sparql"
    server.shutdown()
    server.server_close()


def _graph(answer: Answer) -> Iterator[RemoteGraph]:
    """A graph that opens, and then gives an answer."""
    with answering(lambda n: (200, _JSON, _NOTHING) if n == 0 else answer) as url:
        yield RemoteGraph(Client(url, timeout=2))


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ((200, {"Content-Type": "text/html"}, b"<h1>Hello</h1>"), "remote-no-results"),
        ((200, _JSON, _TWO[:-20]), "remote-no-results"),
        ((200, _JSON, _TWO[:-20] + b"The SPARQL operation has been cancelled"), "remote-no-results"),
        ((200, _JSON | {"X-SPARQL-MaxRows": "2"}, _TWO), "remote-cut"),
        ((200, _JSON | {"X-SQL-State": "S1TAT", "X-SQL-Message": "timeout"}, _TWO), "remote-cut"),
        ((200, _JSON | {"Content-Length": "9999"}, _TWO), "remote-unreachable"),
        ((302, {"Location": "https://example.org/"}, b""), "remote-moved"),
        ((400, {}, b"no SPARQL"), "remote-refused"),
        ((401, {"WWW-Authenticate": 'Basic realm="x"'}, b""), "remote-login"),
        ((403, {}, b"no"), "remote-forbidden"),
        ((404, {}, b"?"), "remote-not-found"),
        ((500, {}, b"<p>broken</p>"), "remote-refused"),
        ((503, {"Retry-After": "100000"}, b"busy"), "remote-refused"),
    ],
)
def test_what_is_no_whole_answer_is_an_error(answer: Answer, key: str) -> None:
    for graph in _graph(answer):
        with pytest.raises(RemoteError) as refused:
            graph.select("SELECT ?n { ?s ?p ?n }")
        assert refused.value.key == key
        assert "127.0.0.1" in str(refused.value.fields["url"])


def test_what_is_within_the_limit_is_an_answer() -> None:
    for graph in _graph((200, _JSON | {"X-SPARQL-MaxRows": "3"}, _TWO)):
        assert graph.select("SELECT ?n { ?s ?p ?n }") == (["n"], [["1"], ["2"]])


def test_a_busy_server_is_asked_again_when_it_says() -> None:
    busy: Answer = (503, {"Retry-After": "0"}, b"")
    with answering(lambda n: busy if n in (1, 2) else (200, _JSON, _TWO if n else _NOTHING)) as url:
        assert len(RemoteGraph(Client(url)).select("SELECT ?n { ?s ?p ?n }")[1]) == 2


def test_a_login_is_told_to_whom_demands_it_alone() -> None:
    told: list[str | None] = []
    with answering(lambda _: (200, _JSON, _NOTHING), told) as url:
        RemoteGraph(Client(url, login=Login("u", "p"))).select("SELECT ?n { ?s ?p ?n }")
    assert told == [None, None]
    demand: Answer = (401, {"WWW-Authenticate": 'Basic realm="x"'}, b"")
    told.clear()
    with answering(lambda n: (200, _JSON, _NOTHING) if n else demand, told) as url:
        RemoteGraph(Client(url, login=Login("u", "p"))).select("SELECT ?n { ?s ?p ?n }")
    assert told == [None, "Basic dTpw", "Basic dTpw"]


def test_a_silent_server_is_not_waited_for() -> None:
    silence = threading.Event()

    def answer(n: int) -> Answer:
        if n:
            silence.wait(20)
        return 200, _JSON, _NOTHING

    with answering(answer) as url:
        graph = RemoteGraph(Client(url, timeout=0.3))
        with pytest.raises(RemoteError) as refused:
            graph.select("SELECT * { ?s ?p ?o }")
        assert refused.value.key == "remote-slow"
        silence.set()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A server with a graph that nobody published by our means."""
    folder = tmp_path_factory.mktemp("engine")
    graphs.publish(folder / "store", graphs.lines(5))
    with oxigraph(folder) as running:
        client = running.client()
        client.discover()
        for quad in kg.open(folder / "store").store.quads_for_pattern(None, None, None, None):
            client.update(f"INSERT DATA {{ {quad.triple} }}")
        yield running


def test_a_server_that_tells_no_snapshot(engine: Engine) -> None:
    graph = RemoteGraph(engine.client())
    assert (graph.snapshot, graph.facts, graph.public) == (UNKNOWN, None, False)


def test_queries_of_every_kind_know_our_prefixes(engine: Engine) -> None:
    graph = RemoteGraph(engine.client())
    assert graph.query("SELECT (COUNT(*) AS ?n) { ?d a khcn:Decision }") == [{"n": 5}]
    assert graph.query("ASK { ?d a khcn:Decision }") is True
    assert graph.query("ASK { ?d a khcn:Nothing }") is False
    assert len(graph.query("CONSTRUCT { ?d a khcn:Decision } { ?d a khcn:Decision }")) == 5
    assert graph.query("DESCRIBE ?d { ?d a khcn:Decision }")
    with pytest.raises(SyntaxError):
        graph.query("DROP ALL")
    with pytest.raises(TypeError):
        graph.select("ASK {}")


def test_text_in_queries_is_composed(engine: Engine) -> None:
    decomposed = unicodedata.normalize("NFD", "Quyết định")
    assert decomposed != "Quyết định"
    found = RemoteGraph(engine.client()).query(f'ASK {{ ?d rdfs:label ?l FILTER(CONTAINS(?l, "{decomposed}")) }}')
    assert found is True


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("SELECT * WHERE { ?s ?p ?o }", "SELECT * WHERE { GRAPH <u:f> { ?s ?p ?o } }"),
        ("ASK { ?s ?p '}' }", "ASK { GRAPH <u:f> { ?s ?p '}' } }"),
        ("SELECT (EXISTS { ?s ?p 1 } AS ?x) { }", "SELECT (EXISTS { ?s ?p 1 } AS ?x) { GRAPH <u:f> { } }"),
        ("SELECT * { { SELECT ?s { ?s a 1 } } }", "SELECT * { GRAPH <u:f> { { SELECT ?s { ?s a 1 } } } }"),
        ("CONSTRUCT { ?s ?p 1 } WHERE { ?s ?p 2 }", "CONSTRUCT { ?s ?p 1 } WHERE { GRAPH <u:f> { ?s ?p 2 } }"),
        ("DESCRIBE <u:x>", "DESCRIBE <u:x>"),
    ],
)  # fmt: skip
def test_a_query_is_asked_of_the_graph_of_the_facts(query: str, asked: str) -> None:
    assert within(query, "u:f").replace("  ", " ") == asked


def test_only_prefixes_that_lack_are_declared() -> None:
    assert with_prefixes("PREFIX khcn: <u:> ASK { ?s a khcn:D ; rdfs:label 'x:y' }").count("PREFIX") == 2
    assert with_prefixes("ASK { ?s a <u:khcn:D> }").count("PREFIX") == 0
