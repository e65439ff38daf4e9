"""The page of a document: its citation, status, what it authorised, and its relations as list and diagram."""

from __future__ import annotations

from collections.abc import Callable

import lxml.html
from asgi import Client

from kg.quads import LABEL, TYPE, iri, khcn, line, vi
from kg.store import Snapshot
from queries.ask import ask
from viz.shown import shown

_KHCN = "https://w3id.org/khcn"


def documents(graph: Snapshot) -> list[str]:
    return [str(row[0]) for row in graph.select("SELECT ?d { ?d a khcn:Document } ORDER BY ?d")[1]]


def tree_of(web: Client, thing: str, query: str = "") -> lxml.html.HtmlElement:
    answer = web.get(f"{thing.removeprefix(_KHCN)}.html{query}")
    assert answer.status == 200, answer.text
    return lxml.html.fromstring(answer.text)


def path(thing: object) -> str:
    return f"{str(thing).removeprefix(_KHCN)}.html"


def test_the_heading_is_what_lawyers_cite_and_can_be_copied(web: Client, graph: Snapshot) -> None:
    for document in documents(graph):
        (label,) = graph.select(f"SELECT ?l {{ <{document}> rdfs:label ?l }}")[1][0]
        tree = tree_of(web, document)
        assert tree.xpath("string(//h1/bdi)") == label
        assert tree.xpath("string(//button[@data-copy]/@data-copy)") == label


def test_the_table_of_what_was_authorised_is_the_answer_to_the_question(web: Client, graph: Snapshot) -> None:
    seen = 0
    for document in documents(graph):
        told = ask(graph, "authorised-by-decision", {"document": document})
        rows = tree_of(web, document).xpath("//section[@aria-labelledby='authorised']//tbody/tr")
        assert len(rows) == len(told.rows), document
        for row, known in zip(rows, told.rows, strict=True):
            cells = row.xpath("td")
            values = dict(zip(told.columns, known, strict=True))
            assert cells[0].xpath("a/@href") == [path(values["thing"])]
            assert cells[1].text_content() == values["approvalLabel"]
            assert cells[2].text_content() == (values["hosts"] or "không nêu")
            assert cells[3].find("bdi").text_content() == (shown(values["budget"], "vi") or "không nêu")
            asked = f"SELECT ?t ?v {{ ?f khcn:fundingOf <{values['thing']}> ; khcn:valueText ?t ; schema:value ?v }}"
            meant = {shown(v, "vi") for t, v in graph.select(asked)[1] if str(t) in str(values["budget"]).split("; ")}
            assert {hint.text_content().split()[0] for hint in cells[3].iter("div")} == meant
            asked = f"SELECT ?l {{ <{values['thing']}> khcn:location ?l }}"
            places = {path(place) for (place,) in graph.select(asked)[1]}
            assert set(cells[4].xpath("a/@href")) <= places
            assert bool(places) == bool(cells[4].xpath("a"))
            seen += 1
    assert seen > 5


def test_effects_stand_in_both_directions(web: Client, graph: Snapshot) -> None:
    seen = 0
    for document in documents(graph):
        told = ask(graph, "legal-effects", {"document": document})
        rows = tree_of(web, document).xpath("//section[@aria-labelledby='effects']//tbody/tr")
        assert len(rows) == len(told.rows), document
        seen += len(rows)
    assert seen > 5


def test_the_diagram_has_what_the_lists_have(web: Client, graph: Snapshot) -> None:
    drawn = 0
    for document in documents(graph):
        section = tree_of(web, document).xpath("//section[@aria-labelledby='relations']")
        if not section:
            asked = (
                f"ASK {{ VALUES ?p {{ khcn:hasBasis khcn:basisFor khcn:amends khcn:amendedBy }} <{document}> ?p ?o }}"
            )
            assert not graph.query(asked)
            continue
        listed = set(section[0].xpath(".//dl//dd[@resource]/a/@href"))
        in_picture = set(section[0].xpath(".//*[local-name()='svg']//*[local-name()='a']/@href")) - {"#relations"}
        assert in_picture <= listed
        counts = f"SELECT (COUNT(DISTINCT ?b) AS ?n) {{ <{document}> khcn:hasBasis ?b }}"
        bases = section[0].xpath(".//dd[@property='https://w3id.org/khcn/ontology#hasBasis']")
        assert len(bases) == graph.select(counts)[1][0][0]
        drawn += len(in_picture)
    assert drawn > 20


