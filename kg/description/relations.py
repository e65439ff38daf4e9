"""Relations of the record as properties of the ontology, each with its statement and evidence."""

from __future__ import annotations

from kg.axioms import axioms
from kg.description.activities import activity_name
from kg.description.source_graph import SourceGraph
from kg.identity import digest
from kg.quads import KHCN, ORG, TYPE, boolean, iri, khcn, literal
from ontology.records import Activity, Citation, DocumentEntry, Organisation, Project, Relation, Span

_EFFECTS = frozenset({"amends", "replaces", "repeals"})


def describe_relation(graph: SourceGraph, relation: Relation) -> None:
    """One relation; what has no property of its own is counted, never dropped in silence."""
    detail = relation.detail
    subject, object_ = _end(graph, detail.subject), _end(graph, detail.object)
    found = _property(graph, relation) if subject and object_ else None
    if not (subject and object_ and found):
        graph.unsaid.append(f"{relation.predicate}: {relation.subject} – {relation.object}")
        return
    predicate, turned = found
    if turned:
        subject, object_ = object_, subject
    spans = _spans(graph, relation)
    more = [(khcn("provision"), literal(detail.provision))] if detail.provision else []
    graph.relate(subject, predicate, object_, spans, detail.finder, detail.confidence, more)
    if relation.predicate in _EFFECTS:
        _effect(graph, relation, predicate, subject, object_, spans)


def _end(graph: SourceGraph, entry_id: str) -> str | None:
    entry = graph.entries.get(entry_id)
    if isinstance(entry, Activity):
        return activity_name(graph, entry)
    return graph.name(entry_id) if entry_id in graph.aliases else None


def _property(graph: SourceGraph, relation: Relation) -> tuple[str, bool] | None:
    """The property that a record's predicate becomes between these ends, and whether ends change places."""
    subject, object_ = graph.entries.get(relation.detail.subject), graph.entries.get(relation.detail.object)
    documents = (Citation, DocumentEntry)
    match relation.predicate:
        case "approves" if relation.detail.approval:
            concept = axioms().concept("approval-kind", relation.detail.approval) or ""
            return axioms().properties.get(concept, khcn("authorises")), False
        case "issues":
            if isinstance(subject, documents):
                return khcn("promulgates"), False
            return (khcn("issuer"), True) if isinstance(object_, documents) else None
        case "part_of" if isinstance(subject, Organisation) and isinstance(object_, Organisation):
            return f"<{ORG}subOrganizationOf>", False
        case "hosts" if isinstance(object_, Project):
            return khcn("host"), True
        case "collaborates_on" if isinstance(object_, Project):
            return khcn("partner"), True
        case "based_on" if isinstance(object_, Citation) and (object_.kind_text or "").lower() == "tờ trình":
            return khcn("onProposalOf"), False
        case predicate:
            found = axioms().predicates.get(predicate)
            return (found, False) if found else None


def _spans(graph: SourceGraph, relation: Relation) -> list[Span]:
    """The words that tell a relation: its own spans, its quotation, else those of an end."""
    if relation.detail.spans:
        return relation.detail.spans
    if found := graph.find(relation.quote):
        return found
    ends = (graph.entries.get(relation.detail.object), graph.entries.get(relation.detail.subject))
    return next((words[:1] for end in ends if end and (words := graph.words_of(end))), [])


def _effect(
    graph: SourceGraph, relation: Relation, predicate: str, subject: str, object_: str, spans: list[Span]
) -> None:
    """Which provision is touched, whole or in part: what a plain relation between two documents cannot say."""
    detail = relation.detail
    key = digest("\n".join((subject, predicate, object_, detail.provision or "")), 16)
    node = iri(f"https://w3id.org/khcn/id/effect/{graph.scope}/{key}")
    graph.fact(node, TYPE, f"<{KHCN}LegalEffect>")
    code = axioms().codes.get(predicate)
    if code:
        graph.fact(node, khcn("effectType"), code)
    if detail.provision:
        graph.fact(node, khcn("provision"), literal(detail.provision))
        graph.fact(node, khcn("inPart"), boolean(True))
    graph.mention(node, spans)
    graph.relate(node, khcn("effectBy"), subject, spans, detail.finder, detail.confidence)
    graph.relate(node, khcn("effectOn"), object_, spans, detail.finder, detail.confidence)
