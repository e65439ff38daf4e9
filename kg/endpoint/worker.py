"""A process that evaluates one query at a time, and whose death is nothing special.

The kernel ends it, whatever the engine does: at the deadline, when its slice of processor time is used up, when the
process that forked it dies, when it wants more memory than it may have.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

import msgspec
import pyoxigraph as ox

from kg.endpoint import wire
from kg.endpoint.evaluation import Facts, Reply, Request, Stores, answer, open_stores
from kg.endpoint.settings import Settings
from kg.endpoint.spool import Spool

_PDEATHSIG = 1  # PR_SET_PDEATHSIG of prctl.h
_GRACE = 0.5  # seconds after the deadline; before that the front kills
_NICE = 10


def serve(
    front: socket.socket, memory: ox.Store | None, held: Facts, snapshot: Path, heavy: bool, settings: Settings
) -> None:
    """Greet with the process id, then answer one query after the other until the front has gone."""
    _die_with_parent()
    if heavy:
        os.nice(_NICE)
    _let_others_finish()
    stores = open_stores(memory, held, snapshot)
    _limit_memory(settings.worker_memory)
    requests, replies = msgspec.msgpack.Decoder(Request), msgspec.msgpack.Encoder()
    wire.send(front, str(os.getpid()).encode())
    for message in wire.receive(front):
        request = requests.decode(message)
        _arm(request.timeout + _GRACE, request.slice)
        started = time.process_time()
        reply, spool = _answered(request, stores, settings)
        _arm(0, 0)
        reply.seconds = time.process_time() - started
        wire.send(front, replies.encode(reply), spool.fileno() if spool else None)


def _answered(request: Request, stores: Stores, settings: Settings) -> tuple[Reply, Spool | None]:
    try:
        return answer(request, stores, settings)
    except MemoryError:
        return Reply(problem="memory", detail="Ask for less at once."), None


def _arm(real: float, processor: float) -> None:
    """Let the kernel end this process after some seconds of time, or of processor time; 0 takes the order back."""
    signal.setitimer(signal.ITIMER_REAL, real)
    signal.setitimer(signal.ITIMER_PROF, processor)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)


def _let_others_finish() -> None:
    """Wake up without taking the processor from the front, which has just handed over a request and has more to do."""
    if hasattr(os, "SCHED_BATCH"):
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def _limit_memory(more: int) -> None:
    """Allow so many bytes of address space beyond what is in use now."""
    import resource  # not on every system

    with suppress(OSError, ValueError):
        used = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + more, used + more))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
