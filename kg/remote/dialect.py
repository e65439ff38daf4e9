"""What a query must be brought to before another engine takes it."""

from __future__ import annotations

import re

from kg.endpoint.guard import Token, tokens
from kg.store import PREFIXES

HINTS = {"virtuoso": 'DEFINE sql:select-option "order" '}
"""What stands before a query, by engine: Virtuoso's planner takes orders of joins that answer wrongly, now one, now
another; told to keep the order of the query, it answers alike each time."""


def hint(server: str) -> str:
    """The hint for a server by what it says it is."""
    return next((told for name, told in HINTS.items() if name in server.lower()), "")


def with_prefixes(sparql: str) -> str:
    """A query with those of our prefixes declared that it uses and does not declare; its lines keep their numbers.

    >>> with_prefixes("ASK { ?d a khcn:Document }")
    'PREFIX khcn: <https://w3id.org/khcn/ontology#> ASK { ?d a khcn:Document }'
    """
    declared = set(re.findall(r"(?i)\bprefix\s+([\w.-]*):", sparql))
    used = {t.text.partition(":")[0] for t in tokens(sparql) if t.kind == "name"}
    return "".join(f"PREFIX {p}: <{iri}> " for p, iri in PREFIXES.items() if p in used - declared) + sparql


def within(sparql: str, graph: str) -> str:
    """A query asked of one graph, other graphs where it names them: for servers whose default graph is all graphs.

    >>> within("SELECT ?d { ?d a ?t GRAPH ?g { ?d ?p ?o } } LIMIT 5", "https://example.org/facts")
    'SELECT ?d { GRAPH <https://example.org/facts> { ?d a ?t GRAPH ?g { ?d ?p ?o } } } LIMIT 5'
    >>> within("CONSTRUCT { ?d a ?t } { ?d a ?t }", "u:f"), within("CONSTRUCT WHERE { ?d a ?t }", "u:f")
    ('CONSTRUCT { ?d a ?t } { GRAPH <u:f> { ?d a ?t } }', 'CONSTRUCT { ?d a ?t } WHERE { GRAPH <u:f> { ?d a ?t } }')
    """
    listed = list(tokens(sparql))
    words = [t.text.upper() if t.kind == "word" else "" for t in listed]
    opening = _next_brace(listed, 0)
    template = ""
    if "CONSTRUCT" in words and opening is not None:
        if "WHERE" in words[:opening]:
            template = sparql[listed[opening].start : _closing(listed, opening)[1].start + 1] + " "
        else:
            opening = _next_brace(listed, _closing(listed, opening)[0] + 1)
    if opening is None:
        return sparql
    where = listed[words.index("WHERE")].start if template else 0
    first, last = listed[opening].start + 1, _closing(listed, opening)[1].start
    head = sparql[:where] + template + sparql[where:first]
    return f"{head} GRAPH <{graph}> {{{sparql[first:last]}}} {sparql[last:]}"


def _next_brace(listed: list[Token], start: int) -> int | None:
    """Where the next group begins that stands in no parentheses."""
    depth = 0
    for i, token in enumerate(listed[start:], start):
        depth += (token.text == "(") - (token.text == ")")
        if token.text == "{" and not depth:
            return i
    return None


def _closing(listed: list[Token], start: int) -> tuple[int, Token]:
    """The bracket that closes the one at ``start``, and where it stands."""
    depth = 0
    for i, token in enumerate(listed[start:], start):
        depth += (token.kind == "open") - (token.kind == "close")
        if depth <= 0:
            return i, token
    raise SyntaxError("a bracket is not closed")
