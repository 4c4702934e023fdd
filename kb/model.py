"""The types of a help centre's content. They hold what editors and translators wrote, checked, and nothing derived."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from kb.facts import Fact
from kb.locales import Locale, fallback_chain
from kb.problems import SourceRef
from kb.site import Site


class Status(StrEnum):
    """Whether readers may see a translation. `SCHEDULED` and `EXPIRED` are what a date makes of a published one."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"
    SCHEDULED = "scheduled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Section:
    """The part of an article under one heading, or before the first (`id` is then `_intro`, `level` 1).

    `text` is Markdown without the heading line; `line` is the 1-based line of the heading in the file.
    """

    id: str
    title: str
    level: int
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Translation:
    """One article in one locale, as its file says it.

    `body` is Markdown; `body_line` the 1-based line on which it begins. `source` maps section ids to the hash of
    the source section this translation was made from; it is empty in the source itself.
    """

    slug: str
    locale: Locale
    title: str
    summary: str
    keywords: tuple[str, ...]
    questions: tuple[str, ...]
    status: Status
    updated: date | None
    review_by: date | None
    owner: str
    body: str
    body_line: int
    sections: tuple[Section, ...]
    source: Mapping[str, str]
    path: str
    places: Mapping[str, SourceRef] = field(default_factory=dict, repr=False)

    def place(self, key: str) -> SourceRef:
        """Where a front matter key (`title`, `related.1`) stands in the file; the file's start when it is absent."""
        return self.places.get(key, SourceRef(self.path))

    @property
    def is_published(self) -> bool:
        """Whether readers may see it."""
        return self.status is Status.PUBLISHED

    @property
    def is_finished(self) -> bool:
        """Whether readers may see it, now or once its day has come, so that everything about it must be right."""
        return self.status in (Status.PUBLISHED, Status.SCHEDULED)


@dataclass(frozen=True, slots=True)
class Article:
    """One subject in every language it is written in. What holds for all languages comes from the source's file.

    Readers see it from `publish_at` until `expire_at` (aware times; None is open); `redirect` is the slug of what they
    read instead once it expired or was retired.
    """

    slug: str
    category_id: str
    order: int
    aliases: tuple[str, ...]
    related: tuple[str, ...]
    risk: str | None
    translations: Mapping[str, Translation]
    publish_at: datetime | None = None
    expire_at: datetime | None = None
    redirect: str | None = None

    def at(self, now: datetime, source_locale: Locale) -> "Article":
        """The article with the status that its dates, or its retirement, give every published translation at `now`."""
        source = self.translations.get(source_locale.tag)
        status = Status.PUBLISHED
        if source is not None and source.status is Status.RETIRED:
            status = Status.RETIRED
        elif self.expire_at is not None and self.expire_at <= now:
            status = Status.EXPIRED
        elif self.publish_at is not None and now < self.publish_at:
            status = Status.SCHEDULED
        dated = (Status.PUBLISHED, Status.SCHEDULED, Status.EXPIRED)
        changed = {
            tag: replace(each, status=status) if each.status in dated and each.status is not status else each
            for tag, each in self.translations.items()
        }
        return replace(self, translations=changed)

    def resolve(self, locale: Locale, chain: Sequence[Locale]) -> "ResolvedArticle | None":
        """The translation to show for `locale`, or the first that exists along its fallback chain."""
        for candidate in (locale, *chain):
            if translation := self.translations.get(candidate.tag):
                return ResolvedArticle(locale, translation)
        return None


