"""A question as the engine is asked it: what was typed, and other words for the same."""

from collections.abc import Collection
from dataclasses import dataclass, field

from indexer.analysis.analyzers import QueryTokens


@dataclass(frozen=True, slots=True)
class Alternative:
    """Words that together stand for one thing asked; a match counts `weight` times what it would.

    `pairs` are its neighbouring words in scripts with spaces: `cash out` is not where `out` stands before `cash`.
    `text` is how people write it, where it is known.
    """

    words: tuple[str, ...]
    weight: float = 1.0
    pairs: tuple[str, ...] = ()
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked, in as many ways as the site's terms know. The first way is what the visitor typed.

    A section answers by the best of them, not by their sum: synonyms are no further evidence. What was typed may
    match in part; any other way only whole. A silent clause ranks sections, but is no reason to show one.
    """

    alternatives: tuple[Alternative, ...]
    is_silent: bool = False

    @property
    def is_single(self) -> bool:
        """Whether it is one word, and can be said in no other way."""
        return len(self.alternatives) == 1 and len(self.alternatives[0].words) == 1

    @property
    def words(self) -> tuple[str, ...]:
        """The words of all alternatives, one after the other."""
        return tuple(word for way in self.alternatives for word in way.words)

    @property
    def pairs(self) -> tuple[str, ...]:
        """The pairs of all alternatives, one after the other."""
        return tuple(pair for way in self.alternatives for pair in way.pairs)


@dataclass(frozen=True, slots=True)
class Query:
    """Everything asked for: clauses of words, n-grams that forgive word borders and endings, and pairs of neighbours.

    `parts` are words that were typed only inside longer ones: 手续 and 续费 of 手续费.
    `about` is the slug of the article that explains the one term it speaks of, if it speaks of nothing else.
    """

    clauses: tuple[Clause, ...]
    ngrams: tuple[str, ...]
    pairs: tuple[str, ...] = ()
    parts: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()

    @property
    def words(self) -> tuple[str, ...]:
        """Every word of every clause, one after the other."""
        return tuple(word for clause in self.clauses for word in clause.words)

    @property
    def tokens(self) -> QueryTokens:
        """Every term that is worth a mark where it matched: not what asks nothing by itself, and no word twice."""
        words = dict.fromkeys(word for clause in self.clauses if not clause.is_silent for word in clause.words)
        return QueryTokens(tuple(words), tuple(ngram for ngram in self.ngrams if ngram not in words))


def literal_query(tokens: QueryTokens, silent: Collection[str] = ()) -> Query:
    """The question with no other words than its own; `silent` are words that ask nothing by themselves."""
    clauses = tuple(Clause((Alternative((word,)),), word in silent) for word in tokens.words)
    return Query(clauses, tuple(ngram for ngram in tokens.ngrams if ngram not in silent), tokens.pairs, tokens.parts)
