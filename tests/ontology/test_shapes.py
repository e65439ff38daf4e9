"""The shapes: a sound graph passes, and every planted fault is found, in words of both languages."""

from __future__ import annotations

import pytest
from rdflib import RDF, Graph, Namespace

from ontology.model import KHCN, SHAPES, VOCABULARIES, load

pyshacl = pytest.importorskip("pyshacl")
SH = Namespace("http://www.w3.org/ns/shacl#")
SHAPE = Namespace("https://w3id.org/khcn/shapes#")

PREFIXES = """
@base <https://w3id.org/khcn/id/> .
@prefix : <https://w3id.org/khcn/id/> .
@prefix khcn: <https://w3id.org/khcn/ontology#> .
@prefix status: <https://w3id.org/khcn/vocabulary/activity-status/> .
@prefix type: <https://w3id.org/khcn/vocabulary/activity-type/> .
@prefix kind: <https://w3id.org/khcn/vocabulary/document-kind/> .
@prefix finder: <https://w3id.org/khcn/vocabulary/finder/> .
@prefix state: <https://w3id.org/khcn/vocabulary/legal-state/> .
@prefix body: <https://w3id.org/khcn/vocabulary/organisation-type/> .
@prefix category: <https://w3id.org/khcn/vocabulary/project-category/> .
@prefix stage: <https://w3id.org/khcn/vocabulary/stage/> .
@prefix level: <https://w3id.org/khcn/vocabulary/task-level/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <http://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SOUND = """
<source/0123456789abcdef> a khcn:Source ; khcn:access khcn:internal ; khcn:sourceOf :report ;
    khcn:textSha256 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" ;
    khcn:fileSha256 "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210" .
<source/0123456789abcdef#char=10,24> a khcn:Evidence ; oa:start 10 ; oa:end 24 ;
    oa:exact "Quyết định này" ; khcn:page 1 ; khcn:source <source/0123456789abcdef> .
:report a khcn:Report ; rdfs:label "Báo cáo tháng 5"@vi ; khcn:date "2024-06-01"^^xsd:date ; khcn:cites :decision ;
    khcn:kind kind:report .
:decision a khcn:Decision ; rdfs:label "Quyết định số 12/QĐ-UBND"@vi ; khcn:number "12/QĐ-UBND" ;
    eli:id_local "12/QĐ-UBND" ;
    khcn:kind kind:decision ; khcn:isNormative false ;
    khcn:date "2024-03-05"^^xsd:date ; eli:date_document "2024-03-05"^^xsd:date ;
    khcn:issuer :committee ; eli:passed_by :committee ; khcn:authorises :task ; khcn:approvesExecution :task .
:committee a khcn:Organisation ; rdfs:label "Ủy ban nhân dân tỉnh"@vi ; khcn:location :unit ;
    khcn:organisationType body:people_committee .
:unit a khcn:AdministrativeUnit ; rdfs:label "tỉnh X"@vi .
:task a khcn:Project ; rdfs:label "Nghiên cứu nhân giống cây dược liệu"@vi ; khcn:budget 1200000000.0 ;
    khcn:category category:st_task ;
    khcn:projectLevel level:province .
:event a khcn:TaskEvent ; khcn:ofTask :task ; khcn:stage stage:approved ;
    khcn:eventDate "2024-03-05"^^xsd:date .
:check a khcn:Activity ; rdfs:label "Kiểm tra 05 cơ sở"@vi ; khcn:reportedIn :report ; khcn:quantity :five ;
    khcn:activityType type:check ;
    khcn:activityStatus status:done ;
    khcn:periodStart "2024-05-01"^^xsd:date ; khcn:periodEnd "2024-05-31"^^xsd:date .
:five a schema:QuantitativeValue ; schema:value 5.0 ; schema:unitText "cơ sở" ; khcn:valueText "05" .
:statement a rdf:Statement ; rdf:subject :decision ; rdf:predicate khcn:approvesExecution ; rdf:object :task ;
    khcn:evidence <source/0123456789abcdef#char=10,24> ; khcn:confidence 0.98 ;
    khcn:extractedBy finder:approval .
