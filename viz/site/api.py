"""The programming interface: questions as JSON, their description for programs, and a page about it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.endpoint.problems import Problem
from queries.ask import ask
from queries.catalogue import Question, catalogue
from viz.site.asking import DRAFT, answered, found, given, named
from viz.site.bases import answer_posted, draft
from viz.site.downloads import download
from viz.site.openapi import description, schema
from viz.site.uploads import Posted
from viz.site.visit import Visit, page


def overview(visit: Visit) -> Response:
    """The description for people."""
    told = description(visit.language)
    operations = [
        {"path": path, "method": method, "example": _example(path, operation) if method == "get" else "", **operation}
        for path, methods in told["paths"].items()
        for method, operation in methods.items()
    ]
    for operation in operations:
        operation["parameters"] = [_meant(told, p) for p in operation["parameters"]]
    grouped = [(tag, [o for o in operations if tag["name"] in o["tags"]]) for tag in told["tags"]]
    return visit.render("api.html", info=told["info"], groups=grouped)


def _meant(told: dict[str, Any], parameter: dict[str, Any]) -> dict[str, Any]:
    """A parameter itself, where it is told elsewhere."""
    name = parameter.get("$ref", "").rpartition("/")[2]
    meant: dict[str, Any] = told["components"]["parameters"][name] if name else parameter
    return meant


def _example(path: str, operation: dict[str, Any]) -> str:
    """An address that answers; empty if the description has no example of a parameter that is needed."""
    filled = {}
    for parameter in operation["parameters"]:
        example = parameter.get("example", parameter.get("schema", {}).get("enum", [None])[0])
        if parameter.get("in") == "path":
            path = path.replace(f"{{{parameter['name']}}}", quote(str(example)))
        elif "example" in parameter:
            filled[parameter["name"]] = example
        elif parameter.get("required"):
            return ""
    return f"{path}?{urlencode(filled)}" if filled else path


def openapi(visit: Visit) -> Response:
    """The description for programs."""
    return _json(visit, description(visit.language))


def questions(visit: Visit) -> Response:
    """The catalogue."""
    return _json(visit, {"questions": [_described(visit, asked) for asked in catalogue().values()]})


def _described(visit: Visit, asked: Question) -> dict[str, Any]:
    language = visit.language
    return {
        "name": asked.name,
        "number": asked.number,
        "wording": asked.wording[language],
        "note": asked.note[language],
        "parameters": [
            {
                "name": p.name,
                "type": p.type,
                "required": p.required,
                "wording": p.wording[language],
                "schema": schema(p),
            }
            | ({"scheme": p.scheme} if p.scheme else {})
            for p in asked.parameters.values()
        ],
        "columns": {name: titles[language] for name, titles in asked.columns.items()},
        "example": asked.example,
        "address": visit.url(f"/api/questions/{asked.name}"),
    }


def question(visit: Visit) -> Response:
    """The answer to a question, as JSON unless another ``format`` is asked for."""
    name = str(visit.request.path_params["name"])
    asked = named(name)
    if asked.name == DRAFT:
        raise Problem("method", "A draft belongs in no address: post it.", {"Allow": "POST"})
    if name != asked.name:
        return RedirectResponse(visit.url(f"/api/questions/{asked.name}", **visit.parameters), 303)
    answer = found(answered(visit, asked, given(visit)))
    return download(visit, asked, answer, visit.parameters.get("format", "json"), is_shown=True)


async def check(request: Request) -> Response:
    """What is found of a posted draft's bases."""
    return await answer_posted(request, _checked)


def _checked(visit: Visit, posted: Posted) -> Response:
    answer = ask(visit.graph, DRAFT, {"text": draft(visit, posted)}, visit.language, visit.coverage)
    return download(visit, named(DRAFT), answer, posted.fields.get("format", "json"), is_shown=True)


def _json(visit: Visit, told: dict[str, Any]) -> Response:
    return visit.send(json.dumps(told, ensure_ascii=False, indent=1), "application/json")


ROUTES = [
    Route("/api", page(overview)),
    Route("/api/openapi.json", page(openapi)),
    Route("/api/questions", page(questions)),
    Route(f"/api/questions/{DRAFT}", check, methods=["POST"]),
    Route("/api/questions/{name}", page(question)),
]
