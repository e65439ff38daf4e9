"""What people have corrected: a file of the store, ``corrections.jsonl``, that builds apply over extraction.

One JSON object a line; lines are appended only, and whoever edits the file by hand may do anything else to it. No
build, pruning or rollback touches it. ``docs/corrections.md`` describes it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kg.identity import digest
from kg.snapshot import synchronise_folder

NAME = "corrections.jsonl"
_IRI = r"^https?://[^\x00-\x20<>\"{}|^`\\]+$"
_ID = r"^[0-9a-z-]{1,64}$"
_OPTIONAL_IRI = rf"^$|{_IRI}"
_DAY_AND_TIME = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"

Text = Annotated[str, Meta(min_length=1, max_length=2000)]
Thing = Annotated[str, Meta(pattern=_OPTIONAL_IRI)]


class Correction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One line of the file.

    :ivar action: ``reject`` a fact, ``replace`` its object by ``value``, ``add`` a fact with ``value``, mark a
        ``finding``, ``withdraw`` an earlier line
    :ivar who: the person or office that corrects; ``why`` in their words
    :ivar when: ISO 8601 UTC, to the second
    :ivar object: of the fact that is rejected: an IRI, or a literal's text without language and type
    :ivar value: the right object: an IRI, or the text of a literal of this ``language`` or ``datatype``
    :ivar source: IRI of the source whose statement is wrong; every source's if not told
    :ivar correction: id of the line that is withdrawn
    :ivar access: ``public`` lets ``value``, ``who`` and ``why`` stand in the public face
    :ivar id: names the line; made from what it says if it is not told
    """

    action: Literal["reject", "replace", "add", "finding", "withdraw"]
    who: Text
    when: Annotated[str, Meta(pattern=_DAY_AND_TIME)]
    why: Text
    subject: Thing = ""
    predicate: Thing = ""
    object: Annotated[str, Meta(max_length=20_000)] = ""
    value: Annotated[str, Meta(max_length=20_000)] = ""
    language: Annotated[str, Meta(pattern="^$|^[a-z]{2}$")] = ""
    datatype: Thing = ""
    source: Thing = ""
    finding: Thing = ""
    state: Literal["", "open", "seen", "handled"] = ""
    correction: Annotated[str, Meta(pattern=rf"^$|{_ID}")] = ""
    access: Literal["internal", "public"] = "internal"
    id: Annotated[str, Meta(pattern=rf"^$|{_ID}")] = ""

    def __post_init__(self) -> None:
        """Refuse a line that lacks what its action needs, which is a ``ValueError``."""
        lacking = [name for name in _NEEDED[self.action] if not getattr(self, name)]
        if lacking:
            raise ValueError(f"{self.action} needs {', '.join(lacking)}")

    @property
    def key(self) -> str:
        """What names this line: its id, else one made from all that it says."""
        return self.id or digest(msgspec.json.encode(self, order="sorted").decode(), 16)


_NEEDED = {
    "reject": ("subject", "predicate", "object"),
    "replace": ("subject", "predicate", "object", "value"),
    "add": ("subject", "predicate", "value"),
    "finding": ("finding", "state"),
    "withdraw": ("correction",),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as a correction tells it, with the correction."""

    correction: Correction
    subject: str
    predicate: str
    object: str


@dataclass(frozen=True)
class Corrections:
    """The file as read.

    :ivar sha256: of its bytes; empty if there is no file
    :ivar lines: all lines that can be read, withdrawn ones too, in their order
    :ivar unreadable: numbers of the lines that cannot be, with what is wrong
    """

    sha256: str = ""
    lines: list[Correction] = field(default_factory=list)
    unreadable: list[tuple[int, str]] = field(default_factory=list)

    def active(self) -> list[Correction]:
        """The lines that hold: not withdrawn, each once; of a finding's marks the last."""
        withdrawn = {c.correction for c in self.lines if c.action == "withdraw"}
        held = {c.key: c for c in self.lines if c.action != "withdraw" and c.key not in withdrawn}
        marks = {c.finding: c.key for c in held.values() if c.action == "finding"}
        return [c for c in held.values() if c.action != "finding" or marks[c.finding] == c.key]

    def facts(self) -> tuple[list[Fact], list[Fact]]:
        """What is rejected and what is asserted; of one fact the last line holds."""
        last: dict[tuple[str, str, str], tuple[bool, Fact]] = {}
        for c in self.active():
            if c.action in ("reject", "replace"):
                _put(last, False, Fact(c, c.subject, c.predicate, c.object))
            if c.action in ("add", "replace"):
                _put(last, True, Fact(c, c.subject, c.predicate, c.value))
        said = list(last.values())
        return [f for is_true, f in said if not is_true], [f for is_true, f in said if is_true]


def _put(last: dict[tuple[str, str, str], tuple[bool, Fact]], is_true: bool, fact: Fact) -> None:
    key = (fact.subject, fact.predicate, fact.object)
    last.pop(key, None)
    last[key] = is_true, fact


def read(store: Path) -> Corrections:
    """The corrections of a store; an unfinished last line, of a writer who was killed, was never acknowledged."""
    try:
        data = (store / NAME).read_bytes()
    except FileNotFoundError:
        return Corrections()
    whole, _, rest = data.rpartition(b"\n")
    found = Corrections(hashlib.sha256(data).hexdigest())
    for number, line in enumerate([*whole.split(b"\n"), rest], 1):
        if not line.strip():
            continue
        try:
            found.lines.append(msgspec.json.decode(line, type=Correction))
        except (msgspec.MsgspecError, ValueError) as error:
            found.unreadable.append((number, str(error)))
    return found


def append(store: Path, correction: Correction) -> None:
    """Add a line; when this returns it is on the disk. Others who append wait, builds need not."""
    import fcntl  # not on Windows, where there is no server that could write

    path = store / NAME
    is_new = not path.exists()
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        end = file.seek(0, os.SEEK_END)
        if end:
            file.seek(end - 1)
            if file.read(1) != b"\n":  # a hand forgot it, or a writer was killed
                file.write(b"\n")
        file.write(msgspec.json.encode(correction) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        synchronise_folder(store)


def things(corrections: Iterable[Correction]) -> set[str]:
    """IRIs that a graph must know for corrections to have an effect."""
    told = {iri for c in corrections for iri in (c.subject, c.object, c.value)}
    return {iri for iri in told if iri.startswith(("http://", "https://"))}


def same(told: str, text: str) -> bool:
    """Whether a person means this object: the same text, or the same number otherwise written."""
    if told == text:
        return True
    try:
        return Decimal(told) == Decimal(text)
    except InvalidOperation:
        return False


def schema() -> dict[str, object]:
    """The JSON Schema of one line, with what each action needs."""
    needed = [
        {"if": {"properties": {"action": {"const": action}}}, "then": {"required": list(names)}}
        for action, names in _NEEDED.items()
    ]
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, **msgspec.json.schema(Correction), "allOf": needed}
