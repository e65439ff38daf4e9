"""Relations: what documents and bodies do, told in all the ways documents tell it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.read import read
from ingest.source import Source
from ontology.records import Record
from ontology.units import unit_table

HEADER = (
    "UBND TỈNH YÊN BÁI\nSỞ KHOA HỌC VÀ CÔNG NGHỆ\n\nSố: 12/BC-SKHCN\n\n"
    "Yên Bái, ngày 5 tháng 6 năm 2024\n\nBÁO CÁO\nKết quả công tác quý II năm 2024\n\n"
)
ANNEX = (
    "\n\nPHỤ LỤC\n\n| TT | Tên nhiệm vụ khoa học và công nghệ | Phương thức |\n|---|---|---|\n"
    "| 1 | Nghiên cứu trồng quế hữu cơ tại huyện Văn Yên | Tuyển chọn |\n"
)
SIGNATURE = "\n\nNơi nhận:\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nTrần Thị Bình\n"
DECISION = (
    "UBND TỈNH YÊN BÁI\n\nSố: 77/QĐ-UBND\n\n"
    "Yên Bái, ngày 5 tháng 6 năm 2024\n\nQUYẾT ĐỊNH\n{subject}\n\nỦY BAN NHÂN DÂN TỈNH YÊN BÁI\n\n"
    "Căn cứ Nghị định số 8/2014/NĐ-CP ngày 27/01/2014 của Chính phủ;\n"
    "Theo đề nghị của Giám đốc Sở Khoa học và Công nghệ tại Tờ trình số 45/TTr-SKHCN "
    "ngày 01/6/2024.\n\nQUYẾT ĐỊNH:\n\n{articles}" + SIGNATURE
)


def told(record: Record) -> set[tuple[str, str, str]]:
    return {(r.subject, r.predicate, r.object) for r in record.relations}


def report(*lines: str) -> Record:
    body = "I. KẾT QUẢ\n\n" + "\n\n".join(f"- {line}" for line in lines)
    return read(Source("x", HEADER + body + SIGNATURE), unit_table())


def decision(subject: str, *articles: str, annex: str = "") -> Record:
    text = DECISION.format(subject=subject, articles="\n\n".join(articles))
    return read(Source("x", text + annex), unit_table())


def test_bases_and_proposal_of_a_decision() -> None:
    record = decision("Về việc giao dự toán", "Điều 1. Giao dự toán.")
    based = {(r.object, r.detail.finder) for r in record.relations if r.predicate == "based_on"}
    assert based == {("8/2014/NĐ-CP", "relations.basis"), ("45/TTr-SKHCN", "relations.proposal")}
    assert ("Chính phủ", "issues", "8/2014/NĐ-CP") in told(record)


def test_subject_of_a_cited_decision_tells_what_it_does() -> None:
    record = report(
        "Theo Quyết định số 9/QĐ-UBND ngày 2/4/2024 của UBND tỉnh về việc phê duyệt Danh "
        "mục nhiệm vụ khoa học và công nghệ năm 2025.",
        "Quyết định số 10/QĐ-UBND ngày 3/4/2024 của UBND tỉnh về việc thành lập Hội đồng sáng kiến tỉnh Yên Bái.",
    )
    (approval,) = [r for r in record.relations if r.predicate == "approves"]
    assert (approval.subject, approval.detail.approval) == ("9/QĐ-UBND", "list")
    assert any(s == "10/QĐ-UBND" and p == "establishes" for s, p, _ in told(record))


def test_thing_before_its_decision() -> None:
    record = report(
        "Đề án phát triển tài sản trí tuệ tỉnh Yên Bái đến năm 2030 đã được UBND tỉnh "
        "phê duyệt tại Quyết định số 518/QĐ-UBND ngày 31/3/2024."
    )
    assert any(s == "518/QĐ-UBND" and p == "approves" for s, p, _ in told(record))


def test_four_approvals() -> None:
    for subject, approval in {
        "Phê duyệt Danh mục nhiệm vụ khoa học và công nghệ đặt hàng": "list",
        "Phê duyệt kết quả tuyển chọn tổ chức, cá nhân chủ trì nhiệm vụ khoa học và công nghệ": "host",
        "Phê duyệt thuyết minh và kinh phí thực hiện nhiệm vụ khoa học và công nghệ": "execution",
        "Công nhận kết quả thực hiện nhiệm vụ khoa học và công nghệ": "result",
    }.items():
        record = decision(subject, "Điều 1. Quyết định này có hiệu lực.", annex=ANNEX)
        found = {r.detail.approval for r in record.relations if r.predicate == "approves" and "quế" in r.object}
        assert found == {approval}, subject


def test_what_a_document_puts_out_of_force() -> None:
    record = decision(
        "Ban hành Quy định quản lý nhiệm vụ",
        "Điều 1. Bãi bỏ Điều 5 của Quyết định số 3/2020/QĐ-UBND ngày 3/3/2020 của UBND tỉnh.",
        "Điều 2. Quyết định này thay thế Quyết định số 4/2019/QĐ-UBND ngày 4/4/2019 của UBND tỉnh.",
    )
    effects = {
        (r.predicate, r.object): r.detail.provision for r in record.relations if r.predicate in {"repeals", "replaces"}
    }
    assert effects == {("repeals", "3/2020/QĐ-UBND"): "Điều 5", ("replaces", "4/2019/QĐ-UBND"): None}


def test_repealed_documents_as_a_list() -> None:
    record = decision(
        "Bãi bỏ một số văn bản",
        "Điều 1. Bãi bỏ toàn bộ các văn bản sau đây:\n\n"
        "1. Quyết định số 3/2020/QĐ-UBND ngày 3/3/2020 của UBND tỉnh;\n\n"
        "2. Quyết định số 4/2019/QĐ-UBND ngày 4/4/2019 của UBND tỉnh.",
    )
    assert {o for _, p, o in told(record) if p == "repeals"} == {"3/2020/QĐ-UBND", "4/2019/QĐ-UBND"}


def test_tasks_listed_below_their_decision_or_article() -> None:
    record = decision(
        "Phê duyệt kết quả tuyển chọn tổ chức chủ trì",
        "Điều 1. Phê duyệt kết quả tuyển chọn tổ chức chủ trì các nhiệm vụ sau:",
        "1. Đề tài “Nghiên cứu trồng quế hữu cơ tại huyện Văn Yên”",
        "Điều 2. Quyết định này có hiệu lực.",
    )
    (approval,) = [r for r in record.relations if r.predicate == "approves"]
    assert (approval.detail.subject, approval.detail.approval) == ("doc", "host")


def test_amending() -> None:
    record = report(
        "Nghị định số 5/2023/NĐ-CP ngày 1/1/2023 của Chính phủ sửa đổi, bổ sung một số "
        "điều của Nghị định số 6/2014/NĐ-CP ngày 1/1/2014."
    )
    assert ("5/2023/NĐ-CP", "amends", "6/2014/NĐ-CP") in told(record)


def test_carrying_out_proposing_reporting() -> None:
    record = report(
        "Triển khai thực hiện Nghị định số 5/2023/NĐ-CP ngày 1/1/2023 và Nghị định số "
        "7/2023/NĐ-CP ngày 2/1/2023 của Chính phủ.",
        "Tham mưu trình HĐND tỉnh ban hành Nghị quyết số 9/2024/NQ-HĐND ngày 2/5/2024 quy định mức chi.",
        "Báo cáo kết quả thực hiện Chỉ thị số 4/CT-TTg ngày 3/3/2024 của Thủ tướng Chính phủ.",
    )
    own = "Sở Khoa học và Công nghệ tỉnh Yên Bái"
    assert {
        (own, "implements", "5/2023/NĐ-CP"),
        (own, "implements", "7/2023/NĐ-CP"),
        (own, "proposes", "9/2024/NQ-HĐND"),
        (own, "reports_on", "4/CT-TTg"),
    } <= told(record)


def test_drafts_tell_what_they_replace_and_the_amended_what_amends_them() -> None:
    record = report(
        "Dự thảo Quy định quản lý nhiệm vụ cấp cơ sở để thay thế Quyết định số 7/2016/QĐ-UBND.",
        "Thông tư số 5/2014/TT-BKHCN được sửa đổi, bổ sung bởi Thông tư số 6/2017/TT-BKHCN.",
    )
    assert ("quản lý nhiệm vụ cấp cơ sở", "replaces", "7/2016/QĐ-UBND") in told(record)
    assert ("6/2017/TT-BKHCN", "amends", "5/2014/TT-BKHCN") in told(record)


def test_words_replaced_in_a_text_replace_no_document() -> None:
    record = decision(
        "Sửa đổi, bổ sung một số điều của Quyết định số 5/2020/QĐ-UBND",
        "Điều 1. Sửa đổi, bổ sung một số điều của Quyết định số 5/2020/QĐ-UBND",
        "1. Thay thế cụm từ “Thông tư số 9/2014/TT-BKHCN” tại Điều 2.",
        "2. Bãi bỏ khoản 3 Điều 7.",
    )
    assert not [r for r in record.relations if r.predicate == "replaces"]
    (repeal,) = [r for r in record.relations if r.predicate == "repeals"]
    assert (repeal.object, repeal.detail.provision) == ("5/2020/QĐ-UBND", "khoản 3 Điều 7")


def test_acts_inside_the_subject_of_another_document_are_that_ones() -> None:
    record = decision(
        "Về việc thành lập Tổ công tác",
        "Điều 1. Quyết định này thay thế Quyết định số 6/QĐ-UBND ngày 1/2/2022 của UBND tỉnh về việc "
        "thành lập Hội đồng sáng kiến tỉnh Yên Bái.",
    )
    establish = {s for s, p, o in told(record) if p == "establishes" and "Hội đồng sáng kiến" in o}
    assert establish == {"6/QĐ-UBND"}


def test_programme_approved_by_the_decision_in_brackets() -> None:
    record = report("Triển khai Đề án phát triển sâm Yên Bái (theo Quyết định số 9/QĐ-UBND ngày 2/4/2024).")
    assert ("9/QĐ-UBND", "approves", "Đề án phát triển sâm Yên Bái") in told(record)


def test_who_puts_to_the_vote_and_who_carries_out() -> None:
    text = (
        "HỘI ĐỒNG NHÂN DÂN\nTỈNH YÊN BÁI\n\nSố: 5/NQ-HĐND\n\nYên Bái, ngày 5 tháng 6 năm 2024\n\nNGHỊ QUYẾT\n"
        "Về nhiệm vụ năm 2025\n\nHỘI ĐỒNG NHÂN DÂN TỈNH YÊN BÁI\n\n"
        "Xét Tờ trình số 9/TTr-UBND ngày 1/6/2024 của Ủy ban nhân dân tỉnh.\n\nQUYẾT NGHỊ:\n\n"
        "Điều 1. Tổ chức thực hiện\n1. Giao Ủy ban nhân dân tỉnh tổ chức triển khai thực hiện Nghị quyết này."
    )
    record = read(Source("x", text + SIGNATURE), unit_table())
    done = {(s, p) for s, p, o in told(record) if o == "nhiệm vụ năm 2025"}
    committee = "Ủy ban nhân dân tỉnh Yên Bái"
    assert {(committee, "proposes"), (committee, "implements")} <= done


def test_evidence_holds_both_ends_of_one_sentence() -> None:
    record = report(
        "Đề tài “Trồng sâm dưới tán rừng” đã được UBND tỉnh phê duyệt tại Quyết định số 9/QĐ-UBND ngày 2/4/2024."
    )
    (approval,) = [r for r in record.relations if r.predicate == "approves" and r.subject == "9/QĐ-UBND"]
    assert "Trồng sâm" in approval.quote
    assert "9/QĐ-UBND" in approval.quote


def test_every_relation_is_proved_by_words_of_the_source() -> None:
    record = report("Theo Quyết định số 9/QĐ-UBND ngày 2/4/2024 của UBND tỉnh về việc giao dự toán.")
    ids = {
        "doc",
        *(e.id for f in ("citations", "organisations", "people", "projects", "places") for e in getattr(record, f)),
    }
    for relation in record.relations:
        assert relation.quote
        assert relation.detail.spans
        assert {relation.detail.subject, relation.detail.object} <= ids


_PIECES = [
    "Quyết định số 9/QĐ-UBND ngày 2/4/2024 của UBND tỉnh", "về việc phê duyệt", "Đề án “Phát triển", "”", "(",
    ")", "; ", ", ", ". ", "\n\n", "\n- ", "| ", "thay thế", "bãi bỏ", "Điều 1. ", "Kế hoạch này",
    "hết hiệu lực", "phối hợp với", "Sở Khoa học và Công nghệ", "thực hiện", "Luật Đo lường",
    "TCVN ISO 9001:2015", "dự án", "¹", "\n\n¹ ", "Nơi nhận:\n", "KT. CHỦ TỊCH\n", "ngày 31/6/2021", "\x00",
    "\u0301", "1/QĐ-",
]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=40), st.sampled_from([HEADER, "", DECISION]))
@settings(max_examples=120, deadline=None)
def test_any_text_gives_a_record_whose_offsets_slice_true(pieces: list[str], header: str) -> None:
    text = header + " ".join(pieces)
    record = read(Source("x", text), unit_table())
    spans = [s for c in record.citations for s in c.spans] + [s for r in record.relations for s in r.detail.spans]
    assert all(0 <= a < b <= len(text) for a, b in spans)


def test_decision_under_which_a_task_is_done_approves_it() -> None:
    record = report(
        'Đề tài "Nghiên cứu trồng măng tre Bát Độ" được thực hiện theo Quyết định số 41/QĐ-UBND.NN ngày 02/3/2023 '
        "của UBND tỉnh phê duyệt kinh phí thực hiện.",
        "Quyết định số 42/QĐ-UBND ngày 03/3/2023 phê duyệt thuyết minh đề tài khoa học và công nghệ: "
        '"Nghiên cứu nuôi cá lăng chấm", đơn vị chủ trì là Công ty TNHH Thác Bà Xanh.',
        'Đề tài "Nghiên cứu trồng sơn tra" do Trường Cao đẳng Nghĩa Lộ chủ trì, đã được UBND tỉnh phê duyệt tại '
        "Quyết định số 43/QĐ-UBND ngày 04/3/2023.",
        "Quyết định số 44/QĐ-UBND ngày 05/3/2023 phê duyệt đề tài: Nghiên cứu trồng lạc đỏ.",
    )
    assert told(record) >= {
        ("41/QĐ-UBND.NN", "approves", "Nghiên cứu trồng măng tre Bát Độ"),
        ("42/QĐ-UBND", "approves", "Nghiên cứu nuôi cá lăng chấm"),
        ("43/QĐ-UBND", "approves", "Nghiên cứu trồng sơn tra"),
        ("44/QĐ-UBND", "approves", "Nghiên cứu trồng lạc đỏ"),
    }
    assert record.citations[1].title is not None
    assert record.citations[1].title.endswith('"Nghiên cứu nuôi cá lăng chấm"')


def test_replacing_behind_a_bare_comma_and_by_a_notice() -> None:
    record = report("Sở trình UBND tỉnh ban hành Quyết định quy định quản lý đề tài, thay thế Quyết định số 7/QĐ-UBND.")
    assert any(p == "replaces" and o == "7/QĐ-UBND" for _, p, o in told(record))
    text = HEADER.replace("BÁO CÁO\nKết", "THÔNG BÁO\nVề kết") + "Thông báo này thay thế Thông báo số 9/TB-SKHCN."
    notice = read(Source("x", text + SIGNATURE), unit_table())
    assert any(p == "replaces" and o == "9/TB-SKHCN" for _, p, o in told(notice))


def test_sanctions_minutes_and_reports_heard_are_not_carried_out() -> None:
    record = report(
        "Xử phạt 02 cơ sở theo Nghị định số 119/2017/NĐ-CP.",
        "Xác định nhiệm vụ theo Biên bản số 4/BB-HĐ ngày 02/3/2024.",
        "Sở nghe báo cáo tình hình triển khai Kế hoạch số 18/KH-UBND ngày 02/3/2024.",
    )
    assert not [r for r in record.relations if r.predicate in {"implements", "reports_on"}]


def test_list_under_what_is_put_forward() -> None:
    text = HEADER + (
        "I. KẾT QUẢ\n\n- Trình UBND tỉnh ban hành:\n\n+ Quyết định số 31/QĐ-UBND ngày 02/3/2024 về định mức chi;\n\n"
        "+ Kế hoạch số 32/KH-UBND ngày 03/3/2024.\n\n- Theo dõi Quyết định số 33/QĐ-UBND."
    )
    record = read(Source("x", text + SIGNATURE), unit_table())
    assert {r.object for r in record.relations if r.predicate == "proposes"} == {"31/QĐ-UBND", "32/KH-UBND"}


def test_who_proposes_a_task() -> None:
    record = report(
        "Đề tài “Nghiên cứu chọn tạo giống lúa chịu hạn” do Sở Y tế đề xuất.",
        "Dự án “Xây dựng mô hình trồng quế hữu cơ bền vững” được thực hiện từ năm 2022. "
        "Dự án được UBND tỉnh phê duyệt tại Quyết định số 31/QĐ-UBND ngày 12/9/2022.",
    )
    assert ("Sở Y tế tỉnh Yên Bái", "proposes", "Nghiên cứu chọn tạo giống lúa chịu hạn") in told(record)
    assert ("31/QĐ-UBND", "approves", "Xây dựng mô hình trồng quế hữu cơ bền vững") in told(record)


def test_who_proposes_the_tasks_of_a_table() -> None:
    annex = (
        "\n\nPHỤ LỤC\nDANH MỤC NHIỆM VỤ\n\n| TT | Tên nhiệm vụ | Đơn vị đề xuất | Phương thức |\n|---|---|---|---|\n"
        "| 1 | Nghiên cứu giải pháp tưới tiết kiệm nước cho cây chè | Sở Y tế | Tuyển chọn |\n"
    )
    subject = "Về việc phê duyệt Danh mục nhiệm vụ khoa học và công nghệ năm 2025"
    record = decision(subject, "Điều 1. Phê duyệt Danh mục nhiệm vụ khoa học và công nghệ năm 2025.", annex=annex)
    task = "Nghiên cứu giải pháp tưới tiết kiệm nước cho cây chè"
    assert ("Sở Y tế tỉnh Yên Bái", "proposes", task) in told(record)


def test_who_applies_a_standard() -> None:
    record = report(
        "Sở Y tế, Sở Nội vụ duy trì hệ thống quản lý chất lượng theo TCVN ISO 9001:2015.",
        "Kiểm tra việc duy trì hệ thống quản lý chất lượng theo TCVN ISO 9001:2015 tại Sở Tài chính.",
    )
    applied = {s for s, p, o in told(record) if p == "implements" and o == "TCVN ISO 9001:2015"}
    assert applied == {"Sở Y tế tỉnh Yên Bái", "Sở Nội vụ tỉnh Yên Bái", "Sở Tài chính tỉnh Yên Bái"}


def test_decisions_that_share_a_subject_approve_the_same() -> None:
    record = report(
        "Tham mưu UBND tỉnh ban hành các Quyết định số 31/QĐ-UBND ngày 07/2/2024 và số 32/QĐ-UBND ngày 22/3/2024 "
        "về phê duyệt danh mục nhiệm vụ khoa học và công nghệ đặt hàng năm 2025."
    )
    assert {s for s, p, _ in told(record) if p == "approves"} == {"31/QĐ-UBND", "32/QĐ-UBND"}


def test_every_body_of_a_list_is_inspected_by_the_unit_that_the_sentence_names() -> None:
    record = report("Chi cục Tiêu chuẩn Đo lường Chất lượng kiểm tra đo lường tại Công ty TNHH Hoa Ban, HTX Mường Lò.")
    inspected = {(s, o) for s, p, o in told(record) if p == "inspected"}
    assert {o for _, o in inspected} == {"Công ty TNHH Hoa Ban", "Hợp tác xã Mường Lò"}
    assert all(s.startswith("Chi cục Tiêu chuẩn") for s, _ in inspected)
