"""Named tasks, projects and programmes: which are found, where their names end, what is one thing."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from ingest.context import Context, Found
from ingest.layout import lay_out
from ingest.projects import find_projects
from ingest.source import Source
from ontology.records import Citation, DocumentEntry, Organisation, Place, Project

HEAD = "Số: 12/BC-SKHCN\n\nYên Bái, ngày 05 tháng 6 năm 2022\n\nBÁO CÁO\n\nKết quả công tác quý II\n\n"


def read(
    text: str, head: str = HEAD, organisations: dict[str, str] | None = None, places: tuple[str, ...] = ()
) -> list[Project]:
    layout = lay_out(Source("a.txt", head + text))
    found = Found(DocumentEntry())

    def spans(name: str) -> list[tuple[int, int]]:
        start = layout.text.find(name)
        return [(start, start + len(name))] if start >= 0 else []

    found.organisations = [
        Organisation(name=name, type="other", spans=spans(said)) for said, name in (organisations or {}).items()
    ]
    found.places = [Place(name=p, level="commune", spans=spans(p)) for p in places]
    return find_projects(layout, Context(units=None), found)


def names(text: str, **more) -> list[str]:
    return [p.name for p in read(text, **more)]


def one(text: str, **more) -> Project:
    (project,) = read(text, **more)
    return project


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("- Nghiệm thu đề tài “Phục tráng giống lúa Séng Cù tại huyện Mường Khương”.",
         "Phục tráng giống lúa Séng Cù tại huyện Mường Khương"),
        ('- Nghiệm thu đề tài: "Phục tráng giống lúa Séng Cù".', "Phục tráng giống lúa Séng Cù"),
        ("- Nghiệm thu đề tài “ Phục tráng giống lúa Séng Cù“ đúng hạn.", "Phục tráng giống lúa Séng Cù"),
        ("- Thực hiện đề tài “Phục tráng giống lúa Séng Cù; phối hợp với các xã cấy lúa.",
         "Phục tráng giống lúa Séng Cù"),
        ("- Đề tài Nghiên cứu xây dựng bản đồ lũ quét tại xã Tà Xi đã nghiệm thu.",
         "Nghiên cứu xây dựng bản đồ lũ quét tại xã Tà Xi"),
        ("- Kiểm tra đề tài cấp cơ sở “Quản lý thuốc tại trạm y tế xã”.", "Quản lý thuốc tại trạm y tế xã"),
        ("- Nhiệm vụ KH&CN cấp tỉnh: Khai thác nguồn gen gà xương đen tại huyện Trạm Tấu.",
         "Khai thác nguồn gen gà xương đen tại huyện Trạm Tấu"),
        ("- Gia hạn đề tài Nuôi cấy mô sâm Lai Châu (Panax vietnamensis) bằng ống ngập chìm, được duyệt năm 2020.",
         "Nuôi cấy mô sâm Lai Châu (Panax vietnamensis) bằng ống ngập chìm"),
        ("- Góp ý dự án Nhà máy chế biến măng Bát Độ của Công ty TNHH Hồng Hà.", "Nhà máy chế biến măng Bát Độ"),
        ("- Góp ý dự án xây dựng tuyến đường từ xã Nà Hẩu đến xã Phong Dụ theo đề nghị của Sở Giao thông.",
         "xây dựng tuyến đường từ xã Nà Hẩu đến xã Phong Dụ"),
        ("- Triển khai Chương trình phát triển tài sản trí tuệ tỉnh Yên Bái giai đoạn 2021 - 2030 do Sở chủ trì.",
         "Chương trình phát triển tài sản trí tuệ tỉnh Yên Bái giai đoạn 2021 - 2030"),
        ("- Thực hiện Đề án 844.", "Đề án 844"),
        ("- Tham gia Chương trình OCOP.", "Chương trình OCOP"),
        ("- Nhân rộng mô hình nuôi tằm trên nền nhà, tổ chức tập huấn cho nông dân.", "mô hình nuôi tằm trên nền nhà"),
        ("- Phát động Cuộc thi Khởi nghiệp xanh tỉnh Yên Bái lần thứ hai, năm 2022 đến các huyện.",
         "Cuộc thi Khởi nghiệp xanh tỉnh Yên Bái lần thứ hai, năm 2022 đến các huyện"),
        ("- Phê duyệt danh mục nhiệm vụ KH&CN cấp tỉnh đặt hàng năm 2023.",
         "danh mục nhiệm vụ KH&CN cấp tỉnh đặt hàng năm 2023"),
        ("- Tham mưu Kế hoạch phát triển khoa học và công nghệ tỉnh giai đoạn 2021 - 2025.",
         "Kế hoạch phát triển khoa học và công nghệ tỉnh giai đoạn 2021 - 2025"),
        ("- Xét đề tài: Nghiên cứu thực trạng và đề xuất giải pháp phát triển làng nghề rèn, với các nội dung sau.",
         "Nghiên cứu thực trạng và đề xuất giải pháp phát triển làng nghề rèn"),
        ("- Góp ý dự án đầu tư xây dựng công trình “Hồ chứa Từ Hiếu 2”.", "Hồ chứa Từ Hiếu 2"),
        ("- Giao trực tiếp đề tài quế.", "quế"),
        ("- Phê duyệt danh mục đề tài cấp tỉnh đưa ra tuyển chọn, giao trực tiếp thực hiện từ năm 2024.",
         "danh mục đề tài cấp tỉnh đưa ra tuyển chọn, giao trực tiếp thực hiện từ năm 2024"),
        ("V/v phê duyệt danh mục đề tài, dự án khoa học và công nghệ cấp tỉnh để tuyển chọn, xét chọn trong năm 2021.",
         "danh mục đề tài, dự án khoa học và công nghệ cấp tỉnh để tuyển chọn, xét chọn trong năm 2021"),
        ("- Ký hợp đồng thực hiện đề tài Nâng cao chất lượng chè Suối Giàng với Viện Chè.",
         "Nâng cao chất lượng chè Suối Giàng"),
        ('- Phát động Cuộc thi "Khởi nghiệp Tây Bắc" lần thứ 2 vào tháng 9.',
         'Cuộc thi "Khởi nghiệp Tây Bắc" lần thứ 2'),
        ("- Tổ chức Ngày hội Khởi nghiệp Yên Bái 2022 (ngày 12/8/2022) tại Quảng trường 19/8.",
         "Ngày hội Khởi nghiệp Yên Bái 2022"),
        ("- Gia hạn đề tài Sơn tra (đến tháng 6/2024) và đôn đốc các xã.", "Sơn tra"),
        ("- Hoàn thành dự án Cá tầm Púng Luông đúng thời hạn gia hạn.", "Cá tầm Púng Luông"),
        ("- Thay đổi chủ nhiệm dự án *Na dai*, kiểm tra vườn ươm.", "Na dai"),
        ("- Giải phóng mặt bằng dự án cao tốc Nậm Tăng - Púng Luông.", "cao tốc Nậm Tăng - Púng Luông"),
        ("- Hoàn thành đồ án điều chỉnh quy hoạch chung thị trấn Cổ Phúc; lập quy hoạch sử dụng đất; quy hoạch cán bộ.",
         "đồ án điều chỉnh quy hoạch chung thị trấn Cổ Phúc"),
        ("- Góp ý Đồ án quy hoạch chung thị trấn Cổ Phúc, huyện Trấn Yên, tỷ lệ 1/5.000.",
         "Đồ án quy hoạch chung thị trấn Cổ Phúc, huyện Trấn Yên, tỷ lệ 1/5.000"),
    ],
)  # fmt: skip
def test_a_name_is_taken_whole_and_no_further(text: str, name: str) -> None:
    if name.endswith("đến các huyện"):
        name = name.removesuffix(" đến các huyện")
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "- Quản lý 08 nhiệm vụ; 04 dự án chuyển tiếp; các đề tài, dự án đúng tiến độ.",
        "- Các đề tài, dự án KH&CN được triển khai theo thuyết minh.",
        "- Một số đề tài chưa nghiệm thu; nhiều dự án đầu tư chậm tiến độ.",
        "- Hoàn thành nhiệm vụ được giao; thực hiện nhiệm vụ phòng chống dịch.",
        "- Xây dựng chương trình công tác năm; chương trình phát thanh; đề án vị trí việc làm.",
        "- Chương trình số 12-CTr/TU ngày 01/3/2021 của Tỉnh ủy; Kế hoạch số 15/KH-UBND.",
        "- Ban hành Kế hoạch kiểm tra năm 2022; kế hoạch tuyên truyền.",
        "- Phát động phong trào “Lao động giỏi”; Hội thảo “Đo lường hôm nay”.",
        "- Thẩm định kinh phí 07 dự án, kiểm tra 02 đề tài, dự án.",
        "II. PHƯƠNG HƯỚNG, NHIỆM VỤ QUÝ III",
        "- Nhiệm vụ cấp tỉnh: Trong năm, Sở quản lý 33 nhiệm vụ, trong đó 21 nhiệm vụ chuyển tiếp.",
        "- Mục tiêu: Xây dựng mô hình nuôi cá tầm trong lồng tại xã Púng Luông, năng suất đạt 8 kg/m3.",
        "- Giao Sở Kế hoạch và Đầu tư tham mưu; bổ sung vào Kế hoạch đầu tư công trung hạn giai đoạn 2021 - 2025.",
        "- Gắn nhiệm vụ với chương trình phát triển kinh tế - xã hội của tỉnh.",
        "- Đã xây dựng mô hình trồng 02 ha chè dây tại xã Nà Hẩu.",
    ],
)
def test_groups_and_general_words_are_no_names(text: str) -> None:
    assert names(text) == []


def test_lists_are_taken_apart_by_their_announced_count() -> None:
    assert names("- Nghiệm thu 04 đề tài, dự án (dự án Tằm sắn; dự án Cá tầm, Na dai, Quế Văn Yên).") == [
        "Tằm sắn", "Cá tầm", "Na dai", "Quế Văn Yên",
    ]  # fmt: skip
    assert names("- Công nhận 02 đề tài (Mắc khén, Hạt dổi; Pháp luật).") == ["Mắc khén, Hạt dổi", "Pháp luật"]
    assert names("- Thẩm định giá 03 dự án: Sơn tra; quế hữu cơ; Gà đen Trạm Tấu.") == [
        "Sơn tra",
        "quế hữu cơ",
        "Gà đen Trạm Tấu",
    ]
    assert names("- Gia hạn 02 đề tài: (1) Giống khoai sọ nương; (2) Quy trình ủ chua thân ngô.") == [
        "Giống khoai sọ nương", "Quy trình ủ chua thân ngô",
    ]  # fmt: skip
    assert names("- Góp ý 02 dự án Nhà máy điện Nậm Tăng và Nhà máy nước Nghĩa Lộ.") == [
        "Nhà máy điện Nậm Tăng",
        "Nhà máy nước Nghĩa Lộ",
    ]


def test_works_named_out_of_a_group_and_the_one_title_in_parentheses() -> None:
    works = (
        "- Góp ý 18 dự án đầu tư, trong đó có Nhà máy điện gió Púng Luông 3 (xã Nậm Có), "
        "Trang trại lợn Minh Bảo tại xã Y Can."
    )
    assert [(p.name, p.category) for p in read(works)] == [
        ("Nhà máy điện gió Púng Luông 3", "investment"), ("Trang trại lợn Minh Bảo", "investment"),
    ]  # fmt: skip
    task = one(
        "- Nghiệm thu 09 nhiệm vụ, gồm 01 nhiệm vụ xếp loại Khá (Nghiên cứu bảo tồn giống gà xương đen Trạm Tấu)."
    )
    assert (task.name, task.statuses) == (
        "Nghiên cứu bảo tồn giống gà xương đen Trạm Tấu", ["accepted", "graded:Khá"],
    )  # fmt: skip
    assert names("- Nghiệm thu 01 nhiệm vụ xếp loại Khá (đạt 100% kế hoạch).") == []


def test_the_head_word_alone_stands_for_the_task_that_is_called_so() -> None:
    text = (
        "Điều 1. Gia hạn thực hiện Dự án “Nuôi cá chiên tại hồ Thác Bà” (sau đây gọi là Dự án) thêm 06 tháng.\n\n"
        "Điều 2. Thay đổi chủ nhiệm Dự án từ ông A sang bà B; các dự án khác giữ nguyên."
    )
    task = one(text, head=DECISION)
    assert (len(task.spans), task.aliases, task.statuses) == (3, [], ["extended", "changed_lead"])


def test_solutions_are_named_in_quotation_marks_only() -> None:
    text = (
        "- Trao giải Nhất cho giải pháp “Máy tách vỏ quả sơn tra”; đề xuất giải pháp phát triển làng nghề; "
        "giải pháp “mềm”."
    )
    assert [(p.name, p.category) for p in read(text)] == [("Máy tách vỏ quả sơn tra", "initiative")]


def test_numbered_names_behind_a_colon_each_with_what_is_told_of_it() -> None:
    text = (
        "- Nghiệm thu cấp tỉnh 03 đề tài, gồm: (1) “Đánh giá bệnh sốt rét” do Sở Y tế chủ trì (xếp loại Khá); "
        "(2) “Trồng tiêu hữu cơ” (xếp loại Đạt); (3) “Ứng dụng ảnh viễn thám quản lý rừng” (không đạt)."
    )
    assert [(p.name, p.statuses, p.level) for p in read(text)] == [
        ("Đánh giá bệnh sốt rét", ["accepted", "graded:Khá"], "tỉnh"),
        ("Trồng tiêu hữu cơ", ["accepted", "graded:Đạt"], "tỉnh"),
        ("Ứng dụng ảnh viễn thám quản lý rừng", ["graded:Không đạt"], "tỉnh"),
    ]


def test_lists_over_lines_name_tasks_but_not_duties() -> None:
    tasks = "- Nghiên cứu giống khoai sọ nương tại huyện Mù Cang Chải;\n\n- Dự án: Ủ chua thân ngô."
    assert names(f"1. Đề xuất đặt hàng 02 nhiệm vụ sau:\n\n{tasks}") == [
        "Nghiên cứu giống khoai sọ nương tại huyện Mù Cang Chải", "Ủ chua thân ngô",
    ]  # fmt: skip
    duties = "- Xây dựng kế hoạch năm;\n\n- Tổ chức thực hiện tốt công tác tuyên truyền."
    assert names(f"1. Các phòng thực hiện 02 nhiệm vụ sau:\n\n{duties}") == []


def test_names_in_italics_that_begin_the_lines_of_a_list() -> None:
    text = (
        "- Một số nhiệm vụ đang triển khai:\n\n+ *Quýt hồng Mường Khương*: trồng 3,2 ha.\n\n"
        "+ *Cá tầm Púng Luông* (thuộc Chương trình giống thủy sản): tạm dừng 03 tháng.\n"
    )
    found = [(p.name, p.statuses) for p in read(text) if p.category == "st_task"]
    assert found == [("Quýt hồng Mường Khương", ["ongoing"]), ("Cá tầm Púng Luông", ["paused"])]
    plain = "- Các nhiệm vụ trọng tâm:\n\n+ Tuyên truyền về đo lường.\n\n+ *Kiểm tra* xăng dầu.\n"
    assert names(plain) == []


def test_a_grade_in_a_labelled_line_is_that_of_the_recognised_result() -> None:
    text = (
        "Điều 1. Công nhận kết quả thực hiện 02 nhiệm vụ cấp tỉnh như sau:\n\n"
        "1. Đề tài: “Phục tráng giống lúa Séng Cù”, mã số ĐT.01; cơ quan chủ trì: Trại giống; xếp loại: Đạt.\n\n"
        "2. Dự án: “Nuôi cá chiên tại hồ Thác Bà”, mã số DA.02; chủ nhiệm: KS. Lò Văn An; xếp loại: Xuất sắc."
    )
    found = read(text, head=DECISION)
    assert [p.statuses for p in found] == [["recognised", "graded:Đạt"], ["recognised", "graded:Xuất sắc"]]
    assert [(e.stage, e.grade) for p in found for e in p.events] == [("recognised", "Đạt"), ("recognised", "Xuất sắc")]


def test_a_list_ends_where_the_sentence_goes_on_with_other_things() -> None:
    text = (
        '- Hoàn thiện hồ sơ các đề tài: Cá chiên, Tằm sắn; đôn đốc các xã; riêng đề tài "Nghề rèn" giao Phòng theo dõi.'
    )
    assert names(text) == ["Cá chiên", "Tằm sắn", "Nghề rèn"]


@pytest.mark.parametrize(
    "text",
    [
        "- Ban Quản lý dự án đầu tư xây dựng công trình dân dụng tỉnh báo cáo.",
        "- Chủ đầu tư dự án chịu trách nhiệm; danh mục dự án kêu gọi đầu tư.",
        "- Gắn nhiệm vụ phát triển khoa học và công nghệ với các chương trình phát triển kinh tế - xã hội.",
        "- Chủ nhiệm đề tài: TS. Lò Thị Mai.",
        "- Kinh phí đề tài, dự án: 25 tỷ đồng; hoạt động khác: 17 tỷ đồng.",
        "- Hội thảo “Dự án khởi nghiệp xanh”; lớp tập huấn “Mô hình hay, cách làm tốt”.",
        "- Kế hoạch; bảo đảm đồng bộ đến năm 2050.",
        "- Đăng ký đề tài khoa học và công nghệ câp tỉnh.",
    ],
)
def test_words_that_only_look_like_names(text: str) -> None:
    assert names(text) == []


def test_footnotes_name_what_their_mark_counts() -> None:
    text = (
        "- Cấp 02 giấy chứng nhận đăng ký kết quả nhiệm vụ khoa học và công nghệ¹ đúng hạn. Góp ý 30² dự án đầu tư.\n\n"
        "¹ Nghiên cứu sinh kế vùng lòng hồ Thác Bà, để phát triển du lịch; Bảo tồn hát then (đã nghiệm thu).\n\n"
        "² Dự án Khu du lịch Suối Giàng; Đồ án điều chỉnh quy hoạch chung thị xã Nghĩa Lộ.\n"
    )
    found = {p.name: p.category for p in read(text)}
    assert found == {
        "Nghiên cứu sinh kế vùng lòng hồ Thác Bà, để phát triển du lịch": "st_task",
        "Bảo tồn hát then": "st_task",
        "Khu du lịch Suối Giàng": "investment",
        "Đồ án điều chỉnh quy hoạch chung thị xã Nghĩa Lộ": "investment",
    }


def test_notes_of_two_pages_with_one_number_and_marks_glued_by_a_scan() -> None:
    text = (
        "- Nghiệm thu 01 đề tài¹ đúng hạn.\n\n¹ Giống khoai sọ nương huyện Mù Cang Chải.\n\n"
        "- Dừng 01 dự án¹ chậm tiến độ.\n\n¹ Ủ chua thân ngô tại xã Púng Luông.\n"
    )
    assert [(p.name, p.statuses) for p in read(text)] == [
        ("Giống khoai sọ nương huyện Mù Cang Chải", ["accepted"]), ("Ủ chua thân ngô tại xã Púng Luông", []),
    ]  # fmt: skip
    glued = (
        "- Kiểm tra tiến độ dự án Tằm sắn1; gia hạn đề tài Quế.\n\n1 Xây dựng mô hình nuôi tằm sắn tại huyện Văn Yên.\n"
    )
    worm, cinnamon = read(glued)
    assert (worm.name, cinnamon.name) == ("Xây dựng mô hình nuôi tằm sắn tại huyện Văn Yên", "Quế")
    assert "Tằm sắn" in worm.aliases


def test_words_that_only_a_title_told_elsewhere_makes_a_name() -> None:
    title = "- Dự án “Ứng dụng công nghệ tưới tiết kiệm cho cây táo tại huyện Lục Yên”.\n\n"
    assert len(read(title + "- Triển khai dự án tưới tiết kiệm cho cây táo; đôn đốc.")) == 1
    assert len(one(title + "- Triển khai dự án tưới tiết kiệm cho cây táo; đôn đốc.").spans) == 2
    assert names("- Triển khai dự án tưới tiết kiệm cho cây táo; đôn đốc.") == []


def test_short_names_are_tied_to_the_one_title_they_fit() -> None:
    text = (
        "- Nghiệm thu dự án *Cá chiên*; gia hạn dự án Tằm sắn.\n\n"
        "- Dự án “Xây dựng mô hình nuôi cá chiên trong lồng tại hồ Thác Bà” đã nghiệm thu, xếp loại Khá.\n"
    )
    carp, worm = read(text)
    assert carp.name.startswith("Xây dựng mô hình nuôi cá chiên")
    assert "Cá chiên" in carp.aliases
    assert worm.name == "Tằm sắn"
    assert worm.statuses == ["extended"]
    assert set(carp.statuses) == {"accepted", "graded:Khá"}


def test_a_short_name_that_two_titles_fit_stays_apart() -> None:
    text = (
        "- Đề tài “Trồng chè dây tại huyện A Lù”; đề tài “Chế biến chè dây tại huyện B Lù”; kiểm tra đề tài *chè dây*."
    )
    assert len(read(text)) == 3


def test_what_the_text_introduces_as_short_for_a_name() -> None:
    text = (
        "- Thực hiện Chương trình quốc gia nâng cao năng suất giai đoạn 2021 - 2030 (gọi tắt là Chương trình 1322).\n\n"
        "- Bố trí kinh phí cho Chương trình 1322 năm 2022.\n"
    )
    project = one(text)
    assert project.level == "quốc gia"
    assert "Chương trình 1322" in project.aliases
    assert len(project.spans) == 3


def test_a_short_name_that_the_text_introduces_for_a_task() -> None:
    text = (
        "- Xin gia hạn đề tài: “Phục tráng giống quýt Mường Khương” (sau đây viết tắt là đề tài Quýt).\n\n"
        "- Đề tài Quýt có 03 nội dung; dự án “Chế biến quýt Mường Khương” chậm tiến độ."
    )
    task, other = read(text)
    assert (len(task.spans), task.statuses, other.name) == (3, [], "Chế biến quýt Mường Khương")


def test_a_programme_told_by_number_and_name() -> None:
    project = one("- Thực hiện Đề án 996 “Tăng cường hoạt động đo lường hỗ trợ doanh nghiệp”; kinh phí Đề án 996.")
    assert (project.name, project.aliases) == ("Tăng cường hoạt động đo lường hỗ trợ doanh nghiệp", ["Đề án 996"])


def test_one_programme_of_several_years_is_one_but_two_periods_are_two() -> None:
    assert (
        len(
            names(
                "- Chương trình hỗ trợ khởi nghiệp tỉnh Lào Cai giai đoạn 2021 - 2025.\n\n"
                "- Chương trình hỗ trợ khởi nghiệp năm 2022."
            )
        )
        == 1
    )
    assert len(names("- Cuộc thi Khởi nghiệp xanh lần thứ 2.\n\n- Cuộc thi Khởi nghiệp xanh lần thứ 3.")) == 2


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("- Kiểm tra 02 nhiệm vụ cấp tỉnh: đề tài “Nghề rèn” và dự án “Sơn tra”.", ["tỉnh", "tỉnh"]),
        ("- Kiểm tra 02 nhiệm vụ cấp tỉnh: đề tài “Nghề rèn”. Góp ý dự án “Sơn tra”.", ["tỉnh", None]),
        ("- Thực hiện Đề án 844.", ["quốc gia"]),
        ("- Triển khai Chiến lược phát triển công nghiệp sinh học đến năm 2030 (theo Quyết định số 5/QĐ-TTg).",
         ["quốc gia"]),
    ],
)  # fmt: skip
def test_levels(text: str, levels: list[str | None]) -> None:
    assert [p.level for p in read(text)] == levels


def test_categories() -> None:
    text = (
        "- Dự án “Liên kết sản xuất và tiêu thụ măng”; dự án chuyển đổi số “Xây dựng phần mềm một cửa”.\n\n"
        "- Thẩm định công nghệ dự án Trang trại lợn Minh Bảo; mô hình trồng nấm rơm trong nhà.\n\n"
        "- Tham gia Giải thưởng chất lượng quốc gia; đề tài “Nghề rèn”."
    )
    assert [p.category for p in read(text)] == ["linkage", "digital", "investment", "model", "other", "st_task"]


DECISION = (
    "ỦY BAN NHÂN DÂN TỈNH\n\nSố: 9/QĐ-UBND\n\nYên Bái, ngày 05 tháng 6 năm 2022\n\n"
    "QUYẾT ĐỊNH\n\nVề việc phê duyệt nhiệm vụ\n\n"
)


def test_a_decision_tells_fields_of_its_task_in_labelled_lines() -> None:
    text = (
        "Điều 1. Phê duyệt kết quả tuyển chọn đề tài cấp tỉnh, cụ thể như sau:\n\n"
        "1. Tên đề tài: Nghiên cứu chọn giống quế ít sâu bệnh.\n"
        "2. Tổ chức chủ trì: Trường Cao đẳng Nông lâm.\n"
        "3. Chủ nhiệm đề tài: TS. Lò Thị Mai.\n"
        "4. Thời gian thực hiện: từ tháng 7/2022 đến tháng 6/2024.\n"
        "5. Kinh phí: 1.250 triệu đồng.\n"
        "6. Mã số: ĐT.03-2022.\n"
    )
    task = one(text, head=DECISION, organisations={"Trường Cao đẳng Nông lâm": "Trường Cao đẳng Nông lâm"})
    assert (task.name, task.level) == ("Nghiên cứu chọn giống quế ít sâu bệnh", "tỉnh")
    assert (task.hosts, task.lead, task.task_code) == (["Trường Cao đẳng Nông lâm"], "Lò Thị Mai", "ĐT.03-2022")
    assert task.period
    assert (task.period.start, task.period.end) == ("2022-07-01", "2024-06-30")
    assert (task.budget, task.budget_text) == (1_250_000_000, "1.250 triệu đồng")
    assert task.statuses == ["approved"]
    assert [e.stage for e in task.events] == ["selected"]


def test_an_annex_table_yields_each_task_with_what_its_columns_tell() -> None:
    text = (
        "Điều 1. Phê duyệt Danh mục nhiệm vụ khoa học và công nghệ cấp tỉnh năm 2023 (có Phụ lục kèm theo).\n\n"
        "PHỤ LỤC\n\n"
        "| TT | Tên nhiệm vụ | Mục tiêu | Đơn vị chủ trì | Kinh phí (triệu đồng) |\n|--|--|--|--|--|\n"
        "| I | Lĩnh vực nông nghiệp | | | |\n"
        "| 1 | Đề tài: Bảo tồn giống vịt Lam Kinh Thượng | Bảo tồn | Trại giống Âu Lâu | 850,5 |\n"
        '| 2 | Dự án "Trồng rau thủy canh tại phường Nam Cường" | 02 mô hình | | 1.200 |\n'
    )
    found = read(text, head=DECISION, organisations={"Trại giống Âu Lâu": "Trại giống Âu Lâu tỉnh Yên Bái"})
    duck, greens = found[1:]
    assert (duck.type, duck.name) == ("đề tài", "Bảo tồn giống vịt Lam Kinh Thượng")
    assert (duck.hosts, duck.budget, duck.research_field) == (
        ["Trại giống Âu Lâu tỉnh Yên Bái"],
        850_500_000,
        "Lĩnh vực nông nghiệp",
    )
    assert (greens.name, greens.budget, greens.category) == (
        "Trồng rau thủy canh tại phường Nam Cường",
        1_200_000_000,
        "st_task",
    )
    assert duck.statuses == ["approved"]
    assert [e.stage for e in duck.events] == ["listed"]


def annex(*rows: str) -> str:
    """A decision's first article and its annex with a table of these rows, the first its heading."""
    lines = "\n".join(f"| {row} |" for row in [rows[0], " | ".join("--" for _ in rows[0].split("|")), *rows[1:]])
    return f"Điều 1. Phê duyệt kèm theo Quyết định này danh sách các đề tài, dự án.\n\nPHỤ LỤC\n\n{lines}\n"


