"""The questions of the catalogue, asked of the example documents: answers worked out by hand (examples/README.md)."""

from __future__ import annotations

import pytest

import kg
from queries.answer import Answer
from queries.ask import ask
from queries.catalogue import UnknownQuestion, catalogue, question
from queries.resolve import AmbiguousError, ParameterError, find, parse_period

FIRST_TWELVE = {
    "authorised-by-decision", "task-file", "basis-chain", "impact", "legal-effects", "in-place", "portfolio",
    "tasks-by-stage", "activity-totals", "planned-and-done", "implementation-of", "evidence",
}  # fmt: skip
NO_DATA_YET = {"tasks-stopped", "procedures", "products-and-initiatives"}  # nothing of the kind in the examples
FISH = "Xây dựng mô hình nuôi cá dầm xanh thương phẩm bằng lồng trên hồ Hòa Bình"
DEPARTMENT = "Sở Khoa học và Công nghệ tỉnh Hòa Bình"


@pytest.fixture(scope="module")
def graph(store):
    return kg.open(store)


def column(answer: Answer, name: str) -> list:
    at = answer.columns.index(name)
    return [row[at] for row in answer.rows]


def numbers(answer: Answer, name: str) -> set[str]:
    """The numbers of the documents of a column, as their paths end."""
    return {str(iri).rpartition("/")[2] for iri in column(answer, name)}


def test_all_thirty_five_are_there_in_two_languages():
    assert [q.number for q in catalogue().values()] == [f"Q{n:02}" for n in range(1, 36)]
    assert set(catalogue()) >= FIRST_TWELVE
    for asked in catalogue().values():
        assert asked.wording["vi"] != asked.wording["en"]
        assert all(p.wording["vi"] and p.wording["en"] for p in asked.parameters.values())
    assert question("Q10") is question("authorised-by-decision")
    with pytest.raises(UnknownQuestion):
        question("Q99")


@pytest.mark.parametrize("name", sorted(catalogue()))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_example_has_an_answer_with_evidence(graph, name, language):
    answer = ask(graph, name, catalogue()[name].example, language)
    if name in NO_DATA_YET:
        assert not answer.rows
        assert answer.note == catalogue()[name].needs[0].wording[language]
        return
    assert answer.rows
    assert any(answer.evidence)
    assert answer.coverage
    assert answer.coverage.sources == 11
    assert len(answer.titles) == len(answer.columns)
    texts = {}
    for proof in (p for proofs in answer.evidence for p in proofs):
        text = texts.setdefault(proof.source, graph.text(proof.source))
        assert text[proof.start : proof.end] == proof.quote
    assert len({tuple(row) for row in answer.rows}) == len(answer.rows)


def test_four_approvals_are_told_apart(graph):
    expected = {"412/QĐ-UBND": "approvesList", "987/QĐ-UBND": "selectsHost", "1536/QĐ-UBND": "approvesExecution"}
    for number, approval in expected.items():
        answer = ask(graph, "authorised-by-decision", {"document": number})
        told = {
            str(kind).rpartition("#")[2]
            for kind, label in zip(column(answer, "approval"), column(answer, "thingLabel"), strict=True)
            if label == FISH
        }
        assert told == {approval}, number


def test_only_the_decision_on_execution_allows_money(graph):
    assert not any(column(ask(graph, "authorised-by-decision", {"document": "412/QĐ-UBND"}), "budget"))
    allowed = ask(graph, "authorised-by-decision", {"document": "1536/QĐ-UBND"})
    assert dict(zip(column(allowed, "thingLabel"), column(allowed, "budget"), strict=True))[FISH] == "2.040"


def test_the_chain_of_bases_reaches_the_first_regulation(graph):
    answer = ask(graph, "basis-chain", {"document": "2210/QĐ-UBND", "depth": "3"})
    assert numbers(answer, "basis") >= {
        "1536-qd-ubnd",
        "102-ttr-skhcn",
        "412-qd-ubnd",
        "987-qd-ubnd",
        "17-2021-qd-ubnd",
    }
    first = ask(graph, "basis-chain", {"document": "2210/QĐ-UBND", "depth": "1"})
    assert "412-qd-ubnd" not in numbers(first, "basis")
    assert set(column(first, "level")) == {1}


