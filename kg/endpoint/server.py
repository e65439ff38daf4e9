"""Running the endpoint: one process with an event loop, which nobody can fill with connections that ask nothing."""

from __future__ import annotations

import asyncio
import gc
from contextlib import suppress
from typing import Any

import uvicorn
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from kg.endpoint.http import App

_IDLE = 15.0  # seconds that a connection may take for the head of its first request
_BACKLOG = 2048


class Impatient(AutoHTTPProtocol):  # type: ignore[misc, valid-type]  # the base is chosen when it is imported
    """Closes connections on which no request comes."""

    def connection_made(self, transport: Any) -> None:
        """Give a new connection some seconds to ask."""
        super().connection_made(transport)
        self._impatience = asyncio.get_running_loop().call_later(_IDLE, self._close_if_silent)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._impatience.cancel()
        super().connection_lost(exc)

    def _close_if_silent(self) -> None:
        if self.cycle is None:
            self.transport.close()


def run(app: App, host: str, port: int) -> None:
    """Serve until interrupted."""
    _allow_many_files()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # requests make no cycles worth looking for after every few hundred
    uvicorn.run(
        app, host=host, port=port, http=Impatient, ws="none", lifespan="on", access_log=False, log_level="warning",
        server_header=False, proxy_headers=False, timeout_keep_alive=15, backlog=_BACKLOG, timeout_graceful_shutdown=10,
    )  # fmt: skip


def _allow_many_files() -> None:
    """Connections are open files: allow as many as the system does."""
    import resource  # not on every system

    with suppress(OSError, ValueError):
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
