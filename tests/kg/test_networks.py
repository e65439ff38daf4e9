"""The networkx view: things without evidence, and without the reports that tell of everything unless asked for."""

from __future__ import annotations

import io
import re
import shlex
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
import rdflib

import kg
from kg.measures import MEASURES, bridges, centrality, communities, links
from kg.networks import PROJECTIONS, as_gexf, as_graphml, network, things
from queries.ask import ask

REPORT = "https://w3id.org/khcn/id/doc/hoa-binh/so-khoa-hoc-va-cong-nghe/2024/141-bc-skhcn"
DECISION = "https://w3id.org/khcn/id/doc/hoa-binh/ubnd/2023/412-qd-ubnd"


@pytest.fixture(scope="module")
def graph(store):
    return kg.open(store)


def test_a_report_is_no_node_unless_asked_for(graph):
    assert REPORT not in things(graph)
    assert REPORT in things(graph, with_reports=True)


def test_nodes_have_labels_and_edges_relations(graph):
    view = things(graph)
    assert view.nodes[DECISION]["label"].startswith("Quyết định số 412/QĐ-UBND")
    relations = {data["relation"] for _, _, data in view.out_edges(DECISION, data=True)}
    assert "approvesList" in relations
    assert all(data["weight"] >= 1 and 0 < data["confidence"] <= 1 for *_, data in view.edges(data=True))
    assert not any("#char=" in node or "/statement/" in node for node in view)


def test_exchange_formats_are_read_back(graph):
    view = things(graph)
    back = nx.read_graphml(io.BytesIO(as_graphml(view).encode()))
    assert set(back) == set(view)
    assert set(nx.read_gexf(io.BytesIO(as_gexf(view).encode()))) == set(view)


def test_organisations_are_tied_by_the_tasks_that_they_share(graph):
    view = network(graph, "organisations-by-task")
    rows = graph.query("SELECT DISTINCT ?a ?b ?t { ?t khcn:host|khcn:partner ?a, ?b FILTER(STR(?a) < STR(?b)) }")
    wanted = {(row["a"], row["b"], row["t"]) for row in rows}
    assert wanted
    assert {(*edge, t) for *edge, told in view.edges(data=True) for t in told["through"].split()} == wanted
    assert sum(told["weight"] for *_, told in view.edges(data=True)) == len(wanted)


@pytest.mark.parametrize("projection", sorted(PROJECTIONS))
def test_every_tie_tells_weight_time_and_confidence(graph, projection):
    view = network(graph, projection)
    assert view.number_of_edges() or projection == "people-by-task", "no task of the examples has two leads"
    for start, end, told in view.edges(data=True):
        assert start != end
        assert told["weight"] == len(told["through"].split()) == len(set(told["through"].split()))
        assert told["first"] <= told["last"]
        assert 0 < told["confidence"] <= 1
        assert told["through_labels"]
    assert set(nx.read_graphml(io.BytesIO(as_graphml(view).encode()))) == set(view)


def test_measures_are_those_of_networkx_and_always_the_same(graph):
    view = network(graph)
    plain = nx.Graph(view)
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    measured = centrality(view)
    assert measured.attributes == centrality(view).attributes
    assert {iri: told["neighbours"] for iri, told in measured.attributes.items()} == dict(plain.degree)
    assert {row[0] for row in bridges(view).rows} == set(nx.articulation_points(plain))
    assert communities(view).rows == communities(view).rows
    assert sum(told["weight"] for *_, told in view.edges(data=True)) == sum(row[4] for row in links(view).rows)


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_an_empty_network_is_measured_too(measure):
    assert MEASURES[measure](nx.MultiDiGraph()).rows == []


def test_rdflib_sees_the_same_graph(graph):
    dataset = graph.dataset()
    wanted = graph.query("SELECT ?d { ?d a khcn:Decision }")
    assert {str(row.d) for row in dataset.query("SELECT ?d { ?d a khcn:Decision }")} == {row["d"] for row in wanted}
    decision = rdflib.URIRef(DECISION)
    assert dataset.default_graph.value(decision, rdflib.RDF.type) is not None
    assert len(list(dataset.graphs())) > 5


def test_the_guide_for_researchers_is_true(store, tmp_path, monkeypatch):
    guide = (Path(__file__).parents[2] / "docs" / "networks.md").read_text("utf-8")
    (tmp_path / "data").symlink_to(store)
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    exec("\n".join(blocks), {})
    commands = [line for block in re.findall(r"```console\n(.*?)```", guide, re.DOTALL) for line in block.splitlines()]
    for command in commands:
        _, *arguments = shlex.split(command)
        done = subprocess.run([sys.executable, "-m", "kg.app.cli", *arguments], capture_output=True, text=True)
        assert done.returncode == 0, f"{command}: {done.stderr}"
    assert {file.name for file in tmp_path.iterdir()} >= {"provinces.xlsx", "things.gexf", "around.html", "between.svg"}


@pytest.mark.parametrize("projection", sorted(PROJECTIONS))
def test_the_question_of_the_catalogue_gives_the_same_ties(graph, projection):
    answer = ask(graph, "network", {"projection": projection})
    asked = {(row[0], row[2]): row[4:7] for row in answer.rows}
    view = network(graph, projection)
    ties = {
        (start, end): [told["weight"], told["first"] or None, told["last"] or None]
        for start, end, told in view.edges(data=True)
    }
    assert ties == asked
