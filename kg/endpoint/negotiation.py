"""Which format to answer in: what the client accepts, by its q-values (RFC 9110, 12.5.1), against what we can write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

import pyoxigraph as ox

RESULTS: Mapping[str, ox.QueryResultsFormat] = MappingProxyType(
    {
        "application/sparql-results+json": ox.QueryResultsFormat.JSON,
        "application/sparql-results+xml": ox.QueryResultsFormat.XML,
        "text/csv": ox.QueryResultsFormat.CSV,
        "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    }
)
"""Formats of solutions and truth values; the first is given to whom it is all the same."""

GRAPHS: Mapping[str, ox.RdfFormat] = MappingProxyType(
    {
        "text/turtle": ox.RdfFormat.TURTLE,
        "application/n-triples": ox.RdfFormat.N_TRIPLES,
        "application/rdf+xml": ox.RdfFormat.RDF_XML,
        "application/ld+json": ox.RdfFormat.JSON_LD,
        "application/trig": ox.RdfFormat.TRIG,
        "application/n-quads": ox.RdfFormat.N_QUADS,
    }
)
"""Formats of graphs."""

_ALSO = {
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/json": "application/sparql-results+json",
    "text/xml": "application/sparql-results+xml",
}
_ALSO_GRAPHS = {
    "application/json": "application/ld+json",
    "application/x-turtle": "text/turtle",
    "application/xml": "application/rdf+xml",
    "text/n3": "text/turtle",
    "text/plain": "application/n-triples",
    "text/xml": "application/rdf+xml",
}
SHORT = MappingProxyType(
    {
        "json": "application/sparql-results+json",
        "xml": "application/sparql-results+xml",
        "csv": "text/csv",
        "tsv": "text/tab-separated-values",
        "ttl": "text/turtle",
        "nt": "application/n-triples",
        "rdf": "application/rdf+xml",
        "jsonld": "application/ld+json",
        "trig": "application/trig",
        "nq": "application/n-quads",
        "html": "text/html",
    }
)
"""Endings of addresses, and short names of formats, to media types."""


@lru_cache(maxsize=1024)
def accepted(header: str) -> tuple[tuple[str, float], ...]:
    """The ranges of an ``Accept`` header with their q-values; nothing or nonsense means everything.

    >>> accepted("text/csv;q=0.5, */*;q=0.1")
    (('text/csv', 0.5), ('*/*', 0.1))
    """
    found = []
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if name:
            found.append((name, _quality(parameters)))
    return tuple(found) or (("*/*", 1.0),)


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def choose(header: str, offered: Sequence[str], also: Mapping[str, str] = MappingProxyType({})) -> str | None:
    """The offered format that is liked best; of equals the one offered first; None if none is accepted.

    :param also: further names of offered formats, taken only where a client asks for them by that very name

    >>> choose("text/*;q=0.3, text/csv", ["application/json", "text/tab-separated-values", "text/csv"])
    'text/csv'
    >>> choose("image/png", ["text/csv"]) is None
    True
    """
    ranges = dict(reversed([(also.get(name, name), q) for name, q in accepted(header)]))
    best = max(offered, key=lambda media: _liking(media, ranges))
    return best if _liking(best, ranges) > 0 else None


def _liking(media: str, ranges: Mapping[str, float]) -> float:
    """The q-value of the most specific range that fits."""
    for name in (media, f"{media.partition('/')[0]}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0


@lru_cache(maxsize=1024)
def result_format(header: str) -> str | None:
    """The media type in which solutions and truth values are answered."""
    return choose(header, tuple(RESULTS), _ALSO)


@lru_cache(maxsize=1024)
def graph_format(header: str) -> str | None:
    """The media type in which graphs are answered."""
    return choose(header, tuple(GRAPHS), _ALSO_GRAPHS)


def named_format(name: str, offered: Mapping[str, object]) -> str | None:
    """The offered media type that the parameter ``format`` names (its short name, or itself); None if none.

    >>> named_format("json", RESULTS), named_format("json", GRAPHS), named_format("turtle", RESULTS)
    ('application/sparql-results+json', 'application/ld+json', None)
    """
    media = {"json": "application/ld+json", "xml": "application/rdf+xml", "turtle": "text/turtle"}.get(name, name)
    return next((m for m in (SHORT.get(name, name), media) if m in offered), None)


@lru_cache(maxsize=256)
def coding(header: str) -> str:
    """The coding in which a long answer is sent, by an ``Accept-Encoding`` header: "br", "gzip", or "" for none.

    >>> coding("br, gzip;q=0"), coding("gzip, deflate"), coding("gzip;q=1, br;q=0.5"), coding("")
    ('br', 'gzip', 'gzip', '')
    """
    ranges = dict(accepted(header)) if header else {}
    liking = {name: ranges.get(name, ranges.get("*", 0.0)) for name in ("br", "gzip")}
    best = max(liking, key=liking.__getitem__)
    return best if liking[best] > 0 else ""
