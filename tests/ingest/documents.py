"""Documents for tests: written once, made as text, Markdown, DOCX, PDF and HTML files."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
_MARK = re.compile("(?<!m)([¹²³⁴⁵⁶⁷⁸⁹]+)")  # not m²
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass
class Written:
    """A document as its author thinks of it: ("pair", left lines, right lines), ("centre", text), ("text", text),
    ("bullet" | "number", text with its mark), ("table", rows) in order, and its footnotes by number."""

    name: str
    parts: list[tuple]
    notes: dict[str, str] = field(default_factory=dict)


def as_text(written: Written) -> str:
    """The document as a text file: what every reader should make of it."""
    blocks: list[str] = []
    for kind, *content in written.parts:
        if kind == "pair":
            blocks += [*content[0], *content[1]]
        elif kind == "table":
            head, *rows = ["| " + " | ".join(row) + " |" for row in content[0]]
            blocks.append("\n".join([head, "|" + " --- |" * len(content[0][0]), *rows]))
        else:
            blocks.append(content[0])
        said = " ".join(cell for row in content[0] for cell in row) if kind == "table" else str(content[0])
        blocks += [f"{mark} {written.notes[mark]}" for mark in _MARK.findall(said) if mark in written.notes]
    return "\n\n".join(blocks) + "\n"


def as_docx(written: Written, path: Path, *, font: str = "Times New Roman", header: str = "") -> Path:
    """The document as Word writes it: header and signature in tables without lines, automatic list marks."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = font, Pt(14)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.line_spacing = 1.0
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    if header:
        section.header.paragraphs[0].text = header
    for kind, *content in written.parts:
        _WRITERS[kind](document, written, *content)
    document.save(str(path))
    if written.notes:
        _add_footnotes(path, written.notes)
    return path


def as_html(written: Written, path: Path) -> Path:
    """The document as a legal portal shows it."""
    blocks = []
    for kind, *content in written.parts:
        if kind == "pair":
            cells = "".join("<td>" + "<br>".join(side) + "</td>" for side in content)
            blocks.append(f"<table><tr>{cells}</tr></table>")
        elif kind == "table":
            rows = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in content[0])
            blocks.append(f'<table border="1">{rows}</table>')
        else:
            blocks.append(f"<p>{content[0]}</p>")
    page = (
        f"<!DOCTYPE html><html><head><title>x</title><style>p {{}}</style></head><body>{''.join(blocks)}</body></html>"
    )
    path.write_text(page, encoding="utf-8")
    return path


def as_pdf(source: Path, folder: Path, options: str = "") -> Path:
    """A DOCX (or other office) file as PDF, by LibreOffice."""
    target = "pdf:writer_pdf_Export" + (f":{options}" if options else "")
    command = [str(SOFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", target]
    subprocess.run([*command, "--outdir", str(folder), str(source)], check=True, capture_output=True, timeout=180)
    return folder / (source.stem + ".pdf")


def _pair(document, written, left, right):
    """Two columns without lines, as in the national header and the signature."""
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for cell, lines, width in zip(table.rows[0].cells, (left, right), (Cm(6.5), Cm(9.5)), strict=True):
        cell.width = width
        for i, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _runs(paragraph, written, line, size=12)


def _centre(document, written, text):
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _runs(paragraph, written, text)
    for run in paragraph.runs:
        run.bold = True


def _text(document, written, text):
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(1.27)
    _runs(paragraph, written, text)


def _listed(style):
    def write(document, written, text):
        paragraph = document.add_paragraph(style=style)
        _runs(paragraph, written, text.split(" ", 1)[1])

    return write


def _table(document, written, rows):
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _runs(cell.paragraphs[0], written, text, size=12)
    document.add_paragraph()


_WRITERS = {
    "pair": _pair,
    "centre": _centre,
    "text": _text,
    "bullet": _listed("List Bullet"),
    "number": _listed("List Number"),
    "table": _table,
}


def _runs(paragraph, written, text, size=None):
    for piece in _MARK.split(text):
        if piece in written.notes:
            run = paragraph.add_run()
            run.font.superscript = True
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(list(written.notes).index(piece) + 1))
            run._r.append(reference)
        elif piece:
            run = paragraph.add_run(piece)
            if size:
                run.font.size = Pt(size)


def _add_footnotes(path: Path, notes: dict[str, str]) -> None:
    """python-docx writes no footnotes: put the part into the package by hand."""
    text = "".join(
        f'<w:footnote w:id="{i}"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr><w:r><w:rPr><w:vertAlign '
        f'w:val="superscript"/>'
        f'<w:sz w:val="20"/></w:rPr><w:footnoteRef/></w:r><w:r><w:rPr><w:sz w:val="20"/></w:rPr>'
        f'<w:t xml:space="preserve"> {note}</w:t></w:r></w:p></w:footnote>'
        for i, note in enumerate(notes.values(), 1)
    )
    part = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="{_NAMESPACE}">{text}</w:footnotes>'
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    rels = "word/_rels/document.xml.rels"
    relation = (
        '<Relationship Id="rIdNotes" Target="footnotes.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/></Relationships>'
    )
    override = (
        '<Override PartName="/word/footnotes.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>'
    )
    files[rels] = files[rels].replace(b"</Relationships>", relation.encode())
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(b"</Types>", override.encode())
    files["word/footnotes.xml"] = part.encode("utf-8")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)


