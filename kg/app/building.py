"""``kg build``: documents in, a published snapshot out."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Literal, cast

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from kg.app.failures import SET_ASIDE, Failure, stderr, tell
from kg.app.language import say
from kg.app.reading import read_document, rules_version
from kg.app.sources import discover, report, report_same_texts
from kg.build import build
from kg.corrections import NAME

_ACCESS = ("public", "internal")


def build_graph(sources: list[Path], store: Path, workers: int, access: str) -> int:
    """Build and publish; 3 if some documents could not be read."""
    if access not in _ACCESS:
        raise Failure("bad-choice", value=access, parameter="--access", expected=", ".join(_ACCESS))
    paths, aside = discover(sources, store)
    started = time.monotonic()
    with _Bars() as bars:
        built = build(
            paths,
            store,
            read_document,
            workers,
            cast(Literal["public", "internal"], access),
            rules_version(),
            bars.update,
            aside,
        )
    told = {
        "snapshot": built.hash[:12],
        "documents": built.documents,
        "quads": built.quads,
        "findings": sum(built.findings.values()),
        "seconds": f"{time.monotonic() - started:.1f}",
    }
    outcome = "published" if built.new else "mended" if built.mended else "unchanged"
    tell(say(f"build.{outcome}", **told))
    report_same_texts(built.same_text)
    report(built.set_aside)
    _report_corrections(built.corrections)
    return SET_ASIDE if any(one.failed for one in built.set_aside) else 0


def _report_corrections(told: dict[str, Any] | None) -> None:
    """How many corrections applied; which lines of the file did nothing."""
    if told is None:
        return
    tell(say("build.corrections", applied=len(told["applied"]), file=NAME))
    for key, lost in (("corrections-unknown", told["unknown"]), ("corrections-unreadable", told["unreadable"])):
        if lost:
            tell(say(f"build.{key}", count=len(lost), lines=", ".join(map(str, lost)), file=NAME))


class _Bars:
    """A progress bar for each stage of a build, on a terminal only."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=stderr, transient=True, disable=not stderr.is_terminal)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> _Bars:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def update(self, stage: str, done: int, of: int) -> None:
        """Show how far a stage has come."""
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(say(f"build.{stage}"))
        self._progress.update(self._tasks[stage], completed=done, total=max(of, 1))
