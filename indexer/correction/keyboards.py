"""Text typed while the input method was off: keys of the Korean and of the Taiwanese layout, read as their letters.

Layouts: Dubeolsik, KS X 5002; Dachen (大千), CNS 11643's standard zhuyin keyboard.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from indexer.hangul import hangul_from_letters, hangul_letters

_DUBEOLSIK = MappingProxyType(dict(zip(
    "rRseEfaqQtTdwWczxvgkoiOjpuPhynbml",
    "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ",
    strict=True,
)))  # fmt: skip
_KEYS = MappingProxyType({letter: key for key, letter in _DUBEOLSIK.items()})

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
    return hangul_from_letters("".join(letter for letter in letters if letter))


def keys_from_hangul(text: str) -> str | None:
    """The Latin letters of the keys that typed this Hangul (ㅕㄴㅇㅅ → `usdt`); None if it is not all Hangul."""
    keys: list[str] = []
    for character in text:
        for letter in hangul_letters(character):
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
