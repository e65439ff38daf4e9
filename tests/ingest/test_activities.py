"""Activities: what lines of reports, plans, conclusions and decisions tell, clause by clause."""

from __future__ import annotations

import time
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from ingest.activities import find_activities
from ingest.activity_words import LEXICON
from ingest.context import Context, Found
from ingest.layout import Layout, lay_out
from ingest.read import read as read_record
from ingest.source import Source
from ontology.records import Activity, ActivityType, Citation, DocumentEntry, Organisation, Period
from ontology.units import unit_table

ISSUER = "Sở Khoa học và Công nghệ tỉnh Tuyên Quang"
REPORT = """SỞ KHOA HỌC VÀ CÔNG NGHỆ

Số: 88/BC-SKHCN

Tuyên Quang, ngày 05 tháng 4 năm 2022

BÁO CÁO

Kết quả công tác quý I năm 2022

I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ QUÝ I NĂM 2022

1. Công tác chuyên môn

{results}

II. NHIỆM VỤ TRỌNG TÂM QUÝ II NĂM 2022

1. Công tác chuyên môn

{plan}

Trên đây là báo cáo quý I năm 2022./.

Nơi nhận:
- UBND tỉnh;
- Lưu: VT.

GIÁM ĐỐC

Nguyễn Thị Hoa
"""


def layout_of(text: str) -> Layout:
    return lay_out(Source("a.txt", text))


def organisations(layout: Layout, *names: str) -> list[Organisation]:
    """The organisations of these names wherever they stand, as the finder before gives them."""
    found = []
    for name in names:
        spans = [(i, i + len(name)) for i in range(len(layout.text)) if layout.text.startswith(name, i)]
        found.append(Organisation(name=name, type="department", spans=spans))
    return found


def read(text: str, document: DocumentEntry, *bodies: str, date: str = "2022-04-05") -> list[Activity]:
    layout = layout_of(text)
    found = Found(document, organisations=organisations(layout, *bodies))
    context = Context(units=unit_table(), date=date, issuer=ISSUER)
    activities = find_activities(layout, context, found)
    for activity in activities:
        ((start, end),) = activity.spans
        activity.quote = layout.text[start:end]
    return activities


def report(results: str = "Không phát sinh.", plan: str = "Không phát sinh.", *bodies: str) -> list[Activity]:
    document = DocumentEntry(kind="report", period_covered=Period(start="2022-01-01", end="2022-03-31"))
    return read(REPORT.format(results=results, plan=plan), document, *bodies)


def types(activities: list[Activity]) -> list[str]:
    return [a.type for a in activities]


def test_one_activity_per_thing_not_per_line() -> None:
    found = report(
        "- Thanh tra 05 cơ sở kinh doanh vàng, xử phạt 02 cơ sở với số tiền 18.500.000 đồng. "
        "Kiểm định 1.250 phương tiện đo, hiệu chuẩn 34 thiết bị; thử nghiệm 96 mẫu."
    )
    assert types(found) == ["inspection", "penalty", "verification", "calibration", "testing"]
    assert [a.quote for a in found][:2] == [
        "Thanh tra 05 cơ sở kinh doanh vàng",
        "xử phạt 02 cơ sở với số tiền 18.500.000 đồng",
    ]
    assert [[q.value for q in a.quantities] for a in found] == [[5], [2, 18_500_000], [1250], [34], [96]]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Tổ chức nghiệm thu 03 đề tài cấp tỉnh", "acceptance"),
        ("Hoàn thành tuyển chọn đơn vị chủ trì đề tài giống chè", "selection"),
        ("Tham gia góp ý dự thảo Thông tư về đo lường", "appraisal"),
        ("Tiếp nhận hồ sơ đề nghị cấp giấy phép bức xạ của 02 phòng khám", "appraisal"),
        ("Thẩm định, cấp 04 giấy phép tiến hành công việc bức xạ", "licensing"),
        ("Tổ chức Hội nghị tập huấn truy xuất nguồn gốc cho 80 học viên", "training"),
        ("Phối hợp tổ chức Hội thảo khoa học về cây chè", "workshop"),
        ("Tổ chức họp Hội đồng khoa học và công nghệ tỉnh", "meeting"),
        ("Tham mưu UBND tỉnh ban hành Kế hoạch chuyển đổi số", "drafting"),
        ("Ban hành Quyết định về quy chế chi tiêu nội bộ", "issuing"),
        ("Kiện toàn Hội đồng sáng kiến cấp tỉnh", "establishment"),
        ("Thực hiện tuyên truyền về sở hữu trí tuệ trên sóng phát thanh", "communication"),
        ("Xuất bản 500 cuốn kỷ yếu khoa học", "publication"),
        ("Hướng dẫn 06 hợp tác xã đăng ký nhãn hiệu", "support"),
        ("Nhân giống 2.000 cây lan trong phòng nuôi cấy mô", "production"),
        ("Bổ nhiệm 02 lãnh đạo phòng", "personnel"),
        ("Quyết toán kinh phí 04 đề tài", "finance"),
        ("Đề nghị khen thưởng 05 cá nhân", "emulation"),
        ("Theo dõi, đôn đốc tiến độ các đề tài", "administration"),
        ("Theo dõi, kiểm tra hoạt động của các tổ chức khoa học", "check"),
    ],
)
def test_types(line: str, kind: str) -> None:
    (found,) = report(f"- {line}.")
    assert found.type == kind


