"""``kg extract``: one record per document."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from unicodedata import normalize

import msgspec

from kg.app.failures import SET_ASIDE
from kg.app.output import write
from kg.app.reading import read_document
from kg.app.sources import discover, report
from kg.pool import Crash, work
from kg.reading import PATIENCE, Document, SetAside, time_limit
from ontology.records import to_json


def extract_records(sources: list[Path], output: Path | None, workers: int) -> int:
    """Write each document's record to ``output/NAME.json``, or as JSON lines; 3 if some could not be read."""
    paths, aside = discover(sources)
    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
    used: set[str] = set()
    for path, outcome in zip(paths, _read_all(paths, workers), strict=True):
        if isinstance(outcome, SetAside):
            aside.append(outcome)
        elif output is None:
            write(msgspec.json.encode(outcome.record) + b"\n", None)
        else:
            write(to_json(outcome.record), output / f"{_free_name(path.stem, used)}.json")
    report(aside)
    return SET_ASIDE if any(one.failed for one in aside) else 0


def _free_name(stem: str, used: set[str]) -> str:
    """A name that no record has yet, on file systems too that hold upper and lower case for one."""
    numbered = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    name = next(name for name in numbered if _folded(name) not in used)
    used.add(_folded(name))
    return name


def _folded(name: str) -> str:
    return normalize("NFC", name).casefold()


def _read_all(paths: list[Path], workers: int) -> Iterator[Document | SetAside]:
    """The outcome of reading each file, in order."""
    limit = partial(time_limit, PATIENCE) if len(paths) > 1 else None  # a lone one keeps nobody waiting
    waiting: dict[Path, Document | SetAside] = {}
    coming = iter(work(_read_named, paths, workers, limit))
    for path in paths:
        while path not in waiting:
            result = next(coming)
            if isinstance(result, Crash):
                reason = "too-slow" if result.late else "crash"
                waiting[result.task] = SetAside(result.task.name, reason, path=str(result.task))
            else:
                waiting[result[0]] = result[1]
        yield waiting.pop(path)


def _read_named(path: Path) -> tuple[Path, Document | SetAside]:
    return path, read_document(path)
