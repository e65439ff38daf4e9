"""Times in Vietnamese: which interval of days the words stand for."""

from __future__ import annotations

import pytest

from ingest.periods import find_times, resolve

REFERENCE = "2023-09"


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("trong 9 tháng đầu năm 2023", "2023-01-01", "2023-09-30", "months"),
        ("6 tháng cuối năm 2022", "2022-07-01", "2022-12-31", "months"),
        ("Kết quả quý I/2021", "2021-01-01", "2021-03-31", "quarter"),
        ("quý 3 năm 2022", "2022-07-01", "2022-09-30", "quarter"),
        ("tháng 02 năm 2024", "2024-02-01", "2024-02-29", "month"),
        ("tháng 5/2021", "2021-05-01", "2021-05-31", "month"),
        ("năm 2020", "2020-01-01", "2020-12-31", "year"),
        ("giai đoạn 2021 - 2025", "2021-01-01", "2025-12-31", "range"),
        ("từ năm 2021 đến năm 2023", "2021-01-01", "2023-12-31", "range"),
        ("từ tháng 3 đến tháng 6 năm 2023", "2023-03-01", "2023-06-30", "range"),
        ("từ ngày 05/3/2022 đến ngày 20/4/2022", "2022-03-05", "2022-04-20", "range"),
        ("từ ngày 5 đến ngày 20/3/2022", "2022-03-05", "2022-03-20", "range"),
        ("ngày 15 tháng 7 năm 2024", "2024-07-15", "2024-07-15", "day"),
        ("ngày 1.8.2024", "2024-08-01", "2024-08-01", "day"),
    ],
)
def test_intervals(text: str, first: str, last: str, precision: str) -> None:
    time = resolve(text)
    assert time is not None
    assert (time.first, time.last, time.precision) == (first, last, precision)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("trong tháng 11", "2023-11-01", "2023-11-30"),
        ("6 tháng cuối năm", "2023-07-01", "2023-12-31"),
        ("ngày 25/01", "2023-01-25", "2023-01-25"),
        ("tháng trước", "2023-08-01", "2023-08-31"),
        ("quý tới", "2023-10-01", "2023-12-31"),
        ("năm sau", "2024-01-01", "2024-12-31"),
        ("từ năm 2018 đến nay", "2018-01-01", "2023-09-30"),
    ],
)
def test_what_is_left_out_comes_from_the_document(text: str, first: str, last: str) -> None:
    time = resolve(text, REFERENCE)
    assert time is not None
    assert (time.first, time.last) == (first, last)


@pytest.mark.parametrize("text", ["trong tháng 11", "6 tháng cuối năm", "tháng sau", "ngày 25/01"])
def test_without_a_reference_it_stays_unknown(text: str) -> None:
    time = resolve(text)
    assert time is not None
    assert (time.first, time.last) == (None, None)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("trước ngày 30/6/2024", "2024-06-30"),
        ("chậm nhất là ngày 15/7/2024", "2024-07-15"),
        ("đến hết năm 2030", "2030-12-31"),
    ],
)
def test_deadlines(text: str, last: str) -> None:
    time = resolve(text)
    assert time is not None
    assert (time.role, time.first, time.last) == ("deadline", None, last)


def test_an_open_end_stays_open() -> None:
    time = resolve("áp dụng từ ngày 01/7/2025")
    assert time is not None
    assert (time.first, time.last) == ("2025-07-01", None)


@pytest.mark.parametrize("text", ["ngày 31/6/2023", "ngày 30 tháng 02 năm 2024", "15 tháng đầu năm 2023"])
def test_an_impossible_time_is_found_and_has_no_interval(text: str) -> None:
    time = resolve(text)
    assert time is not None
    assert (time.first, time.last) == (None, None)


def test_a_range_that_runs_backwards_has_no_interval() -> None:
    time = resolve("giai đoạn 2025 - 2021")
    assert time is not None
    assert (time.first, time.last) == (None, None)


def test_recurring_times_have_no_interval() -> None:
    (time,) = find_times("báo cáo hằng quý về Sở")
    assert (time.precision, time.first, time.last) == ("recurring", None, None)


@pytest.mark.parametrize("text", ["TCVN ISO 9001:2015", "tỷ lệ 1/500", "45.998.409 đồng", "khối lượng 2021 kg", ""])
def test_no_time(text: str) -> None:
    assert find_times(text, REFERENCE) == []


def test_offsets_slice_the_text() -> None:
    text = "Kiểm tra trong quý II/2024, nghiệm thu trước ngày 15/12/2024; báo cáo hằng tháng; tổng kết năm nay."
    times = find_times(text, REFERENCE)
    assert [t.text for t in times] == [text[t.start : t.end] for t in times]
    assert [t.text for t in times] == ["quý II/2024", "ngày 15/12/2024", "hằng tháng", "năm nay"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("THÁNG 5 NĂM 2024", "tháng 5 năm 2024"),
        ("QUÝ IV NĂM 2023", "quý IV năm 2023"),
        ("Quý II/2024", "Quý II/2024"),
        ("12/5/2024", "12/5/2024"),
    ],
)
def test_words_of_a_heading_in_capitals_are_read_in_small_letters(text: str, words: str) -> None:
    time = resolve(text)
    assert time is not None
    assert time.words == words
