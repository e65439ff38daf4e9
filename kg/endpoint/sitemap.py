"""Sitemaps: where search engines find the things that people look for."""

from __future__ import annotations

from html import escape

from kg.endpoint.dereference import NAMESPACE
from kg.endpoint.editions import Edition
from kg.endpoint.http import Request, Response
from kg.endpoint.problems import Problem
from kg.endpoint.querying import Asking

_MOST = 50_000  # addresses in one file, by the sitemaps protocol
_THINGS = """SELECT DISTINCT ?thing { VALUES ?class { khcn:Document khcn:Project khcn:Programme khcn:TaskList
khcn:Organisation } ?thing a ?class FILTER(STRSTARTS(STR(?thing), "https://w3id.org/khcn/id/")) } ORDER BY ?thing"""
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


async def answer(request: Request, edition: Edition, asking: Asking) -> Response:
    """``/sitemap.xml`` names its parts ``/sitemap-1.xml`` and so on."""
    url = asking.settings.public_url
    things = await _things(edition, asking)
    parts = [things[i : i + _MOST] for i in range(0, len(things), _MOST)]
    if request.path == "/sitemap.xml":
        body = _file("sitemapindex", "sitemap", [f"{url}/sitemap-{n}.xml" for n in range(1, len(parts) + 1)])
        return Response(media="application/xml", body=body)
    number = request.path.removeprefix("/sitemap-").removesuffix(".xml")
    if not number.isdecimal() or not 1 <= int(number) <= len(parts):
        raise Problem("not-found", "See /sitemap.xml.")
    body = _file("urlset", "url", [thing.replace(NAMESPACE, url, 1) for thing in parts[int(number) - 1]])
    return Response(media="application/xml", body=body)


async def _things(edition: Edition, asking: Asking) -> list[str]:
    if "sitemap" not in edition.kept:
        edition.kept["sitemap"] = await asking.read(edition, _THINGS, "text/tab-separated-values")
    return [line.strip("<>") for line in edition.kept["sitemap"].decode().splitlines()[1:]]


def _file(root: str, item: str, addresses: list[str]) -> bytes:
    items = "".join(f"<{item}><loc>{escape(address)}</loc></{item}>\n" for address in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_SCHEMA}">\n{items}</{root}>\n'.encode()
