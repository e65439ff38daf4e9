"""Messages in Vietnamese and English, by locale or ``--lang``."""

from __future__ import annotations

import locale
import os
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from queries.catalogue import Language


class Speaker:
    """Says messages in the language that was chosen."""

    language: Language = "vi"


def choose_language(arguments: list[str]) -> list[str]:
    """Choose the language of ``--lang``, else of KG_LANG, else of the locale, Vietnamese if that is unset.

    Help texts are made when commands are defined, so the arguments are looked through before that; returns the others,
    since ``--lang`` may stand anywhere among them.
    """
    wanted = os.environ.get("KG_LANG", "")
    others: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        if argument == "--lang":
            wanted = next(rest, "")
        elif argument.startswith("--lang="):
            wanted = argument.removeprefix("--lang=")
        else:
            others.append(argument)
    if not wanted:
        wanted = next((os.environ[v] for v in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(v)), "")
        wanted = wanted or locale.getlocale()[0] or ""
    Speaker.language = "en" if wanted.lower().startswith("en") else "vi"
    return others


def language() -> Language:
    """The language in which messages are said."""
    return Speaker.language


def say(key: str, **fields: Any) -> str:
    """A message of messages.toml with its fields filled in."""
    return _messages()[key][Speaker.language].format(**fields)


@cache
def _messages() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("kg.app") / "messages.toml").read_text(encoding="utf-8"))
