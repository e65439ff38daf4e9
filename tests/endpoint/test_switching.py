"""New snapshots appear without a dropped request; each answer belongs wholly to one."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode

import graphs
import pytest
from asgi import SMALL, Answer, Client

from kg.endpoint.settings import Settings
from kg.snapshot import Folder, list_snapshots, prune, rollback

_SIZE = 50
_QUERY = "SELECT ?s ?version { ?s <u:version> ?version }"


def _edition(version: int) -> list[str]:
    """Every row of a snapshot tells its version, so that a mixed answer would show."""
    return [f'<u:s{n}> <u:version> "{version}" .\n' for n in range(_SIZE)]


def _version(answer: Answer) -> set[str]:
    rows = answer.json()["results"]["bindings"]
    assert len(rows) == _SIZE
    return {row["version"]["value"] for row in rows}


async def _load(client: Client, answers: list[Answer], stop: asyncio.Event) -> None:
    while not stop.is_set():
        headers = {"Content-Type": "application/sparql-query"}
        answers.append(await client.send("POST", "/sparql", _QUERY.encode(), headers))
        await asyncio.sleep(0.005)


async def _under_load(client: Client, work: list[object]) -> list[Answer]:
    """Answers to four clients while functions run in a thread, one after the other."""
    answers: list[Answer] = []
    stop = asyncio.Event()
    clients = [asyncio.ensure_future(_load(client, answers, stop)) for _ in range(4)]
    for function in work:
        await asyncio.to_thread(function)  # type: ignore[arg-type]
    await asyncio.sleep(2)
    stop.set()
    await asyncio.gather(*clients)
    return answers


def test_publishing_and_killing_under_load(tmp_path: Path) -> None:
    versions = {graphs.publish(tmp_path, _edition(0)): "0"}
    chance = random.Random(7)

    with Client(tmp_path, Settings(**SMALL)) as client:

        def publish() -> None:
            version = len(versions)
            versions[graphs.publish(tmp_path, _edition(version))] = str(version)
            time.sleep(chance.random())

        def kill() -> None:
            pool = client.endpoint.editions.current.pool
            worker = chance.choice([*pool.light.workers, *pool.heavy.workers])
            if worker.pid is not None:
                os.kill(worker.pid, signal.SIGKILL)
            time.sleep(chance.random() / 4)

        def back() -> None:
            rollback(tmp_path)
            time.sleep(chance.random() / 2)

        work = [chance.choice([publish, kill, kill, back] if n else [publish]) for n in range(24)]
        answers = client.run(_under_load(client, [publish, *work]), 120)
        assert len(answers) > 200
        assert {a.status for a in answers} == {200}
        for answer in answers:
            assert _version(answer) == {versions[answer.headers["kg-snapshot"]]}
        assert len({a.headers["kg-snapshot"] for a in answers}) > 1
        last = Folder(tmp_path).current()
        assert answers[-1].headers["kg-snapshot"] == last
    assert {row.hash for row in list_snapshots(tmp_path)} == set(versions)


def test_a_pinned_snapshot_stays_what_it_is(tmp_path: Path) -> None:
    old = graphs.publish(tmp_path, _edition(1))
    with Client(tmp_path, Settings(**SMALL)) as client:
        graphs.publish(tmp_path, _edition(2))
        target = f"/snapshot/{old}/sparql?" + urlencode({"query": _QUERY})
        assert _version(client.get(target)) == {"1"}
        assert client.get(target).headers["kg-snapshot"] == old
        deadline = time.monotonic() + 10
        while client.get("/healthz").json()["snapshot"] == old and time.monotonic() < deadline:
            time.sleep(0.1)
        assert _version(client.query(_QUERY)) == {"2"}
        assert _version(client.get(f"/snapshot/{old[:12]}/sparql?" + urlencode({"query": _QUERY}))) == {"1"}


def test_a_pruned_snapshot_is_answered_from_while_it_is_open(tmp_path: Path) -> None:
    graphs.publish(tmp_path, _edition(1))
    with Client(tmp_path, Settings(**SMALL | {"data_memory": 0})) as client:
        graphs.publish(tmp_path, _edition(2))
        prune(tmp_path, keep=1)
        assert _version(client.query(_QUERY)) <= {"1", "2"}


def test_a_large_snapshot_is_served_from_disk_until_it_is_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.endpoint.editions._QUICKLY_LOADED", 10)
    graphs.publish(tmp_path, _edition(1))
    with Client(tmp_path, Settings(**SMALL)) as client:
        edition = client.endpoint.editions.current
        assert edition.pool.held == "none"
        answers = client.run(_under_load(client, []))
        assert {a.status for a in answers} == {200}
        assert edition.pool.held == "all"


def test_a_snapshot_that_cannot_be_loaded_is_not_switched_to(tmp_path: Path) -> None:
    graphs.publish(tmp_path, _edition(1))
    with Client(tmp_path, Settings(**SMALL)) as client:
        broken = tmp_path / "broken"
        graphs.publish(broken, _edition(2))
        path = Folder(broken).current_path()
        (path / "dump.nq").write_text("no quads")
        path.rename(tmp_path / "snapshots" / path.name)
        Folder(tmp_path).switch(path.name)
        time.sleep(2)
        assert _version(client.query(_QUERY)) == {"1"}


def test_after_a_rollback_caches_are_not_told_that_nothing_changed(tmp_path: Path) -> None:
    graphs.publish(tmp_path, _edition(1))
    time.sleep(1.1)
    graphs.publish(tmp_path, _edition(2))
    target = "/sparql?" + urlencode({"query": _QUERY})
    with Client(tmp_path, Settings(**SMALL)) as client:
        since = client.get(target).headers["last-modified"]
        time.sleep(1.1)
        rollback(tmp_path)
        deadline = time.monotonic() + 10
        while _version(client.get(target)) == {"2"} and time.monotonic() < deadline:
            time.sleep(0.1)
        again = client.get(target, {"If-Modified-Since": since})
        assert (again.status, _version(again)) == (200, {"1"})


@contextmanager
def _server(store: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """``kg serve`` as a process of its own."""
    command = [sys.executable, "-m", "kg.app.cli", "serve", "--store", str(store), "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def _asked(port: int, wait: float = 20) -> tuple[str, str]:
    """Snapshot and body of an answer, once the server is there."""
    deadline = time.monotonic() + wait
    while True:
        try:
            url = f"http://127.0.0.1:{port}/sparql?" + urlencode({"query": _QUERY})
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.headers["KG-Snapshot"], answer.read().decode()
        except (URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_kill_9_of_the_server_leaves_nothing_behind(tmp_path: Path) -> None:
    pytest.importorskip("uvicorn")
    hash_ = graphs.publish(tmp_path, _edition(1))
    port = 20000 + os.getpid() % 10000
    for _ in range(2):
        with _server(tmp_path, port) as server:
            assert _asked(port)[0] == hash_
            workers = _descendants(server.pid)
            assert len(workers) >= 4
            server.kill()
            server.wait()
        deadline = time.monotonic() + 5
        while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]


def _descendants(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found = list(children.get(pid, []))
    for child in found:
        found += children.get(child, [])
    return found
