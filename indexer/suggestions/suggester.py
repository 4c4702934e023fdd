"""Suggestions for what a visitor has typed so far: titles and terms in one list, each article once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from indexer.suggestions.highlighting import highlights
from indexer.suggestions.lookup import Found, Lookup, Quality, Typed
from indexer.suggestions.model import Suggestion, SuggestionEntry


class Suggester:
    """Suggests in one locale. Nothing in it changes, so any number of threads may ask."""

    def __init__(self, entries: Sequence[SuggestionEntry]) -> None:
        self._articles = Lookup([entry for entry in entries if entry.kind == "article"])
        self._terms = Lookup([entry for entry in entries if entry.kind == "term"])

    def suggest(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """What the text may be the beginning of, best first; nothing for nothing. Two lead to no same article."""
        typed = Typed.of(text)
        if not typed.key or limit < 1:
            return ()
        articles = self._articles.find(typed, 2 * limit)
        terms = self._terms.find(typed, 2 * limit)
        chosen = (found.entry for found in _chosen(articles, terms, limit))
        return tuple(replace(entry.suggestion, highlights=highlights(entry, typed)) for entry in chosen)


def _chosen(articles: Sequence[Found], terms: Sequence[Found], limit: int) -> list[Found]:
    """At most `limit` of both, in order of quality; terms take more than half only where titles leave room.

    An article is shown by its title unless a term that leads to it was found better.
    """
    qualities = {found.entry.slug: found.quality for found in articles}
    titles = {found.entry.key for found in articles}
    better = [
        found
        for found in terms
        if found.entry.key not in titles and found.quality < qualities.get(found.entry.slug, len(Quality))
    ]
    room = -(-limit // 2)
    while True:
        chosen = better[:room]
        replaced = {found.entry.slug for found in chosen}
        kept = [found for found in articles if found.entry.slug not in replaced]
        if len(chosen) + len(kept) >= limit or room >= len(better):
            return _interleaved(kept, chosen)[:limit]
        room += 1


def _interleaved(articles: Sequence[Found], terms: Sequence[Found]) -> list[Found]:
    """Both lists in one: the better first, and in turns among the equally good, beginning with a title."""
    places = []
    for kind, each in enumerate((articles, terms)):
        before: Counter[int] = Counter()
        for found in each:
            places.append((found.quality, before[found.quality], kind, found))
            before[found.quality] += 1
    return [found for *_, found in sorted(places, key=lambda place: place[:3])]
