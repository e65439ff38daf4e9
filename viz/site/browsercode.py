"""Browser code of others: built when the project is installed (``hatch_build.py``), so perhaps not there."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from viz.site.visit import Visit
from viz.site.words import unfilled


@cache
def is_built() -> bool:
    """Whether the bundles are there; if not, pages do without and say so."""
    return files("viz.site").joinpath("static", "built", ".stamp").is_file()


def said(visit: Visit, part: str, keys: tuple[str, ...]) -> dict[str, str]:
    """Messages for a script, by their keys; fields in braces are left for it to fill in."""
    return {key: unfilled(f"{part}.{key}", visit.language) for key in keys}
