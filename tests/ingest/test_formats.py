"""The example documents give the same record as text, as DOCX and as PDF."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import msgspec
import pytest

from ingest.read import read as understand
from ingest.readers import read
from ontology.units import unit_table
from tests.conftest import require
from tests.ingest import documents
from tests.ingest.documents import Written

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "documents").iterdir())
_COLUMNS = re.compile(r"^(\S.*?\S) {3,}(\S.*)$")


def written(path: Path) -> Written:
    """An example as its author thinks of it: Markdown's marks and columns set apart by spaces are form only."""
    parts: list[tuple] = []
    for block in re.split(r"\n\s*\n", path.read_text("utf-8").strip()):
        lines = block.split("\n")
        if lines[0].startswith("|"):
            cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
            parts.append(("table", [row for row in cells if not all(re.fullmatch("[-: ]+", c) for c in row)]))
        for line in lines if not lines[0].startswith("|") else ():
            if columns := _COLUMNS.match(line):
                if parts and parts[-1][0] == "pair":
                    parts[-1][1].append(columns[1])
                    parts[-1][2].append(columns[2])
                else:
                    parts.append(("pair", [columns[1]], [columns[2]]))
            else:
                parts.append(("text", re.sub(r"^#+ |\*+", "", line).strip()))
    return Written(path.stem, parts)


def record(path: Path) -> dict[str, object]:
    """A document's record without its offsets and its source."""

    def bare(value):
        if isinstance(value, dict):
            return {key: bare(v) for key, v in value.items() if key not in ("spans", "source")}
        return [bare(v) for v in value] if isinstance(value, list) else value

    return bare(msgspec.to_builtins(understand(read(path), unit_table())))


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> Path:
    """The examples as text, DOCX and PDF."""
    require(documents.SOFFICE, "LibreOffice")
    folder = tmp_path_factory.mktemp("printed")
    for path in EXAMPLES:
        (folder / f"{path.stem}.txt").write_text(documents.as_text(written(path)), "utf-8")
        documents.as_docx(written(path), folder / f"{path.stem}.docx")
    to_pdf(sorted(folder.glob("*.docx")), folder)
    return folder


def to_pdf(files: list[Path], folder: Path) -> None:
    """Print files in one run of the office program."""
    command = [str(documents.SOFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_gives_one_record_in_every_format(path, printed):
    text = record(printed / f"{path.stem}.txt")
    assert text["citations"]
    assert record(printed / f"{path.stem}.docx") == text
    assert record(printed / f"{path.stem}.pdf") == text


@pytest.mark.parametrize("name", ["hoa-binh-2024-04-bao-cao.txt", "quang-tri-2024-07-nghi-quyet.txt"])
def test_a_text_printed_with_a_ragged_margin_keeps_its_paragraphs(name, printed, tmp_path):
    path = next(p for p in EXAMPLES if p.name == name)
    to_pdf([path], tmp_path)
    assert record((tmp_path / name).with_suffix(".pdf")) == record(printed / name)
