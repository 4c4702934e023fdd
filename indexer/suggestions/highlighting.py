"""Which part of a suggestion is what was typed: its characters, or those that pinyin or initials typed stand for."""

from collections.abc import Iterator

from indexer.suggestions.keys import folded
from indexer.suggestions.lookup import Typed
from indexer.suggestions.model import SuggestionEntry
from indexer.suggestions.spelling import spelled_to


def highlights(entry: SuggestionEntry, typed: Typed) -> tuple[tuple[int, int], ...]:
    """`[start, end)` in code points of the entry's text, in order, disjoint."""
    origins = folded(entry.text).origins
    return tuple((origins[start], origins[end - 1] + 1) for start, end in _merged(_spans(entry, typed)))


def _spans(entry: SuggestionEntry, typed: Typed) -> Iterator[tuple[int, int]]:
    """The stretches of the key: one for all that was typed, else one for each of its words."""
    if whole := _literal(entry, typed.key) or _spelled(entry, typed.spelled):
        yield whole
        return
    for word in typed.words:
        if found := _literal(entry, word) or _spelled(entry, word):
            yield found


def _literal(entry: SuggestionEntry, key: str) -> tuple[int, int] | None:
    """Where a key stands: at the beginning, else of a word, else anywhere."""
    starts = (0, *entry.starts, entry.key.find(key))
    at = next((start for start in starts if start >= 0 and entry.key.startswith(key, start)), None)
    return None if at is None else (at, at + len(key))


def _spelled(entry: SuggestionEntry, keys: str) -> tuple[int, int] | None:
    """What the keys pressed spell, at the beginning or from a later word on."""
    for reading in entry.readings:
        units = reading.split(" ")
        for start in (0, *entry.starts):
            if (end := spelled_to(entry.key, units, start, keys)) is not None:
                return start, end
    return None


def _merged(spans: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
