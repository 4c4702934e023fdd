"""Which entries answer what has been typed, best first: from what is literally so to what is only likely meant."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate

from indexer.analysis.scripts import KANA, UNSPACED
from indexer.suggestions.keys import fold, keystrokes
from indexer.suggestions.model import SuggestionEntry
from indexer.suggestions.prefixes import PrefixIndex
from indexer.suggestions.spelling import HalfSpeller

TYPED_CHARACTERS = 120
"""More of what was typed is not read."""
TYPED_WORDS = 6

# Scripts whose characters mean something in the middle of a word. Kana do not: ログ is not in プログラム.
_MEANINGFUL = re.compile(f"(?![{KANA}])[{UNSPACED}]")


class Quality(IntEnum):
    """How an entry was found, the best first."""

    EXACT = 0
    BEGINS = 1
    BEGINS_SPELLED = 2
    WORD_BEGINS = 3
    WORD_BEGINS_SPELLED = 4
    INITIALS = 5
    INNER_INITIALS = 6
    EVERY_WORD_BEGINS = 7
    HALF_SPELLED = 8
    INNER_HALF_SPELLED = 9
    CONTAINS = 10


@dataclass(frozen=True, slots=True)
class Typed:
    """What a visitor has typed: its key, the key as keys pressed, and the keys of its words."""

    key: str
    spelled: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Typed":
        """The keys of any text."""
        text = text[:TYPED_CHARACTERS]
        key = fold(text)
        words = tuple(filter(None, map(fold, text.split())))
        return cls(key, keystrokes(key), words[:TYPED_WORDS])


@dataclass(frozen=True, slots=True)
class Found:
    """An entry and how it was found."""

    quality: Quality
    entry: SuggestionEntry


class Lookup:
    """The entries of one kind in one locale, by everything they may be typed as. Threads may share it."""

    def __init__(self, entries: Sequence[SuggestionEntry]) -> None:
        # An entry's place in this order is its number in the indexes: shorter before longer.
        self._entries = sorted(entries, key=lambda each: (len(each.key), each.weight, each.key, each.slug))
        numbered = list(enumerate(self._entries))
        self._characters = PrefixIndex((number, each.key, each.starts) for number, each in numbered)
        spelled = [(number, each, reading) for number, each in numbered for reading in each.readings]
        self._readings = PrefixIndex(
            (number, reading.replace(" ", ""), _places(reading, each.starts)) for number, each, reading in spelled
        )
        self._initials = PrefixIndex(
            (number, "".join(unit[0] for unit in reading.split(" ")), each.starts) for number, each, reading in spelled
        )
        self._half_speller = HalfSpeller([(number, each.key, reading) for number, each, reading in spelled])

    def find(self, typed: Typed, most: int) -> list[Found]:
        """The best entries, no two of the same target or text."""
        targets: set[str] = set()
        keys: set[str] = set()
        found: list[Found] = []
        for quality, number in self._candidates(typed, 8 * most):
            entry = self._entries[number]
            target = entry.slug or f" {entry.key}"
            if target in targets or entry.key in keys:
                continue
            targets.add(target)
            keys.add(entry.key)
            found.append(Found(quality, entry))
            if len(found) == most:
                break
        return found

    def _candidates(self, typed: Typed, most: int) -> Iterator[tuple[Quality, int]]:
        literal = self._characters.beginning(typed.key, most)
        for number in literal.whole:
            is_exact = self._entries[number].key == typed.key
            yield Quality.EXACT if is_exact else Quality.BEGINS, number
        spelled = self._readings.beginning(typed.spelled, most)
        yield from ((Quality.BEGINS_SPELLED, number) for number in spelled.whole)
        yield from ((Quality.WORD_BEGINS, number) for number in literal.inner)
        if len(typed.spelled) > 1:  # one letter begins a word somewhere in nearly every text
            yield from ((Quality.WORD_BEGINS_SPELLED, number) for number in spelled.inner)
            initials = self._initials.beginning(typed.spelled, most)
            yield from ((Quality.INITIALS, number) for number in initials.whole)
            yield from ((Quality.INNER_INITIALS, number) for number in initials.inner)
        if len(typed.words) > 1:
            yield from ((Quality.EVERY_WORD_BEGINS, number) for number in self._with_every_word(typed.words))
        if len(typed.spelled) > 2:
            yield from self._half_spelled(typed)
        if _MEANINGFUL.match(typed.key):
            yield from (
                (Quality.CONTAINS, number) for number, each in enumerate(self._entries) if typed.key in each.key
            )

    def _with_every_word(self, words: tuple[str, ...]) -> list[int]:
        """The entries in which every word typed begins one."""
        common: set[int] | None = None
        for word in sorted(words, key=len, reverse=True):
            having = self._characters.any_beginning(word)
            if len(word) > 1:
                spelled = keystrokes(word)
                having |= self._readings.any_beginning(spelled) | self._initials.any_beginning(spelled)
            common = having if common is None else common & having
            if not common:
                return []
        return sorted(common or ())

    def _half_spelled(self, typed: Typed) -> list[tuple[Quality, int]]:
        """The entries that characters, whole syllables and initials, mixed as they come, spell: `提xian`, `tixsxf`."""
        found = self._half_speller.spelled(typed.spelled, self._initials)
        return sorted(
            (Quality.INNER_HALF_SPELLED if inner else Quality.HALF_SPELLED, number) for number, inner in found
        )


def _places(reading: str, starts: Sequence[int]) -> list[int]:
    """Where in a reading without its spaces the characters with these indexes are."""
    before = [0, *accumulate(map(len, reading.split(" ")))]
    return [before[start] for start in starts]
