"""Where the tokens of every stored text stand, so that matches are marked without analysing the text again."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from indexer.analysis.token import Token
from indexer.engines.base import Mark
from indexer.engines.postings import Array, term_key

ARRAYS = ("starts", "terms", "from", "to")
_LOW = 0xFFFFFFFF


class Marks:
    """The tokens of one kind. Section n's are at `starts[n]` to `starts[n + 1]` of the other arrays.

    A term is kept as the lower half of its key: among a text's tokens, two that are alike but differ are one in
    millions of texts, and cost one mark.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._starts, self._terms, self._from, self._to = (arrays[name] for name in ARRAYS)

    def of(self, document: int, asked: "Terms") -> Iterator[Mark]:
        """The tokens of a section's text that were asked for, in order of the text."""
        if not len(asked.keys):
            return
        span = slice(int(self._starts[document]), int(self._starts[document + 1]))
        terms = self._terms[span]
        places = np.minimum(np.searchsorted(asked.keys, terms), len(asked.keys) - 1)
        found = np.flatnonzero(asked.keys[places] == terms)
        yield from map(
            Mark,
            self._from[span][found].tolist(),
            self._to[span][found].tolist(),
            [asked.terms[place] for place in places[found].tolist()],
        )

    @classmethod
    def open(cls, directory: Path, kind: str) -> "Marks":
        """The tokens that `MarksBuilder` wrote.

        Raises:
            OSError, ValueError: they are missing or damaged.
        """
        return cls(open_marks(directory, kind))


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a query, as the tokens of texts are compared with them; `keys` are sorted."""

    keys: npt.NDArray[np.uint32]
    terms: tuple[str, ...]

    @classmethod
    def of(cls, terms: tuple[str, ...]) -> "Terms":
        """Prepares terms; one query is compared with the texts of several hits."""
        return _prepared(terms)


@lru_cache(maxsize=256)
def _prepared(terms: tuple[str, ...]) -> Terms:
    keys = np.array([term_key(term) & _LOW for term in terms], np.uint32)
    order = np.argsort(keys)
    return Terms(keys[order], tuple(terms[at] for at in order.tolist()))


class MarksBuilder:
    """Collects the tokens of sections, and writes them in the order of the sections."""

    def __init__(self) -> None:
        self._keys: dict[str, int] = {}
        self._of: dict[int, tuple[array[int], array[int], array[int]]] = {}

    def add(self, document: int, tokens: Iterable[Token]) -> None:
        """Add the tokens of a section's stored text."""
        kept = list(tokens)
        keys = [self._key(token.text) for token in kept]
        starts, ends = (token.start for token in kept), (token.end for token in kept)
        self._of[document] = array("I", keys), array("I", starts), array("I", ends)

    def write(self, directory: Path, kind: str, documents: int, earlier: Mapping[str, Array], origins: Array) -> None:
        """Write the tokens of all sections: `origins` is each section's number in the `earlier` arrays, or -1."""
        parts: list[tuple[Array, ...]] = []
        for document in range(documents):
            origin = int(origins[document])
            if origin < 0:
                parts.append(tuple(np.frombuffer(each, np.uint32) for each in self._of[document]))
            else:
                span = slice(int(earlier["starts"][origin]), int(earlier["starts"][origin + 1]))
                parts.append(tuple(earlier[name][span] for name in ARRAYS[1:]))
        lengths = [len(part[0]) for part in parts]
        np.save(directory / f"{kind}-marks-starts.npy", np.concatenate(([0], np.cumsum(lengths))).astype(np.uint64))
        for at, name in enumerate(ARRAYS[1:]):
            values = [part[at] for part in parts]
            np.save(directory / f"{kind}-marks-{name}.npy", np.concatenate([np.zeros(0, np.uint32), *values]))

    def _key(self, term: str) -> int:
        if term not in self._keys:
            self._keys[term] = term_key(term) & _LOW
        return self._keys[term]


def open_marks(directory: Path, kind: str) -> dict[str, Array]:
    """The arrays of one kind of token, mapped into memory.

    Raises:
        OSError, ValueError: they are missing or damaged.
    """
    return {name: np.asarray(np.load(directory / f"{kind}-marks-{name}.npy", mmap_mode="r")) for name in ARRAYS}
