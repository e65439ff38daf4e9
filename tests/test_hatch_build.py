"""The browser code of others: built from locked packages, once; without them the installation goes on and says so."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import require

ROOT = Path(__file__).parents[1]
BUILT = Path("viz") / "site" / "static" / "built"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what is built from."""
    browser = Path("viz") / "site" / "browser"
    shutil.copytree(ROOT / browser, tmp_path / browser, ignore=shutil.ignore_patterns("node_modules"))
    shutil.copy(ROOT / "hatch_build.py", tmp_path)
    return tmp_path


def build(project: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "hatch_build.py"], cwd=project, env={**os.environ, **environment}, check=False,
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip


def test_without_a_registry_the_remedy_is_told(project: Path) -> None:
    cache = str(project / "cache")
    done = build(
        project, npm_config_registry="http://127.0.0.1:9/", npm_config_cache=cache, npm_config_fetch_retries="0"
    )
    assert done.returncode == 1
    assert "registry" in done.stderr
    assert "Cách xử lý" in done.stderr
    assert (project / BUILT / "why-not.txt").read_text("utf-8").strip() == done.stderr.strip()
    assert not (project / BUILT / ".stamp").exists()


def test_it_is_built_once_and_anew_when_something_changes(project: Path) -> None:
    packages = ROOT / "viz" / "site" / "browser" / "node_modules"
    require((packages / ".lock-hash").is_file(), "the folder of npm packages")
    (project / "viz" / "site" / "browser" / "node_modules").symlink_to(packages)
    assert build(project).returncode == 0
    made = project / BUILT / "explore.js"
    first = made.stat().st_mtime_ns
    time.sleep(0.01)
    assert build(project).returncode == 0
    assert made.stat().st_mtime_ns == first
    with (project / "viz" / "site" / "browser" / "explore.js").open("a") as file:
        file.write("\nconsole.debug('changed');\n")
    assert build(project).returncode == 0
    assert "changed" in made.read_text("utf-8")


def test_the_lock_names_no_registry_and_every_package_has_its_hash() -> None:
    text = (ROOT / "viz" / "site" / "browser" / "package-lock.json").read_text("utf-8")
    assert "resolved" not in text
    packages = {name: told for name, told in json.loads(text)["packages"].items() if name}
    assert packages
    assert all(told["integrity"].startswith("sha512-") for told in packages.values())


def test_licences_stand_beside_what_was_built() -> None:
    licences = ROOT / BUILT / "LICENSES.txt"
    require(licences.is_file(), "the browser code of others")
    named = set(
        re.findall(r"^(\S+) \d[\w.-]* \((?:MIT|Apache-2\.0|BSD-[23]-Clause|ISC)\)$", licences.read_text("utf-8"), re.M)
    )
    assert {"sigma", "graphology", "@codemirror/view"} <= named
    assert len(named) == licences.read_text("utf-8").count("=" * 78) / 2, "all licences are permissive"
