"""Japanese syllables in Latin letters, so that one comparison serves katakana, hiragana and text typed in romaji.

The spelling is Hepburn's with long vowels and doubled consonants left out, which is how people vary most.
"""

import re
import unicodedata
from functools import lru_cache

_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サシスセソ", "t": "タチツテト", "n": "ナニヌネノ", "h": "ハヒフヘホ",
    "m": "マミムメモ", "r": "ラリルレロ", "g": "ガギグゲゴ", "z": "ザジズゼゾ", "d": "ダヂヅデド", "b": "バビブベボ",
    "p": "パピプペポ", "v": "ヷヸヴヹヺ",
}  # fmt: skip
_IRREGULAR = {
    "シ": "shi", "チ": "chi", "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヂ": "ji", "ヅ": "zu", "ヴ": "vu", "ン": "n",
    "ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヲ": "o",
}  # fmt: skip
_SMALL_VOWELS = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o"}
_SMALL_Y = {"ャ": "a", "ュ": "u", "ョ": "o"}
# Kunrei-shiki and keyboard spellings of the same syllables, as Hepburn writes them; the longer ones first.
_OTHER_SPELLINGS = (
    (r"sy", "sh"), (r"(?<![s])si", "shi"), (r"ty|cy", "ch"), (r"ti", "chi"), (r"(?<!t)tu", "tsu"), (r"zy|jy", "j"),
    (r"zi|di", "ji"), (r"du", "zu"), (r"hu", "fu"), (r"l", "r"), (r"nn", "n"), (r"mb", "nb"), (r"mp", "np"),
    (r"v", "b"),
)  # fmt: skip
_LONG = re.compile(r"([aeiou])\1+")
_LONG_O = re.compile(r"ou")
_DOUBLED = re.compile(r"([^aeiou])\1|tch")
_ENLARGED = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}


def fold_kana(word: str) -> str:
    """Kana or romaji as plain Latin letters: ウォレット, うぉれっと and `uxoretto` alike."""
    return _plain(romaji(word))


def enlarge(word: str) -> str:
    """Katakana with small letters made large, as whoever does not find the small ones types them."""
    return word.translate(_ENLARGED)


def romaji(word: str) -> str:
    """Kana in Hepburn letters; other characters stay."""
    word = unicodedata.normalize("NFC", word).translate(_HIRAGANA_TO_KATAKANA)
    letters: list[str] = []
    for character in word:
        last = letters[-1] if letters else ""
        if character in _SMALL_Y and last.endswith("i"):
            glide = "" if last in {"shi", "chi", "ji"} else "y"
            letters[-1] = last[:-1] + glide + _SMALL_Y[character]
        elif character in _SMALL_VOWELS and last:
            letters[-1] = (
                last.rstrip("aiueo") + _SMALL_VOWELS[character] if len(last) > 1 else last + _SMALL_VOWELS[character]
            )
        elif character not in "ッーャュョ":
            letters.append(_syllables().get(character, character))
    return "".join(letters)


def _plain(letters: str) -> str:
    letters = letters.replace("x", "")
    for pattern, spelling in _OTHER_SPELLINGS:
        letters = re.sub(pattern, spelling, letters)
    letters = _DOUBLED.sub(lambda match: match[1] or "ch", letters)
    return _LONG.sub(r"\1", _LONG_O.sub("o", letters))


@lru_cache(maxsize=1)
def _syllables() -> dict[str, str]:
    regular = {
        kana: consonant + vowel for consonant, row in _ROWS.items() for kana, vowel in zip(row, "aiueo", strict=True)
    }
    return regular | _IRREGULAR
