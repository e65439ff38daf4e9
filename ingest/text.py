"""Normal form of Vietnamese text, with the way back to the source.

Finders read a normal form (NFC, one placement of tone marks, one dash, plain spaces); quotations come from the
untouched source. :class:`Mapped` is a text with a map of its offsets to those of the text it was made from.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from functools import lru_cache

from ontology.records import Span

# Same length on both sides: offsets survive without a map.
_SAME_LENGTH: dict[str, str] = {
    **dict.fromkeys("‐‑‒–—―−－", "-"),
    **dict.fromkeys("\x0b\u00a0\u202f\u3000", " "),
    **dict.fromkeys(map(chr, range(0x2000, 0x200B)), " "),
    **dict.fromkeys("„‟«", "“"),
    "»": "”",
    "’": "'",
    "‘": "'",
    "ð": "đ",
    "Ð": "Đ",
    "／": "/",
    "\r": "\n",
    "\x85": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
}
_OTHER_SIGNS = re.compile(f"[{''.join(map(re.escape, _SAME_LENGTH))}]")
# Controls (but for line ends, tab and form feed), soft hyphens, zero-width and direction marks, variation selectors.
_UNSEEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
_COMBINING = "\u0300-\u034e\u0350-\u036f"
_REMOVED = re.compile(f"[{_UNSEEN}]")
_LINE_END = re.compile("\r\n")

_MARKS = re.compile(f"(?:[{_UNSEEN}]*[{_COMBINING}])*")
_NOTHING = re.compile(f"[\\s*_#{_UNSEEN}]*")

# Old to new placement of the tone mark in open syllables (hoà -> hòa, thuỷ -> thủy), not after q (quý).
_TONES = dict(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)
_TONES |= {a.capitalize(): b.capitalize() for a, b in _TONES.items()} | {
    a.upper(): b.upper() for a, b in _TONES.items()
}
_TONE = re.compile(  # by its rarer letter first, so that the engine can skip to it
    "[{0}{1}](?:(?<=[oO][{0}])|(?<=[uU][{1}]))(?<![qQ]..)(?![a-zà-ỹđA-ZÀ-ỸĐ])".format(
        "àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ", "ỳýỷỹỵỲÝỶỸỴ"
    )
)


class Mapped:
    """A text made from pieces of another, with a map of offsets.

    ``starts[i]`` is where piece i begins in ``text``, ``origins[i]`` where it came from (-1: put in between).
    """

    __slots__ = ("_original", "_origins", "_starts", "text")

    def __init__(self, text: str, original: str, starts: array[int], origins: array[int]) -> None:
        self.text = text
        self._original = original
        self._starts = starts
        self._origins = origins

    @classmethod
    def identity(cls, text: str, original: str) -> Mapped:
        """A text of the same length as its original, offset for offset."""
        return cls(text, original, array("l", [0]), array("l", [0]))

    def spans(self, start: int, end: int) -> list[Span]:
        """The pieces of the original that ``text[start:end]`` came from, in order of the text.

        Pieces between which the original holds only white space and Markdown marks are joined to one span.
        """
        i = bisect_right(self._starts, start) - 1
        origin = self._origins[i] if i >= 0 else -1
        if origin >= 0 and (i + 1 == len(self._starts) or end <= self._starts[i + 1]):
            begin = origin + start - self._starts[i]  # within one piece, as nearly always
            stop = begin + end - start
            plain = " " <= self._original[stop : stop + 1] <= "~"
            return [(begin, stop if plain else self._past_marks(stop))] if start < end else []
        return self._joined(start, end)

    def _past_marks(self, stop: int) -> int:
        """Past the combining marks that belong to the letter before ``stop``."""
        marks = _MARKS.match(self._original, stop)
        return marks.end() if marks else stop

    def _joined(self, start: int, end: int) -> list[Span]:
        found: list[list[int]] = []
        for begin, stop in self._pieces(start, end):
            stop = self._past_marks(stop)
            if found and begin >= found[-1][1] and _NOTHING.fullmatch(self._original, found[-1][1], begin):
                found[-1][1] = stop
            else:
                found.append([begin, stop])
        return [(a, b) for a, b in found]

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        pieces = []
        starts, origins = self._starts, self._origins
        i = bisect_right(starts, start) - 1
        while i < len(starts) and starts[i] < end:
            stop = starts[i + 1] if i + 1 < len(starts) else len(self.text)
            if origins[i] >= 0:
                a, b = max(start, starts[i]), min(end, stop)
                if a < b:
                    pieces.append((origins[i] + a - starts[i], origins[i] + b - starts[i]))
            i += 1
        return pieces

    def origin(self, offset: int) -> int:
        """Offset in the original of the character at ``offset``; of the next that has one, if it was put in."""
        i = max(bisect_right(self._starts, offset) - 1, 0)
        while i < len(self._starts) and self._origins[i] < 0:
            i += 1
            offset = self._starts[i] if i < len(self._starts) else offset
        return self._origins[i] + offset - self._starts[i] if i < len(self._starts) else len(self._original)


class Builder:
    """Builds a :class:`Mapped` text piece by piece from another text."""

    def __init__(self, original: str) -> None:
        self._original = original
        self._parts: list[str] = []
        self._starts = array("l")
        self._origins = array("l")
        self.length = 0

    def copy(self, start: int, end: int) -> None:
        """Append ``original[start:end]``."""
        if start < end:
            self._add(self._original[start:end], start)

    def insert(self, text: str) -> None:
        """Append text that stands nowhere in the original."""
        if text:
            self._add(text, -1)

    def _add(self, text: str, origin: int) -> None:
        self._starts.append(self.length)
        self._origins.append(origin)
        self._parts.append(text)
        self.length += len(text)

    def since(self, start: int) -> str:
        """What was appended from offset ``start`` on, which must be where a piece began."""
        i = bisect_right(self._starts, start)
        while i and self._starts[i - 1] >= start:
            i -= 1
        return "".join(self._parts[i:])

    def build(self, through: Mapped | None = None) -> Mapped:
        """The text; with ``through``, its map leads on to the original of that text."""
        text = "".join(self._parts)
        if through is None:
            return Mapped(text, self._original, self._starts or array("l", [0]), self._origins or array("l", [-1]))
        return _compose(Mapped(text, self._original, self._starts, self._origins), through)


def _compose(outer: Mapped, inner: Mapped) -> Mapped:
    """The map of ``outer``'s text to the original of ``inner`` (whose text ``outer`` was made from)."""
    if len(inner._starts) == 1 and inner._origins[0] == 0:
        return Mapped(outer.text, inner._original, outer._starts or array("l", [0]), outer._origins or array("l", [-1]))
    starts, origins = array("l"), array("l")
    for i, start in enumerate(outer._starts):
        stop = outer._starts[i + 1] if i + 1 < len(outer._starts) else len(outer.text)
        origin = outer._origins[i]
        if origin < 0:
            starts.append(start)
            origins.append(-1)
            continue
        j = bisect_right(inner._starts, origin) - 1
        position = start
        while position < stop:
            inner_stop = inner._starts[j + 1] if j + 1 < len(inner._starts) else len(inner.text)
            at = origin + position - start
            starts.append(position)
            origins.append(inner._origins[j] + at - inner._starts[j] if inner._origins[j] >= 0 else -1)
            position += inner_stop - at
            j += 1
    return Mapped(outer.text, inner._original, starts or array("l", [0]), origins or array("l", [-1]))


