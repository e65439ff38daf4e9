"""Activities (hoạt động): what was done, is under way or planned, by whom, where, about what, with what figures."""

from __future__ import annotations

from kg.description.documents import whole
from kg.description.source_graph import SourceGraph
from kg.identity import scoped
from kg.quads import LABEL, SCHEMA, TYPE, boolean, date, decimal, iri, khcn, literal, vi
from ontology.records import Activity, Quantity, Span

_PROV_ACTIVITY = "<http://www.w3.org/ns/prov#Activity>"


def activity_name(graph: SourceGraph, entry: Activity) -> str:
    """The term of an activity: scoped to its source."""
    return iri(scoped("activity", graph.scope, entry.id))


def describe_activity(graph: SourceGraph, entry: Activity) -> None:
    """One thing done, under way or planned."""
    subject = activity_name(graph, entry)
    words = graph.words_of(entry) or graph.find(entry.quote)
    graph.fact(subject, TYPE, khcn("Activity"))
    if entry.status != "planned":
        graph.fact(subject, TYPE, _PROV_ACTIVITY)
    graph.fact(subject, LABEL, vi(entry.summary))
    graph.concept(subject, "activityType", "activity-type", entry.type)
    graph.concept(subject, "activityStatus", "activity-status", entry.status)
    graph.derived.add((subject, khcn("reportedIn"), graph.document))
    graph.mention(subject, words)
    _times(graph, subject, entry)
    _ends(graph, subject, entry, words[:1])
    for number, quantity in enumerate(entry.quantities):
        _quantity(graph, subject, entry, quantity, number)


def _times(graph: SourceGraph, subject: str, entry: Activity) -> None:
    days = (("periodStart", entry.period_start), ("periodEnd", entry.period_end), ("deadline", entry.deadline))
    for predicate, text in days:
        if text and whole(text):
            graph.fact(subject, khcn(predicate), date(text))
    if entry.period:
        graph.fact(subject, khcn("periodText"), literal(entry.period))
    if entry.deadline and not whole(entry.deadline):
        graph.fact(subject, khcn("deadlineText"), literal(entry.deadline))
    if entry.cumulative:
        graph.fact(subject, khcn("cumulative"), boolean(True))
    if entry.section:
        graph.fact(subject, khcn("section"), literal(entry.section))


def _ends(graph: SourceGraph, subject: str, entry: Activity, words: list[Span]) -> None:
    ends = [
        *_organiser(graph, subject, entry, words),
        ("assignee", graph.body(entry.assignee), entry.assignee),
        *(("coordinatesWith", graph.body(name), name) for name in entry.coordinates_with),
        *(("location", graph.place(name), name) for name in entry.places),
    ]
    for predicate, end, name in ends:
        if end:
            graph.relate(subject, khcn(predicate), graph.name(end), words, entry.finder, entry.confidence)
        elif name:
            graph.unsaid.append(f"{predicate}: {name}")
    for told in entry.about:
        end = graph.thing(told)
        if end and end in graph.aliases:
            graph.relate(subject, khcn("concerns"), graph.name(end), words, entry.finder, entry.confidence)
        else:
            graph.fact(subject, khcn("concernsText"), literal(told))


def _organiser(
    graph: SourceGraph, subject: str, entry: Activity, words: list[Span]
) -> list[tuple[str, str | None, str | None]]:
    """Who does it. A report tells of its own author's work unless it names another: that follows, it is not said."""
    body = graph.body(entry.organiser)
    if body and body == graph.body(graph.record.document.issuer) and not graph.says(words, body):
        graph.derived.add((subject, khcn("organiser"), graph.name(body)))
        return []
    return [("organiser", body, entry.organiser)]


def _quantity(graph: SourceGraph, subject: str, entry: Activity, quantity: Quantity, number: int) -> None:
    """A figure, part of its activity: as a number, and verbatim, since the store makes 1.5 of 1.50."""
    node = iri(scoped("quantity", graph.scope, f"{entry.id}-{number}"))
    graph.fact(node, TYPE, f"<{SCHEMA}QuantitativeValue>")
    graph.fact(node, f"<{SCHEMA}value>", decimal(quantity.value))
    texts = (
        (f"<{SCHEMA}unitText>", quantity.unit),
        (khcn("quantityOf"), quantity.of),
        (khcn("valueText"), quantity.text),
    )
    for predicate, text in texts:
        if text:
            graph.fact(node, predicate, literal(text))
    if quantity.target is not None:
        graph.fact(node, khcn("targetValue"), decimal(quantity.target))
    graph.fact(subject, khcn("quantity"), node)
