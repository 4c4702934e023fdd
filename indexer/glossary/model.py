"""What a build writes for the glossary of a locale, so that serving needs no dictionary."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term with its definition. `group` is the letter it stands under; `article` explains it, empty if none does.

    `is_in_article` tells whether that article has the word itself, in the glossary's language.
    """

    id: str
    term: str
    synonyms: tuple[str, ...]
    definition: str
    article: str
    is_in_article: bool
    group: str

    @property
    def anchor(self) -> str:
        """The id of the entry on its page, which all locales share."""
        return "-".join(self.id.split())


@dataclass(frozen=True, slots=True)
class TermUse:
    """Where an article first uses a term: `[start, end)` of its HTML.

    `is_telling` unless the word is a short synonym, which may mean something else.
    """

    term: str
    start: int
    end: int
    is_telling: bool


@dataclass(frozen=True, slots=True)
class ArticleTerms:
    """The terms that an article uses, in reading order; `made_from` is the hash of what they were found in and by."""

    made_from: str
    uses: tuple[TermUse, ...]


@dataclass(frozen=True, slots=True)
class GlossaryFile:
    """The entries of one locale in its language's order, and the terms of its articles by slug."""

    entries: tuple[GlossaryEntry, ...]
    articles: Mapping[str, ArticleTerms]
