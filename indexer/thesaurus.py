"""What a site's terms say about a question: other words for the same thing, in the same language and across languages.

Terms match on words, never inside others: a term is found where its own tokens stand side by side in the question,
cut by the analysis of the term's language; only words that ask nothing may stand between.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

from indexer.analysis.analyzers import (
    QUERY_CHARACTERS,
    QUERY_TOKENS,
    Analysis,
    QueryTokens,
    analysis_for,
    parts_of,
    silent_terms,
    stop_terms,
)
from indexer.analysis.token import Token
from indexer.query import Alternative, Clause, Query, literal_query
from kb.locales import Locale

# What a synonym's match counts against the word that was typed. Between .6 and 1 a help centre's dev queries and
# promised questions differ by no more than .016 in hit@1; this did best on the queries.
SYNONYM = 0.8

QUESTIONS_KEPT = 64

# Synonyms asked for at once; the first of a term are the most usual.
MOST_WAYS = 8


@dataclass(frozen=True, slots=True)
class TermWords:
    """A term's words in one locale, the term itself first, then its synonyms; `article` explains it."""

    id: str
    words: tuple[str, ...]
    article: str | None = None


@dataclass(frozen=True, slots=True)
class _Mention:
    """Where a question speaks of a term of a locale: `[start, end)` in code points."""

    start: int
    end: int
    term: str
    tag: str

    def covers(self, token: Token) -> bool:
        """Whether a token stands within."""
        return self.start <= token.start and token.end <= self.end


def analyses_for(locales: Iterable[Locale], terms: Mapping[str, Iterable[TermWords]]) -> dict[str, Analysis]:
    """The analysis of each locale, by tag; each language's segmentation knows the terms of all its locales."""
    words: dict[str, set[str]] = defaultdict(set)
    for tag, each in terms.items():
        words[tag.split("-", 1)[0]].update(word for term in each for word in term.words)
    return {locale.tag: analysis_for(locale, sorted(words[locale.language])) for locale in locales}


class Thesaurus:
    """The terms of all locales, ready for questions. `terms` and `analyses` are by locale tag."""

    def __init__(self, terms: Mapping[str, Iterable[TermWords]], analyses: Mapping[str, Analysis]) -> None:
        self._analyses = analyses
        self._articles = {term.id: term.article for each in terms.values() for term in each if term.article}
        self._ways: dict[str, dict[str, tuple[Alternative, ...]]] = {}
        self._phrases: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = {}
        for tag in analyses:
            self._ways[tag], self._phrases[tag] = _prepare(terms.get(tag, ()), analyses[tag])
        # One question is put to the indexes of several locales; what it speaks of is the same in all. One that was
        # mended is put twice: to see whether it answers better, and to answer.
        self._spoken_of = lru_cache(maxsize=QUESTIONS_KEPT)(lambda text: tuple(_longest(self._mentions(text))))
        self._queries = lru_cache(maxsize=QUESTIONS_KEPT)(self._query)

    def query(self, text: str, locale: Locale) -> Query:
        """The question for the index of `locale`: what was typed, and other words where it speaks of terms."""
        return self._queries(text, locale)

    def _query(self, text: str, locale: Locale) -> Query:
        analysis = self._analyses[locale.tag]
        tokens = analysis.query(text)
        silent = silent_terms(analysis, tokens.words)
        if not tokens.words:
            return literal_query(tokens)
        text = text[:QUERY_CHARACTERS]
        mentions = self._spoken_of(text)
        if not mentions:
            return literal_query(tokens, silent)
        return self._expanded(text, locale, _of_locale(mentions, locale.tag), silent)

    def _mentions(self, text: str) -> Iterator[_Mention]:
        """Every term of every language in the question; locales of one language share their cut."""
        cuts: dict[int, list[Token]] = {}
        for tag, analysis in self._analyses.items():
            key = hash(analysis)
            if key not in cuts:
                cuts[key] = _telling(list(analysis.words.tokens(text))[: 4 * QUERY_TOKENS], analysis)
            yield from _spoken_of(cuts[key], self._phrases[tag], tag)

    def _expanded(
        self,
        text: str,
        locale: Locale,
        mentions: Sequence[_Mention],
        silent: Collection[str],
    ) -> Query:
        analysis, ways = self._analyses[locale.tag], self._ways[locale.tag]
        tokens = list(analysis.words.tokens(text))[: 4 * QUERY_TOKENS]
        clauses: list[Clause] = []
        covered: set[int] = set()
        spoken_of: set[str] = set()
        for mention in mentions:
            inside = [at for at, token in enumerate(tokens) if mention.covers(token)]
            if mention.term in spoken_of:  # asked for twice, it is still one thing
                covered.update(inside)
                continue
            typed = tuple(dict.fromkeys(tokens[at].text for at in inside))
            others = [way for way in ways.get(mention.term, ()) if way.words != typed]
            if typed and others and covered.isdisjoint(inside):
                covered.update(inside)
                spoken_of.add(mention.term)
                written = text[mention.start : mention.end]
                clauses.append(Clause((Alternative(typed, text=written), *others[:MOST_WAYS])))
        rest = tuple(dict.fromkeys(token.text for at, token in enumerate(tokens) if at not in covered))
        ngrams = tuple(dict.fromkeys(token.text for token in analysis.ngrams.tokens(text)))
        pairs = tuple(dict.fromkeys(analysis.pairs(tokens)))
        asked = QueryTokens(rest, ngrams[:QUERY_TOKENS], pairs[:QUERY_TOKENS], parts_of(tokens))
        literal = literal_query(asked, silent)
        speaks_of_one = len(mentions) == 1 and all(clause.is_silent for clause in literal.clauses)
        about = frozenset(self._articles.get(each.term, "") for each in mentions if speaks_of_one)
        return Query((*clauses, *literal.clauses)[:QUERY_TOKENS], literal.ngrams, literal.pairs, literal.parts, about)


