"""The results page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, Response, request

from indexer.model import OtherName, SearchHit, SearchRequest, SearchResults, Snippet
from kb.locales import Locale
from web.frame import Address, article_links, category_link
from web.headers import PRIVATE, unchanged
from web.pages import locale_of, require_address
from web.parameters import category_filter, search_text, whole_number
from web.rendering import page
from web.serving import serving
from web.terms import named_term
from web.urls import INTRODUCTION

results = Blueprint("results", __name__)
results.before_request(unchanged)

MAXIMUM_PAGE = 9_999


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit as the page shows it. `snippet` is its text in pieces, each with whether it matched.

    `other_names` are those that no hit before it on the page has told.
    """

    title: str
    url: str
    category_title: str
    section_title: str
    snippet: tuple[tuple[str, bool], ...]
    other_names: tuple[OtherName, ...]


@dataclass(frozen=True, slots=True)
class HitGroup:
    """Hits in one language, best first; the reader's own language comes first.

    `found_in` is the language in which they were found if they are shown in another.
    """

    locale: Locale
    is_fallback: bool
    found_in: Locale | None
    hits: tuple[ShownHit, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A category among the results; `locale` is the language of its title."""

    title: str
    url: str
    locale: Locale | None
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Pages:
    """Where this page stands among all; the addresses of its neighbours are None at the ends."""

    number: int
    count: int
    previous_url: str | None
    next_url: str | None
    first_url: str


@results.get("/<tag>/search", strict_slashes=False)
def search(tag: str) -> Response:
    """Answer a query, or offer the search field when there is none."""
    locale = locale_of(tag)
    current = serving()
    require_address(current.urls.search(locale))
    text, category = search_text(), category_filter()
    number = whole_number("page", 1, 1, MAXIMUM_PAGE)
    limit = current.site.limits.results_per_page
    is_literal = request.args.get("literal") == "1"
    found = None
    if text:
        wanted = SearchRequest(text, locale, category, limit, (number - 1) * limit, is_literal)
        found = current.build.searcher.search(wanted)
    near_ids = found.nearest if found else ()
    nearest = [near for each in near_ids if (near := current.library.category(each))]
    response = page(
        "results.html",
        locale,
        Address(lambda other: current.urls.search(other, text, category, number, is_literal=is_literal)),
        query=text,
        all_topics_url=current.urls.search(locale, text, is_literal=is_literal),
        literal_url=current.urls.search(locale, text, category, is_literal=True),
        category=category,
        answer=named_term(text, locale) if number == 1 else None,
        found=found,
        groups=list(_groups(found.hits, locale)) if found else [],
        filters=_filters(found, text, category, locale) if found else [],
        pages=_pages(found, text, category, number) if found else None,
        nearest=[category_link(current, locale, each) for each in nearest],
        shelves=[category_link(current, locale, each) for each in current.library.categories if each not in nearest],
        emergencies=article_links(current, locale, current.site.emergencies) if found and not found.hits else (),
    )
    response.headers["Cache-Control"] = PRIVATE
    return response


def marked(snippet: Snippet) -> Iterator[tuple[str, bool]]:
    """The snippet's text in pieces, each with whether it is highlighted."""
    position = 0
    for start, end in snippet.highlights:
        if position < start:
            yield snippet.text[position:start], False
        yield snippet.text[start:end], True
        position = end
    if position < len(snippet.text):
        yield snippet.text[position:], False


def hit_url(hit: SearchHit, requested: Locale) -> str:
    """The hit's article in the reader's locale, without a section."""
    current = serving()
    return current.urls.article(requested, current.library.articles[hit.slug])


def _groups(hits: Sequence[SearchHit], locale: Locale) -> Iterator[HitGroup]:
    told: set[OtherName] = set()
    for shared, members in groupby(hits, key=lambda hit: (hit.locale, hit.is_fallback, hit.found_in)):
        shown = []
        for hit in members:
            shown.append(_shown(hit, locale, [each for each in hit.other_names if each not in told]))
            told.update(hit.other_names)
        yield HitGroup(*shared, tuple(shown))


def _shown(hit: SearchHit, locale: Locale, other_names: Iterable[OtherName]) -> ShownHit:
    library = serving().library
    category = library.category(hit.category_id)
    fragment = f"#{hit.section_id}" if hit.section_id != INTRODUCTION else ""
    return ShownHit(
        title=hit.title,
        url=f"{hit_url(hit, locale)}{fragment}",
        category_title=library.site.text(category.titles, locale) if category else "",
        section_title=hit.section_title if fragment else "",
        snippet=tuple(marked(hit.snippet)),
        other_names=tuple(other_names),
    )


def _filters(found: SearchResults, text: str, current_id: str | None, locale: Locale) -> list[Filter]:
    """The categories that have hits, in the site's order; nothing to choose from if there is only one."""
    current = serving()
    filters = [
        Filter(
            current.site.text(category.titles, locale),
            current.urls.search(locale, text, category.id, is_literal=found.request.is_literal),
            current.site.language_of(category.titles, locale),
            found.categories[category.id],
            category.id == current_id,
        )
        for category in current.library.categories
        if found.categories.get(category.id)
    ]
    return filters if len(filters) > 1 or current_id else []


def _pages(found: SearchResults, text: str, category: str | None, number: int) -> Pages:
    request = found.request
    count = max(1, -(-found.total // request.limit))

    def url(page_number: int) -> str:
        return serving().urls.search(request.locale, text, category, page_number, is_literal=request.is_literal)

    return Pages(
        number,
        count,
        url(min(number - 1, count)) if number > 1 else None,
        url(number + 1) if number < count else None,
        url(1),
    )
