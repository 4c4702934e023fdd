"""From a template to a response: frame, ETag and the few functions that templates may call."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from flask import Flask, Response, make_response, render_template
from jinja2 import StrictUndefined
from markupsafe import Markup

from kb.locales import Locale
from web.frame import Address, frame_for
from web.head import head_for
from web.headers import page_etag, revalidated
from web.icons import IconWriter
from web.messages import MessageWriter, date_text
from web.negotiation import request_locale
from web.serving import Serving, serving
from web.terms import glossary_url


def prepare_templates(app: Flask, current: Serving) -> None:
    """Give the templates their functions. A name they misspell is an error rather than nothing.

    Call it after Flask-Babel has given its own, which some of these replace.
    """
    icons, messages = IconWriter(current.assets.icons), MessageWriter()
    assets = {path: current.urls.asset(asset.name) for path, asset in current.assets.by_path.items()}
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        icon=icons.icon,
        used_icon=icons.used,
        sprite=icons.sprite,
        gettext=messages.gettext,
        ngettext=messages.ngettext,
        asset=assets.__getitem__,
        kept=_kept(),
        language=language_attributes,
        language_name=language_name,
        glossary_url=glossary_url,
    )
    app.jinja_env.filters["dateformat"] = date_text


def page(template: str, locale: Locale, address: Address, **context: Any) -> Response:
    """The page of a template, to be kept by caches and asked about each time."""
    return revalidated(rendered(template, locale, address, **context), page_etag())


def rendered(template: str, locale: Locale, address: Address, **context: Any) -> Response:
    """The page of a template, without a word about caching."""
    current = serving()
    frame, head = frame_for(current, locale, address), head_for(current, locale, address)
    return make_response(render_template(template, frame=frame, head=head, locale=locale, urls=current.urls, **context))


def _kept() -> Callable[[str, Callable[[], Markup]], Markup]:
    """What writes a part that is the same in every page of a locale once, and then again from memory.

    The part must draw no icons, for each page holds those that it draws itself.
    """
    parts: dict[tuple[str, Locale], Markup] = {}

    def kept(name: str, make: Callable[[], Markup]) -> Markup:
        key = name, request_locale()
        if key not in parts:
            parts[key] = make()
        return parts[key]

    return kept


def language_attributes(own: Locale | None, around: Locale) -> Markup:
    """`lang` and `dir` for words in another language than their surroundings; nothing for the same."""
    return Markup() if own is None or own == around else _attributes(own)


@lru_cache(maxsize=256)
def _attributes(own: Locale) -> Markup:
    return Markup(' lang="{}" dir="{}"').format(own.tag, own.direction)


def language_name(named: Locale) -> str:
    """What the language of the page calls another one: `英语`, `Simplified Chinese`."""
    return _language_name(named, request_locale())


@lru_cache(maxsize=1024)
def _language_name(named: Locale, by: Locale) -> str:
    return str(by.cldr.languages.get(named.gettext_name) or named.cldr.get_display_name(by.cldr) or named.tag)
