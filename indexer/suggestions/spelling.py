"""Texts typed half in characters, half in pinyin or initials, as people in a hurry do: `提xian`, `tixsxf`, `tx手续费`.

Each character is typed as itself, as its whole reading or as its initial, and the last one as any beginning of its
reading. The initials of what may have been meant are looked up, and only what has them is compared.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from indexer.suggestions.prefixes import PrefixIndex

CANDIDATES = 250
"""As many texts are compared character by character."""

_HEAD = 3
"""As many initials are looked up; more would have more combinations."""

# Initials of two letters (Scheme for the Chinese Phonetic Alphabet, 1958).
_DIGRAPHS = ("zh", "ch", "sh")


class HalfSpeller:
    """Knows how texts are read. `rows` are a text's number, its key, and the readings of the key's characters, spaced.

    Readings are parted when they are compared: kept apart, they would take three times the memory.
    """

    def __init__(self, rows: Sequence[tuple[int, str, str]]) -> None:
        self._rows = rows
        self._syllables = {unit for _, _, reading in rows for unit in reading.split(" ") if len(unit) > 1}
        self._longest = max(map(len, self._syllables), default=1)
        self._firsts: dict[str, set[str]] = defaultdict(set)
        for _, key, reading in rows:
            for char, unit in zip(key, reading.split(" "), strict=True):
                if char != unit:
                    self._firsts[char].add(unit[0])

    def spelled(self, typed: str, initials: PrefixIndex) -> set[tuple[int, bool]]:
        """The numbers of the texts that are spelled so, or from a later word on, which the second value tells.

        `initials` index the rows in their order.
        """
        candidates = {place for head in self._heads(typed) for place in initials.places(head)}
        found = set()
        for row, start in sorted(candidates)[:CANDIDATES]:
            number, key, reading = self._rows[row]
            if (number, False) not in found and spelled_to(key, reading.split(" "), start, typed):
                found.add((number, start > 0))
        return {(number, inner) for number, inner in found if not inner or (number, False) not in found}

    def _heads(self, typed: str) -> set[str]:
        """The first initials of everything that may have been meant."""
        reached = {(0, "")}
        for _ in range(_HEAD):
            reached = {
                (at + length, head + first) for at, head in reached for length, first in self._fragments(typed, at)
            }
        return {head for _, head in reached}

    def _fragments(self, typed: str, at: int) -> Iterator[tuple[int, str]]:
        """How many characters may stand for the next one of a text, and the initial of that."""
        if at == len(typed):
            yield 0, ""
            return
        char = typed[at]
        if char in self._firsts:
            yield from ((1, first) for first in self._firsts[char])
            return
        yield 1, char
        rest = len(typed) - at
        for length in range(2, min(self._longest, rest) + 1):
            piece = typed[at : at + length]
            if piece in self._syllables or piece in _DIGRAPHS or (at and length == rest):
                yield length, char


def spelled_to(key: str, units: Sequence[str], start: int, typed: str) -> int | None:
    """Where what is typed ends if it spells a text from its character `start` on; None if it does not."""
    reached = {0}
    for index in range(start, len(key)):
        unit = units[index]
        following: set[int] = set()
        for at in reached:
            if typed[at] == key[index]:
                following.add(at + 1)
            common = _common(typed, at, unit)
            if at + common == len(typed):
                return index + 1
            if common:
                following.update((at + 1, at + 2) if common > 1 and unit.startswith(_DIGRAPHS) else (at + 1,))
            if common == len(unit):
                following.add(at + common)
        if len(typed) in following:
            return index + 1
        if not following:
            return None
        reached = following
    return None


def _common(typed: str, at: int, unit: str) -> int:
    """How many characters from `at` on are the beginning of `unit`."""
    length = 0
    while length < len(unit) and at + length < len(typed) and typed[at + length] == unit[length]:
        length += 1
    return length
