"""The product on real provincial reports: built, measured, proved to the letter, the same however it is built."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

import kg
from tests.app.conftest import run

pytestmark = pytest.mark.shared

BARS = {
    "citations": 0.97,
    "citations.date": 0.95,
    "citations.issuer": 0.95,
    "places": 0.88,
    "organisations": 0.75,
    "people": 0.85,
    "projects": 0.65,
    "activities.span": 0.75,
    "relations.legal": 0.75,
}


@pytest.fixture(scope="module")
def store(shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("real") / "store"
    built = run("build", shared / "seeds", "--store", folder)
    assert built.returncode == 0, built.stderr
    return folder


def test_every_quotation_is_the_slice_of_its_source(store):
    graph = kg.open(store)
    evidence = graph.query(
        "SELECT ?s ?a ?b ?words { GRAPH ?g { ?e khcn:source ?s ; oa:start ?a ; oa:end ?b ; oa:exact ?words } }"
    )
    texts = {row["s"]: graph.text(row["s"]) for row in evidence}
    assert len(texts) == 3
    assert len(evidence) > 1000
    wrong = [row for row in evidence if texts[row["s"]][row["a"] : row["b"]] != row["words"]]
    assert not wrong


def test_every_asserted_relation_has_a_statement_with_evidence(store):
    unproved = kg.open(store).query(
        """SELECT ?s ?p ?o {
          GRAPH ?g { ?s ?p ?o . ?source a khcn:Source }
          FILTER(STRSTARTS(STR(?p), STR(khcn:)) && STRSTARTS(STR(?o), STR(id:)))
          FILTER(?p NOT IN (khcn:mentionedIn, khcn:source, khcn:evidence, khcn:sourceOf, khcn:reportedIn, khcn:quantity,
                            khcn:mayBe))
          FILTER NOT EXISTS {
            GRAPH ?g { ?st rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; khcn:evidence ?e . ?e oa:exact ?words }
          }
        } LIMIT 5"""
    )
    assert not unproved


def test_every_thing_is_mentioned(store):
    lost = kg.open(store).query(
        """SELECT ?x { VALUES ?c { khcn:Document khcn:Project khcn:Organisation khcn:Activity khcn:Person } ?x a ?c
          FILTER NOT EXISTS { GRAPH ?g { ?x khcn:mentionedIn ?e } } } LIMIT 5"""
    )
    assert not lost


def test_the_reading_reaches_its_bars_and_the_measure_is_the_scorer_s(shared, tmp_path):
    bars = [argument for key, bar in BARS.items() for argument in ("--min", f"{key}={bar}")]
    measured = run("evaluate", shared / "gold", shared / "seeds", "--format", "json", *bars)
    assert measured.returncode == 0, measured.stderr
    assert run("extract", shared / "seeds", "--output", tmp_path).returncode == 0
    command = [
        sys.executable,
        shared / "eval" / "score.py",
        shared / "gold",
        tmp_path,
        "--text",
        shared / "seeds",
        "--json",
    ]
    scored = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    figures = json.loads(measured.stdout)["figures"]
    theirs = {key: value["f1"] for key, value in scored["scores"].items()} | scored["attributes"]
    assert figures == pytest.approx(theirs)


def test_the_dump_is_the_same_whatever_the_order_and_the_workers(shared, store, tmp_path):
    for number, name in enumerate(sorted(p.name for p in (shared / "seeds").iterdir()), 1):
        (tmp_path / "in" / str(9 - number)).mkdir(parents=True)
        shutil.copy(shared / "seeds" / name, tmp_path / "in" / str(9 - number) / name)
    for workers in (1, 2):
        assert run("build", tmp_path / "in", "--store", tmp_path / f"s{workers}", "--workers", workers).returncode == 0
    dumps = [(folder / "current" / "dump.nq").read_bytes() for folder in (store, tmp_path / "s1", tmp_path / "s2")]
    assert dumps[0] == dumps[1] == dumps[2]


def test_two_stores_built_apart_meet_in_their_union(shared, store, tmp_path):
    seeds = sorted((shared / "seeds").iterdir())
    for number, part in enumerate((seeds[:1], seeds[1:])):
        assert run("build", *part, "--store", tmp_path / str(number)).returncode == 0
    query = """SELECT DISTINCT ?d {
      { ?d khcn:number ?n ; khcn:date ?day . FILTER(!CONTAINS(STR(?d), '/ref/')) }
      UNION { ?d a khcn:Standard } UNION { ?d a khcn:AdministrativeUnit }
    }"""
    whole, *parts = ({row["d"] for row in kg.open(s).query(query)} for s in (store, tmp_path / "0", tmp_path / "1"))
    assert whole == parts[0] | parts[1]
    assert len(whole) > 40
