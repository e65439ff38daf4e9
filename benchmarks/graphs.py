"""Graphs of this product's own shape and of any size, published as snapshots: for benchmarks and tests of the endpoint.

``python benchmarks/graphs.py FOLDER --documents 20000`` publishes about 1.7 million quads (84 for each document).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg import identity
from kg.quads import DCTERMS, LABEL, OA, RDF, SCHEMA, TYPE, Triple, date, integer, iri, khcn, line, literal, vi
from kg.snapshot import Folder, now
from kg.void import void

PROVINCES = ("son-la", "lai-chau", "dien-bien", "hoa-binh", "yen-bai", "bac-kan", "ha-nam", "nam-dinh")
_CROPS = ("chè", "lúa nếp", "dược liệu", "cây ăn quả", "cá lồng", "ong mật", "cà phê", "mắc ca", "gừng", "trâu")
_WORKS = ("Nghiên cứu chọn tạo giống", "Ứng dụng công nghệ chế biến", "Xây dựng mô hình liên kết", "Bảo tồn nguồn gen")
_STATUSES = ("da-thuc-hien", "dang-thuc-hien", "se-thuc-hien")


def lines(documents: int, seed: int = 1) -> Iterator[str]:
    """N-Quads of so many documents with their tasks, organisations, activities and proofs."""
    chance = random.Random(seed)
    for number in range(documents):
        province = PROVINCES[number % len(PROVINCES)]
        source = hashlib.sha256(f"{seed} {number}".encode()).hexdigest()
        facts = [*_document(number, province, chance), *_task(number, province, chance)]
        for activity in range(2):
            facts += _activity(number, activity, province, chance)
        graph = iri(identity.graph(source))
        yield from (line(triple) for triple in facts)
        yield from (line(triple, graph) for triple in [*facts, *_proofs(source, facts, chance)])


def _doc(number: int, province: str) -> str:
    return iri(f"{identity.BASE}doc/{province}/ubnd/{2015 + number % 10}/{number}-qd-ubnd")


def _document(number: int, province: str, chance: random.Random) -> Iterator[Triple]:
    document, year = _doc(number, province), 2015 + number % 10
    day = f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    office = iri(f"{identity.BASE}org/{province}/ubnd")
    yield document, TYPE, khcn("Document")
    yield document, TYPE, khcn("Decision")
    yield document, LABEL, vi(f"Quyết định số {number}/QĐ-UBND ngày {day} của UBND tỉnh {province}")
    yield document, khcn("number"), literal(f"{number}/QĐ-UBND")
    yield document, khcn("date"), date(day)
    yield document, khcn("year"), integer(year)
    yield document, khcn("issuer"), office
    yield office, TYPE, khcn("Organisation")
    yield office, LABEL, vi(f"UBND tỉnh {province}")
    if number >= len(PROVINCES):
        basis = number % len(PROVINCES) + len(PROVINCES) * chance.randrange(number // len(PROVINCES))
        yield document, khcn("cites"), _doc(basis, province)
        yield document, khcn("hasBasis"), _doc(basis, province)


def _task(number: int, province: str, chance: random.Random) -> Iterator[Triple]:
    task = iri(f"{identity.BASE}project/{province}/{number}")
    host = iri(f"{identity.BASE}org/{province}/don-vi-{number % 50}")
    yield task, TYPE, khcn("Project")
    yield task, LABEL, vi(f"{chance.choice(_WORKS)} {chance.choice(_CROPS)} tại tỉnh {province}")
    yield task, khcn("host"), host
    yield host, khcn("hosts"), task
    yield host, TYPE, khcn("Organisation")
    yield host, LABEL, vi(f"Đơn vị số {number % 50} tỉnh {province}")
    yield task, khcn("location"), iri(f"{identity.BASE}place/{province}")
    yield task, khcn("budget"), integer(chance.randint(100, 5000) * 1_000_000)
    yield _doc(number, province), khcn("approvesList"), task
    yield _doc(number, province), khcn("authorises"), task
    yield task, khcn("authorisedBy"), _doc(number, province)


def _activity(number: int, nth: int, province: str, chance: random.Random) -> Iterator[Triple]:
    activity = iri(f"{identity.BASE}activity/{province}/{number}-{nth}")
    quantity = iri(f"{identity.BASE}quantity/{province}/{number}-{nth}")
    yield activity, TYPE, khcn("Activity")
    yield activity, LABEL, vi(f"Kiểm tra tiến độ nhiệm vụ về {chance.choice(_CROPS)}, lần {nth + 1}")
    yield activity, khcn("activityStatus"), iri(f"https://w3id.org/khcn/vocabulary/status/{chance.choice(_STATUSES)}")
    yield activity, khcn("concerns"), iri(f"{identity.BASE}project/{province}/{number}")
    yield activity, khcn("reportedIn"), _doc(number, province)
    yield activity, khcn("quantity"), quantity
    yield quantity, f"<{SCHEMA}value>", integer(chance.randint(1, 500))


def _proofs(source: str, facts: Iterable[Triple], chance: random.Random) -> Iterator[Triple]:
    """The words that prove two relations of a source."""
    own = iri(identity.source(source))
    yield own, TYPE, khcn("Source")
    yield own, khcn("access"), khcn("public")
    yield iri(identity.graph(source)), f"<{DCTERMS}source>", own
    proven = [fact for fact in facts if fact[1] in (khcn("host"), khcn("approvesList"))]
    for subject, predicate, object_ in proven:
        start = chance.randint(0, 9000)
        words = iri(identity.evidence(source, start, start + 60))
        said = iri(identity.statement(source, subject[1:-1], predicate[1:-1], object_[1:-1]))
        yield words, TYPE, khcn("Evidence")
        yield words, f"<{OA}exact>", literal(f"giao đơn vị chủ trì nhiệm vụ, đoạn {start}")
        yield said, f"<{RDF}subject>", subject
        yield said, f"<{RDF}predicate>", predicate
        yield said, f"<{RDF}object>", object_
        yield said, khcn("evidence"), words


def publish(store: Path, quads: Iterable[str], public: Iterable[str] | None = None) -> str:
    """Publish N-Quads lines as a snapshot, with a public part if one is given; returns its hash."""
    folder = Folder(store)
    with folder.locked(), tempfile.TemporaryDirectory(dir=folder.root) as passing:
        made = Path(passing) / "made"
        hash_ = _face(made, quads, "all" if public is None else "some")
        if public is not None:
            _face(made / "public", public, "all")
        folder.publish(made, hash_)
    return hash_


def _face(folder: Path, quads: Iterable[str], public: str) -> str:
    folder.mkdir(parents=True)
    number, hash_ = _sorted(quads, folder / "dump.nq")
    store = ox.Store(str(folder / "store"))
    store.bulk_load(path=str(folder / "dump.nq"), format=ox.RdfFormat.N_QUADS)
    store.flush()
    (folder / "void.ttl").write_text(void(store), "utf-8")
    told = {"dump_sha256": hash_, "quads": number, "published": now()}
    (folder / "quality.json").write_text("{}", "utf-8")
    rest = {"public": public, "documents": [], "set_aside": [], "withdrawn": [], "cache": []}
    (folder / "manifest.json").write_text(json.dumps(told | rest), "utf-8")
    return hash_


def _sorted(quads: Iterable[str], dump: Path) -> tuple[int, str]:
    """Write the dump, each quad once, in the order of its bytes; how many there are, and the SHA-256 of all.

    The system's ``sort`` does not need them all in memory.
    """
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=dump.parent) as unsorted:
        unsorted.writelines(quads)
        unsorted.flush()
        command = ["sort", "-u", "-S", "1G", "-T", str(dump.parent), "-o", str(dump), unsorted.name]
        subprocess.run(command, check=True, env={**os.environ, "LC_ALL": "C"})
    with dump.open("rb") as file:
        number = sum(1 for _ in file)
        file.seek(0)
        return number, hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    """Publish a graph as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(publish(arguments.folder, lines(arguments.documents, arguments.seed)))


if __name__ == "__main__":
    main()
