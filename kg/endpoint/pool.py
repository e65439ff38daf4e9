"""Workers of one snapshot as the front sees them: two lanes, so that heavy queries don't make quick ones wait."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from kg.endpoint.evaluation import Facts, Request
from kg.endpoint.lanes import Answer, Lane, WorkerGone
from kg.endpoint.problems import Problem
from kg.endpoint.settings import Settings
from kg.endpoint.zygote import Order

_LIGHT_TIME = 1.0  # seconds that a query may hold a worker of the light lane, waiting for the disk included
_AHEAD = 4  # quick queries that a worker has at hand, so that it need not be woken for each
_QUICKER = 16  # times as many queries may wait in the light lane as in the heavy one
_LOOK = 0.02  # seconds between looks whether the first workers are there
_MOST_TEMPLATES = 10_000


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


class Pool:
    """All workers over one snapshot."""

    def __init__(self, snapshot: Path, held: Facts, settings: Settings, templates: Templates) -> None:
        self.snapshot, self.held, self.settings, self.templates = snapshot, held, settings, templates
        self.light = Lane(self, "light", settings.light, settings.queue * _QUICKER, _AHEAD)
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
            while not (self.light.ready and self.heavy.ready):
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
