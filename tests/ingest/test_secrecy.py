"""Stamps of secrecy and circulation."""

from __future__ import annotations

import unicodedata

import pytest

from ingest.secrecy import marks

HEAD = "UBND TỈNH ĐỒNG THÁP\nSỞ NỘI VỤ\n{stamp}\nSố: 14/BC-SNV\n\nBÁO CÁO\nCông tác bảo vệ bí mật nhà nước năm 2022\n"


@pytest.mark.parametrize(
    ("stamp", "degree"),
    [
        ("MẬT", "MẬT"),
        ("TỐI MẬT", "TỐI MẬT"),
        ("TUYỆT MẬT", "TUYỆT MẬT"),
        ("**MẬT**", "MẬT"),
        ("[ MẬT ]", "MẬT"),
        ("M Ậ T", "MẬT"),
        ("T Ố I  M Ậ T", "TỐI MẬT"),
        ("Độ mật: Tối mật", "TỐI MẬT"),
        ("ĐỘ MẬT: MẬT", "MẬT"),
        ("Mật", "MẬT"),
        ("| MẬT | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |", "MẬT"),
        ("MẬT            Đồng Tháp, ngày 3 tháng 1 năm 2023", "MẬT"),
        ("Số: 14/BC-SNV (M)", "MẬT"),
        ("Số: 14/BC-SNV (Tối mật)", "TỐI MẬT"),
        (unicodedata.normalize("NFD", "TỐI MẬT"), "TỐI MẬT"),
        ("TỐI MẬT\r", "TỐI MẬT"),
    ],
)
def test_stamps(stamp, degree):
    assert marks(HEAD.format(stamp=stamp))[0] == degree


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Tài liệu bí mật nhà nước được quản lý theo quy định",
        "BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "Mật ong hoa cà phê",
        "mật",
        "GIẢI MẬT",
        "Số: 14/BC-SNV",
        "Số: 14/TM-SNV",
        "DANH MỤC TÀI LIỆU MẬT",
    ],
)
def test_words_are_no_stamps(line):
    assert marks(HEAD.format(stamp=line)) == (None, None)


def test_stamps_stand_in_the_head():
    body = "\n".join(f"Dòng thứ {i} của văn bản." for i in range(60))
    assert marks(f"BÁO CÁO\n{body}\nMẬT\n")[0] is None


def test_stamps_in_page_headers_count():
    assert marks("BÁO CÁO\nThường kỳ", ["TỐI MẬT"])[0] == "TỐI MẬT"


def test_the_highest_degree_counts():
    assert marks("MẬT\n\nTUYỆT MẬT\n")[0] == "TUYỆT MẬT"


@pytest.mark.parametrize("mark", ["LƯU HÀNH NỘI BỘ", "XEM XONG TRẢ LẠI", "(Lưu hành nội bộ)"])
def test_circulation(mark):
    secrecy, circulation = marks(HEAD.format(stamp=mark))
    assert secrecy is None
    assert circulation == mark.strip("()").upper()


def test_one_endless_line():
    assert marks("Báo cáo " * 1_000_000) == (None, None)
