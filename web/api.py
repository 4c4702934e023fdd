"""The JSON API, as `openapi.json` describes it; a test holds the two together."""

import json
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from time import perf_counter
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from indexer.builds.model import Change, PublishedArticle, PublishedTranslation
from indexer.model import SearchHit, SearchRequest
from indexer.suggestions.model import Suggestion
from kb.locales import Locale
from kb.rendering.links import LOCALE_MARK
from web.headers import BRIEFLY, page_etag, revalidated, unchanged
from web.pages import find_article, no_article
from web.parameters import api_locale, category_filter, search_text, whole_number
from web.results import hit_url
from web.serving import serving
from web.terms import entry_unless_explained

api = Blueprint("api", __name__, url_prefix="/api/v1")

MAXIMUM_LIMIT = 50
MAXIMUM_OFFSET = 10_000
SUGGESTIONS = 8
MAXIMUM_SUGGESTIONS = 20
SUGGESTION_BYTES = 1_920
"""What the query and its suggestions take at most, so that the answer to each key pressed fits in 2 kB."""
_DOCUMENT = Path(__file__).parent / "openapi.json"


@api.get("/search")
def search() -> Response:
    """One page of hits."""
    current = serving()
    locale = api_locale()
    wanted = SearchRequest(
        search_text(),
        locale,
        category_filter(),
        whole_number("limit", current.site.limits.results_per_page, 1, MAXIMUM_LIMIT),
        whole_number("offset", 0, 0, MAXIMUM_OFFSET),
    )
    started = perf_counter()
    found = current.build.searcher.search(wanted) if wanted.text else None
    took = perf_counter() - started
    response = jsonify(
        query=wanted.text,
        locale=locale.tag,
        total=found.total if found else 0,
        corrected_query=found.corrected_query if found else None,
        build_id=current.build_id,
        took_ms=round(took * 1000, 1),
        hits=[_hit(hit, locale) for hit in found.hits] if found else [],
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@api.get("/suggest")
def suggest() -> Response:
    """What a query that is being typed may become."""
    locale, text = api_locale(), search_text()
    limit = whole_number("limit", SUGGESTIONS, 1, MAXIMUM_SUGGESTIONS)
    found = serving().build.suggester(locale).suggest(text, limit) if text else ()
    shown = _fitting([_suggestion(each, locale) for each in found], SUGGESTION_BYTES - _size(text))
    response = jsonify(query=text, locale=locale.tag, suggestions=shown)
    response.headers["Cache-Control"] = BRIEFLY
    return response


@api.get("/articles/<slug>")
def article(slug: str) -> BaseResponse:
    """An article as a reader of the locale sees it."""
    if not_modified := unchanged():
        return not_modified
    current = serving()
    locale = api_locale()
    found = find_article(slug)
    translation = current.library.shown(found, locale) if found else None
    if found is None or translation is None:
        no_article(slug)
    if found.slug != slug:
        query = request.query_string.decode("latin-1")
        return redirect(f"{current.urls.base_path}/api/v1/articles/{found.slug}{'?' if query else ''}{query}", 308)
    return revalidated(jsonify(_article(found, translation, locale)), page_etag())


@api.get("/openapi.json")
def openapi() -> Response:
    """The description of this API, with this site as its server."""
    document = json.loads(_DOCUMENT.read_text(encoding="utf-8"))
    document["servers"] = [{"url": serving().site.base_url}]
    return revalidated(jsonify(document), page_etag())


def _suggestion(suggestion: Suggestion, locale: Locale) -> dict[str, Any]:
    """A term that its article does not have leads to its definition; one that nothing explains, to a search for it.

    A title in another language names it.
    """
    current = serving()
    article = current.library.articles.get(suggestion.slug)
    entry = entry_unless_explained(suggestion.text, locale) if suggestion.kind == "term" else None
    if entry:
        url = entry
    elif article:
        url = current.urls.article(locale, article, suggestion.section_id or None)
    else:
        url = current.urls.search(locale, suggestion.text)
    shown = current.library.shown(article, locale) if article and suggestion.kind == "article" else None
    described: dict[str, Any] = {"text": suggestion.text, "kind": suggestion.kind, "url": url}
    if suggestion.highlights:
        described["highlights"] = suggestion.highlights
    if shown and shown.locale != locale:
        described["locale"] = shown.locale.tag
    return described


def _fitting(suggestions: Sequence[dict[str, Any]], size: int) -> list[dict[str, Any]]:
    """The first suggestions that together take no more than `size` bytes."""
    sizes = accumulate(map(_size, suggestions))
    return [each for each, taken in zip(suggestions, sizes, strict=True) if taken <= size]


def _size(value: object) -> int:
    """How many bytes a value takes in an answer, at most."""
    return len(json.dumps(value, ensure_ascii=False).encode())


def _hit(hit: SearchHit, requested: Locale) -> dict[str, Any]:
    why: dict[str, Any] = {}
    if hit.other_names:
        why["other_names"] = [{"typed": each.typed, "name": each.name} for each in hit.other_names]
    if hit.found_in:
        why["found_in"] = hit.found_in.tag
    return {
        "slug": hit.slug,
        "category": hit.category_id,
        "locale": hit.locale.tag,
        "is_fallback": hit.is_fallback,
        "title": hit.title,
        "url": hit_url(hit, requested),
        "section": {"id": hit.section_id, "title": hit.section_title},
        "snippet": {"text": hit.snippet.text, "highlights": [list(span) for span in hit.snippet.highlights]},
        "score": round(hit.score, 4),
        **why,
    }


def _article(article: PublishedArticle, translation: PublishedTranslation, requested: Locale) -> dict[str, Any]:
    current = serving()
    site = current.site
    return {
        "slug": article.slug,
        "category": article.category_id,
        "requested_locale": requested.tag,
        "locale": translation.locale.tag,
        "is_fallback": translation.locale != requested,
        "title": translation.title,
        "summary": translation.summary,
        "updated": translation.updated.isoformat() if translation.updated else None,
        "reading_minutes": translation.reading_minutes,
        "url": current.urls.article(requested, article),
        "html": current.build.body(translation).replace(LOCALE_MARK, requested.tag),
        "sections": [{"id": each.id, "title": each.title, "level": each.level} for each in translation.headings],
        "stale_sections": [
            {"id": each.id, "title": each.title or translation.title}
            for each in translation.stale
            if each.change is not Change.REMOVED
        ],
        "disclaimer": site.text(site.disclaimers.get(article.risk or "", {}), requested) or None,
        "related": list(article.related),
        "locales": [locale.tag for locale in site.locales if locale.tag in article.translations],
        "build_id": current.build_id,
    }
