"""A thing that is not there: withdrawn, or never known; where to look instead."""

from __future__ import annotations

import re

from starlette.responses import Response

from viz.site.thing_facts import NAMESPACE
from viz.site.visit import Visit


def unknown(visit: Visit, iri: str) -> Response:
    """404 with what may be meant; 410 for what came from a source that is withdrawn."""
    if withdrawn := from_withdrawn(visit, iri):
        return visit.render("thing_gone.html", 410, iri=iri, source=withdrawn, likely=words_of(iri), near=[])
    from viz.site.search import near

    likely = words_of(iri)
    return visit.render("thing_gone.html", 404, iri=iri, source=None, likely=likely, near=near(visit, likely))


def from_withdrawn(visit: Visit, iri: str) -> str | None:
    """The withdrawn source that alone told of a thing: its hash stands in the address of what is scoped to it."""
    path = iri.removeprefix(f"{NAMESPACE}/id/")
    manifest = getattr(visit.graph, "manifest", {})
    return next((hash_ for hash_ in manifest.get("withdrawn", ()) if hash_[:16] in path.split("/")), None)


def words_of(iri: str) -> str:
    """What a person would search for who has this address: the words of its last part.

    >>> words_of("https://w3id.org/khcn/id/doc/son-la/ubnd/2021/2622-qd-ubnd")
    '2622 qd ubnd'
    """
    last = iri.rstrip("/").rpartition("/")[2].rpartition("#")[2]
    return " ".join(re.findall(r"\w+", re.sub(r"-[0-9a-f]{8}$", "", last)))[:100]
