"""``kg check``: a sound graph passes; planted faults are found, by pySHACL and by the compiled constraints alike."""

from __future__ import annotations

from pathlib import Path

import making
import pyoxigraph as ox
import pytest
import stories

import kg
from kg.build import build
from kg.shapes import compiled, shapes
from kg.validate import by_constraints, by_shacl, check

PREFIXES = """PREFIX khcn: <https://w3id.org/khcn/ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX id: <https://w3id.org/khcn/id/> """
FAULTS = {
    "no label": """DELETE { ?a rdfs:label ?l . GRAPH ?g { ?a rdfs:label ?l } }
        WHERE { ?a a khcn:Activity ; rdfs:label ?l . GRAPH ?g { ?a rdfs:label ?l } }""",
    "no mention": """DELETE { GRAPH ?g { ?a khcn:mentionedIn ?e } }
        WHERE { ?a a khcn:Activity . GRAPH ?g { ?a khcn:mentionedIn ?e } }""",
    "two kinds": """INSERT { ?d khcn:kind <https://w3id.org/khcn/vocabulary/document-kind/report> }
        WHERE { ?d a khcn:Decision }""",
    "a concept of another scheme": """INSERT { ?a khcn:activityStatus <https://w3id.org/khcn/vocabulary/stage/listed> }
        WHERE { ?a a khcn:Activity }""",
    "words of another length": "INSERT { GRAPH ?g { ?e oa:exact \"khác\" } } WHERE { GRAPH ?g { ?e a khcn:Evidence } }",
    "an issuer that is a document": "INSERT { ?d khcn:issuer ?d } WHERE { ?d a khcn:Decision }",
    "no statement": "INSERT { ?r khcn:establishes ?t } WHERE { ?r a khcn:Report . ?t a khcn:TaskList }",
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("check")
    build([making.write(folder / "in", "a", *stories.report())], folder / "store", making.read, 1)
    return folder / "store"


def damaged(store: Path, update: str) -> ox.Store:
    copy = ox.Store()
    units = "/graph/units> .\n"
    kept = [x for x in kg.open(store).lines() if not x.decode().endswith(units)]
    copy.bulk_load(b"".join(kept), format=ox.RdfFormat.N_QUADS)
    copy.update(PREFIXES + update)
    return copy


def test_a_sound_graph_passes(store: Path) -> None:
    assert check(kg.open(store), shacl=False) == []


def test_a_sound_graph_passes_the_reference_implementation(store: Path) -> None:
    pytest.importorskip("pyshacl")
    assert list(by_shacl(damaged(store, "INSERT DATA {}"))) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(store: Path, fault: str) -> None:
    found = list(by_constraints(damaged(store, FAULTS[fault])))
    assert found
    assert all(f.vi and f.en for f in found)


def test_both_ways_of_checking_agree(store: Path) -> None:
    pytest.importorskip("pyshacl")
    broken = damaged(store, ";".join(FAULTS.values()))
    ours = {f.about[0] for f in by_constraints(broken)}
    theirs = {f.about[0] for f in by_shacl(broken)}
    assert ours == theirs


def test_most_constraints_are_compiled() -> None:
    assert len(compiled(shapes())) > 100


def test_a_quotation_that_differs_from_the_text_is_found(tmp_path: Path) -> None:
    build([making.write(tmp_path / "in", "a", *stories.report())], tmp_path / "store", making.read, 1)
    graph = kg.open(tmp_path / "store")
    text = next((graph.path / "sources").iterdir())
    text.write_text(text.read_text("utf-8").replace("Kiểm định", "Kiểm dịnh"), "utf-8")
    assert {f.kind for f in check(graph, shacl=False)} == {"missing-evidence"}
