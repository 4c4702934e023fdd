"""What the rest of the project may expect of a search engine, whichever library does the work."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from indexer.analysis.analyzers import Analysis, QueryTokens
from indexer.model import IndexDocument
from indexer.query import Query

Numbers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranked:
    """Sections by number, best first.

    `scores` rank sections for one query. `supports` compare across queries and indexes of any size: how far a match
    outweighs chance, from the score, the information that was asked for, and how many words agree. `known` is the
    share of what was asked for that the index has any word for.
    """

    documents: Numbers
    scores: Scores
    supports: Scores
    known: float = 1.0

    def __len__(self) -> int:
        return len(self.documents)


@dataclass(frozen=True, slots=True)
class Place:
    """Which article and category a section belongs to."""

    slug: str
    section_id: str
    category_id: str


@dataclass(frozen=True, slots=True)
class StoredSection:
    """What an index keeps of a section to show it as a hit; `text` is the plain text a snippet is cut from."""

    place: Place
    title: str
    section_title: str
    text: str


class Mark(NamedTuple):
    """A token of a section's stored text that a query asked for: `[start, end)` in code points."""

    start: int
    end: int
    term: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one term adds to a section's score in one field, for showing why it was found.

    `kind` is the family of fields; `weight` is what a synonym or a silent word counts of a full match.
    """

    kind: str
    field: str
    term: str
    count: int
    idf: float
    weight: float
    score: float


class Index(Protocol):
    """An open index of one locale. Any number of threads may use it at once.

    Sections and articles are numbered from 0: sections in the order they were written, articles in the order of their
    slugs.
    """

    @property
    def slugs(self) -> Sequence[str]:
        """The slugs of all articles, sorted."""

    @property
    def articles(self) -> Numbers:
        """For each section the number of its article."""

    @property
    def category_ids(self) -> Sequence[str]:
        """The ids of all categories that have articles, sorted."""

    @property
    def categories(self) -> Numbers:
        """For each article the place of its category in `category_ids`."""

    def search(self, query: Query, *, least: float = 0.0) -> Ranked:
        """The sections that answer a query with a support of at least `least`, best first, equals in their order."""

    def number_of(self, slug: str, section_id: str) -> int | None:
        """The number of a section, else of the article's first; None if this index does not have the article."""

    def place(self, document: int) -> Place:
        """Where a section stands."""

    def section(self, document: int) -> StoredSection:
        """What was stored of a section."""

    def marks(self, document: int, tokens: QueryTokens) -> tuple[list[Mark], list[Mark]]:
        """Where the words, and the n-grams of scripts without spaces, stand in a section's stored text, in order."""

    def titled(self, document: int, words: Sequence[str]) -> set[str]:
        """Which of the words stand in the title of a section or of its article."""

    def explain(self, query: Query, document: int) -> Iterator[Part]:
        """The parts of a section's score; of a clause only its best way."""

    def close(self) -> None:
        """Gives up its files; searches that are under way may fail, new ones do."""


class Engine(Protocol):
    """Writes and opens indexes."""

    def write(
        self, directory: Path, documents: Iterable[IndexDocument], analysis: Analysis, *, earlier: Path | None = None
    ) -> None:
        """Makes `directory` an index of the documents, in their order; what was there is gone.

        What an `earlier` index has of the same sections is taken from it; it must have been written with the same
        analysis, by the same code.
        """

    def open(self, directory: Path) -> Index:
        """The index in `directory`.

        Raises:
            IndexUnavailableError: there is none, or it is damaged.
        """
