"""The same tokens, executed: what is left of a query when analysis and snippets are taken away on both sides.

tantivy gets exactly the terms that this project indexes and asks for, in fields that split at spaces only, and has to
find its ten best by the same sum of weighted BM25 scores. Both find nearly the same texts; the tables say how nearly,
because the two shorten lengths differently and tantivy's k1 is fixed.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from bench.engines.zhinan import document_of, parts
from bench.measure import Timing, in_new_process, timed
from bench.multiply import multiplied
from bench.sets import RetrievalSet, Text
from bench.tables import figure, ratio, share, table
from indexer.evaluation import RANKS
from indexer.finding import TAIL_SUPPORT

if TYPE_CHECKING:
    from indexer.analysis.analyzers import Analysis
    from indexer.engines.base import Index
    from indexer.query import Query

SIZES = (2_000, 10_000)

# How much a match counts in each field, about as in the index of this project. Times do not depend on them.
_BOOSTS = {"words": 1.0, "ngrams": 0.4, "title": 1.0, "pairs": 0.3}


@dataclass(frozen=True, slots=True)
class Executions:
    """Times of one size. tantivy's ten best come with the count of all matches, as by default, or without it.

    Those without it are measured last, with postings that were read just before: tantivy at its best.
    """

    texts: int
    ours: Timing
    counting: Timing
    ten_only: Timing
    agreement: float


def report(given: RetrievalSet) -> str:
    """The table of a set, multiplied to each size."""
    rows = [_row(given.name, in_new_process(executions, given, size)) for size in SIZES]
    sides = ("Zhinan", "tantivy", "tantivy, ten only")
    headings = [f"{side} {name}" for side in sides for name in ("p50", "p95")]
    return table(["executing one query, ms", "texts", *headings, "p50 ratio", "p95 ratio", "same ten"], rows)


def _row(name: str, found: Executions) -> list[str]:
    timings = (found.ours, found.counting, found.ten_only)
    times = [figure(value) for timing in timings for value in (timing.p50, timing.p95)]
    ratios = [ratio(found.ours.p50, found.counting.p50), ratio(found.ours.p95, found.counting.p95)]
    return [name, str(found.texts), *times, *ratios, share(found.agreement)]


def executions(given: RetrievalSet, size: int) -> Executions:
    """Index `size` texts twice and execute the questions of a set on both."""
    from indexer.engines.whoosh import WhooshEngine
    from indexer.thesaurus import Thesaurus

    locale, analysis = parts(given.locale)
    thesaurus = Thesaurus({}, {locale.tag: analysis})
    queries = [thesaurus.query(question.text, locale) for question in given.questions]
    texts = multiplied(given.texts, size)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        own = Path(folder) / "own"
        WhooshEngine().write(own, [document_of(text) for text in texts], analysis)
        index = WhooshEngine().open(own)
        other = _SameTokens(Path(folder) / "tantivy", texts, analysis)
        asked = [other.query(query) for query in queries]
        ours = timed(lambda query: index.search(query, least=TAIL_SUPPORT), queries)
        counting = timed(other.ten, asked)
        ten_only = timed(other.ten_only, asked)
        pairs = list(zip(queries, asked, strict=True))[:200]
        same = [_overlap(_first_slugs(index, query), other.ids(asks)) for query, asks in pairs]
        index.close()
    return Executions(len(texts), ours, counting, ten_only, fmean(same))


def _first_slugs(index: "Index", query: "Query") -> list[str]:
    return [index.place(number).slug for number in index.search(query).documents[:RANKS].tolist()]


def _overlap(first: Sequence[str], second: Sequence[str]) -> float:
    return len({*first} & {*second}) / max(len(first), len(second), 1)


def _whole(pair: str) -> str:
    """A pair of words as one token of a field that splits at spaces."""
    return pair.replace(" ", "_")


class _SameTokens:
    """An index of tantivy's with the tokens of this project."""

    def __init__(self, directory: Path, texts: Sequence[Text], analysis: "Analysis") -> None:
        import tantivy

        directory.mkdir()
        schema = tantivy.SchemaBuilder().add_text_field("id", stored=True, tokenizer_name="raw")
        for field in _BOOSTS:
            schema = schema.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
        index = tantivy.Index(schema.build(), path=str(directory))
        writer = index.writer()
        for text in texts:
            both = f"{text.title}\n{text.body}"
            tokens = {
                "words": analysis.words.tokens(both),
                "ngrams": analysis.ngrams.tokens(both),
                "title": analysis.words.tokens(text.title),
            }
            joined = {field: " ".join(token.text for token in each) for field, each in tokens.items()}
            joined["pairs"] = " ".join(_whole(pair) for pair in analysis.pairs(list(analysis.words.tokens(both))))
            writer.add_document(tantivy.Document(id=text.id, **joined))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._schema = index.schema
        self._searcher = index.searcher()

    def query(self, query: "Query") -> object:
        """The terms of a query in every field they are in, any of which may match."""
        import tantivy

        terms = {"words": query.words, "title": query.words, "ngrams": query.ngrams}
        terms["pairs"] = tuple(map(_whole, query.pairs))
        boosted = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, field, term, "freq"), _BOOSTS[field]),
            )
            for field, each in terms.items()
            for term in each
        ]
        return tantivy.Query.boolean_query(boosted)

    def ten(self, query: object) -> object:
        """The ten best and the number of all that match, as this project returns all that match."""
        return self._searcher.search(query, RANKS)

    def ten_only(self, query: object) -> object:
        """The ten best, which lets tantivy pass over whole blocks of postings."""
        return self._searcher.search(query, RANKS, count=False)

    def ids(self, query: object) -> list[str]:
        """The ids of the ten best."""
        return [self._searcher.doc(address)["id"][0] for _, address in self._searcher.search(query, RANKS).hits]
