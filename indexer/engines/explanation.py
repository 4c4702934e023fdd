"""Why a section was found: what each term adds to its score, field by field."""

from collections.abc import Iterator, Mapping, Sequence

from indexer.engines.base import Part
from indexer.engines.execution import SILENT, Asked
from indexer.engines.fields import FAMILIES, K1, B
from indexer.engines.postings import Posting, Postings
from indexer.query import Query


def parts(asked: Asked, query: Query, document: int, postings: Mapping[str, Postings]) -> Iterator[Part]:
    """The parts of a section's score, as `execution.run` adds them up; of a clause only its best way."""
    words = _Family("words", postings["words"], document)
    for clause, ways in asked.clauses:
        shares = [SILENT if clause.is_silent else way.weight for way in clause.alternatives]
        best: list[Part] = []
        for number, (way, lists, share) in enumerate(zip(clause.alternatives, ways, shares, strict=True)):
            found = [part for each in zip(way.words, lists, strict=True) for part in words.parts(*each, share)]
            whole = {part.term for part in found} == set(way.words)
            if (number == 0 or whole) and sum(part.score for part in found) > sum(part.score for part in best):
                best = found
        yield from best
    for name, terms, lists in (("ngrams", query.ngrams, asked.ngrams), ("pairs", query.pairs, asked.pairs)):
        family = _Family(name, postings[name], document)
        by_row = {posting.row: posting for posting in lists}
        for term, posting in zip(terms, postings[name].get(terms), strict=True):
            if posting.row in by_row:
                yield from family.parts(term, posting, 1.0)


class _Family:
    """The parts that terms have in the fields of one family, in one section."""

    def __init__(self, kind: str, postings: Postings, document: int) -> None:
        self._kind = kind
        self._postings = postings
        self._document = document
        self._averages: Sequence[float] = postings.average_lengths()

    def parts(self, term: str, posting: Posting, share: float) -> Iterator[Part]:
        """One part a field that has the term."""
        counts = self._postings.counts(posting, self._document)
        for (field, weight), (count, length), average in zip(
            FAMILIES[self._kind].items(), counts, self._averages, strict=True
        ):
            if count:
                norm = K1 * (1 - B + B * length / average)
                score = share * weight * posting.idf * count * (K1 + 1) / (count + norm)
                yield Part(self._kind, field, term, count, posting.idf, share * weight, score)
