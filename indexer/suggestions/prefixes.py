"""Finding the texts of which some word begins with given characters, by binary search in their sorted suffixes."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_LENGTH_BITS = 9
LONGEST = (1 << _LENGTH_BITS) - 1
"""As many characters of a string count."""

_INNER = 1 << 30


@dataclass(frozen=True, slots=True)
class Beginnings:
    """The numbers of the texts found, in order: those that begin so as a whole, and those in which a word does."""

    whole: list[int]
    inner: list[int]


class PrefixIndex:
    """The suffixes of strings at which words begin, sorted. A string stands for the text whose number it is given.

    Two arrays of whole numbers, 8 bytes a suffix: nothing but the strings themselves is kept.
    """

    def __init__(self, rows: Iterable[tuple[int, str, Iterable[int]]]) -> None:
        """`rows` are a text's number, its string, and the indexes in it, besides 0, at which words begin."""
        strings: list[str] = []
        found: list[tuple[str, int, int]] = []
        for number, string, starts in rows:
            for start in (0, *starts):
                if start < LONGEST:
                    place = len(strings) << _LENGTH_BITS | start
                    found.append((string[start:], place, number | _INNER if start else number))
            strings.append(string)
        found.sort()
        self._strings = strings
        self._places = array("I", (place for _, place, _ in found))
        self._numbers = array("I", (number for _, _, number in found))

    def beginning(self, prefix: str, most: int | None = None) -> Beginnings:
        """The texts of which a word begins with `prefix`, by number, each once; the first `most` of each if given."""
        found = sorted(set(self._numbers[slice(*self._range(prefix))]))
        split = bisect_left(found, _INNER)
        whole, inner = found[:split], [number ^ _INNER for number in found[split:]]
        return Beginnings(whole[:most], inner[:most])

    def any_beginning(self, prefix: str) -> set[int]:
        """The numbers of all texts that begin so, or of which a word does."""
        return {number & ~_INNER for number in self._numbers[slice(*self._range(prefix))]}

    def places(self, prefix: str) -> list[tuple[int, int]]:
        """Where words begin so: the number of the row, counted from 0, and the index in its string."""
        return [(place >> _LENGTH_BITS, place & LONGEST) for place in self._places[slice(*self._range(prefix))]]

    def _range(self, prefix: str) -> tuple[int, int]:
        cut = self._cut(len(prefix))
        places = range(len(self._places))
        low = bisect_left(places, prefix, key=cut)
        return low, bisect_right(places, prefix, lo=low, key=cut)

    def _cut(self, length: int) -> Callable[[int], str]:
        """The first characters of the n-th suffix."""
        strings, places = self._strings, self._places

        def characters(at: int) -> str:
            place = places[at]
            start = place & LONGEST
            return strings[place >> _LENGTH_BITS][start : start + length]

        return characters
