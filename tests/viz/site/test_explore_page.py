"""The explorer and its data: every relation is in the graph with its words, nothing is cut in silence."""

from __future__ import annotations

import io
from collections.abc import Callable
from urllib.parse import urlencode

import lxml.html
import networkx as nx
import pytest
from asgi import Client

from kg.quads import LABEL, line, vi
from kg.store import Snapshot
from viz.neighbourhood import connections, neighbourhood, routes
from viz.site.thing_terms import terms

ID = "https://w3id.org/khcn/id/"
DECISION = f"{ID}doc/hoa-binh/ubnd/2023/412-qd-ubnd"
LATER = f"{ID}doc/hoa-binh/ubnd/2023/1536-qd-ubnd"


def stated(graph: Snapshot) -> set[tuple[str, str, str]]:
    _, rows = graph.select(
        f"""SELECT DISTINCT ?s ?p ?o {{ GRAPH ?g {{ ?st rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }}
        FILTER(STRSTARTS(STR(?o), "{ID}")) }}"""
    )
    return {(str(s), str(p), str(o)) for s, p, o in rows}


def get(web: Client, path: str, **parameters: object):
    return web.get(f"{path}?{urlencode(parameters, doseq=True)}")


def test_a_neighbourhood_is_what_statements_say(graph: Snapshot) -> None:
    found = neighbourhood(graph, [DECISION])
    said = stated(graph)
    near = {DECISION} | {s for s, _, o in said if o == DECISION} | {o for s, _, o in said if s == DECISION}
    assert set(found.things) == near
    assert {r.key for r in found.relations} == {k for k in said if k[0] in near and k[2] in near}
    assert all(r.evidence and r.sources and r.confidence > 0 for r in found.relations)
    assert not found.cut


def test_a_limit_is_kept_and_told(graph: Snapshot) -> None:
    found = neighbourhood(graph, [DECISION], depth=3, limit=10)
    assert len(found.things) == 10
    assert found.cut


def test_only_chosen_kinds_are_walked_to(graph: Snapshot) -> None:
    found = neighbourhood(graph, [DECISION], depth=2, kinds=["project"])
    assert {t.kind for t in found.things.values()} == {"doc", "project"}
    assert [t.iri for t in found.things.values() if t.kind == "doc"] == [DECISION]
    assert {r.key for r in found.relations} == {k for k in stated(graph) if {k[0], k[2]} <= set(found.things)}


def test_connections_are_as_short_as_any(graph: Snapshot) -> None:
    """Against a breadth-first search over all statements, without the things that are not walked through."""
    reports = {
        str(row[0])
        for row in graph.select("SELECT ?d { ?d khcn:kind <https://w3id.org/khcn/vocabulary/document-kind/report> }")[1]
    }
    whole: nx.Graph = nx.Graph((s, o) for s, _, o in stated(graph))
    things = sorted(n for n in whole if n.split("/id/")[1].split("/")[0] in ("doc", "project", "org"))[::9]
    for start, end in [(a, b) for a in things[:6] for b in things[6:14]]:
        barred = {n for n in whole if "/id/unit/" in n or "/id/place/" in n or n in reports} - {start, end}
        open_ = whole.subgraph(set(whole) - barred)
        found = connections(graph, start, end, longest=6)
        length = nx.shortest_path_length(open_, start, end) if nx.has_path(open_, start, end) else 99
        steps = {len(route) for route in routes(found, start, end)}
        assert steps == ({length} if length <= 6 else set()), (start, end)


def test_a_search_that_gives_up_says_so(web: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viz.neighbourhood.WIDEST", 1)
    far = f"{ID}unit/45-2004"
    page = get(web, "/explore", thing=DECISION, to=far, lang="en")
    assert "Not known: the search was given up" in page.text
    assert "There is no connection" not in page.text


def test_the_data_are_what_the_page_shows(web: Client) -> None:
    page = lxml.html.fromstring(get(web, "/explore", thing=DECISION).text)
    told = get(web, "/api/graph", thing=DECISION).json()
    assert len(page.xpath("//table[@id='relations']/tbody/tr")) == len(told["edges"]) > 10
    view = nx.read_gexf(io.BytesIO(get(web, "/api/graph", thing=DECISION, format="gexf").body))
    assert set(view) == {node["iri"] for node in told["nodes"]}
    assert view.number_of_edges() == len(told["edges"])


def test_what_a_closer_relation_implies_is_left_out(web: Client, graph: Snapshot) -> None:
    told = get(web, "/api/graph", thing=DECISION).json()["edges"]
    known = terms(graph)
    by_ends: dict[tuple[str, str], list[str]] = {}
    for edge in told:
        by_ends.setdefault((edge["start"], edge["end"]), []).append(edge["predicate"])
    for predicates in by_ends.values():
        assert not any(a != b and a in known.upward(b) for a in predicates for b in predicates)


def test_words_lead_to_their_place(web: Client) -> None:
    page = lxml.html.fromstring(get(web, "/explore", thing=DECISION).text)
    href = page.xpath("//td/a[contains(@href, '#w')]/@href")[0]
    source, _, place = href.partition("#")
    assert f'id="{place}"' in web.get(source).text


def test_paths_have_their_steps_and_words(web: Client) -> None:
    told = get(web, "/api/paths", **{"from": "412/QĐ-UBND", "to": LATER}).json()
    assert told["paths"]
    for path in told["paths"]:
        assert path[-1]["to"] == LATER
    assert all(edge["evidence"] for edge in told["edges"])


@pytest.mark.parametrize(
    ("path", "parameters", "status"),
    [
        ("/api/graph", {}, 400),
        ("/api/graph", {"thing": "không có tên này"}, 400),
        ("/api/graph", {"thing": DECISION, "depth": "9"}, 400),
        ("/api/graph", {"thing": DECISION, "limit": "x"}, 400),
        ("/api/graph", {"thing": [f"{ID}doc/{n}" for n in range(99)]}, 400),
        ("/api/paths", {"from": DECISION}, 400),
        ("/explore", {"thing": DECISION, "max_length": "99"}, 400),
        ("/explore", {"thing": "https://w3id.org/khcn/id/doc/<script>"}, 200),
        ("/explore", {"thing": f"{ID}doc/none"}, 200),
        ("/explore", {"thing": DECISION, "to": f"{ID}doc/none"}, 200),
        ("/explore", {"thing": DECISION, "to": DECISION}, 200),
    ],
)
def test_wrong_use_is_answered(web: Client, path: str, parameters: dict[str, str], status: int) -> None:
    answer = get(web, path, **parameters)
    assert answer.status == status, answer.text
    assert "<script>" not in answer.text.replace("<script>\n", "")


def test_hostile_names_stay_text(over: Callable[..., Client]) -> None:
    label = "<script>alert(1)</script>\u202e" + "x" * 10_000
    graph, statement = f"<{ID}graph/a>", f"<{ID}statement/a>"
    rdf, khcn = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "https://w3id.org/khcn/ontology#"
    told = {f"{rdf}subject": f"{ID}doc/a", f"{rdf}predicate": f"{khcn}cites", f"{rdf}object": f"{ID}doc/b"}
    told[f"{khcn}evidence"] = f"{ID}source/a#char=0,5"
    lines = [f"{statement} <{p}> <{o}> {graph} .\n" for p, o in told.items()]
    web = over([line((f"<{ID}doc/a>", LABEL, vi(label))), *lines])
    answer = get(web, "/explore", thing=f"{ID}doc/a")
    assert answer.status == 200
    assert "<script>alert" not in answer.text
    assert len(get(web, "/api/graph", thing=f"{ID}doc/a").json()["edges"]) == 1
