"""Words between spaces: spelt almost like a known one, run together, or broken in two."""

from collections.abc import Iterable, Iterator, Sequence

from indexer.analysis.filters import AccentFold
from indexer.correction.known import Known
from indexer.correction.lattice import Edge
from indexer.correction.lexicon import Lexicon
from indexer.correction.pieces import Kind, Piece
from indexer.correction.spelling import Near, Spellings, letters_fold
from indexer.correction.weights import Weights

_SPACE_MISSING, _SPACE_ADDED = 0.4, 0.25
_SHORTEST_PART = 3
_LONGEST_PART = 24
_MOST_PARTS = 5
_LETTERS_COMPARED = 32

_fold_accents = AccentFold()


class WordReadings:
    """The words of a lexicon that are written between spaces."""

    def __init__(self, lexicon: Lexicon, weights: Weights, known: Known) -> None:
        self._words = lexicon.words
        self._weights = weights
        self._known = known
        plain = ((_fold_accents(word), word) for word in lexicon.words)
        self._accented = {letters: word for letters, word in plain if letters not in lexicon.words}
        self._spellings = Spellings(((word, word) for word in _spaced(lexicon)), letters_fold(known.language))

    def edges(self, cut: Sequence[Piece]) -> Iterator[Edge]:
        """Other readings of the words that the site does not know."""
        for number, piece in enumerate(cut):
            if piece.kind is not Kind.WORD:
                continue
            known = self._known.word(piece.text)
            if not known and len(piece.text) <= _LETTERS_COMPARED:
                yield from self._near(piece)
                yield from self._parts(piece)
            if number + 2 < len(cut) and cut[number + 1].text == " " and cut[number + 2].kind is Kind.WORD:
                yield from self._joined(piece, cut[number + 2], known)

    def _near(self, piece: Piece) -> Iterator[Edge]:
        for near in self._spellings.near(piece.text):
            yield self._weights.edge(piece.start, piece.end, near.word, near.cost)

    def _joined(self, left: Piece, right: Piece, known: bool) -> Iterator[Edge]:
        """Two pieces as one word, unless both are words by themselves."""
        whole = left.text + right.text
        if whole in self._words and not (known and self._known.word(right.text)):
            yield self._weights.edge(left.start, right.end, whole, _SPACE_ADDED)

    def _parts(self, piece: Piece) -> Iterator[Edge]:
        """A piece as several words, one of which may be misspelt."""
        text = piece.text
        if parts := self._split(text):
            yield self._together(piece, parts, _SPACE_MISSING * (len(parts) - 1))
            return
        for at in range(_SHORTEST_PART, len(text) - _SHORTEST_PART + 1):
            left, right = text[:at], text[at:]
            if left in self._words:
                for near in self._best(right):
                    yield self._together(piece, [left, near.word], _SPACE_MISSING + near.cost)
            if right in self._words:
                for near in self._best(left):
                    yield self._together(piece, [near.word, right], _SPACE_MISSING + near.cost)

    def _best(self, text: str) -> list[Near]:
        return self._spellings.near(text, edits=1)[:1] if len(text) > _SHORTEST_PART else []

    def _together(self, piece: Piece, parts: list[str], forgiven: float) -> Edge:
        cost = forgiven + max(map(self._weights.prior, parts))
        text = " ".join(map(self._weights.shown, parts))
        return Edge(piece.start, piece.end, text, text, cost)

    def _split(self, text: str) -> list[str] | None:
        """The fewest known words that make up the text, of equally many the most used; None if there are none."""
        best: list[tuple[int, float, list[str]] | None] = [(0, 0.0, []), *[None] * len(text)]
        for end in range(1, len(text) + 1):
            for start in range(max(0, end - _LONGEST_PART), end):
                before = best[start]
                part = self._accented.get(text[start:end], text[start:end])
                if before is None or before[0] == _MOST_PARTS or not self._is_part(part):
                    continue
                candidate = (before[0] + 1, before[1] + self._weights.prior(part), [*before[2], part])
                current = best[end]
                if current is None or candidate[:2] < current[:2]:
                    best[end] = candidate
        found = best[len(text)]
        return found[2] if found and found[0] > 1 else None

    def _is_part(self, part: str) -> bool:
        """Short words are everywhere by chance, so only the most used of them count."""
        weight = self._words.get(part, 0)
        return weight > 0 if len(part) >= _SHORTEST_PART else len(part) > 1 and self._weights.is_usual(part)


def _spaced(lexicon: Lexicon) -> Iterable[str]:
    """The words with letters only, of scripts with spaces: those without are not in `followers`."""
    return (word for word in lexicon.words if word.isalpha() and word[0] not in lexicon.followers)
