"""From a query that finds little to what its writer may have meant, by the lexicon of one locale."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp

from indexer.analysis.han import simplify
from indexer.analysis.normalise import MappedText, normalise
from indexer.analysis.scripts import HAN
from indexer.correction.hangul import HangulReadings
from indexer.correction.japanese import KanaReadings
from indexer.correction.keyboards import pinyin_from_dachen
from indexer.correction.known import Known
from indexer.correction.lattice import Edge, Path, best_paths
from indexer.correction.lexicon import Lexicon
from indexer.correction.pieces import Piece, pieces
from indexer.correction.readings import CharacterReadings
from indexer.correction.shapes import ShapeReadings
from indexer.correction.sounds import SoundReadings
from indexer.correction.spelt import SpeltReadings
from indexer.correction.weights import Weights
from indexer.correction.words import WordReadings

MOST = 4
"""Corrections of one query."""
LONGEST_QUERY = 120
"""Code points; what is longer was pasted, and has words enough to be found by."""

_CERTAIN = 0.3
"""A query that costs no more than this as typed has nothing to correct."""
_SCALE = 1.5
_DOUBTED = 0.7

_HAN = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Correction:
    """A whole query as it may have been meant. `cost` is from 0, certain, to 1, a guess; it compares with its like."""

    text: str
    cost: float


class Corrector:
    """Corrects queries of one locale. Any number of threads may use it."""

    def __init__(self, lexicon: Lexicon, characters: CharacterReadings) -> None:
        self._known = Known(lexicon)
        self._weights = Weights(lexicon)
        self._words = WordReadings(lexicon, self._weights, self._known)
        self._zhuyin = characters.zhuyin
        self._sounds: SoundReadings | None = None
        self._shapes: ShapeReadings | None = None
        self._spelt: SpeltReadings | None = None
        self._hangul: HangulReadings | None = None
        self._kana: KanaReadings | None = None
        language = self._known.language
        if language == "zh":
            self._sounds = SoundReadings(lexicon, self._weights, characters.by_character)
            self._shapes = ShapeReadings(lexicon, self._weights, lexicon.sounds, self._sounds.alike)
            self._spelt = SpeltReadings(lexicon, self._weights, self._known)
        elif language == "ko":
            self._hangul = HangulReadings(lexicon, self._weights, self._known)
        elif language == "ja":
            self._kana = KanaReadings(lexicon, self._weights, self._known)

    def corrections(self, text: str) -> tuple[Correction, ...]:
        """What else the query may have meant, most likely first, at most 4; nothing if all of it is known."""
        if len(text) > LONGEST_QUERY:
            return ()
        mapped = normalise(text)
        if self._sounds is not None:
            if pinyin := pinyin_from_dachen(mapped.text.strip(), self._zhuyin):
                text, mapped = pinyin, MappedText(pinyin)
            mapped = simplify(mapped)
        paths = self._paths(text, mapped)
        literal = next((path for path in paths if path.typed), None)
        if literal is None or literal.cost <= _CERTAIN:
            return ()
        found: dict[str, Correction] = {}
        for path in paths:
            if path.cost < literal.cost and not path.typed:
                written = _written(path, text, mapped)
                found.setdefault(written, Correction(written, 1 - exp(-path.doubt / _SCALE)))
        found.pop(text, None)
        return tuple(sorted(found.values(), key=lambda correction: correction.cost)[:MOST])

    def _paths(self, text: str, mapped: MappedText) -> list[Path]:
        cut = list(pieces(mapped.text))
        edges = [self._doubting(edge) for edge in self._known.edges(cut)]
        if all(edge.cost == 0 for edge in edges) and self._sounds is None and self._kana is None:
            return []
        return best_paths([*edges, *self._others(text, mapped, cut)], len(mapped.text), self._weights.between)

    def _others(self, text: str, mapped: MappedText, cut: Sequence[Piece]) -> Iterator[Edge]:
        """Everything the text can be read as, other than as typed."""
        yield from self._words.edges(cut)
        if self._sounds is not None:
            yield from self._sounds.edges(mapped.text, cut)
        if self._shapes is not None:
            for piece in cut:
                yield from self._shapes.edges(piece)
        if self._spelt is not None:
            yield from self._spelt.edges(cut)
        if self._hangul is not None:
            cased = text if len(text) == len(mapped.text) else mapped.text
            yield from self._hangul.edges(mapped.text, cased, cut)
        if self._kana is not None:
            yield from self._kana.edges(cut)

    def _doubting(self, edge: Edge) -> Edge:
        if self._sounds is not None and edge.cost == 0 and self._sounds.doubted(edge.key):
            return replace(edge, cost=_DOUBTED)
        return edge


def _written(path: Path, text: str, mapped: MappedText) -> str:
    """The corrected query: what was not changed as it was typed, and no space where pinyin became Han."""
    parts: list[str] = []
    for number, edge in enumerate(path.edges):
        if not edge.key:
            beside = path.edges[max(0, number - 1) : number + 2]
            glued = len(beside) == 3 and _from_letters(beside[0], beside[2], mapped)
            parts.append("" if glued else edge.text)
        elif edge.typed:
            parts.append(text[slice(*mapped.original(edge.start, edge.end))])
        else:
            parts.append(edge.text)
    return " ".join("".join(parts).split())


def _from_letters(left: Edge, right: Edge, mapped: MappedText) -> bool:
    """Whether both edges are Han, and at least one was typed in Latin letters."""
    if not (_HAN.match(left.key[-1]) and _HAN.match(right.key[0])):
        return False
    return any(mapped.text[edge.start : edge.end].isascii() for edge in (left, right))
