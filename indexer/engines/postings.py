"""Posting lists as NumPy arrays on disk: for each term its sections and what it adds to their score.

BM25's impacts are computed when an index is written, so that a query only adds arrays. The files are mapped into
memory: opening reads nothing, and processes that serve one build share its pages.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Documents = npt.NDArray[np.uint32]
Impacts = npt.NDArray[np.float32]
Array = npt.NDArray[Any]

ARRAYS = ("keys", "starts", "documents", "counts", "lengths", "impacts", "idf")
"""What is kept of a family of fields; `write_arrays` says what each holds."""

_NO_DOCUMENTS: Documents = np.zeros(0, np.uint32)
_NO_IMPACTS: Impacts = np.zeros(0, np.float32)


def term_key(term: str) -> int:
    """A term as a 64-bit number; among a million terms two are alike once in forty million indexes."""
    return int.from_bytes(blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Posting:
    """The sections that contain a term, in order, and the term's impact on each; `row` is -1 for an unknown term."""

    row: int
    documents: Documents
    impacts: Impacts
    idf: float

    def scaled(self, share: float) -> "Posting":
        """The same list, counting only a share of what it would."""
        return self if share == 1 else Posting(self.row, self.documents, self.impacts * share, self.idf * share)


class Postings:
    """The posting lists of a family of fields. Keys are sorted; row r spans `starts[r]` to `starts[r + 1]`."""

    def __init__(self, arrays: Mapping[str, Array], documents: int) -> None:
        self._keys, self._starts, self._documents, self._counts, self._lengths, self._impacts, self._idf = (
            arrays[name] for name in ARRAYS
        )
        self._unknown = Posting(-1, _NO_DOCUMENTS, _NO_IMPACTS, float(idf(documents, 0)))

    def get(self, terms: Sequence[str]) -> list[Posting]:
        """The posting list of each term; an empty one for a term that no section has."""
        return list(self._found(terms))

    def counts(self, posting: Posting, document: int) -> tuple[tuple[int, float], ...]:
        """For each field of the family, how often a section has the term, and the length of its field there."""
        at = document_at(posting, document)
        if at is None:
            return tuple((0, float(length)) for length in self._lengths[:, document])
        place = int(self._starts[posting.row]) + at
        return tuple(
            (int(count), float(length))
            for count, length in zip(self._counts[:, place], self._lengths[:, document], strict=True)
        )

    def average_lengths(self) -> tuple[float, ...]:
        """For each field of the family, its mean length in terms."""
        return tuple(map(float, average_lengths(self._counts, self._lengths)))

    def _found(self, terms: Sequence[str]) -> Iterator[Posting]:
        keys = np.fromiter(map(term_key, terms), np.uint64, len(terms))
        rows = np.searchsorted(self._keys, keys)
        for key, row in zip(keys.tolist(), rows.tolist(), strict=True):
            if row == len(self._keys) or int(self._keys[row]) != key:
                yield self._unknown
                continue
            span = slice(int(self._starts[row]), int(self._starts[row + 1]))
            yield Posting(row, self._documents[span], self._impacts[span], float(self._idf[row]))

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


def document_at(posting: Posting, document: int) -> int | None:
    """Where in a posting list a section stands, if it does."""
    at = int(np.searchsorted(posting.documents, document))
    return at if at < len(posting.documents) and posting.documents[at] == document else None


def joined(postings: Iterable[Posting]) -> tuple[Documents, Impacts]:
    """The sections and impacts of several posting lists, one list after the other."""
    lists = list(postings)
    if not lists:
        return _NO_DOCUMENTS, _NO_IMPACTS
    return np.concatenate([each.documents for each in lists]), np.concatenate([each.impacts for each in lists])
