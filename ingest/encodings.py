"""Character encodings of Vietnamese text: found, converted, or refused, never guessed.

Before Unicode (TCVN 6909:2001) offices typed in TCVN3 (TCVN 5712:1993, "ABC", fonts .VnTime) and VNI
(VNI-Windows, fonts VNI-Times); Windows-1258 keeps tones as combining marks. Which one a text is in shows in its
words: read in the right encoding nearly every word is a well-formed Vietnamese syllable, in a wrong one few are.
"""

from __future__ import annotations

import codecs
import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

Legacy = Literal["tcvn3", "vni"]

_SAMPLE = 200_000  # characters looked at for statistics
_FEWEST = 4  # words that statistics need
_ACCEPTED = 0.85  # share of well-formed syllables that an encoding must reach
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_VIETNAMESE = re.compile("[\u1ea0-\u1ef9\u0103\u0111\u01a1\u01b0\u0110\u0102\u01a0\u01af\u0300-\u0309\u0323]")
_GARBLED = ("á»", "áº", "Ä‘", "Ä\x91", "Æ°", "Æ¡", "Ã¡", "Ã\xa0", "Ã´", "Ã¢", "Ãª")
# The bytes 0x80 to 0xBF as Windows-1252 shows them.
_HIGH = "\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
_GARBLED_LETTER = re.compile(f"á[º»][{_HIGH}]|[ÄÆÃ][{_HIGH}]")
_TOKEN = re.compile(r"[^\s\x00-\x40\[-`{-~\u2000-\u206f]*[\u0080-\u1fff][^\s\x00-\x40\[-`{-~\u2000-\u206f]*")
_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL_LINE = re.compile(r"^[^a-z\n]+$|(?<!\w)[^\Wa-z]+(?!\w)", re.MULTILINE)

