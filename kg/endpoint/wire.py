"""Messages between the front and its workers: MessagePack with a length before it, an open file beside it."""

from __future__ import annotations

import os
import socket
import struct
from array import array
from collections.abc import Iterator

_HEAD = struct.Struct("!I")
_CHUNK = 32 << 10  # bytes read at once; more would be taken from the system and given back each time
_FILES = socket.CMSG_SPACE(4 * array("i").itemsize)


def send(to: socket.socket, message: bytes, file: int | None = None) -> None:
    """Send one message on a blocking socket, with an open file if there is one."""
    data = _HEAD.pack(len(message)) + message
    if file is not None:
        sent = socket.send_fds(to, [data], [file])
        data = data[sent:]
    if data:
        to.sendall(data)


def framed(message: bytes) -> bytes:
    """A message as it is sent."""
    return _HEAD.pack(len(message)) + message


def receive(source: socket.socket) -> Iterator[bytes]:
    """The messages that come on a blocking socket, until the other side has gone."""
    data = b""
    while more := source.recv(_CHUNK):
        data += more
        while len(data) >= _HEAD.size and len(data) >= (end := _HEAD.size + _HEAD.unpack_from(data)[0]):
            yield data[_HEAD.size : end]
            data = data[end:]


class Inbox:
    """Puts messages together that arrive in pieces on a socket that does not block."""

    def __init__(self, source: socket.socket) -> None:
        self.source = source
        self.buffer = bytearray()
        self.files: list[int] = []

    def read(self) -> Iterator[tuple[bytes, int | None]]:
        """The messages that are whole by now, each with its open file.

        :raises EOFError: the other side has gone
        """
        try:
            data, beside, _, _ = self.source.recvmsg(_CHUNK, _FILES)
        except BlockingIOError:
            return
        except OSError:
            data, beside = b"", []
        if not data:
            raise EOFError
        self.buffer += data
        for _, _, passed in beside:
            self.files += array("i", passed)
        while len(self.buffer) >= _HEAD.size:
            end = _HEAD.size + _HEAD.unpack_from(self.buffer)[0]
            if len(self.buffer) < end:
                return
            message = bytes(self.buffer[_HEAD.size : end])
            del self.buffer[:end]
            yield message, self.files.pop(0) if self.files else None

    def close(self) -> None:
        """Close what was not taken."""
        for file in self.files:
            os.close(file)
        self.files.clear()
