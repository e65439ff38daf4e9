"""Set up khcn-kg and run it, with nothing but Python 3.11+ and pip.

    python3 start.py             set up, read the example documents, answer a question
    python3 start.py test ...    set up for development, run the tests (more arguments go to pytest)
    python3 start.py setup       only set up; then .venv/bin/kg (on Windows .venv\\Scripts\\kg) is the command

Everything goes into the folder .venv beside this file. Packages are checked against the hashes of requirements/.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
DEMO_STORE = HERE / "data" / "examples"
DEMO_QUESTION = ["authorised-by-decision", "document=412/QĐ-UBND"]


def main(arguments: list[str]) -> int:
    """Run one of the tasks above; returns the exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must be told why it fails
        print(f"khcn-kg needs Python 3.11 or newer; this is {sys.version.split()[0]}. / Cần Python 3.11 trở lên.")
        return 2
    task, *rest = arguments or ["demo"]
    tasks = {"demo": demo, "test": test, "setup": setup}
    if task not in tasks or (rest and task != "test"):
        print(__doc__)
        return 2
    return tasks[task](rest)


def setup(_: list[str]) -> int:
    """Make .venv with what the product needs."""
    install("run")
    return 0


def demo(_: list[str]) -> int:
    """Build the graph of the example documents and ask which tasks a decision authorised."""
    install("run")
    kg = str(BIN / "kg")
    status = run([kg, "build", "examples/documents", "--store", str(DEMO_STORE), "--access", "public"])
    if status not in (0, 3):
        return status
    return run([kg, "ask", *DEMO_QUESTION, "--store", str(DEMO_STORE), "--format", "table"])


def test(arguments: list[str]) -> int:
    """Set up for development and run the tests."""
    install("dev")
    return run([str(BIN / "python"), "-m", "pytest", *arguments])


def install(profile: str) -> None:
    """Install the locked packages of a profile and the project itself, unless that has been done already."""
    lock = HERE / "requirements" / f"{profile}.txt"
    stamp = VENV / f".installed-{profile}"
    wanted = hashlib.sha256(lock.read_bytes() + (HERE / "pyproject.toml").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    print(f"Setting up in {VENV} (once) / Đang cài đặt (một lần) ...", flush=True)
    if not (BIN / ("python.exe" if os.name == "nt" else "python")).exists():
        venv.create(VENV, with_pip=True)
    pip = [str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    check(run([*pip, "--require-hashes", "-r", str(lock)]))
    check(run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(HERE)]))
    stamp.write_text(wanted)


def run(command: list[str]) -> int:
    """Run a command in the project's folder; returns its exit status."""
    return subprocess.run(command, cwd=HERE, check=False, env={**os.environ, "PYTHONUTF8": "1"}).returncode


def check(status: int) -> None:
    """Stop with a remedy when pip failed."""
    if status:
        sys.exit(
            "Setting up failed: pip's message above tells why. Remedy: see that this machine reaches a Python package "
            "index (or a mirror, set by PIP_INDEX_URL), then run the same command again."
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
