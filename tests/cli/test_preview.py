"""`kb preview` as an editor runs it: a process of its own, files that are saved, a page that waits for them."""

import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MakeSite = Callable[..., Path]
FEES = "articles/deposits/withdrawal-fees.en.md"
FEES_URL = "/en/deposits/withdrawal-fees"
PATIENCE = 120.0
"""Seconds after which a test gives up; what it waits for takes a fraction of one."""


class Editor:
    """A site, and the address at which its preview answers."""

    def __init__(self, root: Path, address: str) -> None:
        self.root = root
        self._address = address

    def save(self, path: str, text: str) -> None:
        """Write a file."""
        (self.root / path).write_text(text, "utf-8")

    def get(self, path: str) -> str:
        """What is answered, without a proxy."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{self._address}{path}", timeout=PATIENCE) as response:
            return str(response.read().decode("utf-8"))

    def page_with(self, is_there: Callable[[str], bool], url: str = FEES_URL) -> str:
        """The page as soon as it is as expected; it waits for news as the page's script does."""
        page = self.get(url)
        while not is_there(page):
            mark = page.split('data-mark="')[1].split('"')[0]
            news = json.loads(self.get(f"/preview/news?seen={mark}"))
            assert news["mark"] != mark, f"nothing was told in time; the page is:\n{page}"
            page = self.get(url)
        return page


@pytest.fixture
def editor(make_site: MakeSite) -> Iterator[Editor]:
    """An editor of the small site, with a preview that runs."""
    root = make_site()
    command = [sys.executable, "-m", "cli", "preview", "--site", str(root), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, encoding="utf-8") as process:
        assert process.stderr is not None
        said = ""
        for line in process.stderr:
            said += line
            if found := re.search(r"previewing on (http://[\d.:]+)/;", line):
                break
        else:
            pytest.fail(said)
        yield Editor(root, found[1])
        process.terminate()
        assert "Traceback" not in process.stderr.read()


@pytest.mark.slow
def test_what_an_editor_saves_is_shown_checked_and_mended(editor: Editor) -> None:
    assert "zebrafish" in editor.get("/zh-Hans/security/secret-plan")
    editor.save(FEES, "---\ntitle: Fees\n---\nQuite new words. See [nothing](article:nothing).\n")
    page = editor.page_with(lambda page: "Quite new words" in page)
    page = editor.page_with(lambda page: f"{FEES}:4:" in page)
    assert "nothing" in page.split('id="preview"')[1]
    editor.save(FEES, "---\ntitle: [Fees\n---\nBroken.\n")
    page = editor.page_with(lambda page: f"{FEES}:3:" in page)
    assert "Quite new words" in page
    editor.save(FEES, "---\ntitle: Fees\n---\nMended.\n")
    page = editor.page_with(lambda page: "Mended" in page)
    editor.page_with(lambda page: f"{FEES}:3:" not in page and "checking" not in page)
    editor.save(FEES, "---\ntitle: Fees\nquestions: [is the moon made of cheese]\n---\nNone.\n")
    editor.page_with(lambda page: f"{FEES}:3:13" in page)
    assert not (editor.root / "var" / "builds").exists()


def test_a_folder_without_a_site_is_one_clear_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cli", "preview", "--site", str(tmp_path), "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=PATIENCE, check=False)
    assert done.returncode == 2
    assert re.fullmatch(r"kb: .*no site\.yaml here; name the site's folder with --site DIR\n", done.stderr)
    assert list(tmp_path.iterdir()) == []
