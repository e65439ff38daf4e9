"""The concept schemes: complete against the records, the official lists and the unit table."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import get_args, get_type_hints

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection

from ontology import records
from ontology.model import KHCN, ONTOLOGY, VOCABULARIES, load

KHCNV = Namespace("https://w3id.org/khcn/vocabulary/")

OFFICIAL_LETTERS = (
    "NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ – CĐ BGN BTT GUQ GM GGT GNP PG PC PB –"  # NĐ 30, Phụ lục III
)
RECORD_LISTS = [
    ("document-kind", records.DocumentKind),
    ("project-category", records.ProjectCategory),
    ("organisation-type", records.OrganisationType),
    ("place-level", records.PlaceLevel),
    ("activity-type", records.ActivityType),
    ("activity-status", records.ActivityStatus),
    ("approval-kind", records.ApprovalKind),
]


@pytest.fixture(scope="module")
def vocabularies() -> Graph:
    return load(*VOCABULARIES)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return load(ONTOLOGY)


def values(graph: Graph, scheme: str) -> set[str]:
    """What a record may say for the concepts of a scheme: their slugs, and their record values."""
    concepts = set(graph.subjects(SKOS.inScheme, KHCNV[scheme]))
    slugs = {str(c).removeprefix(f"{KHCNV}{scheme}/") for c in concepts}
    return slugs | {str(v) for c in concepts for v in graph.objects(c, KHCN.recordValue)}


@pytest.mark.parametrize(("scheme", "literal"), RECORD_LISTS, ids=[scheme for scheme, _ in RECORD_LISTS])
def test_every_value_of_a_record_has_its_concept(vocabularies: Graph, scheme: str, literal: object) -> None:
    assert set(get_args(literal)) <= values(vocabularies, scheme)


def test_every_level_of_a_task_has_its_concept(vocabularies: Graph) -> None:
    level, _none = get_args(get_type_hints(records.Project)["level"])
    assert set(get_args(level)) <= values(vocabularies, "task-level")


def test_every_predicate_of_a_record_has_its_property(ontology: Graph) -> None:
    named = [str(value) for value in ontology.objects(None, KHCN.recordPredicate)]
    assert sorted(named) == sorted(get_args(records.Predicate))


def test_activity_types_are_those_of_the_record_and_no_others(vocabularies: Graph) -> None:
    assert values(vocabularies, "activity-type") == set(get_args(records.ActivityType))


def test_the_29_official_kinds_have_their_letters_in_order(vocabularies: Graph) -> None:
    head = vocabularies.value(KHCNV["document-kind-group/administrative"], SKOS.memberList)
    kinds = list(Collection(vocabularies, head))
    letters = [str(vocabularies.value(kind, SKOS.notation) or "–") for kind in kinds]
    assert letters == OFFICIAL_LETTERS.split()


def test_letters_name_one_kind_only(vocabularies: Graph) -> None:
    kinds = vocabularies.subjects(SKOS.inScheme, KHCNV["document-kind"])
    letters = [str(n) for kind in kinds for n in vocabularies.objects(kind, SKOS.notation)]
    assert len(letters) == len(set(letters))


def test_every_concept_and_scheme_has_labels_in_both_languages(vocabularies: Graph) -> None:
    for kind in (SKOS.Concept, SKOS.ConceptScheme, SKOS.Collection, SKOS.OrderedCollection):
        for subject in vocabularies.subjects(RDF.type, kind):
            languages = sorted(o.language for o in vocabularies.objects(subject, SKOS.prefLabel))  # type: ignore[attr-defined]
            assert languages == ["en", "vi"], subject


def test_labels_are_unique_within_a_scheme(vocabularies: Graph) -> None:
    for scheme in vocabularies.subjects(RDF.type, SKOS.ConceptScheme):
        concepts = vocabularies.subjects(SKOS.inScheme, scheme)
        labels = [label for concept in concepts for label in vocabularies.objects(concept, SKOS.prefLabel)]
        assert len(labels) == len(set(labels)), scheme


def test_every_concept_lies_under_its_scheme(vocabularies: Graph) -> None:
    schemes = set(vocabularies.subjects(RDF.type, SKOS.ConceptScheme))
    for concept in vocabularies.subjects(RDF.type, SKOS.Concept):
        (scheme,) = vocabularies.objects(concept, SKOS.inScheme)
        assert scheme in schemes
        assert str(concept).startswith(f"{scheme}/")


def test_links_of_concepts_lead_to_what_exists(vocabularies: Graph, ontology: Graph) -> None:
    concepts = set(vocabularies.subjects(RDF.type, SKOS.Concept))
    for predicate in (SKOS.broader, SKOS.exactMatch, SKOS.member):
        assert set(vocabularies.objects(None, predicate)) <= concepts
    for predicate in (KHCN.denotesClass, KHCN.denotesProperty):
        for term in vocabularies.objects(None, predicate):
            assert (term, RDFS.label, None) in ontology, term


def test_the_fifteen_relation_codes_are_those_of_the_properties(vocabularies: Graph, ontology: Graph) -> None:
    codes = set(vocabularies.subjects(SKOS.inScheme, KHCNV["relation-code"]))
    assert len(codes) == 15
    for code in codes:
        property_ = vocabularies.value(code, KHCN.denotesProperty)
        assert isinstance(property_, URIRef)
        assert (property_, SKOS.notation, Literal(str(code).rpartition("/")[2])) in ontology


def test_states_of_force_are_eight_for_normative_and_seven_for_individual_acts(vocabularies: Graph) -> None:
    groups = ("normative", "individual")
    sizes = [len(list(vocabularies.objects(KHCNV[f"legal-state-group/{g}"], SKOS.member))) for g in groups]
    assert sizes == [8, 7]


def test_stages_bear_the_wording_of_both_regimes(vocabularies: Graph) -> None:
    def labels(stage: str) -> set[str]:
        concept = KHCNV[f"stage/{stage}"]
        return {str(v) for p in (SKOS.prefLabel, SKOS.altLabel) for v in vocabularies.objects(concept, p)}

    assert {"tuyển chọn", "giao trực tiếp", "xét tài trợ", "đặt hàng"} <= labels("selected")
    assert {"kiểm tra tiến độ", "đánh giá giữa kỳ"} <= labels("monitored")
    assert {"nghiệm thu cơ sở", "tự đánh giá"} <= labels("self-accepted")


def test_every_type_of_the_unit_table_has_its_concept(vocabularies: Graph) -> None:
    with files("ontology").joinpath("units.csv").open(encoding="utf-8") as table:
        types = {row["type"] for row in csv.DictReader(table)}
    assert types <= values(vocabularies, "unit-type")
