"""Networks as files: the same things and relations in each, positions that stay, hostile names harmless."""

from __future__ import annotations

import json
import re
import time
import xml.etree.ElementTree as ET

import networkx as nx
import pytest

import kg
from viz.neighbourhood import Neighbourhood, Relation, Thing, neighbourhood
from viz.pictures import WRITERS, as_svg, positions

DECISION = "https://w3id.org/khcn/id/doc/hoa-binh/ubnd/2023/412-qd-ubnd"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def found(store):
    return neighbourhood(kg.open(store), [DECISION])


def names(found):
    return {r.predicate: r.predicate.rpartition("#")[2] for r in found.relations}


def test_a_drawing_has_every_thing_and_relation(found):
    root = ET.fromstring(as_svg(found, "Quyết định", names(found)))
    assert len(root.findall(f"{SVG}circle")) == len(found.things)
    assert len(root.findall(f"{SVG}line")) == len(found.relations)
    told = {title.text for circle in root.findall(f"{SVG}circle") for title in circle}
    assert told == {thing.label for thing in found.things.values()}


def test_a_page_has_them_too_and_nothing_from_outside(found):
    page = WRITERS["html"](found, "Quyết định", names(found), "vi")
    nodes, edges = (json.loads(told) for told in re.findall(r"new vis\.DataSet\((\[.*?\])\)[,} ]", page))
    assert {node["id"] for node in nodes} == set(found.things)
    assert len(edges) == len(found.relations)
    assert all("x" in node and "y" in node for node in nodes)
    assert not re.search(r"""(?:src|href)\s*=\s*["']?https?:""", page.replace(page[page.index("<script>") :], ""))


def test_positions_are_the_same_again_and_apart(found):
    from viz.neighbourhood import as_network

    view = as_network(found, names(found))
    placed = positions(view)
    assert placed == positions(view)
    assert len({(round(x), round(y)) for x, y in placed.values()}) == len(view)


def test_hostile_names_stay_text():
    label = "<script>alert(1)</script> \u202e\x00 ]]> " + "x" * 10_000
    things = {iri: Thing(iri, label, "doc") for iri in ("urn:a", "urn:b")}
    hostile = Neighbourhood(things, [Relation("urn:a", "urn:b", "urn:p")])
    ET.fromstring(as_svg(hostile, label.replace("\x00", ""), {"urn:p": label.replace("\x00", "")}))
    page = WRITERS["html"](hostile, label, {"urn:p": label}, "en")
    assert "<script>alert" not in page
    for form in ("graphml", "gexf"):
        ET.fromstring(WRITERS[form](hostile, label, {"urn:p": label}, "en"))


def test_a_thousand_things_are_laid_out_at_once():
    view = nx.MultiDiGraph(nx.barabasi_albert_graph(1000, 2, seed=1))
    view = nx.relabel_nodes(view, str)
    started = time.process_time()
    positions(view)
    assert time.process_time() - started < 30
