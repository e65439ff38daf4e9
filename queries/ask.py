"""Ask a question of the catalogue: bind its parameters, run it, bring the words that prove each row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ontology.terms import KHCN
from queries.answer import Answer, Coverage, Proof, Value
from queries.bases import bases
from queries.catalogue import Language, question
from queries.graph import Graph
from queries.resolve import bind
from queries.totals import totals

_OA = "http://www.w3.org/ns/oa#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_REDUCERS = {"totals": totals, "bases": bases}
_BATCH = 500  # evidence IRIs in one look-up


def ask(graph: Graph, name: str, given: dict[str, str], language: Language = "vi") -> Answer:
    """The answer to a question, each row with its evidence.

    :param name: a question's name or number ("authorised-by-decision", "Q10")
    :param given: parameters as a person types them
    :raises queries.catalogue.UnknownQuestion: no such question
    :raises queries.resolve.ParameterError: a parameter is missing, unknown, ambiguous or not understood
    """
    asked = question(name)
    terms = bind(asked, given, graph) | {"lang": f'"{language}"'}
    columns, solutions = graph.select(asked.bind(terms))
    if asked.reduce:
        columns, solutions = _REDUCERS[asked.reduce](columns, solutions, given, language)
    shown = [i for i, column in enumerate(columns) if column != "evidence"]
    rows, evidence = _grouped(columns, solutions, shown)
    proved = proofs(graph, {iri for iris in evidence for iri in iris})
    names = [columns[i] for i in shown]
    return Answer(
        question=asked.name,
        parameters=dict(given),
        columns=names,
        rows=rows,
        evidence=[[proved[iri] for iri in iris if iri in proved] for iris in evidence],
        coverage=coverage(graph),
        snapshot=graph.snapshot,
        titles=[asked.column_title(column, language) for column in names],
    )


def _grouped(
    columns: list[str], solutions: list[list[Value]], shown: list[int]
) -> tuple[list[list[Value]], list[list[str]]]:
    """Solutions that differ in their evidence alone, as one row; in the order in which they first came."""
    at = columns.index("evidence") if "evidence" in columns else None
    grouped: dict[tuple[Value, ...], dict[str, None]] = {}
    for solution in solutions:
        found = grouped.setdefault(tuple(solution[i] for i in shown), {})
        if at is not None and solution[at] is not None:
            found |= dict.fromkeys(str(solution[at]).split())
    return [list(row) for row in grouped], [list(found) for found in grouped.values()]


def proofs(graph: Graph, iris: set[str]) -> dict[str, Proof]:
    """The words behind evidence IRIs, with the document they stand in."""
    told: dict[str, dict[str, Value]] = defaultdict(dict)
    ordered = sorted(iris)
    for i in range(0, len(ordered), _BATCH):
        values = " ".join(f"<{iri}>" for iri in ordered[i : i + _BATCH])
        _, rows = graph.select(f"SELECT ?e ?p ?o {{ VALUES ?e {{ {values} }} GRAPH ?g {{ ?e ?p ?o }} }}")
        for iri, predicate, value in rows:
            told[str(iri)][str(predicate)] = value
    labels = _source_labels(graph, {str(facts[KHCN.source]) for facts in told.values() if KHCN.source in facts})
    return {iri: _proof(iri, facts, labels) for iri, facts in told.items()}


def _proof(iri: str, facts: dict[str, Value], labels: dict[str, str]) -> Proof:
    source = str(facts.get(KHCN.source) or iri.partition("#")[0])
    page = facts.get(KHCN.page)
    section = facts.get(KHCN.section)
    return Proof(
        iri=iri,
        quote=str(facts.get(f"{_OA}exact", "")),
        source=source,
        source_label=labels.get(source),
        start=_integer(facts.get(f"{_OA}start")),
        end=_integer(facts.get(f"{_OA}end")),
        page=_integer(page),
        section=str(section) if section is not None else None,
    )


def _integer(value: Value) -> int | None:
    return None if value is None else int(value)


def _source_labels(graph: Graph, sources: Iterable[str]) -> dict[str, str]:
    """What each source is, as its document is called."""
    values = " ".join(f"<{s}>" for s in sorted(sources))
    if not values:
        return {}
    _, rows = graph.select(
        f"SELECT ?s ?label {{ VALUES ?s {{ {values} }} GRAPH ?g {{ ?s <{KHCN.sourceOf}> ?d }} ?d <{_LABEL}> ?label }}"
    )
    return {str(source): str(label) for source, label in rows}


def coverage(graph: Graph) -> Coverage:
    """Over what a question is asked: sources, the newest date of their documents, references nothing resolves."""
    _, sources = graph.select(
        f"""SELECT (COUNT(DISTINCT ?s) AS ?n) (MAX(STR(COALESCE(?date, ?year))) AS ?newest) {{
          GRAPH ?g {{ ?s <{KHCN.sourceOf}> ?d }}
          OPTIONAL {{ ?d <{KHCN.date}> ?date }} OPTIONAL {{ ?d <{KHCN.year}> ?year }} }}"""
    )
    _, open_references = graph.select(f"SELECT (COUNT(DISTINCT ?d) AS ?n) {{ ?d a <{KHCN.UnidentifiedDocument}> }}")
    count, newest = sources[0]
    return Coverage(int(count or 0), str(newest) if newest else None, int(open_references[0][0] or 0))
