"""The entry point of ``kg``."""

from __future__ import annotations

import os
import sys

import typer

from kg.app.language import choose_language


def main() -> None:
    """Run the command line: choose the language, run the command, turn what went wrong into a message."""
    for stream in (sys.stdout, sys.stderr):  # Windows consoles and pipes are not UTF-8 by themselves
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = choose_language(sys.argv[1:])
    from kg.app.commands import app  # help texts are made on import, in the language chosen above

    try:
        sys.exit(app(arguments or ["--help"], standalone_mode=False) or 0)
    except BrokenPipeError:  # the reader of our output has had enough
        sys.stderr.close()
    except (Exception, KeyboardInterrupt) as error:
        if os.environ.get("KG_DEBUG"):
            raise
        _leave(error)


def _leave(error: BaseException) -> None:
    """End the program with what, where and what to do."""
    from kg.app.failures import FAILED, Failure, leave
    from kg.errors import StoreError

    if isinstance(error, Failure):
        leave(error)
    if isinstance(error, StoreError):
        leave(Failure(error.key, FAILED, **error.fields))
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        leave(Failure("interrupted", FAILED))
    if isinstance(error, OSError):
        leave(Failure("file", FAILED, path=error.filename or "", message=error.strerror or error))
    if hasattr(error, "format_message"):  # wrong use, found by the parser of the command line
        leave(Failure("usage", message=error.format_message()))
    leave(Failure("unexpected", FAILED, message=f"{type(error).__name__}: {error}"))


if __name__ == "__main__":
    main()
