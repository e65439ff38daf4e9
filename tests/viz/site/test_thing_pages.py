"""Pages of things tell what the graph tells: all of it, nothing else."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import graphs
import lxml.html
import pytest
from asgi import SMALL, Client
from facts import facts_in, facts_of, patiently

from kg.endpoint.settings import Settings
from kg.quads import LABEL, TYPE, iri, khcn, line, literal, vi
from kg.store import Snapshot
from queries.ask import ask
from viz.site.app import site
from viz.site.thing_facts import MOST
from viz.site.thing_terms import terms

_KHCN = "https://w3id.org/khcn"
_LEFT_OUT = {f"{_KHCN}/ontology#sortKey", f"{_KHCN}/ontology#mentionedIn"}


def path(thing: str) -> str:
    return f"{thing.removeprefix(_KHCN).replace('#', '%23')}.html"


def things(graph: Snapshot) -> list[str]:
    _, rows = graph.select(f'SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{_KHCN}/id/")) }} ORDER BY ?s')
    return [str(row[0]) for row in rows]


def terms_of(graph: Snapshot, name: str) -> list[str]:
    asked = f"SELECT DISTINCT ?s {{ GRAPH <{_KHCN}/id/graph/{name}> {{ ?s ?p ?o }} FILTER(isIRI(?s)) }} ORDER BY ?s"
    return [str(row[0]) for row in graph.select(asked)[1]][::7]


def check(web: Client, graph: Snapshot, thing: str) -> None:
    answer = web.get(path(thing))
    assert answer.status == 200, (thing, answer.text)
    shown, known = facts_of(answer.text), facts_in(graph, thing)
    assert shown <= {(p, as_page(o), inward) for p, o, inward in known}, thing
    inverses = terms(graph).inverses
    outward = {p for p, _, inward in known if not inward}
    many = Counter((p, inward) for p, _, inward in known)
    for p, other, inward in known:
        if p in _LEFT_OUT or many[p, inward] > MOST:
            continue
        said_otherwise = inward and inverses.get(p, set()) & outward
        assert said_otherwise or (p, as_page(other), inward) in shown, (thing, p, other)


def as_page(value: str) -> str:
    """A value as HTML gives it back: line ends are one."""
    return value.replace("\r\n", "\n").replace("\r", "\n")


def test_every_page_tells_all_facts_and_no_others(web: Client, graph: Snapshot) -> None:
    found = things(graph)
    assert len(found) > 300
    for thing in found:
        check(web, graph, thing)


@pytest.mark.parametrize("name", ["ontology", "vocabulary"])
def test_terms_have_pages_too(web: Client, graph: Snapshot, name: str) -> None:
    found = [term for term in terms_of(graph, name) if term.startswith(f"{_KHCN}/")]
    assert found
    for term in found:
        check(web, graph, term)


def test_the_json_twin_tells_the_same(web: Client, graph: Snapshot) -> None:
    for thing in things(graph)[::9]:
        told = json.loads(web.get(f"{path(thing)}?format=json").text)
        assert told["iri"] == thing
        twin = {(g["property"], as_page(str(v["value"])), g["inward"]) for g in told["facts"] for v in g["values"]}
        page = facts_of(web.get(path(thing)).text)
        assert {(p, v.lower(), i) for p, v, i in page} == {(p, v.lower(), i) for p, v, i in twin}


def test_evidence_stands_beside_relations_and_leads_to_the_words(web: Client, graph: Snapshot) -> None:
    asked = """SELECT ?s ?p ?o ?words ?source ?start ?end { GRAPH ?g { ?x rdf:subject ?s ; rdf:predicate ?p ;
      rdf:object ?o ; khcn:evidence ?e . ?e oa:exact ?words ; khcn:source ?source ; oa:start ?start ; oa:end ?end } }
      ORDER BY ?x ?e"""
    for subject, predicate, object_, words, source, start, end in graph.select(asked)[1][::40]:
        tree = lxml.html.fromstring(web.get(path(str(subject))).text)
        nodes = [n for n in tree.iter("dd") if n.get("property") == predicate and n.get("resource") == object_]
        quotes = {" ".join(q.text_content().split()) for node in nodes for q in node.iter("q")}
        more = any("chỗ chứng minh" in node.text_content() for node in nodes)
        assert " ".join(str(words).split()) in quotes or more, (subject, predicate, object_)
        address = f"{str(source).removeprefix(_KHCN)}.html?at={start}#w{start}-{end}"
        assert more or any(address == a.get("href") for node in nodes for a in node.iter("a"))


def test_pages_are_for_search_engines_and_programs_too(web: Client, graph: Snapshot) -> None:
    task = next(t for t in things(graph) if "/id/project/" in t)
    answer = web.get(path(task))
    tree = lxml.html.fromstring(answer.text)
    schema = json.loads(tree.xpath("//script[@type='application/ld+json']")[0].text)
    assert schema["@id"] == task
    assert {n.get("href") for n in tree.xpath("//link[@rel='alternate']")} >= {
        f"{task.removeprefix(_KHCN)}.{ending}" for ending in ("ttl", "jsonld", "nt")
    }
    assert "unsafe-inline" not in answer.headers["content-security-policy"]


def test_an_alias_leads_to_the_thing(web: Client, graph: Snapshot) -> None:
    _, rows = graph.select("SELECT ?old ?new { GRAPH graph:aliases { ?old dcterms:isReplacedBy ?new } } ORDER BY ?old")
    for old, new in rows:
        answer = web.get(f"{path(str(old))}?lang=en")
        assert answer.status == 301
        assert answer.headers["location"] == f"{path(str(new))}?lang=en"


def test_a_task_has_its_file(web: Client, graph: Snapshot) -> None:
    for task in [t for t in things(graph) if "/id/project/" in t]:
        told = ask(graph, "task-file", {"task": task})
        tree = lxml.html.fromstring(web.get(path(task)).text)
        links = [a.get("href") for a in tree.xpath("//section[@aria-labelledby='file']//tbody/tr/td/a")]
        documents = [row[told.columns.index("document")] for row in told.rows]
        assert [link for link in links if "/id/doc/" in link] == [path(d) for d in documents if d]


def test_a_place_tells_what_it_is_today(web: Client, graph: Snapshot) -> None:
    for unit, today in (("15-2004", "15-2025"), ("17-2004", "25-2025")):
        tree = lxml.html.fromstring(web.get(f"/id/unit/{unit}.html").text)
        links = tree.xpath("//section[@aria-labelledby='today']//a/@href")
        asked = f"SELECT ?n {{ GRAPH graph:units {{ <{_KHCN}/id/unit/{unit}> dcterms:isReplacedBy ?n }} }}"
        assert links == [path(str(row[0])) for row in graph.select(asked)[1]], (unit, today)


def test_what_is_unknown_has_a_page_that_helps(web: Client) -> None:
    answer = web.get("/id/doc/no-where/ubnd/2020/535-qd-ubnd.html")
    assert answer.status == 404
    assert "/search?q=535+qd+ubnd" in answer.text
    assert web.get("/id/%3Cscript%3E.html").status == 404


def test_what_was_withdrawn_is_gone(tmp_path: Path) -> None:
    hash_ = "ab12" * 16
    graphs.publish(tmp_path, [line((iri(f"{_KHCN}/id/doc/x/ubnd/2020/1-qd-ubnd"), TYPE, khcn("Document")))])
    manifest = (tmp_path / "current" / "manifest.json").resolve()
    manifest.write_text(json.dumps(json.loads(manifest.read_text("utf-8")) | {"withdrawn": [hash_]}), "utf-8")
    with Client(tmp_path, Settings(**SMALL), pages=site()) as web:
        for address in (f"/id/source/{hash_[:16]}.html", f"/id/person/{hash_[:16]}/nguyen-van-a-n1.html"):
            answer = web.get(address)
            assert answer.status == 410
            assert hash_[:16] in answer.text
        assert web.get("/id/source/cd12cd12cd12cd12.html").status == 404


def test_what_no_document_tells_any_more_is_seen_in_the_snapshot_that_had_it(tmp_path: Path) -> None:
    kept, gone = (f"{_KHCN}/id/doc/x/ubnd/2020/{n}-qd-ubnd" for n in (1, 2))
    graphs.publish(tmp_path, [line((iri(thing), TYPE, khcn("Document"))) for thing in (kept, gone)])
    graphs.publish(tmp_path, [line((iri(kept), TYPE, khcn("Document")))])
    with Client(tmp_path, Settings(**SMALL), pages=site()) as web:
        answer = web.get("/id/doc/x/ubnd/2020/2-qd-ubnd.html")
        assert answer.status == 410
        former = re.search(r'href="(/snapshot/[0-9a-f]{64}/id/doc/x/ubnd/2020/2-qd-ubnd\.html)"', answer.text)
        assert former is not None
        assert web.get(former[1]).status == 200
        assert web.get("/id/doc/x/ubnd/2020/3-qd-ubnd.html").status == 404


_HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202egnp.exe", "'; DROP TABLE thing --",
    "{{ 7*7 }} x", "dài " * 2500,
]  # fmt: skip


def test_hostile_labels_are_words(over: Callable[[list[str]], Client]) -> None:
    facts, other = [], iri("javascript:alert(1)")
    for n, label in enumerate(_HOSTILE):
        document = iri(f"{_KHCN}/id/doc/x/ubnd/2020/{n}-qd-ubnd")
        facts += [
            (document, TYPE, khcn("Document")), (document, LABEL, vi(label)),
            (document, khcn("number"), literal(label)), (document, khcn("hasBasis"), other),
        ]  # fmt: skip
    web = over([line(fact) for fact in facts])
    for n, label in enumerate(_HOSTILE):
        page = harmless(web, f"/id/doc/x/ubnd/2020/{n}-qd-ubnd.html")
        assert page.xpath("string(//h1/bdi)").strip() == label.strip()
        found = harmless(web, f"/search?{urlencode({'q': label[:40]})}")
        assert f"/id/doc/x/ubnd/2020/{n}-qd-ubnd.html" in found.xpath("//ul[@class='results']//a/@href")
    harmless(web, "/")


def harmless(web: Client, address: str) -> lxml.html.HtmlElement:
    answer = patiently(web, address)
    assert answer.status == 200, answer.text
    tree = lxml.html.fromstring(answer.text)
    assert not tree.xpath("//img | //script[not(@src) and @type!='application/ld+json']")
    assert not [a for a in tree.xpath("//@href") if a.lower().startswith("javascript:")]
    return tree


def test_what_is_too_much_for_a_page_has_pages_of_its_own(web: Client, graph: Snapshot) -> None:
    within = f"{_KHCN}/ontology#within"
    tree = lxml.html.fromstring(web.get("/id/unit/15-2025.html").text)
    (address,) = tree.xpath("//section[@aria-labelledby='facts']//a[contains(@href, 'property=')]/@href")
    told = {other for p, other, inward in facts_of(web.get(address).text) if p == within and inward}
    asked = f"SELECT DISTINCT ?u {{ GRAPH graph:units {{ ?u khcn:within <{_KHCN}/id/unit/15-2025> }} }}"
    known = {str(row[0]) for row in graph.select(asked)[1]}
    assert told == known
    assert len(known) > MOST
    assert web.get("/id/unit/15-2025.html?property=x").status == 404
    assert web.get("/id/unit/15-2025.html?property=%3E%3Cscript").status == 404


def test_only_what_was_read_can_be_reported_as_wrong(web: Client, graph: Snapshot) -> None:
    document = str(graph.select("SELECT ?d { ?d khcn:authorises ?t } ORDER BY ?d LIMIT 1")[1][0][0])
    page = lxml.html.fromstring(web.get(f"{document.removeprefix('https://w3id.org/khcn')}.html").text)
    folded = page.xpath("//details[@class='facts']//dd")
    reported = {dd.get("property") for dd in folded if dd.xpath("a[@class='correct']")}
    assert khcn("number") in {f"<{p}>" for p in reported} | reported
    assert not reported & {TYPE, khcn("year")}
