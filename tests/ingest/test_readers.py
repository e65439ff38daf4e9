"""Readers: the same text from every format, and a reason for every file that gives none."""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import random
import time
import zipfile
from collections import Counter
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from ingest.layout import lay_out
from ingest.read import read as understand
from ingest.readers import SecretDocument, UnreadableDocument, can_read, discover, read
from ingest.readers.errors import describe, reasons, remedy
from ontology.units import unit_table
from tests.conftest import require
from tests.ingest import documents
from tests.ingest.documents import p, ruled, simple_pdf, with_body, words_at

WRITTEN = {written.name: written for written in documents.all_written()}


@pytest.fixture(scope="session")
def pdfs(tmp_path_factory) -> dict[str, Path]:
    """The documents printed to PDF by an office program."""
    require(documents.SOFFICE, "LibreOffice")
    folder = tmp_path_factory.mktemp("pdf")
    files = {}
    for name, written in WRITTEN.items():
        header = "Văn bản của cơ quan chuyên môn" if name == "bao-cao" else ""
        source = documents.as_docx(written, folder / f"{name}.docx", header=header)
        files[name] = documents.as_pdf(source, folder)
    return files


def read_bytes(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return read(path)


def refusal(path) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        read(path)
    return caught.value


def blocks(source):
    layout = lay_out(source)
    return [(block.kind, block.label, layout.text[block.start : block.end]) for block in layout.blocks]


# The same document in every format


@pytest.mark.parametrize("name", WRITTEN)
def test_docx_gives_the_text(name, tmp_path):
    source = read(documents.as_docx(WRITTEN[name], tmp_path / "a.docx", header="Đầu trang"))
    assert source.text == documents.as_text(WRITTEN[name])
    assert source.dropped == ("Đầu trang",)
    assert source.reader == "docx"


@pytest.mark.parametrize("name", WRITTEN)
def test_pdf_gives_the_text(name, pdfs):
    source = read(pdfs[name])
    assert source.text == documents.as_text(WRITTEN[name])
    assert source.reader == "pdf"


@pytest.mark.parametrize("name", ["quyet-dinh", "thong-bao"])
def test_html_gives_the_text(name, tmp_path):
    source = read(documents.as_html(WRITTEN[name], tmp_path / "a.html"))
    assert source.text == documents.as_text(WRITTEN[name])


@pytest.mark.parametrize("name", WRITTEN)
def test_blocks_are_equal_across_formats(name, pdfs, tmp_path):
    text = blocks(read_bytes(tmp_path, "a.txt", documents.as_text(WRITTEN[name])))
    assert blocks(read(documents.as_docx(WRITTEN[name], tmp_path / "a.docx"))) == text
    assert blocks(read(pdfs[name])) == text


def record(source):
    """A document's record without its offsets and its source."""

    def bare(value):
        if isinstance(value, dict):
            return {key: bare(v) for key, v in value.items() if key not in ("spans", "source")}
        return [bare(v) for v in value] if isinstance(value, list) else value

    return bare(msgspec.to_builtins(understand(source, unit_table())))


@pytest.mark.parametrize("name", WRITTEN)
def test_records_are_equal_across_formats(name, pdfs, tmp_path):
    text = record(read_bytes(tmp_path, "a.txt", documents.as_text(WRITTEN[name])))
    assert text["organisations"]
    assert record(read(documents.as_docx(WRITTEN[name], tmp_path / "a.docx"))) == text
    assert record(read(pdfs[name])) == text


@pytest.mark.parametrize("name", ["quyet-dinh", "thong-bao"])
def test_pages_begin_where_they_say(name, pdfs):
    """Each page's stretch of the text has the very letters that stand on the page."""
    source = read(pdfs[name])
    document = pypdfium2.PdfDocument(pdfs[name])
    assert len(source.pages) == len(document)
    for page, start, end in zip(document, source.pages, [*source.pages[1:], None], strict=True):
        assert letters(source.text[start:end]) == letters(page.get_textpage().get_text_range())


def letters(text):
    return Counter(c for c in text if c.isalpha())


def test_running_headers_are_dropped_and_counted(pdfs):
    source = read(pdfs["bao-cao"])
    assert source.dropped == ("Văn bản của cơ quan chuyên môn",) * len(source.pages)


def test_seeds_survive_every_format(shared, tmp_path):
    """Real reports as DOCX: every word in its place."""
    for path in sorted((shared / "seeds").glob("*.txt")):
        paragraphs = [" ".join(t.split()) for t in path.read_text("utf-8").split("\n\n") if t.strip() and "|" not in t]
        written = documents.Written(path.stem, [("text", text) for text in paragraphs])
        assert read(documents.as_docx(written, tmp_path / "a.docx")).text == "\n\n".join(paragraphs) + "\n"


# DOCX


def docx_text(tmp_path, body, **parts) -> str:
    return read(with_body(tmp_path / "a.docx", body, **parts)).text


def test_tracked_changes_and_hidden_text(tmp_path):
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Giao </w:t></w:r>'
        "<w:del><w:r><w:delText>Sở Nội vụ</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>Sở Tài chính</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> ẩn</w:t></w:r></w:p>"
    )
    assert docx_text(tmp_path, body) == "Giao Sở Tài chính\n"