_SYLLABLE = re.compile(
    r"(?P<onset>ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?(?P<rime>[aăâeêioôơuưy][a-zăâêôơư]*)"
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPPED = re.compile(r"(?:c|ch|p|t)$")


class UnknownEncoding(ValueError):
    """Bytes that no encoding reads as text.

    :ivar reason: "binary", "encoding" or "mojibake"
    :ivar offset: byte (for "mojibake" line, from 1) at which the trouble shows, None if everywhere
    """

    def __init__(self, reason: str, offset: int | None = None) -> None:
        super().__init__(reason, offset)
        self.reason = reason
        self.offset = offset

    @property
    def place(self) -> tuple[Literal["byte", "line"], int] | None:
        """Where the trouble shows, with its unit."""
        return None if self.offset is None else ("line" if self.reason == "mojibake" else "byte", self.offset)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was read from ("utf-8", "windows-1258", "tcvn3", ..., "utf-8 read as windows-1252")."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """Bytes of a text file as text.

    :raises UnknownEncoding: binary data, or no encoding that makes Vietnamese of it
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return Decoded(_decode(data[len(bom) :], encoding), encoding)
    if b"\x00" in data[:4096] or _looks_binary(data):
        return _without_bom(data)
    try:
        return repair(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _eight_bit(data, error.start)


def repair(text: str) -> Decoded:
    """Unicode text whose letters are not Vietnamese ones: UTF-8 read as Windows-1252, TCVN3 or VNI kept as Latin."""
    if any(sign in text for sign in _GARBLED) and _garbled(text):
        return Decoded(_ungarble(text), "utf-8 read as windows-1252")
    legacy = legacy_of(text)
    return Decoded(convert(text, legacy), legacy) if legacy else Decoded(text, "utf-8")


def legacy_of(text: str) -> Legacy | None:
    """The legacy encoding in which Latin letters of ``text`` make Vietnamese, by the share of sound syllables."""
    if text.isascii() or _VIETNAMESE.search(text):
        return None
    sample = text[:_SAMPLE]
    scores: dict[Legacy, float] = {name: plausibility(convert(sample, name)) for name in ("tcvn3", "vni")}
    best = max(scores, key=lambda name: scores[name])
    other = max([plausibility(sample), *(score for name, score in scores.items() if name != best)])
    enough = len(_TOKEN.findall(sample)) >= _FEWEST
    return best if enough and scores[best] >= _ACCEPTED and scores[best] > other + 0.1 else None


def legacy_of_font(font: str | None) -> Legacy | None:
    """The encoding that a font's name tells: .VnTime, .VnArialH (TCVN3); VNI-Times (VNI)."""
    if not font:
        return None
    if font.lower().startswith(".vn"):
        return "tcvn3"
    return "vni" if font.lower().startswith("vni-") else None


def convert(text: str, legacy: Legacy, *, capitals: bool = False) -> str:
    """Latin letters that stand for bytes of a legacy encoding, as Vietnamese letters.

    TCVN3 has no capitals with tones: fonts whose names end in H show small letters as capitals.

    :param capitals: typed in such a font
    """
    pattern, letters = _table(legacy)
    converted = pattern.sub(lambda m: letters[m.group()], text)
    if legacy == "tcvn3":
        return converted.upper() if capitals else _CAPITAL_LINE.sub(_raise_capitals, converted)
    return converted


def plausibility(text: str) -> float:
    """Share of the words with letters beyond ASCII that are well-formed Vietnamese syllables; 0 if there are none."""
    tokens = _TOKEN.findall(text[:_SAMPLE])
    return sum(map(_is_sound, tokens)) / len(tokens) if tokens else 0.0


def _is_sound(token: str) -> bool:
    """A syllable, or a word whose only foreign letters are footnote marks and powers (which TCVN3 has letters for)."""
    word = token.rstrip("¹²³⁰⁴⁵⁶⁷⁸⁹")
    return word.isascii() or is_syllable(word)


def looks_vietnamese(text: str) -> bool:
    """Whether a text is Vietnamese with its marks: at least one word in seven is a marked, well-formed syllable.

    In Vietnamese prose more than half of the words are; tables of names and figures have fewer.
    """
    sample = unicodedata.normalize("NFC", text[:_SAMPLE])
    words = _WORD.findall(sample)
    marked = [word for word in words if _VIETNAMESE.search(word) or not word.isascii()]
    return sum(map(is_syllable, marked)) * 7 >= max(len(words), 1)


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether a word is a well-formed Vietnamese syllable (onset, rime, tone); any case, NFC or NFD."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in decomposed if c in _TONES]
    base = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    match = _SYLLABLE.fullmatch(base)
    if len(tones) > 1 or not match:
        return False
    rime = match["rime"]
    if _STOPPED.search(rime) and tones and tones[0] not in "\u0301\u0323":
        return False
    rimes = _rimes()
    return rime in rimes or (match["onset"] in ("gi", "qu") and (match["onset"][1] + rime) in rimes)


@cache
def _rimes() -> frozenset[str]:
    data = tomllib.loads(resources.files("ingest.lexicons").joinpath("syllables.toml").read_text("utf-8"))
    return frozenset(data["rimes"].split())


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnknownEncoding("encoding", error.start) from error


def _looks_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    return len(_CONTROLS.findall(sample)) * 500 > len(sample)


def _without_bom(data: bytes) -> Decoded:
    """UTF-16 without a byte order mark: half of its bytes are zero or small; everything else with NUL is binary."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:_SAMPLE]
        controls = sum(c < " " and not c.isspace() for c in sample)
        ascii_only = sum(c < "\x80" for c in sample)
        if controls * 500 <= len(sample) < 4 * ascii_only and sum(c < "\u2100" for c in sample) > 0.95 * len(sample):
            return Decoded(text, encoding)
    match = _CONTROLS.search(data)
    raise UnknownEncoding("binary", match.start() if match else None)


def _eight_bit(data: bytes, failed_at: int) -> Decoded:
    """Bytes that are not UTF-8 as the one eight-bit encoding that makes Vietnamese of them."""
    candidates = [("windows-1258", unicodedata.normalize("NFC", _windows(data, "cp1258")))]
    latin = _windows(data, "cp1252")
    candidates += [(legacy, convert(latin, legacy)) for legacy in ("tcvn3", "vni")]
    scored = sorted(((plausibility(text), name, text) for name, text in candidates), reverse=True)
    best, second = scored[0], scored[1]
    if best[0] < _ACCEPTED or best[0] <= second[0] + 0.1:
        raise UnknownEncoding("encoding", failed_at)
    return Decoded(best[2], best[1])


def _windows(data: bytes, codepage: str) -> str:
    """A Windows code page; its few unassigned bytes stay C1 controls."""
    return data.decode(codepage, "c1")


def _c1(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(map(chr, error.object[error.start : error.end])), error.end


codecs.register_error("c1", _c1)


def _garbled(text: str) -> bool:
    count = len(_GARBLED_LETTER.findall(text))
    return (count >= 3 and count * 200 > min(len(text), _SAMPLE)) or count * 20 > len(text)


def _ungarble(text: str) -> str:
    """UTF-8 that was read as Windows-1252, read again; lines that were sound stay."""
    whole = _reread(text)
    if whole is not None:
        return whole
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if _GARBLED_LETTER.search(line):
            reread = _reread(line)
            if reread is None:
                raise UnknownEncoding("mojibake", number)
            lines[number - 1] = reread
    return "\n".join(lines)


def _reread(text: str) -> str | None:
    try:
        return bytes(_as_bytes(text)).decode("utf-8")
    except (UnicodeDecodeError, KeyError):
        return None


def _as_bytes(text: str) -> Iterable[int]:
    codes = _codes()
    return (codes[c] for c in text)


@cache
def _codes() -> dict[str, int]:
    """The byte of each Windows-1252 character, C1 controls and the no-break space that editors turn plain included."""
    return {chr(b): b for b in range(256)} | {_windows(bytes([b]), "cp1252"): b for b in range(256)}


def _raise_capitals(match: re.Match[str]) -> str:
    """Among ASCII capitals small toned letters are capitals too ("CéNG", read as "CộNG"; not "Hà")."""
    text = match.group()
    return text.upper() if sum("A" <= c <= "Z" for c in text) > 1 else text


@cache
def _table(legacy: Legacy) -> tuple[re.Pattern[str], dict[str, str]]:
    lines = resources.files("ingest.lexicons").joinpath(f"{legacy}.csv").read_text("utf-8").splitlines()
    rows = list(csv.DictReader(lines))
    if legacy == "tcvn3":
        letters = {bytes.fromhex(row["code"]).decode("latin-1"): row["letter"] for row in rows}
    else:
        letters = {row["code"]: row["letter"] for row in rows}
    longest_first = sorted(letters, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), letters