def test_status_is_what_documents_say_else_unknown(web: Client, graph: Snapshot) -> None:
    seen = 0
    for document in documents(graph):
        told = ask(graph, "legal-status", {"document": document})
        panel = tree_of(web, document).get_element_by_id("status")
        assert ("chưa rõ" in panel.text_content()) == (not told.rows)
        rows = panel.xpath(".//li[span]")
        states = [row[told.columns.index("stateLabel")] for row in told.rows]
        assert [row.xpath("string(span)") for row in rows] == states
        said = [path(row[told.columns.index("by")]) for row in told.rows]
        assert [row.xpath("a/@href")[0] for row in rows] == said
        seen += len(rows)
    assert seen


_BADGES = {"in-force": "good", "expired": "bad", "partly-expired": "warn", "repealed": "bad"}


def test_an_asserted_status_has_its_badge_and_source(over: Callable[[list[str]], Client]) -> None:
    source = iri(f"{_KHCN}/id/doc/x/ubnd/2021/2-qd-ubnd")
    facts = [(source, LABEL, vi("Quyết định số 2/QĐ-UBND"))]
    for state in _BADGES:
        document = iri(f"{_KHCN}/id/doc/x/ubnd/2020/{state}")
        facts += [
            (document, TYPE, khcn("Document")), (document, LABEL, vi("Quyết định")),
            (document, khcn("legalStatus"), iri(f"{_KHCN}/vocabulary/legal-state/{state}")),
            (document, khcn("statusSource"), source),
        ]  # fmt: skip
    vocabulary, name = iri(f"{_KHCN}/id/graph/vocabulary"), "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    states = [line((iri(f"{_KHCN}/vocabulary/legal-state/{s}"), name, vi(s)), vocabulary) for s in _BADGES]
    web = over([*map(line, facts), *states])
    for state, badge in _BADGES.items():
        panel = tree_of(web, f"{_KHCN}/id/doc/x/ubnd/2020/{state}").get_element_by_id("status")
        assert panel.xpath(".//span[contains(@class, 'badge')]/@class") == [f"badge {badge}"]
        assert panel.xpath(".//li/a/@href") == ["/id/doc/x/ubnd/2021/2-qd-ubnd.html"]


def test_what_is_known_by_reference_only_says_so(web: Client, graph: Snapshot) -> None:
    for document in documents(graph):
        is_reference = graph.query(f"ASK {{ <{document}> khcn:knownByReferenceOnly true }}")
        text = tree_of(web, document).text_content()
        assert ("chỉ được biết qua viện dẫn" in text) == is_reference
        sources = graph.select(f"SELECT ?s {{ GRAPH ?g {{ ?s khcn:sourceOf <{document}> }} }}")[1]
        links = tree_of(web, document).xpath("//p[@class='actions']/a/@href")
        assert {path(s) for (s,) in sources} <= set(links)


def test_mentions_and_findings_are_those_of_the_graph(web: Client, graph: Snapshot) -> None:
    for document in documents(graph):
        tree = tree_of(web, document, "?lang=en")
        told = ask(graph, "findings", {"document": document}, "en")
        assert len(tree.xpath("//section[@aria-labelledby='findings']//tbody/tr")) == len(told.rows)
        asked = f"SELECT DISTINCT ?e {{ GRAPH ?g {{ <{document}> khcn:mentionedIn ?e }} }}"
        shown_ = tree.xpath("//section[@aria-labelledby='mentions']//li[q]")
        assert len(shown_) == min(len(graph.select(asked)[1]), 20)