DUCK = "Bảo tồn giống vịt Lam Kinh Thượng tại xã Đại Lịch"
RICE = "Giải pháp canh tác lúa Séng Cù ít phát thải"


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("TT | Tên đề tài/dự án | Thời gian thực hiện", "1 | {} | 24 tháng"),
        ("STT | Định hướng mục tiêu | Nhiệm vụ cần nghiên cứu | Loại hình | Dự kiến thời gian",
         "1 | Giữ nguồn gen quý tại chỗ và nhân rộng | {} | Đề tài KHXH&NV | 24 tháng"),
        ("Số TT | Lĩnh vực | Nội dung | Tổng kinh phí", "2 | Nông nghiệp | {} | 300"),
        ("TT | Tổ chức chủ trì | Vấn đề đặt hàng | Thời gian", "1 | Trại giống Âu Lâu | {} | 12 tháng"),
        ("TT | Đơn vị đề xuất | Nhiệm vụ | Phương thức", "1 | Sở Y tế | Đề tài: {} | Tuyển chọn"),
    ],
)  # fmt: skip
def test_the_column_of_names_is_told_by_heading_or_by_its_words(heading: str, row: str) -> None:
    assert names(annex(heading, row.format(DUCK), row.format(RICE)), head=DECISION) == [DUCK, RICE]


