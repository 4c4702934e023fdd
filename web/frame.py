"""What surrounds the content of every page: name, language menu, banners, footer."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kb.locales import Locale
from kb.model import Category
from kb.site import Link, Site
from web.serving import Serving

ARTICLE_LINK = "article:"


@dataclass(frozen=True, slots=True)
class NamedLink:
    """A link with the words to show; `locale` is the language of the words where it is not the page's."""

    title: str
    url: str
    locale: Locale | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question that a page answers in an entry of its own."""

    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page is about, for programs: in the words it shows. `trail` leads from the home page to the one above."""

    title: str
    description: str = ""
    trail: tuple[NamedLink, ...] = ()
    is_article: bool = False
    updated: date | None = None
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Address:
    """Where a page stands in every locale, in which of them it is really written, and which of them is its own.

    `canonical` is None for pages that search engines should not keep; `subject` tells them about those they keep.
    """

    at: Callable[[Locale], str]
    written_in: Collection[Locale] = ()
    canonical: Locale | None = None
    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """An entry of the language menu."""

    locale: Locale
    url: str
    is_current: bool
    is_written: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything the page's frame shows, in the locale of the page."""

    locale: Locale
    site_name: str
    logo_url: str | None
    home_url: str
    search_url: str
    contact: NamedLink | None
    languages: tuple[LanguageChoice, ...]
    banners: tuple[NamedLink, ...]
    legal_links: tuple[NamedLink, ...]
    social_links: tuple[NamedLink, ...]


def frame_for(serving: Serving, locale: Locale, address: Address) -> Frame:
    """The frame of a page in `locale`."""
    site, urls = serving.site, serving.urls
    return Frame(
        locale=locale,
        site_name=site.text(site.name, locale),
        logo_url=urls.media(serving.library.logo) if serving.library.logo else None,
        home_url=urls.home(locale),
        search_url=urls.search(locale),
        contact=article_link(serving, locale, site.contact) if site.contact else None,
        languages=_languages(site, locale, address),
        banners=_banners(serving, locale),
        legal_links=tuple(_footer_link(serving, locale, link) for link in site.legal_links),
        social_links=tuple(_footer_link(serving, locale, link) for link in site.social_links),
    )


def article_link(serving: Serving, locale: Locale, slug: str, section_id: str | None = None) -> NamedLink | None:
    """A link to an article under the title that a reader of `locale` sees; None where there is no such article."""
    article = serving.library.articles.get(slug)
    translation = serving.library.shown(article, locale) if article else None
    if article is None or translation is None:
        return None
    language = None if translation.locale == locale else translation.locale
    return NamedLink(translation.title, serving.urls.article(locale, article, section_id), language)


def article_links(serving: Serving, locale: Locale, slugs: Collection[str]) -> list[NamedLink]:
    """Links to those of the articles that exist, in the given order."""
    found = (article_link(serving, locale, slug) for slug in slugs)
    return [link for link in found if link]


def text_link(serving: Serving, locale: Locale, texts: Mapping[str, str], url: str) -> NamedLink:
    """A link under a text of the site's, which a reader of `locale` may see in another language."""
    return NamedLink(serving.site.text(texts, locale), url, serving.site.language_of(texts, locale))


def category_link(serving: Serving, locale: Locale, category: Category) -> NamedLink:
    """A link to a category's page."""
    return text_link(serving, locale, category.titles, serving.urls.category(locale, category.id))


def active_banners(serving: Serving) -> tuple[int, ...]:
    """Which of the site's incidents show now, by their place in its settings."""
    now = serving.clock()
    return tuple(number for number, incident in enumerate(serving.site.incidents) if incident.is_active(now))


def latest_banner_change(serving: Serving) -> datetime | None:
    """When a banner last appeared or went; None if none has yet."""
    now = serving.clock()
    changes = (moment for incident in serving.site.incidents for moment in (incident.start, incident.end))
    return max((moment for moment in changes if moment and moment <= now), default=None)


def _banners(serving: Serving, locale: Locale) -> tuple[NamedLink, ...]:
    banners = []
    for number in active_banners(serving):
        incident = serving.site.incidents[number]
        more = article_link(serving, locale, incident.article) if incident.article else None
        banners.append(NamedLink(serving.site.text(incident.message, locale), more.url if more else ""))
    return tuple(banners)


def _languages(site: Site, locale: Locale, address: Address) -> tuple[LanguageChoice, ...]:
    return tuple(
        LanguageChoice(each, address.at(each), each == locale, not address.written_in or each in address.written_in)
        for each in site.locales
    )


def _footer_link(serving: Serving, locale: Locale, link: Link) -> NamedLink:
    if link.url.startswith(ARTICLE_LINK):
        slug, _, section = link.url.removeprefix(ARTICLE_LINK).partition("#")
        if found := article_link(serving, locale, slug, section or None):
            return text_link(serving, locale, link.titles, found.url)
    return text_link(serving, locale, link.titles, link.url)
