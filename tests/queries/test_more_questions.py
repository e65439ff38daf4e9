"""The further questions, asked of the example documents: answers worked out by hand from the documents themselves."""

from __future__ import annotations

import pytest

import kg
from queries.ask import ask
from queries.catalogue import question

FISH = "Xây dựng mô hình nuôi cá dầm xanh thương phẩm bằng lồng trên hồ Hòa Bình"
GARLIC = "Nghiên cứu phục tráng giống tỏi tía bản địa và xây dựng mô hình sản xuất giống tại huyện Mai Châu"
SINGING = "Bảo tồn và phát huy giá trị mo Mường gắn với du lịch cộng đồng tại huyện Tân Lạc"
HERB = "Ứng dụng công nghệ sấy lạnh trong chế biến dược liệu xạ đen tại huyện Kim Bôi"
FACTORY = "Nhà máy thông minh trong chế biến cà phê Khe Sanh"
LIST = "Danh mục nhiệm vụ khoa học và công nghệ cấp tỉnh đặt hàng thực hiện từ năm 2023"
DEPARTMENT = "Sở Khoa học và Công nghệ tỉnh Hòa Bình"
HOA_BINH, QUANG_TRI = "tỉnh Hòa Bình", "tỉnh Quảng Trị"


@pytest.fixture(scope="module")
def asked(store):
    """Asks a question and gives each row as a dictionary."""
    graph = kg.open(store)

    def rows(name: str, language: str = "vi", **given: str) -> list[dict]:
        answer = ask(graph, name, {key.removesuffix("_"): value for key, value in given.items()}, language)
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]

    return rows


@pytest.fixture(scope="module")
def note(store):
    """What a question says beside its rows."""
    graph = kg.open(store)
    return lambda name, **given: ask(graph, name, {k.removesuffix("_"): v for k, v in given.items()}).note


def numbers(rows, column="document"):
    return {str(row[column]).rpartition("/")[2] for row in rows}


def test_a_document_however_its_number_is_typed(asked):
    (found,) = asked("find-document", number="qd 1536")
    assert found["date"] == "2023-08-18; 2023-08-28"
    assert found["signatoryLabel"] == "Bạch Công Thức"
    assert found["normativeLabel"] == "cá biệt"
    assert found["recipients"].split("; ")[0] == "Kho bạc Nhà nước Hòa Bình"
    (cited,) = asked("find-document", "en", number="19/2018/NQ-HĐND")
    assert (cited["normativeLabel"], cited["held"]) == ("normative", "known by reference only")


def test_several_documents_of_one_number_are_listed_and_narrowed(asked):
    assert numbers(asked("find-document", number="102")) == {"102-ttr-skhcn", "102-ttr-ubnd"}
    assert numbers(asked("find-document", number="102", office=DEPARTMENT)) == {"102-ttr-skhcn"}
    assert asked("find-document", number="QĐ 1536", year="2022") == []


def test_force_is_told_by_the_document_that_ended_it(asked):
    (replaced,) = asked("legal-status", "en", document="19/2018/NQ-HĐND", as_of="2025-01-01")
    assert (replaced["stateLabel"], replaced["since"]) == ("no longer in force", "2024-07-12")
    assert str(replaced["by"]).endswith("33-2024-nq-hdnd")
    (part,) = asked("legal-status", document="7/2020/NQ-HĐND")
    assert (part["stateLabel"], part["provision"]) == ("hết hiệu lực một phần", "khoản 2 Điều 3")
    (repealed,) = asked("legal-status", document="QĐ 318")
    assert repealed["stateLabel"] == "đã bãi bỏ"


def test_force_is_never_guessed(asked, note):
    assert asked("legal-status", document="19/2018/NQ-HĐND", as_of="2024-01-01") == []
    assert asked("legal-status", document="412/QĐ-UBND") == []
    assert note("legal-status", document="412/QĐ-UBND").startswith("Không rõ")


