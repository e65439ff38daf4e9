"""What an endpoint says of itself and its data: service description, VoID, DCAT-AP, prefixes and example queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg import quads
from kg.endpoint.editions import Edition
from kg.endpoint.http import Request, Response
from kg.endpoint.negotiation import GRAPHS, graph_format
from kg.endpoint.problems import Problem
from kg.store import PREFIXES

_DATASET = "<https://w3id.org/khcn/id/dataset>"
_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads",
)  # fmt: skip
_HEAD = """\
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@dataclass(frozen=True)
class Example:
    """A query that shows what can be asked.

    :ivar comment: what it asks, by language
    """

    name: str
    comment: Mapping[str, str]
    sparql: str


def negotiated(request: Request, edition: Edition, name: str, turtle: str) -> Response:
    """A description in the format that the client likes best."""
    if request.method not in ("GET", "HEAD"):
        raise Problem("method", "This can be read, no more.", {"Allow": "GET, HEAD, OPTIONS"})
    media = graph_format(request.accept) or "text/turtle"  # a browser gets Turtle, which it can show
    key = f"{name} {media}"
    if key not in edition.kept:
        triples = ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)
        prefixes = PREFIXES if media == "text/turtle" else None
        edition.kept[key] = ox.serialize(triples, format=GRAPHS[media], prefixes=prefixes) or b""
    headers = {"Vary": "Accept", "Last-Modified": edition.modified, "Cache-Control": "no-cache"}
    return Response(media=media, body=edition.kept[key], headers=headers)


def service(edition: Edition) -> str:
    """SPARQL 1.1 Service Description."""
    url = edition.settings.public_url
    formats = ", ".join(f"<http://www.w3.org/ns/formats/{name}>" for name in _FORMATS)
    federated = "sd:feature sd:BasicFederatedQuery ;" if edition.settings.services else ""
    return f"""{_HEAD}
<{url}/sparql> a sd:Service ; sd:endpoint <{url}/sparql> ; sd:supportedLanguage sd:SPARQL11Query ; {federated}
    sd:resultFormat {formats} ; sd:defaultDataset {_DATASET} ; sd:availableGraphs {_DATASET} ;
    rdfs:seeAlso <{url}/.well-known/void>, <{url}/dcat>, <{url}/.well-known/sparql-examples> .
{_DATASET} a sd:Dataset, sd:GraphCollection ; sd:defaultGraph [ a sd:Graph ] ; void:sparqlEndpoint <{url}/sparql> ;
    {_version(edition)} .
"""


def void(edition: Edition) -> str:
    """VoID, with what holds of this endpoint beside what holds of the snapshot."""
    url = edition.settings.public_url
    return f"""{_HEAD}{edition.void}
{_DATASET} void:sparqlEndpoint <{url}/sparql> ; void:dataDump <{url}/snapshot/{edition.hash}/dump.nq> ;
    void:vocabulary <https://w3id.org/khcn/ontology> ; {_version(edition)} .
"""


def dcat(edition: Edition) -> str:
    """DCAT-AP 3: the data set, its dump with checksum, and this service."""
    url, size = edition.settings.public_url, (edition.path / "dump.nq").stat().st_size
    address = f"{url}/snapshot/{edition.hash}"
    return f"""{_HEAD}
{_DATASET} a dcat:Dataset ; {_version(edition)} ;
    dcterms:title "Đồ thị tri thức quản lý khoa học và công nghệ"@vi, "Knowledge graph of S&T governance"@en ;
    dcterms:description "Nhiệm vụ khoa học và công nghệ, văn bản, cơ quan và kết quả, kèm câu chứng minh."@vi,
        "S&T tasks, documents, bodies and results, each fact with the sentence that proves it."@en ;
    dcterms:language <http://publications.europa.eu/resource/authority/language/VIE> ;
    dcat:distribution <{address}/dump.nq>, <{url}/sparql#distribution> .
<{address}/dump.nq> a dcat:Distribution ; dcat:accessURL <{address}/dump.nq> ; dcat:downloadURL <{address}/dump.nq> ;
    dcat:mediaType <https://www.iana.org/assignments/media-types/application/n-quads> ;
    dcat:byteSize "{size}"^^xsd:nonNegativeInteger ;
    spdx:checksum [ a spdx:Checksum ; spdx:algorithm spdx:checksumAlgorithm_sha256 ;
        spdx:checksumValue "{edition.hash}"^^xsd:hexBinary ] .
<{url}/sparql#distribution> a dcat:Distribution ; dcat:accessURL <{url}/sparql> ; dcat:accessService <{url}/sparql> .
<{url}/sparql> a dcat:DataService ; dcat:endpointURL <{url}/sparql> ; dcat:endpointDescription <{url}/sparql> ;
    dcat:servesDataset {_DATASET} ; dcterms:title "SPARQL"@vi, "SPARQL"@en ;
    dcterms:conformsTo <https://www.w3.org/TR/sparql11-protocol/> .
"""


def _version(edition: Edition) -> str:
    """Which edition it is: an address that will never mean anything else."""
    address = f"{edition.settings.public_url}/snapshot/{edition.hash}/"
    published = edition.manifest["published"]
    return f"""owl:versionIRI <{address}> ; dcat:version "{edition.hash[:12]}" ;
    dcterms:modified "{published}"^^xsd:dateTime"""


def examples(edition: Edition, listed: Iterable[Example]) -> str:
    """Prefixes, and queries as ``sh:SPARQLExecutable``."""
    url = edition.settings.public_url
    declared = " , ".join(
        f'[ sh:prefix "{prefix}" ; sh:namespace "{namespace}"^^xsd:anyURI ]' for prefix, namespace in PREFIXES.items()
    )
    parts = [f"{_HEAD}\n{_DATASET} sh:declare {declared} ."]
    parts += [_example(url, example) for example in listed]
    return "\n".join(parts)


def _example(url: str, example: Example) -> str:
    comments = ", ".join(quads.literal(text, language=language) for language, text in example.comment.items())
    return f"""<{url}/.well-known/sparql-examples#{example.name}> a sh:SPARQLExecutable, sh:SPARQLSelectExecutable ;
    rdfs:comment {comments} ; sh:prefixes {_DATASET} ; sh:select {quads.literal(example.sparql)} ;
    schema:target <{url}/sparql> ."""
