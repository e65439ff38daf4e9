"""Graphs that other SPARQL 1.1 servers keep: asked as a local one is (:mod:`kg.publish` brings them there)."""