def test_the_register_of_an_office(asked):
    every = asked("document-register", office="UBND tỉnh Hòa Bình")
    assert numbers(every) >= {"412-qd-ubnd", "987-qd-ubnd", "1536-qd-ubnd", "2210-qd-ubnd", "655-qd-ubnd", "62-kh-ubnd"}
    of_2024 = asked("document-register", office="UBND tỉnh Hòa Bình", kind="quyết định", from_="2024-01-01")
    assert numbers(of_2024) == {"655-qd-ubnd", "2210-qd-ubnd"}
    assert numbers(asked("document-register", office="UBND tỉnh Hòa Bình", normative="có")) == {"17-2021-qd-ubnd"}


def test_the_register_by_state_of_force(asked):
    repealed = asked("document-register", office="UBND tỉnh Quảng Trị", status="repealed")
    assert [(row["number"], row["date"]) for row in repealed] == [("318/QĐ-UBND", "2021-02-08")]
    replaced = asked("document-register", office="UBND tỉnh Quảng Trị", status="đã được thay thế")
    assert {row["number"] for row in replaced} == {"2047/QĐ-UBND", "12/KH-UBND"}


def test_a_subject_of_governance(asked):
    traced = asked("by-topic", topic="truy xuất nguồn gốc", province=HOA_BINH)
    told = " ".join(str(row["thingLabel"]) for row in traced)
    assert all(words in told for words in ("05 hợp tác xã", "12 hợp tác xã", "huyện Cao Phong", "62/KH-UBND"))
    assert {row["provinceLabel"] for row in traced} == {HOA_BINH}
    assert asked("by-topic", topic="traceability", province=QUANG_TRI) == []
    radiation = asked("by-topic", topic="radiation-safety")
    assert {row["year"] for row in radiation} == {"2024"}
    assert all("bức xạ" in row["thingLabel"] for row in radiation)


def test_the_funnel_counts_what_is_announced_and_what_is_named(asked):
    steps = {row["stage"].rpartition("/")[2]: row for row in asked("task-funnel", province=HOA_BINH, year="2024")}
    assert steps["proposed"]["announced"] == f"14 phiếu đề xuất ({DEPARTMENT})"
    assert (steps["monitored"]["announced"], steps["monitored"]["named"]) == (f"2 nhiệm vụ ({DEPARTMENT})", 2)
    assert steps["accepted"]["announced"] == f"3 nhiệm vụ ({DEPARTMENT})"
    assert SINGING in steps["accepted"]["tasks"]
    assert steps["extended"]["tasks"] == FISH
    of_2023 = asked("task-funnel", province=HOA_BINH, year="2023")
    told = {row["stage"].rpartition("/")[2]: row["named"] for row in of_2023}
    assert told == {"listed": 4, "selected": 3, "approved": 3}


def test_tasks_extended_and_late(asked):
    (fish,) = asked("tasks-late", "en", province=HOA_BINH, as_of="2024-11-30")
    assert (fish["taskLabel"], fish["outcome"], fish["extensions"]) == (FISH, "extended", 1)
    assert (fish["end"], fish["since"], fish["days"]) == ("2024-10-31", "2024-10-25", None)
    assert asked("tasks-late", province=HOA_BINH, as_of="2024-10-01") == []
    year_on = {row["taskLabel"]: row["days"] for row in asked("tasks-late", as_of="2025-12-31", min_days="100")}
    assert year_on == {GARLIC: 122, FACTORY: 365}
    assert [row["taskLabel"] for row in asked("tasks-late", as_of="2025-12-31", min_days="200")] == [FACTORY]


def test_looking_at_a_stop_is_no_stop(asked, note):
    assert asked("tasks-stopped", province=HOA_BINH) == []
    assert note("tasks-stopped") == question("tasks-stopped").needs[0].wording["vi"]


def test_what_became_of_accepted_tasks(asked):
    (singing,) = asked("after-acceptance", province=HOA_BINH, year="2024")
    assert (singing["taskLabel"], singing["grade"]) == (SINGING, "Đạt")
    assert singing["accepted"].startswith("2024-09-12")
    assert singing["registered"] is singing["recognised"] is None
    assert SINGING in {row["taskLabel"] for row in asked("after-acceptance", missing="registered")}
    assert asked("after-acceptance", year="2023") == []


