"""Whoosh behind the engine's seam: a schema of analysed terms, their posting lists as arrays, and BM25F over them.

The library never sees a visitor's text: its query parser reads fields nobody offered and can be made to run for
minutes. It gets terms, and only terms. Queries run over NumPy arrays of the same posting lists, which the tests
compare with the library's own searcher.
"""

import logging
import shutil
import threading
import weakref
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from whoosh import columns, fields, index, scoring
from whoosh.searching import Searcher as WhooshSearcher
from whoosh.util.numeric import byte_to_length, length_to_byte

from indexer.analysis.analyzers import Analysis, Analyzer
from indexer.engines.base import Match, StoredSection
from indexer.engines.execution import Execution
from indexer.engines.postings import Posting, Postings, PostingsBuilder, count_terms, idf
from indexer.model import IndexDocument
from indexer.query import Clause, Query
from kb.errors import IndexUnavailableError

_log = logging.getLogger(__name__)

# How much a match in each field counts. `words` and `ngrams` hold all the text of a section, the others a part of it.
WEIGHTS: Mapping[str, float] = MappingProxyType({"words": 1.0, "ngrams": 0.4, "title": 1.0, "keywords": 0.5})

# Fields whose terms are of one kind. The first holds all the text and gives the others its idf: a word tells the same
# wherever it stands, and how few titles contain "not" must not make it a rare word.
FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"words": ("words", "title", "keywords"), "ngrams": ("ngrams",)}
)

B = 0.75
K1 = 0.8

# Terms in more than this share of the sections are left out, for speed: they hardly tell which section is meant.
# At 0.3, what suits paragraphs of an encyclopedia costs a help centre .07 of MRR, because its sections share words.
COMMON = 0.5
# … but a query keeps its terms if fewer than this many would remain, or if so few sections cost no time anyway and
# all speak of the one thing that visitors ask about.
KEPT_TERMS = 2
FEW_TO_SEARCH = 100


class LuceneBM25F(scoring.BM25F):  # type: ignore[misc]
    """BM25F with the idf of Lucene's BM25Similarity, which is never negative; Whoosh's own costs .006 of MRR."""

    def idf(self, searcher: Any, fieldname: str, text: str) -> float:
        parent = searcher.get_parent()
        family = next(each for each in FAMILIES.values() if fieldname in each)
        return float(idf(parent.doc_count_all(), parent.doc_frequency(family[0], text)))


def _schema() -> fields.Schema:
    """Terms come ready-made, so no field has an analyzer of ours that would be pickled into the index."""
    terms = {name: fields.KEYWORD(scorable=True) for name in WEIGHTS}
    return fields.Schema(
        **terms,
        slug=fields.COLUMN(columns.RefBytesColumn()),
        category_id=fields.COLUMN(columns.RefBytesColumn()),
        section_id=fields.COLUMN(columns.RefBytesColumn()),
        title_text=fields.STORED(),
        section_title=fields.STORED(),
        text=fields.STORED(),
    )


class WhooshEngine:
    """Indexes on disk, one directory each."""

    def write(self, directory: Path, documents: Iterable[IndexDocument], analysis: Analysis) -> None:
        """Makes `directory` an index of the documents, in their order; what was there is gone."""
        if directory.exists():
            shutil.rmtree(directory)
        directory.mkdir(parents=True)
        builders = {
            name: PostingsBuilder({field: WEIGHTS[field] for field in family}) for name, family in FAMILIES.items()
        }
        writer = index.create_in(str(directory), _schema()).writer(limitmb=256)
        try:
            for document in documents:
                terms = _terms_of(document, analysis)
                writer.add_document(**terms, **_stored(document))
                counts = {field: count_terms(each) for field, each in terms.items()}
                lengths = {field: float(byte_to_length(length_to_byte(len(each)))) for field, each in terms.items()}
                for builder in builders.values():
                    builder.add(counts, lengths)
        except BaseException:
            writer.cancel()
            raise
        writer.commit()
        for name, builder in builders.items():
            builder.write(directory, name, k1=K1, b=B)

    def open(self, directory: Path) -> "WhooshIndex":
        """The index in `directory`.

        Raises:
            IndexUnavailableError: there is none, or it is damaged.
        """
        with _explained(directory):
            return WhooshIndex(directory)


def _terms_of(document: IndexDocument, analysis: Analysis) -> dict[str, list[str]]:
    titles = [document.title, document.section_title]
    everything = [*titles, document.summary, document.text, *document.keywords]
    return {
        "words": _terms(analysis.words, everything),
        "ngrams": _terms(analysis.ngrams, everything),
        "title": _terms(analysis.words, titles),
        "keywords": _terms(analysis.words, document.keywords),
    }


