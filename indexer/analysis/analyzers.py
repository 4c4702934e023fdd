"""Which analysis each language gets, as a table, and the fingerprint that tells one analysis from another."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from indexer.analysis.chinese import ChineseWords, domain_dictionary
from indexer.analysis.cutters import Grams, JapaneseWords, Whole
from indexer.analysis.filters import AccentFold, Stem
from indexer.analysis.han import simplify
from indexer.analysis.normalise import normalise
from indexer.analysis.scripts import HIRAGANA, is_unspaced, runs
from indexer.analysis.stop_words import STOP_WORDS
from indexer.analysis.token import Span, Token
from kb.locales import Locale

QUERY_CHARACTERS = 256
QUERY_TOKENS = 128

LONGEST_OVERLAP = 8
"""Tokens to either side among which one that overlaps is looked for."""

# What changes tokens without a change in this package.
_LIBRARIES = ("rjieba", "opencc", "PyStemmer")

Cutter = Callable[[str], Iterator[Span]]
Filter = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Analyzer:
    """Normalisation, one cutter for words between spaces and one for scripts without them, then token filters."""

    words: Cutter
    unspaced: Cutter
    filters: tuple[Filter, ...] = ()
    simplify: bool = False

    def tokens(self, text: str) -> Iterator[Token]:
        """The tokens of any text, in order of position; only runs with a letter or digit make tokens."""
        mapped = normalise(text)
        if self.simplify:
            mapped = simplify(mapped)
        position = -1
        for run in runs().finditer(mapped.text):
            cut = self.words if run[1] is None else self.unspaced
            text, before = run[0], run.start()
            for start, end, step in cut(text):
                position += step
                term = text[start:end]
                for filter_ in self.filters:
                    term = filter_(term)
                if term:
                    first, last = before + start, before + end
                    if mapped.origins is not None:
                        first, last = mapped.original(first, last)
                    yield Token(term, position, first, last)


@dataclass(frozen=True, slots=True)
class QueryTokens:
    """The distinct terms of a query for each kind of field, in the order asked.

    `parts` are the words that stand only inside longer words.
    """

    words: tuple[str, ...]
    ngrams: tuple[str, ...]
    pairs: tuple[str, ...] = ()
    parts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Analysis:
    """Views of one language: words are precise, n-grams forgive word borders and endings, pairs of words know order.

    `stop_words`, separated by spaces, say nothing when they come alone. Terms that `weak` matches whole are mostly
    grammar; they ask something only where nothing else does.
    """

    words: Analyzer
    ngrams: Analyzer
    stop_words: str = ""
    weak: str = ""

    def query(self, text: str) -> QueryTokens:
        """What a visitor asked for, cut to 256 characters and 128 distinct tokens of each kind.

        Nothing at all if they typed only stop words and single letters or digits.
        """
        text = text[:QUERY_CHARACTERS]
        tokens = list(self.words.tokens(text))
        words = _distinct(token.text for token in tokens)
        silent = stop_terms(self)
        if all(term in silent or (len(term) == 1 and term.isascii()) for term in words):
            return QueryTokens((), ())
        ngrams = _distinct(token.text for token in self.ngrams.tokens(text))
        return QueryTokens(words, ngrams, _distinct(self.pairs(tokens)), parts_of(tokens))

    def pairs(self, tokens: Sequence[Token]) -> Iterator[str]:
        """Neighbouring words of scripts with spaces; elsewhere n-grams span words already."""
        for first, second in pairwise(tokens):
            if not is_unspaced(first.text) and not is_unspaced(second.text):
                yield f"{first.text} {second.text}"


def silent_terms(analysis: Analysis, words: Collection[str]) -> frozenset[str]:
    """Which words of a question ask nothing by themselves: stop words, and lone digits."""
    stops = stop_terms(analysis).intersection(words) | {word for word in words if len(word) == 1 and word.isdecimal()}
    if not analysis.weak:
        return stops
    weak = {word for word in words if re.fullmatch(analysis.weak, word)}
    return stops | weak if set(words) - stops - weak else stops


@lru_cache(maxsize=64)
def stop_terms(analysis: Analysis) -> frozenset[str]:
    """The stop words as they look after analysis."""
    return frozenset(token.text for token in analysis.words.tokens(analysis.stop_words))


def parts_of(tokens: Sequence[Token]) -> frozenset[str]:
    """The terms that stand only inside longer tokens: 手续 and 续费 of 手续费."""
    inside: dict[str, bool] = {}
    for at, token in enumerate(tokens):
        around = tokens[max(0, at - LONGEST_OVERLAP) : at + LONGEST_OVERLAP + 1]
        is_part = any(
            other.start <= token.start and token.end <= other.end and len(other.text) > len(token.text)
            for other in around
        )
        inside[token.text] = inside.get(token.text, True) and is_part
    return frozenset(term for term, is_part in inside.items() if is_part)


def _distinct(terms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms))[:QUERY_TOKENS]


def _snowball(algorithm: str, stop_words: str = "") -> Analysis:
    return Analysis(
        words=Analyzer(Whole(), Grams(2), (Stem(algorithm), AccentFold())),
        ngrams=Analyzer(Grams(4), Grams(2), (AccentFold(),)),
        stop_words=stop_words,
    )


DEFAULT = Analysis(
    words=Analyzer(Whole(), Grams(2), (AccentFold(),)),
    ngrams=Analyzer(Grams(4), Grams(2), (AccentFold(),)),
)

# By primary language subtag. Both Chinese scripts share a row: texts and queries become Simplified.
ANALYZERS: Mapping[str, Analysis] = MappingProxyType(
    {
        "zh": Analysis(
            words=Analyzer(Whole(), ChineseWords(), simplify=True),
            ngrams=Analyzer(Whole(), Grams(2), simplify=True),
            stop_words=STOP_WORDS["zh"],
        ),
        "ja": Analysis(
            words=Analyzer(Whole(), JapaneseWords()),
            ngrams=Analyzer(Grams(4), Grams(3)),
            stop_words=STOP_WORDS["ja"],
            weak=f"[{HIRAGANA}]+",
        ),
        "ko": Analysis(
            words=Analyzer(Whole(), Grams(2)),
            ngrams=Analyzer(Grams(4), Grams(3)),
            stop_words=STOP_WORDS["ko"],
        ),
        # Without a dictionary, Thai words are found by their trigrams; and words of other scripts too, or else one of
        # them would weigh as much as a single trigram.
        "th": Analysis(
            words=Analyzer(Grams(3), Grams(3)),
            ngrams=Analyzer(Grams(4), Grams(4)),
        ),
        # Vietnamese tells words apart by their accents, Hindi by its marks.
        "vi": Analysis(
            words=Analyzer(Whole(), Grams(2)),
            ngrams=Analyzer(Grams(4), Grams(2)),
        ),
        "hi": _snowball("hindi"),
        "ar": _snowball("arabic", STOP_WORDS["ar"]),
        "ca": _snowball("catalan"),
        "da": _snowball("danish"),
        "de": _snowball("german", STOP_WORDS["de"]),
        "el": _snowball("greek"),
        "en": _snowball("english", STOP_WORDS["en"]),
        "es": _snowball("spanish", STOP_WORDS["es"]),
        "eu": _snowball("basque"),
        "fi": _snowball("finnish"),
        "fr": _snowball("french", STOP_WORDS["fr"]),
        "ga": _snowball("irish"),
        "hu": _snowball("hungarian"),
        "hy": _snowball("armenian"),
        "id": _snowball("indonesian"),
        "it": _snowball("italian"),
        "lt": _snowball("lithuanian"),
        "nb": _snowball("norwegian"),
        "ne": _snowball("nepali"),
        "nl": _snowball("dutch"),
        "nn": _snowball("norwegian"),
        "no": _snowball("norwegian"),
        "pt": _snowball("portuguese", STOP_WORDS["pt"]),
        "ro": _snowball("romanian"),
        "ru": _snowball("russian", STOP_WORDS["ru"]),
        "sr": _snowball("serbian"),
        "sv": _snowball("swedish"),
        "ta": _snowball("tamil"),
        "tr": _snowball("turkish"),
        "yi": _snowball("yiddish"),
    }
)


def analysis_for(locale: Locale, domain_words: Iterable[str] = ()) -> Analysis:
    """The analysis of a locale's language; `domain_words` are a site's terms, which Chinese is cut by.

    Locales of one language that are given the same words share one dictionary in memory.
    """
    analysis = ANALYZERS.get(locale.language, DEFAULT)
    if not isinstance(analysis.words.unspaced, ChineseWords):
        return analysis
    return replace(analysis, words=replace(analysis.words, unspaced=ChineseWords(domain_dictionary(domain_words))))


def fingerprint(analysis: Analysis) -> str:
    """16 hexadecimal digits that change when the same text could give other tokens.

    They cover the analysis and its words, the source of this package, the libraries' versions and Unicode's.
    """
    digest = hashlib.sha256(repr(analysis).encode())
    for name in _LIBRARIES:
        digest.update(f"{name}={version(name)}".encode())
    digest.update(unicodedata.unidata_version.encode())
    for module in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()[:16]