_NATION = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]


@cache
def report() -> Written:
    """A department's monthly report: footnotes, lists with automatic marks, a table over a page break."""
    rows = [["TT", "Tên nhiệm vụ", "Tổ chức chủ trì", "Kết quả"]]
    rows += [
        [str(i), f"Nghiên cứu thử nghiệm giống cây trồng số {i} thích ứng với khô hạn", "Trạm Khuyến nông liên huyện",
         f"Đã nghiệm thu mô hình trên {i + 3} ha, năng suất vượt đối chứng {i}%"]
        for i in range(1, 16)
    ]  # fmt: skip
    return Written(
        "bao-cao",
        [
            ("pair", ["UBND TỈNH NINH THUẬN", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "Số: 215/BC-SKHCN"],
             [*_NATION, "Ninh Thuận, ngày 14 tháng 6 năm 2022"]),
            ("centre", "BÁO CÁO"),
            ("centre", "Kết quả công tác khoa học và công nghệ tháng 6 và chương trình công tác tháng 7 năm 2022"),
            ("text", "Thực hiện Công văn số 1290/UBND-KGVX ngày 25/3/2022 của Ủy ban nhân dân tỉnh về việc báo cáo "
                     "định kỳ, "
             "Sở Khoa học và Công nghệ báo cáo kết quả như sau:"),
            ("text", "I. KẾT QUẢ THỰC HIỆN"),
            ("text", "1. Quản lý nhiệm vụ khoa học và công nghệ"),
            ("text", "Trong tháng, Sở đã theo dõi 24 nhiệm vụ cấp tỉnh¹, trong đó 05 nhiệm vụ được gia hạn theo "
                     "Quyết định số "
             "318/QĐ-UBND ngày 02/6/2022 của Chủ tịch Ủy ban nhân dân tỉnh; diện tích nhà lưới được kiểm tra là "
             "1.200 m² tại "
             "huyện Ninh Sơn và huyện Thuận Bắc²."),
            ("bullet", "• Tổ chức 03 cuộc họp hội đồng tư vấn tuyển chọn tổ chức, cá nhân chủ trì thực hiện nhiệm "
                       "vụ bắt đầu từ "
             "năm 2023 theo Thông tư số 03/2017/TT-BKHCN ngày 03/4/2017."),
            ("bullet", "• Hướng dẫn 07 đơn vị hoàn thiện hồ sơ quyết toán."),
            ("text", "2. Quản lý tiêu chuẩn, đo lường, chất lượng"),
            ("number", "1. Kiểm định 412 phương tiện đo tại các chợ trên địa bàn thành phố Phan Rang - Tháp Chàm."),
            ("number", "2. Phối hợp với Cục Quản lý thị trường tỉnh kiểm tra 16 cơ sở kinh doanh xăng dầu."),
            ("text", "Danh sách nhiệm vụ đã nghiệm thu:"),
            ("table", rows),
            ("text", "II. CHƯƠNG TRÌNH CÔNG TÁC THÁNG 7"),
            ("text", "- Trình Ủy ban nhân dân tỉnh ban hành Kế hoạch phát triển tài sản trí tuệ đến năm 2030."),
            ("text", "- Tổ chức hội nghị giao ban với các phòng chuyên môn cấp huyện."),
            ("pair", ["Nơi nhận:", "- Như trên;", "- Lưu: VT, "
                                                  "KH."], ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Thị Hồng Nhạn"]),
        ],
        {
            "¹": "Gồm 15 đề tài, 06 dự án sản xuất thử nghiệm và 03 nhiệm vụ thuộc Chương trình nông thôn miền núi "
                 "do các "
            "viện nghiên cứu và doanh nghiệp trong tỉnh chủ trì.",
            "²": "Xã Quảng Sơn, xã Lâm Sơn (huyện Ninh Sơn); xã Lợi Hải (huyện Thuận Bắc).",
        },
    )  # fmt: skip


@cache
def decision() -> Written:
    """A decision with articles and an annex table."""
    return Written(
        "quyet-dinh",
        [
            ("pair", ["ỦY BAN NHÂN DÂN", "TỈNH KON TUM", "Số: 482/QĐ-UBND"],
             [*_NATION, "Kon Tum, ngày 09 tháng 8 năm 2023"]),
            ("centre", "QUYẾT ĐỊNH"),
            ("centre", "Về việc phê duyệt danh mục nhiệm vụ khoa học và công nghệ cấp tỉnh thực hiện từ năm 2024"),
            ("centre", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH KON TUM"),
            ("text", "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;"),
            ("text", "Căn cứ Luật Khoa học và Công nghệ ngày 18 tháng 6 năm 2013;"),
            ("text", "Theo đề nghị của Giám đốc Sở Khoa học và Công nghệ tại Tờ trình số 61/TTr-SKHCN ngày 28 tháng "
                     "7 năm 2023."),
            ("centre", "QUYẾT ĐỊNH:"),
            ("text", "Điều 1. Phê duyệt danh mục 03 nhiệm vụ khoa học và công nghệ cấp tỉnh thực hiện từ năm 2024 "
                     "(chi tiết tại "
             "Phụ lục kèm theo)."),
            ("text", "Điều 2. Giao Sở Khoa học và Công nghệ chủ trì, phối hợp với các đơn vị liên quan tổ chức "
                     "tuyển chọn theo "
             "đúng quy định hiện hành."),
            ("text", "Điều 3. Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Khoa học và Công nghệ chịu trách "
                     "nhiệm thi hành "
             "Quyết định này."),
            ("pair", ["Nơi nhận:", "- Như Điều 3;", "- Bộ Khoa học và Công nghệ;", "- Lưu: VT, KGVX."],
             ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Y Thanh Hà"]),
            ("centre", "PHỤ LỤC"),
            ("table", [
                ["STT", "Tên nhiệm vụ", "Mục tiêu", "Hình thức"],
                ["1", "Xây dựng mô hình trồng sâm dưới tán rừng", "Có 02 ha mô hình", "Tuyển chọn"],
                ["2", "Ứng dụng viễn thám theo dõi cháy rừng", "Có hệ thống cảnh báo", "Giao trực tiếp"],
                ["3", "Bảo tồn dệt thổ cẩm của người Brâu", "Có 01 bộ tư liệu", "Tuyển chọn"],
            ]),
        ],
    )  # fmt: skip


@cache
def notice() -> Written:
    """A meeting conclusion with lettered points, an amount, a quotation and long paragraphs over a page break."""
    point = (
        "Giao Sở Khoa học và Công nghệ rà soát toàn bộ quy trình đánh giá, nghiệm thu nhiệm vụ, đề xuất phương án "
        "phân cấp "
        "cho đơn vị cơ sở, bảo đảm công khai, minh bạch, đúng thẩm quyền, hoàn thành trước ngày 30 tháng 9 năm 2024 "
        "và báo "
        "cáo Ủy ban nhân dân tỉnh; kinh phí thực hiện 350.000.000 đồng từ nguồn sự nghiệp khoa học năm 2024"
    )
    return Written(
        "thong-bao",
        [
            ("pair", ["VĂN PHÒNG UBND TỈNH", "Số: 77/TB-VP"], [*_NATION, "Trà Vinh, ngày 21 tháng 8 năm 2024"]),
            ("centre", "THÔNG BÁO"),
            ("centre", "Kết luận của Phó Chủ tịch UBND tỉnh tại cuộc họp về chuyển đổi số"),
            ("text", "Ngày 19 tháng 8 năm 2024, Phó Chủ tịch UBND tỉnh đã chủ trì cuộc họp nghe báo cáo tiến độ đề "
                     "án “Đô thị "
             "thông minh ven biển”. Sau khi nghe ý kiến của các đơn vị, Phó Chủ tịch kết luận:"),
            *[("text", f"{number}. {point}, lần {number}.") for number in range(1, 13)],
            ("text", "a) Văn phòng UBND tỉnh theo dõi, đôn đốc việc thực hiện."),
            ("text", "b) Các sở, ngành báo cáo trước ngày 25 hằng tháng."),
            ("pair", ["Nơi nhận:", "- CT, các PCT UBND "
                                   "tỉnh;", "- Lưu: VT."], ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "Thạch Sô Phi"]),
        ],
    )  # fmt: skip


def all_written() -> list[Written]:
    """The three documents."""
    return [report(), decision(), notice()]


def simple_pdf(pages: list[str], *, size: tuple[int, int] = (595, 842), rotate: int = 0, trailer: str = "") -> bytes:
    """A PDF of content streams in Helvetica (/F), ASCII only, written by hand."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for i, stream in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Rotate {rotate} "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {5 + 2 * i} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + (head + tail).encode("latin-1")


def words_at(*places: tuple[float, float, str], size: float = 12) -> str:
    """Content stream with texts at (x, y)."""
    shown = (text.replace("(", r"\(").replace(")", r"\)") for _, _, text in places)
    return "\n".join(
        f"BT /F {size} Tf {x} {y} Td ({text}) Tj ET" for (x, y, _), text in zip(places, shown, strict=True)
    )


def ruled(*lines: tuple[float, float, float, float]) -> str:
    """Content stream with lines from (x, y) to (x, y)."""
    return "\n" + "\n".join(f"{a} {b} m {c} {d} l S" for a, b, c, d in lines)


def with_body(path: Path, body: str, **parts: str) -> Path:
    """A DOCX file with this WordprocessingML as its body; parts (numbering, styles, header1) replace or add parts."""
    docx.Document().save(str(path))
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    space = (
        f'xmlns:w="{_NAMESPACE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    files["word/document.xml"] = f"<w:document {space}><w:body>{body}<w:sectPr/></w:body></w:document>".encode()
    for name, xml in parts.items():
        root = {"numbering": "numbering", "styles": "styles"}.get(name, "hdr")
        files[f"word/{name}.xml"] = f"<w:{root} {space}>{xml}</w:{root}>".encode()
        if root == "hdr":
            relation = (
                f'<Relationship Id="rId{name}" Target="{name}.xml" '
                'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"/></Relationships>'
            )
            rels = "word/_rels/document.xml.rels"
            files[rels] = files[rels].replace(b"</Relationships>", relation.encode())
            kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
            override = f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/></Types>'
            files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(b"</Types>", override.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def p(text: str, properties: str = "", run: str = "") -> str:
    """WordprocessingML of a paragraph with one run."""
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )
