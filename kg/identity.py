"""IRIs: what identifies a thing in law or administration, made alike by everyone without coordination.

Every function is pure. All IRIs stand under one fixed base, whoever builds the graph and wherever it is served, so
that graphs built apart merge by union. Paths are ASCII, lower case, đ → d.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib.resources import files
from typing import Any

BASE = "https://w3id.org/khcn/id/"
_TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
_TITLE_WORDS = 10
_LEAST_WORDS = 2  # of a name without its unit: "Báo" alone tells nothing
_JOINED = re.compile(r"(?:,|;| và| -)\s+(?=Bộ (?:trưởng Bộ )?[^\W\d_])")
_UNIT_IN_NAME = re.compile(
    r"(?<!tác)[\s,]+(?:tỉnh|thành phố|tp\.?|quận|huyện|thị xã|xã|phường|thị trấn|đặc khu)\s+(\w).*", re.IGNORECASE
)


def digest(text: str, length: int = 8) -> str:
    """The first ``length`` hex digits of the SHA-256 of a text.

    >>> digest("a")
    'ca978112'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def folded(text: str) -> str:
    """A text as it is compared: lower case, single spaces, no punctuation, tone marks after their syllable.

    Wherever the tone stands (hoà, hòa) and however it is encoded, the same syllable folds alike; words that differ
    in a diacritic stay apart.

    >>> folded("Văn  hoá,") == folded("văn hóa")
    True
    >>> folded("Bản") == folded("Bàn")
    False
    """
    return " ".join(_syllable(word) for word in re.findall(r"\w+", unicodedata.normalize("NFC", text).lower()))


def _syllable(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    bare = "".join(c for c in letters if c not in _TONES)
    return unicodedata.normalize("NFC", bare) + "".join(c for c in letters if c in _TONES)


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """A text without diacritics, lower case.

    >>> plain("Đặt hàng")
    'dat hang'
    """
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("ð", "d"))
    return "".join(c for c in letters if not unicodedata.combining(c))


def slug(text: str, words: int | None = None) -> str:
    """A readable piece of a path; with ``words``, only that many.

    >>> slug("Sở Khoa học và Công nghệ")
    'so-khoa-hoc-va-cong-nghe'
    """
    return "-".join(re.findall(r"[a-z0-9]+", plain(text))[:words])


def number_slug(number: str) -> str:
    """A document's number (số và ký hiệu) as a piece of a path.

    Leading zeros go (NĐ 30/2020/NĐ-CP writes 01…09), the year of a normative number stays, a dot is part of the
    number. The kinds HĐ (hợp đồng) and ĐA (đề án) are written out: folded they would meet HD and DA.

    >>> number_slug("05/2025/QĐ-UBND"), number_slug("24-CT/TU"), number_slug("66.10/2025/NQ-CP")
    ('5-2025-qd-ubnd', '24-ct-tu', '66.10-2025-nq-cp')
    >>> number_slug("12/HĐ-SKHCN"), number_slug("12/HD-SKHCN"), number_slug("132-QĐ/TW")
    ('12-hopdong-skhcn', '12-hd-skhcn', '132-qd-tw')
    """
    number = unicodedata.normalize("NFC", number)
    number = re.sub(r"(?<!\w)HĐ(?!\w)", "hopdong", number)
    number = re.sub(r"(?<!\w)ĐA(?!\w)", "dean", number)
    kept = re.sub(r"[^a-z0-9.]+", "-", plain(number).replace("&", "")).strip("-.")
    return re.sub(r"^0+(?=\d)", "", kept)


def year_of(number: str | None, date: str | None) -> int | None:
    """The year of the register: that of the date, else the one inside a normative number.

    >>> year_of("535/QĐ-UBND", "2021-02-25"), year_of("13/2021/TT-BKHCN", None), year_of("11/NQ-CP", None)
    (2021, 2021, None)
    """
    if date and re.match(r"\d{4}", date):
        return int(date[:4])
    inside = re.search(r"/((?:19|20)\d\d)/", number or "")
    return int(inside.group(1)) if inside else None


@lru_cache(maxsize=1)
def offices() -> dict[str, Any]:
    """The table of offices (``offices.toml``)."""
    return tomllib.loads(files("kg").joinpath("offices.toml").read_text("utf-8"))


def office_by_letters(number: str) -> str | None:
    """The one office of the country that a number's letters can mean, else None.

    >>> office_by_letters("66.7/2025/NQ-CP"), office_by_letters("101/2023/QH15"), office_by_letters("12/QĐ-UBND")
    ('Chính phủ', 'Quốc hội', None)
    """
    last = re.split(r"[/-]", number)[-1].strip()
    letters: dict[str, str] = offices()["letters"]
    return letters.get(last) or letters.get(re.sub(r"\d+$", "", last))


