"""NFKC and case folding that remember where every character came from."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from indexer.analysis.scripts import IGNORABLE, joining

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class MappedText:
    """Changed text and, for each of its characters, the `[start, end)` of the original it was made from.

    `origins` is None where character n still comes from character n.
    """

    text: str
    origins: tuple[tuple[int, int], ...] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The part of the original that `text[start:end]` was made from; `start < end`."""
        if self.origins is None:
            return start, end
        return self.origins[start][0], self.origins[end - 1][1]


class _FoldTable(dict[int, str]):
    """Folds one character at a time for `str.translate`, remembering the answers.

    What cannot be folded alone becomes two characters, as what grows does, so that a length gives either away.
    """

    def __missing__(self, code: int) -> str:
        self[code] = folded = "\0\0" if _not_alone().match(chr(code)) else _fold(chr(code))
        return folded


_TABLE = _FoldTable()


def normalise(text: str) -> MappedText:
    """`text` in NFKC with case folded and invisible characters gone; what cannot be encoded becomes U+FFFD."""
    folded = text.translate(_TABLE)
    if len(folded) == len(text):
        return MappedText(folded)
    pieces: list[str] = []
    origins: list[tuple[int, int]] = []
    for cluster in _clusters().finditer(text):
        folded = _fold_cluster(cluster[0])
        pieces.append(folded)
        if len(folded) == len(cluster[0]) == 1:
            origins.append(cluster.span())
        else:
            origins.extend([cluster.span()] * len(folded))
    return MappedText("".join(pieces), tuple(origins))


def _fold(text: str) -> str:
    """NFKC(casefold(NFKC(text))), near enough Unicode's NFKC_Casefold; Turkish İ becomes a plain i."""
    encodable = _SURROGATE.sub("\ufffd", text)
    folded = unicodedata.normalize("NFKC", encodable).casefold().replace("i\u0307", "i")
    return unicodedata.normalize("NFKC", folded)


@lru_cache(maxsize=4096)
def _fold_cluster(text: str) -> str:
    return _fold(_ignorable().sub("", text))


@lru_cache(maxsize=1)
def _ignorable() -> re.Pattern[str]:
    return re.compile(f"[{IGNORABLE}]")


@lru_cache(maxsize=1)
def _not_alone() -> re.Pattern[str]:
    return re.compile(f"[{joining()}{IGNORABLE}]")


@lru_cache(maxsize=1)
def _clusters() -> re.Pattern[str]:
    """One character and all that may merge with it."""
    return re.compile(f".[{joining()}{IGNORABLE}]*", re.DOTALL)