def test_a_word_inside_another_tells_nothing() -> None:
    (found,) = report("- Triển khai Đề án hỗ trợ doanh nghiệp theo đúng quy trình, lộ trình đề ra.")
    assert found.type == "other"


def test_status_by_section_and_wording() -> None:
    found = report(
        "- Đang rà soát 12 thủ tục hành chính. Tiếp tục hướng dẫn doanh nghiệp dùng mã vạch. Đã kiểm tra 08 cửa hàng. "
        "Công bố kết quả cuộc thi dự kiến vào tháng 6/2022.",
        "- Kiểm tra 05 cơ sở sản xuất vật liệu xây dựng.",
    )
    assert [a.status for a in found] == ["ongoing", "ongoing", "done", "planned", "planned"]


def test_period_of_its_own_else_of_the_section() -> None:
    own, section = report("- Trong tháng 3, kiểm tra 08 cửa hàng xăng dầu.\n\n- Nghiệm thu 02 đề tài.")
    assert (own.period, own.period_start, own.period_end) == ("tháng 3", "2022-03-01", "2022-03-31")
    assert (section.period_start, section.period_end) == ("2022-01-01", "2022-03-31")
    (planned,) = report(plan="- Nghiệm thu 02 đề tài.")
    assert (planned.period_start, planned.period_end, planned.cumulative) == ("2022-04-01", "2022-06-30", False)


def test_a_report_from_the_years_beginning_over_months_is_cumulative() -> None:
    text = REPORT.format(results="- Nghiệm thu 02 đề tài.", plan="").replace("QUÝ I NĂM", "9 THÁNG ĐẦU NĂM")
    document = DocumentEntry(kind="report", period_covered=Period(start="2022-01-01", end="2022-09-30"))
    (found,) = read(text, document)
    assert found.cumulative
    assert not report("- Nghiệm thu 02 đề tài.")[0].cumulative


def test_a_list_of_documents_takes_over_what_opens_it() -> None:
    found = report(
        "Trong quý, Sở đã tham mưu UBND tỉnh ban hành Kế hoạch về đo lường; "
        "Kế hoạch về sở hữu trí tuệ; Quyết định về sáng kiến."
    )
    assert types(found) == ["drafting"] * 3
    assert found[1].quote == "Kế hoạch về sở hữu trí tuệ"


def test_the_date_of_the_document_made_is_the_period() -> None:
    text = REPORT.format(
        results="Sở đã tham mưu ban hành một số văn bản:\n\nKế hoạch số 12/KH-UBND ngày 03/02/2022 về sở hữu trí tuệ.",
        plan="",
    )
    layout = layout_of(text)
    at = layout.text.index("Kế hoạch số 12")
    cited = Citation(kind="plan", number="12/KH-UBND", date="2022-02-03", spans=[(at, at + 36)])
    found = Found(DocumentEntry(kind="report"), citations=[cited])
    (activity,) = find_activities(layout, Context(units=unit_table(), date="2022-04", issuer=ISSUER), found)
    assert (activity.type, activity.period_start, activity.about) == ("drafting", "2022-02-03", ["12/KH-UBND"])


