"""Whoosh behind the engine's seam: it stores sections and their terms, and NumPy arrays of the same terms are searched.

The library never sees a visitor's text: its query parser reads fields nobody offered and can be made to run for
minutes. It gets terms, and only terms. Its own searcher is the reference that the tests compare the arrays with.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh import index, scoring
from whoosh.searching import Searcher as WhooshSearcher

from indexer.analysis.analyzers import Analysis, QueryTokens
from indexer.engines.base import Mark, Part, Place, Ranked, StoredSection
from indexer.engines.execution import PART, Asked, Executor, Way, WideClause
from indexer.engines.explanation import parts
from indexer.engines.fields import FAMILIES, K1, B
from indexer.engines.marks import Marks, Terms
from indexer.engines.places import Places
from indexer.engines.postings import Posting, Postings, idf
from indexer.engines.schema import schema
from indexer.engines.stored import StoredTexts
from indexer.engines.writing import write_index
from indexer.model import IndexDocument
from indexer.query import Clause, Query
from kb.errors import IndexUnavailableError

_log = logging.getLogger(__name__)

# Terms in more than this share of the sections are left out, for speed: they hardly tell which section is meant.
# At 0.3, what suits paragraphs of an encyclopedia costs a help centre .07 of MRR, because its sections share words.
COMMON = 0.5
# … but a query keeps its terms if fewer than this many would remain, or if so few sections cost no time anyway and
# all speak of the one thing that visitors ask about.
KEPT_TERMS = 2
FEW_TO_SEARCH = 100


TITLE = list(FAMILIES["words"]).index("title")
"""The place of the titles among the fields of words."""


class LuceneBM25F(scoring.BM25F):  # type: ignore[misc]
    """BM25F with the idf of Lucene's BM25Similarity, which is never negative; Whoosh's own costs .006 of MRR."""

    def idf(self, searcher: Any, fieldname: str, text: str) -> float:
        parent = searcher.get_parent()
        first = next(next(iter(each)) for each in FAMILIES.values() if fieldname in each)
        return float(idf(parent.doc_count_all(), parent.doc_frequency(first, text)))


class WhooshEngine:
    """Indexes on disk, one directory each."""

    def write(
        self, directory: Path, documents: Iterable[IndexDocument], analysis: Analysis, *, earlier: Path | None = None
    ) -> None:
        """Makes `directory` an index of the documents, in their order; what was there is gone.

        What an `earlier` index has of the same sections is taken from it; it must have been written with the same
        analysis, by the same code.
        """
        write_index(directory, list(documents), analysis, earlier)

    def open(self, directory: Path) -> "WhooshIndex":
        """The index in `directory`.

        Raises:
            IndexUnavailableError: there is none, or it is damaged.
        """
        with _explained(directory):
            return WhooshIndex(directory)


class WhooshIndex:
    """An open index: files mapped into memory, which never change, so that any number of threads may use it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._closed = False
        self._places = Places.open(directory)
        self.slugs, self.articles = self._places.slugs, self._places.articles
        self.category_ids, self.categories = self._places.category_ids, self._places.categories
        self._documents = len(self.articles)
        self._stored = StoredTexts.open(directory)
        listed, kept = index.open_dir(str(directory), schema=schema()).doc_count(), len(self._stored)
        if not self._documents == listed == kept:
            raise ValueError(f"{self._documents} sections, of which {listed} are listed and {kept} stored")
        self._postings = {family: Postings.open(directory, family, self._documents) for family in FAMILIES}
        self._executor = Executor(self._postings, self._documents)
        self._word_marks, self._ngram_marks = Marks.open(directory, "words"), Marks.open(directory, "ngrams")

    def search(self, query: Query, *, least: float = 0.0) -> Ranked:
        """The sections that answer a query with a support of at least `least`, best first, equals in their order."""
        if self._closed:
            raise self._is_closed()
        return self._executor.run(self.asked(query), least)

    def asked(self, query: Query) -> Asked:
        """The postings of a query, without those of single terms that are in most sections."""
        lists = iter(self._postings["words"].get(query.words))
        words: list[Posting] = []
        parts: list[Posting] = []
        silent: list[Posting] = []
        wide: list[WideClause] = []
        for clause in query.clauses:
            if not clause.is_single:
                ways = [[next(lists) for _ in way.words] for way in clause.alternatives]
                wide.append(self._wide(clause, ways, query))
            elif clause.is_silent:
                silent.append(next(lists))
            elif clause.alternatives[0].words[0] in query.parts:
                parts.append(next(lists))
            else:
                words.append(next(lists))
        telling = self._telling([*words, *parts])
        if len(telling) < len(words) + len(parts):
            words, parts = ([each for each in single if each in telling] for single in (words, parts))
        ngrams = self._telling(self._postings["ngrams"].get(query.ngrams))
        pairs = self._postings["pairs"].get(query.pairs)
        return Asked(words, parts, self._telling(silent), wide, ngrams, pairs)

    def _wide(self, clause: Clause, words: list[list[Posting]], query: Query) -> WideClause:
        """A clause with the postings of all its ways."""
        pairs = iter(self._postings["pairs"].get(clause.pairs))
        ways = [
            Way(lists, [next(pairs) for _ in way.pairs]) for way, lists in zip(clause.alternatives, words, strict=True)
        ]
        return WideClause(clause, ways, [PART if word in query.parts else 1.0 for word in clause.alternatives[0].words])

    def number_of(self, slug: str, section_id: str) -> int | None:
        """The number of a section, else of the article's first; None if this index does not have the article."""
        return self._places.number_of(slug, section_id)

    def place(self, document: int) -> Place:
        """Where a section stands."""
        return self._places.place(document)

    def section(self, document: int) -> StoredSection:
        """What was stored of a section."""
        if self._closed:
            raise self._is_closed()
        return StoredSection(self.place(document), *self._stored.of(document))

    def marks(self, document: int, tokens: QueryTokens) -> tuple[list[Mark], list[Mark]]:
        """Where the words, and the n-grams of scripts without spaces, stand in a section's stored text, in order."""
        words, ngrams = Terms.of(tokens.words), Terms.of(tokens.ngrams)
        return list(self._word_marks.of(document, words)), list(self._ngram_marks.of(document, ngrams))

    def titled(self, document: int, words: Sequence[str]) -> set[str]:
        """Which of the words stand in the title of a section or of its article."""
        postings = self._postings["words"]
        named = zip(words, postings.get(words), strict=True)
        return {word for word, posting in named if posting.sections and postings.has_in(TITLE, posting, document)}

    def explain(self, query: Query, document: int) -> Iterator[Part]:
        """The parts of a section's score; of a clause only its best way."""
        return parts(self.asked(query), query, document, self._postings)

    def close(self) -> None:
        """Gives up its files."""
        self._closed = True

    def library_searcher(self) -> WhooshSearcher:
        """A searcher of the library, for the tests that compare rankings; one that threads share finds wrong things."""
        library = index.open_dir(str(self._directory), schema=schema())
        return library.searcher(weighting=LuceneBM25F(B=B, K1=K1))

    def _is_closed(self) -> IndexUnavailableError:
        return IndexUnavailableError(f"{self._directory} is closed; open the live build again")

    def _telling(self, postings: list[Posting]) -> list[Posting]:
        """The posting lists without those of more than `COMMON` of all sections, unless too few would remain."""
        if self._documents < FEW_TO_SEARCH:
            return postings
        limit = COMMON * self._documents
        kept = [posting for posting in postings if posting.sections <= limit]
        return kept if len(kept) >= KEPT_TERMS else postings


@contextmanager
def _explained(directory: Path) -> Iterator[None]:
    """Turns whatever a missing or damaged file makes the library raise into one error with a remedy."""
    try:
        yield
    except IndexUnavailableError:
        raise
    except Exception as error:
        _log.warning("index_unreadable directory=%s error=%s", directory, type(error).__name__)
        raise IndexUnavailableError(
            f"the search index in {directory} is missing or damaged ({error}); run `kb build` to write it again"
        ) from error
