"""Fixtures for all tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[1].parent / "shared"


def require(present: object, what: str) -> None:
    """Skip on a user's machine where ``what`` is lacking; in CI that is a failure, since there it must be had."""
    if present:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} must be present in CI")
    pytest.skip(f"{what} is not present on this machine")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real reports, gold annotations and the scorer, beside the project."""
    require(SHARED.is_dir(), f"the folder {SHARED.name} with real reports, beside the project,")
    return SHARED


@pytest.fixture(scope="session")
def examples() -> Path:
    """The project's own example documents."""
    return Path(__file__).parents[1] / "examples" / "documents"


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Path:
    """A graph built from the example documents by the command line."""
    folder = tmp_path_factory.mktemp("graph") / "store"
    command = [sys.executable, "-m", "kg.app.cli", "build", examples, "--store", folder, "--access", "public"]
    built = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert built.returncode == 0, built.stderr
    return folder
