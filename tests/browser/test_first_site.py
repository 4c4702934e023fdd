"""The guide to a first site, done word for word: its commands in processes, its files saved, its pages in a browser."""

import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from kb.loader import load
from tests.browser.conftest import DESKTOP, watch

GUIDE = (Path(__file__).parents[2] / "docs/first-site.md").read_text("utf-8")
GUIDES_ADDRESS = "http://127.0.0.1:8000"

STEP = re.compile(
    r"(?:^`(?P<path>[^`\n]+)`:\n\n)?^```(?P<kind>\w*)\n(?P<content>.*?)^```\n"
    r"|Open <(?P<url>[^>]+)>"
    r"|says “(?P<words>[^”]+)”"
    r"|in `(?P<whole>[^`\n]+\.yaml)`:\n\n```yaml\n(?P<yaml>.*?)^```\n",
    re.MULTILINE | re.DOTALL,
)
"""What the guide asks for, in its order: files to write, commands to run, pages to open, words to see there."""

PATIENCE = 60_000


class Terminals:
    """Where the commands of the guide run: `kb preview` and `kb serve` in one that goes on, the others in another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = ""
        self._running: subprocess.Popen[str] | None = None

    def run(self, line: str) -> str:
        """Run one command, and give what it printed."""
        program, *words = shlex.split(line)
        if program == "cd":
            self.folder /= words[0]
            return ""
        if program == "git":
            names = ["-c", "user.name=Editor", "-c", "user.email=editor@help.example"]
            return self._finished(["git", *names, *words])
        assert program == "kb", line
        if words[0] in ("preview", "serve"):
            self._begin(words)
            return ""
        return self._finished([sys.executable, "-m", "cli", *words])

    def interrupt(self) -> None:
        """Press Ctrl-C where a command goes on."""
        if self._running is None:
            return
        self._running.send_signal(signal.SIGINT)
        _, said = self._running.communicate(timeout=60)
        assert "Traceback" not in said
        self._running = None

    def _finished(self, command: list[str]) -> str:
        done = subprocess.run(command, cwd=self.folder, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        return done.stdout

    def _begin(self, words: list[str]) -> None:
        self.interrupt()
        command = [sys.executable, "-m", "cli", *words, "--port", "0"]  # the guide's port may be in use
        process = subprocess.Popen(command, cwd=self.folder, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        self._running = process
        assert process.stderr is not None
        said = ""
        for line in process.stderr:
            said += line
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                self.address = found[0]
                return
        raise AssertionError(said)


@pytest.fixture
def terminals(tmp_path: Path) -> Iterator[Terminals]:
    """Terminals in an empty folder."""
    terminals = Terminals(tmp_path)
    yield terminals
    terminals.interrupt()


class Windows:
    """The browser's windows; the addresses of the guide lead to what runs in the terminal."""

    def __init__(self, browser: Browser, terminals: Terminals, problems: list[str]) -> None:
        self._browser, self._terminals, self._problems = browser, terminals, problems
        self._contexts: list[BrowserContext] = []

    def open(self, url: str) -> Page:
        """A new window at an address."""
        context = self._browser.new_context(**DESKTOP)
        watch(context, self._terminals.address, self._problems)
        self._contexts.append(context)
        page = context.new_page()
        page.goto(url.replace(GUIDES_ADDRESS, self._terminals.address))
        return page

    def close(self) -> None:
        """Close all windows: what they ask for is not answered any more."""
        while self._contexts:
            self._contexts.pop().close()


@pytest.fixture
def windows(browser: Browser, terminals: Terminals, problems: list[str]) -> Iterator[Windows]:
    """No window yet."""
    windows = Windows(browser, terminals, problems)
    yield windows
    windows.close()


def test_the_guide_leads_from_an_empty_folder_to_a_served_site_in_two_languages(
    terminals: Terminals, windows: Windows
) -> None:
    """What it says a page says is seen there; what is open loads itself again once it is saved."""
    page, ran, seen = None, set(), 0
    for step in STEP.finditer(GUIDE):
        if step["url"]:
            page = windows.open(step["url"])
        elif step["words"]:
            assert page is not None
            expect(page.locator("main")).to_contain_text(step["words"], timeout=PATIENCE)
            seen += 1
        elif path := step["path"] or step["whole"]:
            assert (terminals.folder / path).is_file(), "a command before this has begun it"
            (terminals.folder / path).write_text(step["content"] or step["yaml"], encoding="utf-8")
        else:
            for line in step["content"].splitlines():
                if line == "kb serve":
                    windows.close()
                terminals.run(line)
                ran.add(" ".join(line.split()[: 3 if line.startswith("kb i18n") else 2]))
    assert {"kb init", "kb preview", "kb new", "kb check", "kb build", "kb serve"} <= ran
    assert {"kb i18n init", "kb i18n stamp", "kb i18n status"} <= ran
    assert seen == 5
    assert load(terminals.folder).problems == ()