def test_runs(tmp_path):
    body = (
        p("phê duyệt", run="<w:caps/>")
        + p("x", run='<w:caps w:val="0"/>')
        + "<w:p><w:r><w:t>diện tích 20 m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>"
        "2</w:t></w:r>"
        "<w:r><w:noBreakHyphen/><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r></w:p>"
    )
    assert docx_text(tmp_path, body) == "PHÊ DUYỆT\n\nx\n\ndiện tích 20 m²-a\nb c\n"


def test_header_set_apart_by_tabs(tmp_path):
    def line(left, right):
        return f"<w:p><w:r><w:t>{left}</w:t><w:tab/><w:tab/><w:t>{right}</w:t></w:r></w:p>"

    body = line("UBND TỈNH AN GIANG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + line(
        "SỞ NỘI VỤ", "Độc lập - Tự do - Hạnh phúc"
    )
    body += p("Số:      /BC-SNV          An Giang, ngày    tháng 5 năm 2022") + p("BÁO CÁO")
    assert docx_text(tmp_path, body).split("\n\n") == [
        "UBND TỈNH AN GIANG",
        "SỞ NỘI VỤ",
        "Số: /BC-SNV",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Giang, ngày tháng 5 năm 2022",
        "BÁO CÁO\n",
    ]


def test_legacy_fonts(tmp_path):
    body = p("C«ng nghÖ", run='<w:rFonts w:ascii=".VnTime"/>') + p("b¸o c¸o", run='<w:rFonts w:ascii=".VnTimeH"/>')
    body += p("Khoa hoïc", run='<w:rFonts w:ascii="VNI-Times"/>')
    assert docx_text(tmp_path, body) == "Công nghệ\n\nBÁO CÁO\n\nKhoa học\n"


def test_text_boxes_once(tmp_path):
    box = f"<w:txbxContent>{p('Nội dung khung')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Trước</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        f"</w:p>"
    )
    assert docx_text(tmp_path, body) == "Trước\n\nNội dung khung\n"


