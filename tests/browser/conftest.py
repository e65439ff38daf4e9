"""A real browser on a real server: Debian's Chromium over ``kg serve`` on the example documents.

A test takes the fixture ``tab`` (1280 pixels wide, Vietnamese) or, marked with ``@everywhere``, runs at 1280 and 390
pixels in both languages::

    from tests.browser.tab import Tab, everywhere

    @everywhere
    def test_an_officer_finds_a_decision(tab: Tab) -> None:
        tab.open("/search", q="412/QĐ-UBND")              # in the tab's language; waits until the page has settled
        tab.page.get_by_role("link", name="412").first.click()          # tab.page is Playwright's page
        assert tab.page.get_by_role("heading", level=1).is_visible()
        assert tab.download(lambda: tab.page.click("text=Excel")).suffix == ".xlsx"
        tab.accessible()                                   # axe finds nothing serious or critical
        tab.shot("decision")                               # NAME-1280-vi.png among the artefacts

When a test ends, it fails if any request would have left the host (all such are stopped), if the console told an
error, or a script failed. ``tab.tolerates("404")`` lets pass what has these words: a page that is meant to be missing.
Screenshots lie in the folder that ``KG_ARTEFACTS`` names, else in a temporary one.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.tab import Tab
from tests.conftest import require

_START = 30.0  # seconds for the server to come up


@pytest.fixture(scope="session")
def site(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of ``kg serve`` over the example documents."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("site") / "log"
    command = [sys.executable, "-m", "kg.app.cli", "serve", "--store", str(store), "--port", str(port)]
    with log.open("wb") as told, subprocess.Popen(command, stdout=told, stderr=told) as server:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(f"{url}/healthz", server, log)
            yield url
        finally:
            server.terminate()


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"the server did not start: {log.read_text('utf-8')}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, without a window; WebGL in software."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    require(path, "Chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        switches = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
        browser = started.chromium.launch(executable_path=path, args=switches)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def artefacts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go."""
    folder = (
        Path(os.environ["KG_ARTEFACTS"]).resolve()
        if os.environ.get("KG_ARTEFACTS")
        else tmp_path_factory.mktemp("shots")
    )
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def tab(request: pytest.FixtureRequest, chromium: Any, site: str, artefacts: Path, tmp_path: Path) -> Iterator[Tab]:
    """A tab of its own, that fails its test when something went wrong on a page."""
    width, language = getattr(request, "param", (1280, "vi"))
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, locale={"vi": "vi-VN", "en": "en-GB"}[language],
        accept_downloads=True, reduced_motion="reduce",
    )  # fmt: skip
    tab = Tab(context, site, language, width, artefacts, tmp_path)
    yield tab
    context.close()
    assert not tab.wrongs(), "\n".join(tab.wrongs())
