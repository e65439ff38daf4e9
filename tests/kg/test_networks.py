"""The networkx view: things without evidence, and without the reports that tell of everything unless asked for."""

from __future__ import annotations

import io

import networkx as nx
import pytest

import kg
from kg.networks import as_gexf, as_graphml, things

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
    assert all(data["sources"] >= 1 and 0 < data["confidence"] <= 1 for *_, data in view.edges(data=True))
    assert not any("#char=" in node or "/statement/" in node for node in view)


def test_exchange_formats_are_read_back(graph):
    view = things(graph)
    back = nx.read_graphml(io.BytesIO(as_graphml(view).encode()))
    assert set(back) == set(view)
    assert set(nx.read_gexf(io.BytesIO(as_gexf(view).encode()))) == set(view)
