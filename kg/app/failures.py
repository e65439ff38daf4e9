"""Errors as a person reads them: what, where, what to do; and the exit status that tells them apart."""

from __future__ import annotations

import re
from typing import Any, NoReturn

from rich.console import Console
from rich.text import Text

from kg.app.language import say

FOUND = 1  # it ran, and found what it looks for (findings, scores below the bar, no answer)
WRONG_USE = 2
SET_ASIDE = 3  # done, but some documents were set aside
FAILED = 4  # could not do its work; nothing changed

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # a file's name must not steer the terminal

stderr = Console(stderr=True, highlight=False)


class Failure(Exception):
    """A command cannot go on: ``status`` is the exit status, ``message`` what the person is told."""

    def __init__(self, key: str, status: int = WRONG_USE, **fields: Any) -> None:
        super().__init__(key)
        self.status = status
        self.message = say(f"error.{key}", **fields)


def tell(message: str) -> None:
    """Say something beside the result (standard error), as it is: no markup is read into it."""
    stderr.print(Text(_CONTROLS.sub("?", message)), soft_wrap=True)


def leave(failure: Failure) -> NoReturn:
    """End the program with a failure's message and status."""
    tell(say("error", message=failure.message))
    raise SystemExit(failure.status)
