"""Terms, triples and quads as N-Quads text: what describing makes, sorting sorts and the dump holds.

A term is its N-Quads text (``<iri>``, ``"text"@vi``, ``"1"^^<...>``); a triple three of them. Plain strings sort, hash
and cross process borders cheaply, and one fact has one spelling only, so that equal facts are equal lines.
"""

from __future__ import annotations

import heapq
import re
import tempfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import IO

Triple = tuple[str, str, str]

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OA = "http://www.w3.org/ns/oa#"
DCTERMS = "http://purl.org/dc/terms/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SCHEMA = "http://schema.org/"
ELI = "http://data.europa.eu/eli/ontology#"
FOAF = "http://xmlns.com/foaf/0.1/"
ORG = "http://www.w3.org/ns/org#"
KHCN = "https://w3id.org/khcn/ontology#"
KHCNV = "https://w3id.org/khcn/vocabulary/"

TYPE = f"<{RDF}type>"
LABEL = f"<{RDFS}label>"

_OPEN_FILES = 128
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f\ud800-\udfff]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_UNSAFE = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def iri(value: str) -> str:
    """An IRI as a term; characters that no IRI may hold are percent-encoded.

    >>> iri("http://a/b c")
    '<http://a/b%20c>'
    """
    return f"<{_UNSAFE.sub(lambda m: f'%{ord(m.group()):02X}', value)}>"


def khcn(name: str) -> str:
    """A term of the ontology.

    >>> khcn("issuer")
    '<https://w3id.org/khcn/ontology#issuer>'
    """
    return f"<{KHCN}{name}>"


def literal(text: str, datatype: str = "", language: str = "") -> str:
    r"""A literal in canonical N-Quads form: only what must be escaped is.

    >>> literal('a "b"'), literal("Sở", language="vi")
    ('"a \\"b\\""', '"Sở"@vi')
    """
    quoted = f'"{_ESCAPED.sub(_escape, text)}"'
    if language:
        return f"{quoted}@{language}"
    return f"{quoted}^^<{datatype}>" if datatype and datatype != f"{XSD}string" else quoted


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"  # a lone surrogate has no UTF-8
    return _SHORT.get(character) or f"\\u{ord(character):04X}"


def vi(text: str) -> str:
    """A Vietnamese text."""
    return literal(text, language="vi")


def date(day: str) -> str:
    """A whole day, ISO 8601."""
    return literal(day, f"{XSD}date")


def integer(number: int) -> str:
    """A whole number."""
    return literal(str(number), f"{XSD}integer")


def boolean(value: bool) -> str:
    """A truth value."""
    return literal("true" if value else "false", f"{XSD}boolean")


def decimal(number: float) -> str:
    """A decimal number in the canonical form to which the store would bring it.

    >>> decimal(1.50)
    '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    >>> decimal(1e12)[:15]
    '"1000000000000"'
    """
    text = format(Decimal(repr(number + 0)), "f")  # + 0: minus nought is nought
    return literal(text.rstrip("0").rstrip(".") if "." in text else text, f"{XSD}decimal")


def text_of(term: str) -> str:
    """The IRI or the lexical form of a term.

    >>> text_of('<http://a>'), text_of('"x\\\\ny"@vi')
    ('http://a', 'x\\ny')
    """
    if term.startswith("<"):
        return term[1:-1]
    body = term[1 : term.rindex('"')]
    back = {v: k for k, v in _SHORT.items()}
    return re.sub(
        r"\\(?:u([0-9A-F]{4})|.)", lambda m: chr(int(m.group(1), 16)) if m.group(1) else back[m.group()], body
    )


def line(triple: Triple, graph: str | None = None) -> str:
    """One N-Quads line with its newline; without a graph the quad is in the default graph."""
    return f"{' '.join(triple)} {graph + ' ' if graph else ''}.\n"


def merge(runs: Iterable[Path], output: IO[bytes], folder: Path) -> None:
    """Merge sorted files of lines into one, each line once; memory stays flat however many there are.

    :param folder: where passing files may lie
    """
    files = sorted(runs)
    while len(files) > _OPEN_FILES:
        files = [_merged(files[i : i + _OPEN_FILES], folder) for i in range(0, len(files), _OPEN_FILES)]
    output.writelines(_unique(files))


def _merged(files: list[Path], folder: Path) -> Path:
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as output:
        output.writelines(_unique(files))
    return Path(output.name)


def _unique(files: list[Path]) -> Iterator[bytes]:
    handles = [path.open("rb") for path in files]
    try:
        previous = b""
        for current in heapq.merge(*handles):
            if current != previous:
                yield current
                previous = current
    finally:
        for handle in handles:
            handle.close()
