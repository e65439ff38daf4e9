"""Layout: parts of documents of all makes; offsets always slice true."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.layout import Layout, lay_out
from ingest.source import Source

DECISION = """ỦY BAN NHÂN DÂN                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH YÊN BÁI                          Độc lập - Tự do - Hạnh phúc
---------                             ---------------------------
Số: 1234/QĐ-UBND                      Yên Bái, ngày 05 tháng 6 năm 2023

QUYẾT ĐỊNH
Về việc phê duyệt danh mục nhiệm vụ khoa học và công nghệ
thực hiện từ năm 2024
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH YÊN BÁI

Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
Căn cứ Luật Khoa học và Công nghệ ngày 18 tháng 6 năm 2013;
Theo đề nghị của Giám đốc Sở Khoa học và Công nghệ tại Tờ trình số 45/TTr-SKHCN.

QUYẾT ĐỊNH:

Điều 1. Phê duyệt danh mục (kèm theo).
Điều 2. Quyết định này thay thế Quyết định số 99/QĐ-UBND.

Nơi nhận:                               KT. CHỦ TỊCH
- Như Điều 2;                           PHÓ CHỦ TỊCH
- Lưu: VT.
                                        Nguyễn Văn An

DANH MỤC NHIỆM VỤ
(Kèm theo Quyết định số 1234/QĐ-UBND)

