"""Records survive JSON, keep to their published schema, and refuse what is misspelt."""

import json
from pathlib import Path

import jsonschema
import msgspec
import pytest

from ontology.records import (
    Citation,
    DocumentEntry,
    Record,
    Relation,
    RelationDetail,
    SourceInfo,
    from_json,
    json_schema,
    to_json,
)

SCHEMA = Path(__file__).parents[2] / "docs" / "record.schema.json"


@pytest.fixture
def record():
    source = SourceInfo(name="a.txt", file_sha256="0", text_sha256="0", reader="text", length=9)
    citation = Citation(id="c1", kind="decision", number="12/QĐ-UBND", spans=[(0, 9)], quotes=["QĐ số 12"])
    detail = RelationDetail(subject="doc", object="c1", spans=[(0, 9)], approval="list")
    relation = Relation("Báo cáo", "based_on", "12/QĐ-UBND", "QĐ số 12", detail)
    return Record(source=source, document=DocumentEntry(id="doc"), citations=[citation], relations=[relation])


def test_json_and_back(record):
    assert from_json(to_json(record)) == record


def test_the_published_schema_is_current_and_fits(record):
    published = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(json_schema()))
    jsonschema.validate(json.loads(to_json(record)), published)


def test_a_misspelt_predicate_is_refused_and_named(record):
    broken = to_json(record).replace(b'"based_on"', b'"base_on"')
    with pytest.raises(msgspec.ValidationError, match=r"relations\[0\]"):
        from_json(broken)
