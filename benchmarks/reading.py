"""How fast documents are read, beside peers in the same run, on one core.

    pip install eyecite underthesea        (the peers; a peer that is absent is named and left out)
    python benchmarks/reading.py DOCUMENTS... [--size 20]

The documents (files or folders) are repeated to SIZE megabytes (10^6 bytes of UTF-8) as many documents. Read is
everything from text to resolved record in memory, in a process prepared as those of ``kg build`` and ``kg extract``
are. eyecite gets English legal text made with the same number of citations a megabyte; underthesea gets the same
Vietnamese sentences, on a sample, since it is slow. What counts is the process's own time on a processor. Ratios of one
run hold on a busy machine, absolute figures do less: its noise shows in the spread of three rounds.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import os
import random
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from ingest import readers
from ingest.read import read
from ingest.source import Source
from kg.app.reading import collect_rarely
from ontology.units import unit_table

MB = 1_000_000
_WORDS = (  # what English legal prose is made of here, between citations
    "the court held that under its earlier ruling a party may not recover damages where notice of the claim was given "
    "after the statutory period had run and no showing of good cause appears in the record of the proceedings below"
).split()
_REPORTERS = ("U.S.", "F.2d", "F.3d", "S. Ct.", "F. Supp. 2d", "Cal. 4th", "N.E.2d", "A.2d")


def main() -> None:
    """Print one line a reader: megabytes a second, median of three rounds and their spread."""
    arguments = _arguments()
    sources = list(_repeated(arguments.documents, arguments.size * MB))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    units = unit_table()
    size = _size(s.text for s in sources)
    citations = sum(len(read(s, units).citations) for s in sources[:20]) / _size(s.text for s in sources[:20]) * MB
    print(f"{len(sources)} documents, {size / MB:.1f} MB, about {citations:.0f} documents cited a megabyte")
    collect_rarely()
    ours = _rate("khcn-kg, text to record", size, lambda: [read(s, units) for s in sources])
    _growth(sources, units)
    _eyecite(ours, citations)
    _underthesea(ours, sources)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", nargs="+", type=Path)
    parser.add_argument("--size", type=float, default=20.0, help="megabytes in all")
    return parser.parse_args()


def _repeated(paths: list[Path], size: float) -> Iterable[Source]:
    """The documents again and again, each copy a document of its own, until there are ``size`` bytes."""
    originals = [readers.read(path) for path in readers.discover(paths)[0]]
    total = 0
    for number, source in enumerate(itertools.cycle(originals)):
        if total >= size:
            return
        total += len(source.text.encode())
        yield Source(f"{number}-{source.name}", source.text, source.reader)


def _size(texts: Iterable[str]) -> int:
    return sum(len(text.encode()) for text in texts)


def _rate(name: str, size: int, work: Callable[[], object], rounds: int = 3) -> float:
    """Time ``work`` and print megabytes a second of processor time; returns the median."""
    rates = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        rates.append(size / MB / (time.process_time() - start))
    median = statistics.median(rates)
    print(f"{name:40} {median:8.3f} MB/s   ({min(rates):.3f} to {max(rates):.3f})", flush=True)
    return median


def _growth(sources: list[Source], units: object) -> None:
    """Time for one document of growing size: flat if the reading is linear."""
    text = sources[0].text
    for megabytes in (0.1, 1, 5):
        body = text * max(1, round(megabytes * MB / len(text.encode())))
        one = Source("one", body)
        _rate(f"  one document of {megabytes} MB", len(body.encode()), lambda one=one: read(one, units), 1)


def _eyecite(ours: float, citations: float) -> None:
    if not importlib.util.find_spec("eyecite"):
        print("eyecite is not installed: left out")
        return
    from eyecite import get_citations

    texts = [_english(citations, 100_000, seed) for seed in range(5)]
    theirs = _rate("eyecite, default tokenizer, English", _size(texts), lambda: [get_citations(t) for t in texts])
    print(f"  khcn-kg / eyecite = {ours / theirs:.2f}")


def _english(citations: float, size: int, seed: int) -> str:
    """English legal prose of ``size`` characters with as many citations a megabyte."""
    rng = random.Random(seed)
    gap = MB / max(citations, 1)
    parts: list[str] = []
    length, due = 0, gap / 2
    while length < size:
        piece = rng.choice(_WORDS) + " "
        if length > due:
            volume, page, year = rng.randint(1, 600), rng.randint(1, 1500), rng.randint(1950, 2020)
            piece = f"Smith v. Jones, {volume} {rng.choice(_REPORTERS)} {page} ({year}). "
            due += gap
        parts.append(piece)
        length += len(piece)
    return "".join(parts)


def _underthesea(ours: float, sources: list[Source]) -> None:
    if not importlib.util.find_spec("underthesea"):
        print("underthesea is not installed: left out")
        return
    from underthesea import ner

    sentences = [line for s in sources[:3] for line in s.text.splitlines() if 40 < len(line) < 400][:150]
    ner(sentences[0])
    theirs = _rate("underthesea NER", _size(sentences), lambda: [ner(s) for s in sentences], 2)
    print(f"  khcn-kg / underthesea = {ours / theirs:.0f}")


if __name__ == "__main__":
    main()
