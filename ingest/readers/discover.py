"""From what a user names to the files to read, in one order on every machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.readers.formats import HEAD, can_read_head

SetAside = tuple[Path, str]
"""A path and the reason code why it is not read."""


def discover(paths: Iterable[Path], store: Path | None = None) -> tuple[list[Path], list[SetAside]]:
    """Files that a reader takes, and what was set aside with its reason; folders are gone through.

    Folders in which a graph is kept are not: they hold the texts of documents, withdrawn ones too.

    :param store: the folder of a graph, passed over even while it does not look like one yet

    Both lists are sorted by path, each file is listed once however many links lead to it (a link gives way to the
    file itself). Nothing raises: what is missing or forbidden is set aside.
    """
    files: list[Path] = []
    aside: list[SetAside] = []
    for path in paths:
        for found, reason in _walk(Path(path), store.resolve() if store else None):
            if reason is None:
                files.append(found)
            else:
                aside.append((found, reason))
    readable: dict[Path, Path] = {}
    for file in sorted(set(files), key=lambda f: (f.is_symlink(), f.as_posix())):
        if readable.setdefault(file.resolve(), file) is not file:
            aside.append((file, "same-file"))
    return sorted(readable.values(), key=Path.as_posix), sorted(set(aside), key=lambda a: (a[0].as_posix(), a[1]))


def can_read(path: Path) -> bool:
    """Whether a reader takes this file, by its name and its first bytes."""
    return why_not(path) is None


def why_not(path: Path) -> str | None:
    """Reason code why no reader takes this file, None if one does."""
    try:
        path.resolve(strict=True)
        if path.is_dir():
            return "directory"
        if not path.is_file():
            return "special-file"
        with path.open("rb") as file:
            return can_read_head(file.read(HEAD), path)
    except FileNotFoundError:
        return "symlink-loop" if path.is_symlink() else "missing"
    except PermissionError:
        return "no-permission"
    except (OSError, RuntimeError):  # a loop of links: RuntimeError before Python 3.13
        return "symlink-loop"


def _walk(root: Path, store: Path | None) -> Iterator[tuple[Path, str | None]]:
    """Every file below ``root`` with the reason against it; a named root may be hidden."""
    seen: set[Path] = set()
    stack = [root]
    while stack:
        path = stack.pop()
        reason = _skipped(path) if path is not root else None
        if reason is None:
            reason = why_not(path)
        if reason != "directory":
            yield path, reason
            continue
        real = path.resolve()
        if real == store or _is_store(real):
            yield path, "store"
            continue
        if path.is_symlink() and path.parent.resolve().is_relative_to(real):
            yield path, "symlink-loop"
            continue
        if real in seen:
            yield path, "same-file"
            continue
        seen.add(real)
        try:
            stack.extend(sorted(path.iterdir(), reverse=True))
        except PermissionError:
            yield path, "no-permission"


def _is_store(folder: Path) -> bool:
    """Whether graphs are published in a folder."""
    return (folder / "snapshots").is_dir() and (folder / "history.jsonl").is_file()


def _skipped(path: Path) -> str | None:
    if path.name.startswith("~$"):
        return "lock-file"
    return "hidden" if path.name.startswith(".") else None
