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

# A small site has few words, so a question that it answers shares fewer of them. What it takes for a match to
# outweigh chance was measured on 1 to 49 articles drawn from one help centre; it grows as sections / (sections + 60).
FEW_SECTIONS = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with its posting lists: those of each clause by its ways, of n-grams, and of pairs of words."""

    clauses: Sequence[tuple[Clause, Sequence[Sequence[Posting]]]]
    ngrams: Sequence[Posting]
    pairs: Sequence[Posting]


def run(asked: Asked, documents: int, least: float, ngram_weight: float) -> Ranked:
    """The sections with a support of at least `least`, best first, equals in their order.

    A clause answers by its best way. N-grams and words support a match; silent words and the order of words only rank.
    """
    telling = [(clause, ways) for clause, ways in asked.clauses if not clause.is_silent]
    silent = [ways[0][0] for clause, ways in asked.clauses if clause.is_silent]
    plain = [ways[0][0] for _, ways in telling if _is_plain(ways)]
    wide = [_best_way(clause, ways, documents) for clause, ways in telling if not _is_plain(ways)]
    information = math.fsum(_asked_for(ways) for _, ways in telling)
    information += ngram_weight * math.fsum(posting.idf for posting in asked.ngrams)
    if information == 0 or documents == 0:
        return Ranked(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))
    places, impacts = joined(plain)
    agreeing = np.bincount(places, minlength=documents)
    supported = np.bincount(places, impacts, documents) + _summed(asked.ngrams, documents)
    for scores in wide:
        supported += scores
        agreeing += scores > 0
    supports = supported / _scale(information, documents) * _agreement(agreeing, len(telling))
    found = np.flatnonzero((supports >= least) & (supported > 0))
    scores = (supported + SILENT * _summed(silent, documents) + _summed(asked.pairs, documents))[found]
    best = np.argsort(-scores, kind="stable")
    return Ranked(found[best], scores[best], supports[found[best]])


def _scale(information: float, documents: int) -> float:
    """What a match of full support scores."""
    scale = math.sqrt(information * min(information, float(idf(documents, 0))))
    return scale * documents / (documents + FEW_SECTIONS)


def _agreement(agreeing: npt.NDArray[np.int64], clauses: int) -> Scores:
    """What a match counts by how many clauses meet in it: all of it where all do, half where one of many does."""
    counts = np.arange(clauses + 1)
    return np.where(counts == clauses, 1.0, counts / (counts + 1.0))[agreeing]


def _is_plain(ways: Sequence[Sequence[Posting]]) -> bool:
    return len(ways) == 1 and len(ways[0]) == 1


def _summed(postings: Sequence[Posting], documents: int) -> Scores:
    places, impacts = joined(postings)
    return np.bincount(places, impacts, documents).astype(np.float64, copy=False)


def _best_way(clause: Clause, ways: Sequence[Sequence[Posting]], documents: int) -> Scores:
    """What the best way of a clause scores in each section: what was typed in part or whole, others only whole."""
    best = _summed(ways[0], documents)
    for alternative, postings in zip(clause.alternatives[1:], ways[1:], strict=True):
        if all(len(posting.documents) for posting in postings):
            scores = _summed(postings, documents)
            if len(postings) > 1:
                scores[np.bincount(joined(postings)[0], minlength=documents) < len(postings)] = 0
            np.maximum(best, alternative.weight * scores, out=best)
    return best


def _asked_for(ways: Sequence[Sequence[Posting]]) -> float:
    """The information of what was typed; of the best other way if the site knows nothing that was typed."""
    information = [math.fsum(posting.idf for posting in postings) for postings in ways]
    if len(ways) == 1 or any(len(posting.documents) for posting in ways[0]):
        return information[0]
    known = [
        each
        for each, postings in zip(information[1:], ways[1:], strict=True)
        if all(len(posting.documents) for posting in postings)
    ]
    return max(known, default=information[0])