def is_national(name: str) -> bool:
    """Whether a name is that of an office of the whole country.

    >>> is_national("Bộ Khoa học và Công nghệ"), is_national("Sở Nội vụ tỉnh Sơn La")
    (True, False)
    """
    name = of_the_register(name)
    return not unit_words(name) and any(
        name == known.strip() or (known.endswith(" ") and name.startswith(known)) for known in offices()["national"]
    )


def without_office_holder(name: str) -> str:
    """The office that an office holder acts for.

    >>> without_office_holder("Chủ tịch Ủy ban nhân dân tỉnh Sơn La"), without_office_holder("Chủ tịch nước")
    ('Ủy ban nhân dân tỉnh Sơn La', 'Chủ tịch nước')
    """
    return _without(name, offices()["holders"])


def of_the_register(name: str) -> str:
    """The office whose register an issuer numbers in: that of its first office, holder and standing organ apart.

    >>> of_the_register("Ban Thường vụ Tỉnh ủy Sơn La"), of_the_register("Bộ trưởng Bộ Y tế và Bộ Tài chính")
    ('Tỉnh ủy Sơn La', 'Bộ Y tế')
    """
    return _without(without_office_holder(joint(name)[0]), offices()["organs"])


def joint(issuer: str) -> list[str]:
    """The ministries that issue a document together (liên tịch), the first of which numbers it.

    >>> joint("Bộ Khoa học và Công nghệ và Bộ trưởng Bộ Tài chính"), joint("Bộ Kế hoạch và Đầu tư")
    (['Bộ Khoa học và Công nghệ', 'Bộ trưởng Bộ Tài chính'], ['Bộ Kế hoạch và Đầu tư'])
    """
    return _JOINED.split(issuer) if issuer.startswith("Bộ") else [issuer]


def _without(name: str, leading: list[str]) -> str:
    for words in leading:
        rest = name[len(words) + 1 :]
        if name.startswith(words + " ") and rest[:1].isupper() and not rest.startswith("Trung ương"):
            return rest
    return name


def unit_words(name: str) -> str | None:
    """The administrative unit told at the end of a name, with its type words; not a cooperative's or a society's.

    >>> unit_words("Ủy ban nhân dân huyện Bắc Sơn, tỉnh Lạng Sơn"), unit_words("Chính phủ")
    ('huyện Bắc Sơn, tỉnh Lạng Sơn', None)
    >>> unit_words("Hợp tác xã Bình Minh"), unit_words("Bảo hiểm xã hội tỉnh Sơn La")
    (None, 'tỉnh Sơn La')
    """
    at = 0
    while found := _UNIT_IN_NAME.search(name, at):
        if found.group(1).isdigit() or found.group(1).isupper():
            return found.group().strip(" ,")
        at = found.start(1)
    return None


def body(name: str, unit_name: str = "") -> str:
    """A name without the unit at its end, told with its type words or barely (``unit_name``).

    >>> body("Sở Khoa học và Công nghệ tỉnh Lạng Sơn"), body("Tỉnh ủy Bắc Kạn", "Bắc Kạn")
    ('Sở Khoa học và Công nghệ', 'Tỉnh ủy')
    """
    name = name.removesuffix(unit_words(name) or "").strip(" ,")
    if unit_name and folded(name).endswith(" " + folded(unit_name)):
        name = " ".join(name.split()[: -len(unit_name.split())])
    return name.strip(" ,")


def office(issuer: str, unit_key: str, unit_name: str = "") -> str:
    """The office whose register gave a number: ``{unit key}/{slug}``; a committee and its chairman share one.

    >>> office("Chủ tịch Ủy ban nhân dân tỉnh Sơn La", "son-la"), office("Chính phủ", "vn")
    ('son-la/ubnd', 'vn/chinh-phu')
    >>> office("Ủy ban nhân dân huyện Bắc Sơn, tỉnh Lạng Sơn", "lang-son/bac-son")
    'lang-son/bac-son/ubnd'
    """
    name = body(of_the_register(issuer), unit_name)
    return f"{unit_key}/{offices()['short'].get(name) or slug(name)}"


def document(office_key: str, year: int, number: str) -> str:
    """A dated numbered document.

    >>> document("son-la/ubnd", 2021, "2622/QĐ-UBND")
    'https://w3id.org/khcn/id/doc/son-la/ubnd/2021/2622-qd-ubnd'
    >>> document("bac-kan/ubnd", 2017, "25/2017/QĐ-UBND") == document("bac-kan/ubnd", 2017, "25/QĐ-UBND")
    False
    """
    return f"{BASE}doc/{office_key}/{year}/{number_slug(number)}"


