"""Text typed while the input method was off: keys of the Korean and of the Taiwanese layout, read as their letters.

Layouts: Dubeolsik, KS X 5002; Dachen (大千), CNS 11643's standard zhuyin keyboard.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

_DUBEOLSIK = MappingProxyType(dict(zip(
    "rRseEfaqQtTdwWczxvgkoiOjpuPhynbml",
    "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ",
    strict=True,
)))  # fmt: skip
_KEYS = MappingProxyType({letter: key for key, letter in _DUBEOLSIK.items()})
_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_COMPOUNDS = MappingProxyType({
    "ㅗㅏ": "ㅘ", "ㅗㅐ": "ㅙ", "ㅗㅣ": "ㅚ", "ㅜㅓ": "ㅝ", "ㅜㅔ": "ㅞ", "ㅜㅣ": "ㅟ", "ㅡㅣ": "ㅢ",
    "ㄱㅅ": "ㄳ", "ㄴㅈ": "ㄵ", "ㄴㅎ": "ㄶ", "ㄹㄱ": "ㄺ", "ㄹㅁ": "ㄻ", "ㄹㅂ": "ㄼ", "ㄹㅅ": "ㄽ", "ㄹㅌ": "ㄾ",
    "ㄹㅍ": "ㄿ", "ㄹㅎ": "ㅀ", "ㅂㅅ": "ㅄ",
})  # fmt: skip
_PARTS = MappingProxyType({compound: parts for parts, compound in _COMPOUNDS.items()})
_FIRST_SYLLABLE = 0xAC00

_ZHUYIN = "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄧㄨㄩㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦ"
_DACHEN = MappingProxyType(dict(zip(_ZHUYIN, "1qaz2wsxedcrfv5tgbyhnujm8ik,9ol.0p;/-", strict=True)))
_DACHEN_SYLLABLE = re.compile(r"([a-z0-9,./;\-]+?)([3467]| |$)")
_TONES = re.compile("[3467]")
_TYPED_SYLLABLES = 40


def hangul_from_keys(keys: str) -> str | None:
    """The Hangul that these Latin letters would have typed (`cnfrma` → 출금); None if a syllable stays incomplete."""
    letters = [_DUBEOLSIK.get(key) or _DUBEOLSIK.get(key.lower()) for key in keys]
    if not letters or None in letters:
        return None
    match = _hangul_syllables().fullmatch("".join(letter for letter in letters if letter))
    if match is None:
        return None
    return "".join(_compose(*syllable.groups("")) for syllable in _hangul_syllables_each().finditer(match[0]))


def keys_from_hangul(text: str) -> str | None:
    """The Latin letters of the keys that typed this Hangul (ㅕㄴㅇㅅ → `usdt`); None if it is not all Hangul."""
    keys: list[str] = []
    for character in text:
        for letter in _letters(character):
            if letter not in _KEYS:
                return None
            keys.append(_KEYS[letter])
    return "".join(keys).lower()


def dachen_keys(zhuyin: str) -> str:
    """The keys of one zhuyin syllable on the Dachen layout, without its tone; empty if it has other symbols."""
    symbols = zhuyin.rstrip("ˉˊˇˋ˙")
    return "".join(_DACHEN.get(symbol, "?") for symbol in symbols) if set(symbols) <= set(_DACHEN) else ""


def pinyin_from_dachen(keys: str, syllables: Mapping[str, str]) -> str | None:
    """The pinyin of text typed on the Dachen layout, spaces between syllables (`dk4zj6` → `ke fu`); else None.

    `syllables` is `CharacterReadings.zhuyin`. Text without a tone key is not taken for zhuyin: `su` may be anything.
    """
    if not _TONES.search(keys):
        return None
    found: list[str] = []
    at = 0
    while at < len(keys) and len(found) < _TYPED_SYLLABLES:
        match = _DACHEN_SYLLABLE.match(keys, at)
        if match is None or match[1] not in syllables:
            return None
        found.append(syllables[match[1]])
        at = match.end()
        while keys.startswith(" ", at):
            at += 1
    return " ".join(found) if at == len(keys) else None


def _alternatives(vowels: str) -> str:
    return "|".join(sorted((_PARTS.get(vowel, vowel) for vowel in vowels), key=len, reverse=True))


@lru_cache(maxsize=1)
def _hangul_syllables_each() -> re.Pattern[str]:
    """A lead, a vowel, and a tail unless the next vowel needs it as its lead."""
    return re.compile(f"([{_LEADS}])({_alternatives(_VOWELS)})(?:({_alternatives(_TAILS[1:])})(?![{_VOWELS}]))?")


@lru_cache(maxsize=1)
def _hangul_syllables() -> re.Pattern[str]:
    return re.compile(f"(?:{_hangul_syllables_each().pattern})+")


def _compose(lead: str, vowel: str, tail: str) -> str:
    """A syllable by the arithmetic of The Unicode Standard, 3.12."""
    place = _LEADS.index(lead) * 21 + _VOWELS.index(_COMPOUNDS.get(vowel, vowel))
    return chr(_FIRST_SYLLABLE + place * 28 + _TAILS.index(_COMPOUNDS.get(tail, tail) or " "))


def _letters(character: str) -> str:
    """The letters of a syllable or a single letter as they are typed, compounds taken apart."""
    place = ord(character) - _FIRST_SYLLABLE
    if 0 <= place < 11172:
        letters = _LEADS[place // 588] + _VOWELS[place % 588 // 28] + _TAILS[place % 28].strip()
    else:
        letters = _letter(character)
    return "".join(_PARTS.get(letter, letter) for letter in letters)


def _letter(character: str) -> str:
    """A conjoining letter, into which NFKC turns what a keyboard types, as the letter of the keyboard."""
    name = unicodedata.name(character, "").removeprefix("HANGUL ")
    for kind in ("CHOSEONG ", "JUNGSEONG ", "JONGSEONG "):
        if name.startswith(kind):
            try:
                return unicodedata.lookup(f"HANGUL LETTER {name.removeprefix(kind)}")
            except KeyError:
                return character
    return character
