"""The types that go into an index and come out of a search. Offsets count code points throughout."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kb.locales import Locale


@dataclass(frozen=True, slots=True)
class IndexDocument:
    """One section of a published translation, as plain text. `section_id` is `_intro` before the first heading."""

    slug: str
    section_id: str
    category_id: str
    title: str
    section_title: str
    summary: str
    text: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What a visitor asked for. `limit` and `offset` count articles; `is_literal` forbids mending typing errors."""

    text: str
    locale: Locale
    category: str | None = None
    limit: int = 10
    offset: int = 0
    is_literal: bool = False


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a section's text; `highlights` are `[start, end)` in code points of `text`, in order, disjoint."""

    text: str
    highlights: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class OtherName:
    """What was typed, and what the article calls it: another word for the same, or the same in its language."""

    typed: str
    name: str


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One article, shown by its best section. `locale` is the language of what was found.

    `other_names` and `found_in` say why where the words typed do not stand in what is shown: what the article calls
    them, and the language in which it was found if it is shown in another.
    """

    slug: str
    category_id: str
    locale: Locale
    is_fallback: bool
    title: str
    section_id: str
    section_title: str
    snippet: Snippet
    score: float
    other_names: tuple[OtherName, ...] = ()
    found_in: Locale | None = None


@dataclass(frozen=True, slots=True)
class SearchResults:
    """One page of hits, best first; a reader's own locale before fallbacks.

    `total` counts articles over all pages; `categories` counts them by category id before the category filter.
    Where nothing was found, `tried` are the texts that may have been meant and find nothing either, and `nearest` the
    categories of the articles that come nearest.
    """

    request: SearchRequest
    hits: tuple[SearchHit, ...]
    total: int
    categories: Mapping[str, int] = field(default_factory=dict)
    corrected_query: str | None = None
    tried: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
