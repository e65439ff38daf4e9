"""From a person's words to the thing in the graph that is meant: one, several to choose from, or none.

Nothing is chosen in silence: several candidates are an error that lists them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ingest.names import expand
from ingest.text import fold, unmarked
from ontology.terms import KHCN
from ontology.units import type_word
from queries.answer import Value
from queries.catalogue import Parameter, Question
from queries.graph import Graph
from queries.reference import fits, parse_reference

_BASE = "https://w3id.org/khcn/id/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant."""

    iri: str
    label: str


class ParameterError(Exception):
    """A parameter is missing, unknown or not understood; ``reason`` names a message of the command line."""

    def __init__(self, reason: str, parameter: str, value: str = "", expected: str = "") -> None:
        super().__init__(f"{reason}: {parameter}={value}")
        self.reason, self.parameter, self.value, self.expected = reason, parameter, value, expected


class AmbiguousError(ParameterError):
    """Several things fit what was typed."""

    def __init__(self, parameter: str, value: str, candidates: list[Candidate]) -> None:
        super().__init__("ambiguous", parameter, value)
        self.candidates = candidates


def bind(question: Question, given: dict[str, str], graph: Graph) -> dict[str, str]:
    """The terms (N-Triples) of a question's parameters; raises :class:`ParameterError`.

    Beside ``$name`` each parameter has ``$name_given`` (whether it was given), a period ``$name_start`` and
    ``$name_end``.
    """
    if unknown := set(given) - set(question.parameters):
        raise ParameterError("unknown-parameter", min(unknown), expected=", ".join(question.parameters))
    terms: dict[str, str] = {}
    for name, parameter in question.parameters.items():
        value = (given.get(name) or "").strip() or parameter.default
        if value is None:
            if parameter.required:
                raise ParameterError("missing-parameter", name)
            terms[f"{name}_given"] = "false"
            continue
        terms[f"{name}_given"] = "true"
        terms |= _terms(parameter, value, graph)
    return terms


def _terms(parameter: Parameter, value: str, graph: Graph) -> dict[str, str]:
    if parameter.type == "period":
        start, end = parse_period(parameter.name, value)
        return {f"{parameter.name}_start": _date(start), f"{parameter.name}_end": _date(end)}
    if parameter.type == "concept":
        return {parameter.name: f"<{_concept(graph, parameter, value)}>"}
    if parameter.type in _LITERALS:
        return {parameter.name: _LITERALS[parameter.type](parameter, value)}
    return {parameter.name: f"<{find_one(graph, parameter.type, parameter.name, value).iri}>"}


def find_one(graph: Graph, kind: str, parameter: str, value: str) -> Candidate:
    """The one thing that is meant; raises :class:`AmbiguousError` or :class:`ParameterError` ("not-found")."""
    candidates = find(graph, kind, value)
    if not candidates:
        raise ParameterError("not-found", parameter, value)
    if len(candidates) > 1:
        raise AmbiguousError(parameter, value, candidates)
    return candidates[0]


def find(graph: Graph, kind: str, value: str) -> list[Candidate]:
    """The things of a kind ("document", "place", "agent", "task", "thing") that may be meant, best first."""
    if iri := _as_iri(value):
        return [Candidate(iri, value)]
    if kind in {"document", "thing"} and (found := _documents(graph, value)):
        return found
    return _labelled(graph, kind, value) or (_units(graph, value) if kind in {"place", "thing"} else [])


def _as_iri(value: str) -> str | None:
    if value.startswith(("http://", "https://")) and not re.search(r"[\s<>\"{}|\\^`]", value):
        return value
    return (
        f"{_BASE}{value}"
        if re.fullmatch(r"(?:doc|org|unit|project|person|activity|standard)/[\w./%-]+", value)
        else None
    )


