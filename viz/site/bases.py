"""Check the bases of a draft (căn cứ ban hành): paste them or give a file, and read of each whether it is sound.

A draft is nobody's business: its text is in no address and kept nowhere; of a graph elsewhere only the numbers and
titles that it cites are asked.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ingest.readers import UnreadableDocument, read_bytes
from kg.endpoint.problems import Problem
from queries.answer import Answer
from queries.ask import ask
from queries.bases import VERDICTS
from queries.catalogue import question
from viz.shown import shown
from viz.site.asking import DRAFT
from viz.site.downloads import FORMATS, download
from viz.site.uploads import MOST_BYTES, Posted, read_posted, text_of
from viz.site.visit import Visit, page

MOST_LETTERS = 300_000
"""The longest draft."""
_BADGES = {"sound": "good", "unknown": "unknown", "ambiguous": "warn"}


def form(visit: Visit) -> Response:
    """The empty form."""
    return _page(visit)


async def check(request: Request) -> Response:
    """What is found of a posted draft's bases: as a page, or in the ``format`` that is asked for."""
    return await answer_posted(request, _checked)


async def answer_posted(request: Request, handler: Any) -> Response:
    """Read what is posted, and let ``handler(visit, posted)`` answer it in a thread."""
    if request.scope["problem"] is not None:
        raise request.scope["problem"]
    posted = await read_posted(request)
    response: Response = await run_in_threadpool(handler, Visit(request), posted)
    return response


def _checked(visit: Visit, posted: Posted) -> Response:
    text = posted.fields.get("text", "")
    try:
        text = draft(visit, posted)
        answer = ask(visit.graph, DRAFT, {"text": text}, visit.language, visit.coverage)
    except Problem as problem:
        if problem.kind not in ("unreadable", "parameter") or posted.fields.get("format"):
            raise
        return _page(visit, problem.status, text=text, fault=problem.detail)
    if ending := posted.fields.get("format"):
        return download(visit, question(DRAFT), answer, ending)
    return _page(visit, text=text, answer=answer)


def draft(visit: Visit, posted: Posted) -> str:
    """The text of a draft: of the file that was given, else what was pasted; a :class:`Problem` if it is not read."""
    text = text_of(posted, visit.language) if posted.file else posted.fields.get("text", "").strip()
    if not text:
        raise Problem("parameter", visit.say("bases.nothing"), parameter="text")
    if len(text) > MOST_LETTERS:
        raise Problem(
            "parameter", visit.say("bases.too-long", most=shown(MOST_LETTERS, visit.language)), parameter="text"
        )
    try:
        return read_bytes(text.encode("utf-8", "replace"), Path("draft.txt")).text
    except UnreadableDocument as error:  # one marked as secret
        raise Problem("unreadable", error.message(visit.language)) from None


def _page(visit: Visit, status: int = 200, text: str = "", answer: Answer | None = None, fault: str = "") -> Response:
    return visit.render(
        "check-bases.html", status, asked=question(DRAFT), text=text, answer=answer, fault=fault, badge=_badge,
        rows=[dict(zip(answer.columns, row, strict=True)) for row in answer.rows] if answer else [],
        formats=FORMATS, megabytes=MOST_BYTES >> 20, day=shown,
    )  # fmt: skip


def _badge(verdict: str) -> str:
    """The look of a verdict."""
    kinds = {said: kind for kind, words in VERDICTS.items() for said in words}
    return _BADGES.get(kinds.get(verdict, ""), "bad")


ROUTES = [Route("/check-bases", page(form)), Route("/check-bases", check, methods=["POST"])]
