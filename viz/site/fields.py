"""The fields of a question's form: what each asks for, what was given, what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.text import unmarked
from kg.label import sort_key
from queries.catalogue import Language, Parameter, Question
from queries.graph import Graph
from viz.shown import THINGS, shown
from viz.site.asking import Fault
from viz.site.visit import Visit

_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_PATH = re.compile(rf"(?:{re.escape(THINGS)})?[a-z]+/[\w./%-]+")
_SCHEMES = "https://w3id.org/khcn/vocabulary/"
_VOCABULARY = "https://w3id.org/khcn/id/graph/vocabulary"
_SUGGESTED = {"document": "document", "documents": "document", "place": "place", "agent": "agent", "task": "task",
              "thing": ""}  # fmt: skip
_HINTED = {"document": "document", "documents": "document", "period": "period", "date": "date", "days": "days"}
_NUMBERS = {"integer": "numeric", "days": "numeric", "number": "decimal"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    :ivar meant: what the thing is called that the value is the address of; else empty
    :ivar options: values and their labels, of a choice; else empty
    :ivar suggest: of which kind of things suggestions are ("" is any); None for none
    :ivar keyboard: ``inputmode`` of the input
    """

    name: str
    label: str
    required: bool
    value: str
    meant: str
    hint: str
    options: list[tuple[str, str]]
    suggest: str | None
    keyboard: str
    fault: Fault | None


def fields(visit: Visit, asked: Question, told: dict[str, str], fault: Fault | None) -> list[Field]:
    """The fields of a form, filled with what was given."""
    concepts = _concepts(visit.graph, [p.scheme for p in asked.parameters.values() if p.type == "concept"], visit)
    found = [_field(visit, p, told, concepts, fault) for p in asked.parameters.values()]
    called = _called(visit.graph, {f.value for f in found if f.suggest is not None})
    return [replace(f, meant=called.get(f.value, "")) for f in found]


def _field(
    visit: Visit, p: Parameter, told: dict[str, str], concepts: dict[str, list[tuple[str, str]]], fault: Fault | None
) -> Field:
    options = concepts[p.scheme] if p.type == "concept" else _choices(p, visit.language)
    if options and not p.default:
        options = [("", visit.say("questions.choose" if p.required else "questions.any")), *options]
    hint = visit.say(f"questions.hint-{_HINTED[p.type]}") if p.type in _HINTED else ""
    label = p.wording[visit.language]
    default = "" if p.default == "today" else p.default or ""  # the label says so; nothing given means the same
    return Field(
        name=p.name,
        label=label[:1].upper() + label[1:],
        required=p.required,
        value=_chosen(told.get(p.name, default), options, p),
        meant="",
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


def _choices(parameter: Parameter, language: Language) -> list[tuple[str, str]]:
    """One option for each term: of the words for it, Vietnamese ones are told by their marks."""
    if set(parameter.choices) == {"true", "false"}:
        return [(word, shown(word == "true", language)) for word in parameter.choices]
    words: dict[str, list[str]] = {}
    for word, term in parameter.choices.items():
        words.setdefault(term, []).append(word)
    chosen = [next((w for w in said if w.isascii() == (language == "en")), said[0]) for said in words.values()]
    return [(word, word) for word in chosen]


def _called(graph: Graph, values: set[str]) -> dict[str, str]:
    """The labels of the things whose addresses or paths stand among values that were given."""
    iris = {
        value: value if value.startswith(THINGS) else f"{THINGS}{value}" for value in values if _PATH.fullmatch(value)
    }
    if not iris:
        return {}
    told = " ".join(f"<{iri}>" for iri in iris.values())
    _, rows = graph.select(
        f'SELECT ?x ?l {{ VALUES ?x {{ {told} }} GRAPH ?g {{ ?x <{_LABEL}> ?l FILTER(LANG(?l) != "en") }} }}'
    )
    labels = {str(iri): str(label) for iri, label in rows}
    return {value: labels[iri] for value, iri in iris.items() if iri in labels}


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
