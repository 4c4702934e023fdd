"""From ranked sections to ranked articles: the best section decides, the next ones help."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.engines.base import Numbers, Ranked, Scores

# What each further section adds to an article's score, as a share of what the one before it added.
NEXT_SECTION = 0.5

# What the same article scores in another locale of the language counts so much: what each editor wrote helps to find
# what the other did. On a help centre in both Chinese scripts it puts one more question in fifty in first place.
LENT = 0.5

# How much better an article does when it explains the one term that a question consists of.
ABOUT = 1.5


@dataclass(frozen=True, slots=True)
class RankedArticles:
    """Articles by number, best first, each with its best section, its score, and that section's support."""

    articles: Numbers
    documents: Numbers
    scores: Scores
    supports: Scores

    def __len__(self) -> int:
        return len(self.articles)

    @property
    def support(self) -> float:
        """How well the question is answered; 0 where nothing was found."""
        return float(self.supports.max()) if len(self) else 0.0

    def where(self, kept: npt.NDArray[np.bool_]) -> "RankedArticles":
        """Only the articles at the places that are kept."""
        return RankedArticles(self.articles[kept], self.documents[kept], self.scores[kept], self.supports[kept])


def lent(own: RankedArticles, other: RankedArticles, own_number: Numbers) -> RankedArticles:
    """The articles of one locale, ranked also by what they score in another of its language.

    `own_number` is for each article of the other its number here, or -1.
    """
    numbers = own_number[other.articles]
    here = numbers >= 0
    scores = np.zeros(max(own.articles.max(initial=-1), numbers.max(initial=-1)) + 1)
    scores[numbers[here]] = other.scores[here]
    scores = own.scores + LENT * scores[own.articles]
    best = np.argsort(-scores, kind="stable")
    return RankedArticles(own.articles[best], own.documents[best], scores[best], own.supports[best])


def by_article(ranked: Ranked, article_of: Numbers, about: Collection[int] = ()) -> RankedArticles:
    """The articles of ranked sections, equals in the order of their numbers.

    `article_of` is the article of each section; `about` are articles that explain what is asked about.
    """
    articles = article_of[ranked.documents]
    grouped = np.argsort(articles, kind="stable")
    articles = articles[grouped]
    firsts = np.flatnonzero(np.concatenate(([True], articles[1:] != articles[:-1]))) if len(articles) else grouped
    sizes = np.diff(np.concatenate((firsts, [len(articles)])))
    place = np.arange(len(articles)) - np.repeat(firsts, sizes)
    shares = ranked.scores[grouped] * NEXT_SECTION**place
    scores = np.add.reduceat(shares, firsts) if len(articles) else shares
    if about:
        scores[np.isin(articles[firsts], list(about))] *= ABOUT
    best = np.argsort(-scores, kind="stable")
    sections = grouped[firsts][best]
    return RankedArticles(articles[firsts][best], ranked.documents[sections], scores[best], ranked.supports[sections])
