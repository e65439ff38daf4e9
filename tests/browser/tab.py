"""What tests do in a browser; ``conftest.py`` tells how."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

AXE = Path(__file__).parents[2] / "viz" / "site" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
_RUN_AXE = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
  .filter(v => v.impact === 'serious' || v.impact === 'critical')
  .map(v => `${v.id}: ${v.help}: ` + v.nodes.map(n => n.html.slice(0, 200) + ' ' + n.failureSummary).join(' | '))"""

everywhere = pytest.mark.parametrize(
    "tab", [(1280, "vi"), (1280, "en"), (390, "vi"), (390, "en")], indirect=True, ids=lambda p: f"{p[0]}-{p[1]}"
)


class Tab:
    """One tab of the browser at a site, in one language, that remembers what went wrong.

    :ivar page: Playwright's page
    """

    def __init__(self, context: Any, site: str, language: str, width: int, artefacts: Path, folder: Path) -> None:
        self.site, self.language, self.width = site, language, width
        self._artefacts, self._folder = artefacts, folder
        self._wrongs: list[str] = []
        self._tolerated: list[str] = []
        context.route("**/*", self._guard)
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._wrongs.append(f"a script failed: {error}"))

    def _guard(self, route: Any) -> None:
        url = route.request.url
        if url.startswith((f"{self.site}/", "data:", "blob:")):
            route.continue_()
        else:
            self._wrongs.append(f"a request would have left the host: {url}")
            route.abort()

    def _console(self, message: Any) -> None:
        if message.type == "error":
            self._wrongs.append(f"the console told: {message.text} ({message.location.get('url', '')})")

    def tolerates(self, words: str) -> None:
        """Let pass what went wrong if it has these words in it."""
        self._tolerated.append(words)

    def wrongs(self) -> list[str]:
        """What went wrong so far and is not tolerated."""
        return [wrong for wrong in self._wrongs if not any(words in wrong for words in self._tolerated)]

    def address(self, path: str, **parameters: str) -> str:
        """The whole address of a page in this tab's language."""
        told = {name: value for name, value in ({"lang": self.language} | parameters).items() if value != "vi"}
        return f"{self.site}{path}{'?' if told else ''}{urlencode(told)}"

    def open(self, path: str, **parameters: str) -> Any:
        """Go to a page; returns Playwright's response."""
        response = self.page.goto(self.address(path, **parameters))
        self.page.wait_for_load_state("networkidle")
        return response

    def say(self, vietnamese: str, english: str) -> str:
        """Words in this tab's language."""
        return english if self.language == "en" else vietnamese

    def accessible(self) -> None:
        """Axe finds nothing serious or critical on the page as it is now, nor is it wider than the screen."""
        if not AXE.is_file():
            pytest.skip("axe-core was not installed with the browser code")
        self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate(_RUN_AXE)
        assert not found, "\n".join(found)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"the page is {wide} pixels wider than the screen"

    def shot(self, name: str, *, whole: bool = True) -> None:
        """Keep a picture of the page: whole, or what the screen shows of it."""
        self.page.screenshot(path=self._artefacts / f"{name}-{self.width}-{self.language}.png", full_page=whole)

    def download(self, act: Callable[[], Any]) -> Path:
        """The file that an act downloads, under the name that the site gives it."""
        with self.page.expect_download() as waiting:
            act()
        file = self._folder / waiting.value.suggested_filename
        waiting.value.save_as(file)
        return file
