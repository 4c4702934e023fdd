"""Writing an index: what an earlier one has of the same sections is taken over, the rest is analysed."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import index
from whoosh.util.numeric import byte_to_length, length_to_byte

from indexer.analysis.analyzers import Analysis
from indexer.engines.fields import FAMILIES, SectionReader, SectionTerms, stored_text
from indexer.engines.freezing import FamilyBuilder, frozen, kept_of, merged
from indexer.engines.marks import MarksBuilder, open_marks
from indexer.engines.places import write_places
from indexer.engines.postings import Array, open_arrays, write_arrays
from indexer.engines.schema import DIGEST_SIZE, FIELDS, NUMBERS, schema
from indexer.engines.stored import write_stored
from indexer.files import take_over
from indexer.model import IndexDocument

DIGESTS = "digests.npy"
MARKED = ("words", "ngrams")

_WHOOSH_FILES = ("MAIN_*.seg", "_MAIN_*.toc")
_BUFFER_MEGABYTES = 256

# An index is written in one piece again once this share of it is deleted; until then the library merges as it sees fit.
_MOST_DELETED = 0.2


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which sections are new. `origins` is each section's number in the earlier index, or -1; `moved` the reverse."""

    earlier: Path | None
    digests: list[bytes]
    origins: Array
    moved: Array


def write_index(directory: Path, documents: Sequence[IndexDocument], analysis: Analysis, earlier: Path | None) -> None:
    """Makes `directory` an index of the documents, in their order; what was there is gone."""
    if directory.exists():
        shutil.rmtree(directory)
    directory.mkdir(parents=True)
    plan = _plan(documents, earlier)
    reader = SectionReader(analysis)
    families = {family: FamilyBuilder(weights) for family, weights in FAMILIES.items()}
    marks = {kind: MarksBuilder() for kind in MARKED}
    with _library(directory, plan) as writer:
        for number in np.flatnonzero(plan.origins < 0).tolist():
            terms = reader.terms(documents[number])
            writer.add_document(**_stored(documents[number], terms, plan.digests[number]))
            lengths = {field: _length(len(each)) for field, each in terms.fields.items()}
            for builder in families.values():
                builder.add(number, terms.fields, lengths)
            marks["words"].add(number, terms.words)
            marks["ngrams"].add(number, terms.ngrams)
    for family, builder in families.items():
        write_arrays(directory, family, _arrays(family, builder, plan))
    for kind, tokens in marks.items():
        before = open_marks(plan.earlier, kind) if plan.earlier else {}
        tokens.write(directory, kind, len(documents), before, plan.origins)
    write_places(directory, documents)
    write_stored(directory, documents)
    np.save(directory / DIGESTS, np.frombuffer(b"".join(plan.digests), np.uint8).reshape(-1, DIGEST_SIZE))


def _plan(documents: Sequence[IndexDocument], earlier: Path | None) -> _Plan:
    seen: dict[bytes, int] = {}
    digests = [_digest(document, seen) for document in documents]
    before = [row.tobytes() for row in np.load(earlier / DIGESTS)] if earlier else []
    number_before = {digest: number for number, digest in enumerate(before)}
    origins = np.array([number_before.get(digest, -1) for digest in digests], np.int64)
    moved = np.full(len(before), -1, np.int64)
    stays = np.flatnonzero(origins >= 0)
    moved[origins[stays]] = stays
    return _Plan(earlier if len(stays) else None, digests, origins, moved if len(stays) else moved[:0])


def _digest(document: IndexDocument, seen: dict[bytes, int]) -> bytes:
    """What tells a section from all others; equal ones are told apart by which of them it is."""
    content = repr(document).encode("utf-8", "surrogatepass")
    times = seen[content] = seen.get(content, 0) + 1
    return blake2b(content + times.to_bytes(4, "big"), digest_size=DIGEST_SIZE).digest()


def _arrays(family: str, builder: FamilyBuilder, plan: _Plan) -> dict[str, Array]:
    table, documents, weights = builder.table(), len(plan.origins), tuple(FAMILIES[family].values())
    if plan.earlier is None:
        return frozen(table, builder.lengths(None, plan.moved, documents), weights)
    earlier = open_arrays(plan.earlier, family)
    lengths = builder.lengths(earlier["lengths"], plan.moved, documents)
    return frozen(merged(kept_of(earlier, plan.moved), table), lengths, weights)


def _length(terms: int) -> float:
    """The length of a field as Whoosh keeps it, in one byte, so that its searcher and the arrays agree."""
    return float(byte_to_length(length_to_byte(terms)))


@contextmanager
def _library(directory: Path, plan: _Plan) -> Iterator[Any]:
    """A writer of the library for the sections that are new; what is gone since the earlier index is removed."""
    gone: list[int] = []
    if plan.earlier is None:
        library = index.create_in(str(directory), schema())
    else:
        _link(plan.earlier, directory)
        library = index.open_dir(str(directory), schema=schema())
        gone = np.load(plan.earlier / NUMBERS)[plan.moved < 0].tolist()
    writer = library.writer(limitmb=_BUFFER_MEGABYTES)
    try:
        for number in gone:
            writer.delete_document(number)
        yield writer
    except BaseException:
        writer.cancel()
        raise
    writer.commit(optimize=len(gone) > _MOST_DELETED * max(1, library.doc_count_all()))
    np.save(directory / NUMBERS, _numbers(library, plan))


def _link(earlier: Path, directory: Path) -> None:
    """Take over the library's files, which it never changes once written: it writes new ones and removes the old."""
    for pattern in _WHOOSH_FILES:
        for path in earlier.glob(pattern):
            take_over(path, directory / path.name)


def _stored(document: IndexDocument, terms: SectionTerms, digest: bytes) -> dict[str, Any]:
    return {
        **{field: terms.fields[field] for field in FIELDS},
        "digest": digest,
        "title_text": document.title,
        "section_title": document.section_title,
        "text": stored_text(document),
    }


def _numbers(library: Any, plan: _Plan) -> Array:
    """For each section its number in the library, which knows it by its digest."""
    reader = library.reader()
    try:
        if not plan.digests:
            return np.zeros(0, np.int64)
        column = reader.column_reader("digest")
        number_of = {bytes(column[number]): number for number in reader.all_doc_ids()}
    finally:
        reader.close()
    return np.array([number_of[digest] for digest in plan.digests], np.int64)
