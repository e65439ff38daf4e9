"""What an endpoint allows, and how much of the machine it takes."""

from __future__ import annotations

import os
from dataclasses import dataclass, field


def _machine_memory() -> int:
    """Bytes of memory that the machine has."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


@dataclass(frozen=True)
class Settings:
    """Limits of an endpoint. Times are seconds, sizes bytes.

    :ivar public: serve only what public sources support
    :ivar public_url: address under which the endpoint is reached from outside, without a slash at the end
    :ivar timeout: the longest that a query may run; then its worker is killed and the answer is 504
    :ivar queue: how many queries may wait for a lane; more are refused with 503
    :ivar slice: processor time after which a query leaves the light lane for the heavy one
    :ivar light: workers for queries that are known to be quick, or not known at all; more than processors, because
        those that meet a heavy query are lost for a moment
    :ivar heavy: workers for the others, at lower priority
    :ivar worker_memory: what a query may take beyond the data themselves
    :ivar data_memory: what all copies of the data in memory may take together; twice that while a snapshot is switched
    :ivar cache_memory: what short answers may take that are kept in case they are asked for again
    :ivar query_size: longest text of a query
    :ivar body_size: longest body of a request
    :ivar answer_size: longest answer, uncompressed; a longer one is refused, never cut
    :ivar spool_size: what long answers that are being sent may take on the disk together
    :ivar depth: deepest nesting of brackets
    :ivar path: most steps of one property path
    :ivar services: addresses that ``SERVICE`` may ask; every other is refused
    :ivar proxies: networks whose ``X-Forwarded-For`` is believed
    :ivar keys: SHA-256 (hex) of a key to the name of the agency that holds it
    """

    public: bool = False
    public_url: str = "http://127.0.0.1:8000"
    timeout: float = 30.0
    queue: int = 64
    slice: float = 0.05
    light: int = field(default_factory=lambda: (os.cpu_count() or 1) + 2)
    heavy: int = field(default_factory=lambda: max(1, (os.cpu_count() or 1) // 2))
    worker_memory: int = 1 << 30
    data_memory: int = field(default_factory=lambda: min(4 << 30, _machine_memory() // 4))
    cache_memory: int = 64 << 20
    query_size: int = 256 << 10
    body_size: int = 1 << 20
    body_time: float = 10.0
    answer_size: int = 256 << 20
    spool_size: int = 4 << 30
    depth: int = 200
    path: int = 100
    services: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    keys: dict[str, str] = field(default_factory=dict)
    client: ClientLimits | None = None


@dataclass(frozen=True)
class ClientLimits:
    """What one client may ask for; a client with a key may ask for ``keyed`` times as much.

    :ivar seconds: seconds of query time that are granted each minute
    :ivar burst: seconds of query time that may be saved up
    :ivar requests: requests a second, over a minute
    :ivar concurrent: queries at one time
    """

    seconds: float = 60.0
    burst: float = 120.0
    requests: float = 20.0
    concurrent: int = 8
    keyed: int = 10


PUBLIC_LIMITS = ClientLimits()
"""What clients of a public endpoint may ask for unless told otherwise."""
