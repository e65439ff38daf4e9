"""Short names of tasks and the titles they stand for."""

from __future__ import annotations

import time

import pytest

from ontology.names import NameIndex, match_short_name, plain_words

TITLES = [
    "Ứng dụng công nghệ sấy bơm nhiệt bảo quản hạt mắc khén (Zanthoxylum rhetsa) và hạt dổi tại huyện Mù Cang Chải",
    "Xây dựng mô hình nuôi cá chiên trong lồng trên sông Gâm",
    "Nâng cao chất lượng công tác hòa giải ở cơ sở trên địa bàn tỉnh",
    "Nghiên cứu giải pháp giải quyết tranh chấp đất đai hòa bình tại cơ sở",
    "Hỗ trợ hệ sinh thái khởi nghiệp đổi mới sáng tạo giai đoạn 2021 - 2025",
]


@pytest.mark.parametrize(
    ("short", "title"),
    [
        ("cá chiên", TITLES[1]),
        ("Hạt mắc khén, hạt dổi", TITLES[0]),
        ("mô hình cá chiên sông Gâm", TITLES[1]),
        ("nuoi ca chien", TITLES[1]),  # marks lost in a scan
        ("hòa giải", TITLES[2]),  # side by side in one title only
        ("khởi nghiệp ĐMST", TITLES[4]),  # initials
    ],
)
def test_the_one_title_that_fits(short: str, title: str) -> None:
    assert match_short_name(short, TITLES) == [title]


@pytest.mark.parametrize("short", ["cá hồi", "Xây dựng mô hình nuôi lợn", "hạt", "", "hòa giải đất đai cá chiên"])
def test_nothing_fits(short: str) -> None:
    assert match_short_name(short, TITLES) == []


def test_several_that_fit_are_all_told() -> None:
    titles = ["Chè dây Púng Luông huyện A", "Chế biến chè dây Púng Luông huyện B"]
    assert match_short_name("chè dây Púng Luông", titles) == titles


def test_the_best_way_of_fitting_wins() -> None:
    titles = ["Trồng chè dây lá tím", "Trồng chè giống mới và hồng dây"]
    assert match_short_name("chè dây", titles) == [titles[0]]


def test_marks_decide_between_equals() -> None:
    titles = ["Trồng na dai tại huyện A", "Trồng nà dải tại huyện B"]
    assert match_short_name("na dai", titles) == [titles[0]]


def test_plain_words() -> None:
    assert plain_words("Đào Toáng (KH&CN) 2021") == ("dao", "toang", "kh", "cn", "2021")


def test_looking_up_is_not_slower_among_many() -> None:
    index = NameIndex(f"Nghiên cứu giống cây số {i} tại xã {i % 50}" for i in range(5000))
    start = time.perf_counter()
    for _ in range(200):
        assert index.match("giống cây số 4321") == [4321]
    assert time.perf_counter() - start < 1.0
