"""Token filters: what a word is reduced to, so that its other forms find it. They change text, never offsets."""

import threading
import unicodedata
from dataclasses import dataclass
from typing import Any

# Letters that Unicode does not decompose, and people without the keyboard type as their base letter.
_UNDECOMPOSED = str.maketrans("ıłøđħ", "ilodh")

# Canonical combining classes: 27–35 are Arabic vowel signs, from 200 on accents above and below. The classes
# between and 0 (nukta, virama, Indic vowels) distinguish words and stay.
_ARABIC_SIGNS = range(27, 36)
_ACCENTS = range(200, 241)


@dataclass(frozen=True, slots=True)
class Stem:
    """Snowball's stem of a word (snowballstem.org), by the algorithm's English name."""

    algorithm: str

    def __call__(self, word: str) -> str:
        stem: str = _stemmers.named(self.algorithm).stemWord(word)
        return stem


class _Stemmers(threading.local):
    """One stemmer per thread and algorithm: Snowball's are not re-entrant."""

    def __init__(self) -> None:
        self._by_name: dict[str, Any] = {}

    def named(self, algorithm: str) -> Any:
        if algorithm not in self._by_name:
            import Stemmer

            self._by_name[algorithm] = Stemmer.Stemmer(algorithm)
        return self._by_name[algorithm]


_stemmers = _Stemmers()


@dataclass(frozen=True, slots=True)
class AccentFold:
    """The word without its accents: `retrait` finds `retraité`, `cifre` finds `çifre`."""

    def __call__(self, word: str) -> str:
        if word.isascii():
            return word
        decomposed = unicodedata.normalize("NFD", word.translate(_UNDECOMPOSED))
        kept = (char for char in decomposed if not _is_accent(unicodedata.combining(char)))
        return unicodedata.normalize("NFC", "".join(kept))


def _is_accent(combining_class: int) -> bool:
    return combining_class in _ARABIC_SIGNS or combining_class in _ACCENTS
