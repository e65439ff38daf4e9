"""Answers are whole before their first byte goes out: in memory while small, then in a file that has no name."""

from __future__ import annotations

import gzip
import io
import shutil
import tempfile
from typing import IO, cast

import brotli

INLINE = 64 << 10
"""Bytes up to which an answer goes to the front as it is; a longer one goes as an open file."""
_BROTLI = 4  # quality: as quick as gzip's 5, and smaller
_WORTH_PACKING = 1400  # bytes: below, an answer is one packet anyhow


class TooLargeError(Exception):
    """An answer outgrew the limit."""


class Spool:
    """A writable file that refuses to grow past a limit.

    :param limit: bytes
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._file: IO[bytes] = io.BytesIO()
        self._rolled = False

    def write(self, data: bytes) -> int:
        """Add bytes; :class:`TooLargeError` past the limit."""
        self.size += len(data)
        if self.size > self.limit:
            raise TooLargeError
        if self.size > INLINE and not self._rolled:
            self._roll()
        return self._file.write(data)

    def _roll(self) -> None:
        """Go on in a file."""
        file = tempfile.TemporaryFile()  # noqa: SIM115  # lives until it is sent
        file.write(cast(io.BytesIO, self._file).getbuffer())
        self._file, self._rolled = file, True

    def flush(self) -> None:
        """Serialisers call this at their end."""

    def packed(self, coding: str) -> Spool:
        """The same answer, packed ("br", "gzip"); itself if that is not worth while, or not asked for ("")."""
        if not coding or self.size < _WORTH_PACKING:
            return self
        small = Spool(self.limit)
        self._file.seek(0)
        if coding == "br":
            packer = brotli.Compressor(quality=_BROTLI)
            while data := self._file.read(INLINE):
                small.write(packer.process(data))
            small.write(packer.finish())
            return small
        with gzip.GzipFile(fileobj=cast(IO[bytes], small), mode="wb", compresslevel=5, mtime=0) as packing:
            shutil.copyfileobj(self._file, packing, INLINE)
        return small

    def inline(self) -> bytes | None:
        """The answer itself if it is small, else None: send :meth:`fileno`."""
        return None if self._rolled else cast(io.BytesIO, self._file).getvalue()

    def fileno(self) -> int:
        """The open file, at its beginning."""
        self._file.flush()
        self._file.seek(0)
        return self._file.fileno()