def unnumbered(office_key: str, year: int, letters: str, told_by: str) -> str:
    """A document of a known office and year whose own number is blank, told by its title and date.

    >>> unnumbered("lang-son/so-y-te", 2021, "BC", "a")
    'https://w3id.org/khcn/id/doc/lang-son/so-y-te/2021/bc-ca978112'
    """
    return f"{BASE}doc/{office_key}/{year}/{slug(letters) or 'vb'}-{digest(told_by)}"


def reference(source: str, told_by: str) -> str:
    """A reference that lacks year or office, and any document without a number: never shared between sources.

    >>> reference("3f00000000000000", "11/NQ-CP")
    'https://w3id.org/khcn/id/doc/ref/3f00000000000000/11-nq-cp'
    """
    return f"{BASE}doc/ref/{source}/{number_slug(told_by)}"


def standard(designation: str) -> str:
    """A standard (TCVN, QCVN, TCCS, ISO, IEC).

    >>> standard("TCVN ISO 9001:2015")
    'https://w3id.org/khcn/id/standard/tcvn-iso-9001-2015'
    """
    return f"{BASE}standard/{slug(designation)}"


def unit(unit_id: str) -> str:
    """An administrative unit, by code and the edition of the code list in which it first appears.

    >>> unit("15-2004")
    'https://w3id.org/khcn/id/unit/15-2004'
    """
    return f"{BASE}unit/{unit_id}"


def organisation(unit_key: str, name: str, unit_name: str = "") -> str:
    """An organisation known by its canonical name in a unit; committees and councils keep the unit in their name.

    >>> organisation("lang-son", "Sở Khoa học và Công nghệ tỉnh Lạng Sơn")
    'https://w3id.org/khcn/id/org/lang-son/so-khoa-hoc-va-cong-nghe'
    >>> organisation("lang-son", "Ủy ban nhân dân tỉnh Lạng Sơn")
    'https://w3id.org/khcn/id/org/lang-son/uy-ban-nhan-dan-tinh-lang-son'
    """
    bare = body(name, unit_name)
    whole = bare in offices()["short"] or len(bare.split()) < _LEAST_WORDS
    return f"{BASE}org/{unit_key}/{slug(name if whole else bare)}"


def project(unit_key: str, title: str) -> str:
    """A task, project, programme or list known by its full title.

    >>> project("lang-son", "Đề án triển khai")
    'https://w3id.org/khcn/id/project/lang-son/de-an-trien-khai-8c2e33fe'
    """
    return f"{BASE}project/{unit_key}/{slug(title, _TITLE_WORDS)}-{digest(folded(title))}"


def task(code: str) -> str:
    """A task known by its code (mã số nhiệm vụ).

    >>> task("ĐT-2016-30218-ĐT")
    'https://w3id.org/khcn/id/project/dt-2016-30218-dt'
    """
    return f"{BASE}project/{slug(code)}"


def scoped(kind: str, source: str, entry: str, name: str = "") -> str:
    """A thing that only its source knows, until reconciliation finds what it is.

    >>> scoped("person", "3f00000000000000", "p1", "Trần Thị An")
    'https://w3id.org/khcn/id/person/3f00000000000000/tran-thi-an-p1'
    """
    return f"{BASE}{kind}/{source}/{'-'.join(filter(None, (slug(name, _TITLE_WORDS), slug(entry))))}"


def source(text_sha256: str) -> str:
    """A stored source text.

    >>> source("de093200ed8198fc" + "0" * 48)
    'https://w3id.org/khcn/id/source/de093200ed8198fc'
    """
    return f"{BASE}source/{text_sha256[:16]}"


def graph(name: str) -> str:
    """A named graph: of a source by its text's SHA-256, else by its name ("units", "findings", ...).

    >>> graph("units")
    'https://w3id.org/khcn/id/graph/units'
    """
    return f"{BASE}graph/{name[:16]}"


def evidence(text_sha256: str, start: int, end: int) -> str:
    """A span of a stored source text (RFC 5147), in code points.

    >>> evidence("de093200ed8198fc", 3031, 3086)
    'https://w3id.org/khcn/id/source/de093200ed8198fc#char=3031,3086'
    """
    return f"{source(text_sha256)}#char={start},{end}"


def statement(text_sha256: str, subject: str, predicate: str, object_: str) -> str:
    """What one source states: told by the source and the three ends.

    >>> statement("a", "b", "c", "d")
    'https://w3id.org/khcn/id/statement/f729ae0cbcc8241e'
    """
    return f"{BASE}statement/{digest(chr(10).join((text_sha256, subject, predicate, object_)), 16)}"
