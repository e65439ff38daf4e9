"""Graphs that other SPARQL 1.1 servers keep: asked as a local one is (:mod:`kg.publish` brings them there)."""

from __future__ import annotations

from kg.remote.client import Client, Login
from kg.remote.errors import RemoteError
from kg.remote.graph import RemoteGraph, is_address

__all__ = ["Client", "Login", "RemoteError", "RemoteGraph", "is_address"]