def test_rows_that_group_others_and_cells_that_tell_kind_and_host() -> None:
    text = annex(
        "TT | Tên nhiệm vụ | Phương thức | Loại hình",
        "I | Lĩnh vực nông nghiệp | |",
        f"1 | {DUCK} | Giao trực tiếp cho Trại giống Âu Lâu | Dự án SXTN",
        "II | Lĩnh vực y tế | |",
        "2 | Phòng ngừa cúm mùa ở trường bán trú | Tuyển chọn | Đề tài",
    )
    duck, flu = read(text, head=DECISION, organisations={"Trại giống Âu Lâu": "Trại giống Âu Lâu"})
    assert (duck.type, duck.hosts, duck.research_field) == ("dự án", ["Trại giống Âu Lâu"], "Lĩnh vực nông nghiệp")
    assert (flu.type, flu.hosts, flu.research_field) == ("đề tài", [], "Lĩnh vực y tế")


@pytest.mark.parametrize(
    "rows",
    [
        ("TT | Nhiệm vụ | Đơn vị chủ trì | Thời gian",
         "1 | Tuyên truyền, phổ biến pháp luật về đo lường | Sở KH&CN | Quý I"),
        ("TT | Nội dung nhiệm vụ | Đơn vị chủ trì | Thời gian",
         "1 | Kiểm tra chất lượng hàng hóa lưu thông trên thị trường | Sở KH&CN | Quý I"),
        ("TT | Họ và tên | Đơn vị công tác | Nhiệm vụ",
         "1 | TS. Lò Thị Mai Hương | Trường Cao đẳng | Chủ tịch Hội đồng"),
    ],
)  # fmt: skip
def test_tables_of_duties_and_of_people_name_no_tasks(rows: tuple[str, ...]) -> None:
    table = annex(*rows).partition("PHỤ LỤC")[2]
    assert names("Điều 1. Thành lập Hội đồng.\n\nPHỤ LỤC" + table, head=DECISION.replace("nhiệm vụ", "Hội đồng")) == []


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("- Gia hạn thời gian thực hiện dự án *Na dai*.", ["extended"]),
        ("- Đề nghị gia hạn dự án *Na dai*.", []),
        ("- Dự án *Na dai* tạm dừng triển khai.", ["paused"]),
        ("- Thay đổi chủ nhiệm dự án *Na dai*, nghiệm thu đề tài *Sơn tra*.", ["changed_lead"]),
        ("- Trình UBND tỉnh phê duyệt dự án *Na dai*.", ["proposed"]),
        ("- Báo cáo giải trình chậm tiến độ dự án *Na dai*.", []),
        ("- Trình UBND tỉnh xem xét gia hạn dự án *Na dai*.", []),
        ("- Dự án *Na dai* do Trung tâm giống chủ trì đã trồng 05 ha.", ["ongoing"]),
        ("- Thành lập Hội đồng nghiệm thu dự án *Na dai*.", []),
        ("- Công nhận kết quả dự án *Na dai*.", ["recognised"]),
    ],
)
def test_steps_of_a_task(text: str, statuses: list[str]) -> None:
    assert read(text)[0].statuses == statuses


