"""Words by a key of theirs, in sorted lists: less than half the memory of dicts of lists, and prefixes for nothing."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from sys import intern


class WordTable:
    """Words by key. Words of one key keep the order they were given in."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        """`rows` are keys with their words. Locales of one language have most keys in common, so each is kept once."""
        ordered = sorted(((intern(key), word) for key, word in rows), key=itemgetter(0))
        self._keys = [key for key, _ in ordered]
        self._words = [word for _, word in ordered]

    def get(self, key: str) -> Sequence[str]:
        """The words of a key; none if it has none."""
        first = bisect_left(self._keys, key)
        return self._words[first : bisect_right(self._keys, key, lo=first)]

    def begins(self, prefix: str) -> bool:
        """Whether some key begins so."""
        first = bisect_left(self._keys, prefix)
        return first < len(self._keys) and self._keys[first].startswith(prefix)
