"""The endpoint beside its peers under load, one after the other on the same machine with the same data.

``python benchmarks/endpoint.py STORE`` needs ``wrk``; peers are taken if they are there: the native server
(``--oxigraph PATH``, of the package ``oxigraph``) and rdflib-endpoint (``--python PATH`` of an environment that has it
and oxrdflib). Make a store with ``benchmarks/graphs.py``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote

from graphs import PROVINCES

from kg.snapshot import Folder

_PREFIXES = """PREFIX khcn: <https://w3id.org/khcn/ontology#> PREFIX id: <https://w3id.org/khcn/id/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> """
_LIGHT = (
    "SELECT ?t ?l {{ <{doc}> khcn:authorises ?t . ?t rdfs:label ?l }}",
    'SELECT ?t ?l {{ ?d khcn:number "{n}/QĐ-UBND" ; khcn:authorises ?t . ?t rdfs:label ?l }}',
    "SELECT ?x {{ <{doc}> khcn:cites+ ?x }}",
    "SELECT ?a ?l ?h {{ <{doc}> khcn:authorises ?t . ?a khcn:concerns ?t ; rdfs:label ?l . ?t khcn:host ?o . "
    "?o rdfs:label ?h }}",
    "DESCRIBE <{doc}>",
    "SELECT ?g ?w {{ <{doc}> khcn:approvesList ?t . GRAPH ?g {{ ?s "
    "<http://www.w3.org/1999/02/22-rdf-syntax-ns#subject> ?t ; khcn:evidence ?w }} }}",
)
_HEAVY = (
    "SELECT ?o (COUNT(*) AS ?n) (SUM(?b) AS ?s) { ?t khcn:host ?o ; khcn:budget ?b } GROUP BY ?o ORDER BY DESC(?s)",
    'SELECT (COUNT(*) AS ?n) { ?t rdfs:label ?l FILTER(CONTAINS(LCASE(?l), "dược liệu")) }',
    "SELECT ?d ?l { ?d a khcn:Decision ; khcn:date ?day ; rdfs:label ?l } ORDER BY DESC(?day) LIMIT 20",
)
_HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "SELECT (COUNT(*) AS ?n) { ?a (khcn:cites|^khcn:cites)* ?b . ?b (khcn:cites|!khcn:number)* ?d }",
    "SELECT DISTINCT ?a ?d { ?a ?b ?c . ?d ?e ?f }",
)
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_WAIT = re.compile(r"(50|99)%\s+([\d.]+)(us|ms|s)\b")
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def paths(queries: list[str]) -> list[str]:
    """Queries as they are asked by GET."""
    return [f"query={quote(_PREFIXES + query, safe='')}" for query in queries]


def light(documents: int, number: int = 3000) -> list[str]:
    """Queries of one document each, by turns of every kind."""
    chance = random.Random(5)
    found = []
    for i in range(number):
        n = chance.randrange(documents)
        doc = f"https://w3id.org/khcn/id/doc/{PROVINCES[n % len(PROVINCES)]}/ubnd/{2015 + n % 10}/{n}-qd-ubnd"
        found.append(_LIGHT[i % len(_LIGHT)].format(n=n, doc=doc))
    return found


@contextmanager
def server(command: list[str], url: str) -> Iterator[None]:
    """A server that runs, once it answers."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _await(url)
            yield
        finally:
            process.terminate()


def _await(url: str) -> None:
    deadline = time.monotonic() + 300
    while True:
        try:
            with urllib.request.urlopen(f"{url}?query=ASK%7B%7D", timeout=5):  # noqa: S310
                return
        except (URLError, ConnectionError, TimeoutError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _await_memory(url: str) -> None:
    """Wait until queries are answered from memory, as they will be for the rest of the day."""
    while True:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
            told = json.load(answer)
        if told["memory"] == told["memory_wanted"]:
            return
        time.sleep(0.2)


def load(url: str, queries: list[str], clients: int, seconds: int, again: bool = False) -> subprocess.Popen[str]:
    """Begin to ask, so many clients at once.

    :param again: ask the same again and again; else a comment makes each query new, so that no cache knows it
    """
    nonce = '""' if again else '"%23" .. n'
    lines = ",".join(f'"{path}"' for path in paths(queries))
    script = f"""local q = {{{lines}}}
local i = {random.randrange(len(queries))}
local n = 0
request = function() i = i % #q + 1; n = n + 1; return wrk.format("GET", wrk.path .. "?" .. q[i] .. {nonce},
  {{["Accept"] = "application/sparql-results+json, application/n-triples"}}) end
