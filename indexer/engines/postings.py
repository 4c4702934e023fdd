"""Posting lists as NumPy arrays on disk: for each term its documents and what it adds to their score.

BM25's impacts are computed when an index is written, so that a query only adds arrays. The files are mapped into
memory: opening reads nothing, and processes that serve one build share its pages.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Documents = npt.NDArray[np.uint32]
Impacts = npt.NDArray[np.float32]

_NO_DOCUMENTS: Documents = np.zeros(0, np.uint32)
_NO_IMPACTS: Impacts = np.zeros(0, np.float32)
_FILES = ("terms", "starts", "documents", "impacts", "idf")


def _key(term: str) -> int:
    """A term as a 64-bit number; among a million terms two are alike once in forty million indexes."""
    return int.from_bytes(blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Posting:
    """The documents that contain a term, in order, and the term's impact on each."""

    documents: Documents
    impacts: Impacts
    idf: float


class Postings:
    """The posting lists of a family of fields. `terms` are sorted keys; row r spans `starts[r]` to `starts[r + 1]`."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]], documents: int) -> None:
        self._terms, self._starts, self._documents, self._impacts, self._idf = (arrays[name] for name in _FILES)
        self._unknown = float(idf(documents, 0))

    def get(self, term: str) -> Posting:
        """The posting list of a term; an empty one for a term that no document has."""
        key = np.uint64(_key(term))
        row = int(np.searchsorted(self._terms, key))
        if row == len(self._terms) or self._terms[row] != key:
            return Posting(_NO_DOCUMENTS, _NO_IMPACTS, self._unknown)
        span = slice(int(self._starts[row]), int(self._starts[row + 1]))
        return Posting(self._documents[span], self._impacts[span], float(self._idf[row]))

    @classmethod
    def open(cls, directory: Path, name: str, documents: int) -> "Postings":
        """The posting lists that `write` left.

        Raises:
            OSError, ValueError: they are missing or damaged.
        """
        return cls({each: np.load(directory / f"{name}-{each}.npy", mmap_mode="r") for each in _FILES}, documents)


def idf(documents: int, containing: "int | npt.NDArray[np.int64]") -> "npt.NDArray[np.float64]":
    """Lucene's inverse document frequency, which is never negative (BM25Similarity)."""
    return np.log(1 + (documents - np.asarray(containing) + 0.5) / (np.asarray(containing) + 0.5))


class PostingsBuilder:
    """Collects the terms of documents, field by field, and writes their posting lists."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._rows: dict[str, int] = {}
        self._triples: dict[str, list[tuple[int, int, int]]] = {name: [] for name in weights}
        self._lengths: dict[str, list[float]] = {name: [] for name in weights}
        self._totals = dict.fromkeys(weights, 0)

    def add(self, terms: Mapping[str, Mapping[str, int]], lengths: Mapping[str, float]) -> None:
        """The next document: for each field how often it has each term, and the length it counts with."""
        for name in self._weights:
            number = len(self._lengths[name])
            self._lengths[name].append(lengths[name])
            self._totals[name] += sum(terms[name].values())
            rows, triples = self._rows, self._triples[name]
            triples.extend((rows.setdefault(term, len(rows)), number, count) for term, count in terms[name].items())

    def write(self, directory: Path, name: str, *, k1: float, b: float) -> None:
        """Write the posting lists. The first field's document counts give every field's idf."""
        documents = max((len(each) for each in self._lengths.values()), default=0)
        rows, numbers, impacts = self._contributions(documents, k1, b)
        keys = rows * max(documents, 1) + numbers
        unique, first = np.unique(keys, return_inverse=True)
        summed = np.bincount(first, weights=impacts, minlength=len(unique)) if len(unique) else impacts
        rows, numbers = unique // max(documents, 1), unique % max(documents, 1)
        counts = np.bincount(rows, minlength=len(self._rows))
        values = idf(documents, counts)
        arrays = self._sorted(rows, numbers, summed * values[rows], counts, values)
        for each, array in arrays.items():
            np.save(directory / f"{name}-{each}.npy", array)

    def _contributions(
        self, documents: int, k1: float, b: float
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """(row, document, weighted BM25 without idf) of every term in every field."""
        parts = []
        for field, weight in self._weights.items():
            triples = np.array(self._triples[field], np.int64).reshape(-1, 3)
            lengths = np.array(self._lengths[field], np.float64)
            average = self._totals[field] / documents if documents and self._totals[field] else 1.0
            count = triples[:, 2]
            norm = k1 * (1 - b + b * lengths[triples[:, 1]] / average) if len(triples) else np.zeros(0)
            parts.append((triples[:, 0], triples[:, 1], weight * count * (k1 + 1) / (count + norm)))
        rows, numbers, impacts = (np.concatenate(each) for each in zip(*parts, strict=True))
        return rows, numbers, impacts

    def _sorted(
        self,
        rows: npt.NDArray[np.int64],
        numbers: npt.NDArray[np.int64],
        impacts: npt.NDArray[np.float64],
        counts: npt.NDArray[np.int64],
        values: npt.NDArray[np.float64],
    ) -> dict[str, npt.NDArray[np.generic]]:
        """The arrays with terms in the order of their keys, each term's documents in theirs."""
        keys = np.fromiter(map(_key, self._rows), np.uint64, len(self._rows))
        order = np.argsort(keys)
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        by_term = np.argsort(place[rows], kind="stable")
        starts = np.concatenate(([0], np.cumsum(counts[order]))).astype(np.uint64)
        return {
            "terms": keys[order],
            "starts": starts,
            "documents": numbers[by_term].astype(np.uint32),
            "impacts": impacts[by_term].astype(np.float32),
            "idf": values[order].astype(np.float32),
        }


def count_terms(terms: Iterable[str]) -> dict[str, int]:
    """How often each term comes, in the order of first appearance."""
    counts: dict[str, int] = {}
    for term in terms:
        counts[term] = counts.get(term, 0) + 1
    return counts
