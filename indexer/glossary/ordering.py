"""The order of a glossary in each language, and the letters its entries stand under.

Only a build asks for it, because pinyin needs large dictionaries.
"""

import re
import unicodedata
from bisect import bisect
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from indexer.analysis.filters import AccentFold
from indexer.analysis.scripts import HAN, HIRAGANA, KANA
from indexer.glossary.words import bare_arabic
from kb.locales import Locale, language_and_script
from kb.model import Term

DIGITS, LATIN, OTHERS = "0–9", "A–Z", "#"

_HAN = re.compile(f"[{HAN}]")
_HIRAGANA_WORD = re.compile(f"[{HIRAGANA}ー]+")
_KANA_WORD = re.compile(f"[{KANA}ー]+")
_SYLLABLE = re.compile("([a-zü]+)([1-5])")

_FIRST_HANGUL, _LAST_HANGUL, _SYLLABLES_OF_A_LEAD = "가", "힣", 588
_LEADS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
"""The letter that each leading consonant is filed under: the tense ones with the plain."""

_KANA_ROWS = "あかさたなはまやらわ"
_KANA_DISTANCE = ord("ァ") - ord("ぁ")
_LARGE_KANA = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")
_OF_A_VOWEL = MappingProxyType(
    {
        "あ": "あかさたなはまやらわ",
        "い": "いきしちにひみり",
        "う": "うくすつぬふむゆる",
        "え": "えけせてねへめれ",
        "お": "おこそとのほもよろを",
    }
)
"""The sounds that a long vowel mark makes longer, by the vowel."""

_ARABIC_FORMS = str.maketrans("ؤئىة", "ويىه")

_BIG5_FIRST_OF = (
    0xA440, 0xA442, 0xA454, 0xA4A1, 0xA4FE, 0xA5E0, 0xA6EA, 0xA8C3, 0xAB45, 0xADBC, 0xB0AE, 0xB3C3, 0xB6C3, 0xB9AC,
    0xBBF5, 0xBEA7, 0xC075, 0xC24F, 0xC35F, 0xC455, 0xC4D7, 0xC56B, 0xC5C8, 0xC5F1, 0xC655, 0xC665, 0xC66C, 0xC676,
    0xC67E,
)  # fmt: skip
"""Big5 has its frequent characters in order of strokes: where those of one stroke begin, of two, and so on; the end."""


class Place(NamedTuple):
    """Where an entry stands: the part of the glossary, what it is sorted by there, and the letter above it."""

    part: int
    key: tuple[tuple[str | int, ...], ...]
    group: str


def in_order(locale: Locale, terms: Iterable[Term]) -> list[tuple[str, Term]]:
    """The terms as a reader of the locale looks for them, each with its letter."""
    language, script = language_and_script(locale.tag) or (locale.language, "")
    place = ORDERS.get(f"{language}-{script}") or ORDERS.get(language, by_letter)
    placed = sorted(((place(term), term) for term in terms), key=lambda each: (each[0][:2], each[1].term, each[1].id))
    return [(where.group, term) for where, term in placed]


def by_letter(term: Term) -> Place:
    """By letters without their accents, ñ after n; digits before, other signs after."""
    name = term.term.casefold()
    key = _letters(name)
    first = key[:1]
    if first.isdecimal():
        return Place(0, ((key,),), DIGITS)
    if not first.isalpha():
        return Place(2, ((key,),), OTHERS)
    return Place(1, ((key,),), (name[0] if name[0] == "ñ" else first).upper())


def by_pinyin(term: Term) -> Place:
    """By pinyin, syllable by syllable with its tone, as dictionaries have it; Latin words begin their letter."""
    if not _HAN.match(term.term):
        latin = by_letter(term)
        return Place(latin.part, ((latin.group, 0), *latin.key), latin.group)
    spoken = _pinyin(term)
    syllables = [match.groups() if (match := _SYLLABLE.fullmatch(each)) else (each, "0") for each in spoken]
    group = spoken[0][0].upper()
    return Place(1, ((group, 1), *syllables), group)


