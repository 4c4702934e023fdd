"""Running a query over posting lists: what each section scores, and how far that outweighs chance."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.engines.base import Ranked, Scores
from indexer.engines.postings import Posting, idf, joined
from indexer.query import Clause

# What a word that asks nothing by itself counts: how, the, 怎么. Titles that ask the same way are a little nearer.
SILENT = 0.4

# How much better a match is of something that the site has a term for than of other words.
TERM = 1.25

# What a word counts that was typed only inside a longer one, which says the same again.
PART = 0.5

# A small site has few words, so a question that it answers shares fewer of them. What it takes for a match to
# outweigh chance was measured on 1 to 49 articles drawn from one help centre; it grows as sections / (sections + 60).
FEW_SECTIONS = 60


@dataclass(frozen=True, slots=True)
class Way:
    """The posting lists of one way to say something: of its words, and of the pairs of words that must stand in it."""

    words: Sequence[Posting]
    pairs: Sequence[Posting] = ()

    @property
    def information(self) -> float:
        """How much it tells, in nats."""
        return math.fsum(posting.idf for posting in self.words)

    @property
    def is_known(self) -> bool:
        """Whether the index has all of it."""
        return all(len(posting.documents) for posting in (*self.words, *self.pairs))


@dataclass(frozen=True, slots=True)
class AskedClause:
    """A clause with the posting lists of its ways, the one that was typed first."""

    clause: Clause
    ways: Sequence[Way]

    @property
    def word(self) -> Posting | None:
        """The only word of a clause that can be said in no other way."""
        return self.ways[0].words[0] if len(self.ways) == 1 and len(self.ways[0].words) == 1 else None

    @property
    def is_known(self) -> bool:
        """Whether the index has any of what was typed, or all of another way."""
        typed, *others = self.ways
        return any(len(posting.documents) for posting in typed.words) or any(way.is_known for way in others)

    @property
    def information(self) -> float:
        """How much what was typed tells; what the best other way does if the site knows nothing that was typed."""
        typed, *others = self.ways
        if any(len(posting.documents) for posting in typed.words):
            return typed.information
        return max((way.information for way in others if way.is_known), default=typed.information)

    def share(self, number: int) -> float:
        """What a way counts: one of more words tells more than what was typed, but does not mean as much more."""
        if number == 0:
            return 1.0
        return self.clause.alternatives[number].weight * math.sqrt(
            min(1, self.information / self.ways[number].information)
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with its posting lists: those of each clause by its ways, of n-grams, and of pairs of words."""

    clauses: Sequence[AskedClause]
    ngrams: Sequence[Posting]
    pairs: Sequence[Posting]


def run(asked: Asked, documents: int, least: float) -> Ranked:
    """The sections with a support of at least `least`, best first, equals in their order.

    A clause answers by its best way. Words support a match; n-grams, silent words and the order of words only rank:
    pieces of words agree by chance.
    """
    telling = [each for each in asked.clauses if not each.clause.is_silent]
    silent = [each.ways[0].words[0] for each in asked.clauses if each.clause.is_silent]
    information = math.fsum(each.information for each in telling)
    if information == 0 or documents == 0:
        return Ranked(np.zeros(0, np.int64), np.zeros(0), np.zeros(0), known=0.0)
    plain = [each.word for each in telling if each.word]
    supported, agreeing = _summed(plain, documents), np.bincount(joined(plain)[0], minlength=documents)
    for each in telling:
        if not each.word:
            best = TERM * _best_way(each, documents)
            supported += best
            agreeing += best > 0
    supports = supported / _scale(information, documents) * _agreement(agreeing, len(telling))
    scores = supported + SILENT * _summed(silent, documents) + _summed([*asked.ngrams, *asked.pairs], documents)
    found = np.flatnonzero((supports >= least) & (scores > 0))
    ranks = np.argsort(-scores[found], kind="stable")
    best_first = found[ranks]
    known = sum(each.is_known for each in telling) / len(telling)
    return Ranked(best_first, scores[best_first], supports[best_first], known)


def _scale(information: float, documents: int) -> float:
    """What a match of full support scores."""
    scale = math.sqrt(information * min(information, float(idf(documents, 0))))
    return scale * documents / (documents + FEW_SECTIONS)


def _agreement(agreeing: npt.NDArray[np.int64], clauses: int) -> Scores:
    """What a match counts by how many clauses meet in it: all of it where all do, half where one of many does."""
    counts = np.arange(clauses + 1)
    return np.where(counts == clauses, 1.0, counts / (counts + 1.0))[agreeing]


def _summed(postings: Sequence[Posting], documents: int) -> Scores:
    places, impacts = joined(postings)
    return np.bincount(places, impacts, documents).astype(np.float64, copy=False)


def _best_way(asked: AskedClause, documents: int) -> Scores:
    """What the best way of a clause scores in each section: what was typed in part or whole, others only whole."""
    best = _summed(asked.ways[0].words, documents)
    for number, way in enumerate(asked.ways[1:], start=1):
        if way.is_known:
            scores = _summed(way.words, documents)
            together = [*way.words, *way.pairs]
            if len(together) > 1:
                scores[np.bincount(joined(together)[0], minlength=documents) < len(together)] = 0
            np.maximum(best, asked.share(number) * scores, out=best)
    return best
