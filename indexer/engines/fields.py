"""What of a section is searched: fields of terms, what each counts, and where its text's tokens stand."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from indexer.analysis.analyzers import Analysis, Analyzer
from indexer.analysis.scripts import is_unspaced
from indexer.analysis.token import Token
from indexer.model import IndexDocument

# Fields whose terms are of one kind, and how much a match in each counts. The first field of a family holds all the
# text of a section, the others a part of it; it gives the others its idf, because a word tells the same wherever it
# stands, and how few titles contain "not" must not make it a rare word. One set of weights serves all languages.
FAMILIES: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "words": MappingProxyType({"words": 1.0, "title": 1.0, "keywords": 0.5}),
        "ngrams": MappingProxyType({"ngrams": 0.4}),
        "pairs": MappingProxyType({"pairs": 0.3}),
    }
)
WEIGHTS: Mapping[str, float] = MappingProxyType({field: w for each in FAMILIES.values() for field, w in each.items()})

# BM25: how much the length of a field matters, and how soon repeating a term adds little (Robertson and Zaragoza 2009).
B = 0.75
K1 = 0.7

SHORT_TEXTS_KEPT = 64
"""Titles and keywords, which all sections of an article repeat, are analysed once while they are among the last."""


@dataclass(frozen=True, slots=True)
class SectionTerms:
    """The terms of each field in the order of the text, and the tokens by which matches in its text are marked.

    `ngrams` are those of scripts without spaces: in others, n-grams are parts of words, which nobody asked for.
    """

    fields: Mapping[str, Sequence[str]]
    words: Sequence[Token]
    ngrams: Sequence[Token]


class SectionReader:
    """Analyses sections. Sections of one article should come one after the other."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._short: dict[tuple[bool, str], list[Token]] = {}

    def terms(self, document: IndexDocument) -> SectionTerms:
        """Everything an index keeps of a section but its stored text."""
        text = stored_text(document)
        titles = [each for each in (document.title, document.section_title) if each]
        around = [*titles, *filter(None, [document.summary]), *document.keywords]
        own_words, own_ngrams = list(self._analysis.words.tokens(text)), list(self._analysis.ngrams.tokens(text))
        words, ngrams = [self._words(each) for each in around], [self._ngrams(each) for each in around]
        if document.text:  # else the stored text is the summary, which is among these already
            words.append(own_words)
            ngrams.append(own_ngrams)
        fields = {
            "words": _texts(words),
            "title": _texts(words[: len(titles)]),
            "keywords": _texts(map(self._words, document.keywords)),
            "ngrams": _texts(ngrams),
            "pairs": [pair for tokens in words for pair in self._analysis.pairs(tokens)],
        }
        return SectionTerms(fields, own_words, [token for token in own_ngrams if is_unspaced(token.text)])

    def _words(self, text: str) -> list[Token]:
        return self._kept(self._analysis.words, text, is_words=True)

    def _ngrams(self, text: str) -> list[Token]:
        return self._kept(self._analysis.ngrams, text, is_words=False)

    def _kept(self, analyzer: Analyzer, text: str, *, is_words: bool) -> list[Token]:
        key = (is_words, text)
        if key not in self._short:
            if len(self._short) >= SHORT_TEXTS_KEPT:
                self._short.pop(next(iter(self._short)))
            self._short[key] = list(analyzer.tokens(text))
        return self._short[key]


def _texts(tokens: Iterable[Sequence[Token]]) -> list[str]:
    return [token.text for each in tokens for token in each]


def stored_text(document: IndexDocument) -> str:
    """The text of a section, else its summary, every stretch of white space one space, or a line break if it held one.

    Snippets are cut from it, and offsets count in it.
    """
    text = (document.text or document.summary).strip()
    return re.sub(r"\s+", lambda space: "\n" if "\n" in space[0] else " ", text)
