"""Where results go: a file, or standard output as it is."""

from __future__ import annotations

import sys
from pathlib import Path


def write(result: str | bytes, output: Path | None) -> None:
    """Write a result to a file (made whole or not at all) or to standard output."""
    data = result.encode("utf-8") if isinstance(result, str) else result
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    partial = output.with_name(f".{output.name}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(output)
    except OSError as error:
        partial.unlink(missing_ok=True)
        error.filename = str(output)  # a full disk names no file by itself
        raise
