"""What can go wrong with a server elsewhere, said so that a person knows what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from urllib.error import HTTPError

from kg.errors import StoreError

_LONGEST = 300
_KINDS = {401: "remote-login", 403: "remote-forbidden", 404: "remote-not-found", 405: "remote-not-found"}


class RemoteError(StoreError):
    """A SPARQL server could not be used.

    :ivar status: of its HTTP answer; 0 if there was none
    """

    def __init__(
        self, key: str, url: str, detail: str = "", status: int = 0, fields: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        told = f"{url}: {detail or key} {' '.join(fields.values())}".rstrip()
        super().__init__(key, told, "See docs/other-engines.md.", url=url, detail=detail, code=status, **fields)
        self.status, self.detail = status, detail

    @classmethod
    def of(cls, error: HTTPError) -> RemoteError:
        """What a server answered instead of what was asked for."""
        url = error.url.partition("?")[0]
        if 300 <= error.code < 400:
            return cls("remote-moved", url, error.headers.get("Location", "?"), error.code)
        detail = _told(error.read(1 << 16).decode("utf-8", "replace"))
        return cls(_KINDS.get(error.code, "remote-refused"), url, detail or error.reason, error.code)


def _told(body: str) -> str:
    """The words of an error page, without markup, and without the query that some servers repeat."""
    text = re.sub(r"<[^>]*>", " ", body) if body.lstrip().startswith("<") else body
    text = " ".join(text.partition("SPARQL query:")[0].split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
