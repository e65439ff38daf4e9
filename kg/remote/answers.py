"""What a SPARQL server answers, as terms; an answer that was cut, by the network or by a limit, is an error."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPException
from typing import Any

import pyoxigraph as ox

from kg.endpoint.guard import normalised, tokens
from kg.remote.client import Client, Reply
from kg.remote.dialect import with_prefixes
from kg.remote.errors import RemoteError
from kg.store import Value, plain

Result = ox.QuerySolutions | ox.QueryBoolean | Iterator[ox.Triple]

RESULTS = "application/sparql-results+json"
TRIPLES = "application/n-triples, text/turtle;q=0.9"
_JSON = ox.QueryResultsFormat.JSON
_LARGE = 1 << 31
_KINDS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


def ask(client: Client, sparql: str, hint: str = "") -> Result:
    """Ask, our prefixes being known: solutions, a truth value, or triples.

    :param hint: stands before the query, for one engine's planner
    :raises RemoteError: the server has no whole answer
    :raises SyntaxError: it is no query
    """
    kind = next((t.text.upper() for t in tokens(sparql) if t.kind == "word" and t.text.upper() in _KINDS), None)
    if kind is None:
        raise SyntaxError("SELECT, ASK, CONSTRUCT or DESCRIBE is needed")
    text = hint + normalised(with_prefixes(sparql))
    if kind in ("SELECT", "ASK"):
        found = solutions(client.query(text, kind, RESULTS))
        return _truth(found) if kind == "ASK" else found
    return _whole(client, text, kind)


def holds(client: Client, pattern: str) -> bool:
    """Whether a pattern has a solution."""
    return bool(ask(client, f"ASK {{ {pattern} }}"))


def rows(client: Client, sparql: str) -> list[dict[str, str]]:
    """The solutions of a query as text."""
    return [{name: str(value) for name, value in row.items()} for row in named(ask(client, sparql))]


def named(found: Any) -> list[dict[str, Value]]:
    """Solutions as plain values by the names of variables."""
    names = [v.value for v in found.variables]
    return [{n: value(row[n]) for n in names if row[n] is not None} for row in found]


def value(term: Any) -> Value:
    """A term as a plain value; Virtuoso tells whole numbers beyond 32 bits as decimals."""
    found = plain(term)
    if isinstance(found, float) and found.is_integer() and abs(found) >= _LARGE:
        return int(found)
    return found


def construct(client: Client, sparql: str) -> Iterator[ox.Triple]:
    """The triples that a CONSTRUCT makes, as they come; the server may give fewer."""
    return triples(client.query(sparql, "CONSTRUCT", TRIPLES))


def solutions(reply: Reply) -> Any:
    """Solutions or a truth value, read to the end first: a broken answer must not pass for a short one."""
    body = reply.read()
    _check_whole(reply)
    if (number := _count(body)) is None:
        raise RemoteError("remote-no-results", reply.url, body[:80].decode("utf-8", "replace"))
    _check_rows(reply, number)
    return ox.parse_query_results(body, format=_JSON)


def _count(body: bytes) -> int | None:
    """How many solutions an answer has, 0 for a truth value; None if it is no answer or no whole one."""
    try:
        found = ox.parse_query_results(body, format=_JSON)
        return sum(1 for _ in found) if isinstance(found, ox.QuerySolutions) else 0
    except (SyntaxError, ValueError):
        return None


def triples(reply: Reply) -> Iterator[ox.Triple]:
    """Triples as they come, in whichever format."""
    media = reply.headers.get("content-type", "").partition(";")[0].strip()
    plain_text = media in ("application/n-triples", "text/plain")  # the latter before RDF 1.1
    _check_whole(reply)
    try:
        with reply.body:
            for quad in ox.parse(reply.body, format=ox.RdfFormat.N_TRIPLES if plain_text else ox.RdfFormat.TURTLE):
                yield quad.triple
    except (SyntaxError, ValueError) as error:
        raise RemoteError("remote-no-results", reply.url, str(error)[:200]) from None
    except (OSError, HTTPException) as error:
        raise RemoteError("remote-unreachable", reply.url, str(error)) from None


def _truth(found: ox.QuerySolutions | ox.QueryBoolean) -> ox.QueryBoolean:
    """A truth value; Virtuoso tells it as the one value of a solution."""
    if isinstance(found, ox.QueryBoolean):
        return found
    held = any(told in (1, True) for row in named(found) for told in row.values())
    answer: Any = ox.parse_query_results(b'{"head":{},"boolean":%s}' % str(held).lower().encode(), format=_JSON)
    return answer  # type: ignore[no-any-return]


def _whole(client: Client, sparql: str, kind: str) -> Iterator[ox.Triple]:
    """All triples of an answer; Virtuoso cuts them at its limit of rows, which it tells with solutions only."""
    reply = client.query(sparql, kind, TRIPLES)
    found = list(triples(reply))
    if found and "virtuoso" in reply.headers.get("server", "").lower():
        probe = client.query(f"SELECT ?s {{ GRAPH ?g {{ ?s ?p ?o }} }} LIMIT {len(found)}", "SELECT", RESULTS)
        _check_rows(probe, len(found))
    return iter(found)


def _check_whole(reply: Reply) -> None:
    """Refuse what a server gave up in the middle of (Virtuoso's "anytime" answers)."""
    if state := reply.headers.get("x-sql-state"):
        raise RemoteError("remote-cut", reply.url, f"{state} {reply.headers.get('x-sql-message', '')}".strip())


def _check_rows(reply: Reply, rows: int) -> None:
    """Refuse what a server cut at its own limit of rows."""
    most = reply.headers.get("x-sparql-maxrows", "")
    if most.isdigit() and rows >= int(most):
        raise RemoteError("remote-cut", reply.url, f"X-SPARQL-MaxRows: {most}")
