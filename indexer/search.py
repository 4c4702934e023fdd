"""One search: a visitor's words against the indexes of their language and its fallbacks, as one page of articles."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.analysis.analyzers import Analysis, QueryTokens
from indexer.engines.base import Index, Match, Ranking
from indexer.model import SearchHit, SearchRequest, SearchResults
from indexer.snippets import snippet
from kb.errors import SearchError
from kb.locales import Locale

# The least support by which a query counts as answered. Measured on a help centre of 49 articles in seven languages,
# it silences 23 of 25 off-topic queries and 9 of 810 questions that its articles promise to answer; besides those,
# what is misspelt in every word or in words that no article uses.
SUPPORT = 0.62

# In an answered query, articles with less than this are left off the end of the list.
TAIL_SUPPORT = 0.3

# What each further section adds to an article's score, as a share of what the one before it added.
NEXT_SECTION = 0.5


@dataclass(frozen=True, slots=True)
class _Article:
    """An article found in one locale: its score, its best section, and the tokens it was found by."""

    locale: Locale
    score: float
    best: Match
    tokens: QueryTokens


class Searcher:
    """Searches one published build. `indexes` and `analyses` are by locale tag; any number of threads may search."""

    def __init__(
        self,
        indexes: Mapping[str, Index],
        analyses: Mapping[str, Analysis],
        fallbacks: Callable[[Locale], Sequence[Locale]],
    ) -> None:
        self._indexes = indexes
        self._analyses = analyses
        self._fallbacks = fallbacks

    def search(self, request: SearchRequest) -> SearchResults:
        """One page of articles, best first, a reader's own locale before its fallbacks; none rather than noise.

        Raises:
            SearchError: `limit` or `offset` is negative.
            IndexUnavailableError: an index is closed or damaged.
        """
        if request.limit < 0 or request.offset < 0:
            raise SearchError(f"limit {request.limit} and offset {request.offset} must not be negative")
        found = list(self._found(request))
        categories = Counter(article.best.category_id for article in found)
        if request.category is not None:
            found = [article for article in found if article.best.category_id == request.category]
        page = found[request.offset : request.offset + request.limit]
        return SearchResults(
            request=request,
            hits=tuple(self._hit(article, request.locale) for article in page),
            total=len(found),
            categories=dict(categories),
        )

    def _found(self, request: SearchRequest) -> Iterator[_Article]:
        """Every article that answers, once, from the first locale of the chain that has it."""
        seen: set[str] = set()
        for locale in (request.locale, *self._fallbacks(request.locale)):
            if locale.tag not in self._indexes:
                continue
            tokens = self._analyses[locale.tag].query(request.text)
            articles = _articles(self._indexes[locale.tag].search(tokens), locale)
            fresh = [article for article in articles if article.best.slug not in seen]
            seen.update(article.best.slug for article in fresh)
            yield from fresh

    def _hit(self, article: _Article, requested: Locale) -> SearchHit:
        section = self._indexes[article.locale.tag].section(article.best.document)
        return SearchHit(
            slug=section.slug,
            category_id=section.category_id,
            locale=article.locale,
            is_fallback=article.locale != requested,
            title=section.title,
            section_id=section.section_id,
            section_title=section.section_title,
            snippet=snippet(section.text, article.tokens, self._analyses[article.locale.tag]),
            score=article.score,
        )


def _articles(ranking: Ranking, locale: Locale) -> list[_Article]:
    """The articles of a ranking that answer, best first: the best section decides, the next ones help."""
    sections: dict[str, list[Match]] = defaultdict(list)
    for match in ranking.matches:
        sections[match.slug].append(match)
    articles = [
        _Article(
            locale,
            sum(match.score * NEXT_SECTION**further for further, match in enumerate(matches)),
            matches[0],
            ranking.tokens,
        )
        for matches in sections.values()
        if matches[0].support >= TAIL_SUPPORT
    ]
    if not any(article.best.support >= SUPPORT for article in articles):
        return []
    return sorted(articles, key=lambda article: (-article.score, article.best.slug))
