"""Documents that are told by their name or subject, without a number: laws, plans, drafts, regulations.

Only a definite document counts: "Kế hoạch kiểm tra ... năm 2022", "dự thảo Nghị quyết ... về ...", "Luật Đo lường".
Classes ("các văn bản QPPL") and courses of things ("theo kế hoạch") do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ingest.context import Context
from ingest.dates import date_at
from ingest.issuers import canonical_issuer, issuer_at, issuer_before
from ingest.layout import Block, Layout
from ingest.mentions import Mention
from ingest.numbers import kinds_by_word, lexicon
from ingest.titles import subject_after, title_end
from ontology.records import Span

_SHORTEST = 3  # words of a subject
_READ = frozenset({"paragraph", "item", "row", "footnote", "basis", "article", "subject"})
_OF = re.compile(r"\s+(?:của\s+)?(?=[A-ZĐ])")
_LAW = re.compile(r"(?<!\w)(?P<word>Bộ luật|Luật|Pháp lệnh|Hiến pháp)(?:\s+(?=\w)|(?=\s+(?:năm\s+)?(?:19|20)\d\d))")
_LAW_END = re.compile(
    r"\s+(?:ngày|năm|số|được|và (?:Luật|Bộ luật|Nghị|các)|để|trên|theo|về|của|đã|có|tại|là|do|thì|cho|đến|trong)(?!\w)|[;:.()|,“”]|\s-\s"
)
_YEAR = re.compile(r"\s*,?\s*(?:năm\s+)?(?P<year>(?:19|20)\d\d)(?!\d)")
_SUBJECTS = {"báo cáo": "report_subjects", "biên bản": "minutes_subjects"}
_TITLED = frozenset({"thể lệ", "quy chế", "điều lệ", "nội quy"})
_NOMINAL = frozenset({"công văn", "nghị định", "nghị quyết", "thông tư", "chỉ thị"})
_BY_ISSUER = re.compile(r"\s+của\s+(?:Chủ tịch\s+)?(?:UBND|HĐND|Ủy ban|Hội đồng|Bộ|Sở|Chính phủ|Thủ tướng|Tỉnh ủy|Ban)")
_DATED = re.compile(r"\s*,?\s+(?=ngày\s*\d{1,2}\s*(?:[/.-]|tháng)\s*\d{1,2}\s*(?:[/.-]|năm)\s*\d{4}\s*$)")
_LIST = re.compile(r"\s*:\s*(?=[A-ZĐÀ-Ỹ])")
_ITEM_END = re.compile(r";\s*(?=[A-ZĐÀ-Ỹ])|\.\s|$")


def find_unnumbered(
    layout: Layout, context: Context, block: Block, taken: list[Span], subjects: list[Span]
) -> Iterator[Mention]:
    """Definite documents without a number in a block.

    :param taken: spans of the numbered ones, without their subjects
    :param subjects: their subjects, in which only what is approved or issued is a document of its own
    """
    if block.kind not in _READ:
        return
    text, at = layout.text, block.start
    for match in _anchors().finditer(text, block.start, block.end):
        if match.start() < at or any(a <= match.start() < b for a, b in taken):
            continue
        if any(a <= match.start() < b for a, b in subjects) and not _made(text, match):
            continue
        at = match.end()
        yield from _at_anchor(text, block, match, context, taken)
    yield from _laws(text, block, taken)


@lru_cache(maxsize=1)
def _anchors() -> re.Pattern[str]:
    words = [*lexicon()["unnumbered"]["nouns"], *lexicon()["unnumbered"]["acts"]]
    either = "|".join(f"[{w[0].upper()}{w[0]}]{w[1:]}" for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?P<draft>[Dd]ự thảo\s+)?(?P<kind>{either})(?!\w)")


@lru_cache(maxsize=8)
def _before(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?<!\w)(?:{'|'.join(map(re.escape, lexicon()['unnumbered'][key]))})|\d)\s+$", re.IGNORECASE)


@lru_cache(maxsize=8)
def _after(key: str) -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:{'|'.join(map(re.escape, lexicon()['unnumbered'][key]))})(?!\w)",
        re.IGNORECASE if key.endswith("_subjects") else 0,
    )


def _at_anchor(text: str, block: Block, match: re.Match[str], context: Context, taken: list[Span]) -> Iterator[Mention]:
    """The documents that a kind's word names: one by its subject, or several in a list behind a colon."""
    if (items := _LIST.match(text, match.end(), block.end)) and match["kind"].lower() in lexicon()["unnumbered"][
        "nouns"
    ]:
        yield from _listed(text, block, match, items.end(), taken)
        return
    if not _definite(text, block, match):
        return
    end = next((b for a, b in block.cells if a <= match.start() <= b), block.end)
    issuer, at = _issuer(text, match.end(), end, context)
    word = match["kind"].lower()
    introduced = issuer is not None or (word in lexicon()["unnumbered"]["acts"] and word not in _SUBJECTS)
    begin = subject_after(text, at, end, introduced)
    if begin is None or _after("empty").match(text, begin, end):
        return
    stop = title_end(text, begin, end)
    shortest = 2 if word in _TITLED and match["kind"][0].isupper() else _SHORTEST
    if _issues_another(text, begin, end, match):
        return
    if len(text[begin:stop].split()) < shortest or len(text[begin:stop].partition(",")[0].split()) < 2:
        return
    dated = _DATED.search(text, begin, stop)
    mention = _mention(text, match, block, (begin, dated.start() if dated else stop))
    if dated and (date := date_at(text, dated.end(), stop)):
        mention.date, mention.date_text = date.iso, date.text
    mention.issuer = issuer
    if issuer is None and (span := issuer_before(text, match.start(), block.start)):
        mention.issuer = canonical_issuer(text[slice(*span)], context, text)
    yield mention


