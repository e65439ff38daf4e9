"""The example documents and their hand-made annotations keep to the rules that the annotations promise."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any, get_args

import pytest

from ontology.records import (
    ActivityStatus,
    ActivityType,
    DocumentKind,
    OrganisationType,
    PlaceLevel,
    Predicate,
    ProjectCategory,
)

TESTS = Path(__file__).parents[1]
FOLDERS = (TESTS.parent / "examples", TESTS / "documents", TESTS / "unseen")
GOLD = [path for folder in FOLDERS for path in sorted((folder / "expected").glob("*.json"))]
ENTRIES = ("citations", "projects", "organisations", "places", "people")
CLOSED = (
    ("citations", "kind", get_args(DocumentKind)),
    ("projects", "category", get_args(ProjectCategory)),
    ("organisations", "type", get_args(OrganisationType)),
    ("places", "level", get_args(PlaceLevel)),
    ("activities", "type", get_args(ActivityType)),
    ("activities", "status", get_args(ActivityStatus)),
)
STATUSES = {
    "accepted", "extended", "stopped", "paused", "approved", "ongoing", "proposed", "changed_lead", "registered",
    "recognised", "inspected", "adjusted", "planned",
}  # fmt: skip
LONGEST_QUOTE = 160
ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")

Gold = dict[str, Any]


def squeeze(text: str) -> str:
    """Collapse white space and drop Markdown marks: quotations are compared in this form."""
    return " ".join(re.sub(r"[*_#]", "", unicodedata.normalize("NFC", text)).split())


def document_of(path: Path) -> Path:
    """The document beside the folder of expected records that has the record's name."""
    (document,) = (p for p in documents_in(path.parents[1]).glob(f"{path.stem}.*") if p.is_file())
    return document


def documents_in(folder: Path) -> Path:
    """Where the documents lie whose expected records are in ``folder/expected``."""
    return folder / "documents" if (folder / "documents").is_dir() else folder


@pytest.fixture(params=GOLD, ids=[p.stem for p in GOLD])
def path(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture
def gold(path: Path) -> Gold:
    decoded: Gold = json.loads(path.read_text(encoding="utf-8"))
    return decoded


@pytest.fixture
def text(path: Path) -> str:
    return squeeze(document_of(path).read_text(encoding="utf-8"))


def test_there_are_examples_of_several_kinds_and_provinces() -> None:
    heads = [json.loads(p.read_text(encoding="utf-8"))["document"] for p in GOLD if p.is_relative_to(FOLDERS[0])]
    assert len(heads) >= 6
    assert len({head["kind"] for head in heads}) >= 4
    assert len({head["place"] for head in heads}) >= 2


def test_every_document_has_a_record() -> None:
    for folder in FOLDERS:
        documents = {
            p.stem for p in documents_in(folder).glob("*.*") if p.suffix in {".txt", ".md"} and p.stem != "README"
        }
        assert documents == {p.stem for p in (folder / "expected").glob("*.json")}


def test_quotes_stand_in_the_text(gold: Gold, text: str) -> None:
    quotes = [q for key in ENTRIES for entry in gold[key] for q in entry["quotes"]]
    quotes += [a["quote"] for a in gold["activities"]] + [r[3] for r in gold["relations"]]
    quotes += gold["document"]["quotes"] + gold["document"]["recipients"]
    assert [q for q in quotes if not q or squeeze(q) not in text] == []


def test_every_entry_has_a_quote(gold: Gold) -> None:
    assert [entry for key in ENTRIES for entry in gold[key] if not entry["quotes"]] == []
    assert [a["quote"] for a in gold["activities"] if len(a["quote"]) > LONGEST_QUOTE] == []


def test_aliases_stand_in_the_text(gold: Gold, text: str) -> None:
    aliases = [alias for key in ("projects", "organisations") for entry in gold[key] for alias in entry["aliases"]]
    assert [alias for alias in aliases if squeeze(alias) not in text] == []


def test_relations_join_known_things(gold: Gold) -> None:
    known = {entry["name"] for key in ENTRIES[1:] for entry in gold[key]}
    known |= {citation[key] for citation in gold["citations"] for key in ("number", "title")}
    known |= {gold["document"][key] for key in ("number", "title")}
    ends = {end for relation in gold["relations"] for end in (relation[0], relation[2])}
    assert ends - (known - {None}) == set()
    assert {relation[1] for relation in gold["relations"]} <= set(get_args(Predicate))


def test_relations_stand_once(gold: Gold) -> None:
    triples = [tuple(relation[:3]) for relation in gold["relations"]]
    assert sorted(t for t in set(triples) if triples.count(t) > 1) == []


def test_names_lead_to_entries(gold: Gold) -> None:
    organisations, places = ({e["name"] for e in gold[key]} for key in ("organisations", "places"))
    for project in gold["projects"]:
        assert {*project["hosts"], *project["partners"]} <= organisations
        assert {*project["places"]} <= places
    for activity in gold["activities"]:
        assert {activity["organiser"]} - {None} <= organisations
        assert {*activity["places"]} <= places


def test_values_come_from_the_closed_lists(gold: Gold) -> None:
    assert gold["document"]["kind"] in get_args(DocumentKind)
    for key, field, allowed in CLOSED:
        assert {entry[field] for entry in gold[key]} <= set(allowed), (key, field)
    statuses = {status for project in gold["projects"] for status in project["statuses"]}
    assert {s for s in statuses if not s.startswith("graded:")} <= STATUSES


def test_dates_are_iso(gold: Gold) -> None:
    dates = [gold["document"]["date"], *(citation["date"] for citation in gold["citations"])]
    assert [d for d in dates if d is not None and not ISO_DATE.fullmatch(d)] == []


def test_numbers_and_counts(gold: Gold, text: str) -> None:
    for citation in gold["citations"]:
        written = citation.get("number_raw") or citation["number"]
        assert written is None or written in text or citation.get("note"), "else a note tells what breaks it"
        assert citation["count"] >= 1


@pytest.mark.parametrize(("folder", "mark"), [("secret", "MẬT"), ("internal", "LƯU HÀNH NỘI BỘ")])
def test_restricted_documents_bear_their_mark_and_canaries(folder: str, mark: str) -> None:
    (document,) = (FOLDERS[1] / folder).iterdir()
    text = document.read_text(encoding="utf-8")
    assert mark in text.splitlines()
    (told,) = re.findall(
        rf"- `{folder}/`.*?canary words:(.*?)\.$", (FOLDERS[1] / "README.md").read_text("utf-8"), re.M | re.S
    )
    assert [word for word in told.split(",") if squeeze(word) not in squeeze(text)] == []
