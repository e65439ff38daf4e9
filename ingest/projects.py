"""Tasks, projects, programmes, lists, contests and models that a document names (nhiệm vụ, chương trình, đề án ...)."""

from __future__ import annotations

from ingest.context import Context, Found
from ingest.layout import Layout
from ingest.project_mentions import mentions
from ingest.project_notes import noted
from ingest.project_titles import Mention, Text
from ingest.text import fold
from ontology.names import NameIndex
from ontology.records import Project


def find_projects(layout: Layout, context: Context, found: Found) -> list[Project]:
    """Every distinct named task or programme of a document, with all places where it is named."""
    text = Text.of(layout)
    told = _outermost([*noted(text), *mentions(text)])
    return [_project(text, group) for group in _groups(text, told)]


def _outermost(told: list[Mention]) -> list[Mention]:
    """Mentions without those inside another, but for programmes that a list's own name tells."""
    kept: list[Mention] = []
    for mention in sorted(told, key=lambda m: (m.start, -m.end)):
        nested = kept and mention.start < kept[-1].end
        if not nested or (mention.head and mention.head.family == "programme" and kept[-1].head and kept[-1].head.family == "list"):
            kept.append(mention)
    return kept


def _groups(text: Text, told: list[Mention]) -> list[list[Mention]]:
    """Mentions of the same thing together: equal names, and short names that fit exactly one title."""
    groups: dict[str, list[Mention]] = {}
    for mention in told:
        groups.setdefault(fold(text.text[mention.start : mention.end]), []).append(mention)
    names = sorted(groups, key=lambda n: -len(n))
    index = NameIndex(names)
    for number, name in reversed(list(enumerate(names))):
        fits = [names[i] for i in index.match(name, but=number) if len(names[i]) > len(name)]
        if len(fits) == 1:
            groups[fits[0]] += groups.pop(name)
    return list(groups.values())


def _project(text: Text, group: list[Mention]) -> Project:
    best = max(group, key=lambda m: m.end - m.start)
    name = text.text[best.start : best.end]
    head = next((m.head for m in group if m.head), None)
    forms = {text.text[s : m.end] for m in group for s in (m.start, m.head_start)}
    return Project(
        category=head.category if head else "st_task",
        type=head.word if head else "",
        name=name,
        aliases=sorted(forms - {name}),
        spans=[(m.head_start, m.end) for m in group],
        finder="projects",
        confidence=min(m.confidence for m in group),
    )
