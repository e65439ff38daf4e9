"""The constants are those of the Turtle; the terms that code, queries and the contract use are declared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from ontology import generate_terms, terms
from ontology.model import EXTERNAL, KHCN, ONTOLOGY, SHAPES, VOCABULARIES, load

ROOT = Path(__file__).parents[2]
USES = re.compile(r'(?<![\w./])khcn\("(\w+)"\)|(?<![\w./])khcn:(\w+)')


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return load(ONTOLOGY)


def declared(graph: Graph) -> set[str]:
    return {str(s).removeprefix(str(KHCN)) for s in graph.subjects(RDFS.label) if s in KHCN}


def test_constants_are_what_the_turtle_gives() -> None:
    written = Path(terms.__file__).read_text(encoding="utf-8")
    assert written == generate_terms.source(), "run: python -m ontology.generate_terms"


def test_constants_need_no_rdf_library() -> None:
    assert "rdflib" not in Path(terms.__file__).read_text(encoding="utf-8")


def test_kinds_are_found_by_letters_and_by_slug() -> None:
    assert terms.KINDS_BY_LETTERS["TTr"] == "submission"
    assert terms.KINDS["submission"].denotes == terms.KHCN.Submission
    assert terms.KINDS["decision"].vi == "quyết định"
    assert set(terms.KINDS) == set(terms.SCHEMES["document-kind"])


def test_every_term_is_explained_in_both_languages(ontology: Graph) -> None:
    for subject in set(ontology.subjects(RDF.type)):
        if subject not in KHCN:
            continue
        for predicate in (RDFS.label, RDFS.comment):
            languages = sorted(o.language for o in ontology.objects(subject, predicate))  # type: ignore[attr-defined]
            assert languages == ["en", "vi"], (subject, predicate)


def test_every_term_that_is_spoken_of_is_declared(ontology: Graph) -> None:
    known = declared(ontology)
    for graph in (ontology, load(SHAPES, *VOCABULARIES)):
        used = {term for triple in graph for term in triple if isinstance(term, URIRef) and term in KHCN}
        assert {str(term).removeprefix(str(KHCN)) for term in used} <= known


def test_every_borrowed_term_has_its_axioms_restated(ontology: Graph) -> None:
    restated = set(load(EXTERNAL).subjects(RDF.type))
    links = (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, KHCN.betweenActs)
    ends = {o for link in links for o in ontology.objects(None, link) if isinstance(o, URIRef) and o not in KHCN}
    builtin = (str(RDFS), str(OWL), "http://www.w3.org/2001/XMLSchema#")
    assert {term for term in ends if not str(term).startswith(builtin)} <= restated


def test_no_date_ranges(ontology: Graph) -> None:
    ranges = {str(o) for graph in (ontology, load(EXTERNAL)) for o in graph.objects(None, RDFS.range)}
    assert not {r for r in ranges if r.endswith(("#date", "#dateTime", "#gYear"))}


def test_terms_that_code_and_queries_use_are_declared(ontology: Graph) -> None:
    known = declared(ontology)
    files = [p for folder in ("kg", "queries", "viz") for p in (ROOT / folder).rglob("*") if p.suffix in (".py", ".rq")]
    unknown = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in files
        for name in (a or b for a, b in USES.findall(path.read_text(encoding="utf-8")))
        if name not in known
    }
    assert not unknown


def test_concepts_that_queries_use_are_declared() -> None:
    graph = load(*VOCABULARIES)
    concepts = {str(s) for s in graph.subjects(RDF.type)}
    unknown = {
        f"{path.name}: {iri}"
        for path in (ROOT / "queries").rglob("*.rq")
        for iri in _concepts(path.read_text(encoding="utf-8"))
        if iri not in concepts
    }
    assert not unknown


def _concepts(query: str) -> Iterator[str]:
    """Yield the concepts that a query names, whole or by a prefix of its own."""
    for name, base in re.findall(rf"(\w*): <({terms.KHCNV}[a-z-]+/)>", query):
        yield from (base + slug for slug in re.findall(rf"(?<![\w:<]){name}:([a-z][\w-]*)", query))
    yield from re.findall(rf"<({terms.KHCNV}[a-z-]+/[\w-]+)>", query)


def test_the_contract_at_work_uses_declared_terms_only(shared: Path, ontology: Graph) -> None:
    known = declared(ontology)
    concepts = set(map(str, load(*VOCABULARIES).subjects(RDF.type)))
    for quad in ox.parse(path=shared / "design" / "example.trig"):
        for term in quad.triple:
            if isinstance(term, ox.NamedNode) and term.value.startswith(str(KHCN)):
                assert term.value.removeprefix(str(KHCN)) in known
            if isinstance(term, ox.NamedNode) and term.value.startswith(terms.KHCNV):
                assert term.value in concepts


@pytest.mark.parametrize("document", ["design/ontology.md", "research/domain.md"])
def test_terms_that_the_contract_and_the_questions_name_are_declared(
    shared: Path, ontology: Graph, document: str
) -> None:
    text = (shared / document).read_text(encoding="utf-8")
    named = set(re.findall(r"khcn:(\w+)", text))
    renamed = {
        "level",
        "period",
        "status",
    }  # in the questions; in the contract projectLevel, periodText, activityStatus
    assert named - renamed <= declared(ontology)