def test_footnotes_add_figures_and_things_of_other_types() -> None:
    found = report(
        "Thực hiện 02 cuộc khảo sát chất lượng xăng¹. Cấp 05 giấy phép bức xạ².\n\n"
        "¹ Lấy 12 mẫu đi thử nghiệm.\n\n² Bệnh viện: 03 giấy phép; phòng khám: 02 giấy phép."
    )
    survey, licensing = (next(a for a in found if a.type == t) for t in ("survey", "licensing"))
    testing = next(a for a in found if a.type == "testing")
    assert [q.value for q in survey.quantities] == [2]
    assert [q.value for q in testing.quantities] == [12]
    assert [q.value for q in licensing.quantities] == [5, 3, 2]


def test_a_footnote_of_titles_tells_nothing() -> None:
    found = report("Góp ý 03 dự án đầu tư¹.\n\n¹ Xây dựng nhà máy nước; Nâng cấp chợ trung tâm; Đầu tư xưởng gỗ.")
    assert types(found) == ["appraisal"]


def test_topics_and_formulas_are_no_activities() -> None:
    assert report("a) Quản lý đo lường:\n\n- Không có cơ sở vi phạm.\n\nb) Thanh tra\n\n- Không phát sinh.") == []


def test_a_repeated_line_counts_once_per_section() -> None:
    line = "- Hướng dẫn 06 hợp tác xã đăng ký nhãn hiệu."
    assert len(report(f"{line}\n\n{line}")) == 1
    assert len(report(line, line)) == 2


def test_a_target_is_a_figure_beside_its_result() -> None:
    (found,) = report("- Kiểm tra tiến độ 06/12 đề tài.")
    assert (found.quantities[0].value, found.quantities[0].target) == (6, 12)
    assert [q.value for q in found.quantities] == [6, 12]


def test_who_does_it() -> None:
    bodies = ("Trung tâm Kỹ thuật", "UBND tỉnh")
    subject, granted, part, own = report(
        "- Trung tâm Kỹ thuật kiểm định 60 cân.\n\n- 03 đề tài được UBND tỉnh phê duyệt kinh phí.\n\n"
        "- Cử 02 công chức tham gia lớp bồi dưỡng.\n\n- Sở đã nghiệm thu 02 đề tài.",
        "",
        *bodies,
    )
    assert [a.organiser for a in (subject, granted, part, own)] == ["Trung tâm Kỹ thuật", "UBND tỉnh", None, ISSUER]


CONCLUSION = """VĂN PHÒNG UBND TỈNH

Số: 21/TB-VP

Tuyên Quang, ngày 05 tháng 4 năm 2022

THÔNG BÁO

Kết luận của Chủ tịch UBND tỉnh tại cuộc họp về chuyển đổi số

Ngày 01/4/2022, Chủ tịch UBND tỉnh chủ trì cuộc họp về chuyển đổi số.

1. Đánh giá cao sự chuẩn bị của các cơ quan.

2. Giao Sở Thông tin và Truyền thông:

a) Chủ trì, phối hợp với Sở Tài chính xây dựng kế hoạch đào tạo trước ngày 30/5/2022;

b) Kiểm tra việc thực hiện tại các xã.

3. UBND các huyện, thành phố bố trí kinh phí, hoàn thành trong quý II/2022.

Văn phòng UBND tỉnh thông báo để các cơ quan biết, thực hiện./.

Nơi nhận:
- Như trên.
"""


def test_a_conclusion_says_who_does_what_with_whom_by_when() -> None:
    bodies = ("Sở Thông tin và Truyền thông", "Sở Tài chính", "Chủ tịch UBND tỉnh")
    meeting, plan, check, money = read(CONCLUSION, DocumentEntry(kind="notice"), *bodies)
    assert (meeting.type, meeting.status, meeting.period_start) == ("meeting", "done", "2022-04-01")
    assert (plan.type, plan.status, plan.assignee) == ("drafting", "planned", "Sở Thông tin và Truyền thông")
    assert (plan.coordinates_with, plan.deadline) == (["Sở Tài chính"], "2022-05-30")
    assert (check.type, check.assignee) == ("check", "Sở Thông tin và Truyền thông")
    assert (money.type, money.assignee) == ("finance", "UBND các huyện, thành phố")


