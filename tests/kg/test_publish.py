"""Publishing to other SPARQL servers, real ones: what arrives, what is sent again, what is refused."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import graphs  # of benchmarks

import kg
from kg.publish import publish, write_bulk
from kg.remote.answers import ask, holds
from kg.remote.client import Client, Login
from kg.remote.errors import RemoteError
from kg.remote.graph import PUBLICATION, UNKNOWN, RemoteGraph
from kg.remote.target import FACTS, Target
from kg.store import Snapshot
from tests.conftest import require
from tests.kg.engines import Engine, oxigraph, virtuoso

pytest.importorskip("SPARQLWrapper")
_DOCUMENTS = 20
_ENGINES = {"virtuoso": virtuoso, "oxigraph": oxigraph}


@pytest.fixture(scope="module", params=list(_ENGINES))
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    if request.param == "virtuoso":
        require(shutil.which("virtuoso-t"), "Virtuoso (virtuoso-opensource-7-bin)")
    with _ENGINES[request.param](tmp_path_factory.mktemp(request.param)) as running:
        yield running


@pytest.fixture
def server(engine: Engine) -> Client:
    """The server with nothing of ours in it."""
    client = engine.client()
    _empty(client)
    return client


def _empty(client: Client) -> None:
    client.discover()
    found = ask(client, 'SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), "https://w3id.org/")) }')
    for row in list(found):  # type: ignore[arg-type]
        client.update(f"CLEAR GRAPH {row['g']}")
        client.update(f"DROP SILENT GRAPH {row['g']}")
    if "query" in client.url:  # Virtuoso's default graph is no graph
        client.update("CLEAR DEFAULT")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return _snapshot(tmp_path_factory.mktemp("small"), _DOCUMENTS)


def _snapshot(folder: Path, documents: int) -> Snapshot:
    graphs.publish(folder, graphs.lines(documents))
    return kg.open(folder, public=True)


def _graphs(snapshot: Snapshot) -> int:
    return sum(1 for _ in snapshot.store.named_graphs()) + 1


def test_what_arrives_is_what_was_sent(server: Client, small: Snapshot) -> None:
    done = publish(small, server)
    assert (done.sent, done.kept, done.removed) == (_graphs(small), 0, 0)
    there = RemoteGraph(server)
    assert there.snapshot == small.snapshot
    assert there.public
    for query in (
        "SELECT ?s ?p ?o { ?s ?p ?o }",
        f"SELECT ?g ?s ?p ?o {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g NOT IN (<{PUBLICATION}>, <{FACTS}>)) "
        'FILTER(STRSTARTS(STR(?g), "https://w3id.org/")) }',
    ):
        assert sorted(map(repr, there.select(query)[1])) == sorted(map(repr, small.select(query)[1]))


def test_facts_lie_in_a_graph_of_their_own_only_where_the_default_graph_is_a_union(
    server: Client, small: Snapshot
) -> None:
    assert publish(small, server).facts == (FACTS if "sparql" in server.url else None)


def test_facts_may_be_put_into_any_graph(server: Client, small: Snapshot) -> None:
    assert publish(small, server, "https://w3id.org/khcn/id/graph/elsewhere").facts
    there = RemoteGraph(server)
    assert there.facts == "https://w3id.org/khcn/id/graph/elsewhere"
    query = "SELECT (COUNT(*) AS ?n) { ?d a khcn:Document }"
    assert there.select(query) == small.select(query)


def test_a_second_time_nothing_is_sent(server: Client, small: Snapshot) -> None:
    publish(small, server)
    again = publish(small, server)
    assert (again.sent, again.kept) == (0, _graphs(small))
    assert publish(small, server, verify=True).sent == 0


def test_a_new_edition_sends_what_changed_and_removes_what_went(
    server: Client, small: Snapshot, tmp_path: Path
) -> None:
    larger = _snapshot(tmp_path, _DOCUMENTS + 3)
    publish(small, server)
    grown = publish(larger, server)
    assert grown.sent == 4  # three sources and the facts
    assert RemoteGraph(server).snapshot == larger.snapshot
    shrunk = publish(small, server)
    assert (shrunk.sent, shrunk.removed) == (1, 3)
    assert not holds(server, "GRAPH <https://w3id.org/khcn/id/graph/0000000000000016> { ?s ?p ?o }")


def test_what_somebody_changed_there_is_mended(server: Client, small: Snapshot) -> None:
    publish(small, server)
    graph = next(iter(small.store.named_graphs()))
    server.update(f"INSERT DATA {{ GRAPH {graph} {{ <u:a> <u:b> 1 }} }}")
    assert publish(small, server).sent == 1
    quad = next(small.store.quads_for_pattern(None, None, None, graph))
    server.update(f"DELETE DATA {{ GRAPH {graph} {{ {quad.triple} }} }}")
    server.update(f"INSERT DATA {{ GRAPH {graph} {{ <u:a> <u:b> 1 }} }}")
    assert publish(small, server).sent == 0  # as many triples as before: a full comparison sees it
    assert publish(small, server, verify=True).sent == 1


def test_a_graph_without_the_graph_store_protocol(engine: Engine, server: Client, small: Snapshot) -> None:
    by_update = Client(server.url, login=engine.login, update=server.update_url, graphs="")
    done = publish(small, by_update)
    assert done.sent == _graphs(small)
    assert publish(small, server, verify=True).sent == 0


def test_what_cannot_be_kept_is_noticed(server: Client, small: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that loses a triple on its way is found out, and does not say that it holds the snapshot."""
    put = server.put

    def lossy(graph: str | None, triples: bytes, more: bool = False) -> None:
        put(graph, triples.partition(b"\n")[2], more)

    monkeypatch.setattr(server, "put", lossy)
    with pytest.raises(RemoteError) as refused:
        publish(small, server)
    assert refused.value.key == "remote-differs"
    assert RemoteGraph(server).snapshot == UNKNOWN


