from __future__ import annotations

import gzip
import hashlib
import unicodedata
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes, urlencode

import brotli
import pyoxigraph as ox
import pytest
from asgi import Client
from hypothesis import given
from hypothesis import strategies as st

from kg.endpoint.negotiation import GRAPHS, RESULTS
from kg.endpoint.protocol import _unquoted
from kg.snapshot import Folder

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("media", RESULTS)
def test_solutions_in_every_format(client: Client, media: str) -> None:
    answer = client.query("SELECT ?d { ?d a khcn:Decision }", f"image/png, {media};q=0.4")
    assert (answer.status, answer.media) == (200, media)
    if media != "text/csv":
        assert len(list(ox.parse_query_results(answer.body, format=RESULTS[media]))) == 40  # type: ignore[arg-type]


@pytest.mark.parametrize("media", GRAPHS)
def test_graphs_in_every_format(client: Client, media: str) -> None:
    answer = client.query("CONSTRUCT { ?d a khcn:Decision } { ?d a khcn:Decision }", media)
    assert (answer.status, answer.media) == (200, media)
    assert len(list(ox.parse(answer.body, format=GRAPHS[media]))) == 40


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/html, application/xml;q=0.9, */*;q=0.1", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
        ("text/*", "text/csv"),
    ],
)
def test_quality_values_decide(client: Client, accept: str, media: str) -> None:
    assert client.query("ASK {}", accept).media == media


def test_what_cannot_be_given_is_406(client: Client) -> None:
    answer = client.query("SELECT * {}", "text/turtle")
    assert answer.status == 406
    assert "application/sparql-results+json" in answer.json()["detail"]


def test_the_parameter_format_goes_before_accept(client: Client) -> None:
    assert client.query("ASK {}", "text/csv", format="xml").media == "application/sparql-results+xml"
    assert client.query("CONSTRUCT {} {}", format="xml").media == "application/rdf+xml"
    assert client.query("ASK {}", "text/csv", format="turtle").media == "text/csv"


def test_get_head_and_both_posts_agree(client: Client) -> None:
    query = 'SELECT ?d { ?d khcn:number "3/QĐ-UBND" }'
    answers = [
        client.query(query, method="GET"),
        client.query(query),
        client.request("POST", "/sparql", urlencode({"query": query}).encode(), _FORM),
    ]
    assert {a.body for a in answers} == {answers[0].body}
    head = client.query(query, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == answers[0].headers["content-length"]


def test_percent_signs_are_decoded_once(serve: Callable[..., Client]) -> None:
    thing = "http://a/đề%20tài"
    client = serve([f'<{thing}> <http://p> "có" .\n'])
    query = f"SELECT ?o {{ <{thing}> <http://p> ?o }}"
    assert client.query(query, method="GET").json()["results"]["bindings"][0]["o"]["value"] == "có"
    body = b"query=" + quote(query, safe="").encode()
    assert b"c\xc3\xb3" in client.request("POST", "/sparql", body, _FORM).body


def test_decomposed_letters_find_composed_ones(client: Client) -> None:
    query = unicodedata.normalize(
        "NFD", 'SELECT ?d { ?d khcn:number "3/QĐ-UBND" ; rdfs:label ?l FILTER(CONTAINS(?l, "Quyết định")) }'
    )
    assert query != unicodedata.normalize("NFC", query)
    assert len(client.rows(query)) == 1


@pytest.fixture
def three_graphs(serve: Callable[..., Client]) -> Client:
    return serve([
        '<u:a> <u:p> "1" <u:g1> .\n', '<u:a> <u:p> "1" <u:g2> .\n', '<u:b> <u:p> "2" <u:g2> .\n',
        '<u:c> <u:p> "3" <u:g3> .\n', '<u:d> <u:p> "4" .\n',
    ])  # fmt: skip


def _ask(client: Client, query: str, *dataset: tuple[str, str]) -> list[str]:
    fields = urlencode([("query", query), ("format", "csv"), *dataset])
    return sorted(client.get(f"/sparql?{fields}").text.split()[1:])


def test_several_default_graphs_are_merged_without_duplicates(three_graphs: Client) -> None:
    both = [("default-graph-uri", "u:g1"), ("default-graph-uri", "u:g2")]
    assert _ask(three_graphs, "SELECT ?o { ?s ?p ?o }", *both) == ["1", "2"]
    assert _ask(three_graphs, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", *both) == ["2"]
    assert _ask(three_graphs, "SELECT ?o FROM <u:g1> FROM <u:g2> { ?s ?p ?o }") == ["1", "2"]
    assert _ask(three_graphs, "PREFIX u: <u:> SELECT ?o FROM u:g1 FROM u:g2 { ?s ?p ?o }") == ["1", "2"]
    mixed = "SELECT ?o FROM <u:g1> FROM <u:g2> FROM NAMED <u:g3> { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    assert _ask(three_graphs, mixed) == ["1", "2", "3"]


def test_the_dataset_of_the_protocol_is_the_whole_dataset(three_graphs: Client) -> None:
    named = "SELECT ?o { GRAPH ?g { ?s ?p ?o } }"
    assert _ask(three_graphs, "SELECT ?o { ?s ?p ?o }", ("named-graph-uri", "u:g1")) == []
    assert _ask(three_graphs, named, ("default-graph-uri", "u:g1")) == []
    assert _ask(three_graphs, named, ("named-graph-uri", "u:g3")) == ["3"]
    assert _ask(three_graphs, "SELECT ?o FROM <u:g1> { ?s ?p ?o }", ("default-graph-uri", "u:g3")) == ["3"]
    assert three_graphs.get("/sparql?query=ASK%7B%7D&default-graph-uri=relative").status == 400


def test_syntax_errors_tell_line_and_column(client: Client) -> None:
    problem = client.query("SELECT * {\n  ?s a khcn:Decision ;;; }\n  nonsense")
    assert problem.media == "application/problem+json"
    told = problem.json()
    assert (told["status"], told["line"], told["column"]) == (400, 3, 3)
    assert told["type"].endswith("/syntax")


@pytest.mark.parametrize(
    ("method", "target", "body", "headers", "status"),
    [
        ("POST", "/sparql", b"DROP ALL", {"Content-Type": "application/sparql-update"}, 403),
        ("POST", "/sparql", b"update=DROP+ALL", _FORM, 403),
        ("GET", "/sparql?update=DROP+ALL", b"", {}, 403),
        ("PUT", "/sparql", b"", {}, 405),
        ("PUT", "/rdf-graph-store?default", b"", {}, 405),
        ("DELETE", "/rdf-graph-store?graph=u:g", b"", {}, 405),
        ("POST", "/sparql", b"INSERT DATA {}", {"Content-Type": "application/sparql-query"}, 400),
        ("POST", "/sparql", b"query=%FF", _FORM, 400),
        ("POST", "/sparql", b"\xff", {"Content-Type": "application/sparql-query"}, 400),
        ("POST", "/sparql", b"ASK {}", {"Content-Type": "text/plain"}, 415),
        ("GET", "/nowhere", b"", {}, 404),
        ("GET", "/id/nothing", b"", {}, 404),
    ],
)
def test_refusals_are_problems(
    client: Client, method: str, target: str, body: bytes, headers: dict[str, str], status: int
) -> None:
    answer = client.request(method, target, body, headers)
    assert (answer.status, answer.media) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert answer.json()["detail"]


def test_what_has_not_changed_is_304(client: Client) -> None:
    query = "SELECT ?d { ?d a khcn:Decision }"
    first = client.query(query, method="GET")
    target = "/sparql?" + urlencode({"query": query})
    for headers in ({"If-None-Match": first.headers["etag"]}, {"If-Modified-Since": first.headers["last-modified"]}):
        again = client.get(target, headers)
        assert (again.status, again.body) == (304, b"")
    assert client.get(target, {"If-None-Match": '"other"'}).status == 200
    assert client.get(target, {"Accept": "text/csv"}).headers["etag"] != first.headers["etag"]
    assert "etag" not in client.query("SELECT (NOW() AS ?n) {}", method="GET").headers


def test_long_answers_are_packed_and_whole(client: Client) -> None:
    target = "/sparql?" + urlencode({"query": "SELECT * { GRAPH ?g { ?s ?p ?o } }", "format": "json"})
    plain = client.get(target)
    for accepted, coding, unpack in (
        ("br;q=0.8, gzip;q=1.0", "gzip", gzip.decompress),
        ("gzip, br", "br", brotli.decompress),
    ):
        packed = client.get(target, {"Accept-Encoding": accepted})
        assert packed.headers["content-encoding"] == coding
        assert len(plain.body) > 200_000 > len(packed.body)
        assert sorted(unpack(packed.body)) == sorted(plain.body)
    assert plain.headers["content-length"] == str(len(plain.body))


def test_pages_elsewhere_may_read_public_answers_only(client: Client, serve: Callable[..., Client]) -> None:
    foreign = {"Origin": "https://elsewhere.example"}
    assert "access-control-allow-origin" not in client.get("/sparql?query=ASK%7B%7D", foreign).headers
    assert client.get("/sparql", {"Origin": "http://localhost:3000"}).headers["access-control-allow-origin"]
    assert client.get("/sparql", {"Host": "rebound.example"}).status == 421
    public = serve(["<u:a> <u:b> <u:c> .\n"], public=None, public_url="https://data.example")
    assert public.request("OPTIONS", "/sparql").status == 204
    public.endpoint.settings.__dict__["public"] = True
    assert public.get("/sparql", foreign).headers["access-control-allow-origin"] == "*"


def test_graph_store_protocol_reads(three_graphs: Client) -> None:
    one = three_graphs.get("/rdf-graph-store?graph=u%3Ag2", {"Accept": "application/n-triples"})
    assert sorted(one.text.splitlines()) == ['<u:a> <u:p> "1" .', '<u:b> <u:p> "2" .']
    default = three_graphs.get("/rdf-graph-store?default", {"Accept": "application/n-triples"})
    assert default.text.strip() == '<u:d> <u:p> "4" .'
    assert three_graphs.get("/rdf-graph-store?graph=u%3Anone").status == 404
    assert three_graphs.get("/rdf-graph-store").status == 400
    assert three_graphs.get("/rdf-graph-store?graph=u:g1%3E%20%7B%7D").status == 400


def test_every_answer_names_its_snapshot(client: Client, store: Path) -> None:
    hash_ = Folder(store).current()
    for target in ("/sparql", "/sparql?query=nonsense", "/dump.nq.sha256", "/healthz", "/id/nothing", "/metrics"):
        assert client.get(target).headers["kg-snapshot"] == hash_


def test_the_dump_has_the_checksum_that_is_told(client: Client) -> None:
    dump = client.get("/dump.nq")
    assert hashlib.sha256(dump.body).hexdigest() == client.get("/dump.nq.sha256").text.split()[0]
    assert dump.headers["etag"].strip('"') == dump.headers["kg-snapshot"]
    assert client.get("/dump.nq", {"If-None-Match": dump.headers["etag"]}).status == 304
    assert client.request("HEAD", "/dump.nq").headers["content-length"] == str(len(dump.body))


def test_a_client_can_pin_a_snapshot(client: Client, store: Path) -> None:
    hash_ = Folder(store).current()
    answer = client.get(f"/snapshot/{hash_}/sparql?query=ASK%7B%7D")
    assert answer.json() == {"head": {}, "boolean": True}
    assert "immutable" in answer.headers["cache-control"]
    assert client.get("/snapshot/0123456789abcdef/sparql?query=ASK%7B%7D").status == 404


def test_a_fault_of_ours_is_a_problem_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.endpoint.querying.template", lambda _: 1 / 0)
    answer = client.query("ASK { ?fault ?of ?ours }")
    assert (answer.status, answer.media) == (500, "application/problem+json")
    assert "ZeroDivision" not in answer.text


def test_metrics_and_health(client: Client) -> None:
    client.query("ASK {}")
    assert client.get("/healthz").json()["status"] == "ok"
    text = client.get("/metrics").text
    assert 'khcn_workers{lane="light",state="idle"} 2' in text
    assert "khcn_query_seconds_count" in text


@given(
    st.lists(st.sampled_from([b"%", b"=", b"%3D", b"%0A", b"\n", b" ", b"\t", b"%zz", b"3", b"D", b"\r", b"%C4%91"]))
)
def test_percent_decoding_is_that_of_the_standard(pieces: list[bytes]) -> None:
    encoded = b"".join(pieces)
    assert _unquoted(encoded) == unquote_to_bytes(encoded)
