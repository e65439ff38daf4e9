"""``kg serve``: the SPARQL endpoint over a store, on this machine or for everyone."""

from __future__ import annotations

import importlib.util
import ipaddress
import os
import socket
import tomllib
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from kg.app.failures import FAILED, Failure, tell
from kg.app.language import say
from kg.app.opening import connect
from kg.endpoint.app import Endpoint
from kg.endpoint.description import Example
from kg.endpoint.public import face
from kg.endpoint.settings import PUBLIC_LIMITS, Settings
from kg.errors import NothingBuiltError
from kg.remote.address import is_address
from kg.remote.graph import RemoteGraph
from kg.snapshot import Folder
from queries.catalogue import catalogue


@dataclass(frozen=True)
class Options:
    """What the operator may set.

    :ivar public_url: address under which clients reach the endpoint; its own if not told
    :ivar timeout: seconds
    :ivar services: addresses that ``SERVICE`` may ask
    :ivar proxies: networks whose ``X-Forwarded-For`` is believed
    :ivar keys: TOML file of agencies, ``NAME = "SHA-256 of its key"``
    """

    public: bool = False
    public_url: str | None = None
    timeout: float = 30.0
    services: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    keys: Path | None = None


def serve_graph(store: str | Path, host: str, port: int, options: Options) -> int:
    """Serve until interrupted. What is internal is shown on this machine alone."""
    if not hasattr(os, "fork"):
        raise Failure("needs-fork", FAILED)
    if importlib.util.find_spec("uvicorn") is None:
        raise Failure("needs-serve", FAILED)
    if not options.public and not _is_own_machine(host):
        raise Failure("internal-abroad", host=host)
    settings = _settings(host, port, options)
    if is_address(store):
        return _serve_remote(str(store), host, port, settings)
    _check_store(Path(store), options.public)
    tell(say("serve.public" if options.public else "serve.internal", url=settings.public_url))
    from kg.endpoint.server import run
    from viz.site.app import site

    run(Endpoint(store, settings, site(), _examples()), host, port)
    return 0


def _serve_remote(url: str, host: str, port: int, settings: Settings) -> int:
    """Serve a graph that another server keeps; to others only if it is known to be public."""
    client = connect(url, timeout=settings.timeout)
    client.most = settings.answer_size
    graph = RemoteGraph(copy(client))
    if settings.public and not graph.public:
        raise Failure("remote-not-public", url=url)
    tell(say("serve.remote", url=settings.public_url, store=url, snapshot=graph.snapshot[:12]))
    from kg.endpoint.relay import Relay
    from kg.endpoint.server import run
    from viz.site.app import site

    run(Relay(lambda: RemoteGraph(copy(client)), settings, site()), host, port)
    return 0


def _is_own_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _reachable(host: str) -> str:
    """A name for an address to listen on; for all addresses, this machine's name."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.is_unspecified:
        return socket.getfqdn()
    return f"[{host}]" if address.version == 6 else host


def _settings(host: str, port: int, options: Options) -> Settings:
    try:
        proxies = tuple(str(ipaddress.ip_network(proxy)) for proxy in options.proxies)
    except ValueError as error:
        raise Failure("bad-proxy", message=error) from None
    return Settings(
        public=options.public,
        public_url=(options.public_url or f"http://{_reachable(host)}:{port}").rstrip("/"),
        timeout=options.timeout,
        services=options.services,
        proxies=proxies,
        keys=_keys(options.keys),
        client=PUBLIC_LIMITS if options.public else None,
    )


def _keys(path: Path | None) -> dict[str, str]:
    """Names of agencies by the SHA-256 of their keys."""
    if path is None:
        return {}
    try:
        return {str(sha): name for name, sha in tomllib.loads(path.read_text("utf-8")).items()}
    except (OSError, ValueError) as error:
        raise Failure("keys", path=path, message=error) from None


def _check_store(store: Path, public: bool) -> None:
    try:
        face(Folder(store).current_path(), public)
    except NothingBuiltError:
        raise Failure("nothing-built", FAILED, store=store) from None


def _examples() -> list[Example]:
    """The questions of the catalogue, their parameters open."""
    return [
        Example(q.name, {str(language): text for language, text in q.wording.items()}, q.opened("vi"))
        for q in catalogue().values()
    ]
