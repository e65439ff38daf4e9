"""Opening a published graph for reading: in a folder, or on a SPARQL server."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from kg.app.failures import FAILED, Failure
from kg.errors import NothingBuiltError
from kg.remote.address import is_address
from kg.remote.client import Client, Login
from kg.remote.graph import RemoteGraph
from kg.store import Snapshot, open_store


def open_graph(store: Path, public: bool = False) -> Snapshot:
    """The published snapshot of a folder; a clear word if there is none."""
    try:
        return open_store(store, public)
    except NothingBuiltError:
        raise Failure("nothing-built", FAILED, store=store) from None
    except (OSError, RuntimeError, ValueError):  # tables of the store are gone or hold other things
        raise Failure("damaged-snapshot", FAILED, path=store) from None


def open_anywhere(store: str) -> Snapshot | RemoteGraph:
    """The published snapshot of a folder, or the graph of a SPARQL server."""
    return RemoteGraph(connect(store)) if is_address(store) else open_graph(Path(store))


def connect(
    url: str, user: str | None = None, password: str | None = None, timeout: float = 60.0,
    update: str | None = None, graphs: str | None = None,
) -> Client:  # fmt: skip
    """A server, with who asks: as told, as the address says, or by KG_USER and KG_PASSWORD."""
    parts = urlsplit(url)
    bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    user = user or unquote(parts.username or "") or os.environ.get("KG_USER")
    password = password or unquote(parts.password or "") or os.environ.get("KG_PASSWORD")
    return Client(bare, timeout, Login(user, password or "") if user else None, update, graphs)
