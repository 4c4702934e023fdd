"""Why a section was found: what each term adds to its score, field by field."""

from collections.abc import Iterator, Mapping, Sequence

from indexer.engines.base import Part
from indexer.engines.execution import SILENT, TERM, Asked
from indexer.engines.fields import FAMILIES, K1, B
from indexer.engines.postings import Posting, Postings, document_at
from indexer.query import Query


def parts(asked: Asked, query: Query, document: int, postings: Mapping[str, Postings]) -> Iterator[Part]:
    """The parts of a section's score, as `execution.run` adds them up; of a clause only its best way."""
    words = _Family("words", postings["words"], document)
    pairs = _Family("pairs", postings["pairs"], document)
    for each in asked.clauses:
        best: list[Part] = []
        whole_share = SILENT if each.clause.is_silent else 1.0 if each.word else TERM
        for number, (alternative, way) in enumerate(zip(each.clause.alternatives, each.ways, strict=True)):
            typed = zip(alternative.words, way.words, strict=True)
            found = [part for word in typed for part in words.parts(*word, whole_share * each.share(number))]
            is_whole = all(map(words.has, way.words)) and all(map(pairs.has, way.pairs))
            if (number == 0 or is_whole) and sum(part.score for part in found) > sum(part.score for part in best):
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

    def has(self, posting: Posting) -> bool:
        """Whether the section has a term."""
        return document_at(posting, self._document) is not None

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
