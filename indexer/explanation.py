"""Why a search answered as it did: what was asked, what else was tried, and what each term added to each hit."""

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.engines.base import Part
from indexer.finding import SUPPORT, Answer, Finder, needed
from indexer.model import SearchHit, SearchRequest, SearchResults
from indexer.query import Query
from indexer.ranking import ABOUT
from indexer.search import Searcher


@dataclass(frozen=True, slots=True)
class Attempt:
    """A text that was, or could have been, looked for in one locale, and how well the best article answers it.

    `counted` is the support after what is taken off for guessing; `needed` is what it takes to be shown.
    """

    kind: str
    text: str
    locale: str
    support: float
    counted: float
    needed: float


@dataclass(frozen=True, slots=True)
class ExplainedHit:
    """A hit, its best section's support, and the parts of that section's score, the largest first.

    The hit's score is `section_score` times `about`, plus `others`: a share of what its other sections score, and of
    what the article scores in other locales of the language.
    """

    hit: SearchHit
    support: float
    section_score: float
    others: float
    about: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A search with its reasons. `query` is what the reader's own index was asked."""

    results: SearchResults
    query: Query
    attempts: tuple[Attempt, ...]
    hits: tuple[ExplainedHit, ...]


def explain(searcher: Searcher, request: SearchRequest) -> Explanation:
    """Search, and say why.

    Raises:
        SearchError, IndexUnavailableError: as `Searcher.search`.
    """
    results = searcher.search(request)
    text = results.corrected_query or request.text
    own = searcher.finder.asked(text, request.locale)
    hits = tuple(_hits(searcher.finder, searcher.finder.answers(text, request.locale), results))
    return Explanation(results, own.query, tuple(_attempts(searcher, request)), hits)


def _attempts(searcher: Searcher, request: SearchRequest) -> Iterator[Attempt]:
    """As typed, in the reader's language and the others; then as it may have been meant."""
    text, locale, finder = request.text, request.locale, searcher.finder
    typed = finder.asked(text, locale).found.support
    yield Attempt("typed", text, locale.tag, typed, typed, SUPPORT)
    for other in finder.others(locale):
        found = finder.asked(text, other).found.support
        yield Attempt("other language", text, other.tag, found, found, needed(typed))
    for meaning in searcher.meanings(text, locale):
        yield Attempt("correction", meaning.text, locale.tag, meaning.support, meaning.counted, needed(typed))


def _hits(finder: Finder, answers: list[Answer], results: SearchResults) -> Iterator[ExplainedHit]:
    places = {(answer.locale, slug): (answer, at) for answer in answers for at, slug in enumerate(finder.slugs(answer))}
    for hit in results.hits:
        answer, at = places[hit.locale, hit.slug]
        parts = tuple(sorted(finder.parts(answer, at), key=lambda part: -part.score))
        section_score = sum(part.score for part in parts)
        about = ABOUT if hit.slug in answer.query.about else 1.0
        others = hit.score - section_score * about
        yield ExplainedHit(hit, float(answer.found.supports[at]), section_score, others, about, parts)
