"""Pinyin with a slip of the hand in it (`tixain`), or spelt as a dialect speaks it."""

import re
from collections.abc import Iterator, Sequence

from indexer.correction.known import Known
from indexer.correction.lattice import Edge
from indexer.correction.lexicon import Lexicon
from indexer.correction.pieces import Kind, Piece
from indexer.correction.spelling import Spellings
from indexer.correction.weights import Weights

_MISSPELT = 0.45
_FEWEST_LETTERS = 5
_MOST_LETTERS = 32

_RETROFLEX = re.compile("([zcs])h")
_BACK_NASAL = re.compile("(?<=[aei])ng")


class SpeltReadings:
    """The words of a Chinese lexicon by the letters of their pinyin."""

    def __init__(self, lexicon: Lexicon, weights: Weights, known: Known) -> None:
        self._weights = weights
        self._known = known
        spelt = ((sound.replace(" ", ""), word) for word, sound in lexicon.sounds.items() if " " in sound)
        self._spellings = Spellings(spelt, fold_pinyin)

    def edges(self, cut: Sequence[Piece]) -> Iterator[Edge]:
        """Words whose pinyin is almost a piece of Latin letters."""
        for piece in cut:
            if piece.kind is not Kind.WORD or not piece.text.isascii() or self._known.word(piece.text):
                continue
            if _FEWEST_LETTERS <= len(piece.text) <= _MOST_LETTERS:
                for near in self._spellings.near(piece.text):
                    yield self._weights.edge(piece.start, piece.end, near.word, _MISSPELT + near.cost)


def fold_pinyin(letters: str) -> str:
    """Unsegmented pinyin with what is easily confused made equal."""
    return _BACK_NASAL.sub("n", _RETROFLEX.sub(r"\1", letters)).replace("l", "n")
