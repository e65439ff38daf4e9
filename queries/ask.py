"""Ask a question of the catalogue: bind its parameters, run it, bring the words that prove each row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from ontology.terms import KHCN
from queries.answer import Answer, Coverage, Proof, Value
from queries.bases import bases
from queries.catalogue import Language, Question, question
from queries.connections import network, path
from queries.graph import Asking, Graph, Solutions
from queries.periods import covered
from queries.resolve import bind
from queries.tasks import funnel, late, similar
from queries.totals import totals

_OA = "http://www.w3.org/ns/oa#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_REDUCERS: dict[str, Callable[[list[str], Solutions, Asking], tuple[list[str], Solutions]]] = {
    "totals": totals,
    "bases": bases,
    "late": late,
    "similar": similar,
    "funnel": funnel,
    "coverage": covered,
    "path": path,
    "network": network,
}
_ALONE = frozenset({"bases"})  # ask by themselves, once they have read what was given
_BATCH = 500  # evidence IRIs in one look-up


def ask(
    graph: Graph, name: str, given: dict[str, str], language: Language = "vi", covered: Coverage | None = None
) -> Answer:
    """The answer to a question, each row with its evidence.

    :param name: a question's name or number ("authorised-by-decision", "Q10")
    :param given: parameters as a person types them
    :param covered: :func:`coverage` of the graph, if the caller has it already: it costs a look at every document
    :raises queries.catalogue.UnknownQuestion: no such question
    :raises queries.resolve.ParameterError: a parameter is missing, unknown, ambiguous or not understood
    """
    asked = question(name)
    terms = bind(asked, given, graph) | {"lang": f'"{language}"'}
    sparql = asked.bind(terms)
    columns, solutions = ([], []) if asked.reduce in _ALONE else graph.select(sparql)
    if asked.reduce:
        asking = Asking(graph, asked, given, terms, language)
        columns, solutions = _REDUCERS[asked.reduce](columns, solutions, asking)
    rows, evidence = grouped(columns, solutions, asked.gather)
    proved = proofs(graph, {iri for iris in evidence for iri in iris})
    names = [column for column in columns if column != "evidence"]
    return Answer(
        question=asked.name,
        parameters=dict(given),
        columns=names,
        rows=rows,
        evidence=[[proved[iri] for iri in iris if iri in proved] for iris in evidence],
        coverage=covered or coverage(graph),
        snapshot=graph.snapshot,
        titles=[asked.column_title(column, language) for column in names],
        note=asked.note[language] if rows else _why_empty(graph, asked, given, language),
        sparql=sparql,
    )


def grouped(
    columns: list[str], solutions: Solutions, gather: Collection[str]
) -> tuple[list[list[Value]], list[list[str]]]:
    """Solutions that differ in gathered columns alone, as one row; in the order in which they first came.

    Evidence is gathered as a list of addresses, any other column as its values in order, parted by semicolons.
    """
    grouped: dict[tuple[Value, ...], dict[str, dict[str, None]]] = {}
    for solution in solutions:
        told = dict(zip(columns, solution, strict=True))
        key = tuple(None if c in gather or c == "evidence" else value for c, value in told.items())
        found = grouped.setdefault(key, {c: {} for c in (*gather, "evidence")})
        for column, values in found.items():
            if told.get(column) not in (None, ""):
                values |= dict.fromkeys(str(told[column]).split() if column == "evidence" else [str(told[column])])
    rows: list[list[Value]] = []
    for key, found in grouped.items():
        named = dict(zip(columns, key, strict=True)) | {c: "; ".join(sorted(found[c])) or None for c in gather}
        rows.append([named[c] for c in columns if c != "evidence"])
    return rows, [list(found["evidence"]) for found in grouped.values()]


def _why_empty(graph: Graph, asked: Question, given: dict[str, str], language: Language) -> str:
    """Whether nothing of the kind was read at all, or nothing fits; a question without needs has its note."""
    lacking = [
        need.wording[language]
        for need in asked.needs
        if (not need.when or given.get(need.when))
        and not graph.select(f"{asked.prologue}SELECT ?x {{ {need.pattern} }} LIMIT 1")[1]
    ]
    return " ".join(lacking) or asked.empty[language] or asked.note[language]


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
        f"""SELECT (COUNT(DISTINCT ?s) AS ?n) (MAX(COALESCE(STR(?date), STR(?year), "")) AS ?newest) {{
          GRAPH ?g {{ ?s <{KHCN.sourceOf}> ?d }}
          OPTIONAL {{ ?d <{KHCN.date}> ?date }} OPTIONAL {{ ?d <{KHCN.year}> ?year }} }}"""
    )
    _, open_references = graph.select(f"SELECT (COUNT(DISTINCT ?d) AS ?n) {{ ?d a <{KHCN.UnidentifiedDocument}> }}")
    count, newest = sources[0]
    return Coverage(int(count or 0), str(newest) if newest else None, int(open_references[0][0] or 0))
