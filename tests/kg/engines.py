"""Other SPARQL servers, started on loopback in a folder of their own."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError

import pytest

from kg.remote.client import Client, Login

_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
ServerThreads = 10
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 10000
"""


@dataclass
class Engine:
    """A server that is running.

    :ivar sql: port of Virtuoso's own protocol
    """

    url: str
    process: subprocess.Popen[bytes]
    folder: Path
    login: Login | None = None
    sql: int = 0

    def client(self, **more: object) -> Client:
        return Client(self.url, login=self.login, **more)  # type: ignore[arg-type]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def virtuoso(folder: Path) -> Iterator[Engine]:
    """An empty Virtuoso; its administrator's password is the one it comes with."""
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(sql=sql, http=http))
    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    with _running(command, folder, f"http://127.0.0.1:{http}/sparql") as process:
        yield Engine(f"http://127.0.0.1:{http}/sparql", process, folder, Login("dba", "dba"), sql)


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[Engine]:
    """An Oxigraph server over a folder."""
    binary = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if binary is None:
        pytest.fail("oxigraph is a package of the development profile")
    port = free_port()
    command = [binary, "serve", "--location", str(folder / "db"), "--bind", f"127.0.0.1:{port}", *options]
    with _running(command, folder, f"http://127.0.0.1:{port}/") as process:
        yield Engine(f"http://127.0.0.1:{port}/query", process, folder)


@contextmanager
def _running(command: list[str], folder: Path, url: str) -> Iterator[subprocess.Popen[bytes]]:
    log = (folder / "log").open("wb")
    with log, subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as process:
        try:
            await_answer(url, process)
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def await_answer(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until something answers."""
    for _ in range(300):
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except HTTPError:
            return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail("the server does not start")
