"""From what a person names to the files to read."""

from __future__ import annotations

from pathlib import Path

from ingest import readers
from ingest.readers import UnreadableDocument
from kg.app.failures import FAILED, Failure, tell
from kg.app.language import say
from kg.app.reading import set_aside
from kg.reading import SetAside


def discover(sources: list[Path]) -> tuple[list[Path], list[SetAside]]:
    """The documents below the sources, and the files that are set aside; fails if there is nothing to read."""
    for path in sources:
        if not path.exists():
            raise Failure("no-source", path=path)
    paths, aside = readers.discover(sources)
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
            tell(f"  {one.reason}" if one.name in one.reason else f"  {one.name}: {one.reason}")
