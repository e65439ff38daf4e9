"""The whole reading on anything that a text file can hold: a record, offsets that slice true, linear time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.read import read
from ingest.source import Source
from ontology.records import Entry, Record, Span
from ontology.units import unit_table

ROOT = Path(__file__).parents[2]
MADE = sorted([*(ROOT / "examples" / "documents").iterdir(), *(ROOT / "tests" / "documents").glob("*.txt")])
HEAD = "SỞ KHOA HỌC VÀ CÔNG NGHỆ\nSố: 12/BC-SKHCN\nBÁO CÁO\nKết quả năm 2023\n\nI. KẾT QUẢ\n"
SIGNS = ["(", ")", "“", "”", '"', "|", "\n", "\n\n", "\r\n", "\t", "\f", "\x00", "\x1b", "\x85", "\u00a0", "\u00ad"]
SIGNS += [
    "\u0301",
    "\u200b",
    "\u202e",
    "\u2028",
    "\ufeff",
    "\uffff",
    "\U0001f4a1",
    "İ",
    "ß",
    "K",
    "¹",
    "²⁹",
    "٣",
    "…",
    "–",
    "**",
    "_",
]
PIECES = [
    "Quyết định số ",
    "12/QĐ-UBND ",
    "ngày 31/02/2023",
    "Điều 1. ",
    "- ",
    "a) ",
    "1.1. ",
    "| a | b |\n",
    "năm 0000",
]
PIECES += [
    "đề tài “",
    "các dự án: ",
    "1.000.000 đồng",
    "huyện ",
    "UBND tỉnh ",
    "Sở ",
    "Phụ lục I\n",
    "Nơi nhận:\n",
    "¹ ",
]


@cache
def texts() -> list[str]:
    """The documents of ours, and their like in other letters."""
    texts = [path.read_text(encoding="utf-8") for path in MADE]
    return [*texts, texts[0].upper(), texts[1].lower(), texts[2].replace("\n", " ")]


pieces = st.one_of(
    st.sampled_from(SIGNS),
    st.sampled_from(PIECES),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    st.tuples(st.sampled_from(SIGNS + PIECES), st.integers(2, 60)).map(lambda t: t[0] * t[1]),
)
places = st.floats(0, 1)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A document cut, spliced with another, with pieces put in, left out and repeated."""
    text = draw(st.sampled_from(texts()))
    if draw(st.booleans()):
        other = draw(st.sampled_from(texts()))
        text = text[: int(len(text) * draw(places))] + other[int(len(other) * draw(places)) :]
    for at, length, piece in draw(st.lists(st.tuples(places, st.integers(0, 80), pieces), max_size=12)):
        start = int(len(text) * at)
        text = text[:start] + piece + text[start + length :]
    return text[: int(len(text) * draw(places))] if draw(st.booleans()) else text


def told(record: Record) -> Iterator[tuple[list[Span], list[str]]]:
    """What is quoted of the source, each with where it stands."""
    entries: list[Entry] = [record.document, *record.citations, *record.projects, *record.organisations]
    for entry in [*entries, *record.places, *record.people, *record.activities]:
        yield entry.spans, entry.quotes
    for project in record.projects:
        yield from ((event.spans, [event.quote]) for event in project.events if event.spans)
    yield from ((relation.detail.spans, [relation.quote]) for relation in record.relations if relation.detail)
    yield from ((unknown.spans, [unknown.quote]) for unknown in record.not_understood)


def check(text: str) -> Record:
    """Read a text; every span lies in it, and every quotation is made of the words at the spans."""
    record = read(Source("made", text), unit_table())
    for spans, quotes in told(record):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        words = " ".join(text[start:end] for start, end in spans)
        assert all(quote in words for quote in quotes)
    assert all(0 <= at <= len(text) for at, _ in record.source.sections)
    assert msgspec.json.decode(msgspec.json.encode(record), type=Record) == record
    return record


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(damaged())
def test_damaged_documents(text):
    check(text)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(pieces, max_size=60).map("".join))
def test_any_pieces(text):
    check(text)
    check(HEAD + text)


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\x00", "\ufeff", "|", "(", "¹", "\u0301", "Số:", "Điều 1.", "Nơi nhận:"]
)
def test_next_to_nothing(text):
    check(text)


def test_ten_thousand_nested_brackets():
    check(HEAD + "Kiểm tra " + "(" * 10_000 + "đề tài" + ")" * 10_000 + " xong.")


@pytest.mark.parametrize(
    "piece",
    [
        "Quyết định số ",
        "Quyết định số 1/QĐ-UBND ngày 1/2/2023, ",
        "(",
        "“",
        "(a ",
        "dự án “A” và ",
        "phối hợp với Sở A thực hiện ",
        "kiểm tra, ",
        "¹ ",
        "¹ a\nmô hình ",
        "huyện Mai Sơn, ",
        "| a ",
        "1.",
        "\u0301",
        " ",
        "\n",
    ],
)
def test_time_grows_with_size_only(piece):
    """Four times the text takes about four times the time, whatever is repeated without end."""
    times = [min(_seconds(HEAD + piece * (size // len(piece))) for _ in range(2)) for size in (15_000, 60_000)]
    assert times[1] < 8 * times[0] + 0.05


def _seconds(text: str) -> float:
    start = time.process_time()
    read(Source("long", text), unit_table())
    return time.process_time() - start