DECISION = """ỦY BAN NHÂN DÂN TỈNH

Số: 112/QĐ-UBND

Tuyên Quang, ngày 05 tháng 4 năm 2022

QUYẾT ĐỊNH

Về việc phê duyệt Danh mục nhiệm vụ

Căn cứ Luật Khoa học và Công nghệ ngày 18 tháng 6 năm 2013;

QUYẾT ĐỊNH:

Điều 1. Phê duyệt Danh mục 03 nhiệm vụ.

Điều 2. Sở Khoa học và Công nghệ ký hợp đồng với tổ chức chủ trì, kiểm tra tiến độ 06 tháng một lần.

Điều 3. Chánh Văn phòng, Giám đốc Sở Tài chính chịu trách nhiệm thi hành Quyết định này.

Nơi nhận:
- Như Điều 3.
"""


def test_a_decision_orders_only_where_it_charges_a_body() -> None:
    found = read(DECISION, DocumentEntry(kind="decision"), "Sở Khoa học và Công nghệ", "Sở Tài chính")
    assert [(a.type, a.status, a.assignee) for a in found] == [
        ("administration", "planned", "Sở Khoa học và Công nghệ"),
        ("check", "planned", "Sở Khoa học và Công nghệ"),
    ]


PLAN = """ỦY BAN NHÂN DÂN TỈNH

KẾ HOẠCH

Phát triển tài sản trí tuệ năm 2022

I. NỘI DUNG

| TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian |
|---|---|---|---|---|
| 1 | Tổ chức tập huấn quản trị tài sản trí tuệ | Sở Khoa học và Công nghệ | Sở Công Thương | Quý II/2022 |
| 2 | Điều tra nhu cầu bảo hộ nhãn hiệu | Tỉnh đoàn | UBND các huyện | Trước ngày 30/9/2022 |
"""


def test_a_table_of_tasks() -> None:
    first, second = read(PLAN, DocumentEntry(kind="plan"), "Sở Khoa học và Công nghệ", "Sở Công Thương", "Tỉnh đoàn")
    assert (first.type, first.assignee, first.coordinates_with) == (
        "training",
        "Sở Khoa học và Công nghệ",
        ["Sở Công Thương"],
    )
    assert (first.period_start, first.deadline) == ("2022-04-01", "2022-06-30")
    assert (second.type, second.assignee, second.deadline) == ("survey", "Tỉnh đoàn", "2022-09-30")
    assert second.coordinates_with == ["UBND các huyện"]


INDICATORS = """SỞ KHOA HỌC VÀ CÔNG NGHỆ

BÁO CÁO

Kết quả quý I năm 2022

I. KẾT QUẢ

| TT | Chỉ tiêu | ĐVT | Kế hoạch năm | Thực hiện quý I | Tỷ lệ (%) |
|---|---|---|---|---|---|
| 1 | Kiểm định công tơ điện | cái | 12.000 | 3.150 | 26,3 |
| 2 | Số cơ sở được thanh tra | cơ sở | 20 | 5 | 25 |
| 3 | Dân số trung bình | người | 790.000 | 790.000 | 100 |

| TT | Nội dung | Quý I | Lũy kế |
|---|---|---|---|
| 1 | Hiệu chuẩn | 14 thiết bị | 60 thiết bị |
"""


def test_a_table_of_indicators_tells_what_it_measures() -> None:
    document = DocumentEntry(kind="report", period_covered=Period(start="2022-01-01", end="2022-03-31"))
    first, second, third = read(INDICATORS, document)
    assert (first.type, first.status) == ("verification", "done")
    assert [(q.value, q.unit) for q in first.quantities] == [(12000, "cái"), (3150, "cái"), (26.3, "%")]
    assert first.quantities[1].of == "Thực hiện quý I"
    assert (second.type, [q.value for q in second.quantities]) == ("inspection", [20, 5, 25])
    assert (third.type, [(q.value, q.unit) for q in third.quantities]) == (
        "calibration",
        [(14, "thiết bị"), (60, "thiết bị")],
    )


def test_the_verb_behind_a_basis_tells_the_type() -> None:
    (found,) = report("- Thực hiện Kế hoạch số 15/KH-UBND ngày 02/02/2022, Sở đã hỗ trợ 07 hợp tác xã dán tem.")
    assert (found.type, found.quote) == ("support", "Sở đã hỗ trợ 07 hợp tác xã dán tem")
    assert [q.value for q in found.quantities] == [7]


