"""A graph on another server, with what a local snapshot offers to questions: ``snapshot``, ``select``, ``query``."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

import pyoxigraph as ox

from kg.endpoint.guard import tokens
from kg.remote.answers import RESULTS, Result, ask, named, solutions, value
from kg.remote.client import Client
from kg.remote.dialect import hint, within
from kg.store import Value

DATASET = "https://w3id.org/khcn/id/dataset"
PUBLICATION = "https://w3id.org/khcn/id/graph/publication"
"""The graph in which a server that was published to keeps its record."""
VERSION = "http://www.w3.org/2002/07/owl#versionInfo"
DEFAULT_GRAPH = "http://www.w3.org/ns/sparql-service-description#defaultGraph"
RIGHTS = "http://purl.org/dc/terms/accessRights"
PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
UNKNOWN = "unknown"

_TOLD = f"""SELECT ?snapshot ?facts ?rights {{ GRAPH <{PUBLICATION}> {{
  <{DATASET}> <{RIGHTS}> ?rights
  OPTIONAL {{ <{DATASET}> <{VERSION}> ?snapshot }} OPTIONAL {{ <{DATASET}> <{DEFAULT_GRAPH}> ?facts }} }} }}"""


class RemoteGraph:
    """A graph behind a SPARQL server; opening it asks which snapshot it is.

    :ivar snapshot: the content address; "unknown" if the server does not tell one or is being published to
    :ivar facts: the graph that holds the facts, where the server's default graph is the union of all
    :ivar public: it was published, and so holds what public sources support and nothing else
    """

    def __init__(self, client: Client) -> None:
        self.client = client
        self.facts: str | None = None
        self.snapshot, self.public = UNKNOWN, False
        reply = client.query(_TOLD, "SELECT", RESULTS)
        self._hint = hint(reply.headers.get("server", ""))
        if address := reply.headers.get("kg-snapshot"):
            self._pin(address)
        for told in named(solutions(reply)):
            self.snapshot = str(told.get("snapshot", UNKNOWN))
            self.facts = str(told["facts"]) if "facts" in told else None
            self.public = told["rights"] == PUBLIC

    def _pin(self, address: str) -> None:
        """Keep to one snapshot of an endpoint of ours, so that all parts of an answer belong together."""
        self.snapshot = address
        if "/snapshot/" not in self.client.url:
            self.client.url = urljoin(self.client.url, f"snapshot/{address}/sparql")

    def evaluate(self, sparql: str) -> Result:
        """Ask in SPARQL; see :func:`kg.remote.answers.ask`. A dataset that the query names is left as it is."""
        told = any(t.kind == "word" and t.text.upper() == "FROM" for t in tokens(sparql))
        return ask(self.client, sparql if self.facts is None or told else within(sparql, self.facts), self._hint)

    def query(self, sparql: str) -> Any:
        """Rows as dictionaries for SELECT, a truth value for ASK, triples for CONSTRUCT and DESCRIBE."""
        answer = self.evaluate(sparql)
        if isinstance(answer, ox.QueryBoolean):
            return bool(answer)
        return named(answer) if isinstance(answer, ox.QuerySolutions) else list(answer)

    def select(self, sparql: str) -> tuple[list[str], list[list[Value]]]:
        """Names of the variables, and one list of plain values a solution (None where unbound)."""
        answer = self.evaluate(sparql)
        if not isinstance(answer, ox.QuerySolutions):
            raise TypeError("a SELECT query is needed here")
        names = [v.value for v in answer.variables]
        return names, [[value(row[n]) for n in names] for row in answer]
