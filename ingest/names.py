"""Names of organisations: from how documents write them to the full canonical name.

"UBND tỉnh" in a document of Sơn La is "Ủy ban nhân dân tỉnh Sơn La"; "Bộ KH&CN" is "Bộ Khoa học và Công nghệ";
"QĐ-UBND" and "TT-BKHCN" tell who issued a document. The official names and their abbreviations are in
``lexicons/organisations.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from ingest.context import Context
from ingest.text import fold
from ontology.records import OrganisationType
from ontology.units import Unit, type_word

LETTER = "a-zà-ỹA-ZÀ-ỸđĐ"
TYPE_WORD = r"tỉnh|thành phố|T\.?P\.?|huyện|quận|thị xã|T\.?X\.?|xã|phường|thị trấn|TT\.?|đặc khu"
UNIT_PHRASE = re.compile(rf"\s*(?:của\s+)?(?P<type>{TYPE_WORD})(?![{LETTER}])\s*(?P<name>.*)", re.IGNORECASE)
OWN_TYPES = {
    "province": ("tỉnh", "thành phố"),
    "city": ("thành phố",),
    "district": ("huyện", "quận", "thị xã", "thành phố"),
}
"""Types of the unit that a head of some level means where none is told ("Tỉnh ủy", "Thành ủy", "Huyện ủy")."""
_METROLOGY = re.compile(r"Tiêu chuẩn(?:,| -) ?Đo lường(?:,? (?:và|-)|,) ?Chất lượng", re.IGNORECASE)
_OF_SOME_UNIT = {"people_committee", "people_council", "party", "department"}  # mean nothing without their unit


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation, or a head that each unit of some level has, as the lexicon tells it."""

    name: str
    type: OrganisationType
    also: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    parent: str | None = None
    parent_name: str | None = None
    join: str = "type"
    level: str = ""
    bare: bool = True
    only_named: bool = False
    skip: bool = False


