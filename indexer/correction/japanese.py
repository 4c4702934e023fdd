"""Japanese: katakana spelt otherwise, words typed in romaji, and terms whose reading an editor has given."""

import re
from collections.abc import Iterator, Sequence

from indexer.analysis.scripts import KANA, KATAKANA
from indexer.correction.kana import enlarge, fold_kana
from indexer.correction.known import Known
from indexer.correction.lattice import Edge
from indexer.correction.lexicon import Lexicon
from indexer.correction.pieces import Kind, Piece
from indexer.correction.spelling import Spellings
from indexer.correction.weights import Weights

_SHORTEST_KANA = 3
_LARGE_FOR_SMALL = 0.1
_ROMAJI = 0.15
_PIECES_JOINED = 4
_SHORTEST_PART = 2

_KATAKANA_WORD = re.compile(f"[{KATAKANA}]+")
_KANA_RUN = re.compile(f"[{KATAKANA}]{{3,}}|[{KANA}]{{3,}}")


class KanaReadings:
    """The words of a Japanese lexicon by how they sound, as far as their kana tell."""

    def __init__(self, lexicon: Lexicon, weights: Weights, known: Known) -> None:
        self._words = lexicon.words
        self._weights = weights
        self._known = known
        katakana = [(word, word) for word in lexicon.words if _KATAKANA_WORD.fullmatch(word)]
        given = [(kana, word) for word, readings in lexicon.sounds.items() for kana in readings.split(" ")]
        self._spellings = Spellings([*katakana, *given], fold_kana)
        # By sound alone ビツトコイン is far from ビットコイン, because a small ツ is silent.
        self._enlarged = {enlarged: word for word, _ in katakana if (enlarged := enlarge(word)) != word}

    def edges(self, cut: Sequence[Piece]) -> Iterator[Edge]:
        """Other readings of kana and of romaji that the site does not know."""
        for number, piece in enumerate(cut):
            if piece.kind is Kind.RUN:
                for run in _KANA_RUN.finditer(piece.text):
                    yield from self._kana(piece.start + run.start(), run[0])
            elif piece.kind is Kind.WORD and piece.text.isascii() and not self._known.word(piece.text):
                yield from self._romaji(cut[number : number + 2 * _PIECES_JOINED])

    def _kana(self, start: int, run: str) -> Iterator[Edge]:
        if run in self._words:
            return
        if (word := self._enlarged.get(enlarge(run), run)) != run:
            yield self._weights.edge(start, start + len(run), word, _LARGE_FOR_SMALL)
        for near in self._spellings.near(run):
            yield self._weights.edge(start, start + len(run), near.word, near.cost)
        for at in range(_SHORTEST_PART, len(run) - _SHORTEST_PART + 1):
            left, right = run[:at], run[at:]
            if left in self._words and len(right) >= _SHORTEST_KANA:
                for near in self._spellings.near(right)[:2]:
                    yield self._weights.edge(start + at, start + len(run), near.word, near.cost)
            if right in self._words and len(left) >= _SHORTEST_KANA:
                for near in self._spellings.near(left)[:2]:
                    yield self._weights.edge(start, start + at, near.word, near.cost)

    def _romaji(self, cut: Sequence[Piece]) -> Iterator[Edge]:
        """A word in romaji, which people also break by spaces."""
        letters = ""
        for piece in cut:
            if piece.kind is Kind.GAP and piece.text in {" ", "-"}:
                continue
            if piece.kind is not Kind.WORD or not piece.text.isascii():
                return
            letters += piece.text
            for near in self._spellings.near(letters):
                yield self._weights.edge(cut[0].start, piece.end, near.word, _ROMAJI + near.cost)
