"""Telling a server's address from a folder, without anything that takes time to import."""

from __future__ import annotations


def is_address(store: object) -> bool:
    """Whether a store is a server's address rather than a folder.

    >>> is_address("https://example.org/sparql"), is_address("data")
    (True, False)
    """
    return isinstance(store, str) and store.lower().startswith(("http://", "https://"))
