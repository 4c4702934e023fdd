"""`kb i18n pseudo`: on every page of the copy, untranslated text stands out."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import Result

from indexer.builds.published import PublishedBuild, open_current
from indexer.builds.store import BuildStore
from web.app import create_app

Run = Callable[..., Result]

PAGES = ("/", "/deposits/", "/deposits/withdrawal-fees", "/search", "/search?q=zzzz", "/search?q=2", "/nothing/here")
WORDS = ("alt", "title", "aria-label", "placeholder")
KEPT = re.compile(
    r"https://help\.example/\S+|English \(en-XA\)|العربية \(ar-XB\)|“zzzz”|zzzz|USDT|\d+ days?|[A-Z][a-z]+ \d+, \d{4}|en-XA|ar-XB"
)
"""What is no translator's: addresses, names of languages, what was typed, facts and dates."""


@pytest.fixture
def build(make_site, tmp_path: Path, run: Run) -> Iterator[PublishedBuild]:  # type: ignore[no-untyped-def]
    """The copy, built."""
    copy = tmp_path / "pseudo"
    result = run("i18n", "pseudo", "--to", str(copy), "--site", str(make_site()))
    assert result.exit_code == 0, result.output
    checked = run("check", "--site", str(copy))
    assert checked.exit_code == 0, checked.output
    assert not [line for line in checked.stdout.splitlines() if "en-XA" in line or "ar-XB" in line]
    assert run("build", "--site", str(copy)).exit_code == 0
    opened = open_current(BuildStore(copy / "var" / "builds"))
    yield opened
    opened.close()


class Texts(HTMLParser):
    """What a page says in its own language: its texts, and the attributes that are read aloud."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang = lang
        self.stack: list[tuple[str, str]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.texts += [given[name] for name in WORDS if name in given]
        if tag not in ("meta", "link", "br", "img", "input", "hr", "path", "use", "circle", "rect", "line", "polygon"):
            self.stack.append((tag, given.get("lang", self.stack[-1][1] if self.stack else self.lang)))

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1][1] == self.lang and self.stack[-1][0] not in ("script", "style", "code"):
            self.texts.append(data)


def said(build: PublishedBuild, locale: str, path: str) -> list[str]:
    """The texts of a page."""
    parser = Texts(locale)
    parser.feed(create_app(build).test_client().get(f"/{locale}{path}").text)
    return [text for text in parser.texts if text.strip()]


def test_every_page_says_nothing_that_was_not_translated(build: PublishedBuild) -> None:
    """Neither the interface nor the site's own texts; a word left over names a gap."""
    for path in PAGES:
        for locale, changed in (("en-XA", r"\S*[^\x00-\x7f]\S*"), ("ar-XB", "\u202e[^\u202c]*\u202c")):
            for text in said(build, locale, path):
                rest = re.sub(changed, "", KEPT.sub("", text))
                assert not re.search("[A-Za-z]{3}", rest), (locale, path, text)


def test_the_copy_in_arabic_runs_from_right_to_left(build: PublishedBuild) -> None:
    """Its facts and dates follow Arabic's rules, its plurals have six forms."""
    page = create_app(build).test_client().get("/ar-XB/deposits/withdrawal-fees").text
    assert re.search('<html[^>]* lang="ar-XB"[^>]* dir="rtl"', page)


def test_a_folder_that_holds_something_is_refused(make_site, tmp_path: Path, run: Run) -> None:  # type: ignore[no-untyped-def]
    """It is never mixed with something else."""
    target = tmp_path / "full"
    target.mkdir()
    (target / "mine").touch()
    result = run("i18n", "pseudo", "--to", str(target), "--site", str(make_site()))
    assert "is not empty; name a new folder" in str(result.exception)
    assert [path.name for path in target.iterdir()] == ["mine"]


def test_a_site_with_mistakes_is_refused_and_nothing_is_left(make_site, tmp_path: Path, run: Run) -> None:  # type: ignore[no-untyped-def]
    """The mistake is named."""
    result = run("i18n", "pseudo", "--to", str(tmp_path / "copy"), "--site", str(make_site("twenty_mistakes")))
    assert "mend it first, nothing was written" in str(result.exception)
    assert [path.name for path in tmp_path.iterdir()] == ["twenty_mistakes"]
