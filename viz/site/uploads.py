"""What is posted: forms and files kept in memory alone, files read by a process of their own that may not take much.

A file of a stranger may be made to crash a reader or to fill the machine; it then ends that process, not the site.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore

from starlette.datastructures import UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from ingest.readers import UnreadableDocument, read_bytes
from kg.endpoint.problems import Problem

MOST_BYTES = 20 << 20
"""The largest body of a request."""
_PATIENCE = 60.0  # seconds for a body to arrive
_READING = 30  # seconds for a file to be read
_MEMORY = 2 << 30  # bytes of address space for reading it
_MOST_FIELDS = 20
_AT_ONCE = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Posted:
    """A posted form: its fields, and its one file (empty if none was chosen) with the name that it came under."""

    fields: dict[str, str] = field(default_factory=dict)
    file: bytes = b""
    name: str = ""


class _InMemory(MultiPartParser):
    spool_max_size = MOST_BYTES + 1  # what is posted never touches the disk


async def read_posted(request: Request) -> Posted:
    """The form of a request: multipart, urlencoded, or a JSON object of texts; a :class:`Problem` if it is none."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        async with asyncio.timeout(_PATIENCE):
            if media == "application/json":
                return _object(b"".join([part async for part in _limited(request)]))
            if media == "multipart/form-data":
                limits = {"max_files": 1, "max_fields": _MOST_FIELDS, "max_part_size": MOST_BYTES}
                return await _form(_InMemory(request.headers, _limited(request), **limits))
            if media == "application/x-www-form-urlencoded":
                return await _form(FormParser(request.headers, _limited(request)))
    except TimeoutError:
        raise Problem("slow-request", f"The limit is {_PATIENCE:g} s.", {"Connection": "close"}) from None
    except MultiPartException as error:
        raise Problem("parameter", error.message) from None
    raise Problem("media-type", "Post multipart/form-data, application/x-www-form-urlencoded or application/json.")


async def _limited(request: Request) -> AsyncGenerator[bytes, None]:
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            detail = f"The limit is {MOST_BYTES >> 20} MiB."
            raise Problem("request-size", detail, {"Connection": "close"}, limit=MOST_BYTES)
        yield part


def _object(body: bytes) -> Posted:
    try:
        told = json.loads(body)
    except ValueError as error:
        raise Problem("parameter", f"The body is not JSON: {error}") from None
    if not isinstance(told, dict) or not all(isinstance(value, str) for value in told.values()):
        raise Problem("parameter", "The body is to be a JSON object whose values are texts.")
    return Posted(told)


async def _form(parser: MultiPartParser | FormParser) -> Posted:
    form = await parser.parse()
    try:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        files = [value for value in form.values() if isinstance(value, UploadFile) and value.filename]
        return Posted(fields, await files[0].read(), files[0].filename or "") if files else Posted(fields)
    finally:
        await form.close()


def text_of(posted: Posted, language: str) -> str:
    """The text of a posted file; a :class:`Problem` ``unreadable`` says why there is none."""
    if not _AT_ONCE.acquire(timeout=_READING):
        raise Problem("busy", "Other files are being read.", {"Retry-After": "5"})
    try:
        command = [sys.executable, "-m", __name__, Path(posted.name).suffix, language]
        done = subprocess.run(command, input=posted.file, capture_output=True, timeout=_READING, check=False)
        told: Mapping[str, str] = json.loads(done.stdout) if done.returncode == 0 else {"fault": ""}
    except subprocess.TimeoutExpired:
        told = {"fault": ""}
    finally:
        _AT_ONCE.release()
    if "fault" in told:
        raise Problem("unreadable", told["fault"] or "The file is damaged, or reading it takes too long.")
    return told["text"]


def _main(suffix: str, language: str) -> None:
    """Read a document from standard input, tell its text or what is wrong with it as JSON on standard output."""
    import resource  # not on every system

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_READING, _READING))
    try:
        told = {"text": read_bytes(sys.stdin.buffer.read(), Path(f"file{suffix}")).text}
    except UnreadableDocument as error:
        told = {"fault": error.message("en" if language == "en" else "vi")}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    _main(*sys.argv[1:])
