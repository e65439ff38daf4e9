"""Which face of a snapshot is shown: all of it, or what public sources support.

The public face is a folder made by the build from public descriptions alone, with a store, dump, VoID and counts of
its own. A public endpoint opens nothing else, so that there is nothing to filter and nothing to forget.
"""

from __future__ import annotations

from pathlib import Path

from kg.errors import NothingPublicError
from kg.snapshot import manifest


def face(snapshot: Path, public: bool) -> Path:
    """The folder to serve; :class:`kg.errors.NothingPublicError` if it should be public and nothing is."""
    if not public or manifest(snapshot).get("public") == "all":
        return snapshot
    part = snapshot / "public"
    if not (part / "manifest.json").is_file():
        raise NothingPublicError(snapshot)
    return part
