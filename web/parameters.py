"""What a visitor may send in a query string, checked. Every refusal says what was received and what is possible."""

import re
import unicodedata

from flask import request
from flask_babel import gettext
from werkzeug.exceptions import BadRequest

from kb.locales import Locale, match_locale
from web.serving import serving

_WHOLE_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)


class BadParameter(BadRequest):
    """A parameter of the request cannot be used; `error_code` is what the JSON API calls the reason."""

    def __init__(self, error_code: str, message: str) -> None:
        super().__init__(message)
        self.error_code = error_code


def search_text() -> str:
    """The request's `q` without control characters and surrounding space; empty when there is none.

    Raises:
        BadParameter: it is longer than the site allows.
    """
    text = printable(request.args.get("q", ""))
    limit = serving().site.limits.query_characters
    if len(text) > limit:
        message = gettext(
            "Your search has %(length)s characters. Search for a few words, %(limit)s characters at most.",
            length=len(text),
            limit=limit,
        )
        raise BadParameter("query_too_long", message)
    return text


def printable(text: str) -> str:
    """The text with control characters and lone surrogates as spaces, and without space around it."""
    kept = (" " if unicodedata.category(character) in ("Cc", "Cs") else character for character in text)
    return "".join(kept).strip()


def category_filter() -> str | None:
    """The id of the category to which the request limits a search.

    Raises:
        BadParameter: the site has no such category.
    """
    name = request.args.get("category", "").strip()
    if not name:
        return None
    category = serving().library.category(name)
    if category is None:
        message = gettext("There is no category called “%(name)s”.", name=printable(name)[:80])
        raise BadParameter("unknown_category", message)
    return category.id


def whole_number(name: str, default: int, minimum: int, maximum: int) -> int:
    """The request's parameter `name` as a number between the bounds, both included.

    Raises:
        BadParameter: it is something else.
    """
    given = request.args.get(name, "").strip()
    if not given:
        return default
    if _WHOLE_NUMBER.fullmatch(given) and minimum <= int(given) <= maximum:
        return int(given)
    message = gettext(
        "“%(name)s” must be a whole number from %(minimum)s to %(maximum)s, not “%(given)s”.",
        name=name,
        minimum=minimum,
        maximum=maximum,
        given=printable(given)[:40],
    )
    raise BadParameter("invalid_parameter", message)


def api_locale() -> Locale:
    """The locale an API call asks for, by any tag that means it; the site's source locale when it asks for none.

    Raises:
        BadParameter: the site does not offer it.
    """
    site = serving().site
    tag = request.args.get("locale", "").strip()
    if not tag:
        return site.source_locale
    locale = match_locale(tag, site.locales)
    if locale is None:
        offered = ", ".join(each.tag for each in site.locales)
        message = gettext(
            "There is no locale “%(tag)s” here. Choose one of %(offered)s.", tag=printable(tag)[:40], offered=offered
        )
        raise BadParameter("unknown_locale", message)
    return locale
