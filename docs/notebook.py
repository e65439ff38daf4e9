"""The page on networks as a notebook: ``python docs/notebook.py`` writes ``networks.ipynb`` from ``networks.md``."""

from __future__ import annotations

import json
import re
from pathlib import Path

PAGE = Path(__file__).with_name("networks.md")
NOTEBOOK = PAGE.with_suffix(".ipynb")
_PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def notebook(page: str) -> str:
    """A page of Markdown as a notebook (nbformat 4.5): its Python blocks are cells of code, the rest is text."""
    cells = []
    for number, part in enumerate(_PYTHON.split(page)):  # text and code by turns
        if part.strip():
            kind = "code" if number % 2 else "markdown"
            cell = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": part.strip().splitlines(True)}
            cells.append(cell | ({"execution_count": None, "outputs": []} if kind == "code" else {}))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    told = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    NOTEBOOK.write_text(notebook(PAGE.read_text("utf-8")), "utf-8")
