"""Headers of all kinds of documents: who, when, what, to whom, signed by whom."""

from __future__ import annotations

import pytest

from ingest.context import Context
from ingest.header import read_header
from ingest.layout import lay_out
from ingest.source import Source
from ontology.records import DocumentEntry
from ontology.units import unit_table
from tests.ingest.test_layout import DECISION


def header(text: str) -> tuple[DocumentEntry, Context]:
    return read_header(lay_out(Source("x", text)), unit_table())


def province(context: Context) -> str | None:
    return context.province.full_name if context.province else None


def test_decision_of_a_chairman() -> None:
    entry, context = header(DECISION)
    assert (entry.kind, entry.number, entry.date) == ("decision", "1234/QĐ-UBND", "2023-06-05")
    assert entry.issuer == "Chủ tịch Ủy ban nhân dân tỉnh Yên Bái"
    assert context.issuer == "Ủy ban nhân dân tỉnh Yên Bái"
    assert entry.title == "phê duyệt danh mục nhiệm vụ khoa học và công nghệ thực hiện từ năm 2024"
    assert entry.signer is not None
    assert (entry.signer.name, entry.signer.role, entry.signer.authority) == ("Nguyễn Văn An", "Phó chủ tịch", "KT.")
    assert entry.recipients == ["Như Điều 2", "Lưu: VT"]
    assert province(context) == "tỉnh Yên Bái"


def test_report_with_number_and_day_left_blank() -> None:
    entry, _ = header(
        "Số: /BC-SKHCN\n\nSơn La, ngày tháng 11 năm 2021\n\nBÁO CÁO\n\n"
        "Kết quả công tác tháng 11 và kế hoạch tháng 12 năm 2021\n\n"
        "Sở Khoa học và Công nghệ báo cáo như sau:\n\nGIÁM ĐỐC\n\nTrần Thị Bình\n"
    )
    assert (entry.number, entry.date, entry.place) == (None, "2021-11", "Sơn La")
    assert entry.issuer == "Sở Khoa học và Công nghệ tỉnh Sơn La"
    assert entry.period_covered is not None
    assert (entry.period_covered.start, entry.period_covered.end) == ("2021-11-01", "2021-11-30")
    assert entry.signer is not None
    assert (entry.signer.name, entry.signer.role) == ("Trần Thị Bình", "Giám đốc")


def test_letter() -> None:
    entry, _ = header(
        "UBND TỈNH PHÚ THỌ\nSỞ KHOA HỌC VÀ CÔNG NGHỆ\nSố: 321/SKHCN-QLKH\n"
        "V/v đề xuất nhiệm vụ\nnăm 2026\n\nPhú Thọ, ngày 12 tháng 9 năm 2025\n\n"
        "Kính gửi:\n- Các sở, ban, ngành;\n- UBND các xã.\n\nSở đề nghị.\n\n"
        "TUQ. GIÁM ĐỐC\nTRƯỞNG PHÒNG QUẢN LÝ KHOA HỌC\n\nLê Văn Cường\n"
    )
    assert (entry.kind, entry.number, entry.title) == ("official_letter", "321/SKHCN-QLKH", "đề xuất nhiệm vụ năm 2026")
    assert entry.addressee == "Các sở, ban, ngành; UBND các xã"
    assert entry.issuer == "Sở Khoa học và Công nghệ tỉnh Phú Thọ"
    assert entry.signer is not None
    assert entry.signer.authority == "TUQ."


def test_directive_of_the_party() -> None:
    entry, context = header(
        "TỈNH ỦY HÒA BÌNH          ĐẢNG CỘNG SẢN VIỆT NAM\n"
        "*                          Hòa Bình, ngày 3 tháng 7 năm 2022\nSố 24-CT/TU\n\n"
        "CHỈ THỊ\nCỦA BAN THƯỜNG VỤ TỈNH ỦY\nvề tăng cường chuyển đổi số\n\n"
        "Thời gian qua ...\n\nT/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n\nBùi Văn Minh\n\nNơi nhận:\n- Các huyện ủy.\n"
    )
    assert (entry.kind, entry.number, entry.date) == ("directive", "24-CT/TU", "2022-07-03")
    assert entry.title == "tăng cường chuyển đổi số"
    assert entry.issuer == "Ban Thường vụ Tỉnh ủy Hòa Bình"
    assert province(context) == "tỉnh Hòa Bình"


def test_ministry_in_ha_noi_has_no_province() -> None:
    entry, context = header(
        "BỘ KHOA HỌC VÀ CÔNG NGHỆ\n\nSố: 5/2024/TT-BKHCN\n\n"
        "Hà Nội, ngày 8 tháng 3 năm 2024\n\nTHÔNG TƯ\nQuy định việc quản lý nhiệm vụ\n\nCăn cứ Luật Đo lường;\n"
    )
    assert (entry.kind, entry.issuer, context.province) == ("circular", "Bộ Khoa học và Công nghệ", None)


