"""``kg graph``: what surrounds a thing, or connects two, as a file to look at."""

from __future__ import annotations

import importlib.util
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from kg.app.asking import list_candidates
from kg.app.failures import FAILED, FOUND, WRONG_USE, Failure, tell
from kg.app.language import language, say
from kg.app.opening import open_anywhere
from kg.app.output import write
from queries.resolve import AmbiguousError, ParameterError, find_one
from viz.neighbourhood import KINDS, closest, connections, neighbourhood
from viz.site.thing_terms import terms


@dataclass(frozen=True)
class Around:
    """How far to look: steps, things at most, kinds of things; or the other end of a connection."""

    depth: int = 1
    limit: int = 200
    kinds: Collection[str] = ()
    to: str | None = None


def draw_graph(thing: str, store: str, output: Path, around: Around) -> int:
    """Write the file; 1 if the data have no such thing, or nothing is known around it."""
    form = output.suffix.lower().removeprefix(".")
    if importlib.util.find_spec("pyvis") is None or importlib.util.find_spec("numpy") is None:
        raise Failure("needs-network", FAILED)
    from viz.pictures import WRITERS

    if form not in WRITERS:
        raise Failure("format", value=output.suffix or output.name, expected=", ".join(f".{f}" for f in WRITERS))
    if unknown := set(around.kinds) - set(KINDS):
        raise Failure("format", value=min(unknown), expected=", ".join(KINDS))
    graph = open_anywhere(store)
    try:
        ends = [find_one(graph, "thing", name, text).iri for name, text in _ends(thing, around)]
    except AmbiguousError as error:
        return list_candidates(error)
    except ParameterError as error:
        status = FOUND if error.reason == "not-found" else WRONG_USE
        raise Failure(error.reason, status, parameter=error.parameter, value=error.value) from None
    if len(ends) > 1:
        found = connections(graph, ends[0], ends[1], language=language())
    else:
        found = neighbourhood(graph, ends, around.depth, around.kinds, around.limit, language())
    known = terms(graph)
    found.relations = closest(found.relations, known.upward)
    names = {relation.predicate: known.name(relation.predicate, language()) for relation in found.relations}
    title = " – ".join(found.things[iri].label for iri in ends)
    write(WRITERS[form](found, title, names, language()), output)
    tell(say("graph.done", path=output, things=len(found.things), relations=len(found.relations)))
    if found.cut:
        tell(say("graph.cut"))
    return 0 if found.relations else FOUND


def _ends(thing: str, around: Around) -> list[tuple[str, str]]:
    return [("thing", thing), *([("to", around.to)] if around.to else [])]
