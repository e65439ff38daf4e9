"""From what a person names to the files to read; and what could not be read, in the person's language."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ingest import readers
from ingest.readers import UnreadableDocument
from kg.app.failures import FAILED, Failure, tell
from kg.app.language import language, say
from kg.app.reading import set_aside
from kg.reading import SetAside

_OWN_REASONS = frozenset({"crash", "error", "too-slow", "unopened"})
"""Codes that this program words; the others are the readers'."""


def discover(sources: list[Path], store: Path | None = None) -> tuple[list[Path], list[SetAside]]:
    """The documents below the sources, and the files that are set aside; fails if there is nothing to read.

    :param store: the folder of the graph to build, which is passed over
    """
    for path in sources:
        if not path.exists():
            raise Failure("no-source", path=path)
        if store is not None and path.resolve().is_relative_to(store.resolve()):
            raise Failure("source-in-store", source=path, store=store)
    paths, aside = readers.discover(sources, store)
    told = [set_aside(UnreadableDocument(path, reason)) for path, reason in aside]
    if not paths:
        report(told)
        raise Failure("nothing-to-read", FAILED, where=", ".join(map(str, sources)))
    return paths, told


def report(aside: list[SetAside]) -> None:
    """Name what was set aside, each with what, where and what to do."""
    if aside:
        tell(say("build.set-aside", count=len(aside)))
        for one in aside:
            tell(f"  {worded(one)}")


def report_same_texts(groups: Iterable[list[str]]) -> None:
    """Name files that hold the same text, which counts once."""
    for first, *others in groups:
        for other in others:
            tell(say("build.same-text", path=other, first=first))


def worded(one: SetAside) -> str:
    """What, where and what to do, in the language of the person."""
    path = one.path or one.name
    if one.reason in _OWN_REASONS:
        return say(f"aside.{one.reason}", path=path, detail=one.detail)
    return UnreadableDocument(Path(path), one.reason, one.place).message(language())
