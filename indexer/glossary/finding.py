"""Finding a site's terms in text: by word, the longest first, a synonym as its term."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, product
from typing import NamedTuple

from indexer.analysis.analyzers import Analysis
from indexer.analysis.scripts import is_unspaced
from indexer.glossary.borders import words_of
from indexer.glossary.words import Unit, capitals, name_keys, units
from kb.locales import Locale
from kb.model import Term

_GAPS = frozenset({" ", "\u00a0", "\n", "-", "‐", "‑"})
"""What may stand between the words of a term; `two-factor` and `two factor` are the same."""
_BEGINNING = 2
_TELLING_UNITS = 3
"""Characters of a script without spaces from which on a synonym is hardly an everyday word."""


class Mention(NamedTuple):
    """A term in a text, at `[start, end)`. `is_telling` unless the word is a short synonym, which may mean much."""

    term: str
    start: int
    end: int
    is_telling: bool


class _Pattern(NamedTuple):
    """A way to write a term: the keys of each unit, any of which will do, and whether something stands before it."""

    term: str
    keys: tuple[tuple[str, ...], ...]
    is_apart: tuple[bool, ...]
    is_telling: bool


class TermFinder:
    """The terms of one locale, ready to be found."""

    def __init__(self, locale: Locale, terms: Iterable[Term], analysis: Analysis) -> None:
        self._language = locale.language
        self._analysis = analysis
        # Many terms begin alike, few have the next character or word in common too.
        self._patterns: dict[tuple[str, ...], list[_Pattern]] = defaultdict(list)
        for term in terms:
            everyday = set(term.everyday)
            for written in (term.term, *term.synonyms):
                if written not in everyday and (pattern := self._pattern(term, written)):
                    for beginning in product(*pattern.keys[:_BEGINNING]):
                        self._patterns[beginning].append(pattern)
        self._first = {beginning[0] for beginning in self._patterns}
        for patterns in self._patterns.values():
            patterns.sort(key=lambda pattern: -len(pattern.keys))

    def mentions(self, text: str) -> Iterator[Mention]:
        """Where the text uses terms, in order; none overlap."""
        found = units(text, self._language)
        is_word = None
        at = 0
        while at < len(found):
            step = 1
            for pattern in self._beginning(found, at) if not self._first.isdisjoint(found[at].keys) else ():
                if not self._matches(pattern, found, at, text):
                    continue
                start, end = found[at].start, found[at + len(pattern.keys) - 1].end
                is_word = is_word or words_of(text, self._language, self._analysis)
                if is_word(start, end):
                    yield Mention(pattern.term, start, end, pattern.is_telling)
                    step = len(pattern.keys)
                    break
            at += step

    def _beginning(self, found: Sequence[Unit], at: int) -> Sequence[_Pattern]:
        """The patterns that may stand there, the longest first."""
        keys = [unit.keys for unit in found[at : at + _BEGINNING]]
        beginnings = [each for length in range(1, len(keys) + 1) for each in product(*keys[:length])]
        lists = [patterns for beginning in beginnings if (patterns := self._patterns.get(beginning))]
        if len(lists) < 2:
            return lists[0] if lists else ()
        return sorted(chain.from_iterable(lists), key=lambda pattern: -len(pattern.keys))

    def _pattern(self, term: Term, written: str) -> _Pattern | None:
        found = units(written, self._language)
        if not found:
            return None
        keys = [name_keys(unit.keys[0], self._language) for unit in found]
        if len(found) == 1 and (in_capitals := capitals(written)):
            keys = [in_capitals]
        is_apart = tuple(_gap(found, at, written) != "" for at in range(len(found)))
        is_telling = written == term.term or len(found) >= _TELLING_UNITS or written.isupper() or any(is_apart)
        return _Pattern(term.id, tuple(keys), is_apart, is_telling)

    @staticmethod
    def _matches(pattern: _Pattern, found: Sequence[Unit], at: int, text: str) -> bool:
        if at + len(pattern.keys) > len(found):
            return False
        for number, keys in enumerate(pattern.keys):
            own = found[at + number].keys
            if keys[0] not in own and not any(key in own for key in keys[1:]):
                return False
            if number and (gap := _gap(found, at + number, text)):
                mixes = is_unspaced(pattern.keys[number - 1][0]) != is_unspaced(keys[0])
                if gap not in _GAPS or not (pattern.is_apart[number] or mixes):
                    return False
        return True


def _gap(found: Sequence[Unit], at: int, text: str) -> str:
    return text[found[at - 1].end : found[at].start] if at else ""
