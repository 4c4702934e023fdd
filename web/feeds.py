"""What changed last, for feed readers: an Atom feed for each locale (RFC 4287)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import NAMESPACE_URL, uuid5

from flask import Blueprint, Response, render_template

from indexer.builds.model import PublishedArticle, PublishedTranslation
from kb.locales import Locale
from web.headers import page_etag, revalidated, unchanged
from web.pages import locale_of, require_address
from web.serving import Serving, serving

feeds = Blueprint("feeds", __name__)
feeds.before_request(unchanged)

NEWEST = 50
"""Entries in a feed at most."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An article as a feed tells of it. `id` stays when the article moves to another category."""

    id: str
    title: str
    url: str
    summary: str
    updated: str
    category_id: str
    category_title: str


@feeds.get("/<tag>/feed.xml")
def feed(tag: str) -> Response:
    """The articles of a locale that changed last, the newest first. Those without a date are no news."""
    locale = locale_of(tag)
    current = serving()
    require_address(current.urls.feed(locale))
    written = [
        (article, translation)
        for article in current.library.articles.values()
        if (translation := article.translations.get(locale.tag)) and translation.updated
    ]
    written.sort(key=lambda pair: pair[1].updated or date.min, reverse=True)
    entries = [_entry(current, locale, article, translation) for article, translation in written[:NEWEST]]
    body = render_template(
        "feed.xml",
        locale=locale,
        site_name=current.site.text(current.site.name, locale),
        tagline=current.site.text(current.site.tagline, locale),
        own_url=current.urls.absolute(current.urls.feed(locale)),
        home_url=current.urls.absolute(current.urls.home(locale)),
        updated=entries[0].updated if entries else current.build.manifest.built_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        entries=entries,
    )
    return revalidated(Response(body, mimetype="application/atom+xml"), page_etag())


def _entry(current: Serving, locale: Locale, article: PublishedArticle, translation: PublishedTranslation) -> FeedEntry:
    category = current.library.category(article.category_id)
    name = f"{current.site.base_url}/{locale.tag}/{article.slug}"
    return FeedEntry(
        id=uuid5(NAMESPACE_URL, name).urn,
        title=translation.title,
        url=current.urls.absolute(current.urls.article(locale, article)),
        summary=translation.summary,
        updated=_moment(translation),
        category_id=article.category_id,
        category_title=current.site.text(category.titles, locale) if category else article.category_id,
    )


def _moment(translation: PublishedTranslation) -> str:
    """The beginning of the day on which a translation was updated, as RFC 3339 writes it."""
    assert translation.updated is not None
    return datetime.combine(translation.updated, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
