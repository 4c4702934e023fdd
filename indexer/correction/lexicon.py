"""The words a site itself uses in one locale: what a typing error may have been meant to be."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from indexer.analysis.analyzers import ANALYZERS, DEFAULT, Analysis, analysis_for
from indexer.analysis.han import simplify
from indexer.analysis.normalise import MappedText, normalise
from indexer.analysis.scripts import HAN, HANGUL, KATAKANA, runs
from indexer.correction.segments import credible, outermost
from kb.locales import Locale
from kb.model import Term

WORDS_KEPT = 12_000
"""Words of a locale; of a larger site the rarest are left out."""
TERM_WEIGHT = 30
"""How often a term counts as used, beyond its uses in texts."""
PHRASE_WEIGHT = 5
"""How often a title, heading or keyword counts as used if it is short enough to be a phrase."""
LONGEST_PHRASE = 8
COLLOCATION_WORDS, COLLOCATION_TIMES, COLLOCATION_SHARE = 3, 4, 0.2
"""Neighbours of at most so many words are a word of their own if they occur so often, and if that is this share of
what the rarer part of them occurs, however they are parted."""
LONGEST_HAN_WORD = 8

_HAN_WORD = re.compile(f"[{HAN}]+")
_HIRAGANA_WORD = re.compile("[\u3041-\u3096ー]+")
_JAPANESE_WORD = re.compile(f"[{KATAKANA}]{{2,}}|[{HAN}]{{2,}}")
_HANGUL_WORD = re.compile(f"[{HANGUL}]+")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The known words of one locale.

    `words`: casefolded NFKC, Chinese in Simplified characters, each with its weight.
    `shown`: words and characters that the site writes otherwise (Traditional), as it writes them.
    `followers`: for scripts without spaces, each character with the characters that follow it somewhere, in one string.
    `sounds`: Chinese words with their toneless pinyin, syllables between spaces; Japanese terms with their readings in
    hiragana, which an editor gives as synonyms of a term, several between spaces.
    `stems`: what the analysis of a language with endings reduces the words to.
    """

    locale: str
    words: Mapping[str, int]
    shown: Mapping[str, str]
    followers: Mapping[str, str]
    sounds: Mapping[str, str]
    stems: tuple[str, ...]


def build_lexicon(
    locale: Locale, texts: Iterable[str], terms: Iterable[Term], analysis: Analysis | None = None
) -> Lexicon:
    """The lexicon of a locale, from the titles, headings, keywords and bodies of what is published, and its terms.

    Call it in a build only: it may load pypinyin. `analysis` is the locale's own, to share its dictionary.
    """
    own = list(terms)
    names = [name for term in own for name in (term.term, *term.synonyms)]
    counts = _Counts(locale, analysis or analysis_for(locale, names))
    for text in texts:
        counts.add_text(text)
    counts.add_collocations()
    for name in names:
        counts.add_phrase(name, TERM_WEIGHT)
    words = {word: counts.words[word] for word in _kept(counts.words)}
    sounds: dict[str, str] = {}
    if locale.language == "zh":
        sounds = _pinyin(words)
    elif locale.language == "ja":
        sounds = _hiragana(own)
    followers = {first: "".join(sorted(counts.followers[first])) for first in sorted(counts.followers)}
    return Lexicon(locale.tag, words, counts.shown(words), followers, sounds, stems_of(locale, words))


def stems_of(locale: Locale, words: Iterable[str]) -> tuple[str, ...]:
    """The words after the token filters of the locale's analysis, sorted; none where it has no filters."""
    filters = ANALYZERS.get(locale.language, DEFAULT).words.filters
    return tuple(sorted({filtered(word, filters) for word in words})) if filters else ()


def filtered(word: str, filters: Iterable[Callable[[str], str]]) -> str:
    """A word after token filters."""
    for filter_ in filters:
        word = filter_(word)
    return word


def _kept(words: Counter[str]) -> list[str]:
    """The weightiest words, sorted, so that equal texts give equal lexicons."""
    return sorted(sorted(words, key=lambda word: (-words[word], word))[:WORDS_KEPT])


