"""How Han characters sound, as a small table: made once in a build, so that serving needs no pronunciation library."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from indexer.analysis.han import simplify
from indexer.analysis.normalise import MappedText
from indexer.correction.keyboards import dachen_keys

# A further reading of a character counts if the phrase dictionary has it this often, and in this share of the
# character's phrases; below that it is classical, dialect or a name.
_TIMES = 3
_SHARE = 0.05


@dataclass(frozen=True)
class CharacterReadings:
    """The readings of Simplified characters, shared by all locales.

    `characters` maps a toneless pinyin syllable (`lv` for lü) to its characters in one string; `zhuyin` maps the keys
    of a syllable on the Dachen layout, without the tone, to its pinyin (`dk` → `ke`).
    """

    characters: Mapping[str, str]
    zhuyin: Mapping[str, str]

    @cached_property
    def by_character(self) -> Mapping[str, tuple[str, ...]]:
        """The syllables of every character; kept, so that all Chinese locales share this large table."""
        syllables: dict[str, tuple[str, ...]] = {}
        kept: dict[tuple[str, ...], tuple[str, ...]] = {}
        for syllable, characters in self.characters.items():
            for character in characters:
                each = (*syllables.get(character, ()), syllable)
                syllables[character] = kept.setdefault(each, each)
        return syllables


def build_readings() -> CharacterReadings:
    """The table, from pypinyin's dictionaries (about 60 MB while it is made): call it in a build only."""
    from pypinyin import Style, lazy_pinyin
    from pypinyin.style import convert

    characters: dict[str, list[str]] = defaultdict(list)
    others = _phrase_readings()
    for character in _common_characters():
        usual = lazy_pinyin(character, style=Style.NORMAL)[0]
        for syllable in dict.fromkeys((usual, *others.get(character, ()))):
            if syllable.isascii() and syllable.isalpha():
                characters[syllable].append(character)
    zhuyin = {dachen_keys(convert(each, Style.BOPOMOFO, strict=True)): each for each in sorted(characters)}
    zhuyin.pop("", None)
    return CharacterReadings({each: "".join(characters[each]) for each in sorted(characters)}, zhuyin)


def _common_characters() -> list[str]:
    """The characters of GB 2312 and of Big5's first level, made Simplified: what input methods offer first."""
    found: dict[str, None] = {}
    for code in range(0x4E00, 0xA000):
        character = chr(code)
        if _encodes(character, "gb2312") or b"\xa4" <= _encodes(character, "big5") < b"\xc7":
            found.setdefault(simplify(MappedText(character)).text)
    return [character for character in found if len(character) == 1]


def _encodes(character: str, encoding: str) -> bytes:
    try:
        return character.encode(encoding)
    except UnicodeEncodeError:
        return b""


def _phrase_readings() -> dict[str, tuple[str, ...]]:
    """The toneless readings that characters have in the phrase dictionary, often enough to be typed."""
    from pypinyin.contrib.tone_convert import to_normal
    from pypinyin.phrases_dict import phrases_dict

    counts: dict[str, Counter[str]] = defaultdict(Counter)
    plain: dict[str, str] = {}
    for phrase, readings in phrases_dict.items():
        for character, (reading, *_) in zip(phrase, readings, strict=False):
            if reading not in plain:
                plain[reading] = to_normal(reading)
            counts[character][plain[reading]] += 1
    return {
        character: tuple(each for each, times in counter.items() if times >= max(_TIMES, _SHARE * counter.total()))
        for character, counter in counts.items()
    }