def _documents(graph: Graph, value: str) -> list[Candidate]:
    reference = parse_reference(value)
    if reference.number is None:
        return []
    _, rows = graph.select(
        f"""SELECT ?d ?number (GROUP_CONCAT(DISTINCT STR(?dt)) AS ?dates) (MIN(?l) AS ?label)
                   (GROUP_CONCAT(DISTINCT ?t) AS ?titles) (GROUP_CONCAT(DISTINCT ?o) AS ?issuers) {{
          ?d <{KHCN.number}> ?number . FILTER(CONTAINS(?number, "{_digits(reference.number)}"))
          OPTIONAL {{ ?d <{KHCN.date}> ?dt }}
          OPTIONAL {{ ?d <http://www.w3.org/2000/01/rdf-schema#label> ?l }}
          OPTIONAL {{ ?d <http://purl.org/dc/terms/title> ?t }}
          OPTIONAL {{ ?d <{KHCN.issuer}> ?i . ?i <http://www.w3.org/2000/01/rdf-schema#label> ?o }}
        }} GROUP BY ?d ?number ORDER BY ?d"""
    )
    found: dict[str, Candidate] = {}
    for iri, number, days, label, titles, issuers in rows:
        described = " ".join(str(v) for v in (label, titles, issuers) if v)
        told: list[str | None] = [*str(days or "").split()] or [None]
        if any(fits(reference, str(number), day, described) for day in told):
            found[str(iri)] = Candidate(str(iri), str(label or number))
    exact = [c for c in found.values() if unmarked(c.label) == unmarked(value)]
    return exact or list(found.values())


def _digits(number: str) -> str:
    return re.sub(r"[^\d.]", "", number)


_CLASSES = {
    "place": [KHCN.AdministrativeUnit],
    "agent": [KHCN.Organisation, KHCN.Person],
    "task": [KHCN.Project, KHCN.Programme, KHCN.TaskList],
    "document": [KHCN.Document],
    "thing": [],
}


def _labelled(graph: Graph, kind: str, value: str) -> list[Candidate]:
    """Things whose name is what was typed, else whose name holds all its words.

    Abbreviations make no difference, marks only if that leaves several.
    """
    classes = _CLASSES[kind]
    typed = f"VALUES ?class {{ {' '.join(f'<{c}>' for c in classes)} }} ?x a ?class ." if classes else ""
    _, rows = graph.select(
        f"""SELECT DISTINCT ?x ?name ?label {{ {typed}
          ?x <http://www.w3.org/2000/01/rdf-schema#label>|<{_SKOS}altLabel>|<http://purl.org/dc/terms/title> ?name
          OPTIONAL {{ ?x <http://www.w3.org/2000/01/rdf-schema#label> ?label FILTER(LANG(?label) != "en") }}
        }} ORDER BY ?x ?name"""
    )
    said = _spelt_out(value)
    wanted = unmarked(said)
    words = set(re.findall(r"\w+", wanted))
    found = _named(rows, lambda name: wanted in (name, _bare(name)))
    found = found or _named(rows, lambda name: bool(words) and words <= set(re.findall(r"\w+", name)))
    exact = [c for c in found if fold(c.label) == fold(said)]
    return exact if len(exact) == 1 else found


def _spelt_out(value: str) -> str:
    """A name with the usual abbreviations spelt out: "Sở KH&CN", "TP. Hòa Bình", "H. Mai Châu"."""
    value = re.sub(r"^[Hh]\.\s*", "huyện ", value)
    first, _, rest = value.partition(" ")
    if rest and (kind := type_word(first)):
        value = f"{kind} {rest}"
    return expand(re.sub(r"\b(?:kh&cn|khcn|ubnd|hđnd)\b", lambda m: m.group().upper(), value, flags=re.IGNORECASE))


def _concept(graph: Graph, parameter: Parameter, value: str) -> str:
    """A concept by its label in any language, its notation, or the end of its address."""
    scheme = f"https://w3id.org/khcn/vocabulary/{parameter.scheme}"
    _, rows = graph.select(
        f"""SELECT ?c ?name (LANG(?name) AS ?language) {{ GRAPH <{_BASE}graph/vocabulary> {{
          ?c <{_SKOS}inScheme> <{scheme}> ; <{_SKOS}prefLabel>|<{_SKOS}altLabel>|<{_SKOS}notation> ?name }} }}
          ORDER BY ?c ?name"""
    )
    wanted = unmarked(value)
    names = [(str(c), unmarked(str(name))) for c, name, _ in rows] + [
        (str(c), str(c).rpartition("/")[2]) for c, *_ in rows
    ]
    for fits_ in (wanted.__eq__, lambda name: wanted in re.split(r", | · | / ", name)):
        found = {concept for concept, name in names if fits_(name)}
        if len(found) == 1:
            return found.pop()
    slugs = dict.fromkeys(str(c).rpartition("/")[2] for c, *_ in rows)
    raise ParameterError("bad-choice", parameter.name, value, ", ".join(slugs))