def test_the_verb_behind_the_long_title_of_a_task_is_quoted() -> None:
    title = "Nghiên cứu tuyển chọn giống lạc chịu hạn phù hợp với vùng đất dốc và liên kết tiêu thụ sản phẩm"
    (found,) = report(f"- Đề tài “{title}” do Trung tâm Giống chủ trì đã điều tra 150 hộ.")
    assert (found.type, found.quote) == ("survey", "đã điều tra 150 hộ")


def test_parts_told_by_lines_in_capitals() -> None:
    text = REPORT.replace("I. KẾT", "PHẦN THỨ NHẤT\nKẾT").replace("II. NHIỆM", "PHẦN THỨ HAI\nNHIỆM")
    document = DocumentEntry(kind="report")
    found = read(text.format(results="1.1. Kiểm tra 05 cơ sở.", plan="1.1. Kiểm tra 09 cơ sở."), document)
    assert [(a.type, a.status) for a in found] == [("check", "done"), ("check", "planned")]


def test_a_topic_opens_a_list_of_documents() -> None:
    found = report("- Trình UBND tỉnh ban hành:\n\n+ Quyết định số 9/QĐ-UBND ngày 03/3/2022 phê duyệt Danh mục;")
    assert types(found) == ["drafting"]


def test_what_is_counted_before_a_colon_is_named_behind_it() -> None:
    found = report("- Thẩm định công nghệ 02 dự án: Nhà máy gạch Thái Sơn; Trạm xử lý nước Yên Phú; kiểm tra 03 cơ sở.")
    assert types(found) == ["appraisal", "check"]


def test_sums_are_finance() -> None:
    (found,) = report("- Tổng dự toán năm 2022 được giao 12.400 triệu đồng, đã giải ngân 3.100 triệu đồng.")
    assert (found.type, [q.value for q in found.quantities]) == ("finance", [12400, 3100])


def test_to_whom_a_draft_goes_is_part_of_it() -> None:
    bodies = ("Sở Thông tin và Truyền thông", "Sở Tài chính", "Chủ tịch UBND tỉnh")
    text = CONCLUSION.replace(
        "Kiểm tra việc thực hiện tại các xã.", "Xây dựng Quy chế, trình UBND tỉnh trong quý II/2022."
    )
    draft = read(text, DocumentEntry(kind="notice"), *bodies)[2]
    assert (draft.type, draft.period_start, draft.deadline) == ("drafting", "2022-04-01", "2022-06-30")


def test_assessments_and_conditions_tell_nothing_done() -> None:
    assert report("6. Tồn tại, hạn chế: việc nghiệm thu 02 nhiệm vụ còn chậm.") == []
    assert report("- Trường hợp vượt thẩm quyền, báo cáo UBND tỉnh trước 5 ngày.") != []


def test_another_numbered_document_is_another_thing_drafted() -> None:
    found = report(
        "- Trình UBND tỉnh ban hành Quyết định số 7/QĐ-UBND ngày 04/02/2022 về quản lý nhiệm vụ và "
        "Quyết định số 8/QĐ-UBND ngày 05/02/2022 về xét công nhận sáng kiến."
    )
    assert types(found) == ["drafting", "drafting"]


def test_what_recurs_and_what_is_sent() -> None:
    bodies = ("Sở Thông tin và Truyền thông", "Sở Tài chính", "Chủ tịch UBND tỉnh")
    text = CONCLUSION.replace("Kiểm tra việc thực hiện tại các xã.", "Định kỳ 06 tháng báo cáo UBND tỉnh.")
    text = text.replace(
        "Đánh giá cao sự chuẩn bị của các cơ quan.", "Phiếu khảo sát gửi về Sở Tài chính trước ngày 30/4/2022."
    )
    found = read(text, DocumentEntry(kind="notice"), *bodies)
    assert [(a.type, a.status) for a in found if a.type == "administration"] == [("administration", "planned")] * 2


def test_a_time_may_stand_before_the_verb_without_a_comma() -> None:
    found = report("- Trong quý I năm 2022 tiếp nhận 21 hồ sơ; trong tháng đã ban hành 04 văn bản.")
    assert types(found) == ["appraisal", "issuing"]


