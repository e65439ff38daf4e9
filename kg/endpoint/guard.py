"""What may be evaluated at all: a look at a query's tokens before the engine sees it.

The engine's parser is recursive, so that deep nesting ends its process; its planner takes minutes for long chains; and
it asks any address that SERVICE names. This is the first wall; worker processes, their limits and their cut-off
network are the second (``docs/threat-model.md``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from kg.endpoint.problems import Problem
from kg.endpoint.settings import Settings
from kg.store import PREFIXES

_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n\r]*)
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<string>'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3} | "{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3}
          | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*")
      | (?P<variable>[?$]\w+)
      | (?P<name>[\w.·-]*:(?:[\w.:·-]|%[0-9A-Fa-f]{2}|\\.)*)
      | (?P<word>@?\w[\w-]*)
      | (?P<operator>\^\^|&&|\|\||!=|<=|>=|[-+*/|!=<>^])
      | (?P<open>[({\[])
      | (?P<close>[)}\]])
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_CHANGING = ("NOW", "RAND", "UUID", "BNODE")
_VOLATILE = re.compile(rf"\b(?:{'|'.join(_CHANGING)}|STRUUID)\s*\(", re.IGNORECASE)
_NOTABLE = ("service", "from", "&&")
_RELATIVE = re.compile(r"<[^<>\s:]*>")
_CONSTANT = re.compile(  # begins with a set of characters, which is searched for quickly
    r"[<\"'\d](?:(?<=<)[^<>\s]*>|(?<=\")[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"|(?<=')[^'\\\n]*(?:\\.[^'\\\n]*)*'|(?<=\d)\d*)"
)
_CHAINED = frozenset({"union", "optional", "bind", "minus", "filter", "exists", "values", "graph", "||", "&&"})
_WITHIN_PATHS = frozenset({"iri", "name", "open", "close", "word"})
_EXPRESSIONS = frozenset({"filter", "bind", "having", "if", "coalesce"})
_CHAIN = 2000  # operators and clauses in one query; the engine's stack holds more than twice as many


@dataclass
class Checked:
    """What the tokens tell of a query that may be evaluated.

    :ivar named: it speaks of named graphs
    :ivar defaults: graphs of its ``FROM`` clauses
    :ivar from_named: graphs of its ``FROM NAMED`` clauses
    """

    named: bool = False
    defaults: list[str] = field(default_factory=list)
    from_named: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Token:
    """One token and where it begins."""

    kind: str
    text: str
    start: int


def template(query: str) -> str:
    """A query without its constants, so that queries of one making are known as such.

    >>> template('SELECT * { ?s <http://a> "b" LIMIT 10 }')
    'SELECT * { ?s ? ? LIMIT ? }'
    """
    return _CONSTANT.sub("?", query)


def is_volatile(query: str) -> bool:
    """Tell whether a query may answer otherwise on the same snapshot (``NOW()``, ``RAND()``, new names)."""
    upper = query.upper()
    return any(name in upper for name in _CHANGING) and _VOLATILE.search(query) is not None


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query, without white space and comments."""
    for found in _TOKEN.finditer(query):
        if found.lastgroup and found.lastgroup != "space":
            yield Token(found.lastgroup, found.group(), found.start())


def normalised(query: str) -> str:
    """A query with its literals in Unicode normal form C, as all text of the graph is.

    IRIs stay as they are, because RFC 3987 compares them letter by letter.
    """
    if unicodedata.is_normalized("NFC", query):
        return query
    return _TOKEN.sub(
        lambda m: unicodedata.normalize("NFC", m.group()) if m.lastgroup == "string" else m.group(), query
    )


def check(query: str, settings: Settings, base: str = "") -> Checked:
    """Look at a query's tokens.

    :param base: address against which relative IRIs are resolved
    :raises Problem: ``too-complex``, ``service`` or ``syntax``, with line and column
    """
    if _is_plain(query, settings):
        return Checked(named="graph" in query.lower())
    listed = list(tokens(query))
    _check_nesting(query, listed, settings.depth)
    _check_chains(query, listed, settings.path)
    _check_services(query, listed, settings.services)
    _check_comparisons(query, listed)
    words = {t.text.lower() for t in listed if t.kind == "word"}
    checked = Checked(named=bool(words & {"graph", "from"}))
    if "from" in words:
        _read_dataset(listed, checked, base)
    return checked


