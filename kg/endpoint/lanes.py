"""Lanes: workers of one kind, and the queries that wait for them."""

from __future__ import annotations

import asyncio
import math
import os
import socket
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

import msgspec

from kg.endpoint import wire
from kg.endpoint.evaluation import Reply, Request
from kg.endpoint.problems import Problem

_AGAIN = 0.5  # seconds before a worker is forked anew that could not even start
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Reply).decode

Answer = tuple[Reply, int | None]
"""A worker's reply, and the open file that holds its body if it is long."""


class WorkerGone(Exception):
    """A worker died over a query."""


class NotBegunError(Exception):
    """A worker died over the query before this one; another may answer it."""


class Forker(Protocol):
    """Who forks and kills workers."""

    closed: bool

    def order(self, lane: bytes, theirs: socket.socket) -> None:
        """Have a worker forked for one end of a socket."""
        ...

    def kill(self, pid: int) -> None:
        """End a worker by force."""
        ...


@dataclass(eq=False, slots=True)
class _Asked:
    """A query that was handed to a worker.

    :ivar seconds: that it may take, from when it is the first
    """

    future: asyncio.Future[Answer]
    seconds: float
    end: asyncio.TimerHandle | None = None


class Worker:
    """The front's end of one worker.

    It answers one query after the other. The next may be handed over before it has finished the one at hand, so that
    neither side has to fall asleep and be woken for each.

    :ivar load: queries that it was given or promised, and has not answered
    """

    def __init__(self, lane: Lane, own: socket.socket) -> None:
        self.lane = lane
        self.socket = own
        self.pid: int | None = None
        self.load = 0
        self._asked: deque[_Asked] = deque()
        self._inbox = wire.Inbox(own)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(own.fileno(), self._readable)

    async def ask(self, request: Request, seconds: float) -> Answer:
        """Have a request answered.

        :param seconds: after which, from when it is begun, the worker is killed
        :raises WorkerGone: the worker died over it
        :raises NotBegunError: it died before it had begun with it
        """
        asked = _Asked(self._loop.create_future(), seconds)
        self._asked.append(asked)
        if len(self._asked) == 1:
            self._begin()
        self._send(wire.framed(_encode(request)))
        try:
            return await asked.future
        except asyncio.CancelledError:
            if self._asked and self._asked[0] is asked:
                self.kill()
            raise

    def _begin(self) -> None:
        """The first is being answered from now on."""
        first = self._asked[0]
        first.end = self._loop.call_later(first.seconds, self.kill)

    def _send(self, data: bytes) -> None:
        try:
            sent = self.socket.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            return  # the reader will find that it has gone
        if sent < len(data):
            self._rest = self._loop.create_task(self._send_rest(data[sent:]))

    async def _send_rest(self, data: bytes) -> None:
        with suppress(OSError):
            await self._loop.sock_sendall(self.socket, data)

    def _readable(self) -> None:
        try:
            for message, file in self._inbox.read():
                self._take(message, file)
        except EOFError:
            self.close()
            self.lane.lost(self)

    def _take(self, message: bytes, file: int | None) -> None:
        if self.pid is None:
            self.pid = int(message)
            self.lane.free(self)
            return
        asked = self._asked.popleft()
        if asked.end is not None:
            asked.end.cancel()
        if not asked.future.done():
            asked.future.set_result((_decode(message), file))
        elif file is not None:
            os.close(file)
        if self._asked:
            self._begin()
        self.load -= 1
        self.lane.free(self)

    def kill(self) -> None:
        """End it; whoever waits for it learns at once, not when its memory has been given back."""
        self.close()
        if self.pid is not None:
            self.lane.pool.kill(self.pid)
        self.lane.lost(self)

    def close(self) -> None:
        """Let go of the worker; what waits for it fails."""
        if self.socket.fileno() < 0:
            return
        self._loop.remove_reader(self.socket.fileno())
        self.socket.close()
        self._inbox.close()
        error: type[Exception] = WorkerGone
        for asked in self._asked:
            if asked.end is not None:
                asked.end.cancel()
            if not asked.future.done():
                asked.future.set_exception(error())
            error = NotBegunError
        self._asked.clear()


class Lane:
    """Workers of one kind and the queries that wait for them, first come, first served.

    :ivar depth: queries that a worker is handed at one time
    """

    def __init__(self, pool: Forker, name: str, size: int, queue: int, depth: int = 1) -> None:
        self.pool, self.name, self.size, self.queue, self.depth = pool, name, size, queue, depth
        self.workers: set[Worker] = set()
        self.waiting: deque[asyncio.Future[Worker]] = deque()

    @property
    def ready(self) -> int:
        """How many workers are there."""
        return sum(worker.pid is not None for worker in self.workers)

    @property
    def busy(self) -> int:
        """How many workers are at work."""
        return sum(worker.load > 0 for worker in self.workers)

    def fill(self) -> None:
        """Order the workers that are missing."""
        while len(self.workers) < self.size and not self.pool.closed:
            own, theirs = socket.socketpair()
            own.setblocking(False)
            self.workers.add(Worker(self, own))
            self.pool.order(self.name.encode(), theirs)

    def free(self, worker: Worker) -> None:
        """A worker has room: promise it to who waits longest."""
        while self.waiting and worker.load < self.depth:
            waiter = self.waiting.popleft()
            if not waiter.done():
                worker.load += 1
                waiter.set_result(worker)

    def lost(self, worker: Worker) -> None:
        """A worker is no more: fork another, not at once if it has not even started."""
        self.workers.discard(worker)
        if worker.pid is None:
            asyncio.get_running_loop().call_later(_AGAIN, self.fill)
        else:
            self.fill()

    async def run(self, request: Request, wait: float, until: float, longest: float = math.inf) -> Answer:
        """Have a request answered.

        :param wait: seconds that it may wait for a worker
        :param until: loop time at which its worker is killed
        :param longest: seconds after which its worker is killed, if that is earlier
        :raises WorkerGone: the worker died, of itself or at ``until``
        """
        loop = asyncio.get_running_loop()
        while True:
            worker = self._least_busy() or await self._next(wait)
            request.timeout = min(until - loop.time(), longest)
            try:
                return await worker.ask(request, request.timeout)
            except NotBegunError:
                wait = min(wait, until - loop.time())

    def _least_busy(self) -> Worker | None:
        """A worker that has room, one more query counted to it; None if none has."""
        best, least = None, self.depth
        for worker in self.workers:
            if worker.load < least and worker.pid is not None:
                best, least = worker, worker.load
        if best is not None:
            best.load += 1
        return best

    async def _next(self, wait: float) -> Worker:
        if len(self.waiting) >= self.queue:
            raise Problem("busy", "Too many queries wait.", {"Retry-After": "5"})
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[Worker] = loop.create_future()
        self.waiting.append(waiter)
        end = loop.call_later(wait, _give_up, waiter, wait)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                waiter.result().load -= 1
                self.free(waiter.result())
            raise
        finally:
            end.cancel()


def _give_up(waiter: asyncio.Future[Worker], wait: float) -> None:
    """Tell who has waited too long for a worker."""
    if not waiter.done():
        waiter.set_exception(Problem("busy", f"No worker was free within {wait:.3g} s.", {"Retry-After": "10"}))
