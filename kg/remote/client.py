"""HTTP to a SPARQL server: queries and updates by SPARQLWrapper, graphs by the Graph Store Protocol."""

from __future__ import annotations

import io
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import (
    HTTPBasicAuthHandler,
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    HTTPRedirectHandler,
    OpenerDirector,
    Request,
    build_opener,
    parse_http_list,
    parse_keqv_list,
)

from kg.remote.errors import RemoteError

_BUSY = (429, 503)
_TRIES = 4
_ENGINES = {"virtuoso": ("sparql-auth", "sparql-graph-crud-auth"), "oxigraph": ("update", "store")}
"""Where an engine takes updates and speaks the Graph Store Protocol, beside the address of its queries."""
_LONGEST_WAIT = 60.0  # seconds that a busy server may ask us to wait


@dataclass(frozen=True)
class Login:
    """Who asks; given only to a server that demands it, by Basic or Digest as it demands."""

    user: str
    password: str


@dataclass(frozen=True)
class Reply:
    """An answer that is being read.

    :ivar url: whose answer it is
    :ivar headers: with lower-case names
    """

    url: str
    headers: Mapping[str, str]
    body: IO[bytes]

    def read(self) -> bytes:
        """All of it; :class:`RemoteError` if it breaks off."""
        try:
            with self.body:
                return self.body.read()
        except (OSError, HTTPException) as error:
            raise RemoteError("remote-unreachable", self.url, str(error)) from None


class Client:
    """One server.

    :param url: where it answers queries
    :param update: where it takes updates; see :meth:`discover`
    :param graphs: where it speaks the Graph Store Protocol; likewise; empty if it does not
    :param timeout: seconds of silence after which an answer is not waited for any longer
    :ivar most: bytes of an answer that are read; a longer one is an error
    """

    most: int | None = None

    def __init__(
        self, url: str, timeout: float = 60.0, login: Login | None = None,
        update: str | None = None, graphs: str | None = None,
    ) -> None:  # fmt: skip
        self.url, self.timeout, self.update_url, self.graphs_url = url, timeout, update, graphs
        self._opener = _opener(login, {url, update or url, graphs or url})

    def discover(self) -> None:
        """Find where updates and graphs go, as far as that was not told, by what the server says it is."""
        server = self.query("ASK {}", "ASK", "application/sparql-results+json").headers.get("server", "").lower()
        update, graphs = next((found for name, found in _ENGINES.items() if name in server), ("", ""))
        self.update_url = self.update_url or urljoin(self.url, update)
        if self.graphs_url is None:
            self.graphs_url = urljoin(self.url, graphs) if graphs else ""

    def query(self, sparql: str, kind: str, accept: str) -> Reply:
        """Ask.

        :param kind: SELECT, ASK, CONSTRUCT or DESCRIBE
        :raises RemoteError: there is no answer
        """
        wrapper = self._wrapper(sparql, kind)
        wrapper.addCustomHttpHeader("Accept", accept)
        return self._answered(lambda: wrapper.query().response, self.url)

    def update(self, sparql: str) -> None:
        """Change something; :class:`RemoteError` if the server does not."""
        self._answered(lambda: self._wrapper(sparql, "INSERT").query().response, self.update_url or self.url).read()

    def put(self, graph: str | None, triples: bytes, more: bool = False) -> None:
        """Replace a graph, or add to it, by the Graph Store Protocol.

        :param graph: IRI; the default graph if None
        :param triples: N-Triples
        """
        method = "POST" if more else "PUT"
        # N-Triples are Turtle too, and every server reads that
        headers = {"Content-Type": "text/turtle; charset=utf-8"}
        request = Request(self._graph_url(graph), triples, headers, method=method)  # noqa: S310  # see is_address
        self._answered(lambda: self._opener.open(request, timeout=self.timeout), request.full_url).read()

    def graph(self, graph: str | None, accept: str) -> Reply:
        """Read a graph by the Graph Store Protocol."""
        request = Request(self._graph_url(graph), headers={"Accept": accept})  # noqa: S310
        return self._answered(lambda: self._opener.open(request, timeout=self.timeout), request.full_url)

    def _graph_url(self, graph: str | None) -> str:
        named = "default" if graph is None else f"graph={quote(graph, safe='')}"
        return f"{self.graphs_url}?{named}"

    def _wrapper(self, sparql: str, kind: str) -> Any:
        wrapper = _wrapper_class()(self.url, self.update_url)
        wrapper.opener = self._opener
        wrapper.timeout = self.timeout  # setTimeout would cut it to whole seconds
        wrapper.setMethod("POST")
        wrapper.setOnlyConneg(True)
        wrapper.queryString, wrapper.queryType = sparql, kind  # setQuery would guess the kind by a slow expression
        return wrapper

    def _answered(self, ask: Callable[[], Any], url: str) -> Reply:
        """Ask, again if the server is busy and says when to come back, or hung up to be told first who asks."""
        for attempt in range(_TRIES):
            last = attempt == _TRIES - 1
            try:
                response = ask()
                body: Any = response if self.most is None else _Limited(response, self.most, self.url)
                return Reply(self.url, {name.lower(): value for name, value in response.headers.items()}, body)
            except HTTPError as error:
                wait = _wait(error)
                if wait is None or last:
                    raise RemoteError.of(error) from None
                time.sleep(wait)
            except (HTTPException, OSError) as error:
                reason = getattr(error, "reason", None) or error
                if isinstance(reason, TimeoutError):
                    raise RemoteError("remote-slow", self.url, f"{self.timeout:g} s") from None
                if last or not isinstance(reason, ConnectionResetError | BrokenPipeError):
                    raise RemoteError("remote-unreachable", self.url, str(reason)) from None
                self._knock(url)
        raise AssertionError("unreachable")

    def _knock(self, url: str) -> None:
        """Let a server ask who we are before something long is sent to it."""
        with suppress(HTTPException, OSError):
            self._opener.open(url, timeout=self.timeout).close()


