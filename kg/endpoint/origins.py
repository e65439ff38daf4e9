"""Which web pages may read answers: all, of a public endpoint; of one that shows internal data, this machine's alone.

Without this, any page that the operator visits could read internal data from the endpoint on the same machine, by its
address or by a name that is made to lead there (DNS rebinding).
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from kg.endpoint.http import Request
from kg.endpoint.problems import Problem
from kg.endpoint.settings import Settings

_OWN = frozenset({"localhost", "127.0.0.1", "::1"})
_EXPOSED = "KG-Snapshot, ETag, Last-Modified, Link, Retry-After, Repr-Digest"


def check_host(request: Request, settings: Settings) -> None:
    """Refuse requests that come to an internal endpoint under a foreign name."""
    host = request.headers.get("host")
    if host is not None and not settings.public and not _is_own(f"//{host}", settings.public_url):
        raise Problem("host", "Internal data are served under this machine's own name only.")


def cors(request: Request, settings: Settings) -> dict[str, str]:
    """Headers that let web pages read the answer."""
    if settings.public:
        return {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": _EXPOSED}
    origin = request.headers.get("origin")
    if origin is None or not _is_own(origin, settings.public_url):
        return {}
    return {"Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": _EXPOSED, "Vary": "Origin"}


@lru_cache(maxsize=256)
def _is_own(address: str, own: str) -> bool:
    """Whether an address is of this machine, or of the host under which the endpoint is known."""
    try:
        return urlsplit(address).hostname in _OWN | {urlsplit(own).hostname}
    except ValueError:
        return False
