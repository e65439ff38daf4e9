"""What the guides tell people to type is typed here: commands, programs and queries, one after the other."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from docx import Document

ROOT = Path(__file__).parents[2]
GUIDES = ("README.md", "docs/huong-dan.md", "docs/researchers.md")
_BLOCK = re.compile(r"^```(console|python|sparql)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ELSEWHERE = ("python3 start.py", ".venv/", "sudo ", "pip ")  # not of this program, or tested elsewhere (test_start.py)
_FOREIGN = ("data.example.gov.vn", "sparql.example.gov.vn")  # servers that only stand for others


@dataclass
class Desk:
    """A folder with documents, a draft and a question, in which a reader of a guide works."""

    folder: Path
    port: int
    servers: ExitStack = field(default_factory=ExitStack)

    def run(self, kind: str, text: str) -> None:
        """Do what a block says."""
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{self.port}").replace(
            "localhost:8000", f"127.0.0.1:{self.port}"
        )
        if kind == "python":
            self.finish([sys.executable, "-c", text])
        elif kind == "sparql":
            self.finish(["kg", "query", "-", "--store", "data"], text)
        else:
            for line in text.replace("\\\n", " ").splitlines():
                self.type(line)

    def type(self, line: str) -> None:
        """Type one line of a console."""
        if not line.strip() or line.startswith(("#", *_ELSEWHERE)) or any(name in line for name in _FOREIGN):
            return
        words = shlex.split(line, comments=True)
        assert words[0] in ("kg", "curl"), f"nobody knows how to test: {line}"
        if words[:2] == ["kg", "serve"]:
            self.serve(words)
        else:
            self.finish(words)

    def finish(self, words: list[str], given: str = "") -> None:
        """Run a program to its end; finding nothing, or something to look at again, is no failure."""
        done = subprocess.run(
            words, input=given, capture_output=True, text=True, cwd=self.folder, env=self.environment, check=False
        )
        allowed = (0, 1) if words[0] == "kg" else (0,)
        assert done.returncode in allowed, f"{shlex.join(words)}\n{done.stdout}\n{done.stderr}"

    def serve(self, words: list[str]) -> None:
        """Start a server, in the stead of the one before."""
        self.servers.close()
        server = subprocess.Popen(
            [*words, "--port", str(self.port)], cwd=self.folder, env=self.environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.servers.callback(server.wait, 20)
        self.servers.callback(server.terminate)
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        pytest.fail(f"it does not answer: {shlex.join(words)}")

    @property
    def environment(self) -> dict[str, str]:
        """The one of these tests, with ``kg`` on the path and the store that the guides name by default."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return {**os.environ, "PATH": path, "KG_LANG": "en", "KG_STORE": "data", "COLUMNS": "200", "PYTHONUTF8": "1"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    for name in ("documents", "thu-muc-tai-lieu"):
        shutil.copytree(ROOT / "examples" / "documents", tmp_path / name)
    for name in ("draft.docx", "du-thao.docx"):
        draft = Document()
        draft.add_paragraph(
            "Căn cứ Quyết định số 412/QĐ-UBND ngày 14 tháng 3 năm 2023 của Ủy ban nhân dân tỉnh Hòa Bình;"
        )
        draft.save(str(tmp_path / name))
    (tmp_path / "question.rq").write_text("SELECT ?d ?l { ?d a khcn:Decision ; rdfs:label ?l }", "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        desk = Desk(tmp_path, free.getsockname()[1])
    with desk.servers:
        yield desk


@pytest.mark.parametrize("guide", GUIDES)
def test_what_a_guide_says_can_be_done(guide: str, desk: Desk) -> None:
    blocks = _BLOCK.findall((ROOT / guide).read_text("utf-8"))
    assert blocks
    for kind, text in blocks:
        desk.run(kind, text)


@pytest.mark.parametrize("guide", ["README.md", *sorted(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))])
def test_every_link_of_a_guide_leads_somewhere(guide: str) -> None:
    text = (ROOT / guide).read_text("utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not target.startswith(("http://", "https://", "#")):
            assert ((ROOT / guide).parent / target.partition("#")[0]).exists(), target
