"""The ontology as classes, and its consistency: proved, and seen to fail where it should."""

from __future__ import annotations

import shutil

import pytest
from rdflib import RDF, Graph

from ontology.model import InconsistentError, check_consistency, load, load_classes, samples
from tests.conftest import require

PREFIXES = """
@prefix : <https://w3id.org/khcn/sample/> .
@prefix khcn: <https://w3id.org/khcn/ontology#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DESCRIBED = """
:decision a khcn:Decision ; khcn:issuer :committee ; khcn:date "2024-03-05"^^xsd:date ; khcn:approvesList :list .
:list a khcn:TaskList ; khcn:partOf :programme .
:programme a khcn:Programme .
:seat a khcn:Membership ; org:member :director ; org:organization :department ; org:role :role .
:director a khcn:Person ; khcn:heads :department .
:department a khcn:Organisation ; org:subOrganizationOf :committee ; org:resultedFrom :merger .
:merger a org:ChangeEvent ; org:originalOrganization :former .
:former a khcn:Organisation .
:work a khcn:Activity, prov:Activity ; prov:used :decision .
"""
CONTRADICTIONS = {
    "a task issues a document": ":d khcn:issuer :p . :p a khcn:Project .",
    "a body is a person (by FOAF, through the Organization Ontology)": ":o a khcn:Organisation, foaf:Person .",
    "a programme is the document that promulgates it": ":p a khcn:Programme, khcn:Plan .",
    "evidence of two sources": ":e khcn:source :s, :t . :s owl:differentFrom :t .",
    "a source both public and internal": ":s khcn:access khcn:public, khcn:internal .",
    "a unit within itself": ":u khcn:within :u .",
    "an event was used as a thing (by PROV)": ":e a khcn:TaskEvent . :m a org:ChangeEvent ; prov:used :e .",
    "normative, perhaps": ':d khcn:isNormative "có lẽ" .',
    "a merger is a body (by the Organization Ontology)": ":m a org:ChangeEvent, khcn:Organisation .",
}


def turtle(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle")


@pytest.fixture
def java() -> None:
    require(shutil.which("java"), "Java, which the reasoner HermiT needs,")


@pytest.fixture(scope="module")
def namespace() -> object:
    pytest.importorskip("owlready2")
    return load_classes().get_namespace("https://w3id.org/khcn/ontology#")


def test_classes_load_with_their_superclasses(namespace) -> None:
    assert namespace.Document in namespace.Decision.is_a
    assert namespace.authorises in namespace.approvesList.is_a
    assert namespace.Decision.label.vi == ["quyết định"]


def test_samples_have_every_class_and_property() -> None:
    found = samples()
    ontology = load("khcn.ttl")
    own = {s for s in ontology.subjects(RDF.type) if str(s).startswith("https://w3id.org/khcn/ontology#")}
    used = set(found.predicates()) | set(found.objects(None, RDF.type)) | set(found.objects())
    annotations = {"recordPredicate", "recordValue", "denotesClass", "denotesProperty", "betweenActs", "message"}
    lacking = {str(term).partition("#")[2] for term in own - used}
    assert lacking <= annotations | {"public", "AccessClass"}


def test_it_is_consistent_with_the_borrowed_axioms_and_samples(java: None) -> None:
    assert check_consistency(samples() + turtle(DESCRIBED)) == []


@pytest.mark.parametrize("contradiction", CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_a_planted_contradiction_is_caught(java: None, contradiction: str) -> None:
    with pytest.raises(InconsistentError):
        check_consistency(turtle(contradiction))


def test_a_class_without_possible_members_is_named(java: None) -> None:
    impossible = (
        "khcn:Chimera a owl:Class ; <http://www.w3.org/2000/01/rdf-schema#subClassOf> khcn:Document, khcn:Person ."
    )
    assert check_consistency(turtle(impossible)) == ["https://w3id.org/khcn/ontology#Chimera"]
