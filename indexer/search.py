"""One search: a visitor's words against the indexes of their language and its fallbacks, as one page of articles."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.analysis.analyzers import Analysis, QueryTokens
from indexer.correction.corrector import Correction
from indexer.engines.base import Index, Match
from indexer.model import SearchHit, SearchRequest, SearchResults
from indexer.query import Query
from indexer.snippets import snippet
from indexer.thesaurus import Thesaurus
from kb.errors import SearchError
from kb.locales import Locale

# The least support by which a query counts as answered. On a help centre of 49 articles in seven languages it leaves
# one in fifty of a thousand promised questions without an answer, and silences five of six that no article answers.
SUPPORT = 0.55

# In an answered query, articles with less than this are left off the end of the list.
TAIL_SUPPORT = 0.25

# A question with this support in the reader's language is not looked for in others, where it must do so much better;
# nor is a text of more code points than anybody types.
CERTAIN = 1.0
CLEARLY_BETTER = 1.2
LONGEST_FOREIGN = 120

# What nobody typed in these words, a correction or another language, needs more support than what somebody did.
MEANT = 0.6

# How much of its support a correction loses for being a guess, by its cost from 0 to 1.
DOUBT = 0.5

# How much better an article does when it explains the one term that a question consists of.
ABOUT = 1.5

# What each further section adds to an article's score, as a share of what the one before it added.
NEXT_SECTION = 0.5


@dataclass(frozen=True, slots=True)
class FoundArticle:
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
        thesaurus: Thesaurus,
        corrections: Callable[[str, Locale], Sequence[Correction]] = lambda _text, _locale: (),
    ) -> None:
        self._indexes = indexes
        self._analyses = analyses
        self._fallbacks = fallbacks
        self._thesaurus = thesaurus
        self._corrections = corrections
        self._locales = [Locale(tag) for tag in indexes]

    def search(self, request: SearchRequest) -> SearchResults:
        """One page of articles, best first, a reader's own locale before its fallbacks; none rather than noise.

        Raises:
            SearchError: `limit` or `offset` is negative.
            IndexUnavailableError: an index is closed or damaged.
        """
        if request.limit < 0 or request.offset < 0:
            raise SearchError(f"limit {request.limit} and offset {request.offset} must not be negative")
        found = self.found(request.text, request.locale)
        corrected = None if request.is_literal else self._corrected(request.text, request.locale, found)
        if corrected:
            found = self.found(corrected, request.locale)
        categories = Counter(article.best.category_id for article in found)
        if request.category is not None:
            found = [article for article in found if article.best.category_id == request.category]
        page = found[request.offset : request.offset + request.limit]
        return SearchResults(
            request=request,
            hits=tuple(self._hit(article, request.locale) for article in page),
            total=len(found),
            categories=dict(categories),
            corrected_query=corrected,
        )

    def _corrected(self, text: str, locale: Locale, found: list[FoundArticle]) -> str | None:
        """What was probably meant, if what was typed finds little and another text finds clearly more."""
        supported = _support(found)
        if supported >= CERTAIN:
            return None
        best, meant = max(CLEARLY_BETTER * supported, MEANT), None
        for correction in self._corrections(text, locale):
            support = _support(self.found(correction.text, locale)) * (1 - DOUBT * correction.cost)
            if support > best:
                best, meant = support, correction.text
        return meant

    def ranked(self, text: str, locale: Locale) -> list[FoundArticle]:
        """Every article of one locale that shares a word with the text, best first, whether it answers or not."""
        query = self._thesaurus.query(text, locale)
        return _ranked(self._indexes[locale.tag].search(query), query, locale)

    def found(self, text: str, locale: Locale) -> list[FoundArticle]:
        """Every article that answers, once, in the reader's language or the nearest it is written in."""
        own = self._in_locale(text, locale)
        foreign = self._in_other_languages(text, locale, own)
        chain = [hit for each in self._fallbacks(locale) for hit in self._in_locale(text, each)]
        untranslated = [hit for hit in chain if not self._has(locale, hit.best.slug)]
        return _once([*own, *untranslated] if not foreign else [*foreign, *own, *untranslated])

    def _in_other_languages(self, text: str, locale: Locale, own: list[FoundArticle]) -> list[FoundArticle]:
        """What a question in another language than the reader's means: found there, shown where the reader reads.

        Nothing while the reader's own language answers as well.
        """
        supported = _support(own)
        if supported >= CERTAIN or len(text) > LONGEST_FOREIGN:
            return []
        others = [self._in_locale(text, other) for other in self._locales if other != locale]
        best = max(others, key=_support, default=[])
        if _support(best) <= max(CLEARLY_BETTER * supported, MEANT):
            return []
        return [shown for article in best if (shown := self._shown(article, locale))]

    def _shown(self, article: FoundArticle, locale: Locale) -> FoundArticle | None:
        """An article found in another language, in the first language of the reader's that it is written in."""
        for each in (locale, *self._fallbacks(locale)):
            if each.tag not in self._indexes:
                continue
            number = self._indexes[each.tag].number_of(article.best.slug, article.best.section_id)
            if number is not None:
                return replace(article, locale=each, best=replace(article.best, document=number))
        return None

    def _has(self, locale: Locale, slug: str) -> bool:
        index = self._indexes.get(locale.tag)
        return index is not None and index.number_of(slug, "") is not None

    def _in_locale(self, text: str, locale: Locale) -> list[FoundArticle]:
        if locale.tag not in self._indexes:
            return []
        query = self._thesaurus.query(text, locale)
        matches = self._indexes[locale.tag].search(query, least=TAIL_SUPPORT)
        return _ranked(matches, query, locale) if any(match.support >= SUPPORT for match in matches) else []

    def _hit(self, article: FoundArticle, requested: Locale) -> SearchHit:
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


def _support(found: Iterable[FoundArticle]) -> float:
    return max((article.best.support for article in found), default=0.0)


def _once(found: Iterable[FoundArticle]) -> list[FoundArticle]:
    """The first of each article."""
    first: dict[str, FoundArticle] = {}
    for article in found:
        first.setdefault(article.best.slug, article)
    return list(first.values())


def _ranked(matches: Sequence[Match], query: Query, locale: Locale) -> list[FoundArticle]:
    """The articles of some sections, best first: the best section decides, the next ones help."""
    sections: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        sections[match.slug].append(match)
    tokens = query.tokens
    articles = [
        FoundArticle(
            locale,
            (ABOUT if slug in query.about else 1.0)
            * sum(match.score * NEXT_SECTION**further for further, match in enumerate(each)),
            each[0],
            tokens,
        )
        for slug, each in sections.items()
    ]
    return sorted(articles, key=lambda article: (-article.score, article.best.slug))
