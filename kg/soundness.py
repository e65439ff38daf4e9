"""Whether a snapshot still is what was written: disks fail, and hands delete."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox


def is_sound(folder: Path) -> bool:
    """Whether a snapshot's folder, and its public part if it has one, is whole: manifest, dump, texts and store.

    The dump is read through for its sum, the store for its number of quads, which reads every one of its files.
    """
    try:
        told: dict[str, Any] = json.loads((folder / "manifest.json").read_text("utf-8"))
        json.loads((folder / "quality.json").read_text("utf-8"))
        sources = {row["text_sha256"] for row in told["documents"]}
        public = told["public"] != "some" or is_sound(folder / "public")
        return (
            public
            and (folder / "void.ttl").is_file()
            and all((folder / "sources" / f"{source}.txt").is_file() for source in sources)
            and all((folder / "records" / f"{source}.json").is_file() for source in sources)
            and _sum(folder / "dump.nq") == told["dump_sha256"]
            and len(ox.Store.read_only(str(folder / "store"))) == told["quads"]
        )
    except (OSError, RuntimeError, ValueError, KeyError, TypeError):  # RuntimeError: a table of the store is gone
        return False


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
