"""Finding the articles that answer a question: in the reader's language, in its fallbacks, and in other languages."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
import numpy.typing as npt

from indexer.engines.base import Index, Numbers, Part
from indexer.query import Query
from indexer.ranking import RankedArticles, by_article, lent
from indexer.thesaurus import Thesaurus
from kb.locales import Locale

# The least support by which a query counts as answered. On a help centre of 49 articles in seven languages it leaves
# one in two hundred of a thousand promised questions without an answer, and silences 22 of 23 graded ones that no
# article answers.
SUPPORT = 0.6

# In an answered query, articles with less than this are left off the end of the list.
TAIL_SUPPORT = 0.25

# … and so are those after the first few that score less than this share of what the best one does. On the same help
# centre it halves the list of a graded question, from 18 articles to 9, and costs one of 289 best answers.
TAIL_SCORE = 0.2
ALWAYS_LISTED = 5

# What nobody typed in these words, a correction or another language, must do so much better than what somebody did.
CLEARLY_BETTER = 1.2

# … and be supported by itself.
MEANT = 0.6

# A question of known words with this support is not looked for in other languages; nor is a text of more code points
# than anybody types.
CERTAIN = 1.0
LONGEST_FOREIGN = 120


@dataclass(frozen=True, slots=True)
class Answer:
    """The articles of one locale that answer a question, and the question as the index they were found in was asked it.

    They were found in the index of `found_in`, which knows a share of the question's words: `known`.
    """

    locale: Locale
    found_in: Locale
    query: Query
    found: RankedArticles
    known: float


class Finder:
    """Asks the indexes of one published build, by locale tag. Any number of threads may ask."""

    def __init__(
        self,
        indexes: Mapping[str, Index],
        fallbacks: Callable[[Locale], Sequence[Locale]],
        thesaurus: Thesaurus,
    ) -> None:
        self.indexes = indexes
        self._fallbacks = fallbacks
        self._thesaurus = thesaurus
        self._locales = [Locale(tag) for tag in indexes]
        self._articles = {tag: {slug: at for at, slug in enumerate(index.slugs)} for tag, index in indexes.items()}
        self._numbers: dict[tuple[Locale, Locale], Numbers] = {}
        self._chains: dict[Locale, list[tuple[Locale, npt.NDArray[np.bool_]]]] = {}

    def answers(self, text: str, locale: Locale) -> list[Answer]:
        """Every article that answers, once, in the reader's language or the nearest it is written in, best first."""
        own, *untranslated = self.nearby(text, locale)
        foreign = self._in_other_languages(text, locale, own)
        if not foreign:
            return [own, *untranslated]
        shown = {slug for answer in foreign for slug in self.slugs(answer)}
        return [*foreign, *(self._without(answer, shown) for answer in (own, *untranslated))]

    def nearby(self, text: str, locale: Locale) -> list[Answer]:
        """What the reader's own language answers, and its fallbacks with articles that it does not have."""
        return [self._in_locale(text, locale), *self._untranslated(text, locale)]

    def asked(self, text: str, locale: Locale, *, least: float = 0.0) -> Answer:
        """Every article of one locale with a support of at least `least`, best first, whether it answers or not.

        Other locales of the same language help to rank them.
        """
        answer = self._in_index(text, locale, least)
        for sister in self._sisters(locale):
            other = self._in_index(text, sister, least)
            found = lent(answer.found, other.found, self._numbers_of(sister, locale))
            answer = replace(answer, found=found)
        return answer

    def slugs(self, answer: Answer) -> list[str]:
        """The slugs of the articles found, in their order."""
        index = self.indexes.get(answer.locale.tag)
        return [] if index is None else [index.slugs[article] for article in answer.found.articles.tolist()]

    def parts(self, answer: Answer, at: int) -> Iterator[Part]:
        """The parts of the score of the best section of the article in place `at`, in the index it was found in."""
        place = self.indexes[answer.locale.tag].place(int(answer.found.documents[at]))
        index = self.indexes[answer.found_in.tag]
        number = index.number_of(place.slug, place.section_id)
        return iter(()) if number is None else index.explain(answer.query, number)

    def others(self, locale: Locale) -> list[Locale]:
        """The languages in which a question is looked for that the reader's own does not answer well."""
        return [other for other in self._locales if other.language != locale.language]

    def _in_index(self, text: str, locale: Locale, least: float) -> Answer:
        if locale.tag not in self.indexes:
            nothing = np.zeros(0, np.int64)
            found = RankedArticles(nothing, nothing, np.zeros(0), np.zeros(0))
            return Answer(locale, locale, Query((), ()), found, 0.0)
        query = self._thesaurus.query(text, locale)
        index, articles = self.indexes[locale.tag], self._articles[locale.tag]
        about = [articles[slug] for slug in query.about if slug in articles]
        ranked = index.search(query, least=least)
        return Answer(locale, locale, query, by_article(ranked, index.articles, about), ranked.known)

    def _in_other_languages(self, text: str, locale: Locale, own: Answer) -> list[Answer]:
        """What a question in another language than the reader's means: found there, shown where the reader reads.

        Nothing unless that language answers clearly better, and knows as many of its words if the own one answers.
        """
        if (own.known == 1 and own.found.support >= CERTAIN) or len(text) > LONGEST_FOREIGN:
            return []
        found = [self._in_locale(text, other) for other in self.others(locale)]
        knowing = [answer for answer in found if answer.known >= own.known or not len(own.found)]
        best = max(knowing, key=lambda answer: answer.found.support, default=own)
        return [] if best.found.support <= needed(own.found.support) else self._shown(best, locale)

    def _shown(self, answer: Answer, locale: Locale) -> list[Answer]:
        """The articles found in another language, each in the first language of the reader's that it is written in."""
        rows: list[tuple[Locale, int, int, float, float]] = []
        index = self.indexes[answer.locale.tag]
        found = answer.found
        for document, score, supported in zip(found.documents, found.scores, found.supports, strict=True):
            place = index.place(int(document))
            for each in (locale, *self._fallbacks(locale)):
                if (article := self._articles.get(each.tag, {}).get(place.slug)) is not None:
                    number = self.indexes[each.tag].number_of(place.slug, place.section_id)
                    assert number is not None  # the index has the article
                    rows.append((each, article, number, score, supported))
                    break
        return [
            replace(
                answer, locale=each, found=RankedArticles(*map(np.array, zip(*(row[1:] for row in run), strict=True)))
            )
            for each, run in groupby(rows, key=lambda row: row[0])
        ]

    def _untranslated(self, text: str, locale: Locale) -> list[Answer]:
        """What the fallback chain answers with articles that the reader's own locale does not have."""
        answers = []
        for each, missing in self._chain(locale):
            answer = self._in_locale(text, each)
            answers.append(replace(answer, found=answer.found.where(missing[answer.found.articles])))
        return answers

    def _sisters(self, locale: Locale) -> list[Locale]:
        """The other locales of a locale's language."""
        if locale.tag not in self.indexes:
            return []
        return [other for other in self._locales if other.language == locale.language and other != locale]

    def _numbers_of(self, other: Locale, locale: Locale) -> Numbers:
        """For each article of one locale its number in another, or -1."""
        if (other, locale) not in self._numbers:
            here = self._articles[locale.tag]
            numbers = [here.get(slug, -1) for slug in self.indexes[other.tag].slugs]
            self._numbers[other, locale] = np.array(numbers, np.int64)
        return self._numbers[other, locale]

    def _chain(self, locale: Locale) -> list[tuple[Locale, npt.NDArray[np.bool_]]]:
        """The fallbacks that have articles which no locale before them has, and which of theirs these are."""
        if locale not in self._chains:
            seen = set(self._articles.get(locale.tag, ()))
            chain = []
            for each in self._fallbacks(locale):
                slugs = self._articles.get(each.tag, {})
                missing = np.array([slug not in seen for slug in slugs], bool)
                if missing.any():
                    chain.append((each, missing))
                seen.update(slugs)
            self._chains[locale] = chain
        return self._chains[locale]

    def _without(self, answer: Answer, slugs: set[str]) -> Answer:
        kept = np.array([slug not in slugs for slug in self.slugs(answer)], bool)
        return replace(answer, found=answer.found.where(kept))

    def _in_locale(self, text: str, locale: Locale) -> Answer:
        """What one locale answers; nothing if no section of it is supported enough."""
        answer = self.asked(text, locale, least=TAIL_SUPPORT)
        if answer.found.support < SUPPORT:
            return replace(answer, found=answer.found.where(np.zeros(len(answer.found), bool)))
        scores = answer.found.scores
        is_listed = (scores >= TAIL_SCORE * scores.max()) | (np.arange(len(scores)) < ALWAYS_LISTED)
        return replace(answer, found=answer.found.where(is_listed))


def support(answers: Iterable[Answer]) -> float:
    """How well the best article of several answers is supported; 0 where nothing was found."""
    return max((answer.found.support for answer in answers), default=0.0)


def needed(supported: float) -> float:
    """The support that something nobody typed must exceed, where what was typed has `supported`."""
    return max(CLEARLY_BETTER * supported, MEANT)
