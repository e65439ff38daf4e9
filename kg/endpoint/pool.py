"""Workers of one snapshot as the front sees them: two lanes, so that heavy queries don't make quick ones wait."""

from __future__ import annotations

import asyncio
import math
import os
import socket
import subprocess
import sys
from collections import deque
from contextlib import suppress
from pathlib import Path

import msgspec

from kg.endpoint import wire
from kg.endpoint.evaluation import Facts, Reply, Request
from kg.endpoint.problems import Problem
from kg.endpoint.settings import Settings
from kg.endpoint.zygote import Order

_LIGHT_TIME = 1.0  # seconds that a query may hold a worker of the light lane, waiting for the disk included
_QUICKER = 16  # times as many queries may wait in the light lane as in the heavy one
_LOOK = 0.02  # seconds between looks whether the first workers are there
_AGAIN = 0.5  # seconds before a worker is forked anew that could not even start
_MOST_TEMPLATES = 10_000
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Reply).decode

Answer = tuple[Reply, int | None]
"""A worker's reply, and the open file that holds its body if it is long."""


class WorkerGone(Exception):
    """A worker died before it had answered."""


class Templates:
    """Remembers which queries are heavy, by their making (:func:`kg.endpoint.guard.template`)."""

    def __init__(self) -> None:
        self._heavy: dict[str, None] = {}

    def __contains__(self, template: str) -> bool:
        return template in self._heavy

    def add(self, template: str) -> None:
        """It is heavy; the ones told longest ago are forgotten."""
        self._heavy[template] = None
        if len(self._heavy) > _MOST_TEMPLATES:
            del self._heavy[next(iter(self._heavy))]

    def discard(self, template: str) -> None:
        """It is not heavy any more."""
        self._heavy.pop(template, None)


class Worker:
    """The front's end of one worker."""

    def __init__(self, lane: Lane, own: socket.socket) -> None:
        self.lane = lane
        self.socket = own
        self.pid: int | None = None
        self.future: asyncio.Future[Answer] | None = None
        self._inbox = wire.Inbox(own)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(own.fileno(), self._readable)

    def ask(self, message: bytes) -> asyncio.Future[Answer]:
        """Hand over a request; the future fails with :class:`WorkerGone` if the worker dies over it."""
        self.future = self._loop.create_future()
        data = wire.framed(message)
        try:
            sent = self.socket.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            return self.future  # the reader will find that it has gone
        if sent < len(data):
            self._rest = self._loop.create_task(self._send(data[sent:]))
        return self.future

    async def _send(self, data: bytes) -> None:
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
        elif self.future is not None and not self.future.done():
            self.future.set_result((_decode(message), file))
            self.future = None
        elif file is not None:
            os.close(file)
        self.lane.free(self)

    def close(self) -> None:
        """Let go of the worker; what waits for it fails."""
        if self.socket.fileno() < 0:
            return
        self._loop.remove_reader(self.socket.fileno())
        self.socket.close()
        self._inbox.close()
        if self.future is not None and not self.future.done():
            self.future.set_exception(WorkerGone())


class Lane:
    """Workers of one kind and the queries that wait for them, first come, first served."""

    def __init__(self, pool: Pool, name: str, size: int, queue: int) -> None:
        self.pool, self.name, self.size, self.queue = pool, name, size, queue
        self.workers: set[Worker] = set()
        self.idle: list[Worker] = []
        self.waiting: deque[asyncio.Future[Worker]] = deque()

    @property
    def busy(self) -> int:
        """How many workers are at work."""
        return sum(worker.future is not None for worker in self.workers)

    def fill(self) -> None:
        """Order the workers that are missing."""
        while len(self.workers) < self.size and not self.pool.closed:
            own, theirs = socket.socketpair()
            own.setblocking(False)
            self.workers.add(Worker(self, own))
            self.pool.order(self.name.encode(), theirs)

    def free(self, worker: Worker) -> None:
        """A worker has nothing to do: give it to who waits longest."""
        while self.waiting:
            waiter = self.waiting.popleft()
            if not waiter.done():
                waiter.set_result(worker)
                return
        self.idle.append(worker)

    def lost(self, worker: Worker) -> None:
        """A worker is no more: fork another, not at once if it has not even started."""
        self.workers.discard(worker)
        if worker in self.idle:
            self.idle.remove(worker)
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
        worker = self.idle.pop() if self.idle else await self._next(wait)
        loop = asyncio.get_running_loop()
        left = min(until - loop.time(), longest)
        request.timeout = left
        future = worker.ask(_encode(request))
        end = loop.call_later(left, self._kill, worker)
        try:
            return await future
        except asyncio.CancelledError:
            self._kill(worker)
            raise
        finally:
            end.cancel()

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
                self.free(waiter.result())
            raise
        finally:
            end.cancel()

    def _kill(self, worker: Worker) -> None:
        """End a worker; whoever waits for it learns at once, not when its memory has been given back."""
        worker.close()
        if worker.pid is not None:
            self.pool.kill(worker.pid)
        self.lost(worker)


