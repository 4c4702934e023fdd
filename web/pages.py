"""The pages people read: home, category, article. Each knows its one address and sends every other form there."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn
from urllib.parse import quote

from flask import Blueprint, Response, abort, redirect, request
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from indexer.builds.model import PublishedArticle, PublishedTranslation
from kb.layout import ARTICLES
from kb.locales import Locale, match_locale
from kb.model import Category
from kb.rendering.links import LOCALE_MARK
from web.frame import Address, NamedLink, Subject, article_link, article_links, category_link
from web.headers import PRIVATE, page_etag, policy_for, revalidated, unchanged
from web.negotiation import negotiated_locale
from web.rendering import page
from web.serving import serving
from web.structured_data import questions_in
from web.terms import with_terms

pages = Blueprint("pages", __name__)
pages.before_request(unchanged)

ARTICLES_PER_CATEGORY = 3
PICTURE = 'class="enlarge"'
"""What only articles with pictures contain."""
MARKDOWN_SUFFIX = ".md"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category as lists show it: how many articles it has, and the first few, those a reader can read first."""

    icon: str
    link: NamedLink
    count: int
    articles: list[NamedLink]


@pages.get("/")
def root() -> BaseResponse:
    """Lead the visitor to the home page in their language."""
    response = redirect(serving().urls.home(negotiated_locale()), 302)
    response.headers["Vary"] = "Cookie, Accept-Language"
    response.headers["Cache-Control"] = PRIVATE
    return response


@pages.get("/<tag>/", strict_slashes=False)
def home(tag: str) -> Response:
    """The first page: the question, the search field, emergencies, categories."""
    locale = locale_of(tag)
    current = serving()
    require_address(current.urls.home(locale))
    site = current.site
    shelves = [_shelf(category, locale) for category in current.library.categories]
    return page(
        "home.html",
        locale,
        Address(
            current.urls.home,
            site.locales,
            locale,
            Subject(site.text(site.name, locale), site.text(site.tagline, locale)),
        ),
        question=site.text(site.tagline, locale),
        examples=_examples(locale),
        emergencies=article_links(current, locale, site.emergencies),
        shelves=[shelf for shelf in shelves if shelf.count],
    )


@pages.get("/<tag>/<name>/", strict_slashes=False)
def category(tag: str, name: str) -> Response:
    """The articles of a category."""
    locale = locale_of(tag)
    current = serving()
    found = current.library.category(name) or current.library.category(name.lower())
    if found is None:
        if article := find_article(name):
            require_address(current.urls.article(locale, article))
        if name.lower() == "search":
            require_address(current.urls.search(locale))
        no_article(name)
    category_id = found.id
    require_address(current.urls.category(locale, category_id))
    written = [each for each in current.site.locales if each.tag in found.titles]
    title, description = (current.site.text(texts, locale) for texts in (found.titles, found.descriptions))
    return page(
        "category.html",
        locale,
        Address(
            lambda other: current.urls.category(other, category_id),
            written,
            next(each for each in (locale, *current.library.fallbacks(locale)) if each in written),
            Subject(title, description, (home_link(locale),)),
        ),
        category=found,
        title=title,
        description=description,
        entries=_entries(found, locale),
        others=[_shelf(other, locale) for other in current.library.categories if other.id != category_id],
    )


@pages.get("/<tag>/<name>/<slug>", strict_slashes=False)
def article(tag: str, name: str, slug: str) -> Response:  # noqa: ARG001  (a wrong category is put right)
    """An article, as a page or, with `.md` at the end, as Markdown."""
    locale = locale_of(tag)
    current = serving()
    as_markdown = slug.lower().endswith(MARKDOWN_SUFFIX)
    plain_slug = slug[: -len(MARKDOWN_SUFFIX)] if as_markdown else slug
    found = find_article(plain_slug)
    translation = current.library.shown(found, locale) if found else None
    if found is None or translation is None:
        no_article(plain_slug)
    if as_markdown:
        require_address(current.urls.markdown(locale, found))
        return _markdown(locale, found, translation)
    require_address(current.urls.article(locale, found))
    return _article_page(locale, found, translation)


def locale_of(tag: str) -> Locale:
    """The offered locale that a path's first part means, in any case or under an alias; else 404."""
    locale = match_locale(tag, serving().site.locales)
    if locale is None:
        abort(404)
    return locale


def require_address(path: str) -> None:
    """Go on if the request asks for `path` exactly; else send the visitor there for good, with their query."""
    if f"{request.script_root}{request.path}" != path:
        query = quote(request.query_string, safe="%=&+;:,/?@!$'()*~-._")
        response = redirect(f"{path}{'?' if query else ''}{query}", 308)
        response.headers["Cache-Control"] = "public, no-cache"
        abort(response)


