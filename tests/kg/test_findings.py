"""Findings: each rule finds what is planted, and nothing in a sound story."""

from __future__ import annotations

from typing import Any

import making
import pyoxigraph as ox
import pytest
import stories

from kg import findings
from kg.describe import describe
from kg.naming import summarise
from kg.reconcile import reconcile
from ontology.records import Activity, Citation, DocumentEntry, Project, Quantity, Record, TaskEvent
from ontology.units import unit_table


def found(*documents: tuple[Record, str]) -> dict[str, list[findings.Finding]]:
    named = reconcile([summarise(r, unit_table()) for r, _ in documents])
    store = ox.Store()
    for record, text in documents:
        lines = describe(record, text, named.aliases[record.source.text_sha256]).lines
        store.bulk_load("".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    kinds: dict[str, list[findings.Finding]] = {}
    for finding in findings.find(store):
        kinds.setdefault(finding.kind, []).append(finding)
    return kinds


def document(text: str, **entries: Any) -> tuple[Record, str]:
    text = f"Ủy ban nhân dân tỉnh Sơn La. {text}"
    own = {"kind": "report", "date": "2024-06-30", "quotes": ["Ủy ban nhân dân tỉnh Sơn La"]} | entries.pop("own", {})
    heading = DocumentEntry(id="doc", issuer="Ủy ban nhân dân tỉnh Sơn La", place="Sơn La", **own)
    return making.record(text, document=heading, **entries), text


def decision(id_: str, number: str, date: str | None, quote: str, **more: Any) -> Citation:
    issuer = "Ủy ban nhân dân tỉnh Sơn La"
    return Citation(id=id_, kind="decision", number=number, date=date, issuer=issuer, quotes=[quote], **more)


OFFICE = "Ủy ban nhân dân tỉnh Sơn La"


def activity(text: str, *quantities: Quantity, **more: Any) -> Activity:
    told = {"id": "a1", "type": "check", "status": "done", "summary": text, "quote": text} | more
    return Activity(quantities=list(quantities), **told)


def test_a_sound_story_has_no_findings() -> None:
    assert found(stories.report(4), stories.report(5), stories.decision("88/QĐ-UBND", "2024-03-12", "Hòa Bình")) == {}


def test_a_citation_from_the_future() -> None:
    kinds = found(document("QĐ 9 ngày mai.", citations=[decision("c1", "9/QĐ-UBND", "2024-07-01", "QĐ 9")]))
    assert "dated after" in kinds["cited-later"][0].en
    assert kinds["cited-later"][0].evidence
    own = {"date": "2024-06"}
    same_month = document("QĐ 9 trong tháng.", own=own, citations=[decision("c1", "9/QĐ-UBND", "2024-06-20", "QĐ 9")])
    assert "cited-later" not in found(same_month)


def test_one_number_with_two_dates() -> None:
    citations = [
        decision("c1", "9/QĐ-UBND", "2024-02-01", "QĐ 9"),
        decision("c2", "9/QĐ-UBND", "2024-03-01", "QĐ chín"),
    ]
    kinds = found(document("QĐ 9, QĐ chín.", citations=citations))
    assert "2024-02-01" in kinds["two-dates"][0].vi
    assert len(kinds["two-dates"][0].evidence) == 2


def test_numbers_and_dates_out_of_order() -> None:
    days = {"10": "2024-01-05", "20": "2024-02-05", "30": "2024-01-20", "40": "2024-03-05", "50": "2024-04-05"}
    citations = [decision(f"c{n}", f"{n}/QĐ-UBND", d, f"QĐ {n}") for n, d in days.items()]
    kinds = found(document(" ".join(f"QĐ {n}." for n in days), citations=citations))
    assert len(kinds["out-of-order"]) == 1
    plan = Citation(id="x", kind="plan", number="30/KH-UBND", date="2024-01-02", issuer=OFFICE, quotes=["QĐ 30"])
    other = [*citations[:2], plan]
    assert "out-of-order" not in found(document(" ".join(f"QĐ {n}." for n in days), citations=other))


def test_an_impossible_date() -> None:
    text = "QĐ 9 ngày 31/6/2023."
    kinds = found(document(text, citations=[decision("c1", "9/QĐ-UBND", None, "QĐ 9", date_text="31/6/2023")]))
    assert "31/6/2023" in kinds["impossible-date"][0].vi


def test_a_basis_that_was_replaced_before() -> None:
    def with_relation(predicate: str, number: str, date: str) -> tuple[Record, str]:
        text = f"{OFFICE} {predicate} QĐ 9."
        own = DocumentEntry(
            id="doc", kind="decision", number=number, date=date, place="Sơn La", issuer=OFFICE, quotes=[OFFICE]
        )
        cited = [decision("c1", "9/QĐ-UBND", "2020-02-01", "QĐ 9")]
        return making.record(text, [("doc", predicate, "c1", "QĐ 9", {})], document=own, citations=cited), text

    replacing = with_relation("replaces", "20/QĐ-UBND", "2023-05-05")
    resting = with_relation("based_on", "7/QĐ-UBND", "2024-01-15")
    assert "expired-basis" not in found(resting)
    assert "rests on" in found(replacing, resting)["expired-basis"][0].en


def test_ended_and_accepted_or_graded_twice() -> None:
    def task(*events: TaskEvent, **more: Any) -> tuple[Record, str]:
        told: dict[str, Any] = {"category": "st_task", "type": "đề tài", "events": list(events)} | more
        entry = Project(id="p1", name="Nuôi cá hồ", quotes=["Nuôi cá hồ"], **told)
        return document("Đề tài Nuôi cá hồ.", projects=[entry])

    ended = TaskEvent(stage="terminated", date="2024-01-01", quote="Nuôi cá hồ")
    accepted = TaskEvent(stage="accepted", date="2024-03-01", grade="Đạt", quote="Nuôi cá hồ")
    assert "contradictory-status" in found(task(ended, accepted))
    assert "contradictory-status" in found(task(statuses=["stopped", "accepted"]))
    assert "contradictory-status" in found(
        task(accepted, TaskEvent(stage="accepted", grade="Xuất sắc", quote="Nuôi cá hồ"))
    )
    assert "contradictory-status" not in found(task(accepted))


def test_what_nothing_resolves_and_what_could_be_two() -> None:
    citation = Citation(id="c1", kind="resolution", number="11/NQ-CP", issuer="Chính phủ", quotes=["NQ 11"])
    kinds = found(document("NQ 11.", citations=[citation]))
    assert "11/NQ-CP" in kinds["unresolved-reference"][0].vi
    several = [stories.decision("88/QĐ-UBND", f"{y}-03-01", "Hòa Bình") for y in (2023, 2024)]
    undated = stories.citing("88/QĐ-UBND", None, "Hòa Bình", "2024-06-01", "Ủy ban nhân dân tỉnh Hòa Bình")
    assert "năm 2023" in found(undated, *several)["ambiguous-name"][0].vi


def test_a_repaired_number_keeps_the_printed_one() -> None:
    citation = decision("c1", "9/QĐ-UBND", "2024-02-01", "QÐ 9", number_raw="9/QÐ-UBNĐ")
    assert "9/QÐ-UBNĐ" in found(document("QÐ 9.", citations=[citation]))["repaired-reading"][0].vi


def test_counts_announced_and_not_listed() -> None:
    names = ["Nuôi ong", "Trồng chè", "Ủ phân"]
    projects = [Project(id=f"p{i}", category="st_task", type="đề tài", name=n, quotes=[n]) for i, n in enumerate(names)]
    text = "Nghiệm thu 05 đề tài: Nuôi ong, Trồng chè, Ủ phân."
    line = activity(text, Quantity(value=5, unit="đề tài", text="05"), about=names)
    assert "named" in found(document(text, projects=projects, activities=[line]))["count-mismatch"][0].en
    line.quantities[0].value = 3
    assert found(document(text, projects=projects, activities=[line])) == {}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Họp 25 hội đồng, gồm 7 hội đồng tư vấn, 5 hội đồng tuyển chọn, 12 hội đồng nghiệm thu", True),
        ("Họp 24 hội đồng, gồm 7 hội đồng tư vấn, 5 hội đồng tuyển chọn, 12 hội đồng nghiệm thu", False),
        ("Cấp 30 giấy phép, trong đó 10 giấy phép mới, 12 giấy phép gia hạn", False),
        ("Cấp 20 giấy phép, trong đó 10 giấy phép mới, 12 giấy phép gia hạn", True),
        ("Tổ chức 03 lớp, gồm 120 học viên", False),
    ],
)
def test_parts_that_do_not_sum(text: str, wrong: bool) -> None:
    assert ("sum-mismatch" in found(document(text, activities=[activity(text)]))) is wrong


def test_months_that_come_to_more_than_the_report_that_covers_them() -> None:
    def told(start: str, end: str, devices: int) -> tuple[Record, str]:
        text = f"Kiểm định {devices} cân từ {start} đến {end}."
        quantity = Quantity(value=devices, unit="cân", text=str(devices))
        period = {"period_start": start, "period_end": end}
        line = activity(text, quantity, type="verification", organiser=OFFICE, **period)
        return document(text, activities=[line])

    months = [told("2024-01-01", "2024-01-31", 40), told("2024-02-01", "2024-02-29", 50)]
    assert "overlapping-reports" in found(*months, told("2024-01-01", "2024-03-31", 80))
    assert "overlapping-reports" not in found(*months, told("2024-01-01", "2024-03-31", 140))