def test_what_rests_on_a_regulation(graph):
    answer = ask(graph, "impact", {"document": "17/2021/QĐ-UBND"})
    assert numbers(answer, "affected") >= {"412-qd-ubnd", "987-qd-ubnd", "1536-qd-ubnd"}
    assert FISH in column(answer, "affectedLabel")


def test_replaced_and_repealed(graph):
    answer = ask(graph, "legal-effects", {"document": "33/2024/NQ-HĐND"})
    effects = {
        (str(on).rpartition("/")[2], effect)
        for on, effect in zip(column(answer, "on"), column(answer, "effectLabel"), strict=True)
    }
    assert effects >= {("19-2018-nq-hdnd", "thay thế"), ("7-2020-nq-hdnd", "bãi bỏ")}
    turned = ask(graph, "legal-effects", {"document": "19/2018/NQ-HĐND"})
    assert numbers(turned, "by") == {"33-2024-nq-hdnd"}


def test_a_district_and_all_within_it_but_no_namesake(graph):
    answer = ask(graph, "in-place", {"place": "huyện Mai Châu"})
    assert any("tỏi tía" in str(label) for label in column(answer, "thingLabel"))
    assert all("Phú Thọ" in str(today) for today in column(answer, "todayLabel"))


def test_a_province_before_and_after_the_reform_are_listed_never_chosen(graph):
    with pytest.raises(AmbiguousError) as several:
        ask(graph, "in-place", {"place": "Lào Cai"})
    assert {c.iri.rpartition("/")[2] for c in several.value.candidates} >= {"10-2004", "15-2025"}
    assert all("2025-0" in c.label for c in several.value.candidates if "tỉnh" in c.label)


def test_what_a_firm_hosts(graph):
    answer = ask(graph, "portfolio", {"agent": "Công ty TNHH Thủy sản Đà Giang"})
    assert set(column(answer, "taskLabel")) == {FISH}


def test_the_latest_step_as_of_a_day(graph):
    def step(day):
        answer = ask(graph, "tasks-by-stage", {"province": "tỉnh Hòa Bình", "as_of": day})
        labels = zip(column(answer, "taskLabel"), column(answer, "stage"), strict=True)
        return {str(stage).rpartition("/")[2] for label, stage in labels if label == FISH}

    assert step("2024-11-30") == {"extended"}
    assert step("2023-07-01") == {"selected"}
    assert step("2020-01-01") == set()
    answer = ask(graph, "tasks-by-stage", {"stage": "accepted"})
    assert any("mo Mường" in str(label) for label in column(answer, "taskLabel"))


def test_cumulative_reports_are_not_counted_twice(graph):
    given = {"activity_type": "verification", "unit": "phương tiện đo"}
    answer = ask(graph, "activity-totals", given)
    assert column(answer, "total") == [3870]
    month = ask(graph, "activity-totals", given | {"from": "2024-04-01", "to": "2024-04-30"})
    assert column(month, "total") == [412]


def test_what_was_planned_and_not_reported_done(graph):
    answer = ask(graph, "planned-and-done", {"reporter": DEPARTMENT, "plan_period": "2024-05"}, "en")
    outcome = dict(zip(column(answer, "activityLabel"), column(answer, "outcome"), strict=True))
    petrol = next(label for label in outcome if "Lương Sơn" in str(label))
    training = next(label for label in outcome if "Cao Phong" in str(label))
    assert outcome[petrol] == "not seen done"
    assert outcome[training] == "reported done"


def test_who_carries_a_national_programme_out(graph):
    answer = ask(graph, "implementation-of", {"document": "1322/QĐ-TTg"})
    assert numbers(answer, "by") >= {"37-kh-ubnd", "94-kh-ubnd"}


