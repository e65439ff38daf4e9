"""What a DOCX file says of its text indirectly: styles and automatic numbers (WordprocessingML, ECMA-376 part 1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

Element = Any  # lxml element; python-docx brings lxml, which has no types of its own

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BULLETS = "-–—+*•"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


def value(element: Element | None, path: str, attribute: str = "val") -> str | None:
    """Attribute of the child at a path such as "numPr/ilvl"; "" where the child has none, None without the child."""
    for name in path.split("/"):
        if element is None:
            return None
        element = element.find(W + name)
    return None if element is None else str(element.get(W + attribute, ""))


def switched_on(element: Element | None, name: str) -> bool | None:
    """An on/off property (17.3.2): None where it is not said."""
    found = value(element, name)
    return None if found is None else found not in ("0", "false", "off", "none")


class Styles:
    """Paragraph, character and table styles with their inheritance (basedOn)."""

    def __init__(self, root: Element | None) -> None:
        styles = root.findall(W + "style") if root is not None else []
        self._styles = {s.get(W + "styleId"): s for s in styles}
        self._default = next(
            (s.get(W + "styleId") for s in styles if s.get(W + "type") == "paragraph" and s.get(W + "default") == "1"),
            None,
        )

    def chain(self, style: str | None) -> Iterator[Element]:
        """A style and those it is based on, nearest first."""
        seen = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = value(self._styles[style], "basedOn")

    def first(self, style: str | None, path: str, attribute: str = "val") -> str | None:
        """The nearest value along the inheritance of a style."""
        found = (value(s, path, attribute) for s in self.chain(style or self._default))
        return next((v for v in found if v is not None), None)

    def on(self, style: str | None, name: str) -> bool:
        """Whether a run property is switched on by a style."""
        found = (switched_on(s.find(W + "rPr"), name) for s in self.chain(style or self._default))
        return next((v for v in found if v is not None), False)


class Numbering:
    """Automatic numbers and bullets of lists, counted as Word counts them (17.9)."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, Element]] = {}
        self._nums: dict[str, tuple[str, dict[int, int]]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        if root is not None:
            self._load(root)

    def _load(self, root: Element) -> None:
        for abstract in root.findall(W + "abstractNum"):
            levels = {int(level.get(W + "ilvl", 0)): level for level in abstract.findall(W + "lvl")}
            self._levels[abstract.get(W + "abstractNumId")] = levels
        for num in root.findall(W + "num"):
            starts = {}
            for override in num.findall(W + "lvlOverride"):
                start = value(override, "startOverride")
                if start:
                    starts[int(override.get(W + "ilvl", 0))] = int(start)
            self._nums[num.get(W + "numId")] = (value(num, "abstractNumId") or "", starts)

    def mark(self, num_id: str, level: int) -> str:
        """The next mark of a list at a level (0 to 8): "1.", "a)", "-"; empty where the list shows none."""
        abstract, starts = self._nums.get(num_id, ("", {}))
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return ""
        counters = self._counters.setdefault(abstract, {})
        if num_id not in self._begun:
            self._begun.add(num_id)
            counters.update({at: start - 1 for at, start in starts.items()})
        first = int(value(levels[level], "start") or 1)
        counters[level] = counters.get(level, first - 1) + 1
        for deeper in [at for at in counters if at > level]:
            del counters[deeper]
        return self._shown(levels, level, counters)

    def _shown(self, levels: dict[int, Element], level: int, counters: dict[int, int]) -> str:
        text = value(levels[level], "lvlText") or ""
        if value(levels[level], "numFmt") == "bullet":
            return text if text and text in _BULLETS else "•"

        def number(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            first = int(value(levels.get(at), "start") or 1)
            return format_number(counters.get(at, first), value(levels.get(at), "numFmt") or "decimal")

        return re.sub(r"%([1-9])", number, text).strip()


def format_number(number: int, style: str) -> str:
    """A number in one of Word's number formats (17.18.59); unknown ones as decimal."""
    formats: dict[str, Callable[[int], str]] = {
        "lowerLetter": lambda n: _letters(n).lower(),
        "upperLetter": _letters,
        "lowerRoman": lambda n: _roman(n).lower(),
        "upperRoman": _roman,
        "decimalZero": lambda n: f"{n:02d}",
        "none": lambda _: "",
    }
    return formats.get(style, str)(number)


def _letters(number: int) -> str:
    """A, B, ..., Z, AA, BB, as Word counts."""
    count, index = divmod(max(number, 1) - 1, 26)
    return chr(65 + index) * (count + 1)


def _roman(number: int) -> str:
    shown = ""
    for size, letters in _ROMAN:
        count, number = divmod(number, size)
        shown += letters * count
    return shown
