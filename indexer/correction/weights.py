"""What the lexicon says of words and of characters side by side, as costs."""

from math import log

from indexer.correction.lattice import Edge
from indexer.correction.lexicon import Lexicon

_UNUSUAL = 0.4
"""What the rarest word costs; the most used costs nothing."""

_OF_A_GUESS = 2
"""How much more it matters how usual a word is, where little of it was typed."""
_USUAL = 0.15

# What two neighbours cost that never stand side by side on the site: two words, a word and a single character, two
# characters; and where one of the two is a guess.
_APART = 0.15, 0.5, 1.0
_GUESSED = 0.4, 0.8, 1.0


class Weights:
    """The costs of one lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._heaviest = log(1 + max(lexicon.words.values(), default=1))

    def prior(self, word: str) -> float:
        """From 0 for the site's most used word to what an unknown one costs."""
        return _UNUSUAL * (1 - log(1 + self._lexicon.words.get(word, 0)) / self._heaviest)

    def is_usual(self, word: str) -> bool:
        """Whether a word is among those that the site uses all the time."""
        return self.prior(word) < _USUAL

    def edge(self, start: int, end: int, word: str, forgiven: float, *, guess: bool = False) -> Edge:
        """A word of the lexicon as a reading of `[start, end)`, as the site writes it."""
        cost = forgiven + self.prior(word) * (_OF_A_GUESS if guess else 1)
        return Edge(start, end, word, self.shown(word), cost, guess=guess)

    def shown(self, word: str) -> str:
        """A normalised word as the site writes it."""
        shown = self._lexicon.shown
        return shown.get(word) or "".join(shown.get(character, character) for character in word)

    def seen(self, first: str, second: str) -> bool:
        """Whether the site has these two characters side by side."""
        return second in self._lexicon.followers.get(first, "")

    def between(self, left: Edge, right: Edge) -> float:
        """What it costs that one edge follows another."""
        if not left.key or not right.key or left.end != right.start:
            return 0.0
        first, second = left.key[-1], right.key[0]
        if first.isascii() or second.isascii() or self.seen(first, second):
            return 0.0
        short = (len(left.key) == 1) + (len(right.key) == 1)
        return (_GUESSED if left.guess or right.guess else _APART)[short]
