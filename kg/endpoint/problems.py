"""What goes wrong, as problem details (RFC 9457) with a type that programs can tell apart."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import Any

_TITLES = {
    "syntax": (400, "The query is not SPARQL 1.1"),
    "malformed": (400, "The request does not follow the SPARQL Protocol"),
    "parameter": (400, "A parameter of the question is missing, unknown or not understood"),
    "key": (401, "The key is not known"),
    "no-corrections": (403, "Corrections are not taken from here"),
    "read-only": (403, "The graph is changed by building, not by updates"),
    "service": (403, "SERVICE may not ask that address"),
    "not-found": (404, "There is nothing at this address"),
    "unknown-thing": (404, "The data do not have what a parameter names"),
    "ambiguous": (422, "A parameter may mean several things"),
    "unreadable": (422, "The file cannot be read"),
    "host": (421, "The request was meant for another host"),
    "method": (405, "The method is not allowed here"),
    "not-acceptable": (406, "None of the formats asked for can be given"),
    "slow-request": (408, "The request took too long to arrive"),
    "request-size": (413, "The request is too large"),
    "media-type": (415, "The body is of a kind that is not understood"),
    "too-complex": (422, "The query is nested or chained too deeply"),
    "answer-size": (422, "The answer is larger than the endpoint gives"),
    "too-many": (429, "This client has asked for more than its share"),
    "failed": (500, "The query could not be evaluated"),
    "memory": (500, "The query ended its worker, most likely for want of memory"),
    "busy": (503, "The endpoint has too much to do"),
    "deadline": (504, "The query ran longer than the endpoint allows"),
}


class Problem(Exception):
    """A request that is answered by problem details instead of a result.

    >>> Problem("syntax", "expected }", line=1, column=9).status
    400

    :param kind: last part of the ``type`` address; ``docs/endpoint.md`` lists all
    :param detail: what exactly, for a person
    :param headers: names and values of headers that go with it
    :param members: further members of the body, such as ``line``, ``column``, ``limit``
    """

    def __init__(self, kind: str, detail: str, headers: Any = MappingProxyType({}), **members: Any) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.members = kind, detail, members
        self.status, self.title = _TITLES[kind]
        self.headers = dict(headers)

    def body(self) -> bytes:
        """The problem as ``application/problem+json``."""
        told = {
            "type": f"https://w3id.org/khcn/problems/{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.members,
        }
        return json.dumps(told, ensure_ascii=False).encode()
