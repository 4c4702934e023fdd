"""How often the texts of one locale use what a lexicon is made from: sums, which a build keeps, so that the next one
counts only the texts that came and those that went.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from indexer.analysis.analyzers import Analysis
from indexer.analysis.han import simplify
from indexer.analysis.normalise import MappedText, normalise
from indexer.analysis.scripts import HAN, HANGUL, KATAKANA, runs
from indexer.analysis.token import Token
from indexer.correction.segments import credible, outermost
from kb.locales import Locale

PHRASE_WEIGHT = 5
"""How often a title, heading or keyword counts as used if it is short enough to be a phrase."""
LONGEST_PHRASE = 8
COLLOCATION_WORDS = 3
"""Neighbours of at most so many words are counted together."""

HAN_WORD = re.compile(f"[{HAN}]+")
_JAPANESE_WORD = re.compile(f"[{KATAKANA}]{{2,}}|[{HAN}]{{2,}}")
_HANGUL_WORD = re.compile(f"[{HANGUL}]+")


@dataclass(frozen=True, slots=True)
class TextCounts:
    """Sums over the texts of one locale, by what is counted, sorted; nothing is counted zero times.

    `words` are compared words; `pairs` two neighbouring characters of scripts without spaces; `grams` one to three
    neighbouring Chinese words, between spaces; `written` a word or character as it is compared, a space, and as it is
    written.
    """

    words: Mapping[str, int]
    pairs: Mapping[str, int]
    grams: Mapping[str, int]
    written: Mapping[str, int]

    def changed(self, more: "TextCounts", less: "TextCounts") -> "TextCounts":
        """The sums with those of other texts added and taken away: what counting all again would give."""
        return TextCounts(
            _sum(self.words, more.words, less.words),
            _sum(self.pairs, more.pairs, less.pairs),
            _sum(self.grams, more.grams, less.grams),
            _sum(self.written, more.written, less.written),
        )


def _sum(counts: Mapping[str, int], more: Mapping[str, int], less: Mapping[str, int]) -> dict[str, int]:
    total = dict(counts)
    for key, times in more.items():
        total[key] = total.get(key, 0) + times
    for key, times in less.items():
        total[key] -= times
        if not total[key]:
            del total[key]
    return dict(sorted(total.items()))


def count_texts(locale: Locale, texts: Iterable[str], analysis: Analysis) -> TextCounts:
    """What the texts use; `analysis` is the locale's own, with its dictionary."""
    counting = _Counting(locale.language, analysis)
    for text in texts:
        counting.add(text)
    return counting.sums()


def written_names(names: Iterable[str], language: str) -> tuple[Counter[str], Counter[str]]:
    """(words, written) of a site's terms: each of their words, and whole terms in scripts without spaces."""
    words: Counter[str] = Counter()
    written: Counter[str] = Counter()
    for name in names:
        mapped = _compared(name, language)
        for run in runs().finditer(mapped.text):
            words[run[0]] += 1
            start, end = mapped.original(*run.span())
            if run[1] is not None and end - start == len(run[0]):
                written[f"{run[0]} {_plain(name[start:end])}"] += 1
    return words, written


class _Counting:
    def __init__(self, language: str, analysis: Analysis) -> None:
        self._language = language
        self._analysis = analysis
        self._words: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._grams: Counter[str] = Counter()
        self._written: Counter[tuple[str, str]] = Counter()

    def sums(self) -> TextCounts:
        """What was counted so far."""
        written: Counter[str] = Counter()
        for (compared, original), times in self._written.items():
            if HAN_WORD.match(compared):
                written[f"{compared} {_plain(original)}"] += times
        pairs = {first + second: times for (first, second), times in self._pairs.items()}
        return TextCounts(*(dict(sorted(each.items())) for each in (self._words, pairs, self._grams, written)))

    def add(self, text: str) -> None:
        """Count the words of a text; as a phrase too if it is short enough for one."""
        mapped = _compared(text, self._language)
        for run in runs().finditer(mapped.text):
            if run[1] is None:
                self._words[run[0]] += 1
                continue
            self._pairs.update(pairwise(run[0]))
            if self._language != "zh":
                self._words.update(_unspaced_words(run[0], self._language))
            if run[0] == mapped.text and len(run[0]) <= LONGEST_PHRASE:
                self._words[run[0]] += PHRASE_WEIGHT
        if self._language == "zh":
            self._add_chinese(text, mapped)

    def _add_chinese(self, text: str, mapped: MappedText) -> None:
        if mapped.origins is None:
            self._written.update(zip(mapped.text, text, strict=True))
        else:
            for at, character in enumerate(mapped.text):
                start, end = mapped.original(at, at + 1)
                if end - start == 1:
                    self._written[character, text[start]] += 1
        tokens = [token for token in self._analysis.words.tokens(text) if HAN_WORD.fullmatch(token.text)]
        words = list(credible(tokens))
        self._words.update([token.text for token in words])
        self._written.update(
            [(each.text, text[each.start : each.end]) for each in words if each.end - each.start == len(each.text)]
        )
        self._grams.update(_grams(list(outermost(tokens))))


def _grams(words: list[Token]) -> Iterator[str]:
    """One to three words that follow each other without a gap, between spaces."""
    for first, word in enumerate(words):
        gram, end = word.text, word.end
        yield gram
        for following in words[first + 1 : first + COLLOCATION_WORDS]:
            if following.start != end:
                break
            gram, end = f"{gram} {following.text}", following.end
            yield gram


@lru_cache(maxsize=65_536)
def _plain(text: str) -> str:
    return normalise(text).text


def _compared(text: str, language: str) -> MappedText:
    mapped = normalise(text)
    return simplify(mapped) if language == "zh" else mapped


def _unspaced_words(run: str, language: str) -> Iterator[str]:
    """The words that show by themselves: between spaces in Korean, in katakana or kanji in Japanese."""
    pattern = {"ja": _JAPANESE_WORD, "ko": _HANGUL_WORD}.get(language)
    if pattern is not None:
        yield from pattern.findall(run)
