"""What of a typed text the site knows, and the text as it was typed, as one way to read it."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.analysis.analyzers import ANALYZERS, DEFAULT
from indexer.analysis.scripts import KATAKANA
from indexer.correction.lattice import Edge
from indexer.correction.lexicon import Lexicon, filtered
from indexer.correction.pieces import Kind, Piece

# What a word costs that the site does not know, by itself. In a language of another script, Latin letters are more
# likely to be that language's, typed as they sound.
_UNKNOWN, _UNKNOWN_LATIN = 1.2, 2.5
_UNKNOWN_SHORT, _UNKNOWN_SHORT_LATIN = 0.4, 1.0
_UNKNOWN_CHARACTER = 0.6
_SHORT = 3
_LONGEST_WORD = 8

_OTHER_SCRIPTS = frozenset({"ar", "el", "hi", "ja", "ko", "ru", "th", "zh"})
_PARTS = re.compile(f"[{KATAKANA}]{{2,}}|.", re.DOTALL)


class Known:
    """The words of a lexicon, also in their other forms."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words = lexicon.words
        self._followers = lexicon.followers
        self.language = lexicon.locale.split("-", 1)[0]
        self._filters = ANALYZERS.get(self.language, DEFAULT).words.filters
        self._stems = frozenset(lexicon.stems)

    def word(self, word: str) -> bool:
        """Whether the site uses this word, or another form of it."""
        return word in self._words or (bool(self._stems) and filtered(word, self._filters) in self._stems)

    def run(self, run: str) -> bool:
        """Whether all neighbours in a run of characters stand side by side on the site."""
        if len(run) < 2 or run in self._words:
            return run in self._words
        return all(second in self._followers.get(first, "") for first, second in pairwise(run))

    def cost(self, word: str) -> float:
        """What it costs to believe that a word was meant as typed."""
        if self.word(word):
            return 0.0
        latin = word.isascii() and self.language in _OTHER_SCRIPTS
        if len(word) < _SHORT:
            return _UNKNOWN_SHORT_LATIN if latin else _UNKNOWN_SHORT
        return _UNKNOWN_LATIN if latin else _UNKNOWN

    def edges(self, cut: Sequence[Piece]) -> Iterator[Edge]:
        """The text as typed; `text` of the edges is normalised."""
        for piece in cut:
            if piece.kind is Kind.GAP:
                yield Edge(piece.start, piece.end, "", _gap(piece.text), 0.0, typed=True)
            elif piece.kind is Kind.CODE:
                yield _as_typed(piece, 0, len(piece.text), 0.0)
            elif piece.kind is Kind.WORD:
                yield _as_typed(piece, 0, len(piece.text), self.cost(piece.text))
                if self.language == "zh":
                    yield from self._beginnings(piece)
            elif self.language == "ko":
                yield _as_typed(piece, 0, len(piece.text), 0.0 if self.run(piece.text) else _UNKNOWN)
            else:
                yield from self._run(piece)

    def _beginnings(self, piece: Piece) -> Iterator[Edge]:
        """Known words at the start of a piece, so that pinyin may follow them (`kycrenzheng`)."""
        for end in range(_SHORT, len(piece.text)):
            if piece.text[:end] in self._words:
                yield _as_typed(piece, 0, end, _UNKNOWN_SHORT)

    def _run(self, piece: Piece) -> Iterator[Edge]:
        run = piece.text
        for start in range(len(run)):
            for end in range(start + 2, min(len(run), start + _LONGEST_WORD) + 1):
                if run[start:end] in self._words:
                    yield _as_typed(piece, start, end, 0.0)
        for part in _PARTS.finditer(run):
            whole = part.end() - part.start() > 1
            known = part[0] in self._words or (not whole and part[0] in self._followers)
            yield _as_typed(piece, *part.span(), 0.0 if known else _UNKNOWN if whole else _UNKNOWN_CHARACTER)


def _gap(text: str) -> str:
    """A single mark of punctuation as it is; spaces, repeated marks, symbols and emoji as one space."""
    return text if len(text) == 1 and unicodedata.category(text)[0] == "P" else " "


def _as_typed(piece: Piece, start: int, end: int, cost: float) -> Edge:
    word = piece.text[start:end]
    return Edge(piece.start + start, piece.start + end, word, word, cost, typed=True)