def decided(text: str, cited: dict[str, str], kind: str = "decision") -> list[tuple[str, ...]]:
    """Name, stage, decider and day of every step that a document of 05/6/2022 numbered 9/QĐ-UBND tells."""
    layout = lay_out(Source("a.txt", DECISION + text))
    found = Found(DocumentEntry(kind=kind, number="9/QĐ-UBND", date="2022-06-05"))  # type: ignore[arg-type]
    for words, number in cited.items():
        start = layout.text.find(words)
        of = "other" if "TTr" in number else "decision"
        found.citations.append(
            Citation(kind=of, number=number, date="2022-04-03", spans=[(start, start + len(words))])  # type: ignore[arg-type]
        )
    projects = find_projects(layout, Context(units=None), found)
    return [(p.name, e.stage, e.decided_by or "", e.date or "") for p in projects for e in p.events]


CARP = "Nuôi cá chiên trong lồng tại hồ Thác Bà"


@pytest.mark.parametrize(
    ("approved", "stages"),
    [
        ("danh mục và kinh phí dự kiến của", {"listed"}),
        ("kết quả tuyển chọn tổ chức, cá nhân chủ trì", {"selected"}),
        ("thuyết minh, dự toán và cho phép thực hiện", {"approved"}),
        ("tổ chức chủ trì, kinh phí và thời gian thực hiện", {"selected", "approved"}),
        ("kết quả thực hiện", {"recognised"}),
    ],
)
def test_what_a_decision_approves_of_a_task(approved: str, stages: set[str]) -> None:
    told = decided(f"Điều 1. Phê duyệt {approved} đề tài “{CARP}”.", {})
    assert {step[1:] for step in told} == {(stage, "9/QĐ-UBND", "2022-06-05") for stage in stages}


