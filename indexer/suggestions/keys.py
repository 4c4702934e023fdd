"""What of a text counts when a visitor has typed only its beginning: letters and digits, and hardly their form.

Texts and what is typed are reduced in the same way, one character at a time, so that the beginning of a text always
becomes the beginning of its key. Spaces and punctuation go: `two factor`, `two-factor` and the `ti'xian` of an
unfinished input method are one word.
"""

import unicodedata
from dataclasses import dataclass

from indexer.analysis.filters import AccentFold
from indexer.analysis.han import simplify
from indexer.analysis.normalise import MappedText, normalise
from indexer.hangul import hangul_letters

# Katakana lie this far above the hiragana of the same sound.
_KATAKANA = range(0x30A1, 0x30F7)
_KANA_DISTANCE = 0x60

# Letters often typed for each other: in Arabic as Lucene's ArabicNormalizer folds them; in Chinese 帐 (OpenCC's
# for 帳), which is 账 since the First Table of Regularised Variant Words (2001).
_LOOK_ALIKES = {"ى": "ي", "ة": "ه", "帐": "账"}
_TATWEEL = "ـ"


@dataclass(frozen=True, slots=True)
class Folded:
    """A key, and for each of its characters the index in the original text of what it was made from."""

    key: str
    origins: tuple[int, ...]


class _KeyTable(dict[str, str]):
    """What one normalised character leaves in a key, remembered."""

    def __missing__(self, char: str) -> str:
        self[char] = kept = _kept(char)
        return kept


_TABLE = _KeyTable()


def fold(text: str) -> str:
    """The key of a text; empty if it has no letter or digit."""
    return "".join(_TABLE[char] for char in simplify(normalise(text)).text)


def folded(text: str) -> Folded:
    """The key of a text with where each of its characters comes from."""
    mapped = simplify(normalise(text))
    pieces = [(char, mapped.original(at, at + 1)[0]) for at, char in enumerate(mapped.text)]
    kept = [(each, origin) for char, origin in pieces for each in _TABLE[char]]
    return Folded("".join(char for char, _ in kept), tuple(origin for _, origin in kept))


def keystrokes(key: str) -> str:
    """The key with Hangul as the keys pressed for it, so that half a syllable begins the whole one."""
    if key.isascii():
        return key
    return "".join(map(hangul_letters, key))


def _kept(char: str) -> str:
    if char == _TATWEEL or unicodedata.category(char)[0] not in "LNM":
        return ""
    if ord(char) in _KATAKANA:
        return chr(ord(char) - _KANA_DISTANCE)
    # Phrases were simplified before; alone, a character of one becomes what it becomes when the phrase is not complete.
    plain = AccentFold()(simplify(MappedText(char)).text)
    return _LOOK_ALIKES.get(plain, plain)
