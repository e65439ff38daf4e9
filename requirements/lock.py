"""Lock the packages of each profile, with hashes and without registry addresses.

Run ``python requirements/lock.py``; it needs uv (``pip install uv``).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The project is installed without build isolation, so what builds it is locked too.
BUILD = "hatchling\neditables\nnodejs-wheel-binaries\n"
PROFILES = {
    "run": ["--extra", "serve", "--extra", "network", "--extra", "remote"],
    "dev": ["--all-extras", "--group", "dev"],
}


def main() -> None:
    """Write run.txt and dev.txt."""
    build = HERE / "build.in"
    build.write_text(BUILD)
    for name, options in PROFILES.items():
        subprocess.run(
            [
                *(sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "requirements/build.in", *options),
                *("--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--quiet"),
                *("--no-header", "--no-annotate", "--upgrade", "--output-file", f"requirements/{name}.txt"),
            ],
            cwd=HERE.parent,
            check=True,
        )


if __name__ == "__main__":
    main()
