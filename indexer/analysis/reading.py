"""Texts cut into words to be shown, not searched: nothing is lost, nothing overlaps, nothing is normalised."""

import re
from collections.abc import Iterable

from indexer.analysis.chinese import ChineseWords, domain_dictionary
from indexer.analysis.scripts import HAN, HIRAGANA, KATAKANA

_PIECES = re.compile(
    rf"\{{\{{[^{{}}]*\}}\}}|[{HAN}]+|[{KATAKANA}]+|[{HIRAGANA}]|[^\W{HAN}{HIRAGANA}{KATAKANA}]+|\s+|.", re.DOTALL
)
_HAN = re.compile(f"[{HAN}]")


class ReadingWords:
    """Cuts a text into words, white space and marks that joined are the text; Han into the words of a dictionary.

    `phrases` are words of the site's own, which the dictionary may lack.
    """

    def __init__(self, phrases: Iterable[str] = ()) -> None:
        self._cut = ChineseWords(domain_dictionary(phrases))

    def __call__(self, text: str) -> list[str]:
        words: list[str] = []
        for piece in _PIECES.findall(text):
            words += self._han(piece) if _HAN.match(piece) else [piece]
        return words

    def _han(self, run: str) -> list[str]:
        """Of words inside one another, the longest that begins where the last one ended."""
        longest: dict[int, int] = {}
        for start, end, _ in self._cut(run):
            longest[start] = max(end, longest.get(start, 0))
        words: list[str] = []
        position = 0
        while position < len(run):
            end = longest.get(position, position + 1)
            words.append(run[position:end])
            position = end
        return words