def by_strokes(term: Term) -> Place:
    """By the number of strokes, and then by radical.

    Taiwan's indexes use it beside zhuyin, as CLDR does for Traditional Chinese; Hong Kong does not know zhuyin.
    """
    if not _HAN.match(term.term):
        return _foreign(term, 2)
    codes = [_big5(character) for character in term.term]
    strokes = bisect(_BIG5_FIRST_OF, codes[0])
    group = f"{strokes} 畫" if 0 < strokes < len(_BIG5_FIRST_OF) else OTHERS
    return Place(1, tuple((code,) for code in codes), group)


def by_kana(term: Term) -> Place:
    """By sound in the order of the fifty sounds, as far as readings are known; kanji without one come last."""
    if not (reading := _reading(term)):
        return Place(3, ((term.term,),), "漢字") if _HAN.match(term.term) else _foreign(term, 2)
    sounds = _sounds(reading)
    row = _KANA_ROWS[bisect(_KANA_ROWS, sounds[0]) - 1]
    return Place(1, ((sounds,), (reading,)), row)


def by_hangul(term: Term) -> Place:
    """By syllables, under the first consonant."""
    first = term.term[0]
    if not _FIRST_HANGUL <= first <= _LAST_HANGUL:
        return _foreign(term, 2)
    return Place(1, ((term.term,),), _LEADS[(ord(first) - ord(_FIRST_HANGUL)) // _SYLLABLES_OF_A_LEAD])


def by_arabic_letter(term: Term) -> Place:
    """By letters without signs, the article left out of account."""
    name = bare_arabic(term.term.casefold()).translate(_ARABIC_FORMS)
    if not "ء" <= name[:1] <= "ي":
        return _foreign(term, 2)
    return Place(1, ((name,),), name[0])


ORDERS: Mapping[str, Callable[[Term], Place]] = MappingProxyType(
    {"zh": by_pinyin, "zh-Hant": by_strokes, "ja": by_kana, "ko": by_hangul, "ar": by_arabic_letter}
)
"""By language, or by language and script; elsewhere by letter."""


def _foreign(term: Term, part: int) -> Place:
    """Latin words in a language with another script: all under one heading."""
    place = by_letter(term)
    return Place(part + (place.group == OTHERS), place.key, OTHERS if place.group == OTHERS else LATIN)


def _letters(name: str) -> str:
    """The name without accents; ñ sorts between n and o."""
    return "n\uffff".join(AccentFold()(part) for part in name.split("ñ"))


def _big5(character: str) -> int:
    """The place of a character in Big5; of one that it does not have, after all others."""
    encoded = character.encode("big5", "ignore")
    return int.from_bytes(encoded, "big") if len(encoded) == 2 else 0x10000 + ord(character)


def _pinyin(term: Term) -> list[str]:
    """The syllables of a term with their tones as digits."""
    from pypinyin import Style, lazy_pinyin
    from pypinyin.contrib.tone_convert import to_tone3

    if term.reading:
        return [to_tone3(syllable, neutral_tone_with_five=True) for syllable in term.reading.split()]
    # `list` leaves other characters as they are, one by one.
    return lazy_pinyin(term.term, Style.TONE3, errors=list, neutral_tone_with_five=True)  # type: ignore[arg-type]


def _reading(term: Term) -> str:
    """How a Japanese term is read: as its entry says, as a synonym in hiragana does, or as it is written."""
    said = (term.reading, *(each for each in term.synonyms if _HIRAGANA_WORD.fullmatch(each)), term.term)
    return next((_as_hiragana(each) for each in said if _KANA_WORD.match(each)), "") if _is_japanese(term.term) else ""


def _is_japanese(text: str) -> bool:
    return bool(_HAN.match(text) or _KANA_WORD.match(text))


def _as_hiragana(text: str) -> str:
    return "".join(chr(ord(each) - _KANA_DISTANCE) if "ァ" <= each <= "ヶ" else each for each in text)


def _sounds(reading: str) -> str:
    """The reading as it is sorted first: without voicing, small kana as large, a long vowel as the vowel."""
    bare = "".join(each for each in unicodedata.normalize("NFD", reading) if not unicodedata.combining(each))
    sounds = ""
    for each in bare.translate(_LARGE_KANA):
        longer = (vowel for vowel, before in _OF_A_VOWEL.items() if sounds and sounds[-1] in before)
        sounds += next(longer, "") if each == "ー" else each
    return sounds
