"""The notebook is the page whose blocks a test runs."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_notebook_is_that_of_the_page() -> None:
    made = runpy.run_path(str(DOCS / "notebook.py"))["notebook"]((DOCS / "networks.md").read_text("utf-8"))
    assert (DOCS / "networks.ipynb").read_text("utf-8") == made, "run: python docs/notebook.py"


def test_its_code_is_whole() -> None:
    """It is compiled here; ``tests/kg/test_networks.py`` runs the same blocks of the page over a graph."""
    cells = json.loads((DOCS / "networks.ipynb").read_text("utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert len(code) > 3
    compile("\n".join(code), "networks.ipynb", "exec")