def _stored(document: IndexDocument) -> dict[str, Any]:
    return {
        "slug": document.slug.encode(),
        "category_id": document.category_id.encode(),
        "section_id": document.section_id.encode(),
        "title_text": document.title,
        "section_title": document.section_title,
        "text": document.text or document.summary,
    }


def _terms(analyzer: Analyzer, texts: Iterable[str]) -> list[str]:
    return [token.text for text in texts for token in analyzer.tokens(text)]


class WhooshIndex:
    """An open index. Threads share the arrays, which never change, but never a Whoosh searcher: one that is shared
    returns wrong hits.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._index = index.open_dir(str(directory), schema=_schema())
        self._searchers: weakref.WeakSet[WhooshSearcher] = weakref.WeakSet()
        self._opening = threading.Lock()
        self._local = threading.local()
        self._closed = False
        self._documents = self.searcher().reader().doc_count_all()
        self._slugs = self._column("slug")
        self._categories = self._column("category_id")
        self._section_ids = self._column("section_id")
        self._numbers = {
            place: number
            for number in reversed(range(self._documents))
            for place in ((self._slugs[number], ""), (self._slugs[number], self._section_ids[number]))
        }
        self._words = Postings.open(directory, "words", self._documents)
        self._ngrams = Postings.open(directory, "ngrams", self._documents)

    def search(self, query: Query, *, least: float = 0.0) -> tuple[Match, ...]:
        """The sections that answer with a support of at least `least`, best first; equals keep the order of writing."""
        if self._closed:
            raise self._is_closed()
        run = Execution(self._documents)
        for postings in self._telling_words(query):
            run.add_clause(*postings)
        for posting in self._telling([self._ngrams.get(term) for term in query.ngrams]):
            run.add_ngram(posting, WEIGHTS["ngrams"])
        return tuple(
            Match(number, self._slugs[number], self._section_ids[number], self._categories[number], score, support)
            for number, score, support in run.best(least)
        )

    def number_of(self, slug: str, section_id: str) -> int | None:
        """The number of a section, else of the article's first; None if this index does not have the article."""
        return self._numbers.get((slug, section_id), self._numbers.get((slug, "")))

    def section(self, document: int) -> StoredSection:
        """What was stored for a match."""
        with _explained(self._directory):
            stored = self.searcher().stored_fields(document)
        return StoredSection(
            self._slugs[document],
            self._section_ids[document],
            self._categories[document],
            stored["title_text"],
            stored["section_title"],
            stored["text"],
        )

    def close(self) -> None:
        """Closes every thread's searcher."""
        with self._opening:
            self._closed = True
            for searcher in list(self._searchers):
                searcher.close()

    def searcher(self) -> WhooshSearcher:
        """This thread's own searcher, for stored fields, and for the tests that compare rankings."""
        searcher: WhooshSearcher | None = getattr(self._local, "searcher", None)
        if searcher is None or self._closed:
            with self._opening:
                if self._closed:
                    raise self._is_closed()
                searcher = self._index.searcher(weighting=LuceneBM25F(B=B, K1=K1))
                self._searchers.add(searcher)
                self._local.searcher = searcher
        return searcher

    def _is_closed(self) -> IndexUnavailableError:
        return IndexUnavailableError(f"{self._directory} is closed; open the live build again")

    def _column(self, name: str) -> tuple[str, ...]:
        reader = self.searcher().reader()
        if not self._documents:
            return ()
        values = reader.column_reader(name)
        return tuple(str(values[number], "utf-8") for number in range(self._documents))

    def _telling_words(self, query: Query) -> list[tuple[Clause, list[list[Posting]]]]:
        """Each clause with the posting lists of its ways, without single words that are in most sections."""
        found = [
            (clause, [list(map(self._words.get, way.words)) for way in clause.alternatives]) for clause in query.clauses
        ]
        literal = [lists[0][0] for _, lists in found if len(lists) == 1 and len(lists[0]) == 1]
        kept = {id(posting) for posting in self._telling(literal)}
        left_out = {id(posting) for posting in literal} - kept
        return [(clause, lists) for clause, lists in found if id(lists[0][0]) not in left_out]

    def _telling(self, postings: list[Posting]) -> list[Posting]:
        """The posting lists without those of more than `COMMON` of all sections, unless too few would remain."""
        if self._documents < FEW_TO_SEARCH:
            return postings
        limit = COMMON * self._documents
        kept = [posting for posting in postings if len(posting.documents) <= limit]
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
