"""The command line with a server's address for a store, as docs/other-engines.md shows it."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest

import kg
from kg.snapshot import Folder
from tests.conftest import require
from tests.kg.engines import Engine, await_answer, free_port, oxigraph, virtuoso

pytest.importorskip("SPARQLWrapper")
_DOCS = Path(__file__).parents[2] / "docs" / "other-engines.md"
_ADDRESSES = {"virtuoso": "http://localhost:8890/sparql", "oxigraph": "http://localhost:7878/query"}


def run(*arguments: object, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.app.cli", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env={"PATH": "", "KG_LANG": "en", **env}, check=False
    )


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Engine]]:
    require(shutil.which("virtuoso-t"), "Virtuoso (virtuoso-opensource-7-bin)")
    with ExitStack() as stack:
        yield {
            "virtuoso": stack.enter_context(virtuoso(tmp_path_factory.mktemp("virtuoso"))),
            "oxigraph": stack.enter_context(oxigraph(tmp_path_factory.mktemp("oxigraph"))),
        }


@pytest.fixture(scope="module")
def documents(store: Path) -> int:
    """How many documents our own store knows."""
    return int(kg.open(store, public=True).query("SELECT (COUNT(*) AS ?n) { ?d a khcn:Document }")[0]["n"])


def _commands() -> list[str]:
    """The commands of the page, without those that do not end."""
    blocks = re.findall(r"```console\n(.*?)```", _DOCS.read_text("utf-8"), re.DOTALL)
    lines = [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith(("export", "kg serve"))]


@pytest.fixture(scope="module")
def documented(servers: dict[str, Engine], store: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each command of the page printed, run in order against our servers."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "question.rq").write_text("SELECT (COUNT(*) AS ?n) { ?d a khcn:Document }", "utf-8")
    places = {"data": str(store), "/var/tmp": str(folder), "question.rq": str(folder / "question.rq")}
    places |= {address: servers[name].url for name, address in _ADDRESSES.items()}
    printed = {}
    for line in _commands():
        words = [places.get(word, word) for word in shlex.split(line)]
        env = {"KG_USER": "dba", "KG_PASSWORD": "dba"}
        if words[0].startswith("KG_STORE="):
            address = words.pop(0).partition("=")[2]
            env["KG_STORE"] = places[address]
        done = run(*words[1:], **env)
        assert done.returncode == 0, (line, done.stderr)
        printed[line] = done.stdout + done.stderr
    return printed


def test_the_commands_of_the_page_do_what_it_says(documented: dict[str, str], documents: int) -> None:
    told = "\n".join(documented.values())
    assert told.count("read back and equal") == 2
    assert f"n\n{documents}\n" in told.replace("\r", "")
    assert "rdf_loader_run()" in told
    assert "oxigraph load" in told


def test_answers_name_the_snapshot_and_prove_themselves(
    documented: dict[str, str], servers: dict[str, Engine], store: Path
) -> None:
    local = run("ask", "portfolio", "agent=Công ty TNHH Thủy sản Đà Giang", "--store", store)
    for server in servers.values():
        there = run("ask", "portfolio", "agent=Công ty TNHH Thủy sản Đà Giang", "--store", server.url)
        assert json.loads(there.stdout) == json.loads(local.stdout)
        assert json.loads(there.stdout)["snapshot"] == Folder(store).current()


@pytest.mark.parametrize("format", ["csv", "tsv", "json", "xml", "table"])
def test_solutions_in_every_format(
    documented: dict[str, str], servers: dict[str, Engine], store: Path, tmp_path: Path, format: str
) -> None:
    file = tmp_path / "q.rq"
    file.write_text("SELECT ?d ?date { ?d a khcn:Decision ; khcn:date ?date } ORDER BY ?d ?date", "utf-8")
    local = run("query", file, "--store", store, "--format", format).stdout
    assert "2023-03-14" in local
    for server in servers.values():
        assert run("query", file, "--store", server.url, "--format", format).stdout == local


def test_truth_values_and_graphs(
    documented: dict[str, str], servers: dict[str, Engine], store: Path, tmp_path: Path
) -> None:
    decision = "<https://w3id.org/khcn/id/doc/hoa-binh/ubnd/2023/412-qd-ubnd>"
    queries = {
        "ASK { ?d a khcn:Decision }": 0,
        "ASK { ?d a khcn:Nothing }": 1,
        f"CONSTRUCT {{ ?d ?p ?o }} {{ BIND({decision} AS ?d) ?d ?p ?o }}": 0,
        f"CONSTRUCT WHERE {{ {decision} ?p ?o }}": 0,
    }
    for text, status in queries.items():
        (tmp_path / "q.rq").write_text(text, "utf-8")
        form = "json" if text.startswith("ASK") else "nt"
        places = [store, *(server.url for server in servers.values())]
        answers = [run("query", tmp_path / "q.rq", "--store", place, "--format", form) for place in places]
        assert {answer.returncode for answer in answers} == {status}, text
        assert len({"\n".join(sorted(answer.stdout.splitlines())) for answer in answers}) == 1, text


def test_pages_and_queries_over_a_server(
    documented: dict[str, str], servers: dict[str, Engine], documents: int
) -> None:
    pytest.importorskip("uvicorn")
    port = free_port()
    command = ["serve", "--public", "--store", servers["virtuoso"].url, "--port", str(port)]
    with subprocess.Popen([sys.executable, "-m", "kg.app.cli", *command], stderr=subprocess.DEVNULL) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            await_answer(f"{url}/healthz", process)
            asked = f"{url}/sparql?format=csv&query=" + quote("SELECT (COUNT(*) AS ?n) { ?d a khcn:Document }")
            with urllib.request.urlopen(asked, timeout=20) as answer:
                assert answer.read().split() == [b"n", str(documents).encode()]
                assert len(answer.headers["KG-Snapshot"]) == 64
            thing = f"{url}/id/doc/hoa-binh/ubnd/2023/412-qd-ubnd"
            with urllib.request.urlopen(thing, timeout=20) as answer:
                assert "412/QĐ-UBND" in answer.read().decode()
            for query, status in {
                "SELECT%20*%20%7BSERVICE%20%3Cu%3As%3E%7B%7D%7D": 403,
                "SELECT%20*%20%7B": 400,
            }.items():
                with pytest.raises(urllib.error.HTTPError) as refused:
                    urllib.request.urlopen(f"{url}/sparql?query={query}", timeout=20)
                assert refused.value.code == status
        finally:
            process.terminate()
            process.wait(15)


def test_what_may_be_internal_is_not_served_to_others(servers: dict[str, Engine], tmp_path: Path) -> None:
    with oxigraph(tmp_path) as unknown:
        done = run("serve", "--public", "--store", unknown.url)
    assert done.returncode == 2
    assert "cannot be seen" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["ask", "findings", "--store", "http://127.0.0.1:1/sparql"], 4, "cannot be reached"),
        (["publish", "somewhere", "--store", "{store}"], 2, "no web address"),
        (["publish", "--loader", "fuseki", "--store", "{store}"], 2, "virtuoso, oxigraph"),
        (["check", "--store", "http://127.0.0.1:1/sparql"], 2, "needs the folder"),
        (["export", "--store", "http://127.0.0.1:1/sparql"], 2, "needs the folder"),
    ],
)
def test_errors_say_what_and_where(store: Path, arguments: list[str], status: int, told: str) -> None:
    done = run(*(argument.format(store=store) for argument in arguments))
    assert (done.returncode, told in done.stderr) == (status, True), done.stderr


def test_a_wrong_password_is_told(servers: dict[str, Engine], store: Path) -> None:
    done = run("publish", servers["virtuoso"].url, "--store", store, KG_USER="dba", KG_PASSWORD="wrong")
    assert done.returncode == 4
    assert "KG_PASSWORD" in done.stderr


def test_only_what_is_public_is_exported(tmp_path: Path, examples: Path) -> None:
    documents = sorted(examples.iterdir())
    run("build", documents[0], "--store", tmp_path / "s", "--access", "public")
    run("build", documents[0], documents[1], "--store", tmp_path / "s", "--access", "internal")
    assert run("export", "--store", tmp_path / "s").stdout
    refused = run("export", "--public", "--store", tmp_path / "s")
    assert (refused.returncode, refused.stdout) == (4, "")
    assert "public" in refused.stderr
