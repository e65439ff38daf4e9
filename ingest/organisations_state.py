"""Bodies of the state and the Party, known by name: ministries, committees of a unit, departments and their parts."""

from __future__ import annotations

import re

from ingest.names import OWN_TYPES, Body, organisation_type, own_unit
from ingest.organisations_scene import Mention, Scene, Unit
from ingest.organisations_words import BARE_UNIT, GROUP, SEVERAL_TYPES, Anchor, departments
from ingest.runs import capital_run
from ontology.units import type_word

_PARTY = "Đảng Cộng sản Việt Nam"
_PARTY_HEADER = "ĐẢNG CỘNG SẢN VIỆT NAM"
_DEPARTMENT = Body("Sở", "department")
_UNIT_TYPE = re.compile(r"^(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu) ")
_LAW = re.compile(r"(?:Luật|Bộ luật|Pháp lệnh|LUẬT)[^,.;:()\n\d]{0,60}$")
_MANY = re.compile(r"(?:[Cc]ác|[Nn]hững|\d+) [^.;:\n]{0,40}$")
_SPACE = re.compile(r"[ \n](?:của |thuộc )?(?:các )?")
_COLON = re.compile(r" ?: ?| ")
_NEXT = re.compile(r", | và |; (?=[A-ZĐ])")
_NAME_ENDS = re.compile(r" ?(?:[,;.):(]|và |tỉnh |$)", re.MULTILINE)


