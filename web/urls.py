"""The site's addresses. Every link is made here, so the contract of URLs stands in one place."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode

from indexer.builds.model import PublishedArticle
from kb.locales import Locale

INTRODUCTION = "_intro"

quoted = lru_cache(maxsize=4096)(quote)
"""A part of a path as addresses write it. Remembered, for a page has dozens of links to the same few places."""


@dataclass(frozen=True, slots=True)
class Urls:
    """Paths from the root of the host. `base_path` is empty or like `/help`; `base_url` carries it too."""

    base_url: str
    base_path: str

    def root(self) -> str:
        """Where a reader's language is negotiated."""
        return f"{self.base_path}/"

    def home(self, locale: Locale) -> str:
        """The first page in a locale."""
        return f"{self.base_path}/{locale.tag}/"

    def category(self, locale: Locale, category_id: str) -> str:
        """A category's page."""
        return f"{self.home(locale)}{quoted(category_id)}/"

    def article(self, locale: Locale, article: PublishedArticle, section_id: str | None = None) -> str:
        """An article's page, or a section of it."""
        fragment = f"#{quoted(section_id)}" if section_id else ""
        return f"{self.category(locale, article.category_id)}{quoted(article.slug)}{fragment}"

    def markdown(self, locale: Locale, article: PublishedArticle) -> str:
        """An article as Markdown."""
        return f"{self.article(locale, article)}.md"

    def search(
        self, locale: Locale, query: str = "", category: str | None = None, page: int = 1, *, is_literal: bool = False
    ) -> str:
        """The results page; `page` counts from 1, `is_literal` asks for the words as they are typed."""
        parameters = {"q": query, "category": category or "", "page": str(page) if page > 1 else ""}
        parameters["literal"] = "1" if is_literal else ""
        given = urlencode({name: value for name, value in parameters.items() if value})
        return f"{self.home(locale)}search{'?' if given else ''}{given}"

    def suggest(self, locale: Locale) -> str:
        """What answers with suggestions in a locale, to be followed by `&q=`."""
        return f"{self.base_path}/api/v1/suggest?locale={locale.tag}"

    def glossary(self, locale: Locale, anchor: str | None = None) -> str:
        """The glossary's page, or an entry of it."""
        fragment = f"#{quote(anchor)}" if anchor else ""
        return f"{self.home(locale)}glossary{fragment}"

    def media(self, name: str) -> str:
        """An image of the build."""
        return f"{self.base_path}/media/{quoted(name)}"

    def asset(self, name: str) -> str:
        """A file of the interface, by its fingerprinted name."""
        return f"{self.base_path}/assets/{quoted(name)}"

    def sitemaps(self) -> str:
        """The index of the sitemaps."""
        return f"{self.base_path}/sitemap.xml"

    def sitemap(self, locale: Locale) -> str:
        """What is written in a locale, for search engines."""
        return f"{self.home(locale)}sitemap.xml"

    def feed(self, locale: Locale) -> str:
        """What changed last in a locale."""
        return f"{self.home(locale)}feed.xml"

    def search_description(self, locale: Locale) -> str:
        """How a browser searches the site in a locale."""
        return f"{self.home(locale)}opensearch.xml"

    def completions(self, locale: Locale) -> str:
        """What a browser asks while a search is typed in its own field."""
        return f"{self.home(locale)}completions"

    def reading_list(self, locale: Locale) -> str:
        """The articles of a locale, for assistants."""
        return f"{self.home(locale)}llms.txt"

    def absolute(self, path: str) -> str:
        """A path of this site with scheme and host, as other sites must write it."""
        return f"{self.base_url}{path.removeprefix(self.base_path)}"
