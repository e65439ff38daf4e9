"""From a person's words to the thing in the graph that is meant: one, several to choose from, or none.

Nothing is chosen in silence: several candidates are an error that lists them.
"""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

from ingest.names import expand
from ingest.text import fold, unmarked
from kg.label import sort_key
from ontology.terms import KHCN
from ontology.units import type_word
from queries.catalogue import Parameter, Question
from queries.graph import Graph
from queries.reference import Reference, fits, parse_reference

_BASE = "https://w3id.org/khcn/id/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_TELLING = {
    "date": f"<{KHCN.date}>",
    "label": f"<{_LABEL}>",
    "title": "<http://purl.org/dc/terms/title>",
    "issuer": f"<{KHCN.issuer}>/<{_LABEL}>",
}
_BATCH = 500  # documents in one look-up


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
    ``$name_end``, a topic ``$name_words``: the words by which names tell it.
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
        concept = _concept(graph, parameter, value)
        return {parameter.name: f"<{concept}>", f"{parameter.name}_words": _topic_words(concept)}
    if parameter.type == "documents":
        return {parameter.name: " ".join(f"<{c.iri}>" for c in _find_some(graph, "document", parameter.name, value))}
    if parameter.type in _LITERALS:
        return {parameter.name: _LITERALS[parameter.type](parameter, value)}
    return {parameter.name: f"<{find_one(graph, parameter.type, parameter.name, value).iri}>"}


def find_one(graph: Graph, kind: str, parameter: str, value: str) -> Candidate:
    """The one thing that is meant; raises :class:`AmbiguousError` or :class:`ParameterError` ("not-found")."""
    candidates = _find_some(graph, kind, parameter, value)
    if len(candidates) > 1:
        raise AmbiguousError(parameter, value, candidates)
    return candidates[0]


def _find_some(graph: Graph, kind: str, parameter: str, value: str) -> list[Candidate]:
    """All things that may be meant; raises :class:`ParameterError` ("not-found") if there is none."""
    candidates = find(graph, kind, value)
    if not candidates:
        raise ParameterError("not-found", parameter, value)
    return candidates


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
    found = _described(graph, reference, _numbered(graph, reference))
    exact = [c for c in found if unmarked(c.label) == unmarked(value)]
    return exact or found


def _numbered(graph: Graph, reference: Reference) -> dict[str, str]:
    """Documents whose number alone can be the one that was typed."""
    typed = reference.number or ""
    _, rows = graph.select(
        f"""SELECT ?d ?number {{ ?d <{KHCN.number}> ?number .
          FILTER(?number = "{typed}" || STRSTARTS(?number, "0") || (STRSTARTS(?number, "{typed}")
            && !CONTAINS("0123456789.", SUBSTR(?number, {len(typed) + 1}, 1)))) }} ORDER BY ?d ?number"""
    )
    alone = replace(reference, year=None, date=None, words=())
    return {str(iri): str(number) for iri, number in rows if fits(alone, str(number), None, "")}


def _described(graph: Graph, reference: Reference, numbers: dict[str, str]) -> list[Candidate]:
    """Those of the documents whose date, issuer and subject can be what was typed too."""
    told: dict[str, dict[str, list[str]]] = {iri: defaultdict(list) for iri in numbers}
    for iri, fact, text in _facts(graph, list(numbers)):
        told[iri][fact].append(text)
    found = []
    for iri, facts in told.items():
        labels = sorted(facts["label"])
        described = " ".join((*labels[:1], *facts["title"], *facts["issuer"]))
        days: list[str | None] = [*facts["date"]] or [None]
        if any(fits(reference, numbers[iri], day, described) for day in days):
            found.append(Candidate(iri, labels[0] if labels else numbers[iri]))
    return found


def _facts(graph: Graph, documents: list[str]) -> Iterator[tuple[str, str, str]]:
    """Document, "date", "label", "title" or "issuer", and the text of it."""
    for batch in range(0, len(documents), _BATCH):
        values = " ".join(f"<{iri}>" for iri in documents[batch : batch + _BATCH])
        for fact, path in _TELLING.items():
            _, rows = graph.select(f"SELECT ?d ?v {{ VALUES ?d {{ {values} }} ?d {path} ?v }} ORDER BY ?d ?v")
            yield from ((str(iri), fact, str(text)) for iri, text in rows)


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
    said = _spelt_out(value)
    if found := _exactly(graph, typed, said):
        return found
    _, rows = graph.select(
        f"SELECT ?x ?name {{ {typed} ?x <{_LABEL}>|<{_SKOS}altLabel>|<http://purl.org/dc/terms/title> ?name }}"
    )
    names = [(str(iri), unmarked(str(name))) for iri, name in rows]
    wanted = unmarked(said)
    words = set(re.findall(r"\w+", wanted))
    fitting = {iri for iri, name in names if wanted in (name, _bare(name))}
    if not fitting and words:
        rare = max(words, key=len)
        fitting = {iri for iri, name in names if rare in name and words <= set(re.findall(r"\w+", name))}
    matches = _called(graph, sorted(fitting))
    exact = [c for c in matches if fold(c.label) == fold(said)]
    return exact if len(exact) == 1 else matches


