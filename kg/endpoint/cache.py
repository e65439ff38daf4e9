"""Short answers that were given before: a snapshot never changes, so that the same query has the same answer."""

from __future__ import annotations

from collections import OrderedDict

from kg.endpoint.evaluation import Reply

_OVERHEAD = 500  # bytes of an entry beside its body


class Answers:
    """Answers of one snapshot by their tag; those not asked for longest go first.

    :param room: bytes
    """

    def __init__(self, room: int) -> None:
        self.room, self.size = room, 0
        self._kept: OrderedDict[str, Reply] = OrderedDict()

    def get(self, tag: str) -> Reply | None:
        """The answer of that tag, if it is still known."""
        found = self._kept.get(tag)
        if found is not None:
            self._kept.move_to_end(tag)
        return found

    def keep(self, tag: str, reply: Reply) -> None:
        """Remember an answer whose body is in it."""
        if reply.body is None or tag in self._kept:
            return
        self._kept[tag] = reply
        self.size += len(reply.body) + _OVERHEAD
        while self.size > self.room:
            _, oldest = self._kept.popitem(last=False)
            self.size -= len(oldest.body or b"") + _OVERHEAD
