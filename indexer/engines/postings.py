"""Posting lists as NumPy arrays on disk: for each term its sections and what it adds to their score.

BM25's impacts are computed when an index is written, so that a query only adds arrays. The files are mapped into
memory: opening reads nothing, and processes that serve one build share its pages.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Documents = npt.NDArray[np.uint32]
Impacts = npt.NDArray[np.float32]
Array = npt.NDArray[Any]

ARRAYS = ("keys", "starts", "documents", "counts", "lengths", "impacts", "idf")
"""What is kept of a family of fields; `write_arrays` says what each holds."""

TERMS_KEPT = 5_000
"""As many terms of a family are kept with where their postings are; beyond that all are looked up again."""


def term_key(term: str) -> int:
    """A term as a 64-bit number; among a million terms two are alike once in forty million indexes."""
    return int.from_bytes(blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


class Posting(NamedTuple):
    """Where the postings of a term are, `[start, end)` in the arrays of its family; nowhere for an unknown term."""

    row: int
    start: int
    end: int
    idf: float

    @property
    def sections(self) -> int:
        """How many sections have the term."""
        return self.end - self.start


class Postings:
    """The posting lists of a family of fields. Keys are sorted; row r spans `starts[r]` to `starts[r + 1]`."""

    def __init__(self, arrays: Mapping[str, Array], documents: int) -> None:
        self._keys, self._starts, self._documents, self._counts, self._lengths, self._impacts, self._idf = (
            arrays[name] for name in ARRAYS
        )
        self._unknown = Posting(-1, 0, 0, float(idf(documents, 0)))
        self._kept: dict[str, Posting] = {}

    def get(self, terms: Sequence[str]) -> list[Posting]:
        """Where the postings of each term are."""
        kept = self._kept
        if missing := [term for term in terms if term not in kept]:
            if len(kept) > TERMS_KEPT:
                kept = self._kept = {}  # other threads may be using the old one
                missing = list(terms)
            kept.update(zip(missing, self._found(missing), strict=True))
        return [kept[term] for term in terms]

    def joined(self, postings: Iterable[Posting], share: float = 1.0) -> tuple[Documents, Impacts]:
        """The sections of several posting lists, and a share of their impacts, one list after the other."""
        spans = [slice(posting.start, posting.end) for posting in postings]
        if not spans:
            return self._documents[:0], self._impacts[:0]
        documents = np.concatenate([self._documents[span] for span in spans])
        impacts = np.concatenate([self._impacts[span] for span in spans])
        return documents, impacts if share == 1 else impacts * np.float32(share)

    def has(self, posting: Posting, document: int) -> bool:
        """Whether a section has a term."""
        return self._place(posting, document) is not None

    def counts(self, posting: Posting, document: int) -> tuple[tuple[int, float], ...]:
        """For each field of the family, how often a section has the term, and the length of its field there."""
        place = self._place(posting, document)
        counts = [0] * len(self._counts) if place is None else self._counts[:, place].tolist()
        return tuple(zip(counts, self._lengths[:, document].tolist(), strict=True))

    def has_in(self, field: int, posting: Posting, document: int) -> bool:
        """Whether a section has a term in one field of the family."""
        place = self._place(posting, document)
        return place is not None and bool(self._counts[field, place])

    def average_lengths(self) -> tuple[float, ...]:
        """For each field of the family, its mean length in terms."""
        return tuple(map(float, average_lengths(self._counts, self._lengths)))

    def _place(self, posting: Posting, document: int) -> int | None:
        place = posting.start + int(np.searchsorted(self._documents[posting.start : posting.end], document))
        return place if place < posting.end and self._documents[place] == document else None

    def _found(self, terms: Sequence[str]) -> Iterator[Posting]:
        if not len(self._keys):
            return repeat(self._unknown, len(terms))
        keys = np.fromiter(map(term_key, terms), np.uint64, len(terms))
        rows = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        columns = rows, self._starts[rows], self._starts[rows + 1], self._idf[rows], self._keys[rows] == keys
        found = zip(*(column.tolist() for column in columns), strict=True)
        return (Posting(*each) if is_same else self._unknown for *each, is_same in found)

    @classmethod
    def open(cls, directory: Path, family: str, documents: int) -> "Postings":
        """The posting lists that `write_arrays` left.

        Raises:
            OSError, ValueError: they are missing or damaged.
        """
        return cls(open_arrays(directory, family), documents)


def open_arrays(directory: Path, family: str) -> dict[str, Array]:
    """The arrays of a family, mapped into memory, as plain arrays: NumPy's mapped ones are slow to cut.

    Raises:
        OSError, ValueError: they are missing or damaged.
    """
    return {name: np.asarray(np.load(directory / f"{family}-{name}.npy", mmap_mode="r")) for name in ARRAYS}


def write_arrays(directory: Path, family: str, arrays: Mapping[str, Array]) -> None:
    """Writes the arrays of a family.

    `keys`: the terms, sorted. `starts`: where each term's postings begin, and the end of the last. `documents`,
    `counts` (one row a field) and `impacts`, one entry a posting, in order of term, then section. `lengths`: one row a
    field, one column a section. `idf`: one entry a term.
    """
    for name in ARRAYS:
        np.save(directory / f"{family}-{name}.npy", arrays[name])


def idf(documents: int, containing: "int | npt.NDArray[np.int64]") -> "npt.NDArray[np.float64]":
    """Lucene's inverse document frequency, which is never negative (BM25Similarity)."""
    return np.log(1 + (documents - np.asarray(containing) + 0.5) / (np.asarray(containing) + 0.5))


def average_lengths(counts: Array, lengths: Array) -> npt.NDArray[np.float64]:
    """The mean length of each field, 1 where it is empty throughout."""
    totals = counts.sum(axis=1, dtype=np.int64)
    return np.where(totals > 0, totals / max(1, lengths.shape[1]), 1.0)
