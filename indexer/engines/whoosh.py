"""Whoosh behind the engine's seam: a schema of analysed terms, and BM25F with Lucene's idf over them.

The library never sees a visitor's text: its query parser reads fields nobody offered and can be made to run for
minutes. It gets terms, and only terms.
"""

import logging
import math
import shutil
import threading
import weakref
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from whoosh import columns, fields, index, scoring
from whoosh.reading import TermNotFound
from whoosh.searching import Searcher as WhooshSearcher

from indexer.analysis.analyzers import Analysis, Analyzer, QueryTokens
from indexer.engines.base import Match, Ranking, StoredSection
from indexer.model import IndexDocument
from kb.errors import IndexUnavailableError

_log = logging.getLogger(__name__)

# How much a match in each field counts. `words` and `ngrams` hold all the text of a section, the others a part of it.
WEIGHTS: Mapping[str, float] = MappingProxyType({"words": 1.0, "ngrams": 0.4, "title": 1.0, "keywords": 0.5})

# The field by which a term's idf is taken: a word tells the same wherever it stands, and how few titles contain
# "not" must not make it a rare word.
IDF_FIELD: Mapping[str, str] = MappingProxyType(
    {"words": "words", "title": "words", "keywords": "words", "ngrams": "ngrams"}
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

# A small site has few words, so a question that it answers shares fewer of them. What it takes for a match to
# outweigh chance was measured on 1 to 49 articles drawn from one help centre: .3 of support at 25 sections, .4 at 84,
# .46 at 168, .55 at 413. It grows as (sections + 30) / (sections + 90).
GROWTH = (30, 90)


class _LuceneBM25F(scoring.BM25F):  # type: ignore[misc]
    """BM25F with the idf of Lucene's BM25Similarity, which is never negative; Whoosh's own costs .006 of MRR."""

    def idf(self, searcher: Any, fieldname: str, text: str) -> float:
        parent = searcher.get_parent()
        return _idf(parent.doc_count_all(), parent.doc_frequency(IDF_FIELD[fieldname], text))


def _idf(documents: int, containing: int) -> float:
    return math.log(1 + (documents - containing + 0.5) / (containing + 0.5))


def _schema() -> fields.Schema:
    """Terms come ready-made, so no field has an analyzer of ours that would be pickled into the index."""
    terms = {name: fields.KEYWORD(scorable=True) for name in WEIGHTS}
    return fields.Schema(
        **terms,
        slug=fields.COLUMN(columns.RefBytesColumn()),
        category_id=fields.COLUMN(columns.RefBytesColumn()),
        section_id=fields.STORED(),
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
        writer = index.create_in(str(directory), _schema()).writer(limitmb=256)
        try:
            for document in documents:
                writer.add_document(**_fields(document, analysis))
        except BaseException:
            writer.cancel()
            raise
        writer.commit()

    def open(self, directory: Path) -> "WhooshIndex":
        """The index in `directory`.

        Raises:
            IndexUnavailableError: there is none, or it is damaged.
        """
        with _explained(directory):
            return WhooshIndex(directory)


def _fields(document: IndexDocument, analysis: Analysis) -> dict[str, Any]:
    titles = [document.title, document.section_title]
    everything = [*titles, document.summary, document.text, *document.keywords]
    return {
        "words": _terms(analysis.words, everything),
        "ngrams": _terms(analysis.ngrams, everything),
        "title": _terms(analysis.words, titles),
        "keywords": _terms(analysis.words, document.keywords),
        "slug": document.slug.encode(),
        "category_id": document.category_id.encode(),
        "section_id": document.section_id,
        "title_text": document.title,
        "section_title": document.section_title,
        "text": document.text or document.summary,
    }


def _terms(analyzer: Analyzer, texts: Iterable[str]) -> list[str]:
    return [token.text for text in texts for token in analyzer.tokens(text)]


class WhooshIndex:
    """An open index. Threads never share a searcher: one that is shared returns wrong hits."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._index = index.open_dir(str(directory), schema=_schema())
        self._searchers: weakref.WeakSet[WhooshSearcher] = weakref.WeakSet()
        self._opening = threading.Lock()
        self._local = threading.local()
        self._closed = False
        reader = self._searcher().reader()
        self._documents = reader.doc_count_all()
        self._slugs = self._column("slug")
        self._categories = self._column("category_id")

    def search(self, tokens: QueryTokens) -> Ranking:
        """The sections that contain any of the tokens, best first; equal scores keep the order of writing."""
        with _explained(self._directory):
            searcher = self._searcher()
            kept = QueryTokens(
                self._telling(searcher, "words", tokens.words), self._telling(searcher, "ngrams", tokens.ngrams)
            )
            scores: dict[int, float] = defaultdict(float)
            agreeing: Counter[int] = Counter()
            information = 0.0
            for fieldname, weight, term in _query(kept):
                if fieldname == IDF_FIELD[fieldname]:
                    information += weight * _idf(self._documents, searcher.doc_frequency(fieldname, term))
                for document, score in _postings(searcher, fieldname, term):
                    scores[document] += weight * score
                    agreeing[document] += fieldname == "words"
        scale = math.sqrt(information * min(information, _idf(self._documents, 0)))
        scale *= (self._documents + GROWTH[0]) / (self._documents + GROWTH[1])
        best = sorted(scores, key=lambda document: (-scores[document], document))
        matches = (
            Match(
                number,
                self._slugs[number],
                self._categories[number],
                scores[number],
                scores[number] / scale * _agreement(agreeing[number], len(kept.words)),
            )
            for number in best
        )
        return Ranking(tuple(matches), kept)

    def section(self, document: int) -> StoredSection:
        """What was stored for a match."""
        with _explained(self._directory):
            stored = self._searcher().stored_fields(document)
        return StoredSection(
            self._slugs[document],
            stored["section_id"],
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

    def _searcher(self) -> WhooshSearcher:
        """This thread's own searcher."""
        searcher: WhooshSearcher | None = getattr(self._local, "searcher", None)
        if searcher is None or self._closed:
            with self._opening:
                if self._closed:
                    raise IndexUnavailableError(f"{self._directory} is closed; open the live build again")
                searcher = self._index.searcher(weighting=_LuceneBM25F(B=B, K1=K1))
                self._searchers.add(searcher)
                self._local.searcher = searcher
        return searcher

    def _column(self, name: str) -> tuple[str, ...]:
        reader = self._searcher().reader()
        if not self._documents:
            return ()
        values = reader.column_reader(name)
        return tuple(str(values[number], "utf-8") for number in range(self._documents))

    def _telling(self, searcher: WhooshSearcher, fieldname: str, terms: tuple[str, ...]) -> tuple[str, ...]:
        """The terms without those in more than `COMMON` of all sections, unless too few would remain."""
        if self._documents < FEW_TO_SEARCH:
            return terms
        limit = COMMON * self._documents
        kept = tuple(term for term in terms if searcher.doc_frequency(fieldname, term) <= limit)
        return kept if len(kept) >= KEPT_TERMS else terms


def _agreement(matched: int, asked: int) -> float:
    """How far words that meet in one section outweigh chance: all of them wholly, one of several by half."""
    return 1.0 if matched == asked else matched / (matched + 1)


def _query(tokens: QueryTokens) -> Iterator[tuple[str, float, str]]:
    """Every (field, weight, term) to look up."""
    terms = {"words": tokens.words, "ngrams": tokens.ngrams}
    for fieldname, weight in WEIGHTS.items():
        for term in terms[IDF_FIELD[fieldname]]:
            yield fieldname, weight, term


def _postings(searcher: WhooshSearcher, fieldname: str, term: str) -> Iterator[tuple[int, float]]:
    """The sections that contain a term, by number, each with its BM25 score."""
    try:
        matcher = searcher.postings(fieldname, term)
    except TermNotFound:
        return
    while matcher.is_active():
        yield matcher.id(), matcher.score()
        matcher.next()


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
