"""Search beside SPARQL's CONTAINS over the same labels, in one run.

``python benchmarks/search.py --labels 100000`` publishes a graph of names of documents and tasks in all provinces,
builds the index of it, and asks both for the same things. CONTAINS is asked at its best: with the very letters and
marks of the labels, in lower case, for the addresses alone; search ranks, counts facets and brings names along.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import graphs

from kg.identity import BASE
from kg.quads import LABEL, TYPE, date, integer, iri, khcn, line, literal, vi
from kg.store import Snapshot, open_store
from ontology.units import unit_table
from viz.search import Index, Wanted
from viz.search_build import build

_WORKS = ("Nghiên cứu chọn tạo", "Ứng dụng công nghệ nuôi", "Xây dựng mô hình trồng", "Bảo tồn nguồn gen", "Chế biến")
_THINGS = ("chè", "lúa nếp", "cá lồng", "ong mật", "cà phê", "mắc ca", "gừng", "trâu", "dược liệu", "tỏi tía", "nấm")
_QUERIES = (
    ("một số hiệu", "735/QĐ-UBND"), ("hai từ", "mắc ca"), ("ba từ", "nuôi cá lồng"),
    ("tên nhiệm vụ", "mô hình trồng gừng"),
    ("tên xã", "đà bắc"), ("tên tỉnh và việc", "bảo tồn nguồn gen tỏi tía"), ("từ hiếm", "phúc trạch"),
)  # fmt: skip
_TIMES = 5


def lines(labels: int, seed: int = 1) -> Iterator[str]:
    """N-Quads of as many documents and tasks as there are to be labels."""
    chance = random.Random(seed)
    units = [unit.full_name for unit in unit_table()]
    for number in range(labels // 2):
        unit, year = chance.choice(units), 2010 + number % 15
        document, task = iri(f"{BASE}doc/x{number % 97}/ubnd/{year}/{number}-qd-ubnd"), iri(f"{BASE}project/x/{number}")
        day = f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        yield line((document, TYPE, khcn("Document")))
        yield line((document, LABEL, vi(f"Quyết định số {number}/QĐ-UBND ngày {day} của UBND {unit}")))
        yield line((document, khcn("number"), literal(f"{number}/QĐ-UBND")))
        yield line((document, khcn("date"), date(day)))
        yield line((document, khcn("year"), integer(year)))
        yield line((task, TYPE, khcn("Project")))
        yield line((task, LABEL, vi(f"{chance.choice(_WORKS)} {chance.choice(_THINGS)} tại {unit}")))


def contains(graph: Snapshot, text: str) -> int:
    """How many labels have all the words, by SPARQL."""
    tests = " && ".join(f'CONTAINS(LCASE(?name), "{word}")' for word in text.lower().split())
    return len(graph.select(f"SELECT ?x {{ ?x rdfs:label ?name FILTER({tests}) }}")[1])


def seconds(work: Callable[[], object]) -> float:
    """The median of a few times."""
    taken = []
    for _ in range(_TIMES):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def compare(graph: Snapshot, index: Index) -> list[float]:
    """One line for each query; how many times faster search is."""
    ratios = []
    print(f"{'query':28} {'CONTAINS':>12} {'search':>12} {'suggest':>12} {'times':>7} {'hits':>12}")
    for name, text in _QUERIES:
        slow = seconds(lambda text=text: contains(graph, text))  # type: ignore[misc]
        fast = seconds(lambda text=text: index.search(Wanted(text)))  # type: ignore[misc]
        typing = seconds(lambda text=text: index.suggest(text))  # type: ignore[misc]
        hits = f"{contains(graph, text)}/{index.search(Wanted(text)).total}"
        ratios.append(slow / fast)
        print(f"{name:28} {slow:10.4f} s {fast:10.4f} s {typing:10.4f} s {slow / fast:6.0f}× {hits:>12}")
    return ratios


def main() -> int:
    """Publish, build, compare; 1 if search is not 20 times as fast by the median."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=int, default=100_000)
    labels = parser.parse_args().labels
    with tempfile.TemporaryDirectory() as folder:
        graphs.publish(Path(folder) / "store", lines(labels))
        graph = open_store(Path(folder) / "store")
        started = time.perf_counter()
        build(graph, Path(folder) / "names.sqlite")
        print(f"{labels} labels, index built in {time.perf_counter() - started:.1f} s")
        ratios = compare(graph, Index(Path(folder) / "names.sqlite"))
    print(f"median: {statistics.median(ratios):.0f} times as fast")
    return 0 if statistics.median(ratios) >= 20 else 1


if __name__ == "__main__":
    sys.exit(main())
