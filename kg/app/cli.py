"""The entry point of ``kg``."""

from __future__ import annotations

import os
import sys

from kg.app.language import choose_language


def main() -> None:
    """Run the command line: choose the language, run the command, turn what went wrong into a message."""
    for stream in (sys.stdout, sys.stderr):  # Windows consoles and pipes are not UTF-8 by themselves
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = choose_language(sys.argv[1:])
    from kg.app.commands import app  # help texts are made on import, in the language chosen above
    from kg.app.failures import FAILED, Failure, leave
    from kg.errors import StoreError

    try:
        app(arguments)
    except Failure as failure:
        leave(failure)
    except StoreError as error:
        leave(Failure("store", FAILED, message=error.message, hint=error.hint))
    except KeyboardInterrupt:
        leave(Failure("interrupted", FAILED))
    except BrokenPipeError:
        sys.stderr.close()
    except OSError as error:
        leave(Failure("file", FAILED, path=error.filename or "", message=error.strerror or error))
    except Exception as error:
        if os.environ.get("KG_DEBUG"):
            raise
        leave(Failure("unexpected", FAILED, message=f"{type(error).__name__}: {error}"))


if __name__ == "__main__":
    main()
