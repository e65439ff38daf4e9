"""The site as an ASGI application: which address is which page."""

from __future__ import annotations

from importlib.resources import files

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kg.endpoint.problems import Problem
from viz.site import api, bases, correct, downloads, explore, home, lists, questions, search, thing, workbench
from viz.site.visit import page, problem_page

_SMALL = 1_000  # bytes that are not worth packing


def site() -> Starlette:
    """The pages, for :class:`kg.endpoint.app.Endpoint`, which puts ``graph`` and ``problem`` into their scope."""
    return Starlette(
        routes=_routes(),
        middleware=[Middleware(GZipMiddleware, minimum_size=_SMALL)],
        exception_handlers={Problem: _problem, HTTPException: _http, Exception: _failed},
    )


def _routes() -> list[BaseRoute]:
    """Each part of the site names its own."""
    static = StaticFiles(directory=str(files("viz.site") / "static"))
    return [
        Mount("/static", static, name="static"),
        Route("/", page(home.home)),
        *search.ROUTES,
        *thing.ROUTES,
        *questions.ROUTES,
        *downloads.ROUTES,
        *bases.ROUTES,
        *api.ROUTES,
        *workbench.ROUTES,
        *explore.ROUTES,
        *lists.ROUTES,
        *correct.ROUTES,
    ]


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101  # Starlette gives it no other
    return problem_page(request, error)


async def _http(request: Request, error: Exception) -> Response:
    """What Starlette itself objects to: an unknown address, a method."""
    assert isinstance(error, HTTPException)  # noqa: S101
    known = request.scope["problem"]
    return problem_page(request, known or Problem("method" if error.status_code == 405 else "not-found", error.detail))


async def _failed(request: Request, _: Exception) -> Response:
    return problem_page(request, Problem("failed", "This is a fault of the site; its operator can see it."))
