"""Citations: every way of citing, one entry for each document."""

from __future__ import annotations

import pytest

from ingest.citations import find_citations, numbers_not_understood
from ingest.context import Context
from ingest.header import read_header
from ingest.layout import Layout, lay_out
from ingest.read import read as read_record
from ingest.source import Source
from ontology.records import Citation
from ontology.units import unit_table

HEADER = (
    "UBND TỈNH YÊN BÁI\nSỞ KHOA HỌC VÀ CÔNG NGHỆ\n\nSố: 12/BC-SKHCN\n\n"
    "Yên Bái, ngày 5 tháng 6 năm 2024\n\nBÁO CÁO\nKết quả công tác quý II năm 2024\n\nI. KẾT QUẢ\n\n"
)


def cited(*lines: str) -> list[Citation]:
    """The citations of a report of Yên Bái with these lines."""
    layout, context = laid_out(*lines)
    return find_citations(layout, context)


def laid_out(*lines: str) -> tuple[Layout, Context]:
    layout = lay_out(Source("x", HEADER + "\n\n".join(f"- {line}" for line in lines)))
    return layout, read_header(layout, unit_table())[1]


def test_full_citation() -> None:
    (c,) = cited(
        "Theo Quyết định số 99/QĐ-UBND ngày 02/4/2024 của Chủ tịch UBND tỉnh về việc phê "
        "duyệt danh mục nhiệm vụ năm 2025."
    )
    assert (c.kind, c.number, c.date) == ("decision", "99/QĐ-UBND", "2024-04-02")
    assert c.issuer == "Chủ tịch Ủy ban nhân dân tỉnh Yên Bái"
    assert c.title == "phê duyệt danh mục nhiệm vụ năm 2025"


def test_one_entry_for_many_mentions() -> None:
    (c,) = cited(
        "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị đã được quán triệt.",
        "Tiếp tục thực hiện Nghị quyết 57; Nghị quyết nêu trên có nhiều nhiệm vụ.",
    )
    assert (c.number, c.count, len(c.spans)) == ("57-NQ/TW", 3, 3)


def test_series_begin_anew_each_year() -> None:
    both = cited("Quyết định số 5/QĐ-UBND ngày 3/1/2023 và Quyết định số 05/QĐ-UBND ngày 4/1/2024 của UBND tỉnh.")
    assert [c.date for c in both] == ["2023-01-03", "2024-01-04"]


def test_issuer_said_once_for_several() -> None:
    both = cited(
        "Theo Quyết định số 21/2020/QĐ-UBND ngày 7/5/2020 và Quyết định số "
        "22/2020/QĐ-UBND ngày 8/5/2020 của UBND tỉnh Sơn La."
    )
    assert {c.issuer for c in both} == {"Ủy ban nhân dân tỉnh Sơn La"}


def test_kind_said_once_for_several() -> None:
    assert [c.kind for c in cited("Các Kế hoạch số 12/KH-UBND, số 13/KH-UBND của UBND tỉnh.")] == ["plan", "plan"]


def test_joint_circular_has_two_issuers() -> None:
    (c,) = cited("Thông tư liên tịch số 13/2014/TTLT-BKHCN-BYT ngày 9/6/2014 của Bộ Khoa học và Công nghệ và Bộ Y tế.")
    assert c.issuer == "Bộ Khoa học và Công nghệ và Bộ Y tế"


def test_board_of_a_contest_is_not_the_ministry() -> None:
    (c,) = cited("Quyết định số 8/QĐ-BTC ngày 4/3/2024 của BTC hội thi ban hành Thể lệ Hội thi tay nghề giỏi.")[:1]
    assert c.issuer != "Bộ Tài chính"


def test_subject_ends_where_the_next_citation_or_clause_begins() -> None:
    first, second = cited(
        "Kế hoạch số 6/KH-UBND ngày 6/5/2024 về phát triển thị trường và Kế hoạch số "
        "7/KH-UBND ngày 6/5/2024 về chuyển đổi số, Sở đã triển khai."
    )
    assert (first.title, second.title) == ("phát triển thị trường", "chuyển đổi số")


def test_subject_before_its_citation() -> None:
    found = cited(
        "Đề án phát triển tài sản trí tuệ tỉnh đến năm 2030 đã được UBND tỉnh phê duyệt "
        "tại Quyết định số 518/QĐ-UBND ngày 31/3/2024."
    )
    (decision,) = [c for c in found if c.number]
    assert decision.title == "Đề án phát triển tài sản trí tuệ tỉnh đến năm 2030"
    assert decision.issuer == "Ủy ban nhân dân tỉnh Yên Bái"


