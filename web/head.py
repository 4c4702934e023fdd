"""What the head of a page tells programs: its own address, its translations, cards for chats, structured data."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from babel.core import get_global

from indexer.builds.model import PublishedImage
from kb.locales import Locale
from web.frame import Address
from web.serving import Serving
from web.structured_data import graph

WIDE = 1.5
"""From this ratio of width to height on, a card shows its image above the words rather than beside them."""


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in another language, for search engines."""

    hreflang: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """A page as chats and social networks show a link to it (ogp.me). Locales are written as there: `zh_CN`."""

    kind: str
    title: str
    description: str
    updated: str
    locale: str
    other_locales: tuple[str, ...]
    image_url: str
    image: PublishedImage | None
    is_wide: bool


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says besides title and style. `canonical_url` is empty where search engines should not keep the
    page; there is nothing to say of it then.
    """

    canonical_url: str
    alternates: tuple[Alternate, ...]
    card: Card | None
    structured_data: Mapping[str, Any] | None
    feed_url: str
    search_description_url: str


def head_for(serving: Serving, locale: Locale, address: Address) -> Head:
    """The head of a page that is shown to readers of `locale`."""
    urls = serving.urls
    is_kept = address.canonical is not None
    return Head(
        canonical_url=urls.absolute(address.at(address.canonical)) if address.canonical else "",
        alternates=_alternates(serving, address) if address.canonical == locale else (),
        card=_card(serving, address, address.canonical) if address.canonical else None,
        structured_data=graph(serving, locale, address) if is_kept else None,
        feed_url=urls.feed(locale),
        search_description_url=urls.search_description(locale),
    )


def alternates(pages: Mapping[Locale, str], source: Locale) -> tuple[Alternate, ...]:
    """One entry for each language a page is written in, by its address there, and the source's for everyone else.

    A page in a single language has none.
    """
    if len(pages) < 2:
        return ()
    entries = [Alternate(locale.tag, url) for locale, url in pages.items()]
    return (*entries, Alternate("x-default", pages[source])) if source in pages else tuple(entries)


def _alternates(serving: Serving, address: Address) -> tuple[Alternate, ...]:
    site = serving.site
    written = [locale for locale in site.locales if locale in address.written_in]
    return alternates({locale: serving.urls.absolute(address.at(locale)) for locale in written}, site.source_locale)


def _card(serving: Serving, address: Address, shown: Locale) -> Card:
    subject, image = address.subject, serving.library.share_image
    others = [locale for locale in serving.site.locales if locale in address.written_in and locale != shown]
    return Card(
        kind="article" if subject and subject.is_article else "website",
        title=subject.title if subject else serving.site.text(serving.site.name, shown),
        description=subject.description if subject else "",
        updated=subject.updated.isoformat() if subject and subject.updated else "",
        locale=_with_territory(shown),
        other_locales=tuple(map(_with_territory, others)),
        image_url=serving.urls.absolute(serving.urls.media(image.name)) if image else "",
        image=image,
        is_wide=image is not None and image.width >= WIDE * image.height,
    )


@lru_cache(maxsize=256)
def _with_territory(locale: Locale) -> str:
    """The language and the territory that CLDR takes for the likeliest: `zh-Hant` → `zh_TW`."""
    territory = locale.cldr.territory
    if territory is None:
        name = locale.gettext_name
        likely = get_global("likely_subtags").get(name) or get_global("likely_subtags").get(locale.language, "")
        territory = likely.rsplit("_", 1)[-1] if "_" in likely else None
    return f"{locale.language}_{territory}" if territory else locale.language
