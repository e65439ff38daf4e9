"""Report an error: a form that writes a correction down, and the list of those that were.

Corrections are taken on a server for its own machine, or from holders of a key; a browser's from our own page alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ingest.text import unmarked
from kg.corrections import Correction, same
from kg.endpoint.problems import Problem
from kg.store import PREFIXES, Value
from queries.answer import Proof
from queries.ask import proofs
from queries.reference import parse_reference
from queries.resolve import AmbiguousError, ParameterError, find_one
from viz.shown import shown
from viz.site.bases import answer_posted
from viz.site.desk import lexical
from viz.site.thing_facts import is_safe, names_of
from viz.site.uploads import Posted
from viz.site.visit import Visit, page

_XSD = PREFIXES["xsd"]
_NAMES = ("subject", "predicate", "object", "source", "finding")
_ADDRESSES = ("subject", "predicate", "finding", "source")
_TOLD = ("action", "who", "why", "value", "state", "correction", "access")
_ACTIONS = ("reject", "replace", "add")
_STATES = ("seen", "handled", "open")
_NUMBERS = frozenset({f"{_XSD}integer", f"{_XSD}decimal"})
_PROVED = """SELECT ?e {{ GRAPH ?g {{
  {{ ?s rdf:subject <{subject}> ; rdf:object <{object}> ; khcn:evidence ?e }}
  UNION {{ ?s rdf:object <{subject}> ; rdf:subject <{object}> ; khcn:evidence ?e }} }} }} ORDER BY ?e LIMIT 10"""
_ROWS = 200  # lines of the list


class _Fault(Exception):
    """Why something cannot be written down as it was told; ``choices`` are things that may have been meant."""

    def __init__(self, key: str, choices: list[tuple[str, str]] | None = None, **fields: str) -> None:
        super().__init__(key)
        self.key, self.choices, self.fields = key, choices or [], fields


@dataclass(frozen=True, slots=True)
class _Kind:
    """Of which kind the objects of a predicate are."""

    is_thing: bool
    is_concept: bool
    language: str
    datatype: str


def form(visit: Visit) -> Response:
    """The form for one fact or finding; without any, the list of corrections."""
    told = {name: visit.parameters.get(name, "") for name in _NAMES}
    if not (told["subject"] or told["finding"]):
        return _listed(visit)
    return _form(visit, told)


async def write(request: Request) -> Response:
    """Write what is posted down, and say so."""
    return await answer_posted(request, _written)


def _written(visit: Visit, posted: Posted) -> Response:
    _check(visit)
    told = {name: posted.fields.get(name, "").strip() for name in (*_NAMES, *_TOLD)}
    try:
        correction = _correction(visit, told)
    except _Fault as fault:
        return _form(visit, told, fault)
    visit.desk.add(correction)
    if posted.fields.get("format") == "json":
        return visit.send(msgspec.json.encode({"id": correction.key}), "application/json", 201)
    about = {name: told[name] for name in _NAMES}
    return RedirectResponse(visit.url("/correct", **about, noted=correction.key), 303)


def _check(visit: Visit) -> None:
    """Refuse a client who may not correct, and what another site makes a browser send (CSRF)."""
    if visit.desk.folder is None:
        raise Problem("no-corrections", visit.say("correct.tell"))
    headers = visit.request.headers
    origin = headers.get("origin")
    if origin is None and "authorization" in headers:
        return  # a program with a key: no page of another site can make a browser send one
    if origin is None or urlsplit(origin).netloc != headers.get("host"):
        raise Problem("no-corrections", visit.say("correct.origin"))


def _correction(visit: Visit, told: dict[str, str]) -> Correction:
    """What was told, as a line of the file."""
    for name in ("who", "why"):
        if not told[name]:
            raise _Fault("needs", name=visit.say(f"correct.{name}"))
    given = {name: told[name] for name in _wanted(told)}
    if told["action"] in _ACTIONS:
        given |= _fact(visit, told)
    try:
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        access = "public" if told["access"] == "public" else "internal"
        return msgspec.convert(given | {"when": now, "access": access}, Correction)
    except msgspec.ValidationError as error:
        raise _Fault("not-understood", message=str(error)) from None


def _wanted(told: dict[str, str]) -> tuple[str, ...]:
    """The fields that stand in the line of an action."""
    always = ("action", "who", "why")
    match told["action"]:
        case "finding":
            return (*always, "finding", "state")
        case "withdraw":
            return (*always, "correction")
        case "add":
            return (*always, "subject", "predicate")
        case "reject" | "replace":
            return (*always, "subject", "predicate", "object", "source")
    raise _Fault("needs", name="action")


def _fact(visit: Visit, told: dict[str, str]) -> dict[str, str]:
    """The right value with its language or type; of a fact that there is, read from documents."""
    subject, predicate = told["subject"], told["predicate"]
    if not (is_safe(subject) and is_safe(predicate) and subject and predicate):
        raise _Fault("no-fact")
    objects = _objects(visit, subject, predicate)
    there = any(same(told["object"], lexical(value)) for value in objects)
    if told["action"] != "add" and not there:
        raise _Fault("no-fact")
    if told["action"] == "reject":
        return {}
    if not told["value"]:
        raise _Fault("needs", name=visit.say("correct.value"))
    kind = _kind(visit, subject, predicate)
    if kind.is_thing:
        return {"value": _thing(visit, told["value"], kind.is_concept)}
    return {"value": _literal(told["value"], kind), "language": kind.language, "datatype": kind.datatype}


def _objects(visit: Visit, subject: str, predicate: str) -> list[Value]:
    """The objects of a fact, as far as documents tell it: of the default graph, which holds nothing else."""
    _, rows = visit.graph.select(f"SELECT ?o {{ <{subject}> <{predicate}> ?o }}")
    return [row[0] for row in rows]


def _kind(visit: Visit, subject: str, predicate: str) -> _Kind:
    """What objects the predicate has here, else anywhere; where nobody uses it, a plain text."""
    for who in (f"<{subject}>", "?s"):
        _, rows = visit.graph.select(
            "SELECT ?o (isIRI(?o) AS ?thing) (LANG(?o) AS ?language) (STR(DATATYPE(?o)) AS ?datatype) "
            f"{{ {who} <{predicate}> ?o }} LIMIT 1"
        )
        if rows:
            example, thing, language, datatype = rows[0]
            plain = datatype in (f"{_XSD}string", None) or bool(language)
            is_concept = str(example).startswith(PREFIXES["khcnv"])
            return _Kind(bool(thing), is_concept, str(language or ""), "" if plain else str(datatype))
    return _Kind(False, False, "", "")


def _thing(visit: Visit, value: str, is_concept: bool) -> str:
    """The one thing or concept that is meant, by its address, number or name."""
    if value.startswith(("http://", "https://")) and is_safe(value):
        return value
    if is_concept:
        return _concept(visit, value)
    try:
        return find_one(visit.graph, "thing", "value", value).iri
    except AmbiguousError as error:
        choices = [(c.iri, c.label) for c in error.candidates[:30]]
        raise _Fault("ambiguous", choices, value=value) from None
    except ParameterError:
        raise _Fault("no-thing", value=value) from None


def _concept(visit: Visit, value: str) -> str:
    """The one concept of the vocabularies that is called so."""
    _, rows = visit.graph.select(
        f"SELECT ?c ?l {{ GRAPH <{PREFIXES['graph']}vocabulary> {{ ?c <{PREFIXES['skos']}prefLabel> ?l }} }}"
    )
    found = sorted({str(c) for c, label in rows if unmarked(str(label)) == unmarked(value)})
    if len(found) > 1:
        raise _Fault("ambiguous", [(c, c.removeprefix(PREFIXES["khcnv"])) for c in found], value=value)
    if not found:
        raise _Fault("no-thing", value=value)
    return found[0]


def _literal(value: str, kind: _Kind) -> str:
    """A value as a literal of its type is written: dates and numbers may be typed as people write them."""
    if kind.datatype == f"{_XSD}date":
        found = parse_reference(f"ngày {value}").date or value
        try:
            return date.fromisoformat(found).isoformat()
        except ValueError:
            raise _Fault("no-date", value=value) from None
    if kind.datatype in _NUMBERS:
        try:
            return format(Decimal(value.replace(" ", "").replace(",", ".")), "f")
        except InvalidOperation:
            raise _Fault("no-number", value=value) from None
    return value


def _form(visit: Visit, told: dict[str, str], fault: _Fault | None = None) -> Response:
    iris = [told[name] for name in ("subject", "predicate", "object", "finding", "source") if told[name]]
    needed = ("finding",) if told["finding"] else ("subject", "predicate")
    addresses = [told[name] for name in _ADDRESSES if told[name] or name in needed]
    if not all(address.startswith(("http://", "https://")) and is_safe(address) for address in addresses):
        raise Problem("parameter", "subject, predicate, finding and source are addresses.")
    names = names_of(visit.graph, [i for i in iris if i.startswith("http") and is_safe(i)], visit.language)
    about = told["finding"] or told["subject"]
    given = {"action": "reject", "state": "seen", "access": "", "who": "", "why": "", "value": ""} | told
    response = visit.render(
        "correct.html", 400 if fault else 200, told=given, names=names, fault=fault, about=about, states=_STATES,
        actions=_ACTIONS if told["object"] else ("add",), proved=_proofs(visit, told), shown=shown,
        noted=visit.parameters.get("noted", ""),
        pending=[c for c in visit.desk.pending if about in (c.subject, c.finding)],
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return response


def _proofs(visit: Visit, told: dict[str, str]) -> list[Proof]:
    """The words that are held to prove the fact, or that a finding points to."""
    if told["finding"]:
        query = f"SELECT ?e {{ GRAPH ?g {{ <{told['finding']}> khcn:evidence ?e }} }}"
    elif told["object"].startswith("http") and is_safe(told["object"]):
        query = _PROVED.format(**told)
    else:
        return []
    prologue = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("rdf", "khcn"))
    iris = [str(row[0]) for row in visit.graph.select(prologue + query)[1]]
    known = proofs(visit.graph, set(iris))
    return [known[i] for i in dict.fromkeys(iris) if i in known]


def _listed(visit: Visit) -> Response:
    """All corrections with what became of them; those who may not correct are told whom to tell."""
    lines = list(reversed(visit.desk.file.lines))[:_ROWS]
    iris = {i for c in lines for i in (c.subject, c.predicate, c.object, c.value, c.finding) if i.startswith("http")}
    values: dict[str, Any] = {
        "lines": lines, "names": names_of(visit.graph, [i for i in iris if is_safe(i)], visit.language),
        "unreadable": visit.desk.file.unreadable, "total": len(visit.desk.file.lines),
    }  # fmt: skip
    response = visit.render("corrections.html", shown=shown, **values)
    response.headers["Cache-Control"] = "no-store"
    return response


ROUTES = [Route("/correct", page(form), methods=["GET", "HEAD"]), Route("/correct", write, methods=["POST"])]