class StateReader:
    """Reads bodies known by name in one document."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.text = scene.text
        self.context = scene.context
        self.places = scene.places

    def national(self, anchor: Anchor) -> list[Mention]:
        """Read a body of the whole country; in small letters only where its name is long or "của" stands before."""
        body = anchor.body
        if body is None or self.of_law(anchor):
            return []
        if not self.scene.capital(anchor):
            long = len(body.name.split()) > 3 or self.text.endswith(" của ", 0, anchor.start)
            if not long or (body.name == _PARTY and self.text[anchor.start].islower()):
                return []
        if self.text.startswith(_PARTY_HEADER, anchor.start):
            return []
        return [self.scene.mention(anchor, anchor.end, body.name, body.type, body.parent)]

    def local(self, anchor: Anchor) -> list[Mention]:
        """Read a body that every unit of a level has, of one unit or of each unit of a list."""
        body = anchor.body
        if body is None or body.skip or (self.needs_capital(anchor, body) and not self.scene.capital(anchor)):
            return []
        if self.of_law(anchor):
            return []
        found: list[Mention] = []
        for unit, start, stop in self.units_at(anchor.end, body):
            mention = self.of_unit(anchor, body, unit, stop)
            if found:
                mention.start, mention.elided = start, True
            found.append(mention)
        return found

    def of_law(self, anchor: Anchor) -> bool:
        """Tell whether the words stand in the title of a law: "Luật Ngân hàng Nhà nước"."""
        return _LAW.search(self.text, max(0, anchor.start - 80), anchor.start) is not None

    def needs_capital(self, anchor: Anchor, body: Body) -> bool:
        """Tell whether a head in small letters would be a common word: "thuế", "báo", "điện lực"."""
        return " " not in self.text[anchor.start : anchor.end] or (body.join == "name" and not body.level)

    def of_unit(self, anchor: Anchor, body: Body, unit: str, end: int) -> Mention:
        """Make a mention of a unit's body."""
        name = self.with_unit(body.name, body, unit)
        return self.scene.mention(anchor, end, name, body.type, self.parent(body, unit), unit)

    def with_unit(self, head: str, body: Body, unit: str) -> str:
        """Put a unit's name behind a head, with or without its type as the body's names have it."""
        return f"{head} {unit if body.join == 'type' else _UNIT_TYPE.sub('', unit)}"

    def parent(self, body: Body, unit: str) -> str | None:
        """Return the full name of the body above, in the same unit."""
        return self.with_unit(body.parent, body, unit) if body.parent else body.parent_name

    def units_at(self, at: int, body: Body) -> list[Unit]:
        """Read the units behind a head, none if no definite unit is told."""
        gap = _SPACE.match(self.text, at)
        if gap and gap.end() in self.places and (self.text[at] == " " or self.scene.is_typed(gap.end())):
            return self.scene.listed(gap.end())
        if (several := SEVERAL_TYPES.match(self.text, at)) and several.end() in self.places:
            return self.scene.listed(several.end())
        if (bare := BARE_UNIT.match(self.text, at)) and not (body.join == "name" and body.level):
            unit = own_unit(bare["type"], self.context)
            if bare["many"] or GROUP.match(self.text, bare.end()) or unit is None:
                return []
            return [(unit.full_name, at, bare.end())]
        named = self.named_unit(at, body) or (self.own_title(at) if body.only_named else None)
        return [named] if named else self.without_unit(at, body)

    def own_title(self, at: int) -> Unit | None:
        """Read the title of a newspaper that isn't called after its province: "Báo Tiền Phong"."""
        run = capital_run(self.text, at + 1, 4) if self.text[at : at + 1] == " " else []
        return (self.text[at + 1 : run[-1][1]], at, run[-1][1]) if len(run) > 1 else None

    def named_unit(self, at: int, body: Body) -> Unit | None:
        """Read a unit's bare name behind a head: "Báo Nghệ An", "Huyện ủy Mai Sơn"."""
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

    def without_unit(self, at: int, body: Body) -> list[Unit]:
        """Return the own unit for a head that means one by itself: "Tỉnh ủy", "Đài PTTH"."""
        if not body.bare or body.only_named:
            return []
        home = self.context.district or self.context.province
        if body.type in {"people_committee", "people_council"} and home and self.is_own(at, body):
            return [(home.full_name, at, at)]
        if body.level in {"district", "city"} and _MANY.search(self.text[max(0, at - 50) : at]):
            return []
        own = [u for word in OWN_TYPES.get(body.level, ()) if (u := own_unit(word, self.context))]
        return [(own[0].full_name, at, at)] if own else []

    def is_own(self, at: int, body: Body) -> bool:
        """Tell whether a bare "Ủy ban nhân dân" is the one that issued, or whose council issued, the document."""
        issued = (self.context.issuer or "").startswith(("Ủy ban nhân dân", "Hội đồng nhân dân"))
        before = self.text[max(0, at - 60) : at].removesuffix(body.name)
        follows = self.text[at : at + 4]
        alone = follows[:1] in {",", ";", ".", "\n", ""} or follows[1:2].islower()
        return issued and alone and not _MANY.search(before) and not follows.startswith((" các", " cấp"))

    def department(self, anchor: Anchor) -> list[Mention]:
        """Read a department (sở), or several of a list: "Sở Tài chính, Nội vụ", "các Sở: Y tế, Xây dựng"."""
        pattern, names = departments()
        at = _COLON.match(self.text, anchor.end)
        match = pattern.match(self.scene.low, at.end()) if at else None
        if not self.scene.capital(anchor) and not match:
            return []
        if not match:
            return self.own_department(anchor)
        many = self.text[anchor.end] == ":" or self.scene.counted(anchor).lower() == "các"
        found = self.of_department(anchor, anchor.start, match.end(), names[match.group()])
        while (gap := _NEXT.match(self.text, match.end())) and self.text[gap.end() : gap.end() + 1].isupper():
            match = pattern.match(self.scene.low, gap.end())
            if not match or not (many or _NAME_ENDS.match(self.text, match.end())):
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
                for u, a, b in self.scene.listed(gap.end())
            ]
        if (bare := BARE_UNIT.match(self.text, end)) and unit and type_word(bare["type"]) == unit.split()[0]:
            stop = bare.end()
        elif named := self.named_unit(end, _DEPARTMENT):
            unit, _, stop = named
        return [self.department_of(anchor, name, unit, start, stop)]

    def department_of(self, anchor: Anchor, name: str, unit: str | None, start: int, end: int) -> Mention:
        """Make a mention of one department."""
        full = f"Sở {name} {unit}" if unit else f"Sở {name}"
        mention = self.scene.mention(anchor, end, full, "department", f"Ủy ban nhân dân {unit}" if unit else None, unit)
        mention.start, mention.elided = start, start > anchor.start
        return mention

    def own_department(self, anchor: Anchor) -> list[Mention]:
        """Read a bare "Sở" as the department that issued the document; groups ("các Sở, ngành") are none."""
        issuer = self.context.issuer or ""
        follows = self.scene.low[anchor.end : anchor.end + 12]
        group = self.scene.counted(anchor) or "ngành" in follows
        if not issuer.startswith("Sở ") or group or self.scene.capital_follows(anchor):
            return []
        unit = self.context.province.full_name if self.context.province else None
        parent = f"Ủy ban nhân dân {unit}" if unit else None
        return [self.scene.mention(anchor, anchor.end, issuer, "department", parent, unit)]

    def own(self, anchor: Anchor) -> list[Mention]:
        """Read a unit of a department, its own or the one told: "Văn phòng Sở", "Thanh tra Sở Tài chính"."""
        whole = self.department(anchor._replace(start=anchor.end - len("Sở"), kind="department"))[:1]
        head = anchor.head.removesuffix(" Sở")
        kind = organisation_type(head) or "division"
        return [
            *(self.scene.mention(anchor, m.end, f"{head} {m.name}", kind, m.name, m.place) for m in whole),
            *(whole if self.scene.capital_follows(anchor) else []),
        ]
