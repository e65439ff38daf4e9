"""What is said of documents that cannot be read: a reason code, a place, and messages in two languages."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

Place = tuple[Literal["page", "line", "byte"], int]
Language = Literal["vi", "en"]


class UnreadableDocument(Exception):
    """A document is set aside; the rest goes on.

    :ivar path: the file
    :ivar reason: machine code, a table of ``messages.toml`` ("empty", "encoding", "scan", ...)
    :ivar place: where in the file ("page", "line" or "byte", and its number; bytes from 0, the others from 1)
    """

    def __init__(self, path: Path, reason: str, place: Place | None = None) -> None:
        super().__init__(path, reason, place)
        self.path = path
        self.reason = reason
        self.place = place

    @property
    def remedy(self) -> str:
        """What to do about it, in Vietnamese (see :func:`remedy` for English)."""
        return remedy(self.reason)

    def message(self, language: Language = "vi") -> str:
        """What, where and what to do, in one line."""
        words = _messages()["place"]
        place = f" ({words[self.place[0]][language]} {self.place[1]})" if self.place else ""
        return (
            f"{self.path}: {describe(self.reason, language)}{place}. "
            f"{words['remedy'][language]} {remedy(self.reason, language)}"
        )

    def __str__(self) -> str:
        return self.message("vi")


class SecretDocument(UnreadableDocument):
    """A document with a secrecy stamp (dấu chỉ độ mật): refused by its file name, its text is not kept."""

    def __init__(self, path: Path, reason: str = "secret", place: Place | None = None) -> None:
        super().__init__(path, reason, place)


def describe(reason: str, language: Language = "vi") -> str:
    """What a reason code means."""
    return str(_messages()[reason]["what"][language])


def remedy(reason: str, language: Language = "vi") -> str:
    """What to do about a reason."""
    return str(_messages()[reason]["remedy"][language])


def reasons() -> list[str]:
    """All reason codes."""
    return [code for code in _messages() if code != "place"]


@cache
def _messages() -> dict[str, Any]:
    return tomllib.loads(resources.files("ingest.readers").joinpath("messages.toml").read_text("utf-8"))