def home_link(locale: Locale) -> NamedLink:
    """The link with which the path above a title begins."""
    # Translators: the help centre's first page, in the path above a title
    return NamedLink(gettext("Home"), serving().urls.home(locale))


def find_article(slug: str) -> PublishedArticle | None:
    """The article of a slug in any case, or of one it used to have."""
    library = serving().library
    for name in (slug, slug.lower()):
        if found := library.articles.get(library.redirects.get(name, name)):
            return found
    return None


def no_article(slug: str) -> NoReturn:
    """Answer that there is no such article: for ever, if there was one."""
    abort(410 if slug.lower() in serving().library.gone else 404)


def similar_slugs(path: str) -> list[str]:
    """Slugs that look like the last part of a path, best first, for a visitor who mistyped one."""
    wanted = path.rstrip("/").rsplit("/", 1)[-1].lower().removesuffix(MARKDOWN_SUFFIX)[:80]
    return get_close_matches(wanted, serving().library.articles, n=3, cutoff=0.72)


def _examples(locale: Locale) -> tuple[str, ...]:
    site = serving().site
    for each in (locale, *serving().library.fallbacks(locale)):
        if examples := site.search_examples.get(each.tag):
            return examples
    return ()


def _shelf(category: Category, locale: Locale) -> Shelf:
    current = serving()
    articles = current.library.in_category(category.id)
    readable_first = sorted(articles, key=lambda each: locale.tag not in each.translations)
    return Shelf(
        category.icon,
        category_link(current, locale, category),
        len(articles),
        article_links(current, locale, [each.slug for each in readable_first[:ARTICLES_PER_CATEGORY]]),
    )


def _entries(category: Category, locale: Locale) -> list[tuple[str, PublishedTranslation]]:
    """The address and the translation shown of each article of a category."""
    current = serving()
    shown = ((each, current.library.shown(each, locale)) for each in current.library.in_category(category.id))
    return [(current.urls.article(locale, each), translation) for each, translation in shown if translation]


def _article_page(locale: Locale, article: PublishedArticle, translation: PublishedTranslation) -> Response:
    current = serving()
    site = current.site
    category = current.library.category(article.category_id)
    shelf = category_link(current, locale, category) if category else None
    body, terms = with_terms(translation, locale)
    written = [each for each in site.locales if each.tag in article.translations]
    subject = Subject(
        translation.title,
        translation.summary,
        tuple(link for link in (home_link(locale), shelf) if link),
        is_article=True,
        updated=translation.updated,
        questions=questions_in(current.build.body(translation)),
    )
    body = body.replace(LOCALE_MARK, locale.tag)  # sanitised by the build
    disclaimers = site.disclaimers.get(article.risk or "", {})
    before, after = _neighbours(article, locale)
    response = page(
        "article.html",
        locale,
        Address(lambda other: current.urls.article(other, article), written, translation.locale, subject),
        article=article,
        translation=translation,
        is_fallback=translation.locale != locale,
        category=shelf,
        body=Markup(body),
        terms=terms,
        has_pictures=PICTURE in body,
        versions=[(each, current.urls.article(each, article)) for each in written if each != locale],
        source_locale=site.source_locale,
        disclaimer=site.text(disclaimers, locale),
        disclaimer_language=site.language_of(disclaimers, locale),
        related=article_links(current, locale, article.related),
        before=before,
        after=after,
        edit_url=_edit_url(article, translation),
        next_step=article_link(current, locale, site.contact) if site.contact not in (None, article.slug) else None,
    )
    response.headers["Content-Security-Policy"] = policy_for(body, site.videos)
    return response


def _edit_url(article: PublishedArticle, translation: PublishedTranslation) -> str | None:
    """Where the file that is shown can be edited, on sites that say so."""
    path = f"{ARTICLES}/{article.category_id}/{article.slug}.{translation.locale}.md"
    address = serving().site.edit_url
    return address.replace("{path}", quote(path)) if address else None


def _neighbours(article: PublishedArticle, locale: Locale) -> tuple[NamedLink | None, NamedLink | None]:
    """The articles before and after this one in its category."""
    current = serving()
    slugs = [each.slug for each in current.library.in_category(article.category_id)]
    place = slugs.index(article.slug)
    before = article_link(current, locale, slugs[place - 1]) if place else None
    after = article_link(current, locale, slugs[place + 1]) if place + 1 < len(slugs) else None
    return before, after


def _markdown(locale: Locale, article: PublishedArticle, translation: PublishedTranslation) -> Response:
    current = serving()
    text = current.build.markdown(translation).replace(LOCALE_MARK, locale.tag)
    response = Response(text, mimetype="text/markdown")
    canonical = current.urls.absolute(current.urls.article(translation.locale, article))
    response.headers["Link"] = f'<{canonical}>; rel="canonical"'
    response.headers["Content-Language"] = translation.locale.tag
    response.headers["X-Robots-Tag"] = "noindex"
    return revalidated(response, page_etag())
