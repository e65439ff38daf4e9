"""Measures of networks: what is central, what belongs together, what links parts; as rows and as attributes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from kg.networks import Network
    from kg.store import Value

_SAMPLE = 500  # things from which betweenness is estimated in large networks


@dataclass(frozen=True, slots=True)
class Measured:
    """Rows with named columns, and what was measured of each thing, by its address."""

    columns: tuple[str, ...]
    rows: list[list[Value]]
    attributes: dict[str, dict[str, float | int]]


def simple(view: Network) -> nx.Graph[str]:
    """The network with one undirected edge between two things, its ``weight`` the sum of all between them."""
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(sorted(view))
    for start, end, told in view.edges(data=True):
        if start != end:
            before = plain.get_edge_data(start, end, {"weight": 0})["weight"]
            plain.add_edge(start, end, weight=before + told["weight"])
    return plain


def centrality(view: Network) -> Measured:
    """How many neighbours a thing has, with what weight; its betweenness and PageRank. Most between others first.

    Betweenness is the share of shortest paths that lead through a thing; beyond 500 things it is estimated from 500.
    """
    plain = simple(view)
    between = nx.betweenness_centrality(plain, k=_SAMPLE if len(plain) > _SAMPLE else None, seed=1)
    rank = nx.pagerank(plain, weight="weight") if len(plain) else {}
    found: dict[str, dict[str, float | int]] = {
        iri: {
            "neighbours": plain.degree(iri),
            "strength": plain.degree(iri, weight="weight"),
            "betweenness": round(between[iri], 6),
            "pagerank": round(rank[iri], 6),
        }
        for iri in plain
    }
    order = sorted(found, key=lambda iri: (-found[iri]["betweenness"], -found[iri]["strength"], iri))
    rows: list[list[Value]] = [[iri, view.nodes[iri]["label"], *found[iri].values()] for iri in order]
    return Measured(("thing", "thingLabel", "neighbours", "strength", "betweenness", "pagerank"), rows, found)


def communities(view: Network) -> Measured:
    """What belongs together (Louvain method, always the same parts): the largest community has number 1."""
    plain = simple(view)
    parts = nx.community.louvain_communities(plain, weight="weight", seed=1) if plain.size() else [{n} for n in plain]
    ordered = sorted((sorted(part) for part in parts), key=lambda part: (-len(part), part))
    rows: list[list[Value]] = []
    for number, part in enumerate(ordered, 1):
        within = plain.subgraph(part)
        central = sorted(part, key=lambda iri: (-within.degree(iri, weight="weight"), iri))
        rows += [[number, len(part), iri, view.nodes[iri]["label"]] for iri in central]
    numbers: dict[str, dict[str, float | int]] = {
        iri: {"community": number} for number, part in enumerate(ordered, 1) for iri in part
    }
    return Measured(("community", "size", "thing", "thingLabel"), rows, numbers)


def bridges(view: Network) -> Measured:
    """Things without which a part of the network falls into several: into how many, and how large those cut off are."""
    plain = simple(view)
    found: dict[str, dict[str, float | int]] = {}
    for component in nx.connected_components(plain):
        part = plain.subgraph(component)
        for iri in nx.articulation_points(part):
            rest = sorted((len(c) for c in nx.connected_components(part.subgraph(component - {iri}))), reverse=True)
            found[iri] = {"parts": len(rest), "cut_off": sum(rest[1:])}
    order = sorted(found, key=lambda iri: (-found[iri]["cut_off"], -found[iri]["parts"], iri))
    rows: list[list[Value]] = [[iri, view.nodes[iri]["label"], *found[iri].values()] for iri in order]
    return Measured(("thing", "thingLabel", "parts", "cut_off"), rows, found)


def links(view: Network) -> Measured:
    """What ties two things: every edge with its weight, time, confidence and what the tie goes through."""
    edges = sorted(view.edges(data=True), key=lambda e: (-e[2]["weight"], e[0], e[1]))
    rows: list[list[Value]] = [
        [start, view.nodes[start]["label"], end, view.nodes[end]["label"], told["weight"], told["first"] or None,
         told["last"] or None, told["confidence"], told.get("through_labels") or told.get("relation")]
        for start, end, told in edges
    ]  # fmt: skip
    columns = ("from", "fromLabel", "to", "toLabel", "weight", "first", "last", "confidence", "through")
    return Measured(columns, rows, {})


MEASURES: dict[str, Callable[[Network], Measured]] = {
    "centrality": centrality,
    "communities": communities,
    "bridges": bridges,
    "links": links,
}
"""The measures by name."""
