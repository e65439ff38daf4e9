"""Work on many files in several processes, such that one bad file cannot take the others with it."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for
from typing import Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

_FEW = 4
"""Fewer tasks than this aren't worth a process."""
_AHEAD = 4
"""Tasks waiting for each worker, so that the queue stays small however many files there are."""


class Crash(Generic[Task]):
    """The process that worked on ``task`` died (out of memory, a fault in a library)."""

    def __init__(self, task: Task) -> None:
        self.task = task


def default_workers() -> int:
    """One process for each processor that this one may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def work(function: Callable[[Task], Result], tasks: Sequence[Task], workers: int) -> Iterator[Result | Crash[Task]]:
    """Results in the order in which they come; a task that kills its process gives a :class:`Crash`.

    :param function: at the top level of a module, so that other processes can import it
    """
    if workers < 2 or len(tasks) < _FEW:
        yield from map(function, tasks)
        return
    left = dict(enumerate(tasks))
    while left:
        try:
            yield from _pooled(function, left, workers)
        except BrokenProcessPool:
            yield from _singly(function, left, workers)


def _pooled(function: Callable[[Task], Result], left: dict[int, Task], workers: int) -> Iterator[Result]:
    with _executor(workers) as pool:
        waiting: dict[Future[Result], int] = {}
        coming = iter(list(left.items()))
        while True:
            for number, task in _some(coming, workers * _AHEAD - len(waiting)):
                waiting[pool.submit(function, task)] = number
            if not waiting:
                return
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                result = future.result()
                del left[waiting.pop(future)]
                yield result


def _singly(function: Callable[[Task], Result], left: dict[int, Task], many: int) -> Iterator[Result | Crash[Task]]:
    """After a crash: the tasks that were under way, each in a process of its own, until the culprit is found."""
    for number in list(left)[: many * _AHEAD + many]:
        task = left.pop(number)
        with _executor(1) as pool:
            try:
                yield pool.submit(function, task).result()
            except BrokenProcessPool:
                yield Crash(task)


def _some(items: Iterable[tuple[int, Task]], most: int) -> Iterator[tuple[int, Task]]:
    for _, item in zip(range(most), items, strict=False):
        yield item


def _executor(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_die_with_parent)


def _die_with_parent() -> None:
    """End this worker when the build is killed: nobody would wait for it."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel
        threading.Thread(target=lambda: (wait_for([sentinel]), os._exit(1)), daemon=True).start()
