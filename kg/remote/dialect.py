"""What a query must be brought to before another engine takes it."""

from __future__ import annotations

import re

from kg.endpoint.guard import Token, tokens
from kg.store import PREFIXES


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
    """
    listed = list(tokens(sparql))
    words = [t.text.upper() if t.kind == "word" else "" for t in listed]
    start = words.index("WHERE") if "WHERE" in words and "CONSTRUCT" in words else 0
    opening = next((i for i, t in enumerate(listed) if i >= start and t.text == "{"), None)
    if opening is None:
        return sparql
    first, last = listed[opening].start + 1, _closing(listed, opening).start
    return f"{sparql[:first]} GRAPH <{graph}> {{{sparql[first:last]}}} {sparql[last:]}"


def _closing(listed: list[Token], start: int) -> Token:
    """The bracket that closes the one at ``start``."""
    depth = 0
    for token in listed[start:]:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth <= 0:
            return token
    raise SyntaxError("a bracket is not closed")
