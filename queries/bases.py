"""The bases (căn cứ) of a draft, each looked up in the register of documents that the graph knows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from ingest.names import expand
from ingest.read import read
from ingest.source import Source
from ingest.text import fold, unmarked
from kg.identity import number_slug
from kg.label import sort_key
from ontology.records import Citation
from ontology.terms import KHCN
from ontology.units import unit_table
from queries.answer import Value
from queries.graph import Asking, Graph, Solutions
from queries.reference import leading_number

COLUMNS = ["base", "verdict", "known", "document", "documentLabel", "evidence"]
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_TITLE = "http://purl.org/dc/terms/title"
_SLACK = 6  # letters by which a title may be longer or shorter for its quotation marks, spaces and points
_ALIKE = 80  # per cent at which two subjects count as the same wording
VERDICTS = {
    "sound": ("có trong dữ liệu, không thấy gì trái", "in the data, nothing against it"),
    "unknown": ("không tìm thấy trong dữ liệu", "not found in the data"),
    "ambiguous": ("có nhiều văn bản cùng số", "several documents have this number"),
    "date": ("sai ngày", "misdated"),
    "title": ("sai trích yếu", "mis-titled"),
    "ended": ("đã bị thay thế, bãi bỏ", "replaced or repealed"),
    "part": ("đã bị bãi bỏ, thay thế một phần", "replaced or repealed in part"),
}
"""What is found of a basis, in Vietnamese and English; of several faults each is told, parted by semicolons."""


@dataclass(slots=True)
class _Known:
    """A document of the register, with all that is told of it."""

    iri: str
    label: str
    number: str = ""
    mention: str = ""
    dates: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    issuers: set[str] = field(default_factory=set)
    endings: dict[str, tuple[str, str]] = field(default_factory=dict)  # by whom -> (provision, evidence)


def bases(_columns: list[str], _solutions: Solutions, asking: Asking) -> tuple[list[str], Solutions]:
    """One row for each basis of the draft's text: what is wrong with it, or that nothing is seen against it."""
    record = read(Source("draft", asking.given["text"]), unit_table())
    ends = {r.detail.object for r in record.relations if r.predicate == "based_on" and r.detail.subject == "doc"}
    cited = [c for c in record.citations if c.id in ends] or record.citations
    register = _register(asking, _numbered(asking.graph, cited) | _titled(asking.graph, cited))
    return COLUMNS, [_judged(citation, register, asking.language == "en") for citation in cited]


def _numbered(graph: Graph, cited: list[Citation]) -> set[str]:
    """The documents that have the numbers of bases, whatever the zeros, marks and dashes."""
    wanted = {number_slug(c.number) for c in cited if c.number}
    leading = {leading_number(c.number).replace(".", "[.]") for c in cited if c.number} - {""}
    if not leading:
        return set()
    pattern = f"^0*({'|'.join(sorted(leading))})([^0-9.]|$)"
    _, rows = graph.select(f'SELECT ?d ?number {{ ?d <{KHCN.number}> ?number FILTER(REGEX(?number, "{pattern}")) }}')
    return {str(iri) for iri, number in rows if number_slug(str(number)) in wanted}


def _titled(graph: Graph, cited: list[Citation]) -> set[str]:
    """The documents that are called as bases without a number are: by their labels' keys, or by their titles."""
    wanted = {fold(c.title) for c in cited if c.title and not c.number}
    if not wanted:
        return set()
    keys = " ".join(f'"{sort_key(title)}"' for title in sorted(wanted))
    lengths = " || ".join(f"ABS(STRLEN(?name) - {n}) <= {_SLACK}" for n in sorted({len(title) for title in wanted}))
    _, rows = graph.select(
        f"""SELECT DISTINCT ?d ?name {{
          {{ VALUES ?key {{ {keys} }} ?d <{KHCN.sortKey}> ?key ; <{_LABEL}> ?told BIND(STR(?told) AS ?name) }}
          UNION {{ ?d <{_TITLE}> ?told BIND(STR(?told) AS ?name) FILTER({lengths}) }} }}"""
    )
    return {str(iri) for iri, name in rows if fold(str(name)) in wanted}


