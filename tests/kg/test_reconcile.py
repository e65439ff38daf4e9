"""Which things are one, and which stay apart."""

from __future__ import annotations

import random

import making
import stories

from kg.naming import Summary, summarise
from kg.reconcile import Alias, Reconciled, reconcile, reconcile_apart
from ontology.records import Citation, DocumentEntry, Organisation, Project, Record
from ontology.units import unit_table

FULL = "Ứng dụng tiến bộ kỹ thuật xây dựng mô hình trồng và chế biến cà gai leo tại huyện Lạc Sơn"


def summaries(*documents: tuple[Record, str]) -> list[Summary]:
    return [summarise(record, unit_table()) for record, _ in documents]


def alias(found: Reconciled, document: tuple[Record, str], id_: str) -> Alias:
    return found.aliases[document[0].source.text_sha256][id_]


def test_a_reference_without_a_date_becomes_the_one_decision_that_fits() -> None:
    undated, dated = stories.report(5, cited=""), stories.report(6)
    found = reconcile(summaries(undated, dated))
    assert alias(found, undated, "c1").iri == alias(found, dated, "c1").iri
    assert alias(found, undated, "c1").first in found.replaced
    assert "ngày 12 tháng 3 năm 2024" in alias(found, undated, "c1").label


def test_numbers_begin_anew_each_year_so_an_old_one_is_only_a_candidate() -> None:
    undated = stories.citing("88/QĐ-UBND", None, "Hòa Bình", "2024-06-01", "Ủy ban nhân dân tỉnh Hòa Bình")
    old = stories.decision("88/QĐ-UBND", "2019-03-01", "Hòa Bình")
    reference = alias(reconcile(summaries(undated, old)), undated, "c1")
    assert "/doc/ref/" in reference.iri
    assert [c.iri.rpartition("/doc/")[2] for c in reference.may_be] == ["hoa-binh/ubnd/2019/88-qd-ubnd"]


def test_several_fitting_decisions_stay_candidates() -> None:
    undated = stories.citing("88/QĐ-UBND", None, "Hòa Bình", "2024-06-01", "Ủy ban nhân dân tỉnh Hòa Bình")
    years = [stories.decision("88/QĐ-UBND", f"{y}-03-01", "Hòa Bình") for y in (2023, 2024)]
    reference = alias(reconcile(summaries(undated, *years)), undated, "c1")
    assert len(reference.may_be) == 2
    assert all(c.reason for c in reference.may_be)


def test_a_younger_decision_is_never_meant() -> None:
    undated = stories.citing("88/QĐ-UBND", None, "Hòa Bình", "2024-02-01", "Ủy ban nhân dân tỉnh Hòa Bình")
    reference = alias(reconcile(summaries(undated, stories.report())), undated, "c1")
    assert reference.iri == reference.first
    assert not reference.may_be


def test_two_offices_of_one_name_in_the_reform_year_stay_candidates() -> None:
    open_ = stories.citing("05/2025/QĐ-UBND", None, "Lào Cai", "2025-10-01", "Ủy ban nhân dân tỉnh Lào Cai")
    new = stories.decision("05/2025/QĐ-UBND", "2025-07-01", "Lào Cai")
    reference = alias(reconcile(summaries(open_, new)), open_, "c1")
    assert len(reference.may_be) == 2
    assert "01/7/2025" in reference.may_be[0].reason


def test_a_report_with_a_blank_number_is_what_others_cite_by_its_title() -> None:
    blank = stories.report(5)
    text = "Sở Tài chính tỉnh Hòa Bình ngày 10/6/2024 nhận Báo cáo số 77/BC-SKHCN ngày 30/5/2024.\n"
    document = DocumentEntry(
        id="doc", kind="official_letter", number="5/STC-VP", date="2024-06-10", place="Hòa Bình",
        issuer="Sở Tài chính tỉnh Hòa Bình", quotes=["Sở Tài chính tỉnh Hòa Bình"],
    )  # fmt: skip
    citation = Citation(
        id="c1", kind="report", number="77/BC-SKHCN", date="2024-05-30", quotes=["Báo cáo số 77/BC-SKHCN"],
        issuer="Sở Khoa học và Công nghệ tỉnh Hòa Bình", title="Công tác tháng 5 năm 2024",
    )  # fmt: skip
    citing = making.record(text, document=document, citations=[citation]), text
    found = reconcile(summaries(blank, citing))
    assert alias(found, blank, "doc").iri == alias(found, citing, "c1").iri
    assert alias(found, citing, "c1").held


