"""The page of a thing: what is known of it, for people; schema.org inside, for search engines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

Row = dict[str, dict[str, str]]

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_SCHEMA = {
    "Document": "CreativeWork",
    "Decision": "Legislation",
    "Decree": "Legislation",
    "Circular": "Legislation",
    "Resolution": "Legislation",
    "Law": "Legislation",
    "Report": "Report",
    "Project": "ResearchProject",
    "Programme": "Project",
    "Organisation": "Organization",
    "Person": "Person",
    "Place": "Place",
}
"""Classes of the ontology to types of schema.org; a later one is more telling than an earlier one where both hold."""
_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{alternates}
<script type="application/ld+json">{schema}</script>
<style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}
dt{{font-weight:600;margin-top:.7rem}}dd{{margin-left:1.2rem;overflow-wrap:anywhere}}</style></head>
<body><h1>{title}</h1><p><code>{iri}</code></p><dl>{rows}</dl>
<footer><p>{links}<br><small>{snapshot}</small></p></footer></body></html>
"""


def page(iri: str, rows: Sequence[Row], namespace: str, url: str, snapshot: str) -> str:
    """The page.

    :param rows: ``p``, ``name``, ``o``, ``label`` of what is said of the thing, sorted by ``p``
    :param namespace: beginning of IRIs that ``url`` answers for
    """
    names = [row["o"]["value"] for row in rows if row["p"]["value"] == _LABEL]
    title = names[0] if names else iri.removeprefix(namespace)
    here = iri.replace(namespace, url, 1)
    formats = {"ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples"}
    alternates = "".join(
        f'<link rel="alternate" type="{media}" href="{escape(f"{here}.{ending}")}">'
        for ending, media in formats.items()
    )
    links = " · ".join(f'<a href="{escape(f"{here}.{ending}")}">{ending}</a>' for ending in formats)
    classes = {row["o"]["value"] for row in rows if row["p"]["value"] == _TYPE}
    schema = json.dumps(schema_org(iri, title, classes), ensure_ascii=False).replace("<", "\\u003c")
    return _PAGE.format(
        title=escape(title), iri=escape(iri), alternates=alternates, schema=schema, links=links,
        rows="".join(_rows(rows, namespace, url)), snapshot=snapshot,
    )  # fmt: skip


def _rows(rows: Iterable[Row], namespace: str, url: str) -> Iterable[str]:
    for _, group in groupby(rows, key=lambda row: row["p"]["value"]):
        same = list(group)
        yield f"<dt>{escape(_name(same[0]))}</dt>"
        values = dict.fromkeys(_value(row, namespace, url) for row in same)
        yield from (f"<dd>{value}</dd>" for value in values)


def _name(row: Row) -> str:
    """The predicate in words, else the last part of its IRI."""
    return row["name"]["value"] if "name" in row else row["p"]["value"].replace("#", "/").rpartition("/")[2]


def _value(row: Row, namespace: str, url: str) -> str:
    term = row["o"]
    if term["type"] != "uri":
        return escape(term["value"])
    told = row["label"]["value"] if "label" in row else term["value"].removeprefix(namespace)
    address = term["value"].replace(namespace, url, 1)
    if not address.startswith(("http://", "https://")):
        return escape(told)
    return f'<a href="{escape(address)}">{escape(told)}</a>'


def schema_org(iri: str, title: str, classes: Iterable[str]) -> dict[str, str]:
    """The thing in words of schema.org, by the IRIs of its classes."""
    names = {class_.rpartition("#")[2] for class_ in classes}
    found = [schema for name, schema in _SCHEMA.items() if name in names]
    return {"@context": "https://schema.org", "@type": found[-1] if found else "Thing", "@id": iri, "name": title}
