"""A graph on another server, with what a local snapshot offers to questions: ``snapshot``, ``select``, ``query``."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPException
from typing import Any
from urllib.parse import urljoin

import pyoxigraph as ox

from kg.endpoint.guard import normalised, tokens
from kg.remote.client import Client, Reply
from kg.remote.dialect import with_prefixes, within
from kg.remote.errors import RemoteError
from kg.store import Value, plain

DATASET = "https://w3id.org/khcn/id/dataset"
PUBLICATION = "https://w3id.org/khcn/id/graph/publication"
VERSION = "http://www.w3.org/2002/07/owl#versionInfo"
DEFAULT_GRAPH = "http://www.w3.org/ns/sparql-service-description#defaultGraph"
RIGHTS = "http://purl.org/dc/terms/accessRights"
PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
UNKNOWN = "unknown"

TRIPLES = "application/n-triples, text/turtle;q=0.9"
_RESULTS = "application/sparql-results+json"
_KINDS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_TOLD = f"""SELECT ?snapshot ?facts ?rights {{ GRAPH <{PUBLICATION}> {{
  <{DATASET}> <{RIGHTS}> ?rights
  OPTIONAL {{ <{DATASET}> <{VERSION}> ?snapshot }} OPTIONAL {{ <{DATASET}> <{DEFAULT_GRAPH}> ?facts }} }} }}"""

Result = ox.QuerySolutions | ox.QueryBoolean | Iterator[ox.Triple]


class RemoteGraph:
    """A graph behind a SPARQL server; opening it asks which snapshot it is.

    :ivar snapshot: the content address, "unknown" if the server does not tell one or is being published to
    :ivar facts: the graph that holds the facts, where the server's default graph is the union of all
    :ivar public: it was published, and so holds what public sources support and nothing else
    """

    def __init__(self, client: Client) -> None:
        self.client, self.facts, self.snapshot, self.public = client, None, UNKNOWN, False
        reply = client.query(_TOLD, "SELECT", _RESULTS)
        if address := reply.headers.get("kg-snapshot"):
            self._pin(address)
        for told in _named(_solutions(reply, client.url)):
            self.snapshot = str(told.get("snapshot", UNKNOWN))
            self.facts = str(told["facts"]) if "facts" in told else None
            self.public = told["rights"] == PUBLIC

    def _pin(self, address: str) -> None:
        """Keep to one snapshot of an endpoint of ours, so that all parts of an answer belong together."""
        self.snapshot = address
        if "/snapshot/" not in self.client.url:
            self.client.url = urljoin(self.client.url, f"snapshot/{address}/sparql")

    def evaluate(self, sparql: str) -> Result:
        """Ask in SPARQL, our prefixes being known: solutions, a truth value, or triples.

        :raises RemoteError: the server has no whole answer
        :raises SyntaxError: it is no query
        """
        told = any(t.kind == "word" and t.text.upper() == "FROM" for t in tokens(sparql))
        return ask(self.client, sparql if self.facts is None or told else within(sparql, self.facts))

    def query(self, sparql: str) -> Any:
        """Rows as dictionaries for SELECT, a truth value for ASK, triples for CONSTRUCT and DESCRIBE."""
        answer = self.evaluate(sparql)
        if isinstance(answer, ox.QueryBoolean):
            return bool(answer)
        return _named(answer) if isinstance(answer, ox.QuerySolutions) else list(answer)

    def select(self, sparql: str) -> tuple[list[str], list[list[Value]]]:
        """Names of the variables, and one list of plain values a solution (None where unbound)."""
        answer = self.evaluate(sparql)
        if not isinstance(answer, ox.QuerySolutions):
            raise TypeError("a SELECT query is needed here")
        names = [v.value for v in answer.variables]
        return names, [[plain(row[n]) for n in names] for row in answer]


def ask(client: Client, sparql: str) -> Result:
    """Ask a server as it is; see :meth:`RemoteGraph.evaluate`."""
    kind = next((t.text.upper() for t in tokens(sparql) if t.kind == "word" and t.text.upper() in _KINDS), None)
    if kind is None:
        raise SyntaxError("SELECT, ASK, CONSTRUCT or DESCRIBE is needed")
    accept = _RESULTS if kind in ("SELECT", "ASK") else TRIPLES
    text = normalised(with_prefixes(sparql))
    return (
        _solutions(client.query(text, kind, accept), client.url) if accept == _RESULTS else _whole(client, text, kind)
    )


def construct(client: Client, sparql: str) -> Iterator[ox.Triple]:
    """The triples that a CONSTRUCT makes, as they come; the server may give fewer."""
    return triples(client.query(sparql, "CONSTRUCT", TRIPLES), client.url)


def _whole(client: Client, sparql: str, kind: str) -> Iterator[ox.Triple]:
    """All triples of an answer; Virtuoso cuts them at its limit of rows and tells that of solutions only."""
    reply = client.query(sparql, kind, TRIPLES)
    found = list(triples(reply, client.url))
    if found and "virtuoso" in reply.headers.get("server", "").lower():
        probe = client.query(f"SELECT ?s {{ GRAPH ?g {{ ?s ?p ?o }} }} LIMIT {len(found)}", "SELECT", _RESULTS)
        _check_rows(probe, len(found), client.url)
    return iter(found)


def rows(client: Client, sparql: str) -> list[dict[str, str]]:
    """The solutions of a query as text."""
    return [{name: str(value) for name, value in row.items()} for row in _named(ask(client, sparql))]


def _named(answer: Any) -> list[dict[str, Value]]:
    names = [v.value for v in answer.variables]
    return [{n: plain(row[n]) for n in names if row[n] is not None} for row in answer]


def _solutions(reply: Reply, url: str) -> Any:
    """Solutions or a truth value; an answer that was cut on its way is none."""
    body = reply.read()
    try:
        _check_whole(reply, url)
        found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QuerySolutions):
            rows = sum(1 for _ in found)  # read to the end: a broken answer must not pass for a short one
            _check_rows(reply, rows, url)
            found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    except (SyntaxError, ValueError):
        raise RemoteError("remote-no-results", url, body[:80].decode("utf-8", "replace")) from None
    return found


def triples(reply: Reply, url: str) -> Iterator[ox.Triple]:
    """Triples as they come, in whichever format."""
    media = reply.headers.get("content-type", "").partition(";")[0].strip()
    plain_text = media in ("application/n-triples", "text/plain")  # the latter before RDF 1.1
    _check_whole(reply, url)
    try:
        with reply.body:
            for quad in ox.parse(reply.body, format=ox.RdfFormat.N_TRIPLES if plain_text else ox.RdfFormat.TURTLE):
                yield quad.triple
    except (SyntaxError, ValueError) as error:
        raise RemoteError("remote-no-results", url, str(error)[:200]) from None
    except (OSError, HTTPException) as error:
        raise RemoteError("remote-unreachable", url, str(error)) from None


def _check_whole(reply: Reply, url: str) -> None:
    """Refuse what a server gave up in the middle of (Virtuoso's "anytime" answers)."""
    if state := reply.headers.get("x-sql-state"):
        raise RemoteError("remote-cut", url, f"{state} {reply.headers.get('x-sql-message', '')}".strip())


def _check_rows(reply: Reply, rows: int, url: str) -> None:
    """Refuse what a server cut at its own limit of rows."""
    most = reply.headers.get("x-sparql-maxrows", "")
    if most.isdigit() and rows >= int(most):
        raise RemoteError("remote-cut", url, f"X-SPARQL-MaxRows: {most}")
