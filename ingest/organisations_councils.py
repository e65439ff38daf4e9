"""Councils, boards and working groups (hội đồng, ban chỉ đạo, tổ công tác), told by their function."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.names import LETTER, expand, own_unit
from ingest.organisations_scene import Mention, Scene
from ingest.organisations_words import BARE_UNIT, Anchor, alternation, words

_MOST_LETTERS = 320
_END = re.compile(r"[;.:()“”\"|\n]| [-–] ")
_OF_OWN = re.compile(r" của (?:tỉnh|huyện|thành phố|thị xã|Sở)(?! [A-ZĐ])(?!\w)")
_OWN_AT_END = re.compile(r"(?<!cấp) (?:của )?(tỉnh|huyện)$")
_CLASS = 2  # words of a function in small letters that tell no one council
_SUM = re.compile(r" \d[\d.]*(?:\.\d{3}| (?:đồng|người|triệu))")  # what its members get
_AND = re.compile(" và ")
_COMMA = re.compile(",")


@lru_cache(maxsize=1)
def _stop() -> re.Pattern[str]:
    return re.compile(rf"[^{LETTER}](?<!đối )(?:{alternation('council_stop')})(?![{LETTER}])")


@lru_cache(maxsize=1)
def _goes_on() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{alternation('council_comma')})(?![{LETTER}])", re.IGNORECASE)


def _without_loose_end(words: str) -> str:
    """Take off what joined a clause to the next: spaces, commas, "và"."""
    words = words.rstrip()
    while words.endswith((",", " và")):
        words = words.removesuffix(",").removesuffix(" và")
    return words


class CouncilReader:
    """Reads councils in one document: the head, then the function up to the end of the clause."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.text = scene.text
        self.first = tuple(words("council_first"))
        self.any_function = frozenset(words("council_any"))

    def begins_function(self, at: int) -> bool:
        """Tell whether the usual words of a council's function stand at an offset."""
        return self.scene.low.startswith(self.first, at)

    def council(self, anchor: Anchor) -> list[Mention]:
        """Read a council or board with its function; a head alone is kept to be tied to a full name."""
        usual = self.begins_function(anchor.end + 1)
        if (not usual and not self.scene.capital(anchor)) or self.several(anchor):
            return []
        end = self.clause(anchor.end) if self.text[anchor.end : anchor.end + 1] == " " else anchor.end
        if not self.text[anchor.end : end].strip() or BARE_UNIT.fullmatch(self.text, anchor.end, end):
            return self.scene.bare(anchor)
        if not self.scene.capital(anchor) and self.text.count(" ", anchor.end, end) <= _CLASS:
            return []  # "họp hội đồng tư vấn": any council of the kind
        letter = self.text[anchor.end + 1]
        if _SUM.match(self.text, anchor.end) or not (
            usual or letter.isupper() or letter.isdigit() or anchor.head in self.any_function
        ):
            return []
        name = self.own_at_end(f"{anchor.head} {expand(self.text[anchor.end : end])}")
        return [self.scene.told(anchor, end, name, self.place(anchor, end))]

    def several(self, anchor: Anchor) -> bool:
        """Tell whether a count makes it a group of councils ("06 Hội đồng tuyển chọn")."""
        count = self.scene.counted(anchor)
        return count.isdigit() and int(count) > 1

    def clause(self, at: int) -> int:
        """Return where a council's function ends: at a full stop, a verb, another body, a comma that starts anew."""
        hard = _END.search(self.text, at, at + _MOST_LETTERS)
        end = hard.start() if hard else min(len(self.text), at + _MOST_LETTERS)
        if stop := _stop().search(self.text, at, end):
            end = stop.start() + 1
        if of := _OF_OWN.search(self.text, at, end):
            end = of.end()
        body = next((m for m in _AND.finditer(self.text, at, end) if m.end() in self.scene.anchors), None)
        end = body.start() if body else end
        commas = _COMMA.finditer(self.text, at, end)
        new = next((m for m in commas if not _goes_on().match(self.text, m.end(), end)), None)
        end = new.start() if new else end
        return at + len(_without_loose_end(self.text[at:end]))

    def own_at_end(self, name: str) -> str:
        """Give a bare "tỉnh" at the end of a name the own province's name; not "cấp tỉnh"."""
        match = _OWN_AT_END.search(name)
        unit = own_unit(match[1], self.scene.context) if match else None
        return f"{name[: match.start()]} {unit.full_name}" if match and unit else name

    def place(self, anchor: Anchor, end: int) -> str | None:
        """Return the last unit that a council's name tells, else the document's own."""
        places, context = self.scene.places, self.scene.context
        inside = self.scene.places_within(anchor.end, end)
        own = context.district or context.province
        last = next((at for at in reversed(inside) if self.scene.is_typed(at)), None)
        return places[last][1].name if last is not None else own.full_name if own else None
