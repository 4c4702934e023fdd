"""Hangul as the letters that a Korean keyboard gives one after the other, and syllables from these again."""

import re
import unicodedata
from functools import lru_cache
from types import MappingProxyType

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
# Letters that are typed as two; ㄲ, ㄸ and their like have keys of their own (KS X 5002).
_COMPOUNDS = MappingProxyType({
    "ㅗㅏ": "ㅘ", "ㅗㅐ": "ㅙ", "ㅗㅣ": "ㅚ", "ㅜㅓ": "ㅝ", "ㅜㅔ": "ㅞ", "ㅜㅣ": "ㅟ", "ㅡㅣ": "ㅢ",
    "ㄱㅅ": "ㄳ", "ㄴㅈ": "ㄵ", "ㄴㅎ": "ㄶ", "ㄹㄱ": "ㄺ", "ㄹㅁ": "ㄻ", "ㄹㅂ": "ㄼ", "ㄹㅅ": "ㄽ", "ㄹㅌ": "ㄾ",
    "ㄹㅍ": "ㄿ", "ㄹㅎ": "ㅀ", "ㅂㅅ": "ㅄ",
})  # fmt: skip
_PARTS = MappingProxyType({compound: parts for parts, compound in _COMPOUNDS.items()})
_FIRST_SYLLABLE = 0xAC00
_SYLLABLES = 11172


def hangul_letters(character: str) -> str:
    """The letters typed for a syllable or a single letter, compounds taken apart; any other character is its own."""
    place = ord(character) - _FIRST_SYLLABLE
    if 0 <= place < _SYLLABLES:
        letters = _LEADS[place // 588] + _VOWELS[place % 588 // 28] + _TAILS[place % 28].strip()
    else:
        letters = _standing_alone(character) if "\u1100" <= character <= "\u11ff" else character
    return "".join(_PARTS.get(letter, letter) for letter in letters)


def hangul_from_letters(letters: str) -> str | None:
    """The syllables that letters make as they are typed; None if one stays incomplete."""
    if not _syllables().fullmatch(letters):
        return None
    return "".join(_composed(*syllable.groups("")) for syllable in _syllable().finditer(letters))


def _alternatives(letters: str) -> str:
    return "|".join(sorted((_PARTS.get(letter, letter) for letter in letters), key=len, reverse=True))


@lru_cache(maxsize=1)
def _syllable() -> re.Pattern[str]:
    """A lead, a vowel, and a tail unless the next vowel needs it as its lead."""
    return re.compile(f"([{_LEADS}])({_alternatives(_VOWELS)})(?:({_alternatives(_TAILS[1:])})(?![{_VOWELS}]))?")


@lru_cache(maxsize=1)
def _syllables() -> re.Pattern[str]:
    return re.compile(f"(?:{_syllable().pattern})+")


def _composed(lead: str, vowel: str, tail: str) -> str:
    """A syllable by the arithmetic of The Unicode Standard, 3.12."""
    place = _LEADS.index(lead) * 21 + _VOWELS.index(_COMPOUNDS.get(vowel, vowel))
    return chr(_FIRST_SYLLABLE + place * 28 + _TAILS.index(_COMPOUNDS.get(tail, tail) or " "))


def _standing_alone(character: str) -> str:
    """A conjoining letter, into which NFKC turns what a keyboard types, as the letter of the keyboard."""
    name = unicodedata.name(character, "").removeprefix("HANGUL ")
    for kind in ("CHOSEONG ", "JUNGSEONG ", "JONGSEONG "):
        if name.startswith(kind):
            try:
                return unicodedata.lookup(f"HANGUL LETTER {name.removeprefix(kind)}")
            except KeyError:
                return character
    return character