def test_words_of_a_departments_name_end_no_object() -> None:
    bodies = ("Sở Thông tin và Truyền thông", "Sở Tài chính", "Chủ tịch UBND tỉnh", "Sở Kế hoạch và Đầu tư")
    text = CONCLUSION.replace(
        "3. UBND các huyện, thành phố bố trí kinh phí", "3. Giao Sở Kế hoạch và Đầu tư tham mưu vốn"
    )
    assert read(text, DocumentEntry(kind="notice"), *bodies)[3].type == "drafting"


def test_quotes_are_short_and_slice_the_text() -> None:
    long = "Kiểm tra việc chấp hành pháp luật " + "về đo lường " * 40 + "tại 05 cơ sở."
    (found,) = report(f"- {long}")
    assert len(found.quote) <= 160
    assert long.startswith(found.quote)
    assert [q.value for q in found.quantities] == [5]


def test_the_lexicon_knows_only_types_of_the_ontology() -> None:
    assert set(LEXICON["types"]) <= set(get_args(ActivityType))


@pytest.mark.parametrize(
    "text",
    [
        "((((" * 2_500,
        "“" * 10_000,
        "kiểm tra, " * 20_000,
        "năm 2021 " * 20_000,
        "1" * 100_000,
        "Tổ chức; " * 20_000,
        "đã được " * 20_000,
        "Kế hoạch: " * 20_000,
        "kiểm tra (a) " * 20_000,
    ],
    ids=["brackets", "quotes", "verbs", "years", "digits", "semicolons", "passives", "colons", "bracketed"],
)
def test_hard_texts_end_in_linear_time(text: str) -> None:
    begun = time.process_time()
    report(text)
    assert time.process_time() - begun < 10


def test_typical_lines_of_administration_have_their_type() -> None:
    lines = tomllib.loads((Path(__file__).parent / "activity_lines.toml").read_text(encoding="utf-8"))
    told, asked = ([(kind, f"- {x}.") for kind, xs in lines[part].items() for x in xs] for part in ("told", "asked"))
    text = REPORT.format(results="\n\n".join(x for _, x in told), plan="\n\n".join(x for _, x in asked))
    found = read_record(Source("a.txt", text), unit_table()).activities
    starts, at = [], 0
    for _, line in (*told, *asked):
        at = text.index(line, at) + 1
        starts.append(at)
    first = {}
    for (kind, line), (start, end) in zip((*told, *asked), pairwise([*starts, len(text)]), strict=True):
        first[line] = (kind, next((a.type for a in found if start <= a.spans[0][0] < end), None))
    wrong = {line: pair for line, pair in first.items() if pair[0] != pair[1]}
    assert len(wrong) <= len(first) / 10, wrong


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Cấp 2.000 cây giống cho 40 hộ dân", "support"),
        ("Cấp 05 giấy phép sử dụng thiết bị X-quang", "licensing"),
        ("Thu hồi 120 triệu đồng nộp ngân sách", "finance"),
        ("Thu hồi giấy phép của 01 cơ sở", "licensing"),
        ("Tiếp nhận 120 hồ sơ thủ tục hành chính, giải quyết 118 hồ sơ", "administration"),
        ("Tiếp nhận 02 viên chức", "personnel"),
    ],
)
def test_a_verbs_type_by_its_object(line: str, kind: str) -> None:
    assert types(report(f"- {line}.")) == [kind]


def test_figures_reached_are_told_in_an_assessment_too() -> None:
    text = REPORT.replace(
        "II. NHIỆM", "II. TỒN TẠI\n\n- Kinh phí được giao 13 tỷ đồng, mới giải ngân 4 tỷ đồng.\n\nIII. NHIỆM"
    )
    document = DocumentEntry(kind="report", period_covered=Period(start="2022-01-01", end="2022-03-31"))
    found = read(text.format(results="- Thanh tra 02 cơ sở.", plan="- Thanh tra 03 cơ sở."), document)
    assert types(found) == ["inspection", "finance", "inspection"]


def test_what_a_task_undergoes() -> None:
    found = report("- Dự án Cam Hàm Yên được UBND tỉnh phê duyệt ngày 02/3/2022; đề tài Chè bị dừng thực hiện.")
    assert types(found) == ["issuing", "administration"]
