"""Networks as files that need nothing else: an interactive page, a drawing; positions are computed once."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from importlib.resources import files
from typing import TYPE_CHECKING

import networkx as nx
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from kg.networks import as_gexf, as_graphml, legible
from queries.catalogue import Language
from viz.neighbourhood import Neighbourhood, as_network
from viz.shown import shown
from viz.site.words import say

if TYPE_CHECKING:
    from kg.networks import Network

    Positions = dict[str, tuple[float, float]]

COLOURS = {
    "doc": "#3572b0", "project": "#1d7a4a", "programme": "#6a8f1f", "org": "#b3541e", "person": "#8d3c8f",
    "membership": "#b06fb2", "unit": "#8a6d1d", "place": "#8a6d1d", "activity": "#5b5fc7", "event": "#2f8f83",
    "funding": "#c2385a", "effect": "#5d7f9e", "standard": "#7a7f87",
}  # fmt: skip
"""Colours by kind of thing, dark enough to be read on white; the pages use the same."""
_OTHER = "#3572b0"
_ROUNDS, _ROUNDS_OF_MANY = 80, 30  # of the layout: more moves little that one sees
_SPREAD = 160.0  # pixels that a thing takes
_LONGEST = 48  # characters of a label in a drawing
_MANY = 150  # things beyond which only the most connected ones are named
_WELL_CONNECTED = 6  # relations of a thing that is named among many
_VIS = "lib/vis-9.1.2/vis-network.min.js"


def positions(view: Network) -> Positions:
    """A place for each thing, in pixels: each connected part by Fruchterman and Reingold, the parts side by side.

    The same network gives the same places.
    """
    plain: nx.Graph[str] = nx.Graph(view)
    parts = sorted(nx.connected_components(plain), key=lambda part: (-len(part), min(part)))
    placed: Positions = {}
    left = top = row = 0.0
    width = _SPREAD * max(1, len(plain)) ** 0.5 * 1.4
    for part in parts:
        size = _SPREAD * len(part) ** 0.5
        if left + size > width and left:
            left, top, row = 0.0, top + row, 0.0
        for iri, (x, y) in _part(plain.subgraph(sorted(part))).items():
            placed[iri] = (left + (x + 1) * size / 2, top + (y + 1) * size / 2)
        left, row = left + size + _SPREAD, max(row, size + _SPREAD)
    return placed


def _part(part: nx.Graph[str]) -> Positions:
    """Places from -1 to 1, whatever the order of things and relations."""
    if len(part) == 1:
        return dict.fromkeys(part, (0.0, 0.0))
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(sorted(part))
    ordered.add_edges_from(sorted((min(edge), max(edge)) for edge in part.edges))
    rounds = _ROUNDS if len(part) <= _MANY else _ROUNDS_OF_MANY
    found = nx.spring_layout(ordered, iterations=rounds, seed=1, method="force")
    return {iri: (float(x), float(y)) for iri, (x, y) in found.items()}


def as_svg(found: Neighbourhood, title: str, names: dict[str, str]) -> str:
    """The network as a drawing for documents; names of relations and whole labels show where the pointer rests."""
    view = as_network(found, names)
    placed = positions(view)
    right, bottom = (max(p[i] for p in placed.values()) for i in (0, 1))
    box = f"-60 -60 {right + 460:.0f} {bottom + 120:.0f}"
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": box, "font-family": "sans-serif"})
    root.set("role", "img")
    ET.SubElement(root, "title").text = legible(title)
    marks = ET.SubElement(ET.SubElement(root, "defs"), "marker", _ARROW)
    ET.SubElement(marks, "path", {"d": "M0 0L8 4L0 8z", "fill": "#7a838c"})
    for start, end, told in view.edges(data=True):
        ends = [f"{value:.1f}" for iri in (start, end) for value in placed[iri]]
        line = ET.SubElement(root, "line", dict(zip(("x1", "y1", "x2", "y2"), ends, strict=True)) | _LINE)
        ET.SubElement(line, "title").text = told["relation"]
    for iri, told in view.nodes(data=True):
        _draw(root, placed[iri], told, view.degree(iri), len(view) <= _MANY)
    return ET.tostring(root, encoding="unicode") + "\n"


_ARROW = {"id": "arrow", "viewBox": "0 0 8 8", "refX": "20", "refY": "4", "orient": "auto"}
_ARROW |= {"markerWidth": "7", "markerHeight": "7"}
_LINE = {"stroke": "#9aa3ab", "stroke-width": "1", "marker-end": "url(#arrow)"}


def _draw(root: ET.Element, at: tuple[float, float], told: dict[str, str], degree: int, all_named: bool) -> None:
    """A thing: a dot with its name beside it."""
    radius = 5 + min(9, degree**0.5)
    circle = {"cx": f"{at[0]:.1f}", "cy": f"{at[1]:.1f}", "r": f"{radius:.1f}", "fill": _colour(told["kind"])}
    ET.SubElement(ET.SubElement(root, "circle", circle), "title").text = told["label"]
    if all_named or degree > _WELL_CONNECTED:
        place = {"x": f"{at[0] + radius + 3:.1f}", "y": f"{at[1] + 4:.1f}", "font-size": "12", "fill": "#1a2027"}
        ET.SubElement(root, "text", place).text = _short(told["label"])


def _colour(kind: str) -> str:
    return COLOURS.get(kind, _OTHER)


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"


def as_html(found: Neighbourhood, title: str, names: dict[str, str], language: Language) -> str:
    """The network as one page that needs no network: pyvis' nodes and edges, vis-network itself, a table beside it.

    Positions are computed here and physics are off: a thousand things stand at once.
    """
    import pyvis
    from pyvis.network import Network as Vis

    vis = Vis(directed=True)
    vis.toggle_physics(False)
    view = as_network(found, names)
    placed = positions(view)
    for iri, told in view.nodes(data=True):
        x, y = placed[iri]
        size = 8 + min(14, view.degree(iri))
        label = _short(told["label"]) if len(view) <= _MANY or view.degree(iri) > _WELL_CONNECTED else " "
        vis.add_node(iri, label, color=_colour(told["kind"]), x=x, y=y, size=size, title=told["label"])
    for start, end, told in view.edges(data=True):
        vis.add_edge(start, end, title=told["relation"], color="#9aa3ab")
    kinds = {t.kind: say(f"explore.kind-{t.kind}", language) for t in found.things.values() if t.kind in COLOURS}
    return _page().render(
        title=title, language=language, nodes=vis.nodes, edges=vis.edges, options=vis.options.to_json(),
        library=files(pyvis).joinpath(*_VIS.split("/")).read_text("utf-8"), found=found, names=names, kinds=kinds,
        colours=COLOURS, say=lambda key, **fields: say(f"explore.{key}", language, **fields),
        day=lambda when: shown(when, language),
    )  # fmt: skip


def _page() -> Template:
    loader = PackageLoader("viz")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("network.html")


Writer = Callable[[Neighbourhood, str, dict[str, str], Language], str]
WRITERS: dict[str, Writer] = {
    "html": as_html,
    "svg": lambda found, title, names, _: as_svg(found, title, names),
    "graphml": lambda found, _, names, __: as_graphml(as_network(found, names)),
    "gexf": lambda found, _, names, __: as_gexf(as_network(found, names)),
}
"""How a network is written, by the ending of the file's name."""