def test_killed_it_goes_on_where_it_stopped(engine: Engine, server: Client, tmp_path: Path) -> None:
    many = _snapshot(tmp_path, 100)
    login = {"KG_USER": engine.login.user, "KG_PASSWORD": engine.login.password} if engine.login else {}
    command = [sys.executable, "-m", "kg.app.cli", "publish", engine.url, "--store", str(tmp_path)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env={"PATH": "", "PYTHONUTF8": "1", **login}) as process:
        while process.poll() is None and len(Target(server).counts()) < 40:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL, "it was done before it was killed"
    assert RemoteGraph(server).snapshot == UNKNOWN
    done = publish(many, server)
    assert done.kept
    assert 0 < done.sent < _graphs(many)
    assert RemoteGraph(server).snapshot == many.snapshot
    assert publish(many, server, verify=True).sent == 0


def test_the_engines_own_loaders(small: Snapshot, tmp_path: Path) -> None:
    """The command that is printed works as it stands, and what it loaded is recognised."""
    _, command = write_bulk(small, "oxigraph", tmp_path)
    binary = str(Path(sys.executable).parent / "oxigraph")
    filled = command.replace("oxigraph", binary, 1).replace("DIRECTORY", str(tmp_path / "db"))
    subprocess.run(filled, shell=True, check=True, capture_output=True)
    with oxigraph(tmp_path) as engine:
        done = publish(small, engine.client())
        assert (done.sent, done.kept) == (0, _graphs(small))
    require(shutil.which("isql-vt"), "Virtuoso (virtuoso-opensource-7-bin)")
    folder = tmp_path / "virtuoso"
    folder.mkdir()
    with virtuoso(folder) as engine:
        _, command = write_bulk(small, "virtuoso", folder)
        filled = command.replace("isql PORT dba PASSWORD", f"isql-vt 127.0.0.1:{engine.sql} dba dba")
        subprocess.run(filled, shell=True, check=True, capture_output=True)
        done = publish(small, engine.client())
        assert (done.sent, done.kept, done.facts) == (0, _graphs(small), FACTS)


def test_data_of_others_are_not_overwritten(small: Snapshot, tmp_path: Path) -> None:
    with oxigraph(tmp_path) as engine:
        client = engine.client()
        client.discover()
        client.update("INSERT DATA { <u:theirs> <u:is> 1 }")
        for _ in range(2):  # the first refusal leaves nothing that would make the second think it is ours
            with pytest.raises(RemoteError) as refused:
                publish(small, engine.client())
            assert refused.value.key == "remote-occupied"
        assert holds(client, "<u:theirs> <u:is> 1")
        publish(small, engine.client(), FACTS)
        assert publish(small, engine.client()).facts == FACTS  # they stay where they are
        assert holds(client, "<u:theirs> <u:is> 1")


def test_a_union_by_any_other_name(small: Snapshot, tmp_path: Path) -> None:
    """Whether the default graph is a union is tried, not guessed from the server's name."""
    with oxigraph(tmp_path, "--union-default-graph") as engine:
        assert publish(small, engine.client()).facts == FACTS
        query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        assert RemoteGraph(engine.client()).select(query) == small.select(query)


def test_internal_things_never_leave(server: Client, tmp_path: Path) -> None:
    public, internal = list(graphs.lines(5)), list(graphs.lines(9))
    graphs.publish(tmp_path, internal, public)
    publish(kg.open(tmp_path, public=True), server)
    there = RemoteGraph(server)
    assert there.snapshot == kg.open(tmp_path, public=True).snapshot != kg.open(tmp_path).snapshot
    decisions = "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?d a khcn:Decision }"
    assert there.select(decisions) == (["n"], [[5]])


@pytest.mark.parametrize(
    ("url", "login", "key"),
    [
        ("http://127.0.0.1:1/sparql", None, "remote-unreachable"),
        ("{url}", Login("dba", "wrong"), "remote-login"),
        ("{url}", None, "remote-login"),
        ("{url}-nowhere", None, "remote-not-found"),
    ],
)
def test_errors_tell_what_and_where(engine: Engine, small: Snapshot, url: str, login: Login | None, key: str) -> None:
    if engine.login is None and key == "remote-login":
        pytest.skip("Oxigraph asks nobody who he is")
    with pytest.raises(RemoteError) as refused:
        publish(small, Client(url.format(url=engine.url), login=login))
    assert refused.value.key == key
    assert refused.value.fields["url"].startswith(url.format(url=engine.url).rpartition("/")[0])  # type: ignore[attr-defined]


def test_graphs_longer_than_a_server_answers_at_once(server: Client, tmp_path: Path) -> None:
    """Virtuoso is set to answer with 10,000 rows at most, as it often is; it tells so of solutions alone."""
    graphs.publish(tmp_path, (f'<u:s{i}> <u:p> "{i}" .\n' for i in range(12_000)))
    long = kg.open(tmp_path, public=True)
    publish(long, server)
    assert publish(long, server, verify=True).sent == 0
    if "sparql" in server.url:
        for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"):
            with pytest.raises(RemoteError) as cut:
                RemoteGraph(server).query(query)
            assert cut.value.key == "remote-cut"
