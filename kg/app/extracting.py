"""``kg extract``: one record per document."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec

from ingest import readers
from ingest.readers import UnreadableDocument
from kg.app.failures import FAILED, SET_ASIDE, Failure, tell
from kg.app.language import language, say
from kg.app.output import write
from kg.app.reading import read_file
from ontology.records import Record, to_json

Outcome = Record | str  # a record, or why there is none


def extract_records(sources: list[Path], output: Path | None, workers: int) -> int:
    """Write each document's record to ``output/NAME.json``, or as JSON lines; 3 if some were set aside."""
    paths, aside = discover(sources)
    problems = list(aside)
    names = Counter[str]()
    for path, outcome in zip(paths, read_all(paths, workers), strict=True):
        if isinstance(outcome, str):
            problems.append(outcome)
        elif output is None:
            write(msgspec.json.encode(outcome) + b"\n", None)
        else:
            names[path.stem] += 1
            number = names[path.stem]
            write(to_json(outcome), output / (f"{path.stem}-{number}.json" if number > 1 else f"{path.stem}.json"))
    report(problems)
    return SET_ASIDE if problems else 0


def discover(sources: list[Path]) -> tuple[list[Path], list[str]]:
    """The documents below the sources, and of each file that is set aside what, where and why."""
    for path in sources:
        if not path.exists():
            raise Failure("no-source", path=path)
    paths, aside = readers.discover(sources)
    told = [UnreadableDocument(path, reason).message(language()) for path, reason in aside]
    if not paths:
        report(told)
        raise Failure("nothing-to-read", FAILED, where=", ".join(map(str, sources)))
    return paths, told


def read_all(paths: list[Path], workers: int) -> list[Outcome]:
    """The outcome of reading each file, in order."""
    if workers == 1 or len(paths) == 1:
        return [outcome(path) for path in paths]
    with ProcessPoolExecutor(min(workers, len(paths))) as pool:
        return list(pool.map(outcome, paths, chunksize=max(1, len(paths) // (8 * workers))))


def outcome(path: Path) -> Outcome:
    """A document's record, or the reason why it is set aside."""
    try:
        return read_file(path)
    except UnreadableDocument as error:
        return error.message(language())


def report(problems: list[str]) -> None:
    """Name what was set aside, each with its reason."""
    if problems:
        tell(say("build.set-aside", count=len(problems)))
        for problem in problems:
            tell(f"  {problem}")
