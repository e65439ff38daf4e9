"""Work on many files in several processes, such that one bad file cannot stop or take with it the others."""

from __future__ import annotations

import math
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from typing import Any, Generic, TypeVar

from kg.errors import BuildError

Task = TypeVar("Task")
Result = TypeVar("Result")
Limit = Callable[[Task], float]
"""Seconds that a task may take."""

_FEW = 4
"""Fewer tasks than this aren't worth a process, unless they have a limit."""
_ATTEMPTS = 3
"""So many processes in a row may die before they are ready to work."""


class Crash(Generic[Task]):
    """The process that worked on ``task`` died (out of memory, a fault in a library).

    :ivar late: it was ended because it took longer than the limit
    """

    def __init__(self, task: Task, late: bool = False) -> None:
        self.task, self.late = task, late


def default_workers() -> int:
    """One process for each processor that this one may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def work(
    function: Callable[[Task], Result], tasks: Sequence[Task], workers: int, limit: Limit[Task] | None = None
) -> Iterator[Result | Crash[Task]]:
    """Results in the order in which they come; a task that kills its process or is too slow gives a :class:`Crash`.

    :param function: at the top level of a module, so that other processes can import it
    :param limit: each task is worked on in another process, which is ended when the task takes longer
    """
    if limit is None and (workers < 2 or len(tasks) < _FEW):
        yield from map(function, tasks)
        return
    crew = _Crew(function, limit or (lambda _task: math.inf), tasks)
    try:
        yield from crew.work(workers)
    finally:
        crew.end()


class _Crew(Generic[Task, Result]):
    """Processes, and the tasks that are left for them."""

    def __init__(self, function: Callable[[Task], Result], limit: Limit[Task], tasks: Sequence[Task]) -> None:
        self.function, self.limit, self.waiting = function, limit, deque(tasks)
        self.workers: list[_Worker[Task]] = []
        self.failed_starts = 0

    def work(self, workers: int) -> Iterator[Result | Crash[Task]]:
        """Work until no task is left."""
        while True:
            at_work = sum(bool(w.tasks) for w in self.workers)
            while len(self.workers) < min(workers, at_work + len(self.waiting)):
                self.workers.append(_Worker(self.function))
            if not self.waiting and not at_work:
                return
            patience = min(w.deadline for w in self.workers) - time.monotonic()
            told = wait_for([w.connection for w in self.workers], None if patience == math.inf else max(patience, 0))
            for worker in list(self.workers):
                if worker.connection in told:
                    yield from self._hear(worker)
                elif worker.deadline <= time.monotonic():
                    yield from self._lose(worker, late=True)

    def _hear(self, worker: _Worker[Task]) -> Iterator[Result | Crash[Task]]:
        try:
            done, outcome = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._lose(worker)
            return
        if not done:
            raise outcome
        self.failed_starts = 0
        yield from [outcome] if worker.tasks else []
        worker.take(self.waiting.popleft() if self.waiting else None, self.limit)

    def _lose(self, worker: _Worker[Task], late: bool = False) -> Iterator[Crash[Task]]:
        worker.end()
        self.workers.remove(worker)
        yield from (Crash(task, late) for task in worker.tasks)
        if not worker.ready:
            self.failed_starts += 1
            if self.failed_starts == _ATTEMPTS:
                raise BuildError.no_workers()

    def end(self) -> None:
        """End all processes."""
        for worker in self.workers:
            worker.end()


class _Worker(Generic[Task]):
    """A process that works on one task at a time.

    :ivar tasks: the task that it works on, if any
    """

    def __init__(self, function: Callable[[Task], Any]) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, function), daemon=True)
        self.process.start()
        theirs.close()
        self.tasks: list[Task] = []
        self.deadline, self.ready = math.inf, False

    def take(self, task: Task | None, limit: Limit[Task]) -> None:
        """Begin a task, None for a rest."""
        self.ready = True
        self.tasks = [] if task is None else [task]
        self.deadline = math.inf if task is None else time.monotonic() + limit(task)
        if task is not None:
            with suppress(OSError):  # it has just died: hearing from it will tell
                self.connection.send(task)

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.join()
        self.connection.close()


def _serve(connection: Connection, function: Callable[[Any], Any]) -> None:
    """What a worker does: tell that it is ready, then a result for each task."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who started it ends it
    _die_with_parent()
    connection.send((True, None))
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        try:
            outcome = True, function(task)
        except Exception as error:
            outcome = False, error
        connection.send(outcome)


def _die_with_parent() -> None:
    """End this worker when the build is killed: nobody would wait for it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel
        threading.Thread(target=lambda: (wait_for([sentinel]), os._exit(1)), daemon=True).start()
