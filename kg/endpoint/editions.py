"""Which snapshots are served: the published one and those that clients pin; switched without a dropped request."""

from __future__ import annotations

import asyncio
import logging
import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import formatdate
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.endpoint.cache import Answers
from kg.endpoint.evaluation import Facts
from kg.endpoint.pool import Pool, Templates
from kg.endpoint.problems import Problem
from kg.endpoint.public import face
from kg.endpoint.settings import Settings
from kg.errors import StoreError
from kg.snapshot import Folder, manifest

log = logging.getLogger(__name__)

_POLL = 0.25  # seconds between looks at the link to the published snapshot
_PAUSE = 15.0  # seconds before a snapshot is tried again that cannot be served
_START = 600.0  # seconds that loading may take
_PINNED = 2  # snapshots that are kept open for clients who pin them
_QUICKLY_LOADED = 200_000  # quads that are in memory within a second
_QUAD = 400  # bytes of one quad in memory
_TRIPLES = re.compile(r"void:triples (\d+)")


@dataclass
class Edition:
    """One snapshot that is being served.

    :ivar path: the folder of the face that is shown
    :ivar since: when it became what is served, seconds since 1970
    :ivar users: requests that it is answering
    """

    path: Path
    since: float
    settings: Settings
    templates: Templates
    users: int = 0
    kept: dict[str, bytes] = field(default_factory=dict)
    _pool: Pool | None = None
    _closed: bool = False

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the build tells of it."""
        return manifest(self.path)

    @cached_property
    def hash(self) -> str:
        """Its address: SHA-256 of its dump."""
        return str(self.manifest["dump_sha256"])

    @cached_property
    def modified(self) -> str:
        """Since when, as HTTP tells dates."""
        return formatdate(self.since, usegmt=True)

    @cached_property
    def void(self) -> str:
        """Its VoID description, Turtle."""
        return (self.path / "void.ttl").read_text("utf-8")

    @cached_property
    def held(self) -> Facts:
        """What of it fits into memory, each worker's copy counted."""
        facts = _TRIPLES.search(self.void)
        copies = 1 + self.settings.light + self.settings.heavy
        room = self.settings.data_memory // (_QUAD * copies)
        if self.manifest["quads"] <= room:
            return "all"
        return "facts" if facts and int(facts[1]) <= room else "none"

    @cached_property
    def answers(self) -> Answers:
        """Its answers that were given before."""
        return Answers(self.settings.cache_memory)

    def __enter__(self) -> Edition:
        """Keep it open for one request."""
        self.users += 1
        return self

    def __exit__(self, *_: object) -> None:
        self.users -= 1

    @property
    def pool(self) -> Pool:
        """Its workers."""
        if self._pool is None:
            raise Problem("busy", "The snapshot is being opened.", {"Retry-After": "1"})
        return self._pool

    async def open(self) -> None:
        """Start workers: over what is in memory if that is quickly loaded, else over the disk for the time being."""
        at_once = self.held == "none" or self.manifest["quads"] <= _QUICKLY_LOADED
        self._pool = await self._started(self.held if at_once else "none")

    async def warm(self) -> None:
        """Give queries to workers over what is in memory, once it is loaded; end those over the disk then."""
        if self._pool is None or self._pool.held == self.held:
            return
        warm = await self._started(self.held)
        if self._closed:
            await warm.close()
            return
        before, self._pool = self._pool, warm
        try:
            await before.drained(self.settings.timeout + 1)
        finally:
            await before.close()

    async def _started(self, held: Facts) -> Pool:
        pool = Pool(self.path, held, self.settings, self.templates)
        try:
            await pool.start(_START)
        except BaseException:
            await pool.close()
            raise
        return pool

    async def retire(self) -> None:
        """Let the last requests end, then the workers."""
        for _ in range(int((self.settings.timeout + 5) / _POLL)):
            if not self.users:
                break
            await asyncio.sleep(_POLL)
        await self.close()

    async def close(self) -> None:
        """End the workers."""
        self._closed = True
        if self._pool is not None:
            await self._pool.close()


class Editions:
    """The snapshots of a store folder as an endpoint serves them."""

    def __init__(self, store: Path | str, settings: Settings) -> None:
        self.folder, self.settings = Folder(store), settings
        self.templates = Templates()
        self.switches = 0
        self._current: Edition | None = None
        self._pinned: dict[str, Edition] = {}
        self._opening = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def current(self) -> Edition:
        """The published snapshot."""
        if self._current is None:
            raise Problem("busy", "The graph is being loaded.", {"Retry-After": "5"})
        return self._current

    async def start(self) -> None:
        """Open the published snapshot and follow the store from now on.

        :raises kg.errors.StoreError: nothing is built, or nothing that may be shown
        """
        await self._follow()
        self._spawn(self._watch())

    async def close(self) -> None:
        """End everything."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        opened = [*self._pinned.values(), *([self._current] if self._current else [])]
        await asyncio.gather(*(edition.close() for edition in opened))

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("not done: %s", error)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_POLL)
            with suppress(
                StoreError, OSError, TimeoutError, RuntimeError
            ):  # the old one is served until it can be read
                await self._follow()

    async def _follow(self) -> None:
        """Open the published snapshot if it is another; requests go to it once its workers are there."""
        path = face(self.folder.current_path(), self.settings.public)
        old = self._current
        if old is not None and old.path == path:
            return
        since = self.folder.link.lstat().st_mtime
        new = Edition(path, since, self.settings, self.templates)
        await new.open()
        self._current = new
        self._spawn(new.warm())
        if old is not None:
            self.switches += 1
            self._spawn(old.retire())

    async def at(self, address: str | None = None) -> Edition:
        """The edition that answers one request; ``with`` it, so that it is kept open until that is answered.

        :param address: of a pinned snapshot, its first eight characters at least; the published one if not told
        """
        return self.current if address is None else await self._pin(address)

    async def _pin(self, address: str) -> Edition:
        if address == self.current.hash:
            return self.current
        async with self._opening:
            path = self._find(address)
            hash_ = manifest(path)["dump_sha256"]
            if hash_ not in self._pinned:
                small = replace(self.settings, light=1, heavy=1, data_memory=0)
                published = datetime.fromisoformat(manifest(path)["published"]).timestamp()
                self._pinned[hash_] = pinned = Edition(path, published, small, self.templates)
                await pinned.open()
                self._retire_oldest()
            self._pinned[hash_] = self._pinned.pop(hash_)  # used last
            return self._pinned[hash_]

    def _retire_oldest(self) -> None:
        if len(self._pinned) > _PINNED:
            oldest = self._pinned.pop(next(iter(self._pinned)))
            self._spawn(oldest.retire())

    def _find(self, address: str) -> Path:
        """The folder of the one snapshot whose shown face has an address that begins so."""
        found = [path for path in self._faces() if manifest(path)["dump_sha256"].startswith(address)]
        if len(address) < 8 or len(found) != 1:
            raise Problem("not-found", f"There is no snapshot {address[:64]} here; it may have been pruned.")
        return found[0]

    def _faces(self) -> list[Path]:
        found = []
        for path in sorted(self.folder.snapshots.iterdir()):
            if (path / "manifest.json").is_file():
                with suppress(StoreError):
                    found.append(face(path, self.settings.public))
        return found
