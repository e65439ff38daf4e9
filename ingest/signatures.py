"""The signature block (chữ ký) and the recipients (nơi nhận) of a document."""

from __future__ import annotations

import re

from ingest.layout import Layout
from ingest.lines import is_role
from ingest.runs import UPPER
from ontology.records import DocumentEntry, Signer, Span

_AUTHORITY = re.compile(r"(?P<authority>TM|KT|TL|TUQ|Q|T/M|K/T|T/L)(?:\.|(?<=/.))\s*")
_NAME = re.compile(
    rf"(?:(?:PGS|GS|TS|ThS|KS|BS|CN|CVCC)\.?\s*)*(?P<name>[{UPPER}][\w']*(?:\s+[{UPPER}][\w']*){{1,5}})$"
)
_SIGNED = re.compile(
    r"\s*(?:\(?\s*(?:[Đđ]ã ký|[Kk]ý tên|[Kk]ý, ghi rõ họ tên|[Kk]ý)[^)]*\)?|\[daky\])\s*", re.IGNORECASE
)


def read_signer(layout: Layout, entry: DocumentEntry) -> Signer | None:
    """Who signed, in what office, and by what authority; the first signature of a document counts."""
    roles: list[tuple[str, Span]] = []
    for block in layout.blocks:
        if block.kind != "signature":
            continue
        text = _SIGNED.sub(" ", layout.text[block.start : block.end]).strip(" .*")
        if is_role(text) or (text.isupper() and len(text.split()) > 1 and not _looks_like_name(text, roles)):
            roles.append((text, (block.start, block.end)))
        elif (name := _NAME.search(text if not text.isupper() else text.title())) and roles:
            entry.spans.append((roles[0][1][0], block.end))
            return Signer(name=name["name"], role=_role([r for r, _ in roles]), authority=_authority(roles[0][0]))
    return None


def _looks_like_name(text: str, roles: list[tuple[str, Span]]) -> bool:
    """Whether capitals after the office are a person's name: short, and after a whole office line."""
    return bool(roles) and 2 <= len(text.split()) <= 4 and not is_role(text)


def _authority(line: str) -> str | None:
    match = _AUTHORITY.match(line)
    return f"{match['authority'].replace('/', '')}." if match else None


def _role(lines: list[str]) -> str | None:
    """The signer's own office: the line under "TM. ...", "KT. ..." where there is one, else what follows the mark."""
    own = [line for line in lines if not _AUTHORITY.match(line)]
    role = own[0] if own else _AUTHORITY.sub("", lines[-1]) if not lines[-1].startswith(("TM", "T/M")) else None
    return f"{role[0]}{role[1:].lower()}" if role else None


def read_recipients(layout: Layout) -> list[str]:
    """The recipients as listed, without the marks of the list."""
    found = []
    for block in layout.blocks:
        if block.kind == "recipient":
            text = re.sub(r"^Nơi nhận\s*:?\s*", "", layout.text[block.start : block.end], flags=re.IGNORECASE).strip(
                " .;,-*"
            )
            if text and not (text.endswith(":") and not block.label):
                found.append(text)
    return found