def test_automatic_numbers(tmp_path):
    def level(index, form, text, start=1):
        shown = f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        return f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/>{shown}</w:lvl>'

    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "upperRoman", "%1.")}{level(1, "decimal", "%1.%2.")}'
        f"{level(2, 'lowerLetter', '%3)')}{level(3, 'bullet', '-')}{level(4, 'bullet', chr(0xF0B7))}</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride>"
        "</w:num>"
    )

    def item(level, num=1):
        return p("x", f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')

    body = "".join(item(n) for n in (0, 1, 2, 2, 1, 2, 3, 4, 0, 1)) + item(0, 2) + item(0, 0)
    marks = [
        line.strip().removesuffix("x").strip() for line in docx_text(tmp_path, body, numbering=numbering).split("\n\n")
    ]
    assert marks == ["I.", "I.1.", "a)", "b)", "I.2.", "a)", "-", "•", "II.", "II.1.", "V.", ""]


def test_merged_cells_once(tmp_path):
    def cell(text, properties=""):
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"

    restart, wide = '<w:vMerge w:val="restart"/>', '<w:gridSpan w:val="2"/>'
    borders = "".join(
        f'<w:{side} w:val="single"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    body = (
        f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
        f"<w:tr>{cell('TT', restart)}{cell('Kinh phí | nguồn', wide)}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('Tỉnh')}{cell('Khác')}</w:tr>"
        f"<w:tr>{cell('1')}{cell('50')}{cell('')}</w:tr></w:tbl>"
    )
    assert docx_text(tmp_path, body) == (
        "| TT | Kinh phí \\| nguồn |  |\n| --- | --- | --- |\n|  | Tỉnh | Khác |\n| 1 | 50 |  |\n"
    )


def test_what_wraps_and_what_hides(tmp_path):
    """Content controls, tables in tables, deleted rows, symbols, formulas, note marks of the author's own."""
    row = f"<w:tr><w:tc>{p('trong')}</w:tc></w:tr>"
    body = (
        f"<w:sdt><w:sdtContent>{p('Trong khung')}</w:sdtContent></w:sdt>"
        "<w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr><w:tcBorders><w:top w:val='single'/><w:left w:val='single'/>"
        "</w:tcBorders></w:tcPr>"
        f"{p('ngoài')}<w:tbl>{row}</w:tbl></w:tc></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('bỏ')}</w:tc></w:tr>"
        f"</w:tbl>"
        "<w:p><w:r><w:sym w:char='F0B7'/><w:sym w:char='00B0'/><w:sym w:char='D800'/><w:sym/></w:r>"
        "<w:smartTag><w:r><w:t> x</w:t></w:r></w:smartTag><w:r><w:footnoteReference w:id='77'/></w:r></w:p>"
    )
    assert docx_text(tmp_path, body) == "Trong khung\n\n| ngoài trong |\n| --- |\n\n•°• x\n"


def test_styles_tell_numbers_and_capitals(tmp_path):
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:rPr><w:caps/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Muc"><w:basedOn w:val="Base"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="character" w:styleId="Cao"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimalZero"/><w:lvlText w:val="Điều '
        '%1."/>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = p("phạm vi", '<w:pStyle w:val="Muc"/>') + p("2", run='<w:rStyle w:val="Cao"/>')
    assert docx_text(tmp_path, body, styles=styles, numbering=numbering) == "Điều 01. PHẠM VI\n\n²\n"


def test_secret_stamps_in_page_headers_and_boxes(tmp_path):
    path = with_body(tmp_path / "ke-hoach.docx", p("KẾ HOẠCH"), header1=p("TỐI MẬT"))
    assert isinstance(refusal(path), SecretDocument)
    box = f"<w:p><w:r><w:pict><w:txbxContent>{p('MẬT')}</w:txbxContent></w:pict></w:r></w:p>"
    assert isinstance(refusal(with_body(tmp_path / "b.docx", box + p("BÁO CÁO"))), SecretDocument)


# PDF


def pdf(tmp_path, *pages, **options):
    return read_bytes(tmp_path, "a.pdf", simple_pdf(list(pages), **options))


def test_columns_side_by_side(tmp_path):
    page = words_at(
        (60, 780, "TINH MOT"), (300, 782, "CONG HOA"), (60, 765, "SO HAI"), (300, 766, "Doc lap"),
        (60, 750, "So: 12/BC"), (300, 750, "Ngay 2 thang 3"), (270, 700, "BAO CAO"),
        (60, 660, "Mot dong chu rat dai chay suot chieu ngang cua trang giay nay, day la het."),
    )  # fmt: skip
    assert pdf(tmp_path, page).text.split("\n\n") == [
        "TINH MOT", "SO HAI", "So: 12/BC", "CONG HOA", "Doc lap", "Ngay 2 thang 3", "BAO CAO",
        "Mot dong chu rat dai chay suot chieu ngang cua trang giay nay, day la het.\n",
    ]  # fmt: skip


def grid(xs, ys):
    return ruled(*[(x, ys[0], x, ys[-1]) for x in xs], *[(xs[0], y, xs[-1], y) for y in ys])


def test_table_over_a_page_break(tmp_path):
    xs = (60, 100, 300, 500)
    head = words_at((65, 785, "TT"), (105, 785, "Ten"), (305, 785, "Ket qua"))
    first = (
        head
        + "\n"
        + words_at((65, 765, "1"), (105, 765, "Lua moi"), (305, 765, "Dang lam,"))
        + grid(xs, (800, 780, 760))
    )
    rest = words_at((305, 765, "chua xong"), (65, 745, "2"), (105, 745, "Ngo lai"), (305, 745, "Xong."))
    last = head + "\n" + rest + grid(xs, (800, 780, 760, 740)) + "\n" + words_at((60, 700, "Het."))
    source = pdf(tmp_path, first, last)
    assert source.text == (
        "| TT | Ten | Ket qua |\n| --- | --- | --- |\n| 1 | Lua moi | Dang lam, chua xong |\n| 2 | Ngo lai | Xong. "
        "|\n\nHet.\n"
    )
    assert source.text[source.pages[1] :].startswith("| 2")


def test_merged_cells_of_ruled_tables(tmp_path):
    words = words_at((65, 785, "TT"), (105, 785, "Kinh phi"), (105, 765, "Tinh"), (205, 765, "Khac"))
    lines = ruled(
        (60, 800, 300, 800), (100, 780, 300, 780), (60, 760, 300, 760),
        (60, 800, 60, 760), (100, 800, 100, 760), (200, 780, 200, 760), (300, 800, 300, 760),
    )  # fmt: skip
    assert pdf(tmp_path, words + lines).text == "| TT | Kinh phi |  |\n| --- | --- | --- |\n|  | Tinh | Khac |\n"


def test_superscripts_footnotes_and_page_numbers(tmp_path):
    body = words_at((60, 500, "Da co 24 nhiem vu")) + "\n" + words_at((160, 505, "1"), size=7)
    note = words_at((60, 84, "1"), size=6) + "\n" + words_at((66, 80, "Gom 20 de tai."), size=10)
    other = words_at((60, 400, "Dong tiep theo cua trang."))
    source = pdf(tmp_path, "\n".join([body, other, note, words_at((295, 30, "1"))]))
    assert source.text == "Da co 24 nhiem vu¹\n\n¹ Gom 20 de tai.\n\nDong tiep theo cua trang.\n"
    assert source.dropped == ("1",)


def test_lines_of_a_paragraph_join(tmp_path):
    lines = [
        "Can cu Quyet dinh so 12/QD-",
        "UBND ngay 2 thang 3, Uy ban nhan",
        "dan tinh cho giai doan nam 2016 -",
        "2020 ban hanh ke hoach.",
    ]
    page = words_at(*[(60 + 36 * (i == 0), 700 - 15 * i, line) for i, line in enumerate(lines)])
    second = words_at((96, 640, "Doan moi thut dau dong va dai."))
    text = pdf(tmp_path, page + "\n" + second).text
    assert text.startswith(
        "Can cu Quyet dinh so 12/QD-UBND ngay 2 thang 3, Uy ban nhan dan tinh cho giai doan nam 2016 - 2020 ban"
    )
    assert text.endswith("\n\nDoan moi thut dau dong va dai.\n")


def test_hanging_items(tmp_path):
    lines = [
        (60, "1. Muc mot dai cho den het dong chu"), (78, "va con tiep tuc sang dong hai nua day"),
        (60, "2. Muc hai"),
    ]  # fmt: skip
    page = words_at(*[(x, 700 - 15 * i, line) for i, (x, line) in enumerate(lines)])
    assert pdf(tmp_path, page).text == f"{lines[0][1]} {lines[1][1]}\n\n2. Muc hai\n"


def test_blank_number_and_date_stay_whole(tmp_path):
    page = words_at(
        (60, 780, "TINH MOT"), (300, 780, "CONG HOA XA HOI CHU NGHIA"), (60, 765, "So:"), (120, 765, "/BC-ABC"),
        (300, 765, "Noi, ngay"), (390, 765, "thang 5 nam 2022"), (270, 700, "BAO CAO"),
    )  # fmt: skip
    assert pdf(tmp_path, page).text.split("\n\n") == [
        "TINH MOT", "So: /BC-ABC", "CONG HOA XA HOI CHU NGHIA", "Noi, ngay thang 5 nam 2022", "BAO CAO\n",
    ]  # fmt: skip


def test_legacy_letters_of_a_text_layer(tmp_path):
    page = words_at((60, 700, "Quy\xd5t ®\xdenh cña s\xeb khoa häc vµ c«ng nghÖ"))
    source = pdf(tmp_path, page)
    assert source.text == "Quyết định của sở khoa học và công nghệ\n"
    assert source.encoding == "tcvn3"


def test_a_footnote_over_two_pages(tmp_path):
    body = words_at((60, 500, "Da co 24 nhiem vu"), (60, 470, "Dong dai het ca chieu ngang cua trang giay."))
    mark = "\n" + words_at((160, 505, "1"), size=7) + "\n" + words_at((60, 84, "1"), size=6) + "\n"
    first = body + mark + words_at((66, 80, "Gom 20 de tai cap tinh va mot so nhiem vu khac nua,"), size=10)
    second = words_at((60, 700, "Trang hai.")) + "\n" + words_at((60, 80, "con lai la du an."), size=10)
    text = pdf(tmp_path, first, second).text.split("\n\n")
    assert text[:2] == [
        "Da co 24 nhiem vu¹",
        "¹ Gom 20 de tai cap tinh va mot so nhiem vu khac nua, con lai la du an.",
    ]
    assert text[-1] == "Trang hai.\n"


def test_words_drawn_twice_are_one(tmp_path):
    page = words_at((60, 700, "Dam"), (60.4, 700, "Dam"), (90, 700, "chu"), (60, 640, "Het ."))
    assert pdf(tmp_path, page).text == "Dam chu\n\nHet .\n"


def test_scanned_pages(tmp_path):
    """A picture of a page is no text, even with a stamp of the signing program on it; single ones are named."""
    picture = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q\n"
    stamped = picture + words_at((60, 700, "Ky boi: Van phong"))
    text = "\n".join(words_at((60, 700 - 15 * i, f"Dong thu {i} cua trang co chu that.")) for i in range(9))
    (tmp_path / "scan.pdf").write_bytes(simple_pdf([stamped, stamped]))
    error = refusal(tmp_path / "scan.pdf")
    assert (error.reason, error.place) == ("scan", ("page", 1))
    source = pdf(tmp_path, text, text, stamped)
    assert source.unread_pages == (3,)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_turned_pages(rotate, tmp_path):
    turn = {90: "0 1 -1 0 595 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 842"}[rotate]
    page = f"{turn} cm\n" + words_at((60, 500, "Dong mot o tren."), (60, 470, "Dong hai o duoi."))
    assert pdf(tmp_path, page, rotate=rotate).text == "Dong mot o tren.\n\nDong hai o duoi.\n"


# Bad input


def zipped(**files) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name.replace("__", "/")), data, zipfile.ZIP_DEFLATED)  # without a time
    return buffer.getvalue()


