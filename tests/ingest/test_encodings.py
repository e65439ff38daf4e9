"""Encodings: every way in which Vietnamese text was kept is read, or refused with the reason."""

from __future__ import annotations

import csv
import unicodedata
from importlib import resources

import pytest

from ingest.encodings import (
    UnknownEncoding,
    convert,
    decode,
    is_syllable,
    legacy_of_font,
    looks_vietnamese,
    plausibility,
    repair,
)

TEXT = """ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI
Số: 88/KH-UBND
Căn cứ Quyết định số 1322/QĐ-TTg ngày 31/8/2020, Ủy ban nhân dân tỉnh ban hành kế hoạch nâng cao năng suất,
chất lượng; khuyến khích doanh nghiệp đổi mới, nghiên cứu những giống lúa chịu mặn, giữ gìn nguồn nước.
"""


def table(name: str) -> list[tuple[str, str]]:
    lines = resources.files("ingest.lexicons").joinpath(f"{name}.csv").read_text("utf-8").splitlines()
    return [(row["code"], row["letter"]) for row in csv.DictReader(lines)]


def in_tcvn3(text: str) -> bytes:
    codes = {letter: bytes.fromhex(code) for code, letter in table("tcvn3")}
    return b"".join(codes.get(c) or codes.get(c.lower()) or c.encode("ascii") for c in text)


def in_vni(text: str) -> bytes:
    codes: dict[str, str] = {}
    for code, letter in table("vni"):
        codes.setdefault(letter, code)
    return "".join(codes.get(c, c) for c in text).encode("latin-1")


def in_windows_1258(text: str) -> bytes:
    encoded = b""
    for char in text:
        try:
            encoded += char.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tone = next(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
            encoded += unicodedata.normalize("NFC", parts.replace(tone, "")).encode("cp1258") + tone.encode("cp1258")
    return encoded


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (in_windows_1258(TEXT), "windows-1258"),
        (in_vni(TEXT), "vni"),
        (in_vni(TEXT).decode("latin-1").encode("utf-8"), "vni"),
        (TEXT.encode("utf-8").decode("cp1252", "c1").encode("utf-8"), "utf-8 read as windows-1252"),
    ],
)
def test_every_encoding_gives_the_same_text(data, encoding):
    decoded = decode(data)
    assert decoded.encoding == encoding
    assert decoded.text == TEXT


def test_tcvn3_has_no_capitals_with_tones():
    decoded = decode(in_tcvn3(TEXT))
    assert decoded.encoding == "tcvn3"
    assert decoded.text.lower() == TEXT.lower()
    assert decoded.text.startswith("ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI\n")  # among capitals only capitals stand


def test_tables_hold_every_letter():
    vowels = "aăâeêioôơuưy"
    letters = {unicodedata.normalize("NFC", v + t) for v in vowels for t in "\u0300\u0301\u0303\u0309\u0323"} | set(
        "ăâêôơưđ"
    )
    assert letters <= {letter for _, letter in table("tcvn3")}
    assert letters | {letter.upper() for letter in letters} <= {letter for _, letter in table("vni")}
    assert len({code for code, _ in table("tcvn3")}) == 74


@pytest.mark.parametrize(
    ("font", "legacy"),
    [(".VnTime", "tcvn3"), (".VnArialH", "tcvn3"), ("VNI-Times", "vni"), ("Times New Roman", None), (None, None)],
)
def test_fonts_tell_their_encoding(font, legacy):
    assert legacy_of_font(font) == legacy


def test_capital_fonts():
    assert convert("s\u00e8 12", "tcvn3", capitals=True) == "SỐ 12"


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 20, b"\x00\x01\x02" * 500, b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 80]
)
def test_binary_data_is_refused(data):
    with pytest.raises(UnknownEncoding) as caught:
        decode(data)
    assert caught.value.reason == "binary"


def test_undecidable_bytes_are_refused_with_their_place():
    data = TEXT.encode("utf-8")
    broken = data[:40] + b"\xff" + data[40:]
    with pytest.raises(UnknownEncoding) as caught:
        decode(broken)
    assert (caught.value.reason, caught.value.offset) == ("encoding", 40)


def test_mojibake_in_part_is_repaired():
    garbled = "Quyết định của Ủy ban nhân dân tỉnh".encode().decode("cp1252", "c1")
    mixed = "Dòng lành lặn của văn bản.\n" + garbled
    assert repair(mixed).text == "Dòng lành lặn của văn bản.\nQuyết định của Ủy ban nhân dân tỉnh"


def test_mojibake_beyond_repair_is_named():
    with pytest.raises(UnknownEncoding) as caught:
        repair("Dòng một\nQuyáº¿t á»‹nh cá»§a á»? ban")
    assert (caught.value.reason, caught.value.offset) == ("mojibake", 2)


def test_sound_text_is_never_repaired():
    for text in (TEXT, "Ái Á Ãi", "«má» và «bá»", "plain", unicodedata.normalize("NFD", TEXT)):
        assert repair(text).text == text


@pytest.mark.parametrize(
    "word",
    [
        "nghiêng",
        "khuỷu",
        "quý",
        "giữ",
        "gìn",
        "Ủy",
        "huyện",
        "quốc",
        "xã",
        "đường",
        "yêu",
        "oanh",
        "nghệ",
        "thuở",
        "quạnh",
        "giêng",
    ],
)
def test_syllables(word):
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", ["café", "naïve", "Céngz", "mạć", "kàt", "über", "ñoàng", "x·"])
def test_not_syllables(word):
    assert not is_syllable(word)


def test_language():
    assert looks_vietnamese(TEXT)
    assert looks_vietnamese(unicodedata.normalize("NFD", TEXT))
    assert not looks_vietnamese("The department reports on science and technology in the first half of the year.")
    assert not looks_vietnamese("Le département a présenté son rapport à l'assemblée générale de Hanoï.")
    assert not looks_vietnamese("Uy ban nhan dan tinh ban hanh ke hoach nang cao nang suat chat luong")


def test_plausibility_of_real_reports(shared):
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_text("utf-8")
        assert plausibility(text) > 0.97
        assert decode(text.encode()).text == text
