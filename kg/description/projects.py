"""Tasks, projects, programmes and lists (nhiệm vụ, dự án, chương trình, danh mục), and the events of their life."""

from __future__ import annotations

from kg.axioms import axioms
from kg.description.documents import whole
from kg.description.source_graph import SourceGraph
from kg.identity import folded, scoped
from kg.quads import LABEL, SCHEMA, SKOS, TYPE, date, decimal, iri, khcn, literal, vi
from ontology.records import Project, Span, TaskEvent


def describe_project(graph: SourceGraph, entry: Project) -> None:
    """A named task, programme or list: what it is, who does it, where, for how much and how far it has come."""
    subject = graph.name(entry.id)
    words = graph.words_of(entry)
    label = graph.alias(entry.id).label
    graph.fact(subject, LABEL, vi(label))
    for name in (entry.name, *entry.aliases):
        if name != label:
            graph.fact(subject, f"<{SKOS}altLabel>", vi(name))
    _classes(graph, subject, entry)
    _literals(graph, subject, entry)
    graph.mention(subject, words)
    _people_and_places(graph, subject, entry, words)
    _money(graph, subject, entry, words)
    for status in entry.statuses:
        graph.concept(subject, "projectStatus", "project-status", status.partition(":")[0])
    for number, event in enumerate(_events(entry)):
        _event(graph, subject, entry, event, number)


def _classes(graph: SourceGraph, subject: str, entry: Project) -> None:
    concept = graph.concept(subject, "category", "project-category", entry.category)
    if folded(entry.type).startswith(folded("danh mục")):
        classes = {khcn("TaskList")}
    else:
        classes = set(axioms().classes.get(concept or "", ())) or {khcn("Project")}
    if khcn("Programme") in classes and _funds(graph, entry):
        classes.add("<http://purl.org/cerif/frapo/FundingProgramme>")
    for class_ in classes:
        graph.fact(subject, TYPE, class_)


def _funds(graph: SourceGraph, entry: Project) -> bool:
    """Whether a programme funds: it has money of its own, or tasks and lists under it."""
    return entry.budget is not None or entry.id in graph.having_parts


def _literals(graph: SourceGraph, subject: str, entry: Project) -> None:
    texts = (
        ("typeText", entry.type),
        ("taskCode", entry.task_code),
        ("researchFieldText", entry.research_field),
        ("periodText", entry.period_text),
        ("budgetText", entry.budget_text),
    )
    for predicate, text in texts:
        if text:
            graph.fact(subject, khcn(predicate), literal(text))
    graph.concept(subject, "projectLevel", "task-level", entry.level)
    period = entry.period
    for predicate, end in (("periodStart", period and period.start), ("periodEnd", period and period.end)):
        if end and whole(end):
            graph.fact(subject, khcn(predicate), date(end))


def _people_and_places(graph: SourceGraph, subject: str, entry: Project, words: list[Span]) -> None:
    ends = [
        *(("host", graph.body(name), name) for name in entry.hosts),
        *(("partner", graph.body(name), name) for name in entry.partners),
        *(("location", graph.place(name), name) for name in entry.places),
        ("lead", graph.person(entry.lead), entry.lead),
    ]
    for predicate, end, name in ends:
        if end:
            graph.relate(subject, khcn(predicate), graph.name(end), words[:1], entry.finder, entry.confidence)
        elif name:
            graph.unsaid.append(f"{predicate}: {name}")


def _money(graph: SourceGraph, subject: str, entry: Project, words: list[Span]) -> None:
    if entry.budget is None:
        return
    graph.fact(subject, khcn("budget"), decimal(entry.budget))
    node = iri(scoped("funding", graph.scope, entry.id))
    graph.fact(node, TYPE, khcn("Funding"))
    graph.fact(node, f"<{SCHEMA}value>", decimal(entry.budget))
    graph.fact(node, khcn("valueText"), literal(entry.budget_text or ""))
    said = graph.find(entry.budget_text or "") or words[:1]
    graph.mention(node, said)
    graph.relate(node, khcn("fundingOf"), subject, said, entry.finder, entry.confidence)


def _events(entry: Project) -> list[TaskEvent]:
    """The events in order of what tells them apart, so that their names do not hang on the finder's order."""
    return sorted(entry.events, key=lambda e: (e.spans[:1], e.stage, e.date or "", e.decided_by or "", e.grade or ""))


def _event(graph: SourceGraph, subject: str, entry: Project, event: TaskEvent, number: int) -> None:
    node = iri(scoped("event", graph.scope, f"{entry.id}-{number}", event.stage))
    words = event.spans or graph.find(event.quote) or graph.words_of(entry)[:1]
    graph.fact(node, TYPE, khcn("TaskEvent"))
    graph.concept(node, "stage", "stage", event.stage)
    if event.date and whole(event.date):
        graph.fact(node, khcn("eventDate"), date(event.date))
    if event.grade:
        graph.fact(node, khcn("grade"), literal(event.grade))
    graph.mention(node, words)
    graph.relate(node, khcn("ofTask"), subject, words, entry.finder, entry.confidence)
    decision = graph.thing(event.decided_by)
    if decision:
        graph.relate(node, khcn("decidedBy"), graph.name(decision), words, entry.finder, entry.confidence)
