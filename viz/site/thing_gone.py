"""A thing that is not there: withdrawn, or never known; where to look instead."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
from starlette.responses import Response

from kg.endpoint.public import face
from kg.errors import StoreError
from kg.snapshot import Folder, manifest
from viz.site.thing_facts import NAMESPACE
from viz.site.visit import Visit

_LOOKED_INTO = 5  # former snapshots, the newest first


def unknown(visit: Visit, iri: str) -> Response:
    """404 with what may be meant; 410 for what is withdrawn, with the snapshot that had it last, if that is kept."""
    former, withdrawn = last_known(visit, iri), from_withdrawn(visit, iri)
    if former or withdrawn:
        return visit.render(
            "thing_gone.html", 410, iri=iri, source=withdrawn, former=former, likely=words_of(iri), near=[]
        )
    from viz.site.search import near

    likely = words_of(iri)
    return visit.render(
        "thing_gone.html", 404, iri=iri, source=None, former=None, likely=likely, near=near(visit, likely)
    )


def from_withdrawn(visit: Visit, iri: str) -> str | None:
    """The withdrawn source that alone told of a thing: its hash stands in the address of what is scoped to it."""
    path = iri.removeprefix(f"{NAMESPACE}/id/")
    manifest = getattr(visit.graph, "manifest", {})
    return next((hash_ for hash_ in manifest.get("withdrawn", ()) if hash_[:16] in path.split("/")), None)


def last_known(visit: Visit, iri: str) -> str | None:
    """The address of a thing's page in the newest kept snapshot that had it; None if none had, or none is at hand.

    Of a public face only public faces are looked into. It is looked up, not queried: a few reads on the disk.
    """
    path: Path | None = getattr(visit.graph, "path", None)
    if path is None or visit.request.scope["root_path"]:
        return None
    is_public = path.name == "public" or manifest(path).get("public") == "all"
    here = path.parent if path.name == "public" else path
    store = Folder(here.parent.parent)
    for hash_ in [h for h in reversed(store.published()) if h != here.name][:_LOOKED_INTO]:
        with suppress(StoreError, OSError, ValueError):
            shown = face(store.snapshots / hash_, is_public)
            quads = ox.Store.read_only(str(shown / "store")).quads_for_pattern(ox.NamedNode(iri), None, None)
            if next(iter(quads), None) is not None:
                return f"/snapshot/{manifest(shown)['dump_sha256']}{visit.address(iri)}"
    return None


def words_of(iri: str) -> str:
    """What a person would search for who has this address: the words of its last part.

    >>> words_of("https://w3id.org/khcn/id/doc/son-la/ubnd/2021/2622-qd-ubnd")
    '2622 qd ubnd'
    """
    last = iri.rstrip("/").rpartition("/")[2].rpartition("#")[2]
    return " ".join(re.findall(r"\w+", re.sub(r"-[0-9a-f]{8}$", "", last)))[:100]
