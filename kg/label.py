"""What things are called on a page: the citation form of documents, and the key by which Vietnamese sorts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from kg.axioms import axioms
from kg.naming import Thing

_LETTERS = {"ă": "a~", "â": "a~~", "đ": "d~", "ê": "e~", "ô": "o~", "ơ": "o~~", "ư": "u~"}  # ~ sorts behind all letters
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng


def document_label(group: list[Thing]) -> str:
    """The official first citation: kind, number, date in words, issuer; the title where there is no number.

    What the sources tell of one document is put together: what itself says, else the fullest that others say.
    """
    kind = _kind(group)
    numbers, issuer = _told(group, lambda t: t.names[1]), _told(group, lambda t: t.issuer)
    title, date = _told(group, lambda t: t.names[0]), _told(group, lambda t: t.date)
    told = [f"{kind} số {numbers}" if numbers else kind if not title else _with_kind(kind, title)]
    told += [day_in_words(date)] if date and (numbers or len(date) > 4) else []
    return " ".join([*told, f"của {issuer}"] if issuer and (numbers or not title) else told)


def _kind(group: list[Thing]) -> str:
    """The kind as documents write it, else as the vocabulary has it."""
    kind = _best(t.told for t in group)
    concept = axioms().concept("document-kind", kind) if kind != "other" else None
    name = _best(t.kind_text for t in group) or (axioms().labels.get(concept, "") if concept else "") or "văn bản"
    return name[:1].upper() + name[1:]


def _with_kind(kind: str, title: str) -> str:
    told = title if title.lower().startswith(kind.lower()) else f"{kind} {title}"
    return told[:1].upper() + told[1:]


def _told(group: list[Thing], tells: Callable[[Thing], str]) -> str:
    """What the document says of itself, else the fullest that others say."""
    return _best(tells(t) for t in group if t.own) or _best(tells(t) for t in group)


def _best(values: Iterable[str]) -> str:
    """The longest, then the first in order: the same whatever order they come in."""
    return min(filter(None, values), key=lambda v: (-len(v), v), default="")


def day_in_words(date: str) -> str:
    """A date as NĐ 30/2020/NĐ-CP writes it: days below 10 and months 1 and 2 with a zero.

    >>> day_in_words("2024-04-03"), day_in_words("2021-02-25"), day_in_words("2021-11"), day_in_words("2021")
    ('ngày 03 tháng 4 năm 2024', 'ngày 25 tháng 02 năm 2021', 'tháng 11 năm 2021', 'năm 2021')
    """
    year, month, day = ([*date.split("-"), "", ""])[:3]
    month = f"{int(month):02d}" if month in ("01", "02") else month.lstrip("0")
    return " ".join(filter(None, (day and f"ngày {day}", month and f"tháng {month}", f"năm {year}")))


@lru_cache(maxsize=65536)
def sort_key(text: str) -> str:
    """A key whose code-point order is the Vietnamese alphabet's: letters first, tones where letters are equal.

    >>> sorted(["Điện", "Em", "Ân", "An", "Bắc", "Ăn", "Dak", "Ê"], key=sort_key)
    ['An', 'Ăn', 'Ân', 'Bắc', 'Dak', 'Điện', 'Em', 'Ê']
    >>> sorted(["má", "mà", "ma", "mạ", "mả"], key=sort_key)
    ['ma', 'mà', 'mả', 'má', 'mạ']
    """
    letters, tones = [], []
    for syllable in re.findall(r"\w+", unicodedata.normalize("NFC", text).lower()):
        parts = unicodedata.normalize("NFD", syllable)
        bare = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONES))
        letters.append("".join(_LETTERS.get(c) or c for c in bare))
        tones.append(next((_TONES[c] for c in parts if c in _TONES), "0"))
    return f"{' '.join(letters)} {''.join(tones)}"
