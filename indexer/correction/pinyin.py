"""How alike two pinyin syllables sound, and the words of a lexicon by how they sound."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from indexer.correction.table import WordTable

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

    Words that sound alike stand in the order of `sounds`; those with a character that has no syllable are left out.
    """

    def __init__(self, sounds: Mapping[str, str]) -> None:
        self._sounds = {word: sound for word, sound in sounds.items() if len(word) == sound.count(" ") + 1}
        words = self._sounds
        self.by_sound = WordTable((sound_key(self.syllables(word)), word) for word in words)
        self.by_initials = WordTable(("".join(each[:1] for each in self.syllables(word)), word) for word in words)

    def __contains__(self, word: str) -> bool:
        """Whether it is known how a word sounds."""
        return word in self._sounds

    def syllables(self, word: str) -> list[str]:
        """The syllables of a word of the index, one a character."""
        return self._sounds[word].split(" ")


def sound_key(syllables: Iterable[str]) -> str:
    """Syllables as they are looked up: folded, each ended by a space."""
    return "".join(folded(syllable) + " " for syllable in syllables)
