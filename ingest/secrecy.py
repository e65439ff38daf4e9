"""Stamps of secrecy (dấu chỉ độ mật) and of circulation (phạm vi lưu hành) in the head of a document.

Documents marked MẬT, TỐI MẬT or TUYỆT MẬT may not be kept on ordinary systems (Luật Bảo vệ bí mật nhà nước); a
stamp stands by itself, on a line or in a cell of its own. Words in a sentence ("bí mật nhà nước") are no stamp.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

_PIECES = re.compile(r"\s*[|\t]\s*|\s{2,}")
_DECORATION = re.compile(r"^[\W_]+|[\W_]+$")
_NUMBER_LINE = re.compile(r"^Số\s*:?.*\((?P<degree>[^()]+)\)\s*$")
_LETTER_SPACED = re.compile(r"\w(?:\s+\w)+")
_CODES = {"M": "MẬT", "TM": "TỐI MẬT", "TUM": "TUYỆT MẬT"}


@dataclass(frozen=True, slots=True)
class _Stamps:
    secrecy: tuple[str, ...]
    circulation: tuple[str, ...]
    lead: re.Pattern[str]
    head_lines: int


def marks(text: str, dropped: Iterable[str] = ()) -> tuple[str | None, str | None]:
    """Degree of secrecy and mark of circulation that a document bears.

    :param text: its text; only the head is looked at
    :param dropped: page headers and the like, whose stamps count as well
    :returns: ("MẬT" | "TỐI MẬT" | "TUYỆT MẬT" | None, "LƯU HÀNH NỘI BỘ" | ... | None)
    """
    stamps = _stamps()
    found = {word for line in [*_head(text, stamps.head_lines), *dropped] for word in _read(line, stamps)}
    secrecy = next((degree for degree in stamps.secrecy if degree in found), None)
    return secrecy, next((mark for mark in stamps.circulation if mark in found), None)


def _head(text: str, count: int) -> Iterator[str]:
    """The first lines with text in them; each line cut, since one line may be the whole file."""
    start = 0
    while count and start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start : min(end, start + 500)]
        if line.strip():
            count -= 1
            yield line
        start = end + 1


def _read(line: str, stamps: _Stamps) -> Iterator[str]:
    """The stamps of one line, in canonical capitals."""
    line = unicodedata.normalize("NFC", line)
    number = _NUMBER_LINE.match(line.strip())
    if number:
        code = number["degree"].strip().upper()
        yield _CODES.get(code, code)
    for piece in [line, *_PIECES.split(line)]:
        word = _DECORATION.sub("", stamps.lead.sub("", _DECORATION.sub("", piece)))
        if _LETTER_SPACED.fullmatch(word):
            word = _close_up(word, stamps)
        if word.isupper() or word.istitle() or (word[:1].isupper() and " " in word):
            yield " ".join(word.upper().split())


def _close_up(word: str, stamps: _Stamps) -> str:
    """Letters set apart for show ("M Ậ T", "T Ố I M Ậ T"), read as the stamp they make."""
    letters = "".join(word.split()).upper()
    return next((s for s in (*stamps.secrecy, *stamps.circulation) if s.replace(" ", "") == letters), word)


@cache
def _stamps() -> _Stamps:
    data = tomllib.loads(resources.files("ingest.lexicons").joinpath("secrecy.toml").read_text("utf-8"))
    lead = "|".join(re.escape(word) for word in data["lead"])
    pattern = re.compile(rf"^(?:{lead})\s*:?\s*", re.IGNORECASE)
    return _Stamps(tuple(data["secrecy"]), tuple(data["circulation"]), pattern, data["head_lines"])