@dataclass(frozen=True)
class Lexicon:
    """``lexicons/organisations.toml``: names by folded form, letters of symbols, types by first words."""

    abbreviations: dict[str, str]
    national: dict[str, Body]
    departments: dict[str, str]
    local: dict[str, Body]
    letters: dict[str, Body]
    department_letters: dict[str, str]
    roles: tuple[str, ...]
    types: dict[str, OrganisationType]

    @cached_property
    def national_names(self) -> frozenset[str]:
        """The official names of the bodies of the whole country."""
        return frozenset(body.name for body in self.national.values())


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Read the lexicon, once per process."""
    path = Path(__file__).parent / "lexicons" / "organisations.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    abbreviations: dict[str, str] = data["abbreviations"]
    national = [_body(entry, "name") for entry in data["national"]]
    local = [_body(entry, "head") for entry in data["local"]]
    party = [
        _party_body(b, c, local, data["party"]) for b in data["party"]["bodies"] for c in data["party"]["committees"]
    ]
    return Lexicon(
        abbreviations,
        _by_name(national, abbreviations),
        {fold(n): n for n in data["departments"]} | {fold(k): n for k, n in data["department_wordings"].items()},
        _by_name([*local, *party], abbreviations),
        {letters: body for body in [*national, *local] for letters in body.letters},
        {letters: f"Sở {name}" for name, all_letters in data["departments"].items() for letters in all_letters},
        tuple(sorted(data["roles"]["heads"], key=len, reverse=True)),
        {fold(first): kind for first, kind in data["types"].items()},
    )


def _body(entry: dict[str, object], key: str) -> Body:
    fields = {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items() if k != key}
    return Body(name=str(entry[key]), **fields)  # type: ignore[arg-type]  # the lexicon's test checks its keys


def _party_body(name: str, committee: str, local: list[Body], party: dict[str, Any]) -> Body:
    own = next(b for b in local if b.name == committee)
    heads = [name, *(short for short, long in party["also"].items() if long == name)]
    wholes = [own.name, *own.also, *party["committee_short"].get(committee, [])]
    forms = tuple(f"{head} {whole}" for head in heads for whole in wholes)
    return Body(f"{name} {committee}", "party", also=forms, parent=committee, join="name", level=own.level)


def _by_name(bodies: Iterable[Body], abbreviations: dict[str, str]) -> dict[str, Body]:
    return {fold(_spell_out(form, abbreviations)): body for body in bodies for form in (body.name, *body.also)} | {
        fold(form): body for body in bodies for form in (body.name, *body.also)
    }


# ---- abbreviations -----------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _abbreviation() -> re.Pattern[str]:
    forms = sorted(lexicon().abbreviations, key=len, reverse=True)
    return re.compile(rf"(?<![{LETTER}\d&])(?:{'|'.join(map(re.escape, forms))})(?![{LETTER}\d&])")


def _spell_out(text: str, abbreviations: dict[str, str]) -> str:
    return re.sub(r"[^\s,()/]+", lambda m: abbreviations.get(m.group(), m.group()), text)


@lru_cache(maxsize=16384)
def expand(text: str) -> str:
    """Spell out the usual abbreviations of a name and level its spaces.

    >>> expand("Sở KH&CN")
    'Sở Khoa học và Công nghệ'
    """
    known = lexicon().abbreviations
    spelt = re.sub(r"\s+", " ", _abbreviation().sub(lambda m: known[m.group()], text)).strip()
    return _METROLOGY.sub("Tiêu chuẩn Đo lường Chất lượng", spelt)


# ---- units inside names ------------------------------------------------------------------------------------------


def day_of(context: Context) -> str | None:
    """Return the day of the document for looking up units; of a month or year the last day, None if unknown."""
    date = context.date
    return date + "-12-31"[len(date) - 4 :] if date and len(date) in {4, 7} else date


def own_unit(word: str, context: Context) -> Unit | None:
    """Find the unit that a bare type word means in a document: "tỉnh", "huyện", "thành phố"; None if not plain."""
    kind = type_word(word)
    for unit in (context.commune, context.district, context.province):
        if unit and kind and unit.type.removesuffix(" trung ương") == kind:
            return unit
    if context.province is None or kind not in {"thành phố", "thị xã"}:
        return None
    units = context.units.children(context.province, day_of(context))
    found = [u for u in units if u.type == kind]
    return found[0] if len(found) == 1 else None


def unit_candidates(word: str | None, name: str, context: Context) -> list[Unit]:
    """Find the units that a name can mean in a document: of its own place and day if any, else of all.

    In a document of a province of today, its units of before 2025-07-01 come next.
    """
    units = context.units
    named = units.resolve(name, word)
    if not named:
        return []
    own, day = context.province, day_of(context)
    before = units.predecessors(own) if own else []
    for within, on in [
        *((place, day) for place in (context.district, own) if place),
        *((place, None) for place in (own, *before) if place),
        (None, day),
    ]:
        if found := units.among(named, within, on):
            return found
    return named


def full_unit_name(word: str, name: str, context: Context) -> str:
    """Return the canonical name of a unit: its type spelt out, its name as in the table where that is plain."""
    names = {u.full_name for u in unit_candidates(word, name, context)}
    return names.pop() if len(names) == 1 else f"{type_word(word) or word.lower()} {name}"


# ---- canonical names ---------------------------------------------------------------------------------------------


def canonical_organisation(text: str, context: Context) -> str | None:
    """Return the full canonical name of an organisation, or of a head who acts for it, None if it isn't known.

    A bare "tỉnh" or "huyện" is that of the document's own place; without one the name stays unknown.

    :param text: the wording of one organisation, nothing around it ("UBND tỉnh", "Chủ tịch UBND huyện Mường La")
    """
    name = expand(text).strip(" ,.;:-")
    if not name:
        return None
    if body := lexicon().national.get(fold(name)):
        return body.name
    low = name.lower()
    for role in lexicon().roles:
        if low.startswith(role.lower()) and low[len(role) : len(role) + 1] == " ":
            of = canonical_organisation(name[len(role) :], context)
            if of and (role != "Thường trực" or "ủy" in of):
                return f"{role} {of}"
    found = _department(name, context) or _local(name, context) or _other(name, context)
    return found or (issuer_of_symbol(name, context) if re.fullmatch(r"[A-ZĐƯ&]{3,}", name) else None)


def _department(name: str, context: Context) -> str | None:
    """Name a "Sở": that of the document's own province unless another is told; a bare "Sở" is the issuer."""
    match = re.match(rf"Sở(?![{LETTER}])\s*(.*)", name)
    if not match:
        return None
    if not match[1]:
        return context.issuer if (context.issuer or "").startswith("Sở") else None
    words = match[1]
    folded = fold(words)
    end = max((len(k) for k in lexicon().departments if folded.startswith(k)), default=0)
    if end:
        return join_unit(f"Sở {lexicon().departments[folded[:end]]}", words[end:], "province", context)
    split = re.search(rf"\s(?={TYPE_WORD})", words)
    at = split.start() if split else len(words)
    return join_unit(f"Sở {words[:at]}", words[at:], "province", context)


