"""Chinese words. The dictionary's own words are joined by a site's terms, which matter more than the algorithm."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from indexer.analysis.han import simplify
from indexer.analysis.normalise import normalise
from indexer.analysis.scripts import HAN
from indexer.analysis.token import Span

_HAN_RUN = re.compile(f"[{HAN}]{{2,}}")


@dataclass(frozen=True, slots=True)
class ChineseWords:
    """Cuts Simplified Chinese into the words of a dictionary, long words also into the shorter ones inside them.

    Unknown words are left in single characters: guessing them (jieba's HMM) cuts the same word differently in
    different sentences. `domain_words` are what `domain_dictionary` returns.
    """

    domain_words: tuple[str, ...] = ()

    def __call__(self, run: str) -> Iterator[Span]:
        return _segmenter(self.domain_words).spans(run)


def domain_dictionary(phrases: Iterable[str]) -> tuple[str, ...]:
    """The Han words of a site's terms, as texts are normalised; sorted, so that equal terms share one segmenter."""
    words: set[str] = set()
    for phrase in phrases:
        words.update(_HAN_RUN.findall(simplify(normalise(phrase)).text))
    return tuple(sorted(words))


class _Segmenter:
    """A segmenter of its own (about 42 MB): the library's shared one would leak one site's words into another.

    A domain word also gives what the stock dictionary makes of it, so that a term which glues 未/到/账 together
    does not hide its parts from those who ask for them; without that, a site's terms cost .03 of MRR.
    """

    def __init__(self, domain_words: tuple[str, ...]) -> None:
        import rjieba

        rjieba.clear()  # type: ignore[no-untyped-call]  # the library's own instance, which nobody uses, keeps 16 MB
        self._jieba = rjieba.Jieba()
        self._parts = {word: self._cut(word) for word in domain_words}
        for word in domain_words:
            self._jieba.add_word(word, None, None)

    def spans(self, run: str) -> Iterator[Span]:
        """Every word once, the parts of a word before it; words that overlap share a position."""
        seen: set[tuple[int, int]] = set()
        covered = 0
        for start, end in self._cut(run):
            spans = [(start, end)]
            if parts := self._parts.get(run[start:end]):
                spans = [*((start + first, start + last) for first, last in parts), (start, end)]
            for span in spans:
                if span not in seen:
                    seen.add(span)
                    yield *span, 1 if span[0] >= covered else 0
                    covered = max(covered, span[1])

    def _cut(self, run: str) -> list[tuple[int, int]]:
        return [(start, end) for _, start, end in self._jieba.tokenize(run, "search", False)]


@lru_cache(maxsize=2)
def _segmenter(domain_words: tuple[str, ...]) -> _Segmenter:
    return _Segmenter(domain_words)
