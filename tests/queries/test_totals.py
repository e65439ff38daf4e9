"""Figures of cumulative reports are added once: nested, overlapping, chained, undated, written in several ways."""

from __future__ import annotations

from queries.totals import totals

COLUMNS = ["reporter", "reporterLabel", "report", "unit", "start", "end", "quantity", "value", "evidence"]
JANUARY, QUARTER, HALF = ("2024-01-01", "2024-01-31"), ("2024-01-01", "2024-03-31"), ("2024-01-01", "2024-06-30")


def figure(number, value, period, report="r1", unit="cái", label="Sở", evidence=None):
    start, end = period or (None, None)
    return ["sở", label, report, unit, start, end, f"q{number}", value, evidence or f"e{number}"]


def told(*figures):
    """(total, figures added, figures covered) of each row."""
    columns, rows = totals(COLUMNS, list(figures))
    at = [columns.index(c) for c in ("total", "figures", "covered")]
    return [tuple(row[i] for i in at) for row in rows]


def test_a_month_within_a_quarter_is_not_added():
    assert told(figure(1, 100, QUARTER), figure(2, 40, JANUARY, "r2")) == [(100, 1, 1)]


def test_nor_is_it_within_one_report():
    assert told(figure(1, 2500, HALF), figure(2, 400, ("2024-06-01", "2024-06-30"))) == [(2500, 1, 1)]


def test_periods_that_follow_one_another_are_added():
    assert told(figure(1, 100, QUARTER), figure(2, 50, ("2024-04-01", "2024-06-30"), "r2")) == [(150, 2, 0)]


def test_a_figure_falls_only_to_one_that_stands():
    february_june, june_december = ("2024-02-01", "2024-06-30"), ("2024-06-01", "2024-12-31")
    figures = figure(1, 100, QUARTER), figure(2, 40, february_june, "r2"), figure(3, 7, june_december, "r3")
    assert told(*figures) == [(107, 2, 1)]


def test_two_reports_on_the_same_period_count_once():
    assert told(figure(1, 100, QUARTER), figure(2, 100, QUARTER, "r2")) == [(100, 1, 1)]


def test_kinds_of_things_in_one_report_and_period_are_added():
    assert told(figure(1, 68, QUARTER), figure(2, 89, QUARTER)) == [(157, 2, 0)]


def test_a_figure_without_a_period_is_added_to_nothing():
    assert told(figure(1, 100, QUARTER), figure(2, 5, None, "r2")) == [(100, 1, 0), (5, 1, 0)]


def test_labels_and_mentions_do_not_multiply():
    one = figure(1, 100, QUARTER)
    assert told(one, figure(1, 100, QUARTER, evidence="e2"), figure(1, 100, QUARTER, label="Sở cũ")) == [(100, 1, 0)]


def test_a_unit_is_one_whatever_its_capitals():
    assert told(figure(1, 1, QUARTER), figure(2, 2, ("2024-04-01", "2024-06-30"), "r2", unit="Cái")) == [(3, 2, 0)]


def test_the_words_of_all_figures_added_are_kept():
    columns, rows = totals(COLUMNS, [figure(1, 68, QUARTER), figure(2, 89, QUARTER)])
    assert rows[0][columns.index("evidence")] == "e1 e2"
