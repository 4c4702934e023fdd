"""The names that articles and categories go by in addresses: what one may be, and whether it is free."""

import re

from kb.errors import ContentError
from kb.model import Library
from kb.validation import suggestion

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

RESERVED_NAMES = frozenset({"feed", "glossary", "index", "opensearch", "search"})
"""Names that the site's own pages use below a locale."""


def refuse_slug(slug: str, library: Library, *, owner: str | None = None) -> None:
    """Go on if a new article may have this slug, or the article `owner` may take it.

    Raises:
        ContentError: it is malformed, reserved, or the slug of another article, now or formerly.
    """
    if not SLUG.fullmatch(slug):
        raise ContentError(f"slug {slug!r} must be lower-case ASCII letters, digits and single hyphens")
    if slug in RESERVED_NAMES:
        raise ContentError(f"slug {slug!r} is an address of the site itself; choose another")
    if slug in library.articles and slug != owner:
        path = next(iter(library.articles[slug].translations.values())).path
        raise ContentError(f"slug {slug!r} is taken by {path}; choose another")
    for article in library.articles.values():
        if slug in article.aliases and article.slug != owner:
            raise ContentError(f"slug {slug!r} redirects to {article.slug!r}; choose another, or remove that alias")


def refuse_category(category_id: str, library: Library) -> None:
    """Go on if the site has this category.

    Raises:
        ContentError: it has not.
    """
    if library.category(category_id) is None:
        known = [category.id for category in library.categories]
        if not known:
            raise ContentError(f"the site has no categories yet; write articles/{category_id}/category.yaml first")
        raise ContentError(f"category {category_id!r} is not defined{suggestion(category_id, known)}")
