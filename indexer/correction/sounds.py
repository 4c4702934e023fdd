"""Words of the lexicon that sound like what was typed: other characters, pinyin, initials, and mixtures of these."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from indexer.analysis.stop_words import STOP_WORDS
from indexer.correction.lattice import Edge
from indexer.correction.lexicon import Lexicon
from indexer.correction.pieces import Kind, Piece
from indexer.correction.pinyin import LONGEST_SYLLABLE, LONGEST_WORD, SoundIndex, folded, sound_key
from indexer.correction.weights import Weights

# What is forgiven for one character or syllable.
_SAME_SOUND, _LIKE_SOUND = 0.35, 0.55
_SPELT_OUT, _SPELT_ALIKE, _INITIAL = 0.05, 0.25, 0.3
_ALONE = 0.4
"""For a character that stands for a syllable all by itself: only what is beside it can speak for it."""

_FEWEST_INITIALS = 3
_RARE = 20
"""A known word is doubted if a word of the same sound weighs this many times as much."""
_SINGLES_TRIED = 4
_WORDS_TRIED = 6
_STEPS = 400
"""Steps of one walk along the text; only text made to be ambiguous needs more."""


class _By(Enum):
    """How one character of a word was typed."""

    HAN = "as a character"
    SYLLABLE = "in pinyin"
    INITIAL = "by its initial"


@dataclass(frozen=True, slots=True)
class _Unit:
    by: _By
    typed: str


@dataclass(frozen=True, slots=True)
class _Walk:
    """A way from the start of a word to `end`; `sound` is None once an initial stands for a syllable."""

    end: int
    sound: str | None
    initials: str
    units: tuple[_Unit, ...] = ()


class SoundReadings:
    """The words of one Chinese lexicon by sound. `readings` maps each character to its syllables."""

    def __init__(self, lexicon: Lexicon, weights: Weights, readings: Mapping[str, tuple[str, ...]]) -> None:
        self._lexicon = lexicon
        self._weights = weights
        self._readings = readings
        self._syllables = frozenset(syllable for each in readings.values() for syllable in each)
        usual_first = sorted(lexicon.sounds, key=lambda word: -lexicon.words.get(word, 0))
        self._index = SoundIndex({word: lexicon.sounds[word] for word in usual_first})
        self._singles = self._characters_by_sound()
        self._particles = frozenset(word for word in STOP_WORDS["zh"].split() if len(word) == 1)

    def edges(self, text: str, cut: Sequence[Piece]) -> Iterator[Edge]:
        """The readings of a normalised text as words of the lexicon, other than what is typed."""
        kinds: list[Kind | None] = [None] * len(text)
        starts: set[int] = set()
        for piece in cut:
            if piece.kind is Kind.RUN:
                starts.update(range(piece.start, piece.end))
            elif piece.kind is Kind.WORD and piece.text.isascii():
                starts |= {piece.start, *self._known_ends(piece)}
            else:
                continue
            kinds[piece.start : piece.end] = [piece.kind] * (piece.end - piece.start)
        for start in range(len(text)):
            if start in starts:
                for edge in self._from(text, kinds, start):
                    starts.add(edge.end)
                    yield edge

    def doubted(self, word: str) -> bool:
        """Whether a known word is so much rarer than another of its sound that it is likely to be a mistake."""
        if len(word) < 2 or word not in self._index:
            return False
        words = self._lexicon.words
        alike = self._index.by_sound.get(sound_key(self._index.syllables(word)))
        return any(words[other] >= _RARE * words[word] for other in alike)

    def alike(self, character: str) -> Iterator[tuple[str, float]]:
        """The site's other characters that sound like this one, with what must be forgiven; none for particles.

        These stand beside anything, so that what is beside them says nothing against them.
        """
        own = () if character in self._particles else self._readings.get(character, ())
        for key in dict.fromkeys(folded(syllable) for syllable in own):
            for other in self._singles.get(key, ()):
                if other != character:
                    same = not set(own).isdisjoint(self._readings[other])
                    yield other, _SAME_SOUND if same else _LIKE_SOUND

    def _characters_by_sound(self) -> dict[str, list[str]]:
        """The site's characters by folded syllable, the most used first."""
        words = self._lexicon.words
        used = sorted(self._lexicon.followers, key=lambda character: -words.get(character, 0))
        by_sound: dict[str, list[str]] = {}
        for character in used:
            for key in dict.fromkeys(folded(syllable) for syllable in self._readings.get(character, ())):
                by_sound.setdefault(key, []).append(character)
        return by_sound

    def _known_ends(self, piece: Piece) -> list[int]:
        """Where a known word at the start of a piece ends, so that pinyin may follow it (`kycrenzheng`)."""
        words = self._lexicon.words
        return [end for end in range(piece.start + 3, piece.end) if piece.text[: end - piece.start] in words]

    def _from(self, text: str, kinds: Sequence[Kind | None], start: int) -> Iterator[Edge]:
        pending = [_Walk(start, "", "")]
        for _ in range(_STEPS):
            if not pending:
                return
            for walk in self._steps(text, kinds, pending.pop()):
                if len(walk.units) < LONGEST_WORD:
                    pending.append(walk)
                yield from self._matches(walk, start)

    def _steps(self, text: str, kinds: Sequence[Kind | None], walk: _Walk) -> Iterator[_Walk]:
        """The walks one character or syllable further that still lead to a word."""
        at = walk.end
        if walk.units and text[at : at + 1] in {" ", "'"} and walk.units[-1].by is not _By.HAN:
            at += 1
            if at < len(text) and kinds[at] is not Kind.WORD:
                return
        if at >= len(text) or kinds[at] is None:
            return
        if kinds[at] is Kind.RUN:
            yield from self._stepped(walk, at + 1, _Unit(_By.HAN, text[at]), self._readings.get(text[at], ()))
            return
        stop = at
        while stop < min(len(text), at + LONGEST_SYLLABLE) and kinds[stop] is Kind.WORD:
            stop += 1
        for end in range(at + 1, stop + 1):
            if text[at:end] in self._syllables:
                yield from self._stepped(walk, end, _Unit(_By.SYLLABLE, text[at:end]), (text[at:end],))
        for end in (at + 1, at + 2) if text[at : at + 2] in {"zh", "ch", "sh"} else (at + 1,):
            initials = walk.initials + text[at]
            if end <= stop and self._index.by_initials.begins(initials):
                yield _Walk(end, None, initials, (*walk.units, _Unit(_By.INITIAL, text[at:end])))

    def _stepped(self, walk: _Walk, end: int, unit: _Unit, syllables: tuple[str, ...]) -> Iterator[_Walk]:
        """The walk with one more syllable, for each way to read it that a word still begins with."""
        seen = set()
        for syllable in syllables:
            sound = None if walk.sound is None else f"{walk.sound}{folded(syllable)} "
            initials = walk.initials + syllable[0]
            if (sound, initials) in seen:
                continue
            seen.add((sound, initials))
            begun = self._index.by_initials.begins(initials) if sound is None else self._index.by_sound.begins(sound)
            if begun:
                yield _Walk(end, sound, initials, (*walk.units, unit))

    def _matches(self, walk: _Walk, start: int) -> Iterator[Edge]:
        if len(walk.units) == 1:
            yield from self._single(walk, start)
            return
        if walk.sound is not None:
            words = self._index.by_sound.get(walk.sound)
        else:
            words = self._index.by_initials.get(walk.initials)
        guess = walk.sound is None
        found = 0
        for word in words:
            cost = self._forgiven(walk.units, word)
            if cost:
                yield self._weights.edge(start, walk.end, word, cost, guess=guess)
                found += 1
            if found == _WORDS_TRIED:
                return

    def _single(self, walk: _Walk, start: int) -> Iterator[Edge]:
        """Characters for one syllable of pinyin; one character for another is left to what stands beside it."""
        unit = walk.units[0]
        if unit.by is _By.SYLLABLE:
            for character in self._singles.get(folded(unit.typed), ())[:_SINGLES_TRIED]:
                spelt = unit.typed in self._readings[character]
                cost = _ALONE + (_SPELT_OUT if spelt else _SPELT_ALIKE)
                yield self._weights.edge(start, walk.end, character, cost, guess=True)

    def _forgiven(self, units: Sequence[_Unit], word: str) -> float | None:
        """What must be forgiven for a word typed as these units; nothing if it cannot be, 0 if it is as typed."""
        total = 0.0
        for unit, character, syllable in zip(units, word, self._index.syllables(word), strict=True):
            if unit.by is _By.HAN:
                if unit.typed == character:
                    continue
                own = self._readings.get(unit.typed, ())
                if syllable in own:
                    total += _SAME_SOUND
                elif folded(syllable) in map(folded, own):
                    total += _LIKE_SOUND
                else:
                    return None
            elif unit.by is _By.SYLLABLE:
                if folded(unit.typed) != folded(syllable):
                    return None
                total += _SPELT_OUT if unit.typed == syllable else _SPELT_ALIKE
            elif syllable.startswith(unit.typed):
                total += _INITIAL
            else:
                return None
        return total
