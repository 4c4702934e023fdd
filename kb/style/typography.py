"""Spacing and punctuation of Chinese and Japanese prose, and what no language sets: what can be mended without reading.

A rule only ever sees prose (`kb.style.prose`) and changes spaces, punctuation and the width of characters, no word.
Written here rather than taken from a library: AutoCorrect names lines instead of places, cannot tell one rule from
another, is set up once for the whole process, spaces Japanese and Korean too, and rewrites addresses in text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kb.markdown.code import BODIES_KEPT
from kb.style.prose import HIDDEN, Piece

SPACING = "han-spacing"
WIDTH = "punctuation-width"
DOUBLED = "doubled-punctuation"
TRAILING = "trailing-space"

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WIDE = f"{HAN}\u3041-\u30ff"
"""Han and kana."""

CLOSING = "”’」』）》】"

FULL_WIDTH = str.maketrans(",;:!?", "，；：！？")


@dataclass(frozen=True, slots=True)
class Correction:
    """Other characters for those between `start` and `end` of a text, and the check that asks for them."""

    check: str
    start: int
    end: int
    new: str


Rule = Callable[[str], Iterator[Correction]]

_BORDER = re.compile(
    rf"(?<=[{HAN}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{HAN}])|(?<=[0-9]%)(?=[{HAN}])|(?<=[A-Za-z+]\+)(?=[{HAN}])"
)
_HALF = re.compile(
    rf"(?<=[{WIDE}])[,;:!?](?![,;:!?\[()]|//)(?:[ \t]+(?=[{WIDE}A-Za-z0-9]))?"
    rf"|(?<=[A-Za-z0-9%)*\"'{CLOSING}{HIDDEN}])[,;:!?](?=[{WIDE}])"
)
_STOP = re.compile(rf"(?<=[{WIDE}][{WIDE}])\.(?:[ \t]*(?=[{WIDE}])|(?=\s*\Z|[ \t]*\n))")
_BRACKETS = re.compile(
    rf"(?P<open>(?:(?<=[{WIDE}A-Za-z0-9])[ \t])?\()[^()（）\n]*[{WIDE}][^()（）\n]*"
    rf"(?P<close>\)(?:[ \t](?=[{WIDE}]))?)"
)
_WIDE_LATIN = re.compile("[０-９Ａ-Ｚａ-ｚ]+")
_DOUBLED = re.compile(r"(?<![，。、；：,;])(?:([，。、；：])\1|([,;])\2(?=\s))(?![，。、；：,;])")
_TRAILING = re.compile(r"(?<![ \t]) (?=\n)|[ \t]+\Z")
"""One space, or what ends a block: two spaces break a line, and so may a tab."""


def spacing(prose: str) -> Iterator[Correction]:
    """A space between Han characters and Latin letters or digits."""
    for match in _BORDER.finditer(prose):
        yield Correction(SPACING, match.start(), match.end(), " ")


def width(prose: str) -> Iterator[Correction]:
    """Full-width punctuation in sentences of Han and kana."""
    for match in _HALF.finditer(prose):
        yield Correction(WIDTH, match.start(), match.end(), match[0][0].translate(FULL_WIDTH))
    for match in _STOP.finditer(prose):
        yield Correction(WIDTH, match.start(), match.end(), "。")
    for match in _BRACKETS.finditer(prose):
        yield Correction(WIDTH, *match.span("open"), "（")
        yield Correction(WIDTH, *match.span("close"), "）")


def latin_width(prose: str) -> Iterator[Correction]:
    """Digits and Latin letters as wide as Latin ones are."""
    for match in _WIDE_LATIN.finditer(prose):
        yield Correction(WIDTH, match.start(), match.end(), unicodedata.normalize("NFKC", match[0]))


def doubled(prose: str) -> Iterator[Correction]:
    """One mark where the same stands twice; several of `!` and `?` may be meant."""
    for match in _DOUBLED.finditer(prose):
        yield Correction(DOUBLED, match.start(), match.end(), match[1] or match[2])


def trailing(prose: str) -> Iterator[Correction]:
    """No white space at the end of a line within a block, but for the two spaces that break it."""
    for match in _TRAILING.finditer(prose):
        yield Correction(TRAILING, match.start(), match.end(), "")


RULES: dict[str, tuple[Rule, ...]] = {
    "zh": (spacing, width, latin_width, doubled, trailing),
    "ja": (width, doubled, trailing),
}
"""What is asked of each language; others have those of `OTHERS`."""

OTHERS: tuple[Rule, ...] = (doubled, trailing)


def house_style(body: str, language: str) -> frozenset[str]:
    """The full-width marks that an article does without on purpose.

    Half-width colons and brackets are as good a style in Japanese; only a text that has both mixes them.
    """
    if language != "ja":
        return frozenset()
    return frozenset(mark for pair in ("：", "（）") if pair[0] not in body for mark in pair)


@lru_cache(maxsize=8 * BODIES_KEPT)
def corrections(piece: Piece, language: str, unwanted: frozenset[str] = frozenset()) -> tuple[Correction, ...]:
    """What to mend in a piece, in order and without overlaps; offsets are in its text. `unwanted` are marks that its
    article does without.
    """
    found = [each for rule in RULES.get(language, OTHERS) for each in rule(piece.prose) if each.new not in unwanted]
    found.sort(key=lambda each: (each.start, each.end))
    kept: list[Correction] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return tuple(kept)