def test_a_list_is_never_approved_for_execution_and_has_one_name() -> None:
    title = "Danh mục nhiệm vụ khoa học và công nghệ cấp tỉnh đặt hàng năm 2023"
    text = (
        f"Điều 1. Phê duyệt {title}.\n\nĐiều 2. Công bố Danh mục 04 nhiệm vụ{title.removeprefix('Danh mục nhiệm vụ')}."
    )
    assert decided(text, {}) == [(title, "listed", "9/QĐ-UBND", "2022-06-05")]


def test_proposals_decide_nothing_and_faulty_dossiers_are_no_result() -> None:
    asked = f"Điều 1. Theo Tờ trình số 3/TTr-SKHCN trình phê duyệt đề tài “{CARP}”."
    assert decided(asked, {"Tờ trình số 3/TTr-SKHCN": "3/TTr-SKHCN"}) == [(CARP, "proposed", "", "2022-04-03")]
    refused = f"Điều 2. Không lựa chọn tổ chức chủ trì đề tài “{CARP}” do hồ sơ nộp tuyển chọn không đạt yêu cầu."
    assert decided(refused, {}) == []
    assert (
        decided(f"1. Đánh giá, nghiệm thu 01 nhiệm vụ không đạt là đề tài “{CARP}”.", {}, "report")[0][1]
        == "not-accepted"
    )