done = function(s) io.write("Errors: " .. s.errors.status + s.errors.timeout + s.errors.read .. "\\n") end
"""
    with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as file:
        file.write(script)
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "60s", "--latency", "-s", file.name, url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def figures(process: subprocess.Popen[str]) -> str:
    """Requests a second, median and 99th percentile in milliseconds, errors."""
    told, _ = process.communicate()
    waits = {name: float(value) * _UNITS[unit] for name, value, unit in _WAIT.findall(told)}
    rate = _RATE.search(told)
    errors = re.search(r"Errors: (\d+)", told)
    return (
        f"{float(rate[1]) if rate else 0:8.0f} {waits.get('50', 0):9.1f} {waits.get('99', 0):9.1f} "
        f"{errors[1] if errors else '?':>7}"
    )


def measure(name: str, url: str, documents: int, seconds: int) -> None:
    """Light queries alone, and beside two clients that ask heavy ones without pause."""
    queries, heavy = light(documents), list(_HEAVY)
    figures(load(url, queries, 4, 2))
    for clients in (16, 64):
        print(f"{name:18} light c{clients:<3}       {figures(load(url, queries, clients, seconds))}", flush=True)
    for number in (300, 3000):
        kept = figures(load(url, queries[:number], 64, seconds, again=True))
        print(f"{name:18} {number:4} again c64    {kept}", flush=True)
    beside = load(url, heavy, 2, seconds)
    print(f"{name:18} light c62 + heavy {figures(load(url, queries, 62, seconds))}")
    print(f"{name:18}   heavy c2        {figures(beside)}", flush=True)


def harass(name: str, url: str, documents: int, seconds: int) -> None:
    """Light queries of 16 clients beside four that mean harm."""
    beside = load(url, list(_HOSTILE), 4, seconds)
    print(f"{name:18} light c16 + hostile {figures(load(url, light(documents), 16, seconds))}", flush=True)
    beside.terminate()
    beside.wait()


def switch(url: str, store: Path, documents: int, seconds: int) -> None:
    """The time from the switch to another snapshot until it answers, and what clients notice."""
    folder = Folder(store)
    before = folder.current_path().name
    other = next((p.name for p in folder.snapshots.iterdir() if p.name != before), None)
    if other is None:
        print("no second snapshot to switch to: publish one with --seed 2", flush=True)
        return
    beside = load(url, light(documents), 16, seconds + 10)
    time.sleep(2)
    folder.switch(other)
    started = time.monotonic()
    while _snapshot(url) != other:
        time.sleep(0.05)
    print(f"switched after {time.monotonic() - started:.1f} s, clients saw {figures(beside)}", flush=True)


def _snapshot(url: str) -> str:
    with urllib.request.urlopen(f"{url}?query=ASK%7B%7D", timeout=60) as answer:  # noqa: S310
        return str(answer.headers["KG-Snapshot"])


def main() -> None:
    """Measure what is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--documents", type=int, default=12_000)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--oxigraph", help="native server")
    parser.add_argument("--python", help="interpreter that has rdflib-endpoint and oxrdflib")
    arguments = parser.parse_args()
    port, snapshot = 21000 + os.getpid() % 1000, Folder(arguments.store).current_path()
    print(f"{'':36} req/s    p50 ms    p99 ms  errors")
    own = [sys.executable, "-m", "kg.app.cli", "serve", "--store", str(arguments.store), "--port", str(port)]
    with server(own, f"http://127.0.0.1:{port}/sparql"):
        _await_memory(f"http://127.0.0.1:{port}/healthz")
        measure("kg serve", f"http://127.0.0.1:{port}/sparql", arguments.documents, arguments.seconds)
        harass("kg serve", f"http://127.0.0.1:{port}/sparql", arguments.documents, arguments.seconds)
        switch(f"http://127.0.0.1:{port}/sparql", arguments.store, arguments.documents, arguments.seconds)
    if arguments.oxigraph:
        place = ["--location", str(snapshot / "store"), "--bind", f"127.0.0.1:{port + 1}"]
        with server([arguments.oxigraph, "serve-read-only", *place], f"http://127.0.0.1:{port + 1}/query"):
            measure("oxigraph", f"http://127.0.0.1:{port + 1}/query", arguments.documents, arguments.seconds)
    if arguments.python:
        command = [arguments.python, "-c", _PEER, str(snapshot / "dump.nq"), str(port + 2)]
        with suppress(URLError), server(command, f"http://127.0.0.1:{port + 2}/"):
            measure("rdflib-endpoint", f"http://127.0.0.1:{port + 2}/", arguments.documents, arguments.seconds)


_PEER = """
import sys, uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint
graph = Dataset(store="Oxigraph", default_union=False)
graph.parse(sys.argv[1], format="ox-nquads")
uvicorn.run(SparqlEndpoint(graph=graph), host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
"""

if __name__ == "__main__":
    main()
