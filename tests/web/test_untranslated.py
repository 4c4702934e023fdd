"""No interface text escapes translation: with catalogs that mark every message, nothing unmarked is left to read.

The small site's content is Chinese, so whatever Latin words stand outside the marks come from the interface.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import abort
from flask.testing import FlaskClient

from indexer.builds.model import StaleSection
from kb.extraction import shipped_template
from kb.site import Incident, Link
from web.app import create_app

BuildMaker = Callable[..., Any]

READ_ALOUD = ("alt", "aria-label", "aria-description", "aria-roledescription", "placeholder", "title")
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")

PAGES = (
    "",
    "deposits-withdrawals/",
    "contact/",
    "deposits-withdrawals/withdrawal-fees",
    "deposits-withdrawals/withdrawal-limits",
    "deposits-withdrawals/deposit-not-arrived",
    "contact/contact-support",
    "glossary",
    "search",
    "search?q=提现",
    "search?q=提现&page=2",
    "search?q=提现&category=contact",
    "search?q=提现&category=no-such-topic",
    "search?q=zqxjv",
    "search?q=提现&page=many",
    "deposits-withdrawals/withdrawal-feees",
    "no-such-page",
    "broken/403",
    "broken/500",
    "broken/503",
)


class Reader(HTMLParser):
    """Collects what a page says in its own language: texts and the attributes that are read aloud or shown."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._open: list[tuple[str, bool]] = []
        """The open elements, and whether each is in the page's language."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser for each start tag."""
        given = dict(attrs)
        is_own = self._is_own and (tag == "html" or "lang" not in given or given["lang"] == "ar")
        if is_own:
            self.said += [given[name] or "" for name in READ_ALOUD if name in given]
            self.said += [value or "" for name, value in attrs if name.startswith("data-") and " " in (value or "")]
            if tag == "meta" and (given.get("name") or given.get("property") or "") in ("description", "og:title"):
                self.said.append(given.get("content") or "")
        if tag not in ("meta", "link", "input", "img", "br", "hr", "use", "path", "circle"):
            self._open.append((tag, is_own and tag not in ("script", "style", "code")))

    def handle_endtag(self, tag: str) -> None:
        """Called by the parser for each end tag."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Called by the parser for each text."""
        if self._is_own:
            self.said.append(data)

    @property
    def _is_own(self) -> bool:
        return not self._open or self._open[-1][1]


def unmarked(html: str) -> Iterator[str]:
    """What a page says in Latin letters outside the marks."""
    reader = Reader()
    reader.feed(html)
    for text in reader.said:
        rest = text
        while MARKED.search(rest):
            rest = MARKED.sub("", rest)
        if LATIN_WORD.search(rest):
            yield text.strip()


@pytest.fixture
def marked_catalogs(tmp_path: Path) -> Path:
    """Catalogs in which the translation of a message is the message between marks."""
    for name in ("ar", "zh_Hans"):
        catalog = Catalog(locale=name)
        for message in shipped_template():
            if isinstance(message.id, tuple):
                catalog.add(message.id, tuple(f"⟦{message.id[1]}⟧" for _ in range(catalog.num_plurals)))
            elif message.id:
                catalog.add(message.id, f"⟦{message.id}⟧")
        target = tmp_path / name / "LC_MESSAGES" / "messages.mo"
        target.parent.mkdir(parents=True)
        with target.open("wb") as file:
            write_mo(file, catalog)
    return tmp_path


@pytest.fixture
def marked(build_of: BuildMaker, marked_catalogs: Path) -> FlaskClient:
    """A visitor of the small site, all in Chinese, with one outdated translation, and an address for each failure."""
    name = {"zh-Hans": "松月帮助中心"}
    own = {"tagline": name, "search_examples": {"zh-Hans": ("提现",)}, "disclaimers": {"transfer": name}}
    incident = Incident(name, article="withdrawal-fees")
    build = build_of(name=name, **own, legal_links=(Link(name, "/"),), social_links=(), incidents=(incident,))
    articles = {}
    for slug, article in build.library.articles.items():
        shown = article.translations["zh-Hans"]
        stale = replace(shown, stale=(StaleSection("how-fees-work", "限额"),) if slug == "withdrawal-limits" else ())
        articles[slug] = replace(article, translations={"zh-Hans": stale})
    categories = tuple(replace(each, titles=name) for each in build.library.categories)
    build.library = replace(build.library, articles=articles, categories=categories)
    build.searcher._library = build.library
    build.catalogs = marked_catalogs
    app = create_app(build)
    app.add_url_rule("/<tag>/broken/<int:status>", "broken", lambda status, **_: abort(status))
    return app.test_client()


@pytest.mark.parametrize("tag", ["zh-Hans", "ar"])
def test_every_text_of_the_interface_is_translated(marked: FlaskClient, tag: str) -> None:
    """In the page's title, its text, and what is read aloud; in Arabic with articles from another language."""
    found = {}
    for path in PAGES:
        answer = marked.get(f"/{tag}/{path}")
        assert answer.mimetype == "text/html"
        assert "⟦" in answer.text
        found[path] = list(unmarked(answer.text))
    assert {path: texts for path, texts in found.items() if texts} == {}


def test_text_that_is_not_translated_is_noticed() -> None:
    """In an element, in an attribute, after a sentence that is translated."""
    page = '<html lang="ar"><p>⟦Search “⟦q⟧”⟧</p><p>Search</p><img alt="A chart"><i lang="en">Hi</i> ⟦Page⟧ of 2</html>'
    assert list(unmarked(page)) == ["Search", "A chart", "⟦Page⟧ of 2"]
