"""For assistants: which articles there are, and where each can be read as Markdown (llmstxt.org)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, render_template
from flask_babel import gettext

from indexer.builds.model import PublishedArticle, PublishedTranslation
from kb.locales import Locale
from web.headers import page_etag, revalidated, unchanged
from web.negotiation import speak
from web.pages import locale_of, require_address
from web.rendering import language_name
from web.serving import Serving, serving

reading_lists = Blueprint("reading_lists", __name__)
reading_lists.before_request(unchanged)

_MARKUP = re.compile(r"([\\\[\]`*_<])")


@dataclass(frozen=True, slots=True)
class ListedPage:
    """A line of a list, in Markdown: words to show, an address, and what is to be found there."""

    title: str
    url: str
    about: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a list under a heading of its own."""

    title: str
    about: str
    pages: tuple[ListedPage, ...]


@reading_lists.get("/llms.txt")
def index() -> Response:
    """The lists of the site, one for each locale; in the words of the source locale, whoever asks."""
    current = serving()
    site, urls = current.site, current.urls
    speak(site.source_locale)
    lists = [
        ListedPage(each.native_name, urls.absolute(urls.reading_list(each)), as_text(site.text(site.name, each)))
        for each in site.locales
    ]
    # Translators: heading above the list of languages that the help centre is written in
    return _answer(current, site.source_locale, "llms.txt", heading=gettext("Languages"), languages=lists)


@reading_lists.get("/<tag>/llms.txt")
def reading_list(tag: str) -> Response:
    """The articles of a locale by category; at the end those that its readers see in another language."""
    locale = locale_of(tag)
    current = serving()
    require_address(current.urls.reading_list(locale))
    chapters = [*_categories(current, locale), *_elsewhere(current, locale)]
    return _answer(current, locale, "llms-locale.txt", chapters=chapters)


def as_text(words: str) -> str:
    """The words on one line, with what Markdown would take for markup escaped."""
    return _MARKUP.sub(r"\\\1", " ".join(words.split()))


def _answer(current: Serving, locale: Locale, template: str, **context: object) -> Response:
    site = current.site
    name, tagline = (as_text(site.text(texts, locale)) for texts in (site.name, site.tagline))
    body = render_template(template, name=name, tagline=tagline, **context)
    response = Response(body, mimetype="text/plain")
    response.headers["Content-Language"] = locale.tag
    return revalidated(response, page_etag())


def _categories(current: Serving, locale: Locale) -> Iterator[Chapter]:
    text = current.site.text
    for category in current.library.categories:
        articles = current.library.in_category(category.id)
        own = tuple(_listed(current, each, each.translations[locale.tag]) for each in _written(articles, locale))
        if own:
            about = as_text(text(category.descriptions, locale))
            yield Chapter(as_text(text(category.titles, locale)), about, own)


def _elsewhere(current: Serving, locale: Locale) -> Iterator[Chapter]:
    """The articles that are not translated, by the language they are shown in."""
    library = current.library
    shown = ((article, library.shown(article, locale)) for article in library.articles.values())
    others = [(article, each) for article, each in shown if each and each.locale != locale]
    for other in current.site.locales:
        pages = tuple(_listed(current, article, each) for article, each in others if each.locale == other)
        if pages:
            title = gettext("In %(language)s", language=language_name(other))
            yield Chapter(as_text(title), gettext("not translated yet"), pages)


def _written(articles: list[PublishedArticle], locale: Locale) -> list[PublishedArticle]:
    return [article for article in articles if locale.tag in article.translations]


def _listed(current: Serving, article: PublishedArticle, translation: PublishedTranslation) -> ListedPage:
    url = current.urls.absolute(current.urls.markdown(translation.locale, article))
    return ListedPage(as_text(translation.title), url, as_text(translation.summary))
