"""Set up khcn-kg and run it, with nothing but Python 3.11+ and pip.

    python3 start.py             set up, read the example documents, answer a question
    python3 start.py test ...    set up for development, run the tests (more arguments go to pytest)
    python3 start.py setup       only set up; then .venv/bin/kg (on Windows .venv\\Scripts\\kg) is the command

Everything goes into the folder .venv beside this file. Packages are checked against the hashes of requirements/.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PLACE = VENV / ".place"  # where .venv was made: its programs hold that path and do not outlive a move
BROWSER = HERE / "viz" / "site" / "browser"  # what is built on installing (hatch_build.py)
WHY_NOT = HERE / "viz" / "site" / "static" / "built" / "why-not.txt"  # there if that failed
DEMO_STORE = HERE / "data" / "examples"
DEMO_QUESTION = ["authorised-by-decision", "document=412/QĐ-UBND"]


def main(arguments: list[str]) -> int:
    """Run one of the tasks above; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):  # Windows consoles and pipes are not UTF-8 by themselves
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
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
    """Install the locked packages of a profile and the project itself, unless that has been done already here."""
    lock = HERE / "requirements" / f"{profile}.txt"
    stamp = VENV / f".installed-{profile}"
    inputs = [lock, HERE / "pyproject.toml", HERE / "hatch_build.py", *sorted(BROWSER.glob("*.js*"))]
    state = b"".join(file.read_bytes() for file in inputs if file.is_file()) + os.fsencode(HERE)
    wanted = hashlib.sha256(state).hexdigest()
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    print(f"Setting up in {VENV} (once) / Đang cài đặt (một lần) ...", flush=True)
    try:
        prepare()
        pip = [str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        check(run([*pip, "--require-hashes", "-r", str(lock)]))
        check(run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(HERE)]))
        stamp.write_text(wanted, "utf-8")
        if WHY_NOT.is_file():
            print(WHY_NOT.read_text("utf-8"), file=sys.stderr)
    except OSError as error:
        stop(
            f"{VENV} cannot be written: {error}. Remedy: see that the disk has room and that you may write here.",
            f"Không ghi được {VENV}: {error}. Cách xử lý: kiểm tra dung lượng đĩa và quyền ghi.",
        )


def prepare() -> None:
    """See that .venv is there, was made here, and has pip; one that somebody else made is used as it is."""
    ours = PLACE.exists() or any(VENV.glob(".installed-*"))
    moved = ours and not (PLACE.exists() and PLACE.read_bytes() == os.fsencode(VENV))
    if moved or not runs("-c", ""):
        make()
    if not runs("-m", "pip", "--version") and not runs("-m", "ensurepip"):
        no_pip()


def make() -> None:
    """Make .venv anew."""
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        no_pip()
    import venv

    try:
        venv.create(VENV, clear=True, symlinks=os.name != "nt", with_pip=True)
    except subprocess.CalledProcessError:
        no_pip()
    PLACE.write_bytes(os.fsencode(VENV))


def runs(*arguments: str) -> bool:
    """Whether the Python of .venv is there and does this."""
    try:
        return subprocess.run([str(BIN / "python"), *arguments], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def run(command: list[str]) -> int:
    """Run a command in the project's folder; returns its exit status."""
    try:
        return subprocess.run(command, cwd=HERE, check=False, env={**os.environ, "PYTHONUTF8": "1"}).returncode
    except OSError as error:
        stop(
            f"{command[0]} does not run: {error}. Remedy: delete the folder {VENV} and run the same command again.",
            f"Không chạy được {command[0]}: {error}. Cách xử lý: xóa thư mục {VENV} rồi chạy lại lệnh này.",
        )


def check(status: int) -> None:
    """Stop with a remedy when pip failed."""
    if status:
        stop(
            "Setting up failed: pip's message above tells why. Remedy: see that this machine reaches a Python package "
            "index (or a mirror, set by PIP_INDEX_URL), then run the same command again.",
            "Cài đặt không xong: lý do ở thông báo của pip bên trên. Cách xử lý: bảo đảm máy vào được kho gói Python "
            "(hoặc một bản sao, đặt bằng PIP_INDEX_URL), rồi chạy lại lệnh này.",
        )


def no_pip() -> NoReturn:
    """Stop where Python came without what makes a folder of packages, as on Debian and Ubuntu."""
    stop(
        f"This Python ({sys.executable}) cannot set up {VENV}: it lacks venv or pip. Remedy: on Debian and Ubuntu "
        "`sudo apt install python3-venv`, elsewhere Python from python.org; then delete .venv and run this again.",
        f"Python này ({sys.executable}) không tạo được {VENV}: thiếu venv hoặc pip. Cách xử lý: trên Debian và Ubuntu "
        "`sudo apt install python3-venv`, nơi khác cài Python từ python.org; rồi xóa .venv và chạy lại.",
    )


def stop(english: str, vietnamese: str) -> NoReturn:
    """End with a word on what is wrong and what to do."""
    sys.exit(f"{english}\n{vietnamese}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