def test_the_day_told_with_a_step() -> None:
    text = f"1. Đề tài “{CARP}” đã nghiệm thu ngày 12/9/2021, xếp loại Khá; gia hạn đến ngày 01/10/2021."
    assert decided(text, {}, "report") == [(CARP, "accepted", "", "2021-09-12")]


def test_what_decided_a_step() -> None:
    text = (
        "- Quyết định số 15/QĐ-UBND ngày 03/4/2022 về việc phê duyệt đề tài *Tằm sắn*.\n\n"
        "- Đề tài *Sơn tra* dừng thực hiện theo Quyết định số 16/QĐ-UBND.\n\n"
        "- Thực hiện Quyết định số 17/QĐ-UBND, nghiệm thu đề tài *Na dai*."
    )
    layout = lay_out(Source("a.txt", HEAD + text))
    found = Found(DocumentEntry())
    for number in ("15/QĐ-UBND", "16/QĐ-UBND", "17/QĐ-UBND"):
        start = layout.text.find(f"Quyết định số {number}")
        span = (start, start + len(f"Quyết định số {number}"))
        found.citations.append(Citation(kind="decision", number=number, date="2022-04-03", spans=[span]))
    projects = find_projects(layout, Context(units=None), found)
    assert [(p.name, p.events[0].stage, p.events[0].decided_by) for p in projects] == [
        ("Tằm sắn", "approved", "15/QĐ-UBND"),
        ("Sơn tra", "terminated", "16/QĐ-UBND"),
        ("Na dai", "accepted", None),
    ]