def test_committee_of_a_commune_before_and_after_the_reform() -> None:
    text = (
        "UBND HUYỆN KỲ ANH\nUBND XÃ KỲ BẮC\n\nSố: 3/QĐ-UBND\n\n"
        "Kỳ Bắc, ngày 8 tháng 3 năm 2023\n\nQUYẾT ĐỊNH\nVề việc thành lập tổ công tác\n\nCăn cứ Luật Đất đai;\n"
    )
    entry, context = header(text)
    assert context.commune is not None
    assert (context.commune.full_name, province(context)) == ("xã Kỳ Bắc", "tỉnh Hà Tĩnh")
    assert entry.issuer == "Ủy ban nhân dân xã Kỳ Bắc"


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_secrecy(mark: str) -> None:
    assert header(f"SỞ Y TẾ\n{mark}\nSố: 3/BC-SYT\n\nBÁO CÁO\nKết quả\n")[0].secrecy == mark


@pytest.mark.parametrize("text", ["", "\n", "abc", "Số:", "BÁO CÁO", "Nơi nhận:", "GIÁM ĐỐC"])
def test_nothing_is_invented(text: str) -> None:
    entry, context = header(text)
    assert (entry.number, entry.date, entry.issuer, context.province) == (None, None, None, None)


def test_scan_with_misread_marks_and_days() -> None:
    entry, context = header(
        "UY BAN NHÂN DAN\nTỈNH YÊN BÁI                CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "                            Độc lập - Tự do - Hạnh phúc\n\n"
        "Số: 2l5/QĐ-UBND                Yên Bái, ngày {4 tháng 8 năm 2O22\n\n"
        "QUYÉT ĐỊNH\nVê việc thành lập Hội đồng sáng kiến và Tổ giúp việc\nHội đồng\n\n"
        "CHỦ TICH UY BAN NHÂN DÂN TỈNH YÊN BÁI\n\nCăn cử Luật Tổ chức chính quyền địa\nphương ngày 19/6/2015;\n\n"
        "QUYÉT ĐỊNH:\n\nĐiêu 1. Thành lập Hội đồng.\n\n"
        "Noi nhận:                            KT. CHU TỊCH\n- Như Điều 1;                        PHÓ CHỦ TICH\n"
        "- Lưu: VT.\n                                     Bùi Văn Sông\n"
    )
    assert (entry.kind, entry.number, entry.date) == ("decision", "215/QĐ-UBND", "2022-08")
    assert entry.issuer == "Chủ tịch Ủy ban nhân dân tỉnh Yên Bái"
    assert entry.title == "thành lập Hội đồng sáng kiến và Tổ giúp việc Hội đồng"
    assert entry.signer is not None
    assert entry.signer.name == "Bùi Văn Sông"
    assert context.issuer == "Ủy ban nhân dân tỉnh Yên Bái"


@pytest.mark.parametrize("line", ["TRƯỜNG ĐẠI HỌC VÙNG CAO", "BẢN SAO LỤC"])
def test_other_words_with_the_same_letters_are_not_misread(line: str) -> None:
    entry, _ = header(
        f"{line}\nUBND TỈNH YÊN BÁI\n\nSố: 5/BC-UBND\n\nYên Bái, ngày 2 tháng 3 năm 2022\n\nBÁO CÁO\nVề kết quả\n\n"
        f"Kết quả như sau.\n\n{line}\n\nCác đơn vị đã hoàn thành.\n\nCHỦ TỊCH\n\nTrần Văn Núi\n"
    )
    assert entry.issuer == "Ủy ban nhân dân tỉnh Yên Bái"
    assert entry.signer is not None
    assert entry.signer.name == "Trần Văn Núi"


def test_units_of_a_body_kinds_of_two_words_and_drafting_units() -> None:
    entry, _ = header(
        "SỞ KHOA HỌC VÀ CÔNG NGHỆ YÊN BÁI\nTHANH TRA\n\nSố: 7/KL-TTra\n\nYên Bái, ngày 5 tháng 6 năm 2023\n\n"
        "KẾT LUẬN THANH TRA\nViệc chấp hành pháp luật về đo lường\n\nNội dung:\n\nCHÁNH THANH TRA\n\nLê Văn Bốn\n"
    )
    assert (entry.kind_text, entry.number) == ("Kết luận thanh tra", "7/KL-TTra")
    assert entry.issuer == "Thanh tra Sở Khoa học và Công nghệ tỉnh Yên Bái"
    assert entry.title == "Việc chấp hành pháp luật về đo lường"
    scanned, _ = header(DECISION.replace("1234/QĐ-UBND", "1234/QD-UBND.HC"))
    assert (scanned.number, scanned.number_raw) == ("1234/QĐ-UBND.HC", "1234/QD-UBND.HC")
