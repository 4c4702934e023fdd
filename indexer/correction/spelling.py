"""Words that are spelt almost like a typed one, in any script with letters."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from indexer.analysis.filters import AccentFold

Fold = Callable[[str], str]

CANDIDATES = 6
SHORTEST = 4
"""Letters below which a word has no neighbours: in three letters, one changed letter is another word."""
TWO_EDITS = 8
"""Letters from which on two edits are forgiven."""

# What one edit costs; a hand slips to the next key, doubles a letter or swaps two more often than it hits elsewhere.
_SAME_SOUND, _SLIP, _EDIT, _FURTHER = 0.12, 0.3, 0.45, 0.4
_OTHER_FIRST_LETTER = 0.35

_DOUBLED = re.compile(r"(.)\1")
_ARABIC = str.maketrans("أإآٱىةؤئ", "اااايهوي")

# Letters that sound alike in a language, and are written for each other.
_SOUNDS: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = MappingProxyType({
    "en": ((re.compile("ph"), "f"),),
    "es": tuple((re.compile(pattern), sound) for pattern, sound in (
        ("ll", "y"), ("(?<!c)h", ""), ("v", "b"), ("z", "s"), ("c(?=[ei])", "s"), ("qu(?=[ei])", "k"),
        ("g(?=[ei])", "j"),
    )),
})  # fmt: skip

# The keys beside and half a key above or below each key of the US layout.
_NEIGHBOURS: Mapping[str, str] = MappingProxyType({
    "q": "wa", "w": "qeas", "e": "wrsd", "r": "etdf", "t": "ryfg", "y": "tugh", "u": "yihj", "i": "uojk", "o": "ipkl",
    "p": "ol", "a": "qwsz", "s": "weadzx", "d": "ersfxc", "f": "rtdgcv", "g": "tyfhvb", "h": "yugjbn", "j": "uihknm",
    "k": "iojlm", "l": "opk", "z": "asx", "x": "sdzc", "c": "dfxv", "v": "fgcb", "b": "ghvn", "n": "hjbm", "m": "jkn",
})  # fmt: skip

_fold_accents = AccentFold()


def letters_fold(language: str) -> Fold:
    """Makes equal what people leave out or write otherwise: accents, doubled letters, letters of the same sound."""
    sounds = _SOUNDS.get(language, ())

    def fold(word: str) -> str:
        folded = _fold_accents(word).translate(_ARABIC)
        for pattern, sound in sounds:
            folded = pattern.sub(sound, folded)
        return _DOUBLED.sub(r"\1", folded)

    return fold


def fold_jamo(word: str) -> str:
    """Hangul as its letters, so that one wrong letter is one edit."""
    return unicodedata.normalize("NFD", word)


@dataclass(frozen=True, slots=True)
class Near:
    """A word that is spelt almost alike, and how much must be forgiven for it."""

    word: str
    cost: float


class Spellings:
    """Words by how they are spelt. `words` maps what is compared (before folding) to the word it stands for."""

    def __init__(self, words: Iterable[tuple[str, str]], fold: Fold) -> None:
        self._fold = fold
        self._by_length: dict[int, tuple[list[str], list[str]]] = {}
        for spelling, word in words:
            folded = fold(spelling)
            if folded == spelling:
                folded = spelling  # most are what they fold to, and need no copy
            spellings, meant = self._by_length.setdefault(len(folded), ([], []))
            spellings.append(folded)
            meant.append(word)

    def near(self, typed: str, *, edits: int | None = None) -> list[Near]:
        """The nearest words, nearest first. `edits` is what may differ, by default 1 from 4 letters on, 2 from 8."""
        folded = self._fold(typed)
        allowed = edits if edits is not None else allowed_edits(folded)
        found = []
        for length in range(len(folded) - allowed, len(folded) + allowed + 1):
            if length not in self._by_length:
                continue
            spellings, meant = self._by_length[length]
            for spelling, distance, at in _within(folded, spellings, allowed):
                if meant[at] != typed:
                    found.append(Near(meant[at], _cost(folded, spelling, distance)))
        return sorted(found, key=lambda near: near.cost)[:CANDIDATES]


def allowed_edits(folded: str) -> int:
    """How many edits a word of this length may be away."""
    return 0 if len(folded) < SHORTEST else 1 if len(folded) < TWO_EDITS else 2


def _within(folded: str, spellings: list[str], allowed: int) -> Iterable[tuple[str, float, int]]:
    """The spellings within a distance (optimal string alignment: a swap of neighbours is one edit)."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    scorer: Any = OSA.distance
    return process.extract(folded, spellings, scorer=scorer, score_cutoff=allowed, limit=CANDIDATES * 4)


def _cost(typed: str, meant: str, distance: float) -> float:
    if distance == 0:
        return _SAME_SOUND
    cost = _one_edit(typed, meant) if distance == 1 else _EDIT + _FURTHER * (distance - 1)
    if typed[0] != meant[0] and not (distance == 1 and typed[1:2] == meant[:1]):
        cost += _OTHER_FIRST_LETTER
    return cost * min(1.3, max(0.7, 6 / len(typed)))


def _one_edit(typed: str, meant: str) -> float:
    """What one edit costs, by what it is: the first place where the two differ tells."""
    same = 0
    while same < min(len(typed), len(meant)) and typed[same] == meant[same]:
        same += 1
    left, right = typed[same:], meant[same:]
    if len(left) != len(right):
        return _SLIP if len(typed) > 4 else _EDIT
    if left[0] in _NEIGHBOURS.get(right[0], "") or left[0] == right[1:2]:
        return _SLIP
    return _EDIT