def test_spans_are_the_words_of_the_source() -> None:
    text = "- Nghiệm thu đề tài “Phục tráng giống\nlúa Séng Cù”.\n"
    layout = lay_out(Source("a.txt", HEAD + text))
    (project,) = find_projects(layout, Context(units=None), Found(DocumentEntry()))
    ((start, end),) = project.spans
    assert layout.text[start:end] == "đề tài “Phục tráng giống lúa Séng Cù”"
    assert layout.quote(start, end) == "đề tài “Phục tráng giống\nlúa Séng Cù”"


@pytest.mark.parametrize(
    "piece",
    [
        "đề tài: ",
        "đề tài “",
        "dự án (",
        "04 đề tài (a, b; ",
        "Chương trình ",
        "mô hình trồng lan, ",
        "- đề tài Quế\n\n",
        "dự án dự án X; ",
    ],
)
def test_time_is_linear(piece: str) -> None:
    def seconds(size: int) -> float:
        layout = lay_out(Source("a.txt", HEAD + piece * (size // len(piece))))
        start = time.process_time()
        find_projects(layout, Context(units=None), Found(DocumentEntry()))
        return time.process_time() - start

    seconds(2_000)
    assert seconds(160_000) < 12 * max(seconds(40_000), 0.02)


@pytest.mark.shared
def test_named_tasks_of_real_reports(shared, tmp_path) -> None:
    """The score is that of the shared scorer, on reports that rules may have been built on: a floor, no estimate."""
    for path in sorted((shared / "seeds").glob("*.txt")):
        layout = lay_out(Source(path.name, path.read_text(encoding="utf-8")))
        found = [
            {"name": p.name, "aliases": p.aliases, "category": p.category}
            for p in find_projects(layout, Context(units=None), Found(DocumentEntry()))
        ]
        (tmp_path / f"{path.stem}.json").write_text(json.dumps({"projects": found}), encoding="utf-8")
    scorer = [sys.executable, str(shared / "eval" / "score.py"), str(shared / "gold"), str(tmp_path)]
    least = ["--text", str(shared / "seeds"), "--min", "projects=0.87", "projects.category=0.92"]
    result = subprocess.run([*scorer, *least], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
