"""The glossary of one locale, opened for serving."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property

from indexer.glossary.model import GlossaryEntry, GlossaryFile, TermUse
from indexer.suggestions.keys import fold

MOST_MARKED = 8
"""Terms marked in one article. More, and the eye trips."""
ENOUGH_ARTICLES = 8
"""Articles from which on it can be told what the everyday words of a site are."""
EVERYDAY_SHARE = 0.5
"""A word that more of the articles use is an everyday word of the site, and needs no mark."""


class Glossary:
    """Entries and where articles use them. Nothing in it changes, so any number of threads may ask."""

    def __init__(self, file: GlossaryFile) -> None:
        self.file = file
        self.entries = file.entries
        self._articles = file.articles
        self._by_id = {entry.id: entry for entry in file.entries}

    def entry(self, id: str) -> GlossaryEntry | None:
        """The entry of a term."""
        return self._by_id.get(id)

    def named(self, text: str) -> GlossaryEntry | None:
        """The entry whose term is exactly this text, else the one that has it as a synonym.

        Upper case, accents, spaces, punctuation and the Chinese script make no difference.
        """
        return self._by_name.get(fold(text))

    @cached_property
    def groups(self) -> Mapping[str, tuple[GlossaryEntry, ...]]:
        """The entries by the letter they stand under, in order."""
        found: dict[str, list[GlossaryEntry]] = defaultdict(list)
        for entry in self.entries:
            found[entry.group].append(entry)
        return {group: tuple(entries) for group, entries in found.items()}

    def marks(self, slug: str) -> tuple[TermUse, ...]:
        """The uses to mark in an article, in reading order: of the terms it uses, those that fewest others use."""
        article = self._articles.get(slug)
        if article is None:
            return ()
        rare = [use for use in article.uses if use.term not in self._everyday]
        rare.sort(key=lambda use: (not use.is_telling, self._times[use.term], use.start))
        return tuple(sorted(rare[:MOST_MARKED], key=lambda use: use.start))

    @cached_property
    def _by_name(self) -> Mapping[str, GlossaryEntry]:
        found: dict[str, GlossaryEntry] = {}
        for entry in self.entries:
            found.setdefault(fold(entry.term), entry)
        for entry in self.entries:
            for synonym in entry.synonyms:
                found.setdefault(fold(synonym), entry)
        found.pop("", None)
        return found

    @cached_property
    def _times(self) -> Counter[str]:
        """How many articles use each term."""
        return Counter(use.term for article in self._articles.values() for use in article.uses)

    @cached_property
    def _everyday(self) -> frozenset[str]:
        count = len(self._articles)
        if count < ENOUGH_ARTICLES:
            return frozenset()
        return frozenset(term for term, times in self._times.items() if times > EVERYDAY_SHARE * count)
