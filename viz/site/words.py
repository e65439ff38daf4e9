"""What the pages say, in Vietnamese and English: the tables of ``messages/*.toml``, one file a part of the site."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from queries.catalogue import Language

LANGUAGES: tuple[Language, ...] = ("vi", "en")


def say(key: str, language: Language, **fields: Any) -> str:
    """A message with its ``{fields}`` filled in; ``KeyError`` if there is none of that name."""
    return _messages()[key][language].format(**fields)


def unfilled(key: str, language: Language) -> str:
    """A message as it stands, its ``{fields}`` to be filled in by a script."""
    return _messages()[key][language]


@cache
def _messages() -> dict[str, dict[str, str]]:
    """All messages by their key, ``part.name`` (``part`` is the file's name)."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(files("viz.site").joinpath("messages").iterdir(), key=lambda f: f.name):
        part = file.name.removesuffix(".toml")
        found |= {f"{part}.{key}": said for key, said in tomllib.loads(file.read_text("utf-8")).items()}
    return found
