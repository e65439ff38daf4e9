"""Tasks, projects, programmes, lists, contests and models that a document names (nhiệm vụ, chương trình, đề án ...)."""

from __future__ import annotations

from ingest.context import Context, Found
from ingest.layout import Layout
from ingest.project_details import describe
from ingest.project_groups import groups
from ingest.project_lists import lead_of_list
from ingest.project_mentions import mentions
from ingest.project_notes import noted
from ingest.project_surroundings import Surroundings
from ingest.project_tables import tabled
from ingest.project_titles import Mention, Text
from ontology.names import key_words
from ontology.records import Project


def find_projects(layout: Layout, context: Context, found: Found) -> list[Project]:
    """Every distinct named task or programme of a document, with all places where it is named."""
    text = Text.of(layout)
    told = _outermost([*tabled(text), *noted(text), *mentions(text)])
    for mention in told:
        lead_of_list(text, mention)
    surroundings = Surroundings(text, context, found)
    named = groups(text, told, [p.name for p in found.places])
    return [describe(group, surroundings) for group in named if not _is_document(group, text, found)]


def _outermost(told: list[Mention]) -> list[Mention]:
    """Mentions without those inside another, but for things of their own; tentative ones only where no other stands."""
    kept: list[Mention] = []
    for mention in sorted(told, key=lambda m: (m.start, m.tentative, -m.end)):
        last = kept[-1] if kept else None
        if last and last.tentative and not mention.tentative and mention.start < last.end:
            kept[-1] = mention
        elif last is None or mention.start >= last.end or _part_of_list(mention, last):
            mention.inner = last is not None and mention.start < last.end
            kept.append(mention)
    return kept


def _part_of_list(mention: Mention, outer: Mention) -> bool:
    """A programme that a list belongs to, or the strategy that a scheme carries out: a thing of its own."""
    if mention.tentative:
        return False
    if mention.quoted and not outer.quoted and mention.start > outer.start + 1:
        return True
    if mention.head is None or outer.head is None or mention.head.family != "programme":
        return False
    return outer.head.family == "list" or (mention.head.word == "chiến lược" and outer.head.word != "chiến lược")


def _is_document(group: list[Mention], text: Text, found: Found) -> bool:
    """Whether a plan is the document itself ("Trên đây là Kế hoạch ..."), told by its own title."""
    if group[0].head is None or group[0].head.family != "plan" or not found.document.title:
        return False
    title = key_words(found.document.title)
    return all(key_words(text.text[m.start : m.end])[-len(title) :] == title for m in group)
