"""Setting up with Python alone: a moved folder, a Python that lacks something, each told and mended."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from types import ModuleType

import pytest

START = Path(__file__).parents[1] / "start.py"


def copied(folder: Path) -> Path:
    """A project that needs no packages."""
    (folder / "requirements").mkdir(parents=True)
    (folder / "requirements" / "run.txt").write_text("")
    (folder / "pyproject.toml").write_text("")
    shutil.copy(START, folder / "start.py")
    return folder


def loaded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[ModuleType, list[list[str]]]:
    """The program of a folder, and what it runs: pip, which would ask the network."""
    spec = importlib.util.spec_from_file_location("start", folder / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    commands: list[list[str]] = []
    monkeypatch.setattr(module, "run", lambda command: commands.append(command) or 0)
    return module, commands


def test_a_moved_folder_is_set_up_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, commands = loaded(copied(tmp_path / "a"), monkeypatch)
    assert first.main(["setup"]) == 0
    assert len(commands) == 2
    assert first.main(["setup"]) == 0
    assert len(commands) == 2
    (tmp_path / "a").rename(tmp_path / "ă")
    second, commands = loaded(tmp_path / "ă", monkeypatch)
    assert second.main(["setup"]) == 0
    assert len(commands) == 2
    activate = (tmp_path / "ă" / ".venv" / "bin" / "activate").read_text("utf-8")
    assert str(tmp_path / "ă") in activate


def test_a_folder_of_packages_without_pip_gets_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module, _ = loaded(copied(tmp_path / "a"), monkeypatch)
    venv.create(tmp_path / "a" / ".venv", symlinks=os.name != "nt")
    assert not module.runs("-m", "pip", "--version")
    assert module.main(["setup"]) == 0
    assert module.runs("-m", "pip", "--version")
    assert not module.PLACE.exists(), "somebody else made it: it is not made anew"


@pytest.mark.parametrize("lacking", ["ensurepip", "venv"])
def test_a_python_without_venv_is_told_what_to_install(
    lacking: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, _ = loaded(copied(tmp_path / "a"), monkeypatch)
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *more: None if name == lacking else find(name, *more))
    told(module, "apt install python3-venv", "Cách xử lý")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (subprocess.CalledProcessError(1, ["ensurepip"]), "apt install python3-venv"),
        (PermissionError(13, "Permission denied", ".venv"), "you may write here"),
    ],
)
def test_a_folder_of_packages_that_cannot_be_made_is_told(
    error: Exception, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, _ = loaded(copied(tmp_path / "a"), monkeypatch)

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(venv, "create", fail)
    told(module, said, "Cách xử lý")


def told(module: ModuleType, *words: str) -> None:
    with pytest.raises(SystemExit) as left:
        module.main(["setup"])
    assert all(word in str(left.value) for word in words)


def test_an_output_that_is_not_utf_8_is_no_obstacle(tmp_path: Path) -> None:
    folder = copied(tmp_path / "a")
    (folder / ".venv").write_text("a file is in the way")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, str(folder / "start.py"), "setup"], capture_output=True, check=False, env=environment
    )
    assert done.returncode == 1
    assert "Đang cài đặt" in done.stdout.decode("utf-8")
    assert "Không" in done.stderr.decode("utf-8")
    assert b"Traceback" not in done.stderr