def _units(graph: Graph, value: str) -> list[Candidate]:
    """Administrative units that no document names, with the time for which each stood."""
    _, rows = graph.select(
        f"""SELECT ?x ?label ?from ?until {{ GRAPH <{_BASE}graph/units> {{
          ?x <http://www.w3.org/2000/01/rdf-schema#label> ?label ; <{KHCN.unitCode}> ?code
          OPTIONAL {{ ?x <{KHCN.validFrom}> ?from }} OPTIONAL {{ ?x <{KHCN.validUntil}> ?until }} }} }} ORDER BY ?x"""
    )
    stood = {str(iri): f" ({since or '…'} – {until or '…'})" for iri, _, since, until in rows}
    wanted = unmarked(value)
    found = _named([[iri, label, label] for iri, label, *_ in rows], lambda name: wanted in (name, _bare(name)))
    return [Candidate(c.iri, c.label + stood[c.iri]) for c in found]


def _named(rows: list[list[Value]], fitting: Callable[[str], bool]) -> list[Candidate]:
    found: dict[str, Candidate] = {}
    for iri, name, label in rows:
        if fitting(unmarked(str(name))):
            found.setdefault(str(iri), Candidate(str(iri), str(label or name)))
    return list(found.values())


def _bare(name: str) -> str:
    """A place's name without its type ("huyen mai son" -> "mai son")."""
    return re.sub(r"^(?:tinh|thanh pho|huyen|quan|thi xa|xa|phuong|thi tran|dac khu) ", "", name)


def parse_period(parameter: str, value: str) -> tuple[str, str]:
    """First and last day of "2023", "2023-09", "Q3/2023", "quý III/2023", "2023-01-01/2023-06-30"."""
    text = unmarked(value).replace("quy ", "q").replace(" ", "")
    try:
        if match := re.fullmatch(r"(\d{4}-\d\d-\d\d)[/.]{1,2}(\d{4}-\d\d-\d\d)", value.strip()):
            first, last = (date.fromisoformat(day) for day in match.groups())
            return first.isoformat(), last.isoformat()
        if match := re.fullmatch(r"(?:nam)?(\d{4})", text):
            return _months(int(match.group(1)), 1, 12)
        if match := re.fullmatch(r"q([1-4]|i{1,3}|iv)[/.-]?(?:nam)?(\d{4})", text):
            quarter = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(match.group(1)) or int(match.group(1))
            return _months(int(match.group(2)), 3 * quarter - 2, 3 * quarter)
        if match := re.fullmatch(r"(\d{4})-(\d\d)", text):
            return _months(int(match.group(1)), int(match.group(2)), int(match.group(2)))
        if match := re.fullmatch(r"(?:thang)?(\d\d?)[/-](\d{4})", text):
            return _months(int(match.group(2)), int(match.group(1)), int(match.group(1)))
    except ValueError:  # no such day or month
        pass
    raise ParameterError("bad-period", parameter, value, "2023, 2023-09, Q3/2023, 2023-01-01/2023-06-30")


def _months(year: int, first: int, last: int) -> tuple[str, str]:
    end = date(year, last, monthrange(year, last)[1])
    return date(year, first, 1).isoformat(), end.isoformat()


def _date(iso: str) -> str:
    return f'"{iso}"^^<http://www.w3.org/2001/XMLSchema#date>'


def _literal_date(parameter: Parameter, value: str) -> str:
    reference = parse_reference(f"ngày {value}").date or value
    try:
        return _date(date.fromisoformat(reference).isoformat())
    except ValueError:
        raise ParameterError("bad-date", parameter.name, value, "2024-04-03, 3/4/2024") from None


def _literal_number(parameter: Parameter, value: str) -> str:
    datatype = "integer" if parameter.type == "integer" else "decimal"
    if not re.fullmatch(r"-?\d+" if datatype == "integer" else r"-?\d+(?:\.\d+)?", value):
        raise ParameterError("bad-number", parameter.name, value, datatype)
    least, most = parameter.least, parameter.most
    if (least is not None and float(value) < least) or (most is not None and float(value) > most):
        raise ParameterError("bad-choice", parameter.name, value, f"{least} – {most}")
    return f'"{value}"^^<http://www.w3.org/2001/XMLSchema#{datatype}>'


def _literal_text(_: Parameter, value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def _choice(parameter: Parameter, value: str) -> str:
    chosen = {unmarked(said): iri for said, iri in parameter.choices.items()}.get(unmarked(value))
    if chosen is None:
        raise ParameterError("bad-choice", parameter.name, value, ", ".join(parameter.choices))
    return f"<{chosen}>"


_LITERALS: dict[str, Callable[[Parameter, str], str]] = {
    "date": _literal_date,
    "integer": _literal_number,
    "number": _literal_number,
    "text": _literal_text,
    "choice": _choice,
}