def _is_plain(query: str, settings: Settings) -> bool:
    """Whether a short query cannot break any rule, whatever its tokens are; so most need not be read twice."""
    lower = query.lower()
    return (
        len(query) < _CHAIN
        and sum(map(query.count, "([{")) <= settings.depth
        and sum(map(query.count, "/|^")) <= settings.path
        and not any(word in lower for word in _NOTABLE)
        and _RELATIVE.search(query) is None
    )


def place(query: str, start: int) -> dict[str, int]:
    """Line and column of an offset, both from 1."""
    return {"line": query.count("\n", 0, start) + 1, "column": start - query.rfind("\n", 0, start)}


def token_at(query: str, line: int, column: int) -> Token | None:
    """The token at a place, or the next one behind it; None at the end of the query."""
    lines = query.split("\n")
    offset = sum(len(text) + 1 for text in lines[: line - 1]) + column - 1
    return next((t for t in tokens(query) if t.start + len(t.text) > offset), None)


def _check_nesting(query: str, listed: list[Token], deepest: int) -> None:
    depth = 0
    for token in listed:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth > deepest:
            raise Problem(
                "too-complex", f"Brackets nest deeper than {deepest}.", limit=deepest, **place(query, token.start)
            )


def _check_chains(query: str, listed: list[Token], longest: int) -> None:
    """Refuse long property paths (steps without a full stop between) and very many operators."""
    steps = operators = 0
    for token in listed:
        is_operator = token.kind == "operator"
        operators += is_operator or token.text.lower() in _CHAINED
        if token.text in ("/", "|", "^"):
            steps += 1
        elif token.text in "{}" or not (is_operator or token.kind in _WITHIN_PATHS):
            steps = 0
        if steps > longest or operators > _CHAIN:
            limit, what = (longest, "A property path") if steps > longest else (_CHAIN, "The query")
            detail = f"{what} has more than {limit} steps."
            raise Problem("too-complex", detail, limit=limit, **place(query, token.start))


def _check_services(query: str, listed: list[Token], allowed: tuple[str, ...]) -> None:
    for i, token in enumerate(listed):
        if token.kind != "word" or token.text.lower() != "service":
            continue
        rest = [t for t in listed[i + 1 : i + 3] if t.text.lower() != "silent"]
        if not rest or rest[0].kind != "iri" or rest[0].text[1:-1] not in allowed:
            told = ", ".join(allowed) or "none"
            detail = f"SERVICE may ask these addresses, written in full: {told}."
            raise Problem("service", detail, allowed=list(allowed), **place(query, token.start))


def _check_comparisons(query: str, listed: list[Token]) -> None:
    """Refuse ``FILTER(?x<?a&&?b>?y)``: by the longest token, ``<?a&&?b>`` is an IRI (SPARQL 1.1, 19.8), not two signs.

    The engine would read it as comparisons. Told only within the brackets of an expression: elsewhere an IRI may well
    follow a variable.
    """
    expression: list[bool] = []
    before = Token("", "", 0)
    for token in listed:
        if token.kind == "open":
            inside = token.text == "(" and bool(expression) and expression[-1]
            expression.append(inside or (token.text == "(" and before.text.lower() in _EXPRESSIONS))
        elif token.kind == "close" and expression:
            expression.pop()
        elif token.kind == "iri" and before.kind in ("variable", "string", "close") and expression and expression[-1]:
            detail = f"{token.text} is read as an IRI here; put spaces around the signs if you compare."
            raise Problem("syntax", detail, **place(query, token.start))
        before = token


def _read_dataset(listed: list[Token], checked: Checked, base: str) -> None:
    """Read ``FROM`` and ``FROM NAMED``, which stand before the first curly bracket of the query's own pattern."""
    prefixes = {f"{prefix}:": namespace for prefix, namespace in PREFIXES.items()}
    after = ["", "", ""]  # the three tokens before, in lower case
    for token in listed:
        iri = _resolved(token, prefixes, base)
        if iri is not None:
            if after[-1] == "base":
                base = iri
            elif after[-2] == "prefix":
                prefixes[after[-1]] = iri
            elif after[-1] == "from":
                checked.defaults.append(iri)
            elif after[-2:] == ["from", "named"]:
                checked.from_named.append(iri)
        after = [*after[1:], token.text if token.kind == "name" else token.text.lower()]


def _resolved(token: Token, prefixes: dict[str, str], base: str) -> str | None:
    if token.kind == "iri":
        return urljoin(base, token.text[1:-1])
    prefix, colon, local = token.text.partition(":")
    if token.kind == "name" and prefix + colon in prefixes:
        return prefixes[prefix + colon] + re.sub(r"\\(.)", r"\1", local)
    return None
