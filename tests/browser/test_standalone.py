"""A network as a page of its own: opened as a file in a browser without any network, it is drawn."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any


def test_the_page_needs_no_network(store: Path, chromium: Any, artefacts: Path, tmp_path: Path) -> None:
    file = tmp_path / "mang.html"
    command = [sys.executable, "-m", "kg.app.cli", "graph", "QĐ 412", "--store", str(store), "--output", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    context = chromium.new_context(offline=True)
    page = context.new_page()
    requests: list[str] = []
    wrongs: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("requestfailed", lambda request: wrongs.append(request.url))
    page.on("pageerror", lambda error: wrongs.append(str(error)))
    page.on("console", lambda message: wrongs.append(message.text) if message.type == "error" else None)
    page.goto(file.as_uri())
    page.wait_for_selector("#network canvas")
    page.wait_for_timeout(300)
    coloured = page.evaluate(
        """() => {
          const canvas = document.querySelector("#network canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          let found = 0;
          for (let i = 0; i < data.length; i += 4) if (data[i + 2] - data[i] > 60 && data[i + 3] > 200) found += 1;
          return found;
        }"""
    )
    assert coloured > 300, "documents are drawn in blue"
    assert page.locator("tbody tr").count() > 10
    page.screenshot(path=artefacts / "standalone.png")
    context.close()
    assert requests == [file.as_uri()]
    assert not wrongs
