"""Which language a visitor reads: the address first, then the choice they made before, then what the browser asks."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Response, g, request

from kb.locales import Locale, match_locale, negotiate
from kb.site import Site
from web.serving import serving

COOKIE = "locale"
_YEAR = 365 * 24 * 3600


def preferred_locale(site: Site, chosen: str | None, accepted: Sequence[str]) -> Locale:
    """The locale of a visitor whose address names none.

    `chosen` is what the cookie says and counts only if the site offers it; `accepted` are the browser's tags, most
    wanted first.
    """
    for locale in site.locales:
        if locale.tag == chosen:
            return locale
    return negotiate(accepted, site.locales, site.source_locale)


def accepted_tags() -> list[str]:
    """The tags of the request's Accept-Language, most wanted first, without those it refuses."""
    return [tag for tag, quality in request.accept_languages if quality > 0]


def negotiated_locale() -> Locale:
    """The locale that `/` leads the current visitor to."""
    return preferred_locale(serving().site, request.cookies.get(COOKIE), accepted_tags())


def request_locale() -> Locale:
    """The locale the current answer speaks: of the path, or of an API call's `locale`, else negotiated."""
    known: Locale | None = g.get("locale")
    if known is None:
        site = serving().site
        first = request.path.strip("/").split("/", 1)[0]
        tag = request.args.get("locale", "") if first == "api" else first
        known = match_locale(tag, site.locales) if tag else None
        known = g.locale = known or negotiated_locale()
    return known


def speak(locale: Locale) -> None:
    """Let the current answer speak a locale, whatever the visitor prefers."""
    g.locale = locale


def remember_choice(response: Response) -> Response:
    """Keep the language that the visitor has just chosen from the language menu.

    The menu is made of plain links, so a choice is recognised by where it comes from: the same page in another
    language. Whoever arrives any other way gets no cookie.
    """
    if request.method != "GET" or response.status_code not in (200, 304) or not _came_from_menu():
        return response
    locale = request_locale()
    if negotiated_locale() != locale:
        site = serving().site
        secure = site.base_url.startswith("https:")
        response.set_cookie(
            COOKIE, locale.tag, _YEAR, path=serving().urls.root(), secure=secure, httponly=True, samesite="Lax"
        )
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _came_from_menu() -> bool:
    try:
        referrer = urlsplit(request.referrer or "")
    except ValueError:  # a header that is no address
        return False
    if not referrer.path or referrer.netloc != request.host:
        return False
    before, after = (_tag_and_rest(path) for path in (referrer.path, f"{request.script_root}{request.path}"))
    offered = {locale.tag for locale in serving().site.locales}
    return before[0] != after[0] and before[1] == after[1] and {before[0], after[0]} <= offered


def _tag_and_rest(path: str) -> tuple[str, str]:
    tag, _, rest = path.removeprefix(serving().urls.root()).partition("/")
    return tag, rest
