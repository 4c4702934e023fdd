"""The words a site itself uses in one locale: what a typing error may have been meant to be."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from indexer.analysis.analyzers import ANALYZERS, DEFAULT
from indexer.analysis.normalise import normalise
from indexer.correction.counts import HAN_WORD, TextCounts, written_names
from kb.locales import Locale
from kb.model import Term

WORDS_KEPT = 12_000
"""Words of a locale; of a larger site the rarest are left out."""
TERM_WEIGHT = 30
"""How often a term counts as used, beyond its uses in texts."""
COLLOCATION_TIMES, COLLOCATION_SHARE = 4, 0.2
"""Neighbours are a word of their own if they occur so often, and if that is this share of what the rarer part of them
occurs, however they are parted."""
LONGEST_HAN_WORD = 8

_HIRAGANA_WORD = re.compile("[\u3041-\u3096ー]+")


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
    locale: Locale, counts: TextCounts, terms: Iterable[Term], sounds: Mapping[str, str] = MappingProxyType({})
) -> Lexicon:
    """The lexicon of a locale, from what its texts use (titles, headings, keywords and bodies) and its terms.

    Call it in a build only: it loads pypinyin, unless `sounds` of an earlier lexicon know all Chinese words.
    """
    own = list(terms)
    names, names_written = written_names(
        (name for term in own for name in (term.term, *term.synonyms)), locale.language
    )
    weights = Counter(counts.words)
    weights.update(_collocations(counts.grams))
    weights.update({word: TERM_WEIGHT * times for word, times in names.items()})
    words = {word: weights[word] for word in _kept(weights)}
    heard: dict[str, str] = {}
    if locale.language == "zh":
        heard = _pinyin(words, sounds)
    elif locale.language == "ja":
        heard = _hiragana(own)
    shown = _shown(counts.written, names_written, words)
    return Lexicon(locale.tag, words, shown, _followers(counts.pairs), heard, stems_of(locale, words))


def _collocations(grams: Mapping[str, int]) -> dict[str, int]:
    """What keeps together in the texts though no dictionary has it: 到账, 充错链."""
    found: Counter[str] = Counter()
    for gram, times in grams.items():
        if times < COLLOCATION_TIMES or " " not in gram:
            continue
        # These are all the ways to part it, for a gram has no more than three words.
        first, _, rest = gram.partition(" ")
        beginning, _, last = gram.rpartition(" ")
        rarer = max(min(grams[first], grams[rest]), min(grams[beginning], grams[last]))
        if times >= COLLOCATION_SHARE * rarer:
            found[gram.replace(" ", "")] += times
    return found


def _followers(pairs: Mapping[str, int]) -> dict[str, str]:
    followers: dict[str, list[str]] = defaultdict(list)
    for pair in sorted(pairs):
        followers[pair[0]].append(pair[1])
    return {first: "".join(seconds) for first, seconds in followers.items()}


def _shown(written: Mapping[str, int], names: Mapping[str, int], kept: Mapping[str, int]) -> dict[str, str]:
    """How words and characters are written most often, where that is not how they are compared."""
    forms: dict[str, dict[str, int]] = defaultdict(dict)
    for counts in (written, names):
        for key, times in counts.items():
            word, _, form = key.partition(" ")
            forms[word][form] = forms[word].get(form, 0) + times
    usual = {word: min(forms[word], key=lambda form: (-forms[word][form], form)) for word in sorted(forms)}
    return {word: form for word, form in usual.items() if form != word and (word in kept or len(word) == 1)}


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


def _pinyin(words: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    han = [word for word in words if len(word) <= LONGEST_HAN_WORD and HAN_WORD.fullmatch(word)]
    return {word: known.get(word) or _spoken(word) for word in han}


def _spoken(word: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return " ".join(lazy_pinyin(word, style=Style.NORMAL))


def _hiragana(terms: Iterable[Term]) -> dict[str, str]:
    """Terms with the readings that stand among their synonyms; a term in hiragana is its own."""
    readings: dict[str, str] = {}
    for term in terms:
        kana = [name for name in (normalise(each).text for each in term.synonyms) if _HIRAGANA_WORD.fullmatch(name)]
        if kana:
            readings[normalise(term.term).text] = " ".join(kana)
    return readings
