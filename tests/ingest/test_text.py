"""The normal form and its way back to the source."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.text import Builder, fold, normalise, unmarked

WORDS = [
    "hoà",
    "thuỷ",
    "quý",
    "khoẻ",
    "Uỷ ban",
    "số 12–QĐ",
    "“trích”",
    "đường",
    "ðất",
    "hòa",
    "UỶ BAN",
    "12/QĐ-UBND",
    "oà",
]
NOISE = [
    "\u200b",
    "\ufeff",
    "\r\n",
    "\r",
    "\n",
    "\t",
    "\u00a0",
    "\x00",
    "\u0301",
    "\u0323",
    "\ud800",
    "**",
    "\u2028",
    "\f",
    "K",
]
texts = st.lists(
    st.one_of(st.sampled_from(WORDS), st.sampled_from(NOISE), st.text(max_size=4)).flatmap(
        lambda s: st.sampled_from([s, unicodedata.normalize("NFD", s)])
    ),
    max_size=25,
).map("".join)


def base(char: str) -> str:
    """A letter without its marks."""
    return unicodedata.normalize("NFD", char)[:1]


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("hoà bình", "hòa bình"),
        ("thuỷ lợi", "thủy lợi"),
        ("quý III", "quý III"),
        ("hoàn thành", "hoàn thành"),
        ("UỶ BAN", "ỦY BAN"),
        ("2016 – 2020", "2016 - 2020"),
        ("a\u00a0b", "a b"),
        ("một\u200b hai", "một hai"),
        ("QĐ\u00ad-UBND", "QĐ-UBND"),
        ("Ðiều 1", "Điều 1"),
        (unicodedata.normalize("NFD", "Quyết định"), "Quyết định"),
        ("e\u200b\u0302\u0301", "ế"),
        ("dòng một\r\ndòng hai\rba", "dòng một \ndòng hai\nba"),
    ],
)
def test_normal_form(written, normal):
    assert normalise(written).text == normal


@settings(max_examples=300, deadline=None)
@given(texts)
def test_every_character_leads_back_to_its_own(source):
    mapped = normalise(source)
    for i, char in enumerate(mapped.text):
        spans = mapped.spans(i, i + 1)
        assert len(spans) == 1
        (start, end) = spans[0]
        assert 0 <= start < end <= len(source)
        if not unicodedata.combining(char) and char not in " \n":
            assert base(normalise(source[start:end]).text) == base(char)


@settings(max_examples=300, deadline=None)
@given(texts, st.data())
def test_spans_slice_what_was_found(source, data):
    mapped = normalise(source)
    start = data.draw(st.integers(0, len(mapped.text)))
    end = data.draw(st.integers(start, len(mapped.text)))
    spans = mapped.spans(start, end)
    assert spans == sorted(spans)
    again = normalise("".join(source[a:b] for a, b in spans)).text
    # What lies between joined pieces is white space and Markdown only; tone placement may turn on neighbours.
    assert _bare(again) == _bare(mapped.text[start:end])


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(c for c in letters if not unicodedata.combining(c) and not c.isspace() and c not in "*_#")


@given(texts)
def test_normal_form_is_stable(source):
    once = normalise(source).text
    assert _bare(normalise(once).text) == _bare(once)
    if not any(map(unicodedata.combining, once)):  # marks without a letter of their own may change places
        assert normalise(once).text == once


@given(texts, st.data())
def test_origin_is_where_the_span_begins(source, data):
    mapped = normalise(source)
    if mapped.text:
        at = data.draw(st.integers(0, len(mapped.text) - 1))
        assert mapped.origin(at) == mapped.spans(at, at + 1)[0][0]


@given(texts, st.data())
def test_composed_maps_lead_to_the_source(source, data):
    """A text built from pieces of the normal form leads through it to the source."""
    inner = normalise(source)
    builder = Builder(inner.text)
    copied = []
    for _ in range(data.draw(st.integers(0, 4))):
        a = data.draw(st.integers(0, len(inner.text)))
        b = data.draw(st.integers(a, len(inner.text)))
        builder.copy(a, b)
        copied.append((builder.length - (b - a), a, b))
        builder.insert(data.draw(st.sampled_from(["", "\n", " | "])))
    outer = builder.build(inner)
    for at, a, b in copied:
        for i in range(b - a):
            assert outer.spans(at + i, at + i + 1) == inner.spans(a + i, a + i + 1)


def test_inserted_text_has_no_source():
    source = "một hai"
    builder = Builder(source)
    builder.copy(0, 3)
    for _ in range(5000):
        builder.insert("|")
    builder.copy(4, 7)
    mapped = builder.build()
    assert mapped.spans(3, 5003) == []
    assert mapped.origin(10) == 4
    assert mapped.spans(0, len(mapped.text)) == [(0, 7)]


def test_spans_over_a_footnote_stay_apart():
    source = "quản lý\n\n¹ Ghi chú.\n\nhoạt động"
    builder = Builder(normalise(source).text)
    builder.copy(0, 7)
    builder.insert(" ")
    builder.copy(source.index("hoạt"), len(source))
    mapped = builder.build(normalise(source))
    assert [source[a:b] for a, b in mapped.spans(0, len(mapped.text))] == ["quản lý", "hoạt động"]


def test_keys():
    assert fold("UỶ BAN  nhân dân «tỉnh»") == "ủy ban nhân dân tỉnh"
    assert unmarked("Ðường Nguyễn Thị Thuỷ") == "duong nguyen thi thuy"


def test_long_lines_take_linear_time():
    text = unicodedata.normalize("NFD", "Quyết định số 12 của Ủy ban; ") * 20_000
    begun = time.perf_counter()
    normalise(text)
    assert time.perf_counter() - begun < 5