def test_a_draft_s_bases_one_fault_each(graph):
    draft = """
        Căn cứ Nghị quyết số 19/2018/NQ-HĐND ngày 08 tháng 12 năm 2018 của Hội đồng nhân dân tỉnh Quảng Trị;
        Căn cứ Quyết định số 2210/QĐ-UBND ngày 26 tháng 10 năm 2024 của Chủ tịch Ủy ban nhân dân tỉnh Hòa Bình;
        Căn cứ Quyết định số 987/QĐ-UBND ngày 09 tháng 6 năm 2023 của Chủ tịch Ủy ban nhân dân tỉnh Hòa Bình về việc
        giao chỉ tiêu biên chế cho các đơn vị sự nghiệp công lập;
        Căn cứ Quyết định số 4321/QĐ-UBND ngày 01 tháng 02 năm 2024 của Ủy ban nhân dân tỉnh Hòa Bình;
        Căn cứ Quyết định số 412/QĐ-UBND ngày 14 tháng 3 năm 2023 của Ủy ban nhân dân tỉnh Hòa Bình;
    """
    answer = ask(graph, "check-bases", {"text": draft}, "en")
    assert column(answer, "verdict") == [
        "replaced or repealed",
        "misdated",
        "mis-titled",
        "not found in the data",
        "in the data, nothing against it",
    ]
    assert "33/2024/NQ-HĐND" in str(column(answer, "known")[0])
    assert [bool(proofs) for proofs in answer.evidence] == [True, True, True, False, True]


def test_findings_name_the_planted_slip(graph):
    answer = ask(graph, "findings", {"document": "1536/QĐ-UBND"})
    assert any("2023-08-18" in str(message) and "2023-08-28" in str(message) for message in column(answer, "message"))


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("2024", ("2024-01-01", "2024-12-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("5/2023", ("2023-05-01", "2023-05-31")),
        ("Q3/2024", ("2024-07-01", "2024-09-30")),
        ("quý III/2024", ("2024-07-01", "2024-09-30")),
        ("2024-01-15/2024-03-01", ("2024-01-15", "2024-03-01")),
    ],
)
def test_periods(typed, days):
    assert parse_period("p", typed) == days


@pytest.mark.parametrize("typed", ["soon", "2024-13", "Q5/2024", "2024-02-30/2024-03-01", ""])
def test_what_is_no_period(typed):
    with pytest.raises(ParameterError):
        parse_period("p", typed)


@pytest.mark.parametrize("typed", ['x" } UNION { ?s ?p ?o', "a\\", "a\nb", "> <http://evil"])
def test_parameters_cannot_break_out_of_the_query(graph, typed):
    with pytest.raises(ParameterError):
        ask(graph, "in-place", {"place": typed})
    with pytest.raises(ParameterError):
        ask(graph, "findings", {"kind": typed})
    assert ask(graph, "activity-totals", {"activity_type": "kiểm định", "unit": typed}).rows == []


@pytest.mark.parametrize(
    ("typed", "iri"),
    [("TP. Hòa Bình", "unit/148-2004"), ("H. Mai Châu", "unit/156-2004"), ("huyen mai chau", "unit/156-2004")],
)
def test_places_as_people_write_them(graph, typed, iri):
    assert [c.iri.partition("/id/")[2] for c in find(graph, "place", typed)] == [iri]


@pytest.mark.parametrize("typed", ["Sở KH&CN tỉnh Hòa Bình", "Sở KHCN Hòa Bình", "so khcn hoa binh"])
def test_bodies_as_people_write_them(graph, typed):
    assert DEPARTMENT in {c.label for c in find(graph, "agent", typed)}


def test_a_decision_is_found_by_either_of_two_dates_that_are_told(graph):
    for day in ("18/8/2023", "28/8/2023"):
        assert len(find(graph, "document", f"QĐ 1536 ngày {day}")) == 1