ENCRYPTED = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
    f"/O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<{'43' * 16}> <{'43' * 16}>]"
)
DOCX = zipped(word__document="<x/>", **{"[Content_Types].xml": "<Types/>"})


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\n", "blank"),
        ("a.txt", b"\x00\x01\x02\x03" * 300, "binary"),
        ("a.txt", b"Quy\xff\xfe\xfd\xc3", "encoding"),
        ("a.docx", b"not a package", "damaged"),
        ("a.docx", DOCX, "damaged"),
        ("a.docx", DOCX[:60], "damaged"),
        ("a.docx", zipped(word__document=b" " * 40_000_000), "zip-bomb"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.docx", zipped(xl__workbook="<x/>"), "spreadsheet"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "legacy-office"),
        ("a.pdf", b"%PDF-1.4\nbroken", "damaged"),
        ("a.pdf", b"plain words", "damaged"),
        ("a.pdf", simple_pdf([""]), "scan"),
        ("a.pdf", simple_pdf(["", ""]), "scan"),
        ("a.pdf", simple_pdf([words_at((60, 700, "Chu"))], trailer=ENCRYPTED), "encrypted"),
        ("a.html", b"<html><body><script>x</script></body></html>", "blank"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "image"),
        ("a.txt", b"\xff\xd8\xff\xe0" + b"\x00" * 50, "image"),
        ("a.rtf", b"{\\rtf1 x}", "rtf"),
        ("a.xyz", b"words", "unknown-format"),
        ("a.txt", "BÁO CÁO\nMẬT\n".encode(), "secret"),
    ],
)
def test_refusals_say_why(name, data, reason, tmp_path):
    path = tmp_path / name
    path.write_bytes(data)
    error = refusal(path)
    assert error.reason == reason
    assert name in error.message("vi")
    assert error.remedy in error.message("vi")
    assert remedy(reason, "en") in error.message("en")


