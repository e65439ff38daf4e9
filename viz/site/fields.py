"""The fields of a question's form: what each asks for, what was given, what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.text import unmarked
from kg.label import sort_key
from queries.catalogue import Parameter, Question
from queries.graph import Graph
from viz.site.asking import Fault
from viz.site.visit import Visit

_SCHEMES = "https://w3id.org/khcn/vocabulary/"
_VOCABULARY = "https://w3id.org/khcn/id/graph/vocabulary"
_SUGGESTED = {"document": "document", "documents": "document", "place": "place", "agent": "agent", "task": "task",
              "thing": ""}  # fmt: skip
_HINTED = {"document": "document", "documents": "document", "period": "period", "date": "date", "days": "days"}
_NUMBERS = {"integer": "numeric", "days": "numeric", "number": "decimal"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    :ivar options: values and their labels, of a choice; else empty
    :ivar suggest: of which kind of things suggestions are ("" is any); None for none
    :ivar keyboard: ``inputmode`` of the input
    """

    name: str
    label: str
    required: bool
    value: str
    hint: str
    options: list[tuple[str, str]]
    suggest: str | None
    keyboard: str
    fault: Fault | None


def fields(visit: Visit, asked: Question, told: dict[str, str], fault: Fault | None) -> list[Field]:
    """The fields of a form, filled with what was given."""
    concepts = _concepts(visit.graph, [p.scheme for p in asked.parameters.values() if p.type == "concept"], visit)
    return [_field(visit, p, told, concepts, fault) for p in asked.parameters.values()]


def _field(
    visit: Visit, p: Parameter, told: dict[str, str], concepts: dict[str, list[tuple[str, str]]], fault: Fault | None
) -> Field:
    options = concepts[p.scheme] if p.type == "concept" else _choices(p, visit.language)
    hint = visit.say(f"questions.hint-{_HINTED[p.type]}") if p.type in _HINTED else ""
    label = p.wording[visit.language]
    return Field(
        name=p.name,
        label=label[:1].upper() + label[1:],
        required=p.required,
        value=_chosen(told.get(p.name, p.default or ""), options, p),
        hint=hint,
        options=options,
        suggest=_SUGGESTED.get(p.type),
        keyboard=_NUMBERS.get(p.type, "text"),
        fault=fault if fault and fault.parameter == p.name else None,
    )


def _chosen(value: str, options: list[tuple[str, str]], parameter: Parameter) -> str:
    """The option that was meant, which may have been typed as its label or in another language."""
    wanted = unmarked(value)
    meant = {unmarked(said): term for said, term in parameter.choices.items()}.get(wanted)
    fitting = [key for key, label in options if wanted in (unmarked(key), unmarked(label))]
    fitting += [key for key, _ in options if meant is not None and parameter.choices.get(key) == meant]
    return fitting[0] if value and fitting else value


def _choices(parameter: Parameter, language: str) -> list[tuple[str, str]]:
    """One option for each term: the first word for it is Vietnamese, the last English."""
    words: dict[str, list[str]] = {}
    for word, term in parameter.choices.items():
        words.setdefault(term, []).append(word)
    return [(said[0], said[0]) if language == "vi" else (said[-1], said[-1]) for said in words.values()]


def _concepts(graph: Graph, schemes: list[str], visit: Visit) -> dict[str, list[tuple[str, str]]]:
    """The concepts of schemes as options, in the order of the language's alphabet."""
    if not schemes:
        return {}
    values = " ".join(f"<{_SCHEMES}{scheme}>" for scheme in schemes)
    _, rows = graph.select(
        f"""PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?scheme ?concept ?label {{ VALUES ?scheme {{ {values} }} GRAPH <{_VOCABULARY}> {{
          ?concept skos:inScheme ?scheme ; skos:prefLabel ?label FILTER(LANG(?label) = "{visit.language}") }} }}"""
    )
    found: dict[str, list[tuple[str, str]]] = {scheme: [] for scheme in schemes}
    for scheme, concept, label in sorted(rows, key=lambda row: sort_key(str(row[2]))):
        found[str(scheme).removeprefix(_SCHEMES)].append((str(concept).rpartition("/")[2], str(label)))
    return found