| TT | Tên nhiệm vụ | Phương thức |
|----|---|---|
| 1 | Nghiên cứu trồng quế | |
"""


def laid(text: str) -> Layout:
    return lay_out(Source("x", text))


def kinds(layout: Layout) -> list[tuple[str, str]]:
    return [(b.kind, layout.text[b.start : b.end]) for b in layout.blocks]


def texts(layout: Layout, kind: str) -> list[str]:
    return [text for k, text in kinds(layout) if k == kind]


def test_decision_in_two_columns() -> None:
    layout = laid(DECISION)
    assert texts(layout, "number") == ["Số: 1234/QĐ-UBND"]
    assert texts(layout, "place_date") == ["Yên Bái, ngày 05 tháng 6 năm 2023"]
    assert texts(layout, "subject") == [
        "Về việc phê duyệt danh mục nhiệm vụ khoa học và công nghệ thực hiện từ năm 2024"
    ]
    assert len(texts(layout, "basis")) == 3
    assert len(texts(layout, "article")) == 2
    assert texts(layout, "recipient") == ["Nơi nhận:", "Như Điều 2;", "Lưu: VT."]
    assert texts(layout, "signature") == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn An"]


def test_annex_and_its_table() -> None:
    layout = laid(DECISION)
    rows = [b for b in layout.blocks if b.kind == "row"]
    assert {b.part for b in rows} == {"annex"}
    assert [len(b.cells) for b in rows] == [3, 3]  # the rule is no row, the empty cell is one
    assert layout.text[slice(*rows[1].cells[1])] == "Nghiên cứu trồng quế"


def test_letter_has_no_kind_and_its_subject_under_the_number() -> None:
    layout = laid(
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ\nSố: 3/SKHCN-QLKH\nV/v góp ý dự thảo\n"
        "kế hoạch\n\nKính gửi:\n- Các sở;\n- UBND các huyện.\n\nSở đề nghị góp ý.\n"
    )
    assert texts(layout, "subject") == ["V/v góp ý dự thảo kế hoạch"]
    assert texts(layout, "addressee") == ["Kính gửi:"]


def test_blank_places_for_number_and_day_are_no_columns() -> None:
    layout = laid("SỞ Y TẾ\nSố:        /BC-SYT\n\nCao Bằng, ngày      tháng 6 năm 2022\n\nBÁO CÁO\nKết quả\n")
    assert texts(layout, "number") == ["Số:        /BC-SYT"]
    assert texts(layout, "place_date") == ["Cao Bằng, ngày      tháng 6 năm 2022"]


def test_sections_and_what_they_are_about() -> None:
    layout = laid(
        "BÁO CÁO\nKết quả\n\nI. KẾT QUẢ THỰC HIỆN\n\n1. Quản lý\n\n- Đã làm.\n\nII. NHIỆM VỤ TRỌNG TÂM\n\n- Sẽ làm.\n"
    )
    done, planned = (b for b in layout.blocks if b.kind == "item")
    assert (done.section, done.part) == ("I.1", "results")
    assert (planned.section, planned.part) == ("II", "plan")


def test_footnotes_are_tied_and_torn_paragraphs_joined() -> None:
    layout = laid(
        "BÁO CÁO\nKết quả\n\nI. KẾT QUẢ\n\n"
        "Đã nghiệm thu 02 đề tài¹ và triển khai\n\n¹ Đề tài A; đề tài B.\n\ntiếp các nhiệm vụ khác.\n"
    )
    assert "Đã nghiệm thu 02 đề tài và triển khai tiếp các nhiệm vụ khác." in layout.text
    ((offset, number),) = layout.marks
    assert (number, layout.text[:offset].endswith("02 đề tài")) == (1, True)
    assert layout.blocks[layout.notes[1]].kind == "footnote"


def test_parts_stand_above_roman_numerals() -> None:
    layout = laid(
        "BÁO CÁO\nTình hình năm 2023\n\nPHẦN I\nKẾT QUẢ NĂM 2023\n\nI. Chuyên môn\n\n- Kiểm tra 02 cơ sở.\n\n"
        "II. Tồn tại, hạn chế\n\n- Còn chậm.\n\nPHẦN II. PHƯƠNG HƯỚNG NĂM 2024\n\nI. Chuyên môn\n\n- Thanh tra.\n"
    )
    headings = [(b.label, b.level) for b in layout.blocks if b.kind == "heading"]
    assert headings == [("PHẦN I", 1), ("I", 2), ("II", 2), ("PHẦN II", 1), ("I", 2)]
    assert [b.part for b in layout.blocks if b.kind == "item"] == ["results", "assessment", "plan"]


def test_letters_stand_above_roman_numerals_where_they_come_first() -> None:
    results = "BÁO CÁO\nNăm 2023\n\nA. KẾT QUẢ\n\nI. Chuyên môn\n\n- Một.\n\n"
    layout = laid(results + "B. PHƯƠNG HƯỚNG\n\nI. Chuyên môn\n\n- Hai.\n\nC. KIẾN NGHỊ\n")
    assert [(b.label, b.level) for b in layout.blocks if b.kind == "heading"][::2] == [("A", 1), ("B", 1), ("C", 1)]
    assert [b.part for b in layout.blocks if b.kind == "item"] == ["results", "plan"]


def test_columns_parted_by_tabs() -> None:
    layout = laid(
        "SỞ Y TẾ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 5/BC-SYT\tHuế, ngày 2 tháng 3 năm 2023\n\n"
        "BÁO CÁO\nNăm 2022\n\nĐã\tlàm."
    )
    assert texts(layout, "number") == ["Số: 5/BC-SYT"]
    assert texts(layout, "paragraph") == ["Đã làm."]


def test_each_header_with_a_rule_begins_a_table() -> None:
    layout = laid(DECISION + "\n| TT | Họ tên |\n|---|---|\n| 1 | Lê An |\n")
    assert [b.table for b in layout.blocks if b.kind == "row"] == [0, 0, 1, 1]


def test_notes_and_marks_in_plain_digits() -> None:
    layout = laid(
        "BÁO CÁO\nNăm 2023\n\nI. KẾT QUẢ\n\n- Quản lý 05 đề tài1; đo CO2, CO1; nghiệm thu 02 dự án2.\n\n"
        "Nơi nhận:\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nLê Văn An\n\n---\n1 Gồm 03 đề tài.\n2 Trong đó 01 dự án cấp cơ sở.\n"
    )
    assert texts(layout, "item") == ["Quản lý 05 đề tài; đo CO2, CO1; nghiệm thu 02 dự án."]
    assert [number for _, number in layout.marks] == [1, 2]
    assert texts(layout, "footnote") == ["Gồm 03 đề tài.", "Trong đó 01 dự án cấp cơ sở."]


def test_closing_whose_columns_lost_their_gap() -> None:
    layout = laid(
        "BÁO CÁO\nKết quả\n\nĐã làm xong.\n\n"
        "Nơi nhận: TL. CHỦ TỊCH\n- Như trên; CHÁNH VĂN PHÒNG\n- Lưu: VT.\nLê Thị Lan\n"
    )
    assert texts(layout, "recipient") == ["Nơi nhận:", "Như trên;", "Lưu: VT."]
    assert texts(layout, "signature") == ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Lê Thị Lan"]


def test_compound_parted_at_its_dash_is_no_list_item() -> None:
    line = "Tình hình thực hiện các nhiệm vụ phát triển khoa học, kinh tế"
    layout = laid(f"BÁO CÁO\nKết quả\n\nI. KẾT QUẢ\n{line}\n- xã hội đạt khá.\n- Đã làm.\n")
    assert texts(layout, "paragraph") == [f"{line} - xã hội đạt khá."]
    assert texts(layout, "item") == ["Đã làm."]


def test_body_begins_where_lines_fill_the_page() -> None:
    layout = laid(
        "THÔNG BÁO\nKết luận của Chủ tịch Ủy ban nhân dân tỉnh\nvề chuyển đổi số\n"
        "Ngày 12 tháng 8 năm 2025, Chủ tịch Ủy ban nhân dân tỉnh đã chủ trì cuộc họp về\ntình hình chung.\n"
    )
    assert texts(layout, "subject") == ["Kết luận của Chủ tịch Ủy ban nhân dân tỉnh về chuyển đổi số"]


def test_powers_of_units_are_no_footnote_marks() -> None:
    assert laid("BÁO CÁO\nKết quả\n\nDiện tích 100m² đất.\n").marks == []


def test_quotes_come_from_the_source(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        layout = lay_out(Source(path.stem, text))
        for block in layout.blocks:
            for start, end in layout.source_spans(block.start, block.end):
                assert 0 <= start < end <= len(text)


@given(
    st.lists(
        st.sampled_from(
            [*DECISION.split("\n"), "", "¹", "|", "|a|", "**", "Số:", "Điều 1.", "\x00", "\u0301", "TM. X", "Nơi nhận:"]
        ),
        max_size=30,
    )
)
@settings(max_examples=150, deadline=None)
def test_any_lines_give_a_layout_whose_offsets_slice_true(lines: list[str]) -> None:
    text = "\n".join(lines)
    layout = laid(text)
    position = 0
    for block in layout.blocks:
        assert position <= block.start <= block.end <= len(layout.text)
        assert all(block.start <= a <= b <= block.end for a, b in block.cells)
        assert all(0 <= a < b <= len(text) for a, b in layout.source_spans(block.start, block.end))
        position = block.end