def normalise(source: str) -> Mapped:
    """The normal form that finders read: NFC, one dash, one space, one tone placement, nothing invisible."""
    if unicodedata.is_normalized("NFC", source) and not _REMOVED.search(source):
        return Mapped.identity(_plain(source), source)
    composed = _Composer(source).run()
    composed.text = _plain(composed.text)
    return composed


def _plain(text: str) -> str:
    """One dash, one space, one line end, one tone placement; as long as before."""
    if "\r" in text:
        text = _LINE_END.sub(" \n", text)
    if _OTHER_SIGNS.search(text):
        for sign, plain in _SAME_LENGTH.items():  # faster than a translation table where few of the signs stand
            if sign in text:
                text = text.replace(sign, plain)
    return _new_tones(text)


class _Composer:
    """NFC with an offset map: composes each base letter with the marks behind it."""

    _CLUSTER = re.compile(f"[^{_COMBINING}{_UNSEEN}](?:[{_UNSEEN}]*[{_COMBINING}])+|[{_UNSEEN}]")

    def __init__(self, source: str) -> None:
        self.source = source

    def run(self) -> Mapped:
        source = self.source
        parts: list[str] = []
        starts, origins = array("l", [0]), array("l", [0])
        at = length = 0
        for match in self._CLUSTER.finditer(source):
            begin, end = match.span()
            piece = unicodedata.normalize("NFC", _REMOVED.sub("", match.group()))
            parts.append(source[at:begin])
            length += begin - at
            parts.append(piece)
            if piece:
                starts.append(length)
                origins.append(begin)
            length += len(piece)
            starts.append(length)
            origins.append(end)
            at = end
        parts.append(source[at:])
        return Mapped("".join(parts), source, starts, origins)


def _new_tones(text: str) -> str:
    parts: list[str] = []
    at = 0
    for match in _TONE.finditer(text):
        pair = text[match.start() - 1 : match.end()]
        if pair in _TONES:
            parts += text[at : match.start() - 1], _TONES[pair]
            at = match.end()
    return "".join([*parts, text[at:]]) if at else text


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """A key for comparing: lower case, one tone placement, no quotation marks or Markdown, single spaces."""
    text = normalise(unicodedata.normalize("NFC", text)).text.lower()
    return re.sub(r"\s+", " ", re.sub(r"[*_#\"'“”]", "", text)).strip(" .,;:-")


@lru_cache(maxsize=65536)
def unmarked(text: str) -> str:
    """:func:`fold` without any diacritics (đ becomes d), for keys and for search without marks."""
    decomposed = unicodedata.normalize("NFD", fold(text).replace("đ", "d"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))
