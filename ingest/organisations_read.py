"""Reading one organisation's name from its first words on: which grammar reads which kind of name."""

from __future__ import annotations

from collections.abc import Callable

from ingest.organisations_councils import CouncilReader
from ingest.organisations_scene import Mention, Scene
from ingest.organisations_state import StateReader
from ingest.organisations_told import ToldReader
from ingest.organisations_words import Anchor, Kind

_TASK_COUNCIL = "Hội đồng Khoa học và Công nghệ"

_NAMED_BESIDES = {"hospital", "centre", "school"}  # may have a name of their own instead of their unit's


class Reader:
    """Reads names in one document."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.state = StateReader(scene)
        self.councils = CouncilReader(scene)
        told = ToldReader(scene, self.read)
        self.readers: dict[Kind, Callable[[Anchor], list[Mention]]] = {
            "national": self.state.national,
            "local": self.state.local,
            "department": self.state.department,
            "own": self.state.own,
            "firm": told.firm,
            "school": told.firm,
            "body": told.descriptive,
            "council": self.councils.council,
        }

    def read(self, anchor: Anchor) -> list[Mention]:
        """Read the names that begin at an anchor: none, one, or several of a list that shares the first words."""
        if anchor.head == _TASK_COUNCIL and self.councils.begins_function(anchor.end + 1):
            return self.councils.council(anchor)
        found = self.readers[anchor.kind](anchor)
        if not found and anchor.body and anchor.body.type in _NAMED_BESIDES:
            return [m for m in self.readers["body"](anchor) if m.name != m.head]
        return found
