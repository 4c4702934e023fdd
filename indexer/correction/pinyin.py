"""How alike two pinyin syllables sound, and the words of a lexicon by how they sound."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

# Pairs that southern speakers merge, as input methods offer them under "fuzzy pinyin" (模糊音).
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"))
_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))

LONGEST_SYLLABLE = 6
LONGEST_WORD = 8
"""Syllables of the longest words and phrases that are looked for by sound."""


@lru_cache(maxsize=1024)
def folded(syllable: str) -> str:
    """The syllable with what is easily confused made equal: `zhang` and `zan` both give `zan`."""
    for initial, plain in _INITIALS:
        if syllable.startswith(initial):
            syllable = plain + syllable[len(initial) :]
            break
    for final, plain in _FINALS:
        if syllable.endswith(final):
            return syllable[: -len(final)] + plain
    return syllable


class SoundIndex:
    """Words by all their syllables, and by the first letters of these. `sounds` maps words to spaced pinyin.

    Words that sound alike stand in the order of `sounds`.
    """

    def __init__(self, sounds: Mapping[str, str]) -> None:
        self.syllables = {word: tuple(sound.split(" ")) for word, sound in sounds.items()}
        self.syllables = {word: each for word, each in self.syllables.items() if len(word) == len(each)}
        by_sound: dict[str, list[str]] = defaultdict(list)
        by_initials: dict[str, list[str]] = defaultdict(list)
        for word, syllables in self.syllables.items():
            by_sound[sound_key(syllables)].append(word)
            by_initials["".join(syllable[:1] for syllable in syllables)].append(word)
        self.by_sound: Mapping[str, list[str]] = dict(by_sound)
        self.by_initials: Mapping[str, list[str]] = dict(by_initials)
        # A walk along typed text goes on only while some word still begins that way.
        self.sound_starts = frozenset(
            sound_key(each[:end]) for each in self.syllables.values() for end in range(1, len(each) + 1)
        )
        self.initial_starts = frozenset(key[:end] for key in self.by_initials for end in range(1, len(key) + 1))


def sound_key(syllables: Iterable[str]) -> str:
    """Syllables as they are looked up: folded, each ended by a space."""
    return "".join(folded(syllable) + " " for syllable in syllables)
