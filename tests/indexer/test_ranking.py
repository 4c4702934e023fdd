"""From ranked sections to ranked articles."""

import numpy as np
import pytest

from indexer.engines.base import Ranked
from indexer.ranking import ABOUT, LENT, NEXT_SECTION, RankedArticles, by_article, lent


def ranked(*sections: tuple[int, float, float]) -> Ranked:
    """Sections by number, score and support, best first."""
    numbers, scores, supports = zip(*sections, strict=True) if sections else ((), (), ())
    return Ranked(np.array(numbers, np.int64), np.array(scores, float), np.array(supports, float))


# Sections 0 to 4: the first two of article 0, the next two of article 1, the last of article 2.
ARTICLE_OF = np.array([0, 0, 1, 1, 2])


def rows(found: RankedArticles) -> list[tuple[int, int, float, float]]:
    """Article, best section, score and support, best first."""
    columns = (found.articles, found.documents, found.scores, found.supports)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_the_best_section_decides_and_the_next_ones_help() -> None:
    """Each further section of an article counts a share of what the one before it did."""
    found = by_article(ranked((4, 5.0, 0.9), (1, 4.0, 0.8), (0, 3.0, 1.0)), ARTICLE_OF)
    assert rows(found) == [(0, 1, 4.0 + NEXT_SECTION * 3.0, 0.8), (2, 4, 5.0, 0.9)]
    assert found.support == 0.9
    assert len(found) == 2


def test_equal_articles_come_in_their_order() -> None:
    """By number, whatever the order of their sections."""
    assert [row[0] for row in rows(by_article(ranked((4, 2.0, 1.0), (2, 2.0, 1.0), (0, 2.0, 1.0)), ARTICLE_OF))] == [
        0,
        1,
        2,
    ]


def test_an_article_that_explains_what_is_asked_about_does_better() -> None:
    """But only if it answers at all."""
    found = by_article(ranked((4, 5.0, 1.0), (0, 4.0, 1.0)), ARTICLE_OF, about=[0, 1])
    assert rows(found) == [(0, 0, 4.0 * ABOUT, 1.0), (2, 4, 5.0, 1.0)]


def test_nothing_is_nothing() -> None:
    """No section, no article, no support."""
    found = by_article(ranked(), ARTICLE_OF)
    assert (rows(found), found.support) == ([], 0.0)
    assert rows(lent(found, found, np.array([0, 1, 2]))) == []


def test_another_locale_of_the_language_lends_its_scores() -> None:
    """It changes the order of what was found, not what was found, nor its support."""
    own = by_article(ranked((4, 5.0, 0.9), (0, 4.0, 0.8)), ARTICLE_OF)
    other = by_article(ranked((0, 6.0, 2.0), (2, 9.0, 2.0)), np.array([0, 1, 2]))
    found = lent(own, other, np.array([0, -1, 1]))
    assert rows(found) == [(0, 0, pytest.approx(4.0 + LENT * 6.0), 0.8), (2, 4, 5.0, 0.9)]


def test_a_choice_keeps_the_order() -> None:
    """Articles that are left out leave the others as they were."""
    found = by_article(ranked((4, 5.0, 0.9), (2, 4.5, 0.7), (0, 4.0, 0.8)), ARTICLE_OF)
    assert rows(found.where(np.array([True, False, True]))) == [rows(found)[0], rows(found)[2]]
