"""Words of finders in a text, runs of capitalised words, and patterns of many words."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.runs import (
    UPPER,
    Stretches,
    Triggers,
    any_case,
    capital_run,
    either,
    lowered,
    past_space,
    tokens,
    word_before,
)

WORDS = ["sở", "cơ sở", "sở hữu", "hữu trí", "trí tuệ", "sở hữu trí tuệ", "Hồ", "hồ sơ", "KH&CN"]
TRIGGERS = Triggers(lambda: WORDS)
OTHERS = Triggers(lambda: ["trí tuệ", "sơ"])
texts = st.lists(st.sampled_from([*WORDS, "SỞ", "x", "1", " ", " ", ", ", "\n", "İ", "đ"]), max_size=30).map("".join)


def whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins and ends where words do."""
    return not (text[start - 1 : start].isalnum() if start else False) and not text[end : end + 1].isalnum()


@given(texts)
def test_triggers_are_whole_words_none_over_another(text):
    found = TRIGGERS.find(text)
    low = lowered(text)
    for start, end, word in found:
        assert low[start:end] == word
        assert word in {w.lower() for w in WORDS}
        assert whole(text, start, end)
    assert all(a[1] <= b[0] for a, b in pairwise(found))


@given(texts)
def test_every_word_stands_or_another_is_over_it(text):
    found = TRIGGERS.find(text)
    low = lowered(text)
    for word in WORDS:
        for match in re.finditer(re.escape(word.lower()), low):
            if whole(text, *match.span()):
                assert any(start < match.end() and match.start() < end for start, end, _ in found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sở hữu trí tuệ của cơ sở", ["sở hữu trí tuệ", "cơ sở"]),
        ("hồ sơ, Hồ, cơ sở hữu", ["hồ sơ", "hồ", "cơ sở"]),  # the first that begins, then the longest
        ("khoa KH&CN, xKH&CN", ["kh&cn"]),
        ("", []),
    ],
)
def test_of_words_that_overlap_the_first_and_longest(text, words):
    assert [word for _, _, word in TRIGGERS.find(text)] == words


def test_finders_do_not_take_words_from_one_another():
    text = "sở hữu trí tuệ, hồ sơ"
    assert [w for _, _, w in TRIGGERS.find(text)] == ["sở hữu trí tuệ", "hồ sơ"]
    assert [w for _, _, w in OTHERS.find(text)] == ["trí tuệ", "sơ"]


@given(texts, st.integers(0, 60), st.integers(0, 60))
def test_within_gives_what_lies_in_the_range(text, start, end):
    inside = [found for found in TRIGGERS.find(text) if start <= found[0] and found[1] <= end and found[0] < end]
    assert TRIGGERS.within(text, start, end) == inside


def test_matches_begin_at_words_and_do_not_overlap():
    pattern = re.compile(r"(?:sở|hồ)\w*(?: \w+)*", re.IGNORECASE)
    assert [m.group() for m in TRIGGERS.matches(pattern, "Sở A hồ sơ, hồ B")] == ["Sở A hồ sơ", "hồ B"]


@given(st.text(max_size=40))
def test_small_letters_keep_offsets(text):
    low = lowered(text)
    assert len(low) == len(text)
    assert all(b in (a, a.lower()) for a, b in zip(text, low, strict=True))


spans = st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda span: (span[0], span[0] + span[1]))


@given(st.lists(spans, max_size=8), spans)
def test_stretches_overlap_as_their_letters_do(stretches, asked):
    letters = {i for a, b in stretches for i in range(a, b)}
    assert Stretches(stretches).overlap(*asked) == any(i in letters for i in range(*asked))


@pytest.mark.parametrize(
    ("text", "most", "words"),
    [
        ("Mai Sơn, Sơn La", 5, ["Mai", "Sơn"]),
        ("Kinh tế - Xã hội", 5, ["Kinh", "tế", "Xã", "hội"]),
        ("Bà Rịa-Vũng Tàu", 3, ["Bà", "Rịa", "Vũng"]),
        ("A  B", 5, ["A"]),  # two spaces part what belongs to no one name
        ("KH&CN d'Ivoire", 5, ["KH&CN", "d'Ivoire"]),
        (" A", 5, []),
        ("A B", 0, []),
    ],
)
def test_tokens(text, most, words):
    assert [text[a:b] for a, b in tokens(text, 0, most)] == words


def test_tokens_stop_where_they_are_told_to():
    assert tokens("Mai Sơn", 0, 5, stop=5) == [(0, 3), (4, 5)]


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("Trung tâm Ứng dụng", "Trung"),
        ("Đà Nẵng 3 và Huế", "Đà Nẵng 3"),
        ("3 Đà Nẵng", ""),
        ("ở Đà Nẵng", ""),
    ],
)
def test_capital_run(text, run):
    found = capital_run(text, 0, 5)
    assert text[: found[-1][1] if found else 0] == run


def test_capitals_are_all_vietnamese_ones():
    assert set("AĂÂĐEÊOÔƠUƯYÀẢÃÁẠẰẨỄỐỢỨỴ") <= set(UPPER)
    assert not any(c.islower() for c in UPPER)


@pytest.mark.parametrize("written", ["hồ", "Hồ", "HỒ", "sở hữu", "Sở hữu", "Sở Hữu", "SỞ HỮU"])
def test_any_case_takes_usual_spellings(written):
    assert re.fullmatch(any_case(("hồ", "sở hữu")), written)


@pytest.mark.parametrize("written", ["hỒ", "sỞ hữu", "hồsở"])
def test_any_case_takes_no_others(written):
    assert not re.fullmatch(any_case(("hồ", "sở hữu")), written)


@given(st.sampled_from(["sở", "Sở hữu", "SỞ  HỮU", "cơ\nsở", "CƠ SỞ", "Hồ"]))
def test_either_takes_any_case_and_white_space(written):
    assert re.fullmatch(either(["sở", "sở hữu", "cơ sở", "hồ"]), written, re.IGNORECASE)


def test_either_takes_the_longest():
    assert re.match(either(["sở", "sở hữu"]), "sở hữu")[0] == "sở hữu"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ông Nguyễn", "ông"),
        ("(bà Nguyễn", "bà"),
        ("A, Nguyễn", ""),
        ("\nNguyễn", ""),
        ("Nguyễn", ""),
    ],
)
def test_word_before(text, word):
    assert word_before(text, text.index("Nguyễn")) == word


def test_word_before_looks_no_farther_than_a_word_is_long():
    assert len(word_before("x" * 1000 + " y", 1001)) < 30


@pytest.mark.parametrize(("start", "end", "past"), [(1, 9, 5), (1, 3, 3), (0, 9, 0), (5, 9, 5), (7, 5, 7)])
def test_past_space(start, end, past):
    assert past_space("a \n\u00a0\tb c d", start, end) == past
