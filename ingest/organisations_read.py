"""Reading one organisation's name from its first words on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.context import Context
from ingest.names import LETTER, Body, canonical_organisation, expand, organisation_type, own_unit
from ingest.organisations_words import BARE_UNIT, GROUP, Anchor, Kind, alternation, departments, words
from ingest.places_words import LIST_GAP
from ingest.runs import capital_run, tokens, word_before
from ontology.records import OrganisationType, Place
from ontology.units import type_word

_MOST_WORDS = 16
_MOST_LETTERS = 320
_PARTY_HEADER = "ĐẢNG CỘNG SẢN VIỆT NAM"
_LEGAL_FORM = re.compile(r" (?:[Cc]ổ phần|CP|TNHH(?: MTV| [Mm]ột thành viên)?|[Tt]rách nhiệm hữu hạn)(?= )")
_OF_OWN = re.compile(r" của (?:tỉnh|huyện|thành phố|thị xã|Sở)(?! [A-ZĐ])(?!\w)")
_MANY = re.compile(r"(?:[Cc]ác|[Nn]hững|\d+) [^.;:\n]{0,40}$")
_SPACE = re.compile(r"[ \n](?:của |thuộc )?(?:các )?")
_SEPARATOR = re.compile(r" - |-| (?=[^\s-])")
_NUMBER = re.compile(r" số \d+")
_LAW = re.compile(r"(?:Luật|Bộ luật|Pháp lệnh|LUẬT)[^,.;:()\n\d]{0,60}$")
_END = re.compile(r"[;.:()“”\"|\n]| [-–] ")
_COUNT = re.compile(r"(?:\d+|[Nn]hững|[Mm]ột số|[Mm]ỗi|[Mm]ọi|[Cc]ác) $")


@dataclass(slots=True)
class Mention:
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


@lru_cache(maxsize=1)
def _council_stop() -> re.Pattern[str]:
    return re.compile(rf"(?<![{LETTER}])(?<!đối )(?:{alternation('council_stop')})(?![{LETTER}])")


@lru_cache(maxsize=1)
def _council_comma() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{alternation('council_comma')})(?![{LETTER}])", re.IGNORECASE)


class Reader:
    """Reads names in one document, with its place, issuer and the places found in it in mind."""

    def __init__(
        self, text: str, low: str, context: Context, places: list[Place], anchors: Iterable[Anchor] = ()
    ) -> None:
        self.anchors = {anchor.start: anchor for anchor in anchors}
        self.text = text
        self.low = low
        self.context = context
        self.places = {start: (end, place) for place in places for start, end in place.spans}
        self.stop = frozenset(words("stop"))
        self.compounds = frozenset(words("compounds"))
        self.schools = tuple(words("schools"))
        self.small = frozenset(words("small"))
        self.goes_on = frozenset(words("goes_on"))
        self.inside = frozenset(words("inside"))
        self.body_comma = tuple(words("body_comma"))
        self.council_first = tuple(words("council_first"))
        self.readers: dict[Kind, Callable[[Anchor], list[Mention]]] = {
            "national": self.national,
            "local": self.local,
            "department": self.department,
            "firm": self.firm,
            "school": self.firm,
            "body": self.descriptive,
            "council": self.council,
            "own": self.own,
        }

    def read(self, anchor: Anchor) -> list[Mention]:
        """Read the names that begin at an anchor: none, one, or several of a list that shares the first words."""
        return self.readers[anchor.kind](anchor)

    def capital(self, anchor: Anchor) -> bool:
        """Tell whether the first words begin with a capital; one syllable in capitals may be half a word ("NHIỆM VỤ")."""
        head = self.text[anchor.start : anchor.end]
        half = head.isupper() and len(head) > 1 and " " not in head and word_before(self.text, anchor.start).isupper()
        return head[0].isupper() and not half

    # ---- bodies known by name ------------------------------------------------------------------------------------

    def national(self, anchor: Anchor) -> list[Mention]:
        """Read a body of the whole country; in small letters only where its name is long or "của" stands before."""
        body = anchor.body
        before = self.text[max(0, anchor.start - 80) : anchor.start]
        certain = self.capital(anchor) or body is None or len(body.name.split()) > 3 or before.endswith(" của ")
        if body is None or not certain or _LAW.search(before) or self.text[anchor.start : anchor.end] == _PARTY_HEADER:
            return []
        if body.name == "Đảng Cộng sản Việt Nam" and not self.text[anchor.start : anchor.end][0].isupper():
            return []
        return [self.mention(anchor, anchor.end, body.name, body.type, body.parent)]

    def local(self, anchor: Anchor) -> list[Mention]:
        """Read a body that every unit of a level has, of one unit or of each unit of a list."""
        body = anchor.body
        if anchor.head == "Hội đồng Khoa học và Công nghệ" and self.low.startswith(self.council_first, anchor.end + 1):
            return self.council(anchor)
        if body is None or body.skip or _LAW.search(self.text[max(0, anchor.start - 80) : anchor.start]):
            return []
        units, end = self.units_at(anchor.end, body)
        if not units:
            return []
        names = [self.with_unit(body, unit) for unit, _, _ in units]
        found = []
        for name, (unit, start, stop) in zip(names, units, strict=True):
            begin = anchor.start if start <= units[0][1] else start
            mention = self.mention(anchor, stop, name, body.type, self.parent(body, unit), unit)
            mention.start, mention.elided = begin, begin > anchor.start
            found.append(mention)
        del end
        return found

    def with_unit(self, body: Body, unit: str) -> str:
        """Return the full name of a unit's body."""
        if body.join == "type":
            return f"{body.name} {unit}"
        return f"{body.name} {re.sub(r'^(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn) ', '', unit)}"

    def parent(self, body: Body, unit: str) -> str | None:
        """Return the full name of the body above, in the same unit."""
        if body.parent is None:
            return body.parent_name
        joined = unit if body.join == "type" else re.sub(r"^(?:tỉnh|thành phố|huyện|quận|thị xã) ", "", unit)
        return f"{body.parent} {joined}"

    def units_at(self, at: int, body: Body) -> tuple[list[tuple[str, int, int]], int]:
        """Read the units behind a head: (full name, start, end) of each; none if no definite unit is told."""
        gap = _SPACE.match(self.text, at)
        if gap and gap.end() in self.places and (self.text[at] == " " or self.is_typed(gap.end())):
            return self.listed(gap.end()), at
        if (bare := BARE_UNIT.match(self.text, at)) and not (body.join == "name" and body.level):
            unit = own_unit(bare["type"], self.context)
            if bare["many"] or GROUP.match(self.text, bare.end()) or unit is None:
                return [], at
            return [(unit.full_name, at, bare.end())], at
        if named := self.named_unit(at, body):
            return [named], at
        return self.without_unit(at, body), at

    def listed(self, at: int) -> list[tuple[str, int, int]]:
        """Read a place and those that go on with it in a list of the same level."""
        end, place = self.places[at]
        found = [(place.name, at, end)]
        while (gap := LIST_GAP.match(self.text, end)) and gap.end() in self.places:
            end, other = self.places[gap.end()]
            if other.level != place.level:
                break
            found.append((other.name, gap.end(), end))
        return found if place.level in {"province", "district", "commune"} else []

    def named_unit(self, at: int, body: Body) -> tuple[str, int, int] | None:
        """Read a unit's bare name behind a head: "Báo Lạng Sơn", "Huyện ủy Mai Sơn"."""
        if self.text[at : at + 1] != " ":
            return None
        for _, end in reversed(capital_run(self.text, at + 1, 4)):
            found = self.context.units.resolve(self.text[at + 1 : end])
            own = [u for u in found if self.context.province in (u, *self.context.units.ancestors(u))]
            levels = {"province", "district"} if body.join == "name" or body.type == "hospital" else {"province"}
            fits = [u for u in own or found if u.level in levels]
            fits = [u for u in fits if u.level == body.level] or fits
            if fits:
                return fits[0].full_name, at, end
        return None

    def without_unit(self, at: int, body: Body) -> list[tuple[str, int, int]]:
        """Return the own unit for a head that means one by itself: "Tỉnh ủy", "Đài PTTH"."""
        if not body.bare or body.only_named:
            return []
        own_unit_ = self.context.district or self.context.province
        if body.type in {"people_committee", "people_council"} and own_unit_ and self.is_own(at, body):
            return [(own_unit_.full_name, at, at)]
        if body.level in {"district", "city"} and _MANY.search(self.text[max(0, at - 50) : at]):
            return []
        levels = {
            "province": ["tỉnh", "thành phố"],
            "city": ["thành phố"],
            "district": ["huyện", "thị xã", "quận", "thành phố"],
        }
        own = [u for word in levels.get(body.level, []) if (u := own_unit(word, self.context))]
        return [(own[0].full_name, at, at)] if own else []

    def is_own(self, at: int, body: Body) -> bool:
        """Tell whether a bare "Ủy ban nhân dân" is the one that issued, or whose council issued, the document."""
        issued = (self.context.issuer or "").startswith(("Ủy ban nhân dân", "Hội đồng nhân dân"))
        before = self.text[max(0, at - 60) : at].removesuffix(body.name)
        follows = self.text[at : at + 4]
        return (
            issued
            and not _MANY.search(before)
            and (follows[:1] in {",", ";", ".", "\n", ""} or follows[1:2].islower())
            and not follows.startswith((" các", " cấp"))
        )

    def department(self, anchor: Anchor) -> list[Mention]:
        """Read a department (sở), or several of a list: "Sở Tài chính, Nội vụ", "các Sở: Y tế, Xây dựng"."""
        pattern, names = departments()
        at = re.compile(r" ?: ?| ").match(self.text, anchor.end)
        match = pattern.match(self.low, at.end()) if at else None
        if not self.capital(anchor) and not match:
            return []
        if not match:
            return self.own_department(anchor)
        found = self.of_department(anchor, anchor.start, match.end(), names[match.group()])
        while (gap := re.compile(r", | và |; (?=[A-ZĐ])").match(self.text, match.end())) and self.text[
            gap.end()
        ].isupper():
            match = pattern.match(self.low, gap.end())
            if not match or not re.compile(r" ?(?:[,;.):(]|và |tỉnh |$)", re.MULTILINE).match(self.text, match.end()):
                break
            found += self.of_department(anchor, match.start(), match.end(), names[match.group()])
        return found

    def of_department(self, anchor: Anchor, start: int, end: int, name: str) -> list[Mention]:
        """Name a department of the own province, or of the provinces that follow."""
        gap = _SPACE.match(self.text, end)
        unit, stop = (self.context.province.full_name if self.context.province else None), end
        if gap and gap.end() in self.places and self.places[gap.end()][1].level == "province":
            return [
                self.department_of(anchor, name, u, start if a == gap.end() else a, b)
                for u, a, b in self.listed(gap.end())
            ]
        elif (bare := BARE_UNIT.match(self.text, end)) and unit and type_word(bare["type"]) == unit.split()[0]:
            stop = bare.end()
        elif named := self.named_unit(end, Body("Sở", "department")):
            unit, _, stop = named
        return [self.department_of(anchor, name, unit, start, stop)]

    def department_of(self, anchor: Anchor, name: str, unit: str | None, start: int, end: int) -> Mention:
        full = f"Sở {name} {unit}" if unit else f"Sở {name}"
        mention = self.mention(anchor, end, full, "department", f"Ủy ban nhân dân {unit}" if unit else None, unit)
        mention.start, mention.elided = start, start > anchor.start
        return mention

    def own_department(self, anchor: Anchor) -> list[Mention]:
        """Read a bare "Sở" as the department that issued the document; groups ("các Sở, ngành") are none."""
        issuer = self.context.issuer or ""
        before = self.text[max(0, anchor.start - 12) : anchor.start]
        follows = self.text[anchor.end : anchor.end + 2]
        if (
            not issuer.startswith("Sở ")
            or _COUNT.search(before)
            or follows in {", ", ": "}
            and "ngành" in self.low[anchor.end : anchor.end + 12]
        ):
            return []
        if follows[:1] == " " and follows[1:].isupper():
            return []
        unit = self.context.province.full_name if self.context.province else None
        return [
            self.mention(anchor, anchor.end, issuer, "department", f"Ủy ban nhân dân {unit}" if unit else None, unit)
        ]

    def own(self, anchor: Anchor) -> list[Mention]:
        """Read a unit of the document's own department: "Văn phòng Sở"."""
        issuer = self.context.issuer or ""
        if not issuer.startswith("Sở ") or self.text[anchor.end : anchor.end + 2][1:].isupper():
            return []
        head = anchor.head.removesuffix(" Sở")
        kind = organisation_type(head) or "division"
        return [self.mention(anchor, anchor.end, f"{head} {issuer}", kind, issuer)]

    # ---- bodies told by their own words ------------------------------------------------------------------------------

    def firm(self, anchor: Anchor) -> list[Mention]:
        """Read a proper name: words of form and trade, then capitals; stops at punctuation, verbs and typed places."""
        end, proper, lower, rest = anchor.end, 0, 0, 0
        if anchor.head == "Trường" and not self.text.startswith(self.schools, anchor.end + 1):
            return []
        for start, stop in self.steps(anchor.end):
            if start < rest:
                continue
            word = self.text[start:stop]
            if start in self.places and (proper or self.text[start].islower()) and self.is_typed(start):
                break
            if self.text.startswith(" - ", start - 3) and not self.low.startswith("nha khoa ", start):
                break
            if self.pair(start).capitalize() in self.compounds and self.text[stop : stop + 1] == " ":
                stop += 1 + len(self.pair(start).split()[1])
                end, lower, rest = stop, 0, stop
            elif word[0].isupper() or word[0].isdigit():
                proper += not self.form(word)
                end, lower = stop, 0
            elif (
                word in self.stop
                or self.pair(start) in self.stop
                or lower > 4
                or (proper and word not in self.inside and not self.goes_to_capital(stop))
            ):
                break
            else:
                lower += 1
        name = self.text[anchor.start : end]
        if (
            not proper
            or not self.may_be_small(anchor)
            or (self.text[anchor.start].islower() and not self.text[end - 1].isalnum())
        ):
            return self.firm_of_place(anchor) or self.firm_of_form(anchor)
        return [self.told(anchor, end, expand(name), self.place_behind(end))]

    def pair(self, at: int) -> str:
        """Return the two words at ``at``: verbs are told by two syllables."""
        return " ".join(self.text[a:b] for a, b in tokens(self.text, at, 2))

    def firm_of_form(self, anchor: Anchor) -> list[Mention]:
        """Read a firm told by its legal form and trade alone: "Công ty cổ phần môi trường đô thị"."""
        form = _LEGAL_FORM.match(self.text, anchor.end)
        if not form or not self.capital(anchor) or _COUNT.search(self.text[max(0, anchor.start - 8) : anchor.start]):
            return []
        end, count = form.end(), 0
        for start, stop in self.steps(end):
            if self.text[start:stop] in self.stop or self.pair(start) in self.stop or start in self.places:
                break
            end, count = stop, count + 1
        found = (
            [self.told(anchor, end, expand(self.text[anchor.start : end]), self.place_behind(end))] if count > 2 else []
        )
        for mention in found:
            mention.confidence = 0.6
        return found

    def goes_to_capital(self, at: int) -> bool:
        """Tell whether one of the next two words is a capital again, with no verb between."""
        for start, end in tokens(self.text, at + 1, 2) if self.text[at : at + 1] == " " else []:
            if self.text[start].isupper():
                return True
            if self.text[start:end] in self.stop or self.pair(start) in self.stop:
                return False
        return False

    def form(self, word: str) -> bool:
        """Tell whether a capital word is one of legal form or rank, and so no name yet."""
        return word in {
            "TNHH",
            "MTV",
            "CP",
            "Cổ",
            "Cổ phần",
            "TM",
            "DV",
            "XD",
            "SX",
            "TMDV",
            "Đại",
            "Cao",
            "THPT",
            "THCS",
            "Trách",
            "Một",
        }

    def firm_of_place(self, anchor: Anchor) -> list[Mention]:
        """Read a firm told only by its trade and place: "Chi nhánh xăng dầu tỉnh Bắc Kạn"."""
        found = self.descriptive(anchor)
        return [m for m in found if m.place and self.capital(anchor)]

    def descriptive(self, anchor: Anchor) -> list[Mention]:
        """Read a body told by what it does and where: "Trung tâm dịch vụ nông nghiệp huyện Mai Sơn"."""
        end, count, capitals, unit = anchor.end, 0, 0, None
        for start, stop in self.steps(anchor.end, self.body_comma):
            if start in self.places and self.is_typed(start):
                return self.of_places(anchor, end, count, capitals, self.listed(start))
            if start in self.places and count:
                end, capitals = self.places[start][0], capitals + 1
                break
            if start in self.anchors:
                if self.text.startswith(" - ", start - 3) or self.text.startswith(" và ", start - 4):
                    break
                if (
                    count
                    and self.anchors[start].kind in {"local", "department"}
                    and (whole := self.read(self.anchors[start]))
                ):
                    return self.of_whole(anchor, end, whole[0])
            if bare := BARE_UNIT.match(self.text, start - 1):
                if bare["many"] or GROUP.match(self.text, bare.end()):
                    return []
                own = own_unit(bare["type"], self.context)
                if own:
                    end, unit = bare.end(), own.full_name
                break
            if number := _NUMBER.match(self.text, start - 1):
                end, count, capitals = number.end(), count + 1, capitals + 1
                break
            word, pair = self.text[start:stop], self.pair(start)
            first = count == 0 or self.text.startswith("và ", start - 3)
            if (word in self.stop or pair in self.stop) and not (first and pair in self.goes_on):
                if (
                    word == "của"
                    and (bare := BARE_UNIT.match(self.text, start - 1))
                    and (own := own_unit(bare["type"], self.context))
                ):
                    end, unit = bare.end(), own.full_name
                break
            end, count, capitals = stop, count + 1, capitals + word[0].isupper()
        return self.judged(anchor, end, count, capitals, unit)

    def judged(self, anchor: Anchor, end: int, count: int, capitals: int, unit: str | None) -> list[Mention]:
        """Decide whether what was read is a definite body, and name it."""
        end = anchor.start + len(re.sub(r"(?: và| -|,)+$", "", self.text[anchor.start : end]))
        first = self.text[anchor.end + 1 : anchor.end + 2]
        counted = _COUNT.search(self.text[max(0, anchor.start - 8) : anchor.start])
        by_capital = capitals > 0 and (first.isupper() or " " in anchor.head) and self.may_be_small(anchor)
        by_words = self.capital(anchor) and anchor.head in self.small and count > 2
        by_place = self.capital(anchor) and unit is not None and count > 0
        group = counted and (not by_capital or (unit is None and counted.group().lower() in {"các ", "những "}))
        if not (by_capital or by_words or by_place) or group:
            return self.bare(anchor) if count == 0 else []
        name = expand(self.text[anchor.start : end])
        if unit:
            name = re.sub(
                rf"(?:^|\s)(?:của )?(?:tỉnh|thành phố|TP\.?|huyện|quận|thị xã|xã|phường|thị trấn)(?![{LETTER}])[^,]*$",
                "",
                name,
                flags=re.IGNORECASE,
            )
            name = f"{name} {unit}"
        mention = self.told(anchor, end, name, unit or self.place_behind(end))
        if anchor.head == "Phòng" and mention.type == "division":
            issuer = self.context.issuer or ""
            if unit is None and self.context.district and issuer.startswith("Ủy ban nhân dân"):
                unit = mention.place = self.context.district.full_name
                mention.name = f"{mention.name} {unit}"
            mention.parent = f"Ủy ban nhân dân {unit}" if unit else issuer if issuer.startswith("Sở ") else None
        mention.confidence = 0.9 if by_capital else 0.75
        return [mention]

    def of_whole(self, anchor: Anchor, end: int, whole: Mention) -> list[Mention]:
        """Read a part named together with its whole: "Phòng An ninh kinh tế Công an tỉnh"."""
        if not self.may_be_small(anchor):
            return []
        name = f"{expand(self.text[anchor.start : end])} {whole.name}"
        mention = self.told(anchor, whole.end, name, whole.place)
        mention.parent = whole.name
        return [mention]

    def may_be_small(self, anchor: Anchor) -> bool:
        """Tell whether the first words may stand in small letters: one syllable may be half of a word ("nhiệm vụ")."""
        return (
            self.capital(anchor)
            or " " in anchor.head
            or self.text[max(0, anchor.start - 7) : anchor.start].lower().endswith("trưởng ")
        )

    def of_places(
        self, anchor: Anchor, end: int, count: int, capitals: int, units: list[tuple[str, int, int]]
    ) -> list[Mention]:
        """Read a body of a place, or of each place of a list: "Trạm cấp nước huyện A và B"."""
        if not units or (count == 0 and anchor.head == "Trung tâm"):
            return []
        found = self.judged(anchor, units[0][2], max(count, 1), capitals, units[0][0])
        stem = expand(self.text[anchor.start : end])
        for unit, start, stop in units[1:] if found else ():
            more = self.told(anchor, stop, f"{stem} {unit}", unit)
            more.start, more.elided = start, True
            found.append(more)
        return found

    def bare(self, anchor: Anchor) -> list[Mention]:
        """Keep a head alone ("Trung tâm", "Tổng cục", "Hội đồng"), to be tied to a full name of the document."""
        before = self.text[max(0, anchor.start - 8) : anchor.start]
        follows = self.text[anchor.end : anchor.end + 2]
        if not self.capital(anchor) or _COUNT.search(before) or (follows[:1] == " " and follows[1:].isupper()):
            return []
        kind = organisation_type(anchor.head) or "other"
        return [
            Mention(anchor.start, anchor.end, anchor.head, anchor.kind, anchor.head, kind, weak=True, confidence=0.6)
        ]

    def council(self, anchor: Anchor) -> list[Mention]:
        """Read a council or board with its function, to the end of the clause."""
        if self.text[anchor.end : anchor.end + 1] != " ":
            return self.bare(anchor)
        end = self.clause(anchor.end)
        function = self.low[anchor.end : end].strip()
        if not function or BARE_UNIT.fullmatch(self.text, anchor.end, end):
            return self.bare(anchor)
        known = function.startswith(self.council_first)
        if not self.capital(anchor) and not known:
            return []
        if (
            not known
            and not self.text[anchor.end + 1].isupper()
            and not self.text[anchor.end + 1].isdigit()
            and anchor.head
            not in {"Ban Tổ chức", "Tổ giúp việc", "Ban Chỉ đạo", "Ban Chỉ huy", "Hội đồng", "Tổ công tác"}
        ):
            return []
        name = self.own_at_end(f"{anchor.head} {expand(self.text[anchor.end : end])}")
        return [self.told(anchor, end, name, self.place_of_council(anchor, end))]

    def place_of_council(self, anchor: Anchor, end: int) -> str | None:
        """Return the last unit that a council's name tells, else the document's own."""
        inside = [at for at in range(anchor.end, end) if at in self.places and self.is_typed(at)]
        own = self.context.district or self.context.province
        return self.places[inside[-1]][1].name if inside else own.full_name if own else None

    def own_at_end(self, name: str) -> str:
        """Give a bare "tỉnh" at the end of a name the own province's name; not "cấp tỉnh"."""
        match = re.search(r"(?<!cấp) (?:của )?(tỉnh|huyện)$", name)
        unit = own_unit(match[1], self.context) if match else None
        return f"{name[: match.start()]} {unit.full_name}" if match and unit else name

    def clause(self, at: int) -> int:
        """Return where the function of a council ends."""
        hard = _END.search(self.text, at, at + _MOST_LETTERS)
        end = hard.start() if hard else min(len(self.text), at + _MOST_LETTERS)
        if stop := _council_stop().search(self.text, at, end):
            end = stop.start()
        if of := _OF_OWN.search(self.text, at, end):
            end = of.end()
        for word in re.compile(" và ").finditer(self.text, at, end):
            if word.end() in self.anchors:
                end = word.start()
                break
        for comma in re.compile(",").finditer(self.text, at, end):
            if not _council_comma().match(self.text, comma.end(), end):
                end = comma.start()
                break
        return at + len(re.sub(r"(?: và|,)*\s*$", "", self.text[at:end]))

    # ---- shared ----------------------------------------------------------------------------------------------------------

    def steps(self, at: int, commas: tuple[str, ...] = ()) -> Iterator[tuple[int, int]]:
        """Yield the words from ``at`` on, parted by spaces and dashes, and by commas in front of given words."""
        for _ in range(_MOST_WORDS):
            gap = _SEPARATOR.match(self.text, at)
            if not gap and commas and self.text.startswith(", ", at) and self.text.startswith(commas, at + 2):
                gap = re.compile(", ").match(self.text, at)
            if not gap:
                return
            found = tokens(self.text, gap.end(), 1)
            if not found:
                return
            at = found[0][1]
            yield found[0]

    def is_typed(self, start: int) -> bool:
        """Tell whether a place begins with its type word here ("huyện ...")."""
        end, _ = self.places[start]
        return type_word(self.text[start:end].split(" ")[0]) is not None or self.low.startswith(
            ("thành phố", "thị "), start
        )

    def place_behind(self, end: int) -> str | None:
        """Return the place that follows a name: "CHXD Hoa Mai, huyện Bắc Sơn", "(xã Tân Lập)"."""
        gap = re.compile(r" ?(?:[,(-]|tại|ở)? ?").match(self.text, end)
        if gap and gap.end() in self.places and self.is_typed(gap.end()):
            return self.places[gap.end()][1].name
        return None

    def told(self, anchor: Anchor, end: int, name: str, place: str | None) -> Mention:
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
        before = word_before(self.text, anchor.start)
        weak = anchor.kind == "local" and before.lower() in {"tịch", "thư", "đốc"}
        return Mention(anchor.start, end, name, anchor.kind, anchor.head, kind, parent, place, weak)


__all__ = ["Mention", "Reader", "canonical_organisation"]
