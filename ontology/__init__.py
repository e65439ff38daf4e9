"""What the words mean: the ontology, vocabularies and shapes in Turtle, administrative units, record types.

``khcn.ttl``, ``vocabulary-*.ttl``, ``shapes.ttl`` and ``external.ttl`` are the source of truth;
:mod:`ontology.terms` is generated from them, :mod:`ontology.model` loads them and proves them consistent.
"""
