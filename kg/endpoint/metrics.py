"""What an endpoint counts, in the text format of Prometheus."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from kg.endpoint.editions import Editions

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, math.inf)


class Metrics:
    """Counts requests and measures queries."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, int]] = Counter()
        self.buckets: Counter[float] = Counter()
        self.seconds = 0.0
        self.queries = 0

    def count(self, method: str, status: int) -> None:
        """One request has been answered."""
        self.requests[method if method in ("GET", "HEAD", "POST", "OPTIONS") else "other", status] += 1

    def observe(self, seconds: float) -> None:
        """One query has been evaluated."""
        self.queries += 1
        self.seconds += seconds
        self.buckets[_BUCKETS[bisect_left(_BUCKETS, seconds)]] += 1

    def text(self, editions: Editions) -> str:
        """Everything, one line a figure."""
        return "\n".join(self._lines(editions)) + "\n"

    def _lines(self, editions: Editions) -> Iterator[str]:
        yield "# TYPE khcn_requests_total counter"
        for (method, status), number in sorted(self.requests.items()):
            yield f'khcn_requests_total{{method="{method}",status="{status}"}} {number}'
        yield "# TYPE khcn_query_seconds histogram"
        total = 0
        for bound in _BUCKETS[:-1]:
            total += self.buckets[bound]
            yield f'khcn_query_seconds_bucket{{le="{bound:g}"}} {total}'
        yield f'khcn_query_seconds_bucket{{le="+Inf"}} {self.queries}'
        yield f"khcn_query_seconds_sum {self.seconds:.6f}"
        yield f"khcn_query_seconds_count {self.queries}"
        yield from _state(editions)


def _state(editions: Editions) -> Iterator[str]:
    """How the workers stand."""
    edition = editions.current
    yield "# TYPE khcn_workers gauge"
    yield "# TYPE khcn_waiting gauge"
    for lane in (edition.pool.light, edition.pool.heavy):
        yield f'khcn_workers{{lane="{lane.name}",state="idle"}} {lane.ready - lane.busy}'
        yield f'khcn_workers{{lane="{lane.name}",state="busy"}} {lane.busy}'
        yield f'khcn_waiting{{lane="{lane.name}"}} {len(lane.waiting)}'
    yield "# TYPE khcn_workers_killed_total counter"
    yield f"khcn_workers_killed_total {edition.pool.deaths}"
    yield "# TYPE khcn_snapshot_switches_total counter"
    yield f"khcn_snapshot_switches_total {editions.switches}"
    yield "# TYPE khcn_snapshot_quads gauge"
    yield f'khcn_snapshot_quads{{snapshot="{edition.hash}"}} {edition.manifest["quads"]}'
