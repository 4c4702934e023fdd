"""One search: a visitor's words, mended where they find little, as one page of articles."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, islice

import numpy as np

from indexer.analysis.analyzers import QueryTokens
from indexer.correction.corrector import Correction
from indexer.finding import Answer, Finder, needed, support
from indexer.model import SearchHit, SearchRequest, SearchResults
from indexer.naming import other_names
from indexer.snippets import snippet
from kb.errors import SearchError
from kb.locales import Locale

# How much of its support a correction loses for being a guess, by its cost from 0 to 1.
DOUBT = 0.5

# How much more a less likely meaning must be supported than a more likely one to be preferred.
LESS_LIKELY = 1.15

# As many articles that do not answer, but share a word that tells something, say which categories are nearest.
NEAREST = 3
NEAR_SUPPORT = 0.05

Corrections = Callable[[str, Locale], Sequence[Correction]]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A text as it may have been meant, how well it is supported, and what of that counts: it is a guess."""

    text: str
    support: float
    counted: float


class Searcher:
    """Searches one published build. Any number of threads may search."""

    def __init__(self, finder: Finder, corrections: Corrections = lambda _text, _locale: ()) -> None:
        self.finder = finder
        self._corrections = corrections

    def search(self, request: SearchRequest) -> SearchResults:
        """One page of articles, best first, a reader's own locale before its fallbacks; none rather than noise.

        Raises:
            SearchError: `limit` or `offset` is negative.
            IndexUnavailableError: an index is closed or damaged.
        """
        if request.limit < 0 or request.offset < 0:
            raise SearchError(f"limit {request.limit} and offset {request.offset} must not be negative")
        answers = self.finder.answers(request.text, request.locale)
        meanings = [] if request.is_literal else list(self.meanings(request.text, request.locale))
        corrected = _clearly_meant(meanings, answers)
        if corrected:
            answers = self.finder.answers(corrected, request.locale)
        categories = self._categories(answers)
        tried = () if categories else tuple(meaning.text for meaning in meanings)
        nearest = () if categories else self._nearest(request.text, request.locale)
        if request.category is not None:
            answers = [self._in_category(answer, request.category) for answer in answers]
        page = islice(_places(answers), request.offset, request.offset + request.limit)
        return SearchResults(
            request=request,
            hits=tuple(self._hits(page, request.locale)),
            total=sum(len(answer.found) for answer in answers),
            categories=categories,
            corrected_query=corrected,
            tried=tried,
            nearest=nearest,
        )

    def meanings(self, text: str, locale: Locale) -> Iterator[Meaning]:
        """What else the text may have meant in the reader's language, most likely first."""
        for correction in self._corrections(text, locale):
            found = support(self.finder.nearby(correction.text, locale))
            yield Meaning(correction.text, found, found * (1 - DOUBT * correction.cost))

    def _nearest(self, text: str, locale: Locale) -> tuple[str, ...]:
        """The categories of the articles that come nearest to answering, the nearest first."""
        found = self.finder.asked(text, locale, least=NEAR_SUPPORT).found
        if not len(found):
            return ()
        index = self.finder.indexes[locale.tag]
        places = index.categories[found.articles[:NEAREST]].tolist()
        return tuple(dict.fromkeys(index.category_ids[place] for place in places))

    def _categories(self, answers: Iterable[Answer]) -> dict[str, int]:
        counts: Counter[str] = Counter()
        for answer in answers:
            if len(answer.found):
                index = self.finder.indexes[answer.locale.tag]
                counted = np.bincount(index.categories[answer.found.articles]).tolist()
                counts.update({index.category_ids[at]: count for at, count in enumerate(counted) if count})
        return dict(counts)

    def _in_category(self, answer: Answer, category: str) -> Answer:
        index = self.finder.indexes.get(answer.locale.tag)
        if index is None or category not in index.category_ids:
            return replace(answer, found=answer.found.where(np.zeros(len(answer.found), bool)))
        number = index.category_ids.index(category)
        return replace(answer, found=answer.found.where(index.categories[answer.found.articles] == number))

    def _hits(self, page: Iterable[tuple[Answer, int]], requested: Locale) -> Iterator[SearchHit]:
        for _, places in groupby(page, key=lambda each: id(each[0])):
            (answer, first), *others = places
            tokens = answer.query.tokens
            for at in (first, *(at for _, at in others)):
                yield self._hit(answer, at, tokens, requested)

    def _hit(self, answer: Answer, at: int, tokens: QueryTokens, requested: Locale) -> SearchHit:
        index, document = self.finder.indexes[answer.locale.tag], int(answer.found.documents[at])
        section = index.section(document)
        words, ngrams = index.marks(document, tokens)
        is_foreign = answer.found_in.language != answer.locale.language
        return SearchHit(
            slug=section.place.slug,
            category_id=section.place.category_id,
            locale=answer.locale,
            is_fallback=answer.locale != requested,
            title=section.title,
            section_id=section.place.section_id,
            section_title=section.section_title,
            snippet=snippet(section.text, words, ngrams),
            score=float(answer.found.scores[at]),
            other_names=() if is_foreign else tuple(other_names(answer.query, words, partial(index.titled, document))),
            found_in=answer.found_in if is_foreign else None,
        )


def _clearly_meant(meanings: Iterable[Meaning], answers: Sequence[Answer]) -> str | None:
    """What was probably meant, if what was typed finds little and another text finds clearly more."""
    best = Meaning("", 0.0, 0.0)
    for meaning in meanings:
        if meaning.counted > LESS_LIKELY * best.counted:
            best = meaning
    return best.text if best.counted > needed(support(answers)) else None


def _places(answers: Iterable[Answer]) -> Iterator[tuple[Answer, int]]:
    """Every article of some answers, one after the other."""
    return ((answer, at) for answer in answers for at in range(len(answer.found)))
