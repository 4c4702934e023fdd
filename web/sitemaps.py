"""For crawlers: what they may read, and every page that is really written, in a sitemap for each locale."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, render_template

from indexer.builds.model import PublishedArticle
from kb.locales import Locale
from web.head import Alternate, alternates
from web.headers import page_etag, revalidated, unchanged
from web.pages import locale_of, require_address
from web.serving import Serving, serving
from web.terms import written_glossaries

sitemaps = Blueprint("sitemaps", __name__)
sitemaps.before_request(unchanged)


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page in one language, with the others it is written in and the day it last changed."""

    url: str
    updated: date | None
    alternates: tuple[Alternate, ...]


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """The sitemap of one locale, and the day the newest of its pages changed."""

    url: str
    updated: date | None


@sitemaps.get("/sitemap.xml")
def index() -> Response:
    """The sitemaps of the site (sitemaps.org 0.9)."""
    current = serving()
    absolute, urls = current.urls.absolute, current.urls
    listed = [
        SitemapEntry(absolute(urls.sitemap(locale)), _newest(current.library.articles.values(), locale))
        for locale in current.site.locales
    ]
    return _xml("sitemap-index.xml", listed)


@sitemaps.get("/<tag>/sitemap.xml")
def sitemap(tag: str) -> Response:
    """Every page that is really written in a locale, with its translations (sitemaps.org 0.9)."""
    locale = locale_of(tag)
    current = serving()
    require_address(current.urls.sitemap(locale))
    return _xml("sitemap.xml", list(_entries(current, locale)))


@sitemaps.get("/robots.txt")
def robots() -> Response:
    """What crawlers may read, and where the sitemaps are (RFC 9309). Pages of results say themselves that they are not
    to be kept, which crawlers only see if they may read them.
    """
    urls = serving().urls
    body = render_template("robots.txt", api=f"{urls.base_path}/api/", sitemap=urls.absolute(urls.sitemaps()))
    return revalidated(Response(body, mimetype="text/plain"), page_etag())


def _xml(template: str, entries: list[PageEntry] | list[SitemapEntry]) -> Response:
    return revalidated(Response(render_template(template, entries=entries), mimetype="application/xml"), page_etag())


def _entries(current: Serving, locale: Locale) -> Iterator[PageEntry]:
    site, library, urls = current.site, current.library, current.urls
    yield _entry({each: urls.home(each) for each in site.locales}, locale, _newest(library.articles.values(), locale))
    if locale in (glossaries := written_glossaries()):
        yield _entry({each: urls.glossary(each) for each in glossaries}, locale, None)
    for category in library.categories:
        if locale.tag in category.titles:
            written = {each: urls.category(each, category.id) for each in site.locales if each.tag in category.titles}
            yield _entry(written, locale, _newest(library.in_category(category.id), locale))
    for article in library.articles.values():
        if locale.tag in article.translations:
            written = {each: urls.article(each, article) for each in site.locales if each.tag in article.translations}
            yield _entry(written, locale, article.translations[locale.tag].updated)


def _entry(pages: Mapping[Locale, str], locale: Locale, updated: date | None) -> PageEntry:
    """The entry in a locale of a page that is written in several, by its paths there."""
    current = serving()
    absolute = {each: current.urls.absolute(path) for each, path in pages.items()}
    return PageEntry(absolute[locale], updated, alternates(absolute, current.site.source_locale))


def _newest(articles: Iterable[PublishedArticle], locale: Locale) -> date | None:
    """When the newest of the articles that are written in a locale was updated."""
    written = (article.translations.get(locale.tag) for article in articles)
    return max((each.updated for each in written if each and each.updated), default=None)
