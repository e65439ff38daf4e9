"""Organisations that a document names: state and Party bodies, units of the own department, councils, firms, schools.

The first words of names are found in one pass (:mod:`ingest.organisations_words`), each name is read from there on
(:mod:`ingest.organisations_read`); here mentions become entries: one per body, short forms tied to the full name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec
from ahocorasick_rs import AhoCorasick, MatchKind

from ingest.context import Context
from ingest.layout import Layout
from ingest.organisations_read import Reader
from ingest.organisations_relations import find_organisation_relations
from ingest.organisations_scene import Mention, Scene
from ingest.organisations_words import Anchor, find_anchors, short_names, words
from ingest.text import fold
from ontology.records import Organisation, Place

__all__ = ["find_mentions", "find_organisation_relations", "find_organisations"]

_STANDING = ("Thường trực Tỉnh ủy", "Thường trực Thành ủy")  # told for themselves
_DELEGATION = "Văn phòng Đoàn đại biểu Quốc hội"
_MOST_COUNCILS = 64  # names with the same first words that are compared with one another
_MANY = re.compile(r" các |:")
_SAID = re.compile(r"gọi|viết")
_SHARED = re.compile(r",? ?(?:và|,|-|/|&)? ?")
_OFFICES = re.compile(r"(?:VP|Văn phòng)(?: các)? ?: ?")
_INTRODUCED = re.compile(
    r" ?\((?:sau đây (?:gọi|viết)(?: chung| tắt)* là|gọi tắt là|viết tắt là|viết tắt|tên viết tắt)?:? ?"
    r"[\"“]?(?P<short>[^()\"“”,;]{2,40})[\"”]?\)"
)
_OCCASION = re.compile(r" (?:đợt \d+,? )?(?:năm \d{4}|lần thứ [\dIVX]+.*|đợt \d+)$")


def find_organisations(layout: Layout, context: Context, places: list[Place]) -> list[Organisation]:
    """Find all definite organisations that a document names.

    Groups ("các sở, ngành") are none; a short form counts for the body whose full name the document tells.
    """
    mentions = find_mentions(layout, context, places)
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        groups.setdefault(fold(mention.name), []).append(mention)
    _tie_prefixes(groups)
    _tie_bare(groups, context)
    strong = [group for group in groups.values() if any(not m.weak or m.name != m.head for m in group)]
    entries = [_entry(layout.text, group) for group in strong]
    _introduced(layout.text, entries)
    return entries


def find_mentions(layout: Layout, context: Context, places: list[Place]) -> list[Mention]:
    """Find every mention of an organisation, in order."""
    text = layout.text
    anchors = list(find_anchors(text))
    reader = Reader(Scene(text, context, places, anchors))
    found: list[Mention] = []
    taken = 0
    for i, anchor in enumerate(anchors):
        if anchor.start < taken and anchor.kind not in {"council", "local", "department"}:
            continue
        for mention in reader.read(anchor) or _sharing(text, reader, anchors, i):
            found += [mention, *_inner(text, mention)]
            if mention.kind in {"firm", "school", "body"}:
                taken = max(taken, mention.end)
    return _offices(layout, found)


def _sharing(text: str, reader: Reader, anchors: list[Anchor], i: int) -> list[Mention]:
    """Give a head without a unit that of the next head: "HĐND, UBND tỉnh"."""
    anchor = anchors[i]
    if anchor.kind != "local" or anchor.body is None or not reader.scene.capital(anchor):
        return []
    end = anchor.end
    for after in anchors[i + 1 : i + 6]:
        if after.kind != "local" or not _SHARED.fullmatch(text, end, after.start):
            return []
        if (mentions := reader.read(after)) and mentions[0].place:
            return [reader.state.of_unit(anchor, anchor.body, mentions[0].place, anchor.end)]
        end = after.end
    return []


def _inner(text: str, mention: Mention) -> list[Mention]:
    """Name the Party committee inside the name of one of its organs: "Ban Thường vụ Tỉnh ủy"."""
    whole = mention.parent
    if mention.type != "party" or not whole or mention.kind != "local" or mention.name.startswith(_STANDING):
        return []
    at = text[mention.start : mention.end].lower().rfind(whole.split(" ")[0].lower())
    start = mention.start + max(at, 0)
    inner = Mention(start, mention.end, whole, "local", whole, "party", place=mention.place, confidence=0.9)
    inner.elided = at < 0
    return [inner]


def _offices(layout: Layout, mentions: list[Mention]) -> list[Mention]:
    """Read "VP: Tỉnh ủy, HĐND, UBND tỉnh" among the recipients as three offices."""
    offices = {b.start for b in layout.blocks if b.kind == "recipient" and _OFFICES.match(layout.text, b.start)}
    told: list[Mention] = []
    for mention in mentions if offices else ():
        if mention.kind != "local" or layout.block_at(mention.start).start not in offices:
            told.append(mention)
            continue
        mention.parent, mention.name = mention.name, f"Văn phòng {mention.name}"
        mention.type = "party" if mention.type == "party" else "department"
        if (
            told
            and told[-1].name.lower().startswith(_DELEGATION.lower())
            and layout.text[told[-1].end : mention.start] == " và "
        ):
            shared = told.pop()  # the delegation of deputies and the council have one office
            mention.name = f"{_DELEGATION} và {mention.name.removeprefix('Văn phòng ')}"
            mention.start, mention.parent = shared.start, None
        told.append(mention)
    return told or mentions


def _tie_prefixes(groups: dict[str, list[Mention]]) -> None:
    """Let a council's shorter name join the only longer one that it begins: the occasion or place may be left out."""
    buckets: dict[str, list[str]] = {}
    for key in sorted((k for k, g in groups.items() if g[0].kind == "council"), key=len):
        buckets.setdefault(" ".join(key.split()[:3]), []).append(key)
    for bucket in buckets.values():
        for i, key in enumerate(bucket[:_MOST_COUNCILS]):
            longer = [k for k in bucket[i + 1 : _MOST_COUNCILS] if k in groups and _same_council(key, k)]
            if len(longer) == 1 and len(key.split()) > 4:
                groups[longer[0]] += groups.pop(key)


