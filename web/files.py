"""Files and notes for programs: fingerprinted assets, images, sitemap, robots.txt, health."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, abort, jsonify, render_template, request, send_from_directory

from kb.locales import Locale
from web.compression import in_encoding
from web.frame import Alternate
from web.headers import IMMUTABLE, page_etag, revalidated, unchanged
from web.serving import serving

files = Blueprint("files", __name__)


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One page in one language, with the others it is written in."""

    url: str
    updated: date | None
    alternates: tuple[Alternate, ...]


@files.get("/assets/<name>")
def asset(name: str) -> Response:
    """A file of the interface."""
    found = serving().assets.served(name)
    if found is None:
        abort(404)
    response = in_encoding(Response(found.content, mimetype=found.mime_type), found.encodings)
    response.set_etag(found.name, weak=True)
    response.headers["Cache-Control"] = IMMUTABLE
    response.make_conditional(request)
    return response


@files.get("/media/<name>")
def media(name: str) -> Response:
    """An image of the build; its name carries its fingerprint."""
    response = send_from_directory(serving().build.media.resolve(), name)
    response.headers["Cache-Control"] = IMMUTABLE
    return response


@files.get("/sitemap.xml")
def sitemap() -> Response:
    """Every page that is really written, in every language it is written in (sitemaps.org 0.9)."""
    if not_modified := unchanged():
        return not_modified
    body = render_template("sitemap.xml", entries=list(_entries()))
    return revalidated(Response(body, mimetype="application/xml"), page_etag())


@files.get("/robots.txt")
def robots() -> Response:
    """What crawlers may read, and where the sitemap is (RFC 9309)."""
    current = serving()
    body = render_template(
        "robots.txt", api=f"{current.urls.base_path}/api/", sitemap=current.urls.absolute(current.urls.sitemap())
    )
    return revalidated(Response(body, mimetype="text/plain"), page_etag())


@files.get("/healthz")
def healthz() -> Response:
    """Whether the process lives."""
    return _status("ok")


@files.get("/readyz")
def readyz() -> Response:
    """Whether requests can be answered; an application only exists around an open build."""
    return _status("ready")


def _status(word: str) -> Response:
    response = jsonify(status=word, build_id=serving().build_id)
    response.headers["Cache-Control"] = "no-store"
    return response


def _entries() -> Iterator[SitemapEntry]:
    current = serving()
    site, urls = current.site, current.urls
    yield from _in_each({locale: (urls.home(locale), None) for locale in site.locales})
    for category in current.library.categories:
        written = [locale for locale in site.locales if locale.tag in category.titles]
        yield from _in_each({locale: (urls.category(locale, category.id), None) for locale in written})
    for article in current.library.articles.values():
        translations = article.translations
        written = [locale for locale in site.locales if locale.tag in translations]
        yield from _in_each(
            {locale: (urls.article(locale, article), translations[locale.tag].updated) for locale in written}
        )


def _in_each(pages: dict[Locale, tuple[str, date | None]]) -> Iterator[SitemapEntry]:
    """The entries of one page: its path and date of change by the locales it is written in."""
    absolute = serving().urls.absolute
    alternates = tuple(Alternate(locale.tag, absolute(path)) for locale, (path, _) in pages.items())
    for path, updated in pages.values():
        yield SitemapEntry(absolute(path), updated, alternates if len(alternates) > 1 else ())