def _register(asking: Asking, documents: set[str]) -> list[_Known]:
    """What the graph tells of documents, in the order of their addresses."""
    if not documents:
        return []
    named = {"text_words": " ".join(f"<{iri}>" for iri in sorted(documents)), "text_words_given": "true"}
    columns, solutions = asking.graph.select(asking.question.bind(asking.terms | named))
    found: dict[str, _Known] = {}
    for solution in solutions:
        row = {name: str(value) for name, value in zip(columns, solution, strict=True) if value is not None}
        known = found.setdefault(row["document"], _Known(row["document"], row.get("documentLabel", "")))
        known.number, known.mention = row.get("number", ""), row.get("mention", "")
        for kept, name in ((known.dates, "date"), (known.titles, "title"), (known.issuers, "issuer")):
            kept |= {row[name]} if name in row else set()
        if "byLabel" in row:
            known.endings[row["byLabel"]] = (row.get("provision", ""), row["evidence"])
    return list(found.values())


def _judged(base: Citation, register: list[_Known], english: bool) -> list[Value]:
    quote = base.quotes[0] if base.quotes else base.number or base.title or ""
    fitting = _fitting(base, register)
    if len(fitting) != 1:
        told = "; ".join(known.label for known in fitting) or None
        return [quote, VERDICTS["ambiguous" if fitting else "unknown"][english], told, None, None, None]
    known = fitting[0]
    verdicts = _faults(base, known) or [("sound", "")]
    evidence = " ".join(words for _, words in known.endings.values()) or known.mention
    said = "; ".join(told for _, told in verdicts if told) or None
    return [quote, "; ".join(VERDICTS[v][english] for v, _ in verdicts), said, known.iri, known.label, evidence]


def _fitting(base: Citation, register: list[_Known]) -> list[_Known]:
    """The documents that a basis can be; its issuer and date choose among several."""
    if base.number:
        slug = number_slug(base.number)
        fitting = [known for known in register if known.number and number_slug(known.number) == slug]
    else:
        title = fold(base.title or "")
        fitting = [known for known in register if title and any(fold(t) == title for t in (*known.titles, known.label))]
    fitting = [known for known in fitting if not _is_another_s(base, known)]
    for told in (base.issuer, base.date):
        narrower = [k for k in fitting if told and (told in k.dates or any(fold(told) == fold(i) for i in k.issuers))]
        fitting = narrower if len(fitting) > 1 and narrower else fitting
    return fitting


def _is_another_s(base: Citation, known: _Known) -> bool:
    """Whether another body issued the document: every province has a decision of that number.

    A body and its chairman are one; so are a name and the same with its place. The right date says that it is meant.
    """
    if not base.issuer or not known.issuers or base.date in known.dates:
        return False
    told = _body(base.issuer)
    return not any(told in issuer or issuer in told for issuer in map(_body, known.issuers))


def _body(issuer: str) -> str:
    return unmarked(expand(issuer)).removeprefix("chu tich ")


def _faults(base: Citation, known: _Known) -> list[tuple[str, str]]:
    faults: dict[str, list[str]] = defaultdict(list)
    if base.date and len(base.date) == 10 and known.dates and base.date not in known.dates:
        faults["date"].append(", ".join(sorted(known.dates)))
    if base.title and known.titles and all(fuzz.ratio(fold(base.title), fold(t)) < _ALIKE for t in known.titles):
        faults["title"].append(", ".join(sorted(known.titles)))
    for by, (provision, _) in sorted(known.endings.items()):
        faults["part" if provision else "ended"].append(f"{by} ({provision})" if provision else by)
    return [(kind, "; ".join(told)) for kind, told in faults.items()]