"""
THINGS = ("report", "decision", "committee", "unit", "task", "event", "check")
MENTIONS = "".join(f":{t} khcn:mentionedIn <source/0123456789abcdef#char=10,24> . " for t in THINGS)

# what is said beside the sound graph → the message of the finding
FAULTS = {
    ':decision khcn:date "2024-02-30"^^xsd:date': "The date must be a real day.",
    ':decision khcn:date "2024-03-06"^^xsd:date ; eli:date_document "2024-03-06"^^xsd:date': (
        "One document has two dates."
    ),
    ":decision khcn:issuer :task ; eli:passed_by :task": "An issuer must be an organisation.",
    ':report khcn:number "mười hai"': "The number has none of the official forms (Decree 30/2020/NĐ-CP).",
    ":report a eli:LegalResource": "Reports, notices, plans and letters are no eli:LegalResource.",
    ":decision khcn:legalStatus state:undetermined ; khcn:statusSource :report": (
        "The status must be of the scheme legal-state; what is unknown is not asserted."
    ),
    ":decision khcn:legalStatus state:repealed": ("The document that says the status must be named."),
    ":decision khcn:amends :report": "has no statement with evidence.",
    ":decision khcn:cites :later . :later a khcn:Document ; rdfs:label 'Luật'@vi ; khcn:date '2025-01-01'^^xsd:date": (
        "is dated after the one that cites it."
    ),
    ":committee khcn:cites :decision": "Only documents cite, amend or repeal documents.",
    ":report khcn:cites :task": "What is cited must be a document.",
    ":decision khcn:authorises :committee": "No organisation, person or place can be authorised.",
    ":task khcn:category type:check": ("The category is of the scheme project-category."),
    ":task khcn:budget -1.0": "A budget is a decimal, not negative, in VND.",
    ":task khcn:lead :committee": "A lead must be a person.",
    ":unlabelled a khcn:Programme": "There must be a label.",
    ":unseen a khcn:Programme ; rdfs:label 'Chương trình'@vi": "At least one piece of evidence must mention it.",
    ":event khcn:stage stage:listed": "An event has exactly one stage, of the scheme stage.",
    ":check khcn:activityStatus status:planned": ("An activity has exactly one status, of the scheme activity-status."),
    ':check khcn:periodStart "2024-06-30"^^xsd:date': "The period must start on a real day, not after its end.",
    ":five schema:value 6.0": "There must be exactly one number.",
    ":statement khcn:confidence 1.5": "Confidence is one decimal from 0 to 1.",
    ":bare a rdf:Statement ; rdf:subject :task ; rdf:predicate khcn:host ; rdf:object :committee": (
        "A statement must have evidence."
    ),
    "<source/0123456789abcdef> khcn:access khcn:public": (
        "There must be exactly one access class, public or internal."
    ),
    "<source/0123456789abcdef#char=5,5> a khcn:Evidence ; oa:start 5 ; oa:end 5 ; oa:exact 'x'": (
        "oa:start must be one number, not negative, less than oa:end."
    ),
    "<source/0123456789abcdef#char=5,9> a khcn:Evidence ; oa:start 5 ; oa:end 9 ; oa:exact 'x'": (
        "The text is not as long as its offsets say."
    ),
    ":committee khcn:enterpriseCode '12'": "An enterprise code has 10 digits, a dependent unit 3 more.",
    "<unit/20-2004> khcn:unitCode '1'": "A unit code has 2, 3 or 5 digits.",
    ":licence a khcn:Licence ; khcn:validFrom '2025-01-01'^^xsd:date ; khcn:validUntil '2024-01-01'^^xsd:date": (
        "The first day must be a real day before the last."
    ),
    "[] a khcn:Person ; rdfs:label 'Nguyễn Văn A'@vi": "A person must have an IRI.",
    ":stop a khcn:TaskEvent ; khcn:ofTask :task ; khcn:stage stage:terminated ;"
    " khcn:eventDate '2024-01-01'^^xsd:date . :pass a khcn:TaskEvent ; khcn:ofTask :task ;"
    " khcn:stage stage:accepted ; khcn:eventDate '2024-09-01'^^xsd:date": (
        "The task was terminated and later accepted"
    ),
    ":procedure a khcn:AdministrativeProcedure ; rdfs:label 'Thủ tục'@vi ; khcn:procedureCode '2.2'": (
        "A procedure code is the national code, then the agency's."
    ),
}
FORMS = [
    "05/2025/QĐ-UBND",
    "66.7/2025/NQ-CP",
    "24-CT/TU",
    "101/2023/QH15",
    "684/SKHĐT-THKTXH",
    "132-QĐ/TW",
    "12a/KH-UBND",
]


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return load(SHAPES)


@pytest.fixture(scope="module")
def background() -> Graph:
    return load("khcn.ttl", *VOCABULARIES)


def messages(data: str, shapes: Graph, background: Graph) -> list[str]:
    graph = Graph().parse(data=PREFIXES + SOUND + MENTIONS + data, format="turtle") + background
    _sound, results, _text = pyshacl.validate(graph, shacl_graph=shapes)
    return [
        str(message)
        for result in results.subjects(RDF.type, SH.ValidationResult)
        for message in results.objects(result, SH.resultMessage)
    ]


def test_shapes_are_sound_shacl(shapes: Graph) -> None:
    sound, _graph, text = pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert sound, text


def test_a_sound_graph_conforms(shapes: Graph, background: Graph) -> None:
    assert messages("", shapes, background) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(shapes: Graph, background: Graph, fault: str) -> None:
    found = messages(f"{fault} .", shapes, background)
    assert any(FAULTS[fault] in message for message in found), found


def test_official_forms_of_numbers_conform(shapes: Graph, background: Graph) -> None:
    documents = "".join(
        f":d{i} a khcn:Document ; rdfs:label '{n}'@vi ; khcn:number '{n}' ; khcn:mentionedIn"
        f" <source/0123456789abcdef#char=10,24> . "
        for i, n in enumerate(FORMS)
    )
    assert messages(documents, shapes, background) == []


def test_messages_are_in_both_languages(shapes: Graph) -> None:
    for subject in set(shapes.subjects(SH.message)):
        assert sorted(m.language for m in shapes.objects(subject, SH.message)) == ["en", "vi"]  # type: ignore[attr-defined]


def test_kinds_of_findings_exist(shapes: Graph, background: Graph) -> None:
    assert all((kind, RDF.type, None) in background for kind in shapes.objects(None, KHCN.findingKind))
