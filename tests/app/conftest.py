"""The command line as a person runs it: a process of its own, its output and its exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: object, stdin: str = "", language: str = "en", cwd: Path | None = None, **env: str):
    """Run ``kg`` and return the finished process."""
    command = [sys.executable, "-m", "kg.app.cli", *map(str, arguments)]
    environment = (
        {k: v for k, v in os.environ.items() if k != "KG_STORE"} | {"KG_LANG": language, "COLUMNS": "200"} | env
    )
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, encoding="utf-8", env=environment, check=False, cwd=cwd
    )


@pytest.fixture(scope="session")
def store(tmp_path_factory, examples):
    """A graph built from the example documents by the command line."""
    folder = tmp_path_factory.mktemp("graph") / "store"
    built = run("build", examples, "--store", folder, "--access", "public", "--workers", 2)
    assert built.returncode == 0, built.stderr
    return folder