def test_a_list_and_the_tasks_that_its_decision_approves(asked):
    rows = asked("programme-tree", "en", programme=LIST)
    assert {row["thingLabel"] for row in rows if row["level"] == 1} == {FISH, GARLIC, SINGING, HERB}
    assert {row["relationLabel"] for row in rows if row["level"] == 1} == {"approved by the same decision"}
    assert numbers([row for row in rows if row["level"] == 0], "thing") == {"412-qd-ubnd"}
    scheme = asked("programme-tree", programme="Đề án triển khai, áp dụng và quản lý hệ thống truy xuất nguồn gốc")
    assert numbers(scheme, "thing") == {"100-qd-ttg"}


def test_a_task_that_is_like_an_earlier_one(asked):
    proposed = "Xây dựng mô hình nuôi cá dầm xanh bằng lồng trên hồ Hòa Bình"
    best = asked("similar-tasks", title=proposed)[0]
    assert best["taskLabel"] == FISH
    assert best["similarity"] >= 0.85
    assert best["hostLabel"] == "Công ty TNHH Thủy sản Đà Giang"
    assert asked("similar-tasks", title=FISH.upper())[0]["similarity"] == 1
    assert asked("similar-tasks", title="Đánh giá trữ lượng nước ngầm ven biển") == []


def test_estimate_and_budget_of_a_task_are_two_figures(asked):
    rows = asked("funding", "en", task=FISH)
    told = {row["approvalLabel"]: (row["amount"], row["text"]) for row in rows}
    assert told == {"approves execution": (2_040_000_000, "2.040"), "approves list": (2_100_000_000, "2.100")}
    estimates = [row for row in asked("funding", province=HOA_BINH, year="2023") if "412/" in row["documentLabel"]]
    assert sum(row["amount"] for row in estimates) == 5_150_000_000


def test_money_by_a_phase_that_no_document_tells(asked, note):
    assert asked("funding", phase="disbursed") == []
    assert "giải ngân" in note("funding", phase="disbursed")


def test_under_whom_an_organisation_is_and_who_heads_it(asked):
    rows = asked("organisation-history", organisation=DEPARTMENT)
    told = {(row["relationLabel"], row["objectLabel"]) for row in rows}
    assert ("trực thuộc", "Ủy ban nhân dân tỉnh Hòa Bình") in told
    heads = [row for row in rows if row["relationLabel"] == "đứng đầu"]
    assert [(row["subjectLabel"], row["date"]) for row in heads] == [("Hà Quang Lĩnh", "2024-09-20")]
    before = asked("organisation-history", organisation=DEPARTMENT, as_of="2024-08-01")
    assert "đứng đầu" not in {row["relationLabel"] for row in before}


def test_councils_and_who_set_them_up(asked):
    (council,) = asked("councils", province=QUANG_TRI)
    assert council["kindLabel"] == "hội đồng khoa học và công nghệ"
    assert council["date"] == "2019-09-24; 2023-04-24"
    identifying = asked("councils", council_kind="identification")
    assert any("655/QĐ-UBND" in str(row["documentLabel"]) for row in identifying)
    assert asked("councils", province=HOA_BINH, from_="2024-05-01") == []


def test_licences_that_reports_tell_of(asked, note):
    rows = asked("licences", province=HOA_BINH)
    assert {row["quantity"] for row in rows} == {"03 giấy phép", "09 giấy phép", None}
    mark = asked("licences", holder="Hợp tác xã Nông nghiệp Cam Vàng Thung Nai")
    assert [row["granterLabel"] for row in mark] == ["Cục Sở hữu trí tuệ"]
    april = asked("licences", to="2024-04-30")
    assert "Phòng khám Đa khoa Sông Bôi" in april[0]["holderLabel"]
    assert asked("licences", expiring_in="90") == []
    assert "hạn" in note("licences", expiring_in="90")


def test_inspections_with_their_figures(asked):
    april = asked("inspections", province=HOA_BINH, from_="2024-04-01", to="2024-04-30")
    figures = {
        row["typeLabel"]: row["figures"] for row in april if "xăng dầu" in row["activityLabel"] or row["figures"]
    }
    assert figures["xử phạt"] == "01 cơ sở; 12,5 triệu đồng"
    measured = asked("inspections", topic="đo lường")
    done = {row["figures"]: row["placeLabel"] for row in measured if row["statusLabel"] == "đã thực hiện"}
    assert done == {
        "07 cơ sở": "huyện Lạc Sơn; huyện Yên Thủy",
        "41 cơ sở": "huyện Lạc Sơn; huyện Yên Thủy; huyện Đà Bắc; thành phố Hòa Bình",
    }
    assert asked("inspections", topic="radiation-safety") == []