class _Counts:
    """What a locale's texts use, counted."""

    def __init__(self, locale: Locale, analysis: Analysis) -> None:
        self._language = locale.language
        self._analysis = analysis
        self.words: Counter[str] = Counter()
        self.followers: dict[str, set[str]] = defaultdict(set)
        self._grams: Counter[tuple[str, ...]] = Counter()
        self._written: dict[str, Counter[str]] = defaultdict(Counter)

    def add_text(self, text: str) -> None:
        """Count the words of a text; as a phrase too if it is short enough for one."""
        mapped = self._normalised(text)
        for run in runs().finditer(mapped.text):
            if run[1] is None:
                self.words[run[0]] += 1
                continue
            for first, second in pairwise(run[0]):
                self.followers[first].add(second)
            if self._language != "zh":
                self.words.update(_unspaced_words(run[0], self._language))
            if run[0] == mapped.text and len(run[0]) <= LONGEST_PHRASE:
                self.words[run[0]] += PHRASE_WEIGHT
        if self._language == "zh":
            self._add_chinese(text, mapped)

    def add_phrase(self, phrase: str, weight: int) -> None:
        """Count each word of a term, and in scripts without spaces the term as a whole."""
        mapped = self._normalised(phrase)
        for run in runs().finditer(mapped.text):
            self.words[run[0]] += weight
            if run[1] is not None:
                self._see(run[0], phrase, *mapped.original(*run.span()))

    def shown(self, words: Iterable[str]) -> dict[str, str]:
        """How words and characters are written most often, where that is not how they are compared."""
        usual = {word: self._written[word].most_common(1)[0][0] for word in sorted(self._written)}
        kept = set(words)
        return {word: seen for word, seen in usual.items() if seen != word and (word in kept or len(word) == 1)}

    def add_collocations(self) -> None:
        """Count as words what keeps together in the texts though no dictionary has it: 到账, 充错链."""
        for gram, times in self._grams.items():
            if len(gram) == 1 or times < COLLOCATION_TIMES:
                continue
            halves = ((self._grams[gram[:at]], self._grams[gram[at:]]) for at in range(1, len(gram)))
            if all(times >= COLLOCATION_SHARE * min(half) for half in halves):
                self.words["".join(gram)] += times

    def _add_chinese(self, text: str, mapped: MappedText) -> None:
        tokens = [token for token in self._analysis.words.tokens(text) if _HAN_WORD.fullmatch(token.text)]
        for token in credible(tokens):
            self.words[token.text] += 1
            self._see(token.text, text, token.start, token.end)
        for at, character in enumerate(mapped.text):
            if _HAN_WORD.match(character):
                self._see(character, text, *mapped.original(at, at + 1))
        outer = list(outermost(tokens))
        for first in range(len(outer)):
            for last in range(first, min(first + COLLOCATION_WORDS, len(outer))):
                if last > first and outer[last].start != outer[last - 1].end:
                    break
                self._grams[tuple(token.text for token in outer[first : last + 1])] += 1

    def _see(self, word: str, text: str, start: int, end: int) -> None:
        if end - start == len(word):
            self._written[word][normalise(text[start:end]).text] += 1

    def _normalised(self, text: str) -> MappedText:
        mapped = normalise(text)
        return simplify(mapped) if self._language == "zh" else mapped


def _unspaced_words(run: str, language: str) -> Iterator[str]:
    """The words that show by themselves: between spaces in Korean, in katakana or kanji in Japanese."""
    pattern = {"ja": _JAPANESE_WORD, "ko": _HANGUL_WORD}.get(language)
    if pattern is not None:
        yield from pattern.findall(run)


def _pinyin(words: Iterable[str]) -> dict[str, str]:
    from pypinyin import Style, lazy_pinyin

    han = (word for word in words if len(word) <= LONGEST_HAN_WORD and _HAN_WORD.fullmatch(word))
    return {word: " ".join(lazy_pinyin(word, style=Style.NORMAL)) for word in han}


def _hiragana(terms: Iterable[Term]) -> dict[str, str]:
    """Terms with the readings that stand among their synonyms; a term in hiragana is its own."""
    readings: dict[str, str] = {}
    for term in terms:
        kana = [name for name in (normalise(each).text for each in term.synonyms) if _HIRAGANA_WORD.fullmatch(name)]
        if kana:
            readings[normalise(term.term).text] = " ".join(kana)
    return readings
