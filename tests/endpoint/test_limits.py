from __future__ import annotations

import asyncio
import hashlib
from typing import Any

import pytest
from asgi import Client

from kg.endpoint.http import Request
from kg.endpoint.limits import Limits
from kg.endpoint.problems import Problem
from kg.endpoint.settings import ClientLimits, Settings

_LINES = ["<u:a> <u:b> <u:c> .\n"]
_QUERY = {"Content-Type": "application/sparql-query"}


def _request(peer: str, **headers: str) -> Request:
    told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    return Request({"client": (peer, 1), "headers": told, "method": "GET"}, receive, "/sparql")


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("8.8.8.8", "1.2.3.4", "8.8.8.8"),
        ("10.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.1", "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        ("10.0.0.1", "9.9.9.9, 1.2.3.4, 10.0.0.7", "1.2.3.4"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("2001:db8::1", "", "2001:db8::/64"),
        ("10.0.0.1", "2001:db8::2", "2001:db8::/64"),
    ],
)
def test_forwarded_addresses_are_believed_from_own_proxies_only(peer: str, forwarded: str, client: str) -> None:
    limits = Limits(Settings(proxies=("10.0.0.0/8",)))
    headers = {"x_forwarded_for": forwarded} if forwarded else {}
    assert limits.client(_request(peer, **headers)) == client


def test_keys_are_agencies() -> None:
    limits = Limits(Settings(keys={hashlib.sha256(b"secret").hexdigest(): "Sở A"}))
    assert limits.client(_request("1.1.1.1", authorization="Bearer secret")) == "key Sở A"
    with pytest.raises(Problem, match="operator"):
        limits.client(_request("1.1.1.1", authorization="Bearer wrong"))


def test_too_many_requests_wait(serve: Any) -> None:
    client: Client = serve(_LINES, client=ClientLimits(requests=0.1))
    statuses = [client.query("ASK {}") for _ in range(8)]
    assert [a.status for a in statuses[:6]] == [200] * 6
    refused = statuses[-1]
    assert refused.status == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 10
    assert refused.media == "application/problem+json"
    other = client.request("POST", "/sparql", b"ASK {}", _QUERY, address="5.5.5.5")
    assert other.status == 200


def test_query_time_is_a_share(serve: Any) -> None:
    client: Client = serve(_LINES, client=ClientLimits(seconds=1, burst=0.2), timeout=0.5)
    bomb = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?x{i} ?p{i} ?x{i + 1} ." for i in range(1500)) + "}"
    assert client.query(bomb).status == 504
    refused = client.query("ASK {}")
    assert refused.status == 429
    assert int(refused.headers["retry-after"]) > 10


def test_queries_at_one_time_are_limited(serve: Any) -> None:
    client: Client = serve(_LINES, client=ClientLimits(concurrent=2), timeout=1)
    bomb = ("SELECT (COUNT(*) AS ?n) { " + " ".join(f"?x{i} ?p{i} ?x{i + 1} ." for i in range(1500)) + "}").encode()

    async def several() -> list[int]:
        asked = [client.send("POST", "/sparql", bomb, _QUERY) for _ in range(4)]
        return sorted(a.status for a in await asyncio.gather(*asked))

    found = client.run(several())
    assert found[2:] == [504, 504] or found.count(429) == 2


def test_a_full_queue_is_503(serve: Any) -> None:
    client: Client = serve(_LINES, queue=1, timeout=1, light=1)
    bomb = ("SELECT (COUNT(*) AS ?n) { " + " ".join(f"?x{i} ?p{i} ?x{i + 1} ." for i in range(1500)) + "}").encode()

    async def several() -> Any:
        return await asyncio.gather(*(client.send("POST", "/sparql", bomb, _QUERY) for _ in range(6)))

    answers = client.run(several())
    refused = [a for a in answers if a.status == 503]
    assert refused
    assert all(int(a.headers["retry-after"]) > 0 for a in refused)
