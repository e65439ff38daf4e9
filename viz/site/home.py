"""The first page: search, and where to go from here."""

from __future__ import annotations

from starlette.responses import Response

from viz.site.visit import Visit


def home(visit: Visit) -> Response:
    """What can be asked here, and over what."""
    return visit.render("home.html")
