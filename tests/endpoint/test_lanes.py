"""Queries that were handed to a worker behind one that kills it are answered by another."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import graphs
from asgi import Client

HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?a) != STR(?i)) }"
LIGHT = "SELECT ?d {{ ?d a khcn:Decision }} LIMIT {}"


def test_light_queries_outlive_the_worker_that_a_heavy_one_ends(serve: Callable[..., Client]) -> None:
    client = serve(graphs.lines(40), light=1, heavy=1, timeout=1.0)

    async def all_at_once() -> list[int]:
        heavy = client.send("POST", "/sparql", HEAVY.encode(), {"Content-Type": "application/sparql-query"})
        light = [
            client.send("POST", "/sparql", LIGHT.format(n).encode(), {"Content-Type": "application/sparql-query"})
            for n in range(1, 21)
        ]
        return [answer.status for answer in await asyncio.gather(heavy, *light)]

    deaths = client.endpoint.editions.current.pool.deaths
    statuses = client.run(all_at_once())
    assert statuses == [504] + 20 * [200]
    lane = client.endpoint.editions.current.pool.light
    assert (lane.busy, len(lane.waiting)) == (0, 0)
    assert client.endpoint.editions.current.pool.deaths > deaths