def _prepare(
    terms: Iterable[TermWords], analysis: Analysis
) -> tuple[dict[str, tuple[Alternative, ...]], dict[str, list[tuple[tuple[str, ...], str]]]]:
    """A locale's terms as ways to say them, by term id; and as token sequences by their first token, longest first."""
    ways: dict[str, tuple[Alternative, ...]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for term in terms:
        cut = {word: tokens for word in term.words if (tokens := list(analysis.words.tokens(word)))}
        ways[term.id] = tuple(dict.fromkeys(_way(word, tokens, analysis) for word, tokens in cut.items()))
        for tokens in map(_telling, cut.values(), repeat(analysis)):
            phrases[tokens[0].text].append((tuple(token.text for token in tokens), term.id))
    for each in phrases.values():
        each.sort(key=lambda phrase: -len(phrase[0]))
    return ways, dict(phrases)


def _telling(tokens: list[Token], analysis: Analysis) -> list[Token]:
    """The tokens that ask something, if any does: `close my account` speaks of closing an account."""
    stops = stop_terms(analysis)
    return [token for token in tokens if token.text not in stops] or tokens


def _way(written: str, tokens: Sequence[Token], analysis: Analysis) -> Alternative:
    words, pairs = (token.text for token in tokens), analysis.pairs(tokens)
    return Alternative(tuple(dict.fromkeys(words)), SYNONYM, tuple(dict.fromkeys(pairs)), written)


def _spoken_of(
    tokens: Sequence[Token], phrases: Mapping[str, list[tuple[tuple[str, ...], str]]], tag: str
) -> Iterator[_Mention]:
    words = [token.text for token in tokens]
    for at, token in enumerate(tokens):
        for phrase, term in phrases.get(token.text, ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                last = max(each.end for each in tokens[at : at + len(phrase)])
                yield _Mention(token.start, last, term, tag)
                break


def _longest(mentions: Iterable[_Mention]) -> list[_Mention]:
    """The mentions that no longer one overlaps, in order; of one stretch those of several locales."""
    chosen: list[_Mention] = []
    for mention in sorted(mentions, key=lambda each: (each.start - each.end, each.start)):
        if all(_can_stand_with(mention, other) for other in chosen):
            chosen.append(mention)
    return sorted(chosen, key=lambda mention: mention.start)


def _can_stand_with(mention: _Mention, other: _Mention) -> bool:
    is_apart = mention.end <= other.start or other.end <= mention.start
    return is_apart or (mention.start, mention.end) == (other.start, other.end)


def _of_locale(mentions: Iterable[_Mention], tag: str) -> list[_Mention]:
    """One mention of each stretch: the reader's own locale's, else the first found."""
    by_stretch: dict[tuple[int, int], _Mention] = {}
    for mention in mentions:
        stretch = (mention.start, mention.end)
        if stretch not in by_stretch or (mention.tag == tag != by_stretch[stretch].tag):
            by_stretch[stretch] = mention
    return list(by_stretch.values())
