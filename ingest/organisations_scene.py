"""What readers of organisations' names share: the text, its places and anchors, and words read one by one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

import msgspec

from ingest.context import Context
from ingest.names import organisation_type
from ingest.organisations_words import Anchor, Kind, words
from ingest.places_words import LIST_GAP
from ingest.runs import WORD, lowered, word_before
from ontology.records import OrganisationType, Place
from ontology.units import type_word

Unit = tuple[str, int, int]
"""A unit in a text: full name, start, end."""

Step = tuple[int, int, str, str]
"""A word of a name: start, end, the word, and the word with the next one."""

COUNT = re.compile(r"(?:\d+|[Nn]hững|[Mm]ột số|[Mm]ỗi|[Mm]ọi|[Cc]ác) $")
"""Words in front of a head that make it a group, not one body."""

_OFFICES = ("tịch ", "thư ", "đốc ")  # last syllables of offices in front of a body
_MOST_WORDS = 16
_STEP = re.compile(rf"(?: - |-| (?=[^\s-]))({WORD})(?:(?=(?: - | |-)({WORD})))?")
_BESIDE = re.compile(r" ?(?:[,(-]|tại|ở)? ?")


class Mention(msgspec.Struct):
    """An organisation's name at ``start:end``; ``name`` is canonical, ``head`` its first words.

    A weak mention proves no entry by itself: "Chủ tịch UBND tỉnh" acts for the committee and is none of it.
    An elided one stands in a list without the first words ("UBND huyện A, B"), and gives no alias.
    """

    start: int
    end: int
    name: str
    kind: Kind
    head: str
    type: OrganisationType
    parent: str | None = None
    place: str | None = None
    weak: bool = False
    elided: bool = False
    confidence: float = 0.95


class Scene:
    """One document's text with the places found in it and the first words of names."""

    def __init__(self, text: str, context: Context, places: list[Place], anchors: Iterable[Anchor]) -> None:
        self.text = text
        self.low = lowered(text)
        self.context = context
        self.anchors = {anchor.start: anchor for anchor in anchors}
        self.places = {start: (end, place) for place in places for start, end in place.spans}
        self.place_starts = sorted(self.places)
        self.stop = frozenset(words("stop"))
        self.before_heads = frozenset(words("before_heads"))
        self.small = frozenset(words("small"))

    def capital(self, anchor: Anchor) -> bool:
        """Tell whether the first words begin with a capital; in capitals one syllable may be half a word."""
        if not self.text[anchor.start].isupper():
            return False
        head = self.text[anchor.start : anchor.end]
        half = head.isupper() and len(head) > 1 and " " not in head and word_before(self.text, anchor.start).isupper()
        return not half

    def may_be_small(self, anchor: Anchor) -> bool:
        """Tell whether the first words may stand in small letters: one syllable may be half of a word ("nhiệm vụ")."""
        return self.capital(anchor) or " " in anchor.head or self.low.endswith("trưởng ", 0, anchor.start)

    def inside_name(self, anchor: Anchor) -> bool:
        """Tell whether a head of one syllable goes on a name in capitals: "bản Phiêng Ban"."""
        if " " in anchor.head or self.text[anchor.start : anchor.end].isupper():
            return False
        before = word_before(self.text, anchor.start)
        return before[:1].isupper() and not before.isupper() and before not in self.before_heads

    def counted(self, anchor: Anchor) -> str:
        """Return the word in front that makes a head a group ("các", "04"), else nothing."""
        match = COUNT.search(self.text, max(0, anchor.start - 8), anchor.start)
        return match.group().strip() if match else ""

    def capital_follows(self, anchor: Anchor) -> bool:
        """Tell whether a capital word follows the first words, so that they are only the beginning of a name."""
        return self.text[anchor.end : anchor.end + 1] == " " and self.text[anchor.end + 1 : anchor.end + 2].isupper()

    def steps(self, at: int, commas: tuple[str, ...] = ()) -> Iterator[Step]:
        """Yield the words from ``at`` on, parted by spaces and dashes, and by commas in front of given words."""
        for _ in range(_MOST_WORDS):
            step = _STEP.match(self.text, at)
            if not step and commas and self.text.startswith(", ", at) and self.text.startswith(commas, at + 2):
                step = _STEP.match(self.text, at + 1)
            if not step:
                return
            word, following = step.groups()
            start, at = step.span(1)
            yield start, at, word, f"{word} {following}" if following else word

    def stops(self, word: str, pair: str) -> bool:
        """Tell whether a word, or it and the next (verbs have two syllables), begin what is said of a body."""
        return word in self.stop or pair in self.stop

    def is_typed(self, start: int) -> bool:
        """Tell whether a place begins with its type word here ("huyện ...")."""
        end, _ = self.places[start]
        return type_word(self.text[start:end].split(" ")[0]) is not None or self.low.startswith(
            ("thành phố", "thị "), start
        )

    def places_within(self, start: int, end: int) -> list[int]:
        """Return where places begin in ``start:end``."""
        return self.place_starts[bisect_left(self.place_starts, start) : bisect_left(self.place_starts, end)]

    def listed(self, at: int) -> list[Unit]:
        """Read a place and those that go on with it in a list of the same level."""
        end, place = self.places[at]
        found = [(place.name, at, end)]
        while (gap := LIST_GAP.match(self.text, end)) and gap.end() in self.places:
            end, other = self.places[gap.end()]
            if other.level != place.level:
                break
            found.append((other.name, gap.end(), end))
        return found if place.level in {"province", "district", "commune"} else []

    def place_behind(self, end: int) -> str | None:
        """Return the place that follows a name: "CHXD Hoa Mai, huyện Bắc Sơn", "(xã Tân Lập)"."""
        gap = _BESIDE.match(self.text, end)
        if gap and gap.end() in self.places and ("(" in gap.group() or self.is_typed(gap.end())):
            return self.places[gap.end()][1].name
        return None

    def told(self, anchor: Anchor, end: int, name: str, place: str | None) -> Mention:
        """Make a mention of a body told by its own words."""
        name = name.capitalize() if name.isupper() and " " in name else name[0].upper() + name[1:]
        mention = self.mention(anchor, end, name, organisation_type(name) or "other", None, place)
        mention.confidence = 0.85
        return mention

    def mention(
        self,
        anchor: Anchor,
        end: int,
        name: str,
        kind: OrganisationType,
        parent: str | None = None,
        place: str | None = None,
    ) -> Mention:
        """Make a mention; behind an office ("Chủ tịch UBND") it is weak."""
        weak = anchor.kind == "local" and self.low.endswith(_OFFICES, 0, anchor.start)
        return Mention(anchor.start, end, name, anchor.kind, anchor.head, kind, parent, place, weak)

    def bare(self, anchor: Anchor) -> list[Mention]:
        """Keep a head alone ("Trung tâm", "Tổng cục", "Hội đồng"), to be tied to a full name of the document."""
        follows = self.text[anchor.end : anchor.end + 2]
        if not self.capital(anchor) or self.counted(anchor) or (follows[:1] == " " and follows[1:].isupper()):
            return []
        kind = organisation_type(anchor.head) or "other"
        return [
            Mention(anchor.start, anchor.end, anchor.head, anchor.kind, anchor.head, kind, weak=True, confidence=0.6)
        ]