def _issues_another(text: str, begin: int, end: int, match: re.Match[str]) -> bool:
    """Whether the subject is another document that this one, not yet made, is to issue ("dự thảo Quyết định ban hành Quy chế ...")."""
    inner = _anchors().match(text, begin, end)
    return (
        inner is not None
        and inner["kind"].lower() in lexicon()["unnumbered"]["nouns"]
        and "ban hành" in text[match.end() : begin]
    )


def _made(text: str, match: re.Match[str]) -> bool:
    """Whether a document within another's subject is what that one approves or issues, or a definite one in capitals."""
    left = text[max(0, match.start() - 24) : match.start()]
    return _before("makers").search(left) is not None or match["kind"][0].isupper()


def _mention(text: str, match: re.Match[str], block: Block, subject: Span) -> Mention:
    kind = kinds_by_word()[match["kind"].lower()]
    mention = Mention(match.start(), match.end(), kind.kind, match["kind"], block=block, title_span=subject)
    if match["draft"]:
        mention.note = "dự thảo"
    return mention


def _listed(text: str, block: Block, match: re.Match[str], at: int, taken: list[Span]) -> Iterator[Mention]:
    """Each subject of "xây dựng các Kế hoạch: A; B; C." """
    while at < block.end and text[at].isupper():
        stop = _ITEM_END.search(text, at, block.end)
        end = stop.start() if stop else block.end
        if len(text[at:end].split()) >= _SHORTEST and not any(at <= a < end for a, _ in taken):
            mention = _mention(text, match, block, (at, end))
            mention.start = mention.end = at
            yield mention
        if stop is None or not stop.group().startswith(";"):
            return
        at = stop.end()


def _definite(text: str, block: Block, match: re.Match[str]) -> bool:
    """Whether the words around leave one document meant."""
    if match["draft"]:
        return True
    left = text[max(block.start, match.start() - 24) : match.start()]
    capital = match["kind"][0].isupper() and bool(left.strip()) and not left.rstrip().endswith((".", ";", ":", "-"))
    word = match["kind"].lower()
    if _goes_on(text, block, match, left):
        return True
    if _before("general").search(left) and not (
        capital and not left.rstrip().lower().endswith(("các", "những", "số", "nhiều"))
    ):
        return False
    if word in lexicon()["unnumbered"]["nouns"]:
        return True
    if word in _NOMINAL or (capital is False and match["kind"][0].isupper() and _BY_ISSUER.match(text, match.end())):
        return True
    if word in _SUBJECTS and not _after(_SUBJECTS[word]).match(text, match.end()):
        return False
    return capital or _before("makers").search(left) is not None


def _goes_on(text: str, block: Block, match: re.Match[str], left: str) -> bool:
    """Whether a semicolon goes on with what a verb before it makes ("Ban hành Kế hoạch ...; Quyết định thành lập ...")."""
    if not left.rstrip().endswith(";") or not match["kind"][0].isupper():
        return False
    begin = max(block.start, match.start() - 700)
    sentence = text[max(begin, text.rfind(". ", begin, match.start())) : match.start()]
    return _any_maker().search(sentence) is not None


@lru_cache(maxsize=1)
def _any_maker() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(lexicon()['unnumbered']['makers'])})(?!\w)", re.IGNORECASE)


def _issuer(text: str, at: int, end: int, context: Context) -> tuple[str | None, int]:
    """The issuer named between kind and subject ("Nghị quyết của HĐND tỉnh về ...")."""
    of = _OF.match(text, at, end)
    span = issuer_at(text, of.end(), end) if of else None
    if (
        of is None
        or span is None
        or (not of.group().strip() and subject_after(text, span[1], end, introduced=True) is None)
    ):
        return None, at
    name = canonical_issuer(text[slice(*span)], context, text)
    return (name, span[1]) if name else (None, at)


def _laws(text: str, block: Block, taken: list[Span]) -> Iterator[Mention]:
    """Laws by name, with their year where one is told: "Luật Đo lường", "Luật Khoa học và công nghệ năm 2013"."""
    for match in _LAW.finditer(text, block.start, block.end):
        if any(a <= match.start() < b for a, b in taken):
            continue
        end = _law_end(text, match.end(), block.end)
        if end - match.end() < 3 and match["word"] != "Hiến pháp":
            continue
        year = _YEAR.match(text, end, block.end)
        kind = kinds_by_word()[match["word"].lower()]
        yield Mention(
            match.start(), year.end() if year else end, kind.kind, match["word"],
            date=year["year"] if year else None, title_span=(match.start(), end), block=block,
        )  # fmt: skip


@lru_cache(maxsize=1)
def _laws_known() -> tuple[str, ...]:
    return tuple(name.lower() for name in lexicon()["unnumbered"]["laws"])


def _law_end(text: str, start: int, end: int) -> int:
    lowered = text[start : min(end, start + 90)].lower()
    known = max(
        (
            len(law)
            for law in _laws_known()
            if lowered.startswith(law) and not lowered[len(law) : len(law) + 1].isalpha()
        ),
        default=0,
    )
    if known:
        return start + known
    if text[start].islower():
        return start
    stop = _LAW_END.search(text, start, min(end, start + 160))
    return stop.start() if stop else min(end, start + 160)
