"""Standards and technical regulations (tiêu chuẩn, quy chuẩn) by designation: TCVN ISO 9001:2015, QCVN 01:2009/BYT."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.mentions import Mention
from ingest.numbers import lexicon

_BODY = r"ISO(?:\s?/\s?(?:IEC|TS|TR|PAS))?|IEC|OIML|HACCP"
_DESIGNATION = re.compile(
    rf"(?<!\w)(?:(?P<series>{'|'.join(lexicon()['standards']['series'])})\s*(?P<body>{_BODY})?|(?P<alone>{_BODY}))\s*[:-]?\s*"
    r"(?P<digits>\d{1,6}(?:\s?[-.]\s?\d{1,3})*)(?:\s?:\s?(?P<year>(?:19|20)\d\d))?(?P<office>/[A-ZĐ]{2,10})?(?![\w%])"
)
_SLASH = re.compile(r"\s*/\s*")
_WORDS = re.compile(
    rf"(?:{'|'.join(sorted(lexicon()['standards']['words'], key=len, reverse=True))})\s+$", re.IGNORECASE
)


def standard_anchors(text: str) -> list[int]:
    """Where the letters of a series or body stand: no block without one holds a designation."""
    letters = [*lexicon()["standards"]["series"], "ISO", "IEC", "OIML", "HACCP"]
    return sorted(at for word in letters for at in _places(text, word))


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def find_standards(text: str, start: int, end: int) -> Iterator[Mention]:
    """Every designation of a standard in ``text[start:end]``."""
    for match in _DESIGNATION.finditer(text, start, end):
        words = _WORDS.search(text, max(start, match.start() - 40), match.start())
        yield Mention(
            words.start() if words else match.start(),
            match.end(),
            "standard",
            words.group().strip() if words else None,
            designation=_canonical(match),
        )


def _canonical(match: re.Match[str]) -> str:
    head = " ".join(part for part in (match["series"], match["body"] or match["alone"]) if part)
    digits = re.sub(r"\s", "", match["digits"])
    year = f":{match['year']}" if match["year"] else ""
    return f"{_SLASH.sub('/', head)} {digits}{year}{match['office'] or ''}"
