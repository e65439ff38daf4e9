"""A published snapshot, opened for reading."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import NothingPublicError
from kg.snapshot import Folder, manifest
from ontology.records import Record, from_json

if TYPE_CHECKING:
    import rdflib

    from kg.networks import Network

Value = str | int | float | bool | None
_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = frozenset(f"{_XSD}{t}" for t in ("integer", "int", "long", "short", "nonNegativeInteger"))
_NUMBERS = frozenset(f"{_XSD}{t}" for t in ("decimal", "double", "float"))


class Sources:
    """What a snapshot keeps beside its store: the texts and records of its sources, and the reports of its build."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def snapshot(self) -> str:
        """The content address: SHA-256 of the dump, hex."""
        return str(self.manifest["dump_sha256"])

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Inputs, times, withdrawn things."""
        return manifest(self.path)

    @cached_property
    def quality(self) -> dict[str, Any]:
        """The quality report."""
        found: dict[str, Any] = json.loads((self.path / "quality.json").read_text("utf-8"))
        return found

    def text(self, source: str) -> str:
        """The stored text of a source, by its IRI or the beginning of its hash."""
        return self._one("sources", source, ".txt").read_bytes().decode("utf-8")

    def record(self, source: str) -> Record:
        """The record of a source, by its IRI or the beginning of its hash."""
        return from_json(self._one("records", source, ".json").read_bytes())

    def _one(self, folder: str, source: str, ending: str) -> Path:
        hash_ = source.rpartition("/")[2].partition("#")[0]
        found = sorted((self.path / folder).glob(f"{hash_}*{ending}")) if hash_.isalnum() else []
        if len(found) != 1:
            raise KeyError(source)
        return found[0]


class Snapshot(Sources):
    """One snapshot. It stays what it is when a newer one is published; open the store again to see that.

    >>> graph = open_store("data")                                                        # doctest: +SKIP
    >>> graph.query("SELECT ?n ?l { ?d khcn:number ?n ; rdfs:label ?l }", {"n": "535/QĐ-UBND"})  # doctest: +SKIP
    [{'n': '535/QĐ-UBND', 'l': 'Quyết định số 535/QĐ-UBND ...'}]
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.store = ox.Store.read_only(str(path / "store"))

    def query(self, sparql: str, substitutions: Mapping[str, object] | None = None) -> Any:
        """Ask in SPARQL.

        :param substitutions: values of variables by name: an IRI (``https://...``), a text, a number or a term; the
            variables must be among those that the query selects (SPARQL-dev SEP-0007)
        :returns: rows as dictionaries for SELECT, a truth value for ASK, triples as terms for CONSTRUCT and DESCRIBE
        :raises SyntaxError: the query is not SPARQL
        """
        answer = self._run(sparql, substitutions)
        if isinstance(answer, ox.QueryBoolean):
            return bool(answer)
        if isinstance(answer, ox.QuerySolutions):
            names = [v.value for v in answer.variables]
            return [{n: plain(row[n]) for n in names if row[n] is not None} for row in answer]
        return list(answer)

    def select(
        self, sparql: str, substitutions: Mapping[str, object] | None = None
    ) -> tuple[list[str], list[list[Value]]]:
        """Names of the variables, and one list of plain values a solution (None where unbound)."""
        answer = self._run(sparql, substitutions)
        if not isinstance(answer, ox.QuerySolutions):
            raise TypeError("a SELECT query is needed here")
        names = [v.value for v in answer.variables]
        return names, [[plain(row[n]) for n in names] for row in answer]

    def _run(self, sparql: str, substitutions: Mapping[str, object] | None) -> Any:
        bound = {ox.Variable(name): term(value) for name, value in (substitutions or {}).items()}
        return self.store.query(sparql, prefixes=PREFIXES, substitutions=bound or None)

    def dataset(self) -> rdflib.Dataset:
        """The graph for rdflib: its default graph are the facts, its named graphs what each source says."""
        import rdflib
        from oxrdflib import OxigraphStore

        dataset = rdflib.Dataset(store=OxigraphStore(store=self.store))
        for prefix, iri in PREFIXES.items():
            dataset.bind(prefix, iri)
        return dataset

    def network(self, projection: str | None = None, *, with_reports: bool = False) -> Network:
        """A networkx graph: of things, or of what ties them (:func:`kg.networks.network`)."""
        from kg.networks import network

        return network(self, projection, with_reports=with_reports)

    def lines(self) -> Iterator[bytes]:
        """The dump, N-Quads line by line."""
        with (self.path / "dump.nq").open("rb") as file:
            yield from file


def open_store(path: Path | str, public: bool = False) -> Snapshot:
    """Open the published snapshot of a store, or a snapshot by its own folder.

    :param public: only what public sources support, for pages and dumps that anyone may see
    :raises kg.errors.NothingBuiltError: nothing is built there
    :raises kg.errors.NothingPublicError: no source of it is public
    """
    path = Path(path)
    path = path.resolve() if (path / "store").is_dir() else Folder(path).current_path()
    if not public or manifest(path)["public"] == "all":
        return Snapshot(path)
    if not (path / "public" / "manifest.json").is_file():
        raise NothingPublicError(path)
    return Snapshot(path / "public")


def plain(value: Any) -> Value:
    """A term as a plain value: IRIs and dates as text, numbers and truth values as such."""
    if value is None or isinstance(value, ox.NamedNode):
        return value.value if value is not None else None
    if not isinstance(value, ox.Literal):
        return str(value)
    return plain_literal(value.value, value.datatype.value)


def plain_literal(lexical: str, datatype: str | None) -> Value:
    """A literal as a plain value, by its datatype."""
    if datatype in _INTEGERS:
        return int(lexical)
    if datatype in _NUMBERS:
        return float(lexical)
    return lexical == "true" if datatype == f"{_XSD}boolean" else lexical


def term(value: object) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    """A plain value as a term: what looks like a web address is an IRI."""
    if isinstance(value, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple):
        return value
    if isinstance(value, str):
        is_iri = value.startswith(("http://", "https://")) and " " not in value
        return ox.NamedNode(value) if is_iri else ox.Literal(value)
    if isinstance(value, bool | int | float):
        return ox.Literal(value)
    raise TypeError(f"{type(value).__name__} is no RDF term")


PREFIXES = {
    "khcn": "https://w3id.org/khcn/ontology#",
    "khcnv": "https://w3id.org/khcn/vocabulary/",
    "id": "https://w3id.org/khcn/id/",
    "graph": "https://w3id.org/khcn/id/graph/",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "frapo": "http://purl.org/cerif/frapo/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes that every query may use undeclared."""