@dataclass(frozen=True, slots=True)
class ResolvedArticle:
    """What a reader who asked for `requested` is shown: page chrome in that locale, the body in its own."""

    requested: Locale
    translation: Translation


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf of articles. `titles` and `descriptions` are by locale tag."""

    id: str
    order: int
    icon: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    path: str


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the trade in one locale; terms with the same `id` in two locales mean the same.

    `reading` is how it is read, in kana or in pinyin with tones, for its place in the glossary. `everyday` are those of
    its words that mean other things too.
    """

    id: str
    locale: Locale
    term: str
    synonyms: tuple[str, ...]
    definition: str
    article: str | None
    source: SourceRef
    reading: str = ""
    everyday: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """A whole site as its files say it. Articles are by slug, facts by name, terms by locale tag.

    `stamps` are by locale tag and by the address of words that stand in YAML; articles have theirs in their files.
    Of a published one, `successors` say what is read instead of articles that are no more, by each slug they had, and
    `gone` are the slugs of those without a successor.
    """

    root: Path
    site: Site
    categories: tuple[Category, ...]
    articles: Mapping[str, Article]
    facts: Mapping[str, Fact]
    terms: Mapping[str, tuple[Term, ...]]
    successors: Mapping[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    stamps: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def category(self, category_id: str) -> Category | None:
        """The category with this id, if the site has it."""
        return next((category for category in self.categories if category.id == category_id), None)

    def named(self, slug: str) -> Article | None:
        """The article with this slug, or that once had it."""
        return self.articles.get(slug) or next((each for each in self.articles.values() if slug in each.aliases), None)

    def trade_words(self, locale: Locale) -> list[str]:
        """The site's own words of a language, which no dictionary may have: its terms and their synonyms."""
        return [word for term in self.terms.get(locale.tag, ()) for word in (term.term, *term.synonyms)]

    def translations(self) -> list[Translation]:
        """Every translation of every article, by slug, then in the site's order of locales."""
        return [
            article.translations[locale.tag]
            for article in self.articles.values()
            for locale in self.site.locales
            if locale.tag in article.translations
        ]

    def sources(self) -> list[Translation]:
        """Each article in the source locale, if it is written in it."""
        tag = self.site.source_locale.tag
        return [article.translations[tag] for article in self.articles.values() if tag in article.translations]

    def source_of(self, translation: Translation) -> Translation | None:
        """The translation in the source locale that this one was made from; None for the source itself."""
        if translation.locale == self.site.source_locale:
            return None
        return self.articles[translation.slug].translations.get(self.site.source_locale.tag)

    def fallbacks(self, locale: Locale) -> tuple[Locale, ...]:
        """The locales read after `locale`, nearest first."""
        return fallback_chain(locale, self.site.fallbacks, self.site.source_locale)

    def at(self, now: datetime) -> "Library":
        """The site with the status that each article has at `now` (aware)."""
        source = self.site.source_locale
        return replace(self, articles={slug: article.at(now, source) for slug, article in self.articles.items()})

    def once_shown(self) -> "Library":
        """The site as it will be once every scheduled article is shown."""
        articles = {}
        for slug, article in self.articles.items():
            shown = {
                tag: replace(each, status=Status.PUBLISHED) if each.status is Status.SCHEDULED else each
                for tag, each in article.translations.items()
            }
            articles[slug] = replace(article, translations=shown)
        return replace(self, articles=articles)

    def published(self) -> "Library":
        """The same site without what readers may not see: the only thing that is built. Dates count by `at` before."""
        articles = {}
        over: list[Article] = []
        for slug, article in self.articles.items():
            source = article.translations.get(self.site.source_locale.tag)
            if source is not None and source.is_published:
                kept = {tag: each for tag, each in article.translations.items() if each.is_published}
                articles[slug] = replace(article, translations=kept)
            elif source is not None and source.status in (Status.RETIRED, Status.EXPIRED):
                over.append(article)
        successors = {article.slug: self._successor(article) for article in over}
        former = [(name, article.slug) for article in over for name in (article.slug, *article.aliases)]
        redirects = {name: new for name, slug in former if (new := successors[slug]) in articles}
        gone = tuple(sorted(name for name, _ in former if name not in redirects))
        return replace(self, articles=articles, successors=redirects, gone=gone)

    def _successor(self, article: Article) -> str:
        """The slug at the end of an article's redirects; nothing where it has none, or they go round in a circle."""
        seen = [article.slug]
        while (slug := article.redirect) and slug in self.articles and slug not in seen:
            seen.append(slug)
            article = self.articles[slug]
            source = article.translations.get(self.site.source_locale.tag)
            if source is None or source.is_published:
                return slug
        return ""
