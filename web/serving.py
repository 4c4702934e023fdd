"""What the views of one published build work with. One application serves one build, so no request sees two."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from flask import current_app

from indexer.builds.model import BuildManifest, PublishedLibrary, PublishedTranslation
from indexer.glossary.glossary import Glossary
from indexer.model import SearchRequest, SearchResults
from indexer.suggestions.model import Suggestion
from kb.locales import Locale
from kb.site import Site
from web.assets import Assets
from web.urls import Urls

EXTENSION = "help-centre"

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment, aware."""
    return datetime.now(UTC)


class Searcher(Protocol):
    """What answers a query."""

    def search(self, request: SearchRequest) -> SearchResults:
        """One page of hits for a request.

        Raises:
            SearchError: the request is malformed.
        """


class Suggester(Protocol):
    """What completes a query that is being typed."""

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """What the text may be the beginning of, best first."""


class ServedBuild(Protocol):
    """The part of a published build that serving needs; safe to use from many threads."""

    @property
    def manifest(self) -> BuildManifest:
        """What the build is."""

    @property
    def library(self) -> PublishedLibrary:
        """The site as readers see it."""

    @property
    def searcher(self) -> Searcher:
        """What answers queries over this build."""

    @property
    def catalogs(self) -> Path:
        """The folder of compiled message catalogs, as gettext lays them out."""

    @property
    def media(self) -> Path:
        """The folder of images, by fingerprinted names."""

    def suggester(self, locale: Locale) -> Suggester:
        """What suggests titles and terms in one of the site's locales."""

    def glossary(self, locale: Locale) -> Glossary:
        """The words of the trade in one of the site's locales."""

    def warm(self) -> None:
        """Open everything that the first requests would wait for.

        Raises:
            HelpCentreError: the build is damaged.
        """

    def body(self, translation: PublishedTranslation) -> str:
        """The article's sanitised HTML, with a mark wherever a link carries the reader's locale."""

    def markdown(self, translation: PublishedTranslation) -> str:
        """The article's Markdown, with the same mark."""

    def close(self) -> None:
        """Release the files of the build; nothing may use it afterwards."""


@dataclass(frozen=True, slots=True)
class Serving:
    """The collaborators of every view of one application; `live_since` is when it began to answer."""

    build: ServedBuild
    urls: Urls
    assets: Assets
    clock: Clock
    live_since: datetime

    @property
    def library(self) -> PublishedLibrary:
        """The site as readers see it."""
        return self.build.library

    @property
    def site(self) -> Site:
        """The site's settings."""
        return self.build.library.site

    @property
    def build_id(self) -> str:
        """Which build is served."""
        return self.build.manifest.build_id

    def offered(self, tag: str) -> Locale | None:
        """The locale of exactly this tag, if the site offers it."""
        return next((locale for locale in self.site.locales if locale.tag == tag), None)


def serving() -> Serving:
    """The collaborators of the application that answers the current request."""
    found: Serving = current_app.extensions[EXTENSION]
    return found
