"""Answers to take away: Word, Excel, CSV, JSON, Turtle."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from urllib.parse import quote

from starlette.responses import Response
from starlette.routing import Route

from ingest.text import unmarked
from kg.endpoint.problems import Problem
from queries.answer import Answer
from queries.ask import ask
from queries.catalogue import Language, Question, question
from queries.graph import Graph
from viz import reports, statements, tables
from viz.site.visit import Visit, page

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "ttl": "text/turtle; charset=utf-8",
}
"""Media types by the name of the format."""
_WRITERS: dict[str, Callable[[Graph, Answer, Language], str | bytes]] = {
    "docx": lambda _, answer, language: reports.as_docx(answer, language),
    "xlsx": lambda _, answer, language: tables.as_xlsx(answer, language),
    "csv": lambda _, answer, language: tables.as_csv(answer, language),
    "json": lambda _, answer, __: tables.as_json(answer),
    "ttl": lambda graph, answer, _: statements.as_turtle(graph, answer),
}
FORMATS = tuple(_WRITERS)
"""The formats of answers, as ``format`` names them."""
_LONGEST = 80  # characters of a file's name
_THING = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def download(visit: Visit, asked: Question, answer: Answer, ending: str, is_shown: bool = False) -> Response:
    """An answer in one of :data:`FORMATS`.

    :param is_shown: let a browser show JSON instead of keeping it as a file
    """
    if ending not in _WRITERS:
        raise Problem("not-acceptable", f"An answer can be had as {', '.join(FORMATS)}.")
    words = [value for name, value in answer.parameters.items() if name != "text"]
    headers = {} if is_shown and ending == "json" else attached(" ".join([asked.name, *map(str, words)]), ending)
    return visit.send(_WRITERS[ending](visit.graph, answer, visit.language), MEDIA[ending], headers=headers)


def document(visit: Visit) -> Response:
    """What is told of a document, as Word, Excel or CSV (``/download/document?iri=...&format=...``)."""
    iri, ending = visit.parameters.get("iri", ""), visit.parameters.get("format", "docx")
    if not _THING.fullmatch(iri):
        raise Problem("parameter", "iri must be the address of a document.", parameter="iri")
    if ending not in _DOCUMENTS:
        raise Problem("not-acceptable", f"A document can be had as {', '.join(_DOCUMENTS)}.")
    if not visit.graph.select(f"SELECT ?p {{ <{iri}> ?p ?o }} LIMIT 1")[1]:
        raise Problem("unknown-thing", f"{iri} is not in the data.", parameter="iri")
    body = _DOCUMENTS[ending](visit.graph, iri, visit.language)
    return visit.send(body, MEDIA[ending], headers=attached(iri.partition("/id/doc/")[2] or iri, ending))


def _document_sheets(graph: Graph, iri: str, language: Language) -> bytes:
    """A sheet for each question, by its number."""
    answers = reports.document_answers(graph, iri, language)
    return tables.workbook({question(answer.question).number: answer for answer in answers}, language)


_DOCUMENTS: Mapping[str, Callable[[Graph, str, Language], str | bytes]] = MappingProxyType(
    {
        "docx": reports.document_report,
        "xlsx": _document_sheets,
        "csv": lambda graph, iri, language: tables.as_csv(ask(graph, "evidence", {"thing": iri}, language), language),
    }
)


def attached(name: str, ending: str) -> dict[str, str]:
    """The header by which a browser keeps a file under that name (RFC 6266), in Vietnamese and for old ones without."""
    told = re.sub(r"[^\w.()-]+", "-", name.removeprefix("https://").replace("/", "-")).strip("-.")[:_LONGEST]
    plain = re.sub(r"[^\x20-\x7e]", "", unmarked(told)) or "kg"
    return {
        "Content-Disposition": f"attachment; filename=\"{plain}.{ending}\"; filename*=UTF-8''{quote(told)}.{ending}"
    }


ROUTES = [Route("/download/document", page(document))]