def _local(name: str, context: Context) -> str | None:
    """Name a body that every unit of a level has."""
    folded = fold(name)
    head = first_words(folded, lexicon().local)
    if not head:
        return None
    body = lexicon().local[head]
    if folded == head and body.type in _OF_SOME_UNIT and (context.issuer or "").startswith(f"{body.name} "):
        return context.issuer
    return local_name(body, name[len(head) :], context)


def local_name(body: Body, rest: str, context: Context) -> str | None:
    """Return the full name of a unit's body; ``rest`` is what the text says of the unit, often only "tỉnh"."""
    if body.join == "name":
        bare = re.sub(rf"^\s*(?:của\s+)?(?:(?:{TYPE_WORD})\s+)?", "", rest, flags=re.IGNORECASE).strip()
        words = OWN_TYPES.get(body.level, ())
        unit = next((u for w in words if (u := own_unit(w, context))), None) if not bare else None
        return f"{body.name} {bare or unit.name}" if bare or unit else None  # type: ignore[union-attr]
    return join_unit(body.name, rest, body.level, context)


def join_unit(head: str, rest: str, level: str, context: Context) -> str | None:
    """Put a unit's full name behind a head.

    :param rest: "", "tỉnh", "của tỉnh", "huyện Yên Châu", or a bare name ("Lạng Sơn")
    :param level: what a head without any unit means: "province", or "" for nothing
    """
    match = UNIT_PHRASE.match(rest)
    if match and match["name"][:1].isupper() | match["name"][:1].isdigit():
        return f"{head} {full_unit_name(match['type'], match['name'].strip(), context)}"
    if match:
        unit = own_unit(match["type"], context)
        return f"{head} {unit.full_name}" if unit else None
    if rest.strip()[:1].islower():
        return None
    if rest.strip():
        found = unit_candidates(None, rest.strip(), context)
        provinces = [u for u in found if u.level == "province"]
        return f"{head} {provinces[0].full_name}" if provinces else f"{head} {rest.strip()}"
    return f"{head} {context.province.full_name}" if level == "province" and context.province else None


def _other(name: str, context: Context) -> str | None:
    """Name any other body whose first words are known; a bare type word at its end gets the own unit's name."""
    known = lexicon().local.get(fold(name))
    if organisation_type(name) is None or name.startswith("Sở") or (known and known.type in _OF_SOME_UNIT):
        return None
    if match := re.fullmatch(rf"(.+?)\s(?:của\s+)?({TYPE_WORD})", name, re.IGNORECASE):
        unit = own_unit(match[2], context)
        return f"{match[1][0].upper()}{match[1][1:]} {unit.full_name}" if unit else None
    return name[0].upper() + name[1:]


def issuer_of_symbol(letters: str, context: Context) -> str | None:
    """Tell who issued a document from the letters of its symbol: ``BKHCN``, ``TTg``, ``QH15``, ``UBND``, ``SKHCN``.

    None where the letters alone don't decide: "TW" (several organs of the Party), or a local body in a document
    whose own place is unknown or below the province.
    """
    letters = re.sub(r"(?<=QH)\d+$", "", letters.strip())
    if department := lexicon().department_letters.get(letters):
        return canonical_organisation(department, context)
    body = lexicon().letters.get(letters)
    if body is None or body.name in lexicon().national_names:
        return body.name if body else None
    if context.province is None or (context.district and body.level != "province"):
        return None
    return local_name(body, "" if body.join == "name" else context.province.full_name, context)


def first_words(name: str, known: Container[str]) -> str:
    """Return the longest beginning of a name that is known, whole words only; "" if none is."""
    while name and name not in known:
        name = name.rpartition(" ")[0]
    return name


@lru_cache(maxsize=16384)
def organisation_type(name: str) -> OrganisationType | None:
    """Tell the type of an organisation from its full name's first words; None if they tell nothing."""
    folded = fold(name)
    if body := lexicon().national.get(folded):
        return body.type
    if head := first_words(folded, lexicon().local):
        return lexicon().local[head].type
    return lexicon().types.get(first_words(folded, lexicon().types))
