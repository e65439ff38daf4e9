"""The programming interface described for programs (OpenAPI 3.1).

Its paths are the questions of the catalogue, and what stands in ``openapi.json``, whose texts are in both languages.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from queries.catalogue import Language, Parameter, Question, catalogue
from viz.site.asking import DRAFT
from viz.site.downloads import MEDIA

_ANSWER = {"$ref": "#/components/schemas/Answer"}
_PROBLEMS = ("400", "404", "422", "503", "504")
_SHARED = [{"$ref": "#/components/parameters/format"}, {"$ref": "#/components/parameters/lang"}]
_TYPES = {"integer": "integer", "days": "integer", "number": "number"}


def description(language: Language) -> dict[str, Any]:
    """The OpenAPI document in a language."""
    told: dict[str, Any] = _in(language, json.loads((files("viz.site") / "openapi.json").read_text("utf-8")))
    told["info"]["version"] = version("khcn-kg")
    told["paths"] |= {f"/api/questions/{q.name}": _question(q, language) for q in catalogue().values()}
    return told


def _in(language: Language, told: Any) -> Any:
    """The same with the texts of one language."""
    if isinstance(told, dict):
        is_text = set(told) == {"vi", "en"}
        return told[language] if is_text else {key: _in(language, value) for key, value in told.items()}
    return [_in(language, value) for value in told] if isinstance(told, list) else told


def _question(asked: Question, language: Language) -> dict[str, Any]:
    content = {media.partition(";")[0]: {"schema": _ANSWER} if name == "json" else {} for name, media in MEDIA.items()}
    responses = {"200": {"description": asked.wording[language], "content": content}}
    operation: dict[str, Any] = {
        "operationId": asked.name,
        "tags": ["questions"],
        "summary": f"{asked.number}. {asked.wording[language]}",
        "responses": responses | {status: {"$ref": "#/components/responses/problem"} for status in _PROBLEMS},
    }
    if asked.note[language]:
        operation["description"] = asked.note[language]
    if asked.name == DRAFT:
        return {"post": operation | {"requestBody": _draft(asked, language), "parameters": _SHARED[1:]}}
    told = [_parameter(p, asked.example.get(p.name), language) for p in asked.parameters.values()]
    return {"get": operation | {"parameters": [*told, *_SHARED]}}


def _parameter(parameter: Parameter, example: str | None, language: Language) -> dict[str, Any]:
    told = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.wording[language],
        "schema": schema(parameter),
    }
    return told if example is None else told | {"example": _typed(parameter, example)}


def schema(parameter: Parameter) -> dict[str, Any]:
    """The JSON Schema of what a parameter may be."""
    told: dict[str, Any] = {"type": _TYPES.get(parameter.type, "string")}
    if parameter.choices:
        told["enum"] = list(parameter.choices)
    for name, value in (("minimum", parameter.least), ("maximum", parameter.most)):
        if value is not None:
            told[name] = value
    return told if parameter.default is None else told | {"default": _typed(parameter, parameter.default)}


def _typed(parameter: Parameter, value: str) -> str | float:
    return float(value) if parameter.type == "number" else int(value) if parameter.type in _TYPES else value


def _draft(asked: Question, language: Language) -> dict[str, Any]:
    """What is posted of a draft: its text, or it as a file."""
    wording = asked.parameters["text"].wording[language]
    text = {"type": "string", "description": wording, "examples": [asked.example["text"]]}
    fields = {"text": text, "format": {"enum": list(MEDIA), "default": "json"}}
    posted = {"type": "object", "properties": fields}
    file = {"type": "string", "contentMediaType": "application/octet-stream"}
    return {
        "required": True,
        "content": {
            "application/json": {"schema": posted},
            "application/x-www-form-urlencoded": {"schema": posted},
            "multipart/form-data": {"schema": {"type": "object", "properties": {**fields, "file": file}}},
        },
    }
