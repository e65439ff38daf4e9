"""``kg graph`` and ``kg network``: what they write, and what they say when they cannot."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest


def kg(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.app.cli", "--lang", "en", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_a_picture_in_every_format_has_the_same_things(store: Path, tmp_path: Path) -> None:
    files = {form: tmp_path / f"network.{form}" for form in ("svg", "graphml", "gexf")}
    for file in files.values():
        done = kg("graph", "QĐ 412", "--store", store, "--output", file)
        assert done.returncode == 0, done.stderr
    things = set(nx.read_graphml(files["graphml"]))
    assert set(nx.read_gexf(files["gexf"])) == things
    assert files["svg"].read_text("utf-8").count("<circle") == len(things) > 10


def test_a_limit_is_told(store: Path, tmp_path: Path) -> None:
    done = kg("graph", "QĐ 412", "--store", store, "--output", tmp_path / "n.svg", "--limit", "5", "--depth", "2")
    assert done.returncode == 0
    assert "This is a part" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["QĐ 412", "--output", "n.docx"], 2, ".svg"),
        (["không có tên này", "--output", "n.svg"], 1, "không có tên này"),
        (["Hòa Bình", "--output", "n.svg"], 2, "thing="),
        (["QĐ 412", "--output", "n.svg", "--kind", "nothing"], 2, "project"),
    ],
)
def test_wrong_use_is_told(store: Path, tmp_path: Path, arguments: list[str], status: int, said: str) -> None:
    arguments = [str(tmp_path / a) if a.startswith("n.") else a for a in arguments]
    done = kg("graph", *arguments, "--store", store)
    assert done.returncode == status, done.stderr
    assert said in done.stderr
    assert not list(tmp_path.glob("n.*"))


def test_measures_are_written_as_tables_and_networks(store: Path, tmp_path: Path) -> None:
    rows = json.loads(kg("network", "things", "--store", store, "--format", "json").stdout)
    assert rows["columns"] == ["thing", "thingLabel", "neighbours", "strength", "betweenness", "pagerank"]
    table = csv.reader(io.StringIO(kg("network", "things", "--store", store, "--format", "csv").stdout))
    assert len(list(table)) == len(rows["rows"]) + 1
    file = tmp_path / "n.graphml"
    assert kg("network", "--store", store, "--format", "graphml", "--output", file).returncode == 0
    view = nx.read_graphml(file)
    assert {row[0]: row[4] for row in rows["rows"]} == dict(view.nodes(data="betweenness"))


@pytest.mark.parametrize("arguments", [["nothing"], ["things", "--measure", "x"], ["things", "--format", "x"]])
def test_unknown_networks_measures_and_formats_are_told(store: Path, arguments: list[str]) -> None:
    done = kg("network", *arguments, "--store", store)
    assert done.returncode == 2
    assert arguments[-1] in done.stderr