@pytest.mark.parametrize("seed", range(3))
def test_damaged_files_are_read_or_refused(seed, tmp_path):
    """Whatever is wrong with a file, nothing but :class:`UnreadableDocument` comes out."""
    chance = random.Random(seed)
    sound = {
        "a.pdf": simple_pdf([words_at((65, 785, "TT"), (105, 785, "Ten")) + grid((60, 100, 300), (800, 780, 760))] * 2),
        "a.docx": documents.as_docx(WRITTEN["bao-cao"], tmp_path / "sound.docx").read_bytes(),
        "a.html": documents.as_html(WRITTEN["bao-cao"], tmp_path / "sound.html").read_bytes(),
        "a.txt": documents.as_text(WRITTEN["bao-cao"]).encode("utf-8"),
    }
    for _ in range(60):
        name = chance.choice(list(sound))
        data = bytearray(sound[name])
        for _ in range(chance.choice([1, 3, 20])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        data = data[: chance.choice([len(data), chance.randrange(1, len(data))])]
        (tmp_path / name).write_bytes(data)
        with contextlib.suppress(UnreadableDocument):
            assert read(tmp_path / name).text.encode("utf-8")


def test_missing_folder_and_pipe(tmp_path):
    assert refusal(tmp_path / "none.txt").reason == "missing"
    assert refusal(tmp_path).reason == "directory"
    os.mkfifo(tmp_path / "pipe.txt")
    assert refusal(tmp_path / "pipe.txt").reason == "special-file"
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    assert refusal(tmp_path / "loop.txt").reason == "symlink-loop"


def test_no_permission(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_text("Báo cáo")
    path.chmod(0)
    if os.geteuid() == 0:  # whom no permission stops

        def forbidden(self):
            raise PermissionError

        monkeypatch.setattr(Path, "read_bytes", forbidden)
    assert refusal(path).reason == "no-permission"


def test_encoding_errors_have_a_place(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Quyết định số 12\n".encode() * 3 + b"\xff\xff")
    error = refusal(path)
    assert error.place == ("byte", len("Quyết định số 12\n".encode()) * 3)
    assert "byte" in error.message("en")


def test_all_reasons_are_described():
    for reason in reasons():
        assert describe(reason, "vi")
        assert describe(reason, "en")
        assert remedy(reason, "vi")
        assert remedy(reason, "en")


def test_errors_travel_between_processes():
    for error in (UnreadableDocument(Path("a.txt"), "encoding", ("byte", 3)), SecretDocument(Path("b.txt"))):
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error)
        assert again.message() == error.message()


def test_secret_documents_tell_nothing_of_themselves(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("MẬT\nBÁO CÁO\nvề tình hình vùng biên\n")
    error = refusal(path)
    assert isinstance(error, SecretDocument)
    assert "vùng biên" not in repr(error) + str(error) + str(error.__cause__)


def test_one_line_of_fifty_megabytes(tmp_path):
    path = tmp_path / "a.txt"
    data = ("Quyết định số 12/QĐ-UBND ngày 5/3/2021 của Ủy ban nhân dân tỉnh; " * 700_000).encode()[: 50 * 1024 * 1024]
    path.write_bytes(data.decode("utf-8", "ignore").encode())
    begun = time.perf_counter()
    source = read(path)
    assert len(source.text) > 30_000_000
    assert time.perf_counter() - begun < 10


def test_html_of_a_portal(tmp_path):
    page = (
        '<html><head><meta charset="utf-8"><title>t</title></head><body><nav>Trang chủ</nav><p>Số <b>5</b>/QĐ<sup>'
        "1</sup></p>"
        '<p style="display:none">ẩn</p><ol start="3"><li>Một</li><li>Hai</li></ol><ul><li>Ba</li></ul>'
        '<table border="1"><tr><th colspan="2">A</th></tr><tr><td>b</td><td>c<br>d</td></tr></table><!-- x -->'
        "</body></html>"
    )
    source = read_bytes(tmp_path, "a.html", page)
    assert source.text == "Số 5/QĐ¹\n\n3. Một\n\n4. Hai\n\n- Ba\n\n| A |  |\n| --- | --- |\n| b | c d |\n"


def test_html_cells_over_rows_and_columns(tmp_path):
    page = (
        "<table border=1><tr><td rowspan=2>TT</td><td colspan=2>Kinh phí</td><td rowspan=3>Ghi chú</td></tr>"
        "<tr><td>Tỉnh</td><td>Khác</td></tr><tr><td>1</td><td>50</td><td>20</td></tr></table>"
    )
    assert read_bytes(tmp_path, "a.html", f"<html>{page}</html>").text == (
        "| TT | Kinh phí |  | Ghi chú |\n| --- | --- | --- | --- |\n|  | Tỉnh | Khác |  |\n| 1 | 50 | 20 |  |\n"
    )


def test_html_as_office_programs_write_it(tmp_path):
    page = (
        "<html><body><ul><li><p>Một<a href='#_ftn1' name='_ftnref1'>[1]</a></p></li></ul>"
        "<table><tr><td style='border: 1px solid #000'>a</td><td style='border-top: solid windowtext'>b</td></tr>"
        "</table>"
        "<table><tr><td style='border: none'>Nơi nhận:</td><td style='border: none; padding: 0'>GIÁM ĐỐC</td></tr>"
        "</table>"
        "<p><a href='#_ftnref1' name='_ftn1'>[1]</a> Ghi chú.</p></body></html>"
    )
    source = read_bytes(tmp_path, "a.html", page)
    assert source.text == "- Một¹\n\n| a | b |\n| --- | --- |\n\nNơi nhận:\n\nGIÁM ĐỐC\n\n¹ Ghi chú.\n"


def test_html_in_other_encodings(tmp_path):
    page = "<html><head><meta charset='windows-1258'></head><body><p>{}</p></body></html>"
    vni = page.format("Quyeát ñònh cuûa Sôû Khoa hoïc vaø Coâng ngheä").encode("latin-1")
    assert read_bytes(tmp_path, "a.html", vni).text == "Quyết định của Sở Khoa học và Công nghệ\n"
    declared = "<html><head><meta charset='iso-8859-1'></head><body><p>caf\xe9</p></body></html>".encode("latin-1")
    assert read_bytes(tmp_path, "b.html", declared).text == "café\n"


def test_form_feeds_begin_pages(tmp_path):
    source = read_bytes(tmp_path, "a.md", "Trang một\fTrang hai\f")
    assert (source.reader, source.pages) == ("markdown", (0, 10))
    assert source.text == "Trang một\fTrang hai\f"


# Finding files


def test_discover(tmp_path):
    for name in (
        "b/2.txt",
        "b/1.md",
        "a.txt",
        ".hidden/x.txt",
        "b/~$1.docx",
        "b/picture.png",
        "b/data.bin",
        "b/old.doc",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Báo cáo")
    (tmp_path / "z.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "b" / "up").symlink_to(tmp_path)
    (tmp_path / "broken.txt").symlink_to(tmp_path / "nowhere")
    files, aside = discover([tmp_path / "b", tmp_path, tmp_path / "none"])
    assert [f.relative_to(tmp_path).as_posix() for f in files] == ["a.txt", "b/1.md", "b/2.txt"]
    assert {(f.relative_to(tmp_path).as_posix(), reason) for f, reason in aside} == {
        (".hidden", "hidden"),
        ("b/data.bin", "unknown-format"),
        ("b/old.doc", "legacy-office"),
        ("b/picture.png", "image"),
        ("b/up", "symlink-loop"),
        ("b/~$1.docx", "lock-file"),
        ("broken.txt", "symlink-loop"),
        ("none", "missing"),
        ("z.txt", "same-file"),
    }
    assert discover([tmp_path, tmp_path / "none", tmp_path / "b"])[0] == files


def test_formats_are_told_by_content(tmp_path):
    path = documents.as_docx(WRITTEN["quyet-dinh"], tmp_path / "a.docx")
    renamed = path.rename(tmp_path / "a.tmp")
    assert can_read(renamed)
    assert read(renamed).reader == "docx"
    (tmp_path / "page.doc").write_text("<html><body><p>Quyết định</p></body></html>")
    assert read(tmp_path / "page.doc").text == "Quyết định\n"
