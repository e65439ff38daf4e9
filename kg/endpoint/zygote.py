"""The process that loads one snapshot and forks workers from itself: a new worker takes milliseconds, not seconds.

It is started as ``python -m kg.endpoint.zygote`` with one socket: each message on it asks for a worker (``light`` or
``heavy``, with the worker's own socket beside it), or for one to be killed (its process id).
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import msgspec
import pyoxigraph as ox

from kg.endpoint.evaluation import Facts
from kg.endpoint.settings import Settings
from kg.endpoint.worker import serve

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET of sched.h


class Order(msgspec.Struct, frozen=True):
    """What a zygote is started with.

    :ivar snapshot: folder of the snapshot
    :ivar held: what of it is loaded into memory
    """

    snapshot: str
    held: Facts
    settings: Settings


def cut_network(settings: Settings) -> bool:
    """Leave the network for good where the system lets us, unless some SERVICE is allowed; tell whether it is left."""
    if settings.services or sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(flags) == 0 for flags in (_NEW_NET, _NEW_USER | _NEW_NET))


def load(snapshot: Path, held: Facts) -> ox.Store | None:
    """What of a snapshot is to be in memory."""
    if held == "none":
        return None
    store = ox.Store()
    if held == "all":
        store.bulk_load(path=str(snapshot / "dump.nq"), format=ox.RdfFormat.N_QUADS)
        return store
    with tempfile.TemporaryFile() as facts:
        _in_child(snapshot, facts.fileno())
        store.bulk_load(input=facts, format=ox.RdfFormat.N_TRIPLES)
    return store


def _in_child(snapshot: Path, target: int) -> None:
    """Write the facts in a process of its own, so that no thread of the engine lives where workers are forked."""
    pid = os.fork()
    if pid == 0:
        try:
            store = ox.Store.read_only(str(snapshot / "store"))
            with os.fdopen(target, "wb", closefd=False) as file:
                store.dump(output=file, format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
            os._exit(0)
        finally:
            os._exit(1)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 0:
        raise RuntimeError(f"the facts of {snapshot} cannot be read")
    os.lseek(target, 0, os.SEEK_SET)


class Zygote:
    """Forks and kills workers as it is told."""

    def __init__(self, control: socket.socket, order: Order) -> None:
        self.control, self.order = control, order
        self.children: set[int] = set()
        cut_network(order.settings)
        self.memory = load(Path(order.snapshot), order.held)
        gc.collect()
        gc.freeze()

    def run(self) -> None:
        """Do what is asked until the front has gone; then end the workers."""
        while True:
            message, files, _, _ = socket.recv_fds(self.control, 64, 1)
            self._reap()
            if not message:
                break
            if files:
                self._fork(files[0], message == b"heavy")
            elif int(message) in self.children:
                os.kill(int(message), signal.SIGKILL)
        for pid in self.children:
            os.kill(pid, signal.SIGKILL)

    def _fork(self, file: int, heavy: bool) -> None:
        pid = os.fork()
        if pid:
            os.close(file)
            self.children.add(pid)
            return
        try:
            self.control.close()
            serve(
                socket.socket(fileno=file),
                self.memory,
                self.order.held,
                Path(self.order.snapshot),
                heavy,
                self.order.settings,
            )
        finally:
            os._exit(0)

    def _reap(self) -> None:
        with suppress(ChildProcessError):
            while (pid := os.waitpid(-1, os.WNOHANG)[0]) > 0:
                self.children.discard(pid)


def main() -> None:
    """Run a zygote on the socket whose number is the first argument, by the order on standard input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=int(sys.argv[1]))
    Zygote(control, msgspec.json.decode(sys.stdin.buffer.read(), type=Order)).run()


if __name__ == "__main__":
    main()
