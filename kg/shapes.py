"""The ontology's SHACL shapes compiled to SPARQL: core constraints over a whole store, without a SHACL processor.

Compiled are targets by class and by subjects of a property, property shapes whose path is one property, and of the
constraints: counts, datatype, class, node kind, pattern, lengths, ranges, comparisons with another property,
membership in a concept scheme, and SHACL-SPARQL. What is not compiled (``sh:or``, ``sh:not``) needs pySHACL.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

KHCN = Namespace("https://w3id.org/khcn/ontology#")
_COMPARED = {
    SH.minInclusive: "?value < {}", SH.maxInclusive: "?value > {}", SH.minExclusive: "?value <= {}",
    SH.maxExclusive: "?value >= {}", SH.minLength: "STRLEN(STR(?value)) < {}", SH.maxLength: "STRLEN(STR(?value)) > {}",
}  # fmt: skip
_OTHER = {SH.lessThan: "?value >= ?other", SH.lessThanOrEquals: "?value > ?other"}


@dataclass(frozen=True)
class Constraint:
    """One constraint as a query that finds what breaks it.

    :ivar sparql: selects ``?this``, and ``?value`` where there is one
    :ivar kind: kind of the finding that a violation becomes
    """

    sparql: str
    kind: str
    vi: str
    en: str


def shapes() -> Graph:
    """The ontology's shapes."""
    return Graph().parse(data=files("ontology").joinpath("shapes.ttl").read_bytes(), format="turtle")


def compiled(graph: Graph) -> list[Constraint]:
    """All constraints of a shapes graph that SPARQL can say, in order of their text."""
    found = {c.sparql: c for shape in graph.subjects(RDF.type, SH.NodeShape) for c in _node_shape(graph, shape)}
    return [found[key] for key in sorted(found)]


def _node_shape(graph: Graph, shape: Node) -> Iterator[Constraint]:
    for target in _targets(graph, shape):
        for sparql in graph.objects(shape, SH.sparql):
            yield _constraint(graph, (sparql, shape), _own_query(graph, sparql, target))
        for filter_ in _value_tests(graph, shape, "?this"):
            yield _constraint(graph, (shape,), f"SELECT ?this {{ {target} {filter_} }}")
        for property_ in graph.objects(shape, SH.property):
            for query in _property_queries(graph, property_, target):
                yield _constraint(graph, (property_, shape), query)


def _targets(graph: Graph, shape: Node) -> list[str]:
    classes = [f"?this a {_n3(c)} ." for c in sorted(graph.objects(shape, SH.targetClass), key=str)]
    return classes + [f"?this {_n3(p)} ?any ." for p in sorted(graph.objects(shape, SH.targetSubjectsOf), key=str)]


def _property_queries(graph: Graph, shape: Node, target: str) -> Iterator[str]:
    path = graph.value(shape, SH.path)
    if not isinstance(path, URIRef):
        return
    step = f"?this {_n3(path)} ?value ."
    if (least := _number(graph, shape, SH.minCount)) and least == 1:
        yield f"SELECT DISTINCT ?this {{ {target} FILTER NOT EXISTS {{ {step} }} }}"
    most = _number(graph, shape, SH.maxCount)
    if most is not None:
        many = f"GROUP BY ?this HAVING(COUNT(DISTINCT ?value) > {most})"
        yield f"SELECT ?this (MAX(STR(?value)) AS ?last) {{ {target} {step} }} {many}"
    for test in _value_tests(graph, shape, "?value"):
        yield f"SELECT DISTINCT ?this ?value {{ {target} {step} {test} }}"
    for predicate, test in _OTHER.items():
        for other in graph.objects(shape, predicate):
            yield f"SELECT DISTINCT ?this ?value {{ {target} {step} ?this {_n3(other)} ?other FILTER({test}) }}"
    for other in graph.objects(shape, SH.equals):
        twin = f"?this {_n3(other)} ?value ."
        yield f"SELECT DISTINCT ?this ?value {{ {target} {step} FILTER NOT EXISTS {{ {twin} }} }}"
        yield f"SELECT DISTINCT ?this ?value {{ {target} {twin} FILTER NOT EXISTS {{ {step} }} }}"


def _value_tests(graph: Graph, shape: Node, node: str) -> Iterator[str]:
    """Patterns that a value that breaks a constraint matches."""
    for class_ in graph.objects(shape, SH["class"]):
        yield f"FILTER NOT EXISTS {{ {node} a {_n3(class_)} }}"
    for datatype in graph.objects(shape, SH.datatype):
        yield f"FILTER(DATATYPE({node}) != {_n3(datatype)} || !BOUND({node}))"
    if graph.value(shape, SH.nodeKind) == SH.IRI:
        yield f"FILTER(!isIRI({node}))"
    for pattern in graph.objects(shape, SH.pattern):
        yield f"FILTER(!REGEX(STR({node}), {_n3(pattern)}))"
    for predicate, test in _COMPARED.items():
        for limit in graph.objects(shape, predicate):
            yield f"FILTER({test.format(_n3(limit)).replace('?value', node)})"
    for inner in graph.objects(shape, SH.node):
        for scheme in _schemes(graph, inner):
            yield f"FILTER NOT EXISTS {{ {node} <http://www.w3.org/2004/02/skos/core#inScheme> {_n3(scheme)} }}"


def _schemes(graph: Graph, shape: Node) -> Iterator[Node]:
    for property_ in graph.objects(shape, SH.property):
        yield from graph.objects(property_, SH.hasValue)


def _own_query(graph: Graph, constraint: Node, target: str) -> str:
    """A SHACL-SPARQL constraint with its target in place of the pre-bound ``$this``."""
    select = (
        str(graph.value(constraint, SH.select)).replace("$this", "?this").replace("?path ?value WHERE", "?value WHERE")
    )
    head, _, body = select.partition("{")
    return f"{_prefixes(graph)}{head}{{ {target} {body}"


def _prefixes(graph: Graph) -> str:
    declared = ((graph.value(d, SH.prefix), graph.value(d, SH.namespace)) for d in graph.objects(None, SH.declare))
    return "".join(sorted(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in declared))


def _constraint(graph: Graph, shapes_: tuple[Node, ...], sparql: str) -> Constraint:
    """With the message and kind of the nearest shape that has them."""
    messages: dict[str, str] = {}
    for shape in reversed(shapes_):
        told = [m for m in graph.objects(shape, SH.message) if isinstance(m, Literal)]
        messages |= {str(m.language): str(m) for m in told}
    kinds = [k for shape in shapes_ if (k := graph.value(shape, KHCN.findingKind))]
    kind = str(kinds[0]).rpartition("/")[2] if kinds else "shape"
    return Constraint(
        sparql, kind, messages.get("vi", "Sai khuôn dạng."), messages.get("en", "Not of the right shape.")
    )


def _number(graph: Graph, shape: Node, predicate: Node) -> int | None:
    value = graph.value(shape, predicate)
    return int(str(value)) if value is not None else None


def _n3(node: Node) -> str:
    return node.n3()
