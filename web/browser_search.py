"""Searching the site from a browser's own search field: OpenSearch 1.1, with its extension for suggestions."""

from flask import Blueprint, Response, jsonify, render_template

from web.headers import BRIEFLY, page_etag, revalidated, unchanged
from web.pages import locale_of, require_address
from web.parameters import search_text
from web.serving import serving

browser_search = Blueprint("browser_search", __name__)

SHORT_NAME = 16
LONG_NAME = 48
"""Characters that a description may use for each name (OpenSearch 1.1)."""
SUGGESTIONS = 8


@browser_search.get("/<tag>/opensearch.xml")
def description(tag: str) -> Response:
    """How a browser searches the site in a locale."""
    if not_modified := unchanged():
        return not_modified
    locale = locale_of(tag)
    current = serving()
    urls, assets = current.urls, current.assets
    require_address(urls.search_description(locale))
    name = current.site.text(current.site.name, locale)
    body = render_template(
        "opensearch.xml",
        locale=locale,
        short_name=shortened(name, SHORT_NAME),
        long_name=shortened(name, LONG_NAME),
        description=current.site.text(current.site.tagline, locale) or name,
        own_url=urls.absolute(urls.search_description(locale)),
        search_url=urls.absolute(urls.search(locale)),
        completions_url=urls.absolute(urls.completions(locale)),
        icon_url=urls.absolute(urls.asset(assets.by_path["favicon.svg"].name)),
    )
    return revalidated(Response(body, mimetype="application/opensearchdescription+xml"), page_etag())


@browser_search.get("/<tag>/completions")
def completions(tag: str) -> Response:
    """What a query that is being typed may become, as browsers read it: the query, and a list of texts."""
    locale = locale_of(tag)
    require_address(serving().urls.completions(locale))
    text = search_text()
    found = serving().build.suggester(locale).suggest(text, SUGGESTIONS) if text else ()
    response = jsonify([text, [each.text for each in found]])
    response.mimetype = "application/x-suggestions+json"
    response.headers["Cache-Control"] = BRIEFLY
    return response


def shortened(name: str, length: int) -> str:
    """The name, or as many of its first words as fit; cut within a word where not even one does."""
    if len(name) <= length:
        return name
    fitting = name[: length + 1].rsplit(maxsplit=1)[0]
    return fitting if len(fitting) <= length else name[:length]