def project(name: str, home: str, text: str, **more: object) -> tuple[Record, str]:
    told = f"{text} Sở Y tế tỉnh {home} quản lý {name}."
    document = DocumentEntry(
        id="doc", kind="report", date="2024-05-30", place=home, issuer=f"Sở Y tế tỉnh {home}", quotes=["Sở Y tế"]
    )
    entry = Project(id="p1", category="st_task", type="dự án", name=name, quotes=[name], **more)  # type: ignore[arg-type]
    return making.record(told, document=document, projects=[entry]), told


def test_a_short_name_becomes_the_one_full_title_of_its_province() -> None:
    short, full = project("cà gai leo", "Hòa Bình", "Một."), project(FULL, "Hòa Bình", "Hai.")
    found = reconcile(summaries(short, full))
    assert alias(found, short, "p1").iri == alias(found, full, "p1").iri
    assert alias(found, short, "p1").label == FULL


def test_a_short_name_of_another_province_stays_apart() -> None:
    short, full = project("cà gai leo", "Sơn La", "Một."), project(FULL, "Hòa Bình", "Hai.")
    found = reconcile(summaries(short, full))
    assert alias(found, short, "p1").iri != alias(found, full, "p1").iri


def test_a_short_name_of_two_titles_is_linked_to_both() -> None:
    other = FULL.replace("Lạc Sơn", "Tân Lạc")
    documents = [project(n, "Hòa Bình", f"{i}.") for i, n in enumerate(("cà gai leo", FULL, other))]
    short = alias(reconcile(summaries(*documents)), documents[0], "p1")
    assert {c.iri for c in short.may_be} == {
        alias(reconcile(summaries(*documents)), d, "p1").iri for d in documents[1:]
    }


def test_one_full_title_is_one_thing_however_its_tones_are_typed() -> None:
    first, second = project(FULL, "Hòa Bình", "1."), project(FULL.replace("hóa", "hoá"), "Hòa Bình", "2.")
    found = reconcile(summaries(first, second))
    assert alias(found, first, "p1").iri == alias(found, second, "p1").iri


def body(name: str, type_: str, place: str | None, text: str) -> tuple[Record, str]:
    told = f"{text} Làm việc với {name}."
    document = DocumentEntry(
        id="doc",
        kind="report",
        date="2024-05-30",
        place="Hòa Bình",
        issuer="Sở Y tế tỉnh Hòa Bình",
        quotes=["Làm việc"],
    )
    entry = Organisation(id="o1", name=name, type=type_, place=place, quotes=[name])  # type: ignore[arg-type]
    return making.record(told, document=document, organisations=[entry]), told


def test_firms_of_one_name_in_one_province_are_one_and_councils_are_not() -> None:
    for type_, name, one in (
        ("enterprise", "Công ty TNHH Dược liệu Bình Minh", True),
        ("council", "Hội đồng nghiệm thu cấp tỉnh", False),
    ):
        first, second = body(name, type_, None, "Một."), body(name, type_, None, "Hai.")
        found = reconcile(summaries(first, second))
        assert (alias(found, first, "o1").iri == alias(found, second, "o1").iri) is one


def test_firms_of_one_name_in_two_places_stay_apart() -> None:
    name = "Hợp tác xã Nông nghiệp Thành Công"
    first, second = (body(name, "cooperative", p, p) for p in ("huyện Lạc Sơn", "huyện Tân Lạc"))
    open_ = body(name, "cooperative", None, "Ba.")
    found = reconcile(summaries(first, second, open_))
    assert len({alias(found, d, "o1").iri for d in (first, second, open_)}) == 3
    assert len(alias(found, open_, "o1").may_be) == 2


def test_the_order_of_records_makes_no_difference() -> None:
    documents = [stories.report(m, cited=c) for m in (4, 5, 6, 7) for c in ("", "ngày 12/03/2024 ")]
    documents += [project("cà gai leo", "Hòa Bình", "Một."), project(FULL, "Hòa Bình", "Hai.")]
    given = summaries(*documents)
    expected = reconcile(given).aliases
    for seed in range(5):
        random.Random(seed).shuffle(given)
        assert reconcile(given).aliases == expected


def test_nothing_public_depends_on_what_is_internal() -> None:
    public, internal = stories.report(5, cited=""), stories.report(6)
    found = reconcile_apart(summaries(public), summaries(internal))
    alone = reconcile(summaries(public))
    assert found.aliases[public[0].source.text_sha256] == alone.aliases[public[0].source.text_sha256]
