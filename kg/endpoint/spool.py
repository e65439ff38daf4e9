"""Answers are whole before their first byte goes out: in memory while small, then in a file that has no name."""

from __future__ import annotations

import gzip
import shutil
import tempfile

INLINE = 64 << 10
"""Bytes up to which an answer goes to the front as it is; a longer one goes as an open file."""
_WORTH_PACKING = 1400  # bytes: below, an answer is one packet anyhow


class TooLargeError(Exception):
    """An answer outgrew the limit."""


class Spool:
    """A writable file that refuses to grow past a limit.

    :param limit: bytes
    """

    def __init__(self, limit: int) -> None:
        self.file = tempfile.SpooledTemporaryFile(max_size=INLINE)  # noqa: SIM115  # lives until it is sent
        self.limit = limit
        self.size = 0

    def write(self, data: bytes) -> int:
        """Add bytes; :class:`TooLargeError` past the limit."""
        self.size += len(data)
        if self.size > self.limit:
            raise TooLargeError
        return self.file.write(data)

    def flush(self) -> None:
        """Serialisers call this at their end."""

    def packed(self) -> Spool:
        """The same answer, compressed by gzip; itself if that is not worth while."""
        if self.size < _WORTH_PACKING:
            return self
        small = Spool(self.limit)
        self.file.seek(0)
        with gzip.GzipFile(fileobj=small, mode="wb", compresslevel=5, mtime=0) as packing:
            shutil.copyfileobj(self.file, packing, INLINE)
        return small

    def inline(self) -> bytes | None:
        """The answer itself if it is small, else None: send :meth:`fileno`."""
        if self.size > INLINE:
            return None
        self.file.seek(0)
        return self.file.read()

    def fileno(self) -> int:
        """The open file, at its beginning."""
        self.file.seek(0)
        return self.file.fileno()
