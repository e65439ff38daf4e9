"""A few made documents of two provinces, as the tests of the graph need them."""

from __future__ import annotations

from typing import Any

import making

from ontology.records import (
    Activity,
    Citation,
    DocumentEntry,
    Organisation,
    Period,
    Person,
    Place,
    Project,
    Quantity,
    Record,
    Signer,
    TaskEvent,
)

LIST = "Danh mục nhiệm vụ khoa học và công nghệ đặt hàng thực hiện từ năm 2024 của tỉnh"
TASK = "Nghiên cứu quy trình nhân giống và trồng sâm nam dưới tán rừng tự nhiên"


def report(
    month: int = 5, devices: int = 40, province: str = "Hòa Bình", cited: str = "ngày 12/03/2024 "
) -> tuple[Record, str]:
    """A department's report of a month that cites a decision, names a task and verifies devices."""
    text = (
        f"Sở Khoa học và Công nghệ báo cáo công tác tháng {month} năm 2024, nơi nhận Sở Tài chính tỉnh {province}.\n"
        f"Thực hiện Quyết định số 88/QĐ-UBND {cited}của UBND tỉnh phê duyệt {LIST}.\n"
        f"Tiếp tục theo dõi đề tài “{TASK}” tại huyện Lạc Sơn.\n"
        f"Kiểm định {devices} phương tiện đo tại huyện Lạc Sơn.\nGIÁM ĐỐC Trần Thị An\n"
    )
    date = "2024-03-12" if cited else None
    entries: dict[str, Any] = {
        "document": DocumentEntry(
            id="doc", kind="report", date=f"2024-{month:02d}", issuer=f"Sở Khoa học và Công nghệ tỉnh {province}",
            place=province, title=f"Công tác tháng {month} năm 2024", quotes=[f"báo cáo công tác tháng {month}"],
            signer=Signer(name="Trần Thị An", role="Giám đốc"), recipients=[f"Sở Tài chính tỉnh {province}"],
            period_covered=Period(start=f"2024-{month:02d}-01", end=f"2024-{month:02d}-28"),
        ),
        "citations": [
            Citation(
                id="c1", kind="decision", number="88/QĐ-UBND", date=date, issuer=f"Ủy ban nhân dân tỉnh {province}",
                title=f"phê duyệt {LIST}", quotes=[f"Quyết định số 88/QĐ-UBND {cited}của UBND tỉnh"],
            )
        ],
        "projects": [
            Project(id="p1", category="other", type="danh mục", name=LIST, quotes=[LIST]),
            Project(
                id="p2", category="st_task", type="đề tài", name=TASK, quotes=[f"đề tài “{TASK}”"], level="tỉnh",
                places=["huyện Lạc Sơn"], hosts=[f"Sở Khoa học và Công nghệ tỉnh {province}"], statuses=["ongoing"],
                events=[TaskEvent(stage="listed", decided_by="88/QĐ-UBND", date="2024-03-12", quote=TASK)],
            ),
        ],
        "organisations": [
            Organisation(
                id="o1", name=f"Sở Khoa học và Công nghệ tỉnh {province}", aliases=["Sở Khoa học và Công nghệ"],
                type="department", parent=f"Ủy ban nhân dân tỉnh {province}", place=f"tỉnh {province}",
                quotes=["Sở Khoa học và Công nghệ"],
            ),
            Organisation(
                id="o2", name=f"Ủy ban nhân dân tỉnh {province}", aliases=["UBND tỉnh"], type="people_committee",
                place=f"tỉnh {province}", quotes=["UBND tỉnh"],
            ),
        ],
        "places": [
            Place(id="l1", name=f"tỉnh {province}", level="province", quotes=[f"tỉnh {province}"]),
            Place(id="l2", name="huyện Lạc Sơn", level="district", quotes=["huyện Lạc Sơn"]),
        ],
        "people": [
            Person(
                id="n1", name="Trần Thị An", role="Giám đốc", quotes=["GIÁM ĐỐC Trần Thị An"],
                organisation=f"Sở Khoa học và Công nghệ tỉnh {province}",
            )
        ],
        "activities": [
            Activity(
                id="a1", type="verification", status="done", summary=f"Kiểm định {devices} phương tiện đo",
                organiser=f"Sở Khoa học và Công nghệ tỉnh {province}", places=["huyện Lạc Sơn"], section="I.3",
                quantities=[Quantity(value=devices, unit="phương tiện đo", text=str(devices))],
                about=["phương tiện đo"],
                period=f"tháng {month}", period_start=f"2024-{month:02d}-01", period_end=f"2024-{month:02d}-28",
                quote=f"Kiểm định {devices} phương tiện đo tại huyện Lạc Sơn.",
            )
        ],
    }  # fmt: skip
    words = f"Quyết định số 88/QĐ-UBND {cited}của UBND tỉnh phê duyệt {LIST}"
    relations = [
        ("c1", "approves", "p1", words, {"approval": "list", "confidence": 0.98}),
        ("o1", "implements", "c1", "Thực hiện Quyết định số 88/QĐ-UBND", {}),
        ("p2", "part_of", "p1", TASK, {}),
        ("doc", "signed_by", "n1", "GIÁM ĐỐC Trần Thị An", {}),
    ]
    return making.record(text, relations, **entries), text


def decision(
    number: str, date: str | None, province: str, issuer: str = "", kind: str = "decision"
) -> tuple[Record, str]:
    """A document of nothing but its heading."""
    issuer = issuer or f"Ủy ban nhân dân tỉnh {province}"
    text = f"Số: {number} {date or ''}, {issuer}, tỉnh {province}, làm tại {province}.\n"
    document = DocumentEntry(
        id="doc",
        kind=kind,
        number=number,
        date=date,
        issuer=issuer,
        place=province,
        quotes=[f"Số: {number}"],  # type: ignore[arg-type]
    )
    return making.record(text, document=document), text


def citing(number: str, date: str | None, province: str, of: str, issuer: str | None = None) -> tuple[Record, str]:
    """A letter of a day that cites one decision."""
    words = f"Quyết định số {number} {date or ''}".strip()
    text = f"Sở Nội vụ tỉnh {province} gửi theo {words} để thực hiện.\n"
    document = DocumentEntry(
        id="doc", kind="official_letter", number="1/SNV-VP", date=of, place=province,
        issuer=f"Sở Nội vụ tỉnh {province}", quotes=["Sở Nội vụ"],
    )  # fmt: skip
    citation = Citation(id="c1", kind="decision", number=number, date=date, issuer=issuer, quotes=[words])
    return making.record(text, document=document, citations=[citation]), text
