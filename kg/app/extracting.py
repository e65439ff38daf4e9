"""``kg extract``: one record per document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec

from kg.app.failures import SET_ASIDE
from kg.app.output import write
from kg.app.reading import read_document
from kg.app.sources import discover, report
from kg.reading import Document, SetAside
from ontology.records import to_json


def extract_records(sources: list[Path], output: Path | None, workers: int) -> int:
    """Write each document's record to ``output/NAME.json``, or as JSON lines; 3 if some could not be read."""
    paths, aside = discover(sources)
    names = Counter[str]()
    if output:
        output.mkdir(parents=True, exist_ok=True)
    for path, outcome in zip(paths, _read_all(paths, workers), strict=True):
        if isinstance(outcome, SetAside):
            aside.append(outcome)
        elif output is None:
            write(msgspec.json.encode(outcome.record) + b"\n", None)
        else:
            names[path.stem] += 1
            number = names[path.stem]
            write(to_json(outcome.record), output / f"{path.stem}{f'-{number}' if number > 1 else ''}.json")
    report(aside)
    return SET_ASIDE if any(one.failed for one in aside) else 0


def _read_all(paths: list[Path], workers: int) -> Iterator[Document | SetAside]:
    """The outcome of reading each file, in order."""
    if workers == 1 or len(paths) == 1:
        yield from map(read_document, paths)
        return
    with ProcessPoolExecutor(min(workers, len(paths))) as pool:
        yield from pool.map(read_document, paths, chunksize=max(1, len(paths) // (8 * workers)))
