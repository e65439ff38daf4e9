"""SPARQL 1.1 Protocol: from an HTTP request to a query and its dataset."""

from __future__ import annotations

import re
from binascii import a2b_qp
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from kg.endpoint.guard import normalised
from kg.endpoint.http import Request
from kg.endpoint.negotiation import GRAPHS, RESULTS, coding, graph_format, named_format, result_format
from kg.endpoint.problems import Problem
from kg.endpoint.settings import Settings

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_FORM, _QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
_UPDATE = "application/sparql-update"
_ALLOW = {"Allow": "GET, HEAD, POST, OPTIONS"}
_MOST_FIELDS = 10_000

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Query:
    """A query as the protocol tells it.

    :ivar text: its literals in Unicode normal form C
    :ivar defaults: ``default-graph-uri``, in order; None if the protocol names no dataset
    :ivar results: media type for solutions and truth values; None if no acceptable one can be given
    :ivar graph: media type for graphs; likewise
    :ivar coding: how a long answer may be packed: "br", "gzip", or "" for not at all
    """

    text: str
    defaults: list[str] | None
    named: list[str] | None
    results: str | None
    graph: str | None
    coding: str


async def read_query(request: Request, settings: Settings) -> Query | None:
    """The query of a request; None if it asks for the service description.

    :raises Problem: it does not follow the protocol, or asks for an update
    """
    fields = parameters(request.query)
    if request.method == "POST":
        fields = await _posted(request, settings, fields)
    elif request.method not in ("GET", "HEAD"):
        raise Problem("method", "Ask by GET or POST; the graph is changed by building it.", _ALLOW)
    if any(name == "update" for name, _ in fields):
        raise _no_updates()
    texts = [value for name, value in fields if name == "query"]
    if not texts and request.method != "POST":
        return None
    if len(texts) != 1:
        raise Problem("malformed", f"One query is needed, not {len(texts)}.")
    return _query(texts[0], fields, request, settings)


async def _posted(request: Request, settings: Settings, fields: Fields) -> Fields:
    media, _, rest = request.headers.get("content-type", "").partition(";")
    media = media.strip().lower()
    charset = re.search(r"charset=\"?([\w-]+)", rest, re.IGNORECASE)
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Problem("media-type", f"Queries are read as UTF-8, not as {charset[1]}.")
    if media == _UPDATE:
        raise _no_updates()
    if media not in (_FORM, _QUERY):
        raise Problem("media-type", f"Post a query as {_QUERY} or {_FORM}.", {"Accept-Post": f"{_QUERY}, {_FORM}"})
    body = await request.body(settings)
    if media == _FORM:
        return (*fields, *parameters(body))
    return (*fields, ("query", _decoded(body)))


def _no_updates() -> Problem:
    return Problem("read-only", "The graph is made from documents; to change it, build it again (kg build).")


@lru_cache(maxsize=4096)
def parameters(encoded: bytes) -> Fields:
    """Names and values of a query string or form, decoded once.

    >>> parameters(b"a=%C4%91+1&b=%2525")
    (('a', 'đ 1'), ('b', '%25'))
    """
    if encoded.count(b"&") > _MOST_FIELDS:
        raise Problem("malformed", f"There are more than {_MOST_FIELDS} parameters.")
    pairs = (part.partition(b"=") for part in encoded.split(b"&") if part)
    return tuple((_value(name), _value(value)) for name, _, value in pairs)


def _value(encoded: bytes) -> str:
    try:
        return _unquoted(encoded.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem("malformed", f"The parameters are not UTF-8: {error}") from None


def _unquoted(encoded: bytes) -> bytes:
    """Percent-decode; five times as quick as the standard library where all is well-formed.

    Quoted-printable, which is decoded in C, is the same notation with another sign; what it understands otherwise
    (line ends, a sign that no digits follow) is left to the standard library.
    """
    if b"%" not in encoded:
        return encoded
    found = a2b_qp(encoded.replace(b"=", b"=3D").replace(b"%", b"="))
    is_well_formed = len(found) == len(encoded) - 2 * encoded.count(b"%")
    return found if is_well_formed and b"\n" not in encoded and b"\r" not in encoded else unquote_to_bytes(encoded)


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem("malformed", f"The query is not UTF-8: {error}") from None


def _query(text: str, fields: Fields, request: Request, settings: Settings) -> Query:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > settings.query_size:
        detail = f"The query has {size} bytes; the limit is {settings.query_size}."
        raise Problem("request-size", detail, limit=settings.query_size)
    defaults = [_iri(value) for name, value in fields if name == "default-graph-uri"]
    named = [_iri(value) for name, value in fields if name == "named-graph-uri"]
    told = bool(defaults or named)
    wanted = next((value for name, value in fields if name == "format"), "")
    results = named_format(wanted, RESULTS) or result_format(request.accept)
    graph = named_format(wanted, GRAPHS) or graph_format(request.accept)
    packing = coding(request.headers.get("accept-encoding", ""))
    return Query(normalised(text), defaults if told else None, named if told else None, results, graph, packing)


def _iri(value: str) -> str:
    if not _IRI.fullmatch(value):
        raise Problem("malformed", f"«{value[:200]}» is not an absolute IRI.")
    return value