@lru_cache(maxsize=1)
def _light() -> frozenset[str]:
    return frozenset(words("council_light"))


def _same_council(short: str, long: str) -> bool:
    """Tell whether two names are of one council: one begins the other, or only light words differ."""
    if long.startswith(f"{short} "):
        return True
    ours, theirs = short.split(), long.split()
    if not _light().issuperset(set(ours) ^ set(theirs)):
        return False
    return all(ours.count(word) == theirs.count(word) for word in set(ours) - _light())


def _tie_bare(groups: dict[str, list[Mention]], context: Context) -> None:
    """Let a head alone ("Trung tâm") join the only full name of that head; of several, none."""
    for key in [k for k, g in groups.items() if all(m.weak and m.name == m.head for m in g)]:
        head = groups[key][0].head
        group = groups.pop(key)
        full = [k for k, g in groups.items() if g[0].head == head and not g[0].weak]
        issuer = context.issuer or ""
        if len(full) == 1:
            groups[full[0]] += group
        elif name := short_names(issuer).get(head):
            tied = [msgspec.structs.replace(m, name=name, weak=False) for m in group]
            groups[fold(name)] = groups.get(fold(name), []) + tied
        elif head == "Trung tâm" and issuer.startswith("Sở "):
            groups[key] = [msgspec.structs.replace(m, weak=False, parent=issuer) for m in group]


def _entry(text: str, group: list[Mention]) -> Organisation:
    first = next((m for m in group if not m.weak), group[0])
    name = first.name
    counted = {(m.start, m.end) for m in group if not (m.weak and m.name == name)}
    spans = sorted({(m.start, m.end) for m in group})
    shown = {(m.start, m.end) for m in group if not m.elided}
    if first.kind == "council":
        name = max((m.name for m in group if m.name != m.head), key=len, default=name)
    return Organisation(
        name=name,
        aliases=_aliases(text, name, (span for span in spans if span in shown)),
        type=first.type,
        parent=first.parent,
        place=first.place,
        count=len(counted or spans),
        spans=spans,
        finder=f"organisation.{first.kind}",
        confidence=max(m.confidence for m in group),
    )


def _aliases(text: str, name: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    """Return the forms in the text that differ from the full name, and those without an occasion."""
    forms = list(dict.fromkeys(text[a:b] for a, b in spans))
    forms += [form[: at.start()].removesuffix(",") for form in forms if (at := _OCCASION.search(form))]
    key = fold(name)
    return [form for form in dict.fromkeys(forms) if fold(form) != key and not _MANY.search(form)]


def _introduced(text: str, entries: list[Organisation]) -> None:
    """Add the short forms that the text gives in parentheses behind a full name, with their later mentions."""
    given: dict[str, tuple[Organisation, int]] = {}
    for entry in entries:
        for _, end in entry.spans:
            match = _INTRODUCED.match(text, end)
            if match and (_SAID.search(match.group()) or _initials(entry.name, match["short"])):
                given.setdefault(match["short"].strip(), (entry, match.start("short")))
                break
    if not given:
        return
    taken = {at for entry in entries for span in entry.spans for at in range(*span)}
    forms = sorted(given)
    for index, start, end in AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest).find_matches_as_indexes(text):
        entry, since = given[forms[index]]
        whole = not text[max(0, start - 1) : start].isalnum() and not text[end : end + 1].isalnum()
        if start >= since and whole and start not in taken:
            entry.spans.append((start, end))
            entry.count += 1
            entry.aliases = [*entry.aliases, forms[index]] if forms[index] not in entry.aliases else entry.aliases


def _initials(name: str, short: str) -> bool:
    """Tell whether letters are the initials of a name's last words: "TTƯD" of "Trung tâm Ứng dụng"."""
    letters = re.sub(r"[^A-ZĐƯÂÊÔƠĂ]", "", short)
    firsts = "".join(word[0].upper() for word in re.findall(r"\w+", name))
    return len(letters) > 1 and letters == short and letters in firsts
