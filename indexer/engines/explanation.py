"""Why a section was found: what each term adds to its score, field by field."""

from collections.abc import Iterator, Mapping, Sequence

from indexer.engines.base import Part
from indexer.engines.execution import PART, SILENT, Asked, WideClause
from indexer.engines.fields import FAMILIES, K1, B
from indexer.engines.postings import Posting, Postings
from indexer.query import Query


def parts(asked: Asked, query: Query, document: int, postings: Mapping[str, Postings]) -> Iterator[Part]:
    """The parts of a section's score, as `Executor.run` adds them up; of a clause only its best way."""
    words, ngrams, pairs = (_Family(name, postings[name], document) for name in ("words", "ngrams", "pairs"))
    for share, single in ((1.0, asked.words), (PART, asked.parts), (SILENT, asked.silent)):
        for term, posting in _named(query.words, postings["words"], single):
            yield from words.parts(term, posting, share)
    for clause in asked.wide:
        yield from _best_way(clause, words, pairs)
    for term, posting in _named(query.ngrams, postings["ngrams"], asked.ngrams):
        yield from ngrams.parts(term, posting, 1.0)
    for term, posting in _named(query.pairs, postings["pairs"], asked.pairs):
        yield from pairs.parts(term, posting, 1.0)


def _named(terms: Sequence[str], postings: Postings, chosen: Sequence[Posting]) -> Iterator[tuple[str, Posting]]:
    """The chosen postings that are known, with the terms they are of."""
    names = {posting.row: term for term, posting in zip(terms, postings.get(terms), strict=True)}
    return ((names[posting.row], posting) for posting in chosen if posting.sections)


def _best_way(clause: WideClause, words: "_Family", pairs: "_Family") -> list[Part]:
    best: list[Part] = []
    for number, (alternative, way) in enumerate(zip(clause.clause.alternatives, clause.ways, strict=True)):
        shares = [clause.share(number) * each for each in (clause.typed if number == 0 else [1.0] * len(way.words))]
        named = zip(alternative.words, way.words, shares, strict=True)
        found = [part for each in named for part in words.parts(*each)]
        is_whole = all(map(words.has, way.words)) and all(map(pairs.has, way.pairs))
        if (number == 0 or is_whole) and sum(part.score for part in found) > sum(part.score for part in best):
            best = found
    return best


class _Family:
    """The parts that terms have in the fields of one family, in one section."""

    def __init__(self, kind: str, postings: Postings, document: int) -> None:
        self._kind = kind
        self._postings = postings
        self._document = document
        self._averages: Sequence[float] = postings.average_lengths()

    def has(self, posting: Posting) -> bool:
        """Whether the section has a term."""
        return self._postings.has(posting, self._document)

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
