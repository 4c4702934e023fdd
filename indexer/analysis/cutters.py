"""Ways to cut one run of text, of one kind of script, into the spans that become tokens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.analysis.scripts import KATAKANA
from indexer.analysis.token import Span

_KATAKANA_RUN = re.compile(f"[{KATAKANA}]{{2,}}|[^{KATAKANA}]+|[{KATAKANA}]")


@dataclass(frozen=True, slots=True)
class Whole:
    """The run as it is: a word between spaces."""

    def __call__(self, run: str) -> Iterator[Span]:
        yield 0, len(run), 1


@dataclass(frozen=True, slots=True)
class Grams:
    """All overlapping pieces of `size` characters; a shorter run stays whole."""

    size: int

    def __call__(self, run: str) -> Iterator[Span]:
        for start in range(max(1, len(run) - self.size + 1)):
            yield start, min(start + self.size, len(run)), 1


@dataclass(frozen=True, slots=True)
class JapaneseWords:
    """Katakana stretches whole, because they are words (ウォレット); kanji and hiragana in overlapping bigrams."""

    def __call__(self, run: str) -> Iterator[Span]:
        bigrams = Grams(2)
        for part in _KATAKANA_RUN.finditer(run):
            if re.match(f"[{KATAKANA}]", part[0]):
                yield part.start(), part.end(), 1
            else:
                yield from ((part.start() + start, part.start() + end, 1) for start, end, _ in bigrams(part[0]))
