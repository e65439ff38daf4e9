"""The page of a source: its stored text with every span marked from which something was read."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup, escape
from starlette.responses import Response

from ontology.terms import KHCN
from queries.answer import Value
from viz.site import thing_gone
from viz.site.source_marks import Mark, Piece, marks_of, parts, pieces, record_of, text_of, within
from viz.site.thing_facts import NAMESPACE, is_safe, names_of
from viz.site.thing_terms import PROLOGUE, terms
from viz.site.visit import Visit

_PART = 40_000  # characters of text on one page
_SECTIONS = 300  # links to sections
_ABOUT = """{prologue}SELECT ?p ?o {{ GRAPH ?g {{ <{source}> ?p ?o }} FILTER(?g != graph:findings) }} ORDER BY ?p ?o"""


def source(visit: Visit) -> Response:
    """The text, or the part of it in which ``at`` lies, beside what was read from it."""
    iri = f"{NAMESPACE}{visit.path.removesuffix('.html')}"
    rows = visit.graph.select(_ABOUT.format(prologue=PROLOGUE, source=iri))[1] if is_safe(iri) else []
    if not rows:
        return thing_gone.unknown(visit, iri)
    text = text_of(visit.graph, iri)
    marks = marks_of(visit.graph, iri)
    ends = parts(text, _PART) if text is not None else [(0, max((mark.end for mark in marks), default=0) + 1)]
    number = _part_of(ends, visit.parameters.get("at", ""))
    shown = within(marks, *ends[number])
    if visit.parameters.get("format") == "json":
        return visit.send(_json(iri, text, shown, ends, number), "application/json")
    return visit.render("source.html", **_page(visit, iri, rows, text, marks, shown, ends, number))


def _part_of(ends: list[tuple[int, int]], at: str) -> int:
    """The part in which an offset lies, the last for one beyond the end, the first for what is no number."""
    offset = int(at) if at.isdecimal() and len(at) < 12 else 0
    return next((n for n, (_, end) in enumerate(ends) if offset < end), len(ends) - 1)


def _page(
    visit: Visit, iri: str, rows: list[list[Value]], text: str | None, marks: list[Mark], shown: list[Mark],
    ends: list[tuple[int, int]], number: int,
) -> dict[str, Any]:  # fmt: skip
    known = terms(visit.graph)
    told = {str(p): str(o) for p, o in rows}
    iris = {end for mark in shown for s, _, o in mark.statements for end in (s, o)} | {told.get(KHCN.sourceOf, iri)}
    names = names_of(visit.graph, iris.union(*(mark.things for mark in shown)), visit.language)
    record = record_of(visit.graph, iri)
    sections = [section for section in record.source.sections if section[1]] if record else []
    low, high = ends[number]
    here = {offset for offset, _ in sections if low <= offset < high}
    return {
        "iri": iri,
        "document": told.get(KHCN.sourceOf),
        "told": {
            "file": told.get(KHCN.fileSha256),
            "reader": told.get(KHCN.reader),
            "length": told.get(KHCN.textLength),
        },
        "names": names,
        "called": lambda property_: known.name(property_, visit.language),
        "marks": shown,
        "text": marked(text, pieces(marks, low, high), here) if text is not None else None,
        "quotes": {} if text is not None else _quotes(visit, iri),
        "part": number + 1,
        "parts": [start for start, _ in ends],
        "sections": sections[:_SECTIONS],
    }


def marked(text: str, steps: Any, anchors: set[int]) -> Markup:
    """The text as HTML: each mark has the name ``w{start}-{end}`` and its words lead to what they say.

    :param anchors: offsets that need a name of their own, ``s{offset}``: where sections begin
    """
    out: list[str] = []
    for step in steps:
        if step.kind == "open":
            name = f' id="w{step.mark.name}"' if step.first else ""
            out.append(f"<mark{name}>")
        elif step.kind == "close":
            out.append("</mark>")
        else:
            out += _words(text, step, anchors)
    return Markup("".join(out))  # noqa: S704  # of escaped pieces


def _words(text: str, step: Piece, anchors: set[int]) -> list[str]:
    cuts = sorted({step.start, *(a for a in anchors if step.start <= a < step.end)})
    out = []
    for start, end in zip(cuts, [*cuts[1:], step.end], strict=True):
        anchor = f'<span id="s{start}"></span>' if start in anchors else ""
        words = str(escape(text[start:end]))
        mark = None if words.isspace() else step.mark  # a link without words cannot be read aloud
        out.append(f'{anchor}<a href="#f{mark.name}">{words}</a>' if mark else f"{anchor}{words}")
    return out


_QUOTES = """{prologue}SELECT ?start ?end ?words {{ GRAPH ?g {{
  ?e khcn:source <{source}> ; oa:start ?start ; oa:end ?end ; oa:exact ?words }} }} LIMIT 2000"""


def _quotes(visit: Visit, iri: str) -> dict[str, str]:
    """The words themselves, where the text is not at hand."""
    _, rows = visit.graph.select(_QUOTES.format(prologue=PROLOGUE, source=iri))
    return {f"{start}-{end}": str(words) for start, end, words in rows}


def _json(iri: str, text: str | None, shown: list[Mark], ends: list[tuple[int, int]], number: int) -> str:
    low, high = ends[number]
    told = {
        "source": iri, "start": low, "end": high, "part": number + 1, "parts": len(ends),
        "text": text[low:high] if text is not None else None,
        "marks": [
            {"start": m.start, "end": m.end, "things": list(m.things), "statements": list(m.statements)} for m in shown
        ],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False)