@pytest.mark.parametrize("name", ["procedures", "products-and-initiatives"])
def test_data_of_a_kind_that_nothing_tells_is_told_apart_from_no_match(asked, note, name):
    assert asked(name, province=HOA_BINH) == []
    assert note(name, province=HOA_BINH) == question(name).needs[0].wording["vi"]


def test_who_was_assigned_what_by_when(asked):
    rows = asked("assignments", "en", document="214/TB-VPUBND", as_of="2024-12-01")
    due = {row["due"]: row["state"] for row in rows if row["due"]}
    assert due == {"2024-11-30": "overdue, not seen done", "2024-12-15": "not seen done"}
    assert any(row["partnerLabel"] == "Công ty TNHH Thủy sản Đà Giang" for row in rows)
    early = asked("assignments", assignee=DEPARTMENT, due_before="2024-01-01", as_of="2024-01-01")
    assert [row["due"] for row in early] == ["2023-03-31", "2023-09-15"]


def test_months_that_no_report_covers(asked):
    rows = asked("coverage", "en", province=HOA_BINH, from_="2024-01-01", to="2024-12-31")
    assert numbers(row for row in rows if row["document"]) == {
        "58-bc-skhcn", "141-bc-skhcn", "2210-qd-ubnd", "214-tb-vpubnd",
    }  # fmt: skip
    gaps = [(row["start"], row["end"]) for row in rows if row["state"] == "no report"]
    assert gaps == [("2024-10-01", "2024-12-31")]
    assert len([row for row in asked("coverage") if row["document"]]) == 11


def test_how_two_things_are_connected(asked):
    rows = asked("path", from_="Công ty TNHH Thủy sản Đà Giang", to="412/QĐ-UBND")
    assert [(row["step"], row["relationLabel"]) for row in rows] == [(1, "tổ chức chủ trì"), (2, "phê duyệt danh mục")]
    assert {row["objectLabel"] for row in rows} == {"Công ty TNHH Thủy sản Đà Giang", FISH}
    assert asked("path", from_="Công ty TNHH Thủy sản Đà Giang", to="412/QĐ-UBND", max_length="1") == []


def test_no_path_leads_through_a_report_unless_it_may(asked):
    ends = {"from_": "1187/VPUBND-TH", "to": "100/QĐ-TTg"}  # both cited by report 58
    through = asked("path", **ends, without="nothing")
    assert max(row["step"] for row in through) == 2
    assert "58-bc-skhcn" in numbers(through, "subject")
    around = asked("path", **ends)
    assert not numbers(around, "subject") & {"58-bc-skhcn", "141-bc-skhcn"}


def test_networks_of_those_who_share_something(asked):
    pairs = {
        frozenset((row["oneLabel"], row["otherLabel"])): row
        for row in asked("network", projection="organisations-by-task")
    }
    fish = frozenset(("Công ty TNHH Thủy sản Đà Giang", "Chi cục Thủy sản tỉnh Hòa Bình"))
    garlic = frozenset(("Viện Giống cây trồng Tây Bắc", "Ủy ban nhân dân huyện Mai Châu"))
    assert set(pairs) == {fish, garlic}
    assert (pairs[fish]["weight"], pairs[fish]["first"]) == (1, "2023-06-09")
    directed = asked("network", projection="documents-by-basis", from_="2024-10-01", to="2024-10-31")
    assert numbers(directed, "one") == {"2210-qd-ubnd"}
    assert "1536-qd-ubnd" in numbers(directed, "other")
    provinces = asked("network", projection="provinces-by-national-document")
    assert [{row["oneLabel"], row["otherLabel"]} for row in provinces] == [{HOA_BINH, QUANG_TRI}]
    assert asked("network", projection="people-by-task") == []


def test_a_network_of_what_is_told_surely_in_one_province(asked):
    sure = {"projection": "documents-by-basis", "min_confidence": "1"}
    assert asked("network", **sure, province=HOA_BINH)
    assert not numbers(asked("network", **sure, province=HOA_BINH), "one") & {"871-qd-ubnd", "33-2024-nq-hdnd"}