class _Limited(io.RawIOBase):
    """An answer that must not be longer than a limit."""

    def __init__(self, body: IO[bytes], most: int, url: str) -> None:
        self._body, self._left, self._most, self._url = body, most, most, url

    def read(self, size: int = -1) -> bytes:
        """Some bytes, or all; :class:`RemoteError` past the limit."""
        data = self._body.read(self._left + 1 if size < 0 else size)
        self._left -= len(data)
        if self._left < 0:
            raise RemoteError("remote-cut", self._url, f"> {self._most} B")
        return data

    def close(self) -> None:
        """Let go of the connection."""
        self._body.close()


def _wait(error: HTTPError) -> float | None:
    """Seconds after which a busy server wants to be asked again; None if asking again is no use."""
    told = error.headers.get("Retry-After", "")
    return float(told) if error.code in _BUSY and told.isdigit() and float(told) <= _LONGEST_WAIT else None


class _NoRedirects(HTTPRedirectHandler):
    """Following would turn what is posted into a GET, and take a login elsewhere."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _opener(login: Login | None, urls: set[str]) -> OpenerDirector:
    if login is None:
        return build_opener(_NoRedirects)
    passwords = HTTPPasswordMgrWithDefaultRealm()
    places = [f"{parts.scheme}://{parts.netloc}/" for parts in map(urlsplit, urls)]
    passwords.add_password(None, places, login.user, login.password)
    return build_opener(_NoRedirects, _Basic(passwords), _Digest(passwords))


class _Basic(HTTPBasicAuthHandler):
    """Basic login that is told unasked to a server that has asked for it once; else all would be sent twice."""

    demanded = False

    def retry_http_basic_auth(self, host: str, req: Request, realm: str) -> Any:
        self.demanded = True
        return super().retry_http_basic_auth(host, req, realm)

    def http_request(self, req: Request) -> Request:
        user, password = self.passwd.find_user_password("", req.full_url) if self.demanded else (None, None)
        if user is not None:
            told = b64encode(f"{user}:{password}".encode()).decode("ascii")
            req.add_unredirected_header(self.auth_header, f"Basic {told}")
        return req

    https_request = http_request


class _Digest(HTTPDigestAuthHandler):
    """Digest login, likewise."""

    challenge: Mapping[str, str] | None = None

    def retry_http_digest_auth(self, req: Request, auth: str) -> Any:
        self.challenge = parse_keqv_list([part for part in parse_http_list(auth.partition(" ")[2]) if part])
        return super().retry_http_digest_auth(req, auth)

    def http_request(self, req: Request) -> Request:
        if self.challenge is not None and (told := self.get_authorization(req, self.challenge)):
            req.add_unredirected_header(self.auth_header, f"Digest {told}")
        return req

    https_request = http_request


@cache
def _wrapper_class() -> Any:
    """SPARQLWrapper with an opener of its own: its Digest login is one for the whole process, and hides headers."""
    try:
        from SPARQLWrapper import SPARQLWrapper
    except ImportError:
        raise RemoteError("needs-remote", "", "pip install 'khcn-kg[remote]'") from None

    class Wrapper(SPARQLWrapper):
        opener: OpenerDirector

        def _query(self) -> tuple[Any, str]:
            return self.opener.open(self._createRequest(), timeout=self.timeout), self.returnFormat

    return Wrapper
