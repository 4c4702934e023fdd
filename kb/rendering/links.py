"""How links in Markdown name things of the site, and what they become in HTML.

`article:slug#section` and `category:id` hold wherever a file lies and survive moves; relative paths to `.md` files
mean the same article. The locale stays open until a page is served, because a reader keeps their own.
"""

import posixpath
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import quote, unquote

LOCALE_MARK = "\ue000"
"""Stands for the visitor's locale in rendered links."""

EXTERNAL = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Target(StrEnum):
    """What a link leads to."""

    ARTICLE = "article"
    CATEGORY = "category"
    SECTION = "section"
    MEDIA = "media"
    EXTERNAL = "external"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """A parsed destination: the slug, category id, media path or address, and the section after `#`, if any.

    All but addresses are without percent-encoding.
    """

    kind: Target
    name: str
    section: str = ""


@lru_cache(maxsize=4096)
def parse_target(destination: str) -> LinkTarget:
    """What a Markdown destination means."""
    name, _, section = destination.partition("#")
    section = unquote(section)
    if not name:
        return LinkTarget(Target.SECTION, "", section)
    for kind in (Target.ARTICLE, Target.CATEGORY):
        if name.startswith(f"{kind}:"):
            return LinkTarget(kind, unquote(name.removeprefix(f"{kind}:")), section)
    if EXTERNAL.match(name):
        return LinkTarget(Target.EXTERNAL, destination)
    if _SCHEME.match(name) or name.startswith("/"):
        return LinkTarget(Target.UNKNOWN, destination)
    name = unquote(name)
    if name.endswith(".md"):
        file = posixpath.basename(name).removesuffix(".md")
        return LinkTarget(Target.ARTICLE, file.split(".", 1)[0], section)
    return LinkTarget(Target.MEDIA, posixpath.normpath(name))


def article_path(base_path: str, category_id: str, slug: str, section: str = "") -> str:
    """The address of an article with the locale left open."""
    fragment = f"#{section}" if section else ""
    return f"{base_path}/{LOCALE_MARK}/{category_id}/{slug}{fragment}"


def media_address(base_path: str, public_name: str = "") -> str:
    """The address of a published image or file, percent-encoded; without a name, where all of them lie."""
    return f"{base_path}/media/{quote(public_name)}"


def category_path(base_path: str, category_id: str) -> str:
    """The address of a category page with the locale left open."""
    return f"{base_path}/{LOCALE_MARK}/{category_id}/"
