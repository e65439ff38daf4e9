"""The command line as a person runs it: a process of its own, its output and its exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def run(*arguments: object, stdin: str = "", language: str = "en", cwd: Path | None = None, **env: str):
    """Run ``kg`` and return the finished process."""
    command = [sys.executable, "-m", "kg.app.cli", *map(str, arguments)]
    environment = (
        {k: v for k, v in os.environ.items() if k != "KG_STORE"} | {"KG_LANG": language, "COLUMNS": "200"} | env
    )
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, encoding="utf-8", env=environment, check=False, cwd=cwd
    )
