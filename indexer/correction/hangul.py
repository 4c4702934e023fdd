"""Korean: words with a wrong letter, and words typed while the input method was off, or on."""

import re
from collections.abc import Iterator, Sequence

from indexer.analysis.scripts import HANGUL
from indexer.correction.keyboards import hangul_from_keys, keys_from_hangul
from indexer.correction.known import Known
from indexer.correction.lattice import Edge
from indexer.correction.lexicon import Lexicon
from indexer.correction.pieces import Kind, Piece
from indexer.correction.spelling import Near, Spellings, fold_jamo
from indexer.correction.weights import Weights

_LAYOUT = 0.15
_PARTICLE = 0.15
_LONGEST_PARTICLE = 2
_FEWEST_SYLLABLES = 2
_SPACE_MISSING = 0.25

_JAMO = re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]{2,}")
_HANGUL = re.compile(f"[{HANGUL}]+")


class HangulReadings:
    """The Korean words of a lexicon by their letters."""

    def __init__(self, lexicon: Lexicon, weights: Weights, known: Known) -> None:
        self._weights = weights
        self._known = known
        words = (word for word in lexicon.words if len(word) >= _FEWEST_SYLLABLES and _HANGUL.fullmatch(word))
        self._spellings = Spellings(((word, word) for word in words), fold_jamo)

    def edges(self, text: str, cased: str, cut: Sequence[Piece]) -> Iterator[Edge]:
        """Other readings of unknown pieces; `cased` is the text with its capitals, which are keys of their own."""
        for piece in cut:
            if piece.kind is Kind.RUN and not self._known.run(piece.text):
                yield from self._near(piece, piece.text, 0.0)
                yield from self._spaced(piece)
            elif piece.kind is Kind.WORD and piece.text.isascii() and not self._known.word(piece.text):
                keys = cased[piece.start : piece.end]
                for hangul in dict.fromkeys((hangul_from_keys(keys), hangul_from_keys(keys.lower()))):
                    if hangul is not None:
                        yield from self._typed(piece, hangul)
        for match in _JAMO.finditer(text):
            latin = keys_from_hangul(match[0])
            if latin and self._known.word(latin):
                yield self._weights.edge(*match.span(), latin, _LAYOUT)

    def _typed(self, piece: Piece, typed: str) -> Iterator[Edge]:
        if self._known.run(typed):
            yield Edge(piece.start, piece.end, typed, typed, _LAYOUT + self._weights.prior(typed))
        else:
            yield from self._near(piece, typed, _LAYOUT)

    def _near(self, piece: Piece, typed: str, forgiven: float) -> Iterator[Edge]:
        """Words almost like the typed one; failing these, almost like it without what is glued to its end."""
        for cut in range(_LONGEST_PARTICLE + 1):
            stem, ending = typed[: len(typed) - cut], typed[len(typed) - cut :]
            if len(stem) < _FEWEST_SYLLABLES:
                return
            found: list[Near] = self._spellings.near(stem)
            for near in found:
                if cut and not self._known.run(near.word + ending):
                    continue
                cost = forgiven + near.cost + _PARTICLE * cut + self._weights.prior(near.word)
                yield Edge(piece.start, piece.end, near.word + ending, near.word + ending, cost)
            if found:
                return

    def _spaced(self, piece: Piece) -> Iterator[Edge]:
        """Two words that were typed as one; the second may be misspelt."""
        for at in range(_FEWEST_SYLLABLES, len(piece.text) - 1):
            left, right = piece.text[:at], piece.text[at:]
            if not self._known.word(left):
                continue
            exact = [Near(right, 0.0)] if self._known.word(right) else []
            for near in exact or self._spellings.near(right, edits=1)[:2]:
                text = f"{left} {near.word}"
                cost = _SPACE_MISSING + near.cost + max(self._weights.prior(left), self._weights.prior(near.word))
                yield Edge(piece.start, piece.end, text, text, cost)