def _exactly(graph: Graph, typed: str, said: str) -> list[Candidate]:
    """The things labelled just so, found by their key of the Vietnamese order; spares looking at all names."""
    key = _literal(sort_key(said))
    _, rows = graph.select(f"SELECT DISTINCT ?x {{ ?x <{KHCN.sortKey}> {key} . {typed} }} ORDER BY ?x")
    return [c for c in _called(graph, [str(iri) for (iri,) in rows]) if fold(c.label) == fold(said)]


def _called(graph: Graph, iris: list[str]) -> list[Candidate]:
    """Things with their labels, in the order of their addresses."""
    labels: dict[str, str] = {}
    for batch in range(0, len(iris), _BATCH):
        values = " ".join(f"<{iri}>" for iri in iris[batch : batch + _BATCH])
        _, rows = graph.select(
            f"""SELECT ?x ?label {{ VALUES ?x {{ {values} }} ?x <{_LABEL}> ?label
              FILTER(LANG(?label) != "en") }} ORDER BY ?x ?label"""
        )
        for iri, label in rows:
            labels.setdefault(str(iri), str(label))
    return [Candidate(iri, labels.get(iri) or iri.removeprefix(_BASE)) for iri in iris]


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
        (str(c), unmarked(str(c).rpartition("/")[2])) for c, *_ in rows
    ]
    for fits_ in (wanted.__eq__, lambda name: wanted in re.split(r", | · | / ", name)):
        found = {concept for concept, name in names if fits_(name)}
        if len(found) == 1:
            return found.pop()
    slugs = dict.fromkeys(str(c).rpartition("/")[2] for c, *_ in rows)
    raise ParameterError("bad-choice", parameter.name, value, ", ".join(slugs))


@cache
def _topics() -> dict[str, list[str]]:
    found: dict[str, list[str]] = tomllib.loads((files("queries") / "topics.toml").read_text("utf-8"))
    return found


def _topic_words(concept: str) -> str:
    """The words that tell a topic as SPARQL literals, as they stand in a sentence, at its beginning and in headings."""
    words = _topics().get(concept.rpartition("/")[2], [])
    forms = dict.fromkeys(f for word in words for f in (word, word[:1].upper() + word[1:], word.upper()))
    return " ".join(map(_literal, forms))


def _units(graph: Graph, value: str) -> list[Candidate]:
    """Administrative units that no document names, with the time for which each stood."""
    _, rows = graph.select(
        f"""SELECT ?x ?label ?from ?until {{ GRAPH <{_BASE}graph/units> {{
          ?x <{_LABEL}> ?label ; <{KHCN.unitCode}> ?code
          OPTIONAL {{ ?x <{KHCN.validFrom}> ?from }} OPTIONAL {{ ?x <{KHCN.validUntil}> ?until }} }} }} ORDER BY ?x"""
    )
    stood = {str(iri): f" ({since or '…'} – {until or '…'})" for iri, _, since, until in rows}
    wanted = unmarked(value)
    found = {str(iri): str(label) for iri, label, *_ in rows if wanted in (n := unmarked(str(label)), _bare(n))}
    return [Candidate(iri, label + stood[iri]) for iri, label in found.items()]


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
    if value == "today":
        return _date(date.today().isoformat())  # noqa: DTZ011 - the day where the person is
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


def _literal_days(parameter: Parameter, value: str) -> str:
    """So many days from today, as the day that it will be."""
    if not re.fullmatch(r"\d{1,5}", value):
        raise ParameterError("bad-number", parameter.name, value, "0 – 99999")
    return _date((date.today() + timedelta(days=int(value))).isoformat())  # noqa: DTZ011


def _literal_text(_: Parameter, value: str) -> str:
    return _literal(value)


def _literal(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def _choice(parameter: Parameter, value: str) -> str:
    """What a choice stands for: an address, or terms as the question's file writes them."""
    chosen = {unmarked(said): iri for said, iri in parameter.choices.items()}.get(unmarked(value))
    if chosen is None:
        raise ParameterError("bad-choice", parameter.name, value, ", ".join(parameter.choices))
    return f"<{chosen}>" if chosen.startswith("http") else chosen


_LITERALS: dict[str, Callable[[Parameter, str], str]] = {
    "date": _literal_date,
    "days": _literal_days,
    "integer": _literal_number,
    "number": _literal_number,
    "text": _literal_text,
    "choice": _choice,
}
