"""How well a reading agrees with a gold annotation: precision, recall and F1 by kind of entry.

Entries are paired one to one, most similar first; each kind has its own similarity (0: no match). Attributes are
compared on the pairs. Records are plain JSON values here, since a gold annotation lacks what an extractor adds.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from ingest import similarity
from ingest.folding import folded, folded_name
from ingest.similarity import Compared

Entry = Any  # a JSON object, or a relation's JSON array
KEYS = (
    "citations", "citations.unnumbered", "projects", "organisations", "places", "people", "activities",
    "activities.span", "relations", "relations.legal", "relations.approves",
)  # fmt: skip
_APPROVES = {"approves", "approves_list_for"}
_LEGAL = _APPROVES | {
    "issues",
    "establishes",
    "amends",
    "replaces",
    "repeals",
    "based_on",
    "stops",
    "extends",
}
_NAMED = ("projects", "organisations", "people")
_IDENTIFYING = ("number", "name", "title", "quote", "type", "kind")
_THIS = "0/THIS-DOCUMENT"  # a relation's end may tell the document itself by its title or its number


@dataclass(slots=True)
class Score:
    """Counts of one kind of entry over all documents."""

    matched: int = 0
    gold: int = 0
    predicted: int = 0

    @property
    def precision(self) -> float:
        """Share of what was read that is in the gold."""
        return self.matched / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was read."""
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if self.matched else 0.0


@dataclass(frozen=True, slots=True)
class Judged:
    """One entry with its verdict; ``hash`` names it without a word of the document."""

    document: str
    key: str
    verdict: Literal["found", "missed", "wrong", "differs"]
    entry: Entry

    @property
    def hash(self) -> str:
        """12 hex digits of document, key and entry."""
        entry = self.entry
        told = entry[:3] if isinstance(entry, list) else {k: entry.get(k) for k in _IDENTIFYING}
        text = json.dumps([self.document, self.key, told], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(slots=True)
class Evaluation:
    """Scores by key, shares of agreeing attributes, and the verdict on every entry."""

    scores: dict[str, Score] = field(default_factory=lambda: {key: Score() for key in KEYS})
    agreement: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    judged: list[Judged] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """F1 by key and share of agreement by attribute ("citations.date")."""
        shares = {key: s.matched / s.gold for key, s in self.agreement.items() if s.gold}
        return {key: s.f1 for key, s in self.scores.items()} | shares

    def add(self, document: str, gold: dict[str, Any], predicted: dict[str, Any], text: str) -> None:
        """Judge the reading of one document."""
        text = folded(text)
        gold, predicted = _prepared(gold, text), _prepared(predicted, text)
        compared = Compared(text, _other_names(gold, predicted))
        for key in KEYS:
            kind = key.split(".")[0]
            wanted, read = ([e for e in d.get(kind) or [] if _belongs(key, e)] for d in (gold, predicted))
            self._judge(document, key, wanted, read, compared)

    def _judge(self, document: str, key: str, gold: list[Entry], read: list[Entry], compared: Compared) -> None:
        pairs = _paired(gold, read, key, compared)
        score = self.scores[key]
        score.matched += len(pairs)
        score.gold += len(gold)
        score.predicted += len(read)
        hit_gold, hit_read = {i for i, _ in pairs}, {j for _, j in pairs}
        for i, entry in enumerate(gold):
            self.judged.append(Judged(document, key, "found" if i in hit_gold else "missed", entry))
        self.judged += [Judged(document, key, "wrong", e) for j, e in enumerate(read) if j not in hit_read]
        for name, agree in similarity.ATTRIBUTES.get(key, {}).items():
            for i, j in pairs:
                self._attribute(document, f"{key}.{name}", agree(gold[i], read[j]), [gold[i], read[j]])

    def _attribute(self, document: str, key: str, verdict: bool | None, pair: list[Entry]) -> None:
        if verdict is None:
            return
        self.agreement[key].matched += verdict
        self.agreement[key].gold += 1
        if not verdict:
            self.judged.append(Judged(document, key, "differs", pair))


def evaluate(documents: Iterable[tuple[str, dict[str, Any], dict[str, Any], str]]) -> Evaluation:
    """Judge readings: (document's name, gold record, record read, source text) for each document."""
    evaluation = Evaluation()
    for document in documents:
        evaluation.add(*document)
    return evaluation


def _belongs(key: str, entry: Entry) -> bool:
    if key.startswith("citations"):
        return bool(entry.get("number")) == (key == "citations")
    if key == "relations.legal":
        return entry[1] in _LEGAL and any(similarity.is_number(str(entry[i])) for i in (0, 2))
    return key != "relations.approves" or entry[1] in _APPROVES


def _prepared(record: dict[str, Any], text: str) -> dict[str, Any]:
    """Names folded; aliases that are not in the text or that two entries claim are dropped."""
    record = dict(record)
    for kind in _NAMED:
        record[kind] = _with_names(record.get(kind) or [], text)
    document = record.get("document") or {}
    own = {folded_name(document.get(k)) for k in ("title", "number")} - {""}
    record["relations"] = [
        [_THIS if folded_name(str(r[i])) in own else r[i] for i in range(3)] for r in record.get("relations") or []
    ]
    return record


def _with_names(entries: list[Entry], text: str) -> list[Entry]:
    named, claimed = [], Counter[str]()
    for entry in entries:
        names = {folded_name(a) for a in entry.get("aliases") or [] if not text or folded(a) in text}
        names = (names | {folded_name(entry.get("name"))}) - {""}
        claimed.update(names)
        named.append((entry, names))
    return [
        {**entry, "_names": {n for n in names if n == folded_name(entry.get("name")) or claimed[n] == 1}}
        for entry, names in named
    ]


def _other_names(*records: dict[str, Any]) -> dict[str, set[str]]:
    """Every folded name -> all names of the entries that bear it, for the ends of relations."""
    also: dict[str, set[str]] = defaultdict(set)
    for record in records:
        groups = [e["_names"] for kind in ("projects", "organisations") for e in record[kind]]
        for citation in record.get("citations") or []:
            if not citation.get("number"):
                told = [citation.get("title"), *(citation.get("quotes") or [])]
                groups.append({folded_name(t) for t in told if t})
        for names in groups:
            for name in names:
                also[name] |= names
    return also


def _paired(gold: list[Entry], read: list[Entry], key: str, compared: Compared) -> list[tuple[int, int]]:
    """Pairs of indexes, most similar first, each entry used once."""
    similar = similarity.SIMILARITIES[key]
    candidates = [
        (-s, i, j) for i, g in enumerate(gold) for j, r in enumerate(read) if (s := similar(g, r, compared)) > 0
    ]
    pairs: list[tuple[int, int]] = []
    used_gold: set[int] = set()
    used_read: set[int] = set()
    for _, i, j in sorted(candidates):
        if i not in used_gold and j not in used_read:
            used_gold.add(i)
            used_read.add(j)
            pairs.append((i, j))
    return pairs
