"""Documents that are told by their name or subject, without a number: laws, plans, drafts, regulations."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.context import Context
from ingest.layout import Block, Layout
from ingest.mentions import Mention
from ontology.records import Span


def find_unnumbered(layout: Layout, context: Context, block: Block, taken: list[Span]) -> Iterator[Mention]:
    """Definite documents without a number in a block; ``taken`` are the spans of the numbered ones."""
    return iter(())
