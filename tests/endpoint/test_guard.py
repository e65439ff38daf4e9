from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.endpoint.guard import check, is_volatile, normalised, template, token_at, tokens
from kg.endpoint.problems import Problem
from kg.endpoint.settings import Settings

_SETTINGS = Settings()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'SERVICE <http://a>' }",
        "SELECT * { ?s ?p '''it's SERVICE''' }",
        "SELECT * { ?s <http://a/service> ?o } # SERVICE <http://a>",
        "PREFIX service: <http://a> SELECT * { ?service service:x ?o }",
        "SELECT * { FILTER(?a < ?b && ?b > ?c) }",
        "SELECT * { ?s ?p ( ?a <http://b> 1 ) }",
        "SELECT * { ?s (<u:a>/<u:b>|^<u:c>)* ?o . ?o <u:d>/<u:e> ?x }",
    ],
)
def test_honest_queries_pass(query: str) -> None:
    check(query, _SETTINGS)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://a> {} }",
        "SELECT * {SERVICE<http://a>{}}",
        "SELECT * { ?s ?p '#' . service ?x {} }",
        "SELECT * { ?s ?p 'a\\'' . SERVICE SILENT a:b {} }",
        'SELECT * { ?s ?p "<" . SERVICE <http://a> { ?s ?p ">" } }',
        "SELECT * { ?s ?p '''''' . SERVICE <http://a> {} }",
    ],
)
def test_no_service_slips_through(query: str) -> None:
    with pytest.raises(Problem) as raised:
        check(query, _SETTINGS)
    assert raised.value.kind == "service"
    assert raised.value.members["column"] == query.lower().index("service") + 1


def test_the_dataset_is_read_from_the_tokens() -> None:
    found = check(
        "BASE <http://a/> PREFIX p: <http://b/> SELECT * FROM <c> FROM p:d FROM NAMED <e> { ?from ?p ?o }", _SETTINGS
    )
    assert (found.defaults, found.from_named) == (["http://a/c", "http://b/d"], ["http://a/e"])
    assert found.named
    undeclared = check("SELECT * FROM graph:units FROM <u:a> { ?s ?p ?o }", _SETTINGS)
    assert undeclared.defaults == ["https://w3id.org/khcn/id/graph/units", "u:a"]
    assert not check("SELECT * { ?from ?graph 'FROM <a>' }", _SETTINGS).named


def test_limits_tell_where() -> None:
    with pytest.raises(Problem) as raised:
        check("ASK {\n" + "(" * 300, _SETTINGS)
    assert raised.value.members == {"limit": 200, "line": 2, "column": 200}


def test_templates_forget_constants() -> None:
    assert template('ASK { ?s <u:a> "x" }') == template("ASK { ?s <u:b> 'y' }")
    assert template("ASK { ?s a khcn:Law }") != template("ASK { ?s a khcn:Decree }")


def test_volatile_queries_are_known() -> None:
    assert is_volatile("SELECT (now() AS ?n) {}")
    assert not is_volatile("SELECT ?now {}")


def test_literals_are_composed_and_iris_are_not() -> None:
    assert normalised("ASK { <u:e\u0302> ?p 'e\u0302' }") == "ASK { <u:e\u0302> ?p 'ê' }"


def test_the_token_at_a_place() -> None:
    found = token_at("SELECT\n* nonsense", 2, 6)
    assert found is not None
    assert found.text == "nonsense"


@given(st.text(alphabet="\"'\\<>{}()#?:a \n", max_size=200))
def test_tokens_follow_each_other(text: str) -> None:
    starts = [t.start for t in tokens(text)]
    assert starts == sorted(set(starts))
    assert all(text[t.start : t.start + len(t.text)] == t.text for t in tokens(text))