@pytest.mark.parametrize(
    ("line", "title", "date"),
    [
        ("Thực hiện Luật Đo lường trên địa bàn.", "Luật Đo lường", None),
        ("Theo Luật Khoa học và công nghệ năm 2013, Sở đã làm.", "Luật Khoa học và công nghệ", "2013"),
    ],
)
def test_laws_by_name(line: str, title: str, date: str | None) -> None:
    (law,) = cited(line)
    assert (law.kind, law.title, law.date) == ("law", title, date)


def test_law_with_name_before_its_number() -> None:
    (law,) = cited("Luật Khoa học, công nghệ và đổi mới sáng tạo số 93/2025/QH15 có hiệu lực.")
    assert (law.kind, law.number, law.title) == ("law", "93/2025/QH15", "Luật Khoa học, công nghệ và đổi mới sáng tạo")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Xây dựng dự thảo Nghị quyết của HĐND tỉnh quy định mức hỗ trợ đổi mới công nghệ.", "resolution"),
        ("Ban hành Kế hoạch kiểm tra hoạt động đo lường tại các chợ năm 2024.", "plan"),
        ("Hoàn thiện báo cáo tổng kết thi hành pháp luật về đo lường năm 2023.", "report"),
    ],
)
def test_definite_documents_without_a_number(line: str, kind: str) -> None:
    (c,) = cited(line)
    assert (c.kind, c.number) == (kind, None)


@pytest.mark.parametrize(
    "line",
    [
        "Công việc đạt theo kế hoạch đề ra.",
        "Rà soát các văn bản quy phạm pháp luật.",
        "Đã báo cáo UBND tỉnh.",
        "Thực hiện đúng quy định.",
    ],
)
def test_classes_and_courses_are_no_documents(line: str) -> None:
    assert cited(line) == []


def test_number_in_a_result_column_is_that_of_the_row() -> None:
    layout = lay_out(
        Source(
            "x",
            HEADER + "| TT | Nội dung | Kết quả |\n|---|---|---|\n"
            "| 1 | Trình ban hành Quyết định của UBND tỉnh về quản lý sáng kiến "
            "| Đã xong (Quyết định số 8/QĐ-UBND ngày 2/5/2024) |\n",
        )
    )
    (c,) = find_citations(layout, read_header(layout, unit_table())[1])
    assert (c.number, c.title, c.count) == ("8/QĐ-UBND", "quản lý sáng kiến", 2)


def test_shapes_that_were_not_understood_are_counted() -> None:
    layout, context = laid_out("Mã hồ sơ 17/ABC-XYZ và Quyết định số 8/QĐ-UBND.")
    (left,) = numbers_not_understood(layout, find_citations(layout, context))
    assert left.quote == "17/ABC-XYZ"
    assert layout.source.text[slice(*left.spans[0])] == "17/ABC-XYZ"


def test_standards() -> None:
    found = cited("Áp dụng TCVN ISO 9001:2015, ISO 9001:2015 và QCVN 01:2009/BYT, TCVN ISO/IEC 17025:2017.")
    assert [(c.number, c.count) for c in found] == [
        ("TCVN ISO 9001:2015", 2),
        ("QCVN 01:2009/BYT", 1),
        ("TCVN ISO/IEC 17025:2017", 1),
    ]


def test_own_number_in_an_annex_is_no_citation() -> None:
    assert cited("Xem Báo cáo số 12/BC-SKHCN ngày 5/6/2024.") == []


def test_repaired_number_keeps_the_raw_form() -> None:
    (c,) = cited("Thông tư số 13/2021/TT-BKHCHN ngày 30/12/2021.")
    assert (c.number, c.number_raw) == ("13/2021/TT-BKHCN", "13/2021/TT-BKHCHN")


def test_spans_are_the_whole_wording() -> None:
    layout, context = laid_out(
        "Theo Quyết định số 99/QĐ-UBND ngày 02/4/2024 của UBND tỉnh về việc giao dự toán, Sở đã làm."
    )
    (c,) = find_citations(layout, context)
    assert (
        layout.text[slice(*c.spans[0])] == "Quyết định số 99/QĐ-UBND ngày 02/4/2024 của UBND tỉnh về việc giao dự toán"
    )


@pytest.mark.parametrize(
    "piece", ["Quyết định số ", "Kế hoạch ", "Quyết định số 12/QĐ-UBND ", "(Quyết định số 1/QĐ-UBND", "Luật A "]
)
def test_time_is_linear(piece: str) -> None:
    def steps(times: int) -> float:
        import time

        start = time.process_time()
        cited(piece * times)
        return time.process_time() - start

    steps(50)
    assert steps(4000) < 12 * max(steps(1000), 0.02)


def test_law_that_amends_laws_is_one_with_its_own_day() -> None:
    amending, inner, other = cited(
        "Theo Luật sửa đổi, bổ sung một số điều của Luật Đo lường và Luật Giá ngày 10 tháng 5 năm 2021."
    )
    assert amending.title == "Luật sửa đổi, bổ sung một số điều của Luật Đo lường và Luật Giá"
    assert (amending.date, inner.date, other.date) == ("2021-05-10", None, None)