def _give_up(waiter: asyncio.Future[Worker], wait: float) -> None:
    """Tell who has waited too long for a worker."""
    if not waiter.done():
        waiter.set_exception(Problem("busy", f"No worker was free within {wait:.3g} s.", {"Retry-After": "10"}))


class Pool:
    """All workers over one snapshot."""

    def __init__(self, snapshot: Path, held: Facts, settings: Settings, templates: Templates) -> None:
        self.snapshot, self.held, self.settings, self.templates = snapshot, held, settings, templates
        self.light = Lane(self, "light", settings.light, settings.queue * _QUICKER)
        self.heavy = Lane(self, "heavy", settings.heavy, settings.queue)
        self.closed = False
        self._started = False
        self.deaths = self.users = 0
        self._start_zygote()

    def _start_zygote(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.setblocking(False)
        with theirs:
            self._zygote = subprocess.Popen(
                [sys.executable, "-m", "kg.endpoint.zygote", str(theirs.fileno())],
                stdin=subprocess.PIPE, pass_fds=[theirs.fileno()], start_new_session=True,
            )  # fmt: skip
        order = msgspec.json.encode(Order(str(self.snapshot), self.held, self.settings))
        if self._zygote.stdin is not None:
            with suppress(BrokenPipeError), self._zygote.stdin as orders:
                orders.write(order)

    async def start(self, wait: float) -> None:
        """Order the workers and wait until the first of each lane is there.

        :raises TimeoutError: none comes
        :raises RuntimeError: the snapshot cannot be loaded
        """
        self.light.fill()
        self.heavy.fill()
        async with asyncio.timeout(wait):
            while not (self.light.idle and self.heavy.idle):
                if self._zygote.poll() is not None:
                    raise RuntimeError(f"the snapshot in {self.snapshot} cannot be loaded")
                await asyncio.sleep(_LOOK)
        self._started = True

    def order(self, lane: bytes, theirs: socket.socket) -> None:
        """Have a worker forked for one end of a socket; the process that forks is begun anew if it died."""
        with theirs:
            try:
                socket.send_fds(self._control, [lane], [theirs.fileno()])
            except OSError:
                self._revive()

    def _revive(self) -> None:
        if self._zygote.poll() is not None and self._started and not self.closed:
            self._control.close()
            self._start_zygote()

    def kill(self, pid: int) -> None:
        """End a worker by force."""
        self.deaths += 1
        with suppress(OSError):
            self._control.send(str(pid).encode())

    async def ask(self, request: Request, template: str) -> Answer:
        """Have a query answered: in the light lane unless it is known to be heavy; in the heavy one if it proves to be.

        :raises Problem: ``busy``, ``deadline`` or ``memory``
        """
        self.users += 1
        try:
            return await self._ask(request, template)
        finally:
            self.users -= 1

    async def _ask(self, request: Request, template: str) -> Answer:
        loop = asyncio.get_running_loop()
        limit, end = self.settings.timeout, loop.time() + self.settings.timeout
        if template not in self.templates:
            request.slice = self.settings.slice
            try:
                return await self.light.run(request, limit / 2, end, _LIGHT_TIME)
            except WorkerGone:
                self.templates.add(template)
        request.slice = 0.0
        try:
            found = await self.heavy.run(request, max(end - limit / 2 - loop.time(), 0.01), end)
        except WorkerGone:
            if loop.time() >= end:
                raise Problem("deadline", f"The limit is {limit:g} s, waiting included.", limit=limit) from None
            raise Problem("memory", f"The limit is {self.settings.worker_memory >> 20} MiB.") from None
        if found[0].seconds < self.settings.slice / 2:
            self.templates.discard(template)
        return found

    async def drained(self, wait: float) -> None:
        """Wait until no query is being answered, so many seconds at most."""
        end = asyncio.get_running_loop().time() + wait
        while self.users and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(_LOOK)

    async def close(self) -> None:
        """End all workers and the process that forks them."""
        self.closed = True
        for worker in (*self.light.workers, *self.heavy.workers):
            worker.close()
        self._control.close()
        await asyncio.to_thread(self._zygote.wait)
