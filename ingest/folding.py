"""Folding of names and numbers for comparing a reading with a gold annotation.

The same folding as the measure that annotators use: case, quotation marks, Markdown, dashes, placement of tone
marks and the usual abbreviations make no difference.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.text import fold, unmarked

_SPACE = re.compile(r"\s+")
_ABBREVIATIONS = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "kh&cn": "khoa học và công nghệ",
    "kh-cn": "khoa học và công nghệ",
    "khcn": "khoa học và công nghệ",
    "tđc": "tiêu chuẩn đo lường chất lượng",
    "shtt": "sở hữu trí tuệ",
    "htx": "hợp tác xã",
    "đmst": "đổi mới sáng tạo",
    "tp.": "thành phố",
    "tp ": "thành phố ",
    "tnhh mtv": "tnhh một thành viên",
}


def folded(text: str | None) -> str:
    """Text for comparing: lower case, plain dashes, one tone placement, no marks of quotation."""
    return fold(text or "")


@lru_cache(maxsize=100_000)
def folded_name(text: str | None) -> str:
    """:func:`folded` with the usual abbreviations spelt out."""
    name = folded(text)
    for short, long in _ABBREVIATIONS.items():
        name = re.sub(rf"(?<![a-zà-ỹđ]){re.escape(short)}", long, name)
    return _SPACE.sub(" ", name).strip()


@lru_cache(maxsize=100_000)
def folded_number(text: str | None) -> str:
    """A document's number for comparing: no spaces, no leading zeros, capitals."""
    return re.sub(r"^0+(?=\d)", "", re.sub(r"\s", "", folded(text)).upper())


def without_marks(text: str | None) -> str:
    """:func:`folded` without diacritics."""
    return unmarked(text or "")
