"""The SPARQL endpoint: an asyncio front that never evaluates a query, and worker processes that may be killed.

``app`` routes requests; ``protocol`` and ``negotiation`` read them; ``editions`` knows which snapshot is served;
``pool`` gives queries to workers by lane; ``zygote``, ``worker``, ``guard``, ``evaluation`` and ``spool`` run in the
workers' processes; ``limits`` protects clients from each other; ``description``, ``dereference`` and ``metrics``
answer what is not a query.
"""
