"""What a published build holds: the manifest, and the library as readers see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from indexer.correction.counts import TextCounts
from indexer.thesaurus import TermWords
from kb.locales import Locale, fallback_chain
from kb.model import Category
from kb.rendering.article import RenderedArticle
from kb.site import Site

FORMAT_VERSION = 3


@dataclass(frozen=True, slots=True)
class BuildManifest:
    """What a build is and what it was made from. `counts` are articles, translations and sections."""

    format_version: int
    build_id: str
    built_at: datetime
    content_digest: str
    analyzer_fingerprints: Mapping[str, str]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of an article's table of contents; `level` is 2 or 3."""

    id: str
    title: str
    level: int


class Change(StrEnum):
    """What became of a section in the source since it was translated."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class StaleSection:
    """A section that the translation and its source do not share any more; the title of one added is the source's.

    Title, summary and introduction, which have no heading, are empty here and named by whoever shows them.
    """

    id: str
    title: str
    change: Change = Change.CHANGED


@dataclass(frozen=True, slots=True)
class PublishedTranslation:
    """An article in one locale, without its body, which `PublishedBuild.body` reads when it is asked for.

    `reading_minutes` is at least 1. `stale` names what the source changed since, added and removed, in this order.
    """

    slug: str
    locale: Locale
    title: str
    summary: str
    updated: date | None
    reading_minutes: int
    headings: tuple[Heading, ...]
    stale: tuple[StaleSection, ...]


@dataclass(frozen=True, slots=True)
class PublishedArticle:
    """An article with its translations by locale tag. `related` holds published slugs only."""

    slug: str
    category_id: str
    order: int
    related: tuple[str, ...]
    risk: str | None
    translations: Mapping[str, PublishedTranslation]

    def resolve(self, locale: Locale, chain: Sequence[Locale]) -> PublishedTranslation | None:
        """The translation shown to a reader of `locale`: their own, else the first along the fallback chain."""
        for candidate in (locale, *chain):
            if translation := self.translations.get(candidate.tag):
                return translation
        return None


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """The body of a published translation in its file; `key` is the hash of everything it was rendered from, `promises`
    of its keywords and the questions it promises to answer.
    """

    key: str
    promises: str
    keywords: tuple[str, ...]
    article: RenderedArticle


@dataclass(frozen=True, slots=True)
class CountsFile:
    """What a locale's lexicon was made from. `made_from` is the hash of the counted texts and of what cut them,
    `lexicon_made_from` of that and the terms.
    """

    made_from: str
    lexicon_made_from: str
    counts: TextCounts


@dataclass(frozen=True, slots=True)
class PublishedImage:
    """An image by the name it is published under, with its size in CSS pixels."""

    name: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PublishedLibrary:
    """The site as readers see it: no drafts. Categories in their order, articles by slug in theirs.

    `redirects` maps an article's former slugs, and those of articles it replaces, to its slug; `gone` are the slugs of
    articles that are no more, in their order. `terms` holds the words of the trade by locale tag.
    `logo` is the name under which the site's logo is published, `share_image` what shared links show.
    """

    site: Site
    categories: tuple[Category, ...]
    articles: Mapping[str, PublishedArticle]
    redirects: Mapping[str, str]
    logo: str | None
    terms: Mapping[str, tuple[TermWords, ...]]
    share_image: PublishedImage | None = None
    gone: tuple[str, ...] = ()

    def category(self, category_id: str) -> Category | None:
        """The category with this id, if the site has it."""
        return next((category for category in self.categories if category.id == category_id), None)

    def in_category(self, category_id: str) -> list[PublishedArticle]:
        """The articles of a category in the editors' order."""
        return [article for article in self.articles.values() if article.category_id == category_id]

    def fallbacks(self, locale: Locale) -> tuple[Locale, ...]:
        """The locales read after `locale`, nearest first."""
        return fallback_chain(locale, self.site.fallbacks, self.site.source_locale)

    def shown(self, article: PublishedArticle, locale: Locale) -> PublishedTranslation | None:
        """The translation of an article that a reader of `locale` sees."""
        return article.resolve(locale, self.fallbacks(locale))
