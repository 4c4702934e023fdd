"""Running a query over posting lists: what each section scores, and how far that outweighs chance."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from indexer.engines.base import Ranked, Scores
from indexer.engines.postings import Documents, Impacts, Posting, Postings, idf
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
    """The postings of one way to say something: of its words, and of the pairs of words that must stand in it."""

    words: Sequence[Posting]
    pairs: Sequence[Posting] = ()

    @property
    def information(self) -> float:
        """How much it tells, in nats."""
        return math.fsum(posting.idf for posting in self.words)

    @property
    def is_known(self) -> bool:
        """Whether the index has all of it."""
        return all(posting.sections for posting in (*self.words, *self.pairs))


@dataclass(frozen=True, slots=True)
class WideClause:
    """A clause that can be said in several ways, or in several words: what was typed, and the postings of each way.

    `typed` are what the words of the first way count, parts of longer words less.
    """

    clause: Clause
    ways: Sequence[Way]
    typed: Sequence[float]

    @property
    def is_known(self) -> bool:
        """Whether the index has any of what was typed, or all of another way."""
        return any(posting.sections for posting in self.ways[0].words) or any(way.is_known for way in self.ways[1:])

    @property
    def information(self) -> float:
        """How much what was typed tells; what the best other way does if the site knows nothing that was typed."""
        words = self.ways[0].words
        typed = math.fsum(share * posting.idf for share, posting in zip(self.typed, words, strict=True))
        if any(posting.sections for posting in words):
            return typed
        return max((way.information for way in self.ways[1:] if way.is_known), default=typed)

    def share(self, number: int) -> float:
        """What a way counts: one of more words tells more than what was typed, but does not mean as much more."""
        if number == 0:
            return TERM
        more = self.ways[number].information / self.information
        return TERM * self.clause.alternatives[number].weight / math.sqrt(max(1.0, more))


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with its postings: single words, those that are parts of longer ones, those that ask nothing by
    themselves, what can be said in several ways, n-grams, and pairs of words.
    """

    words: Sequence[Posting]
    parts: Sequence[Posting]
    silent: Sequence[Posting]
    wide: Sequence[WideClause]
    ngrams: Sequence[Posting]
    pairs: Sequence[Posting]

    @property
    def clauses(self) -> int:
        """How many things are asked."""
        return len(self.words) + len(self.parts) + len(self.wide)

    @property
    def information(self) -> float:
        """How much all that is asked tells, in nats."""
        single = math.fsum(posting.idf for posting in self.words) + PART * math.fsum(each.idf for each in self.parts)
        return single + math.fsum(clause.information for clause in self.wide)

    @property
    def known(self) -> float:
        """The share of what is asked that the index has."""
        single = sum(posting.sections > 0 for posting in (*self.words, *self.parts))
        return (single + sum(clause.is_known for clause in self.wide)) / self.clauses


class Executor:
    """Runs queries over the posting lists of one index of so many sections."""

    def __init__(self, postings: Mapping[str, Postings], documents: int) -> None:
        self._words, self._ngrams, self._pairs = (postings[family] for family in ("words", "ngrams", "pairs"))
        self._documents = documents
        self._rarest = float(idf(documents, 0))

    def run(self, asked: Asked, least: float) -> Ranked:
        """The sections with a support of at least `least`, best first, equals in their order.

        A clause answers by its best way. Words support a match; n-grams, silent words and the order of words only
        rank: pieces of words agree by chance.
        """
        information = asked.information
        if information == 0 or self._documents == 0:
            return Ranked(np.zeros(0, np.int64), np.zeros(0), np.zeros(0), known=0.0)
        supported, agreeing = self._supported(asked)
        supports = supported * (_agreement(asked.clauses) / self._scale(information))[agreeing]
        further = self._further(asked)
        found = np.flatnonzero(supports >= least if least > 0 else supported + further > 0)
        scores = supported[found] + further[found]
        best = np.argsort(-scores, kind="stable")
        return Ranked(found[best], scores[best], supports[found[best]], asked.known)

    def _supported(self, asked: Asked) -> tuple[Scores, npt.NDArray[np.int64]]:
        """What the words score in each section, and how many clauses agree in it."""
        words, parts = self._words.joined(asked.words), self._words.joined(asked.parts, PART)
        places, impacts = (np.concatenate(each) for each in zip(words, parts, strict=True)) if asked.parts else words
        supported, agreeing = self._sum(places, impacts), np.bincount(places, minlength=self._documents)
        for clause in asked.wide:
            best = self._best_way(clause)
            supported += best
            agreeing += best > 0
        return supported, agreeing

    def _further(self, asked: Asked) -> Scores:
        """What else ranks the sections."""
        lists = [self._ngrams.joined(asked.ngrams)]
        if asked.pairs:
            lists.append(self._pairs.joined(asked.pairs))
        if asked.silent:
            lists.append(self._words.joined(asked.silent, SILENT))
        return self._sum(*(np.concatenate(each) for each in zip(*lists, strict=True)))

    def _best_way(self, asked: WideClause) -> Scores:
        """What the best way of a clause scores in each section: what was typed in part or whole, others only whole."""
        best = np.zeros(self._documents)
        for share, posting in zip(asked.typed, asked.ways[0].words, strict=True):
            best += asked.share(0) * share * self._sum(*self._words.joined([posting]))
        for number, way in enumerate(asked.ways[1:], start=1):
            if way.is_known:
                scores = self._sum(*self._words.joined(way.words))
                if len(way.words) > 1:
                    places = (self._words.joined(way.words)[0], self._pairs.joined(way.pairs)[0])
                    having = np.bincount(np.concatenate(places), minlength=self._documents)
                    scores[having < len(way.words) + len(way.pairs)] = 0
                np.maximum(best, asked.share(number) * scores, out=best)
        return best

    def _sum(self, places: Documents, impacts: Impacts) -> Scores:
        return np.bincount(places, impacts, self._documents).astype(np.float64, copy=False)

    def _scale(self, information: float) -> float:
        """What a match of full support scores."""
        scale = math.sqrt(information * min(information, self._rarest))
        return scale * self._documents / (self._documents + FEW_SECTIONS)


@lru_cache(maxsize=256)
def _agreement(clauses: int) -> Scores:
    """What a match counts by how many clauses meet in it: all of it where all do, half where one of many does."""
    counts = np.arange(clauses + 1)
    return np.where(counts == clauses, 1.0, counts / (counts + 1.0))
