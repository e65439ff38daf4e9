"""Bodies told by their own words: firms and schools by a proper name, centres and divisions by what they do."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from ingest.names import LETTER, TYPE_WORD, expand, own_unit
from ingest.organisations_scene import Mention, Scene, Unit
from ingest.organisations_words import BARE_UNIT, GROUP, Anchor, words
from ingest.runs import word_before

_MOST_SMALL = 4  # words in small letters in front of a proper name
_LEGAL_FORM = re.compile(r" (?:[Cc]ổ phần|CP|TNHH(?: MTV| [Mm]ột thành viên)?|[Tt]rách nhiệm hữu hạn)(?= )")
_NUMBER = re.compile(r" số \d+")
_NEXT_HEAD = re.compile(  # the head of the next body of a list: "... Trường A và Thủ trưởng các đơn vị"
    r"(?:và )?(?:Thủ trưởng|Giám đốc|Chủ tịch|Hiệu trưởng|Viện trưởng|Trưởng (?:phòng|ban)|Cục trưởng|Bí thư|Chánh"
    r"|Ông|Bà)\b"
)
_UNIVERSITY = re.compile(  # those that have member universities (Luật Giáo dục đại học, Nghị định 99/2019/NĐ-CP)
    r", Đại học (?:Huế|Đà Nẵng|Thái Nguyên|Quốc gia (?:Hà Nội|TP\.? ?Hồ Chí Minh|Thành phố Hồ Chí Minh))"
)
_LOOSE_END = re.compile(r"(?: và| -|,)+$")
_UNIT_AT_END = re.compile(rf"(?:^|\s)(?:của )?(?:{TYPE_WORD})(?![{LETTER}])[^,]*$", re.IGNORECASE)


@dataclass(slots=True)
class _Reading:
    """How far a descriptive name has been read: its end, its words and capitals, the unit it tells."""

    end: int
    count: int = 0
    capitals: int = 0
    unit: str | None = None


class ToldReader:
    """Reads bodies told by their own words in one document.

    :param read: reads the name at another anchor, for parts named together with their whole
    """

    def __init__(self, scene: Scene, read: Callable[[Anchor], list[Mention]]) -> None:
        self.scene = scene
        self.text = scene.text
        self.context = scene.context
        self.places = scene.places
        self.read = read
        self.goes_on = frozenset(words("goes_on"))
        self.inside = frozenset(words("inside"))
        self.compounds = frozenset(words("compounds"))
        self.forms = frozenset(words("forms"))
        self.schools = tuple(words("schools"))
        self.commas = tuple(words("body_comma"))

    # ---- proper names --------------------------------------------------------------------------------------------

    def firm(self, anchor: Anchor) -> list[Mention]:
        """Read words of form and trade, then a proper name in capitals; else a firm told by its place or form alone."""
        if not self.scene.may_be_small(anchor):
            return []
        if anchor.head == "Chi nhánh" and word_before(self.text, anchor.start)[:1].isupper():
            return []
        if anchor.head == "Trường" and not self.text.startswith(self.schools, anchor.end + 1):
            return []
        end = self.proper_end(anchor.end, anchor.kind == "school")
        if not end:
            return [m for m in self.descriptive(anchor) if m.place and self.scene.capital(anchor)] or self.by_form(
                anchor
            )
        if anchor.head.startswith("Trường") and (above := _UNIVERSITY.match(self.text, end)):
            end = above.end()
        return [self.scene.told(anchor, end, expand(self.text[anchor.start : end]), self.scene.place_behind(end))]

    def proper_end(self, at: int, school: bool) -> int:
        """Return where a proper name ends; 0 if there is none before a stop, a dash or a typed place.

        What a school teaches is its proper name, what a firm trades is not.
        """
        end, proper, small, rest = at, 0, 0, at
        for start, stop, word, pair in self.scene.steps(at):
            if start < rest:
                continue
            if self.ends_firm(start, bool(proper)) or (proper and self.ends_named(word, pair, stop)):
                break
            if number := _NUMBER.match(self.text, start - 1):
                end, rest, proper, small = number.end(), number.end(), proper + 1, 0
                continue
            if pair.capitalize() in self.compounds and self.text[stop : stop + 1] == " ":
                if proper and word[0].islower() and not self.goes_to_capital(start + len(pair)):
                    break
                end = rest = start + len(pair)
                proper += school and pair[0].isupper()
            elif word[0].isupper() or word[0] in "123456789":
                proper += word not in self.forms
                end, small = stop, 0
            elif self.ends_small(word, pair, small) or (proper and not self.goes_on_small(word, stop)):
                break
            else:
                small += 1
        return end if proper else 0

    def ends_firm(self, start: int, proper: bool) -> bool:
        """Tell whether a typed place, a count ("02") or a dash ends the name; a dentist's may follow a clinic's."""
        place = start in self.places and (proper or self.text[start].islower()) and self.scene.is_typed(start)
        if start in self.scene.anchors and self.joined(start):
            return True
        count = self.text[start] == "0"
        dash = self.text.startswith(" - ", start - 3) and not self.scene.low.startswith("nha khoa ", start)
        return place or dash or count or _NEXT_HEAD.match(self.text, start) is not None

    def ends_small(self, word: str, pair: str, small: int) -> bool:
        """Tell whether a word in small letters ends a name: too many are there, or it begins what is said of it."""
        return small > _MOST_SMALL or (word != "số" and self.scene.stops(word, pair))

    def ends_named(self, word: str, pair: str, end: int) -> bool:
        """Tell whether a verb ends a proper name; "số" without a number means digital ("Nông nghiệp số")."""
        digital = word == "số" and not self.text[end + 1 : end + 2].isdigit()
        return word[0].islower() and self.scene.stops(word, pair) and not digital

    def goes_on_small(self, word: str, end: int) -> bool:
        """Tell whether a word in small letters stands inside a proper name."""
        return word in self.inside or word == "số" or self.goes_to_capital(end)

    def goes_to_capital(self, at: int) -> bool:
        """Tell whether one of the next two words is a capital again, with no verb between."""
        if not self.text.startswith(" ", at) or self.text.startswith(" - ", at):
            return False
        for _, _, word, pair in islice(self.scene.steps(at), 2):
            if word[0].isupper():
                return True
            if self.scene.stops(word, pair):
                return False
        return False

    def by_form(self, anchor: Anchor) -> list[Mention]:
        """Read a firm told by its legal form and trade alone: "Công ty cổ phần cấp thoát nước"."""
        form = _LEGAL_FORM.match(self.text, anchor.end)
        if not form or not self.scene.capital(anchor) or self.scene.counted(anchor):
            return []
        end, count = form.end(), 0
        for start, stop, word, pair in self.scene.steps(end - 1 if self.text[end - 1] == " " else end):
            if self.scene.stops(word, pair) or start in self.places:
                break
            end, count = stop, count + 1
        if count < 3:
            return []
        mention = self.scene.told(anchor, end, expand(self.text[anchor.start : end]), self.scene.place_behind(end))
        mention.confidence = 0.6
        return [mention]

    # ---- descriptions --------------------------------------------------------------------------------------------

    def descriptive(self, anchor: Anchor) -> list[Mention]:
        """Read a body told by what it does and where: "Trung tâm dịch vụ nông nghiệp huyện Mai Sơn"."""
        reading = _Reading(anchor.end)
        if not self.scene.may_be_small(anchor) or self.scene.inside_name(anchor):
            return []
        rest = anchor.end
        for start, stop, word, pair in self.scene.steps(anchor.end, self.commas):
            if start < rest:
                continue
            if start in self.places and self.scene.is_typed(start):
                return self.of_places(anchor, reading, self.scene.listed(start))
            if start in self.scene.anchors and (whole := self.whole_at(anchor, start, reading)):
                return self.of_whole(anchor, reading.end, whole)
            if bare := BARE_UNIT.match(self.text, start - 1):
                if bare["many"] or GROUP.match(self.text, bare.end()):
                    return []
                if own := own_unit(bare["type"], self.context):
                    reading.end, reading.unit = bare.end(), own.full_name
                break
            compound = word[0].isupper() and pair in self.compounds and self.text[stop : stop + 1] == " "
            if not compound and self.ends_description(start, word, pair, reading):
                break
            reading.end = rest = start + len(pair) if compound else stop
            reading.count += 1 + compound
            reading.capitals += word[0].isupper()
        return self.judged(anchor, reading)

    def whole_at(self, part: Anchor, start: int, reading: _Reading) -> Mention | None:
        """Return the body of which the one before is a part: "Phòng An ninh kinh tế Công an tỉnh"."""
        anchor = self.scene.anchors[start]
        named = reading.count > 0 or (" " in part.head and part.head not in self.scene.small)
        if not named or anchor.kind not in {"local", "department"} or self.joined(start):
            return None
        found = self.read(anchor)
        return found[0] if found else None

    def joined(self, start: int) -> bool:
        """Tell whether "và" or a dash stands in front."""
        return self.text.startswith(" - ", start - 3) or self.text.startswith(" và ", start - 4)

    def ends_description(self, start: int, word: str, pair: str, reading: _Reading) -> bool:
        """Tell whether a description ends in front of a word; a number or a bare province still belongs to it."""
        if (start in self.scene.anchors and self.joined(start)) or word[0] == "0" or _NEXT_HEAD.match(self.text, start):
            return True
        if start in self.places and reading.count:
            reading.end, reading.capitals = self.places[start][0], reading.capitals + 1
            return True
        if number := _NUMBER.match(self.text, start - 1):
            reading.end, reading.count, reading.capitals = number.end(), reading.count + 1, reading.capitals + 1
            return True
        first = reading.count == 0 or self.text.startswith("và ", start - 3)
        return self.scene.stops(word, pair) and not (first and pair in self.goes_on)

    def judged(self, anchor: Anchor, reading: _Reading) -> list[Mention]:
        """Decide whether what was read is a definite body, and name it."""
        by_capital = self.by_capital(anchor, reading)
        capital = self.scene.capital(anchor)
        by_words = capital and anchor.head in self.scene.small and reading.count > 2
        by_place = capital and reading.unit is not None and reading.count > 0
        counted = self.scene.counted(anchor)
        group = counted and (not by_capital or (reading.unit is None and counted.lower() in {"các", "những"}))
        if not (by_capital or by_words or by_place) or group:
            return self.scene.bare(anchor) if reading.count == 0 else []
        written = _LOOSE_END.sub("", self.text[anchor.start : reading.end])
        if anchor.head == "Hội" and self.context.units.resolve(written):
            return []  # the town Hội An
        end = anchor.start + len(written)
        name = f"{_UNIT_AT_END.sub('', expand(written))} {reading.unit}" if reading.unit else expand(written)
        mention = self.scene.told(anchor, end, name, reading.unit or self.scene.place_behind(end))
        mention.confidence = 0.9 if by_capital else 0.75
        return [self.division(mention, reading.unit) if anchor.head == "Phòng" else mention]

    def by_capital(self, anchor: Anchor, reading: _Reading) -> bool:
        """Tell whether capitals make it a name: behind a head of one syllable the very next word must have one."""
        return reading.capitals > 0 and (self.text[anchor.end + 1 : anchor.end + 2].isupper() or " " in anchor.head)

    def division(self, mention: Mention, unit: str | None) -> Mention:
        """Say of which body a division (phòng) is part: the committee of its unit, else the issuer."""
        issuer, district = self.context.issuer or "", self.context.district
        if mention.type != "division":
            return mention
        if unit is None and district and issuer.startswith("Ủy ban nhân dân"):
            unit = mention.place = district.full_name
            mention.name = f"{mention.name} {unit}"
        mention.parent = f"Ủy ban nhân dân {unit}" if unit else issuer if issuer.startswith("Sở ") else None
        return mention

    def of_whole(self, anchor: Anchor, end: int, whole: Mention) -> list[Mention]:
        """Name a part together with its whole."""
        name = f"{expand(self.text[anchor.start : end])} {whole.name}"
        mention = self.scene.told(anchor, whole.end, name, whole.place)
        mention.parent = whole.name
        return [mention]

    def of_places(self, anchor: Anchor, reading: _Reading, units: list[Unit]) -> list[Mention]:
        """Read a body of a place, or of each place of a list: "Trạm cấp nước huyện A và B"."""
        if not units or (reading.count == 0 and anchor.head == "Trung tâm"):
            return []
        stem = expand(self.text[anchor.start : reading.end])
        first, _, end = units[0]
        found = self.judged(anchor, _Reading(end, max(reading.count, 1), reading.capitals, first))
        for unit, start, stop in units[1:] if found else ():
            more = self.scene.told(anchor, stop, f"{stem} {unit}", unit)
            more.start, more.elided = start, True
            found.append(more)
        return found
