"""Words of the lexicon that look like a run of characters: one doubled, swapped, missing or another.

For scripts without spaces. How characters sound is another module's concern, and what is known is left alone.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from indexer.correction.lattice import Edge
from indexer.correction.lexicon import Lexicon
from indexer.correction.pieces import Kind, Piece
from indexer.correction.table import WordTable
from indexer.correction.weights import Weights

_DOUBLED, _SWAPPED, _MISSING, _OTHER = 0.25, 0.5, 0.8, 0.8
_SHORTEST = 3
"""Characters of a word from which one of them may be missing or wrong."""
_LONGEST = 8
_ONE_CHARACTER = 0.35
"""For a single character taken for another of its sound, beyond what their sounds differ in."""

Alike = Callable[[str], Iterable[tuple[str, float]]]


class ShapeReadings:
    """The words of a lexicon by their characters. `alike` gives the characters that one may be mistaken for."""

    def __init__(self, lexicon: Lexicon, weights: Weights, words: Iterable[str], alike: Alike) -> None:
        self._words = lexicon.words
        self._weights = weights
        self._alike = alike
        self._without_one = WordTable(
            (shorter, word)
            for word in words
            if _SHORTEST <= len(word) <= _LONGEST
            for shorter in dict.fromkeys(word[:at] + word[at + 1 :] for at in range(len(word)))
        )

    def edges(self, piece: Piece) -> Iterator[Edge]:
        """The readings of a run wherever two neighbours stand that the site never has side by side."""
        if piece.kind is not Kind.RUN:
            return
        run = piece.text
        odd = [not self._weights.seen(*pair) for pair in pairwise(run)]
        for start in range(len(run)):
            yield from self._single(piece, start, odd)
            for end in range(start + 2, min(len(run), start + _LONGEST) + 1):
                if any(odd[start : end - 1]):
                    for word, cost in self._words_like(run[start:end]):
                        yield self._weights.edge(piece.start + start, piece.start + end, word, cost)

    def _words_like(self, typed: str) -> Iterator[tuple[str, float]]:
        for word in self._without_one.get(typed):
            yield word, _MISSING
        for at in range(len(typed)):
            shorter = typed[:at] + typed[at + 1 :]
            if at and typed[at] == typed[at - 1] and len(shorter) > 1 and shorter in self._words:
                yield shorter, _DOUBLED
            if at and (swapped := typed[: at - 1] + typed[at] + typed[at - 1] + typed[at + 1 :]) in self._words:
                yield swapped, _SWAPPED
            if len(typed) >= _SHORTEST:
                for word in self._without_one.get(shorter):
                    if len(word) == len(typed) and word[:at] + word[at + 1 :] == shorter:
                        yield word, _OTHER

    def _single(self, piece: Piece, at: int, odd: list[bool]) -> Iterator[Edge]:
        """Other characters of the same sound that the site does have beside the neighbours."""
        run = piece.text
        before, after = at > 0 and odd[at - 1], at < len(odd) and odd[at]
        if not before and not after:
            return
        for character, cost in self._alike(run[at]):
            if (before and self._weights.seen(run[at - 1], character)) or (
                after and self._weights.seen(character, run[at + 1])
            ):
                place = piece.start + at
                yield self._weights.edge(place, place + 1, character, cost + _ONE_CHARACTER)
