"""Running a query over posting lists: what each section scores, and how far that outweighs chance."""

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from indexer.engines.postings import Posting, idf
from indexer.query import Clause

# A small site has few words, so a question that it answers shares fewer of them. What it takes for a match to
# outweigh chance was measured on 1 to 49 articles drawn from one help centre; it grows as sections / (sections + 60).
FEW_SECTIONS = 60


class Execution:
    """One execution of a query: the score of every section, and how many clauses it answers."""

    def __init__(self, documents: int) -> None:
        self._documents = documents
        self._scores = np.zeros(documents, np.float32)
        self._supported = np.zeros(documents, np.float32)
        self._agreeing = np.zeros(documents, np.uint16)
        self._clauses = 0
        self._information = 0.0

    def add_clause(self, clause: Clause, ways: list[list[Posting]]) -> None:
        """Add what the best way of a clause scores in each section."""
        if clause.is_silent:
            self._scores += _sum(ways[0], self._documents, whole=False)
            return
        self._clauses += 1
        self._information += _asked(ways)
        if len(ways) == 1 and len(ways[0]) == 1:
            posting = ways[0][0]
            self._scores[posting.documents] += posting.impacts
            self._supported[posting.documents] += posting.impacts
            self._agreeing[posting.documents] += 1
            return
        best = _sum(ways[0], self._documents, whole=False)
        for alternative, postings in zip(clause.alternatives[1:], ways[1:], strict=True):
            if all(len(posting.documents) for posting in postings):
                np.maximum(best, alternative.weight * _sum(postings, self._documents, whole=True), out=best)
        self._scores += best
        self._supported += best
        self._agreeing += best > 0

    def add_ngram(self, posting: Posting, weight: float) -> None:
        """Add an n-gram, whose impacts carry its weight."""
        self._information += weight * posting.idf
        self._scores[posting.documents] += posting.impacts
        self._supported[posting.documents] += posting.impacts

    def best(self, least: float) -> Iterator[tuple[int, float, float]]:
        """(document, score, support) of the sections supported enough, best first."""
        if self._information == 0 or self._documents == 0:
            return
        scale = math.sqrt(self._information * min(self._information, float(idf(self._documents, 0))))
        scale *= self._documents / (self._documents + FEW_SECTIONS)
        agreement = np.where(self._agreeing == self._clauses, 1.0, self._agreeing / (self._agreeing + 1.0))
        supports = self._supported / scale * agreement
        found = np.flatnonzero((supports >= least) & (self._supported > 0))
        scores = self._scores[found]
        best = np.argsort(-scores, kind="stable")
        yield from zip(found[best].tolist(), scores[best].tolist(), supports[found][best].tolist(), strict=True)


def _asked(ways: list[list[Posting]]) -> float:
    """The information of what was typed; of the best other way if the site knows nothing that was typed."""
    information = [sum(posting.idf for posting in postings) for postings in ways]
    if len(ways) == 1 or any(len(posting.documents) for posting in ways[0]):
        return information[0]
    known = [
        each
        for each, postings in zip(information[1:], ways[1:], strict=True)
        if all(len(posting.documents) for posting in postings)
    ]
    return max(known, default=information[0])


def _sum(postings: list[Posting], documents: int, *, whole: bool) -> npt.NDArray[np.float32]:
    """What the posting lists add up to in each section; nothing where one is missing, if they only count `whole`."""
    scores = np.zeros(documents, np.float32)
    agreeing = np.zeros(documents, np.uint16)
    for posting in postings:
        scores[posting.documents] += posting.impacts
        agreeing[posting.documents] += 1
    if whole:
        scores[agreeing < len(postings)] = 0
    return scores
