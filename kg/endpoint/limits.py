"""No client's appetite at the cost of another's: query time, requests and queries at one time, for each client.

A client is a key that an agency was given (``Authorization: Bearer ...``), else an address; an IPv6 network of 64 bits
counts as one. Addresses that a proxy forwards are believed only from proxies that the operator named.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field

from kg.endpoint.http import Request
from kg.endpoint.problems import Problem
from kg.endpoint.settings import Settings

_MOST_CLIENTS = 10_000
_MINUTE = 60.0
_UNLIMITED = nullcontext()


@dataclass
class _Account:
    """What a client has left: seconds of query time, requests; and what it is using."""

    seconds: float
    requests: float
    running: int = 0
    seen: float = field(default_factory=time.monotonic)


class Limits:
    """Keeps the accounts of clients."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.limits = settings, settings.client
        self.proxies = [ipaddress.ip_network(proxy) for proxy in settings.proxies]
        self._accounts: OrderedDict[str, _Account] = OrderedDict()

    def client(self, request: Request) -> str:
        """Name who asks; :class:`Problem` ``key`` if a key is given that is not known."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and self.settings.keys:
            agency = self.settings.keys.get(hashlib.sha256(key.strip().encode()).hexdigest())
            if agency is None:
                raise Problem("key", "Ask the operator for a key, or come without one.")
            return f"key {agency}"
        return self._address(request)

    def _address(self, request: Request) -> str:
        peer = (request.scope.get("client") or ("",))[0]
        hops = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",") if hop.strip()]
        while hops and self._is_proxy(peer):
            peer = hops.pop()
        return _network(peer)

    def _is_proxy(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self.proxies)

    def admitted(self, request: Request) -> AbstractContextManager[None]:
        """Let a client run one query, and charge it the time; :class:`Problem` ``too-many`` if it may not."""
        return _UNLIMITED if self.limits is None else self._charged(request)

    @contextmanager
    def _charged(self, request: Request) -> Iterator[None]:
        client = self.client(request)
        account = self._account(client)
        self._check(account, client)
        account.requests -= 1
        account.running += 1
        started = time.monotonic()
        try:
            yield
        finally:
            account.running -= 1
            account.seconds -= time.monotonic() - started

    def _share(self, client: str) -> int:
        return self.limits.keyed if self.limits and client.startswith("key ") else 1

    def _account(self, client: str) -> _Account:
        """A client's account, with what it was granted since it was last seen."""
        if self.limits is None:
            raise RuntimeError("there are no limits")
        share, limits = self._share(client), self.limits
        account = self._accounts.pop(client, None) or _Account(limits.burst * share, limits.requests * _MINUTE * share)
        self._accounts[client] = account
        if len(self._accounts) > _MOST_CLIENTS:
            self._accounts.popitem(last=False)
        passed = time.monotonic() - account.seen
        account.seen += passed
        account.seconds = min(account.seconds + passed * limits.seconds / _MINUTE * share, limits.burst * share)
        account.requests = min(account.requests + passed * limits.requests * share, limits.requests * _MINUTE * share)
        return account

    def _check(self, account: _Account, client: str) -> None:
        limits, share = self.limits, self._share(client)
        if limits is None:
            return
        if account.running >= limits.concurrent * share:
            raise _too_many(f"{limits.concurrent * share} queries at one time are the limit.", 1)
        if account.requests < 1:
            raise _too_many("Too many requests.", (1 - account.requests) / (limits.requests * share))
        if account.seconds <= 0:
            detail = f"{limits.seconds * share:g} seconds of query time a minute are the limit."
            raise _too_many(detail, (1 - account.seconds) * _MINUTE / (limits.seconds * share))


def _too_many(detail: str, wait: float) -> Problem:
    return Problem("too-many", detail, {"Retry-After": str(max(1, math.ceil(wait)))})


def _network(address: str) -> str:
    """An address, or the network of 64 bits for IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))
