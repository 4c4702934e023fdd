"""Making posting lists: from the terms of new sections, and from the arrays of an earlier index where these hold."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.engines.fields import K1, B
from indexer.engines.postings import Array, average_lengths, idf, term_key

_MOST_COUNTED = 65_535

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PostingTable:
    """Postings in long form, sorted by term, then section: `rows` are places in the sorted `keys`."""

    keys: npt.NDArray[np.uint64]
    rows: npt.NDArray[np.int64]
    documents: npt.NDArray[np.int64]
    counts: npt.NDArray[np.uint16]

    @property
    def order(self) -> npt.NDArray[np.int64]:
        """One number a posting that sorts by term, then section."""
        return (self.rows << 32) | self.documents


class FamilyBuilder:
    """Collects the terms of sections in one family of fields, the first of which holds every term of the others."""

    def __init__(self, fields: Mapping[str, float]) -> None:
        self._fields = tuple(fields)
        self._rows: dict[str, int] = {}
        self._row_numbers, self._documents = array("I"), array("I")
        self._counts = [array("H") for _ in fields]
        self._lengths: dict[int, list[float]] = {}

    def add(self, document: int, terms: Mapping[str, Sequence[str]], lengths: Mapping[str, float]) -> None:
        """Add a section: the terms of each field, and the length each counts with."""
        first, *others = (_counted(terms[field]) for field in self._fields)
        rows = self._rows
        self._row_numbers.extend([rows.setdefault(term, len(rows)) for term in first])
        self._documents.extend([document] * len(first))
        self._counts[0].extend([min(count, _MOST_COUNTED) for count in first.values()])
        for column, counts in zip(self._counts[1:], others, strict=True):
            column.extend([min(counts.get(term, 0), _MOST_COUNTED) for term in first])
        self._lengths[document] = [lengths[field] for field in self._fields]

    def table(self) -> PostingTable:
        """The postings collected."""
        keys = np.fromiter(map(term_key, self._rows), np.uint64, len(self._rows))
        by_key = np.argsort(keys)
        place = np.empty(len(keys), np.int64)
        place[by_key] = np.arange(len(keys))
        rows = place[np.frombuffer(self._row_numbers, np.uint32)] if len(keys) else np.zeros(0, np.int64)
        counts = np.array([np.frombuffer(column, np.uint16) for column in self._counts], np.uint16)
        table = PostingTable(keys[by_key], rows, np.frombuffer(self._documents, np.uint32).astype(np.int64), counts)
        return _taken(table, np.argsort(table.order))

    def lengths(self, earlier: Array | None, moved: Places, documents: int) -> npt.NDArray[np.float32]:
        """The lengths of all sections: of those an `earlier` index had, and of those added."""
        lengths = np.zeros((len(self._fields), documents), np.float32)
        if earlier is not None:
            kept = moved >= 0
            lengths[:, moved[kept]] = earlier[:, kept]
        for document, own in self._lengths.items():
            lengths[:, document] = own
        return lengths


def kept_of(arrays: Mapping[str, Array], moved: Places) -> PostingTable:
    """What an earlier index says of the sections that stay; `moved` is each section's new number, or -1."""
    rows = np.repeat(np.arange(len(arrays["keys"])), lengths_of(arrays["starts"]))
    documents = moved[arrays["documents"]]
    stays = documents >= 0
    table = PostingTable(arrays["keys"], rows[stays], documents[stays], arrays["counts"][:, stays])
    order = table.order
    return table if bool(np.all(order[1:] > order[:-1])) else _taken(table, np.argsort(order))


def merged(left: PostingTable, right: PostingTable) -> PostingTable:
    """Two tables over different sections as one; quick where `right` is small."""
    keys = np.union1d(left.keys, right.keys)
    left, right = _over(left, keys), _over(right, keys)
    at = np.searchsorted(left.order, right.order)
    return PostingTable(
        keys,
        np.insert(left.rows, at, right.rows),
        np.insert(left.documents, at, right.documents),
        np.insert(left.counts, at, right.counts, axis=1),
    )


def frozen(table: PostingTable, lengths: npt.NDArray[np.float32], weights: Sequence[float]) -> dict[str, Array]:
    """The arrays of `write_arrays`: BM25F over the fields, with the idf of the first."""
    documents = lengths.shape[1]
    containing = np.bincount(table.rows, minlength=len(table.keys))
    used = containing > 0
    place = np.cumsum(used) - 1
    values = idf(documents, containing[used])
    impacts = np.zeros(len(table.rows))
    averages = average_lengths(table.counts, lengths)
    for weight, counts, field_lengths, average in zip(weights, table.counts, lengths, averages, strict=True):
        norm = K1 * (1 - B + B * field_lengths.astype(np.float64) / average)
        impacts += weight * counts * (K1 + 1) / (counts + norm[table.documents])
    impacts *= values[place[table.rows]]
    return {
        "keys": table.keys[used],
        "starts": np.concatenate(([0], np.cumsum(containing[used]))).astype(np.uint64),
        "documents": table.documents.astype(np.uint32),
        "counts": table.counts,
        "lengths": lengths,
        "impacts": impacts.astype(np.float32),
        "idf": values.astype(np.float32),
    }


def lengths_of(starts: Array) -> npt.NDArray[np.int64]:
    """How many entries each stretch has, from where they begin and the last ends."""
    bounds = starts.astype(np.int64)
    return bounds[1:] - bounds[:-1]


def _over(table: PostingTable, keys: npt.NDArray[np.uint64]) -> PostingTable:
    return PostingTable(keys, np.searchsorted(keys, table.keys)[table.rows], table.documents, table.counts)


def _taken(table: PostingTable, order: Places) -> PostingTable:
    return PostingTable(table.keys, table.rows[order], table.documents[order], table.counts[:, order])


def _counted(terms: Sequence[str]) -> dict[str, int]:
    """How often each term comes, in the order of first appearance."""
    counts: dict[str, int] = {}
    for term in terms:
        counts[term] = counts.get(term, 0) + 1
    return counts