def test_list_under_one_word_shares_date_issuer_and_subject() -> None:
    first, second = cited(
        "Các Quyết định số 3/QĐ-UBND, 4/QĐ-UBND ngày 2/4/2024 của UBND tỉnh về phân bổ kinh phí sự nghiệp."
    )
    assert (first.date, first.issuer, first.title) == (second.date, second.issuer, second.title)
    assert second.title == "phân bổ kinh phí sự nghiệp"


def test_letters_that_the_named_issuer_explains_are_not_repaired() -> None:
    (c,) = cited("Báo cáo thẩm tra số 88/BC-KTNS ngày 1/7/2024 của Ban Kinh tế - Ngân sách.")
    assert (c.number, c.issuer) == ("88/BC-KTNS", "Ban Kinh tế - Ngân sách Hội đồng nhân dân tỉnh Yên Bái")


def test_committee_before_a_list_issued_all_of_it() -> None:
    plan, directive = cited("Ban Thường vụ Tỉnh ủy đã ban hành Kế hoạch số 12-KH/TU và Chỉ thị số 3-CT/TU.")
    assert plan.issuer == directive.issuer == "Ban Thường vụ Tỉnh ủy Yên Bái"


def test_subject_of_a_draft_ends_before_what_it_is_to_replace() -> None:
    draft, old = cited(
        "Sở đang dự thảo Quy định quản lý nhiệm vụ cấp cơ sở để thay thế Quyết định số 7/2016/QĐ-UBND, "
        "dự kiến trình trong quý IV."
    )
    assert (draft.title, draft.note) == ("quản lý nhiệm vụ cấp cơ sở", "dự thảo")
    assert old.number == "7/2016/QĐ-UBND"


def test_codes_of_tasks_forms_and_papers_of_every_task_are_no_documents() -> None:
    assert not cited(
        "Đề tài mã số 05/HĐ-SKHCN, dự án mã số 03/2020-NNHN; khai theo Mẫu số 01/NS-KHCN.",
        "Đã lập biên bản kiểm tra đối với 05 cơ sở; chủ nhiệm hoàn thiện báo cáo tổng kết đề tài.",
    )


def test_short_form_with_its_year() -> None:
    (c,) = cited("Nghị định số 8/2014/NĐ-CP của Chính phủ quy định chi tiết.", "Theo Nghị định 08/2014.")
    assert (c.number, c.count) == ("8/2014/NĐ-CP", 2)


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        (
            "Theo Quyết định số 31/QĐ-TTra ngày 01/4/2024 của Chánh Thanh tra Sở;",
            "Chánh Thanh tra Sở Khoa học và Công nghệ tỉnh Yên Bái",
        ),
        (
            "Theo đề nghị của Trung tâm Giống Cây trồng Văn Yên tại Công văn số 8/TTGCT ngày 01/4/2024.",
            "Trung tâm Giống Cây trồng Văn Yên",
        ),
        ("Quyết định số 1322/QĐ-TTg ngày 31/8/2020 của TTCP.", "Thủ tướng Chính phủ"),
        ("Nghị quyết số 7-NQ/HU ngày 31/8/2020 của BCH Đảng bộ huyện Văn Yên.", "Ban Chấp hành Đảng bộ huyện Văn Yên"),
    ],
)
def test_issuers_told_by_office_initials_or_abbreviation(line: str, issuer: str) -> None:
    assert cited(line)[0].issuer == issuer


def test_subject_ends_before_what_is_said_of_it() -> None:
    (c,) = cited("Thông tư số 9/2019/TT-BTC về tạm ứng kinh phí còn nhiều vướng mắc khi áp dụng.")
    assert c.title == "tạm ứng kinh phí"


def test_a_plan_that_tells_itself_is_no_citation() -> None:
    text = (
        "ỦY BAN NHÂN DÂN\nTỈNH PHÚ YÊN\nSố: 98/KH-UBND\nPhú Yên, ngày 20 tháng 5 năm 2024\n\n"
        "KẾ HOẠCH\nChuyển đổi số năm 2024\n\n"
        "Thực hiện Quyết định số 5/QĐ-TTg, UBND tỉnh ban hành Kế hoạch chuyển đổi số năm 2024 như sau:\n\n"
        "I. NHIỆM VỤ\n\n1. Các sở xây dựng kế hoạch triển khai tại đơn vị mình.\n\n"
        "Trên đây là Kế hoạch chuyển đổi số năm 2024 của tỉnh.\n"
    )
    assert [c.number for c in read_record(Source("x", text), unit_table()).citations] == ["5/QĐ-TTg"]
